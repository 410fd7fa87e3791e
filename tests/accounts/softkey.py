"""A passkey made of software: signs what a page asks for, without a browser."""

import hashlib
import html
import json
import re
from datetime import UTC, datetime

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url
from werkzeug.test import TestResponse

from mentorhub.accounts.models import Passkey, Person
from tests.accounts.conftest import HOST, Visitor

PRESENT, VERIFIED = 0x01, 0x04


class SoftKey:
    """One credential of one person; ``usage`` is "first" or "secondary"."""

    def __init__(self, session: Session, person: Person, usage: str) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(f"{person.id} {usage}".encode()).digest()
        session.add(
            Passkey(
                person_id=person.id,
                credential_id=self.id,
                public_key=self._cose(),
                name="Telefon",
                backup_state=False,
                device_type="single_device",
                lastuse_datetime=datetime(2026, 9, 1, tzinfo=UTC),
                usage=usage,
            )
        )
        session.flush()

    def answer(self, page: TestResponse, *, verified: bool = True) -> str:
        """Return what a browser would send for the options on this page.

        ``verified``: the owner was recognised by finger, face or PIN.
        """
        options = json.loads(html.unescape(re.search(r'data-options="([^"]+)"', page.text)[1]))
        said = {"type": "webauthn.get", "challenge": options["challenge"], "origin": HOST}
        client = json.dumps(said).encode()
        relying_party = hashlib.sha256(options["rpId"].encode()).digest()
        device = relying_party + bytes([PRESENT | (VERIFIED if verified else 0)]) + bytes(4)
        signed = device + hashlib.sha256(client).digest()
        response = {
            "clientDataJSON": bytes_to_base64url(client),
            "authenticatorData": bytes_to_base64url(device),
            "signature": bytes_to_base64url(self.private.sign(signed, ec.ECDSA(SHA256()))),
        }
        own = bytes_to_base64url(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": response})

    def show(self, visitor: Visitor, path: str) -> TestResponse:
        """Begin at ``path`` and answer the page that comes."""
        page = visitor.post(path)
        action = html.unescape(re.search(r'action="([^"]+)" data-passkey', page.text)[1])
        return visitor.post(action, {"credential": self.answer(page)})

    def _cose(self) -> bytes:
        """Return the public key as authenticators write it (RFC 9053, ES256)."""
        point = self.private.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
