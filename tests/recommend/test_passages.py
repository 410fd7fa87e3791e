"""What the page about LangChain promises, run as it is written there."""

import re
from pathlib import Path

import pytest

from mentorhub.kit import clock
from mentorhub.kit.db import Database
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
def test_the_ten_lines_of_the_page_run(services, monkeypatch, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(code.strip().splitlines()) <= 14
    monkeypatch.setattr("mentorhub.app.build_services", lambda _settings: services)
    exec(compile(code, str(PAGE), "exec"), {})
    assert "tapler" in capsys.readouterr().out
    assert services.get(Database)
