"""Machines that share nothing but a PostgreSQL database search in one index."""

import logging
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import func, select, update

from mentorhub.kit.db import Database
from mentorhub.recommend.actions.shared_index import SharedDatabase
from mentorhub.recommend.engine.build import build
from mentorhub.recommend.engine.chunks import LONGEST, SHORTEST, cut
from mentorhub.recommend.engine.exchange import Exchange
from mentorhub.recommend.engine.generation import Broken, Generation, Parts
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.models import IndexChunk, IndexGeneration, IndexPiece
from tests.conftest import ROOT
from tests.recommend.engine.doubles import PieceEncoder, course
from tests.recommend.offers import NOON

MANY = [course(f"k{n}", f"Kurs {n}", text=f"Inhalt {n} " * 60) for n in range(30)]


class Machine:
    """A folder of its own and the shared database."""

    def __init__(self, db, folder, speaks=None) -> None:
        self.shelf = Shelf(folder)
        self.shared = SharedDatabase(db, lambda: NOON)
        self.exchange = Exchange(self.shelf, self.shared, speaks)

    def make(self, documents, encoder=None) -> None:
        vectors = encoder.documents([one.title for one in documents]) if encoder else None
        build(self.shelf, Parts(documents, vectors, encoder.name if encoder else None))
        self.exchange.store()

    def keys(self) -> list[str]:
        return Generation.open(self.shelf.path(self.shelf.current())).keys


@pytest.fixture
def one(postgres, tmp_path):
    return Machine(postgres, tmp_path / "one")


@pytest.fixture
def two(postgres, tmp_path):
    return Machine(postgres, tmp_path / "two")


def count(postgres, table) -> int:
    with postgres.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


OTHER_PROCESS = """
import sys
from pathlib import Path
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.recommend.actions.shared_index import SharedDatabase
from mentorhub.recommend.engine.exchange import Exchange
from mentorhub.recommend.engine.generation import Generation
from mentorhub.recommend.engine.shelf import Shelf

shelf = Shelf(Path(sys.argv[2]))
db = Database(sys.argv[1])
Exchange(shelf, SharedDatabase(db, clock.now)).fetch()
print(*Generation.open(shelf.path(shelf.current())).keys)
"""


