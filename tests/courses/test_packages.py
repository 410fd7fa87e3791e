"""Packages of others: what is read of good ones, and that hostile ones get nowhere."""

import io
import re
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.courses.packages import archive, reading, runtime, times
from mentorhub.courses.packages.archive import Limits
from mentorhub.courses.packages.manifest import Item
from mentorhub.courses.packages.report import BadPackage
from mentorhub.courses.packages.runtime import Session, Standing
from tests.courses.scorm import (
    HEAD_12,
    HEAD_2004,
    ONE_12,
    PAGE,
    TWO_2004,
    packed,
    patched,
    scorm12,
    scorm2004,
    with_entry,
)

SMALL = Limits(packed=3_000_000, unpacked=6_000_000, entries=50)


def faults(file, limits=SMALL):
    """Return the codes for which a file is refused."""
    with pytest.raises(BadPackage) as refused:
        reading.read(file, "x.zip", limits)
    return {each.code for each in refused.value.faults}


def read(file):
    return reading.read(file, "paket.zip", SMALL)


def test_a_package_of_scorm_12_is_read():
    found = read(scorm12())
    assert (found.manifest.kind, found.manifest.title) == ("scorm12", "Ladung sichern")
    [part] = found.manifest.parts
    assert (part.launch, part.mastery, part.is_sco) == ("index.html", "80", True)
    assert [str(each) for each in found.report.taken] == ["sco: Der Gurt"]


def test_a_package_of_scorm_2004_has_headings_bases_parameters_and_assets():
    manifest = read(scorm2004()).manifest
    assert (manifest.kind, manifest.edition) == ("scorm2004", "2004 4th Edition")
    assert [(i.id, i.depth, i.launch) for i in manifest.items] == [
        ("kapitel", 0, ""),
        ("eins", 1, "inhalt/index.html"),
        ("zwei", 1, "inhalt/index.html?x=1&seite=2"),
        ("blatt", 0, "inhalt/blatt.html"),
    ]
    assert [i.mastery for i in manifest.parts] == ["", "0.8", ""]
    assert [i.is_sco for i in manifest.parts] == [True, True, False]


def test_a_package_in_a_folder_of_its_own_is_taken_and_told():
    file = packed({"kurs/imsmanifest.xml": HEAD_12 + ONE_12, "kurs/index.html": PAGE})
    found = read(file)
    assert found.manifest.parts[0].launch == "kurs/index.html"
    assert found.report.left[0].code == "in_folder"


def test_folders_may_be_divided_by_backslashes():
    inside = {"kurs\\imsmanifest.xml": HEAD_12 + ONE_12, "kurs\\index.html": PAGE, "kurs\\b\\": ""}
    file = packed(inside)
    assert reading.is_package(file)
    found = read(file)
    assert [each.launch for each in found.manifest.parts] == ["kurs/index.html"]
    assert found.report.files == 2


def test_the_named_organisation_counts_and_others_are_told():
    both = ONE_12.replace(
        "</organizations>",
        "<organization identifier='p'><title>B</title>"
        "<item identifier='q' identifierref='r'/></organization></organizations>",
    )
    found = read(scorm12(both.replace('default="o"', 'default="p"')))
    assert [each.id for each in found.manifest.items] == ["q"]
    assert [str(each) for each in found.report.left] == ["other_organisation: Ladung sichern"]


def test_white_space_around_names_in_a_manifest_does_not_count():
    spaced = TWO_2004.replace('identifierref="r1"', 'identifierref=" r1"')
    spaced = spaced.replace('<resource identifier="r1"', '<resource identifier="\n r1 "')
    assert spaced.count('"\n r1 "') == 1
    assert read(scorm2004(spaced)).manifest == read(scorm2004()).manifest


@pytest.mark.parametrize("edition", ["1.1.3", "1.1.4", "1.0.0", "2.1"])
def test_content_without_scorm_is_not_taken_for_it(edition):
    plain = re.sub(r" xmlns:adl\w+=.[^\"']*.", "", HEAD_12).replace("1.2", edition)
    body = re.sub(r"<adlcp:.*?</adlcp:[^>]*>| adlcp:\w+=.\w+.", "", ONE_12)
    assert faults(packed({"imsmanifest.xml": plain + body, "index.html": PAGE})) == {"no_scorm"}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('href="index.html"', 'href="https://anderswo.example/x.html"', "elsewhere"),
        ('href="index.html"', 'href="../../etc/passwd"', "no_file"),
        ('href="index.html"', 'href="%2e%2e/%2e%2e/etc/passwd"', "no_file"),
        ('href="index.html"', 'href="/etc/passwd"', "no_file"),
        ('href="index.html"', 'href="javascript:alert(1)"', "elsewhere"),
    ],
)
def test_a_part_that_leads_out_of_the_package_is_never_started(before, after, code):
    assert {"nothing_to_start", code} <= faults(scorm12(ONE_12.replace(before, after, 1)))


