"""The offers that an instrument would pay for, decided by the database for the whole catalogue.

SQL knows three values like the funding rules do: NULL is "the offer does not say". Each test of a
demand becomes one comparison with what the offer says, so that a hundred thousand offers are
looked through without reading one of them. What an offer says is defined in
``funding_book.facts_of_offer``; a test compares both for every offer and instrument.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final, Literal

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Numeric,
    String,
    and_,
    case,
    cast,
    extract,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from mentorhub.recommend.eligibility import AIMS
from mentorhub.recommend.engine.places import EARTH_RADIUS_KM, Place
from mentorhub.recommend.funding.reverse import Demand
from mentorhub.recommend.funding.rules import Test, Way
from mentorhub.recommend.models import Offer, OfferDate
from mentorhub.recommend.queries.offers import Rows, is_current, matching

Group = Literal["fits", "open"]

_DAY: Final = 86_400  # seconds


@dataclass(frozen=True)
class Wanted:
    """Which offers: words in them, a place with a distance, how people meet. None: any.

    ``radius_km`` counts only with a place; online offers are near everywhere.
    """

    words: str = ""
    place: Place | None = None
    radius_km: int | None = None
    form: str | None = None


@dataclass(frozen=True)
class Counts:
    """How many offers fit by what they say, and of how many something is still to be asked."""

    fits: int
    open: int


def counts(session: Session, demand: Demand, wanted: Wanted, today: date) -> Counts:
    """Return how many current courses meet the demand, and how many might."""
    met = _met(demand, today)
    both: Rows = select(func.count().filter(met), func.count().filter(met.is_(None)))
    fits, open_ = session.execute(_rows(both, wanted).where(is_current(today))).one()
    return Counts(fits, open_)


def page(
    session: Session,
    demand: Demand,
    wanted: Wanted,
    today: date,
    *,
    group: Group,
    limit: int,
    offset: int,
) -> Sequence[Offer]:
    """Return some of the courses that meet the demand, or that might, the next to begin first.

    Courses without a day of their own come last; of the same day what changed last is first.
    """
    met = _met(demand, today)
    kept = met if group == "fits" else met.is_(None)
    rows = _rows(select(Offer), wanted).where(is_current(today), kept)
    order = (_begin(today).asc().nulls_last(), Offer.changed_at.desc(), Offer.key)
    return session.scalars(rows.order_by(*order).limit(limit).offset(offset)).all()


def not_refused(demand: Demand, today: date) -> ColumnElement[bool]:
    """Return what rows must fulfil so that nothing about the offer speaks against the demand."""
    return func.coalesce(_met(demand, today), True)


def _rows(rows: Rows, wanted: Wanted) -> Rows:
    rows = matching(rows.where(Offer.kind == "course"), wanted.words)
    if wanted.form:
        rows = rows.where(Offer.form == wanted.form)
    if wanted.place and wanted.radius_km and wanted.place.has_middle:
        near = _is_near(wanted.place, wanted.radius_km)
        rows = rows.where(or_(Offer.form == "online", near))
    return rows


def _is_near(place: Place, radius_km: int) -> ColumnElement[bool]:
    """Return whether an offer lies within the distance, measured on a flat map around the place.

    Within Germany that differs from the great circle by less than one per cent of 100 km.
    """
    per_degree = math.radians(EARTH_RADIUS_KM)
    north = (Offer.latitude - place.latitude) * per_degree
    east = (Offer.longitude - place.longitude) * (
        per_degree * math.cos(math.radians(place.latitude))
    )
    return north * north + east * east <= radius_km**2


def _met(demand: Demand, today: date) -> ColumnElement[bool]:
    """Return whether an offer meets the demand; NULL where it does not say enough."""
    columns = _columns(today)
    return and_(true(), *(_any_way(ways, columns) for ways in demand))


def _any_way(ways: Sequence[Way], columns: Mapping[str, Any]) -> ColumnElement[bool]:
    return or_(false(), *(and_(*(_test(one, columns) for one in way)) for way in ways))


def _test(test: Test, columns: Mapping[str, Any]) -> ColumnElement[bool]:
    column = columns.get(test.field)
    if column is None:
        return cast(null(), Boolean)
    compared: ColumnElement[bool] = _COMPARE[test.op](column, test.value)
    return compared


_COMPARE: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "==": lambda column, value: column == literal(value),
    "!=": lambda column, value: column != literal(value),
    "<": lambda column, value: column < value,
    "<=": lambda column, value: column <= value,
    ">": lambda column, value: column > value,
    ">=": lambda column, value: column >= value,
    "in": lambda column, value: column.in_(value),
    "not in": lambda column, value: column.not_in(value),
}


def _columns(today: date) -> dict[str, ColumnElement[Any]]:
    """Return what offers say about themselves by the names of the facts; NULL is unknown."""
    return {
        "dauer_stunden": Offer.hours.expression,
        "unterrichtsstunden": Offer.hours.expression,
        "massnahme_azav": Offer.azav.expression,
        "traeger_azav": Offer.provider_azav.expression,
        "traeger_azav_oder_qm": case((Offer.provider_azav.expression, True)),
        "kursgebuehr": Offer.price_cents / 100.0,
        "zeitrahmen_monate": _months(today),
        "tage_bis_kursbeginn": _days_until(today),
        "ziel": case(AIMS, value=Offer.degree_kind),
        "lernform": _form_of_time(),
    }


def _begin(today: date) -> ColumnElement[Any]:
    """Return the first day that has not passed, NULL where there is none."""
    days = select(func.min(OfferDate.starts)).where(OfferDate.offer_id == Offer.id)
    return days.where(OfferDate.starts >= today).correlate(Offer).scalar_subquery()


def _days_until(today: date) -> ColumnElement[int | None]:
    """Return the days until an offer begins; NULL where only words say when."""
    now = int(datetime.combine(today, time(), UTC).timestamp())
    days = (cast(extract("epoch", _begin(today)), Integer) - now) / _DAY
    return case((Offer.begin_text == "", days))


def _months(today: date) -> ColumnElement[float | None]:
    """Return how many months the next run takes; NULL where its last day is not known."""
    first, last = extract("epoch", OfferDate.starts), extract("epoch", OfferDate.ends)
    months = cast((last - first) * 12.0 / (52 * 7 * _DAY), Numeric(asdecimal=False))
    runs = select(func.round(months, 1)).where(
        OfferDate.offer_id == Offer.id, OfferDate.starts >= today
    )
    return runs.order_by(OfferDate.starts).limit(1).correlate(Offer).scalar_subquery()


def _form_of_time() -> ColumnElement[str | None]:
    """Return full or part time where the schedules leave no doubt."""
    told = cast(Offer.schedules, String)
    part = and_(told != "[]", told.not_like("%full_time%"), told.not_like("%self_paced%"))
    return case((told == '["full_time"]', "vollzeit"), (part, "teilzeit"))
