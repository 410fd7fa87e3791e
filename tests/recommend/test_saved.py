"""Offers that somebody keeps: on a visitor's list, on a person's list, under a shared link."""

import threading
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import func, select, text

from mentorhub.kit import schema
from mentorhub.kit.crypto import Cipher
from mentorhub.kit.db import Database
from mentorhub.recommend.actions import saved
from mentorhub.recommend.models import Offer, SavedList, SavedOffer
from mentorhub.recommend.queries import saved as lists
from tests import people
from tests.recommend.offers import NOON, offer, record, take

DAY = timedelta(days=1)
CIPHER = Cipher("a secret that is long enough for this test")
OTHER = Cipher("another secret that is long enough for it")


@pytest.fixture
def ada(session):
    """Somebody with an account."""
    return people.person(session, "Ada").id


@pytest.fixture
def stapler(session):
    """An offer to keep."""
    return offer(session, "stapler")


def save(session, kept, person_id=None, token=None, now=NOON):
    token = saved.save(session, kept, person_id=person_id, token=token, now=now)
    session.flush()
    session.expire_all()
    return token


def keys(session, person_id=None, token=None, now=NOON):
    kept = lists.own(session, person_id=person_id, token=token, now=now)
    return [entry.offer.key for entry in kept.offers] if kept else None


def count(session, what) -> int:
    return session.scalar(select(func.count()).select_from(what))


def fill(session, offers, **whose):
    token = whose.pop("token", None)
    for number, each in enumerate(offers):
        token = saved.save(
            session, each, token=token, now=NOON + timedelta(seconds=number),
            person_id=whose.get("person_id"),
        )  # fmt: skip
    session.flush()
    session.expire_all()
    return token


def hundred(session):
    keys = [f"kurs-{number:03d}" for number in range(saved.MOST_SAVED)]
    take(session, *map(record, keys))
    return session.scalars(select(Offer).where(Offer.key.in_(keys)).order_by(Offer.key)).all()


def test_a_visitor_gets_a_token_and_finds_the_offer_under_it(session, stapler):
    token = save(session, stapler)
    assert keys(session, token=token) == ["stapler"]
    assert keys(session, token=token + "x") is None
    assert token not in session.scalars(select(SavedList.token_hash)).one()


def test_a_person_needs_no_token(session, stapler, ada):
    assert save(session, stapler, person_id=ada) is None
    assert keys(session, person_id=ada) == ["stapler"]


def test_saving_twice_is_saving_once(session, stapler, ada):
    token = save(session, stapler)
    assert save(session, stapler, token=token) == token
    save(session, stapler, person_id=ada)
    save(session, stapler, person_id=ada)
    assert keys(session, token=token) == keys(session, person_id=ada) == ["stapler"]
    assert count(session, SavedOffer) == 2


def test_offers_stand_in_the_order_of_saving(session):
    token = fill(session, [offer(session, "b"), offer(session, "a"), offer(session, "c")])
    assert keys(session, token=token) == ["b", "a", "c"]


def test_a_list_takes_a_hundred_offers_and_no_more(session, stapler):
    token = fill(session, hundred(session))
    with pytest.raises(saved.ListFull):
        save(session, stapler, token=token)
    assert len(keys(session, token=token)) == saved.MOST_SAVED


def test_on_a_full_list_saving_again_what_is_there_is_no_mistake(session):
    offers = hundred(session)
    token = fill(session, offers)
    assert save(session, offers[0], token=token) == token


def test_a_removed_offer_is_gone_from_this_list_only(session, stapler, ada):
    token = save(session, stapler)
    save(session, stapler, person_id=ada)
    saved.remove(session, lists.own(session, person_id=None, token=token, now=NOON), stapler)
    assert keys(session, token=token) == []
    assert keys(session, person_id=ada) == ["stapler"]


def test_a_visitors_list_ends_thirty_days_after_the_last_saving(session, stapler):
    token = save(session, stapler)
    assert keys(session, token=token, now=NOON + 29 * DAY) == ["stapler"]
    assert keys(session, token=token, now=NOON + 30 * DAY) is None
    save(session, offer(session, "kran"), token=token, now=NOON + 20 * DAY)
    assert keys(session, token=token, now=NOON + 49 * DAY) == ["stapler", "kran"]


def test_an_ended_token_gets_a_new_list(session, stapler):
    token = save(session, stapler)
    fresh = save(session, offer(session, "kran"), token=token, now=NOON + 31 * DAY)
    assert fresh != token
    assert keys(session, token=fresh, now=NOON + 31 * DAY) == ["kran"]


def test_a_persons_list_never_ends(session, stapler, ada):
    save(session, stapler, person_id=ada)
    assert keys(session, person_id=ada, now=NOON + 4000 * DAY) == ["stapler"]


def share(session, token):
    kept = lists.own(session, person_id=None, token=token, now=NOON)
    link = saved.share(CIPHER, kept)
    session.flush()
    return kept, link


def test_a_shared_list_is_read_under_its_link_and_under_no_other(session, stapler):
    token = save(session, stapler)
    kept, link = share(session, token)
    assert lists.shared(session, link, now=NOON) is kept
    assert lists.shared(session, token, now=NOON) is None
    assert lists.shared(session, "", now=NOON) is None
    assert keys(session, token=link) is None


def test_sharing_again_gives_the_same_link(session, stapler):
    token = save(session, stapler)
    assert share(session, token)[1] == share(session, token)[1]


