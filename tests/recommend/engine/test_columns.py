from datetime import date

import numpy as np
import pytest

from mentorhub.recommend.engine.columns import TIME_BITS, Columns
from mentorhub.recommend.engine.document import CEFR_LEVELS, FORMS, LEVELS
from tests.recommend.engine.doubles import course


def _only(title: str, **facts) -> Columns:
    return Columns.of([course("k", title, **facts)])


def _times(columns: Columns) -> set[str]:
    return {name for name, bit in TIME_BITS.items() if columns.times[0] & bit}


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Schweißen, Abendkurs", "", {"evening"}),
        ("Schweißen", "Der Kurs läuft samstags.", {"weekend"}),
        ("Schweißen in Vollzeit", "", {"full_time"}),
        ("Fernlehrgang Buchhaltung", "", {"self_paced"}),
        ("Schweißen", "", set()),
        ("Deutsch B1", "vormittags von 9 bis 12 Uhr", {"morning"}),
        ("Stapler", "vormittags Theorie, nachmittags Praxis", set()),
    ],
)
def test_times_that_nobody_stated_are_read_from_the_text(title, text, found):
    assert _times(_only(title, text=text)) == found


def test_stated_times_outweigh_the_text():
    seen = _only("Schweißen", text="Der Abendkurs ist voll.", schedules=frozenset({"weekend"}))
    assert _times(seen) == {"weekend"}


@pytest.mark.parametrize(
    ("stated", "times"),
    [
        ({"part_time"}, {"part_time", "morning"}),
        ({"part_time", "evening"}, {"part_time", "evening", "morning"}),
        ({"evening", "weekend"}, {"evening", "weekend"}),
        ({"weekend"}, {"weekend"}),
        ({"full_time"}, {"full_time"}),
    ],
)
def test_a_morning_in_the_text_says_nothing_of_a_course_at_other_times(stated, times):
    text = "Fragen beantwortet Frau Möller im Büro (vormittags)."
    assert _times(_only("Stapler", text=text, schedules=frozenset(stated))) == times


@pytest.mark.parametrize(
    ("title", "town", "form"),
    [
        ("Onlinekurs Excel", None, "online"),
        ("Excel online", None, "online"),
        ("Online-Marketing", "Köln", "presence"),
        ("Excel", "Köln", "presence"),
        ("Excel", None, None),
    ],
)
def test_the_form_is_read_from_title_or_place(title, town, form):
    assert _only(title, town=town, form=None).form[0] == (FORMS.index(form) if form else -1)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("Die Teilnahme ist kostenlos.", 0), ("Parken ist kostenlos.", -1), ("", -1)],
)
def test_only_taking_part_can_be_free(text, cents):
    assert _only("Excel", text=text).price[0] == cents


@pytest.mark.parametrize(
    ("title", "level"),
    [("Excel Grundkurs", "basic"), ("Excel Aufbaukurs", "intermediate"),
     ("Excel für Fortgeschrittene", "advanced"), ("Excel", None)],
)  # fmt: skip
def test_the_level_is_read_from_the_title(title, level):
    assert _only(title).level[0] == (LEVELS.index(level) if level else -1)


@pytest.mark.parametrize(
    ("title", "names"),
    [("Deutsch B1", {"B1"}), ("Deutsch A1.1 und A1.2", {"A1"}), ("telc B1·B2", {"B1", "B2"}),
     ("Vitamin B12", set()), ("Excel", set())],
)  # fmt: skip
def test_language_levels_stand_in_the_title(title, names):
    seen = _only(title).cefr[0]
    assert {name for at, name in enumerate(CEFR_LEVELS) if seen & (1 << at)} == names


def test_columns_survive_the_disk(tmp_path):
    documents = [
        course("a", "Excel", town="Köln", starts=(date(2027, 1, 4), date(2026, 12, 7))),
        course("c", "Bild", audiences=frozenset({"women", "disability"})),
        course("b", "Word", language="en", price_cents=0, azav=True, on_request=True),
    ]
    before = Columns.of(documents)
    before.save(tmp_path)
    after = Columns.load(tmp_path)
    assert after.start_days.tolist() == [
        date(2026, 12, 7).toordinal(),
        date(2027, 1, 4).toordinal(),
    ]
    for name in Columns.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name), name)


def test_there_is_no_column_for_the_provider():
    assert not [name for name in Columns.__dataclass_fields__ if "provider" in name]


def test_documents_at_one_place_share_it():
    here = [course("a", "Excel", town="Köln"), course("b", "Word", town="Köln")]
    columns = Columns.of([*here, course("c", "Bild", town="Hamm"), course("d", "Ton")])
    assert columns.site.tolist() == [0, 0, 1, 2]
    assert columns.towns[columns.town[:2]].tolist() == ["koln", "hamm"]
    assert np.isnan(columns.spots).any(axis=1).tolist() == [False, False, True]


def test_one_row_can_be_looked_at_alone():
    columns = Columns.of(
        [
            course(key, "Kurs", starts=(date(2027, 1, number),))
            for number, key in enumerate("abc", 1)
        ]
    )
    assert columns.only(1).start_days.tolist() == [date(2027, 1, 2).toordinal()]
    assert len(columns.only(1)) == 1
