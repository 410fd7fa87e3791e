"""The page of one offer, and what is said where one is gone."""

import re
from datetime import timedelta

import pytest

from mentorhub.accounts.models import OrganisationKind, Role
from mentorhub.kit import clock
from mentorhub.recommend.offer_record import OfferRecord, Start
from tests import people
from tests.recommend.site import links_of, tell, words_of

BUYER = {"wohnsitz_land": "NRW", "zve_jahr": "30000", "kurs_berufsbezogen": "ja"}
EDITOR_PAGE = "Besucher:innen sehen dieses Angebot nicht."


def test_the_page_tells_everything(reader):
    words = words_of(reader.get("/angebote/voll"))
    for part in (
        "Stapler & Deutsch <abends>",
        "Sie lernen Stapler fahren.",
        "44137 Dortmund",
        "24 Stunden Unterricht, verteilt auf 2 Wochen",
        "abends",
        "vor Ort",
        "199 €",
        "Deutsch",
        "ohne Vorwissen",
        "Mindestalter 18",
        "Lagerkräfte",
        "Fahrausweis (Zertifikat)",
        "Kurs für Förderung zugelassen (AZAV) ja",
        "Lernwerk (Beispiel)",
        "Erster Absatz. Zweiter Absatz.",
        "Quelle: Redaktion dieser Seite. Stand: Mo, 16. November 2026.",
    ):
        assert part in words


def test_texts_of_a_provider_are_never_markup(reader):
    assert "<abends>" not in reader.get("/angebote/voll").text


def test_all_dates_ahead_are_listed_and_none_behind(reader):
    words = words_of(reader.get("/angebote/voll"))
    assert "Alle Termine" in words
    assert "2020" not in words


def test_what_is_not_known_is_named(reader):
    words = words_of(reader.get("/angebote/haus/4711:a"))
    assert words.count("nicht angegeben") >= 8
    assert "Preis auf Anfrage" in words
    assert "Beginn auf Anfrage" in words
    assert "Beginn Beginn" not in words
    assert "Ort nicht angegeben" in words
    assert "Wie alt der Text ist, ist nicht angegeben." in words


def test_an_unknown_price_is_never_an_amount(reader):
    words = words_of(reader.get("/angebote/haus/4711:a"))
    assert "Das zahlen Sie voraussichtlich: Preis" not in words
    assert "0 €" not in words


def test_a_free_course_needs_no_funding(reader):
    words = words_of(reader.get("/angebote/frei"))
    assert "Das zahlen Sie voraussichtlich: 0 €" in words
    assert "Sie brauchen keine Förderung." in words
    assert "Das kann den Kurs bezahlen" not in words


def test_a_text_about_funding_is_no_course(reader):
    words = words_of(reader.get("/angebote/text"))
    assert "Das ist ein Text über Förderung, kein Kurs." in words
    assert "Was Sie zahlen" not in words


@pytest.mark.parametrize(
    ("place", "told"),
    [("Bochum", "etwa 18 km entfernt"), ("44787", "etwa 18 km entfernt"), ("44137", "Nähe")],
)
def test_the_distance_is_told_from_a_known_place(reader, place, told):
    assert told in words_of(reader.get(f"/angebote/voll?ort={place}"))


@pytest.mark.parametrize("place", ["", "Entenhausen", "x" * 5000, "<script>"])
def test_from_an_unknown_place_there_is_no_distance(reader, place):
    page = reader.get("/angebote/voll", query_string={"ort": place})
    assert page.status_code == 200
    assert "entfernt" not in words_of(page)


def test_an_offer_that_never_was_is_missing(reader):
    assert reader.get("/angebote/gibt-es-nicht").status_code == 404


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("weg", "Der Anbieter hat ihn zurückgezogen."),
        ("vorbei", "Der letzte Termin war am Mo, 6. Januar 2020."),
    ],
)
def test_an_offer_that_is_gone_leads_to_similar_ones(reader, key, told):
    page = reader.get(f"/angebote/{key}")
    assert page.status_code == 410
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert told in words_of(page)
    assert "Lieber mit einem Menschen sprechen?" in words_of(page)
    similar = next(link for link in links_of(page) if link.startswith("/suche?q="))
    assert reader.get(similar).status_code == 200


def test_editors_see_what_visitors_do_not(stocked):
    with stocked.database.writing() as session:
        home = people.organisation(session, OrganisationKind.coordination_office)
        eda, otto = people.person(session, "Eda"), people.person(session, "Otto")
        people.member(session, eda, home, Role.editor)
        people.member(session, otto, home, Role.coordinator)
    for key in ("weg", "vorbei"):
        page = stocked.client().get(f"/angebote/{key}", headers={"X-Person": str(eda.id)})
        assert (page.status_code, EDITOR_PAGE in words_of(page)) == (200, True)
        page = stocked.client().get(f"/angebote/{key}", headers={"X-Person": str(otto.id)})
        assert page.status_code == 410


def test_the_way_back_leads_to_the_own_results(reader):
    page = reader.get("/angebote/voll", headers={"Referer": "http://localhost/suche?q=Stapler"})
    assert "/suche?q=Stapler" in links_of(page)
    assert "Zurück zu den Treffern" in page.text


