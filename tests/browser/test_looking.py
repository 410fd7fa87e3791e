"""The looks themselves: each finds what it is there to find."""

import pytest

from tests.browser.looking import faults, watched

PAGE = """<!doctype html><html lang="de"><title>Probe</title><main><h1>Probe</h1>{}</main></html>"""


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<input type="text">', "label"),
        ('<p style="color:#aaa;background:#fff">kaum zu lesen</p>', "color-contrast"),
        ('<div style="width:5000px;height:1px"></div>', "pixels wider than the window"),
        ('<p style="overflow:hidden;width:60px">Qualifizierungschancengesetz</p>', "cut off"),
        ('<button style="width:20px;height:20px;padding:0">x</button>', "too small"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(visitor, body, fault):
    page = visitor(width=320)
    page.set_content(PAGE.format(body))
    assert any(fault in each for each in faults(page)), faults(page)


def test_nothing_is_found_where_nothing_is_wrong(visitor):
    page = visitor(width=320)
    page.set_content(PAGE.format("<p>Alles gut</p>"))
    assert faults(page) == []


def test_an_error_in_the_console_is_heard(visitor, site):
    page = visitor()
    with pytest.raises(AssertionError, match="Aua"), watched(page, site.address):
        page.goto("/impressum")
        page.evaluate("console.error('Aua')")


def test_a_request_to_somebody_else_is_seen(visitor, site):
    page = visitor()
    with pytest.raises(AssertionError, match=r"127\.0\.0\.1:9"), watched(page, site.address):
        page.goto("/impressum")
        page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
