"""What is sealed opens for its own row only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.kit.crypto import Cipher, Unreadable, new_token, token_hash


@given(st.binary(max_size=2000), st.text(max_size=40))
def test_what_was_sealed_comes_back(data, about):
    cipher = Cipher("a secret")
    assert cipher.open(cipher.seal(data, about), about) == data


def test_another_row_another_key_and_a_changed_byte_are_refused():
    cipher = Cipher("a secret")
    sealed = cipher.seal(b"note", "note:1")
    changed = bytes([*sealed[:-1], sealed[-1] ^ 1])
    for opener, data, about in (
        (cipher, sealed, "note:2"),
        (Cipher("another"), sealed, "note:1"),
        (cipher, changed, "note:1"),
        (cipher, b"", "note:1"),
    ):
        with pytest.raises(Unreadable):
            opener.open(data, about)


def test_a_text_that_cannot_be_opened_is_none():
    cipher = Cipher("first secret")
    sealed = cipher.seal("für Öz".encode(), "note:1")
    assert cipher.open_text(sealed, "note:1") == "für Öz"
    assert cipher.open_text(sealed, "note:2") is None


def test_an_old_key_still_opens():
    sealed = Cipher("old").seal(b"note", "note:1")
    assert Cipher("new", "old").open(sealed, "note:1") == b"note"


def test_tokens_differ_and_their_hash_hides_them():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(token not in token_hash(token) for token in tokens)
