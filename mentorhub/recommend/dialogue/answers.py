"""Reads the answer to one question: facts, wishes in words, or that somebody does not know."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mentorhub.recommend.dialogue.hearing import corrected, hear, income
from mentorhub.recommend.dialogue.spoken import plainly
from mentorhub.recommend.dialogue.stating import Facts
from mentorhub.recommend.dialogue.talk import AskKind
from mentorhub.recommend.dialogue.wish import subject_of
from mentorhub.recommend.engine.intent.sentence import Sentence, said

_UNKNOWN = said(
    r"""
    (?:das )?(?:weiss|weis) (?:ich )?(?:\w+ ){0,3}(?:nicht|nich|net|nix|ned)
    (?:weiss|weis) (?:nicht|nich)|keine ahnung|kein plan
    (?:ist |wäre )?(?:mir )?(?:\w+ )?(?:egal|wurscht|wurst|gleich)|kp|k[.]a[.]|ka|keine angabe
    (?:möchte|will|mag) ich (?:\w+ ){0,2}nicht sagen|keine meinung|spielt keine rolle|wie auch immer
    no idea|(?:i )?(?:do not|don't) know|idk|no matter|whatever|any
    """
)
_YES = said(r"ja|jo|jawohl|jep|yes|klar|genau|stimmt|hab ich|habe ich|doch")
_NO = said(r"nein|nee|ne|nö|no|noch nicht|leider nicht|hab ich nicht|habe ich nicht|keine?n?|nie")
_SELF_EMPLOYED = said(r"selbst(?:st)?ändige?r?|freiberufler(?:in)?|eigene firma|self-employed")
_ABOVE = said(r"(?:über|mehr als|mindestens|grösser als|ab|more than|over)(?= \d)")
_BELOW = said(r"(?:unter|weniger als|under|less than|below|fewer than)(?= \d)")
_THOUSANDS = said(r"tausend|tsd|k|mille")
_YOUNGEST, _OLDEST = 10, 100
_NUMBER = re.compile(r"\d{1,3}(?:[.\s]\d{3})+|\d+")

_AIMS: Final[Mapping[str, re.Pattern[str]]] = {
    "arbeitslosigkeit_beenden": said(
        r"(?:\w+ )?(?:arbeit|job|stelle|anstellung) (?:finden|suchen|bekommen|kriegen)"
        r"|(?:wieder|zurück) (?:arbeiten|in (?:den|die|einen) (?:job|beruf))|suche arbeit"
    ),
    "berufsabschluss_fehlt": said(
        r"(?:\w+ ){0,3}(?:berufsabschluss|gesellenbrief|facharbeiter\w*|ausbildung nachholen)"
        r"|(?:einen |nen |richtigen )?abschluss(?: \w+){0,2}"
    ),
    "grundkompetenzen": said(r"(?:besser |richtig )?(?:lesen|schreiben|rechnen)(?: \w+){0,3}"),
    "arbeitslosigkeit_abwenden": said(
        r"(?:job|stelle|arbeit) (?:sichern|behalten)|stelle (?:\w+ ){0,2}(?:gefahr|weg)"
    ),
}
_WORK_AIM = said(
    r"""
    mehr (?:geld|verdienen|lohn|verantwortung)|aufsteig\w*|aufstieg|beruf\w*|job\w*|arbeit\w*
    betrieb
    chef\w*|stelle|auffrischen|karriere|schein|zertifikat|nachweis|firma|weiterkommen
    """
)


@dataclass(frozen=True)
class Heard:
    """What an answer says. ``read`` False: it is no answer to this question.

    ``unknown`` is an answer too: whoever said it is not asked again.
    """

    facts: Facts = field(default_factory=dict)
    read: bool = True
    unknown: bool = False


def read(kind: AskKind | None, text: str) -> Heard:
    """Return what the words say to the question of this kind, and in passing."""
    text = corrected(text)
    sentence = Sentence(plainly(text))
    facts = hear(text)
    if kind is None:
        return Heard(facts, read=False)
    if _says_unknown(kind, sentence):
        return Heard(facts, unknown=True)
    found = _READERS[kind](sentence, facts) if kind in _READERS else {}
    if found is None:
        return Heard(facts, read=False)
    return Heard({**facts, **found})


def is_unknown(text: str) -> bool:
    """Return whether somebody says no more than that they do not know or do not mind."""
    return _says_unknown("topic", Sentence(corrected(text)))


def _says_unknown(kind: AskKind, sentence: Sentence) -> bool:
    is_short = sentence.has(_UNKNOWN) and len(sentence.words) <= _SHORT
    return is_short and not _names(kind, sentence.text)


def _names(kind: AskKind, text: str) -> bool:
    """Return whether somebody who has no idea names a subject all the same."""
    return kind in ("topic", "aim") and bool(subject_of(text))


_SHORT = 9


def _employment(sentence: Sentence, told: Facts) -> Facts | None:
    if "beschaeftigt" in told or "gekuendigt" in told or "transfer_kug" in told:
        return told
    if sentence.has(_SELF_EMPLOYED):
        return {"beschaeftigt": False}
    if sentence.has(_NO):
        return {"beschaeftigt": False, "anlass": "arbeitslosigkeit_beenden"}
    return {"beschaeftigt": True} if sentence.has(_YES) else None


def _qualification(sentence: Sentence, told: Facts) -> Facts | None:
    if "berufsabschluss" in told:
        return told
    if "hochschulabschluss" in told:
        return {**told, "berufsabschluss": True}
    if sentence.has(_NO):
        return {"berufsabschluss": False}
    years = _first_number(sentence)
    if sentence.has(_YES) or sentence.has(_LEARNED):
        return {"berufsabschluss": True} | (
            {"jahre_seit_berufsabschluss": years} if years and years < _LONGEST_CAREER else {}
        )
    return None


_LEARNED = said(r"gelernt|(?:eine? )?(?:lehre|ausbildung|berufsausbildung) (?:als|zum|zur)|meister")
_LONGEST_CAREER = 60


def _company_size(sentence: Sentence, told: Facts) -> Facts | None:
    number = _first_number(sentence)
    if number is None or (told and "betriebsgroesse" not in told):
        return None
    if sentence.has(_BELOW):
        number -= 1
    return {"betriebsgroesse": number + 1 if sentence.has(_ABOVE) else number}


def _income(sentence: Sentence, _told: Facts) -> Facts | None:
    number = _first_number(sentence)
    if number is None:
        return None
    if sentence.has(_THOUSANDS) and number < 1000:
        number *= 1000
    return income(sentence, number)


def _age(sentence: Sentence, told: Facts) -> Facts | None:
    if "alter" in told:
        return {"alter": told["alter"]}
    number = _first_number(sentence)
    if number is None or "betriebsgroesse" in told or not _YOUNGEST <= number <= _OLDEST:
        return None
    return {"alter": number}


def _aim(sentence: Sentence, _told: Facts) -> Facts | None:
    facts: Facts = {}
    for aim, pattern in _AIMS.items():
        if sentence.has(pattern):
            facts["anlass"] = aim
            break
    if facts or sentence.has(_WORK_AIM):
        facts["kurs_berufsbezogen"] = True
    return facts


def _first_number(sentence: Sentence) -> int | None:
    found = _NUMBER.search(sentence.text)
    return int(re.sub(r"\D", "", found.group())[:7]) if found else None


_READERS: Final[Mapping[AskKind, Callable[[Sentence, Facts], Facts | None]]] = {
    "employment": _employment,
    "qualification": _qualification,
    "company_size": _company_size,
    "income": _income,
    "age": _age,
    "aim": _aim,
}
