"""Whether a question may be asked in a chat model's words: one, short, plain, about its matter.

A question can claim as well ("Did you know that all is free?") and can ask for what nobody needs
to know here. Such words are dropped, and our own stand in their place.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final

from mentorhub.recommend.dialogue.claims import is_about_money, is_plain
from mentorhub.recommend.dialogue.talk import AskKind
from mentorhub.recommend.dialogue.vocabulary import is_plain_question

LONGEST: Final = 120

_SPEAKS_OF: Final[Mapping[AskKind, str]] = {
    "topic": r"lernen|weiterbild|thema|\binteressier|\blearn|subject",
    "place": r"wohn|\bort\b|stadt|gegend|postleitzahl|zu hause|region|\blive\b|town|postcode|where",
    "time": r"\bzeit\b|tageszeit|uhrzeit|abends|wochenende|wann .*lern|time|when .*learn",
    "start": r"anfang|beginn|start|losgeh|begin",
    "german": r"deutsch|german",
    "employment": r"arbeiten sie|arbeit\b|job\b|stelle\b|angestellt|beschäftigt|employ|do you work",
    "qualification": r"berufsabschluss|ausbildung|gelernt|lehre\b|qualification|apprenticeship",
    "company_size": r"(?:wie viele|how many) .*(?:betrieb|firma|arbeit|mitarbeit|company|work)",
    "age": r"wie alt|alter\b|how old|your age",
    "aim": r"wofür|wozu|ziel|zweck|what .* for\b|your aim|goal",
    "form": r"online|vor ort|zu hause lernen|on site|in person",
}
"""What words about each matter hold. Money is not among them: we ask about it ourselves."""

_NEAR: Final[Mapping[AskKind, Collection[str]]] = {
    "topic": ("time", "aim"),
    "place": (),
    "time": ("topic", "employment"),
    "start": ("topic", "time"),
    "german": ("topic",),
    "employment": ("qualification",),
    "qualification": ("topic", "employment"),
    "company_size": ("employment",),
    "age": (),
    "aim": ("topic", "employment", "qualification"),
    "form": ("topic", "place"),
}
"""Whose words a question may hold beside its own."""

_ASKING = re.compile(
    r"\b(?:wie|wo|wann|was|wer|wen|wem|welche\w*|woher|wohin|wofür|wozu|warum|how|where|when|what"
    r"|who|which|why)\b"
)
_TOO_CLOSE = re.compile(
    r"\bnamen?\b|heißen|heissen|adresse|anschrift|straße|hausnummer|telefon|handy|nummer|mail|konto"
    r"|iban|geboren|geburt|passwort|pin\b|ausweis|pass\b|staatsang|herkunft|religion|glaube|partei"
    r"|gewerkschaft|krank|gesund|behinder|schwanger|familie|verheirat|kinder|polizei|vorstraf"
    r"|\bname\b|address|phone|e-?mail|birth|password|passport|nationality|health|disab|pregnan|faith"
    r"|chef[a-z]* (?:heißt|heisst)|wie heißt"
)
_FAMILIAR = re.compile(r"\b(?:du|dich|dir|dein\w*|euch|euer|eure)\b")
_GERMAN = re.compile(r"\b(?:sie|ihnen|ihr\w*|der|die|das|ein\w*|haben|möchten|wollen|sind)\b")
_ENGLISH = re.compile(r"\b(?:you|your|do|are|the|is|would)\b")
_MARKS = re.compile(r"[.!;:\"„“»«()\d/…\u2013—]")


def is_sound(words: str, kind: AskKind, *, language: str, names: Collection[str] = ()) -> bool:
    """Return whether these words ask for this, and do nothing else.

    ``language`` is that of the page, ``names`` are those of the funding rules.
    """
    line = words.casefold()
    return (
        len(words) <= LONGEST
        and words.endswith("?")
        and words.count("?") == 1
        and not _MARKS.search(words)
        and is_plain(words)
        and is_plain_question(words)
        and not is_about_money(words, names)
        and not _TOO_CLOSE.search(line)
        and not _FAMILIAR.search(line)
        and len(_ASKING.findall(line)) <= 1
        and bool((_ENGLISH if language == "en" else _GERMAN).search(line))
        and _is_about(line, kind)
    )


def _is_about(line: str, kind: AskKind) -> bool:
    """Return whether the line speaks of this matter and of no other."""
    if kind not in _SPEAKS_OF or not re.search(_SPEAKS_OF[kind], line):
        return False
    others = set(_SPEAKS_OF) - {kind, *_NEAR[kind]}
    return not any(re.search(_SPEAKS_OF[other], line) for other in others)
