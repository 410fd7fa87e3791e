"""What a chat model makes of a turn: read where it is sound, survived where it is not."""

import json

import pytest

from mentorhub.assist.chat import ChatFailed
from mentorhub.assist.listening import MOST_FACTS, Field, Option, ReadFact, Reading, Utterance
from mentorhub.assist.openai_line import Endpoint
from mentorhub.assist.openai_listener import OpenAIListener
from tests.assist.chat_server import chat_server

TURN = Utterance(
    said="Ich hab nix gelernt und bin 46",
    before=["Ich will was lernen"],
    asked="Haben Sie einen Berufsabschluss?",
    fields=[Field("berufsabschluss", "Haben Sie einen?", ("yes", "no")), Field("alter", "Alter?")],
    options=[Option("place", "Wo wohnen Sie?"), Option("time", "Wann haben Sie Zeit?")],
)
NO_TRADE = ("berufsabschluss", "no", "Ich hab nix gelernt")
SHORTLY = 1.5


@pytest.fixture
def server():
    with chat_server() as running:
        running.reads(NO_TRADE, ask="place", question="Wo wohnen Sie?")
        yield running


def listener(url, *, spend=lambda _tokens, _in_talk: None, **more) -> OpenAIListener:
    return OpenAIListener(Endpoint(url=url, model="small", key="secret", spend=spend, **more))


def heard(server, turn=TURN, **more) -> Reading:
    return listener(server.url, **more).listen(turn)


def test_facts_and_the_next_question_are_read(server):
    assert heard(server) == Reading((ReadFact(*NO_TRADE),), "place", "Wo wohnen Sie?")


def test_it_asks_for_structured_output_within_limits(server):
    heard(server, tokens=123)
    asked = server.asked[0]
    schema = asked["response_format"]["json_schema"]
    assert schema["strict"] is True
    assert set(schema["schema"]["properties"]) == {"facts", "ask", "question"}
    assert schema["schema"]["additionalProperties"] is False
    assert asked["max_tokens"] == 123
    assert server.keys == ["Bearer secret"]


def test_an_endpoint_without_structured_output_is_read_as_json(server):
    server.behave = server.refuse_schema
    server.text = f"Gern! {server.text} Bitte."
    model = listener(server.url)
    assert model.listen(TURN).ask == model.listen(TURN).ask == "place"
    assert ["response_format" in one for one in server.asked] == [True, False, False]


def test_values_that_are_no_text_are_read_all_the_same(server):
    fact = {"name": "alter", "value": 46, "words": "46"}
    done = {"name": "berufsabschluss", "value": False, "words": "nix gelernt"}
    server.text = json.dumps({"facts": [fact, done], "ask": "", "question": ""})
    assert [one.value for one in heard(server).facts] == ["46", "no"]


def test_floods_are_cut(server):
    server.reads(*[NO_TRADE] * 50, ask="place", question="Wo? " * 500)
    found = heard(server)
    assert len(found.facts) == MOST_FACTS
    assert found.question == ""
    server.reads(("alter", "1" * 5000, "46"), ask="place")
    assert heard(server).facts == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nein",
        "{",
        "[]",
        '{"facts": 3}',
        '{"facts": [{}], "ask": "", "question": ""}',
        '{"facts": [], "ask": 7, "question": []}',
        "[" * 3000,
        '{"a":' * 2000,
        "<!doctype html><h1>Anmelden</h1>",
    ],
)
def test_nonsense_fails_in_good_order(server, text):
    server.text = text
    with pytest.raises(ChatFailed):
        heard(server)


def test_tools_that_nobody_offered_are_not_called(server):
    call = {
        "id": "1",
        "type": "function",
        "function": {"name": "delete_everything", "arguments": "{}"},
    }
    server.text = ""
    server.behave = lambda handler: server.whole(handler, content=None, tool_calls=[call])
    with pytest.raises(ChatFailed):
        heard(server)
    server.behave = lambda handler: server.whole(handler, refusal="Das darf ich nicht.")
    with pytest.raises(ChatFailed):
        heard(server)


@pytest.mark.parametrize("how", ["hang", "drip_headers", "drip_comments", "never_end", "pack"])
def test_an_endpoint_that_never_comes_to_an_end_is_left(server, how):
    server.behave = getattr(server, how)
    with pytest.raises(ChatFailed):
        heard(server, seconds=SHORTLY)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_refusal_is_a_failure_and_not_an_error(server, status):
    server.behave = server.refuse(status, "<html>nein</html>")
    with pytest.raises(ChatFailed):
        heard(server)


def test_a_page_instead_of_an_answer_is_a_failure(server):
    server.behave = server.refuse(200, "<html>Bitte anmelden</html>")
    with pytest.raises(ChatFailed):
        heard(server)
    with chat_server() as elsewhere:
        server.behave = server.refuse(302, Location=elsewhere.url)
        with pytest.raises(ChatFailed):
            heard(server)
        assert elsewhere.visits == []


def test_no_personal_data_leaves(server):
    turn = Utterance("Ich heiße Tom Becker, 0171 5550123", ["tom@web.de"], "", (), ())
    heard(server, turn)
    sent = json.dumps(server.asked, ensure_ascii=False)
    for secret in ("Becker", "5550123", "tom@"):
        assert secret not in sent


def test_nothing_is_sent_where_the_budget_refuses(server):
    def spend(_tokens, _in_talk):
        raise ChatFailed("the limit of today is reached")

    with pytest.raises(ChatFailed):
        heard(server, spend=spend)
    assert server.asked == []
