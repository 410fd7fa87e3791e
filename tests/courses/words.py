"""The search's own pieces of words, as ``app`` hands them to the tutor."""

from mentorhub.courses.asking import Pieces
from mentorhub.recommend.engine.text import grams, pieces, topic_words

PIECES = Pieces(topic_words, grams, pieces)
