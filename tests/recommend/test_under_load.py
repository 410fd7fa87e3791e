"""A real server is asked without a pause while the index is built, grows and goes back."""

import http.client
import json
import threading
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest

from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.recommend.actions import catalogue, index
from mentorhub.recommend.actions.index import Workshop
from tests.conftest import SECRET
from tests.recommend.offers import GAZETTEER, record
from tools.site import free_port, running, wait_until_ready

ASKED = "Gabelstapler fahren"
PAGE = f"/suche?q={quote(ASKED)}"
DATA = f"/api/v1/search?q={quote(ASKED)}"


@dataclass
class Visitor:
    """Asks again and again from an address of its own and keeps what was wrong."""

    port: int
    address: str
    path: str
    wrong: list[str] = field(default_factory=list)
    answers: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        while not self.over.is_set():
            try:
                status, text = self._answer()
            except OSError as problem:
                self.wrong.append(repr(problem))
                continue
            self.answers += 1
            if status != 200 or not self._is_sane(text):
                self.wrong.append(f"{status}: {text[:200]}")

    def _answer(self) -> tuple[int, str]:
        source = (self.address, 0)
        server = http.client.HTTPConnection("127.0.0.1", self.port, 60, source_address=source)
        try:
            server.request("GET", self.path, headers={"Host": f"localhost:{self.port}"})
            answer = server.getresponse()
            return answer.status, answer.read().decode()
        finally:
            server.close()

    def _is_sane(self, text: str) -> bool:
        if self.path == PAGE:
            return "stapler" in text.lower() and "</html>" in text
        return any("stapler" in hit["title"].lower() for hit in json.loads(text)["hits"])


@pytest.mark.slow
def test_no_request_is_lost_while_the_index_is_swapped_and_goes_back(var, services):
    db, workshop, port = services.get(Database), services.get(Workshop), free_port()
    before = workshop.shelf.current()
    settings = {"port": str(port), "base_url": f"http://localhost:{port}", "secret_key": SECRET}
    with running("serve", var, **settings):
        wait_until_ready(settings["base_url"], var)
        paths = (PAGE, PAGE, DATA)
        visitors = [Visitor(port, f"127.0.0.{n + 2}", path) for n, path in enumerate(paths)]
        threads = [threading.Thread(target=each.ask) for each in visitors]
        for thread in threads:
            thread.start()
        for number in range(3):
            index.rebuild(db, workshop, now=clock.now())
            change(db, f"neu-{number}")
            index.rebuild(db, workshop, now=clock.now(), whole=False)
            workshop.roll_back()
        for each, thread in zip(visitors, threads, strict=True):
            seen = each.answers
            while thread.is_alive() and each.answers < seen + 3 and not each.wrong:
                thread.join(0.1)
            each.over.set()
        for thread in threads:
            thread.join()
    assert [each.wrong for each in visitors] == [[], [], []]
    assert all(each.answers >= 3 for each in visitors)
    assert int(workshop.shelf.names()[-1]) >= int(before) + 6


def change(db, key) -> None:
    with db.writing() as session:
        origin = catalogue.Origin("editor", clock.now())
        catalogue.add(session, record(key, title="Stapler"), origin=origin, gazetteer=GAZETTEER)
