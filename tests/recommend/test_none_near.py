"""A search to which the invented catalogue has no answer, through the page and the interface."""

import pytest

UNKNOWN = "Tierpflegerin werden, mit Hunden und Katzen"
KNOWN = "Ich will Gabelstapler fahren lernen"


def test_the_page_says_that_there_is_no_course_and_keeps_the_nearest_folded(client):
    page = client.get("/suche", query_string={"q": UNKNOWN}).text
    assert "Dazu haben wir im Moment keinen Kurs." in page
    assert "Zeigen, was dem am nächsten kommt" in page
    assert "Was am besten passt, steht oben." not in page


def test_the_page_says_nothing_of_the_kind_where_courses_fit(client):
    assert "Dazu haben wir im Moment keinen Kurs." not in client.get("/suche?q=" + KNOWN).text
    assert "Dazu haben wir im Moment keinen Kurs." not in client.get("/suche").text


@pytest.mark.parametrize("asked", ["asdfgh qwertz", "bla bla", "hallo", "Reiten lernen"])
def test_the_page_says_so_where_nothing_can_be_made_of_the_words(client, asked):
    page = client.get("/suche", query_string={"q": asked}).text
    assert "Dazu haben wir im Moment keinen Kurs." in page


@pytest.mark.parametrize("asked", ["sudor în Dortmund", "أريد دورة لحام في كولونيا مساءً", "Кухар"])
def test_other_languages_are_not_told_that_a_course_is_missing_which_is_there(client, asked):
    page = client.get("/suche", query_string={"q": asked}).text
    assert "Dazu haben wir im Moment keinen Kurs." not in page


def test_a_dialogue_keeps_the_nearest_courses_and_their_money_folded_too(client):
    client.post("/frag-nach/antworten", data={"text": UNKNOWN, "turn": "0"})
    page = client.get("/frag-nach").text
    assert "Dazu haben wir nichts Passendes." in page
    folded = page[page.index("<details") : page.rindex("</details>")]
    assert page.count('class="save"') == folded.count('class="save"') == 3
    assert "Wer dafür zahlen kann" in folded


@pytest.mark.parametrize(
    "asked",
    [
        "Kurs von zu Hause aus, nach der Frühschicht",
        "kostenlos und am Wochenende in Hagen",
        "Prämie wenn ich die Zwischenprüfung bestehe",
        "who pays for my training if I am unemployed",
        "???",
    ],
)
def test_who_names_only_wishes_or_asks_for_money_is_not_told_that_a_course_is_missing(
    client, asked
):
    page = client.get("/suche", query_string={"q": asked}).text
    assert "Dazu haben wir im Moment keinen Kurs." not in page


def test_marks_alone_show_the_newest_courses(client):
    page = client.get("/suche", query_string={"q": "??? 🤖"}).text
    assert "Was am besten passt, steht oben." not in page
    assert "Ihre Wörter stehen nicht im Text" not in page


def test_programs_are_told_as_well(client):
    asked = {
        sentence: client.get("/api/v1/search", query_string={"q": sentence})
        for sentence in (UNKNOWN, KNOWN)
    }
    assert [answer.json["none_near"] for answer in asked.values()] == [True, False]


def test_a_radius_without_a_course_on_the_topic_is_left_out_and_said(client):
    asked = {"q": "Staplerschein", "ort": "Siegen", "umkreis": "10"}
    page = client.get("/suche", query_string=asked).text
    assert "haben wir nichts Passendes gefunden" in page
    assert "Darum haben wir weggelassen: Entfernung" in page
    assert "Dazu haben wir im Moment keinen Kurs." not in page
    assert (
        client.get("/suche", query_string=asked | {"ort": "Dortmund"}).text.count("weggelassen")
        == 0
    )
