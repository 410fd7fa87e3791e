"""Who may see and keep which offers: visitors what is current, editors everything.

A door takes the person who knocks (None for a visitor) and gives the thing, or raises
``NotSignedIn``, ``Denied`` or ``Missing``.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person, Role
from mentorhub.accounts.policy import programme_admin, with_role
from mentorhub.kit.errors import Missing
from mentorhub.recommend.models import (
    EditorWord,
    FundingVersion,
    JudgedQuery,
    Link,
    Offer,
    OfferImport,
    OfferUpload,
    OfferVersion,
    QualityRun,
    SavedList,
    Source,
    SourceFetch,
    WordTrial,
    WordVersion,
)
from mentorhub.recommend.offer_record import FOREIGN_KEY
from mentorhub.recommend.queries import content, funding, imports, links, quality, sources, words
from mentorhub.recommend.queries import offers as catalogue
from mentorhub.recommend.queries import saved as lists
from mentorhub.recommend.sources import door

Found = TypeVar("Found")

EDITORS = (Role.editor, Role.programme_admin)


class NoLongerOffered(Missing):
    """The offer was withdrawn or all its dates have passed; ``offer`` is what it was."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(offer.key)
        self.offer = offer


def can_edit_offers(person: Person | None) -> bool:
    """Return whether this person looks after the catalogue."""
    return person is not None and bool(person.held_roles & frozenset(EDITORS))


def editor(person: Person | None) -> Person:
    """Return the signed-in person who looks after the catalogue.

    Raises:
        NotSignedIn: nobody is signed in.
        Denied: somebody else is.
    """
    return with_role(person, *EDITORS)


def offer_to_see(session: Session, person: Person | None, key: str, today: date) -> Offer:
    """Return an offer that can be taken today; editors see every offer.

    Raises:
        Missing: there never was one of this key.
        NoLongerOffered: there was one, and the person is no editor.
    """
    offer = catalogue.by_key(session, key) if FOREIGN_KEY.fullmatch(key) else None
    if offer is None:
        raise Missing(key)
    if not offer.is_current(today) and not can_edit_offers(person):
        raise NoLongerOffered(offer)
    return offer


def offer_to_save(session: Session, key: str, today: date) -> Offer:
    """Return an offer that can be put on a list.

    Raises:
        Missing, NoLongerOffered: as for ``public_offer``.
    """
    return public_offer(session, key, today)


def public_offer(session: Session, key: str, today: date) -> Offer:
    """Return an offer as everybody may have it: a current one.

    Raises:
        Missing: there is none of this key, or it is an instrument of ours.
        NoLongerOffered: it cannot be taken any more.
    """
    if key in content.instrument_ids(session):
        raise Missing(key)
    return offer_to_see(session, None, key, today)


def public_courses(session: Session, keys: Iterable[str], today: date) -> dict[str, Offer]:
    """Return the courses of these keys as ``public_offer`` does; any other key is left out."""
    ours = content.instrument_ids(session)
    fine = [key for key in keys if FOREIGN_KEY.fullmatch(key) and key not in ours]
    found = catalogue.by_keys(session, fine)
    return {
        key: one for key, one in found.items() if one.kind == "course" and one.is_current(today)
    }


def offer_to_edit(session: Session, person: Person | None, key: str) -> Offer:
    """Return any offer, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this key.
    """
    editor(person)
    return _there(catalogue.by_key(session, key), key)


def import_to_see(session: Session, person: Person | None, import_id: int) -> OfferImport:
    """Return one import run, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number.
    """
    editor(person)
    return _there(imports.import_by_id(session, import_id), import_id)


def upload_to_see(session: Session, person: Person | None, upload_id: int) -> OfferUpload:
    """Return a file that waits for its import, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number, or not any more.
    """
    editor(person)
    return _there(imports.upload_by_id(session, upload_id), upload_id)


def upload_to_translate(session: Session, person: Person | None, upload_id: int) -> OfferUpload:
    """Return a file whose columns may still get a meaning, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number, its format has no columns, or its import has begun.
    """
    found = upload_to_see(session, person, upload_id)
    if found.import_id is not None or not door.FORMATS[found.format].has_columns:
        raise Missing(str(upload_id))
    return found


def source_to_see(session: Session, person: Person | None, source_id: int) -> Source:
    """Return a source that is fetched by itself, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number.
    """
    editor(person)
    return _there(sources.by_id(session, source_id), source_id)


