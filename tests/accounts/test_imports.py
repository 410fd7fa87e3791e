"""Taking over tables of people and organisations, on both databases."""

import pytest
from sqlalchemy import func, select

from mentorhub.accounts.actions import imports
from mentorhub.accounts.actions.imports import Fault, Hand, Outcome, Table
from mentorhub.accounts.models import Membership, Organisation, Person, Role
from mentorhub.accounts.queries import all_organisations, all_people, person_by_email
from mentorhub.kit.mail import OutboxMail
from tests import people

HOMES = """art;name;beschäftigte;branche;plz;ort
Unternehmen;Stahl GmbH;46;Metall;44137;Dortmund
Verband;Verband West;;;44135;Dortmund
"""
PEOPLE = """e-mail;name;organisation;rolle;personalverantwortung
ben@beispiel.test;Ben Bau;Stahl GmbH;innerbetrieblich;nein
chris@beispiel.test;Chris Chef;stahl gmbh;Vertretung;ja
ines@beispiel.test;Ines Innen;Verband West;inter_company_mentor, Koordination;
"""


@pytest.fixture
def admin(session):
    return people.person(session, "Ada Amt")


@pytest.fixture
def hand(admin, noon):
    return Hand(by=None, now=noon, base_url="https://hub.beispiel.test")


def _dry(hand):
    return Hand(by=hand.by, now=hand.now, base_url=hand.base_url, writes=False)


def _outcomes(report):
    return [line.outcome for line in report.lines]


def _count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_organisations_come_in(session, hand):
    report = imports.walk(session, Table.organisations, HOMES, hand)
    assert _outcomes(report) == [Outcome.new, Outcome.new]
    steel = session.scalars(select(Organisation).where(Organisation.name == "Stahl GmbH")).one()
    assert (steel.headcount, steel.sector, steel.postcode, steel.town) == (
        46,
        "Metall",
        "44137",
        "Dortmund",
    )
    assert steel.code


def test_people_come_in_with_roles_and_invitations(session, hand):
    imports.walk(session, Table.organisations, HOMES, hand)
    report = imports.walk(session, Table.people, PEOPLE, hand)
    assert _outcomes(report) == [Outcome.new] * 3
    chris = person_by_email(session, "chris@beispiel.test")
    assert chris.held_roles == {Role.company_representative}
    assert chris.memberships[0].responsibility is not None
    ines = person_by_email(session, "ines@beispiel.test")
    assert ines.held_roles == {Role.inter_company_mentor, Role.coordinator}
    assert {mail.template for mail in session.scalars(select(OutboxMail))} == {
        "accounts/mail/invitation"
    }


@pytest.mark.parametrize("kind", list(Table))
def test_a_dry_run_promises_what_the_deed_does_and_writes_nothing(session, hand, kind):
    if kind is Table.people:
        imports.walk(session, Table.organisations, HOMES, hand)
    text = PEOPLE if kind is Table.people else HOMES
    before = [_count(session, model) for model in (Person, Organisation, Membership, OutboxMail)]
    promised = imports.walk(session, kind, text, _dry(hand))
    session.flush()
    after = [_count(session, model) for model in (Person, Organisation, Membership, OutboxMail)]
    assert before == after
    assert imports.walk(session, kind, text, hand) == promised


def test_taking_over_again_changes_nothing(session, hand):
    for text, kind in ((HOMES, Table.organisations), (PEOPLE, Table.people)):
        imports.walk(session, kind, text, hand)
        session.expire_all()
        mails = _count(session, OutboxMail)
        again = imports.walk(session, kind, text, hand)
        assert set(_outcomes(again)) == {Outcome.same}
        assert _count(session, OutboxMail) == mails


def test_what_was_handed_out_can_be_taken_over_again(session, hand):
    imports.walk(session, Table.organisations, HOMES, hand)
    imports.walk(session, Table.people, PEOPLE, hand)
    session.expire_all()
    homes = imports.organisations_table(all_organisations(session, None))
    members = imports.people_table(all_people(session, None), None)
    for text, kind in ((homes, Table.organisations), (members, Table.people)):
        again = imports.walk(session, kind, text.removeprefix("\ufeff"), hand)
        assert set(_outcomes(again)) == {Outcome.same}


