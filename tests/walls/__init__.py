"""Walls between members: random people do random things, and everything that comes out is read."""
