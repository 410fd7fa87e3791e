"""The chat model of an operator: off by default, and held to so many tokens and threads."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from itertools import islice

import pytest

from mentorhub.app import build_services, create_app
from mentorhub.assist.budget import Budget
from mentorhub.assist.chat import ChatFailed, Task, Writer
from mentorhub.assist.drafting import Drafter, PlainOut, plain_task
from mentorhub.assist.listening import Listener, Utterance
from mentorhub.assist.passage import Passage
from mentorhub.kit.db import Database
from mentorhub.kit.tallies import Tallies
from tests.assist.chat_server import chat_server
from tests.conftest import demo_settings

THREADS = 4
LONG = 60  # seconds, after which a test gives up
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
    assert not any(services.has(kind) for kind in (Writer, Listener, Drafter, Budget))
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


def test_drafts_for_editors_are_counted_too_and_have_the_limit_of_a_dialogue(build, server):
    server.text = '{"text": "Kurz gesagt."}'
    services = build(chat_tokens_a_talk=2000)
    drafter = services.get(Drafter)
    assert drafter.draft(plain_task("Titel", "Ein Absatz.", 0)) == PlainOut(text="Kurz gesagt.")
    with pytest.raises(ChatFailed, match="dialogue"):
        drafter.draft(plain_task("Titel", "Ein Absatz.", 1500))
    assert len(server.asked) == 1
    assert services.get(Budget).today().tokens >= 600


@pytest.fixture
def slow_model(server):
    """Keeps everybody waiting who asks the model, until the event is set."""
    answers = threading.Event()

    def wait_for_it(handler):
        answers.wait(LONG)
        server.stream(handler)

    server.behave = wait_for_it
    yield answers
    answers.set()


@pytest.fixture
def house(var, encoder, places_known, server):
    """An application with a chat model that answers in four threads."""
    chosen = {"chat_url": server.url, "chat_model": "small", "threads": THREADS}
    settings = demo_settings(var, **chosen)
    services = build_services(settings, encoder=lambda: encoder)
    services.put(places_known)
    app = create_app(settings, services=services)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    services.get(Tallies).close()
    services.get(Database).dispose()


def test_a_slow_model_leaves_threads_to_other_pages(house, server, slow_model):
    """Four threads are to serve four dialogues and one page, and the model answers nobody."""
    order = []

    def talk() -> str:
        browser = house.test_client()
        browser.post("/frag-nach/antworten", data={"text": "Stapler in Dortmund", "turn": "0"})
        order.append("talk")
        return browser.get("/frag-nach").text

    def page() -> int:
        order.append("page")
        return house.test_client().get("/foerderung").status_code

    with ThreadPoolExecutor(THREADS) as threads:
        talks: list[Future[str]] = [threads.submit(talk) for _ in range(THREADS)]
        waits_for_nobody = list(islice(as_completed(talks, LONG), THREADS - 2))
        assert threads.submit(page).result(LONG) == 200
        assert order == ["talk", "talk", "page"]
        assert len(server.asked) == 2
        slow_model.set()
    assert all("frag-nach" in one.result() for one in talks)
    assert all(one.exception() is None for one in waits_for_nobody)


def test_with_few_threads_one_call_may_still_be_made(build, server):
    server.says(("Der Kurs ist am Abend.", ["stapler"], "none"))
    assert list(build(threads=1).get(Writer).write(TASK))
