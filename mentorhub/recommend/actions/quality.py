"""Measurements of the search: asked for on a page, carried out by the worker, kept."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.kit import audit, jobs
from mentorhub.kit.db import Database, hold
from mentorhub.recommend import measuring
from mentorhub.recommend.actions.bench import Bench
from mentorhub.recommend.career import CareerWords
from mentorhub.recommend.measuring import Answered
from mentorhub.recommend.models import QualityAnswer, QualityRun
from mentorhub.recommend.queries import content
from mentorhub.recommend.queries import quality as rows
from mentorhub.recommend.queries.imports import work
from mentorhub.recommend.queries.quality import RUN_JOB

KEPT: Final = 30  # measurements; older ones go


def start(session: Session, *, by: int | None, now: datetime) -> int:
    """Ask for a measurement and return its number; while one is under way it is that one."""
    hold(session, RUN_JOB)
    under_way = work(session, (RUN_JOB,), now)
    if under_way:
        return int(under_way[-1].payload["run"])
    run = QualityRun(at=now, by_id=by)
    session.add(run)
    session.flush()
    audit.note(session, "quality.asked", f"quality:{run.id}", by=by, at=now)
    jobs.enqueue(session, RUN_JOB, {"run": run.id}, at=now, by=by)
    return run.id


def carry_out(
    db: Database,
    bench: Bench,
    run_id: int,
    *,
    today: date,
    clock: Callable[[], datetime],
    progress: measuring.Progress,
) -> None:
    """Ask every judged query and keep what was found; a second time does nothing."""
    with db.reading() as session:
        run = rows.run_by_id(session, run_id)
        if run is None or run.ended_at:
            return
        judged = rows.questions(session)
        words = CareerWords(content.glossary_now(session), content.occupations_now(session))
    asked = measuring.answerable(judged, frozenset(bench.generation.keys))
    found = measuring.measure(asked, bench.engine(words), bench.by_words(words), today, progress)
    with db.writing() as session:
        run = session.get_one(QualityRun, run_id, with_for_update=True)
        if run.ended_at is None:
            _keep(session, run, found)
            run.generation = bench.generation.name
            run.encoder = bench.encoder.name if bench.encoder else None
            run.queries, run.left_out = len(asked), len(judged) - len(asked)
            run.ended_at = clock()
            _forget_old(session)


def _keep(session: Session, run: QualityRun, found: list[Answered]) -> None:
    session.add_all(
        QualityAnswer(
            run_id=run.id,
            name=one.asked.id,
            query=one.asked.query,
            type=one.asked.type,
            grades=dict(one.asked.relevant),
            hits=list(one.hits),
            ndcg10=one.ours.ndcg10,
            ours=asdict(one.ours),
            words=asdict(one.words),
        )
        for one in found
    )


def _forget_old(session: Session) -> None:
    kept = select(QualityRun.id).order_by(QualityRun.id.desc()).limit(KEPT)
    last = session.scalars(kept).all()[-1]
    session.execute(delete(QualityAnswer).where(QualityAnswer.run_id < last))
    session.execute(delete(QualityRun).where(QualityRun.id < last))
