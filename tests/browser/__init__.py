"""The demo as people see it, in headless Chromium."""
