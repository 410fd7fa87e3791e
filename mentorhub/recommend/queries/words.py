"""Words and sayings that editors added: what counts now, what was, what is tried."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.recommend.editor_words import Entry
from mentorhub.recommend.models import EditorWord, WordTrial, WordVersion


def entries(session: Session) -> dict[int, Entry]:
    """Return what counts now, by number of the entry, oldest first."""
    last = select(func.max(WordVersion.id)).group_by(WordVersion.word_id)
    rows = select(WordVersion).where(WordVersion.id.in_(last)).order_by(WordVersion.word_id)
    return {row.word_id: Entry.of(row.facts) for row in session.scalars(rows) if row.facts}


def mark(session: Session) -> str:
    """Return what is another after every change."""
    return str(session.scalar(select(func.max(WordVersion.id))) or 0)


def word_by_id(session: Session, word_id: int) -> EditorWord | None:
    """Return one entry, removed or not."""
    return session.get(EditorWord, word_id)


def version_by_id(session: Session, version_id: int) -> WordVersion | None:
    """Return one version of an entry."""
    return session.get(WordVersion, version_id)


def all_words(session: Session) -> Sequence[EditorWord]:
    """Return every entry, removed or not, the newest first."""
    return session.scalars(select(EditorWord).order_by(EditorWord.id.desc())).all()


def trial_by_id(session: Session, trial_id: int) -> WordTrial | None:
    """Return one trial."""
    return session.get(WordTrial, trial_id)


def open_trials(session: Session) -> Sequence[WordTrial]:
    """Return the trials that nobody has taken over or dropped, newest first."""
    return session.scalars(select(WordTrial).order_by(WordTrial.id.desc())).all()
