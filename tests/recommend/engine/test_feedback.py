"""More like this, not that: what one pointer does to one search, and nothing afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mentorhub.recommend.engine.document import Feedback
from mentorhub.recommend.engine.feedback import MOST
from mentorhub.recommend.engine.weights import Weights
from tests.recommend.engine.doubles import TODAY, PieceEncoder, course, engine_of, keys

SOON = (TODAY + timedelta(days=20),)
TEXT = "Auf dem Gelände wird mit dem Gabelstapler geübt und am letzten Tag eine Prüfung abgelegt."
STAPLER = course(
    "stapler", "Gabelstapler fahren", town="Köln", starts=SOON, provider="A", text=TEXT
)
CATALOGUE = [
    STAPLER,
    replace(STAPLER, key="stapler-bonn", facts=replace(STAPLER.facts, town="Bonn")),
    course("kran", "Kurs Hallenkran steuern", starts=SOON, provider="B"),
    course("kran-zwei", "Kurs Hallenkran anschlagen", starts=SOON, provider="C"),
    course("excel", "Kurs Excel Tabellen", starts=SOON, provider="D"),
    course("deutsch", "Kurs Deutsch sprechen", starts=SOON, provider="E"),
    course("stapler-lager", "Gabelstapler im Lager", starts=SOON, provider="F"),
]
MACHINES = "Gabelstapler Hallenkran"


@pytest.fixture(scope="module", params=["hybrid", "words"])
def engine(request, tmp_path_factory):
    encoder = PieceEncoder(dimension=768) if request.param == "hybrid" else None
    folder = tmp_path_factory.mktemp(request.param)
    return engine_of(CATALOGUE, folder, encoder, weights=Weights().scaled(6))


def search(engine, text=MACHINES, **pointed):
    feedback = Feedback(**{name: tuple(value) for name, value in pointed.items()})
    return engine.search(text, today=TODAY, feedback=feedback, diversify=False)


def codes(results, key) -> dict[str, dict]:
    [hit] = [hit for hit in results.hits if hit.key == key]
    return {reason.code: dict(reason.params) for reason in hit.reasons}


def test_more_brings_what_is_like_it_to_the_front(engine):
    stapler, kran = (keys(search(engine, more=[key])) for key in ("stapler-lager", "kran"))
    assert kran[0] == "kran"
    assert stapler[0].startswith("stapler")
    assert kran.index("kran-zwei") <= stapler.index("kran-zwei")


def test_not_that_removes_the_course_wherever_it_takes_place(engine):
    before, after = search(engine), search(engine, less=["stapler"])
    assert {"stapler", "stapler-bonn"} & set(keys(before))
    assert not {"stapler", "stapler-bonn"} & set(keys(after))
    assert after.total == before.total - 1
    assert after.offers == before.offers - 2


def test_taking_the_pointer_back_gives_the_same_answer_as_before(engine):
    before = search(engine)
    search(engine, more=["kran"], less=["stapler"])
    assert [(hit.key, hit.score) for hit in search(engine).hits] == [
        (hit.key, hit.score) for hit in before.hits
    ]


def test_each_hit_says_that_it_is_like_a_course_that_was_pointed_at(engine):
    found = search(engine, more=["kran"])
    assert codes(found, "kran").get("fits_chosen") == {}
    assert codes(found, "kran-zwei")["fits_example"] == {"title": "Kurs Hallenkran steuern"}
    assert "fits_example" not in codes(found, "stapler-lager")


def test_without_a_word_the_wanted_course_is_the_question(engine):
    found = search(engine, "", more=["kran"])
    assert found.step != "newest"
    assert set(keys(found)[:2]) == {"kran", "kran-zwei"}
    assert all("meaning" not in codes(found, key) for key in keys(found))


def test_unknown_keys_count_for_nothing_and_are_not_told(engine):
    found = search(engine, more=["gibt es nicht", "kran"], less=["auch nicht"])
    assert found.feedback == Feedback(("kran",), ())
    assert keys(found) == keys(search(engine, more=["kran"]))


def test_what_is_wanted_and_unwanted_goes_away(engine):
    found = search(engine, more=["kran"], less=["kran"])
    assert found.feedback == Feedback((), ("kran",))
    assert "kran" not in keys(found)


def test_no_more_than_a_few_count(engine):
    every = [one.key for one in CATALOGUE]
    assert len(search(engine, more=every).feedback.more) == MOST
    everything_gone = search(engine, less=[*every, *every])
    assert len(everything_gone.feedback.less) == MOST
    assert len(keys(everything_gone)) <= len(CATALOGUE) - MOST
