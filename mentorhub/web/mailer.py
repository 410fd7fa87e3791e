"""Turns a waiting mail into a letter: its template, in the language of who receives it."""

import re

from flask import Flask, render_template
from flask_babel import force_locale

from mentorhub.kit.mail import Letter, OutboxMail

_SUBJECT = "Subject:"


class NoSubject(ValueError):
    """The first line of a mail template must begin with ``Subject:``."""


class Mailer:
    """Renders mails outside of requests; links in them begin with ``base_url``."""

    def __init__(self, app: Flask, base_url: str) -> None:
        self._app = app
        self._base_url = base_url

    def __call__(self, mail: OutboxMail) -> Letter:
        """Return the letter.

        Raises:
            NoSubject: the template does not begin with a subject.
        """
        request = self._app.test_request_context("/", base_url=self._base_url)
        with request, force_locale(mail.locale):
            text = render_template(f"{mail.template}.txt", **mail.context)
        head, _, body = text.partition("\n")
        if not head.startswith(_SUBJECT):
            raise NoSubject(mail.template)
        subject = " ".join(head.removeprefix(_SUBJECT).split())
        return Letter(mail.to, subject, _tidy(body))


def _tidy(body: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"