def test_another_process_on_another_folder_gets_what_was_built_here(one, postgres_url, tmp_path):
    one.make([course("a", "Excel"), course("b", "Englisch")])
    command = [sys.executable, "-c", OTHER_PROCESS, postgres_url, str(tmp_path / "two")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["a", "b"]


def test_only_what_changed_is_stored_and_travels(one, two, postgres):
    one.make(MANY)
    two.exchange.fetch()
    with postgres.reading() as session:
        before = set(session.scalars(select(IndexChunk.sha256)))
        whole = session.scalar(select(func.sum(IndexChunk.size)))
    one.make([*MANY[:-1], replace(MANY[-1], provider="Haus 9")])
    with postgres.writing() as session:
        new = select(func.sum(IndexChunk.size)).where(IndexChunk.sha256.not_in(before))
        assert session.scalar(new) < whole / 2
        session.execute(update(IndexChunk).where(IndexChunk.sha256.in_(before)).values(data=b"-"))
    assert two.exchange.fetch(), "old pieces were asked for although they are here"
    assert Generation.open(two.shelf.path("000002")).document(29).provider == "Haus 9"


def test_a_damaged_piece_is_refused_and_the_old_index_goes_on(one, two, postgres, caplog):
    one.make([course("a", "Excel")])
    two.exchange.fetch()
    one.make([course("b", "Englisch")])
    with postgres.writing() as session:
        newest = select(IndexPiece.chunk).where(IndexPiece.generation_id == 2)
        damaged = IndexChunk.sha256.in_(newest)
        session.execute(update(IndexChunk).where(damaged).values(data=b"other"))
    with caplog.at_level(logging.ERROR):
        assert two.exchange.fetch() is None
    assert "the shared index 2 is refused: a piece of" in caplog.text
    assert not two.exchange.is_behind()
    assert two.keys() == ["a"]
    one.make([course("c", "Deutsch")])
    assert two.exchange.fetch() is None or two.keys() == ["c"]


def test_an_index_of_another_encoder_is_refused_by_who_has_one(one, postgres, tmp_path, caplog):
    two = Machine(postgres, tmp_path / "two", lambda: "pieces")
    one.make([course("a", "Excel")], PieceEncoder())
    assert two.exchange.fetch()
    one.make([course("b", "Englisch")], PieceEncoder("another"))
    assert two.exchange.fetch() is None
    assert "another made it, this machine has pieces" in caplog.text
    assert two.keys() == ["a"]
    empty = Machine(postgres, tmp_path / "three", lambda: "pieces")
    assert empty.exchange.fetch()


def test_while_the_encoder_loads_the_index_at_hand_tells_what_it_is(one, postgres, tmp_path):
    two = Machine(postgres, tmp_path / "two", lambda: None)
    one.make([course("a", "Excel")], PieceEncoder())
    two.exchange.fetch()
    one.make([course("b", "Englisch")], PieceEncoder())
    assert two.exchange.fetch()
    assert two.keys() == ["b"]


def test_three_generations_stay_and_no_chunk_of_another(one, postgres):
    for n in range(5):
        one.make([course(f"k{n}", f"Kurs {n}")])
    assert count(postgres, IndexGeneration) == 3
    with postgres.reading() as session:
        held = set(session.scalars(select(IndexPiece.chunk)))
        assert set(session.scalars(select(IndexChunk.sha256))) == held


def test_a_file_that_is_not_what_was_written_is_stored_by_nobody(one, postgres):
    one.make([course("a", "Excel")])
    build(one.shelf, Parts([course("b", "Englisch")]))
    (one.shelf.path("000002") / "keys.json").write_text("{}")
    with pytest.raises(Broken):
        one.shared.store(one.shelf.path("000002"))
    assert one.shared.current() == "1"
    assert count(postgres, IndexGeneration) == 1


def test_two_that_store_at_once_both_leave_whole_generations(one, two, postgres):
    for number, each in enumerate((one, two)):
        build(each.shelf, Parts([course(f"k{number}", "Excel")]))
    threads = [threading.Thread(target=each.exchange.store) for each in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(postgres, IndexGeneration) == 2
    third = Machine(postgres, one.shelf.path("x").parent.parent / "three")
    assert third.exchange.fetch()
    assert third.keys() in (["k0"], ["k1"])


def test_a_name_that_leads_out_of_the_folder_is_refused(one, two, postgres, tmp_path):
    one.make([course("a", "Excel")])
    with postgres.writing() as session:
        stored = session.get_one(IndexGeneration, 1)
        stored.manifest = stored.manifest.replace('"keys.json"', '"../../keys.json"')
    assert two.exchange.fetch() is None
    assert not (tmp_path / "keys.json").exists()


def test_without_the_database_each_machine_goes_on(one, tmp_path, postgres_url, caplog):
    one.make([course("a", "Excel")])
    nowhere = Database(f"{postgres_url}-nowhere")
    alone = Machine(nowhere, tmp_path / "one")
    assert alone.exchange.fetch() is None
    alone.exchange.store()
    assert "cannot be read" in caplog.text
    assert "was not stored" in caplog.text
    nowhere.dispose()
    assert alone.keys() == ["a"]


def test_going_back_costs_the_database_no_bytes(one, two, postgres):
    one.make([course("a", "Excel")])
    one.make([course("b", "Englisch")])
    chunks = count(postgres, IndexChunk)
    two.exchange.fetch()
    one.shelf.rollback()
    one.exchange.store()
    assert count(postgres, IndexChunk) == chunks
    assert two.exchange.fetch()
    assert two.keys() == ["a"]


@pytest.mark.parametrize("size", [0, 5, SHORTEST, 3 * LONGEST + 7])
def test_pieces_are_the_file(tmp_path, size):
    path = tmp_path / "file"
    path.write_bytes((b"".join(n.to_bytes(4) for n in range(size // 4 + 1)))[:size])
    with path.open("rb") as file:
        found = list(cut(file))
    assert b"".join(found) == path.read_bytes()
    assert all(SHORTEST <= len(piece) <= LONGEST for piece in found[:-1])


def test_what_is_inserted_changes_only_the_pieces_around_it(tmp_path):
    data = np.random.default_rng(1).bytes(12_000_000)
    changed = data[:5_000_000] + b"inserted" + data[5_000_000:]
    pieces = []
    for number, each in enumerate((data, changed)):
        path = tmp_path / str(number)
        path.write_bytes(each)
        with path.open("rb") as file:
            pieces.append(set(cut(file)))
    assert len(pieces[0]) > 4
    assert len(pieces[1] - pieces[0]) <= 2
