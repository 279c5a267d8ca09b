"""Figures, not tests: each prints a table for people, then one JSON line per figure, and exits 0."""