def test_what_is_not_honoured_is_told():
    more = ONE_12.replace(
        "<adlcp:masteryscore>", "<adlcp:prerequisites>a</adlcp:prerequisites><adlcp:masteryscore>"
    )
    assert "prerequisites" in {each.code for each in read(scorm12(more)).report.left}
    rules = TWO_2004.replace(
        "<imsss:objectives>", '<imsss:controlMode choice="false"/><imsss:objectives>'
    )
    assert "sequencing" in {each.code for each in read(scorm2004(rules)).report.left}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../aussen.html", "parent_name"),
        ("a/../../aussen.html", "parent_name"),
        ("/etc/cron.d/x", "absolute_name"),
        ("C:/x.html", "absolute_name"),
        ("a\\..\\..\\x.html", "parent_name"),
        ("\\\\server\\x.html", "absolute_name"),
        ("C:\\x.html", "absolute_name"),
        ("INDEX.html", "double_name"),
        ("a//b.html", "empty_name"),
        ("a\x1bb.html", "strange_name"),
        ("x" * 300, "long_name"),
        ("a/" * 30 + "x.html", "too_deep"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(name, code):
    assert code in faults(with_entry(name))


def test_a_name_cut_by_a_zero_byte_is_refused():
    file = with_entry("gut.htmlX")
    assert "strange_name" in faults(
        io.BytesIO(file.getvalue().replace(b"gut.htmlX", b"gut.htm\0X"))
    )


def test_links_and_devices_are_refused():
    assert "link" in faults(with_entry("link", "/etc/passwd", mode=stat.S_IFLNK | 0o777))
    assert "special_file" in faults(with_entry("pipe", "", mode=stat.S_IFIFO | 0o777))


def test_the_same_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        file = with_entry("index.html")
    assert "double_name" in faults(file)


def test_letters_that_look_alike_to_a_file_system_are_one_name():
    file = with_entry("\u00e4.html")
    with zipfile.ZipFile(file, "a") as made:
        made.writestr("a\u0308.html", "x")
    assert "double_name" in faults(file)


def test_bombs_are_refused_before_they_are_unpacked():
    assert "bomb" in faults(with_entry("gross.html", bytes(5_000_000)))
    many = packed({f"{n}.html": "x" for n in range(60)})
    assert faults(many) == {"too_many_files"}
    assert "unpacks_too_large" in faults(packed({"a.html": bytes(7_000_000)}))
    assert faults(io.BytesIO(b"PK" + bytes(4_000_000))) == {"too_large"}


def test_entries_that_share_their_bytes_are_refused():
    file = with_entry("zweimal.html", "x" * 500)
    first = zipfile.ZipFile(file).getinfo("index.html").header_offset
    assert faults(patched(file, "zweimal.html", at=first)) & {"overlap", "broken"}


def test_encrypted_entries_and_unknown_compressions_are_refused():
    assert "encrypted" in faults(patched(with_entry("geheim.html"), "geheim.html", flags=1))
    assert "compression" in faults(with_entry("a.html", method=zipfile.ZIP_LZMA))
    assert "compression" in faults(patched(with_entry("a.html"), "a.html", method=97))


@pytest.mark.parametrize("size", [3, 70_000])
def test_files_that_lie_about_their_size_are_refused(size):
    file = with_entry("luege.html", "x" * 5_000)
    assert "broken" in faults(patched(file, "luege.html", size=size))


def test_broken_bytes_are_refused():
    file = with_entry("a.html", "abcdefgh" * 50, method=zipfile.ZIP_STORED)
    assert faults(io.BytesIO(file.getvalue().replace(b"abcdefgh", b"abcdefgX", 1))) == {"broken"}


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"GIF89a" * 50, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_is_refused(data):
    assert faults(io.BytesIO(data)) & {"no_zip", "no_manifest"}


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_damage_brings_anything_but_a_reason(noise, at):
    data = bytearray(scorm12().getvalue())
    at = at % len(data)
    data[at : at + len(noise)] = noise
    try:
        reading.read(io.BytesIO(bytes(data)), "x.zip", SMALL)
    except BadPackage:
        return


def test_a_package_inside_of_a_zip_is_named():
    assert faults(packed({"paket.zip": scorm12().getvalue()})) == {"nested_package"}
    assert faults(packed({"index.html": PAGE})) == {"no_manifest"}


ENTITIES = '<!DOCTYPE m [<!ENTITY a "%s"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (HEAD_12.replace("<manifest", ENTITIES % ("x" * 99) + "<manifest", 1), "manifest_doctype"),
        (
            HEAD_12.replace("<manifest", '<!DOCTYPE m SYSTEM "file:///etc/passwd"><manifest', 1),
            "manifest_doctype",
        ),
        (
            HEAD_12.replace(
                "<manifest", '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest', 1
            ),
            "manifest_doctype",
        ),
        ("<manifest", "manifest_xml"),
        ("", "manifest_xml"),
        ("<?xml version='1.0' encoding='nichts'?><manifest/>", "manifest_xml"),
        ("<html/>", "no_scorm"),
        ("<manifest><organizations/></manifest>", "no_scorm"),
    ],
)
def test_manifests_that_fetch_or_explode_are_refused(manifest, code):
    body = manifest + ONE_12 if manifest.startswith(HEAD_12[:20]) else manifest
    assert faults(packed({"imsmanifest.xml": body, "index.html": PAGE})) == {code}


