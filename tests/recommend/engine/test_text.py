import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentorhub.recommend.engine.text import (
    Spelling,
    fold,
    gram_set,
    grams,
    likeness,
    names_a_topic,
    one_slip_apart,
    piece_line,
    pieces,
    tokens,
    topic_words,
    words,
)

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


@pytest.mark.parametrize(
    "spelling",
    ["Führerschein", "Fuehrerschein", "FÜHRERSCHEIN", "Fuhrerschein", "fu\u0308hrerschein"],
)
def test_every_way_to_type_an_umlaut_is_one_word(spelling):
    assert words(spelling) == ["fuhrerschein"]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Straße", "strasse"), ("Łódź", "lodz"), ("İstanbul", "istanbul"), ("Zażółć", "zazolc"),
     ("șofer", "sofer"), ("kaynakç\u0131", "kaynakci")],
)  # fmt: skip
def test_letters_of_the_neighbours_lose_their_accents(typed, folded):
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    once = fold(text)
    assert fold(fold(once)) == fold(once)


@given(st.text())
@example("\u037a")  # a letter that folds to a space
def test_a_line_of_pieces_holds_the_pieces(text):
    assert piece_line(text).split() == pieces(text)


@given(LETTERS)
def test_pieces_cover_a_word_with_both_edges(word):
    found = grams(word)
    assert found[0].startswith("_")
    assert found[-1].endswith("_")
    assert all(len(piece) <= 4 for piece in found)


@given(LETTERS)
def test_doubled_letters_have_the_same_pieces(word):
    doubled = "".join(letter * 2 for letter in word)
    assert grams(doubled) == grams(_grams_source(word))


def _grams_source(word: str) -> str:
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


def test_short_words_are_one_piece():
    assert grams("ki") == ("_ki_",)
    assert grams("b1") == ("_b1_",)


def test_numbers_keep_their_doubles():
    assert grams("44") != grams("4")


def test_the_topic_is_what_is_not_a_stop_word():
    assert topic_words("Ich möchte gerne Schweißen lernen") == ["schweissen"]


def test_a_text_of_stop_words_keeps_them():
    assert topic_words("Ich möchte das") == ["ich", "mochte", "das"]


def test_a_topic_is_more_than_that_a_course_is_wanted():
    assert names_a_topic("Kurse zum Schweißen")
    assert not names_a_topic("Ich suche Kurse")
    assert not names_a_topic("")


def test_tokens_say_where_they_stand():
    text = "Kurs am 15.1. unter 1.500 €"
    assert [text[token.start : token.end] for token in tokens(text)] == [
        "Kurs", "am", "15.1.", "unter", "1.500", "€",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["dortmunt", "dortmud", "dotrmund", "dortmmund", "dortmund"])
def test_one_slip_is_understood(typed):
    assert Spelling(["dortmund", "bochum"]).meant(typed) == "dortmund"


@pytest.mark.parametrize("typed", ["bortmund", "dortmnudt", "dort", ""])
def test_more_than_one_slip_is_not(typed):
    assert Spelling(["dortmund", "bochum"]).meant(typed) is None


def test_a_word_that_could_mean_two_means_none():
    assert Spelling(["minden", "hinden", "mindes"]).meant("mindet") is None


@given(LETTERS, LETTERS)
def test_slips_work_both_ways(a, b):
    assert one_slip_apart(a, b) == one_slip_apart(b, a)


@given(LETTERS, st.integers(0, 13))
def test_a_lost_letter_is_one_slip(word, at):
    assert one_slip_apart(word, word[:at] + word[at + 1 :])


@given(LETTERS, LETTERS)
def test_likeness_is_a_share(a, b):
    assert 0 <= likeness(gram_set(a), gram_set(b)) <= 1
    assert likeness(gram_set(a), gram_set(a)) == 1
