"""The questions about funding one by one, and the result, for an offer or a course of one's own."""

import re
from datetime import timedelta

import pytest

from mentorhub.kit import clock
from tests.recommend.site import tell, words_of

PAGE = "/foerderung/pruefen"


OWN = {
    "hours": "480",
    "price": "4.800",
    "azav": "ja",
    "aim": "abschluss_ausbildungsberuf_min_2_jahre",
}
CHEAP = {"hours": "60", "price": "900", "azav": "nein", "aim": "anderes"}


def begin(reader, **more):
    starts = (clock.today() + timedelta(days=70)).isoformat()
    sent = reader.post(f"{PAGE}/kurs", data={**OWN, "starts_on": starts, **more})
    assert sent.status_code == 303
    return sent.location


def asked_on(page):
    found = re.search(r'name="name" value="([a-z_0-9]+)"', page.text)
    return found and found[1]


def walk(reader, address, said):
    """Answer question after question; what is not said is not known. Return all asked, the result."""
    asked = []
    page = reader.get(address)
    while name := asked_on(page) if "Frage " in words_of(page)[:40] else None:
        asked.append(name)
        value = said.get(name)
        sent = {"unknown": "ja"} if value is None else {"answer": value}
        fields = dict(re.findall(r'name="(kurs|angebot|weiter)" value="([^"]*)"', page.text))
        answer = reader.post(PAGE, data={"name": name, **sent, **fields})
        assert answer.status_code == 303
        page = reader.get(answer.location)
        assert len(asked) < 60
    return asked, page


EMPLOYEE = {"beschaeftigt": "ja", "berufsabschluss": "nein", "betriebsgroesse": "34"}
BUYER = {"wohnsitz_land": "NRW", "zve_jahr": "32000", "kurs_berufsbezogen": "ja", "alter": "41"}


def test_an_employee_learns_what_they_pay_and_what_the_company_gets(reader):
    asked, page = walk(reader, begin(reader), EMPLOYEE)
    words = words_of(page)
    assert len(asked) <= 6
    assert "Das zahlen Sie voraussichtlich: 0 €" in words
    assert "bis zu 100" in words
    assert "Das ist zu tun" in words
    assert "§ 82" in words
    assert "Die Agentur für Arbeit entscheidet." in words
    assert "keine Beratung zum Recht" in words


def test_a_private_buyer_pays_half_and_registers_the_day_before(reader):
    asked, page = walk(reader, begin(reader, **CHEAP), BUYER)
    words = words_of(page)
    assert len(asked) <= 6
    assert "Das zahlen Sie voraussichtlich: 450 €" in words
    assert "Bildungsscheck NRW" in words
    last = clock.today() + timedelta(days=69)
    assert f"{last.day}." in words
    assert str(last.year) in words


def test_the_best_way_is_reckoned_line_by_line(reader):
    _asked, page = walk(reader, begin(reader, **CHEAP), BUYER)
    before = words_of(page).split("Das ist zu tun")[0]
    assert "So haben wir gerechnet" in before
    for line in (
        "Preis vom Kurs 900 €",
        "Das zahlt: Bildungsscheck NRW − 450 €",
        "Sie zahlen 450 €",
    ):
        assert line in before, line
    assert "Wie viel Geld ist das für den Betrieb?" not in before


def test_a_bonus_beside_the_best_way_is_named(reader):
    said = {"beschaeftigt": "nein", "berufsabschluss": "nein", "anlass": "arbeitslosigkeit_beenden"}
    _asked, page = walk(reader, begin(reader), said)
    before = words_of(page).split("Das ist zu tun")[0]
    assert "Mit: Bildungsgutschein." in before
    assert "Das geht auch noch: Weiterbildungsprämie" in before


def test_what_the_company_pays_becomes_exact_with_the_wage(reader):
    address = begin(reader)
    walk(reader, address, EMPLOYEE)
    before = words_of(reader.get(address)).split("Das ist zu tun")[0]
    assert "Wie viel Geld ist das für den Betrieb?" in before
    tell(reader, bruttolohn_monat="2600", wochenstunden="40", kursstunden_in_arbeitszeit="480")
    before = words_of(reader.get(address)).split("Das ist zu tun")[0]
    assert "Wie viel Geld ist das für den Betrieb?" not in before
    for line in ("Lohn für 1 Stunde", "15 €", "Die Agentur gibt höchstens zurück", "− 8.640 €"):
        assert line in before, line


