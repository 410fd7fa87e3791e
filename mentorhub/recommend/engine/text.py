"""Words: folding, pieces of words, stop words, synonyms, spelling."""

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

GRAM = 4  # letters per piece; four beat stems and compound splitting on our probe queries
EDGE = "_"

# Letters that Unicode does not take apart into a plain one and an accent.
_LETTERS = {"æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "þ": "th"}
_LETTER = re.compile("[" + "".join(_LETTERS) + "]")
_ACCENT = re.compile("[\u0300-\u036f\u064b-\u0652]+")
_DIGRAPH = re.compile("([aou])e")
_WORD = re.compile(r"\w+", re.UNICODE)
_ARABIC_LETTERS = str.maketrans({"\u0649": "\u064a", "\u0629": "\u0647", "\u0640": None})
_ARABIC_MARKS = re.compile("[\u0653-\u0655]")
_ARABIC_ARTICLE = re.compile(r"^(?:وال|بال|لل|ال)(?=\w{3})")


def fold(text: str) -> str:
    """Return the text in the one spelling that is compared everywhere.

    Lower case, no accents, and one form for each umlaut however it was typed:
    "Führerschein", "Fuehrerschein" and "Fuhrerschein" all become "fuhrerschein".
    """
    if text.isascii():
        return _DIGRAPH.sub(r"\1", text.lower())
    plain = unicodedata.normalize("NFKD", _LETTER.sub(_plain_letter, text.casefold()))
    return _DIGRAPH.sub(r"\1", _ACCENT.sub("", plain))


def _plain_letter(letter: re.Match[str]) -> str:
    return _LETTERS[letter.group()]


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return ``fold`` of a single word, remembered, since words repeat."""
    return fold(word)


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """Return a word folded and, where it is Arabic, in the plainest letters without article."""
    plain = _ARABIC_MARKS.sub("", fold(word).translate(_ARABIC_LETTERS))
    return _ARABIC_ARTICLE.sub("", plain)


def raw_words(text: str) -> list[str]:
    """Return the words of a text as they are written, in order."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order; numbers count as words."""
    return [fold_word(word) for word in raw_words(text)]


@lru_cache(maxsize=65536)
def grams(word: str) -> tuple[str, ...]:
    """Return the pieces of GRAM letters of one folded word, its two edges marked.

    A word shorter than two letters less than GRAM is one piece. Double letters count once,
    so that "Komunikation" has the pieces of "Kommunikation". A space, which folding makes of a
    few letters, is no part of a piece.
    """
    padded = EDGE + _undouble(word.replace(" ", "")) + EDGE
    return tuple(padded[at : at + GRAM] for at in range(max(1, len(padded) - GRAM + 1)))


def _undouble(word: str) -> str:
    if word.isdigit():
        return word
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


def pieces(text: str) -> list[str]:
    """Return the pieces of all words of a text, repeats kept."""
    return [piece for word in raw_words(text) for piece in grams(fold_word(word))]


def piece_line(text: str) -> str:
    """Return the pieces of all words of a text in one line, as an index reads them."""
    return " ".join(map(_word_line, raw_words(text)))


@lru_cache(maxsize=65536)
def _word_line(word: str) -> str:
    return " ".join(grams(fold_word(word)))


def topic_words(text: str) -> list[str]:
    """Return the folded words of a question that carry its topic, each once, in order.

    Where every word is a stop word, all of them are returned.
    """
    seen = dict.fromkeys(words(text))
    telling = [word for word in seen if word not in STOP_WORDS]
    return telling or list(seen)


def names_a_topic(text: str) -> bool:
    """Return whether any word of a question tells what it is about: "Kurs" does not."""
    return not STOP_WORDS.issuperset(words(text))


class Synonyms(Protocol):
    """Knows other words for what people say, in any language."""

    def expand(self, text: str) -> Sequence[str]:
        """Return words and phrases that the text means but does not say."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a sentence, and where it stands in it."""

    start: int
    end: int
    raw: str
    folded: str


_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*\.?(?=\W|$)|[^\W_]+(?:[-'\u2019][^\W_]+)*|[,.;:!?()€$<≤]|[\u2013\u2014]"
)


def tokens(text: str) -> list[Token]:
    """Cut a sentence into words, numbers and marks; hyphenated words stay whole."""
    return [
        Token(found.start(), found.end(), found.group(), fold_word(found.group()))
        for found in _TOKEN.finditer(text)
    ]


class Spelling:
    """Finds the one known word that a misspelt word most likely means.

    Knows words of five letters or more, and accepts one slip: a letter missing, added, wrong,
    or two swapped. A slip in the first letter is not accepted, nor is a word that could mean
    two known ones.
    """

    shortest: Final = 5  # shorter words are too often one slip away from each other

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {word for word in known if len(word) >= self.shortest}
        self._near: dict[tuple[str, int], list[str]] = {}
        for word in self._known:
            for end in _ends(word):
                self._near.setdefault((end, len(word)), []).append(word)

    def meant(self, word: str) -> str | None:
        """Return the known word meant by a folded word, itself included, or None."""
        if word in self._known:
            return word
        if len(word) < self.shortest - 1:
            return None
        candidates = {
            known
            for end in _ends(word)
            for length in (len(word) - 1, len(word), len(word) + 1)
            for known in self._near.get((end, length), ())
            if one_slip_apart(known, word)
        }
        return candidates.pop() if len(candidates) == 1 else None


def _ends(word: str) -> tuple[str, str]:
    """Return both ends of a word: one slip leaves at least one of them as it was."""
    return word[:2] + "_", word[0] + "_" + word[-2:]


def one_slip_apart(a: str, b: str) -> bool:
    """Return whether one insertion, deletion, change or swap of neighbours turns a into b."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = _common_prefix(a, b)
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
        return rest_a[1:] == rest_b[1:] or swapped
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]


def _common_prefix(a: str, b: str) -> int:
    for at, (left, right) in enumerate(zip(a, b, strict=False)):
        if left != right:
            return at
    return min(len(a), len(b))


@lru_cache(maxsize=65536)
def gram_set(word: str) -> frozenset[str]:
    """Return ``grams`` of one folded word, each once, remembered for ``likeness``."""
    return frozenset(grams(word))


def likeness(a: Set[str], b: Set[str]) -> float:
    """Return the share of pieces that two words have in common, from 0 to 1 (Dice)."""
    if not a or not b:
        return 0.0
    return 2 * len(a & b) / (len(a) + len(b))


STOP_WORDS: Final = frozenset(
    words(
        """
        aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim
        bin bis bist bitte brauche brauchen braucht da dabei dafür damit dann das dass dein dem
        den denn der des die dies diese diesem diesen dieser dieses dir doch dort du durch
        eigentlich
        ein eine einem einen einer eines einfach er es etwas euch fürs für gar geben geht gern gerne
        gibt gibts habe haben hab hat hätte halt hallo hier ich ihm ihn ihnen ihr ihre im immer in
        irgendwas irgendwie ist ja jemand jetzt kann kannst kein keine keinen können könnte könnten
        leute leuten selber selbst
        kurs kurse lassen lernen lerne mache machen macht mal man mehr mein meine meinem meinen
        meiner mich mir mit möchte möchten muss müssen nach nicht noch nun nur ob oder ohne schon
        sehr sein seine seit sich sie sind so soll sollte sondern suche suchen über um und uns
        unser unsere unter vom von vor wäre war was weil weiß welche welcher welches wenn wer
        werde werden wie wieder will wir wird wissen wo wollen würde würden zu zum zur
        a an and are at be can do for get have how i in is it my of on or so some that the there
        to want with would you your where what which me am im need like looking
        """
    )
)
