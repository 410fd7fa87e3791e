"""What is asked outside: only where it may be, only so much, only so long."""

import base64
import gzip
import io

import pytest

from mentorhub.kit import reach
from mentorhub.kit.fetching import Fetcher, Known, Limits, Login, Reply, unpacked
from mentorhub.kit.reach import NotFetched, Reach, is_public
from tests.outside import open_outside

AGENT = "MentorHub-Test"
SMALL = Limits(size=100_000, seconds=60.0, turns=3)
SHORT = Limits(size=100_000, seconds=0.3, turns=3)


def fetcher(outside, limits=SMALL, **more) -> Fetcher:
    return Fetcher(AGENT, Reach(frozenset({outside.host}), **more), limits)


def refusal(fetcher, address, **more) -> NotFetched:
    with pytest.raises(NotFetched) as told:
        fetcher.fetch(address, io.BytesIO(), **more)
    return told.value


def test_a_file_comes_whole_with_what_the_server_calls_its_state(outside):
    outside.put(b"kurse", ETag='"a1"', Last_Modified="Sat, 21 Nov 2026 12:00:00 GMT")
    file = io.BytesIO()
    fetched = fetcher(outside).fetch(outside.address(), file)
    assert file.getvalue() == b"kurse"
    assert (fetched.is_new, fetched.size) == (True, 5)
    assert fetched.known == Known('"a1"', "Sat, 21 Nov 2026 12:00:00 GMT")
    _method, _path, headers = outside.asked[0]
    assert (headers["User-Agent"], headers["Accept-Encoding"]) == (AGENT, "identity")


def test_what_is_known_is_not_sent_again(outside):
    outside.put_marked(b"kurse", '"a1"')
    known = fetcher(outside).fetch(outside.address(), io.BytesIO()).known
    again = fetcher(outside).fetch(outside.address(), io.BytesIO(), known=known)
    assert (again.is_new, again.size, again.known) == (False, 0, known)


def test_not_changed_is_no_answer_to_who_knows_nothing(outside):
    outside.refuse(304)
    assert refusal(fetcher(outside), outside.address()).status == 304


@pytest.mark.parametrize("packed", [{"Content_Encoding": "gzip"}, {}])
def test_a_packed_file_is_unpacked(outside, packed):
    body = b"kurse " * 5000
    outside.put(gzip.compress(body[:9000]) + gzip.compress(body[9000:]), **packed)
    file = io.BytesIO()
    assert fetcher(outside).fetch(outside.address(), file).size == len(body)
    assert file.getvalue() == body


@pytest.mark.parametrize(
    ("play", "why"),
    [
        (lambda o: o.pour(), "too_large"),
        (lambda o: o.put(b"x", Content_Length="99999999"), "too_large"),
        (lambda o: o.bomb(30_000_000), "too_large"),
        (lambda o: o.break_off(b"<OPENQCAT>"), "broken"),
        (lambda o: o.put(gzip.compress(b"kurse" * 999)[:-20]), "broken"),
        (lambda o: o.put(b"kurse", Content_Encoding="br"), "packed"),
        (lambda o: o.put(b"\x1f\x8b kein gzip"), "packed"),
        (lambda o: o.lead(o.address()), "turns"),
        (lambda o: o.refuse(500), "status"),
        (lambda o: o.refuse(410), "status"),
    ],
)
def test_what_is_not_whole_is_refused(outside, play, why):
    play(outside)
    assert refusal(fetcher(outside), outside.address()).why == why


@pytest.mark.parametrize("head", [False, True])
def test_a_server_that_drips_for_ever_is_left_at_the_deadline(outside, head):
    outside.drip(head=head)
    assert refusal(fetcher(outside, SHORT), outside.address()).why == "slow"


def test_of_a_bomb_no_more_is_unpacked_than_a_piece_at_a_time():
    sizes = [len(piece) for piece in unpacked(iter([gzip.compress(b"\0" * 10_000_000)]))]
    assert sum(sizes) == 10_000_000
    assert max(sizes) <= 65_536


def test_a_server_that_asks_for_rest_is_heard(outside):
    outside.refuse(503, Retry_After="120")
    told = refusal(fetcher(outside), outside.address())
    assert (told.status, told.retry_seconds) == (503, 120)


