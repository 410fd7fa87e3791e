"""Editors ask for drafts, read them, and decide: nobody else sees any, and no model, no form."""

import json
from datetime import timedelta

import pytest

from mentorhub.assist.drafting import Drafter
from mentorhub.courses import jobs
from mentorhub.courses.actions import content, drafting
from mentorhub.courses.material.files import read_course
from mentorhub.courses.models import BankQuestion, Draft
from mentorhub.courses.queries import versions
from mentorhub.kit import clock
from mentorhub.kit.jobs import Desk
from mentorhub.web.context import EXTENSION
from mentorhub.web.limits import limiter
from tests.assist.chat_server import chat_server
from tests.courses.drafts_house import (
    LESSON,
    QUOTES,
    about,
    answering,
    course,
    drafter,
    plainly,
    question,
)
from tests.courses.material import COURSE_TOML, files
from tests.tandems.site import words_of

PREVIEW = "/redaktion/kurse/zuhoeren/2"
LESSON_DRAFTS = f"{PREVIEW}/lektionen/anfang/entwuerfe"
DRAFT = "/redaktion/kurse/ki/entwuerfe/1"
PIECE = f"{DRAFT}/abschnitte/1"


@pytest.fixture
def server():
    with chat_server() as running:
        answering(running, lambda task: about(task) if "language" in task else plainly(task))
        yield running


@pytest.fixture
def house(site, hands):
    """The site with a lesson worth drafting from."""
    with site.database.writing() as session:
        content.keep(session, course(), hands.now)
    return site


@pytest.fixture
def services(house):
    return house.app.extensions[EXTENSION]


@pytest.fixture
def model(services, server):
    services.put(drafter(server), kind=Drafter)
    return server


@pytest.fixture
def rosa(house):
    return house.client(house.rosa)


@pytest.fixture
def work(services, hands):
    """The worker; it does not wait."""
    desk = Desk(services, clock.now)
    jobs.register(desk)

    def run(later=timedelta()):
        hands.now += later
        desk.run_due()

    return run


def ask(editor, kind="questions"):
    return editor.post(LESSON_DRAFTS, data={"kind": kind})


@pytest.fixture
def drafted(rosa, model, work):
    """Questions from three passages."""
    answering(model, about)
    assert ask(rosa).location == DRAFT
    work()
    return rosa


@pytest.fixture
def plain(rosa, model, work):
    """Four passages in plain language."""
    answering(model, plainly)
    assert ask(rosa, "plain").location == DRAFT
    work()
    return rosa


def taken(**changed):
    """What the form of a question sends."""
    told = question(QUOTES[1]) | changed
    sent = {"kind": told["kind"], "text": told["text"], "explanation": told["explanation"]}
    for place, each in enumerate(told["options"]):
        sent |= {f"options-{place}-text": each["text"], f"options-{place}-why": each["why"]}
        sent |= {f"options-{place}-right": "y"} if each["right"] else {}
    return sent | {"bank": "Neue Fragen"}


def banked(house):
    return house.read(lambda s: [json.loads(each.body) for each in s.query(BankQuestion)])


def test_without_a_model_nothing_speaks_of_drafts(rosa, house):
    assert "entwuerfe" not in rosa.get(PREVIEW).text
    assert rosa.get(LESSON_DRAFTS).status_code == 404
    assert ask(rosa).status_code == 404
    assert house.read(lambda s: s.query(Draft).count()) == 0


def test_with_a_model_editors_find_the_way_and_read_where_the_text_goes(rosa, model):
    assert LESSON_DRAFTS in rosa.get(PREVIEW).text
    words = words_of(rosa.get(LESSON_DRAFTS))
    assert "geht dann an das Sprachmodell klein-1" in words
    assert "Entwurf von Fragen" in words
    assert "Entwurf in Einfacher Sprache" in words
    assert model.asked == []


ADDRESSES = (LESSON_DRAFTS, DRAFT, f"{DRAFT}/stand", f"{DRAFT}/loeschung", PIECE)
DEEDS = (LESSON_DRAFTS, *(f"{DRAFT}/{deed}" for deed in ("abbruch", "fortsetzung", "loeschung")))
DEEDS += tuple(f"{PIECE}/{deed}" for deed in ("bank", "worte", "verwerfung", "rueckkehr"))


