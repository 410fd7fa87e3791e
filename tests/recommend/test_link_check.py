"""Looking at pages outside: who is asked, how often, what an answer means."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from mentorhub.kit.fetching import Fetcher, Limits
from mentorhub.kit.reach import Reach
from mentorhub.recommend.link_check import LinkChecker, NotNow
from mentorhub.recommend.links import Finding, History
from tests.outside import open_outside

WEEK = timedelta(days=7)
SOON = 60.0
THERE = Finding()
NOT_FOUND = Finding("status", 404)


class Guest:
    """A checker whose time passes only while it waits."""

    def __init__(self, *hosts, seconds=60.0, reach=None) -> None:
        self.now, self.waits = 0.0, []
        reach = reach or Reach(frozenset(hosts), in_the_open=True)
        fetcher = Fetcher("MentorHub (+http://localhost)", reach, Limits(500_000, seconds, 3))
        self.checker = LinkChecker(fetcher, WEEK, clock=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def look(self, address: str, within=SOON) -> Finding:
        return self.checker.look(address, self.now + within)


def asked(outside) -> list[str]:
    return [f"{method} {path}" for method, path, _headers in outside.asked]


def test_a_page_is_asked_for_its_head_alone_and_after_the_rules(outside):
    outside.put(b"kurs", "/kurs/7")
    guest = Guest(outside.host)
    assert guest.look(outside.address("/kurs/7#ort")) == THERE
    assert guest.look(outside.address("/kurs/7")) == THERE
    assert asked(outside) == ["GET /robots.txt", "HEAD /kurs/7", "HEAD /kurs/7"]
    assert all(h["User-Agent"].startswith("MentorHub (+") for _m, _p, h in outside.asked)
    assert guest.waits == [1.0, 1.0]


@pytest.mark.parametrize("status", [404, 405, 403, 500, 501])
def test_where_a_head_settles_nothing_the_page_itself_is_asked(outside, status):
    outside.answers["/k"] = lambda handler: handler.say(
        status if handler.command == "HEAD" else 200, b"x" * 9_000_000
    )
    assert Guest(outside.host).look(outside.address("/k")) == THERE


@pytest.mark.parametrize("status", [404, 410, 401, 403, 429, 500, 503])
def test_what_a_server_says_is_found_as_such(outside, status):
    outside.refuse(status, "/k")
    found = Guest(outside.host).look(outside.address("/k"))
    assert (found, found.is_gone) == (Finding("status", status), status in (404, 410))


@pytest.mark.parametrize(
    ("play", "why"),
    [
        (lambda o: o.drip("/k", head=True), "slow"),
        (lambda o: o.lead("/k", "/k"), "turns"),
        (lambda o: o.lead("https://10.0.0.7/", "/k"), "inside"),
        (lambda o: o.lead("http://localhost:1/", "/k"), "inside"),
        (lambda o: o.lead("file:///etc/passwd", "/k"), "address"),
        (lambda o: o.lead("//[", "/k"), "address"),
    ],
)
def test_what_leads_nowhere_says_nothing_about_the_page(outside, play, why):
    play(outside)
    found = Guest(outside.host, seconds=0.3).look(outside.address("/k"))
    assert (found.why, found.is_gone, found.is_there) == (why, False, False)


def test_a_turn_leads_to_the_page_even_at_another_host(outside):
    with open_outside() as other:
        outside.lead(other.address("/neu"), "/alt")
        other.put(b"", "/neu")
        assert Guest(outside.host, other.host).look(outside.address("/alt")) == THERE
        assert asked(other) == ["GET /robots.txt", "HEAD /neu"]
        other.put(b"User-agent: *\nDisallow: /neu", "/robots.txt")
        assert Guest(outside.host, other.host).look(outside.address("/alt")).why == "robots"


def test_no_page_inside_is_asked(outside):
    outside.put(b"", "/k")
    assert Guest().look(outside.address("/k")).why == "inside"
    assert Guest(reach=Reach(in_the_open=False)).look(outside.address("/k")).why == "insecure"
    assert outside.asked == []


@pytest.mark.parametrize(
    ("robots", "path", "why"),
    [
        (b"User-agent: *\nDisallow: /intern", "/kurs", ""),
        (b"User-agent: *\nDisallow: /intern", "/intern/kurs", "robots"),
        (b"User-agent: mentorhub\nDisallow: /\n\nUser-agent: *\nAllow: /", "/kurs", "robots"),
        (b"User-agent: anderer\nDisallow: /", "/kurs", ""),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n", "/kurs", "robots"),
        ("User-agent: *\nCrawl-delay: ²\nAllow: /".encode(), "/kurs", ""),
        (b"User-agent: *\nDisallow: //[", "/kurs", ""),
        (b"User-agent: *\nDisallow: /*/druck", "/kurs/7/druck", "robots"),
        (b"User-agent: *\nDisallow: /*.pdf$", "/kurs/7.pdf", "robots"),
        (b"User-agent: *\nDisallow: /*.pdf$", "/kurs/7.pdf.html", ""),
        (b"User-agent: *\nDisallow: /\nAllow: /kurs", "/kurs", ""),
        (b"User-agent: *\nDisallow: /" + 20_000 * b"*a" + b"b", "/kurs", ""),
        (b"\x00\xff<html>", "/kurs", ""),
        (b"User-agent: *\nDisallow: /kurs\n" + b"#" * 600_000, "/kurs", "too_large"),
    ],
)
def test_what_a_server_does_not_want_is_left_alone(outside, robots, path, why):
    outside.put(robots, "/robots.txt")
    outside.put(b"", path)
    assert Guest(outside.host).look(outside.address(path)).why == why
    assert (f"HEAD {path}" in asked(outside)) == (not why)


@pytest.mark.parametrize(
    ("status", "why"), [(404, ""), (410, ""), (401, "robots"), (403, "robots"), (500, "status")]
)
def test_rules_that_are_not_there_allow_and_those_nobody_knows_do_not(outside, status, why):
    outside.refuse(status, "/robots.txt")
    outside.put(b"", "/k")
    assert Guest(outside.host).look(outside.address("/k")).why == why
    assert ("HEAD /k" in asked(outside)) == (not why)


def test_rules_are_read_once_a_day_and_after_trouble_once_an_hour(outside):
    outside.put(b"", "/k")
    guest = Guest(outside.host)
    outside.refuse(503, "/robots.txt")
    guest.look(outside.address("/k"))
    guest.now += 3000
    guest.look(outside.address("/k"))
    guest.now += 700
    outside.put(b"", "/robots.txt")
    for _hour in range(20):
        guest.look(outside.address("/k"))
        guest.now += 3600
    assert asked(outside).count("GET /robots.txt") == 2


def test_a_host_that_wants_more_time_gets_it(outside):
    outside.put(b"User-agent: *\nCrawl-delay: 20", "/robots.txt")
    outside.put(b"", "/k")
    guest = Guest(outside.host)
    guest.look(outside.address("/k"))
    guest.look(outside.address("/k"))
    assert guest.waits == [1.0, 20.0]
    with pytest.raises(NotNow):
        guest.look(outside.address("/k"), within=10.0)


def test_a_host_that_wants_a_senseless_time_gets_a_day(outside):
    outside.put(b"User-agent: *\nCrawl-delay: " + b"9" * 9, "/robots.txt")
    outside.put(b"", "/k")
    guest = Guest(outside.host)
    assert guest.look(outside.address("/k")) == THERE
    with pytest.raises(NotNow) as told:
        guest.look(outside.address("/k"))
    assert told.value.seconds == 86_400


@pytest.mark.parametrize(("told", "rest"), [({}, 600), ({"Retry_After": "90"}, 90)])
def test_a_host_that_was_asked_too_often_is_left_alone(outside, told, rest):
    outside.refuse(429, "/k", **told)
    outside.put(b"", "/anders")
    guest = Guest(outside.host)
    assert guest.look(outside.address("/k")) == Finding("status", 429)
    guest.now += rest - 61
    with pytest.raises(NotNow):
        guest.look(outside.address("/anders"))
    guest.now += 2
    assert guest.look(outside.address("/anders")) == THERE


def test_one_host_is_never_asked_twice_at_once(outside):
    at_once, most, lock = 0, [], threading.Lock()

    def answer(handler):
        nonlocal at_once
        with lock:
            at_once += 1
            most.append(at_once)
        time.sleep(0.02)
        with lock:
            at_once -= 1
        handler.say(200)

    outside.answers["/k"] = answer
    guest = Guest(outside.host)
    threads = [
        threading.Thread(target=guest.checker.look, args=(outside.address("/k"), 1e9))
        for _ in range(6)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == [1] * 6


DAYS = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in range(1, 29)]
SILENCE = Finding("slow")


@pytest.mark.parametrize(
    ("looks", "dead_on"),
    [
        ([(1, THERE), (8, THERE)], None),
        ([(1, NOT_FOUND)], None),
        ([(1, NOT_FOUND), (1, NOT_FOUND)], None),
        ([(1, NOT_FOUND), (2, NOT_FOUND)], 2),
        ([(1, NOT_FOUND), (8, SILENCE), (15, Finding("status", 410)), (22, NOT_FOUND)], 15),
        ([(1, NOT_FOUND), (8, THERE), (15, NOT_FOUND)], None),
        ([(1, NOT_FOUND), (2, NOT_FOUND), (9, SILENCE)], 2),
        ([(1, NOT_FOUND), (2, NOT_FOUND), (9, THERE)], None),
        ([(day, Finding("status", code)) for day, code in ((1, 403), (2, 429), (3, 500))], None),
        ([(day, SILENCE) for day in range(1, 20)], None),
    ],
)
def test_a_page_is_dead_once_it_was_gone_on_two_days(looks, dead_on):
    history = History()
    for day, found in looks:
        history = history.after(found, DAYS[day - 1])
    assert history.dead_at == (DAYS[dead_on - 1] if dead_on else None)


def test_a_day_is_one_in_germany():
    late = datetime(2026, 11, 1, 22, 30, tzinfo=UTC)
    soon = late + timedelta(hours=1)
    assert History().after(NOT_FOUND, late).after(NOT_FOUND, soon).dead_at == soon
    early = late - timedelta(hours=20)
    assert History().after(NOT_FOUND, early).after(NOT_FOUND, late).dead_at is None
