"""What commands are given is looked at before they begin to work."""

import json

import pytest
from click.testing import CliRunner

from mentorhub.kit.services import Services
from mentorhub.recommend.commands.offers import offers_group
from mentorhub.recommend.commands.search import search_group


@pytest.mark.parametrize("where", ["nowhere/run.json", "."])
def test_a_measurement_that_could_not_be_written_is_not_begun(tmp_path, where):
    offers, questions = tmp_path / "offers.jsonl", tmp_path / "queries.jsonl"
    offers.write_text(json.dumps({"id": "a", "title": "Stapler"}))
    questions.write_text(json.dumps({"id": "q", "query": "Stapler", "relevant": {"a": 3}}))
    words = ["evaluate", "--offers", str(offers), "--queries", str(questions)]
    done = CliRunner().invoke(
        search_group, [*words, "--run", str(tmp_path / where)], obj=Services()
    )
    assert done.exit_code == 2
    assert "Invalid value for '--run'" in done.output


def test_a_catalogue_that_could_not_be_written_is_not_read(tmp_path):
    words = ["export", "--format", "jsonl", "--to", str(tmp_path / "nowhere" / "all.jsonl")]
    done = CliRunner().invoke(offers_group, words, obj=Services())
    assert done.exit_code == 2
    assert "Invalid value for '--to'" in done.output
