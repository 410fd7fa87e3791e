from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from mentorhub.recommend.engine.bridge import About, Bridge, Subject
from mentorhub.recommend.engine.build import build, encoded
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.live import Live
from mentorhub.recommend.engine.shelf import Shelf
from mentorhub.recommend.engine.vectors import units
from mentorhub.recommend.engine.weights import Weights
from tests.recommend.engine.doubles import TODAY, PieceEncoder, course, engine_of

SUBJECTS = (
    Subject("stapler", ("Gabelstapler",), ("Paletten fahren statt schleppen", "hoch ins Regal")),
    Subject("pflege", ("Altenpflege",), ("Oma und Opa helfen", "alte Leute waschen")),
    Subject("deutsch", ("Deutschkurs",), ("Briefe vom Amt verstehen",)),
    Subject("kochen", ("Küche",), ("Gemüse schneiden und Suppe rühren", "am Herd stehen")),
    Subject("holz", ("Tischlern",), ("Bretter sägen und hobeln", "Möbel bauen")),
    Subject("strom", ("Elektro",), ("Kabel ziehen, Lampen anschließen", "Sicherungen")),
)
WEIGHTS = Weights()


@pytest.fixture
def bridge(tmp_path):
    return Bridge.of(SUBJECTS, PieceEncoder(), VectorCache(tmp_path / "cache.db"))


def _shares(bridge, text):
    return bridge.shares(PieceEncoder().query(text), WEIGHTS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ich will Paletten fahren, nicht schleppen", "Gabelstapler"),
        ("Briefe vom Amt verstehen", "Deutschkurs"),
        ("Suppe rühren", "Küche"),
    ],
)
def test_a_question_is_about_what_people_say_like_it(bridge, text, name):
    shares = _shares(bridge, text)
    assert bridge.names[shares.argmax()] == name
    assert bridge.named(shares, WEIGHTS)[0] == name
    assert shares.sum() == pytest.approx(1)


def test_a_question_about_nothing_of_it_names_nothing(bridge):
    even = np.full(len(SUBJECTS), 1 / len(SUBJECTS), np.float32)
    assert bridge.named(even, WEIGHTS) == ()


def test_a_moved_question_is_a_unit_nearer_to_the_words_of_courses(bridge):
    encoder = PieceEncoder()
    query, wanted = encoder.query("Paletten fahren"), encoder.query("Gabelstapler")
    moved = bridge.moved(query, bridge.shares(query, WEIGHTS), WEIGHTS)
    assert np.linalg.norm(moved) == pytest.approx(1, abs=1e-5)
    assert moved @ wanted > query @ wanted


def test_what_differs_within_every_subject_counts_little():
    rng = np.random.default_rng(7)
    topics = np.eye(3, 8, dtype=np.float32)
    manner = np.eye(8, dtype=np.float32)[7]

    class Speaking:
        name, dimension = "speaking", 8

        def documents(self, texts, progress=None):
            return np.stack([self.query(text) for text in texts])

        def query(self, text):
            about = topics[int(text[0])] if text[0].isdigit() else np.zeros(8, np.float32)
            loud = 3.0 if "!" in text else -3.0
            row = about + loud * manner + 0.05 * rng.standard_normal(8).astype(np.float32)
            return (row / np.linalg.norm(row)).astype(np.float32)

    class NoCache:
        def vectors(self, texts, encoder, progress=None):
            return encoder.documents(texts)

    subjects = [
        Subject(str(at), (f"{at}",), tuple(f"{at} {n}{'!' if n % 2 else ''}" for n in range(12)))
        for at in range(3)
    ]
    bridge = Bridge.of(subjects, Speaking(), NoCache())
    for at in range(3):
        for text in (f"{at} leise", f"{at} laut!"):
            assert bridge.shares(Speaking().query(text), WEIGHTS).argmax() == at


def test_bridge_and_subjects_of_documents_are_the_same_after_their_files(bridge, tmp_path):
    bridge.save(tmp_path)
    again = Bridge.load(tmp_path)
    assert (again.names == bridge.names).all()
    assert _shares(again, "am Herd") == pytest.approx(_shares(bridge, "am Herd"), abs=1e-3)
    titles = ["Möbel", "Elektro"]
    about = About.of(PieceEncoder().documents(titles), titles, bridge)
    about.save(tmp_path)
    read = About.load(tmp_path)
    assert (read.subjects == about.subjects).all()
    assert (read.shares == about.shares).all()
    assert Bridge.load(tmp_path / "elsewhere") is None
    assert About.load(tmp_path / "elsewhere") is None


