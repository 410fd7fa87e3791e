"""The index made from the database: all offers, all instruments, each once."""

import shutil
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from mentorhub.kit import schemas
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.jobs import Job
from mentorhub.recommend import plain
from mentorhub.recommend.actions import catalogue, content, index
from mentorhub.recommend.actions.index import Pace, Workshop
from mentorhub.recommend.engine.build import BuildRefused
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.exchange import Exchange, SharedFolder
from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.shelf import NothingOlder, Shelf
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.queries import offers
from tests.recommend.engine.doubles import PieceEncoder
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
    shared = SharedFolder(tmp_path / "shared")
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
    live.refresh()
    assert "a" in live.generation().keys
    with database.writing() as session:
        take(session, record("b"))
    grown = index.rebuild(database, two, now=NOON, whole=False)
    assert Generation.open(two.shelf.path(grown)).manifest.grown == 1
    other = Live(one.shelf, exchange=one.exchange)
    other.refresh()
    assert {"a", "b"} <= set(other.generation().keys)


def test_going_back_goes_back_on_all_machines(database, machines):
    one, two = machines
    build(database, one)
    with database.writing() as session:
        take(session, record("a"))
    build(database, one)
    live = Live(two.shelf, exchange=two.exchange)
    live.refresh()
    assert "a" in live.generation().keys
    index.roll_back(database, one, by=7, now=NOON)
    live.refresh()
    assert "a" not in live.generation().keys


class Thesaurus(PieceEncoder):
    """A double that knows that a "Hubwagen" is a "Stapler", and can be made to fail."""

    patience = 10**6

    def documents(self, texts, progress=None):
        self.patience -= len(texts)
        if self.patience < 0:
            raise Lost
        return super().documents([text.replace("Stapler", "Hubwagen") for text in texts])

    def query(self, text):
        return super().query(text.replace("Stapler", "Hubwagen"))


class Lost(Exception):
    """The worker is killed."""


@pytest.fixture
def thesaurus():
    return Thesaurus()


@pytest.fixture
def arriving(tmp_path, thesaurus):
    """A workshop in which two vectors come at once, and ten with each step."""
    shelf, cache = Shelf(tmp_path / "shelf"), VectorCache(tmp_path / "v.db")
    return Workshop(
        shelf, cache, lambda: thesaurus, pace=Pace(at_once=2, step=10, most_steps=10**6)
    )


def big_import(database, count=30) -> None:
    """Bring in many offers, and among them one about a "Stapler", as the oldest."""
    with database.writing() as session:
        take(session, record("stapler", title="Stapler", description="Stapler", town=None))
        later = catalogue.Origin("import:haus", NOON + timedelta(hours=1))
        many = [record(f"o{n}", title=f"Kurs {n}", description="Inhalt") for n in range(count)]
        catalogue.take(session, many, origin=later, gazetteer=GAZETTEER)


def found(workshop, encoder, text) -> list[str]:
    engine = SearchEngine(Live(workshop.shelf), lambda: encoder, Gazetteer([]))
    return [hit.key for hit in engine.search(text, today=TODAY, seed="0").hits]


def test_a_big_import_is_found_by_words_at_once_and_by_meaning_later(database, arriving, thesaurus):
    big_import(database)
    index.rebuild(database, arriving, now=NOON, whole=False)
    assert thesaurus.seen == []
    assert arriving.arrival().done == 0
    assert found(arriving, thesaurus, "Stapler")[0] == "stapler"
    assert "stapler" not in found(arriving, thesaurus, "Hubwagen")
    seen = [0]
    while not arriving.arrival().is_over:
        index.rebuild(database, arriving, now=NOON, whole=False)
        seen.append(arriving.arrival().done)
        assert found(arriving, thesaurus, "Stapler")[0] == "stapler"
        told = plain.index_status(index.generations(arriving.shelf), arriving.arrival())
        schemas.check("search-status", told)
    assert seen[:4] == [0, 10, 20, 30]
    assert len(thesaurus.seen) == arriving.arrival().total
    assert found(arriving, thesaurus, "Hubwagen")[0] == "stapler"


def test_a_worker_that_was_killed_goes_on_where_it_was(database, arriving, thesaurus):
    big_import(database)
    index.rebuild(database, arriving, now=NOON)
    index.rebuild(database, arriving, now=NOON, whole=False)
    thesaurus.patience = 5
    with pytest.raises(Lost):
        index.rebuild(database, arriving, now=NOON, whole=False)
    assert arriving.has_whole_index()
    assert arriving.arrival().done == 10
    thesaurus.patience = 10
    index.rebuild(database, arriving, now=NOON, whole=False)
    assert arriving.arrival().done == 20


def test_a_change_does_not_wait_for_what_is_arriving(database, arriving, thesaurus):
    big_import(database)
    index.rebuild(database, arriving, now=NOON)
    with database.writing() as session:
        take(session, record("new", title="Schweißen"))
    index.rebuild(database, arriving, now=NOON, whole=False)
    assert len(thesaurus.seen) == 2
    assert "new" in found(arriving, thesaurus, "Schweißen")[:1]


def test_the_next_vectors_are_asked_for_until_none_is_lacking(database, arriving):
    big_import(database, 8)
    with database.writing() as session:
        session.query(Job).delete()
    index.rebuild(database, arriving, now=NOON)
    index.go_on(database, arriving, now=NOON)
    index.go_on(database, arriving, now=NOON)
    with database.writing() as session:
        assert session.query(Job).one().name == catalogue.INDEX_JOB
        session.query(Job).delete()
    while not arriving.arrival().is_over:
        index.rebuild(database, arriving, now=NOON, whole=False)
    index.go_on(database, arriving, now=NOON)
    with database.reading() as session:
        assert session.query(Job).count() == 0


def test_a_machine_that_knows_no_text_takes_the_vectors_of_the_index(database, arriving, tmp_path):
    big_import(database, 8)
    index.rebuild(database, arriving, now=NOON)
    while not arriving.arrival().is_over:
        index.rebuild(database, arriving, now=NOON, whole=False)
    fresh = Thesaurus()
    other = replace(arriving, cache=VectorCache(tmp_path / "o.db"), encoder=lambda: fresh)
    index.rebuild(database, other, now=NOON)
    assert fresh.seen == []
    assert other.arrival().is_over


def test_an_encoder_that_gives_nothing_is_refused(database, arriving, thesaurus):
    big_import(database, 8)
    index.rebuild(database, arriving, now=NOON)
    thesaurus.documents = lambda texts, progress=None: np.zeros((len(texts), 96), np.float32)
    with pytest.raises(BuildRefused):
        index.rebuild(database, arriving, now=NOON, whole=False)
