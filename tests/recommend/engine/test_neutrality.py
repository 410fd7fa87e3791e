"""However providers are dealt over the same courses, scores and order before spreading stay."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recommend.engine.doubles import TODAY, PieceEncoder, engine_of
from tests.recommend.engine.test_grouped import CATALOGUE as OFFERED_SEVERAL_TIMES
from tests.recommend.engine.test_search import CATALOGUE


@pytest.mark.parametrize("encoder", [PieceEncoder(), None], ids=["hybrid", "words"])
@settings(max_examples=5, deadline=None)
@given(
    order=st.permutations(range(len(CATALOGUE))),
    text=st.sampled_from(["Excel abends", "Gabelstaplerschein in Dortmund", "Deutsch", ""]),
)
def test_no_permutation_of_providers_changes_scores_or_order(encoder, order, text):
    dealt = [
        replace(document, provider=CATALOGUE[at].provider)
        for document, at in zip(CATALOGUE, order, strict=True)
    ]
    with TemporaryDirectory() as folder:
        mine, theirs = (
            engine_of(documents, Path(folder) / name, encoder).search(
                text, today=TODAY, limit=50, diversify=False
            )
            for name, documents in (("one", CATALOGUE), ("other", dealt))
        )
    assert [(hit.key, hit.score) for hit in mine.hits] == [
        (hit.key, hit.score) for hit in theirs.hits
    ]


@pytest.mark.parametrize("encoder", [PieceEncoder(), None], ids=["hybrid", "words"])
@settings(max_examples=5, deadline=None)
@given(
    names=st.permutations(sorted({one.provider for one in OFFERED_SEVERAL_TIMES})),
    text=st.sampled_from(["Staplerschein", "Staplerschein abends", ""]),
    day=st.integers(0, 30),
)
def test_whatever_providers_are_called_the_same_offers_stand_for_their_courses(
    encoder, names, text, day
):
    own = sorted({one.provider for one in OFFERED_SEVERAL_TIMES})
    called = dict(zip(own, names, strict=True))
    renamed = [replace(one, provider=called[one.provider]) for one in OFFERED_SEVERAL_TIMES]
    with TemporaryDirectory() as folder:
        mine, theirs = (
            engine_of(documents, Path(folder) / name, encoder).search(
                text, today=TODAY, seed=str(day), limit=50
            )
            for name, documents in (("one", OFFERED_SEVERAL_TIMES), ("other", renamed))
        )
    assert [(hit.key, hit.score, hit.others) for hit in mine.hits] == [
        (hit.key, hit.score, hit.others) for hit in theirs.hits
    ]
