"""The main places depend on who reads; none of them leads nowhere."""

import re


def places_on(page):
    nav = re.search(r'<nav class="site__places".*?</nav>', page.text, re.DOTALL).group()
    return re.findall(r">([^<>\n]+)</a>", nav)


def test_visitors_see_what_is_open_to_all_in_order(client):
    assert places_on(client.get("/")) == ["Suche", "Kurse"]


def test_a_role_adds_its_places(client):
    page = client.get("/", headers={"X-Roles": "in_company_mentor editor"})
    assert places_on(page) == ["Suche", "Kurse", "Fälle", "Neutralität"]


def test_the_place_at_hand_is_marked(client):
    page = client.get("/kurse").text
    assert '<a href="/kurse" aria-current="page">Kurse</a>' in page
    assert '<a href="/" aria-current' not in page


def test_a_page_inside_a_place_marks_the_place(client):
    assert '<a href="/kurse" aria-current="true">Kurse</a>' in client.get("/kurse/7").text


def test_the_legal_pages_are_on_every_page(client):
    for path in ("/", "/nirgends"):
        page = client.get(path).text
        for place in ("impressum", "datenschutz", "barrierefreiheit"):
            assert f'href="/{place}"' in page
