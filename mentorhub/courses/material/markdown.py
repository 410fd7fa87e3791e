"""Markdown of lessons and questions as clean HTML."""

import html
from collections.abc import Iterator
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_WORDS = "p br hr h2 h3 h4 ul ol li strong em s code pre blockquote a"
_TAGS = {*_WORDS.split(), "table", "thead", "tbody", "tr", "th", "td"}
_MARK = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_WITH_HTML = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_NO_HTML = "HTML is shown as it stands: write Markdown"
_SPAN = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=4096)
def to_html(text: str) -> str:
    """Return a text as HTML: no raw HTML of the author, no pictures, links only to the web."""
    return _clean(_MARK.render(text))


@lru_cache(maxsize=4096)
def to_line(text: str) -> str:
    """Return a text of one line as HTML without a paragraph around it."""
    return _clean(_SPAN.renderInline(text))


@lru_cache(maxsize=4096)
def to_text(text: str) -> str:
    """Return only the words of a text, in one line."""
    return " ".join(html.unescape(nh3.clean(_MARK.render(text), tags=set())).split())


def problems(text: str) -> Iterator[tuple[int, str]]:
    """Yield what of a text would not be seen as it was meant, with its line, from 0."""
    for token in _WITH_HTML.parse(text):
        line = token.map[0] if token.map else 0
        if token.type == "heading_open" and token.tag == "h1":
            yield line, "a heading begins with ##; # is the title of the lesson"
        elif token.type == "html_block":
            yield line, _NO_HTML
        for inner in token.children or ():
            if inner.type in ("softbreak", "hardbreak"):
                line += 1
            elif inner.type == "html_inline":
                yield line, _NO_HTML
            elif inner.type == "image":
                yield line, "a picture stands in a block of its own: ::: image"


def _clean(marked: str) -> str:
    return nh3.clean(
        marked,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
