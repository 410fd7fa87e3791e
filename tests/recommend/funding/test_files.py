"""Funding records: our own are whole and readable, and a bad one is named exactly."""

import re
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import textstat

from mentorhub.recommend.funding.files import FundingFileError, load
from mentorhub.recommend.funding.lint import lint

FOLDER = Path(__file__).parents[3] / "content" / "funding"

SENTENCES = """question = "Wie lange?"
question_en = "How long?"
met = "Ja."
met_en = "Yes."
not_met = "Nein."
not_met_en = "No."
unknown = "Offen."
unknown_en = "Open."
"""
GOOD = (
    """
id = "probe"
name = "Probe"
name_en = "Sample"
short = "Probe"
short_en = "Sample"
kind = "course_costs"
level = "NRW"
status = "active"
order = 1
plain = "Das Land zahlt."
plain_en = "The state pays."
text = ["Ein Satz."]
text_en = ["One sentence."]
legal_basis = "§ 1"
text_date = 2026-01-02
review_on = 2027-01-02
source = "Gesetz"
confidence = "high"
decides = "Das Amt."
decides_en = "The office."
[apply]
by = "person"
where = "Amt"
where_en = "Office"
[[step]]
id = "antrag"
who = "person"
days_before_start = 1
binding = true
law = "§ 6"
text = "Stellen Sie den Antrag."
text_en = "Apply."
papers = ["Ausweis"]
papers_en = ["Card"]
[[band]]
from = 0
below = 50
employer_percent = 0
wage_percent = 75
law = "§ 2"
[[band]]
from = 50
employer_percent = 50
wage_percent = 50
law = "§ 2"
[wage]
flat_percent = 20
law = "§ 2"
text = "Der Lohn zählt."
text_en = "The wage counts."
[[pair]]
with = "probe"
when = [[{ field = "berufsabschluss", op = "==", value = false }]]
text = "Beides geht."
text_en = "Both work."
law = "§ 6"
[[special]]
when = [[{ field = "alter", op = ">=", value = 45 }]]
set_employer_percent = 0
text = "Ab 45."
text_en = "From 45."
law = "§ 3"
assume = { schwerbehindert = false }
assume_reason = "Meistens."
assume_reason_en = "Mostly."
[[condition]]
field = "dauer_stunden"
op = ">"
value = 120
law = "§ 4"
must_ask = true
"""
    + SENTENCES
    + """[[exclusion]]
with = "*"
reason = "Nur eins."
reason_en = "Only one."
law = "§ 5"
"""
)

ENDED = """
id = "probe"
name = "Probe"
name_en = "Sample"
short = "Probe"
short_en = "Sample"
kind = "bonus"
level = "Bund"
status = "ended"
order = 1
ended_on = 2024-01-31
ended_reason = "Vorbei."
ended_reason_en = "Over."
plain = "Vorbei."
plain_en = "Over."
text = ["Ein Satz."]
text_en = ["One sentence."]
legal_basis = "§ 1"
text_date = 2026-01-02
source = "Gesetz"
confidence = "high"
decides = "Das Amt."
decides_en = "The office."
"""

_ASSUMED = """must_ask = true
assume = {{ {} }}
assume_reason = "Meist."
assume_reason_en = "Mostly."
"""


def _write(folder, text, name="probe.toml"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_our_own_records_are_whole():
    instruments = load(FOLDER)
    assert len(instruments) == 14
    assert {one.id for one in instruments if one.ended} == {
        "bildungspraemie",
        "buergergeldbonus",
        "sgb3-106a",
    }
    assert [one.order for one in instruments] == sorted(one.order for one in instruments)
    for one in instruments:
        assert one.text_date.year >= 2021
        assert all(condition.law for condition in one.conditions)


def test_what_must_be_checked_is_said_where_we_are_not_sure():
    for one in load(FOLDER):
        assert one.confidence == "high" or one.check, one.id


def test_nobody_is_called_by_the_changing_name_of_a_benefit():
    for one in load(FOLDER):
        if one.id != "buergergeldbonus":
            words = " ".join(text.de for text in (one.name, one.plain, *one.text))
            assert "Bürgergeld" not in words
            assert "Grundsicherungsgeld" not in words


def test_nothing_is_wrong_with_our_rules():
    textstat.set_lang("de")
    files = {path.name: path.read_bytes() for path in FOLDER.glob("*.toml")}
    level = partial(textstat.wiener_sachtextformel, variant=1)
    assert [str(fault) for fault in lint(files, level, date(2026, 11, 21))] == []


def test_every_fault_of_every_file_is_named():
    good = GOOD.encode()
    files = {
        "probe.toml": good,
        "leer.toml": b"",
        "zwei.toml": good.replace(b'id = "probe"', b'id = "zwei"'),
        "fremd.toml": good.replace(b'id = "probe"', b'id = "fremd"\nfarbe = "blau"'),
    }
    faults = [str(one) for one in lint(files, len, date(2020, 1, 1))]
    assert "leer.toml, id: is missing" in faults
    assert "fremd.toml, farbe: is not a known field" in faults
    assert "probe.toml, text_date: lies ahead" in faults
    assert any(one.startswith("zwei.toml, order: taken by probe") for one in faults)
    assert any(one.startswith("probe.toml, condition 1: is too hard to read") for one in faults)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2027, 1, 2), []),
        (
            date(2027, 1, 3),
            ["probe.toml, review_on: was 2027-01-02: visitors see no amount any more"],
        ),
    ],
)
def test_a_review_that_is_late_is_a_fault(today, said):
    faults = lint({"probe.toml": GOOD.encode()}, lambda _text: 0, today)
    assert [str(one) for one in faults] == said


