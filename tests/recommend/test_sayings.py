from pathlib import Path

import pytest

from mentorhub.recommend import sayings
from mentorhub.recommend.sayings import SayingsError
from tests.conftest import ROOT

GOOD = """
[[subject]]
key = "stapler"
mean = ["Gabelstapler"]
[subject.say]
de = ["Paletten fahren", "Paletten fahren"]
en = ["drive pallets"]
"""


def _read(text: str):
    return sayings.read({"neu.toml": text.encode()}).subjects


def test_a_subject_has_words_and_each_saying_once():
    [subject] = _read(GOOD)
    assert subject.mean == ("Gabelstapler",)
    assert subject.say == ("Paletten fahren", "drive pallets")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("key = 1", "key"),
        (GOOD + GOOD, "key"),
        (GOOD.replace("stapler", "Große Stapler", 1), "key"),
        (GOOD.replace('["Gabelstapler"]', "[]"), "mean"),
        (GOOD.replace('["drive pallets"]', '["   "]'), "say.en"),
        (GOOD.replace('["drive pallets"]', '["' + "x" * 301 + '"]'), "say.en"),
        (GOOD.replace("en =", "english ="), "say.english"),
        (GOOD.replace("mean", "means"), "means"),
        ("[[subject]]\nkey = 'a'\nmean = ['A']", "say"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_field(text, field):
    with pytest.raises(SayingsError) as told:
        _read(text)
    assert (told.value.file, told.value.field) == ("neu.toml", field)


def test_what_is_no_toml_is_said():
    with pytest.raises(SayingsError, match=r"neu\.toml.*TOML"):
        _read("[[subject")


def test_our_own_sayings_are_whole():
    subjects = sayings.load(Path(ROOT / "content" / "sayings")).subjects
    said = [one for subject in subjects for one in subject.say]
    assert len(subjects) > 200
    assert len(said) == len(set(said))
    assert all(len(subject.say) >= 8 for subject in subjects)
