"""Flask-Security's forms with our words, and with a guard against guessing."""

from typing import Any, ClassVar, cast

from flask import current_app, session
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_security import (
    ChangeEmailForm,
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    MfRecoveryForm,
    ResetPasswordForm,
    SendConfirmationForm,
    TwoFactorRescueForm,
    TwoFactorSelectForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
    WebAuthnDeleteForm,
    WebAuthnRegisterForm,
    WebAuthnSigninForm,
    WebAuthnSigninResponseForm,
)
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from mentorhub.accounts import addresses
from mentorhub.accounts.actions import signing_in
from mentorhub.accounts.security import words
from mentorhub.accounts.security.datastore import Datastore, real
from mentorhub.accounts.security.sessions import BrowserSession
from mentorhub.kit import clock

GUARD_SECRET = "ACCOUNTS_GUARD_SECRET"  # noqa: S105  the name of a setting, not a secret

# What remembers which codes were used.
ONCE = ("tf_last_counter", "mf_recovery_codes")


class _Labelled:
    """Gives fields our labels; both sides of a form mixin."""

    labels: ClassVar[dict[str, LazyString]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            cast(Any, self)[name].label.text = label


class Guard:
    """Counts failures at one account and shuts the door after too many."""

    def __init__(self, kind: str, about: str) -> None:
        self.session = _request_session()
        self.now = clock.now()
        self.key = signing_in.guard_key(current_app.config[GUARD_SECRET], kind, about)

    def is_shut(self) -> bool:
        """Return whether nobody may try at the moment."""
        try:
            signing_in.check_guard(self.session, self.key, self.now)
        except signing_in.Locked:
            return True
        return False

    def failed(self, email: str) -> None:
        """Count one failure; the one that shuts the door is told to the owner."""
        if signing_in.note_failure(self.session, self.key, self.now):
            signing_in.tell_about_lock(self.session, email, self.now)

    def asked(self) -> None:
        """Count one request for a mail."""
        signing_in.note_failure(self.session, self.key, self.now)

    def passed(self) -> None:
        """Begin counting anew."""
        signing_in.forget_failures(self.session, self.key)


class SignInForm(_Labelled, LoginForm):
    """Address and password. Every address is guarded, whether it has an account or not."""

    remember = None
    labels: ClassVar = {"email": _l("Mail address"), "password": _l("Password")}

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the password fits; what is wrong is told only to who knows it."""
        if not self.email.data or not self.password.data:
            return bool(super().validate(**kwargs))
        guard = Guard("password", addresses.key(self.email.data))
        if guard.is_shut():
            self.form_errors.append(words.locked())
            return False
        if super().validate(**kwargs):
            guard.passed()
            return True
        if self.user_authenticated:
            guard.passed()
            self.form_errors.extend(self.email.errors)
            self.email.errors = []
        else:
            guard.failed(self.email.data)
        return False


class ForgottenForm(_Labelled, ForgotPasswordForm):
    """The address to which a link for a new password goes."""

    labels: ClassVar = {"email": _l("Mail address")}

    def validate(self, **kwargs: Any) -> bool:
        """Return whether a link goes out: to somebody who has come, and not too often."""
        if _asks_too_often(self, reset=_address(self)):
            return False
        return bool(super().validate(**kwargs)) and _has_come(self)


class NewPasswordForm(_Labelled, ResetPasswordForm):
    """A new password, twice."""

    labels: ClassVar = {
        "password": _l("New password"),
        "password_confirm": _l("New password once more"),
    }


class OtherPasswordForm(_Labelled, ChangePasswordForm):
    """The present password and a new one, twice."""

    labels: ClassVar = {
        "password": _l("Present password"),
        "new_password": _l("New password"),
        "new_password_confirm": _l("New password once more"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.flags.required = True  # it is, though the library only finds out later

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the present password fits and the new one is good."""
        return _guarded(
            self,
            "again",
            super().validate,
            kwargs,
            lambda: bool(self.password.data and self.password.errors),
        )


class OnceMoreForm(_Labelled, VerifyForm):
    """The password once more, before something important changes."""

    labels: ClassVar = {"password": _l("Password")}

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the password fits."""
        return _guarded(
            self,
            "again",
            super().validate,
            kwargs,
            lambda: bool(self.password.data and self.password.errors),
        )


class ConfirmationForm(_Labelled, SendConfirmationForm):
    """The address to which a link to confirm it goes."""

    labels: ClassVar = {"email": _l("Mail address")}

    def validate(self, **kwargs: Any) -> bool:
        """Return whether a link goes out: to somebody who has come, and not too often."""
        if _asks_too_often(self, confirm=_address(self)):
            return False
        return bool(super().validate(**kwargs)) and _has_come(self)


class OtherEmailForm(_Labelled, ChangeEmailForm):
    """A new mail address."""

    labels: ClassVar = {"email": _l("New mail address")}

    def validate(self, **kwargs: Any) -> bool:
        """Return whether a link goes out: not too many from one account or to one address."""
        if _asks_too_often(self, move=str(current_user.id), move_to=_address(self)):
            return False
        return bool(super().validate(**kwargs))


class CodeForm(_Labelled, TwoFactorVerifyCodeForm):
    """The code that the app shows."""

    labels: ClassVar = {"code": _l("Code from the app")}

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the code fits.

        Only whoever is signed in may show the first code of a new key: it would replace the old.
        """
        if self.is_setup:
            return bool(super().validate(**kwargs))
        if session.get("tf_state") != "ready":
            return _refused(self)
        return _guarded(
            self,
            "code",
            super().validate,
            kwargs,
            lambda: bool(self.code.data and self.code.errors),
        )


class CodeSetupForm(TwoFactorSetupForm):
    """Which way of getting codes to set up; there is one."""

    setup = RadioField(
        choices=[SelectChoice("authenticator"), SelectChoice("disable")], validate_choice=False
    )

    def validate(self, **kwargs: Any) -> bool:
        """Return whether it can be set up: only by whoever is signed in."""
        if not current_user.is_authenticated:
            return _refused(self)
        return bool(super().validate(**kwargs))


class HelpForm(TwoFactorRescueForm):
    """Flask-Security builds it beside the code; our page links to the recovery codes instead."""

    help_setup = RadioField(choices=[SelectChoice("help")])


class RecoveryForm(_Labelled, MfRecoveryForm):
    """One of the recovery codes."""

    labels: ClassVar = {"code": _l("Recovery code")}

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the code is one of those left."""
        return _guarded(
            self,
            "code",
            super().validate,
            kwargs,
            lambda: bool(self.code.data and self.code.errors),
        )


class WayForm(_Labelled, TwoFactorSelectForm):
    """Which second step to take."""

    labels: ClassVar = {"which": _l("How do you want to go on?")}


class PasskeyForm(_Labelled, WebAuthnRegisterForm):
    """Name and use of a new passkey."""

    labels: ClassVar = {"name": _l("Name of the passkey")}
    usage = RadioField(
        _l("What it is for"),
        [InputRequired()],
        choices=[
            SelectChoice("first", _l("Sign in without a password")),
            SelectChoice("secondary", _l("In addition to the password")),
        ],
        default="first",
    )


class PasskeySignInForm(_Labelled, WebAuthnSigninForm):
    """Begins signing in with a passkey; nothing to fill in."""


class PasskeyAnswerForm(_Labelled, WebAuthnSigninResponseForm):
    """What the passkey answered."""

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the answer is right, of an account that may come in here.

        Flask-Security 5.9 notes that an account is switched off, yet lets it pass, and takes a
        second step of anybody, whoever's password was given. Shown by who is signed in, a passkey
        is a second step as well.
        """
        if not super().validate(**kwargs) or not self.user or not self.user.is_active:
            return False
        if self.is_secondary and self.user.fs_uniquifier != session.get("tf_user_id"):
            self.credential.errors.append(str(words.SAID["WEBAUTHN_MISMATCH_USER_HANDLE"][0]))
            return False
        if not self.is_secondary and not self.is_verify and not self.mf_check:
            # The page of another step, which asks for less, may have begun this answer.
            self.credential.errors.append(str(words.SAID["WEBAUTHN_NO_VERIFY"][0]))
            return False
        here = cast(BrowserSession, session).sign_in
        if self.is_verify and here and here.person_id == self.user.id:
            signing_in.strengthen(_request_session(), here.id)
        return True


class PasskeyRemovalForm(_Labelled, WebAuthnDeleteForm):
    """The name of the passkey to take away."""


def _asks_too_often(form: Any, **abouts: str) -> bool:
    """Count one request for a mail, by kind and subject; say so if there were too many."""
    guards = [Guard(kind, about) for kind, about in abouts.items() if about]
    if any(guard.is_shut() for guard in guards):
        form.form_errors.append(words.asked_too_often())
        return True
    for guard in guards:
        guard.asked()
    return False


def _address(form: Any) -> str:
    return addresses.key(form.email.data or "")


def _has_come(form: Any) -> bool:
    """Return whether the person has accepted their invitation; until then they count as unknown."""
    if form.user.is_invited:
        form.email.errors = [str(words.SAID["USER_DOES_NOT_EXIST"][0])]
        return False
    return True


def _request_session() -> Session:
    return cast(Datastore, current_app.extensions["security"].datastore).session


def _refused(form: Any) -> bool:
    form.form_errors.append(str(words.SAID["TWO_FACTOR_PERMISSION_DENIED"][0]))
    return False


def _guarded(form: Any, kind: str, validate: Any, kwargs: dict[str, Any], wrong: Any) -> bool:
    person = real(getattr(form, "user", None) or current_user)
    guard = Guard(kind, str(person.id))
    if guard.is_shut():
        form.form_errors.append(words.locked_codes() if kind == "code" else words.locked())
        return False
    if kind == "code":
        # Another request may have used the code while this one waited for the guard.
        guard.session.refresh(person, ONCE, with_for_update=True)
    if validate(**kwargs):
        guard.passed()
        return True
    if wrong():
        guard.failed(person.email)
    return False
