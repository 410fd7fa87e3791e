"""Asking, reaching a desk, taking."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentorhub.accounts.actions import memberships
from mentorhub.accounts.models import OrganisationKind, Person, Role
from mentorhub.accounts.queries import members_with
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.crypto import Unreadable, new_token
from mentorhub.kit.errors import Denied, Missing
from mentorhub.kit.mail import OutboxMail
from mentorhub.tandems import policy
from mentorhub.tandems.actions import cases, erasure, requests
from mentorhub.tandems.content import Content
from mentorhub.tandems.models import Case, ConversationRequest, RequestDesk, Taking, Whom
from mentorhub.tandems.policy import AlreadyTaken
from mentorhub.tandems.queries import desks
from mentorhub.tandems.queries.opening import content_of
from mentorhub.tandems.queries.requests import token_to_use
from tests import people
from tests.tandems import builders


@pytest.fixture
def dortmund(session):
    """An association in Dortmund with two mentors; places are known."""
    builders.places(session)
    home = people.association(session, "Verband Dortmund")
    builders.outside_mentor(session, "Mira Meer", home)
    builders.outside_mentor(session, "Milan Moor", home)
    return home


@pytest.fixture
def mira(session, dortmund):
    """The first mentor of Dortmund."""
    return session.scalars(select(Person).where(Person.name == "Mira Meer")).unique().one()


@pytest.fixture
def cologne(session, dortmund):
    """A chamber in Cologne with one mentor."""
    home = people.organisation(
        session, OrganisationKind.chamber, "Kammer Köln", postcode="50667", town="Köln"
    )
    builders.outside_mentor(session, "Karl Klee", home)
    return home


def _mails(session):
    return sorted(map(tuple, session.execute(select(OutboxMail.to, OutboxMail.template))))


def _desks(request):
    return {each.organisation_id for each in request.desks}


def test_what_was_written_is_sealed_and_bound_to_its_row(session, dortmund, noon):
    request = builders.asked(session, noon)
    assert builders.WISH.encode() not in request.sealed
    assert builders.CONTACT.encode() not in request.sealed
    assert content_of(builders.CIPHER, request).wish == builders.WISH
    other = builders.asked(session, noon, content=Content("Bo", "bo@beispiel.test"))
    other.sealed = request.sealed
    assert content_of(builders.CIPHER, other) is None
    with pytest.raises(Unreadable):
        builders.CIPHER.open(other.sealed, other.about)


def test_the_nearest_desk_gets_a_request_from_outside(session, dortmund, cologne, noon):
    assert _desks(builders.asked(session, noon, postcode="59423")) == {dortmund.id}
    assert _desks(builders.asked(session, noon, postcode="50667")) == {cologne.id}


def test_a_desk_without_a_mentor_is_no_desk(session, dortmund, noon):
    people.association(session, "Verband Unna", postcode="59423", town="Unna")
    assert _desks(builders.asked(session, noon, postcode="59423")) == {dortmund.id}


def test_where_the_distance_is_unknown_every_desk_of_the_land_gets_it(
    session, dortmund, cologne, noon
):
    far = people.association(session, "Verband Saar", postcode="66740", town="Saarlouis")
    builders.outside_mentor(session, "Sina Saar", far)
    assert _desks(builders.asked(session, noon, postcode="59999")) == {dortmund.id, cologne.id}


def test_the_company_tells_the_place_where_no_postcode_was_given(session, dortmund, cologne, noon):
    company = people.company(session, postcode="50667", town="Köln")
    request = builders.asked(session, noon, postcode="", organisation=company)
    assert _desks(request) == {cologne.id}


@pytest.mark.parametrize("responsible", [True, False])
def test_a_mentor_who_stands_for_the_employer_is_no_desk_for_that_company(
    session, dortmund, cologne, noon, responsible
):
    company = people.company(session, postcode="50667", town="Köln")
    karl = session.scalars(select(Person).where(Person.name == "Karl Klee")).unique().one()
    roles = [] if responsible else [Role.company_representative]
    people.member(session, karl, company, *roles, responsible=responsible)
    other = people.company(session, postcode="50667", town="Köln")
    assert _desks(builders.asked(session, noon, organisation=company)) == {dortmund.id}
    assert _desks(builders.asked(session, noon, organisation=other, postcode="")) == {cologne.id}


@pytest.mark.parametrize("responsible", [True, False])
def test_a_mentor_who_stands_for_any_employer_is_no_desk_where_the_company_is_unknown(
    session, dortmund, cologne, noon, responsible
):
    karl = session.scalars(select(Person).where(Person.name == "Karl Klee")).unique().one()
    roles = [] if responsible else [Role.company_representative]
    people.member(session, karl, people.company(session), *roles, responsible=responsible)
    request = builders.asked(session, noon, postcode="50667")
    assert _desks(request) == {dortmund.id}
    request.desks.append(RequestDesk(organisation_id=cologne.id, at=noon))
    session.flush()
    assert karl.id not in {each.person_id for each in desks.mentors_for(session, request)}
    assert desks.waiting(session, builders.CIPHER, karl) == []
    with pytest.raises(Missing):
        policy.waiting_request(session, karl, request.id)


def test_inside_only_the_companys_own_mentors_are_reached(session, dortmund, noon):
    company = people.company(session)
    ines = builders.inside_mentor(session, "Ines Innen", company)
    builders.inside_mentor(session, "Otto Anders", people.company(session))
    request = builders.asked(session, noon, whom=Whom.inside, organisation=company)
    assert _desks(request) == {company.id}
    assert [each.person_id for each in desks.mentors_for(session, request)] == [ines.id]


def test_inside_without_a_mentor_is_refused_and_nothing_is_kept(session, dortmund, noon):
    company = people.company(session)
    people.member(session, people.person(session), company, Role.company_representative)
    with pytest.raises(requests.NobodyInside):
        builders.asked(session, noon, whom=Whom.inside, organisation=company)
    assert session.scalar(select(func.count(ConversationRequest.id))) == 0


def test_the_desk_is_written_to_without_content(session, dortmund, cologne, noon):
    builders.asked(session, noon)
    mails = session.scalars(select(OutboxMail)).all()
    assert {mail.template for mail in mails} == {"tandems/mail/asked"}
    told = {
        member.person_id for member in members_with(session, Role.inter_company_mentor, dortmund.id)
    }
    addresses = session.scalars(select(Person.email).where(Person.id.in_(told))).all()
    assert {mail.to for mail in mails} == set(addresses)
    assert all(set(mail.context) == {"name"} for mail in mails)


def test_without_any_mentor_the_coordinators_are_told(session, noon):
    office = people.organisation(session, OrganisationKind.coordination_office)
    coordinator = people.person(session, "Cora Chef")
    people.member(session, coordinator, office, Role.coordinator)
    request = builders.asked(session, noon)
    assert request.desks == []
    assert _mails(session) == [(coordinator.email, "tandems/mail/nobody")]


def test_sending_twice_is_one_request(session, dortmund, noon):
    first = builders.asked(session, noon, token="one link")
    again = builders.asked(session, noon + timedelta(minutes=1), token="one link")
    assert again is first
    assert session.scalar(select(func.count(ConversationRequest.id))) == 1
    assert len(_mails(session)) == 2


def test_the_first_link_that_leads_to_nothing_erased_is_used(session, dortmund, noon):
    links = ("first", "second", "third")
    assert token_to_use(session, links) == "first"
    request = builders.asked(session, noon, token="first")
    assert token_to_use(session, links) == "first"
    erasure.withdraw(session, request, now=noon)
    assert token_to_use(session, links) == "second"


def test_only_what_is_equal_says_the_same(session):
    company = people.company(session)
    said = {
        builders.asking(**changes).said
        for changes in (
            {},
            {"content": Content("Aylin", builders.CONTACT)},
            {"postcode": "44137"},
            {"whom": Whom.inside},
            {"organisation": company},
            {"shows_search": False},
        )
    }
    assert len(said) == 6
    assert builders.asking().said in said


def test_searches_are_dropped_unless_the_person_agreed(session, dortmund, noon):
    request = builders.asked(session, noon, shows_search=False)
    content = content_of(builders.CIPHER, request)
    assert (content.searched, content.saved) == ("", ())
    assert content.wish == builders.WISH
    assert not request.consent.shows_search


def test_the_consent_is_kept_with_its_words(session, dortmund, noon):
    request = builders.asked(session, noon, text_version="2026-11")
    assert (request.consent.text_version, request.consent.at) == ("2026-11", noon)


def test_taking_moves_what_was_written_to_the_case(session, mira, noon):
    request = builders.asked(session, noon)
    case = requests.take(session, builders.CIPHER, request, by=mira, now=noon)
    assert request.sealed is None
    assert content_of(builders.CIPHER, case).contact == builders.CONTACT
    assert [held.person_id for held in case.mentors] == [mira.id]
    assert [line.deed for line in case.log] == ["taken"]


def test_the_second_taker_is_told_who_was_faster(session, mira, noon):
    request = builders.asked(session, noon)
    milan = session.scalars(select(Person).where(Person.name == "Milan Moor")).unique().one()
    requests.take(session, builders.CIPHER, request, by=mira, now=noon)
    with pytest.raises(AlreadyTaken) as refusal:
        requests.take(session, builders.CIPHER, request, by=milan, now=noon)
    assert refusal.value.by == "Mira Meer"
    assert refusal.value.at == noon


def test_who_stands_for_the_employer_cannot_take_even_past_the_door(session, mira, noon):
    company = people.company(session)
    people.member(session, mira, company, responsible=True)
    request = builders.asked(session, noon, organisation=company)
    with pytest.raises(Denied), session.begin_nested():
        requests.take(session, builders.CIPHER, request, by=mira, now=noon)


def test_a_withdrawn_request_cannot_be_taken(session, mira, noon):
    request = builders.asked(session, noon)
    erasure.withdraw(session, request, now=noon)
    with pytest.raises(Missing):
        requests.take(session, builders.CIPHER, request, by=mira, now=noon)


def test_two_mentors_take_at_once_and_one_gets_it(database, noon):
    with database.writing() as session:
        builders.places(session)
        home = people.association(session)
        ids = [builders.outside_mentor(session, f"Mentor {n}", home).id for n in range(4)]
        request_id = builders.asked(session, noon).id

    def take(number):
        with database.writing() as session:
            request = session.get_one(ConversationRequest, request_id)
            by = session.get_one(Person, ids[number])
            return requests.take(session, builders.CIPHER, request, by=by, now=noon).id

    answers = builders.at_once(4, take)
    won = [each for each in answers if isinstance(each, int)]
    lost = [each for each in answers if isinstance(each, AlreadyTaken)]
    assert (len(won), len(lost)) == (1, 3), answers
    with database.reading() as session:
        taking = session.scalars(select(Taking)).one()
        case = session.scalars(select(Case)).unique().one()
        assert [held.person_id for held in case.mentors] == [taking.by_id]
        assert {each.by_id for each in lost} == {taking.by_id}


def test_a_double_click_is_one_request(database, noon):
    with database.writing() as session:
        builders.places(session)
        builders.outside_mentor(session, "Mira Meer", people.association(session))

    def send(_number):
        with database.writing() as session:
            return builders.asked(session, noon, token="one link").id

    assert len(set(builders.at_once(4, send))) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count(ConversationRequest.id))) == 1
        assert session.scalar(select(func.count(OutboxMail.id))) == 1


def test_withdrawing_and_taking_at_once_never_leaves_content_behind(database, noon):
    with database.writing() as session:
        builders.places(session)
        mira_id = builders.outside_mentor(session, "Mira Meer", people.association(session)).id
    for _ in range(5):
        with database.writing() as session:
            request_id = builders.asked(session, noon).id

        def deed(number, request_id=request_id):
            with database.writing() as session:
                request = session.get_one(ConversationRequest, request_id)
                if number:
                    return erasure.withdraw(session, request, now=noon)
                by = session.get_one(Person, mira_id)
                requests.take(session, builders.CIPHER, request, by=by, now=noon)
                return None

        answers = builders.at_once(2, deed)
        assert all(each is None or isinstance(each, Missing) for each in answers), answers
        with database.reading() as session:
            request = session.get_one(ConversationRequest, request_id)
            assert request.erasure is not None
            assert request.sealed is None
            assert request.case is None or request.case.sealed is None


def test_who_finds_nobody_inside_any_more_can_go_outside(session, dortmund, noon):
    company = people.company(session)
    ines = builders.inside_mentor(session, "Ines Innen", company)
    request = builders.asked(session, noon, whom=Whom.inside, organisation=company)
    memberships.leave(session, ines.memberships[0], by=None, now=noon)
    assert desks.mentors_for(session, request) == []
    requests.choose_outside(session, request, now=noon)
    assert request.whom is Whom.outside
    assert _desks(request) == {dortmund.id}


def test_a_taken_request_stays_where_it_is(session, mira, noon):
    company = people.company(session)
    ines = builders.inside_mentor(session, "Ines Innen", company)
    case = builders.taken(session, ines, noon, whom=Whom.inside, organisation=company)
    with pytest.raises(AlreadyTaken):
        requests.choose_outside(session, case.request, now=noon)


def test_the_desk_is_reminded_once_after_three_days(session, dortmund, noon):
    builders.asked(session, noon)
    assert requests.remind(session, now=noon + timedelta(days=2)) == 0
    assert requests.remind(session, now=noon + timedelta(days=3)) == 1
    assert requests.remind(session, now=noon + timedelta(days=4)) == 0
    templates = [template for _, template in _mails(session)]
    assert templates.count("tandems/mail/reminder") == 2


def test_nobody_is_reminded_of_what_was_taken(session, mira, noon):
    builders.taken(session, mira, noon)
    assert requests.remind(session, now=noon + timedelta(days=5)) == 0


def test_a_request_finds_the_next_desk_when_its_own_is_empty(session, mira, cologne, noon):
    request = builders.asked(session, noon)
    assert requests.find_desks(session, now=noon) == 0
    for name in ("Mira Meer", "Milan Moor"):
        person = session.scalars(select(Person).where(Person.name == name)).unique().one()
        memberships.leave(session, person.memberships[0], by=None, now=noon)
    assert requests.find_desks(session, now=noon) == 1
    assert _desks(request) == {cologne.id}


def test_untaken_requests_are_erased_after_ninety_days(session, mira, noon):
    old = builders.asked(session, noon)
    kept = builders.taken(session, mira, noon)
    assert erasure.expire_waiting(session, now=noon + timedelta(days=89)) == 0
    assert erasure.expire_waiting(session, now=noon + timedelta(days=90)) == 1
    assert old.sealed is None
    assert old.postcode == ""
    assert session.scalars(select(RequestDesk).where(RequestDesk.request_id == old.id)).all() == []
    assert kept.sealed is not None


def test_a_case_given_back_waits_anew(session, mira, noon):
    later = noon + timedelta(days=100)
    case = builders.taken(session, mira, noon)
    cases.give_back(session, case, by=mira, now=later)
    assert erasure.expire_waiting(session, now=later + timedelta(days=1)) == 0
    assert [each.id for each in desks.waiting(session, builders.CIPHER, mira)] == [case.request_id]


def test_nothing_of_it_is_in_the_audit_log(session, mira, noon):
    case = builders.taken(session, mira, noon)
    builders.talked(session, case, mira, noon)
    erasure.withdraw(session, case.request, now=noon)
    assert session.scalar(select(func.count(AuditEntry.id))) == 0


def test_a_private_link_is_only_kept_as_a_hash(session, dortmund, noon):
    token = new_token()
    request = builders.asked(session, noon, token=token)
    assert token not in request.token_hash
