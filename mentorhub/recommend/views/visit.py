"""What a visitor told us about themselves, as pages read and change it.

The answers lie in an encrypted row that ends after an hour (or the time that the visitor chose), or
as soon as somebody signs in or out in this browser. The random token of that row lies among the
browser's notes on the server.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from flask import session as cookie
from sqlalchemy.orm import Session

from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.recommend.actions import visits
from mentorhub.recommend.eligibility import BY_NAME, Instrument, Value, Verdict, of_both
from mentorhub.recommend.funding.asking import Case
from mentorhub.recommend.funding.company import Company
from mentorhub.web.context import service

COOKIE = "visit"
_USUAL_MINUTES = 60
_MINUTES = "#minutes"
_SKIPPED = "#skipped"
_HEALTH = "#health"
_COMPANY = "#company"
_COURSE, _CHECK, _PATH = "#course", "#check", "#path"


@dataclass(frozen=True)
class Told:
    """Answers by name of the fact, the questions that were left open, the consent to one kind.

    All of it is kept for ``minutes`` after the last answer.
    ``company`` is what a company told of itself for the page that is about companies; it says
    nothing about the visitor. ``course`` is what somebody wrote about a course of their own: it
    counts for that course and for no other. ``path`` are the questions of the check of one course
    in the order in which they were asked.
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    may_ask_health: bool = False
    minutes: int = _USUAL_MINUTES
    company: Company | None = None
    course: Mapping[str, Any] = field(default_factory=dict)
    check: str = ""
    path: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Return whether the visitor told something about themselves that can be deleted."""
        return bool(self.facts or self.skipped or self.may_ask_health or self.course)

    def with_answer(self, name: str, value: Value) -> "Told":
        """Return this with one more answer."""
        return replace(self, facts={**self.facts, name: value}, skipped=self.skipped - {name})

    def without_answer(self, name: str) -> "Told":
        """Return this without an answer to this question, which is not asked first again."""
        facts = {key: value for key, value in self.facts.items() if key != name}
        return replace(self, facts=facts, skipped=self.skipped | {name})

    def without_answers(self, names: Iterable[str], *, open_again: Iterable[str]) -> "Told":
        """Return this without these answers; they and other questions may be asked again."""
        gone = frozenset(names)
        facts = {key: value for key, value in self.facts.items() if key not in gone}
        return replace(self, facts=facts, skipped=self.skipped - gone - frozenset(open_again))

    def with_health(self, allowed: bool) -> "Told":
        """Return this with or without the consent; without it such answers go as well."""
        if allowed:
            return replace(self, may_ask_health=True)
        facts = {key: value for key, value in self.facts.items() if not BY_NAME[key].health}
        return replace(self, facts=facts, may_ask_health=False)

    def kept_for(self, minutes: int) -> "Told":
        """Return this with another time for which it is kept."""
        return replace(self, minutes=minutes)

    def may_ask(self, name: str) -> bool:
        """Return whether this person may be asked: not what only an offer knows."""
        fact = BY_NAME[name]
        return fact.knower != "offer" and (self.may_ask_health or not fact.health)

    def case(
        self,
        instruments: Sequence[Instrument],
        today: date,
        course: Mapping[str, Value] | None = None,
        *,
        judged: Iterable[Verdict] = (),
    ) -> Case:
        """Return what is known about this person and a course, if there is one, for questions.

        What was left open is not asked again. ``judged`` are verdicts on the same facts.
        """
        return Case(
            instruments,
            of_both(course or {}, self.facts),
            today,
            may_ask=self._is_open,
            has_course=course is not None,
            judged={verdict.instrument.id: verdict for verdict in judged},
        )

    def with_course(self, course: Mapping[str, Any]) -> "Told":
        """Return this with what is known about a course of one's own, in place of another one."""
        return replace(self, course=course)

    def on_check(self, check: str) -> tuple[str, ...]:
        """Return what was asked so far while paying for one course is looked into."""
        return self.path if self.check == check else ()

    def asked_in(self, check: str, name: str) -> "Told":
        """Return this with a question as the last one of a check.

        Asked again, it cuts off what came after it. What was known before the check is none of
        its questions.
        """
        path = self.on_check(check)
        if name in path:
            path = path[: path.index(name) + 1]
        elif name not in self.facts and name not in self.skipped:
            path = (*path, name)
        return replace(self, check=check, path=path)

    def _is_open(self, name: str) -> bool:
        return self.may_ask(name) and name not in self.skipped


def told(session: Session) -> Told:
    """Return what the visitor at hand has told us and still lets us keep."""
    token = cookie.get(COOKIE)
    if not token:
        return Told()
    kept = visits.recall(session, service(Cipher), token, now=clock.now())
    skipped = str(kept.pop(_SKIPPED, "") or "")
    health = bool(kept.pop(_HEALTH, False))
    minutes = int(kept.pop(_MINUTES, _USUAL_MINUTES))
    company = kept.pop(_COMPANY, None)
    facts = {name: value for name, value in kept.items() if name in BY_NAME}
    path = tuple(name for name in kept.get(_PATH, ()) if name in BY_NAME)
    return Told(
        facts,
        frozenset(skipped.split(",")) - {""},
        health,
        minutes,
        Company.of_plain(company) if company is not None else None,
        course=kept.get(_COURSE, {}),
        check=str(kept.get(_CHECK, "")),
        path=path,
    )


def keep(session: Session, what: Told) -> None:
    """Keep the answers for as long as is wanted, and give the browser the token of their row."""
    kept: dict[str, Any] = {**what.facts}
    if what.skipped:
        kept[_SKIPPED] = ",".join(sorted(what.skipped))
    if what.may_ask_health:
        kept[_HEALTH] = True
    if what.minutes != _USUAL_MINUTES:
        kept[_MINUTES] = what.minutes
    if what.company is not None:
        kept[_COMPANY] = what.company.plain()
    if what.course:
        kept[_COURSE] = dict(what.course)
    if what.path:
        kept |= {_CHECK: what.check, _PATH: list(what.path)}
    cookie[COOKIE] = visits.remember(
        session,
        service(Cipher),
        cookie.get(COOKIE),
        kept,
        now=clock.now(),
        keep=timedelta(minutes=what.minutes),
    )


def forget(session: Session) -> None:
    """Delete the answers now."""
    visits.forget(session, cookie.pop(COOKIE, None))
