"""Rules of measurements and of the editors' words, on plain values."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend import editor_words, judged_lines, measuring
from mentorhub.recommend.editor_words import Entry
from mentorhub.recommend.engine.bridge import Subject
from mentorhub.recommend.engine.judge import Judged
from mentorhub.recommend.glossary import Glossary, Term
from mentorhub.recommend.judged_lines import Judging, WrongLine
from mentorhub.recommend.measuring import Move
from mentorhub.recommend.sayings import Sayings
from tests.recommend.engine.doubles import TODAY, PieceEncoder, course, engine_of

LEIPZIG = Entry("word", ("Ameise",), ("Gabelstapler",), "de")


# Measuring


def test_moves_tell_who_came_went_and_changed_places():
    assert measuring.moves("abcd", "bax") == [
        Move("b", 2, 1),
        Move("a", 1, 2),
        Move("x", None, 3),
        Move("c", 3, None),
        Move("d", 4, None),
    ]
    assert measuring.moves("ab", "ab") == []


def test_a_question_whose_good_answers_are_gone_is_left_out():
    asked = [
        Judged("a", "q", {"there": 3, "gone": 2}),
        Judged("b", "q", {"gone": 3, "there": 0}),
    ]
    [kept] = measuring.answerable(asked, {"there"})
    assert (kept.id, kept.relevant) == ("a", {"there": 3})


@pytest.fixture
def documents():
    return [
        course("stapler", "Gabelstapler fahren"),
        course("ameisen", "Ameisen im Garten bestimmen"),
        course("excel", "Tabellen mit Excel"),
    ]


def test_a_comparison_tells_what_a_word_would_do(documents, tmp_path):
    was = engine_of(documents, tmp_path / "a", PieceEncoder())
    words = editor_words.with_words(Glossary(), [LEIPZIG])
    would_be = engine_of(documents, tmp_path / "b", PieceEncoder(), synonyms=words)
    asked = [Judged("q1", "Ameise", {"stapler": 3}), Judged("q2", "Excel", {"excel": 3})]
    told = []
    seen = measuring.compare(asked, ["Ameise"], was, would_be, TODAY, lambda *at: told.append(at))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert seen.queries == 2
    assert seen.would_be > seen.was
    judged, example = seen.shifts
    assert (judged.name, judged.gain > 0) == ("q1", True)
    assert (example.was, example.query) == (None, "Ameise")


def test_a_measurement_sets_the_whole_search_beside_words_only(documents, tmp_path):
    ours = engine_of(documents, tmp_path / "a", PieceEncoder())
    words = engine_of(documents, tmp_path / "b")
    asked = [Judged("q", "Gabelstapler", {"stapler": 3})]
    [one] = measuring.measure(asked, ours, words, TODAY, lambda *_: None)
    assert one.hits[0] == "stapler"
    assert (one.ours.hit1, one.words.hit1) == (1.0, 1.0)


# Words of editors


def test_lines_become_phrases_each_once():
    assert editor_words.phrases_of("  Ameise \r\n\n…\nAmeise\nkleiner   Stapler") == (
        "Ameise",
        "kleiner Stapler",
    )


def test_words_are_added_to_what_was_loaded():
    loaded = Glossary([Term(("Ameise",), ("Hubwagen",), "de")])
    both = editor_words.with_words(loaded, [LEIPZIG])
    assert set(both.expand("Ameise fahren")) == {"Hubwagen", "Gabelstapler"}
    assert loaded.expand("Ameise fahren") == ("Hubwagen",)


def test_a_saying_joins_its_subject_or_begins_one():
    stapler = Subject("stapler", ("Gabelstapler",), ("Paletten fahren",))
    entries = {
        4: Entry("saying", ("Kisten stapeln",), ("gabelstapler", "Lager"), "de"),
        5: Entry("saying", ("Haare machen",), ("Friseur",), "de"),
        6: Entry("saying", ("Zöpfe flechten",), ("Friseur",), "de"),
        7: LEIPZIG,
    }
    found = editor_words.with_sayings(Sayings((stapler,)), entries).subjects
    assert [(one.key, one.say) for one in found] == [
        ("stapler", ("Paletten fahren", "Kisten stapeln")),
        ("editors-5", ("Haare machen", "Zöpfe flechten")),
    ]
    assert found[0].mean[0] == "Gabelstapler"


def test_an_entry_survives_its_row():
    assert Entry.of(json.loads(json.dumps(LEIPZIG.plain()))) == LEIPZIG


# Files


JUDGINGS = st.builds(
    Judging,
    query=st.text("aäß ?x", min_size=1, max_size=30).map(lambda t: " ".join(t.split()) or "x"),
    type=st.sampled_from(["", "plain", "eigene Art"]),
    grades=st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)).map(lambda g: g | {"z": 3}),
)


@given(st.dictionaries(st.sampled_from(["1", "q-2", "drei"]), JUDGINGS, min_size=1))
def test_what_is_written_is_read_back(found):
    text = "".join(judged_lines.line(name, one) for name, one in found.items())
    assert judged_lines.read(b"\xef\xbb\xbf" + text.encode()) == found


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"kein json", "Expecting"),
        (b"[" * 100_000, "recursion"),
        (b"\xff", "UTF-8"),
        (b'{"id": "a", "query": "q"}', "relevant"),
        (b'{"id": "a", "query": " ", "relevant": {"x": 3}}', "query must have"),
        (b'{"id": "a", "query": "q", "relevant": {"x": 4}}', "grades are"),
        (b'{"id": "a", "query": "q", "relevant": {"x": 1.5}}', "grades are"),
        (b'{"id": "a", "query": "q", "relevant": {"x": 0}}', "no offer"),
        (b'{"id": "a", "query": "q", "relevant": {}}', "no offer"),
        (b'{"id": "' + b"a" * 61 + b'", "query": "q", "relevant": {"x": 3}}', "id must have"),
        (b'{"id": "gut", "query": "q", "relevant": {"x": 3}}', "appears twice"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken(line, reason):
    good = b'{"id": "gut", "query": "q", "relevant": {"x": 3}}\n\n'
    with pytest.raises(WrongLine, match=reason) as wrong:
        judged_lines.read(good + line)
    assert wrong.value.number == 3
