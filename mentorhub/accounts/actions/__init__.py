"""The deeds of this room, cut by noun."""
