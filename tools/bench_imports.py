"""Importing a catalogue from a file: offers a second and peak memory beside plain parsing."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from mentorhub.config import Settings
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.recommend import places
from mentorhub.recommend.actions import imports
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue
from tools import bench_catalogue, bench_changes, bench_sources
from tools.bench_report import Report


def run(report: Report, settings: Settings, count: int) -> None:
    """Import a file of so many offers of each format, in a process and a database of its own."""
    plain: dict[str, tuple[str, Callable[[Path], int]]] = {
        "jsonl": ("json.loads of each line", by_json),
        "qcat": ("plain iterparse", bench_sources.by_iterparse),
    }
    for format_, (baseline, parse) in plain.items():
        path = settings.var / f"catalogue.{format_}"
        _write(path, format_, count, settings)
        own = replace(settings, database_url=f"sqlite:///{settings.var / format_}.db")
        bench_catalogue.filled(own).dispose()
        ours = bench_sources.measure(partial(by_an_import, own, format_), path)
        theirs = bench_sources.measure(parse, path)
        name = f"import of {count:,} offers, {format_}"
        report.add(name, ours[0], "offers/s", baseline, theirs[0])
        report.add(f"{name}, peak", ours[1], "MiB", baseline, theirs[1])


def by_an_import(settings: Settings, format_: str, path: Path) -> int:
    """Import a file as the command does, and return how many offers are new."""
    db = Database(settings.database_url)
    with db.reading() as session:
        gazetteer = Gazetteer(places.all_rows(session))
    with path.open("rb") as file:
        total = door.count(file, format_)
        done = imports.run(
            db,
            door.read(file, Catalogue(format_, "bench")),
            source="bench",
            format_=format_,
            gazetteer=gazetteer,
            now=clock.now(),
            total=total,
        )
    db.dispose()
    return done.added


def by_json(path: Path) -> int:
    """Parse each line and return how many there were; nothing is made of it."""
    with path.open("rb") as file:
        return sum(1 for line in file if json.loads(line))


def _write(path: Path, format_: str, count: int, settings: Settings) -> None:
    if format_ == "qcat":
        bench_sources.write_catalogue(path, count)
        return
    real = bench_catalogue.import_lines(settings)
    path.write_bytes(b"\n".join(bench_changes.lines(real, count, bench_catalogue.TOWNS)))
