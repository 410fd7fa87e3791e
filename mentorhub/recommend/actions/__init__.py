"""Deeds of this room, cut by noun: catalogue, content, imports, index, visits, saved."""
