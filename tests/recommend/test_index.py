"""The index made from the database: all offers, all instruments, each once."""

import shutil

import pytest

from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.jobs import Job
from mentorhub.recommend import funding_files
from mentorhub.recommend.actions import catalogue, content, index
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.exchange import Exchange
from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.shelf import NothingOlder, Shelf
from mentorhub.recommend.funding import FundingBook
from mentorhub.recommend.queries import offers
from tests.recommend.offers import GAZETTEER, NOON, TODAY, record, take
from tests.recommend.site import CONTENT

BOOK = FundingBook(funding_files.load(CONTENT / "funding"))


@pytest.fixture
def workshop(tmp_path) -> Workshop:
    """An empty shelf, and words only."""
    return Workshop(Shelf(tmp_path / "shelf"), VectorCache(tmp_path / "v.db"), lambda: None)


@pytest.fixture
def machines(tmp_path) -> list[Workshop]:
    """Two machines with folders of their own and one that they share."""
    shared = Shelf(tmp_path / "shared")
    shelves = [Shelf(tmp_path / name / "search") for name in ("one", "two")]
    cache = VectorCache(tmp_path / "v.db")
    return [Workshop(each, cache, lambda: None, Exchange(each, shared)) for each in shelves]


@pytest.fixture(autouse=True)
def _instruments(database, tmp_path) -> None:
    """Our own instruments are loaded, and no offers."""
    (tmp_path / "content" / "offers").mkdir(parents=True)
    shutil.copytree(CONTENT / "funding", tmp_path / "content" / "funding")
    with database.writing() as session:
        content.load(session, tmp_path / "content", GAZETTEER, today=TODAY, now=NOON)
        session.query(Job).delete()


def build(database, workshop) -> Generation:
    name = index.rebuild(database, workshop, now=NOON)
    return Generation.open(workshop.shelf.path(name))


def test_offers_and_instruments_are_in_it_but_nothing_withdrawn(database, workshop):
    with database.writing() as session:
        take(session, record("a"), record("b"))
        gone = catalogue.add(
            session, record("c"), origin=catalogue.Origin("editor", NOON), gazetteer=GAZETTEER
        )
        catalogue.withdraw(session, gone, by=7, reason="weg", now=NOON)
    made = build(database, workshop)
    assert set(made.keys) == {"a", "b", *(each.id for each in BOOK.instruments)}
    assert made.manifest.made_at == NOON.isoformat()


def test_a_catalogue_with_a_text_about_an_instrument_of_ours_stops_nothing(database, workshop):
    ours = BOOK.instruments[0].id
    with database.writing() as session:
        take(session, record(ours, kind="funding", title="Von anderswo"))
    made = build(database, workshop)
    assert made.keys.count(ours) == 1
    assert made.document(made.keys.index(ours)).title != "Von anderswo"


def test_who_asks_while_a_change_waits_gets_all_of_it_made_anew(database):
    with database.writing() as session:
        catalogue.ask_for_index(session, NOON)
        index.ask(session, by=7, now=NOON)
    with database.reading() as session:
        assert session.query(Job).one().payload == {"whole": True}


def test_asking_twice_leaves_one_job_and_two_notes(database):
    with database.writing() as session:
        index.ask(session, by=7, now=NOON)
        index.ask(session, by=8, now=NOON)
    with database.reading() as session:
        assert session.query(Job).one().payload == {"whole": True}
        assert [entry.by_id for entry in session.query(AuditEntry)] == [7, 8]


def test_going_back_is_noted(database, workshop):
    build(database, workshop)
    build(database, workshop)
    assert index.roll_back(database, workshop, by=7, now=NOON) == "000001"
    with database.reading() as session:
        assert session.query(AuditEntry).one().subject == "index:000001"


def test_where_nothing_is_older_nothing_is_noted(database, workshop):
    build(database, workshop)
    with pytest.raises(NothingOlder):
        index.roll_back(database, workshop, by=7, now=NOON)
    with database.reading() as session:
        assert session.query(AuditEntry).count() == 0


def test_what_changed_is_read_and_the_rest_is_taken_over(database, workshop):
    with database.writing() as session:
        take(session, *(record(f"o{n}", title=f"Kurs {n}") for n in range(40)))
    build(database, workshop)
    with database.writing() as session:
        take(session, record("o7", title="Stapler fahren", price_cents=100), record("new"))
        gone = offers.by_key(session, "o9")
        catalogue.withdraw(session, gone, by=7, reason="weg", now=NOON)
        wanted = [key for key, _ in offers.stamps(session)]
    name = index.rebuild(database, workshop, now=NOON, whole=False)
    grown = Generation.open(workshop.shelf.path(name))
    with database.reading() as session:
        truth = offers.documents_of(session, wanted)
    assert grown.manifest.grown == 4
    assert grown.keys[: len(wanted)] == wanted
    assert [grown.document(row) for row in range(len(wanted))] == [truth[key] for key in wanted]


def test_what_one_machine_builds_the_other_searches_in(database, machines):
    one, two = machines
    with database.writing() as session:
        take(session, record("a"))
    build(database, one)
    live = Live(two.shelf, exchange=two.exchange)
    assert "a" in live.generation().keys
    with database.writing() as session:
        take(session, record("b"))
    grown = index.rebuild(database, two, now=NOON, whole=False)
    assert Generation.open(two.shelf.path(grown)).manifest.grown == 1
    other = Live(one.shelf, exchange=one.exchange)
    assert {"a", "b"} <= set(other.generation().keys)


def test_going_back_goes_back_on_all_machines(database, machines):
    one, two = machines
    build(database, one)
    with database.writing() as session:
        take(session, record("a"))
    build(database, one)
    live = Live(two.shelf, exchange=two.exchange)
    assert "a" in live.generation().keys
    index.roll_back(database, one, by=7, now=NOON)
    live.refresh()
    assert "a" not in live.generation().keys
