"""Flask-Security's mails go into our outbox, in the transaction of the request."""

from typing import Any
from urllib.parse import urlsplit

from flask_security import EmailValidateException, MailUtil, PasswordUtil
from flask_security.utils import get_message

from mentorhub.accounts import addresses, passwords
from mentorhub.accounts.security import words
from mentorhub.accounts.security.datastore import RequestSession
from mentorhub.kit import clock, mail

LINKS = ("reset_link", "confirmation_link", "link")


class Outbox(MailUtil):
    """Queues mails and reads addresses; links begin with the public address of the site."""

    def __init__(self, requests: RequestSession, base_url: str) -> None:
        self.requests = requests
        self.base_url = base_url.rstrip("/")

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Put one mail into the outbox. ``template`` is one of ours and says all the rest."""
        del subject, sender, body, html
        user = kwargs["user"]
        link = next((str(kwargs[name]) for name in LINKS if name in kwargs), "")
        context = {
            "name": user.name,
            "link": self._public(link),
            "within": str(kwargs.get("within", "")),
        }
        mail.queue(
            self.requests.session,
            str(recipient),
            template,
            context,
            at=clock.now(),
            locale=user.locale,
        )

    def normalize(self, email: str) -> str:
        """Return the address as we keep it.

        Raises:
            EmailValidateException: it is none.
        """
        try:
            return addresses.clean(email)
        except addresses.NoAddress as problem:
            raise EmailValidateException(get_message("INVALID_EMAIL_ADDRESS")[0]) from problem

    def validate(self, email: str) -> str:
        """Return the address as we keep it; asks no server whether it takes mail."""
        return self.normalize(email)

    def _public(self, link: str) -> str:
        """Return the link below the public address, whatever host the request named."""
        parts = urlsplit(link)
        return f"{self.base_url}{parts.path}" if link else ""


class Passwords(PasswordUtil):
    """Judges new passwords by our rules."""

    def __init__(self) -> None:
        """Need nothing of the application."""

    def normalize(self, password: str) -> str:
        """Return the one spelling of a password."""
        return passwords.normal(password)

    def validate(
        self,
        password: str,
        is_register: bool,  # noqa: ARG002
        **kwargs: Any,
    ) -> tuple[list[str] | None, str]:
        """Return what is wrong, if anything, and the password in its one spelling."""
        user = kwargs["user"]
        found = passwords.weakness(password, (user.name, user.email))
        wrong = [str(words.WEAK[found])] if found else None
        return wrong, passwords.normal(password)
