"""The macros: what a field, a list of errors, a pager and the others write down."""

import re

import pytest
from flask import render_template_string
from wtforms import Form, FormField, StringField

from mentorhub.web import controls
from tests.web.specimen import SpecimenForm


@pytest.fixture
def bad_page(client):
    return client.post("/muster", data={"first_name": "<b>", "postcode": "1", "level": ""}).text


@pytest.fixture
def write(app):
    """Render a snippet of a template in a request for /kurse?page=2."""

    def render(text, **facts):
        with app.test_request_context("/kurse?q=lager&page=2"):
            return render_template_string(text, **facts)

    return render


def element(page, id_):
    return re.search(rf'<(?:input|select|textarea|fieldset)[^>]*\bid="{id_}"[^>]*>', page).group()


def test_a_field_is_tied_to_its_label_and_hint(client):
    page = client.get("/muster").text
    assert '<label class="kern-label" for="first_name">' in page
    assert '<div class="kern-hint" id="first_name-hint">' in page
    field = element(page, "first_name")
    assert 'aria-describedby="first_name-hint"' in field
    assert 'autocomplete="given-name"' in field
    assert "required" in field
    assert "aria-invalid" not in field


def test_an_error_is_at_the_field(bad_page):
    field = element(bad_page, "postcode")
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="postcode-error"' in field
    assert 'value="1"' in field
    assert 'id="postcode-error"' in bad_page


def test_a_group_carries_hint_and_error_together(bad_page):
    group = element(bad_page, "who")
    assert group.startswith("<fieldset")
    assert 'aria-describedby="who-hint who-error"' in group


def test_the_errors_stand_on_top_as_links_to_the_fields(bad_page):
    top = re.search(r'<div class="[^"]*form-errors".*?</ul>', bad_page, re.DOTALL).group()
    assert 'role="alert"' in top
    assert 'tabindex="-1"' in top
    targets = re.findall(r'href="#([^"]+)"', top)
    assert targets == ["postcode", "who-0", "hours", "consent"]
    for target in targets:
        assert f'id="{target}"' in bad_page


def test_a_good_form_shows_no_list_of_errors(client):
    assert "form-errors" not in client.get("/muster").text


def test_optional_fields_say_so_and_required_ones_do_not(client):
    page = client.get("/muster").text
    assert re.search(r'for="wish">[^<]*<span class="kern-label__optional">\S freiwillig', page)
    assert re.search(r'for="first_name">Vorname</label>', page)


def test_what_was_typed_is_shown_as_text(bad_page):
    assert 'value="&lt;b&gt;"' in bad_page


def test_wtforms_speaks_the_language_of_the_page(client):
    assert "Dieses Feld wird benötigt." in client.post("/muster").text
    client.set_cookie("language", "en")
    assert "This field is required." in client.post("/muster").text


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("first_name", "line"),
        ("wish", "area"),
        ("level", "select"),
        ("topics", "select"),
        ("who", "group"),
        ("days", "group"),
        ("start", "line"),
        ("hours", "line"),
        ("proof", "line"),
        ("consent", "check"),
        ("secret", "hidden"),
    ],
)
def test_every_kind_of_field_finds_its_shape(app, name, shape):
    with app.test_request_context("/"):
        assert controls.shape(SpecimenForm()[name]) == shape


def test_a_field_made_of_fields_is_refused():
    class Inner(Form):
        street = StringField()

    class Outer(Form):
        address = FormField(Inner)

    with pytest.raises(TypeError, match="address"):
        controls.shape(Outer().address)


def test_the_pager_keeps_the_other_values(write):
    page = write('{% from "ui/pager.html" import pager %}{{ pager(2, 3, total=1250) }}')
    assert 'href="/kurse?q=lager"' in page
    assert 'href="/kurse?q=lager&amp;page=3"' in page
    assert "Seite 2 von 3" in page
    assert "insgesamt 1.250" in page


def test_one_page_needs_no_pager(write):
    assert write('{% from "ui/pager.html" import pager %}{{ pager(1, 1) }}').strip() == ""


def test_the_pages_of_what_a_post_found_are_buttons_and_no_addresses(write):
    page = write(
        '{% from "ui/pager.html" import post_pager %}'
        '{{ post_pager(2, 3, "/faelle", {"wer": "Aylin"}, total=1250) }}'
    )
    assert 'action="/faelle"' in page
    assert '<input type="hidden" name="wer" value="Aylin">' in page
    assert 'name="page" value="1"' in page
    assert 'name="page" value="3"' in page
    assert "Seite 2 von 3" in page
    assert "href" not in page


def test_a_chip_tells_that_it_can_be_removed(write):
    page = write('{% from "ui/chip.html" import chip %}{{ chip("abends", remove=here(q=none)) }}')
    assert 'href="/kurse?page=2"' in page
    assert "entfernen" in page


def test_a_notice_tells_its_kind_in_words(write):
    page = write('{% from "ui/notice.html" import notice %}{{ notice("danger", "Oh", live=true) }}')
    assert "Fehler:" in page
    assert 'role="alert"' in page


def test_rows_without_a_value_are_left_out(write):
    page = write('{% from "ui/dl.html" import dl %}{{ dl([("A", 0), ("B", none), ("C", "")]) }}')
    assert re.findall(r"<dt[^>]*>(\w)", page) == ["A"]


def test_a_one_button_form_is_protected():
    from tests.web.specimen import make_app

    app = make_app()
    with app.test_request_context("/"):
        page = render_template_string(
            '{% from "ui/button.html" import post_button %}{{ post_button("Weg", "/x", {"id": 7}) }}'
        )
    assert 'name="csrf_token"' in page
    assert '<input type="hidden" name="id" value="7">' in page


def test_what_people_wrote_is_never_markup(write):
    text = """
    {% from "ui/card.html" import card %}{% from "ui/table.html" import table %}
    {% from "ui/progress.html" import progress %}
    {{ card(evil) }}{% call table(evil, [evil]) %}{% endcall %}{{ progress(1, 2, evil) }}
    """
    assert "<script>" not in write(text, evil="<script>alert(1)</script>")


def test_a_message_is_shown_once(client):
    client.post("/gemerkt")
    assert "Gemerkt" in client.get("/").text
    assert "Gemerkt" not in client.get("/").text
