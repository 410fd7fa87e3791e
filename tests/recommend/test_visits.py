"""What visitors tell about themselves: sealed, theirs alone, gone after an hour."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentorhub.kit.crypto import Cipher, token_hash
from mentorhub.recommend.actions import visits
from mentorhub.recommend.models import KeptTalk, Visit
from tests.recommend.offers import NOON

FACTS = {"employed": True, "age": 47, "employer_size": "10_249", "disability": True}
CIPHER = Cipher("a secret that is long enough for this test")
OTHER = Cipher("another secret that is long enough for it")


def remember(session, token=None, facts=FACTS, now=NOON) -> str:
    token = visits.remember(session, CIPHER, token, facts, now=now)
    session.flush()
    session.expire_all()
    return token


def recall(session, token, now=NOON, cipher=CIPHER):
    return visits.recall(session, cipher, token, now=now)


def count(session) -> int:
    return session.scalar(select(func.count()).select_from(Visit))


def test_what_was_told_is_there_again(session):
    assert recall(session, remember(session)) == FACTS


def test_nothing_of_it_can_be_read_in_the_database(session):
    token = remember(session)
    row = session.scalars(select(Visit)).one()
    for fact in (b"employed", b"47", b"disability", token.encode()):
        assert fact not in row.sealed
    assert token not in row.token_hash


def test_the_same_facts_are_sealed_differently_each_time(session):
    remember(session)
    remember(session)
    first, second = session.scalars(select(Visit.sealed))
    assert first != second


def test_a_known_token_keeps_its_row_and_its_new_facts(session):
    token = remember(session)
    assert remember(session, token, {"age": 48}) == token
    assert recall(session, token) == {"age": 48}
    assert count(session) == 1


def test_it_ends_sixty_minutes_after_the_last_word(session):
    token = remember(session)
    last = timedelta(minutes=60)
    assert recall(session, token, NOON + last - timedelta(seconds=1)) == FACTS
    assert recall(session, token, NOON + last) == {}
    again = remember(session, token, now=NOON + timedelta(minutes=59))
    assert recall(session, again, NOON + timedelta(minutes=118)) == FACTS


def test_an_ended_token_is_not_taken_up_again(session):
    token = remember(session)
    assert remember(session, token, now=NOON + timedelta(minutes=61)) != token


@pytest.mark.parametrize("token", [None, "", "chosen-by-somebody", "\x00", "ä" * 5000])
def test_nobody_chooses_their_own_token(session, token):
    assert remember(session, token) != token
    assert recall(session, token) == {}


def test_a_foreign_token_yields_nothing_of_others(session):
    mine, theirs = remember(session), remember(session, facts={"age": 20})
    assert mine != theirs
    assert recall(session, mine[:-1]) == {}
    assert recall(session, theirs) == {"age": 20}


def test_changed_bytes_yield_nothing(session):
    token = remember(session)
    row = session.scalars(select(Visit)).one()
    row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    session.flush()
    assert recall(session, token) == {}


def test_bytes_moved_to_another_row_yield_nothing(session):
    mine, theirs = remember(session), remember(session, facts={"age": 20})
    rows = {row.token_hash: row for row in session.scalars(select(Visit))}
    rows[token_hash(mine)].sealed = rows[token_hash(theirs)].sealed
    session.flush()
    assert recall(session, mine) == {}


def test_bytes_under_another_secret_yield_nothing(session):
    assert recall(session, remember(session), cipher=OTHER) == {}


def test_forgetting_deletes_the_row_now(session):
    token, other = remember(session), remember(session)
    visits.forget(session, token)
    visits.forget(session, None)
    assert recall(session, token) == {}
    assert recall(session, other) == FACTS
    assert count(session) == 1


def test_the_sweep_deletes_what_is_over_and_nothing_else(session):
    remember(session)
    late = remember(session, now=NOON + timedelta(minutes=30))
    visits.sweep(session, now=NOON + timedelta(minutes=61))
    assert count(session) == 1
    assert recall(session, late, NOON + timedelta(minutes=61)) == FACTS


def test_a_dialogue_is_kept_beside_the_facts_under_an_id_of_its_own(session):
    facts = remember(session)
    talk = visits.remember(session, CIPHER, None, {"spent": 2}, now=NOON, kind=KeptTalk)
    session.flush()
    session.expire_all()
    assert visits.recall(session, CIPHER, talk, now=NOON, kind=KeptTalk) == {"spent": 2}
    assert recall(session, talk) == {}
    assert visits.recall(session, CIPHER, facts, now=NOON, kind=KeptTalk) == {}
    visits.forget_talk(session, talk)
    assert visits.recall(session, CIPHER, talk, now=NOON, kind=KeptTalk) == {}
    assert recall(session, facts) == FACTS


def test_the_sweep_takes_ended_dialogues_too(session):
    talk = visits.remember(session, CIPHER, None, {"spent": 2}, now=NOON, kind=KeptTalk)
    visits.sweep(session, now=NOON + timedelta(minutes=59))
    assert visits.recall(session, CIPHER, talk, now=NOON, kind=KeptTalk)
    visits.sweep(session, now=NOON + timedelta(minutes=61))
    assert session.scalar(select(func.count()).select_from(KeptTalk)) == 0
