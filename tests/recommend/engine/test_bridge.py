import numpy as np
import pytest

from mentorhub.recommend.engine.bridge import Bridge, Subject
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.weights import Weights
from tests.recommend.engine.doubles import TODAY, PieceEncoder, course, engine_of

SUBJECTS = (
    Subject("stapler", ("Gabelstapler",), ("Paletten fahren statt schleppen", "hoch ins Regal")),
    Subject("pflege", ("Altenpflege",), ("Oma und Opa helfen", "alte Leute waschen")),
    Subject("deutsch", ("Deutschkurs",), ("Briefe vom Amt verstehen",)),
    Subject("kochen", ("Küche",), ("Gemüse schneiden und Suppe rühren", "am Herd stehen")),
    Subject("holz", ("Tischlern",), ("Bretter sägen und hobeln", "Möbel bauen")),
    Subject("strom", ("Elektro",), ("Kabel ziehen, Lampen anschließen", "Sicherungen")),
)


@pytest.fixture
def bridge(tmp_path):
    return Bridge.of(SUBJECTS, PieceEncoder(), VectorCache(tmp_path / "cache.db"))


def _names(bridge, near):
    return [str(name) for name in bridge.names[near.rows]]


def test_a_question_is_near_what_people_say_like_it(bridge):
    near = bridge.near(PieceEncoder().query("ich will Paletten fahren, nicht schleppen"), Weights())
    assert _names(bridge, near)[0] == "Gabelstapler"
    assert near.shares.sum() == pytest.approx(1)


def test_a_question_about_nothing_of_it_is_near_nothing(bridge):
    none = Weights(bridge_stands_out=99)
    near = bridge.near(PieceEncoder().query("Quantenphysik"), none)
    assert len(near.rows) == 0
    query = PieceEncoder().query("Quantenphysik")
    assert (bridge.moved(query, near, none) == query).all()


def test_a_moved_question_is_a_unit_nearer_to_the_words_of_courses(bridge):
    encoder = PieceEncoder()
    query, wanted = encoder.query("Paletten fahren"), encoder.query("Gabelstapler")
    moved = bridge.moved(query, bridge.near(query, Weights()), Weights())
    assert np.linalg.norm(moved) == pytest.approx(1, abs=1e-5)
    assert moved @ wanted > query @ wanted


def test_one_saying_counts_like_two(bridge):
    near = bridge.near(PieceEncoder().query("Briefe vom Amt verstehen"), Weights())
    assert _names(bridge, near)[0] == "Deutschkurs"


def test_a_bridge_is_the_same_after_its_file(bridge, tmp_path):
    bridge.save(tmp_path)
    again = Bridge.load(tmp_path)
    assert np.allclose(again.sayings, bridge.sayings, atol=1e-3)
    assert (again.first == bridge.first).all()
    assert (again.names == bridge.names).all()
    assert Bridge.load(tmp_path / "elsewhere") is None


def test_words_that_no_course_has_lead_to_it(tmp_path, bridge):
    offers = [course("s", "Gabelstapler"), course("p", "Altenpflege"), course("k", "Küche")]
    engine = engine_of(offers, tmp_path / "shelf", PieceEncoder(), bridge=bridge)
    seen = engine.search("Paletten fahren statt schleppen", today=TODAY)
    assert seen.hits[0].key == "s"
    assert "Gabelstapler" in seen.also
