"""The chat model of an operator: off by default, and held to so many tokens."""

import pytest

from mentorhub.app import build_services
from mentorhub.assist.budget import Budget
from mentorhub.assist.chat import ChatFailed, Task, Writer
from mentorhub.assist.listening import Listener, Utterance
from mentorhub.assist.passage import Passage
from mentorhub.kit.db import Database
from mentorhub.kit.tallies import Tallies
from tests.assist.chat_server import chat_server
from tests.conftest import demo_settings

TASK = Task(["Stapler"], [Passage("stapler", "Staplerschein", "Am Abend")], [])
TURN = Utterance("Stapler", [], "", [], [])


@pytest.fixture
def server():
    with chat_server() as running:
        yield running


@pytest.fixture
def build(tmp_path, server):
    """Returns a function that builds the services of an operator with a chat model."""
    built = []

    def build_with(**limits):
        chosen = {"chat_url": server.url, "chat_model": "small", "chat_tokens": 600}
        built.append(build_services(demo_settings(tmp_path, **chosen, **limits)))
        return built[-1]

    yield build_with
    for services in built:
        services.get(Tallies).close()
        services.get(Database).dispose()


def test_without_an_address_there_is_no_chat_model(tmp_path):
    services = build_services(demo_settings(tmp_path))
    assert not any(services.has(kind) for kind in (Writer, Listener, Budget))
    services.get(Database).dispose()


def test_the_tokens_of_a_day_are_counted_across_answers_and_readings(build, server):
    services = build(chat_tokens_a_day=2500)
    server.says(("Der Kurs ist am Abend.", ["stapler"], "none"))
    assert len(list(services.get(Writer).write(TASK))) == 1
    server.reads()
    services.get(Listener).listen(TURN)
    with pytest.raises(ChatFailed, match="today"):
        services.get(Listener).listen(TURN)
    assert len(server.asked) == 2
    assert 1200 < services.get(Budget).today().tokens <= 2500


def test_a_dialogue_has_a_limit_of_its_own(build, server):
    services = build(chat_tokens_a_talk=900)
    with pytest.raises(ChatFailed, match="dialogue"):
        list(services.get(Writer).write(TASK))
    assert server.asked == []
