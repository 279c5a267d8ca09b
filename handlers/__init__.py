"""Slack listeners: who, one service call, acknowledge, render."""
