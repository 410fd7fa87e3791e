"""Beside an offer on the editors' page: other offers that visitors see as the same course."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from mentorhub.recommend import wording
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.models import Offer
from mentorhub.web.context import service

MOST = 12


@dataclass(frozen=True)
class Twin:
    """Another offer of the same course; ``is_double``: it says the same day and place."""

    href: str
    title: str
    told: str
    is_double: bool


@dataclass(frozen=True)
class Twins:
    """The first of them, what is probably there twice in front, and how many more there are."""

    first: tuple[Twin, ...]
    more: int


def twins_of(session: Session, offer: Offer, today: date) -> Twins:
    """Return what the index in use takes for the same course."""
    found = [_twin(offer, one, today) for one in service(Finder).twins(session, offer.key)]
    found.sort(key=lambda twin: not twin.is_double)
    return Twins(tuple(found[:MOST]), max(0, len(found) - MOST))


def _twin(own: Offer, other: Offer, today: date) -> Twin:
    told = (
        wording.place(other),
        wording.begin_day(other, today),
        other.provider,
        wording.source(other),
    )
    return Twin(
        href=url_for("editors.edit", key=other.key),
        title=other.title,
        told=" · ".join(filter(None, told)),
        is_double=_is_double(own, other),
    )


def _is_double(own: Offer, other: Offer) -> bool:
    """Return whether two offers of one course agree in provider, place and a day."""
    if (own.provider, own.town, own.form) != (other.provider, other.town, other.form):
        return False
    mine, theirs = ({one.starts for one in offer.dates} for offer in (own, other))
    return bool(mine & theirs) or not (mine or theirs)
