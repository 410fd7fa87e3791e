"""Taking over tables of people and organisations: first a dry run, then the deed, line by line.

Both walk through the same lines with the same rules; the dry run only leaves the writing out. A
table can be taken over again: what is there already stays as it is.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, cast

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts import addresses, tables
from mentorhub.accounts.actions import memberships, organisations, people
from mentorhub.accounts.actions.organisations import Facts
from mentorhub.accounts.actions.people import Newcomer
from mentorhub.accounts.models import (
    Membership,
    Organisation,
    OrganisationKind,
    Outcome,
    Person,
    Role,
    Upload,
    UploadLine,
    UploadTaking,
    fold_name,
)
from mentorhub.accounts.queries import (
    all_organisations,
    all_people,
    outcomes,
    people_by_email,
)
from mentorhub.accounts.tables import Columns, Row
from mentorhub.kit import audit, jobs
from mentorhub.kit.errors import Refused
from mentorhub.kit.jobs import Job

TAKE_OVER = "accounts.take_over"
LONGEST_NAME = 200
LARGEST_HEADCOUNT = 1_000_000
POSTCODE_DIGITS = 5
YES = frozenset({"ja", "j", "x", "yes", "y", "1", "true", "wahr"})
NO = frozenset({"", "nein", "n", "no", "0", "false", "falsch"})

KINDS = {
    OrganisationKind.company: ("Unternehmen", "Betrieb", "Firma"),
    OrganisationKind.association: ("Verband", "Arbeitgeberverband"),
    OrganisationKind.chamber: ("Kammer",),
    OrganisationKind.provider: ("Bildungsträger", "Träger", "Anbieter"),
    OrganisationKind.agency: ("Agentur für Arbeit", "Agentur", "Jobcenter"),
    OrganisationKind.union: ("Gewerkschaft",),
    OrganisationKind.coordination_office: ("Koordinierungsstelle",),
}
ROLES = {
    Role.employee: ("Beschäftigte", "Beschäftigter", "Mitarbeitende"),
    Role.in_company_mentor: ("innerbetrieblich", "Mentor im Betrieb", "Mentorin im Betrieb"),
    Role.inter_company_mentor: ("überbetrieblich", "Mentor von außen", "Mentorin von außen"),
    Role.company_representative: ("Unternehmensvertretung", "Vertretung"),
    Role.coordinator: ("Koordination",),
    Role.seal_reviewer: ("Siegelprüfung", "Prüfung"),
    Role.committee: ("Vergabeausschuss", "Ausschuss"),
    Role.editor: ("Redaktion",),
    Role.researcher: ("Begleitforschung", "Forschung"),
    Role.programme_admin: ("Programmleitung", "Administration"),
}


class Table(StrEnum):
    """What a table holds."""

    organisations = "organisations"
    people = "people"


COLUMNS = {
    Table.organisations: Columns(
        {
            "kind": ("art",),
            "name": ("organisation",),
            "headcount": ("beschäftigte", "beschaeftigte", "größe", "groesse"),
            "sector": ("branche",),
            "postcode": ("plz", "postleitzahl"),
            "town": ("ort", "stadt"),
        },
        needed=("kind", "name"),
    ),
    Table.people: Columns(
        {
            "email": ("e-mail", "mail", "e-mail-adresse"),
            "name": ("vor- und nachname",),
            "organisation": ("unternehmen", "betrieb", "einrichtung"),
            "postcode": ("plz", "postleitzahl"),
            "roles": ("rollen", "rolle", "role"),
            "responsible": ("personalverantwortung",),
        },
        needed=("email", "name", "organisation"),
    ),
}


class Fault(StrEnum):
    """What is wrong with a cell, or why it was not taken."""

    missing = "missing"
    too_long = "too_long"
    no_kind = "no_kind"
    no_number = "no_number"
    no_postcode = "no_postcode"
    no_address = "no_address"
    no_role = "no_role"
    no_yes_or_no = "no_yes_or_no"
    unknown_organisation = "unknown_organisation"
    several_organisations = "several_organisations"
    switched_off = "switched_off"
    role_without_home = "role_without_home"
    must_be_apart = "must_be_apart"
    twice = "twice"
    wrong_cells = "wrong_cells"
    name_kept = "name_kept"
    changed_meanwhile = "changed_meanwhile"


class BadCell(ValueError):
    """A cell cannot be used."""

    def __init__(self, column: str, fault: Fault) -> None:
        super().__init__(fault.value)
        self.column = column
        self.fault = fault


class AlreadyOrdered(Refused):
    """Somebody said yes to this upload before."""


class StillRunning(Refused):
    """The worker is taking it over."""


@dataclass(frozen=True)
class Verdict:
    """What a line does; ``column`` and ``fault`` name a cell that is not taken although."""

    outcome: Outcome
    column: str = ""
    fault: Fault | None = None


@dataclass(frozen=True)
class Line:
    """What became of one line of the file; ``column`` and ``fault`` if a cell was not taken."""

    number: int
    about: str
    outcome: Outcome
    column: str = ""
    fault: Fault | None = None


@dataclass(frozen=True)
class Report:
    """All lines of a table in order."""

    lines: list[Line]

    def count(self, outcome: Outcome) -> int:
        """Return how many lines have this outcome."""
        return sum(line.outcome == outcome for line in self.lines)


@dataclass(frozen=True)
class Hand:
    """Who takes a table over, when, and where links in mails lead.

    ``writes`` False is a dry run.
    """

    by: Person | None
    now: datetime
    base_url: str
    writes: bool = True
    sends_mail: bool = True


def keep(
    session: Session, kind: Table, name: str, data: bytes, *, by: Person, now: datetime
) -> Upload:
    """Keep an uploaded table between the dry run and the deed, for a day.

    Raises:
        NotATable: it cannot be read at all.
    """
    text = tables.decode(data)
    tables.read(text, COLUMNS[kind])
    kept = Upload(kind=kind.value, name=name[:LONGEST_NAME], text=text, by_id=by.id, at=now)
    session.add(kept)
    session.flush()
    return kept


def walk(session: Session, kind: Table, text: str, hand: Hand) -> Report:
    """Go through a table and return what each line does, or would do in a dry run.

    Raises:
        NotATable: it cannot be read at all.
    """
    return walk_rows(session, kind, tables.read(text, COLUMNS[kind]), hand, set())


def walk_rows(
    session: Session, kind: Table, rows: list[Row], hand: Hand, seen: set[Hashable]
) -> Report:
    """Go through some rows of a table; ``seen`` remembers what earlier rows spoke of."""
    walker = _WALKERS[kind](session, hand, rows, seen)
    return Report([_line(walker, row) for row in rows])


def order(
    session: Session, upload: Upload, *, by: Person, sends_mail: bool, base_url: str, now: datetime
) -> None:
    """Say yes to an upload: the worker takes it over.

    Raises:
        AlreadyOrdered: somebody said yes before.
    """
    if upload.taking:
        raise AlreadyOrdered
    taking = UploadTaking(upload_id=upload.id, by_id=by.id, at=now, sends_mail=sends_mail)
    try:
        with session.begin_nested():
            session.add(taking)
    except IntegrityError as problem:
        raise AlreadyOrdered from problem
    payload = {"upload_id": upload.id, "base_url": base_url}
    job = jobs.enqueue(session, TAKE_OVER, payload, at=now, by=by.id)
    session.flush()
    taking.job_id = job.id if job else None


def take_lines(
    session: Session, upload: Upload, rows: list[Row], hand: Hand, seen: set[Hashable]
) -> None:
    """Take some lines over and write down beside each what it did.

    Lines that an earlier, broken run has taken over only say what they speak of.
    """
    numbers = [row.number for row in rows]
    done = set(
        session.scalars(
            select(UploadLine.number).where(
                UploadLine.upload_id == upload.id, UploadLine.number.in_(numbers)
            )
        )
    )
    kind = Table(upload.kind)
    before = [row for row in rows if row.number in done]
    walk_rows(session, kind, before, replace(hand, writes=False), seen)
    report = walk_rows(session, kind, [row for row in rows if row.number not in done], hand, seen)
    session.add_all(
        UploadLine(
            upload_id=upload.id,
            number=line.number,
            outcome=line.outcome,
            column=line.column,
            fault=line.fault.value if line.fault else None,
        )
        for line in report.lines
    )
    session.flush()


def discard(session: Session, upload: Upload) -> None:
    """Throw an upload away with everything that it holds.

    Raises:
        StillRunning: the worker is taking it over.
    """
    job = session.get(Job, upload.taking.job_id or 0) if upload.taking else None
    if job and not job.ending:
        raise StillRunning
    session.delete(upload)
    session.flush()


def finish(session: Session, upload_id: int, *, now: datetime) -> None:
    """Note that an upload is taken over and drop its text, for it holds names and addresses."""
    upload = session.get_one(Upload, upload_id)
    taking = session.get_one(UploadTaking, upload_id)
    upload.text = ""
    counts = {each.value: count for each, count in outcomes(session, upload_id).items()}
    deed = f"{upload.kind}.imported"
    audit.note(session, deed, f"upload:{upload_id}", by=taking.by_id, at=now, **counts)


def _line(walker: "_Walker", row: Row) -> Line:
    """Return what a line does; whatever it fails at is undone and remains its own matter."""
    try:
        verdict = walker.judge(row)
    except BadCell as bad:
        verdict = Verdict(Outcome.bad, bad.column, bad.fault)
    except Refused:
        verdict = Verdict(Outcome.bad, "", Fault.changed_meanwhile)
    return Line(row.number, walker.about(row), verdict.outcome, verdict.column, verdict.fault)


@dataclass
class _Walker(ABC):
    """Takes rows one by one and remembers what earlier ones said."""

    session: Session
    hand: Hand
    rows: list[Row]
    seen: set[Hashable]

    about_columns: ClassVar[Sequence[str]] = ("name",)

    def __post_init__(self) -> None:
        self.look_up()

    @abstractmethod
    def look_up(self) -> None:
        """Look up what the rows are compared with."""

    def about(self, row: Row) -> str:
        told = (row.cell(column) for column in self.about_columns)
        return ", ".join(cell for cell in told if cell)[: tables.LONGEST_CELL]

    def judge(self, row: Row) -> Verdict:
        if not row.fits:
            raise BadCell("", Fault.wrong_cells)
        if not self.hand.writes:
            return self.take(row)
        with self.session.begin_nested():
            return self.take(row)

    @abstractmethod
    def take(self, row: Row) -> Verdict:
        """Do what a row says, or tell what it would do."""


class _Organisations(_Walker):
    def look_up(self) -> None:
        self.known = {
            (each.kind, each.name, each.postcode): each
            for each in all_organisations(self.session, None)
        }
        self.postcodes: dict[tuple[OrganisationKind, str], set[str]] = {}
        spoken_of = cast(set[tuple[OrganisationKind, str, str]], self.seen)
        for kind, name, postcode in (*self.known, *spoken_of):
            self.postcodes.setdefault((kind, name), set()).add(postcode)

    def take(self, row: Row) -> Verdict:
        kind, facts = _kind(row), _facts(row)
        key = (kind, facts.name, self._known_postcode(kind, facts))
        if key in self.seen:
            raise BadCell("name", Fault.twice)
        self._remember(key, facts.postcode)
        there = self.known.get(key)
        by_id = self.hand.by.id if self.hand.by else None
        if there is None:
            if self.hand.writes:
                organisations.found(self.session, kind, facts, by=by_id, now=self.hand.now)
            return Verdict(Outcome.new)
        merged = _merged(there, facts)
        if merged == _facts_of(there):
            return Verdict(Outcome.same)
        if self.hand.writes:
            organisations.change(self.session, there, merged, by=by_id, now=self.hand.now)
        return Verdict(Outcome.changed)

    def _known_postcode(self, kind: OrganisationKind, facts: Facts) -> str:
        """Return under which postcode the organisation of a line is known, if it is.

        A line without postcode means the only one of its name, and a line with one tells the
        postcode of the only one, if that was not known.
        """
        there = self.postcodes.get((kind, facts.name), set())
        if facts.postcode in there or not there:
            return facts.postcode
        if facts.postcode:
            return "" if there == {""} else facts.postcode
        if len(there) > 1:
            raise BadCell("postcode", Fault.several_organisations)
        return next(iter(there))

    def _remember(self, key: tuple[OrganisationKind, str, str], postcode: str) -> None:
        kind, name, known = key
        codes = {known, postcode} if postcode else {known}
        self.seen.update((kind, name, code) for code in codes)
        self.postcodes.setdefault((kind, name), set()).update(codes)


class _People(_Walker):
    about_columns = ("name", "email")

    def look_up(self) -> None:
        self.homes: dict[str, list[Organisation]] = {}
        for home in all_organisations(self.session, None):
            self.homes.setdefault(fold_name(home.name), []).append(home)
        spelled = (addresses.key(row.cell("email")) for row in self.rows)
        self.known = people_by_email(self.session, spelled)
        self.announced = set(self.known)

    def take(self, row: Row) -> Verdict:
        newcomer = self._newcomer(row)
        person = self.known.get(newcomer.email)
        if person and not person.active:
            raise BadCell("email", Fault.switched_off)
        home = None if person and _names_no_home(row) else self._home(row)
        if (newcomer.email, home and home.id) in self.seen:
            raise BadCell("email", Fault.twice)
        self.seen.add((newcomer.email, home and home.id))
        outcome = self._placed(newcomer, person, home) if home else Outcome.same
        return self._named(newcomer, person, outcome)

    def _placed(self, newcomer: Newcomer, person: Person | None, home: Organisation) -> Outcome:
        """Let the person belong there in these roles and return whether that is new."""
        there = _membership(person, home)
        roles = newcomer.roles | (there.role_set if there else frozenset())
        is_responsible = newcomer.is_responsible or bool(there and there.responsibility)
        _check_roles(home, roles, is_responsible=is_responsible)
        if there is None:
            outcome = Outcome.changed if newcomer.email in self.announced else Outcome.new
            self.announced.add(newcomer.email)
            self._bring(newcomer, home)
            return outcome
        if roles == there.role_set and is_responsible == bool(there.responsibility):
            return Outcome.same
        if self.hand.writes:
            memberships.set_roles(
                self.session,
                there,
                roles,
                is_responsible=is_responsible,
                by=self.hand.by,
                now=self.hand.now,
            )
        return Outcome.changed

    def _named(self, newcomer: Newcomer, person: Person | None, outcome: Outcome) -> Verdict:
        """Correct the name of somebody who has not come; whoever has an account chose their own."""
        if person is None or newcomer.name in ("", person.name):
            return Verdict(outcome)
        if not person.is_invited:
            return Verdict(outcome, "name", Fault.name_kept)
        if self.hand.writes:
            people.change_name(
                self.session, person, newcomer.name, by=self.hand.by, now=self.hand.now
            )
        return Verdict(Outcome.changed)

    def _bring(self, newcomer: Newcomer, home: Organisation) -> None:
        if not self.hand.writes:
            return
        self.known[newcomer.email] = people.welcome(
            self.session,
            home,
            newcomer,
            by=self.hand.by,
            now=self.hand.now,
            base_url=self.hand.base_url,
        )

    def _newcomer(self, row: Row) -> Newcomer:
        try:
            email = addresses.clean(row.cell("email"))
        except addresses.NoAddress as problem:
            raise BadCell("email", Fault.no_address) from problem
        return Newcomer(
            email=email,
            name=_text(row, "name", needed=email not in self.announced),
            roles=_roles(row),
            is_responsible=_yes(row, "responsible"),
            gets_mail=self.hand.sends_mail,
        )

    def _home(self, row: Row) -> Organisation:
        wanted = fold_name(_text(row, "organisation", needed=True))
        found = self.homes.get(wanted, [])
        postcode = _postcode(row)
        if postcode:
            found = [home for home in found if home.postcode == postcode]
        if not found:
            raise BadCell("organisation", Fault.unknown_organisation)
        if len(found) > 1:
            raise BadCell("organisation", Fault.several_organisations)
        return found[0]


_WALKERS: dict[Table, type[_Walker]] = {
    Table.organisations: _Organisations,
    Table.people: _People,
}


def _membership(person: Person | None, home: Organisation) -> Membership | None:
    there = person.memberships if person else []
    return next((each for each in there if each.organisation_id == home.id), None)


def _names_no_home(row: Row) -> bool:
    """Return whether a line says nothing about where a known person belongs."""
    return not any(row.cell(column) for column in ("organisation", "postcode", "roles"))


def _check_roles(home: Organisation, roles: frozenset[Role], *, is_responsible: bool) -> None:
    try:
        memberships.side_of(home, roles, is_responsible=is_responsible)
    except memberships.RoleHasNoHomeHere as problem:
        raise BadCell("roles", Fault.role_without_home) from problem
    except memberships.MustBeApart as problem:
        raise BadCell("roles", Fault.must_be_apart) from problem


def _kind(row: Row) -> OrganisationKind:
    wanted = fold_name(row.cell("kind"))
    for kind, spellings in KINDS.items():
        if wanted in (kind.value, *map(fold_name, spellings)):
            return kind
    raise BadCell("kind", Fault.no_kind)


def _facts(row: Row) -> Facts:
    return Facts(
        name=_text(row, "name", needed=True),
        headcount=_headcount(row),
        sector=_text(row, "sector"),
        postcode=_postcode(row),
        town=_text(row, "town"),
    )


def _facts_of(there: Organisation) -> Facts:
    return Facts(there.name, there.headcount, there.sector, there.postcode, there.town)


def _merged(there: Organisation, facts: Facts) -> Facts:
    """Return what the line says, and what is known where the line says nothing."""
    return Facts(
        name=facts.name,
        headcount=there.headcount if facts.headcount is None else facts.headcount,
        sector=facts.sector or there.sector,
        postcode=facts.postcode or there.postcode,
        town=facts.town or there.town,
    )


def _text(row: Row, column: str, *, needed: bool = False) -> str:
    text = row.cell(column)
    if needed and not text:
        raise BadCell(column, Fault.missing)
    if len(text) > LONGEST_NAME:
        raise BadCell(column, Fault.too_long)
    return text


def _headcount(row: Row) -> int | None:
    text = row.cell("headcount").replace(".", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or int(text) > LARGEST_HEADCOUNT:
        raise BadCell("headcount", Fault.no_number)
    return int(text)


def _postcode(row: Row) -> str:
    text = row.cell("postcode")
    if not text:
        return ""
    if len(text) != POSTCODE_DIGITS or not (text.isascii() and text.isdecimal()):
        raise BadCell("postcode", Fault.no_postcode)
    return text


def _roles(row: Row) -> frozenset[Role]:
    words = row.cell("roles").replace("|", ",").replace("+", ",").split(",")
    return frozenset(_role(fold_name(word)) for word in words if word.strip())


def _role(wanted: str) -> Role:
    for role, spellings in ROLES.items():
        if wanted in (role.value, *map(fold_name, spellings)):
            return role
    raise BadCell("roles", Fault.no_role)


def _yes(row: Row, column: str) -> bool:
    word = row.cell(column).casefold()
    if word not in YES | NO:
        raise BadCell(column, Fault.no_yes_or_no)
    return word in YES


def hand_out_people(
    session: Session, within: frozenset[int] | None, *, by: Person, now: datetime
) -> str:
    """Return the people of these organisations (None: of all) as a table and note who took it."""
    found = all_people(session, within)
    audit.note(session, "people.exported", "people", by=by.id, at=now, count=len(found))
    return people_table(found, within)


def organisations_table(found: Iterable[Organisation]) -> str:
    """Return organisations as a table that ``walk`` can read again."""
    header = ("kind", "name", "headcount", "sector", "postcode", "town")
    rows = [
        (each.kind.value, each.name, each.headcount, each.sector, each.postcode, each.town)
        for each in found
    ]
    return tables.write(header, rows)


def people_table(found: Iterable[Person], within: frozenset[int] | None) -> str:
    """Return people, a line for each membership (in ``within``), as ``walk`` can read it again.

    Whoever belongs nowhere has a line without an organisation.
    """
    header = ("email", "name", "organisation", "postcode", "roles", "responsible")
    rows = [
        (person.email, person.name, *cells) for person in found for cells in _places(person, within)
    ]
    return tables.write(header, rows)


def _places(person: Person, within: frozenset[int] | None) -> list[tuple[str, ...]]:
    return [
        (
            each.organisation.name,
            each.organisation.postcode,
            "|".join(sorted(each.role_set)),
            "ja" if each.responsibility else "nein",
        )
        for each in person.memberships
        if within is None or each.organisation_id in within
    ] or [("", "", "", "nein")]
