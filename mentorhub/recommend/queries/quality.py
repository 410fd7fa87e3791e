"""Judged queries and measurements of the search, as editors read them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mentorhub.kit.jobs import Job, JobEnding
from mentorhub.recommend.engine import judge
from mentorhub.recommend.engine.judge import Figures, Judged
from mentorhub.recommend.judged_lines import Judging
from mentorhub.recommend.models import JudgedQuery, QualityAnswer, QualityRun
from mentorhub.recommend.queries.offers import Page, paged

RUN_JOB = "quality.measure"
TRIAL_JOB = "words.try"
LOOKED_BACK = 50  # jobs of one name


@dataclass(frozen=True)
class Line:
    """One type of query in a measurement, beside words only and the measurement before.

    ``type`` None are all queries, "" those without a type. ``then`` and ``now`` are means over
    the queries that both measurements asked, None where there was none before.
    """

    type: str | None
    ours: Figures
    words: Figures
    now: Figures | None = None
    then: Figures | None = None


def questions(session: Session) -> list[Judged]:
    """Return every judged query as the measurement wants it."""
    rows = session.scalars(select(JudgedQuery).order_by(JudgedQuery.id))
    return [Judged(row.name, row.query, row.grades, row.type) for row in rows]


def lines(session: Session) -> Iterator[tuple[str, Judging]]:
    """Yield every judged query as a file holds it."""
    for row in session.scalars(select(JudgedQuery).order_by(JudgedQuery.id)):
        yield row.name, Judging(row.query, row.type, row.grades)


def count_judged(session: Session) -> int:
    """Return how many judged queries there are."""
    return session.scalar(select(func.count(JudgedQuery.id))) or 0


def judged_page(session: Session, *, words: str, type_: str, page: int) -> Page:
    """Return judged queries with all of these words, the last changed first."""
    rows = select(JudgedQuery)
    if type_:
        rows = rows.where(JudgedQuery.type == type_)
    for word in words.split():
        rows = rows.where(
            or_(
                JudgedQuery.query.icontains(word, autoescape=True),
                JudgedQuery.name.icontains(word, autoescape=True),
            )
        )
    return paged(session, rows.order_by(JudgedQuery.changed_at.desc(), JudgedQuery.id.desc()), page)


def judged_by_id(session: Session, judged_id: int) -> JudgedQuery | None:
    """Return one judged query."""
    return session.get(JudgedQuery, judged_id)


def judged_ids(session: Session, names: Sequence[str]) -> dict[str, int]:
    """Return the numbers of the judged queries of these names that there are."""
    rows = select(JudgedQuery.name, JudgedQuery.id).where(JudgedQuery.name.in_(names))
    return {row.name: row.id for row in session.execute(rows)}


def types(session: Session) -> Sequence[str]:
    """Return every type that a judged query has, sorted."""
    rows = select(JudgedQuery.type).where(JudgedQuery.type != "").distinct()
    return session.scalars(rows.order_by(JudgedQuery.type)).all()


def run_by_id(session: Session, run_id: int) -> QualityRun | None:
    """Return one measurement."""
    return session.get(QualityRun, run_id)


def runs_page(session: Session, page: int) -> Page:
    """Return the measurements, newest first."""
    return paged(session, select(QualityRun).order_by(QualityRun.id.desc()), page)


def last_run(session: Session, before: int | None = None) -> QualityRun | None:
    """Return the newest measurement that came to its end, of all or of those before a number."""
    rows = select(QualityRun).where(QualityRun.ended_at.is_not(None))
    if before is not None:
        rows = rows.where(QualityRun.id < before)
    return session.scalar(rows.order_by(QualityRun.id.desc()).limit(1))


def table(session: Session, run: QualityRun, before: QualityRun | None) -> list[Line]:
    """Return a measurement type by type, the line about all of it first."""
    rows = _answers(session, run)
    older = {row.name: row for row in _answers(session, before)} if before else {}
    groups: dict[str, list[QualityAnswer]] = defaultdict(list)
    for row in rows:
        groups[row.type].append(row)
    kinds = [_line(kind, groups[kind], older) for kind in sorted(groups)]
    return [_line(None, rows, older), *kinds]


def worst(session: Session, run: QualityRun, *, type_: str, page: int) -> Page:
    """Return what was found for the queries of a measurement, the worst first."""
    rows = select(QualityAnswer).where(QualityAnswer.run_id == run.id)
    if type_:
        rows = rows.where(QualityAnswer.type == type_)
    return paged(session, rows.order_by(QualityAnswer.ndcg10, QualityAnswer.name), page)


def failure(session: Session, name: str, key: str, number: int) -> str | None:
    """Return the kind of error with which the last job about this row ended, None if it did not."""
    rows = select(Job, JobEnding).join(JobEnding, JobEnding.job_id == Job.id)
    rows = rows.where(Job.name == name).order_by(Job.id.desc()).limit(LOOKED_BACK)
    for job, ending in session.execute(rows):
        if job.payload.get(key) == number:
            return ending.error
    return None


def _answers(session: Session, run: QualityRun) -> Sequence[QualityAnswer]:
    return session.scalars(select(QualityAnswer).where(QualityAnswer.run_id == run.id)).all()


def _line(kind: str | None, rows: Sequence[QualityAnswer], older: dict[str, QualityAnswer]) -> Line:
    ours = judge.mean([Figures(**row.ours) for row in rows])
    words = judge.mean([Figures(**row.words) for row in rows])
    both = [row for row in rows if row.name in older]
    if not both:
        return Line(kind, ours, words)
    now = judge.mean([Figures(**row.ours) for row in both])
    then = judge.mean([Figures(**older[row.name].ours) for row in both])
    return Line(kind, ours, words, now, then)
