"""Reads of this room, cut by noun."""
