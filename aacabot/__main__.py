"""`python -m aacabot` is the `aacabot` command."""

from aacabot.cli import app

app()
