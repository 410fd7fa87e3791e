"""What stands beside an offer: the same course elsewhere, and others like it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mentorhub.kit import clock
from mentorhub.recommend.offer_record import OfferRecord, Start
from tests.recommend.site import open_site, words_of

SOON = clock.today() + timedelta(days=30)
TEXT = (
    "Sie üben auf dem Gelände mit drei verschiedenen Hubarbeitsbühnen, lernen die Regeln der "
    "Berufsgenossenschaft kennen, sichern Lasten und legen am Ende eine Prüfung ab."
)
HERE = OfferRecord(
    key="buehne-hagen", title="Hubarbeitsbühne bedienen", provider="Höhenwerk (Beispiel)",
    postcode="58095", town="Hagen", form="presence", schedules=("full_time",),
    starts=(Start(SOON),), level="basic", description=TEXT, price_cents=19900,
)  # fmt: skip
BONN = replace(HERE, key="buehne-essen", town="Essen", postcode="45127")
LATER = replace(HERE, key="buehne-spaeter", starts=(Start(SOON + timedelta(days=9)),))
EVENING = replace(
    HERE, key="buehne-abend", title="Hubarbeitsbühne bedienen: Theorie", provider="Zwei (Beispiel)",
    schedules=("evening",),
)  # fmt: skip


@pytest.fixture(scope="module", params=[True, False], ids=["hybrid", "words"])
def stocked(request, _german, sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("beside")
    offers = (HERE, BONN, LATER, EVENING)
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


def test_what_was_withdrawn_since_the_index_was_built_is_not_shown(stocked):
    stocked.withdraw("buehne-abend")
    assert "Theorie" not in beside(stocked.client().get("/angebote/buehne-hagen"))


def test_a_text_about_funding_has_nothing_beside_it(stocked):
    stocked.take(replace(HERE, key="text", title="Zuschuss Hubarbeitsbühne", kind="funding"))
    assert "Ähnliche Angebote" not in words_of(stocked.client().get("/angebote/text"))


@pytest.mark.usefixtures("_german")
def test_without_an_index_the_page_is_whole(sqlite_template, tmp_path):
    for site in open_site(sqlite_template, tmp_path, index=False, also=(HERE,)):
        page = site.client().get("/angebote/buehne-hagen")
        assert page.status_code == 200
        assert "Ähnliche Angebote" not in words_of(page)
