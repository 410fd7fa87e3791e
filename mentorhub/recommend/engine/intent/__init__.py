"""Plain words in, topic and wishes out: rules and word lists, no model."""

from mentorhub.recommend.engine.intent.understanding import understand

__all__ = ["understand"]
