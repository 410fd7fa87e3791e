"""What a bench writes down: each figure beside a baseline of the same run."""

import json
import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil


@dataclass(frozen=True)
class Row:
    """One figure with the baseline of the same run; without a value the ``note`` says why."""

    what: str
    value: float | None
    unit: str
    baseline: str
    baseline_value: float | None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return the figure in multiples of its baseline, None where one of them is missing."""
        if self.value is None or not self.baseline_value:
            return None
        return self.value / self.baseline_value

    def plain(self) -> dict[str, Any]:
        """Return the row as JSON values."""
        return vars(self) | {"ratio": self.ratio}


@dataclass
class Report:
    """All rows, printed as they come."""

    rows: list[Row] = field(default_factory=list)

    def add(self, what: str, value: float, unit: str, baseline: str, baseline_value: float) -> None:
        """Keep a figure and print its line."""
        self._keep(Row(what, value, unit, baseline, baseline_value))

    def add_missing(self, what: str, why: str) -> None:
        """Keep a line for what cannot be measured here, and say why."""
        self._keep(Row(what, None, "", "", None, why))

    def save(self, path: Path) -> None:
        """Write the rows as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        machine = {"cores": os.cpu_count(), "memory_gib": psutil.virtual_memory().total >> 30}
        rows = [row.plain() for row in self.rows]
        path.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1))

    def _keep(self, row: Row) -> None:
        self.rows.append(row)
        print(_line(row), flush=True)


def _line(row: Row) -> str:
    if row.value is None or row.baseline_value is None:
        return f"{row.what:52} {'-':>12} {row.note}"
    ratio = "-" if row.ratio is None else f"{row.ratio:.2f}"
    return (
        f"{row.what:52} {row.value:12,.3f} {row.unit:10} {ratio:>8} x  "
        f"{row.baseline}: {row.baseline_value:,.3f}"
    )


@dataclass
class Timing:
    """What answers took, each in seconds: by the clock on the wall, and of the processor."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def p(self, percent: int) -> float:
        """Return that percentile of the wall times, in milliseconds."""
        return percentile(self.wall, percent)

    def cpu_p(self, percent: int) -> float:
        """Return that percentile of the processor times, in milliseconds."""
        return percentile(self.cpu, percent)


def interleaved(
    asks: Mapping[str, Callable[[str], object]], questions: Sequence[str], rounds: int = 2
) -> dict[str, Timing]:
    """Ask everybody each question in turn, so that what else the machine does hits all alike.

    Processor time is that of this process: where another one answers, its own is not in it.
    """
    found = {name: Timing() for name in asks}
    for _ in range(rounds):
        for question in questions:
            for name, ask in asks.items():
                wall, cpu = time.perf_counter(), time.process_time()
                ask(question)
                found[name].wall.append(time.perf_counter() - wall)
                found[name].cpu.append(time.process_time() - cpu)
    return found


def percentile(times: Sequence[float], percent: int) -> float:
    """Return a percentile of times in seconds, in milliseconds."""
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1] * 1000


def seconds(call: Callable[[], object]) -> float:
    """Return how long a call takes, in seconds."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def times(call: Callable[[str], object], values: Sequence[str]) -> list[float]:
    """Return how long the call takes for each value, in seconds."""
    return [seconds(lambda value=value: call(value)) for value in values]  # type: ignore[misc]
