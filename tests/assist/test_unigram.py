import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from mentorhub.assist import model_folder
from mentorhub.assist.unigram import Unigram
from tests.assist.texts import AWKWARD, OFFERS, QUESTIONS

LIMIT = 512
SPECIAL = AWKWARD.index("</s><s><mask><unk><pad>")


@pytest.fixture(scope="module")
def unigram(model_dir):
    return Unigram.load(model_dir / model_folder.VOCABULARY)


@pytest.fixture(scope="module")
def library(model_dir):
    tokenizer = Tokenizer.from_file(str(model_dir / model_folder.TOKENIZER))
    tokenizer.enable_truncation(LIMIT)
    return tokenizer


@pytest.mark.parametrize(
    "text", [*QUESTIONS, *OFFERS, *(one for i, one in enumerate(AWKWARD) if i != SPECIAL)]
)
def test_a_text_is_cut_as_the_library_cuts_it(unigram, library, text):
    assert unigram.encode(text, LIMIT) == library.encode(text).ids


# Below the blocks where the Unicode versions of Python and of the library differ.
@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(max_codepoint=0x2FFF, exclude_characters="<"), max_size=80))
def test_any_text_is_cut_as_the_library_cuts_it(unigram, library, text):
    assert unigram.encode(text, LIMIT) == library.encode(text).ids


def test_many_texts_are_cut_as_one_by_one(unigram):
    texts = [*QUESTIONS, *OFFERS, *QUESTIONS, *AWKWARD]
    assert unigram.encode_all(texts, LIMIT) == [unigram.encode(text, LIMIT) for text in texts]


def test_words_that_look_like_commands_to_the_model_stay_words(unigram):
    ids = unigram.encode(AWKWARD[SPECIAL], LIMIT)
    assert ids.count(unigram.begin) == 1
    assert ids.count(unigram.end) == 1
    assert len(ids) > 2


def test_nothing_is_still_a_beginning_and_an_end(unigram):
    assert unigram.encode("", LIMIT) == [unigram.begin, unigram.end]


def test_control_characters_vanish(unigram):
    assert unigram.encode("Kurs\x01\x02 in\x07 Köln", LIMIT) == unigram.encode(
        "Kurs in Köln", LIMIT
    )


def test_unknown_neighbours_become_one(unigram):
    assert unigram.encode("ꙮꙮꙮ", LIMIT).count(unigram.unknown) == 1


def test_half_a_character_is_unknown_not_an_error(unigram):
    assert unigram.unknown in unigram.encode("\ud800", LIMIT)


@pytest.mark.parametrize("text", ["lang " * 20_000, "a" * 100_000, "字" * 100_000])
def test_a_long_text_ends_at_the_limit(unigram, text):
    ids = unigram.encode(text, LIMIT)
    assert len(ids) <= LIMIT
    assert (ids[0], ids[-1]) == (unigram.begin, unigram.end)