def test_a_link_is_kept_as_a_hash_and_sealed_and_bound_to_its_list(session, stapler):
    kept, link = share(session, save(session, stapler))
    other, other_link = share(session, save(session, stapler))
    assert link not in kept.share_hash
    assert link.encode() not in kept.share_sealed
    assert lists.share_token(CIPHER, kept) == link
    kept.share_sealed = other.share_sealed
    assert lists.share_token(CIPHER, kept) is None
    assert other_link != link


def test_a_link_that_cannot_be_opened_is_replaced(session, stapler):
    kept, link = share(session, save(session, stapler))
    assert lists.share_token(OTHER, kept) is None
    assert kept.is_shared
    fresh = saved.share(OTHER, kept)
    session.flush()
    assert lists.shared(session, link, now=NOON) is None
    assert lists.shared(session, fresh, now=NOON) is kept


def test_a_link_that_was_taken_back_is_dead_for_ever(session, stapler):
    token = save(session, stapler)
    kept, link = share(session, token)
    saved.unshare(kept)
    session.flush()
    assert lists.shared(session, link, now=NOON) is None
    assert share(session, token)[1] != link


def test_a_shared_visitors_list_ends_with_the_list(session, stapler):
    _, link = share(session, save(session, stapler))
    assert lists.shared(session, link, now=NOON + 30 * DAY) is None


def hand_over(session, token, person_id):
    saved.hand_over(session, token=token, person_id=person_id, now=NOON)
    session.flush()
    session.expire_all()


def test_after_signing_in_the_visitors_list_is_the_persons(session, stapler, ada):
    token = fill(session, [stapler, offer(session, "kran")])
    hand_over(session, token, ada)
    assert keys(session, person_id=ada) == ["stapler", "kran"]
    assert keys(session, token=token) is None
    assert count(session, SavedList) == 1


def test_the_hand_over_adds_to_what_the_person_had(session, stapler, ada):
    fill(session, [stapler, offer(session, "kran")], person_id=ada)
    token = fill(session, [offer(session, "excel"), stapler])
    hand_over(session, token, ada)
    assert sorted(keys(session, person_id=ada)) == ["excel", "kran", "stapler"]


def test_the_hand_over_stops_at_a_hundred(session, stapler, ada):
    fill(session, hundred(session), person_id=ada)
    hand_over(session, save(session, stapler), ada)
    assert len(keys(session, person_id=ada)) == saved.MOST_SAVED
    assert count(session, SavedList) == 1


@pytest.mark.parametrize("token", [None, "", "unbekannt"])
def test_without_a_list_there_is_nothing_to_hand_over(session, ada, token):
    hand_over(session, token, ada)
    assert count(session, SavedList) == 0


def test_the_sweep_deletes_ended_lists_with_all_in_them_and_nothing_else(session, stapler, ada):
    save(session, stapler)
    late = save(session, stapler, now=NOON + 5 * DAY)
    save(session, stapler, person_id=ada)
    saved.sweep(session, now=NOON + 31 * DAY)
    session.flush()
    session.expire_all()
    assert (count(session, SavedList), count(session, SavedOffer)) == (2, 2)
    assert keys(session, token=late, now=NOON + 31 * DAY) == ["stapler"]
    assert keys(session, person_id=ada) == ["stapler"]


@pytest.mark.parametrize("keys", [("kran", "stapler"), ("kran", "kran")])
def test_two_first_saves_at_once_make_one_list(postgres, keys):
    with postgres.writing() as session:
        ada_id = people.person(session, "Ada").id
        for key in set(keys):
            offer(session, key)
    ready, problems = threading.Barrier(2), []

    def keep(key):
        try:
            with postgres.writing() as session:
                one = session.scalars(select(Offer).where(Offer.key == key)).one()
                ready.wait(10)
                save(session, one, person_id=ada_id)
        except Exception as problem:
            problems.append(problem)

    both = [threading.Thread(target=keep, args=(key,)) for key in keys]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert problems == []
    with postgres.reading() as session:
        (kept,) = session.scalars(select(SavedList)).all()
        assert {entry.offer.key for entry in kept.offers} == set(keys)


@pytest.fixture(params=["sqlite", "postgres"])
def first_tables(request, tmp_path):
    """A database as the first version left it, on each server."""
    address = f"sqlite:///{tmp_path / 'first.db'}"
    if request.param == "postgres":
        address = request.getfixturevalue("postgres_beside")("first")
    database = Database(address)
    with database.engine.begin() as connection:
        command.upgrade(schema._config(connection), "0001")
    yield database
    database.dispose()


def test_links_of_the_first_version_go_on_working_and_are_no_longer_kept_in_clear(first_tables):
    with first_tables.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO saved_list (id, share_token, made_at) VALUES (1, 'old link', :at)"),
            {"at": NOON.replace(tzinfo=None)},
        )
        connection.execute(
            text("INSERT INTO saved_list (id, made_at) VALUES (2, :at)"),
            {"at": NOON.replace(tzinfo=None)},
        )
    schema.upgrade(first_tables)
    with first_tables.writing() as session:
        kept = lists.shared(session, "old link", now=NOON)
        assert kept.id == 1
        assert lists.share_token(CIPHER, kept) is None
        assert saved.share(CIPHER, kept) != "old link"
    with first_tables.reading() as session:
        assert lists.shared(session, "old link", now=NOON) is None
        assert not session.get(SavedList, 2).is_shared
