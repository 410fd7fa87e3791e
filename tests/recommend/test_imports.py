"""Catalogues from outside: what is taken, what is reported, how it is repeated and taken back."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from mentorhub.kit.audit import AuditEntry
from mentorhub.recommend.actions import catalogue, import_undo, imports
from mentorhub.recommend.actions.tally import MOST_REPORTED
from mentorhub.recommend.mappings import MappingError, mapping_of, read_mapping
from mentorhub.recommend.models import ContentFile, Offer, OfferImport, OfferVersion
from mentorhub.recommend.offer_record import OfferRecord
from mentorhub.recommend.queries import offers as queries
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue
from mentorhub.recommend.sources.entries import Fault
from mentorhub.recommend.sources.jsonl import LONGEST, lines_of
from tests.recommend.offers import GAZETTEER, NOON, TODAY, line, lines_read, offer, origin
from tests.recommend.sources.files import qcat, qcat_update
from tests.recommend.sources.test_qcat_dates import course, held

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "courses_rlp" / "courses.jsonl"
RLP = ROOT / "content" / "mappings" / "bildungsfreistellung-rlp.toml"
REAL_COUNT = 6635
LATER = NOON + timedelta(hours=1)


class Killed(BaseException):
    """The process ends here."""


def bring(database, *lines, source="haus", mapping=None, **more) -> OfferImport:
    return imports.run(
        database,
        lines_read(*lines, mapping=mapping),
        source=source,
        format_="jsonl",
        gazetteer=GAZETTEER,
        now=NOON,
        **more,
    )


def tally(run) -> tuple[int, ...]:
    return run.read, run.added, run.changed, run.unchanged, run.bad


def undo(database, run, by=None) -> tuple[int, int]:
    undone = taken_back(database, run, by)
    assert undone.kept == 0
    return undone.gone, undone.back


def taken_back(database, run, by=None) -> import_undo.Undone:
    with database.writing() as session:
        mine = session.get_one(OfferImport, run.id)
        return import_undo.undo(session, mine, gazetteer=GAZETTEER, by=by, now=LATER)


def correct(database, title) -> None:
    """Let an editor give the only offer another title."""
    with database.writing() as session:
        stored = session.scalars(select(Offer)).one()
        better = catalogue.record_of(stored.key, {**catalogue.snapshot(stored), "title": title})
        catalogue.change(
            session, stored, better, origin=origin(by=7), gazetteer=GAZETTEER, seen=stored.digest
        )


def without_ids(report) -> list[dict]:
    return [{name: each[name] for name in ("line", "field", "reason")} for each in report]


def visible(database) -> dict[str, str]:
    with database.reading() as session:
        rows = session.scalars(select(Offer).where(~Offer.withdrawal.has()))
        return {offer.key: offer.title for offer in rows}


def test_good_lines_come_in_and_bad_ones_are_reported_by_number(database):
    run = bring(
        database,
        line(1),
        b"\n",
        b"{not json}\n",
        line(2, title=""),
        line(3, price_eur="viel"),
        b'[{"id": "x"}]\n',
        line(1),
        line(4, level="mittelprächtig"),
        b'{"id": "a", "title": "\xff"}\n',
        line(5, price_eur=float("nan")),
    )
    assert tally(run) == (9, 2, 0, 0, 7)
    assert without_ids(run.report) == [
        {"line": 3, "field": "line", "reason": "is not JSON in UTF-8, or is nested too deep"},
        {"line": 4, "field": "title", "reason": "is missing"},
        {"line": 5, "field": "price_eur", "reason": "must be a number"},
        {"line": 6, "field": "line", "reason": "must be one JSON object"},
        {"line": 7, "field": "id", "reason": "appears twice"},
        {"line": 8, "field": "level", "reason": "not understood, left out"},
        {"line": 9, "field": "line", "reason": "is not JSON in UTF-8, or is nested too deep"},
        {"line": 10, "field": "line", "reason": "is not JSON in UTF-8, or is nested too deep"},
    ]
    assert visible(database) == {"haus-1": "Kurs 1", "haus-4": "Kurs 4"}


def test_the_run_remembers_what_it_did(database):
    run = bring(database, line(1), line(2), source="haus", total=2, by=7)
    with database.reading() as session:
        kept = session.get_one(OfferImport, run.id)
        versions = session.scalars(select(OfferVersion.import_id)).all()
        entry = session.scalars(select(AuditEntry)).one()
        assert (kept.source, kept.by_id, kept.is_complete) == ("haus", 7, True)
        assert versions == [run.id, run.id]
        assert (entry.deed, entry.subject) == ("offers.imported", f"import:{run.id}")


def test_a_second_import_of_the_same_changes_nothing(database):
    bring(database, line(1), line(2))
    assert tally(bring(database, line(1), line(2))) == (2, 0, 0, 2, 0)


def test_a_second_import_changes_what_has_changed(database):
    bring(database, line(1), line(2))
    run = bring(database, line(1, title="Neu"), line(2))
    assert tally(run) == (2, 0, 1, 1, 0)
    assert visible(database)["haus-1"] == "Neu"


def test_offers_that_are_missing_in_a_later_import_stay(database):
    bring(database, line(1), line(2))
    bring(database, line(2))
    assert set(visible(database)) == {"haus-1", "haus-2"}


def test_an_offer_of_another_source_is_reported_and_left_alone(database):
    with database.writing() as session:
        offer(session, "haus-1", title="Von Hand")
    run = bring(database, line(1), line(2))
    assert tally(run) == (2, 1, 0, 0, 1)
    assert without_ids(run.report) == [
        {"line": 1, "field": "id", "reason": "belongs to an offer of another source"}
    ]
    assert visible(database)["haus-1"] == "Von Hand"


def test_what_was_taken_back_may_come_again_under_another_name(database):
    undo(database, bring(database, line(1), source="tippfehler"))
    run = bring(database, line(1), source="haus")
    assert tally(run) == (1, 0, 1, 0, 0)
    assert tally(bring(database, line(1), source="tippfehler")) == (1, 0, 0, 0, 1)
    assert undo(database, run) == (1, 0)
    assert visible(database) == {}


def test_what_left_our_own_files_is_not_taken_over(database):
    with database.writing() as session:
        mine = offer(session, "haus-1", source="content")
        catalogue.withdraw_many(session, [mine], by=None, reason="no longer in content", now=NOON)
    assert tally(bring(database, line(1))) == (1, 0, 0, 0, 1)


def test_the_report_is_sorted_and_ends_after_a_thousand(database):
    run = bring(database, *(line(n, title="", level="x") for n in range(1200)))
    assert (run.bad, len(run.report)) == (1200, MOST_REPORTED)
    assert [each["line"] for each in run.report] == list(range(1, 1001))


def test_a_forecast_tells_what_an_import_then_does(database):
    bring(database, line(1), line(2))
    with database.writing() as session:
        offer(session, "haus-9")
    lines = [line(1), line(2, title="Neu"), line(3, level="?"), line(9), b"x", line(3)]
    with database.reading() as session:
        forecast = imports.foresee(session, lines_read(*lines), source="haus")
    run = bring(database, *lines)
    assert tally(forecast) == tally(run) == (6, 1, 1, 1, 3)
    assert list(forecast.report) == run.report


def test_progress_tells_how_many_lines_were_read(database):
    told = []
    bring(database, *(line(n) for n in range(imports.CHUNK + 3)), progress=told.append)
    assert told == [imports.CHUNK, imports.CHUNK + 3]


def many(count=imports.CHUNK * 2 + 7):
    return [line(n) for n in range(count)]


def killed_after_one_chunk(database, lines) -> int:
    def die(_done):
        raise Killed

    with pytest.raises(Killed):
        bring(database, *lines, total=len(lines), progress=die)
    with database.reading() as session:
        return session.scalars(select(OfferImport)).one().id


def test_killed_half_way_whole_chunks_stay_and_the_run_says_that_it_is_not_complete(database):
    run_id = killed_after_one_chunk(database, many())
    with database.reading() as session:
        run = session.get_one(OfferImport, run_id)
        assert (tally(run), run.is_complete) == ((500, 500, 0, 0, 0), False)
        assert session.scalar(select(func.count(Offer.id))) == 500


def test_killed_half_way_importing_again_completes_the_rest(database):
    killed_after_one_chunk(database, many())
    assert tally(bring(database, *many())) == (1007, 507, 0, 500, 0)
    assert len(visible(database)) == 1007


def test_killed_half_way_the_same_run_carries_on_and_counts_every_line_once(database):
    lines = [line(3), *many(), line(3), b"x"]
    run_id = killed_after_one_chunk(database, lines)
    run = imports.carry_on(database, run_id, lines_read(*lines), gazetteer=GAZETTEER)
    assert (tally(run), run.is_complete) == ((1010, 1007, 0, 0, 3), True)
    assert [each["line"] for each in run.report] == [5, 1009, 1010]


def test_a_run_that_was_taken_back_half_way_does_not_carry_on(database):
    lines = many()
    run_id = killed_after_one_chunk(database, lines)
    with database.reading() as session:
        run = session.get_one(OfferImport, run_id)
    assert undo(database, run) == (500, 0)
    imports.carry_on(database, run_id, lines_read(*lines), gazetteer=GAZETTEER)
    assert visible(database) == {}


def test_taking_back_withdraws_what_was_added_and_sets_back_what_was_changed(database):
    bring(database, line(1, title="Alt"))
    run = bring(database, line(1, title="Neu"), line(2))
    assert undo(database, run, by=7) == (1, 1)
    assert visible(database) == {"haus-1": "Alt"}
    with database.reading() as session:
        kept = session.get_one(OfferImport, run.id)
        assert (kept.undo.by_id, kept.undo.at) == (7, LATER)


def test_taking_back_sets_back_dates_and_everything_else(database):
    first = line(1, start=["2027-01-11", "2027-02-01"], price_eur=10, schedule="abends", azav=True)
    bring(database, first)
    undo(database, bring(database, line(1, start="2027-05-05", city="Köln")))
    with database.reading() as session:
        stored = session.scalars(select(Offer)).one()
        kept = catalogue.record_of(stored.key, catalogue.snapshot(stored))
    [(_, wanted)] = lines_read(first)
    assert kept == wanted
    assert (stored.digest, stored.latitude) == (wanted.digest(), 49.999)


def test_taking_back_twice_is_refused(database):
    run = bring(database, line(1))
    undo(database, run)
    with pytest.raises(import_undo.AlreadyUndone):
        undo(database, run)


def test_taking_back_is_refused_while_a_later_run_builds_upon_it(database):
    first = bring(database, line(1, title="Eins"))
    second = bring(database, line(1, title="Zwei"))
    with pytest.raises(import_undo.NotTheLast):
        undo(database, first)
    undo(database, second)
    undo(database, first)
    assert visible(database) == {}


def test_a_later_run_that_changed_nothing_of_it_does_not_hinder(database):
    first = bring(database, line(1))
    bring(database, line(1), line(2))
    assert undo(database, first) == (1, 0)
    assert set(visible(database)) == {"haus-2"}


def test_what_was_taken_back_can_be_imported_again(database):
    bring(database, line(1, title="Alt"))
    undo(database, bring(database, line(1, title="Neu"), line(2)), by=7)
    again = bring(database, line(1, title="Neu"), line(2))
    assert tally(again) == (2, 0, 2, 0, 0)
    assert visible(database) == {"haus-1": "Neu", "haus-2": "Kurs 2"}


def test_taking_back_leaves_alone_what_an_editor_withdrew(database):
    bring(database, line(1, title="Alt"))
    run = bring(database, line(1, title="Neu"))
    with database.writing() as session:
        stored = session.scalars(select(Offer)).one()
        catalogue.withdraw(session, stored, by=7, reason="unseriös", now=NOON)
    undo(database, run)
    with database.reading() as session:
        stored = session.scalars(select(Offer)).one()
        assert (stored.title, stored.withdrawal.reason) == ("Alt", "unseriös")


def test_taking_back_leaves_offers_withdrawn_that_the_run_had_brought_back(database):
    undo(database, bring(database, line(1, title="Alt")))
    run = bring(database, line(1, title="Neu"))
    assert undo(database, run) == (1, 0)
    with database.reading() as session:
        stored = session.scalars(select(Offer)).one()
        assert (stored.title, bool(stored.withdrawal)) == ("Alt", True)


def test_what_an_editor_changed_before_the_run_is_there_again_after_taking_back(database):
    bring(database, line(1, title="Alt"))
    correct(database, "Besser")
    undo(database, bring(database, line(1, title="Neu")))
    assert visible(database) == {"haus-1": "Besser"}
    assert tally(bring(database, line(1, title="Alt"))) == (1, 0, 0, 1, 0)


def test_what_an_editor_corrected_after_the_run_stays_and_is_counted(database):
    bring(database, line(1, title="Alt"))
    run = bring(database, line(1, title="Nue"))
    correct(database, "Neu")
    assert taken_back(database, run, by=7) == import_undo.Undone(gone=0, back=0, kept=1)
    assert visible(database) == {"haus-1": "Neu"}


def test_two_runs_taken_back_one_after_the_other_leave_what_was_before_both(database):
    bring(database, line(1, title="Alt"))
    first = bring(database, line(1, title="Neu"))
    second = bring(database, line(1, title="Neuer"))
    assert undo(database, second, by=7) == (0, 1)
    assert undo(database, first, by=7) == (0, 1)
    assert visible(database) == {"haus-1": "Alt"}


def test_two_imports_of_the_same_at_once_wait_for_each_other(database):
    lines, together = many(), Barrier(2)

    def one(_):
        together.wait()
        return tally(bring(database, *lines))

    with ThreadPoolExecutor(2) as both:
        told = list(both.map(one, range(2)))
    assert [(read, bad) for read, *_, bad in told] == [(1007, 0), (1007, 0)]
    assert sum(added for _, added, *_ in told) == len(visible(database)) == 1007


def test_a_course_with_the_id_of_an_instrument_is_a_bad_line(database):
    with database.writing() as session:
        session.add(ContentFile(path="funding/afbg.toml", digest="x", loaded_at=NOON))
    lines = [line(1, id="afbg"), line(2, id="afbg", kind="funding"), line(3)]
    with database.reading() as session:
        forecast = imports.foresee(session, lines_read(*lines), source="haus")
    run = bring(database, *lines)
    assert tally(forecast) == tally(run) == (3, 2, 0, 0, 1)
    assert list(forecast.report) == run.report
    assert without_ids(run.report) == [
        {"line": 1, "field": "id", "reason": "is the id of a funding instrument"},
        {"line": 2, "field": "id", "reason": "is an instrument of ours, whose own page is shown"},
    ]


def test_funding_of_a_catalogue_is_kept_as_funding(database):
    bring(database, line(1, kind="funding"))
    with database.reading() as session:
        assert session.scalars(select(Offer.kind)).all() == ["funding"]


class Endless(io.RawIOBase):
    """A file whose first line has no end for a long time; knows how much was asked for at once."""

    def __init__(self, size, rest):
        self.left, self.rest, self.most = size, io.BytesIO(rest), 0

    def readline(self, size=-1):
        assert size > 0
        self.most = max(self.most, size)
        if not self.left:
            return self.rest.readline(size)
        given = min(size, self.left)
        self.left -= given
        return b"x" * given


def test_of_a_line_without_end_only_the_beginning_is_read_at_once():
    file = Endless(50 * (LONGEST + 1), b"\n" + line(2))
    (first, wrong), (second, good) = door.read(file, Catalogue("jsonl", "haus"))
    assert (first, wrong.reason) == (1, f"is longer than {LONGEST} bytes")
    assert (second, good.key) == (2, "haus-2")
    assert file.most == LONGEST + 1


@given(st.lists(st.integers(0, 3)), st.booleans())
def test_lines_are_cut_where_a_file_cuts_them(sizes, whole):
    data = b"".join(b"x" * (size * LONGEST // 2) + b"\n" for size in sizes)
    data = data if whole else data[:-1]
    cut = list(lines_of(io.BytesIO(data)))
    assert [each[: LONGEST + 1] for each in io.BytesIO(data)] == cut


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b'{"id": "a", "title": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"id": "a", "title": "x", "start": ' + b"[" * 970 + b"]" * 970 + b"}",
        b"9" * 5000,
        b'{"id": "a", "title": "x", "price_eur": 1e999}',
        b'{"id": "a", "title": "x", "duration_hours": -Infinity}',
        b"\x00" * 50,
        b"\xff\xfe{\x00}\x00",
        b'{"id": "a", "title": "' + b"x" * LONGEST + b'"}',
        b"null",
        b'"text"',
    ],
)
def test_a_hostile_line_is_one_bad_line(raw):
    [(_, read)] = lines_read(raw)
    assert isinstance(read, Fault)


@given(st.lists(st.binary(max_size=40).map(lambda raw: raw.replace(b"\n", b"x")), max_size=5))
def test_whatever_a_file_holds_every_line_is_told(lines):
    numbers = [number for number, _ in lines_read(*(raw + b"\n" for raw in lines))]
    assert numbers == [n for n, raw in enumerate(lines, start=1) if raw.strip()]


def test_an_id_that_no_offer_can_have_reaches_no_database_as_it_is(database):
    run = bring(database, line(1, id="a\x00\ud800" + "b" * 5000), line(2, id="c  d", title=""))
    assert [each["id"] for each in run.report] == ["a" + "b" * 79, "c  d"]


def test_a_report_names_the_offer_where_it_can_be_read(database):
    run = bring(database, line(1, title=""), b'{"title": "x"}\n', b"x\n", line(2), line(2))
    assert [each["id"] for each in run.report] == ["haus-1", "", "", "haus-2"]


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    [(_, read)] = lines_read(b"\xef\xbb\xbf" + line(1))
    assert isinstance(read, OfferRecord)


def test_a_nul_inside_a_text_reaches_no_database(database):
    run = bring(database, line(1, title="a\x00b", start="M\x00ai", description="\x00\ud800"))
    assert run.bad == 0
    assert visible(database) == {"haus-1": "ab"}


MAPPING = b"""
[fields]
id = "nr"
title = "{name} ({stufe})"
description = ["text", "themen"]
city = "ort"

