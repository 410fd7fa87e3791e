"""Ready answers: codes that a page offers as buttons, and the words for which they stand."""

from collections.abc import Mapping
from typing import Final

from mentorhub.recommend.dialogue.talk import AskKind

UNKNOWN: Final = "unknown"
SHOW: Final = "show"
MORE: Final = "more"

MEANT: Final[Mapping[AskKind, Mapping[str, str]]] = {
    "time": {
        "evening": "abends",
        "weekend": "am Wochenende",
        "part_time": "in Teilzeit",
        "full_time": "in Vollzeit",
    },
    "form": {"presence": "vor Ort", "online": "online"},
    "start": {"soon": "so bald wie möglich"},
    "german": {"A1": "A1", "A2": "A2", "B1": "B1", "B2": "B2"},
    "employment": {"yes": "Ja, ich arbeite.", "no": "Ich bin arbeitslos."},
    "qualification": {
        "yes": "Ich habe einen Berufsabschluss.",
        "no": "Ich habe keinen Berufsabschluss.",
    },
    "income": {"low": "unter 50.000 Euro", "high": "über 50.000 Euro"},
    "price": {"free": "kostenlos", "cheap": "höchstens 300 Euro"},
    "aim": {
        "work": "Ich will im Beruf weiterkommen.",
        "degree": "Ich will einen Berufsabschluss nachholen.",
        "job": "Ich will Arbeit finden.",
        "basics": "Ich will besser lesen, schreiben oder rechnen.",
    },
}
"""For each kind of question the codes of its ready answers and what each says."""

_ANYWHERE: Final = {UNKNOWN: "weiß nicht", SHOW: "", MORE: ""}


def meaning(kind: AskKind | None, code: str) -> str | None:
    """Return the words for which a code stands; None for a code that was not on offer."""
    if code in _ANYWHERE:
        return _ANYWHERE[code]
    return MEANT.get(kind, {}).get(code) if kind else None
