"""What the demo installation lacks so that every page has something to show."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.actions import imports, memberships, people
from mentorhub.accounts.actions.imports import Table
from mentorhub.accounts.actions.people import Newcomer
from mentorhub.accounts.models import Person, Role
from mentorhub.accounts.queries import person_by_email
from mentorhub.courses import boards, demo_certificates
from mentorhub.courses import demo as learning
from mentorhub.courses.actions import (
    attempts,
    cohorts,
    content,
    discussing,
    packages,
    refreshing,
    sharing,
)
from mentorhub.courses.actions import learning as deeds
from mentorhub.courses.actions import learning as enrolling
from mentorhub.courses.models import (
    Attempt,
    Cohort,
    Completion,
    DeletedCertificate,
    Handing,
    Post,
    PracticeHanding,
    Shared,
)
from mentorhub.courses.packages.archive import Limits
from mentorhub.courses.packages.reading import read
from mentorhub.courses.queries import certificates, progress, versions
from mentorhub.courses.queries import cohorts as cohort_reads
from mentorhub.courses.queries import refreshing as rounds
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher, token_hash
from mentorhub.kit.db import Database
from mentorhub.kit.services import Services
from mentorhub.recommend.actions import catalogue, funding, saved, uploads
from mentorhub.recommend.actions import imports as offer_imports
from mentorhub.recommend.actions.tally import Forecast
from mentorhub.recommend.actions.uploads import Sent
from mentorhub.recommend.links import host_of
from mentorhub.recommend.models import Link, Source, SourceFetch, SourcePause
from mentorhub.recommend.queries import funding as rules
from mentorhub.recommend.queries import offers
from mentorhub.recommend.queries import saved as lists
from mentorhub.tandems.actions import cases, requests
from mentorhub.tandems.actions.requests import Asking
from mentorhub.tandems.content import Content
from mentorhub.tandems.demo import OUTSIDE, TAKEN, WAITING
from mentorhub.tandems.models import Case, Conversation, Outcome, RuleChange, Whom
from mentorhub.tandems.queries import requests as asked
from tests.browser import banked, drafted
from tests.browser import learning as all_kinds
from tests.browser.measured import measure
from tests.courses.scorm import scorm2004
from tests.recommend.sources.files import prices, qcat, service

OFFER = "stapler-dortmund-abend"
GONE = "stapler-dortmund-tag"
BAD_LINES = [
    {"line": 2, "id": "k-2", "field": "price_eur", "reason": "must be a number"},
]
TABLE = "Kurs-Nr.;Kurstitel;Ort;Beginn;Preis\n7;Excel;Hamm;11.01.2027;99 €\n8;Word;Essen;;\n"
DELETED = "ABCD-EFGH-JKLM-NPQR"
INVITED = "guel@beispiel.test"
PEOPLE = """E-Mail;Vor- und Nachname;Organisation;Rolle
nora.neu@beispiel.test;Nora Neu (Beispiel);Metallbau Hellweg GmbH (Beispiel);Beschäftigte
ele@beispiel.test;Ele Arslan (Beispiel);Metallbau Hellweg GmbH (Beispiel);Kaiserin
"""


@dataclass(frozen=True)
class Known:
    """Ids and tokens that addresses are made of; the names are those of the addresses."""

    thread_id: int
    post_id: int
    key: str
    gone: str
    instrument_id: str
    start: str
    tomorrow: str
    shared: str
    request_id: int
    taken_id: int
    private: str
    private_taken: str
    case_id: int
    ended_case_id: int
    conversation_id: int
    invitation: str
    person_id: int
    invited_id: int
    organisation_id: int
    association_id: int
    membership_id: int
    upload_id: int
    import_id: int
    offers_upload_id: int
    table_upload_id: int
    source_id: int
    fetch_id: int
    run_id: int
    judged_id: int
    word_id: int
    trial_id: int
    changed_rule: str
    certificate: str
    certificate_id: int
    revoked_certificate: str
    revoked_id: int
    deleted_certificate: str
    package_id: int
    cohort_id: int
    past_date_id: int
    coming_date_id: int
    handing_id: int
    essay_id: int
    joining: str
    bank_id: int
    questions_upload_id: int
    course_upload_id: int
    questions_draft_id: int
    plain_draft_id: int

    def address(self, template: str) -> str:
        """Return an address with its placeholders filled in."""
        return template.format(**asdict(self))


def furnish(services: Services, base_url: str) -> Known:
    """Add a withdrawn offer, a shared list, an ended case, invitations, an import and uploads."""
    now, cipher = clock.now(), services.get(Cipher)
    measured = measure(services)
    with services.get(Database).writing() as session:
        ines = person_by_email(session, OUTSIDE)
        ele = person_by_email(session, "ele@beispiel.test")
        admin = person_by_email(session, "admin@beispiel.test")
        koni = person_by_email(session, "koni@beispiel.test")
        assert ines
        assert ele
        assert koni
        assert admin
        waiting = asked.by_token(session, WAITING[0].token)
        taken = asked.by_token(session, TAKEN.token)
        assert waiting
        assert taken
        home, association = ele.memberships[0], koni.memberships[0].organisation
        newcomer = Newcomer(ele.email, "Ele Arslan (Beispiel)", frozenset({Role.employee}))
        people.bring_in(session, association, newcomer, by=koni, now=now, base_url=base_url)
        upload = imports.keep(
            session, Table.people, "leute.csv", PEOPLE.encode(), by=admin, now=now
        )
        invited = people.create(session, INVITED, "Gül Neumann (Beispiel)", by=admin, now=now)
        memberships.join(session, invited, home.organisation, {Role.employee}, by=admin, now=now)
        _links(session, now)
        _attempt(session, now)
        _newer_version(session, now)
        all_kinds.keep(session, now)
        _refreshers(session, now)
        talk = _discussion(session, now)
        link = people.invite(session, invited, by=admin, now=now, base_url=base_url)
        case_id = session.scalars(select(Case.id).where(Case.request_id == taken.id)).one()
        _tell_of_rule(session, cipher, case_id, now)
        return Known(
            thread_id=talk.thread_id,
            post_id=talk.id,
            key=OFFER,
            gone=_gone(session, now),
            instrument_id="sgb3-82",
            start=(now + timedelta(days=120)).date().isoformat(),
            tomorrow=(now + timedelta(days=1)).date().isoformat(),
            shared=_shared(session, cipher, ele, now),
            request_id=waiting.id,
            taken_id=taken.id,
            private=WAITING[0].token,
            private_taken=TAKEN.token,
            case_id=case_id,
            ended_case_id=_ended(session, cipher, ines, now).id,
            conversation_id=session.scalars(select(Conversation.id)).one(),
            invitation=link.rsplit("/", 1)[1],
            person_id=ele.id,
            invited_id=invited.id,
            organisation_id=home.organisation_id,
            association_id=association.id,
            membership_id=home.id,
            upload_id=upload.id,
            import_id=_imported(session, now),
            offers_upload_id=_sent(session, now),
            table_upload_id=_table(session, now),
            **_source(session, now),
            changed_rule=_changed_rule(session, now),
            **_certificates(session, ines, now),
            package_id=_package(session, now),
            **_cohort(session, cipher),
            **banked.fill(session, admin.id, now),
            **drafted.fill(session, admin.id, now),
            **asdict(measured),
        )


def _refreshers(session: Session, now: datetime) -> None:
    """Ele and Koni have completed a course; Koni answers refreshers and is not done yet."""
    version = versions.offered_version(session, "mentoring-basics")
    assert version
    for email in ("ele@beispiel.test", "koni@beispiel.test"):
        person = person_by_email(session, email)
        assert person
        then = now - timedelta(days=3)
        mine = enrolling.enrol(session, person.id, version, by=person.id, now=then)
        session.add(Completion(enrolment_id=mine.id, at=then, minutes=60))
        session.flush()
    refreshing.choose(session, person.id, wanted=True, now=now)
    today = clock.today()
    card = refreshing.begin(session, person.id, "furniture", today)
    course = rounds.course_of_card(session, card)
    assert course
    refreshing.answer(session, card, course, None, today)


def _discussion(session: Session, now: datetime) -> Post:
    """Ben asks something under a lesson and may still change it; Koni answers, Ben reports it."""
    board = boards.of_lesson(learning.COURSE, "augenhoehe")
    ben, koni = (person_by_email(session, who) for who in (learning.LEARNER, "koni@beispiel.test"))
    assert ben
    assert koni
    asked_ = discussing.open_thread(
        session, board, "Wie **lange** hören Sie zu?", entry="furniture-1", by=ben.id, now=now
    )
    for number, text in enumerate(("Erst einmal zehn Minuten.", "Werbung für meinen Kurs"), 2):
        answer = discussing.reply(
            session,
            asked_.thread,
            text,
            entry=f"furniture-{number}",
            by=koni.id,
            now=now,
            mentions={ben.id},
        )
    discussing.hide(session, answer, "Werbung", by=koni.id, now=now)
    last = discussing.reply(
        session, asked_.thread, "Und Sie?", entry="furniture-4", by=koni.id, now=now
    )
    discussing.report(session, last, "Das passt nicht hierher.", by=ben.id, now=now)
    return asked_


def _changed_rule(session: Session, now: datetime) -> str:
    """Have a rule changed, and changed back to what is loaded."""
    texts = {f"{id_}.toml": one.text for id_, one in rules.newest(session).items() if one.text}
    files = {name: text.encode() for name, text in texts.items()}
    other = files["afbg.toml"].replace(b"grant_percent = 50", b"grant_percent = 40")
    for loaded in (files | {"afbg.toml": other}, files):
        funding.keep_versions(session, loaded, now)
        session.flush()
    return "afbg"


def _certificates(session: Session, ines: Person, now: datetime) -> dict[str, int | str]:
    """Certificates of every kind; one of them of somebody who was forgotten since."""
    valid, revoked = (
        certificates.newest(session, ines.id, "course", slug)
        for slug in (demo_certificates.VALID, demo_certificates.REVOKED)
    )
    assert valid
    assert revoked
    session.add(DeletedCertificate(certificate_id=9999, number_hash=token_hash(DELETED), at=now))
    session.flush()
    return {
        "certificate": valid.number,
        "certificate_id": valid.id,
        "revoked_certificate": revoked.number,
        "revoked_id": revoked.id,
        "deleted_certificate": DELETED,
    }


def _gone(session: Session, now: datetime) -> str:
    offer = offers.by_key(session, GONE)
    assert offer
    catalogue.withdraw(session, offer, by=None, reason="", now=now)
    return GONE


def _imported(session: Session, now: datetime) -> int:
    run = offer_imports.begin(session, source="katalog", format_="qcat", total=3, by=None, now=now)
    run.read, run.added, run.bad, run.report = 3, 2, 1, BAD_LINES
    session.flush()
    return run.id


def _sent(session: Session, now: datetime) -> int:
    sent = Sent("kurse.xml", "katalog", qcat(service(price=prices(199))), "qcat")
    forecast = Forecast(
        read=3, added=2, gone=3, missing=3, present=4, bad=1, report=tuple(BAD_LINES)
    )
    return uploads.keep(session, sent, forecast, by=None, now=now).id


def _table(session: Session, now: datetime) -> int:
    sent = Sent("kurse.csv", "katalog", TABLE.encode(), "csv")
    return uploads.keep(session, sent, None, by=None, now=now).id


def _source(session: Session, now: datetime) -> dict[str, int]:
    """A paused source whose last fetch stopped and asks; nobody is ever asked for it."""
    source = Source(
        name="katalog",
        address="https://kurse.beispiel.test/katalog.xml",
        every_hours=24,
        at_hour=3,
        is_whole=True,
        licence="Kursdaten der Volkshochschule Hamm (Beispiel), CC BY 4.0",
        at=now - timedelta(days=9),
        due_at=now,
        fetched_at=now - timedelta(days=8),
    )
    source.pause = SourcePause(at=now, by_id=None, reason="asked")
    session.add(source)
    session.flush()
    told = asdict(Forecast(read=3, added=2, gone=3, missing=3, present=4, bad=1))
    told["report"] = BAD_LINES
    outcomes = [
        ("failed", "status", 503, {}),
        ("unchanged", "", None, {}),
        ("stopped", "", None, told),
    ]
    for outcome, why, status, forecast in outcomes:
        fetch = SourceFetch(
            source_id=source.id, at=now, by_id=None, is_trial=False, ended_at=now, outcome=outcome,
            why=why, status=status, size=2_345_678, format="qcat", forecast=forecast,
        )  # fmt: skip
        session.add(fetch)
        session.flush()
    return {"source_id": source.id, "fetch_id": fetch.id}


def _attempt(session: Session, now: datetime) -> None:
    """Begin a second attempt at the quiz of the demo learner, which stays open."""
    ben = person_by_email(session, learning.LEARNER)
    assert ben
    mine = progress.enrolment_in(session, ben.id, learning.COURSE)
    assert mine
    attempts.begin(session, mine, "abschluss", "zwei", now)


def _newer_version(session: Session, now: datetime) -> None:
    """Write a second version of a course, which waits for an editor."""
    offered = versions.offered_version(session, "mentoring-basics")
    assert offered
    course = versions.course_of(offered)
    content.keep(session, course.model_copy(update={"summary": "Now shorter."}), now)


def _package(session: Session, now: datetime) -> int:
    """Take a package in, make a course of it, and let the demo learner begin it."""
    file = scorm2004()
    row = packages.take(session, file, read(file, "zwei.zip", Limits()), by=None, now=now)
    version = packages.make_course(session, row, by=None, now=now)
    ben = person_by_email(session, learning.LEARNER)
    assert ben
    deeds.enrol(session, ben.id, version, by=ben.id, now=now)
    return row.id


def _cohort(session: Session, cipher: Cipher) -> dict[str, Any]:
    """What is in the demo cohort, and what its people let their companies see."""
    ben, ele = (person_by_email(session, each) for each in (learning.LEARNER, "ele@beispiel.test"))
    assert ben
    assert ele
    home = ele.memberships[0].organisation_id
    sharing.share(session, ben.id, home, {Shared.participation, Shared.progress}, clock.now())
    [cohort] = session.scalars(select(Cohort))
    past, coming = cohort_reads.dates_of(session, cohort.id)
    return {
        "cohort_id": cohort.id,
        "past_date_id": past.id,
        "coming_date_id": coming.id,
        "handing_id": session.scalars(select(PracticeHanding.id)).one(),
        "essay_id": session.scalars(
            select(Attempt.id).join(Handing, Handing.attempt_id == Attempt.id).where(Handing.waits)
        ).one(),
        "joining": cohorts.link_token(cipher, cohort),
    }


def _links(session: Session, now: datetime) -> None:
    """A dead link, one that was there, and one that forbids; nobody is ever asked for them."""
    told = {
        OFFER: Link(why="status", status=404, gone_on=now.date(), dead_at=now),
        "stapler-herne-mit-deutsch": Link(there_at=now, status=200),
        "stapler-koeln-wochenende": Link(why="robots"),
    }
    for key, link in told.items():
        offer = offers.by_key(session, key)
        assert offer
        offer.link = f"https://kurse.beispiel.test/angebote/{key}?ansicht=ausfuehrlich"
        link.address, link.host, link.checked_at = offer.link, host_of(offer.link), now
        session.add(link)


def _shared(session: Session, cipher: Cipher, person: Person, now: datetime) -> str:
    for key in (OFFER, "stapler-herne-mit-deutsch"):
        offer = offers.by_key(session, key)
        assert offer
        saved.save(session, offer, person_id=person.id, token=None, now=now)
        session.flush()
    kept = lists.own(session, person_id=person.id, token=None, now=now)
    assert kept
    return saved.share(cipher, kept)


def _ended(session: Session, cipher: Cipher, mentor: Person, now: datetime) -> Case:
    content = Content("Tarek (Beispiel)", "0231 000001 (Beispiel)", "Ich suche einen Sprachkurs.")
    asking = Asking(
        content=content,
        whom=Whom.outside,
        postcode="44137",
        organisation=None,
        text_version="test",
        shows_search=False,
    )
    token = "a request that has ended"
    request = requests.ask(session, cipher, asking, token=token, now=now)
    case = requests.take(session, cipher, request, by=mentor, now=now)
    cases.end(session, case, Outcome.course_found, by=mentor, now=now)
    return case


def _tell_of_rule(session: Session, cipher: Cipher, case_id: int, now: datetime) -> None:
    """Let a rule have changed by which the case has next steps."""
    change = RuleChange(case_id=case_id, entry="a changed rule", at=now)
    session.add(change)
    session.flush()
    change.sealed = cipher.seal(b"bildungsscheck-nrw-2/1", change.about)
