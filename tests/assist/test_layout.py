import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.assist.layout import Layout, Question, rounded

PADDING, END = 1, 2


def sees(unseen):
    return unseen == 0


def test_tokens_of_a_text_see_each_other_and_no_padding():
    texts = Layout.of(np.array([[0, 7, END, PADDING], [0, 7, 8, END]], np.int32), PADDING)
    assert texts.places.tolist() == [0, 1, 2, 3]
    assert sees(texts.view.unseen)[:, 0, 0].tolist() == [[True, True, True, False], [True] * 4]
    assert texts.view.share[:, 0].tolist() == pytest.approx(
        np.array([[1 / 3, 1 / 3, 1 / 3, 0], [1 / 4] * 4])
    )


def test_a_question_without_wishes_lies_like_any_text():
    asked = Question.of([0, 7, 8, END], [True] * 4, [], PADDING)
    text = Layout.of(np.array([[0, 7, 8, END]], np.int32), PADDING)
    assert (asked.tokens == text.tokens).all()
    assert (asked.places == text.places).all()
    for view in (asked.meant, asked.wanted):
        assert sees(view.unseen).all()
        assert (view.share == text.view.share).all()
    assert sees(asked.unseen).all()
    assert asked.topic.tolist() == [0, 1, 2, 3]


def test_the_topic_sees_the_wishes_only_in_the_last_layers():
    asked = Question.of([0, 7, 50, END], [True, True, False, True], [], PADDING)
    assert sees(asked.unseen)[0, 0].tolist() == [
        [True, True, False, True],
        [True, True, False, True],
        [True, True, True, True],
        [True, True, False, True],
    ]
    assert sees(asked.meant.unseen).all()
    assert asked.topic.tolist() == [0, 1, 3, 0]
    assert asked.wanted.share[0, 0].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])


def test_words_beside_see_the_question_and_it_never_sees_them():
    asked = Question.of([0, 7, END], [True] * 3, [60, END], PADDING)
    assert asked.tokens[0].tolist() == [0, 7, END, 60, END, *[PADDING] * 3]
    assert asked.places[:5].tolist() == [0, 1, 2, 2, 3]
    for unseen in (asked.unseen, asked.meant.unseen):
        assert sees(unseen)[0, 0, :5, :5].tolist() == [
            [True, True, True, False, False],
            [True, True, True, False, False],
            [True, True, True, False, False],
            [True, True, False, True, True],
            [True, True, False, True, True],
        ]
        assert not sees(unseen)[..., 5:].any()
    assert asked.meant.share[0, 0, :5].tolist() == pytest.approx([1 / 4, 1 / 4, 0, 1 / 4, 1 / 4])


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(0, 30))
def test_shares_add_up_and_what_is_filled_up_counts_for_nothing(own, beside):
    own = [True, *own, True]
    ids = [0, *range(5, len(own) + 3), END]
    asked = Question.of(ids, own, [*range(100, 100 + beside), END] if beside else [], PADDING)
    count = len(ids) + (beside + 1 if beside else 0)
    assert asked.tokens.shape == (1, rounded(count))
    assert asked.meant.share.sum() == pytest.approx(1, abs=1e-5)
    assert asked.wanted.share.sum() == pytest.approx(1, abs=1e-5)
    assert (asked.meant.share[..., count:] == 0).all()
    assert asked.topic[: sum(own)].tolist() == [at for at, one in enumerate(own) if one]
    assert (asked.wanted.share[..., sum(own) :] == 0).all()
    assert asked.places.max() < rounded(count)
