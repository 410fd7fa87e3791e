"""Frag nach with a chat model that listens: it proposes facts and a question, the rules decide."""

import json

import pytest

from mentorhub.recommend.wording import question
from tests.assist.chat_server import chat_server
from tests.recommend.site import links_of, titles_of, words_of
from tests.recommend.test_views_dialogue import PAGE, questions_on, said, send, turns_of
from tests.recommend.test_views_dialogue_words import with_model

OPENING = "Gabelstapler, bei mir in der Halle stapeln wir nur von Hand"
MANY_WAYS = "bin seit März arbeitslos, hab 3 Jahre im Büro ausgeholfen"
WORDS = {
    "time": "Wann haben Sie am besten Zeit?",
    "place": "In welchem Ort wohnen Sie?",
    "start": "Wann möchten Sie anfangen?",
    "aim": "Wofür brauchen Sie den Kurs?",
    "qualification": "Haben Sie eine Ausbildung gemacht?",
    "company_size": "Wie viele Menschen arbeiten in Ihrem Betrieb?",
}
NOTE = "Diese Frage hat ein Sprachmodell formuliert (kleines-modell)."


@pytest.fixture
def server():
    with chat_server() as running:
        running.reads()
        yield running


@pytest.fixture
def site(own_site, server):
    """A site whose operator has set a chat model."""
    return with_model(own_site(), server)


@pytest.fixture
def browser(site):
    return site.client()


def turn_sent(server) -> dict:
    return json.loads(server.asked[-1]["messages"][-1]["content"])


def ours(site, kind) -> str:
    with site.app.test_request_context():
        return question(kind)


def test_the_model_may_choose_and_word_a_question_that_is_on_offer(browser, server):
    send(browser, MANY_WAYS)
    other = next(one["id"] for one in turn_sent(server)["questions"][1:] if one["id"] in WORDS)
    browser.post(f"{PAGE}/loeschung", data={"alles": "ja"})
    server.reads(ask=other, question=WORDS[other])
    page = said(browser, MANY_WAYS)
    assert questions_on(page) == [WORDS[other]]
    assert NOTE in words_of(page)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ("income", "Wie viel verdienen Sie?"),
        ("shoe_size", "Welche Schuhgröße haben Sie?"),
        ("", ""),
        ("topic", "Was möchten Sie lernen?"),
    ],
)
def test_a_question_that_is_not_on_offer_is_not_asked(site, browser, server, ask, words):
    send(browser, OPENING)
    heart = turn_sent(server)["questions"][0]["id"]
    browser.post(f"{PAGE}/loeschung", data={"alles": "ja"})
    server.reads(ask=ask, question=words)
    page = said(browser, OPENING)
    assert questions_on(page) == [ours(site, heart)]
    assert NOTE not in words_of(page)


def test_unsound_words_are_replaced_by_ours(site, browser, server):
    send(browser, OPENING)
    heart = turn_sent(server)["questions"][0]["id"]
    browser.post(f"{PAGE}/loeschung", data={"alles": "ja"})
    server.reads(ask=heart, question="Wie heißen Sie, und wo wohnen Sie? Es ist kostenlos!")
    page = said(browser, OPENING)
    assert questions_on(page) == [ours(site, heart)]


def test_a_fact_that_the_words_support_is_kept_shown_and_can_be_taken_away(browser, server):
    failed = "die Prüfung nach der Lehre hab ich nicht bestanden"
    server.reads(("berufsabschluss", "no", failed))
    page = said(browser, f"Stapler in Dortmund, {failed}")
    assert "Berufs-Abschluss: nein" in words_of(page)
    assert "nein" in words_of(browser.get("/foerderung/angaben"))
    browser.post("/foerderung/angaben", data={"name": "berufsabschluss", "answer": ""})
    assert "Berufs-Abschluss: nein" not in words_of(browser.get(PAGE))
    page = said(browser, f"Wie gesagt, {failed}")
    assert "Berufs-Abschluss: nein" not in words_of(page)


