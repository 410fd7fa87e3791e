"""What the guide asks, and when it stops: decided by what an answer would change."""

import json
from dataclasses import replace
from datetime import date

import pytest

from mentorhub.recommend.dialogue.choices import MORE
from mentorhub.recommend.dialogue.moves import Ask, Seen, Show, next_move, one_more, open_kinds
from mentorhub.recommend.dialogue.talk import (
    MOST_QUESTIONS,
    Talk,
    Turn,
    from_json,
    to_json,
)
from mentorhub.recommend.dialogue.wish import wish
from mentorhub.recommend.dialogue.worth import Candidate, Money, worth
from mentorhub.recommend.eligibility import for_courses
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.funding import files as funding_files
from tests.recommend.site import CONTENT, gazetteer

TODAY = date(2026, 11, 21)
TOWNS = gazetteer()
INSTRUMENTS = for_courses(funding_files.load(CONTENT / "funding"), TODAY)
BASE = Candidate(
    key="a", score=0.75, title="Gabelstaplerschein", form="presence",
    schedules=frozenset({"evening"}), price_cents=19_900, degree_kind="certificate",
)  # fmt: skip


def wished(*texts: str, to=None):
    return wish([Turn(text, to=to, read=to is not None) for text in texts], TOWNS, TODAY)


def courses(*changes) -> list[Candidate]:
    return [
        replace(BASE, key=str(at), score=0.75 - 0.002 * at, **change)
        for at, change in enumerate(changes)
    ]


def at(town: str) -> Place:
    return TOWNS.find_town(town)


def money(facts=None, *, asked_for=False, is_paid=False) -> Money:
    return Money(INSTRUMENTS, facts or {}, asked_for, TODAY, is_paid)


def seen(
    text="Ich will Stapler fahren lernen", candidates=None, facts=None, *, none_near=False, **more
) -> Seen:
    found = courses(*[{} for _ in range(10)]) if candidates is None else candidates
    return Seen(wished(text), found, none_near, money(facts, **more))


SPREAD = courses(
    *[{"where": at(town)} for town in ("Köln", "Bielefeld", "Münster", "Dortmund", "Hagen")] * 4
)
DEAR = courses(
    *[{"where": at("Köln"), "price_cents": 300_000,
       "facts": {"massnahme_azav": True, "traeger_azav": True, "dauer_stunden": 200}}] * 5
)  # fmt: skip


def test_courses_far_apart_make_the_place_worth_asking():
    assert next_move(Talk(), seen(candidates=SPREAD)) == Ask("place")


def test_courses_in_one_town_do_not():
    here = courses(*[{"where": at("Köln")} for _ in range(5)])
    assert worth(["place"], here, money(is_paid=True))["place"] == 0


def test_different_times_make_the_time_worth_asking():
    times = ("full_time", "full_time", "full_time", "evening", "weekend", "part_time") * 3
    mixed = courses(*[{"schedules": frozenset({time}), "where": at("Köln")} for time in times])
    assert next_move(Talk(), seen(text="Stapler in Köln", candidates=mixed)) == Ask("time")


def test_a_question_that_changes_nothing_is_not_asked():
    alike = courses(*[{"where": at("Köln"), "price_cents": 0} for _ in range(5)])
    assert next_move(Talk(), seen(text="Stapler in Köln", candidates=alike)) == Show()


def test_whoever_names_no_subject_is_asked_for_it_first():
    assert next_move(Talk(), seen(text="Ich will mich weiterbilden")) == Ask("topic")


def test_what_was_said_is_never_asked():
    kinds = open_kinds(Talk(), wished("Stapler abends in Köln, höchstens 300 Euro"), {"alter": 40})
    assert not {"topic", "place", "time", "form", "price", "age"} & set(kinds)


def test_what_was_asked_is_not_asked_again():
    asked = Talk().heard(Turn("Stapler")).asking("place").heard(Turn("weiß nicht", to="place"))
    assert next_move(asked, seen(candidates=SPREAD)) != Ask("place")


