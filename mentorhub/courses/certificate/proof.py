"""Signatures that outside programs can check: Data Integrity, ``eddsa-rdfc-2022``, did:key.

Sources: W3C "Data Integrity EdDSA Cryptosuites v1.0", section 3.2; "The did:key Method v0.9".
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
FILES: Final = {CREDENTIALS: "credentials-v2.json", BADGES: "open-badges-3.0.3.json"}
_ED25519: Final = b"\xed\x01"  # the multicodec of an Ed25519 public key

Document = dict[str, Any]


class UnknownContext(ValueError):
    """A document names a context that is not on this machine; nothing is fetched."""


class Contexts:
    """The meanings of words in credentials, read from files; ``folder`` holds those of FILES."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, Document] = {}

    def load(self, url: str, _options: Mapping[str, Any]) -> Document:
        """Return a context as PyLD wants it.

        Raises:
            UnknownContext: it is none of ours.
        """
        if url not in FILES:
            raise UnknownContext(url)
        if url not in self._kept:
            text = (self._folder / FILES[url]).read_text(encoding="utf-8")
            self._kept[url] = {
                "contextUrl": None,
                "documentUrl": url,
                "contentType": "application/ld+json",
                "document": json.loads(text),
            }
        return self._kept[url]

    def digest(self, document: Document) -> bytes:
        """Return the SHA-256 of what a document says, however it is written."""
        from pyld import jsonld  # a fifth of a second, for the few processes that sign

        options = {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "documentLoader": self.load,
        }
        canonical = jsonld.normalize(document, options)
        return hashlib.sha256(canonical.encode()).digest()


def multikey(public: Ed25519PublicKey) -> str:
    """Return a public key as text, as it stands in did:key."""
    return "z" + base58.b58encode(_ED25519 + public.public_bytes_raw()).decode()


def did(public_key: str) -> str:
    """Return the name of an issuer, from which everybody can read its public key."""
    return f"did:key:{public_key}"


def method(public_key: str) -> str:
    """Return the name of the key itself within its issuer."""
    return f"{did(public_key)}#{public_key}"


def signed(
    document: Document, key: Ed25519PrivateKey, contexts: Contexts, now: datetime
) -> Document:
    """Return the document with a proof of the key's owner; the same input gives the same proof.

    The proof stands in a list, as the schema of Open Badges 3.0 asks for it.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": stamp(now),
        "verificationMethod": method(multikey(key.public_key())),
        "proofPurpose": "assertionMethod",
    }
    config = {"@context": document["@context"], **proof}
    value = key.sign(contexts.digest(config) + contexts.digest(document))
    proof["proofValue"] = "z" + base58.b58encode(value).decode()
    return document | {"proof": [proof]}


def stamp(moment: datetime) -> str:
    """Return a moment as credentials write it: ``2026-11-28T09:30:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
