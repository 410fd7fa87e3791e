"""The blocks of a lesson out of its text, line by line, with the line where each begins."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_FENCE = re.compile(
    r":::\s*(?P<kind>[a-z_]+)(?:\s+(?P<word>[^\s\"]+))?(?:\s+\"(?P<title>[^\"]*)\")?\s*$"
)
_CODE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FIELD = re.compile(r"([a-z]+):\s*(.*)$")
_POINT = re.compile(r"[-*]\s+(.*)$")
HEAD = "+++"


@dataclass(frozen=True)
class Found:
    """One block as written: what it says, and the line where it begins."""

    line: int
    values: Mapping[str, Any]
    problem: str = ""


def head_and_body(text: str) -> tuple[str, str, int]:
    """Return the TOML between two lines ``+++``, what follows, and the line where that begins.

    Raises:
        ValueError: there is no such head.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != HEAD:
        raise ValueError(f"must begin with a line {HEAD}")
    for number, line in enumerate(lines[1:], start=2):
        if line.strip() == HEAD:
            return "\n".join(["", *lines[1 : number - 1]]), "\n".join(lines[number:]), number + 1
    raise ValueError(f"the head is not closed by a line {HEAD}")


def blocks(body: str, first_line: int) -> Iterator[Found]:
    """Yield the blocks of a lesson; what cannot be read comes with its problem."""
    text: list[str] = []
    began = first_line
    inside: tuple[int, str, list[str]] | None = None
    code = ""
    for number, line in enumerate(body.splitlines(), start=first_line):
        mark = line.rstrip() if line.startswith(":::") and not code else ""
        code = _code(line, code)
        if inside and mark == ":::":
            yield _block(*inside)
            inside, began = None, number + 1
        elif inside and mark:
            yield Found(number, {}, "a block begins inside of another")
        elif inside:
            inside[2].append(line)
        elif mark == ":::":
            yield Found(number, {}, "a block ends that has not begun")
        elif mark:
            yield from _text(began, text)
            text, inside = [], (number, mark, [])
        else:
            text.append(line)
    if inside:
        yield Found(inside[0], {}, "the block is not closed by a line :::")
    yield from _text(began, text)


def _code(line: str, inside: str) -> str:
    """Return the fence of code that is open after this line."""
    fence = _CODE.match(line)
    if not fence:
        return inside
    if not inside:
        return fence[1]
    closes = fence[1].startswith(inside) and line.strip() == fence[1]
    return "" if closes else inside


def _text(line: int, text: list[str]) -> Iterator[Found]:
    blank = next((n for n, each in enumerate(text) if each.strip()), None)
    if blank is not None:
        yield Found(line + blank, {"kind": "text", "text": "\n".join(text)})


def _block(line: int, mark: str, content: list[str]) -> Found:
    fence = _FENCE.match(mark)
    reader = _READERS.get(fence["kind"]) if fence else None
    if fence is None or reader is None:
        known = ", ".join(sorted(_READERS))
        return Found(line, {}, f"not a block: {mark!r}; there are {known}")
    try:
        return Found(
            line, reader(fence["kind"], fence["word"] or "", fence["title"] or "", content)
        )
    except ValueError as problem:
        return Found(line, {}, str(problem))


def _prose(name: str) -> Callable[[str, str, str, list[str]], dict[str, Any]]:
    def read(kind: str, word: str, title: str, content: list[str]) -> dict[str, Any]:
        values = {"kind": kind, name: word, "text": "\n".join(content)}
        return values | ({"title": title} if title else {})

    return read


def _checklist(kind: str, word: str, title: str, content: list[str]) -> dict[str, Any]:
    items: list[str] = []
    for line in content:
        point = _POINT.match(line)
        if point:
            items.append(point[1].strip())
        elif line.strip() and items:
            items[-1] += f" {line.strip()}"
        elif line.strip():
            raise ValueError("a checklist holds lines that begin with -")
    return {"kind": kind, "id": word, "title": title, "items": items}


def _named(name: str) -> Callable[[str, str, str, list[str]], dict[str, Any]]:
    def read(kind: str, word: str, _title: str, content: list[str]) -> dict[str, Any]:
        if any(line.strip() for line in content):
            raise ValueError(f"{kind} holds nothing: it only names what stands in a file")
        return {"kind": kind, name: word}

    return read


def _fields(kind: str, word: str, _title: str, content: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {"kind": kind, "file": word}
    for line in content:
        field = _FIELD.match(line.strip())
        if field:
            values[field[1]] = field[2].strip()
        elif line.strip():
            raise ValueError(f"{kind} holds lines such as title: …")
    if values.get("minutes", "").isdecimal():
        values["minutes"] = int(values["minutes"])
    return values


_READERS: dict[str, Callable[[str, str, str, list[str]], dict[str, Any]]] = {
    "callout": _prose("tone"),
    "track": _prose("track"),
    "reflection": _prose("id"),
    "checklist": _checklist,
    "story": _named("story"),
    "quiz": _named("quiz"),
    **dict.fromkeys(("image", "video", "audio", "download", "package"), _fields),
}
