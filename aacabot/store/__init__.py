"""All SQL: what is stored, and every question asked of it."""
