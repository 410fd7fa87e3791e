"""Shapes of what readers and editors send, cut by who sends it."""
