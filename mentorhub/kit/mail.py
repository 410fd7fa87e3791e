"""Mail leaves through an outbox row that is written in the deed's own transaction.

Each letter is a job of its own: one that cannot leave keeps nobody else's waiting, and the job
tells how often it was tried and how it ended.
"""

import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP, SMTP_SSL
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import JSON, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorhub.kit import jobs
from mentorhub.kit.db import Base, Database

SMTP_SECONDS = 20
SEND_JOB = "mail.send"
TIDY_JOB = "mail.tidy"
PATIENCE = jobs.Patience(tries=24)  # gives up after two days and a half
KEEP = timedelta(days=7)
LOCAL = ("localhost", "127.0.0.1", "::1")


class OutboxMail(Base):
    """One mail to one address; without a ``MailSending`` it has not left yet."""

    __tablename__ = "outbox_mail"
    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str]
    template: Mapped[str]
    locale: Mapped[str]
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    sending: Mapped["MailSending | None"] = relationship(back_populates="mail")


class MailSending(Base):
    """The fact that a mail has left; its context is emptied at the same time."""

    __tablename__ = "mail_sending"
    mail_id: Mapped[int] = mapped_column(ForeignKey("outbox_mail.id"), primary_key=True)
    at: Mapped[datetime]
    mail: Mapped[OutboxMail] = relationship(back_populates="sending")


@dataclass(frozen=True)
class Letter:
    """A mail ready to go: address, subject, plain text."""

    to: str
    subject: str
    text: str


class Carrier(Protocol):
    """Takes letters away."""

    def carry(self, letter: Letter) -> None:
        """Hand over one letter; raises whatever is in the way if it stays here."""


class FolderCarrier:
    """Writes letters as .eml files: the embedded default, so that nothing leaves unasked."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def carry(self, letter: Letter) -> None:
        """Write the letter into the folder under the next number, for our own account only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = bytes(_message(letter, self.sender))
        with os.fdopen(self._open_next(), "wb") as file:
            file.write(content)

    def _open_next(self) -> int:
        """Return the open file after the highest number; no two writers get the same."""
        while True:
            number = max((int(path.stem) for path in self.folder.glob("[0-9]*.eml")), default=0) + 1
            try:
                path = self.folder / f"{number:06d}.eml"
                return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                continue


class SmtpCarrier:
    """Sends letters by SMTP; ``url`` is smtp://user:password@host:port or smtps://...."""

    def __init__(self, url: str, sender: str) -> None:
        self.url = urlsplit(url)
        self.sender = sender

    def carry(self, letter: Letter) -> None:
        """Send one letter; smtp:// insists on STARTTLS outside this machine.

        The server must show a certificate that this machine trusts.
        """
        with self._connected() as connection:
            if self.url.username:
                password = unquote(self.url.password or "")
                connection.login(unquote(self.url.username), password)
            connection.send_message(_message(letter, self.sender))

    def _connected(self) -> SMTP:
        host, trust = self.url.hostname or "localhost", ssl.create_default_context()
        if self.url.scheme == "smtps":
            return SMTP_SSL(host, self.url.port or 465, timeout=SMTP_SECONDS, context=trust)
        connection = SMTP(host, self.url.port or 587, timeout=SMTP_SECONDS)
        try:
            if host not in LOCAL:
                connection.starttls(context=trust)
        except BaseException:
            connection.close()
            raise
        return connection


def queue(
    session: Session,
    to: str,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    at: datetime,
    locale: str = "de",
) -> OutboxMail:
    """Put a mail into the outbox; the worker renders ``template`` + ".txt" and sends it.

    ``context`` holds plain values only (text, numbers) and is emptied once the mail has left.
    """
    mail = OutboxMail(to=to, template=template, locale=locale, context=context or {}, at=at)
    session.add(mail)
    session.flush()
    jobs.enqueue(session, SEND_JOB, {"mail_id": mail.id}, at=at)
    return mail


def forget(session: Session, address: str) -> None:
    """Drop every mail to this address, sent or not: its owner is forgotten."""
    theirs = select(OutboxMail.id).where(OutboxMail.to == address)
    session.execute(delete(MailSending).where(MailSending.mail_id.in_(theirs)))
    session.execute(delete(OutboxMail).where(OutboxMail.to == address))


def send(
    db: Database,
    carrier: Carrier,
    render: Callable[[OutboxMail], Letter],
    mail_id: int,
    now: datetime,
) -> None:
    """Send one mail, unless it has left already or its receiver was forgotten.

    Whatever ``render`` and ``carrier`` raise comes through: the job is tried again.
    """
    waiting = select(OutboxMail).where(OutboxMail.id == mail_id, ~OutboxMail.sending.has())
    with db.reading() as session:
        mail = session.scalar(waiting)
    if mail is None:
        return
    carrier.carry(render(mail))
    with db.writing() as session:
        sent = session.scalar(waiting)
        if sent is not None:
            sent.context = {}
            sent.sending = MailSending(at=now)


def tidy(session: Session, now: datetime) -> None:
    """Drop letters of some days ago with their addresses; by then they have left or never will."""
    old = now - KEEP
    letters = select(OutboxMail.id).where(OutboxMail.at < old)
    session.execute(delete(MailSending).where(MailSending.mail_id.in_(letters)))
    session.execute(delete(OutboxMail).where(OutboxMail.at < old))
    jobs.drop_ended(session, SEND_JOB, before=old)


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message.set_content(letter.text)
    return message
