"""Numbers, facts and credentials: pure rules that outside readers rely on."""

import base64
import gzip
import json
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from mentorhub.courses.certificate import number as numbers
from mentorhub.courses.certificate.baked import baked
from mentorhub.courses.certificate.credential import (
    LIST_SIZE,
    Issuer,
    badge,
    encoded,
    place_of,
    status_list,
)
from mentorhub.courses.certificate.facts import Facts, may_renew, months_later
from mentorhub.courses.certificate.proof import Contexts, UnknownContext, multikey, signed
from mentorhub.web import vendor

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ISSUER = Issuer("Beispielverein e. V.", "https://hub.beispiel.test")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CONTEXTS = Contexts(vendor.VENDOR / "contexts")


def facts(**changed) -> Facts:
    given_ = {
        "kind": "course",
        "id": "zuhoeren",
        "name": "Lena Lerner",
        "title": "Zuhören",
        "summary": "Wie man zuhört.",
        "language": "de",
        "topics": ("Zuhören", "Nachfragen"),
        "minutes": 65,
        "version": 2,
        "completed_on": date(2026, 11, 20),
        "issued_on": date(2026, 11, 21),
        "valid_until": date(2029, 11, 21),
    }
    return Facts(**(given_ | changed))


def made(**changed):
    public = multikey(KEY.public_key())
    return badge(facts(**changed), "N", place_of(5, 1), public_key=public, issuer=ISSUER, at=NOW)


@given(st.integers(0, 2**numbers.BITS - 1))
def test_a_number_is_read_however_it_was_typed(chance):
    number = numbers.spelled(chance)
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", number)
    for typed in (number.lower(), number.replace("-", " "), f" {number.replace('-', '')}\n"):
        assert numbers.read(typed) == number


def test_different_chances_give_different_numbers():
    some = [*range(200), *(1 << bit for bit in range(numbers.BITS))]
    assert len({numbers.spelled(each) for each in some}) == len(set(some))


@pytest.mark.parametrize(
    "typed",
    ["", "ABCD", "ABCD-EFGH-JKLM-NPQ0", "ABCD-EFGH-JKLM-NPQRS", "ÄBCD-EFGH-JKLM-NPQR", "-" * 99,
     "ABCD-EFGH-JKLM-NPQ\u0661", "\x00" * 16],
)  # fmt: skip
def test_what_cannot_be_a_number_is_none(typed):
    assert numbers.read(typed) is None


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ((2026, 11, 21), 36, (2029, 11, 21)),
        ((2027, 8, 31), 6, (2028, 2, 29)),
        ((2026, 12, 1), 1, (2027, 1, 1)),
        ((2026, 1, 31), 1, (2026, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, end):
    assert months_later(date(*day), months) == date(*end)


def test_renewal_opens_sixty_days_before_the_end():
    end = date(2029, 11, 21)
    assert not may_renew(end, date(2029, 9, 21))
    assert may_renew(end, date(2029, 9, 22))
    assert may_renew(end, date(2030, 1, 1))
    assert not may_renew(None, date(2030, 1, 1))


def test_facts_are_kept_as_text_and_come_back_the_same():
    assert Facts.model_validate_json(facts().model_dump_json(exclude_defaults=True)) == facts()


def test_a_badge_says_all_that_is_certified():
    found = made()
    subject, achievement = found["credentialSubject"], found["credentialSubject"]["achievement"]
    assert subject["identifier"][0]["identityHash"] == "Lena Lerner"
    assert (achievement["name"], achievement["version"]) == ("Zuhören", "2")
    assert achievement["tag"] == ["Zuhören", "Nachfragen"]
    assert subject["result"][0]["value"] == "65"
    assert found["validUntil"] == "2029-11-21T22:59:59Z"  # the last second of the day in Germany
    assert "validUntil" not in made(valid_until=None)


def test_every_word_of_a_badge_is_covered_by_its_proof():
    """A word that the contexts do not know would be left out of what is signed."""
    digest = CONTEXTS.digest(made())

    def paths(part, way=()):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            if isinstance(value, dict | list):
                yield from paths(value, (*way, key))
            else:
                yield (*way, key)

    for way in paths(made()):
        if way[0] == "@context":
            continue
        other = made()
        part = other
        for step in way[:-1]:
            part = part[step]
        was = part[way[-1]]
        part[way[-1]] = not was if isinstance(was, bool) else "https://other.beispiel.test/x"
        assert CONTEXTS.digest(other) != digest, way


def test_the_same_badge_has_the_same_proof():
    assert signed(made(), KEY, CONTEXTS, NOW) == signed(made(), KEY, CONTEXTS, NOW)


def test_nothing_is_fetched_to_sign():
    with pytest.raises(jsonld.JsonLdError):
        CONTEXTS.digest(made() | {"@context": ["https://boese.beispiel.test/context"]})
    with pytest.raises(UnknownContext):
        CONTEXTS.load("https://boese.beispiel.test/context", {})


def test_a_status_list_holds_a_bit_for_each_of_its_places():
    text = encoded([0, 9, LIST_SIZE - 1])
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    raw = gzip.decompress(packed)
    assert text[0] == "u"
    assert len(raw) == LIST_SIZE // 8
    bits = [at for at in range(LIST_SIZE) if raw[at // 8] & 0x80 >> at % 8]
    assert bits == [0, 9, LIST_SIZE - 1]


def test_each_certificate_has_a_place_of_its_own():
    assert place_of(LIST_SIZE - 1, 1).page == 0
    assert (place_of(LIST_SIZE, 1).page, place_of(LIST_SIZE, 1).bit) == (1, 0)
    made_ = status_list(
        [], key_id=1, page=1, public_key=multikey(KEY.public_key()), issuer=ISSUER, at=NOW
    )
    assert made_["id"] == ISSUER.list_url(1, 1)


def test_a_picture_carries_the_badge_whatever_its_words_are():
    hostile = ']]><script>alert(1)</script> & "x" <b>'
    text = json.dumps({"name": hostile})
    picture = ET.fromstring(baked(text, title=hostile * 9, issuer=hostile))
    held = picture.find("{https://purl.imsglobal.org/ob/v3p0}credential")
    assert json.loads(held.text) == {"name": hostile}
    assert [each for each in picture.iter() if each.tag.endswith("script")] == []