@pytest.mark.parametrize(
    ("how", "address"), [("get", a) for a in ADDRESSES] + [("post", a) for a in DEEDS]
)
def test_editors_alone_come_in(house, drafted, visitor, how, address):
    assert getattr(visitor, how)(address).status_code == 401
    assert getattr(house.client(house.lena), how)(address).status_code == 403
    if how == "get":
        assert drafted.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/redaktion/kurse/ki/entwuerfe/9",
        "/redaktion/kurse/ki/entwuerfe/9/stand",
        "/redaktion/kurse/ki/entwuerfe/9/lektion.md",
        f"{DRAFT}/abschnitte/9",
        f"{DRAFT}/lektion.md",
        LESSON_DRAFTS.replace("anfang", "nirgends"),
        LESSON_DRAFTS.replace("/2/", "/9/"),
    ],
)
def test_what_is_not_there_is_missing(drafted, address):
    assert drafted.get(address).status_code == 404


def test_a_draft_at_work_shows_how_far_it_is_and_can_be_stopped(rosa, model, work):
    ask(rosa)
    page = rosa.get(DRAFT)
    assert "0 von 3" in words_of(page)
    assert f'hx-get="{DRAFT}/stand"' in page.text
    assert "HX-Refresh" not in rosa.get(f"{DRAFT}/stand").headers
    assert ask(rosa).status_code == 409
    assert rosa.post(f"{DRAFT}/abbruch").status_code == 303
    work()
    assert model.asked == []
    assert rosa.get(f"{DRAFT}/stand").headers["HX-Refresh"] == "true"
    assert "Jemand hat angehalten" in words_of(rosa.get(DRAFT))
    assert rosa.post(f"{DRAFT}/abbruch").status_code == 409
    rosa.post(f"{DRAFT}/fortsetzung")
    work()
    assert "Alle Abschnitte sind bearbeitet" in words_of(rosa.get(DRAFT))
    assert rosa.post(f"{DRAFT}/fortsetzung").status_code == 409


def test_a_model_that_is_gone_is_told_and_what_is_there_stays(rosa, model, work, services):
    model.behave = model.refuse(500)
    ask(rosa)
    for _ in range(drafting.MOST_FAILURES):
        work(drafting.PAUSE)
    words = words_of(rosa.get(DRAFT))
    assert "mehrmals nichts Brauchbares" in words
    assert "Ohne diesen Abschnitt weitermachen" in words
    services.forget(Drafter)
    assert "Weitermachen" not in words_of(rosa.get(DRAFT)).split()
    assert rosa.post(f"{DRAFT}/fortsetzung").status_code == 404
    assert DRAFT in rosa.get(LESSON_DRAFTS).text
    assert LESSON_DRAFTS in rosa.get(PREVIEW).text


def test_every_draft_says_that_it_is_one_of_an_ai(drafted, lena_there):
    page = words_of(drafted.get(DRAFT))
    assert page.count("Entwurf einer KI: klein-1") == 3
    assert QUOTES[1] in page
    assert "Was stimmt (" not in words_of(lena_there.get("/lernen/zuhoeren/lektionen/anfang"))


def test_an_editor_changes_a_question_and_puts_it_into_a_bank(drafted, house):
    assert "höchstens 5 Zeilen" in words_of(drafted.get(PIECE))
    assert banked(house) == []
    sent = taken(text="Wie viele Zeilen sind genug?")
    assert drafted.post(f"{PIECE}/bank", data=sent).location == f"{DRAFT}#p2"
    [told] = banked(house)
    assert (told["kind"], told["text"]) == ("single", "Wie viele Zeilen sind genug?")
    bank = words_of(drafted.get("/redaktion/fragen/1"))
    assert "Entwurf einer KI, von einem Menschen geändert: Zuhören" in bank
    page = drafted.get(DRAFT)
    assert "in der Sammlung „Neue Fragen“" in words_of(page)
    assert "Wie viele Zeilen sind genug?" in words_of(page)
    assert drafted.post(f"{PIECE}/bank", data=sent).status_code == 409
    assert "In die Sammlung legen" not in words_of(drafted.get(PIECE))


