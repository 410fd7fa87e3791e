import pytest

from mentorhub.recommend.engine.vocabulary import Vocabulary
from tests.recommend.engine.doubles import course

DOCUMENTS = [
    course("a", "Gabelstaplerschein für Anfänger", learn="Sie lernen Wärmepumpen kennen."),
    course("b", "Excel Grundkurs", text="Buchhaltung steht nur im Text."),
    course("c", "Wärmepumpe und Schweißen"),
    course("d", "Bauen für Bauern"),
]


@pytest.fixture(params=["made", "loaded"])
def vocabulary(request, tmp_path):
    made = Vocabulary.of(DOCUMENTS)
    made.save(tmp_path)
    return made if request.param == "made" else Vocabulary.load(tmp_path)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gabelstablerschein", ["Gabelstaplerschein"]),
        ("exel für anfenger", ["Excel", "Anfänger"]),
        ("schweisen", ["Schweißen"]),
        ("wermepumpe", ["Wärmepumpe"]),
        ("Excel", []),
        ("Schweiße", []),
        ("buchhaldung", []),
        ("bauen", []),
        ("ich", []),
    ],
)
def test_a_slip_is_read_as_the_word_of_a_title(vocabulary, typed, meant):
    assert vocabulary.meant(typed) == meant
