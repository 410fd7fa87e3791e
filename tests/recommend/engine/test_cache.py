import sqlite3

import numpy as np
import pytest

from mentorhub.recommend.engine.cache import VectorCache
from tests.recommend.engine.doubles import PieceEncoder

TEXTS = ["Excel", "Schweißen", "Excel", "Deutsch"]


@pytest.fixture
def cache(tmp_path):
    return VectorCache(tmp_path / "somewhere" / "cache.db")


def test_vectors_are_those_of_the_encoder_and_of_unit_length(cache):
    encoder = PieceEncoder()
    rows = cache.vectors(TEXTS, encoder)
    assert np.allclose(rows, encoder.documents(TEXTS), atol=2e-3)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_only_new_texts_are_encoded_and_each_once(cache):
    encoder = PieceEncoder()
    cache.vectors(TEXTS, encoder)
    cache.vectors([*TEXTS, "Word"], encoder)
    assert sorted(encoder.seen) == ["Deutsch", "Excel", "Schweißen", "Word"]


def test_a_second_run_gives_the_very_same_rows(cache):
    first = cache.vectors(TEXTS, PieceEncoder())
    assert (first == cache.vectors(TEXTS, PieceEncoder())).all()


def test_each_encoder_has_its_own_vectors(cache):
    cache.vectors(TEXTS, PieceEncoder("one"))
    other = PieceEncoder("two")
    cache.vectors(TEXTS, other)
    assert len(other.seen) == 3


def test_an_interrupted_run_continues(cache):
    class Tired(PieceEncoder):
        def documents(self, texts, progress=None):
            if self.seen:
                raise KeyboardInterrupt
            return super().documents(texts)

    texts = [f"Kurs {number}" for number in range(600)]
    with pytest.raises(KeyboardInterrupt):
        cache.vectors(texts, Tired())
    fresh = PieceEncoder()
    rows = cache.vectors(texts, fresh)
    assert rows.shape == (600, fresh.dimension)
    assert 0 < len(fresh.seen) < 600


def test_progress_counts_up_to_all(cache):
    told = []
    cache.vectors(TEXTS, PieceEncoder(), lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)
    assert told == sorted(told)


def test_what_is_no_longer_wanted_is_forgotten(cache):
    encoder = PieceEncoder()
    cache.vectors(TEXTS, encoder)
    assert cache.keep_only(["Excel"], encoder.name) == 2
    encoder.seen.clear()
    cache.vectors(TEXTS, encoder)
    assert sorted(encoder.seen) == ["Deutsch", "Schweißen"]


def test_no_text_is_kept_in_the_file(cache, tmp_path):
    cache.vectors(["Geheimnis"], PieceEncoder())
    with sqlite3.connect(tmp_path / "somewhere" / "cache.db") as database:
        stored = repr(database.execute("SELECT * FROM vector").fetchall())
    database.close()
    assert "Geheimnis" not in stored
