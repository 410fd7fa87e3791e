"""Offers come, change, go and come back, on both databases."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from alembic import command
from sqlalchemy import func, select, text

from mentorhub.kit import schema
from mentorhub.kit.audit import AuditEntry
from mentorhub.kit.db import Database
from mentorhub.kit.jobs import Job
from mentorhub.recommend.actions import catalogue
from mentorhub.recommend.models import Offer, OfferDate, OfferVersion
from mentorhub.recommend.offer_record import Start
from mentorhub.recommend.queries import offers as queries
from tests.recommend.offers import GAZETTEER, NOON, TODAY, offer, origin, record, take

LATER = NOON + timedelta(hours=1)


def find(session, key="stapler") -> Offer:
    session.flush()
    session.expire_all()
    return session.scalars(select(Offer).where(Offer.key == key)).one()


def deeds(session, key="stapler") -> list[str]:
    return [version.deed for version in reversed(queries.history(session, find(session, key)))]


def jobs(session) -> int:
    return session.scalar(select(func.count(Job.id)).where(Job.name == catalogue.INDEX_JOB))


def change(session, changed, *, seen=None, by=None):
    stored = find(session, changed.key)
    catalogue.change(
        session, stored, changed, origin=origin(at=LATER, by=by), gazetteer=GAZETTEER,
        seen=seen or stored.digest,
    )  # fmt: skip


def test_a_new_offer_is_kept_whole_with_its_place_and_dates(session):
    assert take(session, record()) == ["added"]
    stored = find(session)
    assert catalogue.record_of(stored.key, catalogue.snapshot(stored)) == record()
    assert (stored.latitude, stored.longitude) == (51.514, 7.465)
    assert stored.is_current(TODAY)
    assert deeds(session) == ["added"]
    assert jobs(session) == 1


def test_an_unknown_place_has_no_coordinates(session):
    take(session, record(postcode="59469", town="Ense"))
    assert find(session).latitude is None


def test_the_same_again_writes_nothing(session):
    take(session, record())
    assert take(session, record(), at=LATER) == ["unchanged"]
    assert find(session).changed_at == NOON
    assert deeds(session) == ["added"]


def test_a_changed_record_changes_the_offer_and_leaves_a_version(session):
    take(session, record())
    assert take(session, record(title="Neu", starts=(), on_request=True), at=LATER) == ["changed"]
    stored = find(session)
    assert (stored.title, stored.dates, stored.changed_at) == ("Neu", [], LATER)
    assert deeds(session) == ["added", "changed"]


def test_an_offer_keeps_only_its_new_dates(session):
    take(session, record(starts=(Start(date(2027, 1, 11)), Start(date(2027, 2, 1)))))
    take(session, record(starts=(Start(date(2027, 2, 1), date(2027, 2, 5)),)))
    assert [(d.starts, d.ends) for d in find(session).dates] == [
        (date(2027, 2, 1), date(2027, 2, 5))
    ]
    assert session.scalar(select(func.count(OfferDate.id))) == 1


def test_an_offer_of_another_source_is_left_alone(session):
    take(session, record(), source="import:haus")
    assert take(session, record(title="Fremd"), source="import:anderes") == ["foreign"]
    assert find(session).title == "Gabelstaplerschein"


def test_outcomes_come_in_the_order_of_the_records(session):
    take(session, record("a"), record("b"))
    records = [record("c"), record("b", title="Neu"), record("a")]
    assert take(session, *records) == ["added", "changed", "unchanged"]


def test_two_offers_with_the_same_text_are_two_offers(session):
    assert take(session, record("a"), record("b")) == ["added", "added"]


def test_adding_a_key_that_is_in_use_is_refused(session):
    offer(session)
    with pytest.raises(catalogue.KeyTaken):
        offer(session)
    assert session.scalar(select(func.count(Offer.id))) == 1


def test_an_added_offer_is_in_the_log(session):
    stored = offer(session)
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.deed, entry.subject) == ("offer.added", f"offer:{stored.key}")


def test_an_editor_changes_an_offer(session):
    offer(session)
    change(session, record(title="Besser"), by=7)
    stored = find(session)
    newest = queries.history(session, stored)[0]
    assert (stored.title, newest.deed, newest.by_id) == ("Besser", "changed", 7)


def test_a_change_that_changes_nothing_leaves_no_trace(session):
    offer(session)
    change(session, record())
    assert deeds(session) == ["added"]


def test_a_change_upon_something_else_than_was_seen_is_refused(session):
    seen = offer(session).digest
    change(session, record(title="Erste"))
    with pytest.raises(catalogue.ChangedMeanwhile):
        change(session, record(title="Zweite"), seen=seen)
    assert find(session).title == "Erste"


def test_what_an_editor_wrote_stays_until_the_source_says_something_new(session):
    take(session, record())
    change(session, record(town="Köln", postcode="50667"))
    assert take(session, record()) == ["unchanged"]
    assert find(session).town == "Köln"
    assert take(session, record(price_cents=0)) == ["changed"]
    assert find(session).town == "Dortmund"


def test_editing_a_withdrawn_offer_does_not_bring_it_back(session):
    catalogue.withdraw(session, offer(session), by=7, reason="weg", now=NOON)
    change(session, record(title="Besser"))
    assert find(session).withdrawal.reason == "weg"


def test_a_withdrawn_offer_is_no_longer_visible(session):
    stored = offer(session)
    catalogue.withdraw(session, stored, by=7, reason="Anbieter geschlossen", now=LATER)
    assert queries.visible_keys(session, ["stapler"], TODAY) == set()
    assert deeds(session) == ["added", "withdrawn"]


def test_a_second_withdrawal_is_refused(session):
    stored = offer(session)
    catalogue.withdraw(session, stored, by=7, reason="erstens", now=NOON)
    with pytest.raises(catalogue.AlreadyWithdrawn):
        catalogue.withdraw(session, stored, by=8, reason="zweitens", now=LATER)
    assert find(session).withdrawal.reason == "erstens"


def test_a_restored_offer_is_visible_again(session):
    stored = offer(session)
    catalogue.withdraw(session, stored, by=7, reason="Irrtum", now=NOON)
    catalogue.restore(session, stored, by=7, now=LATER)
    assert queries.visible_keys(session, ["stapler"], TODAY) == {"stapler"}
    assert deeds(session) == ["added", "withdrawn", "restored"]


def test_restoring_what_is_there_is_refused(session):
    stored = offer(session)
    with pytest.raises(catalogue.NotWithdrawn):
        catalogue.restore(session, stored, by=7, now=NOON)


def test_what_an_editor_withdrew_only_an_editor_brings_back(session):
    take(session, record())
    catalogue.withdraw(session, find(session), by=7, reason="unseriös", now=NOON)
    assert take(session, record()) == ["unchanged"]
    assert take(session, record(price_cents=0)) == ["changed"]
    stored = find(session)
    assert (stored.price_cents, stored.withdrawal.reason) == (0, "unseriös")


def test_what_went_with_its_source_comes_back_with_it(session):
    take(session, record())
    catalogue.withdraw_many(session, [find(session)], by=7, reason="nicht mehr da", now=NOON)
    assert find(session).withdrawal.by_id is None
    assert queries.history(session, find(session))[0].by_id == 7
    assert take(session, record()) == ["changed"]
    assert find(session).withdrawal is None


def test_a_version_can_be_restored_with_everything_in_it(session):
    first = record(starts=(Start(date(2026, 12, 7), date(2026, 12, 18), 3),), azav=True, hours=32)
    take(session, first)
    take(session, record(title="Neu", schedules=(), starts=(), on_request=True))
    stored = find(session)
    facts = queries.history(session, stored)[-1].facts
    catalogue.set_back(session, stored, facts, origin=origin(by=7), gazetteer=GAZETTEER)
    stored = find(session)
    assert catalogue.record_of(stored.key, catalogue.snapshot(stored)) == first
    assert stored.digest == first.digest()


def relative(*weeks, ends=True):
    starts = [
        Start(day, day + timedelta(days=11) if ends else None, week)
        for week, day in zip(weeks, map(monday, weeks), strict=True)
    ]
    return tuple(starts)


def monday(week):
    return date(2026, 11, 16) + timedelta(weeks=week)


def roll(session, today):
    return catalogue.roll_relative_starts(session, today=today, now=LATER)


def test_relative_starts_that_have_passed_move_on_and_stay_apart(session):
    take(session, record(starts=relative(1, 2, 9)))
    assert roll(session, monday(3)) == 2
    stored = find(session)
    assert sorted(d.starts for d in stored.dates) == [monday(4), monday(5), monday(9)]
    assert {d.ends - d.starts for d in stored.dates} == {timedelta(days=11)}
    assert stored.is_current(monday(3))


def test_a_rolled_start_keeps_an_end_on_the_same_day(session):
    take(session, record(starts=(Start(monday(1), monday(1), 1),)))
    roll(session, monday(2))
    assert [(d.starts, d.ends) for d in find(session).dates] == [(monday(3), monday(3))]


def test_rolling_twice_moves_nothing_the_second_time(session):
    take(session, record(starts=relative(1, 2)))
    roll(session, monday(3))
    assert roll(session, monday(3)) == 0


def test_a_start_on_this_very_day_has_not_passed(session):
    take(session, record(starts=relative(1)))
    assert roll(session, monday(1)) == 0


def test_fixed_dates_never_move(session):
    take(session, record(starts=(Start(date(2026, 11, 1)),)))
    assert roll(session, TODAY) == 0
    assert not find(session).is_current(TODAY)


def test_an_example_that_rolled_is_still_unchanged_for_its_source(session):
    take(session, record(starts=relative(1, 2)))
    roll(session, monday(3))
    again = record(
        starts=tuple(
            replace(s, starts=s.starts + timedelta(weeks=3)) for s in relative(1, 2, ends=False)
        )
    )
    again = replace(
        again, starts=tuple(replace(s, ends=s.starts + timedelta(days=11)) for s in again.starts)
    )
    assert take(session, again) == ["unchanged"]


def test_a_hundred_changes_ask_for_one_index(session):
    for number in range(20):
        take(session, record(f"kurs-{number}"))
    assert jobs(session) == 1


def at_once(database, deed):
    """Let two editors do the same deed at the same moment; return what each was answered."""
    answers, both_have_read = [], threading.Barrier(2)

    def act(number):
        try:
            with database.writing() as session:
                session.scalars(select(Offer)).all()
                meet(both_have_read)
                deed(session, number)
            answers.append("done")
        except catalogue.Refused as problem:
            answers.append(type(problem).__name__)

    threads = [threading.Thread(target=act, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(answers)


def meet(barrier):
    """Wait for the other one; SQLite lets only one in at a time, who then goes on alone."""
    try:
        barrier.wait(0.3)
    except threading.BrokenBarrierError:
        return


def loaded(session) -> Offer:
    return session.scalars(select(Offer).where(Offer.key == "stapler")).one()


def test_of_two_changes_at_once_the_second_is_refused(database):
    with database.writing() as session:
        seen = offer(session).digest

    def deed(session, number):
        catalogue.change(
            session, loaded(session), record(title=f"Titel {number}"), origin=origin(by=number),
            gazetteer=GAZETTEER, seen=seen,
        )  # fmt: skip

    assert at_once(database, deed) == ["ChangedMeanwhile", "done"]
    with database.reading() as session:
        assert session.scalar(select(func.count(OfferVersion.id))) == 2


def test_of_two_withdrawals_at_once_the_second_is_refused(database):
    with database.writing() as session:
        offer(session)

    def deed(session, number):
        catalogue.withdraw(session, loaded(session), by=number, reason="weg", now=NOON)

    assert at_once(database, deed) == ["AlreadyWithdrawn", "done"]


def test_of_two_offers_with_one_key_at_once_the_second_is_refused(database):
    def deed(session, number):
        offer(session, title=f"Titel {number}")

    assert at_once(database, deed) == ["KeyTaken", "done"]


# What the editors' list finds


def listed(session, words) -> list[str]:
    session.flush()
    page = queries.editors_page(session, words=words, state="all", page=1, today=TODAY)
    assert queries.editors_counts(session, words=words, today=TODAY)["all"] == page.total
    return sorted(offer.key for offer in page.rows)


@pytest.mark.parametrize("words", ["ärzte", "ÄRZTE", "Aerzte", "arzte", "rzte Köln", "KOELN"])
def test_the_list_finds_words_however_their_umlauts_are_written(session, words):
    offer(session, "a", title="Fortbildung für Ärzte", town="Köln", postcode="50667")
    offer(session, "b", title="Fortbildung in der Pflege")
    assert listed(session, words) == ["a"]


def test_the_list_finds_what_an_offer_says_now(session):
    offer(session, "a", title="Straßenbau")
    change(session, record("a", title="Übersetzen"))
    assert listed(session, "übersetzen") == ["a"]
    assert listed(session, "strassenbau") == []
    assert listed(session, "lernwerk 44137 dortmund") == ["a"]


@pytest.fixture(params=["sqlite", "postgres"])
def older(request, tmp_path):
    """A database whose offers do not keep yet what lists look for."""
    address = f"sqlite:///{tmp_path / 'older.db'}"
    if request.param == "postgres":
        address = request.getfixturevalue("postgres_beside")("older")
    database = Database(address)
    with database.engine.begin() as connection:
        command.upgrade(schema._config(connection), "shared_index")
    yield database
    database.dispose()


def test_the_list_finds_offers_from_before_it_knew_umlauts(older):
    told = "key, kind, title, town, source, digest, changed_at, schedules, on_request"
    given = "'alt', 'course', 'Für Ärzte', 'Ense', 'editor', '-', '2026-11-21', '[]', true"
    empty = ("learn", "description", "provider", "requirements", "target_group", "degree")
    names, signs = ", ".join((told, *empty)), ", ".join((given, *["''"] * len(empty)))
    with older.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO offer ({names}) VALUES ({signs})"))
    schema.upgrade(older)
    with older.reading() as session:
        assert listed(session, "ärzte ense") == ["alt"]
