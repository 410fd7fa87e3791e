"""What the page about LangChain promises, run as it is written there."""

import re
from pathlib import Path

import pytest

from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.finder import Finder
from mentorhub.recommend.passages import passages

PAGE = Path(__file__).parents[2] / "docs" / "langchain.md"


def test_courses_come_as_passages_with_key_text_and_score(site):
    found = passages(
        site.database, site.services.get(Finder), "Stapler in Dortmund", clock.today(), limit=3
    )
    assert len(found) == 3
    assert found[0].key.startswith("stapler")
    assert "Beginn: " in found[0].text
    assert found[0].score >= found[1].score


@pytest.mark.slow
def test_the_lines_of_the_page_run_as_they_stand_there(services, monkeypatch, capsys):
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert max(len(code.strip().splitlines()) for code in blocks) <= 14
    monkeypatch.setattr("mentorhub.app.build_services", lambda _settings: services)
    known: dict[str, object] = {}
    for code in blocks:
        exec(compile(code, str(PAGE), "exec"), known)
    title, dimension = capsys.readouterr().out.splitlines()
    assert "tapler" in title
    assert int(dimension) == services.get(Workshop).encoder().dimension
    assert services.get(Database)


def test_every_name_on_the_page_is_imported_there():
    words = PAGE.read_text("utf-8")
    for name in re.findall(r"services\.get\((\w+)\)", words):
        assert re.search(rf"^from mentorhub\S+ import .*\b{name}\b", words, re.MULTILINE), name
