"""Finds the names of people in a sentence: by how they are introduced, and by first names.

``names/first-names.txt`` holds common first names of this country in three scripts, without those
that are ordinary German words.
"""

# ruff: noqa: RUF001  words of many scripts

import re
from functools import cache
from importlib.resources import files
from typing import Final

SIGN: Final = "[Name]"

_WORD = r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*"
_UPPER = r"[A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŚŞȘŢȚŽŹŻĂА-ЯЁІЇЄҐ]"
_CAPITAL = rf"(?!(?:Ich|Sie|Und|In|Aus|Mit|Der|Die|Das|Ein|Eine|Wo|Was|Wie)\b)(?={_UPPER}){_WORD}"
_PARTICLE = r"(?:von|van|vom|zu|zum|der|den|de|al|el|bin|ben)"
_STOP = (
    r"und|aus|bin|ich|suche?|will|möchte|hab|habe|wohne?|lebe|arbeite|komme|alter|in|im|ist|hat|und"
    r"|für|bei|mit|nicht|auch|macht|sagt|zahlt|geht|kann|soll|muss|war|vom|jetzt|alles|so|an|auf"
    r"|from|and|am|my|the|та|і|и|я|з|из|в|у|шукаю|ищу|живу|ve|arıyorum|szukam|mieszkam|i|și|si|caut"
    r"|locuiesc|من|و|أنا|أبحث|في"
)
_NEXT = rf"(?:\s+(?!(?:{_STOP})\b){_WORD})"

_CALLED = re.compile(
    r"\b(?:ich hei(?:ß|ss|s)e?|heisse|mein name(?: ist|:|\s)|man nennt mich|nenn(?:t|en sie) mich"
    r"|my name(?: is|'s)|i am called|call me|benim ad[ıi]m|ad[ıi]m|меня зовут|мене зв[аи]ти"
    r"|мене звуть|мо[её] имя|моє ім['’]я|اسمي|nazywam się|mam na imi[ęe]|m[ăa] numesc"
    r"|m[ăa] cheam[ăa]|numele meu este)[\s:]+(?!\w+ willkommen)"
    rf"((?!(?:{_STOP})\b){_WORD}{_NEXT}{{0,2}})",
    re.IGNORECASE,
)
_FULL_NAME = rf"{_CAPITAL}(?:\s+{_PARTICLE}){{0,2}}\s+{_CAPITAL}"
_INTRODUCED = re.compile(
    rf"(?i:\b(?:ich bin|hier ist|hier spricht|i['’]m|i am|this is|ben|я|jestem|sunt|eu sunt|name:?"
    rf"|ich bin['’]?s,?(?: der| die)?|ich,))\s+({_FULL_NAME}(?:\s+{_CAPITAL})?)"
)
_LABELLED = re.compile(
    r"\b(?i:name|ansprechpartner\w*|kontakt|familie|fam\.|unterzeichnet|gezeichnet)\s*:?\s+"
    rf"({_CAPITAL}(?:,?\s+{_CAPITAL})?)"
)
_NAMED = re.compile(
    r"\b(?:tochter|sohn|mann|frau|bruder|schwester|kolleg\w*|freund\w*|chef\w*|mutter|vater|kind|er"
    rf"|sie)\s+(?:heißt|heisst)\s+((?!(?:{_STOP}|das|es)\b){_WORD})|\bwerde\s+({_WORD})\s+genannt\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?i:\b(?:(?:viele |liebe |beste |schöne |freundliche[nr]? |mit freundlichen )?"
    rf"gr(?:u|ü|ue)(?:ß|ss)(?:en?)?|mfg|lg|vg|best regards|kind regards))[\s,!.]+"
    rf"((?:(?:Dr|Prof)\.\s*)*{_CAPITAL}(?:(?:\s+{_PARTICLE}){{0,2}}\s+{_CAPITAL}){{0,2}})\s*[.!]?\s*$"
)
_ADDRESSED = re.compile(
    rf"\b(?i:herrn?|frau|fr\.|hr\.|dr\.|prof\.)\s+(?!(?:Ober|Doktor|Beruf)\b)"
    rf"((?:(?:Dr|Prof)\.\s*)*{_CAPITAL}(?:(?:\s+{_PARTICLE}){{0,2}}\s+{_CAPITAL}){{0,2}})"
)
_ADDRESSED_SMALL = re.compile(
    r"(?<!\w)(?<!meine )(?<!deine )(?<!seine )(?<!eine )(?<!als )(?<!die )(?<!der )(?<!jede )"
    rf"(?<!bin )(?<!von )\b(?:herrn?|frau)\s+((?!(?:{_STOP}|mann|in|ohne|sein|werden)\b)[^\W\d_]+)"
)
_NEAR = re.compile(
    r"\b(?:tochter|sohn|mann|frau|bruder|schwester|kolleg\w*|freund\w*|chef\w*|mutter|vater|onkel"
    rf"|tante|nachbar\w*|ich bin(?: der| die)?|bin|lg|mfg|gruß|gruss)\s+({_WORD})",
    re.IGNORECASE,
)
_INTRODUCTIONS = (
    _CALLED, _INTRODUCED, _LABELLED, _NAMED, _SIGNED, _ADDRESSED, _ADDRESSED_SMALL,
)  # fmt: skip
_ANY = re.compile(_WORD)
_SURNAME = re.compile(rf"\[Name\](?:\s+(?:{_CAPITAL}|\[Name\])(?=\s|[,.!?;:)]|$))+")


def without_names(text: str) -> str:
    """Return the text with names of people replaced."""
    for rule in _INTRODUCTIONS:
        text = rule.sub(_hide_group, text)
    text = _NEAR.sub(lambda found: _hide_group(found) if _is_known(found[1]) else found[0], text)
    text = _ANY.sub(lambda found: SIGN if _is_written_name(found[0]) else found[0], text)
    return _SURNAME.sub(SIGN, text)


@cache
def first_names() -> frozenset[str]:
    """Return the first names that we know, in small letters."""
    folder = files("mentorhub.assist").joinpath("names/first-names.txt")
    return frozenset(folder.read_text("utf-8").split())


def _hide_group(found: re.Match[str]) -> str:
    group = next(at for at in range(1, found.re.groups + 1) if found[at])
    begin, end = (place - found.start() for place in found.span(group))
    return found[0][:begin] + SIGN + found[0][end:]


def _is_known(word: str) -> bool:
    return word.casefold() in first_names() or word.casefold().split("-")[0] in first_names()


def _is_written_name(word: str) -> bool:
    """Return whether this is a known name in the letters in which names are written."""
    has_case = word.lower() != word.upper()
    return _is_known(word) and (not has_case or word.istitle() or word.isupper())
