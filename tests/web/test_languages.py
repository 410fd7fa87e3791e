"""The reader's choices: language and Einfache Sprache, remembered without an account."""

import pytest


def test_german_is_spoken_first(client):
    page = client.get("/", headers={"Accept-Language": "en"})
    assert '<html lang="de"' in page.text
    assert "Zum Inhalt springen" in page.text


def test_the_language_is_remembered_and_the_reader_stays_where_they_were(client):
    answer = client.post("/sprache", data={"language": "en", "next": "/kurse?seite=2"})
    assert (answer.status_code, answer.location) == (303, "/kurse?seite=2")
    page = client.get("/").text
    assert '<html lang="en"' in page
    assert "Skip to the content" in page


def test_an_unknown_language_is_german(client):
    client.post("/sprache", data={"language": "xx"})
    assert '<html lang="de"' in client.get("/").text


def test_einfache_sprache_is_switched_on_and_off_by_one_control(client):
    assert "worum es auf dieser Seite geht" in client.get("/muster").text
    client.post("/einfache-sprache", data={"easy": "on", "next": "/muster"})
    easy = client.get("/muster").text
    assert "Das ist leicht gesagt." in easy
    assert 'aria-pressed="true"' in easy
    client.post("/einfache-sprache", data={"easy": "off"})
    assert "worum es auf dieser Seite geht" in client.get("/muster").text


def test_the_choice_is_kept_for_a_year_out_of_reach_of_scripts(client):
    cookie = client.post("/sprache", data={"language": "en"}).headers["Set-Cookie"]
    assert "Max-Age=31536000" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "", "/a\nb"],
)
def test_nobody_is_led_away(client, wanted):
    answer = client.post("/sprache", data={"language": "en", "next": wanted})
    assert answer.location == "/"