def test_rubbish_and_programs_are_left_with_the_reason():
    found = read(scorm12(**{"__MACOSX/._x": "x", "setup.exe": "MZ", "api.PHP": "<?php"}))
    assert {str(each) for each in found.report.left} == {
        "junk: __MACOSX/._x",
        "not_served: setup.exe",
        "not_served: api.PHP",
    }
    assert found.report.files == 2


def test_names_in_old_encodings_are_found():
    file = with_entry("bild.html")
    said = "grün.html".encode()
    data = file.getvalue().replace(b"bild.html", said[:9])
    name = archive.look(io.BytesIO(data), SMALL).entries[-1].name
    assert name == said[:9].decode(errors="replace") or name.isprintable()
    utf8 = scorm12(ONE_12.replace("index.html", "gr%C3%BCn.html"), **{"gr\u00fcn.html": PAGE})
    assert read(utf8).manifest.parts[0].launch == "gr%C3%BCn.html"


def test_unpacked_files_bear_numbers_and_are_found_whatever_their_case(tmp_path):
    target = tmp_path / "packages" / "abc"
    reading.unpack(scorm2004(), SMALL, target)
    found = reading.Unpacked(target)
    assert found.is_whole
    assert found.find("INHALT/Index.html").path.read_text() == PAGE
    assert found.find("../imsmanifest.xml") is None
    assert sorted(each.name for each in target.iterdir()) == ["0", "1", "2", "index.json"]
    assert [each.name for each in target.parent.iterdir()] == ["abc"]


def test_a_package_that_is_unpacked_twice_at_once_is_there_once(tmp_path):
    target = tmp_path / "abc"
    reading.unpack(scorm12(), SMALL, target)
    reading.unpack(scorm12(), SMALL, target)
    assert [each.name for each in tmp_path.iterdir()] == ["abc"]


def test_a_hostile_package_leaves_nothing_behind(tmp_path):
    with pytest.raises(BadPackage):
        reading.unpack(with_entry("../x"), SMALL, tmp_path / "abc")
    broken = patched(with_entry("luege.html", "x" * 5_000), "luege.html", size=3)
    with pytest.raises(BadPackage):
        reading.unpack(broken, SMALL, tmp_path / "abc")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT1H2M3S", 3723),
        ("PT90.7S", 90),
        ("P1DT1S", 86_401),
        ("0001:02:03.50", 3723),
        ("00:00:07", 7),
        ("", 0),
        ("morgen", 0),
        ("PT9999999999H", times.LONGEST),
    ],
)
def test_durations_are_read_as_both_editions_write_them(text, seconds):
    assert times.seconds_of(text) == seconds


@given(st.integers(0, times.LONGEST - 1))
def test_durations_come_back_as_they_were(seconds):
    assert times.seconds_of(times.iso(seconds)) == seconds
    assert times.seconds_of(times.clock(seconds)) == seconds


