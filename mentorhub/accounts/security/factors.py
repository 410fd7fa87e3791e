"""What counts beside a password: codes of an app, recovery codes, passkeys."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Any, cast

import segno
from flask_security import MfRecoveryCodesUtil, Totp, WebauthnUtil
from passlib.totp import TOTP, TotpMatch
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from mentorhub.accounts.actions import signing_in
from mentorhub.accounts.models import Person
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher

ABOUT = "person.code"
ISSUER = "MentorHub"
CODES = 8


class Codes(Totp):
    """Codes of an authenticator app (RFC 6238): keys lie sealed, no code counts twice."""

    def __init__(self, cipher: Cipher) -> None:
        super().__init__({"1": "not used: the cipher seals"}, ISSUER)
        self._totp = cast(Any, _Sealed(cipher))

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Return a picture for apps to scan, dark on white in every colour scheme."""
        return segno.make(self.get_totp_uri(username, totp)).svg_data_uri(scale=4, light="white")

    def get_last_counter(self, user: Any) -> int | None:
        """Return the step of the code that this person used last."""
        return cast(Person, user).tf_last_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember the step of a code that was just used."""
        user.tf_last_counter = cast(TotpMatch, tmatch).counter


class _Sealed:
    """Stands where Flask-Security expects passlib's factory; keys go through our cipher."""

    def __init__(self, cipher: Cipher) -> None:
        self.cipher = cipher
        self.issuer = ISSUER
        self.factory = TOTP.using(issuer=ISSUER)

    def new(self) -> "_NewKey":
        return _NewKey(self.cipher, self.factory.new().key)

    def from_source(self, sealed: str) -> TOTP:
        key = self.cipher.open(base64.b64decode(sealed), ABOUT)
        return cast(TOTP, self.factory(key=key, format="raw"))

    def verify(self, token: str, sealed: str, **options: Any) -> TotpMatch:
        return self.from_source(sealed).match(token, **options)


class _NewKey:
    def __init__(self, cipher: Cipher, key: bytes) -> None:
        self.cipher = cipher
        self.key = key

    def to_json(self, **_options: bool) -> str:
        return base64.b64encode(self.cipher.seal(self.key, ABOUT)).decode()


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes: shown once, kept as keyed hashes, each good for one sign-in."""

    def __init__(self, secrets: Sequence[str], generator: Codes, datastore: Any) -> None:
        self.secrets = secrets
        self.generator = generator
        self.datastore = datastore

    def create_recovery_codes(self, user: Any) -> list[str]:
        """Return new codes to be shown and tell the owner; the older ones end."""
        fresh = self.generator.generate_recovery_codes(CODES)
        kept = [_digest(self.secrets[0], user, code) for code in fresh]
        self.datastore.mf_set_recovery_codes(user, kept)
        deed = "person.recovery_codes_made"
        signing_in.tell_about_factor(self.datastore.session, user, deed, clock.now())
        return fresh

    def get_recovery_codes(self, user: Any) -> list[str]:  # noqa: ARG002
        """Return nothing: what is kept cannot be shown again."""
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Return whether the code is one of those left."""
        return self._place(user, code) is not None

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Take a used code out and return whether it was there."""
        place = self._place(user, code)
        return place is not None and bool(self.datastore.mf_delete_recovery_code(user, place))

    def _place(self, user: Any, code: str) -> int | None:
        digests = [_digest(secret, user, code) for secret in self.secrets]
        for place, kept in enumerate(cast(Person, user).mf_recovery_codes):
            if any(hmac.compare_digest(kept, each) for each in digests):
                return place
        return None


class Passkeys(WebauthnUtil):
    """Passkeys: alone they must be unlocked by finger, face or PIN and be found by the browser."""

    def __init__(self) -> None:
        """Need nothing of the application."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:  # noqa: ARG002
        """Return what a new passkey must be able to do."""
        if usage == "first":
            return AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            )
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.DISCOURAGED,
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:  # noqa: ARG002
        """Return whether it must be unlocked now: always, if it stands alone."""
        if usage == ["first"]:
            return UserVerificationRequirement.REQUIRED
        return UserVerificationRequirement.DISCOURAGED


def _digest(secret: str, user: Any, code: str) -> str:
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    text = f"recovery:{user.id}:{plain}".encode()
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
