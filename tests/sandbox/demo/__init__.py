"""The demo's parts."""
