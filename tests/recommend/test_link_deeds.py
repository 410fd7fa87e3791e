"""Links of the catalogue: taken up, looked at in turn, noted, forgotten."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentorhub.kit.fetching import Fetcher
from mentorhub.kit.jobs import Desk, Job
from mentorhub.kit.reach import Reach
from mentorhub.kit.services import Services
from mentorhub.recommend import jobs
from mentorhub.recommend.actions import catalogue, links
from mentorhub.recommend.link_check import LIMITS, LinkChecker, LinkWatch
from mentorhub.recommend.models import Link
from mentorhub.recommend.queries import links as rows
from mentorhub.recommend.queries import offers
from tests.outside import open_outside
from tests.recommend.offers import GAZETTEER, NOON, TODAY, record

DAY, WEEK = timedelta(days=1), timedelta(days=7)


class House:
    """A catalogue whose links lead outside; time stands until it is moved, and nobody waits."""

    def __init__(self, database, outside) -> None:
        self.database, self.outside, self.now = database, outside, NOON
        self.checker = LinkChecker(
            Fetcher("MentorHub", Reach(frozenset({outside.host})), LIMITS),
            WEEK,
            clock=lambda: (self.now - NOON).total_seconds(),
            sleep=lambda _seconds: None,
        )

    def offer(self, key: str, path: str | None, source="import:haus") -> None:
        link = self.outside.address(path) if path else ""
        with self.database.writing() as session:
            catalogue.take(
                session,
                [record(key, link=link)],
                origin=catalogue.Origin(source, self.now),
                gazetteer=GAZETTEER,
            )
            links.collect(session, today=TODAY)

    def withdraw(self, key: str) -> None:
        with self.database.writing() as session:
            offer = offers.by_key(session, key)
            catalogue.withdraw(session, offer, by=None, reason="voll", now=self.now)
            links.collect(session, today=TODAY)

    def check(self, only: int | None = None, **more) -> int:
        errand = links.Errand(self.database, self.checker, lambda: self.now)
        return links.carry_out(replace(errand, **more), only)

    def link(self, path: str) -> Link:
        with self.database.reading() as session:
            return rows.of_address(session, self.outside.address(path))

    def states(self) -> dict[str, int]:
        with self.database.reading() as session:
            told = rows.counts(session, origin="", today=TODAY)
        return {name: count for name, count in told.items() if count and name != "all"}

    def asked(self) -> list[str]:
        return [path for _m, path, _h in self.outside.asked if path != "/robots.txt"]


@pytest.fixture
def house(database, outside):
    return House(database, outside)


def test_offers_that_share_a_page_share_its_link_and_it_goes_with_them(house):
    house.offer("a", "/k")
    house.offer("b", "/k")
    house.offer("c", None)
    assert house.states() == {"new": 1}
    house.withdraw("a")
    assert house.states() == {"new": 1}
    house.withdraw("b")
    with house.database.reading() as session:
        assert session.scalar(select(func.count(Link.id))) == 0


def test_a_page_is_looked_at_once_a_week_and_what_was_found_is_noted(house):
    house.offer("a", "/k")
    house.outside.put(b"", "/k")
    assert house.check() == 1
    assert house.check() == 0
    link = house.link("/k")
    assert (link.state, link.checked_at, link.there_at) == ("there", NOON, NOON)
    house.now = NOON + WEEK
    assert house.check() == 1
    assert len(house.asked()) == 2


def test_a_page_is_dead_only_after_a_second_day_and_may_come_back(house):
    house.offer("a", "/weg")
    house.check()
    assert (house.link("/weg").state, str(house.link("/weg").found)) == ("doubtful", "status 404")
    house.now = NOON + WEEK
    house.check()
    assert (house.link("/weg").state, house.link("/weg").dead_at) == ("dead", house.now)
    with house.database.reading() as session:
        assert rows.dead_by_origin(session, TODAY) == {"import:haus": 1}
        assert offers.visible_keys(session, ["a"], TODAY) == {"a"}
    house.outside.refuse(503, "/weg")
    house.now += WEEK
    house.check()
    assert (house.link("/weg").state, house.link("/weg").status) == ("dead", 503)
    house.outside.put(b"", "/weg")
    house.now += WEEK
    house.check()
    assert house.states() == {"there": 1}


def test_what_a_server_does_not_say_for_sure_makes_no_page_dead(house):
    house.offer("a", "/zu")
    for status in (403, 500, 401, 403):
        house.outside.refuse(status, "/zu")
        house.check()
        house.now += WEEK
    assert (house.link("/zu").state, house.link("/zu").status) == ("unknown", 403)


def test_the_longest_unchecked_come_first_and_few_of_one_host(house):
    for number in range(7):
        house.offer(f"k{number}", f"/k{number}")
        house.outside.put(b"", f"/k{number}")
    assert house.check() == 5
    house.now += DAY
    assert house.check() == 2
    house.now += WEEK - DAY
    assert house.check(most=3) == 3
    assert len(house.asked()) == 10
    assert house.asked()[-3:] == house.asked()[:3]


def test_what_our_turn_does_not_come_for_stays_due(house):
    for number in range(2):
        house.offer(f"k{number}", f"/k{number}")
        house.outside.refuse(429, f"/k{number}")
    assert house.check() == 1
    assert house.states() == {"unknown": 1, "new": 1}
    house.now += timedelta(seconds=599)
    assert house.check() == 0
    assert len(house.asked()) == 1
    house.now += timedelta(seconds=2)
    assert house.check() == 1


def test_a_host_that_rests_keeps_the_others_waiting_for_one_turn_only(house):
    for number in range(3):
        house.offer(f"k{number}", f"/k{number}")
        house.outside.refuse(429, f"/k{number}")
    with open_outside() as other:
        tired, house.outside = house.outside, other
        house.offer("z", "/z")
        house.outside = tired
        assert [house.check(most=1) for _run in range(3)] == [1, 0, 1]
    assert len(house.asked()) == 1


def test_a_way_that_takes_too_long_is_tried_again_later_not_at_once(house):
    house.offer("a", "/k")

    def answer(handler):
        house.now += timedelta(seconds=20)
        handler.say(302, Location="/k2")

    house.outside.answers["/k"] = answer
    assert [house.check(), house.check()] == [0, 0]
    assert house.asked() == ["/k"]
    house.now += links.REST
    house.outside.put(b"", "/k")
    assert house.check() == 1


def test_two_workers_do_not_ask_one_host_and_a_lost_one_holds_nobody_up_for_ever(house):
    house.offer("a", "/k")
    house.offer("b", "/l")
    with house.database.writing() as session:
        link = session.scalar(select(Link).order_by(Link.id))
        link.busy_until = NOON + links.LEASE
        link_id = link.id
    assert (house.check(), house.check(only=link_id)) == (0, 0)
    house.now = NOON + links.LEASE
    assert house.check() == 2


def test_two_workers_at_once_ask_for_each_page_once(house):
    for number in range(4):
        house.offer(f"k{number}", f"/k{number}")
        house.outside.put(b"", f"/k{number}")
    with ThreadPoolExecutor(2) as pool:
        looked = list(pool.map(lambda _worker: house.check(), range(2)))
    assert sorted(looked) == [0, 4]
    assert sorted(house.asked()) == ["/k0", "/k1", "/k2", "/k3"]


def test_a_link_that_goes_while_it_is_looked_at_does_no_harm(house):
    house.offer("a", "/k")

    def answer(handler):
        house.withdraw("a")
        handler.say(200)

    house.outside.answers["/k"] = answer
    assert house.check() == 1
    assert house.states() == {}


def desk(house, checker) -> Desk:
    services = Services()
    services.put(house.database)
    services.put(LinkWatch(checker))
    made = Desk(services, lambda: NOON)
    for name, handler in ((rows.CHECK_JOB, jobs.check_links), (rows.AGAIN_JOB, jobs.check_links)):
        made.register(name, handler)
    return made


def test_who_asks_for_a_link_has_it_looked_at_now_and_once(house):
    house.offer("a", "/k")
    house.outside.put(b"", "/k")
    house.check()
    with house.database.writing() as session:
        for job in session.scalars(select(Job)):
            session.delete(job)
        link = rows.of_address(session, house.outside.address("/k"))
        links.ask(session, link, by=7, now=NOON)
        links.ask(session, link, by=8, now=NOON)
        assert rows.asked_again(session) == {link.id}
    assert desk(house, house.checker).run_due() == 1
    assert len(house.asked()) == 2
    with house.database.reading() as session:
        assert rows.asked_again(session) == frozenset()


def test_where_the_operator_has_not_allowed_it_nobody_is_asked(house):
    house.offer("a", "/k")
    with house.database.writing() as session:
        for job in session.scalars(select(Job)):
            session.delete(job)
        link = rows.of_address(session, house.outside.address("/k"))
        links.ask(session, link, by=7, now=NOON)
    assert desk(house, None).run_due() == 1
    assert house.outside.asked == []


def test_a_list_tells_which_offers_lead_to_a_page(house):
    for number in range(5):
        house.offer(f"k{number}", "/k")
    house.offer("x", "/x", source="editor")
    with house.database.reading() as session:
        page = rows.editors_page(session, state="all", origin="", page=1, today=TODAY)
        led = rows.led_by(session, page.rows, TODAY)
        told = led[house.outside.address("/k")]
        assert ([one.key for one in told.offers], told.more) == (["k0", "k1", "k2"], 2)
        mine = rows.editors_page(session, state="new", origin="editor", page=1, today=TODAY)
        assert [each.address for each in mine.rows] == [house.outside.address("/x")]
        assert rows.counts(session, origin="editor", today=TODAY)["all"] == 1
