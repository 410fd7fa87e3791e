"""What is sealed, and the words to which people agree."""

import hashlib
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mentorhub.tandems import consent
from mentorhub.tandems.actions import cases, erasure
from mentorhub.tandems.content import Content, SavedTitle
from mentorhub.web import catalogue

saved = st.lists(st.builds(SavedTitle, st.text(), st.text()), max_size=3).map(tuple)

# Whoever changes the words of the consent gives them a new version and writes its digest here.
KNOWN = {"2026-11": "2433a6654dcc2b9f", "2026-11-26": "c073d1906ba02157"}


@given(st.builds(Content, st.text(), st.text(), st.text(), st.text(), saved))
def test_whatever_is_told_comes_back_the_same(content):
    assert Content.unpacked(content.packed()) == content


def test_searches_and_contact_can_be_left_out():
    content = Content("Aylin", "0231", "Wunsch", "stapler", (SavedTitle("a", "A"),))
    assert content.without_search() == Content("Aylin", "0231", "Wunsch")
    assert content.without_contact().contact == ""
    assert content.without_contact().saved == content.saved


def test_changed_words_of_the_consent_need_a_new_version():
    german, _ = catalogue.merge()
    words = [
        text._args[0]
        for sentence in (*consent.SENTENCES, consent.AGREE, consent.AGREE_SEARCH)
        for text in (sentence.normal, sentence.easy)
    ]
    both = [*words, *(german.get(text).string for text in words)]
    assert KNOWN[consent.VERSION] == hashlib.sha256("\n".join(both).encode()).hexdigest()[:16]


def test_the_consent_names_the_times_that_are_kept():
    assert {erasure.KEEP_ENDED, cases.SILENT} == {timedelta(days=365)}
    times = consent.SENTENCES[3]
    for words in (str(times.normal), str(times.easy)):
        assert f"{erasure.KEEP_WAITING.days} days" in words
