"""Who may learn what, and who may see how far somebody has come.

A door takes the person who knocks (None for a visitor) and gives the thing, or raises
``NotSignedIn``, ``Denied`` or ``Missing``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person, Role
from mentorhub.accounts.policy import programme_admin, signed_in, with_role
from mentorhub.courses import boards, cohort_policy
from mentorhub.courses.boards import BoardKey
from mentorhub.courses.certificate import number as numbers
from mentorhub.courses.material.course import Course, Programme
from mentorhub.courses.material.lessons import Lesson, Package
from mentorhub.courses.material.quizzes import Quiz
from mentorhub.courses.models import (
    Attempt,
    BankQuestion,
    Certificate,
    Cohort,
    CourseRow,
    CourseUpload,
    CourseVersion,
    Draft,
    DraftPiece,
    Enrolment,
    PackageOpening,
    PackageRow,
    Post,
    QuestionBank,
    RefresherCard,
    Thread,
)
from mentorhub.courses.packages.reading import Held
from mentorhub.courses.queries import (
    attempts,
    certificates,
    cohorts,
    discussing,
    packages,
    progress,
    refreshing,
    versions,
)
from mentorhub.courses.queries.packages import Work
from mentorhub.kit.errors import Denied, Missing, Refused

EDITORS = (Role.editor, Role.programme_admin)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Board:
    """A board that somebody may read; whoever ``moderates`` hides posts of others.

    ``title`` is what it belongs to: a lesson of ``course``, or ``cohort``; the other is None. Once
    the cohort is over nobody begins or answers anything any more.
    """

    key: BoardKey
    title: str
    course: Course | None
    person: Person
    moderates: bool
    cohort: Cohort | None = None

    def is_closed(self, today: date) -> bool:
        """Return whether its cohort is over."""
        return self.cohort is not None and self.cohort.is_over(today)


def offered(session: Session, slug: str) -> CourseVersion:
    """Return the version of a course that everybody may look at.

    Raises:
        Missing: there is no such course, or it is gone.
    """
    return _there(versions.offered_version(session, slug))


def programme(session: Session, id_: str) -> Programme:
    """Return a programme that everybody may look at.

    Raises:
        Missing: there is none of this id.
    """
    for found in versions.programmes(session):
        if found.id == id_:
            return found
    raise Missing


def editor(person: Person | None) -> Person:
    """Return the signed-in person who looks after courses.

    Raises:
        NotSignedIn: nobody is signed in.
        Denied: somebody else is.
    """
    return with_role(person, *EDITORS)


def known_course(session: Session, slug: str) -> CourseRow:
    """Return a course by its id, gone ones too.

    Raises:
        Missing: there never was one.
    """
    return _there(session.get(CourseRow, slug))


def version_to_edit(session: Session, slug: str, number: int) -> CourseVersion:
    """Return a version of a course, published or not.

    Raises:
        Missing: there is none of this number.
    """
    found = session.scalar(
        select(CourseVersion).where(
            CourseVersion.course_slug == slug, CourseVersion.number == number
        )
    )
    if found is None:
        raise Missing
    return found


def bank(session: Session, person: Person | None, bank_id: int) -> QuestionBank:
    """Return a bank of questions to an editor.

    Raises:
        NotSignedIn, Denied: the person is none.
        Missing: there is no such bank.
    """
    editor(person)
    return _there(session.get(QuestionBank, bank_id))


def bank_question(
    session: Session, person: Person | None, bank_id: int, question_id: int
) -> BankQuestion:
    """Return a question of a bank to an editor, one that was taken away too.

    Raises:
        NotSignedIn, Denied: the person is none.
        Missing: the bank has no such question.
    """
    editor(person)
    found = session.get(BankQuestion, question_id)
    if found is None or found.bank_id != bank_id:
        raise Missing
    return found


def upload(session: Session, person: Person | None, upload_id: int, kind: str) -> CourseUpload:
    """Return a file of this kind that waits for an editor's decision.

    Raises:
        NotSignedIn, Denied: the person is none.
        Missing: it was decided about, or is too old.
    """
    editor(person)
    found = session.get(CourseUpload, upload_id)
    if found is None or found.kind != kind:
        raise Missing
    return found


def draft(session: Session, person: Person | None, draft_id: int) -> Draft:
    """Return what a model drafts or drafted, to an editor.

    Raises:
        NotSignedIn, Denied: the person is none.
        Missing: there is no such draft.
    """
    editor(person)
    return _there(session.get(Draft, draft_id))


def draft_piece(
    session: Session, person: Person | None, draft_id: int, place: int, kind: str = ""
) -> DraftPiece:
    """Return what was drafted from one passage, of this ``kind`` if one is named, to an editor.

    Raises:
        NotSignedIn, Denied: the person is none.
        Missing: there is no such draft, or a gap in its place.
    """
    for piece in draft(session, person, draft_id).pieces:
        if piece.place == place and not piece.trouble and kind in ("", piece.draft.kind):
            return piece
    raise Missing


def learner(session: Session, person: Person | None) -> Person:
    """Return the person who knocks, as the database knows them now.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: the account is not there any more.
    """
    present = session.get(Person, signed_in(person).id)
    if present is None or not present.active:
        raise Missing
    return present


def own_enrolment(session: Session, person: Person | None, slug: str) -> Enrolment:
    """Return the asker's own enrolment in a course, left and completed ones too.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: they never enrolled in it.
    """
    return _there(progress.enrolment_in(session, signed_in(person).id, slug))


def lesson_of(course: Course, id_: str) -> Lesson:
    """Return a lesson of a course.

    Raises:
        Missing: it has none of this id.
    """
    return _there(course.lesson(id_))


def quiz_of(course: Course, id_: str) -> Quiz:
    """Return a quiz of a course.

    Raises:
        Missing: it has none of this id.
    """
    return _there(course.quizzes.get(id_))


def own_attempt(
    session: Session, person: Person | None, slug: str, quiz_id: str, number: int
) -> Attempt:
    """Return one of the asker's own attempts at a quiz.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: they have made no such attempt.
    """
    mine = own_enrolment(session, person, slug)
    for attempt in attempts.attempts_of(session, mine.id, quiz_id):
        if attempt.number == number:
            return attempt
    raise Missing


def own_certificate(session: Session, person: Person | None, number: str) -> Certificate:
    """Return one of the asker's own certificates by its number.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: it is somebody else's, or there is none.
    """
    owner = signed_in(person)
    found = certificates.by_number(session, numbers.read(number) or "")
    if found is None or found.person_id != owner.id:
        raise Missing
    return found


def certificate_to_revoke(session: Session, person: Person | None, id_: int) -> Certificate:
    """Return a certificate; all of them are the programme's business.

    Raises:
        NotSignedIn, Denied, Missing: visitors, everybody but programme admins, none there.
    """
    programme_admin(person)
    return _there(session.get(Certificate, id_))


def own_card(session: Session, person: Person | None, number: int) -> RefresherCard:
    """Return a card of the asker's own round of refreshers.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: they have no round, or it has no such card.
    """
    for card in refreshing.round_of(session, signed_in(person).id):
        if card.number == number:
            return card
    raise Missing


def lesson_board(session: Session, person: Person | None, slug: str, lesson_id: str) -> Board:
    """Return the board under a lesson, for who takes the course or looks after discussions.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: they are neither, or there is no such lesson.
    """
    me = learner(session, person)
    mine = progress.enrolment_in(session, me.id, slug)
    moderates = discussing.moderates(me)
    if mine and mine.end is None:
        course = versions.course_of(mine.version)
    elif moderates:
        course = versions.course_of(offered(session, slug))
    else:
        raise Missing
    found = lesson_of(course, lesson_id)
    return Board(boards.of_lesson(slug, lesson_id), found.title, course, me, moderates)


def cohort_board(session: Session, person: Person | None, cohort_id: int) -> Board:
    """Return the board of a cohort, for its members and for who looks after it.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: they are neither, or there is no such cohort.
    """
    me = learner(session, person)
    cohort = session.get(Cohort, cohort_id)
    moderates = cohort_id in cohorts.boards_kept(session, me)
    if cohort is None or not moderates:
        cohort = cohort_policy.own_group(session, me, cohort_id).cohort
    return Board(boards.of_cohort(cohort.id), cohort.name, None, me, moderates, cohort)


def open_board(board: Board, today: date) -> Board:
    """Return a board on which something may be written today.

    Raises:
        BoardClosed: its cohort is over.
    """
    if board.is_closed(today):
        raise BoardClosed
    return board


def thread_of(session: Session, person: Person | None, thread_id: int) -> tuple[Thread, Board]:
    """Return a thread and the board on which it stands.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: there is none, or the board is not theirs to read.
    """
    me = learner(session, person)
    found = discussing.thread_of(session, thread_id)
    key = boards.read_key(found.board) if found else None
    if found is None or key is None:
        raise Missing
    if key.kind == "cohort":
        return found, cohort_board(session, me, key.cohort)
    return found, lesson_board(session, me, key.course, key.lesson)


def post_of(session: Session, person: Person | None, post_id: int) -> tuple[Post, Board]:
    """Return a post and the board on which it stands.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: there is none, or the board is not theirs to read.
    """
    me = learner(session, person)
    found = discussing.post_of(session, post_id)
    if found is None:
        raise Missing
    return found, thread_of(session, me, found.thread_id)[1]


def own_post(session: Session, person: Person | None, post_id: int) -> tuple[Post, Board]:
    """Return a post that the asker wrote, and its board.

    Raises:
        NotSignedIn: nobody is signed in.
        Missing: there is none that they wrote.
    """
    found, board = post_of(session, person, post_id)
    if found.by_id != board.person.id:
        raise Missing
    return found, board


def moderated_post(session: Session, person: Person | None, post_id: int) -> tuple[Post, Board]:
    """Return a post on a board that the asker looks after.

    Raises:
        NotSignedIn: nobody is signed in.
        Denied: they do not.
        Missing: there is no such post, or they may not read it.
    """
    found, board = post_of(session, person, post_id)
    if not board.moderates:
        raise Denied
    return found, board


def moderator(session: Session, person: Person | None) -> Person:
    """Return the asker, who looks after discussions of lessons or of cohorts.

    Raises:
        NotSignedIn, Denied: nobody is signed in, or somebody else.
    """
    me = learner(session, person)
    if not discussing.looks_after(session, me):
        raise Denied
    return me


class BoardClosed(Refused):
    """The cohort of this board is over: it can be read, nothing is added."""


class TokenExpired(Denied):
    """The window with a package gave no sign of life for too long; its page can renew it."""


def package_to_edit(session: Session, person: Person | None, id_: int) -> PackageRow:
    """Return a package, for those who look after courses.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number.
    """
    editor(person)
    return _there(packages.by_id(session, id_))


def package_course_to_edit(session: Session, person: Person | None, slug: str) -> CourseRow:
    """Return a course that was made of a package, for those who look after courses.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this id.
    """
    editor(person)
    for version, row in packages.package_courses(session):
        if version.course_slug == slug:
            return row
    raise Missing


def package_in(session: Session, enrolment: Enrolment, lesson: Lesson, place: int) -> Work:
    """Return the package that stands in a lesson of one's own at a place, counted from 0.

    Raises:
        Missing: something else stands there, or the package cannot be started.
    """
    block = lesson.blocks[place] if place < len(lesson.blocks) else None
    if not isinstance(block, Package):
        raise Missing
    works = packages.works_of(session, enrolment.id, versions.course_of(enrolment.version), lesson)
    if block.file not in works:
        raise Missing
    return works[block.file]


def package_opening(session: Session, token: str, now: datetime) -> PackageOpening:
    """Return the window that a token stands for.

    Raises:
        TokenExpired: it gave no sign of life for too long.
        Missing: there is none, or its person may not learn there any more.
    """
    found = packages.opening_of(session, token)
    if found is None or found.attempt.enrolment.end or not found.attempt.enrolment.person.active:
        raise Missing
    if found.expires_at < now:
        raise TokenExpired
    return found


def own_opening(session: Session, enrolment: Enrolment, token: str) -> PackageOpening:
    """Return a window of one's own with a package, expired ones too.

    Raises:
        Missing: there is none, or it is somebody else's.
    """
    found = packages.opening_of(session, token)
    if found is None or found.attempt.enrolment_id != enrolment.id:
        raise Missing
    return found


class Files(Protocol):
    """Where the files of packages lie."""

    def file(self, digest: str, name: str) -> Held | None:
        """Return a file of a package, None if it has none of this name."""


def package_file(files: Files, digest: str, name: str) -> Held:
    """Return a file of a package.

    Raises:
        Missing: it has none of this name.
    """
    return _there(files.file(digest, name))


def _there(found: _T | None) -> _T:
    if found is None:
        raise Missing
    return found
