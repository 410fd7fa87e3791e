"""How old offers are: said at hits, pages and the interface; what is over is nowhere."""

from datetime import date, timedelta

import pytest

from mentorhub.kit import clock
from mentorhub.kit.errors import Missing
from mentorhub.recommend import going_out, policy
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.freshness import Freshness, SourceBook
from mentorhub.recommend.models import Source
from mentorhub.recommend.offer_record import Start
from mentorhub.recommend.queries import offers, public
from tests.recommend.offers import GAZETTEER, NOON, TODAY, origin, record, take
from tests.recommend.site import words_of

LICENCE = "Kursdaten der VHS Hamm, CC BY 4.0"
DAY = timedelta(days=1)


def source(fetched_at=NOON, **fields) -> Source:
    given = {"name": "haus", "address": "https://example.org/", "every_hours": 24}
    return Source(**given, at=NOON, due_at=NOON, fetched_at=fetched_at, licence=LICENCE, **fields)


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