def test_a_question_that_was_only_read_says_so_in_the_bank(drafted):
    drafted.post(f"{PIECE}/bank", data=taken())
    assert "von einem Menschen gelesen" in words_of(drafted.get("/redaktion/fragen/1"))


OPTIONS = question("x")["options"]


@pytest.mark.parametrize(
    "changed",
    [
        {"text": " "},
        {"explanation": ""},
        {"options": [OPTIONS[0] | {"why": ""}, OPTIONS[1]]},
        {"options": [OPTIONS[0] | {"text": ""}, OPTIONS[1]]},
        {"options": OPTIONS[1:]},
        {"options": OPTIONS[:1]},
        {"options": [OPTIONS[0], OPTIONS[0] | {"right": False}]},
        {"options": [each | {"right": True} for each in OPTIONS]},
        {"options": [OPTIONS[0] | {"why": "x" * 1001}, OPTIONS[1]]},
        {"kind": "essay"},
    ],
)
def test_what_is_no_question_comes_back_and_goes_nowhere(drafted, house, changed):
    answer = drafted.post(f"{PIECE}/bank", data=taken(**changed))
    assert answer.status_code == 422
    assert "Bitte prüfen" in words_of(answer)
    assert banked(house) == []


def test_a_bank_is_needed_and_one_that_holds_the_question_says_so(drafted, house):
    assert drafted.post(f"{PIECE}/bank", data=taken() | {"bank": " "}).status_code == 422
    drafted.post(f"{PIECE}/bank", data=taken())
    again = drafted.post(f"{DRAFT}/abschnitte/0/bank", data=taken())
    assert again.status_code == 422
    assert "gibt es die Frage schon" in words_of(again)
    assert len(banked(house)) == 1


def test_several_right_answers_make_a_question_with_several(drafted, house):
    options = [each | {"right": True} for each in OPTIONS]
    drafted.post(f"{PIECE}/bank", data=taken(kind="multiple", options=options))
    assert banked(house)[0]["kind"] == "multiple"


def test_a_statement_keeps_its_two_answers(rosa, model, work, house):
    said = [
        {"text": "Stimmt", "right": False, "why": "Fünf reichen."},
        {"text": "Stimmt nicht", "right": True, "why": "Genau."},
    ]
    answering(model, lambda task: about(task) | {"kind": "true_false", "options": said})
    ask(rosa)
    work()
    page = rosa.get(PIECE)
    assert "Wie viele Antworten stimmen" not in words_of(page)
    rosa.post(f"{PIECE}/bank", data=taken(kind="true_false", options=said))
    [told] = banked(house)
    assert (told["kind"], told["right"], told["feedback_true"]) == (
        "true_false", False, "Fünf reichen.",
    )  # fmt: skip


def test_what_is_thrown_away_can_be_fetched_back(drafted):
    drafted.post(f"{PIECE}/verwerfung")
    assert "verworfen" in words_of(drafted.get(DRAFT))
    assert drafted.post(f"{PIECE}/verwerfung").status_code == 409
    drafted.post(f"{PIECE}/rueckkehr")
    assert "verworfen" not in words_of(drafted.get(DRAFT))


def test_a_gap_says_why_there_is_no_draft(rosa, model, work):
    answering(model, lambda task: about(task) | {"explanation": "Nach § 99 SGB III."})
    ask(rosa)
    work()
    page = words_of(rosa.get(DRAFT))
    assert "Die KI hat eine Zahl, einen Betrag oder ein Gesetz genannt" in page
    assert "§ 99" not in page
    assert rosa.get(PIECE).status_code == 404


def test_html_of_a_model_is_shown_as_text(rosa, model, work):
    evil = "<img src=x onerror=alert(1)> [x](javascript:alert(1))"
    answering(model, lambda task: about(task) | {"text": f"Was stimmt? {evil} {task['title']}"})
    ask(rosa)
    work()
    for page in (rosa.get(DRAFT).text, rosa.get(f"{DRAFT}/abschnitte/0").text):
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


def test_plain_language_stands_beside_the_passage_with_its_level(plain):
    page = words_of(plain.get(PIECE))
    assert page.count("Stufe") == 2
    assert "Alle Zahlen, Tage, Beträge und Gesetze stehen in beiden Texten" in page


