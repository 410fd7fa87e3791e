"""However providers are dealt over the same courses, scores and order before spreading stay."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recommend.engine.doubles import TODAY, PieceEncoder, engine_of
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