def test_a_document_is_about_the_subject_whose_words_it_has(bridge):
    titles = ["Altenpflege", "Gabelstapler fahren"]
    about = About.of(PieceEncoder().documents(titles), ["", ""], bridge)
    assert [str(bridge.names[row[0]]) for row in about.subjects] == ["Altenpflege", "Gabelstapler"]
    wanted = _shares(bridge, "Oma und Opa helfen")
    alike = about.alike(np.array([0, 1]), wanted)
    assert alike[0] > alike[1]


def test_one_subject_alone_is_a_bridge(tmp_path):
    one = Bridge.of(SUBJECTS[2:3], PieceEncoder(), VectorCache(tmp_path / "cache.db"))
    assert _shares(one, "Paletten").tolist() == [1.0]
    assert About.of(PieceEncoder().documents(["Möbel"]), ["Möbel"], one).shares.tolist() == [[1.0]]


@pytest.mark.parametrize("title", ["Elektro-Grundkurs", "Elektrogrundkurs", "Elektrro für alle"])
def test_a_title_that_names_a_subject_tells_what_the_document_is_about(bridge, title):
    first, *_, last = bridge.words
    text = units(1.3 * first + last)[np.newaxis]

    def subject(title):
        return str(bridge.names[About.of(text, [title], bridge).subjects[0][0]])

    assert [subject(""), subject(title)] == ["Gabelstapler", "Elektro"]
    assert not About.of(np.zeros_like(text), [title], bridge).shares.any()


def test_a_title_with_less_than_most_of_a_name_does_not_name_it(bridge):
    assert not bridge.called.share_in("Elegante Gabeln").any()
    assert not bridge.called.share_in("").any()


def test_words_that_no_course_has_lead_to_it(tmp_path, bridge):
    offers = [course("s", "Gabelstapler"), course("p", "Altenpflege"), course("k", "Küche")]
    engine = engine_of(offers, tmp_path / "shelf", PieceEncoder(), bridge=bridge)
    seen = engine.search("Paletten fahren statt schleppen", today=TODAY)
    assert seen.hits[0].key == "s"
    assert "Gabelstapler" in seen.also


def test_documents_are_about_the_subjects_of_the_bridge_at_hand(tmp_path, bridge):
    documents = [course("s", "Elektro"), course("p", "Altenpflege")]
    encoder, cache = PieceEncoder(), VectorCache(tmp_path / "cache.db")
    shelf = Shelf(tmp_path / "shelf")
    build(shelf, encoded(documents, encoder, cache, bridge=bridge))
    whole = Live(shelf).generation()
    fewer = Bridge.of(SUBJECTS[1:], encoder, cache)
    other = whole.with_bridge(fewer)
    assert [str(fewer.names[row[0]]) for row in other.about.subjects] == ["Elektro", "Altenpflege"]
    assert [str(bridge.names[row[0]]) for row in whole.about.subjects] == ["Elektro", "Altenpflege"]
    other.about.alike(np.array([0, 1]), fewer.shares(encoder.query("Kabel ziehen"), WEIGHTS))
    assert whole.with_bridge(None).about is None


