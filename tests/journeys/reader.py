"""A person with a browser without scripts: reads pages, follows links, fills in forms.

Forms are sent as the page holds them, with every hidden field, so that a page that forgets its
proof or its stamp cannot pass.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

UNSEEN = frozenset({"script", "style", "title", "option", "textarea"})


@dataclass
class Form:
    """A form as it stands on the page: where it goes, what it holds, what its buttons say."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def filled(self, button: str, changes: dict[str, str | Sequence[str] | None]) -> list:
        """Return what is sent when ``button`` is pressed; a field that is not there fails."""
        assert set(changes) <= self.names, f"no field {set(changes) - self.names} in {self.action}"
        kept = [(name, value) for name, value in self.fields if name not in changes]
        for name, given in changes.items():
            values = [given] if isinstance(given, str) else given or []
            kept += [(name, value) for value in values]
        pressed = next(one for one in self.buttons if button in one[0])
        return kept + ([pressed[1:]] if pressed[1] else [])


class Page(HTMLParser):
    """What is on a page: its words, links and forms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._catching: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(text)

    @property
    def words(self) -> str:
        """Everything that can be read, in one line."""
        return re.sub(r"\s+", " ", " ".join(self._words)).strip()

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "title", "option"):
            self._open.append(tag)
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None:
            self._input(given)
        elif tag == "select" and self._form is not None:
            self._form.names.add(given["name"])
            self._select = given["name"]
        elif tag == "option" and self._form is not None and "selected" in given:
            self._form.fields.append((self._select, given.get("value", "")))
        if tag in ("a", "button", "textarea"):
            self._catching.append((tag, given, []))

    def _input(self, given: dict[str, str]) -> None:
        assert self._form
        name, kind = given.get("name", ""), given.get("type", "text")
        self._form.names.add(name)
        if kind not in ("checkbox", "radio", "file") or "checked" in given:
            self._form.fields.append((name, given.get("value", "on" if "checked" in given else "")))

    def handle_endtag(self, tag):
        if self._open and self._open[-1] == tag:
            self._open.pop()
        if self._catching and self._catching[-1][0] == tag:
            self._caught(*self._catching.pop())
        if tag == "form":
            self._form = None

    def _caught(self, tag: str, given: dict[str, str], pieces: list[str]) -> None:
        text = given.get("aria-label") or " ".join("".join(pieces).split())
        if tag == "a" and "href" in given:
            self.links.append((text, given["href"]))
        elif tag == "textarea" and self._form is not None:
            self._form.names.add(given["name"])
            self._form.fields.append((given["name"], re.sub(r"^\r?\n", "", "".join(pieces))))
        elif tag == "button" and self._form is not None and given.get("type") != "button":
            self._form.buttons.append((text, given.get("name", ""), given.get("value", "")))

    def handle_data(self, data):
        for _tag, _given, pieces in self._catching:
            pieces.append(data)
        caught = self._catching[-1][0] if self._catching else ""
        if not self._open and caught != "textarea":
            self._words.append(data)


class Reader:
    """Somebody with a browser of their own; ``page`` is what lies before them."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self.answer: TestResponse | None = None
        self.path = ""
        self.email = ""
        self.cookies: set[str] = set()  # the names of all that were ever set
        self._address = ""
        self.page = Page("")

    @property
    def words(self) -> str:
        """Everything that can be read on the page."""
        return self.page.words

    @property
    def status(self) -> int:
        """The status of the last answer."""
        assert self.answer
        return self.answer.status_code

    def open(self, address: str) -> "Reader":
        """Go to an address, of this site or a full one."""
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return self._take(self._client.get(path, headers=self._referrer(), follow_redirects=True))

    def follow(self, text: str, *, last: bool = False) -> "Reader":
        """Follow the first link that says ``text``, or the last one."""
        return self.open(urljoin(self._address, self.link(text, last=last)))

    def link(self, text: str, *, last: bool = False) -> str:
        """Return where the first link leads that says ``text``, or the last one."""
        found = [href for said, href in self.page.links if text in said]
        assert found, f"no link says {text!r}: {self.page.links}"
        return found[-1 if last else 0]

    def has_link(self, text: str) -> bool:
        """Return whether a link says ``text``."""
        return any(text in said for said, _href in self.page.links)

    def press(
        self,
        button: str,
        files: dict[str, tuple[str, bytes]] | None = None,
        **changes: str | Sequence[str] | None,
    ) -> "Reader":
        """Fill in the form of a button and press it; ``None`` empties a field or a box.

        ``files`` are name and content by the name of the field.
        """
        form = self.form(button)
        data = form.filled(button, changes)
        if form.method == "get":
            return self.open(f"{form.action}?{urlencode(data)}")
        fields: dict[str, list] = {}
        for name, value in data:
            fields.setdefault(name, []).append(value)
        for name, (file, content) in (files or {}).items():
            assert name in form.names, f"no field {name} in {form.action}"
            fields[name] = [(io.BytesIO(content), file)]
        answer = self._client.post(
            form.action, data=fields, headers=self._referrer(), follow_redirects=True
        )
        return self._take(answer)

    def form(self, button: str) -> Form:
        """Return the first form with a button that says ``button``."""
        found = [one for one in self.page.forms if any(button in said for said, *_ in one.buttons)]
        said = [text for one in self.page.forms for text, *_ in one.buttons]
        assert found, f"no button says {button!r}: {said}"
        return found[0]

    def sign_in(self, email: str, password: str) -> "Reader":
        """Sign in by the form."""
        self.email = email
        self.open("/").follow("Anmelden")
        return self.press("Anmelden", email=email, password=password)

    def _take(self, answer: TestResponse) -> "Reader":
        self.answer = answer
        for each in (*answer.history, answer):
            self.cookies |= {line.split("=")[0] for line in each.headers.getlist("Set-Cookie")}
        self.path = answer.request.path
        self._address = f"http://localhost{answer.request.full_path.rstrip('?')}"
        self.page = Page(answer.text if answer.mimetype == "text/html" else "")
        return self

    def _referrer(self) -> dict[str, str]:
        return {"Referer": self._address} if self._address else {}
