"""What the database says about offers and funding is what the pure heart says, on both databases."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.funding import files
from mentorhub.recommend.funding.reverse import demand, meets
from mentorhub.recommend.funding_book import facts_of_offer
from mentorhub.recommend.models import Offer
from mentorhub.recommend.models.catalogue import DegreeKind, Schedule
from mentorhub.recommend.offer_record import Start
from mentorhub.recommend.queries import fundable
from mentorhub.recommend.queries.fundable import Counts, Wanted
from tests.recommend.offers import TODAY, record, take
from tests.recommend.site import CONTENT

INSTRUMENTS = {one.id: one for one in files.load(CONTENT / "funding")}
PAYING = [one for one in INSTRUMENTS.values() if one.pays_course and one.is_open(TODAY)]
EMPLOYEES = INSTRUMENTS["sgb3-82"]
CHEQUE = INSTRUMENTS["bildungsscheck-nrw-2"]
VOUCHER = INSTRUMENTS["sgb3-81-bildungsgutschein"]
ANY = Wanted()
PEOPLE = (
    {},
    {"berufsabschluss": False, "beschaeftigt": True, "betriebsgroesse": 34},
    {"berufsabschluss": True, "anlass": "anderer"},
    {"berufsabschluss": False, "anlass": "anderer"},
    {"anlass": "arbeitslosigkeit_beenden"},
)
FITTING = {"hours": 480, "azav": True, "provider_azav": True, "degree_kind": "vocational"}


def start(days: int, length: int | None = None) -> Start:
    begins = TODAY + timedelta(days=days)
    return Start(begins, None if length is None else begins + timedelta(days=length))


def any_offers(count: int):
    """Offers whose facts lie at and around every threshold, many of them unknown."""
    pick = random.Random(7)
    yes_no = (True, False, None)
    for number in range(count):
        lengths = (None, 0, 30, 1092, 1093, 1094, 1456, 1457, 1458)
        days = pick.sample((-3, 0, 1, 2, 30), pick.randrange(3))
        starts = tuple(start(day, pick.choice(lengths)) for day in sorted(days))
        yield record(
            f"kurs-{number}",
            hours=pick.choice((None, 1, 120, 121, 199, 200, 399, 400, 480)),
            azav=pick.choice(yes_no),
            provider_azav=pick.choice(yes_no),
            price_cents=pick.choice((None, 0, 100, 49_999, 50_000, 50_001, 480_000)),
            degree_kind=pick.choice((None, *(kind.value for kind in DegreeKind))),
            schedules=tuple(
                sorted(pick.sample([one.value for one in Schedule], pick.randrange(3)))
            ),
            starts=starts,
            on_request=pick.random() < 0.3,
            begin_text=pick.choice(("", "", "im Frühjahr")),
        )


def keys(rows) -> list[str]:
    return [offer.key for offer in rows]


def found(session, instrument, wanted=ANY, facts=None, *, group="fits", limit=500, offset=0):
    demanded = demand(instrument, facts or {})
    return keys(
        fundable.page(session, demanded, wanted, TODAY, group=group, limit=limit, offset=offset)
    )


def test_the_database_decides_as_the_pure_heart_does(session):
    take(session, *any_offers(300))
    session.flush()
    session.expire_all()
    current = [one for one in session.scalars(select(Offer)) if one.is_current(TODAY)]
    seen = set()
    for instrument in PAYING:
        for facts in PEOPLE:
            wanted = demand(instrument, facts)
            said = {one.key: meets(wanted, facts_of_offer(one, TODAY)) for one in current}
            fits = {key for key, state in said.items() if state}
            open_ = {key for key, state in said.items() if state is None}
            assert set(found(session, instrument, facts=facts)) == fits, (instrument.id, facts)
            assert set(found(session, instrument, facts=facts, group="open")) == open_
            counted = fundable.counts(session, wanted, ANY, TODAY)
            assert counted == Counts(len(fits), len(open_))
            seen |= {(instrument.id, state) for state in said.values()}
    decided = {"sgb3-82", "sgb3-81-bildungsgutschein"}
    assert {(one, state) for one in decided for state in (True, False, None)} <= seen


def test_a_course_one_hour_too_short_is_not_shown(session):
    take(session, record("lang", **FITTING | {"hours": 121}))
    take(session, record("kurz", **FITTING | {"hours": 120}))
    assert found(session, EMPLOYEES) == ["lang"]
    assert found(session, EMPLOYEES, group="open") == []


def test_a_course_that_does_not_say_azav_is_for_the_provider_to_answer(session):
    take(session, record("fragt", **FITTING | {"azav": None}))
    assert found(session, EMPLOYEES) == []
    assert found(session, EMPLOYEES, group="open") == ["fragt"]


def test_what_begins_today_cannot_be_applied_for_any_more(session):
    take(session, record("heute", starts=(start(0),)), record("morgen", starts=(start(1),)))
    assert found(session, CHEQUE) == ["morgen"]


def test_what_the_visitor_said_decides_which_courses_count(session):
    take(session, record("beruf", **FITTING))
    take(session, record("schein", **FITTING | {"degree_kind": "certificate"}))
    settled = {"anlass": "anderer", "berufsabschluss": False}
    assert set(found(session, VOUCHER)) == {"beruf", "schein"}
    assert found(session, VOUCHER, facts=settled) == ["beruf"]
    assert found(session, VOUCHER, facts={**settled, "berufsabschluss": True}) == []


def test_a_course_somebody_described_says_nothing_about_the_catalogue(session):
    take(session, record("lang", **FITTING))
    assert found(session, EMPLOYEES, facts={"dauer_stunden": 8, "kurs_begonnen": True}) == ["lang"]


def test_the_next_to_begin_comes_first_and_what_has_no_day_last(session):
    take(
        session,
        record("spaet", starts=(start(90),)),
        record("anfrage", starts=(), on_request=True),
        record("bald", starts=(start(-3), start(5))),
    )
    assert found(session, CHEQUE) == ["bald", "spaet"]
    assert found(session, CHEQUE, group="open") == ["anfrage"]


def test_pages_follow_each_other_without_gaps(session):
    take(session, *(record(f"kurs-{number}", starts=(start(number + 1),)) for number in range(7)))
    pages = [found(session, CHEQUE, limit=3, offset=at) for at in (0, 3, 6)]
    assert [key for page in pages for key in page] == [f"kurs-{number}" for number in range(7)]


@pytest.mark.parametrize(
    ("wanted", "keys_"),
    [
        (Wanted(words="stapler"), ["nah"]),
        (Wanted(words="SCHEIN stapler"), ["nah"]),
        (Wanted(words="100%"), []),
        (Wanted(form="online"), ["netz"]),
        (Wanted(place=Place("Dortmund", 51.514, 7.465), radius_km=20), ["nah", "netz"]),
        (Wanted(place=Place("Dortmund", 51.514, 7.465), radius_km=100), ["nah", "netz", "fern"]),
        (Wanted(place=Place("Ense", float("nan"), float("nan")), radius_km=5), ["nah", "netz", "fern"]),
    ],
)  # fmt: skip
def test_filters_leave_what_was_asked_for(session, wanted, keys_):
    take(
        session,
        record("nah", starts=(start(1),)),
        record(
            "netz", title="Excel", description="Tabellen", form="online", starts=(start(2),),
            postcode=None, town=None,
        ),
        record(
            "fern", title="Kran", description="Heben", town="Köln", postcode="50667",
            starts=(start(3),),
        ),
    )  # fmt: skip
    assert found(session, CHEQUE, wanted) == keys_
