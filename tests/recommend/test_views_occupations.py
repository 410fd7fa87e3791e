"""From an everyday name of an occupation to steps and courses, on a site that knows words only."""

import pytest

from tests.recommend.site import links_of, open_site, words_of


@pytest.fixture(scope="module")
def stocked(_german, sqlite_template, tmp_path_factory):
    yield from open_site(sqlite_template, tmp_path_factory.mktemp("berufe"), encoder=False)


def test_a_name_that_is_known_leads_straight_to_its_page(reader):
    answer = reader.get("/berufe?als=Ich+bin+Lagerhelferin&ort=44137")
    assert (answer.status_code, answer.location) == (302, "/berufe/lagerhelfer?ort=44137")


def test_the_page_shows_four_directions_and_courses_for_a_step(reader):
    page = reader.get("/berufe/lagerhelfer")
    told = words_of(page)
    for part in (
        "Lagerhelfer:in: Was geht?",
        "Mehr können im Beruf",
        "Staplerschein machen",
        "Einen Abschluss bekommen",
        "Aufsteigen",
        "Logistikmeister:in werden",
        "Etwas anderes machen",
    ):
        assert part in told
    assert any(link.startswith("/angebote/stapler-") for link in links_of(page))


def test_courses_near_a_place_come_first(reader):
    def first(town: str) -> str:
        links = links_of(reader.get(f"/berufe/lagerhelfer?ort={town}"))
        return next(link for link in links if link.startswith("/angebote/stapler-"))

    assert first("Dortmund").startswith("/angebote/stapler-dortmund")
    assert first("Köln") == "/angebote/stapler-koeln-wochenende?ort=K%C3%B6ln"


def test_a_step_without_a_course_says_so(reader):
    assert "Dazu haben wir im Moment keinen Kurs." in words_of(reader.get("/berufe/waldarbeiter"))


def test_a_slip_is_suggested_and_nothing_is_guessed(reader):
    told = words_of(reader.get("/berufe?als=Lagerhelffer"))
    assert "Meinen Sie einen davon? Lagerhelfer:in" in told


@pytest.mark.parametrize("said", ["cleaner", "sprzątaczka", "temizlikçi", "прибиральниця"])
def test_an_occupation_in_another_language_is_suggested(reader, said):
    told = words_of(reader.get(f"/berufe?als={said}"))
    assert "Meinen Sie einen davon? Reinigungskraft" in told


def test_an_unknown_occupation_still_has_a_way_on(reader):
    page = reader.get("/berufe?als=Astronaut")
    assert "Diesen Beruf kennen wir noch nicht." in words_of(page)
    assert any(link.startswith("/suche?q=Ich+arbeite+als+Astronaut") for link in links_of(page))


def test_two_occupations_in_one_sentence_are_both_offered(reader):
    told = words_of(reader.get("/berufe?als=Koch+und+Friseurin"))
    assert "Meinen Sie einen davon? Köchin / Koch Friseur:in" in told


@pytest.mark.parametrize("said", ["", " ", "<script>alert(1)</script>", "x" * 5000, "\u202e:in"])
def test_whatever_is_written_the_list_is_there(reader, said):
    page = reader.get("/berufe", query_string={"als": said, "ort": said})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "Alle Berufe, die wir kennen" in words_of(page)


def test_an_unknown_place_is_said(reader):
    assert "Den Ort „Entenhausen“ kennen wir nicht." in words_of(
        reader.get("/berufe/koch?ort=Entenhausen")
    )


def test_what_is_no_occupation_is_missing(reader):
    assert reader.get("/berufe/gibt-es-nicht").status_code == 404


def test_the_start_page_leads_there(reader):
    assert "/berufe" in links_of(reader.get("/"))
