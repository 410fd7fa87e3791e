"""Signs that belong to no text, such as NUL, which PostgreSQL refuses to keep or to look for.

In an address, which no person types like that, they are a bad request. From forms they are
dropped, because they come along unseen when somebody pastes a text.
"""

from collections.abc import Iterable
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, abort, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

# Control signs but tab and the breaks of lines and pages.
_CODES = frozenset([*range(9), *range(14, 32), 127])
_DROPPED = dict.fromkeys(_CODES)


class FormReader(FormDataParser):
    """Reads forms and drops the signs from names, values and names of files."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """Return what is left of the stream, the fields and the files."""
        rest, form, files = super().parse(stream, mimetype, content_length, options)
        for file in files.values():
            file.filename = _clean(file.filename) if file.filename else file.filename
        return rest, self.cls(_clean_pairs(form.items(multi=True))), files


class CleanRequest(Request):
    """A request whose forms hold text only, whoever reads them."""

    form_data_parser_class = FormReader


def init(app: Flask) -> None:
    """Keep the signs out of everything that views read."""
    app.request_class = CleanRequest

    @app.before_request
    def refuse() -> None:
        if _CODES & {*request.path.encode(), *unquote_to_bytes(request.query_string)}:
            abort(400)


def _clean_pairs(pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(_clean(name), _clean(value)) for name, value in pairs]


def _clean(text: str) -> str:
    return text.translate(_DROPPED)
