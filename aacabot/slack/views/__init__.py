"""Frozen values to Block Kit: no session, clock or network."""
