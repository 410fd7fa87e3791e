"""A bank of questions, a course made of it, and files that wait for an editor."""

import io
from datetime import datetime

from sqlalchemy.orm import Session

from mentorhub.courses.actions import bank_courses, banks, course_files, uploads
from mentorhub.courses.material.exercise import Wish
from mentorhub.courses.queries import versions
from mentorhub.courses.question_files import read

GIFT = """\
$CATEGORY: Gespräche

::ohren::Wie viele Ohren hat ein Mensch?{#2}

::schweigen::Zuhören heißt schweigen.{FALSE#Nachfragen gehört dazu.#Richtig.}

::offen::Was ist eine **offene** Frage?{
=Was wünschen Sie sich?#Ja.
~Wollen Sie einen Kurs?#Darauf passt nur Ja oder Nein.
~%50%Wie geht es?
####Offene Fragen lassen erzählen.
}

::paare::Was gehört zusammen?{=Ohr -> hören =Auge -> sehen}

::frei::Wann hat Ihnen jemand zugehört?{}

::kaputt::Hier fehlt etwas {=a
"""
WISH = Wish("Zuhören üben (Beispiel)", "Sie üben das Zuhören.", "Erst lesen, dann üben.")


def fill(session: Session, by: int, now: datetime) -> dict[str, int]:
    """Return the ids of what was made, named as in ``furniture.Known``."""
    bank, _ = banks.add(session, "Zuhören (Beispiel)", read(GIFT.encode()), by=by, now=now)
    bank_courses.make(session, bank, WISH, by=by, now=now)
    sent = uploads.keep(
        session, "questions", "fragen.gift", "Neue (Beispiel)", GIFT.encode(), by=by, now=now
    )
    packed = io.BytesIO()
    version = versions.offered_version(session, "mentoring-basics")
    assert version
    course_files.write(session, version, packed)
    course = uploads.keep(
        session, "course", "kurs.zip", "mentoring-basics", packed.getvalue(), by=by, now=now
    )
    return {
        "bank_id": bank.id,
        "questions_upload_id": sent.id,
        "course_upload_id": course.id,
    }
