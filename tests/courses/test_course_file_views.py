"""Editors take courses along and bring them in."""

import io

import pytest

from mentorhub.courses.question_files import read
from tests.courses.material import files
from tests.courses.test_bank_views import editor  # noqa: F401  a fixture
from tests.courses.test_course_files import OURS, in_folder, zipped
from tests.tandems.site import words_of

PAGES = ("/redaktion/kursdateien", "/redaktion/kurse/zuhoeren/1/mitnehmen")
PAGES += ("/redaktion/kurse/zuhoeren/1/kurs.zip",)
PAGES += ("/redaktion/kurse/zuhoeren/1/fragen/abschluss/xml",)


@pytest.mark.parametrize("path", PAGES)
def test_editors_alone_take_courses_along(site, editor, visitor, path):  # noqa: F811
    assert editor.get(path).status_code == 200
    assert visitor.get(path).status_code == 401
    assert site.client(site.lena).get(path).status_code == 403


def send(editor, held, name="kurs.zip"):  # noqa: F811
    return editor.post("/redaktion/kursdateien", data={"file": (held, name)})


def take(editor, where, slug, **more):  # noqa: F811
    return editor.post(f"{where}/uebernahme", data={"slug": slug, **more})


def test_what_leaves_comes_in_under_another_id(site, editor):  # noqa: F811
    sent = io.BytesIO(editor.get("/redaktion/kurse/zuhoeren/1/kurs.zip").data)
    where = send(editor, sent).location
    words = words_of(editor.get(where))
    assert "Ein anderer Kurs hat hier diese Kennung." in words
    assert "2 (3 Fragen)" in words
    assert take(editor, where, "zuhoeren").status_code == 422
    assert take(editor, where, "Hin Hören").status_code == 422
    assert take(editor, where, "hinhoeren").location == "/redaktion/kurse/hinhoeren"
    assert site.client().get("/lernen/hinhoeren").status_code == 200
    assert editor.get(where).status_code == 404


def test_an_id_that_is_here_is_taken_only_by_who_has_read_what_that_means(editor):  # noqa: F811
    where = send(editor, zipped(in_folder(OURS, "neu"))).location
    assert take(editor, where, "neu").status_code == 303
    other = files(**{"lessons/mitte.md": "+++\ntitle = \"M\"\n+++\n\nText.\n\n"
        "::: reflection rueckblick\nWas?\n:::\n\n::: story pause\n:::\n"})  # fmt: skip
    where = send(editor, zipped(in_folder(other, "anders"))).location
    again = take(editor, where, "neu", gesehen="anders")
    assert again.status_code == 422
    assert "wird seine neuere Fassung" in words_of(again)
    assert take(editor, where, "neu", gesehen="neu").location == "/redaktion/kurse/neu"
    assert "Fassung 2" in words_of(editor.get("/redaktion/kurse/neu"))


def test_a_file_with_mistakes_comes_back_with_file_and_line(editor):  # noqa: F811
    held = zipped(in_folder(OURS | {"lessons/mitte.md": b"no head"}))
    answer = send(editor, held)
    assert answer.status_code == 422
    assert "lessons/mitte.md:1" in words_of(answer)
    assert "Die erste Zeile muss +++ sein." in words_of(answer)


@pytest.mark.parametrize("held", [{"../a": b"x"}, {"a.txt": b"x"}])
def test_a_hostile_or_strange_file_comes_back_with_the_reason(editor, held):  # noqa: F811
    assert send(editor, zipped(held)).status_code == 422
    assert send(editor, io.BytesIO(b"")).status_code == 422


def test_questions_of_a_quiz_leave_and_what_cannot_is_named(site, editor):  # noqa: F811
    xml = editor.get("/redaktion/kurse/zuhoeren/1/fragen/abschluss/xml")
    assert read(xml.data).questions == site.course.quizzes["abschluss"].questions
    assert "Alles ist darin." in words_of(editor.get("/redaktion/kurse/zuhoeren/1/mitnehmen"))
    assert editor.get("/redaktion/kurse/zuhoeren/1/fragen/nichts/xml").status_code == 404
