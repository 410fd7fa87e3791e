"""The chat model behind an address: used when it is good, survived when it is not."""

import json
import os
import socket
from dataclasses import replace

import pytest
from langchain_core.tracers.langchain import wait_for_all_tracers

from mentorhub.assist.chat import MOST_SENTENCES, Busy, ChatFailed, Ruling, Statement, Task
from mentorhub.assist.openai_chat import OpenAIWriter
from mentorhub.assist.openai_line import Endpoint
from mentorhub.assist.passage import Passage
from mentorhub.assist.seats import Seats
from tests.assist.chat_server import chat_server

TASK = Task(
    said=["Ich will Stapler fahren"],
    offers=[Passage("stapler", "Staplerschein", "Am Abend in Dortmund")],
    rulings=[Ruling("scheck", "Bildungsscheck", "may_fit")],
)
GOOD = ("Der Kurs ist am Abend.", ["stapler"], "none")
ABOUT_MONEY = ("Das kann passen.", ["scheck"], "may_fit")
SHORTLY = 1.5


@pytest.fixture
def server():
    with chat_server() as running:
        running.says(GOOD, ABOUT_MONEY)
        yield running


def writer(url, *, spend=lambda _tokens, _in_talk: None, **more) -> OpenAIWriter:
    return OpenAIWriter(Endpoint(url=url, model="small", key="secret", spend=spend, **more))


def written(server, task=TASK, **more) -> list[Statement]:
    return list(writer(server.url, **more).write(task))


def test_sentences_come_with_what_they_lean_on(server):
    assert written(server) == [
        Statement("Der Kurs ist am Abend.", frozenset({"stapler"}), "none"),
        Statement("Das kann passen.", frozenset({"scheck"}), "may_fit"),
    ]


def test_the_first_sentence_is_there_before_the_last_is_written(server):
    coming = writer(server.url).write(TASK)

    def wait_for_the_reader(handler):
        server.begin(handler)
        half = server.text.index('"Das')
        server.piece(handler, server.text[:half])
        assert server.over.wait(5)
        server.piece(handler, server.text[half:])

    server.behave = wait_for_the_reader
    assert next(coming).text == "Der Kurs ist am Abend."
    server.over.set()
    assert next(coming).text == "Das kann passen."


def test_it_asks_for_structured_output_within_limits_and_with_the_key(server):
    written(server, tokens=123)
    asked = server.asked[0]
    assert asked["response_format"]["type"] == "json_schema"
    assert asked["model"] == "small"
    assert asked["max_tokens"] == 123
    assert asked["stream"] is True
    assert server.keys == ["Bearer secret"]


def test_an_endpoint_without_structured_output_is_read_as_json(server):
    server.behave = server.refuse_schema
    model = writer(server.url)
    assert len(list(model.write(TASK))) == 2
    assert len(list(model.write(TASK))) == 2
    assert ["response_format" in one for one in server.asked] == [True, False, False]


@pytest.mark.parametrize("around", ["```json\n{}\n```", "Gern! {} Viel Erfolg! :}}", "{}"])
def test_words_around_the_json_do_no_harm(server, around):
    server.text = around.replace("{}", server.text)
    assert len(written(server)) == 2


def test_unknown_ids_are_dropped_and_what_leans_only_on_them_goes_too(server):
    server.says(
        ("Ein Satz.", ["stapler", "erfunden"], "none"), ("Noch einer.", ["erfunden"], "none")
    )
    assert written(server) == [Statement("Ein Satz.", frozenset({"stapler"}), "none")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 7, "about": ["stapler"], "claim": "none"},
        {"text": "x" * 5000, "about": ["stapler"], "claim": "none"},
        {"text": "Satz.", "about": "stapler", "claim": "none"},
        {"text": "Satz.", "about": [["stapler"]], "claim": "none"},
        {"text": "Satz.", "about": ["stapler"], "claim": "sicher"},
        {"text": "  ", "about": ["stapler"], "claim": "none"},
        {},
    ],
)
def test_what_is_no_sentence_is_left_out(server, wrong):
    server.says(wrong, GOOD)
    assert [one.text for one in written(server)] == ["Der Kurs ist am Abend."]


