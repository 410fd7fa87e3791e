"""The chat model of an operator: off by default, and held to so many tokens a day."""

import pytest

from mentorhub.app import build_services
from mentorhub.assist.chat import ChatFailed, Task, Writer
from mentorhub.assist.passage import Passage
from mentorhub.kit.db import Database
from mentorhub.kit.tallies import Tallies
from tests.assist.chat_server import chat_server
from tests.conftest import demo_settings

TASK = Task(["Stapler"], [Passage("stapler", "Staplerschein", "Am Abend")], [])


def test_without_an_address_there_is_no_chat_model(tmp_path):
    services = build_services(demo_settings(tmp_path))
    assert not services.has(Writer)
    services.get(Database).dispose()


def test_the_tokens_of_a_day_are_counted_across_answers(tmp_path):
    with chat_server() as server:
        server.says(("Der Kurs ist am Abend.", ["stapler"], "none"))
        chosen = {"chat_url": server.url, "chat_model": "small", "chat_tokens": 600}
        services = build_services(demo_settings(tmp_path, **chosen, chat_tokens_a_day=1800))
        writer = services.get(Writer)
        assert len(list(writer.write(TASK))) == 1
        with pytest.raises(ChatFailed, match="today"):
            list(writer.write(TASK))
        assert len(server.asked) == 1
        services.get(Tallies).close()
        services.get(Database).dispose()