def test_what_is_not_certain_must_be_easy_to_read_too():
    told = b'check = ["Sehr schwer."]\ncheck_en = ["Very hard."]\ndecides ='
    files = {"probe.toml": GOOD.encode().replace(b"decides =", told, 1)}
    faults = [
        str(one) for one in lint(files, lambda text: 9 * ("schwer" in text), date(2026, 11, 21))
    ]
    assert [one.partition(":")[0] for one in faults] == ["probe.toml, check 1"]


def test_what_is_not_certain_is_said_to_visitors_and_is_no_task_of_editors():
    for one in load(FOLDER):
        for point in one.check:
            assert not re.search(r"prüfen\.|[Nn]icht geprüft:|klären|nachfragen", point.de), (
                point.de
            )
            assert not re.match(r"Verify|Clarify|Not checked|Whether", point.en), point.en


def test_no_german_sentence_is_long():
    for one in load(FOLDER):
        for text in (one.plain, *one.text):
            for sentence in re.split(r"(?<=[.!?])\s+", text.de):
                assert len(sentence.split()) <= 16, sentence


def test_a_good_record_is_read(tmp_path):
    (one,) = load(_write(tmp_path, GOOD))
    assert one.conditions[0].field == "dauer_stunden"
    assert one.specials[0].assumed == (("schwerbehindert", False),)
    assert one.status == "active"


def test_an_ended_record_needs_no_conditions(tmp_path):
    (one,) = load(_write(tmp_path, ENDED))
    assert one.ended
    assert one.status == "ended"


