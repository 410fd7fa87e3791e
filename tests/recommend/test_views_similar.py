"""What stands beside an offer: the same course elsewhere, and others like it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mentorhub.recommend.offer_record import Start
from tests.recommend.offers import ESSEN, HAGEN, SOON
from tests.recommend.site import open_site, words_of

LATER = replace(HAGEN, key="buehne-spaeter", starts=(Start(SOON + timedelta(days=9)),))
EVENING = replace(
    HAGEN, key="buehne-abend", title="Hubarbeitsbühne bedienen: Theorie",
    provider="Zwei (Beispiel)", schedules=("evening",),
)  # fmt: skip


@pytest.fixture(scope="module", params=[True, False], ids=["hybrid", "words"])
def stocked(request, _german, sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("beside")
    offers = (HAGEN, ESSEN, LATER, EVENING)
    yield from open_site(sqlite_template, folder, encoder=request.param, also=offers)


def beside(page) -> str:
    return words_of(page).partition("Ähnliche Angebote")[2]


def test_the_same_course_is_one_line_per_place_and_day(stocked):
    told = beside(stocked.client().get("/angebote/buehne-hagen"))
    assert "Diesen Kurs gibt es auch hier: 45127 Essen" in told
    assert "58095 Hagen" in told


def test_an_alternative_says_how_it_differs(stocked):
    told = beside(stocked.client().get("/angebote/buehne-hagen"))
    assert "Hubarbeitsbühne bedienen: Theorie Ähnlicher Kurs, abends" in told


def test_an_alternative_names_its_price_while_nobody_knows_who_pays(stocked):
    told = beside(stocked.client().get("/angebote/buehne-hagen"))
    assert "Der Kurs kostet 199 €." in told
    assert "zahlen voraussichtlich" not in told


def test_what_was_withdrawn_since_the_index_was_built_is_not_shown(stocked):
    stocked.withdraw("buehne-abend")
    assert "Theorie" not in beside(stocked.client().get("/angebote/buehne-hagen"))


def test_a_text_about_funding_has_nothing_beside_it(stocked):
    stocked.take(replace(HAGEN, key="text", title="Zuschuss Hubarbeitsbühne", kind="funding"))
    assert "Ähnliche Angebote" not in words_of(stocked.client().get("/angebote/text"))


@pytest.mark.usefixtures("_german")
def test_without_an_index_the_page_is_whole(sqlite_template, tmp_path):
    for site in open_site(sqlite_template, tmp_path, index=False, also=(HAGEN,)):
        page = site.client().get("/angebote/buehne-hagen")
        assert page.status_code == 200
        assert "Ähnliche Angebote" not in words_of(page)
