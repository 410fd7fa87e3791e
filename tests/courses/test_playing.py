"""Working with a package: what a part told is there again, in whatever way its window closed."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorhub.courses.actions import content, learning, packages, playing
from mentorhub.courses.actions import personal as forgetting
from mentorhub.courses.actions.learning import PackageNotDone
from mentorhub.courses.actions.packages import PackageInUse, SamePackage
from mentorhub.courses.actions.playing import Message, OpenElsewhere
from mentorhub.courses.actions.unpacking import PackageFolder
from mentorhub.courses.material.files import WrongFiles, read_course
from mentorhub.courses.models import CourseRow, PackageOpening, PackageRow, PartState
from mentorhub.courses.packages import reading
from mentorhub.courses.packages.archive import Limits
from mentorhub.courses.queries import certificates, personal, progress, versions
from mentorhub.courses.queries import packages as there
from mentorhub.courses.queries.versions import course_of
from mentorhub.kit import blobs
from mentorhub.kit.db import Database
from mentorhub.kit.errors import Missing
from tests.courses.material import COURSE_TOML, files
from tests.courses.scorm import ONE_12, PAGE, scorm12, scorm2004, with_entry

MINUTE = timedelta(minutes=1)
LONG_DATA = "Zwölf Boxkämpfer " * 4_200  # more than SCORM 2004 promises to keep
PASSED_12 = {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90"}
DONE_2004 = {"cmi.completion_status": "completed"}


def taken(session, file, noon, name="paket.zip"):
    found = reading.read(file, name, Limits())
    return packages.take(session, file, found, by=None, now=noon)


@pytest.fixture
def of_12(session, noon):
    return taken(session, scorm12(), noon)


def enrolled(session, row, person, noon):
    version = packages.make_course(session, row, by=None, now=noon)
    mine = learning.enrol(session, person.id, version, by=person.id, now=noon)
    learning.open_lesson(session, mine, "paket", "s", noon)
    return mine


@pytest.fixture
def mine(session, of_12, lena, noon):
    return enrolled(session, of_12, lena, noon)


def opened(session, mine, row, noon, token):
    opening = playing.open_package(
        session, mine, "paket", row, token=token, language="de", now=noon
    )
    playing.begin(session, opening, noon)
    return opening


def started(session, opening, now, part="teil", launch="a"):
    return playing.start(session, opening, part, launch, "Lernende Person", now)


def told(sequence, values, *, part="teil", launch="a", **more):
    return Message(part, launch, sequence, values, **more)


def test_what_a_part_kept_is_there_again_after_its_window_just_vanished(session, mine, of_12, noon):
    first = opened(session, mine, of_12, noon, "a")
    assert started(session, first, noon)["cmi.core.entry"] == "ab-initio"
    kept = {"cmi.suspend_data": LONG_DATA, "cmi.core.lesson_location": "7"}
    playing.save(session, first, told(1, kept), noon)
    session.expire_all()
    again = started(session, opened(session, mine, of_12, noon, "b"), noon, launch="b")
    assert again["cmi.suspend_data"] == LONG_DATA
    assert again["cmi.core.lesson_location"] == "7"
    assert again["cmi.core.entry"] == "resume"
    assert again["cmi.student_data.mastery_score"] == "80"
    assert "Lena" not in again["cmi.core.student_name"]


def test_an_older_window_cannot_write_over_a_newer_one(session, mine, of_12, noon):
    older = opened(session, mine, of_12, noon, "a")
    started(session, older, noon)
    playing.save(session, older, told(1, {"cmi.suspend_data": "alt"}), noon)
    newer = opened(session, mine, of_12, noon, "b")
    started(session, newer, noon, launch="b")
    playing.save(session, newer, told(1, {"cmi.suspend_data": "neu"}, launch="b"), noon)
    for deed in (
        lambda: playing.save(session, older, told(9, {"cmi.suspend_data": "alt"}), noon),
        lambda: started(session, older, noon),
        lambda: playing.begin(session, older, noon),
    ):
        with pytest.raises(OpenElsewhere):
            deed()
    [state] = there.states_told(session, newer.attempt_id)
    assert '"neu"' in state.told


def test_a_window_that_was_never_begun_takes_nothing_away(session, mine, of_12, noon):
    writer = opened(session, mine, of_12, noon, "a")
    started(session, writer, noon)
    idle = playing.open_package(session, mine, "paket", of_12, token="b", language="de", now=noon)
    playing.save(session, writer, told(1, {"cmi.suspend_data": "x"}), noon)
    with pytest.raises(OpenElsewhere):
        playing.save(session, idle, told(1, {}), noon)


def test_messages_late_or_twice_change_nothing(session, mine, of_12, noon):
    opening = opened(session, mine, of_12, noon, "a")
    started(session, opening, noon)
    for sequence, text in ((2, "zwei"), (1, "eins"), (2, "nochmal")):
        playing.save(session, opening, told(sequence, {"cmi.suspend_data": text}), noon)
    [state] = there.states_told(session, opening.attempt_id)
    assert state.told == '{"cmi.suspend_data": "zwei"}'


def test_a_beacon_brings_only_what_has_changed(session, mine, of_12, noon):
    opening = opened(session, mine, of_12, noon, "a")
    started(session, opening, noon)
    playing.save(session, opening, told(1, {"cmi.suspend_data": LONG_DATA}), noon)
    last = told(2, {"cmi.core.lesson_location": "9"}, is_whole=False, is_end=True)
    playing.save(session, opening, last, noon)
    kept = there.before(there.states_told(session, opening.attempt_id)[0]).kept
    assert kept == {"cmi.suspend_data": LONG_DATA, "cmi.core.lesson_location": "9"}


def test_time_is_summed_over_sessions_and_never_beyond_the_clock(session, mine, of_12, noon):
    opening = opened(session, mine, of_12, noon, "a")
    started(session, opening, noon)
    told_time = {"cmi.core.session_time": "0000:01:00"}
    for sequence in (1, 2):
        state = playing.save(session, opening, told(sequence, told_time), noon + MINUTE)
    assert state.seconds == 60
    again = started(session, opening, noon + MINUTE, launch="b")
    assert again["cmi.core.total_time"] == "0000:01:00"
    much = {"cmi.core.session_time": "9999:00:00"}
    state = playing.save(session, opening, told(3, much, launch="b"), noon + 2 * MINUTE)
    assert 120 <= state.seconds <= 120 + playing.SLACK.total_seconds()


def test_the_lesson_and_the_course_are_done_when_the_package_says_so(session, mine, of_12, noon):
    with pytest.raises(PackageNotDone):
        learning.finish_lesson(session, mine, "paket", noon)
    opening = opened(session, mine, of_12, noon, "a")
    started(session, opening, noon)
    playing.save(session, opening, told(1, {"cmi.core.lesson_status": "failed"}), noon)
    assert mine.completion is None
    playing.save(session, opening, told(2, PASSED_12), noon)
    assert progress.done_of(session, mine).lessons == {"paket"}
    assert mine.completion is not None


def test_a_forged_score_passes_no_test_and_earns_no_certificate(session, mine, of_12, noon):
    opening = opened(session, mine, of_12, noon, "a")
    started(session, opening, noon)
    forged = {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "100"}
    playing.save(session, opening, told(1, forged), noon)
    assert mine.completion
    assert progress.done_of(session, mine).quizzes == frozenset()
    assert certificates.certificates_of(session, mine.person_id) == []


def test_what_was_done_once_stays_done(session, mine, of_12, noon):
    opening = opened(session, mine, of_12, noon, "a")
    started(session, opening, noon)
    playing.save(session, opening, told(1, PASSED_12), noon)
    again = {"cmi.core.lesson_status": "incomplete"}
    state = playing.save(session, opening, told(2, again), noon + MINUTE)
    assert (state.completion, state.done_at) == ("incomplete", noon)


def test_every_part_must_be_done_and_a_sheet_is_done_by_looking(session, lena, noon):
    row = taken(session, scorm2004(), noon)
    mine = enrolled(session, row, lena, noon)
    opening = opened(session, mine, row, noon, "a")
    started(session, opening, noon, part="blatt")
    for sequence, part in ((1, "eins"), (2, "zwei")):
        assert mine.completion is None
        started(session, opening, noon, part=part)
        playing.save(session, opening, told(sequence, DONE_2004, part=part), noon)
    assert mine.completion is not None
    with pytest.raises(Missing):
        started(session, opening, noon, part="kapitel")
    with pytest.raises(Missing):
        playing.save(session, opening, told(3, DONE_2004, part="gibtsnicht"), noon)


def test_a_package_in_a_lesson_of_ours_must_be_done_before_the_lesson_ends(session, lena, noon):
    lesson = "\n+++\n".join(
        ["+++\ntitle = 'Gurte'", "Text.\n\n::: package g.zip\ntitle: Gurte\n:::\n"]
    )
    texts = files(
        **{
            "lessons/mitte.md": lesson,
            "files/g.zip": scorm12().getvalue(),
            "course.toml": COURSE_TOML.replace('reflections = ["rueckblick"]', "").replace(
                "zuhoeren", "gurte"
            ),
        }
    )
    del texts["stories/pause.toml"]
    course = read_course("gurte", texts)
    digest = course.files["g.zip"]
    material = content.Material((course,), (), {digest: texts["files/g.zip"]})
    content.load(session, material, noon)
    version = versions.offered_version(session, "gurte")
    mine = learning.enrol(session, lena.id, version, by=lena.id, now=noon)
    learning.open_lesson(session, mine, "mitte", "s", noon)
    with pytest.raises(PackageNotDone):
        learning.finish_lesson(session, mine, "mitte", noon + 30 * MINUTE)
    assert versions.file_of(session, course, "g.zip") is None  # it holds the answers
    row = there.by_digest(session, digest)
    opening = playing.open_package(session, mine, "mitte", row, token="a", language="de", now=noon)
    playing.begin(session, opening, noon)
    started(session, opening, noon)
    playing.save(session, opening, told(1, PASSED_12), noon)
    assert progress.done_of(session, mine).lessons == frozenset()
    learning.finish_lesson(session, mine, "mitte", noon + 30 * MINUTE)
    assert progress.done_of(session, mine).lessons == {"mitte"}
    assert b"".join(there.zip_of(session, digest)) == texts["files/g.zip"]


def test_a_hostile_package_in_the_content_folder_is_a_mistake_with_its_file():
    lesson = "+++\ntitle = 'Gurte'\n+++\n::: package g.zip\ntitle: Gurte\n:::\n"
    hostile = with_entry("../x").getvalue()
    with pytest.raises(WrongFiles) as refused:
        read_course("gurte", files(**{"lessons/mitte.md": lesson, "files/g.zip": hostile}))
    assert "files/g.zip:1: no SCORM package to take: parent_name: ../x" in {
        str(each) for each in refused.value.faults
    }


def test_a_package_is_replaced_for_those_who_begin_and_kept_for_those_who_began(
    session, mine, of_12, lena, noon
):
    other = taken(session, scorm12(**{"mehr.html": PAGE}), noon)
    slug = mine.course_slug
    fresh = packages.replace(session, slug, other, by=lena.id, now=noon)
    assert versions.offered_version(session, slug).id == fresh.id
    assert course_of(mine.version).files[packages.FILE] == of_12.digest
    with pytest.raises(SamePackage):
        packages.replace(session, slug, other, by=lena.id, now=noon)
    with pytest.raises(PackageInUse):
        packages.delete(session, of_12, by=lena.id, now=noon)


def test_an_unused_package_is_deleted_with_its_bytes(session, of_12, lena, noon):
    digest = of_12.digest
    packages.delete(session, of_12, by=lena.id, now=noon)
    assert session.scalars(select(PackageRow)).all() == []
    assert session.scalars(select(blobs.BlobPiece)).all() == []
    assert list(there.zip_of(session, digest)) == []


def test_the_same_package_twice_is_kept_once(session, of_12, noon):
    assert taken(session, scorm12(), noon, "anders.zip").id == of_12.id


def test_a_load_of_the_content_folder_leaves_courses_of_packages_alone(session, mine, noon):
    content.load(session, content.Material((), (), {}), noon)
    assert session.get(CourseRow, mine.course_slug).gone_at is None


def test_two_packages_of_one_title_make_two_courses(session, of_12, noon):
    other = taken(session, scorm12(ONE_12.replace("80", "70")), noon)
    slugs = [
        packages.make_course(session, r, by=None, now=noon).course_slug for r in (of_12, other)
    ]
    assert slugs == ["paket-ladung-sichern", "paket-ladung-sichern-2"]


def test_what_was_done_in_packages_is_handed_over_and_forgotten(
    session, cipher, mine, of_12, lena, noon
):
    opening = opened(session, mine, of_12, noon, "a")
    started(session, opening, noon)
    playing.save(session, opening, told(1, PASSED_12), noon)
    [course] = personal.export_for(cipher, session, lena.id)
    [part] = course["packages"][0]["parts"]
    assert (part["score"], part["told"]["cmi.core.lesson_status"]) == (90, "passed")
    forgetting.forget(session, lena.id, noon)
    session.expunge_all()
    assert session.scalars(select(PartState)).all() == []
    assert session.scalars(select(PackageOpening)).all() == []


@pytest.fixture
def folder(sqlite_template, tmp_path, noon):
    """A machine's folder of packages, and the database beside it with one package."""
    (tmp_path / "x.db").write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with database.writing() as session:
        digest = taken(session, scorm12(), noon).digest
    yield database, PackageFolder(database, tmp_path / "packages", Limits()), digest
    database.dispose()