class Taught(PieceEncoder):
    """A double of an encoder that was trained: intents are its vectors, turned by a quarter."""

    intents_name = "pieces+intents"

    def __init__(self, known: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._known = {one for sentences in known.values() for one in sentences}
        self.keys = tuple(known)
        self.middle = np.zeros(self.dimension, np.float32)
        self.sharpness = 12.0
        self.directions = np.array(
            [self.intents(sentences).mean(0) for sentences in known.values()], np.float32
        )
        self.seen.clear()

    def learned(self) -> "Taught":
        return self

    def knows(self, sentence: str) -> bool:
        return sentence in self._known

    def intents(self, texts, progress=None):
        self.seen.extend(texts)
        return np.roll([self.query(text) for text in texts], self.dimension // 4, axis=1)

    def question(self, said, beside=""):
        asked = " ".join(word for word, _ in said)
        wanted = " ".join(word for word, own in said if own)
        return self.query(f"{asked} {beside}"), self.intents([wanted])[0]


def taught(known: Mapping[str, Sequence[str]] | None = None) -> Taught:
    return Taught(known or {one.key: one.say for one in SUBJECTS})


def test_what_a_training_knows_is_not_encoded_again(tmp_path):
    encoder = taught()
    Bridge.of(SUBJECTS, encoder, VectorCache(tmp_path / "cache.db"))
    assert encoder.seen == []


def test_a_trained_encoder_tells_subjects_by_what_is_wanted(tmp_path):
    encoder = taught()
    bridge = Bridge.of(SUBJECTS, encoder, VectorCache(tmp_path / "cache.db"))
    assert bridge.space == "pieces+intents"
    for at, subject in enumerate(SUBJECTS):
        wanted = encoder.intents([subject.say[0]])[0]
        shares = bridge.shares(wanted, WEIGHTS)
        assert shares.argmax() == at
        assert shares.sum() == pytest.approx(1)


def test_editors_teach_new_subjects_and_sentences_without_training(tmp_path):
    first, *others = SUBJECTS
    encoder = taught({one.key: one.say for one in others})
    more = replace(others[0], say=(*others[0].say, "Zirkuszelt aufbauen"))
    subjects = [first, more, *others[1:]]
    bridge = Bridge.of(subjects, encoder, VectorCache(tmp_path / "cache.db"))
    assert encoder.seen == [*first.say, "Zirkuszelt aufbauen"]
    assert bridge.shares(encoder.intents([first.say[0]])[0], WEIGHTS).argmax() == 0
    assert bridge.shares(encoder.intents(["Zirkuszelt aufbauen"])[0], WEIGHTS).argmax() == 1


def test_a_trained_bridge_is_the_same_after_its_file(tmp_path):
    encoder = taught()
    bridge = Bridge.of(SUBJECTS, encoder, VectorCache(tmp_path / "cache.db"))
    bridge.save(tmp_path)
    wanted = encoder.intents(["am Herd"])[0]
    again = Bridge.load(tmp_path)
    assert (again.shares(wanted, WEIGHTS) == bridge.shares(wanted, WEIGHTS)).all()
    assert (again.mark, again.space) == (bridge.mark, bridge.space)


def test_a_bridge_of_another_space_is_not_asked(tmp_path, bridge):
    offers = [course("s", "Gabelstapler"), course("p", "Altenpflege")]
    engine = engine_of(offers, tmp_path / "shelf", taught(), bridge=bridge)
    assert "Gabelstapler" not in engine.search("Paletten fahren statt schleppen", today=TODAY).also


def test_a_word_that_people_say_is_no_slip_of_another(tmp_path):
    said = tuple(f"{what} mit Dreck an den Händen" for what in ("Graben", "Putzen", "Pflanzen"))
    garden = Subject("garten", ("Garten",), said)
    encoder, cache = PieceEncoder(), VectorCache(tmp_path / "cache.db")
    bridge = Bridge.of([garden], encoder, cache)
    bridge.save(tmp_path)
    assert Bridge.load(tmp_path).everyday == bridge.everyday
    offers = [course("d", "Druck und Medien"), course("g", "Garten")]
    engine = engine_of(offers, tmp_path / "shelf", encoder, bridge=bridge)
    assert "Druck" not in engine.search("Dreck unter den Nägeln", today=TODAY).also
    assert "Druck" in engine.search("Drukc", today=TODAY).also


class Dictionary:
    """A double of the glossary: knows one word."""

    def expand(self, text):
        return ("am Herd stehen",) if "Кухар" in text else ()


def test_another_language_is_heard_with_the_german_words_for_it(tmp_path):
    encoder = taught()
    bridge = Bridge.of(SUBJECTS, encoder, VectorCache(tmp_path / "cache.db"))
    offers = [course("k", "Küche"), course("h", "Tischlern")]
    engine = engine_of(offers, tmp_path, encoder, bridge=bridge, synonyms=Dictionary())
    assert engine.search("Кухар", today=TODAY).also == ("am Herd stehen", "Küche")
