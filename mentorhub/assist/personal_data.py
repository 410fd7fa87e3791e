"""Takes out of a text what says who somebody is, before it leaves the machine.

Rules, not a model: they would rather take out too much. What a person does, wants and where they
live by name of the town stays, because the answer depends on it.
"""

import re
from collections.abc import Sequence
from typing import Final

_STREETS = r"(?:stra(?:ß|ss)e|str\.?|weg|gasse|allee|platz|ring|damm|ufer|steig|pfad|chaussee|wall)"
_NAME = r"[^\W\d_a-zäöüß][\w'-]+"
_NAMES = rf"(?:(?:Dr|Prof)\.\s*)*{_NAME}(?:\s+(?:von|van|zu|der|de|al|el)?\s*{_NAME}){{0,3}}"
_TIMES = (
    r"(?i:\w*tags?\b|\w*abends?\b|mittwochs?\b|morgen|januar|februar|märz|april|mai|juni|juli"
    r"|august|september|oktober|november|dezember|herbst|winter|frühjahr|sommer|jahr|quartal)"
)
_CALLED = (
    r"(?:ich hei(?:ß|ss)e|mein name ist|mein name:|name:|man nennt mich|ich bin (?:der|die)"
    r"|my name is|i am called|benim ad\u0131m|ad\u0131m|меня зовут|мене звати|nazywam się|mă numesc"
    r"|(?:viele |liebe |beste |freundliche |mit freundlichen )?gr(?:ü|ue)(?:ß|ss)en?,?"
    r"|(?:her(?:r|rn)|frau|dr\.|prof\.))"
)

_RULES: Final[Sequence[tuple[re.Pattern[str], str]]] = (
    (re.compile(r"[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I), "[E-Mail]"),
    (re.compile(r"(?:https?://|www\.)\S+", re.I), "[Link]"),
    (re.compile(r"\b[A-Z]{2}\d{2}(?:[\s-]?[A-Z0-9]{2,4}){3,8}\b", re.I), "[Konto]"),
    (re.compile(r"\b\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{3}\b", re.I), "[Nummer]"),
    (
        re.compile(
            r"\b\d{1,2}\s?\.\s?(?:\d{1,2}\s?\.|januar|februar|märz|april|mai|juni|juli|august"
            r"|september|oktober|november|dezember)\s?(?:19|20)?\d{2}\b",
            re.I,
        ),
        "[Datum]",
    ),
    (re.compile(r"\b(?:19|20)\d{2}-\d{1,2}-\d{1,2}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b"), "[Datum]"),
    (re.compile(r"(?<![\w.])(?:\+|00)\d[\d\s/().-]{6,18}\d"), "[Telefon]"),
    (re.compile(r"(?<![\w.,])0\d{1,5}[\s/().-]{0,3}\d[\d\s/().-]{3,14}\d"), "[Telefon]"),
    (
        re.compile(rf"\b[\w.ß-]*(?:{_STREETS})(?:\s+|(?<=\.))\d{{1,4}}\s?[a-z]?\b", re.I),
        "[Adresse]",
    ),
    (
        re.compile(
            rf"\b(?i:am|im|an der|auf der|zum|zur) (?!{_TIMES}){_NAME}(?: {_NAME})? "
            r"\d{1,4}[a-z]?\b"
        ),
        "[Adresse]",
    ),
    (re.compile(r"\b\d{5}\b"), "[PLZ]"),
    (re.compile(rf"(?i:\b{_CALLED})\s*({_NAMES})"), "[Name]"),
    (
        re.compile(
            r"(?i:\b(?:ich hei(?:ß|ss)e|mein name ist|my name is|меня зовут|мене звати))\s+"
            r"(\w+(?:\s+\w+)?)"
        ),
        "[Name]",
    ),
    (re.compile(r"\b\d{6,}\b"), "[Nummer]"),
)


def without_personal_data(text: str) -> str:
    """Return the text with names, addresses, numbers and birth dates replaced by what they are."""
    for pattern, sign in _RULES:
        text = pattern.sub(sign, text)
    return text
