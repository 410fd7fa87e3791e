import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.assist import e5
from mentorhub.assist.e5 import E5Encoder, batches
from mentorhub.assist.layout import rounded
from tests.assist import engine
from tests.assist.texts import AWKWARD, OFFERS, QUESTIONS


def cosines(some, others):
    return (some * others).sum(axis=1)


@pytest.fixture(scope="module")
def bulk(encoder):
    return encoder.documents(OFFERS)


def test_questions_get_the_vectors_of_the_original_engine(encoder):
    ours = np.stack([encoder.query(text) for text in QUESTIONS])
    near = cosines(ours, engine.vectors("query", QUESTIONS))
    assert near.mean() > 0.9995
    assert near.min() > 0.999


def test_offers_get_the_vectors_of_the_original_engine(bulk):
    near = cosines(bulk, engine.vectors("passage", OFFERS))
    assert near.mean() > 0.9995
    assert near.min() > 0.998  # one fills the network to its limit


def test_a_question_finds_its_offer_in_another_language(encoder, bulk):
    best = OFFERS[int((bulk @ encoder.query("kurs komputerowy dla początkujących")).argmax())]
    assert best.startswith("Erste Schritte am Computer")


def test_vectors_are_float32_unit_rows(encoder, bulk):
    assert bulk.dtype == encoder.query("Kurs").dtype == np.float32
    assert bulk.shape == (len(OFFERS), encoder.dimension)
    assert np.allclose(np.linalg.norm(bulk, axis=1), 1, atol=1e-5)


def test_a_question_and_a_document_of_the_same_words_differ(encoder):
    assert encoder.query("Schweißen") @ encoder.documents(["Schweißen"])[0] < 0.99


def test_bulk_and_single_documents_agree_and_keep_their_order(encoder, bulk):
    assert len(OFFERS) > e5.HANDFUL
    alone = np.concatenate([encoder.documents([text]) for text in OFFERS])
    assert cosines(bulk, alone).min() > 0.9995


def test_neighbours_in_a_batch_do_not_change_a_vector(encoder):
    short, long = "Kurs.", "Schweißen in Essen und Umgebung. " * 40
    together = encoder.tokens([short, long], encoder.document_prefix)
    vectors = encoder.vectors(together)
    assert vectors[0] @ encoder.documents([short])[0] > 0.9995


def test_calculating_exactly_gives_the_same_vectors(model_dir, encoder):
    exact = E5Encoder(model_dir, exact=True)
    for text in QUESTIONS[:6]:
        assert exact.query(text) @ encoder.query(text) > 0.9992


def test_warming_up_changes_no_answer(model_dir):
    cold = E5Encoder(model_dir)
    before = [cold.query(text) for text in QUESTIONS]
    cold.warm()
    assert all(
        (cold.query(text) == vector).all() for text, vector in zip(QUESTIONS, before, strict=True)
    )


def test_no_documents_give_no_rows(encoder):
    assert encoder.documents([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize("text", [*AWKWARD, "\ud800 halb", "x" * 100_000, "Wort " * 20_000])
def test_whatever_is_typed_gets_a_vector(encoder, text):
    assert np.linalg.norm(encoder.query(text)) == pytest.approx(1, abs=1e-5)


def test_awkward_documents_do_not_disturb_the_others(encoder, bulk):
    mixed = encoder.documents([*AWKWARD, "y" * 100_000, *OFFERS])
    assert np.isfinite(mixed).all()
    assert cosines(mixed[-len(OFFERS) :], bulk).min() > 0.9995


def test_what_lies_beyond_the_limit_changes_nothing(encoder):
    text = "Schweißen lernen. " * 1000
    assert (encoder.query(text) == encoder.query(text + "Kochen")).all()


def test_progress_is_told_in_the_callers_thread_up_to_the_end(encoder):
    told, threads = [], set()

    def progress(done, total):
        told.append((done, total))
        threads.add(threading.get_ident())

    encoder.documents(OFFERS, progress)
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert told[-1] == (len(OFFERS), len(OFFERS))
    assert threads == {threading.get_ident()}


def test_progress_of_a_handful_is_told_too(encoder):
    told = []
    encoder.documents(OFFERS[:2], lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_work_that_was_given_up_leaves_the_encoder_usable(encoder, bulk):
    def give_up(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encoder.documents(OFFERS, give_up)
    assert (encoder.documents(OFFERS) == bulk).all()


def test_eight_threads_get_what_one_gets(encoder):
    expected = {text: encoder.query(text) for text in QUESTIONS}
    asked = list(QUESTIONS) * 8
    with ThreadPoolExecutor(8) as pool:
        for text, vector in zip(asked, pool.map(encoder.query, asked), strict=True):
            assert (vector == expected[text]).all()


def test_questions_are_answered_while_documents_are_encoded(encoder, bulk):
    expected = encoder.query(QUESTIONS[0])
    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(encoder.documents, OFFERS) for _ in range(2)]
        for _ in range(20):
            assert (encoder.query(QUESTIONS[0]) == expected).all()
    for one in work:
        assert (one.result() == bulk).all()


@given(st.lists(st.integers(1, 600), max_size=200), st.integers(1, 2000))
def test_batches_hold_every_text_once_and_keep_the_budget(lengths, budget):
    found = list(batches(lengths, budget))
    assert sorted(place for batch in found for place in batch) == list(range(len(lengths)))
    for batch in found:
        filled = rounded(max(lengths[place] for place in batch)) * len(batch)
        assert filled <= budget or len(batch) == 1


@given(st.lists(st.integers(1, 600), max_size=200))
def test_batches_go_from_long_to_short(lengths):
    longest = [lengths[batch[0]] for batch in batches(lengths, 512)]
    assert longest == sorted(longest, reverse=True)
