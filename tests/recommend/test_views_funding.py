"""Funding pages, and the answers of visitors: kept sealed, for an hour, never in the browser."""

import base64
import zlib
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import select, update

from mentorhub.kit import clock
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.models import Visit
from tests.recommend.site import CONTENT, links_of, words_of

INSTRUMENTS = {one.id: one for one in funding_files.load(CONTENT / "funding")}


def answer(browser, name, value="", **more):
    return browser.post("/foerderung/angaben", data={"name": name, "answer": value, **more})


def told(browser) -> str:
    return words_of(browser.get("/foerderung/angaben"))


def cookie_of(browser) -> str:
    """Return everything that the browser holds, readable."""
    cookie = browser.get_cookie("session")
    if cookie is None:
        return ""
    raw = unquote(cookie.value)
    packed = raw.startswith(".")
    payload = raw.lstrip(".").split(".")[0]
    plain = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return raw + (zlib.decompress(plain) if packed else plain).decode()


def visits(site) -> list[Visit]:
    with site.database.reading() as session:
        return list(session.scalars(select(Visit)))


@pytest.fixture
def only_site(own_site):
    """A site that nobody else has visited."""
    return own_site()


def test_the_list_shows_what_exists_before_what_is_over(visitor):
    words = words_of(visitor.get("/foerderung"))
    over = words.index("Das gibt es nicht mehr")
    for one in INSTRUMENTS.values():
        assert (words.index(one.name.de) > over) == one.ended


@pytest.fixture
def later_site(own_site):
    """A site on which one instrument ran out yesterday and another begins tomorrow."""
    site, today = own_site(), clock.today()
    changed = {
        "grundbildung-alphadekade": {"valid_until": today - timedelta(days=1)},
        "inqa-coaching": {"valid_from": today + timedelta(days=1), "valid_until": None},
    }
    site.services.put(
        FundingBook([replace(one, **changed.get(one.id, {})) for one in INSTRUMENTS.values()])
    )
    return site


def test_the_list_goes_by_what_can_be_had_today(later_site):
    words = words_of(later_site.client().get("/foerderung"))
    come, over = words.index("Das kommt erst noch"), words.index("Das gibt es nicht mehr")
    assert over < words.index("Grundbildung am Arbeitsplatz")
    assert come < words.index("INQA-Coaching") < over


def test_the_page_of_what_ran_out_promises_no_money_and_no_office(later_site):
    words = words_of(later_site.client().get("/foerderung/grundbildung-alphadekade"))
    assert "Das gibt es nicht mehr." in words
    assert "So bekommen Sie es" not in words


def test_every_entry_of_the_list_leads_to_its_page(visitor):
    links = links_of(visitor.get("/foerderung"))
    assert all(f"/foerderung/{id_}" in links for id_ in INSTRUMENTS)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("id_", INSTRUMENTS)
def test_a_page_tells_everything_about_an_instrument(visitor, id_, language):
    one = INSTRUMENTS[id_]
    visitor.set_cookie("language", language)
    page = visitor.get(f"/foerderung/{id_}")
    words = words_of(page)
    assert page.status_code == 200
    for text in (one.name, one.plain, one.decides, *one.text, *one.check):
        assert " ".join(text.say(language).replace("\xa0", " ").split()) in words
    for condition in () if one.ended else one.conditions:
        assert condition.law in words
    assert one.legal_basis in words
    assert one.source in words
    if one.apply:
        assert one.apply.where.say(language) in words


@pytest.mark.parametrize("id_", [id_ for id_, one in INSTRUMENTS.items() if one.ended])
def test_an_ended_instrument_says_why_and_asks_nothing(visitor, id_):
    page = visitor.get(f"/foerderung/{id_}")
    assert INSTRUMENTS[id_].ended_reason.de in words_of(page)
    assert 'class="question"' not in page.text
    assert "So bekommen Sie es" not in words_of(page)


@pytest.mark.parametrize("id_", ["nichts", "..", "sgb3-82/x", "a" * 3000])
def test_an_unknown_instrument_is_missing(visitor, id_):
    assert visitor.get(f"/foerderung/{id_}").status_code == 404


