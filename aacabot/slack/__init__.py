"""Slack in and out, without decisions."""