[constants]
language = "de"
as_of = 2026-11-01
"""


def translated(mapping=MAPPING, **theirs):
    return mapping_of(mapping).translate(theirs)


def test_a_mapping_translates_names_lists_and_patterns():
    assert translated(
        nr="7", name="Excel", stufe="Aufbau", text="Tabellen", themen=["Büro", "IT"], ort="Köln"
    ) == {
        "id": "7",
        "title": "Excel (Aufbau)",
        "description": "Tabellen, Büro, IT",
        "city": "Köln",
        "language": "de",
        "as_of": "2026-11-01",
    }


def test_a_pattern_whose_names_are_not_all_there_gives_nothing():
    assert "title" not in translated(nr="7", name="Excel")


def test_a_pattern_reads_names_and_runs_nothing():
    greedy = b'[fields]\nid = "nr"\ntitle = "{name.__class__}{name!r:>99999999}"'
    assert translated(greedy, nr="7", name="x").keys() == {"id"}


def test_a_pattern_cannot_grow_a_line_without_end():
    greedy = b'[fields]\nid = "nr"\ntitle = "' + b"{a}" * 160 + b'"'
    assert len(translated(greedy, nr="7", a="x" * 190_000)["title"]) < 4_000_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"fields = 1",
        b"[fields]",
        b"fields = ['a']",
        b"[fields]\nid = 1",
        b"[fields]\nid = []",
        b'[fields]\nid = ""',
        b'[fields]\nid = ["a", 1]',
        b'[fields]\nid = { a = "b" }',
        b'[fields]\nid = "a"\n[constants]\nkind = { a = 1 }',
        b'[fields]\nid = "a"\n[constants]\nschedule = [1]',
        b'constants = 1\n[fields]\nid = "a"',
        b'[fields]\nid = "a"\n[extra]\nb = 1',
        b'[fields]\nnummer = "a"',
        b'[fields]\nid = "a"\n[constants]\nfarbe = "rot"',
        b'[fields]\nid = "{a"',
        b'[fields]\nid = "a}"',
        b'[fields]\nid = "{}"',
        b'[fields]\nid = "' + b"a" * 501 + b'"',
        b'[fields]\nid = "\xff"',
        b"[fields]\nid = " + b"[" * 20_000,
        b"#" * 64_001,
        b"\x00",
    ],
)
def test_a_wrong_mapping_is_refused(content):
    with pytest.raises(MappingError):
        mapping_of(content)


def test_a_wrong_mapping_file_is_named(tmp_path):
    path = tmp_path / "karte.toml"
    path.write_text("[fields]\nnummer = 'a'\n")
    with pytest.raises(MappingError, match=r"karte\.toml: 'nummer' is not a field"):
        read_mapping(path)
    with pytest.raises(MappingError, match="nirgends"):
        read_mapping(tmp_path / "nirgends.toml")


def test_lists_nested_without_end_are_one_bad_line():
    mapping = mapping_of(b'[fields]\nid = "id"\ntitle = ["a"]')
    raw = b'{"id": "x", "a": ' + b"[" * 900 + b"]" * 900 + b"}"
    [(number, read)] = lines_read(raw, mapping=mapping)
    assert number == 1
    assert isinstance(read, Fault | OfferRecord)


def real_lines() -> list[bytes]:
    """Return the real catalogue where it is at hand, otherwise one of its size and shape."""
    if REAL.exists():
        return REAL.read_bytes().splitlines(keepends=True)
    themes = ["Gesundheit", "Medizin / Pflege", "Sprachen", "Technik", "Verwaltung"]
    towns = ["Mainz", "Bad Kreuznach", "Köln", "Online", "Spanien"]
    return [
        json.dumps(
            {
                "id": f"rlp-{n:010d}",
                "title": f'"Seminar {n}": {themes[n % 5]} in der Praxis - Woche {n % 52 + 1}',
                "categories": [themes[n % 5]],
                "theme": "Berufliche Weiterbildung",
                "place": towns[n % 5],
                "start": f"2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
                "end": f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
                "days": n % 10 + 1,
                "provider": f"Veranstalter {n % 700:04d}",
            }
        ).encode()
        for n in range(REAL_COUNT)
    ]


def test_a_whole_real_catalogue_comes_in_and_goes_again(database):
    lines, mapping = real_lines(), read_mapping(RLP)
    run = bring(database, *lines, source="rlp", mapping=mapping, total=len(lines))
    assert (run.read, run.added, run.bad) == (REAL_COUNT, REAL_COUNT, 0)
    assert run.is_complete
    again = bring(database, *lines, source="rlp", mapping=mapping)
    assert (again.added, again.changed, again.unchanged) == (0, 0, REAL_COUNT)
    assert undo(database, run) == (REAL_COUNT, 0)
    with database.reading() as session:
        assert queries.count_courses(session, TODAY) == 0


def bring_qcat(database, data) -> OfferImport:
    reads = door.read(io.BytesIO(data), Catalogue("qcat", "haus"))
    return imports.run(
        database, reads, source="haus", format_="qcat", gazetteer=GAZETTEER, now=NOON
    )


def there(database) -> set[str]:
    with database.reading() as session:
        rows = select(Offer.key).where(~Offer.withdrawal.has())
        return set(session.scalars(rows))


@pytest.mark.parametrize("named", [["K1"], ["K1", "V1"], ["V1", "K1"]])
def test_a_course_that_its_source_takes_back_takes_its_dates_along(database, named):
    own = "<START_DATE>2027-02-01T00:00:00</START_DATE>"
    both = [course(begins=own), held("V1"), held("V2"), course("K2"), held("V3", of="K2")]
    bring_qcat(database, qcat(*both))
    gone = qcat_update(gone=named)
    with database.reading() as session:
        told = door.read(io.BytesIO(gone), Catalogue("qcat", "haus"))
        assert imports.foresee(session, told, source="haus").gone == 3
    run = bring_qcat(database, gone)
    assert (run.gone, there(database)) == (3, {"haus:V3"})
    taken_back(database, run)
    assert there(database) == {"haus:K1", "haus:V1", "haus:V2", "haus:V3"}
    run = bring_qcat(database, qcat_update(gone=["V2"]))
    assert (run.gone, "haus:K1" in there(database)) == (1, True)


def test_a_course_that_is_no_offer_takes_its_dates_along(database):
    bring_qcat(database, qcat(course(), held("V1"), held("V2")))
    assert bring_qcat(database, qcat_update(gone=["K1"])).gone == 2
    assert there(database) == set()


def test_dates_of_another_catalogue_stay(database):
    bring_qcat(database, qcat(course(), held("V1")))
    imports.run(
        database,
        door.read(io.BytesIO(qcat(course(), held("V1"))), Catalogue("qcat", "anderes")),
        source="anderes", format_="qcat", gazetteer=GAZETTEER, now=NOON,
    )  # fmt: skip
    bring_qcat(database, qcat_update(gone=["K1"]))
    assert there(database) == {"anderes:V1"}
