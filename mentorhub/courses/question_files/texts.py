"""Texts of question files as Markdown: HTML, plain text, and Moodle's mixture of both."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from mentorhub.courses.question_files.notes import Note, Refused, note

Format = Literal["html", "markdown", "plain", "moodle"]
LONGEST = 200_000  # of a text as it comes; as it is kept, 40,000
DATA_URI = re.compile(r"data:[^\"'\s<>]{200,}")
HTML_HINT = re.compile(
    r"</?(?:p|br|b|i|em|strong|u|div|span|ul|ol|li|img|a|sub|sup|h[1-6]|pre|code|table|font)"
    r"(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#[0-9]{1,6});",
    re.IGNORECASE,
)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>")
ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
SPECIAL = re.compile(
    r"[\\`*]|(?<![^\W_])_|_(?![^\W_])|\](?=[(:])|<(?=[A-Za-z/!?])|~(?=~)|&(?=[#\w]+;)"
)
LINE_START = re.compile(
    r"(?m)^(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|\|(?=\s*:?-)|~~~|={1,}$|-{2,}$|_{3,}$)|^(\d{1,9})([.)])(?=\s|$)"
)
SPACES = re.compile(r"[ \t\r\n\f]+")
DROPPED = frozenset(
    {
        "script", "style", "iframe", "object", "embed", "applet", "svg", "math", "video", "audio",
        "canvas", "form", "select", "textarea", "button", "template", "noscript", "head", "title",
    }
)  # fmt: skip
BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "header", "footer", "center", "address", "dl", "dt", "dd",
        "figure",
    }
)  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
DEEPEST_LIST = 6
DEEPEST = 50  # of tags inside each other; what is deeper loses its markup


@dataclass(frozen=True)
class Raw:
    """A text as a file holds it."""

    text: str
    format: Format = "plain"


def prose(raw: Raw, notes: list[Note]) -> str:
    """Return a text as Markdown; what could not be kept is added to ``notes``.

    Raises:
        Refused: it is longer than any text of ours.
    """
    if raw.format == "markdown":
        return raw.text.strip()
    if _is_html(raw):
        return _Reader(notes, plain=False).read(bounded(raw.text))
    return of_plain(raw.text)


def line(raw: Raw, notes: list[Note]) -> str:
    """Return a text for a place that knows no markup: a pair, an item, an accepted answer."""
    if _is_html(raw):
        return _Reader(notes, plain=True).read(bounded(raw.text))
    return raw.text.strip()


def of_plain(text: str) -> str:
    """Return plain text as Markdown that shows just it; line breaks stay."""
    lines = [each.strip() for each in escaped(text.strip()).splitlines()]
    paragraphs = re.split(r"\n{2,}", "\n".join(lines))
    return _starts_escaped("\n\n".join(each.replace("\n", "\\\n") for each in paragraphs))


def escaped(text: str) -> str:
    """Return text in which nothing is markup inside a line."""
    return SPECIAL.sub(lambda found: "\\" + found[0], text).replace("\\_" * 5, "_" * 5)


def _starts_escaped(text: str) -> str:
    return LINE_START.sub(
        lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text
    )


def _is_html(raw: Raw) -> bool:
    return raw.format == "html" or (raw.format == "moodle" and bool(HTML_HINT.search(raw.text)))


def bounded(text: str) -> str:
    """Return HTML without the pictures that are written out in it.

    Raises:
        Refused: it is longer than any text of ours.
    """
    text = DATA_URI.sub("data:", text)
    if len(text) > LONGEST:
        raise Refused("does_not_fit", f"a text of {len(text)} characters")
    return text


@dataclass
class _List:
    ordered: bool
    count: int = 0


@dataclass
class _Reader:
    """Reads HTML once from left to right; never deeper than itself, never longer than linear."""

    notes: list[Note]
    plain: bool
    blocks: list[tuple[str, bool]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    open: list[tuple[str, int, str]] = field(default_factory=list)  # tag, place in inline, more
    lists: list[_List] = field(default_factory=list)
    rows: list[list[str]] | None = None
    dropped: list[str] = field(default_factory=list)
    raw: bool = False
    quoted: int = 0
    bullet: str = ""
    heading: bool = False
    in_cell: bool = False

    def read(self, html: str) -> str:
        """Return what the HTML says."""
        at = 0
        while at < len(html):
            begins = html.find("<", at)
            begins = len(html) if begins < 0 else begins
            self._text(html[at:begins])
            at = self._markup(html, begins)
        self._end_table()
        self._flush()
        return self._joined()

    def _markup(self, html: str, at: int) -> int:
        """Read what begins with "<" and return where it ends."""
        if html.startswith("<!--", at):
            ends = html.find("-->", at)
            return len(html) if ends < 0 else ends + 3
        found = TAG.match(html, at)
        if not found:
            self._text(html[at : at + 1])
            return at + 1
        self._tag(found[2].lower(), bool(found[1]), found[3])
        return found.end()

    def _text(self, text: str) -> None:
        if self.dropped or not text:
            return
        text = unescape(text).replace("\u00a0", " ")
        if self.raw:
            self.inline.append(text)
        else:
            text = SPACES.sub(" ", text)
            self.inline.append(text if self.plain else escaped(text))

    def _tag(self, tag: str, closing: bool, attributes: str) -> None:
        if tag in DROPPED or self.dropped:
            self._drop(tag, closing, attributes)
        elif tag == "br":
            self.inline.append("\n")
        elif tag == "img":
            self._picture(attributes)
        elif tag in EMPHASIS or tag in ("code", "a", "sub", "sup"):
            self._span(tag, closing, attributes)
        else:
            self._block(tag, closing)

    def _drop(self, tag: str, closing: bool, attributes: str) -> None:
        if tag not in DROPPED:
            return
        if closing:
            if tag in self.dropped:
                del self.dropped[self.dropped.index(tag) :]
        elif not attributes.endswith("/") and tag != "embed" and len(self.dropped) < DEEPEST:
            self.dropped.append(tag)
        if not closing:
            self.notes.append(note("html", tag))

    def _picture(self, attributes: str) -> None:
        told = _attributes(attributes)
        source, alt = told.get("src", "").rsplit("/", 1)[-1], told.get("alt", "").strip()
        self.notes.append(note("picture", alt or source))
        if alt:
            self._text(f"[{alt}]".replace("&", "&amp;"))

    def _span(self, tag: str, closing: bool, attributes: str) -> None:
        if not closing and len(self.open) < DEEPEST:
            more = _attributes(attributes).get("href", "") if tag == "a" else ""
            self.open.append((tag, len(self.inline), more))
            self.raw = self.raw or (tag == "code" and not self.plain)
        if not closing:
            return
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                self._close(place)
                return

    def _close(self, place: int) -> None:
        tag, begins, more = self.open.pop(place)
        text = "".join(self.inline[begins:])
        del self.inline[begins:]
        inside = text.strip(" \n")
        if tag == "code" and not any(each[0] in ("code", "pre") for each in self.open):
            self.raw = False
        if not inside:
            self.inline.append(text)
            return
        before, after = text[: text.index(inside)], text[text.index(inside) + len(inside) :]
        self.inline += [before, self._marked(tag, inside, more), after]

    def _marked(self, tag: str, text: str, more: str) -> str:
        if tag in ("sub", "sup"):
            return _shifted(text, raised=tag == "sup")
        if tag == "a":
            return self._link(text, more)
        if self.plain or "\n" in text:
            return text
        if tag == "code":
            return _fenced(text, "`")
        mark = EMPHASIS[tag]
        nested = any(EMPHASIS.get(each[0]) == mark for each in self.open)
        return text if nested else f"{mark}{text}{mark}"

    def _link(self, text: str, target: str) -> str:
        target = "".join(unescape(target).split())
        if not target.lower().startswith(("https://", "http://", "mailto:")):
            code = "file" if "@@PLUGINFILE@@" in target else "link"
            self.notes.append(note(code, target.rsplit("/", 1)[-1] or text))
            return text
        if self.plain:
            return text
        target = target.translate({ord(each): f"%{ord(each):02X}" for each in "()<>\\"})
        return f"[{text}]({target})".replace("\n", " ")

    def _block(self, tag: str, closing: bool) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._table(tag, closing)
        elif tag in BLOCKS:
            self._flush()
        elif tag in HEADINGS:
            self._flush()
            self.heading = not closing
        elif tag in ("ul", "ol"):
            self._list(tag, closing)
        elif tag in ("li", "blockquote", "pre", "hr"):
            getattr(self, f"_{tag}")(closing)

    def _list(self, tag: str, closing: bool) -> None:
        self._flush()
        if not closing:
            self.lists.append(_List(tag == "ol"))
        elif self.lists:
            self.lists.pop()

    def _li(self, closing: bool) -> None:
        self._flush()
        if closing or not self.lists:
            return
        self.lists[-1].count += 1
        self.bullet = f"{self.lists[-1].count}. " if self.lists[-1].ordered else "- "

    def _blockquote(self, closing: bool) -> None:
        self._flush()
        self.quoted = max(0, self.quoted + (-1 if closing else 1))

    def _pre(self, closing: bool) -> None:
        if not closing:
            self._flush()
            self.raw = not self.plain
            return
        text = "".join(self.inline).strip("\n")
        self.raw = False
        if self.plain:
            self._flush()
            return
        self.inline, self.open = [], []
        if text.strip():
            self.blocks.append((_fenced(f"\n{text}\n", "```"), False))

    def _hr(self, _closing: bool) -> None:
        self._flush()
        if not self.plain:
            self.blocks.append(("---", False))

    def _table(self, tag: str, closing: bool) -> None:
        if tag == "table":
            if self.rows is None and not closing:
                self._flush()
                self.rows = []
            elif closing:
                self._end_table()
        elif self.rows is not None:
            self._cell()
            if tag == "tr" and not closing:
                self.rows.append([])
            self.in_cell = tag in ("td", "th") and not closing

    def _cell(self) -> None:
        """End a cell; what stands between cells becomes one of its own."""
        text = " ".join(self._taken().split())
        if self.rows is not None and (text or self.in_cell):
            self.rows = self.rows or [[]]
            self.rows[-1].append(text if self.plain else text.replace("|", "\\|"))
        self.in_cell = False

    def _end_table(self) -> None:
        if self.rows is None:
            return
        self._cell()
        rows, self.rows = [row for row in self.rows if row], None
        if self.plain:
            self.blocks += [(" ".join(row), False) for row in rows]
        elif rows:
            width = max(map(len, rows))
            lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
            lines.insert(1, "|" + " --- |" * width)
            self.blocks.append(("\n".join(lines), False))

    def _taken(self) -> str:
        while self.open:
            self._close(len(self.open) - 1)
        text = "".join(self.inline)
        self.inline = []
        return text

    def _flush(self) -> None:
        """End a paragraph; inside a table it ends nothing."""
        if self.rows is not None:
            self.inline.append(" ")
            return
        lines = [SPACES.sub(" ", each).strip() for each in self._taken().split("\n")]
        text = "\n".join(lines).strip("\n")
        if not text:
            return
        if self.plain:
            self.blocks.append((" ".join(text.split()), False))
            return
        text = _starts_escaped(re.sub(r"\n{2,}", "\n\n", text))
        text = re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", text)
        self._add(f"### {text}".replace("\\\n", " ") if self.heading else text)

    def _add(self, text: str) -> None:
        indent = "   " * min(len(self.lists) - 1, DEEPEST_LIST) if self.lists else ""
        inner = indent + ("   " if self.lists else "")
        first = indent + self.bullet if self.bullet else inner
        text = first + text.replace("\n", f"\n{inner}")
        if self.quoted:
            text = "> " + text.replace("\n", "\n> ")
        self.blocks.append((text, bool(self.bullet)))
        self.bullet = ""

    def _joined(self) -> str:
        if self.plain:
            return " ".join(text for text, _ in self.blocks)
        told, was_item = [], False
        for text, is_item in self.blocks:
            told += ["\n" if is_item and was_item else "\n\n", text]
            was_item = is_item
        return "".join(told).strip("\n")


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "")
        for found in ATTRIBUTE.finditer(text)
    }


def _shifted(text: str, *, raised: bool) -> str:
    table = RAISED if raised else LOWERED
    if all(ord(each) in table for each in text):
        return text.translate(table)
    return ("^" if raised else "\\_") + text


def _fenced(text: str, least: str) -> str:
    """Return code between more backticks than it holds in a row."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(len(least), longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
