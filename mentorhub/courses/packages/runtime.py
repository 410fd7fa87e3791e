"""What a part of a package tells while it runs, and what it is told when it starts.

Everything is a flat table of the run-time environment's elements: "cmi.core.score.raw" -> "80".
Sources: SCORM 1.2 Run-Time Environment 3.4; SCORM 2004 4th Edition RTE, chapter 4.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from mentorhub.courses.packages import times
from mentorhub.courses.packages.manifest import Item
from mentorhub.courses.packages.report import Kind

Completion = Literal["unknown", "not attempted", "incomplete", "completed"]
Success = Literal["unknown", "passed", "failed"]

MOST_ELEMENTS = 20_000
MOST_IN_A_LIST = 1_000  # interactions, objectives, comments: further ones are not kept
LONGEST_SUSPENDED = 1_000_000  # characters; SCORM 2004 promises 64,000, SCORM 1.2 4,096
LONGEST = 64_000  # characters of any other element
_ELEMENT = re.compile(r"cmi(?:\.[a-z][a-z_]{0,40}|\.\d{1,5}){1,8}")
_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,10})?")

# What we say at the start and never take from a package, and what holds for one session only.
_OURS = re.compile(
    r"cmi\.(?:core\.)?(?:student_id|student_name|learner_id|learner_name|total_time|session_time"
    r"|credit|entry|exit|mode|lesson_mode)|cmi\.student_data\..*"
    r"|cmi\.(?:launch_data|scaled_passing_score|completion_threshold|max_time_allowed"
    r"|time_limit_action)|cmi\.comments_from_lms.*"
)
_RESUMES = ("suspend", "logout", "time-out")


@dataclass(frozen=True)
class Standing:
    """What a part says about the learner; ``score`` is in whole per cent."""

    completion: Completion = "not attempted"
    success: Success = "unknown"
    score: int | None = None

    @property
    def is_done(self) -> bool:
        """Whether the part says that it is completed or passed, and not that it is failed."""
        if self.success != "unknown":
            return self.success == "passed"
        return self.completion == "completed"


@dataclass(frozen=True)
class Session:
    """How the last session with a part ended: what it kept, and whether it said good-bye."""

    kept: Mapping[str, str]
    seconds: int = 0
    is_ended: bool = False


def bounded(sent: Mapping[str, object]) -> dict[str, str]:
    """Return of what was sent all that is an element, as text and within bounds."""
    found: dict[str, str] = {}
    for name, value in sent.items():
        if len(found) >= MOST_ELEMENTS:
            break
        if not isinstance(value, str | int | float) or not _ELEMENT.fullmatch(name):
            continue
        place = re.search(r"\.(\d+)", name)
        most = LONGEST_SUSPENDED if name == "cmi.suspend_data" else LONGEST
        text = str(value)
        if text and len(text) <= most and (not place or int(place[1]) < MOST_IN_A_LIST):
            found[name] = text.replace("\0", "")
    return found


def standing(kind: Kind, told: Mapping[str, str], *, is_ended: bool = False) -> Standing:
    """Return what a part says about the learner.

    One that has ended without a word about its completion is complete, unless it wants to go on
    later or is measured. Sources: SCORM 1.2 RTE, lesson_status; SCORM 2004 SN, Delivery Controls.
    """
    said = _said(kind, told)
    silent = said.completion == ("not attempted" if kind == "scorm12" else "unknown")
    goes_on = "suspend" in (told.get("cmi.exit"), told.get("cmi.core.exit"))
    if is_ended and silent and not goes_on and "cmi.completion_threshold" not in told:
        return replace(said, completion="completed")
    return said


def _said(kind: Kind, told: Mapping[str, str]) -> Standing:
    if kind == "scorm12":
        status = told.get("cmi.core.lesson_status", "not attempted")
        known: dict[str, tuple[Completion, Success]] = {
            "passed": ("completed", "passed"),
            "completed": ("completed", "unknown"),
            "failed": ("completed", "failed"),
            "incomplete": ("incomplete", "unknown"),
            "browsed": ("incomplete", "unknown"),
        }
        completion, success = known.get(status, ("not attempted", "unknown"))
        return Standing(completion, success, _per_cent(told, "cmi.core.score"))
    return Standing(
        _one_of(told.get("cmi.completion_status"), "completed", "incomplete", "not attempted"),
        "passed" if (said := told.get("cmi.success_status")) == "passed" else _failed(said),
        _per_cent(told, "cmi.score"),
    )


def session_seconds(told: Mapping[str, str]) -> int:
    """Return for how long the session has lasted, as the part counts it."""
    return times.seconds_of(told.get("cmi.session_time") or told.get("cmi.core.session_time", ""))


def start(kind: Kind, item: Item, before: Session, learner: str, name: str) -> dict[str, str]:
    """Return what a part is told when it starts: all that it kept, and how it ended.

    A session that never said good-bye (a closed tab, a dead phone) is taken up where it was.
    ``learner`` is a pseudonym.
    """
    kept = {key: value for key, value in before.kept.items() if not _OURS.fullmatch(key)}
    entry = _entry(before)
    if kind == "scorm12":
        ours = {
            "cmi.core.student_id": learner,
            "cmi.core.student_name": name,
            "cmi.core.credit": "credit",
            "cmi.core.lesson_mode": "normal",
            "cmi.core.entry": entry,
            "cmi.core.total_time": times.clock(before.seconds),
            "cmi.student_data.mastery_score": item.mastery,
            "cmi.student_data.max_time_allowed": item.max_time,
            "cmi.student_data.time_limit_action": item.at_limit,
        }
    else:
        ours = {
            "cmi.learner_id": learner,
            "cmi.learner_name": name,
            "cmi.credit": "credit",
            "cmi.mode": "normal",
            "cmi.entry": entry,
            "cmi.total_time": times.iso(before.seconds),
            "cmi.scaled_passing_score": item.mastery,
            "cmi.completion_threshold": item.threshold,
            "cmi.max_time_allowed": item.max_time,
            "cmi.time_limit_action": item.at_limit,
        }
    ours["cmi.launch_data"] = item.data
    return kept | {key: value for key, value in ours.items() if value}


def between_sessions(kept: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept without what a session says about its own length and end."""
    ends = ("session_time", "exit")
    return {name: value for name, value in kept.items() if name.rpartition(".")[2] not in ends}


def _entry(before: Session) -> str:
    if not before.kept:
        return "ab-initio"
    said = before.kept.get("cmi.exit") or before.kept.get("cmi.core.exit", "")
    return "resume" if not before.is_ended or said in _RESUMES else ""


def _failed(said: str | None) -> Success:
    return "failed" if said == "failed" else "unknown"


def _one_of(said: str | None, *known: Completion) -> Completion:
    return next((each for each in known if each == said), "unknown")


def _per_cent(told: Mapping[str, str], name: str) -> int | None:
    """Return a score in whole per cent, None if there is none that can be reckoned."""
    scaled, raw, low, high = (
        float(text) if _NUMBER.fullmatch(text) else None
        for text in (told.get(f"{name}.{each}", "") for each in ("scaled", "raw", "min", "max"))
    )
    if scaled is not None:
        return round(100 * min(1.0, max(0.0, scaled)))
    if raw is None:
        return None
    low, high = low or 0.0, 100.0 if high is None else high
    return round(100 * min(1.0, max(0.0, (raw - low) / (high - low)))) if high > low else None