def test_unknown_all_the_way_ends_and_says_what_is_open(reader):
    asked, page = walk(reader, begin(reader), {})
    words = words_of(page)
    assert len(asked) <= 6
    assert "Wir können es noch nicht sicher sagen." in words
    assert "Wenn das stimmt:" in words
    assert "Dann zahlen Sie voraussichtlich 0 €." in words
    assert "Sie haben eine Arbeits-Stelle." in words


def test_what_several_ways_need_is_said_once(reader):
    said = {**EMPLOYEE, "transferkug": "ja", "insolvenz": "ja", "alter": "38"}
    _, page = walk(reader, begin(reader, azav="", azav_provider=""), said)
    needs = words_of(page).partition("Das ist noch offen")[2].partition("Alle Wege im Vergleich")[0]
    assert needs.count("Der Kurs hat die Zulassung (AZAV).") == 1
    for name in ("Förderung für Beschäftigte", "Bildungsgutschein"):
        assert f"{name}: Dann zahlen Sie voraussichtlich 0 €." in needs
    assert "§ 81 Abs. 1 Satz 1 Nr. 3, § 179 SGB III; § 82" in needs or "; § 81" in needs


def test_each_question_says_which_it_is_and_what_it_decides(reader):
    page = reader.get(begin(reader))
    words = words_of(page)
    assert "Frage 1 von höchstens 6" in words
    assert "Warum fragen wir das?" in words
    assert "SGB III" in words
    assert "Weiß ich nicht" in words or "weiß ich nicht" in words.casefold()


def test_numbers_can_be_left_unknown_too_and_are_not_asked_again(reader):
    address = begin(reader, **CHEAP)
    asked, page = walk(reader, address, {**BUYER, "zve_jahr": None})
    assert asked.count("zve_jahr") == 1
    assert "Ihr Einkommen liegt nicht über der Grenze." in words_of(page)


def test_what_is_typed_beside_i_do_not_know_does_not_count(reader):
    begin(reader, **CHEAP)
    sent = {"name": "zve_jahr", "answer": "31313", "unknown": "ja", "kurs": "eigener"}
    assert reader.post(PAGE, data=sent).status_code == 303
    assert "31.313" not in words_of(reader.get("/foerderung/angaben"))


def test_an_earlier_answer_can_be_changed_and_the_count_goes_on_from_there(reader):
    address = begin(reader)
    asked, page = walk(reader, address, EMPLOYEE)
    assert f"frage={asked[0]}" in page.text
    again = reader.get(f"{address}&frage={asked[0]}")
    assert "Frage 1 von höchstens 6" in words_of(again)
    assert "Bisher haben Sie gesagt:" in words_of(again)
    reader.post(PAGE, data={"name": "berufsabschluss", "answer": "ja", "kurs": "eigener"})
    assert "Das zahlen Sie voraussichtlich" not in words_of(reader.get(address))


def test_a_wrong_number_comes_back_and_nothing_is_lost(reader):
    begin(reader, **CHEAP)
    page = reader.post(PAGE, data={"name": "zve_jahr", "answer": "viel", "kurs": "eigener"})
    assert page.status_code == 422
    assert 'value="viel"' in page.text
    assert "Bitte geben Sie eine Zahl ein" in words_of(page)


def test_going_on_asks_about_every_instrument(reader):
    address = begin(reader)
    walk(reader, address, EMPLOYEE)
    page = reader.get(address)
    assert "Weitere Möglichkeiten prüfen" in words_of(page)
    more, last = walk(reader, f"{address}&weiter=ja", {})
    assert more
    assert "Weitere Möglichkeiten prüfen" not in words_of(last)


def test_without_a_course_the_result_says_that_the_course_decides(reader):
    _, page = walk(reader, f"{PAGE}?kurs=ohne", EMPLOYEE)
    words = words_of(page)
    assert "Es kommt auf den Kurs an." in words
    assert "Förderung für Beschäftigte" in words


def test_the_way_in_offers_three_kinds_of_course(reader):
    words = words_of(reader.get(PAGE))
    assert "Ich beschreibe meinen Kurs" in words
    assert "Ich habe noch keinen Kurs" in words


def test_an_offer_is_looked_into_by_its_key(reader):
    key = "stapler-dortmund-abend"
    _, page = walk(reader, f"{PAGE}?angebot={key}", {"wohnsitz_land": "anderes"})
    assert f"/angebote/{key}" in page.text
    assert f"/foerderung/pruefen?angebot={key}" in reader.get(f"/angebote/{key}").text


