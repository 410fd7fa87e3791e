"""What changed in a rule: field by field, and whether it says something else now."""

import pytest

from mentorhub.recommend.funding.changes import Change, changes, matters
from tests.recommend.funding.test_files import GOOD


def test_the_same_text_and_other_comments_change_nothing():
    moved = GOOD.replace('level = "NRW"\n', "").replace("order = 1", 'order = 1\nlevel = "NRW"')
    assert changes(GOOD, GOOD) == ()
    assert changes(GOOD, f"# gelesen\n{moved}") == ()


@pytest.mark.parametrize(
    ("old", "new", "change", "matter"),
    [
        ("value = 120", "value = 160", ("condition", "dauer_stunden", "value", "120", "160"),
         "conditions"),
        ('op = ">"\nvalue', 'op = ">="\nvalue', ("condition", "dauer_stunden", "op", ">", ">="),
         "conditions"),
        ("wage_percent = 75", "wage_percent = 70", ("band", "0", "wage_percent", "75", "70"),
         "money"),
        ("set_employer_percent = 0", "set_employer_percent = 5",
         ("special", "§ 3", "set_employer_percent", "0", "5"), "money"),
        ('status = "active"', 'status = "active"\nvalid_from = 2026-02-01',
         ("", "", "valid_from", None, "2026-02-01"), "dates"),
        ("flat_percent = 20", "flat_percent = 21", ("wage", "", "flat_percent", "20", "21"),
         "money"),
        ('papers = ["Ausweis"]', 'papers = ["Ausweis", "Foto"]',
         ("step", "antrag", "papers", "Ausweis", "Ausweis\nFoto"), "apply"),
        ("days_before_start = 1", "days_before_start = 42",
         ("step", "antrag", "days_before_start", "1", "42"), "apply"),
        ('where = "Amt"', 'where = "Kammer"', ("apply", "", "where", "Amt", "Kammer"), "apply"),
        ('legal_basis = "§ 1"', 'legal_basis = "§ 1a"', ("", "", "legal_basis", "§ 1", "§ 1a"),
         "other"),
    ],
)  # fmt: skip
def test_what_the_rule_says_is_told_with_both_values(old, new, change, matter):
    assert old in GOOD
    found = changes(GOOD, GOOD.replace(old, new, 1))
    assert found == (Change(*change),)
    assert found[0].alters
    assert matters(found) == (matter,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("review_on = 2027-01-02", "review_on = 2028-01-02"),
        ("text_date = 2026-01-02", "text_date = 2026-03-02"),
        ('name = "Probe"', 'name = "Versuch"'),
        ('text = ["Ein Satz."]', 'text = ["Ein anderer Satz."]'),
        ('met = "Ja."', 'met = "Gewiss."'),
        ('text = "Ab 45."', 'text = "Ab dem 45. Jahr."'),
        ('where_en = "Office"', 'where_en = "Authority"'),
        ('text = "Stellen Sie den Antrag."', 'text = "Bitten Sie darum."'),
        ('source = "Gesetz"', 'source = "Gesetz, zweimal gelesen"'),
        ("order = 1", "order = 2"),
    ],
)
def test_other_words_and_a_new_review_date_alter_nothing(old, new):
    assert old in GOOD
    found = changes(GOOD, GOOD.replace(old, new, 1))
    assert len(found) == 1
    assert not found[0].alters
    assert matters(found) == ()


def test_an_entry_that_comes_or_goes_is_told_field_by_field():
    without = GOOD[: GOOD.index("[[exclusion]]")]
    gone = changes(GOOD, without)
    assert {(one.part, one.entry, one.field) for one in gone} == {
        ("exclusion", "*", name) for name in ("with", "reason", "reason_en", "law")
    }
    assert all(one.after is None for one in gone)
    assert [one.before for one in changes(without, GOOD)] == [None] * 4
    assert matters(gone) == ("together",)


def test_two_conditions_of_one_fact_are_told_apart():
    second = '[[condition]]\nfield = "dauer_stunden"\nop = "<"\nvalue = 900\nlaw = "§ 6"\n'
    found = changes(GOOD + second, GOOD + second.replace("900", "800"))
    assert found == (Change("condition", "dauer_stunden (2)", "value", "900", "800"),)


def test_a_text_of_an_earlier_version_of_the_code_is_compared_as_well():
    earlier = GOOD.replace("review_on = 2027-01-02\n", "farbe = [1, { a = 2 }]\n")
    found = changes(earlier, GOOD)
    assert {(one.field, one.before, one.after) for one in found} == {
        ("farbe", '[1, {"a": 2}]', None),
        ("review_on", None, "2027-01-02"),
    }
