"""Reads about people and organisations: rows, or small frozen values for other rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models import (
    ApiToken,
    BrowserSession,
    Deactivation,
    Erasure,
    Invitation,
    JoinQuestion,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationClosing,
    OrganisationKind,
    Outcome,
    Person,
    Role,
    SignIn,
    SignInEnding,
    Upload,
    UploadLine,
    fold_email,
    fold_name,
)
from mentorhub.accounts.models.signing_in import IDLE, LONGEST
from mentorhub.kit.crypto import token_hash
from mentorhub.kit.jobs import Job

PAGE_ROWS = 25
CHUNK = 500
LIKE_SIGNS = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


@dataclass(frozen=True)
class Member:
    """Somebody in an organisation, as other rooms need to know them."""

    person_id: int
    name: str
    organisation_id: int
    organisation: str
    postcode: str
    town: str


@dataclass(frozen=True)
class PeoplePage:
    """One page of people; ``total`` counts all that fit, pages count from 1."""

    rows: list[Person]
    total: int
    page: int


@dataclass(frozen=True)
class MemberPage:
    """One page of the members of an organisation; ``total`` counts all that fit."""

    rows: list[Membership]
    total: int
    page: int


@dataclass(frozen=True)
class OrganisationPage:
    """One page of organisations with the number of members of each."""

    rows: list[tuple[Organisation, int]]
    total: int
    page: int


def api_tokens(session: Session) -> list[ApiToken]:
    """Return the tokens of all programs, those that count first, then by name."""
    rows = session.scalars(select(ApiToken).order_by(ApiToken.name)).unique()
    return sorted(rows, key=lambda token: token.revocation is not None)


def open_api_token(session: Session, token: str) -> ApiToken | None:
    """Return the row of a token that counts, None for anything else."""
    found = session.scalar(select(ApiToken).where(ApiToken.token_hash == token_hash(token)))
    return found if found and not found.revocation else None


def person_by_id(session: Session, id_: int) -> Person | None:
    """Return the person if they may sign in."""
    found = session.get(Person, id_)
    return found if found and found.active else None


def upload_by_id(session: Session, id_: int) -> Upload | None:
    """Return an upload, None if it was thrown away."""
    return session.get(Upload, id_)


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this address, whatever its spelling."""
    return session.scalar(select(Person).where(Person.email == fold_email(email)))


def people_by_email(session: Session, emails: Iterable[str]) -> dict[str, Person]:
    """Return the people with these addresses, by address."""
    wanted = sorted({fold_email(email) for email in emails})
    found: dict[str, Person] = {}
    for begin in range(0, len(wanted), CHUNK):
        query = select(Person).where(Person.email.in_(wanted[begin : begin + CHUNK]))
        found |= {person.email: person for person in session.scalars(query).unique()}
    return found


def names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these people by id."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(set(ids))))
    return dict(rows.all())