def test_an_answer_leads_back_to_where_it_was_asked(visitor):
    back = answer(visitor, "beschaeftigt", "ja", next="/suche?q=Stapler#foerderung")
    assert (back.status_code, back.location) == (303, "/suche?q=Stapler#foerderung")


@pytest.mark.parametrize("next_", ["https://evil.test", "//evil.test", "javascript:alert(1)", ""])
def test_an_answer_leads_nowhere_else(visitor, next_):
    assert answer(visitor, "beschaeftigt", "ja", next=next_).location == "/foerderung/angaben"
    deleted = visitor.post("/foerderung/angaben/loeschung", data={"next": next_})
    assert deleted.location == "/foerderung/angaben"


def test_answers_are_shown_to_who_gave_them(visitor):
    answer(visitor, "betriebsgroesse", "40")
    answer(visitor, "beschaeftigt", "ja")
    answer(visitor, "jahre_seit_letzter_82_foerderung", never="ja")
    words = told(visitor)
    assert (
        "Wie viele Menschen arbeiten in Ihrem Betrieb? Zählen Sie das ganze Unternehmen. 40 Pers"
        in words
    )
    assert "Haben Sie im Moment eine Arbeits-Stelle? ja" in words
    assert "bisher nie" in words


def test_answers_are_shown_to_nobody_else(site):
    first, second = site.client(), site.client()
    answer(first, "betriebsgroesse", "4711")
    assert "4.711" in told(first)
    assert "Sie haben uns noch nichts gesagt." in told(second)


def test_answers_decide_about_an_instrument(visitor):
    page = "/foerderung/bildungsscheck-nrw-2"
    assert "In welchem Bundes-Land wohnen Sie?" in words_of(visitor.get(page))
    answer(visitor, "wohnsitz_land", "anderes")
    condition = next(
        one
        for one in INSTRUMENTS["bildungsscheck-nrw-2"].conditions
        if one.field == "wohnsitz_land"
    )
    assert condition.not_met.de in words_of(visitor.get(page))
    answer(visitor, "wohnsitz_land", "NRW")
    assert condition.met.de in words_of(visitor.get(page))


def test_an_answer_never_reaches_the_browser(only_site):
    browser = only_site.client()
    given = answer(browser, "zve_jahr", "31313")
    page = browser.get("/foerderung")
    assert "31313" not in given.location
    assert "31313" not in cookie_of(browser)
    assert "zve" not in cookie_of(browser)
    assert set(browser.get_cookie("session").value) != set()
    assert all("31313" not in value for _name, value in page.headers)


def test_an_answer_lies_sealed_in_the_database(only_site):
    browser = only_site.client()
    answer(browser, "zve_jahr", "31313")
    (row,) = visits(only_site)
    assert b"31313" not in row.sealed
    assert row.token_hash not in cookie_of(browser)


def test_one_visitor_has_one_row(only_site):
    browser = only_site.client()
    for number in range(5):
        answer(browser, "alter", str(20 + number))
    assert len(visits(only_site)) == 1


def test_nobody_chooses_their_own_token(only_site):
    browser = only_site.client()
    with browser.session_transaction() as cookie:
        cookie["visit"] = "mine"
    answer(browser, "alter", "30")
    with browser.session_transaction() as cookie:
        assert cookie["visit"] != "mine"


def test_answers_end_after_an_hour(only_site):
    browser = only_site.client()
    answer(browser, "betriebsgroesse", "4711")
    (row,) = visits(only_site)
    left = row.ends_at - clock.now()
    assert timedelta(minutes=59) < left <= timedelta(minutes=60)
    with only_site.database.writing() as session:
        session.execute(update(Visit).values(ends_at=clock.now() - timedelta(seconds=1)))
    assert "Sie haben uns noch nichts gesagt." in told(browser)