@pytest.mark.parametrize("key", ["nichts", "../..", "a" * 500])
def test_an_offer_that_never_was_is_missing(reader, key):
    assert reader.get(PAGE, query_string={"angebot": key}).status_code == 404
    assert reader.post(PAGE, data={"angebot": key, "name": "alter"}).status_code == 404


@pytest.mark.parametrize("name", ["massnahme_azav", "gibt_es_nicht", "", "schwerbehindert"])
def test_only_what_may_be_asked_can_be_answered(reader, name):
    begin(reader)
    sent = {"name": name, "answer": "ja", "kurs": "eigener"}
    assert reader.post(PAGE, data=sent).status_code == 404
    assert "Frage 1" in words_of(reader.get(f"{PAGE}?kurs=eigener&frage={name}"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": "viele"},
        {"hours": "0"},
        {"hours": "999999"},
        {"price": "-5"},
        {"price": "1" * 30},
        {"starts_on": "morgen"},
        {"starts_on": "0001-01-01"},
        {"starts_on": "9999-12-31"},
        {"starts_on": f"{clock.today() + timedelta(days=6 * 366)}"},
        {"starts_on": f"{clock.today() - timedelta(days=2 * 366)}"},
        {"azav": "vielleicht"},
        {"aim": "<script>"},
    ],
)
def test_a_course_that_cannot_be_comes_back_with_all_that_was_typed(reader, wrong):
    page = reader.post(f"{PAGE}/kurs", data={**OWN, **wrong})
    assert page.status_code == 422
    for name in ("hours", "price"):
        assert f'value="{({**OWN, **wrong})[name]}"' in page.text
    assert "<script>alert" not in page.text
    assert reader.get(f"{PAGE}?kurs=eigener").status_code == 200
    assert "Um welchen Kurs geht es?" in words_of(reader.get(f"{PAGE}?kurs=eigener"))


def test_a_course_of_ones_own_can_be_changed(reader):
    begin(reader)
    page = reader.get(f"{PAGE}/kurs")
    assert 'value="480"' in page.text
    assert 'value="4800"' in page.text


def test_a_course_of_ones_own_counts_for_no_offer(stocked):
    reader = stocked.client()
    begin(reader)
    before = words_of(stocked.client().get("/angebote/stapler-dortmund-tag"))
    assert words_of(reader.get("/angebote/stapler-dortmund-tag")).split("Ähnliche")[0].count(
        "480"
    ) == before.split("Ähnliche")[0].count("480")
    assert "480" not in words_of(reader.get("/foerderung"))


def test_a_course_of_ones_own_goes_with_the_answers(reader):
    begin(reader)
    reader.post("/foerderung/angaben/loeschung")
    assert "Um welchen Kurs geht es?" in words_of(reader.get(f"{PAGE}?kurs=eigener"))


@pytest.mark.parametrize("starts", [None, ""])
def test_a_course_that_is_there_need_not_be_found(reader, starts):
    tell(reader, beschaeftigt="nein", anlass="arbeitslosigkeit_beenden")
    address = begin(reader, **({} if starts is None else {"starts_on": starts}))
    words = words_of(reader.get(f"{address}&ergebnis=ja"))
    assert "Stellen Sie dort den Antrag." in words
    assert "noch einen Kurs finden" not in words
    words = words_of(reader.get(f"{PAGE}?kurs=ohne&ergebnis=ja"))
    assert "noch einen Kurs finden" in words


def test_the_result_names_no_way_that_hardly_anybody_gets(reader):
    tell(reader, beschaeftigt="ja", berufsabschluss="nein", betriebsgroesse="34")
    address = begin(reader)
    other = words_of(reader.get(address)).split("Die anderen Wege")[1]
    assert "Transfergesellschaft" not in other.split("Was nicht passt, und warum")[0]
    tell(reader, transfer_kug="ja")
    assert "Kurs in der Transfergesellschaft" in words_of(reader.get(address))


def test_a_free_course_needs_no_questions(reader):
    page = reader.get(begin(reader, price="0"))
    assert "Der Kurs ist kostenlos." in words_of(page)


def test_no_answer_stands_in_an_address(reader):
    begin(reader, **CHEAP)
    sent = reader.post(PAGE, data={"name": "zve_jahr", "answer": "31313", "kurs": "eigener"})
    assert "31313" not in sent.location


