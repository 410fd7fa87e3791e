"""Being asked to join: the person answers, and the asker learns nothing before."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from mentorhub.accounts.actions import joining, memberships, organisations, signing_in
from mentorhub.accounts.actions import people as deeds
from mentorhub.accounts.actions.people import Newcomer
from mentorhub.accounts.models import Deactivation, JoinQuestion, Organisation, Person, Role
from mentorhub.accounts.queries import person_by_email, questions_to, questions_within
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.errors import Denied
from mentorhub.kit.mail import OutboxMail
from tests import people

BASE = "https://hub.beispiel.test"
KNOWN, NEW = "wera@beispiel.test", "neu@beispiel.test"


@pytest.fixture
def west(session):
    return people.association(session, "West")


@pytest.fixture
def cora(session, west):
    """A coordinator of West."""
    one = people.person(session, "Cora Chef")
    people.member(session, one, west, Role.coordinator)
    return one


@pytest.fixture
def wera(session):
    """Somebody with an account elsewhere."""
    one = people.person(session, "Wera Werk", email=KNOWN)
    people.member(session, one, people.company(session), Role.employee)
    return one


def _ask(session, west, cora, noon, email=KNOWN, *roles, name="Getippt"):
    newcomer = Newcomer(email, name, frozenset(roles or {Role.inter_company_mentor}))
    deeds.bring_in(session, west, newcomer, by=cora, now=noon, base_url=BASE)
    return session.scalars(select(JoinQuestion).order_by(JoinQuestion.id.desc())).first()


def _mails(session):
    return session.execute(select(OutboxMail.to, OutboxMail.template)).all()


def test_somebody_known_is_asked_and_joins_with_their_yes(session, noon, west, cora, wera):
    question = _ask(session, west, cora, noon)
    assert len(wera.memberships) == 1
    assert _mails(session) == [(KNOWN, "accounts/mail/asked_to_join")]
    assert [each.organisation for each in questions_to(session, wera.id)] == [west]
    made = joining.agree(session, question, now=noon)
    assert (made.person, made.role_set) == (wera, {Role.inter_company_mentor})
    assert made.roles[0].by_id == cora.id
    assert questions_within(session, None) == []


def test_somebody_new_joins_by_following_the_invitation(session, noon, west, cora):
    question = _ask(session, west, cora, noon, NEW)
    assert question.person.memberships == []
    link = session.scalars(select(OutboxMail)).one().context["link"]
    token = link.rsplit("/", 1)[1]
    person = deeds.accept(session, token, name="Neu", password_hash="x", now=noon)
    assert person.held_roles == {Role.inter_company_mentor}
    assert questions_within(session, None) == []


def test_an_invitation_answers_for_its_sender_only(session, noon, west, cora):
    _ask(session, west, cora, noon, NEW)
    east = people.association(session, "Ost")
    kim = people.person(session, "Kim Chef")
    people.member(session, kim, east, Role.coordinator)
    _ask(session, east, kim, noon, NEW)
    link = (
        session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first().context["link"]
    )
    person = deeds.accept(session, link.rsplit("/", 1)[1], name="Neu", password_hash="x", now=noon)
    assert [each.organisation for each in person.memberships] == [east]
    assert [each.organisation for each in questions_to(session, person.id)] == [west]


def test_a_no_ends_the_question_for_the_person_and_not_for_the_asker(
    session, noon, west, cora, wera
):
    question = _ask(session, west, cora, noon)
    joining.decline(session, question, now=noon)
    assert questions_to(session, wera.id) == []
    assert questions_within(session, frozenset({west.id})) == [question]
    written = len(_mails(session))
    deeds.ask_again(session, question, by=cora, now=noon, base_url=BASE)
    assert len(_mails(session)) == written
    with pytest.raises(joining.AlreadyAsked):
        _ask(session, west, cora, noon)


def test_who_is_asked_again_gets_another_mail(session, noon, west, cora, wera):
    known, new = _ask(session, west, cora, noon), _ask(session, west, cora, noon, NEW)
    for question in (known, new):
        deeds.ask_again(session, question, by=cora, now=noon, base_url=BASE)
    assert sorted(_mails(session)) == sorted(
        [(KNOWN, "accounts/mail/asked_to_join"), (NEW, "accounts/mail/invitation")] * 2
    )


def test_a_question_taken_back_is_gone(session, noon, west, cora, wera):
    joining.take_back(session, _ask(session, west, cora, noon), by=cora, now=noon)
    assert questions_to(session, wera.id) == []
    noted = session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)).all()
    assert noted == ["person.asked_to_join", "person.asked_no_more"]


def test_nobody_is_asked_for_what_cannot_be(session, noon, west, cora, wera):
    with pytest.raises(Denied):
        _ask(session, west, cora, noon, KNOWN, Role.programme_admin)
    with pytest.raises(memberships.RoleHasNoHomeHere):
        _ask(session, west, cora, noon, KNOWN, Role.in_company_mentor)
    people.member(session, wera, west, Role.employee)
    with pytest.raises(memberships.AlreadyMember):
        _ask(session, west, cora, noon)


def test_a_question_counts_as_long_as_its_asker_may_ask(session, noon, west, cora, wera):
    question = _ask(session, west, cora, noon)
    cora.deactivation = Deactivation(at=noon)
    session.flush()
    with pytest.raises(joining.QuestionOver):
        joining.agree(session, question, now=noon)
    cora.deactivation = None
    memberships.leave(session, cora.memberships[0], by=None, now=noon)
    with pytest.raises(joining.QuestionOver), session.begin_nested():
        joining.agree(session, question, now=noon)
    assert len(wera.memberships) == 1


def test_who_is_made_a_member_otherwise_is_no_longer_asked(session, noon, west, cora, wera):
    _ask(session, west, cora, noon)
    deeds.welcome(session, west, Newcomer(KNOWN, ""), by=None, now=noon, base_url=BASE)
    assert questions_within(session, None) == []


def test_admins_let_people_join_at_once(session, noon, west, wera):
    ada = people.person(session, "Ada Amt")
    people.member(session, ada, west, Role.programme_admin)
    newcomer = Newcomer(KNOWN, "", frozenset({Role.coordinator}))
    deeds.bring_in(session, west, newcomer, by=ada, now=noon, base_url=BASE)
    assert Role.coordinator in wera.held_roles
    assert _mails(session) == [(KNOWN, "accounts/mail/joined")]


def test_a_closed_organisation_takes_nobody_in(session, noon, west, cora, wera):
    question = _ask(session, west, cora, noon)
    organisations.close(session, west, by=cora.id, now=noon)
    with pytest.raises(joining.QuestionOver):
        joining.agree(session, question, now=noon)


def test_a_question_without_an_answer_goes_after_a_while(session, noon, west, cora, wera):
    _ask(session, west, cora, noon)
    signing_in.tidy(session, noon + signing_in.KEEP_QUESTION)
    assert questions_within(session, None)
    signing_in.tidy(session, noon + signing_in.KEEP_QUESTION + timedelta(seconds=1))
    assert questions_within(session, None) == []


# Pages


def _home(database):
    with database.reading() as session:
        home = select(Organisation.id).where(Organisation.name == "Verband")
        return f"/verwaltung/organisationen/{session.scalar(home)}"


def _invite(keeper, home, email, name):
    data = {"name": name, "email": email, "roles": ["employee"]}
    return keeper.post(f"{home}/einladung", data)


def _row(page, name):
    """The row of this name with nothing in it that was typed or counted."""
    row = re.search(rf"<tr>\s*<th scope=\"row\">{name}.*?</tr>", page, re.DOTALL).group()
    return re.sub(r"/\d+/|csrf_token\" value=\"[^\"]+", "", row)


def test_a_coordinator_sees_what_was_typed_whoever_it_is(visitor, koni, ele, database):
    visitor.sign_in(koni.email)
    home = _home(database)
    for email, name in ((ele.email, "Erste"), (NEW, "Zweite")):
        assert _invite(visitor, home, email, name).status_code == 303
    page = visitor.get(home).text
    known = _row(page, "Erste").replace("Erste", "Zweite").replace(ele.email, NEW)
    assert known == _row(page, "Zweite")
    everything = page + visitor.get("/verwaltung/personen").text + visitor.get("/heute").text
    assert "Ele Eins" not in everything
    assert _invite(visitor, home, ele.email, "Erste").status_code == 409
    assert _invite(visitor, home, NEW, "Zweite").status_code == 409
    with database.reading() as session:
        for email in (ele.email, NEW):
            person = person_by_email(session, email)
            assert visitor.get(f"/verwaltung/personen/{person.id}").status_code == 404


@pytest.fixture
def asked(browser, koni, ele, database):
    """Koni has asked Ele; returns where Ele answers."""
    keeper = browser()
    keeper.sign_in(koni.email)
    _invite(keeper, _home(database), ele.email, "Erste")
    with database.reading() as session:
        return f"/konto/einladungen/{session.scalar(select(JoinQuestion.id))}"


def test_today_leads_to_the_question(visitor, ele, asked):
    visitor.sign_in(ele.email)
    assert "Sie sind eingeladen" in visitor.get("/heute").text
    page = visitor.get("/konto/einladungen").text
    assert "Koni Kern lädt Sie ein." in page
    assert "Sie wären dort: Beschäftigte" in page


def test_the_person_joins(visitor, browser, ele, koni, asked, database):
    visitor.sign_in(ele.email)
    assert visitor.post(f"{asked}/zusage").status_code == 303
    assert "Sie sind eingeladen" not in visitor.get("/heute").text
    keeper = browser()
    keeper.sign_in(koni.email)
    assert "Ele Eins" in keeper.get(_home(database)).text


def test_the_person_declines_and_nobody_is_told(visitor, browser, ele, koni, asked, database):
    keeper = browser()
    keeper.sign_in(koni.email)
    before = _row(keeper.get(_home(database)).text, "Erste")
    visitor.sign_in(ele.email)
    assert visitor.post(f"{asked}/absage").status_code == 303
    assert visitor.post(f"{asked}/zusage").status_code == 404
    assert _row(keeper.get(_home(database)).text, "Erste") == before


def test_a_question_that_no_longer_counts_is_said_so(visitor, ele, asked, koni, database):
    with database.writing() as session:
        session.get_one(Person, koni.id).deactivation = Deactivation(by_id=None, at=koni.created_at)
    visitor.sign_in(ele.email)
    answer = visitor.post(f"{asked}/zusage", follow_redirects=True)
    assert "gilt nicht mehr" in answer.text


def test_a_coordinator_asks_again_and_takes_back(visitor, koni, ele, asked, database, mails):
    visitor.sign_in(koni.email)
    path = asked.replace("/konto/", "/verwaltung/")
    assert visitor.post(f"{path}/erinnerung").status_code == 303
    assert len(mails(ele.email)) == 2
    assert visitor.post(f"{path}/ruecknahme").status_code == 303
    assert visitor.post(f"{path}/ruecknahme").status_code == 404
    assert "Erste" not in visitor.get(_home(database)).text
