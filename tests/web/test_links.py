"""This page's address with another filter."""

import pytest

from mentorhub.web.links import here, without


@pytest.fixture
def page(app):
    with app.test_request_context("/kurse?q=B%C3%BCro+%26+mehr&thema=a&thema=b&page=3"):
        yield


def test_a_value_changes_and_the_rest_stays(page):
    assert here(page=4) == "/kurse?q=B%C3%BCro+%26+mehr&thema=a&thema=b&page=4"


def test_none_takes_a_value_away(page):
    assert here(page=None, thema=None) == "/kurse?q=B%C3%BCro+%26+mehr"


def test_a_list_sets_several(page):
    assert here(q=None, page=None, thema=["x", "y"]) == "/kurse?thema=x&thema=y"


def test_one_of_several_is_taken_away(page):
    assert without("thema", "a") == "/kurse?q=B%C3%BCro+%26+mehr&thema=b&page=3"


def test_a_page_without_values_has_a_plain_address(page):
    assert here(q=None, page=None, thema=None) == "/kurse"


def test_an_answer_to_a_post_leads_back_to_the_start(app):
    with app.test_request_context("/muster", method="POST"):
        assert here(page=2) == "/"