@pytest.mark.parametrize(("minutes", "words"), [(10, "10 Minuten"), (480, "8 Stunden")])
def test_answers_end_when_the_visitor_wants_it(only_site, minutes, words):
    browser = only_site.client()
    answer(browser, "betriebsgroesse", "4711")
    kept = browser.post("/foerderung/angaben/dauer", data={"minutes": str(minutes)})
    assert kept.status_code == 303
    answer(browser, "alter", "30")
    (row,) = visits(only_site)
    left = row.ends_at - clock.now()
    assert timedelta(minutes=minutes - 1) < left <= timedelta(minutes=minutes)
    assert f"Wir löschen sie {words} nach der letzten Antwort." in told(browser)
    browser.post("/foerderung/angaben/loeschung")


@pytest.mark.parametrize("minutes", ["0", "-1", "99999999", "", "60.5", "x"])
def test_no_other_time_can_be_chosen(only_site, minutes):
    browser = only_site.client()
    assert browser.post("/foerderung/angaben/dauer", data={"minutes": minutes}).status_code == 404
    assert visits(only_site) == []


def test_answers_are_deleted_at_once(only_site):
    browser = only_site.client()
    answer(browser, "betriebsgroesse", "4711")
    gone = browser.post("/foerderung/angaben/loeschung", data={"next": "/suche#foerderung"})
    assert (gone.status_code, gone.location) == (303, "/suche#foerderung")
    assert visits(only_site) == []
    assert "visit" not in cookie_of(browser)
    assert "Ihre Angaben sind gelöscht." in told(browser)


def test_where_answers_are_the_button_to_delete_them_is_too(visitor):
    pages = ("/suche?q=Stapler", "/foerderung", "/foerderung/sgb3-82", "/foerderung/angaben")
    for page in pages:
        assert "loeschung" not in visitor.get(page).text
    answer(visitor, "beschaeftigt", "ja")
    for page in pages:
        assert 'action="/foerderung/angaben/loeschung"' in visitor.get(page).text
        assert "60 Minuten" in words_of(visitor.get(page))


def test_an_empty_answer_takes_the_old_one_away(visitor):
    answer(visitor, "alter", "44")
    answer(visitor, "alter", "")
    assert "Wie alt sind Sie" not in told(visitor).split("Die nächste Frage")[0]


def test_who_does_not_know_is_asked_something_else(visitor):
    first = visitor.get("/foerderung/angaben").text.split('name="name" value="')[1].split('"')[0]
    answer(visitor, first)
    second = visitor.get("/foerderung/angaben").text.split('name="name" value="')[1].split('"')[0]
    assert first != second


def test_one_can_answer_until_nothing_is_left_to_ask(visitor):
    asked = []
    for _ in range(60):
        page = visitor.get("/foerderung/angaben").text
        if "Die nächste Frage" not in page:
            break
        question = page.split("Die nächste Frage")[1]
        asked.append(question.split('name="name" value="')[1].split('"')[0])
        answer(visitor, asked[-1])
    assert len(asked) == len(set(asked)) > 10
    assert "schwerbehindert" not in asked


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("betriebsgroesse", "viele"),
        ("betriebsgroesse", "-3"),
        ("betriebsgroesse", "nan"),
        ("betriebsgroesse", "inf"),
        ("betriebsgroesse", "1e5"),
        ("betriebsgroesse", "9" * 60),
        ("betriebsgroesse", "1" * 61),
        ("abschlussnote", "0,5"),
        ("beschaeftigt", "vielleicht"),
        ("beschaeftigt", "True"),
        ("wohnsitz_land", "Atlantis"),
        ("anlass", "<script>"),
    ],
)
def test_what_is_no_answer_comes_back_with_what_was_typed(visitor, name, typed):
    page = answer(visitor, name, typed, next="/suche?q=Stapler")
    assert page.status_code == 422
    assert "Bitte" in words_of(page) or "Feld" in words_of(page)
    assert "<script>alert" not in page.text
    assert 'value="/suche?q=Stapler"' in page.text
    assert "Sie haben uns noch nichts gesagt." in told(visitor)


@pytest.mark.parametrize(
    "name", ["dauer_stunden", "massnahme_azav", "gibt_es_nicht", "", "#health"]
)
def test_only_what_a_person_knows_can_be_answered(visitor, name):
    assert answer(visitor, name, "ja").status_code == 404
    assert visitor.post("/foerderung/angaben").status_code == 404


