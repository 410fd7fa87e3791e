"""One persona per role, each dangerous pair, a visitor and a stranger at every door."""

from datetime import date, timedelta

import pytest

from mentorhub.accounts.models import OrganisationKind, Role
from mentorhub.accounts.policy import NotSignedIn
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.errors import Denied, Missing
from mentorhub.recommend import policy
from mentorhub.recommend.actions import catalogue, saved
from mentorhub.recommend.offer_record import Start
from tests import people
from tests.recommend.offers import NOON, TODAY, offer
from tests.recommend.site import Site

ON_THE_JOB = (Role.editor, Role.programme_admin)
HOMES = {
    Role.employee: OrganisationKind.company,
    Role.in_company_mentor: OrganisationKind.company,
    Role.company_representative: OrganisationKind.company,
    Role.researcher: OrganisationKind.coordination_office,
    Role.programme_admin: OrganisationKind.coordination_office,
}
DANGEROUS = (
    (Role.editor, Role.company_representative),
    (Role.editor, Role.seal_reviewer),
    (Role.programme_admin, Role.in_company_mentor),
)


def with_roles(session, *roles):
    """Somebody who holds these roles, each in an organisation where it may be held."""
    someone = people.person(session)
    for role in roles:
        home = people.organisation(session, HOMES.get(role, OrganisationKind.association))
        people.member(session, someone, home, role)
    session.refresh(someone)
    return someone


@pytest.fixture
def stock(session):
    """A current offer, one that is withdrawn, one that is over."""
    offer(session, "da")
    withdrawn = offer(session, "weg")
    catalogue.withdraw(session, withdrawn, by=None, reason="full", now=NOON)
    offer(session, "vorbei", starts=(Start(date(2026, 1, 5)),))
    session.flush()
    return session


@pytest.mark.parametrize("role", [None, *Role])
def test_a_current_offer_is_open_to_everybody(stock, role):
    someone = with_roles(stock, role) if role else None
    assert policy.offer_to_see(stock, someone, "da", TODAY).key == "da"
    assert policy.offer_to_save(stock, "da", TODAY).key == "da"


@pytest.mark.parametrize("key", ["weg", "vorbei"])
@pytest.mark.parametrize("role", [None, *Role])
def test_what_is_gone_is_open_to_editors_only(stock, role, key):
    someone = with_roles(stock, role) if role else None
    if role in ON_THE_JOB:
        assert policy.offer_to_see(stock, someone, key, TODAY).key == key
    else:
        with pytest.raises(policy.NoLongerOffered) as gone:
            policy.offer_to_see(stock, someone, key, TODAY)
        assert gone.value.offer.key == key
        assert gone.value.status == 404


@pytest.mark.parametrize("key", ["weg", "vorbei"])
def test_what_is_gone_can_be_saved_by_nobody(stock, key):
    with pytest.raises(policy.NoLongerOffered):
        policy.offer_to_save(stock, key, TODAY)


def test_an_offer_is_over_on_the_day_after_its_last_start(session):
    offer(session, "heute", starts=(Start(TODAY),))
    session.flush()
    assert policy.offer_to_see(session, None, "heute", TODAY)
    with pytest.raises(policy.NoLongerOffered):
        policy.offer_to_see(session, None, "heute", TODAY + timedelta(days=1))


@pytest.mark.parametrize("role", [None, *Role])
def test_what_never_was_is_missing_for_everybody(stock, role):
    someone = with_roles(stock, role) if role else None
    with pytest.raises(Missing) as missing:
        policy.offer_to_see(stock, someone, "nie", TODAY)
    assert not isinstance(missing.value, policy.NoLongerOffered)


@pytest.mark.parametrize("roles", [*[(role,) for role in Role], *DANGEROUS])
def test_the_catalogue_is_changed_by_editors_only(stock, roles):
    someone = with_roles(stock, *roles)
    allowed = bool(set(roles) & set(ON_THE_JOB))
    assert policy.can_edit_offers(someone) == allowed
    if allowed:
        assert policy.editor(someone) is someone
        assert policy.offer_to_edit(stock, someone, "weg").key == "weg"
        with pytest.raises(Missing):
            policy.offer_to_edit(stock, someone, "nie")
        with pytest.raises(Missing):
            policy.import_to_see(stock, someone, 7)
        with pytest.raises(Missing):
            policy.rule_to_see(stock, someone, "afbg")
        return
    for knock in (
        lambda: policy.editor(someone),
        lambda: policy.offer_to_edit(stock, someone, "da"),
        lambda: policy.import_to_see(stock, someone, 7),
        lambda: policy.link_to_see(stock, someone, 7),
        lambda: policy.rule_to_see(stock, someone, "afbg"),
    ):
        with pytest.raises(Denied):
            knock()


