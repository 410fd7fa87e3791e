"""Discussions: threads and posts of a board, what is new, what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Deactivation, Person, Role
from mentorhub.courses import boards
from mentorhub.courses.boards import PAGE_ROWS, BoardKey
from mentorhub.courses.models import (
    DigestChoice,
    Enrolment,
    EnrolmentEnd,
    Post,
    PostDeletion,
    PostHiding,
    PostMention,
    PostReport,
    Thread,
    ThreadSight,
)
from mentorhub.courses.queries import cohorts

MODERATORS = frozenset({Role.coordinator, Role.editor, Role.programme_admin})
EVERY_LESSON = "lesson:"

Row = TypeVar("Row")


@dataclass(frozen=True)
class ThreadRow:
    """A thread in a list: its first post, how many there are, and how many are new to one."""

    thread: Thread
    first: Post
    posts: int
    unread: int
    page: int

    @property
    def key(self) -> BoardKey | None:
        """The board on which it stands."""
        return boards.read_key(self.thread.board)


@dataclass(frozen=True)
class News:
    """A thread with so many new posts; ``is_spoken_to``: one of them speaks to the reader."""

    thread: Thread
    posts: int
    is_spoken_to: bool


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows; pages count from 1."""

    rows: list[Row]
    number: int
    pages: int
    total: int


def thread_of(session: Session, thread_id: int) -> Thread | None:
    """Return a thread, None if there is none of this id."""
    return session.get(Thread, thread_id)


def post_of(session: Session, post_id: int) -> Post | None:
    """Return a post, None if there is none of this id."""
    return session.get(Post, post_id)


def threads_on(session: Session, key: BoardKey, person_id: int, page: int) -> Page[ThreadRow]:
    """Return the threads of a board, those with the newest posts first."""
    rows = select(Thread).where(Thread.board == str(key))
    return _page_of_threads(session, rows, person_id, page)


def followed(session: Session, person: Person, page: int) -> Page[ThreadRow]:
    """Return the threads in which somebody wrote or was spoken to, newest first."""
    rows = select(Thread).where(Thread.id.in_(_followed(person.id)), _may_read(session, person))
    return _page_of_threads(session, rows, person.id, page)


def posts_in(session: Session, thread: Thread, page: int) -> Page[Post]:
    """Return the posts of a thread, the oldest first."""
    total = _count(session, Post.thread_id == thread.id)
    number = min(max(page, 1), boards.pages(total))
    rows = select(Post).where(Post.thread_id == thread.id).order_by(Post.id)
    found = session.scalars(rows.offset((number - 1) * PAGE_ROWS).limit(PAGE_ROWS)).unique()
    return Page(list(found), number, boards.pages(total), total)


def page_with(session: Session, post: Post) -> int:
    """Return the page of its thread on which a post stands."""
    before = _count(session, and_(Post.thread_id == post.thread_id, Post.id < post.id))
    return boards.page_of(before)


def addressable(session: Session, key: BoardKey, thread: Thread | None, but: int) -> list[Person]:
    """Return who can be spoken to on a board, without the asker, by name.

    Under a lesson, those who wrote in the thread; in a cohort, who is in it or coordinates it.
    """
    if key.kind == "lesson" and thread is None:
        return []
    away = exists().where(Deactivation.person_id == Person.id)
    asked = _wrote_in(thread) if thread else false()
    if key.kind == "cohort":
        asked = or_(asked, cohorts.is_around(key.cohort))
    rows = select(Person).where(asked, ~away, Person.id != but)
    return list(session.scalars(rows.order_by(Person.sort_name, Person.id)).unique())


def _wrote_in(thread: Thread) -> ColumnElement[bool]:
    return exists().where(
        Post.thread_id == thread.id,
        Post.by_id == Person.id,
        ~exists().where(PostDeletion.post_id == Post.id),
    )


def unread_on(session: Session, key: BoardKey, person_id: int) -> int:
    """Return how many posts of a board are new to somebody."""
    on_board = Post.thread_id.in_(select(Thread.id).where(Thread.board == str(key)))
    return _count(session, and_(on_board, _is_news(person_id)))


def posts_on(session: Session, key: BoardKey) -> int:
    """Return how many posts of a board can be read."""
    on_board = Post.thread_id.in_(select(Thread.id).where(Thread.board == str(key)))
    return _count(session, and_(on_board, _is_readable()))


def moderates(person: Person) -> bool:
    """Return whether somebody looks after all discussions under lessons."""
    return bool(person.held_roles & MODERATORS)


def news(session: Session, person: Person, after: int = 0) -> list[News]:
    """Return what is new in the threads that somebody follows and may read, newest first.

    Posts up to ``after`` do not count.
    """
    person_id = person.id
    spoken = exists().where(PostMention.post_id == Post.id, PostMention.person_id == person_id)
    rows = session.execute(
        select(Thread, func.count(Post.id), func.count(Post.id).filter(spoken))
        .join(Post, Post.thread_id == Thread.id)
        .where(
            Thread.id.in_(_followed(person_id)),
            _may_read(session, person),
            _is_news(person_id),
            Post.id > after,
        )
        .group_by(Thread.id)
        .order_by(Thread.last_at.desc(), Thread.id.desc())
    )
    return [News(thread, count, bool(mentions)) for thread, count, mentions in rows]


def newest_post(session: Session) -> int:
    """Return the id of the newest post of all, 0 if there is none."""
    return session.scalar(select(func.coalesce(func.max(Post.id), 0))) or 0


