"""Markdown of lessons and questions as clean HTML."""

import html
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

_WORDS = "p br hr h2 h3 h4 ul ol li strong em s code pre blockquote a"
_TAGS = {*_WORDS.split(), "table", "thead", "tbody", "tr", "th", "td"}
_MARK = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
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


def _clean(marked: str) -> str:
    return nh3.clean(
        marked,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