def organisation_by_code(session: Session, code: str) -> Organisation | None:
    """Return the open company with this code, however it was typed."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    wanted = f"{plain[:4]}-{plain[4:]}"
    found = session.scalar(select(Organisation).where(Organisation.code == wanted))
    return found if found and found.is_open else None


def organisation_named(
    session: Session, kind: OrganisationKind, name: str, postcode: str
) -> Organisation | None:
    """Return the one organisation with this kind, name and postcode."""
    return session.scalar(
        select(Organisation).where(
            Organisation.kind == kind,
            Organisation.name == name,
            Organisation.postcode == postcode,
        )
    )


def members_with(session: Session, role: Role, organisation_id: int | None = None) -> list[Member]:
    """Return everybody who can sign in and has ``role`` in an open organisation, by name."""
    query = (
        select(Person, Organisation)
        .join(Membership, Membership.person_id == Person.id)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(MembershipRole.role == role, Person.password.is_not(None), ~_switched_off(), _open())
        .order_by(Person.sort_name, Person.id)
    )
    if organisation_id is not None:
        query = query.where(Organisation.id == organisation_id)
    return [
        Member(
            person_id=person.id,
            name=person.name,
            organisation_id=home.id,
            organisation=home.name,
            postcode=home.postcode,
            town=home.town,
        )
        for person, home in session.execute(query).unique()
    ]


def open_invitation(session: Session, token_hash: str, now: datetime) -> Invitation | None:
    """Return the invitation behind a link if it still opens: newest, in time, not used."""
    found = session.scalar(select(Invitation).where(Invitation.token_hash == token_hash))
    if found is None or found.acceptance or found.expires_at <= now or not found.person.active:
        return None
    return found if found.person.invitations[-1] is found else None


def waiting_people(session: Session, within: frozenset[int] | None) -> list[Person]:
    """Return who was invited (into one of these organisations) and has not come yet, by name."""
    query = _people("", None, None, within).where(Person.password.is_(None), ~_switched_off())
    return list(session.scalars(query.order_by(Person.sort_name, Person.id)).unique())


def questions_to(session: Session, person_id: int) -> list[JoinQuestion]:
    """Return what this person is asked and has not declined, longest first."""
    open_ones = select(JoinQuestion).where(
        JoinQuestion.person_id == person_id, JoinQuestion.declined_at.is_(None)
    )
    query = open_ones.options(joinedload(JoinQuestion.by)).order_by(JoinQuestion.id)
    return list(session.scalars(query).unique())


def questions_within(session: Session, within: frozenset[int] | None) -> list[JoinQuestion]:
    """Return who is asked to join these organisations (None: any), as the askers typed it."""
    query = select(JoinQuestion).order_by(JoinQuestion.name, JoinQuestion.id)
    if within is not None:
        query = query.where(JoinQuestion.organisation_id.in_(within))
    return list(session.scalars(query).unique())


def last_invitation(session: Session, person_id: int) -> Invitation | None:
    """Return the newest invitation of a person, None if there never was one."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.person_id == person_id)
        .order_by(Invitation.id.desc())
        .limit(1)
    )


def uploads_of(session: Session, person_id: int) -> list[Upload]:
    """Return the tables that a person uploaded and that are still kept, newest first."""
    query = select(Upload).where(Upload.by_id == person_id).order_by(Upload.id.desc())
    return list(session.scalars(query).unique())


def outcomes(session: Session, upload_id: int) -> dict[Outcome, int]:
    """Return how many lines of an upload did what, so far."""
    rows = session.execute(
        select(UploadLine.outcome, func.count())
        .where(UploadLine.upload_id == upload_id)
        .group_by(UploadLine.outcome)
    )
    return dict.fromkeys(Outcome, 0) | dict(rows.all())


def job(session: Session, job_id: int | None) -> Job | None:
    """Return a job, to show how far it is."""
    return session.get(Job, job_id) if job_id is not None else None


def notes_of(session: Session, token_hash: str, now: datetime) -> dict[str, Any] | None:
    """Return the passing notes of the browser with this token, None if there are none."""
    row = session.get(BrowserSession, token_hash)
    return dict(row.data) if row and row.expires_at > now else None


def open_sign_in(session: Session, token_hash: str, now: datetime) -> SignIn | None:
    """Return who is signed in with this token: not ended, in time, the account switched on."""
    found = session.scalar(
        select(SignIn).where(
            SignIn.token_hash == token_hash,
            SignIn.seen_at > now - IDLE,
            SignIn.started_at > now - LONGEST,
        )
    )
    return found if found and found.ending is None and found.person.active else None


def open_sign_ins(session: Session, person_id: int, now: datetime) -> list[SignIn]:
    """Return where the person is signed in, latest first."""
    ended = exists().where(SignInEnding.sign_in_id == SignIn.id)
    return list(
        session.scalars(
            select(SignIn)
            .where(
                SignIn.person_id == person_id,
                SignIn.seen_at > now - IDLE,
                SignIn.started_at > now - LONGEST,
                ~ended,
            )
            .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
        )
    )


def people_page(
    session: Session,
    *,
    search: str = "",
    role: Role | None = None,
    organisation_id: int | None = None,
    within: frozenset[int] | None = None,
    page: int = 1,
) -> PeoplePage:
    """Return people by name; ``within`` limits them to members of these organisations."""
    query = _people(search, role, organisation_id, within)
    total, page = _size(session, query, page)
    rows = session.scalars(
        query.order_by(Person.sort_name, Person.id).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    )
    return PeoplePage(list(rows.unique()), total, page)


def all_people(session: Session, within: frozenset[int] | None) -> list[Person]:
    """Return everybody of these organisations (None: of all), by name."""
    query = _people("", None, None, within).order_by(Person.sort_name, Person.id)
    return list(session.scalars(query).unique())


