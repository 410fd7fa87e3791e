"""A course that several catalogues offer is one hit: on the pages, in the dialogue, for programs."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from mentorhub.accounts.models import OrganisationKind, Role
from mentorhub.kit import clock, schemas
from mentorhub.recommend import plain
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.offer_record import Start
from tests import people
from tests.recommend.offers import ESSEN, HAGEN, SOON
from tests.recommend.site import open_site, titles_of, words_of

EVENING = replace(
    HAGEN, key="buehne-koeln", title="Hubarbeitsbühne bedienen (abends)", town="Köln",
    postcode="50667", schedules=("evening",), provider="Bühne & Kran (Beispiel)",
    starts=(Start(SOON + timedelta(days=9)),),
)  # fmt: skip
STAGE_TWO = replace(HAGEN, key="buehne-zwei", title="Hubarbeitsbühne bedienen Stufe 2")
KEYS = {"buehne-hagen", "buehne-essen", "buehne-koeln"}
OWN = "Hubarbeitsbühne bedienen"


@pytest.fixture(scope="module", params=[True, False], ids=["hybrid", "words"])
def stocked(request, _german, sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("grouped")
    offers = (HAGEN, ESSEN, EVENING, STAGE_TWO)
    yield from open_site(sqlite_template, folder, encoder=request.param, also=offers)


def offered(page) -> str:
    """Return what stands in the fold with the other offers of a course, as it is read."""
    [fold] = re.findall(r'<details class="why offered">(.*?)</details>', page.text, re.DOTALL)
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", fold)).replace("\xa0", " ").split())


def test_one_card_names_and_links_every_date_and_place(stocked):
    page = stocked.client().get("/suche?q=Hubarbeitsbühne bedienen in Hagen")
    assert titles_of(page).count(OWN) == 1
    told = offered(page)
    assert told.startswith("2 weitere Termine oder Orte:")
    assert "auch bei Bühne & Kran (Beispiel)" in told
    assert "45127 Essen" in told
    assert "50667 Köln" in told
    for key in KEYS:
        assert f'href="/angebote/{key}' in page.text
    assert "Kurse mit" in words_of(page)


@pytest.mark.parametrize(
    ("asked", "key"),
    [("in Essen", "buehne-essen"), ("abends", "buehne-koeln"), ("in Hagen", "buehne-hagen")],
)
def test_in_front_stands_what_fits_best(stocked, asked, key):
    page = stocked.client().get(f"/suche?q=Hubarbeitsbühne bedienen {asked}")
    front = re.findall(r'<a class="card__link[^"]*" href="/angebote/([^"?]*)', page.text)
    assert key in front
    assert len(KEYS & set(front)) == 1


def test_a_filter_leaves_only_the_offers_that_fit(stocked):
    page = stocked.client().get("/suche?q=Hubarbeitsbühne bedienen&zeit=evening")
    assert titles_of(page)[0] == "Hubarbeitsbühne bedienen (abends)"
    assert 'class="why offered"' not in page.text


def test_programs_get_the_other_offers_inside_the_hit(stocked):
    told = stocked.client().get("/api/v1/search?q=Hubarbeitsbühne bedienen in Essen").get_json()
    [hit] = [hit for hit in told["hits"] if hit["key"] == "buehne-essen"]
    assert {other["key"] for other in hit["others"]} == KEYS - {"buehne-essen"}
    assert {other["city"] for other in hit["others"]} == {"Hagen", "Köln"}
    assert told["offers"] == told["total"] + 2


def test_the_command_prints_what_its_schema_promises(stocked):
    with stocked.database.reading() as session:
        finder = stocked.services.get(Finder)
        answer = finder.find(session, OWN, today=clock.today(), limit=5)
        told = plain.found(OWN, answer)
    schemas.check("find", told)
    assert max(len(hit["others"]) for hit in told["hits"]) == 2


def test_the_dialogue_shows_the_course_once(stocked):
    client = stocked.client()
    client.post("/frag-nach/antworten", data={"turn": "0", "text": f"{OWN} in Hagen"})
    client.post("/frag-nach/antworten", data={"turn": "1", "choice": "show"})
    page = client.get("/frag-nach")
    assert titles_of(page).count(OWN) == 1
    assert "2 weitere Termine oder Orte" in offered(page)


def test_every_provider_of_a_course_is_counted_once_for_its_place(stocked):
    counted = []
    stocked.exposure.count = lambda _day, _step, providers: counted.extend(providers)
    try:
        agent = {"User-Agent": "Mozilla/5.0"}
        stocked.client().get(f"/suche?q={OWN}&zeit=evening&zeit=full_time", headers=agent)
    finally:
        del stocked.exposure.count
    places = {name: counted.count(name) for name in set(counted)}
    assert places["Bühne & Kran (Beispiel)"] == 1
    assert places["Höhenwerk (Beispiel)"] == 2  # in front or beside, and for the second stage


def test_editors_see_what_visitors_see_as_one_course_and_what_is_there_twice(stocked):
    stocked.take(replace(ESSEN, town="Hagen", postcode="58095"))
    with stocked.database.writing() as session:
        rosa = people.person(session, "Rosa Lindner")
        office = people.organisation(session, OrganisationKind.coordination_office)
        people.member(session, rosa, office, Role.editor)
        browser = stocked.client()
        browser.environ_base["HTTP_X_PERSON"] = str(rosa.id)
    told = words_of(browser.get("/redaktion/angebot/buehne-hagen"))
    stocked.take(ESSEN)
    seen = told.partition("Ähnlich zu anderen Angeboten")[2]
    assert "Hubarbeitsbühne bedienen (abends) : 50667 Köln" in seen
    assert "Bühne & Kran (Beispiel)" in seen
    assert re.search(
        r"58095 Hagen · [^·]* · Höhenwerk \(Beispiel\) · [^·]* · vermutlich doppelt", seen
    )
    assert "Stufe 2" not in seen
    alone = words_of(browser.get("/redaktion/angebot/buehne-zwei"))
    assert "Ähnlich zu" not in alone


def test_what_was_withdrawn_since_is_in_no_group(stocked):
    stocked.withdraw("buehne-essen")
    page = stocked.client().get("/suche?q=Hubarbeitsbühne bedienen in Essen")
    assert titles_of(page).count(OWN) <= 1
    assert "buehne-essen" not in page.text
    assert "1 weiterer Termin" in offered(page)