def test_the_questions_are_not_for_search_engines(reader):
    assert "noindex" in reader.get(begin(reader)).headers["X-Robots-Tag"]


def test_the_pages_speak_english(reader):
    reader.set_cookie("language", "en")
    assert "Question 1 of at most 6" in words_of(reader.get(begin(reader)))


STORY = (
    "Ich arbeite im Lager, wir sind 34 Leute im Betrieb. Ich habe keine Ausbildung. Die Umschulung dauert "
    "480 Stunden, kostet 4.800 Euro, ist AZAV-zugelassen und beginnt in 2 Monaten."
)


def test_a_story_becomes_answers_and_a_course(reader):
    sent = reader.post(f"{PAGE}/worte", data={"words": STORY})
    assert (sent.status_code, sent.location) == (303, f"{PAGE}?kurs=eigener")
    asked, page = walk(reader, sent.location, {})
    words = words_of(page)
    assert not {"beschaeftigt", "berufsabschluss", "betriebsgroesse"} & set(asked)
    assert "Das haben Sie gesagt" in words
    assert "Größe vom Betrieb: 34" in words
    assert "480 Stunden · 4.800 € · beginnt am" in words
    assert "· zugelassen (AZAV) · Berufs-Abschluss mit mindestens 2 Jahren Ausbildung" in words
    assert "Sie zahlen 0 €" in words.replace("\xa0", " ") or "0 €" in words.replace("\xa0", " ")


def test_the_words_of_a_story_are_kept_nowhere(reader, stocked):
    reader.post(f"{PAGE}/worte", data={"words": STORY})
    for page in (PAGE, f"{PAGE}?kurs=eigener", "/foerderung/angaben"):
        assert "Umschulung dauert" not in reader.get(page).text


@pytest.mark.parametrize("words", ["Ich bin schwerbehindert", "Mein GdB ist 60"])
def test_health_is_not_heard_without_consent(reader, words):
    reader.post(f"{PAGE}/worte", data={"words": f"{words} und arbeite im Büro"})
    assert "Schwer-Behinderung: ja" not in words_of(reader.get("/foerderung/angaben"))


def test_what_has_never_happened_is_an_answer(reader):
    words = "Ich arbeite im Lager. Die Agentur hat mir noch nie etwas bezahlt."
    sent = reader.post(f"{PAGE}/worte", data={"words": words})
    asked, _page = walk(reader, sent.location, {})
    assert "jahre_seit_letzter_82_foerderung" not in asked
    assert reader.get("/foerderung/angaben").status_code == 200


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("", 422, ""),
        ("a" * 2001, 422, ""),
        ("Tomaten sind rot", 200, "Wir haben nichts über Sie oder einen Kurs verstanden."),
        ("<script>alert(1)</script> Tomaten", 200, "Wir haben nichts"),
        ("Kurs kostet 99999999 Euro", 200, "Wir haben nichts"),
    ],
)
def test_what_says_nothing_is_said_so_and_stays_in_the_field(reader, words, status, said):
    answer = reader.post(f"{PAGE}/worte", data={"words": words})
    assert answer.status_code == status
    assert said in words_of(answer)
    assert "<script>alert" not in answer.text
    if said:
        assert words.split()[-1] in answer.text


def test_roughly_is_enough(reader):
    address = begin(reader, **CHEAP)
    sent = {"name": "zve_jahr", "answer": "", "roughly": "50000", "kurs": "eigener"}
    assert reader.post(PAGE, data=sent).status_code == 303
    assert "Einkommen für die Steuer: höchstens 50.000 Euro" in words_of(reader.get(address))
    sent = {"name": "alter", "answer": "kein Alter", "roughly": "45", "kurs": "eigener"}
    assert reader.post(PAGE, data=sent).status_code == 303
    assert "Alter: mindestens 45 Jahre" in words_of(reader.get(address))


@pytest.mark.parametrize("range_", ["49999", "x", "-1", "5" * 30])
def test_no_other_range_can_be_chosen(reader, range_):
    begin(reader, **CHEAP)
    sent = {"name": "zve_jahr", "answer": "", "roughly": range_, "kurs": "eigener"}
    reader.post(PAGE, data=sent)
    assert "Einkommen für die Steuer:" not in words_of(reader.get("/foerderung/angaben"))