def organisations_page(
    session: Session,
    *,
    search: str = "",
    kind: OrganisationKind | None = None,
    within: frozenset[int] | None = None,
    page: int = 1,
) -> OrganisationPage:
    """Return organisations by name; ``within`` limits them to these ids."""
    query = _organisations(session, search, kind, within)
    total, page = _size(session, query, page)
    found = list(
        session.scalars(
            query.order_by(Organisation.sort_name, Organisation.id)
            .limit(PAGE_ROWS)
            .offset((page - 1) * PAGE_ROWS)
        ).unique()
    )
    counts = _member_counts(session, [each.id for each in found])
    return OrganisationPage([(each, counts.get(each.id, 0)) for each in found], total, page)


def all_organisations(session: Session, within: frozenset[int] | None) -> list[Organisation]:
    """Return these organisations (None: all), by name."""
    query = _organisations(session, "", None, within)
    return list(session.scalars(query.order_by(Organisation.sort_name, Organisation.id)).unique())


def members_page(
    session: Session, organisation_id: int, *, search: str = "", page: int = 1
) -> MemberPage:
    """Return the memberships of one organisation by the name of the person."""
    query = (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id == organisation_id, *_named(search))
    )
    total, page = _size(session, query, page)
    rows = session.scalars(
        query.order_by(Person.sort_name, Person.id).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    )
    return MemberPage(list(rows.unique()), total, page)


def count_holders(session: Session, role: Role) -> int:
    """Return how many people who can sign in have ``role`` in an open organisation."""
    return len({each.person_id for each in members_with(session, role)})


def _people(
    search: str,
    role: Role | None,
    organisation_id: int | None,
    within: frozenset[int] | None,
) -> Select[Person]:
    query = select(Person).where(~exists().where(Erasure.person_id == Person.id), *_named(search))
    if role is None and organisation_id is None and within is None:
        return query
    belongs = exists().where(Membership.person_id == Person.id)
    if within is not None:
        belongs = belongs.where(Membership.organisation_id.in_(within))
    if organisation_id is not None:
        belongs = belongs.where(Membership.organisation_id == organisation_id)
    if role is not None:
        belongs = belongs.where(
            MembershipRole.membership_id == Membership.id, MembershipRole.role == role
        )
    return query.where(belongs)


def _named(search: str) -> list[ColumnElement[bool]]:
    """Return what must hold of a person who is called so, or has such an address."""
    return [
        Person.sort_name.like(_needle(fold_name(word)), escape="\\")
        | Person.email.like(_needle(fold_email(word)), escape="\\")
        for word in search.split()
    ]


def _organisations(
    session: Session,
    search: str,
    kind: OrganisationKind | None,
    within: frozenset[int] | None,
) -> Select[Organisation]:
    query = select(Organisation)
    for word in search.split():
        needle = _needle(fold_name(word))
        query = query.where(
            Organisation.sort_name.like(needle, escape="\\")
            | Organisation.town.in_(_towns(session, word))
            | Organisation.postcode.like(f"{word.translate(LIKE_SIGNS)}%", escape="\\")
        )
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    if within is not None:
        query = query.where(Organisation.id.in_(within))
    return query


def _towns(session: Session, word: str) -> list[str]:
    """Return the towns with this in their names; SQLite by itself folds the letters A to Z only."""
    towns = session.scalars(select(Organisation.town).distinct())
    return [town for town in towns if fold_name(word) in fold_name(town)]


def _size(
    session: Session,
    query: Select[Person] | Select[Organisation] | Select[Membership],
    page: int,
) -> tuple[int, int]:
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    last = max(1, -(-total // PAGE_ROWS))
    return total, min(max(1, page), last)


def _member_counts(session: Session, ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(Membership.organisation_id, func.count())
        .where(Membership.organisation_id.in_(ids))
        .group_by(Membership.organisation_id)
    )
    return dict(rows.all())


def _needle(word: str) -> str:
    return f"%{word.translate(LIKE_SIGNS)}%"


def _open() -> ColumnElement[bool]:
    return ~exists().where(OrganisationClosing.organisation_id == Organisation.id)


def _switched_off() -> ColumnElement[bool]:
    return exists().where(Deactivation.person_id == Person.id) | exists().where(
        Erasure.person_id == Person.id
    )
