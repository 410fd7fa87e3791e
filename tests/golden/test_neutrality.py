"""On real questions and the real catalogue: who provides a course never moves it."""

from dataclasses import replace
from random import Random

import pytest

from mentorhub.kit.db import Database
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.engine.build import build, encoded
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.queries import offers
from tests.golden.test_queries import BUILDING
from tests.recommend.offers import TODAY

pytestmark = pytest.mark.slow

EVERY = 6


@pytest.fixture
def engines(services, encoder, places_known, tmp_path):
    """One engine over the catalogue, one over the same courses with providers dealt anew."""
    with services.get(Database).reading() as session:
        keys = [key for key, _ in offers.stamps(session)]
        documents = list(offers.documents_of(session, keys).values())
    providers = [document.provider for document in documents]
    Random(7).shuffle(providers)
    dealt = [
        replace(document, provider=provider)
        for document, provider in zip(documents, providers, strict=True)
    ]
    assert (
        sum(one.provider != two.provider for one, two in zip(documents, dealt, strict=True)) > 100
    )
    made = []
    for name, each in (("own", documents), ("dealt", dealt)):
        shelf = Shelf(tmp_path / name)
        build(shelf, encoded(each, encoder, services.get(Workshop).cache))
        made.append(SearchEngine(Live(shelf), lambda: encoder, places_known))
    return made


def test_golden_questions_are_answered_alike_whoever_provides_the_courses(engines):
    for asked in BUILDING[::EVERY]:
        mine, theirs = (
            engine.search(asked["query"], today=TODAY, limit=50, diversify=False)
            for engine in engines
        )
        assert [(hit.key, hit.score) for hit in mine.hits] == [
            (hit.key, hit.score) for hit in theirs.hits
        ], asked["id"]
