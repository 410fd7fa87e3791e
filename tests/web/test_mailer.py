"""Mails in the language of who receives them, with links that lead to us."""

import pytest

from mentorhub.kit.mail import OutboxMail
from mentorhub.web.mailer import Mailer, NoSubject
from tests.web.specimen import make_app

ADDRESS = "https://lernen.example"


@pytest.fixture
def mailer():
    return Mailer(make_app(base_url=ADDRESS), ADDRESS)


def waiting(template, locale="de", **context):
    return OutboxMail(to="ayse@mail.example", template=template, locale=locale, context=context)


def test_a_letter_has_subject_text_and_links(mailer):
    letter = mailer(waiting("specimen/mail/taken", name="Ayse"))
    assert (letter.to, letter.subject) == ("ayse@mail.example", "Impressum Ayse")
    assert letter.text.startswith("Hallo Ayse,\n\nhttps://lernen.example/impressum\n")
    assert "Diese E-Mail wurde automatisch erstellt." in letter.text


def test_the_receiver_chooses_the_language(mailer):
    letter = mailer(waiting("specimen/mail/taken", locale="en", name="Ayse"))
    assert letter.subject == "Imprint Ayse"
    assert "written by a machine" in letter.text


def test_a_name_cannot_add_a_header(mailer):
    letter = mailer(waiting("specimen/mail/taken", name="x\nBcc: evil@mail.example"))
    assert "\n" not in letter.subject


def test_plain_text_is_not_escaped(mailer):
    assert (
        "Hallo Müller & Söhne,"
        in mailer(waiting("specimen/mail/taken", name="Müller & Söhne")).text
    )


def test_a_template_without_subject_is_a_mistake(mailer):
    with pytest.raises(NoSubject, match="broken"):
        mailer(waiting("specimen/mail/broken"))


def test_the_report_of_a_barrier_can_be_sent(mailer):
    letter = mailer(waiting("pages/mail/barrier", what="Kein Fokus", where="", contact=""))
    assert letter.subject == "Eine Barriere wurde gemeldet"
    assert "Seite: nicht angegeben" in letter.text
