"""What Flask-Security says, in our words: kind of notice and text, German by our catalogue."""

from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentorhub.accounts import lockout, passwords

SAID: dict[str, tuple[LazyString, str]] = {
    "API_ERROR": (_l("That did not work. Please start again."), "danger"),
    "GENERIC_AUTHN_FAILED": (
        _l("Address and password do not fit together. Check both for typing errors."),
        "danger",
    ),
    "GENERIC_RECOVERY": (_l("If there is such an account, a mail is on its way."), "info"),
    "UNAUTHENTICATED": (_l("Please sign in first."), "info"),
    "REAUTHENTICATION_REQUIRED": (
        _l("Please show once more that it is you, before you change this."),
        "info",
    ),
    "REAUTHENTICATION_SUCCESSFUL": (_l("Thank you. You can go on now."), "success"),
    "ANONYMOUS_USER_REQUIRED": (_l("You are signed in already."), "info"),
    "EMAIL_CONFIRMED": (_l("Thank you, your address is confirmed. Please sign in."), "success"),
    "ALREADY_CONFIRMED": (_l("This address was confirmed before."), "info"),
    "INVALID_CONFIRMATION_TOKEN": (_l("This link is not valid. Ask for a new one."), "danger"),
    "CONFIRMATION_REQUIRED": (
        _l("Please confirm your mail address first. We send you a link."),
        "warning",
    ),
    "CONFIRMATION_REQUEST": (
        _l("If there is such an account, we have sent a link to %(email)s."),
        "info",
    ),
    "CONFIRMATION_EXPIRED": (_l("This link was valid for %(within)s only."), "danger"),
    "PASSWORD_RESET_REQUEST": (
        _l("If there is such an account, we have sent a link to %(email)s."),
        "info",
    ),
    "PASSWORD_RESET_EXPIRED": (_l("This link was valid for %(within)s only."), "danger"),
    "INVALID_RESET_PASSWORD_TOKEN": (_l("This link is not valid. Ask for a new one."), "danger"),
    "PASSWORD_RESET_NO_LOGIN": (
        _l("Your new password is set. Please sign in with it."),
        "success",
    ),
    "PASSWORD_CHANGE": (
        _l("Your new password is set. You were signed out on all other devices."),
        "success",
    ),
    "PASSWORD_IS_THE_SAME": (_l("The new password must differ from the old one."), "danger"),
    "PASSWORD_NOT_PROVIDED": (_l("Please enter a password."), "danger"),
    "INVALID_PASSWORD": (_l("This is not your present password."), "danger"),
    "RETYPE_PASSWORD_MISMATCH": (_l("The two passwords differ."), "danger"),
    "USER_DOES_NOT_EXIST": (_l("There is no such account."), "danger"),
    "DISABLED_ACCOUNT": (_l("This account is switched off."), "danger"),
    "EMAIL_NOT_PROVIDED": (_l("Please enter your mail address."), "danger"),
    "INVALID_EMAIL_ADDRESS": (_l("This is not a mail address."), "danger"),
    "EMAIL_ALREADY_ASSOCIATED": (_l("%(email)s belongs to another account."), "danger"),
    "CHANGE_EMAIL_SENT": (
        _l("We have sent a link to %(email)s. The address changes when you open it."),
        "info",
    ),
    "CHANGE_EMAIL_CONFIRMED": (_l("Your new mail address is confirmed."), "success"),
    "CHANGE_EMAIL_EXPIRED": (_l("This link was valid for %(within)s only."), "danger"),
    "INVALID_REDIRECT": (_l("We only lead to pages of this site."), "danger"),
    "INVALID_CODE": (_l("This code is not right. Wait for the next one and try again."), "danger"),
    "TWO_FACTOR_INVALID_TOKEN": (
        _l("This code is not right. Wait for the next one and try again."),
        "danger",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_l("You are signed in."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        _l("From now on you sign in with a code as well."),
        "success",
    ),
    "TWO_FACTOR_DISABLED": (_l("Signing in takes no code any more."), "success"),
    "TWO_FACTOR_PERMISSION_DENIED": (_l("Please sign in once more from the beginning."), "warning"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (_l("Please choose one of the ways shown."), "danger"),
    "TWO_FACTOR_SETUP_EXPIRED": (_l("That took longer than %(within)s. Start again."), "danger"),
    "INVALID_RECOVERY_CODE": (_l("This recovery code is not right or was used before."), "danger"),
    "NO_RECOVERY_CODES_SETUP": (_l("You have no recovery codes yet."), "info"),
    "WEBAUTHN_EXPIRED": (_l("That took longer than %(within)s. Start again."), "danger"),
    "WEBAUTHN_NAME_REQUIRED": (_l("Please give the passkey a name."), "danger"),
    "WEBAUTHN_NAME_INUSE": (_l("You have a passkey called %(name)s already."), "danger"),
    "WEBAUTHN_NAME_NOT_FOUND": (_l("You have no passkey called %(name)s."), "danger"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (
        _l("The name may hold letters, digits, spaces, - and _."),
        "danger",
    ),
    "WEBAUTHN_CREDENTIAL_DELETED": (_l("The passkey %(name)s is removed."), "success"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (_l("The passkey %(name)s is set up."), "success"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (_l("This passkey is set up already."), "danger"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (_l("We do not know this passkey."), "danger"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (_l("We do not know this passkey."), "danger"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (_l("This passkey belongs to another account."), "danger"),
    "WEBAUTHN_NO_VERIFY": (_l("The passkey could not be checked."), "danger"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (
        _l("This passkey was set up for another step of signing in."),
        "danger",
    ),
    "INVALID_INPUT": (_l("This entry cannot be used."), "danger"),
    "INVALID_INPUT_LENGTH": (_l("This entry is too long."), "danger"),
}

WEAK: dict[passwords.Weakness, LazyString] = {
    passwords.Weakness.too_short: _l(
        "Please take at least %(count)s characters, for example three words.",
        count=passwords.SHORTEST,
    ),
    passwords.Weakness.too_long: _l(
        "Please take at most %(count)s characters.", count=passwords.LONGEST
    ),
    passwords.Weakness.monotonous: _l("Please take more different characters."),
    passwords.Weakness.common: _l("Many people use this password. Please take another one."),
    passwords.Weakness.about_you: _l(
        "Your name or your address is in it. Please take another password."
    ),
}


class Domain:
    """Translates for Flask-Security out of our own catalogue."""

    def gettext(self, text: Any, **values: Any) -> str:
        """Return the text in the language of the page, with the values filled in."""
        said = str(text) if isinstance(text, LazyString) else _(text)
        return str(said % values if values else said)


def locked() -> str:
    """Return what somebody reads who has guessed too often; the same for every address."""
    return str(
        _(
            "There were too many failed attempts. Please wait %(minutes)s minutes "
            "or set a new password.",
            minutes=_minutes(),
        )
    )


def locked_codes() -> str:
    """Return what somebody reads who has guessed codes; a new password would not help."""
    return str(
        _(
            "There were too many failed attempts. Please wait %(minutes)s minutes.",
            minutes=_minutes(),
        )
    )


def asked_too_often() -> str:
    """Return what somebody reads who has asked for too many mails; the same for every address."""
    return str(
        _(
            "This was asked for several times. Please look into your mailbox, "
            "or try again in %(minutes)s minutes.",
            minutes=_minutes(),
        )
    )


def _minutes() -> int:
    return int(lockout.LOCK.total_seconds() // 60)