QUALITY_DOORS = (
    policy.judged_to_edit,
    policy.run_to_see,
    policy.word_to_edit,
    policy.word_version_to_try,
    policy.trial_to_see,
)


@pytest.mark.parametrize("roles", [*[(role,) for role in Role], *DANGEROUS])
def test_the_quality_of_the_search_is_looked_after_by_editors_only(stock, roles):
    someone = with_roles(stock, *roles)
    expected = Missing if set(roles) & set(ON_THE_JOB) else Denied
    for door in QUALITY_DOORS:
        with pytest.raises(expected):
            door(stock, someone, 7)
        with pytest.raises(NotSignedIn):
            door(stock, None, 7)


def test_visitors_are_led_to_the_sign_in_from_editors_doors(stock):
    assert not policy.can_edit_offers(None)
    for knock in (
        lambda: policy.editor(None),
        lambda: policy.offer_to_edit(stock, None, "da"),
        lambda: policy.import_to_see(stock, None, 7),
        lambda: policy.rule_to_see(stock, None, "afbg"),
    ):
        with pytest.raises(NotSignedIn):
            knock()


def test_a_list_belongs_to_who_made_it(stock):
    ines, omar = people.person(stock, "Ines"), people.person(stock, "Omar")
    da = policy.offer_to_save(stock, "da", TODAY)
    saved.save(stock, da, person_id=ines.id, token=None, now=NOON)
    stock.flush()
    assert policy.own_list(stock, ines, None, now=NOON) is not None
    for other in (omar, None):
        assert policy.own_list(stock, other, None, now=NOON) is None
        assert policy.own_list(stock, other, "guessed", now=NOON) is None
        with pytest.raises(Missing):
            policy.own_list_to_change(stock, other, None, now=NOON)


def test_a_visitors_token_opens_nothing_for_who_is_signed_in(stock):
    omar = people.person(stock, "Omar")
    da = policy.offer_to_save(stock, "da", TODAY)
    token = saved.save(stock, da, person_id=None, token=None, now=NOON)
    stock.flush()
    assert policy.own_list(stock, None, token, now=NOON) is not None
    assert policy.own_list(stock, omar, token, now=NOON) is None


def test_a_visitors_list_closes_when_its_time_is_over(stock):
    da = policy.offer_to_save(stock, "da", TODAY)
    token = saved.save(stock, da, person_id=None, token=None, now=NOON)
    stock.flush()
    later = NOON + saved.VISITOR_LIST
    with pytest.raises(Missing):
        policy.own_list_to_change(stock, None, token, now=later)


def test_only_what_stands_on_a_list_is_taken_off_it(stock):
    da = policy.offer_to_save(stock, "da", TODAY)
    token = saved.save(stock, da, person_id=None, token=None, now=NOON)
    stock.flush()
    kept = policy.own_list_to_change(stock, None, token, now=NOON)
    assert policy.own_saved_offer(kept, "da") is da
    with pytest.raises(Missing):
        policy.own_saved_offer(kept, "weg")


def test_a_shared_list_opens_by_its_link_only(stock):
    da = policy.offer_to_save(stock, "da", TODAY)
    token = saved.save(stock, da, person_id=None, token=None, now=NOON)
    stock.flush()
    kept = policy.own_list_to_change(stock, None, token, now=NOON)
    for guess in (token, "", "None"):
        with pytest.raises(Missing):
            policy.shared_list(stock, guess, now=NOON)
    link = saved.share(Cipher("a secret that is long enough for this test"), kept)
    stock.flush()
    assert policy.shared_list(stock, link, now=NOON) is kept
    saved.unshare(kept)
    stock.flush()
    with pytest.raises(Missing):
        policy.shared_list(stock, link, now=NOON)


@pytest.mark.parametrize("number", [2**31, 2**63])
def test_a_number_beyond_all_rows_leads_nowhere(database, tmp_path, number):
    with database.writing() as session:
        editor = with_roles(session, Role.editor).id
    client = Site(database, tmp_path, index=False).client()
    client.environ_base["HTTP_X_PERSON"] = str(editor)
    assert client.get(f"/redaktion/importe/{2**31 - 1}").status_code == 404
    assert client.get(f"/redaktion/importe/{number}").status_code == 404
