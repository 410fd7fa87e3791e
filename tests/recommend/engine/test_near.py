import numpy as np
import pytest

from mentorhub.recommend.engine.near import covered, lacking, none_near
from tests.recommend.engine.doubles import course

OFFERS = [course(str(at), "Buchhaltung", learn="Belege buchen") for at in range(10)]
SCORES = [0.75 - 0.002 * at for at in range(10)]
NEARLY = [0.75 - 0.005 * at for at in range(10)]
FAR = [0.75 - 0.02 * at for at in range(10)]


def test_what_no_document_is_about_is_lacking():
    held = np.array([1.0, 0.0, 0.25], np.float32)
    assert lacking(np.array([1.0, 0.0, 0.0], np.float32), held) == 0
    assert lacking(np.array([0.0, 1.0, 0.0], np.float32), held) == 1
    assert lacking(np.array([0.5, 0.3, 0.2], np.float32), held) == pytest.approx(0.4)


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
    assert none_near(topic, also, lack, OFFERS, scores) is none


def test_without_hits_there_is_nothing_to_say():
    assert not none_near("Särge bauen", (), 0.9, [], [])


def test_words_are_covered_in_whatever_form():
    assert covered(["buchhalterin", "belegen"], [["buchhaltung", "belege"]]) == 1
    assert covered(["buchhalterin", "löten"], [["buchhaltung"]]) == 0.5
    assert covered(["am", "der"], [["buchhaltung"]]) == 1
