import pytest

from mentorhub.recommend import career, occupations
from mentorhub.recommend.career import CareerWords
from mentorhub.recommend.glossary import Glossary, Term
from tests.recommend.site import CONTENT

KNOWN = occupations.load(CONTENT / "occupations")


def finds(key: str, *directions: str) -> set[str]:
    one = KNOWN.find(key)
    return {step.find[0] for name in directions for step in one.steps[name]}


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin Lagerhelfer und will mehr verdienen",
        "ich arbeite seit 12 jahren als lagerhelferin was geht",
        "bin lagerarbeiter. wie komme ich weiter?",
    ],
)
def test_one_step_of_each_direction_is_looked_for(text):
    found = career.towards(KNOWN, text)
    assert len(found) == 4
    for name in occupations.DIRECTIONS:
        assert finds("lagerhelfer", name) & set(found)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Ich bin Koch und will aufsteigen", "rise"),
        ("Ich arbeite als Köchin und will den Abschluss nachholen", "degree"),
        ("Ich bin Koch und will etwas anderes machen", "change"),
    ],
)
def test_a_direction_that_is_asked_for_is_the_only_one(text, direction):
    found = set(career.towards(KNOWN, text))
    assert found
    assert found <= finds("koch", direction)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Lagerhelfer",
        "Ich bin Lagerhelfer",
        "Ich will mehr verdienen",
        "Ich bin Verkäuferin und brauche einen Deutschkurs B1, um weiterzukommen",
        "Gabelstaplerschein für Lagerhelfer in Dortmund",
    ],
)
def test_nothing_is_added_without_occupation_or_wish_or_beside_a_subject(text):
    assert career.towards(KNOWN, text) == ()


def test_an_occupation_is_ones_own_only_where_it_is_said_so():
    assert career.own(KNOWN, "Ich bin Lagerhelferin").key == "lagerhelfer"
    assert career.own(KNOWN, "Kurse für Lagerhelfer") is None


def test_an_occupation_is_guessed_from_its_german_words_only_where_nothing_is_alike():
    glossary = Glossary([Term(("welder", "Astronaut"), ("Schweißer",), "en")])
    assert [one.key for one in career.perhaps(KNOWN, glossary, "welder")] == ["schweisser"]
    assert career.perhaps(KNOWN, glossary, "Lagerhelffer")[0].key == "lagerhelfer"
    assert career.perhaps(KNOWN, glossary, "Bankkaufmann") == ()


def test_the_words_of_the_glossary_stay():
    glossary = Glossary([Term(("verdienen",), ("Entgelt",), "de")])
    added = CareerWords(glossary, KNOWN).expand("Ich bin Lagerhelfer und will mehr verdienen")
    assert added[-1] == "Entgelt"
    assert len(added) == 5
