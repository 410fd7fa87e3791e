import numpy as np
import pytest

from mentorhub.assist import intents
from mentorhub.assist.encoder import load_e5
from mentorhub.assist.intents import Adapter, Learned
from mentorhub.kit.errors import Unavailable

SAYINGS = {
    "Den Hubwagen stehen lassen und selber hoch ins Regal fahren dürfen": "gabelstapler",
    "I want to lift pallets with a machine instead of by hand": "gabelstapler",
    "Omas waschen und ihnen beim Essen helfen": "pflegehelfer",
    "Chcę myć i karmić starsze osoby w domu opieki": "pflegehelfer",
}


def said(text, *, own=True):
    return [(word, own) for word in text.split()]


@pytest.fixture
def trained():
    chance = np.random.default_rng(3)
    matrix = chance.standard_normal((2, 4)).astype(np.float16).astype(np.float32)
    adapter = Adapter(
        8, {"l8.q": matrix}, {"l8.q": matrix.T}, ["a"], np.eye(1, 4, dtype=np.float32)
    )
    marks = frozenset({intents.mark_of("Satz"), intents.mark_of("noch einer")})
    return adapter, Learned(("x",), np.eye(1, 4, dtype=np.float32), matrix[0], 12.5, marks)


def test_what_was_trained_is_the_same_after_its_file(trained, tmp_path):
    path = tmp_path / "intents.npz"
    intents.write(*trained, path)
    adapter, learned = intents.adapter(path), intents.learned(path)
    assert (adapter.first, adapter.texts) == (8, ["a"])
    assert (adapter.down["l8.q"] == trained[0].down["l8.q"]).all()
    assert (adapter.up["l8.q"] == trained[0].up["l8.q"]).all()
    assert (learned.keys, learned.sharpness, learned.marks) == (("x",), 12.5, trained[1].marks)
    assert learned.knows("Satz")
    assert not learned.knows("ein anderer")


def test_alone_and_among_many_a_question_has_the_same_intent(encoder):
    alone = np.stack([encoder.question(said(text))[1] for text in SAYINGS])
    many = encoder.intents([*SAYINGS, *SAYINGS])[: len(SAYINGS)]
    assert (alone * many).sum(1) == pytest.approx(1, abs=2e-3)
    assert encoder.intents(list(SAYINGS)).shape == (len(SAYINGS), encoder.dimension)


def test_intents_tell_the_subject_across_words_and_languages(encoder):
    learned = encoder.learned()
    apart = encoder.intents(list(SAYINGS)) - learned.middle
    best = (apart @ learned.directions.T).argmax(1)
    assert [learned.keys[at] for at in best] == list(SAYINGS.values())


def test_beside_the_intent_a_question_has_its_ordinary_vector(encoder):
    text = next(iter(SAYINGS))
    assert encoder.question(said(text))[0] @ encoder.query(text) > 0.9995


def test_what_is_wanted_depends_on_the_words_of_the_topic_alone(encoder):
    topic = said("Gabelstapler fahren lernen")
    wish = said("abends in Dortmund", own=False)
    alone = encoder.question(topic)[1]
    for asked in (encoder.question([*topic, *wish]), encoder.question(topic, "Pflege, Kochen")):
        assert asked[1] @ alone > 0.999  # a wish moves the end by its own length
    assert encoder.question([*topic, *said("abends in Dortmund")])[1] @ alone < 0.99


def test_wishes_and_words_beside_turn_what_a_question_means(encoder):
    topic = said("Gabelstapler fahren lernen")
    alone = encoder.question(topic)[0]
    in_the_evening = encoder.query("Gabelstapler fahren lernen abends")
    evening = encoder.question([*topic, *said("abends", own=False)])[0]
    assert evening @ in_the_evening > alone @ in_the_evening
    at_a_desk = encoder.query("Buchhaltung")
    assert encoder.question(topic, "Buchhaltung")[0] @ at_a_desk > alone @ at_a_desk


@pytest.mark.parametrize("word", ["", "\u200b", "x" * 100_000, "Wort " * 20_000])
def test_whatever_is_asked_has_two_vectors(encoder, word):
    long = said("Wort " * 600)
    for asked in (
        encoder.question([(word, True)]),
        encoder.question([*said("Kurs"), (word, False)], word),
        encoder.question([*long, (word, True)], "Beschreibung " * 300),
    ):
        for vector in asked:
            assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_what_is_known_is_a_subject_of_the_sayings(encoder):
    learned = encoder.learned()
    assert learned.directions.shape == (len(learned.keys), encoder.dimension)
    assert np.linalg.norm(learned.directions, axis=1) == pytest.approx(1, abs=1e-2)


def test_an_engine_that_leaves_the_training_out_does_not_pass(model_dir, monkeypatch):
    real = intents.adapter()
    other = Adapter(real.first, real.down, real.up, real.texts, np.roll(real.vectors, 1, axis=0))
    monkeypatch.setattr(intents, "adapter", lambda: other)
    with pytest.raises(Unavailable, match="near its reference"):
        load_e5(model_dir, allow_torch=False)
