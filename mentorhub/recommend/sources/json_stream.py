"""The members of an array in a JSON document, one by one; the document may exceed memory."""

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from mentorhub.recommend.sources.entries import Unreadable

LONGEST = 4_000_000
"""How many characters one member may have."""
CHUNK = 65_536
_SPACE = re.compile(r"[ \t\r\n]*")
NOT_JSON = "is not JSON in UTF-8, or is nested too deep"


def items(
    file: BinaryIO, names: Sequence[str], beside: dict[str, Any] | None = None
) -> Iterator[Any]:
    """Yield the members of the array that is the document, or lies under these names in turn.

    Where a lone object stands in the place of the array, it is its only member. The document is
    read to its end, so that whoever got every member knows that nothing is cut off. ``beside`` is
    filled with what the document holds on its top under the names that it has.

    Raises:
        Unreadable: it is no JSON, a member is too long, or the array is not there.
    """
    text = _Text(file)
    found = [False]
    yield from _look_for(text, tuple(names), found, beside if beside is not None else {})
    if text.peek():
        raise Unreadable(NOT_JSON)
    if not found[0]:
        raise Unreadable("holds no list of courses")


def _look_for(
    text: "_Text", names: tuple[str, ...], found: list[bool], beside: dict[str, Any]
) -> Iterator[Any]:
    if text.peek() == "[":
        found[0] = True
        yield from _members(text)
        return
    if text.peek() != "{":
        raise Unreadable(NOT_JSON)
    for name in _names(text):
        if not names or name != names[0]:
            value = text.value()
            if name in beside:
                beside[name] = value
        elif len(names) == 1 and text.peek() == "{":
            found[0] = True
            yield text.value()
        elif text.peek() in ("[", "{"):
            yield from _look_for(text, names[1:], found, {})
        else:
            text.value()


def _members(text: "_Text") -> Iterator[Any]:
    text.take("[")
    if text.peek() != "]":
        yield text.value()
    while text.peek() == ",":
        text.take(",")
        yield text.value()
    text.take("]")


def _names(text: "_Text") -> Iterator[str]:
    """Yield the names in an object; whoever gets one reads its value before the next."""
    text.take("{")
    more = text.peek() != "}"
    while more:
        name = text.value()
        text.take(":")
        yield str(name)
        more = text.peek() == ","
        if more:
            text.take(",")
    text.take("}")


class _Text:
    """The part of a document that is being read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._json = json.JSONDecoder(parse_constant=refuse)
        self._text, self._at, self._ended = "", 0, False

    def peek(self) -> str:
        """Return the next sign that is not space, nothing at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def take(self, sign: str) -> None:
        """Go behind a sign.

        Raises:
            Unreadable: another one stands there.
        """
        if self.peek() != sign:
            raise Unreadable(NOT_JSON)
        self._at += 1

    def value(self) -> Any:
        """Return the next value and go behind it.

        Raises:
            Unreadable: there is none, or it is too long.
        """
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as problem:
                if isinstance(problem, RecursionError) or not self._fill():
                    raise Unreadable(NOT_JSON) from problem
                continue
            if end == len(self._text) and self._fill():
                continue  # a number may go on
            self._at = end
            return value

    def _fill(self) -> bool:
        """Read on, each time as much again as is waiting; return whether there was more."""
        if self._ended:
            return False
        waiting = self._text[self._at :]
        if len(waiting) > LONGEST:
            raise Unreadable(f"has a record that is longer than {LONGEST} characters")
        data = self._file.read(max(CHUNK, len(waiting)))
        self._ended = not data
        try:
            self._text, self._at = waiting + self._decode(data, final=self._ended), 0
        except UnicodeDecodeError as problem:
            raise Unreadable(NOT_JSON) from problem
        return not self._ended


def refuse(name: str) -> float:
    """Refuse NaN and Infinity, which Python would take for numbers."""
    raise ValueError(f"{name} is not JSON")
