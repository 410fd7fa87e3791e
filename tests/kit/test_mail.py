"""A mail is part of its deed and leaves once."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from mentorhub.kit import jobs, mail


class Refusing:
    """A carrier whose server is down."""

    def carry(self, letter):
        raise ConnectionRefusedError


def _render(waiting):
    return mail.Letter(waiting.to, "Grüße", f"Hallo {waiting.context['name']}")


def _queue(database, noon):
    with database.writing() as session:
        mail.queue(session, "ele@beispiel.test", "mail/x", {"name": "Ele"}, at=noon)


def test_a_mail_leaves_once_and_forgets_its_context(database, noon, tmp_path):
    _queue(database, noon)
    carrier = mail.FolderCarrier(tmp_path / "out", "MentorHub <m@beispiel.test>")
    assert mail.send_all(database, carrier, _render, noon) == 1
    assert mail.send_all(database, carrier, _render, noon) == 0
    (path,) = (tmp_path / "out").iterdir()
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (letter["To"], letter["Subject"]) == ("ele@beispiel.test", "Grüße")
    assert letter.get_content().strip() == "Hallo Ele"
    with database.reading() as session:
        assert session.scalars(select(mail.OutboxMail)).one().context == {}


def test_a_mail_that_cannot_leave_stays(database, noon, tmp_path):
    _queue(database, noon)
    with pytest.raises(mail.MailStays):
        mail.send_all(database, Refusing(), _render, noon)
    carrier = mail.FolderCarrier(tmp_path, "m@beispiel.test")
    assert mail.send_all(database, carrier, _render, noon) == 1


def test_queueing_asks_the_worker_once(database, noon):
    _queue(database, noon)
    _queue(database, noon)
    with database.reading() as session:
        assert [job.name for job in session.scalars(select(jobs.Job))] == [mail.SEND_JOB]