def looks_after(session: Session, person: Person) -> bool:
    """Return whether somebody looks after any discussion."""
    return moderates(person) or bool(cohorts.boards_kept(session, person))


def open_reports(session: Session, person: Person) -> list[PostReport]:
    """Return the reports at which nobody has looked, for who looks after it, the oldest first."""
    rows = (
        select(PostReport)
        .join(Post, Post.id == PostReport.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(PostReport.settled_at.is_(None), or_(*_looked_after(session, person)))
        .order_by(PostReport.id)
    )
    return list(session.scalars(rows).unique())


def has_reported(session: Session, post: Post, person_id: int) -> bool:
    """Return whether somebody has reported a post before."""
    rows = select(PostReport.id).where(PostReport.post_id == post.id, PostReport.by_id == person_id)
    return session.scalar(rows) is not None


def digest_of(session: Session, person_id: int) -> DigestChoice | None:
    """Return somebody's wish for mails, None if they want none."""
    return session.get(DigestChoice, person_id)


def digests(session: Session) -> list[int]:
    """Return the ids of all who want mails."""
    return list(session.scalars(select(DigestChoice.person_id).order_by(DigestChoice.person_id)))


def export_for(session: Session, person_id: int) -> dict[str, Any]:
    """Return what somebody wrote and reported, and whether they want mails."""
    posts = select(Post).where(Post.by_id == person_id).order_by(Post.id)
    reports = select(PostReport).where(PostReport.by_id == person_id).order_by(PostReport.id)
    digest = digest_of(session, person_id)
    return {
        "posts": [
            {
                "board": post.thread.board,
                "at": post.at.isoformat(),
                "changed_at": _iso(post.changed_at),
                "deleted_at": _iso(post.deletion.at if post.deletion else None),
                "hidden_because": post.hiding.reason if post.hiding else None,
                "text": post.text,
            }
            for post in session.scalars(posts).unique()
        ],
        "reports": [
            {"post": each.post_id, "reason": each.reason, "at": each.at.isoformat()}
            for each in session.scalars(reports).unique()
        ],
        "mails_since": _iso(digest.at if digest else None),
    }


def _page_of_threads(
    session: Session, rows: Select[Thread], person_id: int, page: int
) -> Page[ThreadRow]:
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    number = min(max(page, 1), boards.pages(total))
    ordered = rows.order_by(Thread.last_at.desc(), Thread.id.desc())
    threads = session.scalars(ordered.offset((number - 1) * PAGE_ROWS).limit(PAGE_ROWS)).all()
    return Page(_rows(session, threads, person_id), number, boards.pages(total), total)


def _rows(session: Session, threads: Sequence[Thread], person_id: int) -> list[ThreadRow]:
    ids = [thread.id for thread in threads]
    mine = Post.thread_id.in_(ids)
    facts = session.execute(
        select(
            Post.thread_id,
            func.min(Post.id),
            func.count(Post.id),
            func.count(Post.id).filter(_is_news(person_id)),
        )
        .where(mine)
        .group_by(Post.thread_id)
    )
    told = {thread_id: rest for thread_id, *rest in facts}
    firsts = select(Post).where(Post.id.in_([first for first, *_ in told.values()]))
    first_of = {post.thread_id: post for post in session.scalars(firsts).unique()}
    return [
        ThreadRow(
            thread,
            first_of[thread.id],
            posts=told[thread.id][1],
            unread=told[thread.id][2],
            page=boards.page_of(max(0, told[thread.id][1] - max(1, told[thread.id][2]))),
        )
        for thread in threads
    ]


def _may_read(session: Session, person: Person) -> ColumnElement[bool]:
    """Whether a thread stands on a board that somebody may read."""
    left = exists().where(EnrolmentEnd.enrolment_id == Enrolment.id)
    rows = select(Enrolment.course_slug).where(Enrolment.person_id == person.id, ~left).distinct()
    prefixes = [boards.prefix_of_course(slug) for slug in session.scalars(rows)]
    within = [each.cohort_id for each in cohorts.memberships_of(session, person.id)]
    return or_(
        *_looked_after(session, person),
        *(Thread.board.startswith(each, autoescape=True) for each in prefixes),
        _of_cohorts(within),
    )


def _looked_after(session: Session, person: Person) -> list[ColumnElement[bool]]:
    """Whether a thread stands on a board that somebody looks after: one of these holds."""
    lessons = Thread.board.startswith(EVERY_LESSON) if moderates(person) else false()
    return [lessons, _of_cohorts(cohorts.boards_kept(session, person))]


def _of_cohorts(ids: Sequence[int]) -> ColumnElement[bool]:
    return Thread.board.in_([str(boards.of_cohort(each)) for each in ids])


def _followed(person_id: int) -> Select[int]:
    mentioned = exists().where(PostMention.post_id == Post.id, PostMention.person_id == person_id)
    return select(Post.thread_id).where(or_(Post.by_id == person_id, mentioned))


def _is_readable() -> ColumnElement[bool]:
    return and_(
        ~exists().where(PostDeletion.post_id == Post.id),
        ~exists().where(PostHiding.post_id == Post.id),
    )


def _is_news(person_id: int) -> ColumnElement[bool]:
    """Whether a post can be read, is somebody else's, and came after what the person has seen."""
    seen = exists().where(
        ThreadSight.thread_id == Post.thread_id,
        ThreadSight.person_id == person_id,
        ThreadSight.post_id >= Post.id,
    )
    others = or_(Post.by_id.is_(None), Post.by_id != person_id)
    return and_(others, ~seen, _is_readable())


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Post.id)).where(condition)) or 0


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