def test_after_three_questions_it_shows_until_the_person_goes_on():
    talk = Talk(spent=MOST_QUESTIONS)
    assert next_move(talk, seen(candidates=SPREAD)) == Show()
    assert next_move(talk.going_on(), seen(candidates=SPREAD)) == Ask("place")


def wanting_more(talk: Talk) -> Talk:
    return talk.showing(("a",), none_fits=False).going_on().heard(Turn("", choice=MORE))


def test_whoever_wants_to_be_asked_is_asked_what_changes_little_too():
    little = courses(*[{"where": at("Köln"), "price_cents": 5000 * step} for step in range(1, 11)])
    talk, asks = Talk().heard(Turn("Stapler in Köln")), seen("Stapler in Köln", little)
    assert next_move(talk, asks) == Show()
    kinds = []
    while isinstance(move := next_move(talk := wanting_more(talk), asks), Ask):
        kinds.append(move.kind)
        talk = talk.asking(move.kind).heard(Turn("weiß nicht", to=move.kind, read=True))
    assert len(kinds) == len(set(kinds)) > 1
    assert one_more(talk, asks) is None


def test_whoever_wants_to_be_asked_where_nothing_fits_is_asked_for_other_words():
    strange = seen(text="Särge bauen", candidates=SPREAD, none_near=True)
    talk = wanting_more(Talk().heard(Turn("Särge bauen")))
    assert next_move(talk, strange) == Ask("topic")


def test_where_no_answer_would_change_a_thing_nothing_is_asked():
    alike = courses(*[{"where": at("Köln"), "price_cents": 0} for _ in range(5)])
    asks = Seen(wished("Stapler in Köln"), alike, False, Money((), {}, False, TODAY))
    talk = wanting_more(Talk().heard(Turn("Stapler in Köln")))
    assert one_more(talk, asks) is None
    assert next_move(talk, asks) == Show()


def test_somebody_in_a_hurry_is_asked_nothing():
    assert next_move(Talk(), seen(candidates=SPREAD), hurry=True) == Show()


def test_whoever_writes_in_a_language_that_is_not_read_sees_courses_at_once():
    text = "szukam kursu spawania po polsku, mieszkam niedaleko, nigdy nie spawałem"
    first = Talk().heard(Turn(text))
    assert next_move(first, seen(text=text, candidates=SPREAD)) == Show()
    later = first.showing(("a",), none_fits=False).heard(Turn("", choice="more"))
    assert isinstance(next_move(later, seen(text=text, candidates=SPREAD)), Ask)


def test_whoever_asks_for_money_is_asked_what_the_rules_wait_for():
    asks = seen(text="Wer bezahlt mir den Stapler in Köln?", candidates=DEAR, asked_for=True)
    move = next_move(Talk(), asks)
    assert isinstance(move, Ask)
    assert move.kind in ("employment", "qualification", "income", "aim", "age", "company_size")


def test_funding_is_not_asked_about_where_somebody_pays_already():
    kinds = ["employment", "qualification", "income", "age", "company_size"]
    assert set(worth(kinds, DEAR, money(is_paid=True)).values()) == {0.0}
    assert max(worth(kinds, DEAR, money(asked_for=True)).values()) > 0


def test_a_fact_that_is_known_is_worth_nothing():
    assert worth(["income"], DEAR, money({"zve_jahr": 20_000}))["income"] == 0


def test_it_says_that_nothing_fits_where_the_search_says_so():
    strange = seen(text="Särge bauen und Tote begleiten", candidates=SPREAD, none_near=True)
    assert next_move(Talk(), strange) == Show(none_fits=True)
    lost = seen(text="Ich weiß nicht", candidates=SPREAD, none_near=True)
    assert next_move(Talk(), lost) == Ask("topic")


def test_nothing_found_is_said_as_well():
    assert next_move(Talk(), seen(candidates=[])) == Show(none_fits=True)