def test_a_later_table_adds_and_never_takes(session, hand):
    imports.walk(session, Table.organisations, HOMES, hand)
    imports.walk(session, Table.people, PEOPLE, hand)
    session.expire_all()
    more = "email;name;organisation;roles\nines@beispiel.test;;Verband West;redaktion\n"
    assert _outcomes(imports.walk(session, Table.people, more, hand)) == [Outcome.changed]
    session.expire_all()
    ines = person_by_email(session, "ines@beispiel.test")
    assert ines.held_roles == {Role.inter_company_mentor, Role.coordinator, Role.editor}
    fewer = "art;name;plz\nUnternehmen;Stahl GmbH;44137\n"
    assert _outcomes(imports.walk(session, Table.organisations, fewer, hand)) == [Outcome.same]
    bigger = "art;name;plz;größe\nUnternehmen;Stahl GmbH;44137;1.050\n"
    assert _outcomes(imports.walk(session, Table.organisations, bigger, hand)) == [Outcome.changed]


def _people(line):
    return "email;name;organisation;postcode;roles;responsible\n" + line


@pytest.mark.parametrize(
    ("line", "column", "fault"),
    [
        ("kein;Name;Stahl GmbH;;;", "email", Fault.no_address),
        ("a@b.test\u0020x;Name;Stahl GmbH;;;", "email", Fault.no_address),
        ("neu@beispiel.test;;Stahl GmbH;;;", "name", Fault.missing),
        (f"neu@beispiel.test;{'x' * 201};Stahl GmbH;;;", "name", Fault.too_long),
        ("neu@beispiel.test;Neu;;;;", "organisation", Fault.missing),
        ("neu@beispiel.test;Neu;Nirgends;;;", "organisation", Fault.unknown_organisation),
        ("neu@beispiel.test;Neu;Stahl GmbH;99999;;", "organisation", Fault.unknown_organisation),
        ("neu@beispiel.test;Neu;Doppelt;;;", "organisation", Fault.several_organisations),
        ("neu@beispiel.test;Neu;Stahl GmbH;4413;;", "postcode", Fault.no_postcode),
        ("neu@beispiel.test;Neu;Stahl GmbH;;pilot;", "roles", Fault.no_role),
        ("neu@beispiel.test;Neu;Stahl GmbH;;coordinator;", "roles", Fault.role_without_home),
        (
            "neu@beispiel.test;Neu;Stahl GmbH;;vertretung|innerbetrieblich;",
            "roles",
            Fault.must_be_apart,
        ),
        ("neu@beispiel.test;Neu;Stahl GmbH;;innerbetrieblich;ja", "roles", Fault.must_be_apart),
        ("neu@beispiel.test;Neu;Stahl GmbH;;;vielleicht", "responsible", Fault.no_yes_or_no),
        ("ben@beispiel.test;;Stahl GmbH;;vertretung;", "roles", Fault.must_be_apart),
    ],
)
def test_a_bad_line_is_named_and_left_out(session, hand, line, column, fault):
    imports.walk(session, Table.organisations, HOMES, hand)
    imports.walk(session, Table.people, PEOPLE, hand)
    for postcode in ("44137", "50667"):
        people.company(session, "Doppelt", postcode=postcode)
    session.expire_all()
    before = _count(session, Membership)
    report = imports.walk(session, Table.people, _people(line + "\n"), hand)
    (bad,) = report.lines
    assert (bad.number, bad.outcome, bad.column, bad.fault) == (2, Outcome.bad, column, fault)
    assert _count(session, Membership) == before


