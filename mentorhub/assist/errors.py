"""What can go wrong with a model."""

from mentorhub.kit.errors import Unavailable


class EncoderBroken(Unavailable):
    """A sentence encoder runs, but what it returns is not what the model says."""
