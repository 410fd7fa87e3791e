"""Where somebody says that they live and work, as the facts that the funding rules ask for."""

# ruff: noqa: RUF001  words of many scripts

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, Protocol

from mentorhub.recommend.dialogue.hearing import corrected
from mentorhub.recommend.dialogue.situation import lives_at, works_at
from mentorhub.recommend.dialogue.stating import Facts
from mentorhub.recommend.dialogue.telling import telling
from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.engine.intent.sentence import Sentence
from mentorhub.recommend.engine.places import Gazetteer

# "I live", "my home" in Turkish, Polish, Romanian, Russian, Ukrainian and Arabic.
_LIVING: Final = re.compile(
    r"\b(?:oturuyorum|oturuyoruz|yaşıyorum|yaşıyoruz|ikamet ediyorum"
    r"|mieszkam|mieszkamy|locuiesc|locuim|stau în|stau in"
    r"|живу|живём|живем|проживаю|живемо|мешкаю|мешкаємо"
    r"|(?:و)?(?:أعيش|اعيش|أسكن|اسكن|أقيم|اقيم|ساكن|ساكنة|عايش|عايشة|نعيش|نسكن))\b",
    re.IGNORECASE,
)
_PIECE: Final = re.compile(r"[,.;:!?،؛\n]|\b(?:ve|i|a|și|si|и|а|та|але|но)\b", re.IGNORECASE)


class Lands(Gazetteer, Protocol):
    """A gazetteer that knows in which Land a place lies."""

    def funding_land(self, name: str) -> str | None:
        """Return the Land of a town or postcode as funding knows it; None if there is no such."""
        ...


def lands(text: str, gazetteer: Lands, today: date) -> Facts:
    """Return the Land in which somebody says that they live, and the one in which they work.

    What leaves a doubt is left out.
    """
    sentence = Sentence(telling(corrected(text)))
    lives = set(lives_at(sentence, gazetteer.funding_land))
    lives |= set(_elsewhere_said(text, gazetteer, today))
    works = set(works_at(sentence, gazetteer.funding_land))
    found = {"wohnsitz_land": lives, "beschaeftigungsschwerpunkt": works}
    return {name: each.pop() for name, each in found.items() if len(each) == 1}


def _elsewhere_said(text: str, gazetteer: Lands, today: date) -> Iterator[str]:
    for piece in _PIECE.split(text):
        place = understand(piece, gazetteer, today).place if _LIVING.search(piece) else None
        land = gazetteer.funding_land(place.postcode or place.name) if place else None
        if land:
            yield land