@pytest.mark.parametrize(
    ("line", "column", "fault"),
    [
        ("Verein;Name;;;", "kind", Fault.no_kind),
        ("Kammer;;;;", "name", Fault.missing),
        ("Kammer;Name;viele;;", "headcount", Fault.no_number),
        ("Kammer;Name;-5;;", "headcount", Fault.no_number),
        ("Kammer;Name;99999999;;", "headcount", Fault.no_number),
        ("Kammer;Name;²;;", "headcount", Fault.no_number),
        ("Kammer;Name;;ABCDE;", "postcode", Fault.no_postcode),
    ],
)
def test_a_bad_organisation_is_named_and_left_out(session, hand, line, column, fault):
    text = f"kind;name;headcount;postcode;town\n{line}\n"
    (bad,) = imports.walk(session, Table.organisations, text, hand).lines
    assert (bad.outcome, bad.column, bad.fault) == (Outcome.bad, column, fault)


def test_every_word_that_the_page_names_is_understood(session, hand):
    kinds = [word for words in imports.KINDS.values() for word in words]
    homes = "art;name\n" + "".join(f"{word};{word}\n" for word in kinds)
    report = imports.walk(session, Table.organisations, homes, _dry(hand))
    assert report.count(Outcome.new) == len(kinds)
    people.company(session, "Erz")
    roles = [word for words in imports.ROLES.values() for word in words]
    members = "".join(
        f"p{number}@beispiel.test;P;Erz;;{word};\n" for number, word in enumerate(roles)
    )
    report = imports.walk(session, Table.people, _people(members), _dry(hand))
    assert {line.fault for line in report.lines} == {None, Fault.role_without_home}


def test_good_lines_come_in_beside_bad_ones(session, hand):
    text = HOMES + "Verein;Nichts;;;;\nKammer;Kammer Rhein;;;50667;Köln\n"
    report = imports.walk(session, Table.organisations, text, hand)
    assert [report.count(each) for each in Outcome] == [3, 0, 0, 1]
    assert [line.number for line in report.lines] == [2, 3, 4, 5]


def test_a_line_that_comes_twice_counts_once(session, hand):
    text = HOMES + HOMES.splitlines()[1] + "\n"
    report = imports.walk(session, Table.organisations, text, hand)
    assert (report.lines[2].fault, report.lines[2].number) == (Fault.twice, 4)


def test_one_new_person_in_two_organisations_is_one_person(session, hand):
    imports.walk(session, Table.organisations, HOMES, hand)
    text = _people(
        "neu@beispiel.test;Neu;Stahl GmbH;;;\nNEU@beispiel.test;;Verband West;;koordination;\n"
    )
    promised = imports.walk(session, Table.people, text, _dry(hand))
    assert _outcomes(promised) == [Outcome.new, Outcome.changed]
    assert imports.walk(session, Table.people, text, hand) == promised
    assert len(person_by_email(session, "neu@beispiel.test").memberships) == 2


def test_formulas_and_markup_come_in_as_plain_words(session, hand):
    text = "kind;name\nKammer;'=cmd|x\nKammer;<script>alert(1)</script>\n"
    imports.walk(session, Table.organisations, text, hand)
    names = set(session.scalars(select(Organisation.name)))
    assert names == {"=cmd|x", "<script>alert(1)</script>"}
    assert "'=cmd|x" in imports.organisations_table(all_organisations(session, None))


def test_a_switched_off_person_is_not_brought_in(session, hand, admin, noon):
    from mentorhub.accounts.actions import people as deeds

    imports.walk(session, Table.organisations, HOMES, hand)
    off = people.person(session, email="aus@beispiel.test")
    deeds.deactivate(session, off, by=admin, now=noon)
    (bad,) = imports.walk(
        session, Table.people, _people("aus@beispiel.test;;Stahl GmbH;;;\n"), hand
    ).lines
    assert bad.fault is Fault.switched_off


def test_invitations_can_wait(session, hand, noon):
    imports.walk(session, Table.organisations, HOMES, hand)
    quiet = Hand(by=None, now=noon, base_url="x", sends_mail=False)
    imports.walk(session, Table.people, PEOPLE, quiet)
    assert _count(session, OutboxMail) == 0
