"""Taking over tables of people and organisations, on both databases."""

import pytest
from sqlalchemy import func, select

from mentorhub.accounts import tables
from mentorhub.accounts.actions import imports, organisations
from mentorhub.accounts.actions.imports import Fault, Hand, Table
from mentorhub.accounts.models import (
    Membership,
    Organisation,
    Outcome,
    Person,
    Role,
    Upload,
    UploadLine,
    UploadTaking,
)
from mentorhub.accounts.queries import all_organisations, all_people, outcomes, person_by_email
from mentorhub.kit.jobs import Job, JobEnding
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


def _homes(lines):
    return "kind;name;postcode;town\n" + lines


@pytest.mark.parametrize(
    ("known", "line", "outcome", "postcode"),
    [
        (["44137"], "Unternehmen;Erz;;", Outcome.same, "44137"),
        (["44137"], "Unternehmen;Erz;;Unna", Outcome.changed, "44137"),
        ([""], "Unternehmen;Erz;44137;", Outcome.changed, "44137"),
        (["", "44137"], "Unternehmen;Erz;;", Outcome.same, ""),
    ],
)
def test_an_organisation_is_known_by_its_name_where_only_one_has_it(
    session, hand, known, line, outcome, postcode
):
    for code in known:
        people.company(session, "Erz", postcode=code)
    text = _homes(line + "\n")
    promised = imports.walk(session, Table.organisations, text, _dry(hand))
    assert imports.walk(session, Table.organisations, text, hand) == promised
    assert _outcomes(promised) == [outcome]
    assert _count(session, Organisation) == len(known)
    assert postcode in session.scalars(select(Organisation.postcode)).all()


def test_a_name_that_several_have_needs_the_postcode(session, hand):
    for code in ("44137", "50667"):
        people.company(session, "Erz", postcode=code)
    text = _homes("Unternehmen;Erz;;\nUnternehmen;Erz;57072;\n")
    bad, new = imports.walk(session, Table.organisations, text, hand).lines
    assert (bad.column, bad.fault) == ("postcode", Fault.several_organisations)
    assert new.outcome is Outcome.new


@pytest.mark.parametrize("lines", ["Erz;44137\nErz;\n", "Erz;\nErz;44137\n"])
def test_one_organisation_in_two_spellings_of_a_table_is_founded_once(session, hand, lines):
    text = "kind;name;postcode\n" + lines.replace("Erz", "Kammer;Erz")
    promised = imports.walk(session, Table.organisations, text, _dry(hand))
    assert [(line.outcome, line.fault) for line in promised.lines] == [
        (Outcome.new, None),
        (Outcome.bad, Fault.twice),
    ]
    assert imports.walk(session, Table.organisations, text, hand) == promised


def test_a_line_of_other_width_leaves_the_others_alone(session, hand):
    text = HOMES + "Kammer;zu kurz\nKammer;Kammer Rhein;;;50667;Köln\n"
    report = imports.walk(session, Table.organisations, text, hand)
    assert _outcomes(report) == [Outcome.new, Outcome.new, Outcome.bad, Outcome.new]
    assert (report.lines[2].number, report.lines[2].fault) == (4, Fault.wrong_cells)
    assert report.lines[2].about == "zu kurz"


def test_a_report_about_people_names_them(session, hand):
    imports.walk(session, Table.organisations, HOMES, hand)
    report = imports.walk(session, Table.people, PEOPLE, _dry(hand))
    assert report.lines[0].about == "Ben Bau, ben@beispiel.test"


@pytest.mark.parametrize("has_come", [True, False])
def test_a_changed_name_is_told(session, hand, has_come):
    steel = people.company(session, "Stahl GmbH")
    password = people.PASSWORD_HASH if has_come else None
    ben = people.person(session, "Ben Alt", email="ben@beispiel.test", password=password)
    people.member(session, ben, steel, Role.in_company_mentor)
    text = "\n".join(PEOPLE.splitlines()[:2]) + "\n"
    promised = imports.walk(session, Table.people, text, _dry(hand))
    (line,) = promised.lines
    assert imports.walk(session, Table.people, text, hand) == promised
    told = (Outcome.same, "name", Fault.name_kept) if has_come else (Outcome.changed, "", None)
    assert (line.outcome, line.column, line.fault) == told
    assert ben.name == ("Ben Alt" if has_come else "Ben Bau")


def test_people_without_a_membership_are_handed_out_and_come_back(session, hand):
    people.person(session, "Lina Los", email="lina@beispiel.test")
    text = imports.people_table(all_people(session, None), None).removeprefix("\ufeff")
    assert "lina@beispiel.test;Lina Los;;;;nein" in text
    again = imports.walk(session, Table.people, text, hand)
    assert set(_outcomes(again)) == {Outcome.same}
    new = _people("neu@beispiel.test;Neu;;;;\n")
    (bad,) = imports.walk(session, Table.people, new, hand).lines
    assert (bad.column, bad.fault) == ("organisation", Fault.missing)


# The deed


@pytest.fixture
def ordered(session, noon, admin):
    """A table of organisations that somebody said yes to."""
    upload = imports.keep(session, Table.organisations, "x.csv", HOMES.encode(), by=admin, now=noon)
    imports.order(session, upload, by=admin, sends_mail=False, base_url="x", now=noon)
    return upload


def _rows(upload):
    return tables.read(upload.text, imports.COLUMNS[Table(upload.kind)])


def _told(session, upload):
    lines = select(UploadLine).where(UploadLine.upload_id == upload.id)
    return [
        (line.number, line.outcome, line.fault)
        for line in session.scalars(lines.order_by(UploadLine.number))
    ]


def test_a_run_that_broke_off_goes_on_and_tells_the_truth(session, hand, ordered):
    first, *rest = _rows(ordered)
    imports.take_lines(session, ordered, [first], hand, set())
    imports.take_lines(session, ordered, [first, *rest], hand, set())
    assert _told(session, ordered) == [(2, Outcome.new, None), (3, Outcome.new, None)]
    assert outcomes(session, ordered.id)[Outcome.new] == 2


def test_what_a_broken_run_has_taken_still_counts_as_an_earlier_line(session, hand, ordered):
    ordered.text = HOMES + HOMES.splitlines()[1] + "\n"
    rows = _rows(ordered)
    imports.take_lines(session, ordered, rows[:2], hand, set())
    imports.take_lines(session, ordered, rows, hand, set())
    assert [fault for _, _, fault in _told(session, ordered)] == [None, None, "twice"]


def test_a_line_that_fails_only_in_the_deed_is_named(session, hand, ordered, monkeypatch):
    def taken(*_args, **_more):
        raise organisations.AlreadyThere

    rows = _rows(ordered)
    with monkeypatch.context() as patched:
        patched.setattr(organisations, "found", taken)
        imports.take_lines(session, ordered, rows[:1], hand, set())
    imports.take_lines(session, ordered, rows, hand, set())
    assert _told(session, ordered) == [
        (2, Outcome.bad, "changed_meanwhile"),
        (3, Outcome.new, None),
    ]


def test_a_table_is_thrown_away_unless_it_is_being_taken_over(session, hand, ordered, noon):
    session.refresh(ordered)
    with pytest.raises(imports.StillRunning):
        imports.discard(session, ordered)
    imports.take_lines(session, ordered, _rows(ordered), hand, set())
    session.get_one(Job, ordered.taking.job_id).ending = JobEnding(at=noon)
    imports.discard(session, ordered)
    assert [_count(session, table) for table in (Upload, UploadTaking, UploadLine)] == [0, 0, 0]
