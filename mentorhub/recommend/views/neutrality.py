"""The public page about how hits are ordered, and who was seen how often; and the counting."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.numbers import format_decimal
from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from mentorhub.kit import clock
from mentorhub.recommend.exposure import Exposure
from mentorhub.recommend.finder import Answer
from mentorhub.recommend.forms.public import page_of
from mentorhub.recommend.queries import exposure, offers
from mentorhub.recommend.queries.exposure import Period, Seen
from mentorhub.recommend.views.blueprint import bp
from mentorhub.recommend.views.editing import table_file
from mentorhub.web.context import db, service
from mentorhub.web.limits import limiter

STATED = date(2026, 11, 27)
LONGEST_NAME = 200
OFTEN = "60 per minute"  # each goes through the whole catalogue
ORDERS: Final = ("places", "courses", "name")
STEPS: Final = ("hybrid", "words", "newest")

# Programs that say what they are; browsers do not use these words.
_MACHINE = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|headless|curl|wget|python|httpx|java/|go-http|libwww|monitor",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """One provider as the table shows it; shares are in words, of all places and all courses."""

    provider: str
    places: int
    places_share: str
    courses: int
    courses_share: str


@bp.get("/neutralitaet")
@limiter.limit(OFTEN)
def neutrality() -> ResponseReturnValue:
    """Say by which rules the search orders hits, and how often each provider was seen."""
    today = clock.today()
    period = Period.before(today)
    wanted = " ".join(request.args.get("anbieter", "")[:LONGEST_NAME].split())
    order = request.args.get("nach", "")
    order = order if order in ORDERS else ORDERS[0]
    with db.reading() as session:
        seen = exposure.seen(session, period, today)
        steps = exposure.steps(session, period)
    found = _ordered(_with_name(_lines(seen), wanted), order)
    return render_template(
        "recommend/neutrality.html",
        stated=STATED,
        period=period,
        total=sum(one.places for one in seen),
        providers=len(seen),
        searches=sum(steps.values()),
        steps=[(step, steps[step]) for step in STEPS if step in steps],
        wanted=wanted,
        order=order,
        page=offers.cut(found, page_of(request.args)),
    )


@bp.get("/neutralitaet/anbieter.csv")
@limiter.limit(OFTEN)
def exposure_file() -> Response:
    """Hand over the whole table."""
    today = clock.today()
    period = Period.before(today)
    with db.reading() as session:
        lines = _lines(exposure.seen(session, period, today))
    head = [
        _("Provider"),
        _("Places on first pages"),
        _("Share of all places"),
        _("Courses today"),
        _("Share of all courses"),
    ]
    rows = [
        [
            one.provider,
            str(one.places),
            one.places_share,
            str(one.courses),
            one.courses_share,
        ]
        for one in lines
    ]
    return table_file([head, *rows], f"anbieter-{period.first}-{period.last}.csv")


def count(answer: Answer, page: int, day: date) -> None:
    """Count who stands on this page, if it is the first one and a person may look at it.

    Where several providers offer one course each of them counts once: each is named there.
    """
    if page == 1 and request.method == "GET" and not _is_machine():
        providers = [
            provider
            for found in answer.found
            if found.offer and found.hit.kind == "course"
            for provider in {offer.provider for offer in (found.offer, *found.others)}
        ]
        service(Exposure).count(day, answer.results.step, providers)


def _is_machine() -> bool:
    """Return whether the asker says that it is a program, or only loads ahead."""
    fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return fetched_ahead or bool(_MACHINE.search(request.headers.get("User-Agent", "")))


def _lines(seen: Sequence[Seen]) -> list[Line]:
    places = sum(one.places for one in seen)
    courses = sum(one.courses for one in seen)
    return [
        Line(
            one.provider or _("not named"),
            one.places,
            _share(one.places, places),
            one.courses,
            _share(one.courses, courses),
        )
        for one in seen
    ]


def _share(part: int, whole: int) -> str:
    """Return a share in per cent with one decimal."""
    percent = format_decimal(round(100 * part / (whole or 1), 1), "0.0", locale=get_locale())
    return f"{percent}\xa0%"


def _with_name(lines: Iterable[Line], wanted: str) -> list[Line]:
    words = wanted.casefold().split()
    return [one for one in lines if all(word in one.provider.casefold() for word in words)]


def _ordered(lines: list[Line], order: str) -> list[Line]:
    """Return the lines in the order that was chosen; equals stay as they are."""
    if order == "name":
        return sorted(lines, key=lambda one: one.provider.casefold())
    return sorted(lines, key=lambda one: -int(getattr(one, order)))
