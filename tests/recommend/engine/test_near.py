import numpy as np
import pytest

from mentorhub.recommend.engine.near import Asked, covered, lacking, none_near
from tests.recommend.engine.doubles import course

OFFERS = [course(str(at), "Buchhaltung", learn="Belege buchen") for at in range(10)]
SCORES = [0.75 - 0.002 * at for at in range(10)]
NEARLY = [0.75 - 0.005 * at for at in range(10)]
APART = [0.75 - 0.0055 * at for at in range(10)]
FAR = [0.75 - 0.02 * at for at in range(10)]


def test_what_no_document_is_about_is_lacking():
    held = np.array([1.0, 0.0, 0.25], np.float32)
    assert lacking(np.array([1.0, 0.0, 0.0], np.float32), held) == 0
    assert lacking(np.array([0.0, 1.0, 0.0], np.float32), held) == 1
    assert lacking(np.array([0.5, 0.3, 0.2], np.float32), held) == pytest.approx(0.4)


def _none(topic, scores, also=(), lack=0.1, **more):
    return none_near(Asked(topic, also, lack=lack, **more), OFFERS, scores)


@pytest.mark.parametrize(
    ("topic", "also", "lack", "scores", "none"),
    [
        ("Särge bauen und Tote begleiten", (), 0.9, NEARLY, True),
        ("Särge bauen und Tote begleiten", (), 0.9, FAR, False),
        ("Buchhaltung und Belege", (), 0.9, FAR, False),
        ("Särge bauen und Tote begleiten", (), 0.1, FAR, False),
        ("Särge bauen und Tote begleiten", ("Bestattung",), 0.1, SCORES, True),
        ("Särge bauen und Tote begleiten", ("Buchhaltung",), 0.1, SCORES, False),
        ("", (), 0.9, SCORES, False),
    ],
)
def test_two_signs_tell_that_nothing_is_near(topic, also, lack, scores, none):
    assert _none(topic, scores, also, lack) is none


@pytest.mark.parametrize(("lack", "scores"), [(0.9, NEARLY), (0.1, SCORES)])
@pytest.mark.parametrize(
    ("topic", "foreign"), [("хочу стати бухгалтером", True), ("accounting", False)]
)
def test_synonyms_speak_for_the_hits_where_they_stand_for_the_whole(topic, foreign, lack, scores):
    known, wrong = ("Buchhaltung", "Steuern", "Finanzen"), ("Steuern",)
    assert not _none(topic, scores, known, lack, foreign=foreign)
    assert _none(topic, scores, wrong, lack, foreign=foreign)
    assert _none(f"unheard {topic}", scores, known, lack, foreign=False)
    assert not _none(f"57 {topic}", scores, known, lack, foreign=foreign)


def test_what_nobody_recognises_is_nowhere():
    assert _none("asdfgh qwertz", SCORES, largest=0.03)
    assert _none("bla bla", SCORES, largest=0.03)
    assert not _none("asdfgh qwertz", FAR, largest=0.03)
    assert _none("asdfgh qwertz", APART, largest=0.04)
    assert not _none("asdfgh qwertz", APART, largest=0.16)
    assert not _none("asdfgh qwertz", SCORES, largest=0.3)
    assert not _none("asdfgh Belege", SCORES, largest=0.03)
    assert not _none("خياط", SCORES, largest=0.03, foreign=True)


def test_the_letters_of_an_abbreviation_with_a_number_are_recognised():
    offers = [course(str(at), "Seminar für den BR") for at in range(10)]
    assert not none_near(Asked("BR1", largest=0.02), offers, SCORES)
    assert none_near(Asked("XY1", largest=0.02), offers, SCORES)


def test_a_subject_that_is_called_by_its_name_and_stands_nowhere_is_absent():
    asked = {"names": ("Buchführerschein",), "absent": ("Buchführerschein",)}
    assert _none("Buchführerschein", NEARLY, **asked)
    assert not _none("etwas mit Belegen", NEARLY, **asked)
    assert not _none("Buchhaltung", NEARLY, names=("Buchhaltung",), absent=("Buchhaltung",))


def test_a_part_of_another_word_speaks_for_nothing():
    offers = [course(str(at), "Vorbereitung", learn="sich vorbereiten") for at in range(10)]
    assert none_near(Asked("Reiten lernen", lack=0.9), offers, NEARLY)
    assert not none_near(Asked("Bereitung", lack=0.9), offers, NEARLY)


def test_without_hits_there_is_nothing_to_say():
    assert not none_near(Asked("Särge bauen", lack=0.9), [], [])


def test_words_are_covered_in_whatever_form():
    assert covered(["buchhalterin", "belegen"], [["buchhaltung", "belege"]]) == 1
    assert covered(["buchhalterin", "löten"], [["buchhaltung"]]) == 0.5
    assert covered(["am", "der"], [["buchhaltung"]]) == 1
