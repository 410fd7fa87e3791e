"""Invented requests and a case for demonstrations; everything says (Beispiel)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.accounts.queries import person_by_email
from mentorhub.kit.clock import GERMANY
from mentorhub.kit.crypto import Cipher
from mentorhub.recommend.queries import offers
from mentorhub.tandems import consent
from mentorhub.tandems.actions import cases, erasure, funding, requests
from mentorhub.tandems.actions.cases import ConversationRecord, StepPlan
from mentorhub.tandems.actions.requests import Asking
from mentorhub.tandems.content import Content, SavedTitle
from mentorhub.tandems.funding_note import FundingNote
from mentorhub.tandems.models import Channel, ConversationRequest, Whom
from mentorhub.tandems.queries import requests as reads

OUTSIDE = "ines@beispiel.test"
INSIDE = "ben@beispiel.test"


@dataclass(frozen=True)
class Invented:
    """One invented request; ``token`` makes loading it twice one request."""

    token: str
    content: Content
    ago: timedelta
    postcode: str = ""
    inside: bool = False
    saved: tuple[str, ...] = ()


WAITING = (
    Invented(
        token="demo-request-outside",  # noqa: S106  an invented person's link, in demo mode only
        content=Content(
            "Mehmet (Beispiel)",
            "0151 000000 (Beispiel), nach 16 Uhr",
            "Ich arbeite seit neun Jahren im Lager, immer nachts. Ich möchte etwas mit Tagschicht, "
            "am liebsten mit Gabelstapler oder Disposition. Mein Deutsch ist nicht perfekt.",
            "staplerschein dortmund vormittags",
        ),
        ago=timedelta(hours=20),
        postcode="44145",
        saved=("stapler-dortmund-tag", "stapler-herne-mit-deutsch"),
    ),
    Invented(
        token="demo-request-inside",  # noqa: S106  as above
        content=Content(
            "Jola (Beispiel)",
            "In der Pause an Maschine 4 (Beispiel)",
            "Ich habe keinen Berufsabschluss und würde gern Zerspanerin werden. Geht das noch mit "
            "43? Bitte sagen Sie es niemandem im Büro.",
        ),
        ago=timedelta(days=3, hours=2),
        inside=True,
    ),
)
TAKEN = Invented(
    token="demo-request-taken",  # noqa: S106  as above
    content=Content(
        "Aylin (Beispiel)",
        "0231 000000 (Beispiel), am besten mittags",
        "Nach der Elternzeit möchte ich zurück ins Büro, aber nicht mehr an denselben Platz. "
        "Am Computer fühle ich mich nicht mehr sicher.",
        "computer auffrischen büro teilzeit",
    ),
    ago=timedelta(days=6),
    postcode="44225",
)
NOTES = (
    "Erstes Gespräch, sehr offen. Kann gut organisieren, hat früher Touren geplant. Angst vor "
    "Prüfungen, weil die Schule schlecht lief. Wunsch: vormittags, nicht weiter als eine halbe "
    "Stunde. (Beispiel)"
)

FUNDING = FundingNote(
    facts={
        "beschaeftigt": True,
        "berufsabschluss": True,
        "jahre_seit_berufsabschluss": 15,
        "wohnsitz_land": "NRW",
        "zve_jahr": 21000,
        "betriebsgroesse": 60,
        "kurs_berufsbezogen": True,
        "ziel": "anderes",
        "dauer_stunden": 40,
        "kursgebuehr": 640,
    },
    on_sheet=True,
)


def load(session: Session, cipher: Cipher, now: datetime) -> None:
    """Write two waiting requests and one case for the demo mentors, unless they are there.

    Call it in demo mode only, after the people of ``accounts.demo`` and the content.
    """
    outside, inside = person_by_email(session, OUTSIDE), person_by_email(session, INSIDE)
    if outside is None or inside is None:
        return
    for invented in WAITING:
        _ask(session, cipher, invented, inside, now)
    if reads.by_token(session, TAKEN.token) is None:
        _counsel(session, cipher, outside, inside, now)


def withdraw(session: Session, now: datetime) -> None:
    """Take the invented requests back, so that their published links show nothing any more."""
    for invented in (*WAITING, TAKEN):
        request = reads.by_token(session, invented.token)
        if request is not None:
            erasure.withdraw(session, request, now=now)


def _ask(
    session: Session, cipher: Cipher, invented: Invented, insider: Person, now: datetime
) -> ConversationRequest:
    company = insider.memberships[0].organisation if invented.inside else None
    found = offers.by_keys(session, invented.saved)
    saved = tuple(SavedTitle(key, found[key].title) for key in invented.saved if key in found)
    told = invented.content
    asking = Asking(
        content=Content(told.first_name, told.contact, told.wish, told.searched, saved),
        whom=Whom.inside if invented.inside else Whom.outside,
        postcode=invented.postcode,
        organisation=company,
        text_version=consent.VERSION,
        shows_search=True,
    )
    at = now - invented.ago
    return requests.ask(session, cipher, asking, token=invented.token, now=at)


def _counsel(
    session: Session, cipher: Cipher, mentor: Person, insider: Person, now: datetime
) -> None:
    request = _ask(session, cipher, TAKEN, insider, now)
    case = requests.take(session, cipher, request, by=mentor, now=now - timedelta(days=5))
    today = now.astimezone(GERMANY).date()
    cases.log_conversation(
        session,
        cipher,
        case,
        ConversationRecord(today - timedelta(days=4), 45, Channel.phone, NOTES),
        (
            StepPlan(
                "Zwei Kurse mit Schnupperstunde heraussuchen (Beispiel)", today + timedelta(days=3)
            ),
            StepPlan(
                "Bei der Agentur einen Termin ausmachen (Beispiel)", today + timedelta(days=10)
            ),
        ),
        entry="demo",
        by=mentor,
        now=now - timedelta(days=4),
    )
    funding.keep(
        session, cipher, case, FUNDING, revision="", by=mentor, now=now - timedelta(days=4)
    )
