"""All SQL of what members share."""
