import numpy as np
import pytest

from mentorhub.recommend.engine import vectors
from mentorhub.recommend.engine.vectors import VectorIndex

COUNT, DIMENSION = 600, 32


@pytest.fixture(scope="module")
def rows():
    drawn = np.random.default_rng(1).standard_normal((COUNT, DIMENSION)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


KINDS = {"exact": (COUNT, COUNT), "scan": (10, COUNT), "graph": (10, 10)}


@pytest.fixture(params=KINDS)
def index(request, rows, tmp_path):
    exact_up_to, scanned_up_to = KINDS[request.param]
    vectors.write(rows, tmp_path, exact_up_to, scanned_up_to)
    return VectorIndex.open(tmp_path, scan_up_to=50)


@pytest.fixture
def query(rows):
    drawn = rows[7] + 0.3 * rows[8]
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def test_an_index_knows_its_size(index):
    assert (index.count, index.dimension) == (COUNT, DIMENSION)


def test_the_nearest_come_first(index, rows, query):
    expected = np.argsort(-(rows @ query))[:10]
    found = index.nearest(query, 10)
    assert found[0] == expected[0]
    assert len(set(found) & set(expected)) >= 9


def test_scores_are_inner_products(index, rows, query):
    some = np.array([3, 7, 8, 599])
    assert np.allclose(index.scores(query, some), rows[some] @ query, atol=2e-3)


@pytest.mark.parametrize("size", [3, 40, 300])
def test_only_allowed_rows_are_found_and_as_many_as_asked(index, rows, query, size):
    allowed = np.zeros(COUNT, np.bool_)
    allowed[100 : 100 + size] = True
    found = index.nearest(query, 20, allowed)
    assert len(found) == min(20, size)
    assert allowed[found].all()
    assert found[0] == 100 + np.argmax(rows[100 : 100 + size] @ query)


def test_nothing_allowed_is_nothing_found(index, query):
    assert len(index.nearest(query, 5, np.zeros(COUNT, np.bool_))) == 0


@pytest.mark.parametrize("kind", ["scan", "graph"])
def test_eight_bits_find_what_an_exact_search_finds(tmp_path, rows, kind):
    vectors.write(rows, tmp_path, *KINDS[kind])
    index = VectorIndex.open(tmp_path)
    questions = np.random.default_rng(2).standard_normal((40, DIMENSION)).astype(np.float32)
    shares = [
        len(set(index.nearest(one, 10)) & set(np.argsort(-(rows @ one))[:10])) / 10
        for one in questions
    ]
    assert np.mean(shares) >= 0.97
