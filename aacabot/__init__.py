"""The hub that anti-counterfeiting alliances run on, in Slack."""