BAD = [
    ('name_en = "Sample"', "", "", "name_en", "missing"),
    ('name = "Probe"', 'name = " "', "", "name", "empty"),
    ('name = "Probe"', "name = 7", "", "name", "must be text"),
    ('id = "probe"', 'id = "Probe"', "", "id", "name of the file"),
    ('kind = "course_costs"', 'kind = "gift"', "", "kind", "must be one of"),
    ('level = "NRW"', 'level = "EU"', "", "level", "must be one of"),
    ('status = "active"', 'status = "until"', "", "status", "dates say active"),
    ("order = 1", "order = -1", "", "order", "negative"),
    ("order = 1", "order = true", "", "order", "whole number"),
    ("text_date = 2026-01-02", 'text_date = "2026"', "", "text_date", "a date"),
    (
        "text_date = 2026-01-02",
        "text_date = 2026-01-02T10:00:00",
        "",
        "text_date",
        "without a time",
    ),
    ("review_on = 2027-01-02", "", "", "review_on", "is missing"),
    ("review_on = 2027-01-02", "review_on = 2026-01-01", "", "review_on", "lies before text_date"),
    ("review_on = 2027-01-02", 'review_on = "bald"', "", "review_on", "a date"),
    ('text = ["Ein Satz."]', "text = []", "", "text_en", "as many entries"),
    ('text_en = ["One sentence."]', "text_en = [1]", "", "text", "only text"),
    ('source = "Gesetz"', 'source = "Gesetz"\ncolour = "blue"', "", "colour", "not a known field"),
    ('by = "person"', 'by = "cat"', "apply", "by", "must be one of"),
    ('where_en = "Office"', "", "apply", "where_en", "missing"),
    ('field = "dauer_stunden"', 'field = "dauer"', "condition 1", "field", "no fact"),
    ('op = ">"\nvalue = 120', 'op = "=>"\nvalue = 120', "condition 1", "op", "must be one of"),
    ("value = 120", 'value = "lang"', "condition 1", "value", "number"),
    ("value = 120", "", "condition 1", "value", "missing"),
    ('op = ">"\nvalue = 120', 'op = "in"\nvalue = 120', "condition 1", "value", "a list"),
    ("must_ask = true", "must_ask = false", "condition 1", "default", "missing"),
    (
        "[[exclusion]]",
        """[[condition]]
field = "dauer_stunden"
op = "<"
value = 9000
law = "§ 6"
must_ask = false
default = 10
default_reason = "Meist."
default_reason_en = "Mostly."
"""
        + SENTENCES
        + "[[exclusion]]",
        "condition 2",
        "default",
        "must be asked by another",
    ),
    (
        "must_ask = true",
        "must_ask = false\ndefault = 8",
        "condition 1",
        "default_reason",
        "missing",
    ),
    (
        "must_ask = true",
        'must_ask = false\ndefault_like = "alter"',
        "condition 1",
        "default_like",
        "says nothing about dauer_stunden",
    ),
    (
        "must_ask = true",
        'must_ask = true\ndefault_like = "alter"',
        "condition 1",
        "default_like",
        "not a known field",
    ),
    ('met = "Ja."', 'met = "Ja."\nor = [[]]', "condition 1", "or", "list of lists"),
    ('met = "Ja."', 'met = "Ja."\nor = 3', "condition 1", "or", "a list"),
    (
        'met = "Ja."',
        'met = "Ja."\nor = [[{ field = "alter", op = ">=", value = 1, x = 2 }]]',
        "condition 1, or",
        "x",
        "not a known field",
    ),
    ("below = 50", "below = 60", "band 2", "from", "must be 60"),
    ("from = 50", "from = 50\nbelow = 90", "band 2", "below", "must be open"),
    ("wage_percent = 75", "wage_percent = 175", "band 1", "wage_percent", "at most 100"),
    (
        "set_employer_percent = 0",
        "add_wage_percent = 500",
        "special 1",
        "add_wage_percent",
        "between",
    ),
    (
        'when = [[{ field = "alter", op = ">=", value = 45 }]]',
        "when = []",
        "special 1",
        "when",
        "missing",
    ),
    (
        'op = ">=", value = 45',
        'op = "<", value = true',
        "special 1, when",
        "value",
        "number",
    ),
    (
        'field = "alter", op = ">="',
        'field = "beschaeftigt", op = ">="',
        "special 1, when",
        "op",
        "only numbers",
    ),
    ("schwerbehindert = false", "krank = false", "special 1", "assume", "no fact"),
    ('assume_reason = "Meistens."', "", "special 1", "assume_reason", "missing"),
    ("must_ask = true", _ASSUMED.format("krank = true"), "condition 1", "assume", "no fact"),
    (
        "must_ask = true",
        _ASSUMED.format("dauer_stunden = 3"),
        "condition 1",
        "assume",
        "must be asked",
    ),
    ("schwerbehindert = false", "dauer_stunden = 3", "special 1", "assume", "must be asked"),
    ('with = "*"', 'with = "nobody"', "exclusion 1", "with", "no instrument"),
    ('with = "*"', 'with = "*"\nunless = ["nobody"]', "exclusion 1", "unless", "no instrument"),
    ('with = "*"', 'with = "*"\nunless = [1]', "exclusion 1", "unless", "a list of ids"),
    ('with = "probe"', 'with = "nobody"', "pair 1", "with", "no instrument"),
    (
        '[wage]\nflat_percent = 20\nlaw = "§ 2"\ntext = "Der Lohn zählt."\ntext_en = "The wage counts."\n',
        "",
        "",
        "wage",
        "belongs to bands",
    ),
    ("flat_percent = 20", "flat_percent = 120", "wage", "flat_percent", "at most 100"),
    (
        'when = [[{ field = "berufsabschluss", op = "==", value = false }]]',
        "when = []",
        "pair 1",
        "when",
        "missing",
    ),
    ("[[exclusion]]", "[exclusion]", "", "exclusion", "a list"),
    ("[apply]", "[[apply]]", "", "apply", "a table"),
    ("days_before_start = 1", "", "step 1", "when", "no days_before_start"),
    (
        "days_before_start = 1",
        'days_before_start = 1\nwhen = "Jederzeit"\nwhen_en = "Always"',
        "step 1",
        "when",
        "only there",
    ),
    ("days_before_start = 1", "days_before_start = -1", "step 1", "days_before_start", "negative"),
    ("days_before_start = 1", "days_before_start = 1.5", "step 1", "days_before_start", "whole"),
    ("days_before_start = 1", "days_before_start = 367", "step 1", "days_before_start", "at most"),
    ('law = "§ 6"', "", "step 1", "law", "missing"),
    ("binding = true", 'binding = "ja"', "step 1", "binding", "true or false"),
    (
        "binding = true",
        'binding = false\nlate = "Vorbei."\nlate_en = "Over."',
        "step 1",
        "late",
        "binding step",
    ),
    ('who = "person"', 'who = "cat"', "step 1", "who", "must be one of"),
    ('id = "antrag"', 'id = "Der Antrag"', "step 1", "id", "small letters"),
    (
        "[[band]]",
        """[[step]]
id = "antrag"
who = "company"
days_before_start = 9
binding = false
text = "Fragen Sie."
text_en = "Ask."
[[band]]""",
        "step 2",
        "id",
        "there twice",
    ),
]


