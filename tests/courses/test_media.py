"""Films and sounds come with a player, captions, and what is said in them to read."""

from datetime import timedelta

import pytest

from mentorhub.courses.actions import content
from mentorhub.courses.material.files import read_course
from tests.courses.material import COURSE_TOML, FINAL, MITTE, files
from tests.tandems.site import words_of

FILM = """
::: video film.webm
title: Das Gespräch
captions: film.vtt
transcript: film.md
:::

::: download leitfaden.pdf
title: Der Leitfaden
:::

::: callout law
§ 81 SGB III
:::
"""
MEDIA = {
    "files/film.webm": b"\x1aE\xdf\xa3",
    "files/film.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nGuten Tag\n",
    "files/film.md": "Guten **Tag**, Frau Öz.".encode(),
    "files/leitfaden.pdf": b"%PDF-1.7",
}
ESSAY = """
[[question]]
id = "warum"
kind = "essay"
text = "Warum?"
[[question.criterion]]
text = "Eigene Worte"
points = 1
"""
LESSON = "/lernen/film/lektionen/mitte"


@pytest.fixture
def learner(site, noon):
    """Lena, in a course with a film, a free text and a time to wait."""
    quiz = FINAL.replace("pass = 50", "pass = 50\nwait_minutes = 30") + ESSAY
    changed = {"course.toml": COURSE_TOML, "lessons/mitte.md": MITTE + FILM}
    changed |= {"quizzes/abschluss.toml": quiz, **MEDIA}
    course = read_course("film", files(**changed))
    with site.database.writing() as session:
        content.keep(session, course, noon)
        content.keep_files(session, {course.files[n[6:]]: data for n, data in MEDIA.items()})
    client = site.client(site.lena)
    client.post("/lernen/film/teilnahme")
    return client


def test_a_film_has_captions_and_its_text_stands_beside_it(learner):
    page = learner.get(LESSON)
    assert '<track kind="captions" src="/lernen/film/dateien/film.vtt"' in page.text
    assert "Text lesen: Das Gespräch" in words_of(page)
    assert "Guten <strong>Tag</strong>, Frau Öz." in page.text


def test_without_a_connection_one_reads_what_is_said_and_what_is_missing(learner):
    words = words_of(learner.get(f"{LESSON}/offline"))
    assert "Guten Tag , Frau Öz." in words
    assert "nur mit Internet: Der Leitfaden" in words
    assert "Was das Gesetz sagt § 81" in words


def test_an_editor_sees_films_as_learners_do(site, learner):
    page = site.client(site.rosa).get("/redaktion/kurse/film/1")
    assert '<track kind="captions" src="/redaktion/kurse/film/1/dateien/film.vtt"' in page.text
    assert "Guten <strong>Tag</strong>, Frau Öz." in page.text


def test_the_time_to_wait_is_told_before_the_first_attempt(learner):
    words = words_of(learner.get("/lernen/film/tests/abschluss"))
    assert "Zwischen zwei Versuchen mindestens 30 Minuten" in words


def test_who_passed_hears_that_a_free_text_is_still_being_read(learner, hands):
    begun = learner.post("/lernen/film/tests/abschluss/versuche")
    hands.now += timedelta(minutes=5)
    told = {"frage.answer": "0", "stunden.answer": "120 Stunden", "warum.answer": "Darum."}
    page = learner.post(f"{begun.location}/abgabe", data=told, follow_redirects=True)
    assert "Bestanden: 2 von 3 Punkten" in words_of(page)
    assert "Jemand liest sie." in words_of(page)