@pytest.mark.parametrize(
    ("kind", "told", "stands", "is_done"),
    [
        ("scorm12", {}, Standing(), False),
        (
            "scorm12",
            {
                "cmi.core.lesson_status": "passed",
                "cmi.core.score.raw": "8",
                "cmi.core.score.max": "10",
            },
            Standing("completed", "passed", 80),
            True,
        ),
        ("scorm12", {"cmi.core.lesson_status": "failed"}, Standing("completed", "failed"), False),
        ("scorm12", {"cmi.core.lesson_status": "browsed"}, Standing("incomplete"), False),
        (
            "scorm2004",
            {"cmi.completion_status": "completed", "cmi.success_status": "failed"},
            Standing("completed", "failed"),
            False,
        ),
        ("scorm2004", {"cmi.completion_status": "completed"}, Standing("completed"), True),
        (
            "scorm2004",
            {"cmi.success_status": "passed", "cmi.score.scaled": "0.9"},
            Standing("unknown", "passed", 90),
            True,
        ),
        ("scorm2004", {"cmi.score.raw": "nan"}, Standing("unknown"), False),
    ],
)
def test_only_completed_or_passed_is_done(kind, told, stands, is_done):
    assert runtime.standing(kind, told) == stands
    assert stands.is_done is is_done


@pytest.mark.parametrize(
    ("kind", "told", "is_done"),
    [
        ("scorm12", {}, True),
        ("scorm12", {"cmi.core.lesson_status": "not attempted", "cmi.core.exit": "logout"}, True),
        ("scorm12", {"cmi.core.exit": "suspend"}, False),
        ("scorm12", {"cmi.core.lesson_status": "incomplete"}, False),
        ("scorm12", {"cmi.core.lesson_status": "failed"}, False),
        ("scorm2004", {}, True),
        ("scorm2004", {"cmi.completion_status": "unknown", "cmi.exit": "normal"}, True),
        ("scorm2004", {"cmi.exit": "suspend"}, False),
        ("scorm2004", {"cmi.completion_threshold": "0.8"}, False),
        ("scorm2004", {"cmi.completion_status": "incomplete"}, False),
        ("scorm2004", {"cmi.success_status": "failed"}, False),
    ],
)
def test_a_part_that_ends_without_a_word_is_complete_unless_it_goes_on(kind, told, is_done):
    assert runtime.standing(kind, told, is_ended=True).is_done is is_done
    assert not runtime.standing(kind, told).is_done


def test_what_a_part_sends_is_bounded():
    sent = {
        "cmi.suspend_data": "x" * 64_001,
        "cmi.location": "y" * 70_000,
        "cmi.interactions.0.id": 7,
        "cmi.interactions.1000.id": "zu viel",
        "cmi.a": {"b": 1},
        "constructor": "x",
        "cmi.core.__proto__": "x",
        "cmi.comments": "a\0b",
    }
    assert runtime.bounded(sent) == {
        "cmi.suspend_data": "x" * 64_001,
        "cmi.interactions.0.id": "7",
        "cmi.comments": "ab",
    }


@pytest.mark.parametrize("kind", ["scorm12", "scorm2004"])
def test_a_session_that_never_said_good_bye_is_taken_up(kind):
    item = Item(id="a", title="A", mastery="80")
    suspended = {"cmi.suspend_data": "Seite 3", "cmi.entry": "x", "cmi.learner_name": "falsch"}
    told = runtime.start(kind, item, Session(suspended, 61, is_ended=False), "p", "Lernende Person")
    assert told["cmi.suspend_data"] == "Seite 3"
    assert (told.get("cmi.entry") or told.get("cmi.core.entry")) == "resume"
    assert "falsch" not in told.values()
    fresh = runtime.start(kind, item, Session({}), "p", "n")
    assert (fresh.get("cmi.entry") or fresh.get("cmi.core.entry")) == "ab-initio"
    ended = runtime.start(kind, item, Session({"cmi.location": "2"}, is_ended=True), "p", "n")
    assert "cmi.core.entry" not in ended
    assert "cmi.entry" not in ended
    assert ended["cmi.location"] == "2"


def test_both_heads_are_told_apart_by_their_content():
    assert read(scorm12()).manifest.kind == "scorm12"
    bare = HEAD_2004.replace("2004 4th Edition", "CAM 1.3")
    inside = {"inhalt/index.html": PAGE, "inhalt/blatt.html": PAGE}
    assert read(packed({"imsmanifest.xml": bare + TWO_2004} | inside)).manifest.kind == "scorm2004"
    assert reading.is_package(scorm12())
    assert not reading.is_package(packed({"course.toml": "x"}))
    assert not reading.is_package(io.BytesIO(b"::Frage:: {T}"))
