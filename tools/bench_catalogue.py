"""What benches search in and ask: our own offers, real courses where they are at hand, copies."""

import io
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mentorhub.config import ROOT, Settings
from mentorhub.kit import clock
from mentorhub.kit.db import Base, Database
from mentorhub.recommend import evaluation, mappings, places
from mentorhub.recommend.actions import content, imports
from mentorhub.recommend.engine.document import Document
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.offer_record import OfferRecord
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue

REAL = Path(
    os.environ.get("MENTORHUB_BENCH_COURSES")
    or ROOT.parent / "shared" / "data" / "courses_rlp" / "courses.jsonl"
)
MAPPING = ROOT / "content" / "mappings" / "bildungsfreistellung-rlp.toml"
GOLDEN = ROOT / "tests" / "golden" / "queries.jsonl"
TOWNS = ("Dortmund", "Köln", "Essen", "Bielefeld", "Münster", "Aachen", "Siegen", "Hamm")
WORDS = (
    "am Abend",
    "am Wochenende",
    "kompakt",
    "für Einsteiger",
    "Aufbau",
    "online",
    "in Teilzeit",
)
DAY = date(2024, 1, 1)  # before the real courses begin: all of them are searched


def filled(settings: Settings) -> Database:
    """Return a database of these settings that knows every place."""
    db = Database(settings.database_url)
    Base.metadata.create_all(db.engine)
    with db.writing() as session:
        if not places.count(session):
            places.fill(session, places.rows_from_packages())
    return db


def questions() -> list[str]:
    """Return the judged questions, without their judgements."""
    return [json.loads(line)["query"] for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def own_documents(settings: Settings, gazetteer: Gazetteer, today: date = DAY) -> list[Document]:
    """Return our own offers as the engine wants them."""
    return evaluation.documents_of(
        content.read_offers(settings.content / "offers", today), gazetteer
    )


def import_lines(settings: Settings) -> list[bytes]:
    """Return real courses in our import fields where they are at hand, else our own offers."""
    if REAL.exists():
        mapping = mappings.read_mapping(MAPPING)
        with REAL.open("rb") as file:
            plain = [mapping.translate(json.loads(line)) for line in file]
    else:
        own = content.read_offers(settings.content / "offers", clock.today())
        plain = [
            {"id": f"{record.key}-{n}", "title": record.title, "description": record.description}
            for n in range(15)
            for record in own
        ]
    return [json.dumps(line).encode() for line in plain]


def reads(lines: Sequence[bytes]) -> Iterator[door.Read]:
    """Read lines of an import."""
    return door.read(io.BytesIO(b"\n".join(lines)), Catalogue("jsonl", "bench"))


def take_in(db: Database, lines: Sequence[bytes], gazetteer: Gazetteer) -> None:
    """Take lines of an import into the database."""
    imports.run(
        db,
        reads(lines),
        source="bench",
        format_="jsonl",
        gazetteer=gazetteer,
        now=clock.now(),
    )


def real_documents(settings: Settings, gazetteer: Gazetteer) -> list[Document]:
    """Return the courses of ``import_lines`` as the engine wants them."""
    read = (record for _, record in reads(import_lines(settings)))
    records = [record for record in read if isinstance(record, OfferRecord)]
    return evaluation.documents_of(records, gazetteer)


def documents(settings: Settings, gazetteer: Gazetteer, size: int) -> list[Document]:
    """Return ``size`` documents: our own, real ones, then real titles in other places and forms."""
    own = own_documents(settings, gazetteer)
    if size <= len(own):
        return own[:size]
    real = real_documents(settings, gazetteer)
    made = (document for _, document in variants(real))
    return [*real[:size], *(next(made) for _ in range(size - len(real)))]


def variants(real: Sequence[Document]) -> Iterator[tuple[int, Document]]:
    """Yield courses made of real ones, each with the place of the one it was made of; no end."""
    chance = random.Random(7)  # noqa: S311
    number = len(real)
    while True:
        at = chance.randrange(len(real))
        like = real[at]
        title = f"{like.title} {chance.choice(WORDS)}"
        facts = replace(like.facts, town=chance.choice(TOWNS))
        yield at, replace(like, key=f"made-{number}", title=title, facts=facts)
        number += 1