def test_what_the_person_corrected_is_not_overridden(browser, server):
    browser.post("/foerderung/angaben", data={"name": "beschaeftigt", "answer": "ja"})
    server.reads(("beschaeftigt", "no", "ohne feste Anstellung, quasi arbeitslos"))
    said(browser, "Stapler in Dortmund, ohne feste Anstellung, quasi arbeitslos")
    sent = turn_sent(server)
    assert "beschaeftigt" not in [one["name"] for one in sent["facts"]]


def test_an_invented_fact_is_dropped(browser, server):
    server.reads(
        ("alter", "24", "Stapler"), ("beschaeftigt", "no", "Dortmund"), ("zve_jahr", "1", "Stapler")
    )
    page = said(browser, "Stapler in Dortmund")
    assert "Das haben wir über Sie verstanden" not in words_of(page)
    assert "Sie haben uns noch nichts" in words_of(browser.get("/foerderung/angaben"))


def test_it_never_gets_answers_about_funding_or_personal_data(browser, server):
    browser.post("/foerderung/angaben", data={"name": "alter", "answer": "46"})
    browser.post("/foerderung/angaben", data={"name": "zve_jahr", "answer": "31234"})
    said(browser, "Stapler in Dortmund. Ich heiße Zehra Kaya, 0171 5550123")
    sent = json.dumps(server.asked, ensure_ascii=False)
    assert "Dortmund" in sent
    for secret in ("46", "31234", "Zehra", "Kaya", "5550123"):
        assert secret not in sent


@pytest.mark.parametrize("how", ["break_off", "pack", "refuse_all", "html", "tool"])
def test_a_bad_endpoint_changes_nothing_of_the_question(site, browser, server, how):
    plain = site.client()
    plain.set_cookie("model", "off")
    expected = questions_on(said(plain, OPENING))
    server.behave = {
        "refuse_all": server.refuse(500),
        "html": server.refuse(200, "<h1>Anmelden</h1>"),
        "tool": lambda handler: server.whole(
            handler, content=None,
            tool_calls=[{"id": "1", "type": "function",
                         "function": {"name": "rm", "arguments": "{}"}}],
        ),
    }.get(how) or getattr(server, how)  # fmt: skip
    page = said(browser, OPENING)
    assert questions_on(page) == expected
    assert "Sprachmodell hat nicht" not in words_of(page)


def test_whoever_switches_it_off_sends_nothing(browser, server):
    page = browser.get(PAGE)
    assert "Künstliche Intelligenz" in words_of(page)
    assert browser.post(f"{PAGE}/sprachmodell", data={"model": "off"}).status_code == 303
    said(browser, OPENING)
    said(browser, choice="show")
    assert server.asked == []
    assert "Sie haben das Sprachmodell ausgeschaltet" in words_of(browser.get(PAGE))
    browser.post(f"{PAGE}/sprachmodell", data={"model": "on"})
    said(browser, "und am Wochenende?")
    assert server.asked


def test_an_answer_can_be_taken_back_with_what_it_told(browser, server):
    page = said(browser, "Stapler in Dortmund")
    before = words_of(page)
    asked = questions_on(page)
    page = said(browser, "Ich bin 46 Jahre alt und arbeitslos")
    assert "Alter: 46" in words_of(page)
    turn = turns_of(page)
    browser.post(f"{PAGE}/ruecknahme", data={"turn": turn})
    page = browser.get(PAGE)
    assert questions_on(page) == asked
    assert "46" not in words_of(browser.get("/foerderung/angaben"))
    browser.post(f"{PAGE}/ruecknahme", data={"turn": turn})
    assert words_of(browser.get(PAGE)).split("Letzte")[0] == before.split("Letzte")[0]
    browser.post(f"{PAGE}/ruecknahme", data={"turn": "1"})
    assert turns_of(browser.get(PAGE)) == "0"
    browser.post(f"{PAGE}/ruecknahme", data={"turn": "0"})
    assert turns_of(browser.get(PAGE)) == "0"


def test_what_was_said_goes_to_a_conversation_in_no_address(browser, server):
    said(browser, "Geheimer Wunsch: Stapler in Dortmund")
    page = browser.get(PAGE)
    if questions_on(page):
        page = said(browser, choice="show")
    assert titles_of(page)
    assert not [link for link in links_of(page) if "Geheim" in link or "Stapler" in link]
    assert 'name="anlass" value="Geheimer Wunsch: Stapler in Dortmund' in page.text
