"""Figures, types and hits of measurements in the editors' words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from babel.numbers import format_decimal
from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from mentorhub.recommend import wording
from mentorhub.recommend.engine.judge import Figures
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.queries import offers
from mentorhub.recommend.queries.quality import Line
from mentorhub.web.context import service

TYPES: Final = {
    "plain": _l("plain words"),
    "typo": _l("typing errors"),
    "abbreviation": _l("abbreviations"),
    "constraint": _l("with conditions"),
    "situation": _l("situations in life"),
    "funding": _l("about money"),
    "language": _l("other languages"),
    "": _l("without a kind"),
}
MEASURES: Final = ("ndcg10", "hit1", "hit5", "mrr")
_SAME: Final = 0.0005  # what three decimals do not show


@dataclass(frozen=True)
class Cell:
    """One figure beside the one by words only; ``change`` to the measurement before, or empty."""

    ours: str
    words: str
    change: str
    mark: str


@dataclass(frozen=True)
class Row:
    """One type of question as the table shows it."""

    name: str
    queries: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Named:
    """A hit as editors read it; ``href`` leads to it, empty where nothing is left of it."""

    key: str
    title: str
    about: str = ""
    href: str = ""


def type_of(name: str | None) -> str:
    """Return what editors call a type of question; None are all of them."""
    if name is None:
        return str(_("all questions"))
    return str(TYPES.get(name, name))


def figure(value: float) -> str:
    """Return a figure from 0 to 1 with three decimals."""
    return str(format_decimal(round(value, 3), "0.000", locale=get_locale()))


def change(value: float) -> str:
    """Return a difference of figures with its sign, ±0 if it cannot be seen."""
    if abs(value) < _SAME:
        return "±0"
    return str(format_decimal(round(value, 3), "+0.000;\u22120.000", locale=get_locale()))


def row(line: Line) -> Row:
    """Return a line of a measurement as the table shows it."""
    return Row(type_of(line.type), line.ours.queries, tuple(_cell(line, n) for n in MEASURES))


def named(session: Session, keys: Collection[str]) -> dict[str, Named]:
    """Return offers and instruments by key, those too that are gone."""
    rows = offers.by_keys(session, list(keys))
    book = service(FundingBook)
    found: dict[str, Named] = {}
    for key in keys:
        instrument = book.find(key)
        if instrument:
            href = url_for("recommend.instrument", instrument_id=key)
            found[key] = Named(key, wording.say(instrument.name), _("Funding"), href)
        elif key in rows:
            offer = rows[key]
            about = ", ".join(filter(None, (offer.provider, wording.place(offer))))
            found[key] = Named(key, offer.title, about, url_for("editors.edit", key=key))
        else:
            found[key] = Named(key, key, _("not in the catalogue"))
    return found


def grade_words() -> Mapping[int, str]:
    """Return what each grade means."""
    return {
        3: _("fits exactly"),
        2: _("fits"),
        1: _("is related"),
        0: _("does not fit"),
    }


def _cell(line: Line, name: str) -> Cell:
    ours, words = getattr(line.ours, name), getattr(line.words, name)
    if line.now is None or line.then is None:
        return Cell(figure(ours), figure(words), "", "")
    difference = _difference(line.now, line.then, name)
    mark = "same" if abs(difference) < _SAME else "better" if difference > 0 else "worse"
    return Cell(figure(ours), figure(words), change(difference), mark)


def _difference(now: Figures, then: Figures, name: str) -> float:
    return float(getattr(now, name) - getattr(then, name))
