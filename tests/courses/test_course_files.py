"""A course leaves in a file and comes in elsewhere: equal, or refused with every reason."""

import io
import stat
import zipfile
from datetime import UTC, datetime

import pytest

from mentorhub.courses.actions import content, course_files, packages, publishing
from mentorhub.courses.actions.content import EDITOR, IdTaken
from mentorhub.courses.material.files import WrongFiles, read_course
from mentorhub.courses.models import CourseRow
from mentorhub.courses.packages import course_file, reading
from mentorhub.courses.packages.archive import Limits
from mentorhub.courses.packages.report import BadPackage
from mentorhub.courses.queries import packages as package_rows
from mentorhub.courses.queries import versions
from mentorhub.kit.db import Database
from tests.conftest import ROOT
from tests.courses.material import COURSE_TOML, MITTE, files
from tests.courses.scorm import scorm12
from tests.courses.site import IMAGE, PICTURE

OURS = files(**{"lessons/mitte.md": MITTE + PICTURE, "files/bild.svg": IMAGE})


def zipped(held, **infos):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in held.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for field, value in infos.items():
                setattr(info, field, value)
            target.writestr(info, data)
    return io.BytesIO(out.getvalue())


def in_folder(held, folder="zuhoeren"):
    return {f"{folder}/{name}": data for name, data in held.items()}


def brought(held=OURS, id_="", name="kurs.zip"):
    return course_files.read(zipped(in_folder(held)), name, id_)


@pytest.fixture
def version(session, noon):
    found = brought()
    return course_files.take(session, found, by=None, now=noon)


def out_of(session, version):
    out = io.BytesIO()
    course_files.write(session, version, out)
    out.seek(0)
    return out


def test_a_course_goes_to_another_database_and_is_the_same(session, version, sqlite_template,
                                                          tmp_path, noon):  # fmt: skip
    sent = out_of(session, version)
    (tmp_path / "other.db").write_bytes(sqlite_template.read_bytes())
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    with other.writing() as there:
        arrived = course_files.take(there, course_files.read(sent, "x.zip"), by=None, now=noon)
        assert (arrived.digest, arrived.number) == (version.digest, 1)
        course = versions.course_of(arrived)
        assert versions.file_of(there, course, "bild.svg").data == IMAGE
        assert out_of(there, arrived).getvalue() == sent.getvalue()
    other.dispose()


@pytest.mark.parametrize("course", sorted((ROOT / "content" / "courses").iterdir()),
                         ids=lambda path: path.name)  # fmt: skip
def test_each_of_our_courses_survives_the_way(course, session, noon):
    held = {p.relative_to(course).as_posix(): p.read_bytes()
            for p in course.rglob("*") if p.is_file()}  # fmt: skip
    there = course_files.read(zipped(in_folder(held, course.name)), "x.zip")
    version = course_files.take(session, there, by=None, now=noon)
    assert version.digest == read_course(course.name, held).digest
    assert course_files.read(out_of(session, version), "x.zip").course.digest == version.digest


def test_a_course_that_says_something_else_is_a_newer_version(session, version, noon):
    newer = brought(OURS | {"course.toml": COURSE_TOML.replace("hört", "hört gut").encode()})
    assert course_files.foresee(session, newer.course).state == "newer"
    assert course_files.take(session, newer, by=None, now=noon).number == 2
    assert course_files.foresee(session, newer.course).state == "same"
    assert course_files.take(session, newer, by=None, now=noon) is None


def test_a_course_that_was_taken_back_comes_back_with_its_file(session, version, lena, noon):
    row = session.get(CourseRow, "zuhoeren")
    publishing.take_back(session, row, by=lena.id, now=noon)
    assert course_files.foresee(session, brought().course).state == "back"
    course_files.take(session, brought(), by=lena.id, now=noon)
    assert row.gone_at is None


def test_an_id_of_the_content_folder_is_not_overwritten_but_another_id_is_free(session, noon):
    content.keep(session, read_course("zuhoeren", files()), noon)
    assert course_files.foresee(session, brought().course).state == "taken"
    with pytest.raises(IdTaken):
        course_files.take(session, brought(), by=None, now=noon)
    assert course_files.take(session, brought(id_="hinhoeren"), by=None, now=noon)
    assert session.get(CourseRow, "hinhoeren").origin == EDITOR


