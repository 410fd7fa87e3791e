"""Small rules: locks, devices, addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.accounts import addresses, devices, lockout
from mentorhub.accounts.lockout import Tries
from mentorhub.accounts.models import fold_email

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/143.0 Safari/537.36 Edg/143.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) Version/26.1 Safari/605.1.15"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        (EDGE, "Edge, Windows"),
        (SAFARI, "Safari, iPhone"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_device_is_called_by_its_family(agent, name):
    assert devices.label(agent) == name


@given(st.text())
def test_a_device_is_never_told_apart_by_what_it_says(agent):
    known = {name for _, name in (*devices.BROWSERS, *devices.SYSTEMS)}
    assert set(devices.label(agent).split(", ")) - {""} <= known


def test_failures_far_apart_never_lock():
    tries, now = None, NOON
    for _ in range(20):
        tries = lockout.after_failure(tries, now)
        now += lockout.WINDOW / 2 + timedelta(seconds=1)
        assert tries.locked_until is None or tries.count >= lockout.TRIES
    assert not lockout.is_locked(Tries(1, NOON), NOON)


@given(st.lists(st.integers(min_value=0, max_value=3600), max_size=40))
def test_a_lock_means_five_failures_within_the_window(pauses):
    tries, now, seen = None, NOON, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        seen.append(now)
        tries = lockout.after_failure(tries, now)
        if tries.locked_until:
            recent = [at for at in seen if now - at <= lockout.WINDOW]
            assert len(recent) >= lockout.TRIES


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ele@Beispiel.TEST", "ele@beispiel.test"),
        ("  ele@beispiel.test\n", "ele@beispiel.test"),
        ("ele+kurse@beispiel.de", "ele+kurse@beispiel.de"),
        ("jörg@müller.de", "jörg@müller.de"),
        ("Groß@Beispiel.de", "groß@beispiel.de"),
        ("ele@Straße.de", "ele@straße.de"),
        ("ele@ｂeispiel.de", "ele@beispiel.de"),
        ("ele@beispiel。de", "ele@beispiel.de"),
        ("ele@xn--mller-kva.de", "ele@müller.de"),
    ],
)
def test_an_address_is_kept_in_one_spelling(typed, kept):
    assert addresses.clean(typed) == kept
    assert addresses.key(typed) == fold_email(kept) == kept


def test_what_is_no_address_is_counted_as_it_was_typed():
    assert addresses.key(" Kein Name ") == "kein name"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ele",
        "ele@",
        "@beispiel.de",
        "ele@beispiel",
        "ele@localhost",
        "a b@beispiel.de",
        "ele@beispiel.de, ada@beispiel.de",
        "ele@beispiel.de\r\nBcc: alle@beispiel.de",
        f"{'e' * 300}@beispiel.de",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(addresses.NoAddress):
        addresses.clean(typed)