def test_health_is_not_asked_without_consent(visitor):
    for page in ("/suche?q=Stapler", "/foerderung", "/foerderung/sgb3-82", "/foerderung/angaben"):
        assert 'value="schwerbehindert"' not in visitor.get(page).text
    assert answer(visitor, "schwerbehindert", "ja").status_code == 404


def test_health_is_asked_after_consent_and_forgotten_with_it(visitor):
    visitor.post("/foerderung/angaben/einwilligung", data={"gesundheit": "ja"})
    assert 'value="schwerbehindert"' in visitor.get("/foerderung/angaben").text
    assert answer(visitor, "schwerbehindert", "ja").status_code == 303
    answer(visitor, "alter", "50")
    visitor.post("/foerderung/angaben/einwilligung", data={"gesundheit": "nein"})
    words = told(visitor)
    assert "Ausweis für schwer-behinderte Menschen" not in words
    assert "Wie alt sind Sie" in words
    assert answer(visitor, "schwerbehindert", "ja").status_code == 404


def test_consent_without_the_tick_is_none(visitor):
    visitor.post("/foerderung/angaben/einwilligung")
    assert answer(visitor, "schwerbehindert", "ja").status_code == 404


def test_answers_are_not_accepted_from_other_sites(own_site):
    browser = own_site(WTF_CSRF_ENABLED=True).client()
    for path in ("", "/einwilligung", "/loeschung"):
        assert browser.post(f"/foerderung/angaben{path}", data={"name": "alter"}).status_code == 400


def test_the_questions_speak_english(visitor):
    visitor.set_cookie("language", "en")
    assert "How many people are in your company?" in words_of(visitor.get("/foerderung/awbg-nrw"))


def test_the_leave_asks_for_heads_and_for_no_hours_of_part_timers(visitor):
    words = words_of(visitor.get("/foerderung/awbg-nrw"))
    assert "Auch Teilzeit zählt hier ganz." in words
    assert "Zählen Sie das ganze Unternehmen." not in words
    assert "Wir haben Teilzeit-Kräfte" not in words


def test_above_each_question_stands_what_must_be_true(visitor):
    words = words_of(visitor.get("/foerderung/sgb3-82"))
    before, _ = words.split("Muss der Betrieb diesen Kurs nach dem Gesetz sowieso machen?")
    assert before.rstrip().endswith("Das muss stimmen: Der Kurs ist für den Betrieb keine Pflicht.")


def test_other_ways_to_meet_a_condition_can_be_answered_beside_it(visitor):
    page = visitor.get("/foerderung/weiterbildungsstipendium").text
    points, grade, prize = (
        page.index(f'id="frage-{name}"')
        for name in ("abschlussnote_punkte", "abschlussnote", "wettbewerb_top3")
    )
    assert points < page.index("Auch etwas anderes kann reichen") < grade < prize
    answer(visitor, "wettbewerb_top3", "ja")
    page = visitor.get("/foerderung/weiterbildungsstipendium").text
    assert 'id="frage-abschlussnote_punkte"' not in page
    # a time for which one may be older says nothing without the age
    assert 'id="frage-alter"' in page
    assert 'id="frage-anrechnungszeiten"' not in page


def test_what_only_the_other_record_bars_is_told_as_well(visitor):
    words = words_of(visitor.get("/foerderung/afbg")).split("Das geht nicht zusammen")[1]
    assert "Bildungsgutschein : Wollen Sie Meister werden?" in words
    assert words.count("Förderung für Beschäftigte :") == 1


def test_a_rate_is_said_once(visitor):
    words = words_of(visitor.get("/foerderung/weiterbildungsstipendium"))
    assert "90 % von jedem Kurs" in words
    assert "vom Preis des Kurses" not in words


def test_the_pages_speak_einfache_sprache(visitor):
    visitor.set_cookie("easy", "on")
    assert "Sie müssen nicht allein bezahlen." in words_of(visitor.get("/foerderung"))
    assert "Haben Sie eine Schwer-Behinderung?" in told(visitor)