def test_courses_that_must_come_first_and_are_not_here_are_named(session):
    asks = COURSE_TOML.replace("[complete]", 'requires = ["anderer"]\n\n[complete]').encode()
    found = brought(OURS | {"course.toml": asks})
    assert course_files.foresee(session, found.course).missing == ("anderer",)


def test_a_course_at_the_top_is_called_like_its_file():
    there = course_files.read(zipped(OURS), "Gut zuhören.zip")
    assert there.course.id == "gut-zuhoeren"


def test_what_computers_add_is_passed_over_and_named():
    added = {"__MACOSX/zuhoeren/._a": b"x", "zuhoeren/.DS_Store": b"x", "zuhoeren/a.md~": b"x"}
    there = course_files.read(zipped(in_folder(OURS) | added), "x.zip")
    assert {each.where for each in there.left} == set(added)


def test_mistakes_are_told_with_file_and_line():
    wrong = OURS | {"course.toml": COURSE_TOML.replace("checked = 2026-11-20", "x = 1").encode()}
    with pytest.raises(WrongFiles) as found:
        brought(wrong | {"evil.exe.md": b""})
    told = {(each.file, each.line) for each in found.value.faults}
    assert ("course.toml", 5) in told
    assert ("evil.exe.md", 1) in told


HOSTILE = {
    "out of the folder": ({"../a": b"x"}, {}, "parent_name"),
    "absolute": ({"/etc/passwd": b"x"}, {}, "absolute_name"),
    "drive": ({"C:\\a": b"x"}, {}, "absolute_name"),
    "link": ({"a": b"/etc/passwd"}, {"external_attr": (stat.S_IFLNK | 0o777) << 16}, "link"),
    "bomb": ({"a": b"\0" * 5_000_000}, {}, "bomb"),
    "twice": ({"a/B": b"x", "a/b": b"x"}, {}, "double_name"),
    "many": ({f"a/{n}": b"" for n in range(2_001)}, {}, "too_many_files"),
    "empty": ({"a": b"x"}, {}, "no_course"),
}


@pytest.mark.parametrize(("held", "infos", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused(held, infos, code):
    with pytest.raises(BadPackage) as found:
        course_files.read(zipped(held, **infos), "x.zip")
    assert code in {each.code for each in found.value.faults}


def test_a_course_with_a_package_leaves_with_it_and_can_be_started_elsewhere(session, noon):
    packed = scorm12()
    found = reading.read(packed, "paket.zip", Limits())
    row = packages.take(session, packed, found, by=None, now=noon)
    made = packages.make_course(session, row, by=None, now=noon)
    there = course_files.read(out_of(session, made), "x.zip", "anderswo")
    session.delete(row)
    version = course_files.take(session, there, by=None, now=noon)
    course = versions.course_of(version)
    assert package_rows.by_digest(session, course.files["paket.zip"])
    assert course.files["paket.zip"] == row.digest


@pytest.mark.parametrize(
    "name", ["bild.png", "blatt.pdf", "film.mp4", "ton.mp3", "b.svg", "a.docx"]
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name):
    page = b"<html><script>alert(1)</script></html>"
    with pytest.raises(WrongFiles) as refused:
        brought(OURS | {f"files/{name}": page})
    assert [str(each) for each in refused.value.faults] == [
        f"files/{name}:1: is not what its name says"
    ]


def test_a_course_with_too_many_files_is_still_known_as_one():
    many = OURS | {f"files/{number}.txt": b"x" for number in range(2_000)}
    assert course_file.is_course(zipped(in_folder(many)))
    with pytest.raises(BadPackage, match="too_many_files"):
        brought(many)


def test_what_is_no_zip_is_refused():
    with pytest.raises(BadPackage):
        course_files.read(io.BytesIO(b"PK\3\4 but not really"), "x.zip")


def test_a_file_carries_the_day_of_its_version(session, version):
    with zipfile.ZipFile(out_of(session, version)) as sent:
        [moment] = {info.date_time for info in sent.infolist()}
    assert datetime(*moment, tzinfo=UTC) == version.at.replace(microsecond=0)
