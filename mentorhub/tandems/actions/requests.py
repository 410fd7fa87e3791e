"""Asking for a conversation, reaching a desk, taking a request."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Organisation, Person, Role
from mentorhub.accounts.queries import members_with
from mentorhub.kit import mail
from mentorhub.kit.crypto import Cipher, token_hash
from mentorhub.kit.errors import HouseError, Missing, Refused
from mentorhub.tandems.actions import holding
from mentorhub.tandems.content import Content
from mentorhub.tandems.models import (
    Case,
    Consent,
    ConversationRequest,
    Deed,
    RequestDesk,
    RequestErasure,
    RequestReminder,
    Taking,
    Whom,
    new_reference,
)
from mentorhub.tandems.policy import AlreadyTaken
from mentorhub.tandems.queries import desks, requests
from mentorhub.tandems.queries.opening import content_of

REMIND_AFTER = timedelta(days=3)
REFERENCE_TRIES = 3


class NobodyInside(Refused):
    """The company has no mentor at the moment; the person may choose somebody from outside."""


class NotReadable(HouseError):
    """What the person wrote cannot be opened, so there is nothing to take."""


@dataclass(frozen=True)
class Asking:
    """What a person sends.

    ``organisation`` is the company concerned, None if the person did not name it.
    ``text_version`` names the words of the consent, ``shows_search`` is the second consent.
    """

    content: Content
    whom: Whom
    postcode: str
    organisation: Organisation | None
    text_version: str
    shows_search: bool

    @property
    def said(self) -> str:
        """All of it as one text; equal only for what is equal."""
        company = self.organisation.id if self.organisation else None
        told = self.content.packed().decode()
        return json.dumps(
            [told, self.whom, self.postcode, company, self.text_version, self.shows_search]
        )


def ask(
    session: Session, cipher: Cipher, asking: Asking, *, token: str, now: datetime
) -> ConversationRequest:
    """Keep the request, bring it to a desk and write to its mentors.

    ``token`` opens the person's private link; with the same one twice it is one request.
    What was searched and saved is dropped unless the person agreed to show it.

    Raises:
        NobodyInside: somebody inside is wanted, and the company has no mentor.
    """
    known = requests.by_token(session, token)
    if known is not None:
        return known
    if asking.whom is Whom.inside and not _desks_for(session, asking):
        raise NobodyInside
    request, is_new = _insert(session, asking, token, now)
    if not is_new:
        return request
    content = asking.content if asking.shows_search else asking.content.without_search()
    request.sealed = cipher.seal(content.packed(), request.about)
    request.consent = Consent(
        text_version=asking.text_version, shows_search=asking.shows_search, at=now
    )
    if not route(session, request, now=now):
        _tell_coordinators(session, now)
    return request


def route(
    session: Session, request: ConversationRequest, *, now: datetime, but: int | None = None
) -> bool:
    """Bring a request to the desks that are right at present and write to their mentors.

    Returns whether anybody is there. The mail holds nothing of the request; ``but`` is the id of
    a mentor who knows already.
    """
    chosen = desks.choose(
        session,
        whom=request.whom,
        postcode=request.postcode,
        organisation=request.organisation,
    )
    request.desks = [each for each in request.desks if each.organisation_id in chosen]
    there = {each.organisation_id for each in request.desks}
    request.desks.extend(RequestDesk(organisation_id=id_, at=now) for id_ in sorted(chosen - there))
    session.flush()
    mentors = [each.person_id for each in desks.mentors_for(session, request)]
    _write_to(session, {*mentors} - {but}, "tandems/mail/asked", now)
    return bool(mentors)


def choose_outside(session: Session, request: ConversationRequest, *, now: datetime) -> None:
    """Send a request that nobody inside has taken to somebody from outside instead.

    Raises:
        AlreadyTaken: somebody inside was faster.
        Missing: it was erased.
    """
    lock(session, request)
    if request.taking:
        raise AlreadyTaken(request)
    if request.whom is Whom.outside:
        return
    request.whom = Whom.outside
    if not route(session, request, now=now):
        _tell_coordinators(session, now)


def take(
    session: Session,
    cipher: Cipher,
    request: ConversationRequest,
    *,
    by: Person,
    now: datetime,
) -> Case:
    """Make the request this mentor's case; what was written moves to the case.

    A case that was given back goes on where it was.

    Raises:
        AlreadyTaken: somebody was faster.
        Missing: the person withdrew it in this very moment.
        Denied: the mentor may not hold cases of this company.
        NotReadable: what the person wrote cannot be opened.
    """
    lock(session, request)
    if request.taking:
        raise AlreadyTaken(request)
    _mark_taken(session, request, by, now)
    case = request.case or _open_case(session, cipher, request, now)
    holding.begin(session, case, by, now)
    holding.note(session, case, Deed.taken, by=by.id, at=now)
    session.flush()
    return case


def remind(session: Session, *, now: datetime) -> int:
    """Write to the desks where somebody has waited for three days; returns how many waited.

    Where a desk has nobody, the coordinators are told instead.
    """
    late = session.scalars(
        _all_waiting().where(
            ConversationRequest.waits_since <= now - REMIND_AFTER,
            ~exists().where(RequestReminder.request_id == ConversationRequest.id),
        )
    ).unique()
    mentors: set[int] = set()
    count = nobody = 0
    for request in late:
        count += 1
        present = {each.person_id for each in desks.mentors_for(session, request)}
        nobody += not present
        mentors |= present
        request.reminder = RequestReminder(at=now)
    _write_to(session, sorted(mentors), "tandems/mail/reminder", now)
    if nobody:
        _tell_coordinators(session, now)
    return count


def find_desks(session: Session, *, now: datetime) -> int:
    """Bring waiting requests whose desk has nobody to another; returns how many found one."""
    found = 0
    for request in session.scalars(_all_waiting()).unique():
        if not desks.mentors_for(session, request):
            found += route(session, request, now=now)
    return found


def lock(session: Session, request: ConversationRequest) -> None:
    """Let nobody else change this request until the end of the transaction, and read it anew.

    Raises:
        Missing: it was erased.
    """
    session.execute(
        select(ConversationRequest.id).where(ConversationRequest.id == request.id).with_for_update()
    )
    session.refresh(request, ["sealed", "whom", "taking", "erasure", "case"])
    if request.erasure:
        raise Missing(request.reference)


def _all_waiting() -> Select[ConversationRequest]:
    return (
        select(ConversationRequest)
        .where(
            ~exists().where(Taking.request_id == ConversationRequest.id),
            ~exists().where(RequestErasure.request_id == ConversationRequest.id),
        )
        .order_by(ConversationRequest.id)
    )


def _desks_for(session: Session, asking: Asking) -> frozenset[int]:
    return desks.choose(
        session, whom=asking.whom, postcode=asking.postcode, organisation=asking.organisation
    )


def _insert(
    session: Session, asking: Asking, token: str, now: datetime
) -> tuple[ConversationRequest, bool]:
    """Add the row, or return the one that a second sending has added in the meantime."""
    for _ in range(REFERENCE_TRIES):
        request = ConversationRequest(
            token_hash=token_hash(token),
            reference=new_reference(),
            whom=asking.whom,
            postcode=asking.postcode,
            organisation_id=asking.organisation.id if asking.organisation else None,
            at=now,
            waits_since=now,
        )
        try:
            with session.begin_nested():
                session.add(request)
            return request, True
        except IntegrityError:
            known = requests.by_token(session, token)
            if known is not None:
                return known, False
    raise Refused("no free reference")


def _mark_taken(session: Session, request: ConversationRequest, by: Person, now: datetime) -> None:
    try:
        with session.begin_nested():
            session.add(Taking(request_id=request.id, by_id=by.id, at=now))
    except IntegrityError:
        session.refresh(request, ["taking"])
        raise AlreadyTaken(request) from None
    session.refresh(request, ["taking"])


def _open_case(
    session: Session, cipher: Cipher, request: ConversationRequest, now: datetime
) -> Case:
    content = content_of(cipher, request)
    if content is None:
        raise NotReadable(request.reference)
    case = Case(request=request, organisation_id=request.organisation_id, opened_at=now)
    session.add(case)
    session.flush()
    case.sealed = cipher.seal(content.packed(), case.about)
    request.sealed = None
    return case


def _write_to(session: Session, ids: Iterable[int | None], template: str, now: datetime) -> None:
    people = session.scalars(select(Person).where(Person.id.in_(set(ids))).order_by(Person.id))
    for person in people.unique():
        mail.queue(
            session, person.email, template, {"name": person.name}, at=now, locale=person.locale
        )


def _tell_coordinators(session: Session, now: datetime) -> None:
    coordinators = [each.person_id for each in members_with(session, Role.coordinator)]
    _write_to(session, coordinators, "tandems/mail/nobody", now)