def test_each_machine_unpacks_when_somebody_asks_and_again_where_it_is_gone(folder):
    _database, shelf, digest = folder
    assert shelf.file(digest, "gibtsnicht.html") is None
    held = shelf.file(digest, "index.html")
    assert held.path.read_text() == PAGE
    held.path.unlink()
    assert shelf.file(digest, "index.html").path.read_text() == PAGE


def test_a_half_written_folder_is_unpacked_anew(folder, tmp_path):
    database, shelf, digest = folder
    shelf.file(digest, "index.html").path.write_text("halb")
    fresh = PackageFolder(database, tmp_path / "packages", Limits())
    assert fresh.file(digest, "index.html").path.read_text() == PAGE


def test_what_is_gone_from_the_database_is_gone_from_the_folder(folder, tmp_path):
    _database, shelf, digest = folder
    (tmp_path / "packages" / ("0" * 64)).mkdir(parents=True)
    shelf.file(digest, "index.html")
    assert [each.name for each in (tmp_path / "packages").iterdir()] == [digest]


def test_bytes_that_changed_in_the_database_are_noticed(session, noon):
    digest = blobs.keep(session, io.BytesIO(b"abc" * 1_000_000), noon)
    assert len(b"".join(blobs.pieces(session, digest))) == 3_000_000
    session.scalars(select(blobs.BlobPiece)).first().data = b"anderes"
    session.flush()
    with pytest.raises(blobs.BrokenBlob):
        list(blobs.pieces(session, digest))
