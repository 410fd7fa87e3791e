"""A mail is part of its deed and leaves once."""

import ssl
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from mentorhub.kit import jobs, mail
from mentorhub.kit.services import Services

ELE = "ele@beispiel.test"
BEN = "ben@beispiel.test"
SENDER = "MentorHub <m@beispiel.test>"


class Box:
    """A carrier that keeps letters, and refuses those to some addresses with some error."""

    def __init__(self, **refused):
        self.refused = refused
        self.letters = []

    def carry(self, letter):
        problem = self.refused.get(letter.to.partition("@")[0])
        if problem:
            raise problem
        self.letters.append(letter.to)


@pytest.fixture
def clock(noon):
    """A clock that stands still until the test moves it."""
    return [noon]


@pytest.fixture
def post(database, clock):
    """Returns a function that works off what is due with a carrier, as the worker does."""

    def work(carrier, render=_render):
        services = Services()
        services.put(database)
        desk = jobs.Desk(services, lambda: clock[0])

        def send(_services, payload, _progress):
            mail.send(database, carrier, render, payload["mail_id"], clock[0])

        desk.register(mail.SEND_JOB, send, patience=mail.PATIENCE)
        return desk.run_due()

    return work


def _render(waiting):
    return mail.Letter(waiting.to, "Grüße", f"Hallo {waiting.context['name']}")


def _queue(database, noon, *addresses):
    with database.writing() as session:
        for address in addresses or (ELE,):
            mail.queue(session, address, "mail/x", {"name": "Ele"}, at=noon)


def _left(database, model):
    with database.reading() as session:
        return session.scalars(select(model)).unique().all()


def test_a_mail_leaves_once_and_forgets_its_context(database, noon, post, tmp_path):
    _queue(database, noon)
    carrier = mail.FolderCarrier(tmp_path / "out", SENDER)
    assert post(carrier) == 1
    assert post(carrier) == 0
    (path,) = (tmp_path / "out").iterdir()
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (letter["To"], letter["Subject"]) == (ELE, "Grüße")
    assert letter.get_content().strip() == "Hallo Ele"
    (kept,) = _left(database, mail.OutboxMail)
    assert kept.context == {}


def test_sending_again_what_has_left_does_nothing(database, noon):
    _queue(database, noon)
    box = Box()
    for _ in range(2):
        mail.send(database, box, _render, 1, noon)
    assert box.letters == [ELE]


def test_a_mail_whose_receiver_was_forgotten_is_no_work(database, noon):
    mail.send(database, Box(), _render, 4711, noon)


@pytest.mark.parametrize(
    "problem", [ConnectionRefusedError(), UnicodeEncodeError("ascii", "ß", 0, 1, "")]
)
def test_a_mail_that_cannot_leave_keeps_no_other_waiting(database, noon, post, problem):
    _queue(database, noon, ELE, BEN)
    box = Box(ele=problem)
    post(box)
    assert box.letters == [BEN]


def test_a_mail_that_cannot_be_rendered_keeps_no_other_waiting(database, noon, post):
    def render(waiting):
        if waiting.to == ELE:
            raise KeyError("name")
        return _render(waiting)

    _queue(database, noon, ELE, BEN)
    box = Box()
    post(box, render)
    assert box.letters == [BEN]


def test_a_mail_leaves_by_itself_when_the_server_is_back_after_a_night(database, noon, post, clock):
    _queue(database, noon)
    for _ in range(12 * 60):
        post(Box(ele=ConnectionRefusedError()))
        clock[0] += timedelta(minutes=1)
    box = Box()
    for _ in range(4 * 60 + 1):
        post(box)
        clock[0] += timedelta(minutes=1)
    assert box.letters == [ELE]


def test_a_mail_that_never_leaves_is_given_up_and_that_is_told(database, noon, post, clock, caplog):
    _queue(database, noon)
    tries = 0
    while clock[0] < noon + timedelta(days=5):
        tries += post(Box(ele=ConnectionRefusedError()))
        clock[0] += timedelta(hours=1)
    assert tries == mail.PATIENCE.tries
    (ending,) = _left(database, jobs.JobEnding)
    assert ending.error == "ConnectionRefusedError"
    assert "job given up" in caplog.text
    assert ELE not in caplog.text


def test_letters_of_last_week_are_dropped_with_their_addresses(database, noon, post):
    _queue(database, noon, ELE, BEN)
    post(Box(ben=ConnectionRefusedError()))
    with database.writing() as session:
        mail.tidy(session, noon + mail.KEEP)
    assert len(_left(database, mail.OutboxMail)) == 2
    with database.writing() as session:
        mail.tidy(session, noon + mail.KEEP + timedelta(seconds=1))
    for model in (mail.OutboxMail, mail.MailSending, jobs.JobEnding):
        assert _left(database, model) == []


# Letters as files


def _carry(carrier, *names):
    for name in names:
        carrier.carry(mail.Letter(ELE, name, name))


def test_files_of_letters_are_in_order_and_none_is_overwritten(tmp_path):
    carrier = mail.FolderCarrier(tmp_path / "mail", SENDER)
    _carry(carrier, "one", "two")
    first, _ = sorted((tmp_path / "mail").iterdir())
    first.unlink()
    _carry(carrier, "three")
    texts = [path.read_text() for path in sorted((tmp_path / "mail").iterdir())]
    assert ["two" in texts[0], "three" in texts[1], len(texts)] == [True, True, 2]


def test_files_of_letters_are_for_our_own_account_only(tmp_path):
    _carry(mail.FolderCarrier(tmp_path / "mail", SENDER), "one")
    (path,) = (tmp_path / "mail").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


# Letters to a server


class Server:
    """A stand-in for smtplib's two classes that notes how it was spoken to."""

    def __init__(self, host, port, *, timeout, context=None):
        self.said = Server.said = [("connect", host, port, context)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def starttls(self, *, context=None):
        self.said.append(("starttls", context))

    def send_message(self, message):
        self.said.append(("send", message["To"]))


@pytest.fixture
def server(monkeypatch):
    """smtplib's classes replaced: no test speaks to a mail server."""
    monkeypatch.setattr(mail, "SMTP", Server)
    monkeypatch.setattr(mail, "SMTP_SSL", Server)
    return Server


@pytest.mark.parametrize(
    ("url", "port", "step"), [("smtps://mail.example", 465, 0), ("smtp://mail.example", 587, 1)]
)
def test_a_mail_server_must_show_a_trusted_certificate(server, url, port, step):
    _carry(mail.SmtpCarrier(url, SENDER), "one")
    assert server.said[0][:3] == ("connect", "mail.example", port)
    trust = server.said[step][-1]
    assert trust.verify_mode is ssl.CERT_REQUIRED
    assert trust.check_hostname
    assert server.said[-1] == ("send", ELE)


def test_a_mail_server_on_this_machine_needs_no_certificate(server):
    _carry(mail.SmtpCarrier("smtp://localhost:2525", SENDER), "one")
    assert [each[0] for each in server.said] == ["connect", "send"]
