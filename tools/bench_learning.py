"""Learning under load: lesson pages and quizzes of 200 learners, beside a trivial page.

Two web workers on SQLite, then on PostgreSQL. Every learner is signed in; all go at once.
"""

import re
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http.client import HTTPConnection, RemoteDisconnected
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from mentorhub.accounts import passwords
from mentorhub.accounts.actions import people
from mentorhub.app import build_services
from mentorhub.config import Settings
from mentorhub.courses.actions import content, learning
from mentorhub.courses.queries import versions
from mentorhub.kit import clock, schema
from mentorhub.kit.db import Database
from tools import bench_rivals
from tools.bench_pages import server, until_answer
from tools.bench_report import Report

LEARNERS = 200
AT_ONCE = 16
ROUNDS = 5  # requests of each learner
COURSE = "rolle-und-haltung"
PASSWORD = "weite Wege gemeinsam gehen"  # noqa: S105  of people that live as long as a measurement
TRIVIAL = "trivial page of the same server"


@dataclass
class Learner:
    """A browser that is signed in: its connection, cookies and the token for forms."""

    line: HTTPConnection
    number: int
    cookies: SimpleCookie
    token: str = ""
    has_begun: bool = False

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Return status and text of an answer; forms carry the token of the last page."""
        headers = {
            "Cookie": "; ".join(f"{key}={each.value}" for key, each in self.cookies.items()),
            "X-Forwarded-For": f"10.1.{self.number // 250}.{self.number % 250}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://{self.line.host}:{self.line.port}/",
        }
        sent = {"csrf_token": self.token} | (fields or {}) if method == "POST" else None
        content = urlencode(sent) if sent else None
        try:
            self.line.request(method, path, content, headers)
            answer = self.line.getresponse()
        except (ConnectionError, RemoteDisconnected):  # the server has closed an idle line
            self.line.close()
            self.line.request(method, path, content, headers)
            answer = self.line.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.load(line)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
        self.token = found[1] if found else self.token
        return answer.status, text


def run(report: Report, settings: Settings) -> None:
    """Measure on both databases."""
    for name, own in bench_rivals.both(settings):
        _measure(report, own, name)


def _measure(report: Report, settings: Settings, name: str) -> None:
    settings = replace(settings, workers=2, threads=4, proxies=1, encoder="none")
    emails = _fill(settings)
    with server(settings, workers=2) as (address, _process, begun):
        until_answer(address + "/healthz", begun)
        learners = [_signed_in(address, number, email) for number, email in enumerate(emails)]
        lesson = f"/lernen/{COURSE}/lektionen/vier-rollen"
        works: dict[str, Callable[[Learner], object]] = {
            "lesson page": lambda one: one.ask("GET", lesson),
            "quiz, answers saved": _saved,
            "quiz, handed in": _handed_in,
        }
        trivial = _load(learners, lambda one: one.ask("GET", "/healthz"))
        for what, work in works.items():
            ours = _load(learners, work)
            report.add(f"{name}: {what}", ours[0], "requests/s", TRIVIAL, trivial[0])
            report.add(f"{name}: {what}, p95", ours[1], "ms", TRIVIAL, trivial[1])


def _fill(settings: Settings) -> list[str]:
    """Make tables, load the courses, and enrol people; return their addresses."""
    services = build_services(settings)
    db, now = services.get(Database), clock.now()
    schema.upgrade(db)
    material = content.read(settings.content)
    secret = passwords.hashed(PASSWORD)
    emails = [f"lernt{number}@beispiel.test" for number in range(LEARNERS)]
    with db.writing() as session:
        content.load(session, material, now)
        version = versions.offered_version(session, COURSE)
        if version is None:
            raise SystemExit(f"there is no course {COURSE}")
        for email in emails:
            person = people.create(session, email, "Lena (Beispiel)", by=None, now=now)
            person.password, person.confirmed_at = secret, now
            learning.enrol(session, person.id, version, by=person.id, now=now)
    db.dispose()
    return emails


def _signed_in(address: str, number: int, email: str) -> Learner:
    where = urlsplit(address)
    learner = Learner(HTTPConnection(where.hostname or "", where.port), number, SimpleCookie())
    learner.ask("GET", "/anmelden")
    status, _ = learner.ask("POST", "/anmelden", {"email": email, "password": PASSWORD})
    if status not in (302, 303):
        raise SystemExit(f"signing in was answered with {status}")
    learner.ask("GET", f"/lernen/{COURSE}")
    return learner


def _saved(learner: Learner) -> None:
    """Save an answer in the attempt that is open."""
    where = f"/lernen/{COURSE}/tests/abschluss/versuche/1"
    if not learner.has_begun:
        learner.ask("POST", f"/lernen/{COURSE}/tests/abschluss/versuche")
        learner.has_begun = True
    learner.ask("POST", f"{where}/stand", {"x.answer": "1"})


def _handed_in(learner: Learner) -> None:
    """Hand an attempt in; the second time it is graded already."""
    where = f"/lernen/{COURSE}/tests/abschluss/versuche/1/abgabe"
    learner.ask("POST", where, {"anyway": "ja"})


def _load(learners: Sequence[Learner], work: Callable[[Learner], object]) -> tuple[float, float]:
    """Return requests a second and the 95th percentile in ms of all learners at once."""

    def all_rounds(learner: Learner) -> list[float]:
        taken = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            work(learner)
            taken.append(time.perf_counter() - begun)
        return taken

    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = [each for times in pool.map(all_rounds, learners) for each in times]
    whole = time.perf_counter() - begun
    return len(taken) / whole, statistics.quantiles(taken, n=20)[-1] * 1000