def test_more_sentences_than_were_asked_for_are_not_read(server):
    server.says(*[(f"Satz {at}.", ["stapler"], "none") for at in range(50)])
    assert len(written(server)) == MOST_SENTENCES


@pytest.mark.parametrize(
    "text",
    ["", "nein", "{", "[]", '{"sentences": 3}', '{"sentences": []}', "[" * 3000, '{"a":' * 2000],
)
def test_nonsense_fails_in_good_order(server, text):
    server.text = text
    with pytest.raises(ChatFailed):
        written(server)


@pytest.mark.parametrize("how", ["hang", "drip_headers", "drip_comments", "never_end", "pack"])
def test_an_endpoint_that_never_comes_to_an_end_is_left(server, how):
    server.behave = getattr(server, how)
    with pytest.raises(ChatFailed):
        written(server, seconds=SHORTLY)


def test_what_came_before_the_line_broke_still_counts(server):
    server.behave = server.break_off
    coming = writer(server.url).write(TASK)
    assert next(coming).text == "Der Kurs ist am Abend."
    assert all(one.about <= TASK.ids() for one in _until_it_fails(coming))


def _until_it_fails(coming):
    try:
        yield from coming
    except ChatFailed:
        return


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_refusal_is_a_failure_and_not_an_error(server, status):
    server.behave = server.refuse(status)
    with pytest.raises(ChatFailed):
        written(server)


def test_nobody_is_led_elsewhere(server):
    with chat_server() as elsewhere:
        server.behave = server.refuse(307, Location=elsewhere.url + "/chat/completions")
        with pytest.raises(ChatFailed):
            written(server)
        assert elsewhere.asked == []


def test_an_endpoint_that_is_gone_fails_at_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with pytest.raises(ChatFailed):
            list(writer(address).write(TASK))


def test_nothing_is_sent_where_the_budget_refuses(server):
    counted = []

    def spend(tokens, in_talk):
        counted.append((tokens, in_talk))
        raise ChatFailed("the limit of today is reached")

    with pytest.raises(ChatFailed):
        written(server, replace(TASK, spent=70), spend=spend, tokens=300)
    assert server.asked == []
    assert counted[0][0] > 300
    assert counted[0][1] == 70


def test_failures_are_told_and_successes_are_not(server):
    told = []
    written(server, failed=lambda: told.append("failed"))
    assert told == []
    server.text = "nein"
    with pytest.raises(ChatFailed):
        written(server, failed=lambda: told.append("failed"))
    assert told == ["failed"]


def test_an_answer_that_comes_late_is_told(server):
    told = []

    def late(handler):
        server.over.wait(0.6)
        server.stream(handler)

    server.behave = late
    assert written(server, seconds=20, slow=lambda: told.append("slow"))
    assert told == []
    assert written(server, seconds=1, slow=lambda: told.append("slow"))
    assert told == ["slow"]


def test_so_many_may_ask_at_a_time_and_the_next_one_is_sent_on(server):
    said = writer(server.url, seats=Seats(1))
    first = said.write(TASK)
    next(first)
    with pytest.raises(Busy):
        list(said.write(TASK))
    list(first)
    broken_off = said.write(TASK)
    next(broken_off)
    broken_off.close()
    assert list(said.write(TASK))
    assert len(server.asked) == 3


def test_no_personal_data_leaves(server):
    said = "Ich heiße Zehra Y\u0131ld\u0131z, 0171 5550123, zehra@web.de, Musterstraße 5, 44137 Dortmund"
    written(server, Task([said], TASK.offers, TASK.rulings))
    sent = json.dumps(server.asked, ensure_ascii=False)
    for secret in ("Zehra", "Y\u0131ld\u0131z", "5550123", "zehra@", "Musterstra", "44137"):
        assert secret not in sent
    assert "Dortmund" in sent


def test_no_trace_leaves_even_where_the_environment_asks_for_it(server, monkeypatch):
    with chat_server() as tracer:
        monkeypatch.setitem(os.environ, "LANGSMITH_TRACING", "true")
        monkeypatch.setitem(os.environ, "LANGSMITH_ENDPOINT", tracer.url)
        monkeypatch.setitem(os.environ, "LANGSMITH_API_KEY", "key")
        written(server)
        wait_for_all_tracers()
        assert tracer.visits == []
