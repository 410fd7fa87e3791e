"""Deeds of this room, cut by noun. None is noted in the audit log: a case has a log of its own."""
