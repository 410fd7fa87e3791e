"""Discussions: write, change, delete, report, hide, see, and withdraw all that one wrote."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from mentorhub.courses.boards import BoardKey, is_changeable, prefix_of_course, read_key
from mentorhub.courses.models import (
    DigestChoice,
    Post,
    PostDeletion,
    PostHiding,
    PostMention,
    PostReport,
    Thread,
    ThreadSight,
)
from mentorhub.courses.queries import discussing as reads
from mentorhub.kit import audit
from mentorhub.kit.db import hold
from mentorhub.kit.errors import Refused


class TooLate(Refused):
    """A post can be changed and deleted by its author for half an hour, as long as it is there."""


class NotThere(Refused):
    """The post is deleted or hidden."""


def open_thread(
    session: Session,
    board: BoardKey,
    text: str,
    *,
    entry: str,
    by: int,
    now: datetime,
    mentions: Collection[int] = (),
) -> Post:
    """Begin a thread on a board and return its first post; the same form twice is one thread.

    ``mentions`` are people who can be spoken to there; others are left out.
    """
    there = _written(session, entry)
    if there:
        return there
    thread = Thread(board=str(board), at=now, last_at=now)
    session.add(thread)
    session.flush()
    post = _post(session, thread, text, entry=entry, by=by, now=now)
    _speak_to(session, post, board, mentions)
    return post


def reply(
    session: Session,
    thread: Thread,
    text: str,
    *,
    entry: str,
    by: int,
    now: datetime,
    mentions: Collection[int] = (),
) -> Post:
    """Write in a thread and return the post; the same form twice is one post.

    ``mentions`` are people who can be spoken to there; others are left out.
    """
    there = _written(session, entry)
    if there:
        return there
    post = _post(session, thread, text, entry=entry, by=by, now=now)
    board = read_key(thread.board)
    if board:
        _speak_to(session, post, board, mentions)
    thread.last_at = now
    session.flush()
    return post


def change(session: Session, post: Post, text: str, *, now: datetime) -> None:
    """Write a post anew.

    Raises:
        TooLate: it is more than half an hour old, hidden or deleted.
    """
    _refuse_late(post, now)
    if post.text != text:
        post.text, post.changed_at = text, now
        session.flush()


def remove(session: Session, post: Post, *, now: datetime) -> None:
    """Delete a post for good.

    Raises:
        TooLate: it is more than half an hour old, hidden or deleted.
    """
    _refuse_late(post, now)
    _empty(session, post, now)


def report(session: Session, post: Post, reason: str, *, by: int, now: datetime) -> None:
    """Ask those who look after the board to look at a post; a second time changes nothing.

    Raises:
        NotThere: it is deleted or hidden already.
    """
    if not post.is_readable:
        raise NotThere
    hold(session, f"post:{post.id}")
    if not reads.has_reported(session, post, by):
        session.add(PostReport(post_id=post.id, by_id=by, reason=reason, at=now))
        session.flush()


def hide(session: Session, post: Post, reason: str, *, by: int, now: datetime) -> None:
    """Hide a post with a reason that everybody sees; its reports are settled by it.

    Raises:
        NotThere: it is deleted.
    """
    hold(session, f"post:{post.id}")
    session.refresh(post, ["hiding", "deletion"])
    if post.deletion:
        raise NotThere
    if post.hiding is None:
        post.hiding = PostHiding(by_id=by, reason=reason, at=now)
        session.flush()
        audit.note(session, "post.hidden", f"post:{post.id}", by=by, at=now)
    _settle(session, post, by, now)


def show(session: Session, post: Post, *, by: int, now: datetime) -> None:
    """Leave a post as it is, or show it again; its reports are settled by it."""
    hold(session, f"post:{post.id}")
    session.refresh(post, ["hiding"])
    if post.hiding:
        session.delete(post.hiding)
        session.flush()
        session.refresh(post, ["hiding"])
        audit.note(session, "post.shown", f"post:{post.id}", by=by, at=now)
    _settle(session, post, by, now)


def see(session: Session, thread: Thread, person_id: int, up_to: int) -> None:
    """Note that somebody has seen a thread up to a post; it never goes back."""
    hold(session, f"sight:{thread.id}:{person_id}")
    sight = session.get(ThreadSight, (thread.id, person_id))
    if sight is None:
        sight = ThreadSight(thread_id=thread.id, person_id=person_id, post_id=0)
        session.add(sight)
    sight.post_id = max(sight.post_id, up_to)
    session.flush()


def choose_digest(session: Session, person_id: int, *, wanted: bool, now: datetime) -> None:
    """Keep whether somebody wants mails about news; only what is written from now on counts."""
    hold(session, f"digest:{person_id}")
    there = reads.digest_of(session, person_id)
    if wanted and there is None:
        newest = reads.newest_post(session)
        session.add(DigestChoice(person_id=person_id, at=now, told_on=None, told_up_to=newest))
    elif there and not wanted:
        session.delete(there)
    session.flush()


def withdraw(session: Session, person_id: int, course: str, now: datetime) -> None:
    """Delete everything that somebody wrote under the lessons of a course they leave."""
    on_course = Thread.board.startswith(prefix_of_course(course), autoescape=True)
    _withdraw(session, person_id, on_course, now)


def withdraw_from(session: Session, person_id: int, board: BoardKey, now: datetime) -> None:
    """Delete everything that somebody wrote on a board that they may read no longer."""
    _withdraw(session, person_id, Thread.board == str(board), now)


def _withdraw(session: Session, person_id: int, on: ColumnElement[bool], now: datetime) -> None:
    threads = select(Thread.id).where(on)
    rows = select(Post).where(Post.by_id == person_id, Post.thread_id.in_(threads))
    for post in session.scalars(rows).unique():
        _empty(session, post, now)


def forget(session: Session, person_id: int, now: datetime) -> None:
    """Delete everything that somebody wrote, and their name with it; threads stay."""
    for post in session.scalars(select(Post).where(Post.by_id == person_id)).unique():
        _empty(session, post, now)
        post.by_id = None
    for table in (PostMention, ThreadSight, DigestChoice):
        session.execute(delete(table).where(table.person_id == person_id))
    for of_report in (PostReport.by_id, PostReport.settled_by_id):
        session.execute(update(PostReport).where(of_report == person_id).values({of_report: None}))
    session.execute(update(PostHiding).where(PostHiding.by_id == person_id).values(by_id=None))
    session.flush()


def _written(session: Session, entry: str) -> Post | None:
    hold(session, f"entry:{entry}")
    return session.scalar(select(Post).where(Post.entry == entry))


def _post(
    session: Session, thread: Thread, text: str, *, entry: str, by: int, now: datetime
) -> Post:
    post = Post(thread=thread, by_id=by, entry=entry, text=text, at=now)
    session.add(post)
    session.flush()
    see(session, thread, by, post.id)
    return post


def _speak_to(session: Session, post: Post, board: BoardKey, mentions: Collection[int]) -> None:
    if mentions and post.by_id:
        known = reads.addressable(session, board, post.thread, but=post.by_id)
        ids = {person.id for person in known} & set(mentions)
        post.mentions = [PostMention(person_id=id_) for id_ in sorted(ids)]
        session.flush()


def _refuse_late(post: Post, now: datetime) -> None:
    if not post.is_readable or not is_changeable(post.at, now):
        raise TooLate


def _empty(session: Session, post: Post, now: datetime) -> None:
    post.text = ""
    post.mentions = []
    if post.deletion is None:
        post.deletion = PostDeletion(at=now)
    if post.hiding:
        session.delete(post.hiding)
    session.flush()
    session.refresh(post, ["hiding"])
    session.execute(
        update(PostReport)
        .where(PostReport.post_id == post.id, PostReport.settled_at.is_(None))
        .values(settled_at=now)
    )


def _settle(session: Session, post: Post, by: int, now: datetime) -> None:
    session.execute(
        update(PostReport)
        .where(PostReport.post_id == post.id, PostReport.settled_at.is_(None))
        .values(settled_by_id=by, settled_at=now)
    )
