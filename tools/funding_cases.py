"""Worked cases of funding: what the command line answers stands beside what the law says.

A case is a line of ``tests/golden/funding_cases.jsonl``: ``eingabe`` and perhaps ``programm`` as
`mentorhub funding check` reads them, ``erwartet``, and the paragraph in ``grund``. ``heute`` is the
day of the question, ``ohne_annahmen`` leaves out ``--assume-defaults``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mentorhub.config import ROOT
from mentorhub.kit.content import ContentFolder
from mentorhub.kit.services import Services
from mentorhub.recommend.commands.funding import funding_group

OURS = ROOT / "tests" / "golden" / "funding_cases.jsonl"
SHARED = ROOT.parent / "shared" / "data" / "funding" / "cases.jsonl"
"""Cases of others; they lie beside some checkouts only."""
TODAY = "2026-11-21"


@dataclass(frozen=True)
class Case:
    """One question, what the law answers, and why."""

    id: str
    question: Mapping[str, Any]
    expected: Mapping[str, Any]
    reason: str
    today: str
    options: tuple[str, ...]


def read(path: Path) -> list[Case]:
    """Return the cases of a file, none where there is no file."""
    if not path.exists():
        return []
    return [_case(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]


def _case(told: Mapping[str, Any]) -> Case:
    return Case(
        told["id"],
        {name: told[name] for name in ("id", "programm", "eingabe") if name in told},
        told["erwartet"],
        told["grund"],
        told.get("heute", TODAY),
        () if told.get("ohne_annahmen") else ("--assume-defaults",),
    )


def check(given: str, *options: str, folder: Path = ROOT / "content") -> Result:
    """Return what `mentorhub funding check - --json` does with this input."""
    services = Services()
    services.put(ContentFolder(folder))
    words = ["check", "-", "--json", *options]
    return CliRunner().invoke(funding_group, words, input=given, obj=services)


def differences(cases: Iterable[Case]) -> dict[str, list[str]]:
    """Return for each case, by id, where the command line answers something else; nothing: right.

    What is refused is asked alone, the rest together, one run for each day and way of asking.
    """
    runs: dict[object, list[Case]] = {}
    for case in cases:
        alone = case.id if "fehler" in case.expected else None
        runs.setdefault((alone, case.today, case.options), []).append(case)
    return {name: found for run in runs.values() for name, found in _of_run(run).items()}


def _of_run(cases: Sequence[Case]) -> dict[str, list[str]]:
    lines = "\n".join(json.dumps(case.question) for case in cases)
    done = check(lines, "--today", cases[0].today, *cases[0].options)
    if len(cases) == 1:
        return {cases[0].id: _of_one(cases[0], done)}
    if done.exit_code:  # which of them is it?
        return {name: found for case in cases for name, found in _of_run([case]).items()}
    answers = map(json.loads, done.stdout.splitlines())
    return {
        case.id: list(_differences(case.expected, _seen(told)))
        for case, told in zip(cases, answers, strict=True)
    }


def _of_one(case: Case, done: Result) -> list[str]:
    if "fehler" in case.expected:
        said = (done.exit_code, done.stdout, done.stderr.strip())
        wanted = (2, "", f"line 1: {case.expected['fehler']}")
        return [] if said == wanted else [f"{said} instead of {wanted}"]
    if done.exit_code:
        return [f"exit {done.exit_code}: {done.stderr.strip() or repr(done.exception)}"]
    return list(_differences(case.expected, _seen(json.loads(done.stdout))))


def _differences(expected: Mapping[str, Any], seen: Mapping[str, Any]) -> Iterator[str]:
    ways = {tuple(way["programme"]): way for way in seen.get("wege", ())}
    for name, wanted in expected.items():
        if name == "wege":
            for way in wanted:
                found = ways.get(tuple(way["programme"]), {})
                yield from (f"{way['programme']}: {one}" for one in _differences(way, found))
        elif isinstance(wanted, dict) and name != "spannen":
            yield from (f"{name}: {one}" for one in _differences(wanted, seen.get(name) or {}))
        elif name not in seen or not _same(seen[name], wanted):
            yield f"{name}: {seen.get(name)!r} instead of {wanted!r}"


def _same(seen: object, wanted: object) -> bool:
    """Return whether both are equal, without taking true for 1."""
    return json.dumps(seen, sort_keys=True) == json.dumps(wanted, sort_keys=True)


def _seen(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer with what cases say in short beside it."""
    return {
        **told,
        "nicht_erfuellt": [
            one["bedingung"]
            for one in told.get("gruende", ())
            if one["ergebnis"] == "nicht_erfuellt" and "bedingung" in one
        ],
        "angenommen": [one["feld"] for one in told.get("angenommen", ())],
        "je_programm": {one["programm"]: one["moeglich"] for one in told.get("programme", ())},
        "alle_wege": [way["programme"] for way in told.get("wege", ())],
        "bester_weg": next((way["programme"] for way in told.get("wege", ())), None),
        "nicht_zusammen": [one["programme"] for one in told.get("nicht_zusammen", ())],
    }
