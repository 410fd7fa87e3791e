"""Which passwords pass, and how they are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorhub.accounts import passwords
from mentorhub.accounts.passwords import Weakness, weakness

ABOUT = ("Ele Arslan", "ele.arslan@beispiel.test")


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("", Weakness.too_short),
        ("neunneunn", Weakness.too_short),
        ("x1" * 65, Weakness.too_long),
        ("abababababab", Weakness.monotonous),
        ("passwort12", Weakness.common),
        ("Passwort-2026!", Weakness.common),
        ("1234567890", Weakness.common),
        ("qwertzuiop", Weakness.common),
        ("Sommer2026!", Weakness.common),
        ("arslan2026!", Weakness.about_you),
        ("ELE.ARSLAN1", Weakness.about_you),
        ("drei bunte Regenschirme", None),
        ("mein arslan mag lange lila Lampen", None),
        ("passwörter sind schwer zu merken", None),
        ("korrektpferdbatterie", None),
    ],
)
def test_weak_passwords_are_named(password, found):
    assert weakness(password, ABOUT) is found


def test_short_words_of_a_name_are_not_held_against_anybody():
    assert weakness("eleganteste", ("Ele",)) is None


def test_the_same_letters_typed_differently_are_one_password():
    composed, decomposed = "Schl\u00fcsselbund", "Schlu\u0308sselbund"
    assert passwords.fits(decomposed, passwords.hashed(composed))


def test_a_hash_says_how_it_was_made():
    assert passwords.hashed("egal").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$broken"])
def test_nothing_fits_what_is_no_hash(kept):
    assert not passwords.fits("egal", kept)


@settings(max_examples=200)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_can_be_judged(password, about):
    found = weakness(password, (about,))
    assert found is None or isinstance(found, Weakness)
