"""A question about somebody's life gets a number to call first; others do not."""

import pytest

from mentorhub.courses.distress import speaks_of_danger
from tests.tandems.site import words_of

PLACE = "/lernen/zuhoeren/frag"


@pytest.mark.parametrize(
    "text",
    [
        "Jemand will sich umbringen",
        "Was mache ich, wenn jemand über Selbstmord spricht?",
        "Ein Kollege hat Suizidgedanken.",
        "Sie sagt, sie will nicht mehr leben",
        "Er bringt sich vielleicht um, was tun?",
        "Mein Kollege droht, sich etwas anzutun",
        "Was, wenn sie sich was antut?",
        "Sie möchte am liebsten sterben",
        "Was, wenn er sich umbringt?",
        "Er will nicht weiterleben",
        "Er hat gesagt, dass er tot sein will.",
        "He wants to kill himself",
        "What if someone is suicidal?",
        "She wants to\ndie",
    ],
)
def test_danger_is_heard(text):
    assert speaks_of_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wie bringe ich jemanden zum Reden?",
        "Der Chef bringt mich um den Lohn",
        "Kann man davon nicht leben?",
        "Was tue ich zuerst?",
        "Was muss ich bei einem Umbau tun?",
        "Wann stirbt ein Anspruch?",
        "Leben und Arbeit vereinbaren",
        "What does the law say about dying out jobs?",
        "Wie lange wird gespeichert?",
    ],
)
def test_other_questions_are_no_danger(text):
    assert not speaks_of_danger(text)


def test_who_asks_about_it_gets_a_number_before_anything_else(lena_there):
    page = words_of(lena_there.post(PLACE, data={"question": "Jemand will sich umbringen"}))
    assert "112" in page
    assert "0800 111 0 111" in page
    assert page.index("116 123") < page.index("nicht in diesem Kurs")


def test_who_asks_something_else_gets_none(lena_there):
    page = words_of(lena_there.post(PLACE, data={"question": "Was ist ein Suchwort?"}))
    assert "116 123" not in page
