"""Mail leaves through an outbox row that is written in the deed's own transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP, SMTP_SSL, SMTPException
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorhub.kit import jobs
from mentorhub.kit.db import Base, Database

SMTP_SECONDS = 20
SEND_JOB = "mail.send"


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
        """Hand over one letter; raises ``OSError`` or ``SMTPException`` if it stays here."""


class FolderCarrier:
    """Writes letters as .eml files: the embedded default, so that nothing leaves unasked."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def carry(self, letter: Letter) -> None:
        """Write the letter into the folder under a number."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number = sum(1 for _ in self.folder.glob("*.eml")) + 1
        path = self.folder / f"{number:06d}.eml"
        path.write_bytes(bytes(_message(letter, self.sender)))


class SmtpCarrier:
    """Sends letters by SMTP; ``url`` is smtp://user:password@host:port or smtps://...."""

    def __init__(self, url: str, sender: str) -> None:
        self.url = urlsplit(url)
        self.sender = sender

    def carry(self, letter: Letter) -> None:
        """Send one letter; smtp:// insists on STARTTLS outside this machine."""
        secure = self.url.scheme == "smtps"
        host, port = self.url.hostname or "localhost", self.url.port or (465 if secure else 587)
        with (SMTP_SSL if secure else SMTP)(host, port, timeout=SMTP_SECONDS) as connection:
            if not secure and host not in ("localhost", "127.0.0.1"):
                connection.starttls()
            if self.url.username:
                password = unquote(self.url.password or "")
                connection.login(unquote(self.url.username), password)
            connection.send_message(_message(letter, self.sender))


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
    jobs.enqueue(session, SEND_JOB, at=at, key=SEND_JOB)
    return mail


def send_all(
    db: Database, carrier: Carrier, render: Callable[[OutboxMail], Letter], now: datetime
) -> int:
    """Send what waits and return how many left; a mail that fails stays and is tried again.

    Raises:
        MailStays: at least one mail could not be handed over.
    """
    with db.reading() as session:
        waiting = session.scalars(
            select(OutboxMail).where(~OutboxMail.sending.has()).order_by(OutboxMail.id)
        ).all()
    failed = 0
    for mail in waiting:
        try:
            carrier.carry(render(mail))
        except (OSError, SMTPException):
            failed += 1
            continue
        with db.writing() as session:
            sent = session.get_one(OutboxMail, mail.id)
            sent.context = {}
            sent.sending = MailSending(at=now)
    if failed:
        raise MailStays(f"{failed} of {len(waiting)} mails could not be handed over")
    return len(waiting)


class MailStays(RuntimeError):
    """The mail server did not take everything; the job is tried again later."""


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message.set_content(letter.text)
    return message