@pytest.mark.parametrize(
    ("texts", "holds", "lacks"),
    [
        (("Stapler abends", "doch lieber am Wochenende"), "Wochenende", "abends"),
        (("Stapler in Köln", "doch lieber Bagger fahren"), "Bagger", "Stapler"),
        (("Stapler in Köln", "doch lieber Bagger fahren"), "Köln", "Stapler"),
        (("Stapler in Köln", "lieber in Essen"), "Essen", "Köln"),
    ],
)
def test_later_words_win_over_earlier_ones(texts, holds, lacks):
    sentence = wished(*texts).sentence
    assert holds in sentence
    assert lacks not in sentence


def spoken(*turns) -> str:
    """Return the sentence of turns, each words or words with the question that they answer."""
    pairs = [(turn, None) if isinstance(turn, str) else turn for turn in turns]
    return wish(
        [Turn(text, to=to, read=to is not None) for text, to in pairs], TOWNS, TODAY
    ).sentence


@pytest.mark.parametrize(
    "turns",
    [
        ("Excel in Bochum", "Englisch"),
        ("Excel in Bochum", "Englischkurs am Abend"),
        ("Excel in Bochum", "nein, ich will lieber Englisch lernen"),
        ("Excel in Bochum", ("Englisch", "time")),
        ("Excel in Bochum", ("nein, ich will lieber Englisch lernen", "time")),
        ("Excel in Bochum", ("doch lieber Englisch lernen", "employment")),
        ("Excel in Bochum", "Ich möchte Englisch lernen", "und am Wochenende"),
        ("Excel in Bochum", "Gibt es Kurse für Englisch?"),
        ("Excel in Bochum", "etwas mit Englisch"),
        ("Excel in Bochum", "Deutschkurs", "Englisch"),
        ("Excel in Bochum", ("Englisch", "topic")),
        ("Excel in Bochum", ("ach nee, doch lieber was mit Englisch", "time")),
    ],
)
def test_a_new_subject_takes_the_place_of_the_old_one(turns):
    sentence = spoken(*turns)
    assert "Englisch" in sentence
    assert "Bochum" in sentence
    assert "Excel" not in sentence
    assert "Deutsch" not in sentence


@pytest.mark.parametrize(
    "answer",
    [
        "Excel ist mir zu trocken, lieber Englisch",
        "Excel ist doch nichts für mich, lieber Englisch",
        "Vergiss das Excel, ich will Englisch lernen",
        "Ach nee, doch lieber was mit Englisch, Excel ist mir zu langweilig",
    ],
)
def test_what_is_refused_while_we_ask_for_something_else_is_looked_for_no_more(answer):
    turns = [Turn("Excel in Bochum"), Turn(answer, to="time", read=True)]
    seen = wish(turns, TOWNS, TODAY)
    assert "englisch" in seen.subject
    assert "excel" not in seen.subject
    assert seen.understood.not_topics == ("Excel",)


@pytest.mark.parametrize(
    "more",
    [
        "und auch Word",
        "außerdem PowerPoint",
        "mit Pivot-Tabellen",
        "für Fortgeschrittene",
        "am Wochenende",
        "günstiger bitte",
        "etwas kürzer",
        "Zertifikat",
        "ich brauche ein Zertifikat",
        "Wie lange dauert das?",
        "zu weit weg",
        "das ist mir zu teuer",
        "ich kann kein Auto fahren",
        "ich habe zwei Kinder",
        "in den Ferien",
        "ich arbeite als Köchin",
        "ich möchte bald anfangen",
        "Bekomme ich ein Zeugnis?",
        "Wo ist der Kurs genau?",
        "nein, das ist zu teuer",
        ("nach der Schicht", "time"),
        ("lieber abends, der Tag ist mir zu stressig", "time"),
        ("doch lieber online, der Weg ist mir zu anstrengend", "time"),
        ("in den Ferien", "start"),
        ("ich arbeite als Köchin", "employment"),
        ("Köchin gelernt", "qualification"),
        ("Englisch kann ich, Deutsch B1", "german"),
        ("für den Beruf, ich will Teamleiterin werden", "aim"),
    ],
)
def test_whatever_names_no_other_subject_leaves_it_as_it_is(more):
    assert "Excel" in spoken("Excel in Bochum", more)