def fetch_to_see(session: Session, person: Person | None, fetch_id: int) -> SourceFetch:
    """Return one fetch of a source, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number, or not any more.
    """
    editor(person)
    return _there(sources.fetch_by_id(session, fetch_id), fetch_id)


def link_to_see(session: Session, person: Person | None, link_id: int) -> Link:
    """Return a page that offers lead to, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number, or not any more.
    """
    editor(person)
    return _there(links.by_id(session, link_id), link_id)


def can_keep_sources(person: Person | None) -> bool:
    """Return whether this person decides which addresses are asked."""
    return person is not None and Role.programme_admin in person.held_roles


def source_keeper(person: Person | None) -> Person:
    """Return the signed-in person who decides which addresses are asked.

    Raises:
        NotSignedIn: nobody is signed in.
        Denied: somebody else is, editors too.
    """
    return programme_admin(person)


def source_to_keep(session: Session, person: Person | None, source_id: int) -> Source:
    """Return a source to be changed or removed.

    Raises:
        NotSignedIn, Denied: visitors, everybody but programme admins.
        Missing: there is none of this number.
    """
    source_keeper(person)
    return _there(sources.by_id(session, source_id), source_id)


def judged_to_edit(session: Session, person: Person | None, judged_id: int) -> JudgedQuery:
    """Return one judged query, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number, or not any more.
    """
    editor(person)
    return _there(quality.judged_by_id(session, judged_id), judged_id)


def run_to_see(session: Session, person: Person | None, run_id: int) -> QualityRun:
    """Return one measurement, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number, or not any more.
    """
    editor(person)
    return _there(quality.run_by_id(session, run_id), run_id)


def word_to_edit(session: Session, person: Person | None, word_id: int) -> EditorWord:
    """Return one entry of the editors' words, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number.
    """
    editor(person)
    return _there(words.word_by_id(session, word_id), word_id)


def word_version_to_try(
    session: Session, person: Person | None, version_id: int
) -> tuple[EditorWord, WordVersion]:
    """Return an earlier version and its entry, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number.
    """
    editor(person)
    version = _there(words.version_by_id(session, version_id), version_id)
    return _there(words.word_by_id(session, version.word_id), version_id), version


def trial_to_see(session: Session, person: Person | None, trial_id: int) -> WordTrial:
    """Return a trial of the editors' words, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number, or not any more.
    """
    editor(person)
    return _there(words.trial_by_id(session, trial_id), trial_id)


def rule_to_see(
    session: Session, person: Person | None, instrument_id: str
) -> Sequence[FundingVersion]:
    """Return the versions of a rule, the newest first, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there never was one of this id.
    """
    editor(person)
    return _there(funding.history(session, instrument_id) or None, instrument_id)


def version_to_restore(
    session: Session, person: Person | None, version_id: int
) -> tuple[Offer, OfferVersion]:
    """Return an earlier version and its offer, for those who look after the catalogue.

    Raises:
        NotSignedIn, Denied: visitors, everybody else.
        Missing: there is none of this number.
    """
    editor(person)
    return _there(catalogue.version_with_offer(session, version_id), version_id)


def _there(found: Found | None, named: int | str) -> Found:
    if found is None:
        raise Missing(str(named))
    return found


def own_list(
    session: Session, person: Person | None, token: str | None, *, now: datetime
) -> SavedList | None:
    """Return the list of the person, or of the visitor who holds the token; None without one.

    Whoever is signed in never gets a visitor's list, whatever token the browser sends.
    """
    return lists.own(session, person_id=person.id if person else None, token=token, now=now)


def own_list_to_change(
    session: Session, person: Person | None, token: str | None, *, now: datetime
) -> SavedList:
    """Return the asker's own list.

    Raises:
        Missing: there is none, or it has run out.
    """
    kept = own_list(session, person, token, now=now)
    if kept is None:
        raise Missing
    return kept


def own_saved_offer(kept: SavedList, key: str) -> Offer:
    """Return an offer that stands on this list, current or not.

    Raises:
        Missing: it is not on it.
    """
    found = next((entry.offer for entry in kept.offers if entry.offer.key == key), None)
    if found is None:
        raise Missing(key)
    return found


def shared_list(session: Session, token: str, *, now: datetime) -> SavedList:
    """Return the list that its owner shares under this link; whoever has the link may read it.

    Raises:
        Missing: no list is shared under it, or not any more.
    """
    kept = lists.shared(session, token, now=now)
    if kept is None:
        raise Missing
    return kept
