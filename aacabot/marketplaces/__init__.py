"""Connectors: one file per way of talking to a marketplace."""
