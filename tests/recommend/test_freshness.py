"""How old offers are: said at hits, pages and the interface; what is over is nowhere."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from alembic import command
from flask_babel import force_locale
from sqlalchemy import text

from mentorhub.kit import clock, schema
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Missing
from mentorhub.recommend import going_out, policy, wording
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.freshness import Freshness, SourceBook
from mentorhub.recommend.models import Source
from mentorhub.recommend.offer_record import Start
from mentorhub.recommend.queries import offers, public
from mentorhub.recommend.queries import sources as rows
from mentorhub.recommend.rhythm import Rhythm
from tests.recommend.offers import GAZETTEER, NOON, TODAY, origin, record, take
from tests.recommend.site import words_of

LICENCE = "Kursdaten der VHS Hamm, CC BY 4.0"
DAY = timedelta(days=1)
STARTS_LATE = record("haus:1", starts=(Start(date(2099, 1, 5)),), as_of=None)


def source(fetched_at=NOON, **fields) -> Source:
    given = {"name": "haus", "address": "https://example.org/", "every_hours": 24} | fields
    return Source(**given, at=NOON, due_at=NOON, fetched_at=fetched_at, licence=LICENCE)


def test_a_source_is_fresh_for_as_long_as_its_rhythm_allows(database):
    with database.writing() as session:
        session.add(source())
    book = SourceBook(database, seconds=0)
    assert book.of("import:haus", TODAY + 2 * DAY) == Freshness(TODAY, False, LICENCE)
    assert book.of("import:haus", TODAY + 3 * DAY) == Freshness(TODAY, True, LICENCE)
    assert book.of("import:fremd", TODAY) == book.of("content", TODAY) == Freshness()


def test_a_source_that_was_never_fetched_makes_nothing_stale(sqlite):
    with sqlite.writing() as session:
        session.add(source(fetched_at=None))
    assert not SourceBook(sqlite, seconds=0).of("import:haus", TODAY + 99 * DAY).is_stale


SEEN = (None, 0, 1, 2, 3, 9)
"""Days since the last fetch that went well; None: there was none."""


@pytest.mark.parametrize("ago", SEEN)
@pytest.mark.parametrize("failures", [0, 4])
@pytest.mark.parametrize("every_hours", [1, 24, 168])
@pytest.mark.parametrize("told_ago", [None, -30, 0, 1, 9, 400])
def test_nothing_is_both_fresh_and_out_of_date(sqlite, ago, failures, every_hours, told_ago):
    fetched_at = None if ago is None else NOON - ago * DAY
    told = None if told_ago is None else TODAY - told_ago * DAY
    with sqlite.writing() as session:
        session.add(source(fetched_at, failures=failures, every_hours=every_hours))
    with sqlite.reading() as session:
        [standing] = rows.standings(session, TODAY)
    allowed = Rhythm(timedelta(hours=every_hours)).fresh_until
    fresh = SourceBook(sqlite, seconds=0).of("import:haus", TODAY, told)
    assert not (standing.state == "fresh" and standing.is_stale)
    assert not (standing.state == "stale" and not standing.is_stale)
    looks = [] if fetched_at is None else [fetched_at]
    looks += [NOON - told_ago * DAY] if looks and told and told <= TODAY else []
    assert fresh.is_stale == (bool(looks) and allowed(max(looks)) < TODAY)
    if told is None or fetched_at is None:
        assert fresh.is_stale == standing.is_stale


def test_what_is_known_of_sources_is_asked_for_again_after_a_while(sqlite):
    book = SourceBook(sqlite, seconds=3600)
    assert book.of("import:haus", TODAY) == Freshness()
    with sqlite.writing() as session:
        session.add(source())
    assert book.of("import:haus", TODAY) == Freshness()


def aged(own_site, days: int):
    """A site with an offer whose source was fetched that many days ago."""
    site = own_site(index=False)
    with site.database.writing() as session:
        session.add(source(fetched_at=clock.now() - days * DAY))
        starts = (Start(date(2000, 1, 1)), Start(date(2099, 1, 5)))
        alt = record("haus:1", starts=starts, as_of=date(2026, 11, 16))
        catalogue.take(
            session, [alt], origin=origin("import:haus", at=clock.now()), gazetteer=GAZETTEER
        )
    return site.client()


def test_an_offer_says_how_old_it_is_and_whose_words_it_has(own_site):
    page = words_of(aged(own_site, 0).get("/angebote/haus:1"))
    assert f"Quelle: haus. {LICENCE}. Stand: Mo, 16. November 2026." in page
    assert "Zuletzt in der Quelle gesehen:" in page
    assert "veraltet" not in page


def test_an_offer_of_a_stale_source_says_so_in_plain_words(own_site):
    client = aged(own_site, 9)
    assert "Vielleicht veraltet" in words_of(client.get("/angebote/haus:1"))
    assert "Stand: Mo, 16. November 2026, vielleicht veraltet" in words_of(client.get("/suche"))


def test_a_text_that_is_newer_than_the_last_fetch_is_not_called_out_of_date(own_site):
    site = own_site(index=False)
    with site.database.writing() as session:
        session.add(source(fetched_at=clock.now() - 9 * DAY))
        told = record("haus:1", starts=(Start(date(2099, 1, 5)),), as_of=clock.today())
        by = origin("import:haus", at=clock.now())
        catalogue.take(session, [told], origin=by, gazetteer=GAZETTEER)
    client = site.client()
    assert "eraltet" not in words_of(client.get("/angebote/haus:1"))
    assert "eraltet" not in words_of(client.get("/suche"))
    assert client.get("/api/v1/offers/haus:1").get_json()["stale"] is False


def test_an_offer_of_no_day_says_since_when_we_have_it(own_site):
    site = own_site(index=False)
    with site.database.writing() as session:
        undated = record("haus:1", starts=(Start(date(2099, 1, 5)),), as_of=None)
        take(session, undated)
        take(session, replace(undated, title="Neu"), at=NOON + 9 * DAY)
    page = words_of(site.client().get("/angebote/haus:1"))
    assert "Bei uns aufgenommen am Sa, 21. November 2026." in page
    assert "Wie alt der Text ist, ist nicht angegeben." in page
    with site.app.test_request_context("/"), force_locale("de"), site.database.reading() as session:
        short = wording.age(offers.by_key(session, "haus:1"), Freshness())
    assert short == "Bei uns aufgenommen am Sa, 21. November 2026"


def test_an_offer_of_no_day_has_that_of_its_catalogue(own_site):
    site = own_site(index=False)
    with site.database.writing() as session:
        made = replace(STARTS_LATE, catalogue_as_of=date(2026, 11, 1))
        take(session, made)
    page = words_of(site.client().get("/angebote/haus:1"))
    assert "Stand: So, 1. November 2026." in page
    assert "aufgenommen" not in page
    told = site.client().get("/api/v1/offers/haus:1").get_json()
    assert told["as_of"] == "2026-11-01"
    with site.database.reading() as session:
        found = offers.by_key(session, "haus:1")
        assert going_out.record_of(found, TODAY).as_of == date(2026, 11, 1)


def test_a_catalogue_that_repeats_itself_makes_its_offers_newer_and_changes_nothing(database):
    days = [date(2026, 11, 1), date(2026, 11, 20), date(2026, 10, 1), None, date(2026, 11, 22)]
    kept = []
    for day in days:
        with database.writing() as session:
            [outcome] = take(session, replace(STARTS_LATE, catalogue_as_of=day))
        with database.reading() as session:
            kept.append((outcome, offers.by_key(session, "haus:1").catalogue_as_of))
    assert kept[0] == ("added", date(2026, 11, 1))
    assert kept[1:] == [("unchanged", date(2026, 11, 20))] * 4


def test_the_day_of_a_catalogue_does_not_outlive_the_words_that_it_told(database):
    with database.writing() as session:
        take(session, replace(STARTS_LATE, catalogue_as_of=date(2026, 11, 1)))
        take(session, replace(STARTS_LATE, title="Anders"))
        assert offers.by_key(session, "haus:1").known_as_of is None
        take(session, replace(STARTS_LATE, title="Noch", catalogue_as_of=TODAY + DAY))
        assert offers.by_key(session, "haus:1").known_as_of is None


@pytest.fixture(params=["sqlite", "postgres"])
def older(request, tmp_path):
    """A database whose offers do not know yet when they came."""
    address = f"sqlite:///{tmp_path / 'older.db'}"
    if request.param == "postgres":
        address = request.getfixturevalue("postgres_beside")("ages")
    database = Database(address)
    with database.engine.begin() as connection:
        command.upgrade(schema._config(connection), "looked_up")
    yield database
    database.dispose()


def test_offers_from_before_came_with_their_first_version(older):
    told = "id, key, kind, title, source, digest, changed_at, schedules, on_request, looked_up"
    empty = ("learn", "description", "provider", "requirements", "target_group", "degree", "link")
    empty = (*empty, "begin_text")
    with older.engine.begin() as connection:
        for id_ in (1, 2):
            given = f"{id_}, 'k{id_}', 'course', 'K', 'editor', '-', '2026-11-21', '[]', true, ''"
            names, signs = ", ".join((told, *empty)), ", ".join((given, *["''"] * len(empty)))
            connection.execute(text(f"INSERT INTO offer ({names}) VALUES ({signs})"))
        for at in ("2026-11-05", "2026-11-03"):
            connection.execute(
                text("INSERT INTO offer_version (offer_id, deed, at, facts) "
                     f"VALUES (1, 'changed', '{at}', '{{}}')")
            )  # fmt: skip
    schema.upgrade(older)
    with older.reading() as session:
        added = [offers.by_key(session, key).added_at.date() for key in ("k1", "k2")]
    assert added == [date(2026, 11, 3), date(2026, 11, 21)]


def test_programs_are_told_as_well(own_site):
    client = aged(own_site, 9)
    told = client.get("/api/v1/offers/haus:1").get_json()
    assert (told["as_of"], told["stale"], told["licence"]) == ("2026-11-16", True, LICENCE)
    assert told["seen_on"] == (clock.today() - 9 * DAY).isoformat()
    assert told["start"] == ["2099-01-05"]
    hits = client.get("/api/v1/search").get_json()["hits"]
    assert "2026-11-16" in [hit["as_of"] for hit in hits]


def test_what_is_over_is_nowhere_and_dates_that_passed_go_out_no_more(database):
    past, coming = Start(TODAY - DAY), Start(TODAY + DAY)
    with database.writing() as session:
        take(session, record("vorbei", starts=(past,)), record("halb", starts=(past, coming)))
    with database.reading() as session:
        assert offers.visible_keys(session, ["vorbei", "halb"], TODAY) == {"halb"}
        assert [offer.key for offer in offers.newest(session, TODAY, 9)] == ["halb"]
        assert [offer.key for offer in public.after(session, TODAY, 0, 9)] == ["halb"]
        with pytest.raises(Missing):
            policy.public_offer(session, "vorbei", TODAY)
        halb = offers.by_key(session, "halb")
        assert going_out.record_of(halb, TODAY).starts == (coming,)