def test_nobody_there_is_silence(outside):
    with open_outside() as gone:
        address, host = gone.address(), gone.host
    quiet = Fetcher(AGENT, Reach(frozenset({host})), SMALL)
    assert refusal(quiet, address).why == "silent"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://example.org/kurse", "insecure"),
        ("https://127.0.0.1/kurse", "inside"),
        ("https://localhost/kurse", "inside"),
        ("https://[::1]/kurse", "inside"),
        ("https://[::ffff:127.0.0.1]/kurse", "inside"),
        ("https://169.254.169.254/latest/meta-data", "inside"),
        ("https://10.0.0.7/kurse", "inside"),
        ("https://2130706433/kurse", "inside"),
        ("https://0.0.0.0/kurse", "inside"),
        ("https://gibt-es-nicht.invalid/kurse", "unknown"),
        ("ftp://example.org/kurse", "address"),
        ("file:///etc/passwd", "address"),
        ("https://user:secret@example.org/kurse", "address"),
        ("https:///kurse", "address"),
        ("https://example.org:0/kurse", "address"),
        ("https://example.org:99999/kurse", "address"),
        ("https://example.org/kurse\r\nHost: x", "address"),
        ("https://[::1/kurse", "address"),
        ("https://example.org/" + "x" * 3000, "address"),
    ],
)
def test_no_way_leads_inside(outside, address, why):
    assert refusal(fetcher(outside), address).why == why


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://169.254.169.254/latest", "insecure"),
        ("https://169.254.169.254/latest", "inside"),
        ("https://localhost:8000/verwaltung", "inside"),
        ("http://127.0.0.1:1/", "insecure"),
        ("file:///etc/passwd", "address"),
        ("//[", "address"),
    ],
)
def test_a_turn_leads_inside_no_more_than_an_address_does(outside, to, why):
    outside.lead(to)
    assert refusal(fetcher(outside), outside.address()).why == why


def test_the_machine_that_was_checked_is_the_one_that_is_asked(outside):
    told = iter([["127.0.0.1"], ["10.0.0.1"]])
    honest = Fetcher(
        AGENT, Reach(frozenset({f"kurse.test:{outside.port}"}), lambda *_: next(told)), SMALL
    )
    outside.put(b"kurse")
    assert honest.fetch(f"http://kurse.test:{outside.port}/kurse", io.BytesIO()).size == 5
    assert outside.asked[0][2]["Host"] == f"kurse.test:{outside.port}"


def test_a_host_with_one_foot_inside_is_not_asked():
    both = Fetcher(AGENT, Reach(resolve=lambda *_: ["93.184.216.34", "10.0.0.1"]), SMALL)
    assert refusal(both, "https://example.org/kurse").why == "inside"


def test_a_host_is_named_with_its_port_or_with_the_usual_ones():
    named = Reach(frozenset({"intern", "daten:8080", "[::1]:81"}))
    yes = [("intern", 80), ("intern", 443), ("daten", 8080), ("::1", 81)]
    no = [("intern", 22), ("daten", 80), ("::1", 80), ("ein.intern", 80)]
    assert [named.is_named(*each) for each in [*yes, *no]] == [True] * 4 + [False] * 4


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.3.4", "192.168.1.1", "100.64.0.1", "127.0.0.1", "169.254.0.1", "0.0.0.0",
     "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1",
     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "kein ip"],
)  # fmt: skip
def test_an_address_inside_is_known_as_such(address):
    assert not is_public(address)


def test_public_addresses_are_public():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_the_login_goes_to_its_own_server_only(outside):
    with open_outside() as other:
        outside.lead("/dort")
        outside.lead(other.address("/woanders"), "/dort")
        other.put(b"kurse", "/woanders")
        both = Fetcher(AGENT, Reach(frozenset({outside.host, other.host})), SMALL)
        both.fetch(outside.address(), io.BytesIO(), login=Login("geheim"))
        assert [h.get("Authorization") for _m, _p, h in outside.asked] == ["Bearer geheim"] * 2
        assert "Authorization" not in other.asked[0][2]


def test_a_name_and_password_are_sent_as_such(outside):
    outside.put(b"kurse")
    fetcher(outside).fetch(outside.address(), io.BytesIO(), login=Login("geheim", "haus"))
    sent = outside.asked[0][2]["Authorization"].removeprefix("Basic ")
    assert base64.b64decode(sent) == b"haus:geheim"
    assert "geheim" not in repr(Login("geheim", "haus"))


def test_a_single_question_follows_no_turn_and_reads_no_body(outside):
    outside.lead("/dort#unten")
    outside.pour("/endlos")
    outside.refuse(429, "/zu", Retry_After="7")
    one = fetcher(outside)
    assert one.ask(outside.address()) == Reply(302, outside.address("/dort"))
    assert one.ask(outside.address("/endlos"), "GET") == Reply(200)
    assert one.ask(outside.address("/zu")) == Reply(429, "", 7)
    assert [method for method, _path, _headers in outside.asked] == ["HEAD", "GET", "HEAD"]


def test_where_nothing_secret_is_sent_public_machines_may_be_asked_in_the_open():
    def lookup(host, _port):
        return ["10.0.0.1"] if host == "innen.example" else ["93.184.216.34"]

    honest = Reach(resolve=lookup, in_the_open=True)
    assert honest.check("http://example.org/kurs").scheme == "http"
    with pytest.raises(NotFetched):
        honest.machines("innen.example", 80)
    with pytest.raises(NotFetched):
        Reach().check("http://example.org/kurs")


def test_names_are_looked_up_by_this_machine():
    assert "127.0.0.1" in reach.resolve("localhost", 80)