@pytest.mark.parametrize(("old", "new", "entry", "field", "reason"), BAD)
def test_a_bad_record_is_refused_with_file_entry_field_and_reason(
    tmp_path, old, new, entry, field, reason
):
    assert old in GOOD
    _write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(FundingFileError) as error:
        load(tmp_path)
    found = error.value
    assert (found.file, found.entry, found.field) == ("probe.toml", entry, field)
    assert reason in found.reason
    assert str(found).startswith("probe.toml")


def test_a_record_that_says_how_to_apply_says_what_to_do(tmp_path):
    start, end = GOOD.index("[[step]]"), GOOD.index("[[band]]")
    with pytest.raises(FundingFileError) as error:
        load(_write(tmp_path, GOOD[:start] + GOOD[end:]))
    assert (error.value.field, error.value.reason) == ("step", "is missing")


def test_steps_need_an_office(tmp_path):
    start, end = GOOD.index("[apply]"), GOOD.index("[[step]]")
    with pytest.raises(FundingFileError) as error:
        load(_write(tmp_path, GOOD[:start] + GOOD[end:]))
    assert error.value.field == "step"


def test_what_one_has_to_do_must_be_easy_to_read():
    files = {"probe.toml": GOOD.encode()}
    faults = [str(one) for one in lint(files, len, date(2027, 1, 1))]
    assert any(one.startswith("probe.toml, step 1: is too hard to read") for one in faults)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("ended_on = 2024-01-31", "", "status"),
        ('source = "Gesetz"', 'source = "Gesetz"\nreview_on = 2027-01-02', "review_on"),
        ('ended_reason = "Vorbei."\nended_reason_en = "Over."', "", "ended_reason"),
        (
            'decides_en = "The office."',
            'decides_en = "The office."\n[share]\ngrant_percent = 5\nlaw = "§ 6"',
            "ended_on",
        ),
    ],
)
def test_an_ended_record_must_be_whole_and_offer_nothing(tmp_path, old, new, field):
    assert old in ENDED
    with pytest.raises(FundingFileError) as error:
        load(_write(tmp_path, ENDED.replace(old, new)))
    assert error.value.field == field


def test_a_share_cannot_exceed_the_price(tmp_path):
    text = GOOD[: GOOD.index("[[band]]")] + GOOD[GOOD.index("[[condition]]") :]
    text += '[share]\ngrant_percent = 60\nloan_percent = 50\nlaw = "§ 6"\n'
    with pytest.raises(FundingFileError, match="more than the price"):
        load(_write(tmp_path, text))


def test_a_file_that_is_no_toml_is_named(tmp_path):
    with pytest.raises(FundingFileError, match=r"probe\.toml: is not valid TOML"):
        load(_write(tmp_path, "id = "))


def test_two_records_cannot_share_a_place_in_the_order(tmp_path):
    _write(tmp_path, GOOD)
    _write(tmp_path, GOOD.replace('id = "probe"', 'id = "second"'), "second.toml")
    with pytest.raises(FundingFileError, match="taken by probe"):
        load(tmp_path)


def test_one_bad_file_means_that_nothing_is_taken(tmp_path):
    _write(tmp_path, GOOD)
    _write(tmp_path, "id = 1", "second.toml")
    with pytest.raises(FundingFileError) as error:
        load(tmp_path)
    assert error.value.file == "second.toml"