def test_a_talk_about_an_offer_remembers_the_search_that_led_there(reader):
    page = reader.get("/angebote/frei", headers={"Referer": "http://localhost/suche?q=Stapler"})
    assert "/gespraech?q=Stapler&anlass=Frei" in links_of(page)
    assert "/gespraech?anlass=Frei" in links_of(reader.get("/angebote/frei"))


@pytest.mark.parametrize(
    "referrer",
    ["http://evil.test/suche?q=x", "http://localhost/foerderung", "", "http://[", "//localhost"],
)
def test_there_is_no_way_back_to_elsewhere(reader, referrer):
    page = reader.get("/angebote/voll", headers={"Referer": referrer})
    assert page.status_code == 200
    assert "Zurück zu den Treffern" not in page.text


def test_funding_that_does_not_fit_says_why_and_by_which_law(reader):
    words = words_of(reader.get("/angebote/voll"))
    behind = words.split("Was nicht passt, und warum")[1]
    assert "Der Kurs ist zu kurz. Er muss mehr als 120 Stunden dauern." in behind
    assert "§ 82 Abs. 1 Satz 1 Nr. 4 SGB III" in behind


def test_an_answer_changes_what_the_course_costs(reader):
    words = words_of(reader.get("/angebote/voll"))
    assert "Der Kurs kostet: 199 € Vielleicht zahlen Sie nur 0 €. Mit: Bildungsgutschein." in words
    assert "zahlen Sie voraussichtlich: 199" not in words
    tell(reader, anlass="arbeitslosigkeit_beenden")
    words = words_of(reader.get("/angebote/voll"))
    assert "Das zahlen Sie voraussichtlich: 0 €" in words
    assert "Mit: Bildungsgutschein. Die Agentur für Arbeit entscheidet." in words
    assert "Dieser Text ist keine Beratung zum Recht." in words


@pytest.mark.parametrize(
    ("key", "hope", "asks"),
    [
        ("voll", "Bildungsgutschein", "anlass"),
        ("umschulung", "Bildungsgutschein", "anlass"),
        ("abendkurs", "Bildungsscheck NRW", "wohnsitz_land"),
    ],
)
def test_the_first_question_decides_what_the_course_may_cost(reader, key, hope, asks):
    page = reader.get(f"/angebote/{key}")
    first = re.search(r'<div class="first">.*?name="name" value="(\w+)"', page.text, re.DOTALL)
    assert f"Mit: {hope}." in words_of(page).split("Diese Frage hilft am meisten:")[0]
    assert first[1] == asks


def test_each_question_stands_on_the_page_once(reader):
    page = reader.get("/angebote/voll").text
    ids = [part.split('"')[0] for part in page.split('id="')[1:]]
    assert len(ids) == len(set(ids))
    assert page.count('id="frage-') >= 3


def test_the_page_speaks_english(reader):
    reader.set_cookie("language", "en")
    words = words_of(reader.get("/angebote/voll"))
    assert "What it costs you" in words
    assert "Education voucher" in words or "voucher" in words


def test_what_may_cost_still_less_is_told_beside_what_is_likely(reader):
    tell(reader, **BUYER)
    words = words_of(reader.get("/angebote/voll"))
    assert "Das zahlen Sie voraussichtlich: 99,50 €" in words
    assert "Mit: Bildungsscheck NRW." in words
    assert "Vielleicht zahlen Sie nur 0 €. Mit: Bildungsgutschein." in words
    assert "Diese Frage hilft am meisten: Warum brauchen Sie den Kurs?" in words


def test_what_most_people_meet_does_not_keep_an_instrument_open(reader):
    tell(reader, **BUYER)
    assert "Bildungsscheck NRW passt voraussichtlich" in words_of(reader.get("/angebote/voll"))
    assert "Bildungsscheck NRW passt voraussichtlich" in words_of(reader.get("/suche?q=Stapler"))


def test_words_about_the_start_stand_where_a_day_would(own_site):
    site, last = own_site(), clock.today() + timedelta(days=90)
    site.take(OfferRecord("bald", "Bald", starts=(Start(last),), begin_text="im nächsten Quartal"))
    words = words_of(site.client().get("/angebote/bald"))
    assert "im nächsten Quartal" in words
    assert f"{last:%d.%m.%Y}" not in words


def test_an_offer_whose_start_nobody_could_read_is_not_shown(own_site):
    site = own_site()
    site.take(OfferRecord("unlesbar", "Unlesbar", begin_text="KW 12"))
    assert site.client().get("/angebote/unlesbar").status_code == 410


def test_an_offer_is_found_under_whatever_its_source_calls_it(own_site):
    site, key = own_site(), "Kurs 7: Schweißen (I)"
    site.take(OfferRecord(key, "Schweißen", on_request=True), source="import:haus")
    browser = site.client()
    assert "Schweißen" in words_of(browser.get("/angebote/Kurs%207:%20Schwei%C3%9Fen%20(I)"))
    assert browser.post("/merkliste/angebote", data={"key": key}).status_code == 303
