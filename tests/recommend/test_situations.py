"""Life situations: read from their files, and true to the subjects of the sayings."""

import pytest

from mentorhub.config import ROOT
from mentorhub.recommend import sayings, situations
from mentorhub.recommend.situations import Situation, SituationsError

KNOWN = {"gabelstapler", "deutsch-b1"}


def _load(folder, text):
    (folder / "one.toml").write_text(text, encoding="utf-8")
    return situations.load(folder, KNOWN)


def test_a_situation_is_about_several_subjects(tmp_path):
    text = '[[situation]]\nabout = ["gabelstapler", "deutsch-b1"]\ntext = "Die Prüfung ist schwer."'
    assert _load(tmp_path, text) == (
        Situation("Die Prüfung ist schwer.", ("gabelstapler", "deutsch-b1")),
    )


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('[[situation]]\nabout = ["unknown"]\ntext = "x"', "about"),
        ('[[situation]]\nabout = []\ntext = "x"', "about"),
        ('[[situation]]\nabout = ["gabelstapler", "gabelstapler"]\ntext = "x"', "about"),
        ('[[situation]]\nabout = ["gabelstapler"]\ntext = " "', "text"),
        (f'[[situation]]\nabout = ["gabelstapler"]\ntext = "{"x" * 401}"', "text"),
        ('[[situation]]\nabout = ["gabelstapler"]\ntext = "x"\nmore = 1', "more"),
        ("situation = [1]", ""),
        ('[[saying]]\ntext = "x"', "saying"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, field):
    with pytest.raises(SituationsError) as caught:
        _load(tmp_path, text)
    assert (caught.value.file, caught.value.field) == ("one.toml", field)


def test_ours_are_about_subjects_of_the_sayings():
    subjects = sayings.load(ROOT / "content" / "sayings").subjects
    told = situations.load(ROOT / "content" / "situations", {subject.key for subject in subjects})
    texts = [one.text for one in told]
    said = {text for subject in subjects for text in subject.say}
    assert len(texts) == len(set(texts))
    assert not said & set(texts)
    assert sum(len(one.about) > 1 for one in told) > 600
