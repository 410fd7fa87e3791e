import numpy as np
import pytest

from mentorhub.recommend.engine import vectors
from mentorhub.recommend.engine.vectors import Allowed, VectorIndex

COUNT, DIMENSION = 600, 32


@pytest.fixture(scope="module")
def rows():
    drawn = np.random.default_rng(1).standard_normal((COUNT, DIMENSION)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


EXACT_UP_TO = {"exact": COUNT, "quick": 10}


@pytest.fixture(params=EXACT_UP_TO)
def index(request, rows, tmp_path):
    vectors.write(rows, tmp_path, EXACT_UP_TO[request.param])
    return VectorIndex.open(tmp_path)


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


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1])
def test_few_bits_find_what_an_exact_search_finds(tmp_path, rows, share):
    vectors.write(rows, tmp_path, exact_up_to=10)
    index = VectorIndex.open(tmp_path)
    drawn = np.random.default_rng(2)
    allowed = drawn.random(COUNT) < share
    shares = []
    for one in drawn.standard_normal((40, DIMENSION)).astype(np.float32):
        expected = [row for row in np.argsort(-(rows @ one)) if allowed[row]][:10]
        shares.append(len(set(index.nearest(one, 10, allowed)) & set(expected)) / 10)
    assert np.mean(shares) >= 0.99


def test_rows_that_are_allowed_but_far_away_are_found(tmp_path, rows, query):
    vectors.write(rows, tmp_path, exact_up_to=10)
    index = VectorIndex.open(tmp_path)
    nearness = rows @ query
    allowed = nearness < np.median(nearness)
    expected = [row for row in np.argsort(-nearness) if allowed[row]][:20]
    assert set(index.nearest(query, 20, allowed)) == set(expected)


@pytest.mark.parametrize("count", [1, 20, COUNT])
def test_several_masks_are_answered_as_each_alone(index, query, count):
    drawn = np.random.default_rng(3)
    masks = [np.ones(COUNT, np.bool_), drawn.random(COUNT) < 0.4, drawn.random(COUNT) < 0.02]
    masks.append(np.zeros(COUNT, np.bool_))
    together = index.nearest_of_each(query, count, [Allowed(mask) for mask in masks])
    for mask, found in zip(masks, together, strict=True):
        assert len(found) == min(count, mask.sum())
        assert mask[found].all()
        assert set(found) == set(index.nearest(query, count, mask))
        assert (np.diff(index.scores(query, found)) <= 1e-6).all()
