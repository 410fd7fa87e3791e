"""Offers as passages, for programs that read rather than show them."""

from datetime import date

from mentorhub.assist.passage import Passage
from mentorhub.kit.db import Database
from mentorhub.recommend.documents import of_offer
from mentorhub.recommend.engine.document import Given
from mentorhub.recommend.finder import Finder, Found


def passages(
    db: Database, finder: Finder, question: str, today: date, *, limit: int = 10
) -> list[Passage]:
    """Return the courses for a question as passages, best first."""
    with db.reading() as session:
        answer = finder.find(
            session, question, today=today, given=Given(kind="course"), limit=limit
        )
        return [passage(found, found.hit.score) for found in answer.found if found.offer]


def passage(found: Found, score: float | None = None) -> Passage:
    """Return what an offer says about itself, with its next start."""
    assert found.offer
    start = f"\nBeginn: {found.next_start:%d.%m.%Y}" if found.next_start else ""
    text = of_offer(found.offer).indexed_text() + start
    return Passage(found.hit.key, found.title, text, score)
