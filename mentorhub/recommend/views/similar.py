"""Courses beside a course: the same one elsewhere, and others like it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from mentorhub.recommend import wording
from mentorhub.recommend.engine.document import Facts
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.finder import Finder, Found
from mentorhub.recommend.models import Offer
from mentorhub.recommend.views.cards import Card, Elsewhere, card, case_of, elsewhere
from mentorhub.recommend.views.visit import Told
from mentorhub.web.context import service

MOST = 6


@dataclass(frozen=True)
class Alternative:
    """Another course, and how it differs from the one on the page."""

    card: Card
    difference: str


@dataclass(frozen=True)
class Beside:
    """What stands beside an offer on its page."""

    elsewhere: tuple[Elsewhere, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


def like_offer(
    session: Session, offer: Offer, told: Told, today: date, near: Place | None
) -> Beside:
    """Return what resembles an offer, near to where the reader is or else to the offer itself."""
    if offer.kind != "course":
        return Beside()
    wanted = wanted_near(near, offer.language)
    alike = service(Finder).similar(
        session, offer.title, wanted, key=offer.key, today=today, facts=told.facts, limit=MOST
    )
    return Beside(
        elsewhere([one.offer for one in alike.elsewhere if one.offer], offer, today, near),
        tuple(
            Alternative(plain_card(one, told, today, near), wording.difference(one.hit.reasons))
            for one in alike.found
            if one.offer and one.offer.key != offer.key
        ),
    )


def plain_card(found: Found, told: Told, today: date, near: Place | None = None) -> Card:
    """Return the card of a course that resembles another, without reasons."""
    assert found.offer
    return card(found.offer, case_of(found.offer, found.chances, told, today), today, near=near)


def wanted_near(near: Place | None, language: str | None = None) -> Facts | None:
    """Return the facts of a course where the reader is, None where nobody knows where that is."""
    if near is None or not near.has_middle:
        return None
    return Facts(
        town=near.name, latitude=near.latitude, longitude=near.longitude, language=language
    )
