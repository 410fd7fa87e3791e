"""Editors read versions, see what differs, and decide which one is offered."""

import pytest

from mentorhub.accounts.models import Role
from mentorhub.courses.actions import content, publishing
from mentorhub.courses.actions.publishing import AlreadyOffered
from mentorhub.courses.material.difference import differences
from mentorhub.courses.material.files import read_course
from mentorhub.courses.queries import editing, versions
from tests import people
from tests.courses.material import FINAL, MITTE, STORY, files
from tests.tandems.site import words_of


def course(**changed):
    return read_course("zuhoeren", files(**changed))


def test_only_what_differs_is_told_line_by_line():
    changed = course(
        **{
            "lessons/mitte.md": MITTE.replace("Noch mehr Text.", "Noch weniger Text."),
            "quizzes/abschluss.toml": FINAL.replace("value = 120", "value = 121"),
        }
    )
    told = {(each.part, each.id): each for each in differences(course(), changed)}
    assert set(told) == {("lesson", "mitte"), ("question", "abschluss/stunden")}
    lines = told["lesson", "mitte"].lines
    assert ("gone", "text: Noch mehr Text.") in lines
    assert ("added", "text: Noch weniger Text.") in lines


def test_parts_come_and_go():
    without = course(
        **{
            "stories/pause.toml": None,
            "lessons/mitte.md": MITTE.replace("::: story pause\n:::\n", ""),
        }
    )
    kinds = {(each.part, each.kind) for each in differences(course(), without)}
    assert ("story", "gone") in kinds
    assert ("story", "added") in {(e.part, e.kind) for e in differences(without, course())}
    assert differences(course(), course()) == []


@pytest.fixture
def newer(session, version, noon):
    text = STORY.replace("Sie erzählt.", "Sie erzählt viel.")
    return content.keep(session, course(**{"stories/pause.toml": text}), noon)


def test_the_version_that_a_person_published_last_is_offered(session, version, newer, lena, noon):
    assert [each.id for each in editing.waiting(session)] == [newer.id]
    publishing.publish(session, newer, by=lena.id, now=noon)
    assert versions.offered_version(session, "zuhoeren") == newer
    assert editing.waiting(session) == []
    with pytest.raises(AlreadyOffered):
        publishing.publish(session, newer, by=lena.id, now=noon)
    publishing.publish(session, version, by=lena.id, now=noon)
    assert versions.offered(session)["zuhoeren"] == version


@pytest.fixture
def editor(site):
    with site.database.writing() as session:
        office = people.association(session, "Büro")
        rosa = people.person(session, "Rosa Rot")
        people.member(session, rosa, office, Role.editor)
        changed = files(**{"lessons/mitte.md": MITTE.replace("mehr", "weniger")})
        content.keep(session, read_course("zuhoeren", changed), people.LONG_AGO)
    return site.client(rosa.id)


PAGES = (
    "/redaktion/kurse",
    "/redaktion/kurse/zuhoeren",
    "/redaktion/kurse/zuhoeren/1",
    "/redaktion/kurse/zuhoeren/2/unterschiede",
)


@pytest.mark.parametrize("path", PAGES)
def test_editors_alone_see_these_pages(site, editor, visitor, path):
    assert editor.get(path).status_code == 200
    assert visitor.get(path).status_code == 401
    assert site.client(site.lena).get(path).status_code == 403


def test_an_editor_reads_all_sees_the_difference_and_publishes(editor):
    words = words_of(editor.get("/redaktion/kurse/zuhoeren/1"))
    assert "Sie erzählt." in words
    assert "Darauf passt nur Ja oder Nein." in words
    words = words_of(editor.get("/redaktion/kurse/zuhoeren/2/unterschiede"))
    assert "Noch weniger Text." in words
    assert "Fassung 2 wartet" in words_of(editor.get("/heute"))
    done = editor.post("/redaktion/kurse/zuhoeren/2/veroeffentlichung", follow_redirects=True)
    assert "Fassung 2 ist veröffentlicht." in words_of(done)
    assert editor.post("/redaktion/kurse/zuhoeren/2/veroeffentlichung").status_code == 409


@pytest.mark.parametrize("path", ["/redaktion/kurse/x", "/redaktion/kurse/zuhoeren/9"])
def test_what_is_not_there_is_missing(editor, path):
    assert editor.get(path).status_code == 404


def test_a_learner_is_told_of_the_newer_version_and_chooses_it(site, editor, lena_there):
    editor.post("/redaktion/kurse/zuhoeren/2/veroeffentlichung")
    assert "neuere Fassung" in words_of(lena_there.get("/lernen/zuhoeren"))
    lena_there.post("/lernen/zuhoeren/version")
    words = words_of(lena_there.get("/lernen/zuhoeren/lektionen/mitte"))
    assert "Noch weniger Text." in words
