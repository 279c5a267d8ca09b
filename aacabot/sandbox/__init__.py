"""The rehearsal bench: a strict local Slack and a marketplace, for the demo and the tests."""
