"""A company asks what is possible for its people, and takes the answer along as a sheet."""

import io
import re

import pypdf
import pytest
from sqlalchemy import select

from mentorhub.recommend.models import Visit
from tests.recommend.site import words_of

PAGE = "/foerderung/betrieb"
SHEET = "/foerderung/betrieb/blatt.pdf"
COUNT = "/foerderung/angaben/beschaeftigte"
LAGER = {"more": "30", "up_to_20": "4", "agreement": "nein", "hours": "480", "price": "4.800"}
HOSTILE = '<script>alert(1)</script> #read("/etc/passwd") ]) $x$ *Müller* {{ 7*7 }}'


def tell(browser, **fields):
    return browser.post(PAGE, data=fields)


def shown(browser) -> str:
    return words_of(browser.get(PAGE))


def sheet(browser) -> pypdf.PdfReader:
    answer = browser.get(SHEET)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.data))


def text_of(reader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def section(words: str, start: str, end: str) -> str:
    return words.split(start, 1)[1].split(end, 1)[0]


def test_a_company_of_34_learns_who_pays_what(visitor):
    answer = tell(visitor, **LAGER)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#moeglich")
    words = shown(visitor)
    assert "Was ist für Ihre 34 Beschäftigten möglich?" in words
    assert "Nach Stunden gezählt (§ 82 Abs. 6 Satz 3 SGB III) 32" in words
    assert "Leute ohne Berufs-Abschluss, die ihn nachholen 0 %: 0 € 4.800 € bis zu 100 %" in words
    assert "Leute mit Berufs-Abschluss, 45 oder älter 0 %: 0 € 4.800 € bis zu 75 %" in words
    possible = section(words, "Das kann gehen", "Das ist noch offen")
    assert "§ 82 Abs. 2 Satz 3" in possible
    assert "§ 81 Abs. 2, § 82 Abs. 3 Satz 2 und 3 SGB III" in possible
    assert "Spätestens am Tag vor dem Beginn" in possible
    assert possible.count("Der Anbieter hat die Zulassung (AZAV).") == 1
    assert "Arbeitgeber-Service der Agentur für Arbeit" in possible


def test_what_does_not_go_says_why_and_by_which_law(visitor):
    tell(visitor, **LAGER)
    words = section(shown(visitor), "Das geht nicht", "Das ist keine Beratung zum Recht.")
    assert "Meister, Techniker oder Fachwirt" in words
    assert "§ 22 Abs. 1a SGB III" in words
    assert "Das hilft stattdessen Die Person kann selbst Aufstiegs-BAföG beantragen" in words
    assert "Die Person kann selbst Aufstiegs-BAföG" in text_of(sheet(visitor))


def test_what_is_open_names_the_question_that_decides(visitor):
    tell(visitor, more="34")
    words = section(shown(visitor), "Das ist noch offen", "Das geht nicht")
    assert "Diese Frage entscheidet" in words
    assert "Arbeiten die Leute meist in Nordrhein-Westfalen?" in words
    assert "Wie viel Prozent der Leute im Betrieb brauchen neues Wissen?" in words
    assert "0,2" not in words


def test_what_must_be_so_in_the_company_is_not_left_out(visitor):
    tell(visitor, **LAGER)
    words = section(shown(visitor), "Das kann gehen", "Das ist noch offen")
    employees, coaching = words.split("INQA-Coaching kann gehen")
    assert "Der Kurs hilft Ihnen auch an anderen Arbeits-Plätzen." in employees
    assert "Der Kurs ist für den Betrieb keine Pflicht." in employees
    assert "Der Betrieb spricht vorher mit der INQA-Stelle." in coaching


def test_courses_in_the_company_are_named_too(visitor):
    tell(visitor, more="34")
    assert "Leute, die besser lesen, schreiben oder rechnen wollen" in shown(visitor)


def test_a_company_is_not_told_that_its_employer_learns_nothing(visitor):
    assert "sagen Ihrem Betrieb nichts davon" not in shown(visitor)


def test_an_empty_form_shows_ranges_and_questions(visitor):
    assert tell(visitor).status_code == 303
    words = shown(visitor)
    assert "Was ist für Ihren Betrieb möglich?" in words
    assert "0 bis 75 %" in words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("more", "-1"), ("more", "1,5"), ("up_to_10", "viele"), ("up_to_30", "1000001"),
        ("affected", "101"), ("hours", "0"), ("price", "9" * 40), ("change", "geheim"),
        ("agreement", "vielleicht"), ("name", "x" * 81),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost_or_kept(own_site, name, value):
    site = own_site()
    browser = site.client()
    answer = tell(browser, **LAGER | {name: value})
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in words_of(answer)
    assert 'value="4.800"' in answer.get_data(as_text=True) or name == "price"
    with site.database.reading() as session:
        assert session.scalars(select(Visit)).all() == []


def test_answers_come_back_into_the_form(visitor):
    tell(visitor, **LAGER, name="Lager GmbH", change="tarifvertrag", affected="20", in_nrw="ja")
    page = visitor.get(PAGE).get_data(as_text=True)
    for value in ("30", "4", "480", "4800", "Lager GmbH", "20"):
        assert f'value="{value}"' in page, value
    assert '<option selected value="tarifvertrag">' in page
    assert '<option selected value="nein">' in page


def test_nothing_of_it_stands_in_an_address_or_open_in_the_database(own_site):
    site = own_site()
    browser = site.client()
    answer = tell(browser, **LAGER, name="Geheim GmbH")
    assert "Geheim" not in answer.headers["Location"]
    with site.database.reading() as session:
        (row,) = session.scalars(select(Visit))
        assert b"Geheim" not in row.sealed


def test_what_a_company_says_is_nothing_about_the_visitor(visitor):
    tell(visitor, **LAGER)
    words = words_of(visitor.get("/foerderung/angaben"))
    assert "Sie haben uns noch nichts gesagt." in words
    assert "Zu Ihren Angaben über einen Betrieb" in words


def test_a_company_can_be_forgotten_and_the_answers_stay(visitor):
    visitor.post("/foerderung/angaben", data={"name": "beschaeftigt", "answer": "ja"})
    tell(visitor, **LAGER)
    assert visitor.post(f"{PAGE}/loeschung").status_code == 303
    assert "Was ist für unsere Leute möglich?" in shown(visitor)
    assert "Arbeits-Stelle" in words_of(visitor.get("/foerderung/angaben"))


def test_deleting_all_answers_deletes_the_company_too(visitor):
    tell(visitor, **LAGER)
    visitor.post("/foerderung/angaben/loeschung")
    assert "Was ist für unsere Leute möglich?" in shown(visitor)


def test_the_sheet_says_what_the_page_says(visitor):
    tell(visitor, **LAGER, name="Lager GmbH")
    reader = sheet(visitor)
    words = text_of(reader)
    assert reader.metadata.title == "Was ist für Ihre 34 Beschäftigten möglich?"
    assert reader.trailer["/Root"]["/Lang"] == "de"
    for part in (
        "Lager GmbH", "0 %: 0 €", "bis zu 100 %", "§ 82 Abs. 2 Satz 3", "Das geht nicht",
        "§ 22 Abs. 1a SGB III", "Bildungsurlaub", "INQA-Coaching", "Qualifizierungsgeld",
        "Das ist keine Beratung zum Recht.",
    ):  # fmt: skip
        assert part in words, part


def test_the_sheet_is_tagged_and_kept_by_nobody(visitor):
    tell(visitor, **LAGER)
    answer = visitor.get(SHEET)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    root = pypdf.PdfReader(io.BytesIO(answer.data)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root


def test_a_hostile_name_is_a_name(visitor):
    tell(visitor, **LAGER, name=HOSTILE)
    page = visitor.get(PAGE).get_data(as_text=True)
    assert "<script>alert" not in page
    assert HOSTILE in text_of(sheet(visitor))


def test_a_name_in_another_script_does_not_break_the_sheet(visitor):
    tell(visitor, **LAGER, name="会社 😀 شركة Łódź")
    assert "?? ? ???? Łódź" in text_of(sheet(visitor))


def test_the_sheet_speaks_the_language_of_the_reader(visitor):
    tell(visitor, **LAGER)
    visitor.set_cookie("language", "en")
    reader = sheet(visitor)
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == "What is possible for your 34 employees?"
    assert "up to 100 %" in text_of(reader)


def test_without_answers_there_is_no_sheet(site):
    answer = site.client().get(SHEET)
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)


def test_part_time_is_counted_into_the_answer(visitor):
    answer = visitor.post(COUNT, data={"more": "49", "up_to_30": "1", "next": "/foerderung"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/foerderung")
    assert "49,75" in words_of(visitor.get("/foerderung/angaben"))


def test_whole_people_make_a_whole_number(visitor):
    visitor.post(COUNT, data={"up_to_10": "4", "more": "1"})
    told = words_of(visitor.get("/foerderung/angaben"))
    assert "2 Personen" in told  # counted by hours
    assert "5 Personen" in told  # heads, for the law on leave


@pytest.mark.parametrize(
    "sent", [{}, {"more": ""}, {"more": "x"}, {"more": "-3"}, {"up_to_20": "2,5"}]
)
def test_a_count_of_nothing_is_asked_again(visitor, sent):
    answer = visitor.post(COUNT, data={**sent, "next": "/suche?q=Stapler"})
    assert answer.status_code == 422
    assert "Leute im Betrieb zählen" in words_of(answer)
    assert 'value="/suche?q=Stapler"' in answer.get_data(as_text=True)


def test_nobody_is_sent_elsewhere(visitor):
    answer = visitor.post(COUNT, data={"more": "1", "next": "https://boese.example/"})
    assert answer.headers["Location"] == "/foerderung/angaben"


def test_the_question_about_the_size_helps_to_count(visitor):
    visitor.post("/foerderung/angaben", data={"name": "beschaeftigt", "answer": "ja"})
    page = visitor.get("/foerderung/inqa-coaching").get_data(as_text=True)
    assert page.count(f'action="{COUNT}"') == 1
    assert "Wir haben Teilzeit-Kräfte: ausrechnen" in page


def test_the_list_of_funding_leads_companies_on(visitor):
    assert f'href="{PAGE}"' in visitor.get("/foerderung").get_data(as_text=True)


def test_who_pays_and_what_to_do_stand_open_and_the_rest_is_folded(visitor):
    tell(visitor, **LAGER)
    page = visitor.get(PAGE).text.split('id="moeglich"')[1]
    open_ = re.sub(r'<details class="why">.*?</details>', "", page, flags=re.DOTALL)
    for words in ("Wer zahlt was", "Diese Frage entscheidet", "Das ist zu tun"):
        assert words in open_
    for words in ("So muss der Kurs sein", "Diese Papiere brauchen Sie", "Gesetz dazu"):
        assert words in page
        assert words not in open_
