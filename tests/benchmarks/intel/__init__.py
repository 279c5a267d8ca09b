"""Shared intelligence with as much in it as an alliance has after years."""
