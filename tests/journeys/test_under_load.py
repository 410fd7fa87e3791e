"""The real server answers every request while its index is built, swapped and rolled back."""

import http.client
import json
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from mentorhub import preparation
from mentorhub.app import build_services
from mentorhub.config import Settings
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.kit.worker import HueyMessenger
from mentorhub.recommend import commands
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.models import Offer
from mentorhub.recommend.queries import offers
from tests.conftest import ROOT, SECRET, demo_settings
from tests.recommend.offers import HAGEN
from tools.site import free_port, running, wait_until_ready

pytestmark = pytest.mark.slow

ASKED = quote("Hubarbeitsbühne bedienen")
PAGE = f"/suche?q={ASKED}"
DATA = f"/api/v1/search?q={ASKED}"
PATHS = (PAGE, DATA, PAGE)
PATIENCE = 300
IN_USE = re.compile(r"search index (\d+) in use")


@dataclass
class House:
    """A running installation, server and worker, and what its database holds."""

    services: Services
    settings: dict[str, str]
    var: Path
    gone: set[str] = field(default_factory=set)

    @property
    def database(self) -> Database:
        return self.services.get(Database)

    def keys(self) -> set[str]:
        """What an answer may name: every offer there ever was, and our instruments."""
        with self.database.reading() as session:
            stored = set(session.scalars(select(Offer.key)))
        return stored | {one.id for one in self.services.get(FundingBook).instruments}

    def add(self, record) -> None:
        origin = catalogue.Origin("editor", clock.now())
        with self.database.writing() as session:
            places = self.services.get(Gazetteer)
            catalogue.add(session, record, origin=origin, gazetteer=places)

    def withdraw(self, key: str) -> None:
        with self.database.writing() as session:
            offer = offers.by_key(session, key)
            catalogue.withdraw(session, offer, by=None, reason="zu", now=clock.now())
        self.gone.add(key)

    def search(self, *words: str) -> None:
        """Run `mentorhub search …`; only its process is not one of its own."""
        done = CliRunner().invoke(commands.search_group, words, obj=self.services)
        assert done.exit_code == 0, done.output

    @contextmanager
    def swapped(self) -> Iterator[None]:
        """Wait at the end until the shelf names another generation and the server has opened it."""
        shelf, seen = self.services.get(Workshop).shelf, len(self._opened())
        before = shelf.current()
        yield
        wait(lambda: shelf.current() != before)
        wait(lambda: shelf.current() in self._opened()[seen:])

    def _opened(self) -> list[str]:
        return IN_USE.findall((self.var / "serve.log").read_text())


@dataclass
class Visitor:
    """Asks without a pause, each time from another address, and keeps what was wrong."""

    number: int
    house: House
    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    found: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def path(self) -> str:
        return PATHS[self.number]

    def ask(self) -> None:
        for turn in count():
            if self.over.is_set():
                return
            hidden = set(self.house.gone)
            try:
                status, text = self._answer(turn)
                keys = self._keys(text)
            except (OSError, http.client.HTTPException, ValueError, KeyError) as problem:
                self.wrong.append(repr(problem))
                continue
            self.answers += 1
            self.found |= keys
            if status != 200 or not keys or keys & hidden:
                self.wrong.append(f"{status}: {keys or text[:200]}")

    def _answer(self, turn: int) -> tuple[int, str]:
        port = int(self.house.settings["port"])
        source = (f"127.{self.number + 1}.{turn // 200 % 200}.{turn % 200 + 2}", 0)
        server = http.client.HTTPConnection("127.0.0.1", port, PATIENCE, source_address=source)
        try:
            server.request("GET", self.path, headers={"Host": f"localhost:{port}"})
            answer = server.getresponse()
            return answer.status, answer.read().decode()
        finally:
            server.close()

    def _keys(self, text: str) -> set[str]:
        """Return what was found; a page that was cut off is an error, as are cut off data."""
        if self.path == DATA:
            return {hit["key"] for hit in json.loads(text)["hits"]}
        if not text.rstrip().endswith("</html>"):
            raise ValueError(text[-200:])
        return set(re.findall(r'href="/angebote/([^"?#]+)', text))


@pytest.fixture(params=["sqlite", "postgres"])
def house(request, tmp_path, encoder) -> Iterator[House]:
    """The installation on each database, as ``mentorhub run`` serves it."""
    if request.param == "sqlite":
        var = request.getfixturevalue("var")
        address = f"sqlite:///{var / 'mentorhub.db'}"
    else:
        var = tmp_path / "var"
        address = request.getfixturevalue("postgres_beside")("under_load")
    own = demo_settings(var, database_url=address)
    with opened(own, encoder) as services:
        if request.param == "postgres":
            var.mkdir()
            shutil.copy(ROOT / "var" / "test-vectors.db", var / "vectors.db")
            preparation.prepare(services, own, lambda _line: None)
        port = str(free_port())
        settings = {
            "port": port, "secret_key": SECRET, "database_url": address, "log_level": "info",
            "base_url": f"http://localhost:{port}",
        }  # fmt: skip
        with running("serve", var, **settings), running("worker", var, **settings):
            wait_until_ready(settings["base_url"], var)
            yield House(services, settings, var)


@contextmanager
def opened(settings: Settings, encoder) -> Iterator[Services]:
    services = build_services(settings, encoder=lambda: encoder)
    try:
        yield services
    finally:
        services.get(HueyMessenger).huey.storage.close()
        services.get(Database).dispose()


@contextmanager
def visited(house: House) -> Iterator[list[Visitor]]:
    """Let visitors ask as long as the block lasts."""
    visitors = [Visitor(number, house) for number in range(len(PATHS))]
    threads = [threading.Thread(target=each.ask) for each in visitors]
    for thread in threads:
        thread.start()
    try:
        yield visitors
    finally:
        for each in visitors:
            each.over.set()
        for thread in threads:
            thread.join()


def wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def test_no_request_is_lost_while_the_index_is_built_swapped_and_rolled_back(house):
    with visited(house) as visitors:
        with house.swapped():
            house.add(HAGEN)
        wait(lambda: all(HAGEN.key in each.found for each in visitors))
        with house.swapped():
            house.search("build")
        with house.swapped():
            house.search("rollback")
        with house.swapped():
            house.withdraw(HAGEN.key)
    known = house.keys()
    assert [each.wrong for each in visitors] == [[]] * len(PATHS)
    assert [each.found - known for each in visitors] == [set()] * len(PATHS)
    assert min(each.answers for each in visitors) > 10
