"""Durable work and the timetable."""
