"""Loading makes versions that never change, on both databases."""

import pytest
from sqlalchemy import select

from mentorhub.courses.actions import content
from mentorhub.courses.material.files import WrongFiles, read_course
from mentorhub.courses.models import CourseFile, CoursePublication, CourseRow, CourseVersion
from tests.courses.material import COURSE_TOML, MITTE, files

PROGRAMME = 'title = "Alles (Beispiel)"\nsummary = "Beide."\ncourses = ["zuhoeren"]\n'


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, files())
    (tmp_path / "programmes").mkdir()
    (tmp_path / "programmes" / "alles.toml").write_text(PROGRAMME)
    return tmp_path


def write(folder, texts, slug="zuhoeren"):
    for name, data in texts.items():
        path = folder / "courses" / slug / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_a_second_load_changes_nothing(session, folder, noon):
    first = content.load(session, content.read(folder), noon)
    assert (first.versions, first.programmes) == (("zuhoeren",), ("alles",))
    assert content.load(session, content.read(folder), noon) == content.Taken()


def test_the_first_version_is_published_and_later_ones_wait(session, folder, noon):
    content.load(session, content.read(folder), noon)
    write(folder, files(**{"lessons/mitte.md": MITTE.replace("mehr", "weniger")}))
    content.load(session, content.read(folder), noon)
    numbers = session.scalars(select(CourseVersion.number).order_by(CourseVersion.id)).all()
    assert numbers == [1, 2]
    [published] = session.scalars(select(CoursePublication))
    assert published.version.number == 1


def test_a_version_keeps_what_it_said_when_the_files_change(session, folder, noon):
    content.load(session, content.read(folder), noon)
    [before] = session.scalars(select(CourseVersion))
    said = before.body
    write(folder, files(**{"lessons/mitte.md": MITTE.replace("mehr", "weniger")}))
    content.load(session, content.read(folder), noon)
    session.refresh(before, ["body"])
    assert before.body == said


def test_courses_that_wait_for_each_other_or_are_not_there_are_named_with_their_lines(folder):
    changed = COURSE_TOML.replace("checked", 'requires = ["zweiter"]\nchecked')
    write(folder, files(**{"course.toml": changed}))
    changed = COURSE_TOML.replace("checked", 'requires = [\n  "zuhoeren",\n  "x",\n]\nchecked')
    write(folder, files(**{"course.toml": changed}), slug="zweiter")
    (folder / "programmes" / "alles.toml").write_text(PROGRAMME.replace("zuhoeren", "y"))
    with pytest.raises(WrongFiles) as wrong:
        content.read(folder)
    assert [str(each) for each in wrong.value.faults] == [
        "courses/zuhoeren/course.toml:5: requires the course zweiter, which requires this one",
        "courses/zweiter/course.toml:6: requires the course zuhoeren, which requires this one",
        "courses/zweiter/course.toml:7: requires the course x, which cannot be read",
        "programmes/alles.toml:3: there is no course y that can be read",
    ]


def test_a_course_without_files_is_gone_and_comes_back(session, folder, noon):
    content.load(session, content.read(folder), noon)
    hidden = folder / "courses" / "zuhoeren"
    hidden.rename(folder / "weg")
    (folder / "programmes" / "alles.toml").unlink()
    gone = content.load(session, content.read(folder), noon)
    assert gone.gone == ("zuhoeren",)
    assert session.get(CourseRow, "zuhoeren").gone_at == noon
    (folder / "weg").rename(hidden)
    content.load(session, content.read(folder), noon)
    assert session.get(CourseRow, "zuhoeren").gone_at is None


def test_files_of_lessons_are_kept_once(session, folder, noon):
    image = "\n::: image a.svg\nalt: Ein Punkt\n:::\n\n::: image b.svg\nalt: Noch einer\n:::\n"
    write(
        folder,
        files(
            **{
                "lessons/mitte.md": MITTE + image,
                "files/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
                "files/b.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            }
        ),
    )
    content.load(session, content.read(folder), noon)
    assert len(session.scalars(select(CourseFile)).all()) == 1


def test_a_programme_of_unknown_courses_and_a_broken_course_are_told_together(folder):
    (folder / "programmes" / "alles.toml").write_text(PROGRAMME.replace("zuhoeren", "schweigen"))
    write(folder, files(**{"course.toml": COURSE_TOML.replace("title", "titel")}))
    with pytest.raises(WrongFiles) as told:
        content.read(folder)
    assert {each.file for each in told.value.faults} >= {
        "courses/zuhoeren/course.toml",
        "programmes/alles.toml",
    }


def test_what_an_editor_brought_in_stays_when_the_folder_does_not_name_it(session, folder, noon):
    course = read_course("paket", files())
    content.keep(session, course, noon, origin=content.EDITOR)
    assert content.load(session, content.read(folder), noon).gone == ()
    with pytest.raises(content.IdTaken):
        content.keep(session, course, noon)
