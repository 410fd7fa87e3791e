"""Answers that a browser saves as a file."""

from urllib.parse import quote

from flask import Response


def file_to_save(data: str | bytes, kind: str, name: str) -> Response:
    """Return a file of this media type to be saved under the name, whatever signs it holds."""
    answer = Response(data, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def table_to_save(text: str, name: str) -> Response:
    """Return a table as spreadsheet programs read it, to be saved."""
    return file_to_save(text, "text/csv; charset=utf-8", name)