def test_lost_and_new_figures_are_named(plain, rosa, model, work):
    text = {"text": "Schreiben Sie 7 Zeilen auf."}
    plain.post(f"{PIECE}/worte", data=text)
    page = words_of(plain.get(PIECE))
    assert "fehlt: 5" in page
    assert "ist neu: 7" in page


def test_kept_words_go_into_the_file_of_the_lesson_and_nowhere_else(plain, house):
    assert "Lektion als Markdown" not in words_of(plain.get(DRAFT))
    words = "Schreiben Sie **5 Zeilen** auf.\n\nDas reicht."
    assert plain.post(f"{PIECE}/worte", data={"text": words}).location == f"{DRAFT}#p2"
    assert "von einem Menschen übernommen" in words_of(plain.get(DRAFT))
    answer = plain.get(f"{DRAFT}/lektion.md")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="anfang.md"'
    changed = files(**{"lessons/anfang.md": answer.text})
    lesson = read_course("zuhoeren", changed).lesson("anfang")
    before = course().lesson("anfang")
    assert words in lesson.blocks[0].text
    assert "Am Anfang steht eine offene Frage." in lesson.blocks[0].text
    assert lesson.blocks[1:] == before.blocks[1:]
    assert lesson.title == before.title
    assert house.read(lambda s: versions.newest_version(s, "zuhoeren").number) == 2


@pytest.mark.parametrize(
    "text", ["", "::: quiz abschluss\n:::", "## Neu", "```\nx", "+++\nx", "x" * 8001]
)
def test_words_that_would_break_the_lesson_come_back(plain, text):
    assert plain.post(f"{PIECE}/worte", data={"text": text}).status_code == 422
    assert plain.get(f"{DRAFT}/lektion.md").status_code == 404


def test_each_kind_has_its_own_deeds(plain):
    assert plain.post(f"{PIECE}/bank", data=taken()).status_code == 404


def test_questions_have_no_plain_words(drafted):
    assert drafted.post(f"{PIECE}/worte", data={"text": "So."}).status_code == 404


def test_a_checklist_keeps_its_number_of_points(site, rosa, model, work, hands):
    with site.database.writing() as session:
        content.keep(session, course(LESSON + CHECKLIST), hands.now)
    answering(model, plainly)
    rosa.post(LESSON_DRAFTS.replace("/2/", "/3/"), data={"kind": "plain"})
    work()
    place = f"{DRAFT}/abschnitte/4/worte"
    assert rosa.post(place, data={"text": "- Raum"}).status_code == 422
    assert rosa.post(place, data={"text": "- Raum suchen\n- Telefon weg"}).status_code == 303
    told = rosa.get(f"{DRAFT}/lektion.md").text
    assert "- Raum suchen\n- Telefon weg\n:::" in told


CHECKLIST = '\n::: checklist danach "Danach"\n- Raum reservieren\n- Telefon ausschalten\n:::\n'


def test_english_lessons_get_questions_alone(site, rosa, model, hands):
    english = files(
        **{"course.toml": 'language = "en"\n' + COURSE_TOML, "lessons/anfang.md": LESSON}
    )
    with site.database.writing() as session:
        content.keep(session, read_course("zuhoeren", english), hands.now)
    place = LESSON_DRAFTS.replace("/2/", "/3/")
    assert "Einfacher Sprache" not in words_of(rosa.get(place))
    assert rosa.post(place, data={"kind": "plain"}).status_code == 404
    assert rosa.post(place, data={"kind": "essay"}).status_code == 404


def test_deleting_asks_first(drafted, house):
    assert "Entwürfe warten auf einen Menschen" in words_of(drafted.get(f"{DRAFT}/loeschung"))
    drafted.post(f"{DRAFT}/loeschung")
    assert drafted.get(DRAFT).status_code == 404
    assert house.read(lambda s: s.query(Draft).count()) == 0


def test_asking_again_and_again_is_held_back(rosa, model):
    limiter.enabled = True
    limiter.reset()
    try:
        codes = [ask(rosa).status_code for _ in range(31)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert codes == [303, *[409] * 29, 429]