def test_an_answer_about_oneself_is_no_subject():
    one = wish(
        [Turn("Stapler"), Turn("Wir sind 20 Leute in der Metzgerei", "company_size", read=True)],
        TOWNS,
        TODAY,
    )
    assert one.subject == ("stapler",)


def test_a_place_is_read_from_its_bare_name_and_from_everyday_words():
    assert wish([Turn("Stapler"), Turn("hamm", "place", read=True)], TOWNS, TODAY).understood.place
    assert wished("stapler, wohne in hamm").understood.place.name == "Hamm"


def test_the_land_of_a_place_is_known():
    assert TOWNS.land(at("Köln")) == "NW"
    assert TOWNS.land(TOWNS.find_postcode("44137")) == "NW"
    assert TOWNS.land(Place("Atlantis", 0.0, 0.0)) is None


def test_an_employer_that_pays_makes_no_question_about_money():
    assert wished("Stapler, der Chef zahlt").is_paid
    assert not wished("Zahlt der Chef mir den Stapler?").is_paid


def test_a_dialogue_is_the_same_after_it_was_kept():
    talk = Talk().heard(Turn("Stapler")).asking("place").heard(Turn("Köln", to="place", read=True))
    talk = talk.showing(("a", "b"), none_fits=True).worded(("Ein Satz.",), "modell")
    assert from_json(to_json(talk)) == talk
    unworded = talk.left_unworded("limit")
    assert from_json(to_json(unworded)) == unworded


@pytest.mark.parametrize(
    "text",
    [
        "bin Dachdecker, Knie sind hin. was nu",
        "Ich kann nicht mehr im Lager heben, wie geht es jetzt weiter?",
        "Rücken kaputt, was kann ich überhaupt noch machen?",
        "scheiss amt will dass ich ne maßnahme mach, was muss ich machen damit die ruhe geben",
        "Ich hab Stress mit dem Amt, sonst kürzen die mir das Geld",
    ],
)
def test_whoever_asks_what_now_has_told_no_subject(text):
    assert wished(text).subject == ()
    assert wished(text, "Ich will Stapler fahren").subject == ("stapler", "fahren")


def test_whoever_asks_what_to_do_for_something_has_named_it():
    assert wished("Hab lange geputzt, was kann ich machen für Excel?").subject == ("excel",)


def test_a_question_that_is_nearly_as_good_may_be_asked_in_its_place():
    times = ({"evening"}, {"full_time"}, {"weekend"}, {"part_time"}, {"full_time"})
    both = [replace(one, schedules=frozenset(times[at % 5])) for at, one in enumerate(SPREAD)]
    move = next_move(Talk((Turn("Stapler"),)), seen(candidates=both))
    assert isinstance(move, Ask)
    assert move.possible[0] == move.kind
    assert len(set(move.possible)) == len(move.possible) > 1


def test_a_dialogue_can_be_taken_back_turn_by_turn():
    talk = Talk((Turn("Stapler"),)).asking("place").noting(["alter"], {"alter": 46}).using(700)
    longer = talk.heard(Turn("Köln", to="place", read=True)).asking("time")
    assert longer.without_last() == replace(talk, tokens=700)
    assert longer.without_last().without_last() == Talk(tokens=700)
    assert Talk().without_last() == Talk()


def test_a_dialogue_that_an_older_version_kept_can_be_read():
    old = {"turns": [{"said": "Stapler", "shown": [], "wording": []}], "spent": 1}
    assert from_json(old) == Talk((Turn("Stapler"),), spent=1)
    talk = Talk((Turn("a", heard=("alter",), by_model={"alter": 46}, asked_in="Wo?"),), 1, 9)
    assert from_json(json.loads(json.dumps(to_json(talk)))) == talk
