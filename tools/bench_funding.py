"""How long the rules of funding take: verdicts, ways to pay, and the question to ask next."""

import statistics
from collections.abc import Callable
from functools import partial

from mentorhub.config import Settings
from mentorhub.kit import clock
from mentorhub.recommend.eligibility import Value, judge
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding.asking import Case, next_question, payers
from mentorhub.recommend.funding.combine import ways
from tools.bench_report import Report, seconds

ROUNDS = 200
COURSE: dict[str, Value] = {
    "dauer_stunden": 480,
    "kursgebuehr": 4800,
    "massnahme_azav": True,
    "traeger_azav": True,
    "ziel": "abschluss_ausbildungsberuf_min_2_jahre",
    "tage_bis_kursbeginn": 60,
}
BASELINE = "verdicts of all instruments"


def run(report: Report, settings: Settings) -> None:
    """Measure one course and somebody who has said nothing, beside the verdicts alone."""
    instruments, today = funding_files.load(settings.content / "funding"), clock.today()
    verdicts = _median(lambda: [judge(one, COURSE, today) for one in instruments])
    report.add("funding, verdicts, p50", verdicts, "ms", BASELINE, verdicts)
    paid = _median(lambda: ways(instruments, COURSE, today))
    report.add("funding, ways to pay, p50", paid, "ms", BASELINE, verdicts)
    several = {"what pays a course": payers(instruments, today), "every instrument": instruments}
    for name, asked in several.items():
        question = _median(partial(next_question, Case(asked, COURSE, today)))
        report.add(f"funding, question on {name}, p50", question, "ms", BASELINE, verdicts)


def _median(work: Callable[[], object]) -> float:
    """Return the milliseconds of one round."""
    return statistics.median(seconds(work) for _ in range(ROUNDS)) * 1000
