"""What pages share that take files in and send them out."""

from collections.abc import Callable
from typing import Any

from flask import Response, make_response, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from mentorhub.courses.actions.uploads import LONGEST_NAME
from mentorhub.courses.material.questions import Question
from mentorhub.courses.material.writing import write_questions
from mentorhub.courses.question_files import (
    NOWHERE,
    Filed,
    Written,
    write_gift,
    write_moodle_xml,
)
from mentorhub.courses.question_files.making import slug
from mentorhub.kit.errors import Missing

LAST_PAGE = 100_000


def page_number() -> int:
    """Return the number of the page that is asked for, from 1."""
    raw = request.args.get("seite", "")[:10]
    return max(1, min(int(raw), LAST_PAGE)) if raw.isascii() and raw.isdigit() else 1


def file_of(sent: Any) -> tuple[str, bytes]:
    """Return the last part of a sent file's name, only to be shown again, and its content."""
    if not isinstance(sent, FileStorage):
        return "", b""
    last = (sent.filename or "").replace("\\", "/").rpartition("/")[2]
    name = "".join(each for each in last if each.isprintable()).strip()
    return name[:LONGEST_NAME] or _("without a name"), sent.stream.read()


def lost(questions: list[Question], filed: Filed = NOWHERE) -> dict[str, Written]:
    """Return, for each format of others, its file and what it cannot hold."""
    return {"gift": write_gift(questions, filed), "xml": write_moodle_xml(questions, filed)}


def questions_file(
    name: str, questions: list[Question], form: str, filed: Filed = NOWHERE
) -> Response:
    """Return questions as a file to be saved: ``gift``, ``xml`` or ``toml``.

    ``filed`` tells the category of those that have one.

    Raises:
        Missing: there is no such format.
    """
    writers: dict[str, tuple[Callable[[], bytes], str]] = {
        "gift": (lambda: write_gift(questions, filed).data, "text/plain"),
        "xml": (lambda: write_moodle_xml(questions, filed).data, "application/xml"),
        "toml": (lambda: write_questions(name, questions).encode(), "application/toml"),
    }
    if form not in writers or not questions:
        raise Missing
    write, type_ = writers[form]
    return file_to_save(write(), type_, f"{slug(name) or 'fragen'}.{form}")


def file_to_save(data: bytes, type_: str, name: str) -> Response:
    """Return a file that a browser saves and does not show."""
    answer = make_response(data)
    answer.headers["Content-Type"] = f"{type_}; charset=utf-8" if "zip" not in type_ else type_
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
