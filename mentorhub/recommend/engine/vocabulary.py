"""The words of the catalogue, and which of them a misspelt word means."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.engine.text import Spelling, fold, fold_word, raw_words, topic_words

VOCABULARY_FILE: Final = "vocabulary.json"
SHORTEST: Final = Spelling.shortest - 1  # letters of a word worth knowing


class Vocabulary:
    """The longer words of titles and learning goals, as they are written there."""

    def __init__(self, words: Iterable[str]) -> None:
        self._written = {fold(word): word for word in words}
        self._spelling = Spelling(self._written)

    @classmethod
    def of(cls, documents: Sequence[Document]) -> "Vocabulary":
        """Return the vocabulary of the documents; of several spellings the most frequent."""
        count = Counter(
            word
            for document in documents
            for word in raw_words(f"{document.title} {document.learn}")
            if word.isalpha() and len(fold_word(word)) >= SHORTEST
        )
        return cls(word for word, _ in reversed(count.most_common()))

    def with_words_of(self, documents: Sequence[Document]) -> "Vocabulary":
        """Return the vocabulary with the words of further documents; known spellings stay."""
        others = Vocabulary.of(documents)
        return Vocabulary([*others._written.values(), *self._written.values()])

    def meant(self, text: str, everyday: Collection[str] = ()) -> list[str]:
        """Return the words that misspelt topic words of a text mean, as they are written.

        ``everyday`` words are no slips, nor is a word that differs from a known one in its
        ending only: that is another form.
        """
        found = []
        for word in topic_words(text):
            if word in self._written or word in everyday or not word.isalpha():
                continue
            meant = self._spelling.meant(word)
            if meant and not _same_stem(word, meant):
                found.append(self._written[meant])
        return found

    def save(self, folder: Path) -> None:
        """Write the words into the folder."""
        words = json.dumps(list(self._written.values()), ensure_ascii=False)
        (folder / VOCABULARY_FILE).write_text(words, "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Vocabulary":
        """Read what ``save`` wrote."""
        return cls(json.loads((folder / VOCABULARY_FILE).read_text("utf-8")))


def _same_stem(word: str, meant: str) -> bool:
    shared = min(len(word), len(meant)) - (len(word) == len(meant))
    return word[:shared] == meant[:shared]
