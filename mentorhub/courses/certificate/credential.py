"""A certificate as an Open Badge 3.0, and the list of those that were revoked.

Sources: 1EdTech "Open Badges Specification 3.0"; W3C "Verifiable Credentials Data Model v2.0" and
"Bitstring Status List v1.0".
"""

import base64
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from mentorhub.courses.certificate.facts import Facts
from mentorhub.courses.certificate.proof import BADGES, CREDENTIALS, Document, did, stamp

LIST_SIZE: Final = 131_072  # the least that a status list may have, so that nobody stands out
_GERMANY: Final = ZoneInfo("Europe/Berlin")
_DAY: Final = timedelta(days=1)
_WORDS: Final = {
    "de": ("Umfang: {} Minuten. Inhalte: {}.", "Umfang in Minuten"),
    "en": ("Length: {} minutes. Contents: {}.", "Length in minutes"),
}
_REFRESHED: Final = {"de": " Aufgefrischt am {}.", "en": " Refreshed on {}."}


@dataclass(frozen=True)
class Issuer:
    """Who issues certificates, and the public address of this installation."""

    name: str
    base_url: str

    def check_url(self, number: str) -> str:
        """Return where everybody can check a certificate."""
        return f"{self.base_url}/zertifikat/{number}"

    def list_url(self, key_id: int, page: int) -> str:
        """Return where the revoked ones among LIST_SIZE certificates of one key are listed."""
        return f"{self.base_url}/zertifikat/status/{key_id}/{page}"

    def subject_url(self, facts: Facts) -> str:
        """Return where it says what a course or programme is about."""
        way = "lernen" if facts.kind == "course" else "lernen/wege"
        return f"{self.base_url}/{way}/{facts.id}"


@dataclass(frozen=True)
class Place:
    """Where a certificate stands in a list of its key: on which page, at which bit."""

    key_id: int
    page: int
    bit: int


def place_of(certificate_id: int, key_id: int) -> Place:
    """Return the place of a certificate; no other one has it."""
    return Place(key_id, *divmod(certificate_id, LIST_SIZE))


def badge(
    facts: Facts, number: str, place: Place, *, public_key: str, issuer: Issuer, at: datetime
) -> Document:
    """Return a certificate as an Open Badge without a proof; it counts from ``at`` on."""
    list_url = issuer.list_url(place.key_id, place.page)
    found: Document = {
        "@context": [CREDENTIALS, BADGES],
        "id": issuer.check_url(number),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.title,
        "issuer": _profile(public_key, issuer),
        "validFrom": stamp(at),
    }
    if facts.valid_until:
        end = datetime.combine(facts.valid_until + _DAY, time(), _GERMANY)
        found["validUntil"] = stamp(end - timedelta(seconds=1))
    found["credentialSubject"] = _subject(facts, issuer)
    found["credentialStatus"] = {
        "id": f"{list_url}#{place.bit}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place.bit),
        "statusListCredential": list_url,
    }
    return found


def status_list(
    revoked: Iterable[int],
    *,
    key_id: int,
    page: int,
    public_key: str,
    issuer: Issuer,
    at: datetime,
) -> Document:
    """Return the list of one page without a proof; ``revoked`` are bits, it counts for a day."""
    url = issuer.list_url(key_id, page)
    return {
        "@context": [CREDENTIALS],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(public_key),
        "validFrom": stamp(at),
        "validUntil": stamp(at + _DAY),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(revoked),
        },
    }


def encoded(bits: Iterable[int]) -> str:
    """Return a list of LIST_SIZE bits, these being 1, as multibase text of its packed bytes."""
    raw = bytearray(LIST_SIZE // 8)
    for bit in bits:
        raw[bit // 8] |= 0x80 >> bit % 8
    packed = gzip.compress(bytes(raw), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _profile(public_key: str, issuer: Issuer) -> Document:
    return {
        "id": did(public_key),
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.base_url,
    }


def _subject(facts: Facts, issuer: Issuer) -> Document:
    """Return who has achieved what; the person is named in plain words and by nothing else."""
    told, length = _WORDS[facts.language]
    refreshed = _REFRESHED[facts.language].format(facts.refreshed_on) if facts.refreshed_on else ""
    about = issuer.subject_url(facts)
    achievement_id = f"{about}#version-{facts.version}" if facts.version else about
    result_id = f"{about}#minutes"
    achievement: dict[str, Any] = {
        "id": achievement_id,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": facts.title,
        "description": facts.summary,
        "criteria": {
            "id": about,
            "narrative": told.format(facts.minutes, "; ".join(facts.contents)) + refreshed,
        },
        "inLanguage": facts.language,
        "tag": list(facts.contents),
        "resultDescription": [
            {
                "id": result_id,
                "type": ["ResultDescription"],
                "name": length,
                "resultType": "ext:Minutes",
            }
        ],
    }
    if facts.version:
        achievement["version"] = str(facts.version)
    return {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": facts.name,
                "identityType": "name",
            }
        ],
        "activityEndDate": stamp(datetime.combine(facts.completed_on, time(12), _GERMANY)),
        "achievement": achievement,
        "result": [
            {"type": ["Result"], "resultDescription": result_id, "value": str(facts.minutes)}
        ],
    }
