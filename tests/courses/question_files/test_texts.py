"""Texts of question files as Markdown."""

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mentorhub.courses.question_files.notes import Refused, note
from mentorhub.courses.question_files.texts import Raw, line, of_plain, prose
from tests.courses.questions import HARD


def told(text):
    return prose(Raw(text, "html"), [])


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>Eins</p><p>Zwei</p>", "Eins\n\nZwei"),
        ("Eins<br>Zwei<br />", "Eins\\\nZwei"),
        ("<p>Ein <b> fettes </b>Wort und <em>noch <i>eins</i></em></p>", "Ein **fettes** Wort und *noch eins*"),
        ("<ul><li>a</li><li><p>b</p><ol><li>c</li></ol></li></ul>", "- a\n- b\n   1. c"),
        ("<h4>Titel</h4>Text", "### Titel\n\nText"),
        ('<a href="https://a.example/b (c)">dort</a>', "[dort](https://a.example/b%28c%29)"),
        ("H<sub>2</sub>O, m<sup>2</sup>, x<sup>ab</sup>", "H₂O, m², x^ab"),
        ("<pre>a = 1\n  b</pre>", "```\na = 1\n  b\n```"),
        ("Der <code>a*b`c</code>", "Der ``a*b`c``"),
        ("<blockquote><p>Zitat</p></blockquote>", "> Zitat"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td></td><td>c|d</td></tr></table>",
         "| a | b |\n| --- | --- |\n|  | c\\|d |"),
        ("a &lt; b &amp; c&nbsp;d &#246;", "a < b & c d ö"),
        ("5 * 3 [x](y) # kein_e _Betonung_", "5 \\* 3 [x\\](y) # kein_e \\_Betonung\\_"),
        ("# keine Überschrift", "\\# keine Überschrift"),
        ("1. keine Liste", "1\\. keine Liste"),
        ("<b>offen", "**offen**"),
        ("</b></p>zu", "zu"),
        ("a <!-- weg --> b <!-- bis zum Ende", "a b"),
        ("3 < 4 und 5 > 4", "3 < 4 und 5 > 4"),
        ("<b></b><p></p>", ""),
    ],
)  # fmt: skip
def test_html_becomes_markdown_that_says_the_same(source, markdown):
    assert told(source) == markdown


@pytest.mark.parametrize(
    ("source", "text", "seen"),
    [
        (
            '<img src="@@PLUGINFILE@@/a.png" alt="Ein Stuhl">',
            "[Ein Stuhl]",
            note("picture", "Ein Stuhl"),
        ),
        ('<img src="a/b.png">', "", note("picture", "b.png")),
        ('<a href="@@PLUGINFILE@@/a.pdf">Blatt</a>', "Blatt", note("file", "a.pdf")),
        ('<a href="javascript:alert(1)">hier</a>', "hier", note("link", "javascript:alert(1)")),
        ("<script>alert('<b>')</script>da", "da", note("html", "script")),
        ("<svg><text>x</text></svg>da", "da", note("html", "svg")),
        ('<iframe src="https://x.example"></iframe>da', "da", note("html", "iframe")),
    ],
)
def test_what_is_dropped_is_named(source, text, seen):
    notes = []
    assert prose(Raw(source, "html"), notes) == text
    assert notes == [seen]


def test_places_without_markup_get_the_words_alone():
    raw = Raw("<p>Ein <b>Wort</b>, <a href='https://a.example'>dort</a></p><p>und</p>", "html")
    assert line(raw, []) == "Ein Wort, dort und"
    assert line(Raw("a *b*"), []) == "a *b*"


def test_markdown_stays_as_it_is_and_moodle_text_is_html_only_with_tags():
    assert prose(Raw(" **a** _b_ ", "markdown"), []) == "**a** _b_"
    assert prose(Raw("a*b", "moodle"), []) == "a\\*b"
    assert prose(Raw("a <b>b</b>", "moodle"), []) == "a **b**"
    assert prose(Raw("if a<b: x", "moodle"), []) == "if a\\<b: x"


def shown(markdown):
    """The words that a reader of Markdown sees."""
    page = MarkdownIt().enable("table").render(markdown)
    bare = page.replace("<br />", "").replace("<p>", "").replace("</p>", "")
    return html.unescape(bare)


@given(st.text(HARD, max_size=40))
def test_plain_text_is_shown_letter_by_letter(text):
    seen = shown(of_plain(text))
    assert seen.split() == text.split()


@given(st.text(st.one_of(HARD, st.characters(codec="utf-8")), max_size=200))
def test_any_html_is_read_without_an_error(text):
    prose(Raw(text, "html"), [])
    line(Raw(text, "html"), [])


@pytest.mark.parametrize(
    "text",
    [
        "<b>" * 60_000,
        "<b>" * 25_000 + "</i>" * 25_000,
        "<svg>" * 20_000 + "</math>" * 10_000,
        "<ul><li>" * 20_000,
        "<table><tr><td>" * 12_000,
        "<!--" * 40_000,
        "<a " * 60_000,
        "<" * 190_000,
        "&" * 190_000,
        "<p a=" * 30_000,
        "<blockquote>" * 15_000 + "x",
        "\n" * 190_000,
        "```" * 60_000,
    ],
)
def test_hostile_html_takes_no_time(text):
    begun = time.perf_counter()
    prose(Raw(text, "html"), [])
    assert time.perf_counter() - begun < 5


def test_a_text_without_end_is_refused():
    with pytest.raises(Refused):
        prose(Raw("x" * 300_000, "html"), [])


def test_a_picture_written_out_in_a_text_is_not_counted():
    notes = []
    source = f'<img alt="Bild" src="data:image/png;base64,{"A" * 500_000}">'
    assert prose(Raw(source, "html"), notes) == "[Bild]"
