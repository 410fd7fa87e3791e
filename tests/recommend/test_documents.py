"""Offers as the engine wants them: the same from the database and straight from a file."""

from datetime import date

import pytest

from mentorhub.recommend import documents
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.engine.document import Document, Facts
from mentorhub.recommend.offer_record import Start
from mentorhub.recommend.queries import offers as queries
from tests.recommend.offers import GAZETTEER, NOON, offer, record

FULL = {
    "learn": "Stapler fahren",
    "target_group": "Quereinsteiger",
    "requirements": "18 Jahre",
    "degree": "Fahrausweis",
    "degree_kind": "certificate",
    "azav": True,
    "hours": 32,
    "level": "basic",
    "language": "de",
    "starts": (
        Start(date(2027, 1, 11), date(2027, 2, 19)),
        Start(date(2027, 3, 1), date(2027, 3, 5)),
        Start(date(2027, 5, 1)),
    ),
    "schedules": ("evening", "weekend"),
}


def test_a_record_becomes_a_document_with_everything_that_can_be_searched():
    assert documents.of_record(record(**FULL), GAZETTEER) == Document(
        key="stapler",
        kind="course",
        title="Gabelstaplerschein",
        learn="Stapler fahren",
        text="Sie lernen, einen Stapler sicher zu fahren.\nQuereinsteiger\n18 Jahre\nFahrausweis",
        provider="Lernwerk (Beispiel)",
        facts=Facts(
            postcode="44137", town="Dortmund", latitude=51.514, longitude=7.465, form="presence",
            schedules=frozenset({"evening", "weekend"}),
            starts=(date(2027, 1, 11), date(2027, 3, 1), date(2027, 5, 1)),
            days=5, hours=32, price_cents=19900, azav=True, level="basic", language="de",
            degree_kind="certificate",
        ),
    )  # fmt: skip


def test_a_stored_offer_is_the_same_document_as_its_record(session):
    stored = offer(session, **FULL)
    session.flush()
    assert documents.of_offer(stored) == documents.of_record(record(**FULL), GAZETTEER)


@pytest.mark.parametrize(
    ("target_group", "audiences"),
    [
        ("Frauen nach Elternzeit oder Pflege von Angehörigen", {"women", "parents"}),
        ("Frauen und Männer nach Erziehungszeiten", set()),
        ("Ungelernte, Wiedereinsteigende, Eltern", {"no_vocation", "parents"}),
        ("Beschäftigte und Arbeitsuchende ohne Berufsabschluss", {"no_vocation", "unemployed"}),
        ("Quereinsteigende, auch ab 50", {"older"}),
        ("Geflüchtete aus der Ukraine", {"newcomers"}),
        ("Personalabteilungen, Schwerbehindertenvertretungen", set()),
        ("Fachkräfte, die mit Menschen mit Behinderung arbeiten", set()),
        ("", set()),
    ],
)
def test_whom_an_offer_addresses_is_read_from_its_target_group(target_group, audiences):
    document = documents.of_record(record(target_group=target_group), GAZETTEER)
    assert document.facts.audiences == audiences


def test_unknown_stays_unknown():
    bare = documents.of_record(
        record(postcode=None, town=None, form=None, schedules=(), starts=(), price_cents=None,
               on_request=True), GAZETTEER
    )  # fmt: skip
    assert bare.facts == Facts(on_request=True)


def test_an_imported_text_about_funding_is_funding():
    assert documents.of_record(record(kind="funding"), GAZETTEER).kind == "funding"


def test_all_offers_but_the_withdrawn_are_documents_newest_first(session):
    offer(session, "a")
    catalogue.withdraw(session, offer(session, "b"), by=None, reason="weg", now=NOON)
    offer(session, "c", starts=(Start(date(2020, 1, 1)),))
    assert [key for key, _ in queries.stamps(session)] == ["a", "c"]


def test_an_example_takes_whole_weeks_since_it_knows_no_days():
    starts = (Start(date(2027, 1, 11), date(2027, 1, 15), weeks=4),)
    assert documents.of_record(record(starts=starts), GAZETTEER).facts.days == 7
    dated = (Start(date(2027, 1, 11), date(2027, 1, 15)), Start(date(2027, 2, 1)))
    assert documents.of_record(record(starts=dated), GAZETTEER).facts.days == 5
    assert (
        documents.of_record(record(starts=(Start(date(2027, 2, 1)),)), GAZETTEER).facts.days is None
    )
