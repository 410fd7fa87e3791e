"""What editors make of drafts: a question in their words and its bank, a passage in plain words."""

from collections.abc import Iterator
from typing import Any, Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from mentorhub.courses.bank_forms import LONGEST_NAME
from mentorhub.courses.draft_checks import LONGEST_TEXT, breaks_files, made
from mentorhub.courses.plain_lesson import points_of
from mentorhub.web.forms import Form, choices

LONGEST_LINE: Final = 1000
MOST_OPTIONS: Final = 12


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _text(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class OptionRow(Form):
    """An answer and why it is right or wrong; one with neither is left out."""

    text = StringField(_l("Answer"), filters=[_line])
    right = BooleanField(_l("is right"))
    why = StringField(_l("Why"), filters=[_line])


class DraftQuestionForm(Form):
    """A question as it goes into a bank. Of a statement the two answers are fixed."""

    kind = RadioField(
        _l("How many answers are right?"),
        choices=choices([("single", _l("exactly one")), ("multiple", _l("one or more"))]),
    )
    text = TextAreaField(_l("Question"), [DataRequired(), Length(max=LONGEST_LINE)], [_text])
    options = FieldList(FormField(OptionRow), max_entries=MOST_OPTIONS)
    explanation = TextAreaField(
        _l("What to remember"), [DataRequired(), Length(max=LONGEST_LINE)], [_text]
    )
    bank = StringField(_l("Name of the bank"), [DataRequired(), Length(max=LONGEST_NAME)], [_line])

    def __init__(self, *given: Any, is_statement: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        self.is_statement = is_statement
        if is_statement:
            del self.kind

    def told(self) -> dict[str, Any]:
        """Return the question in the form in which models draft them."""
        rows = [each.form for each in self.options]
        return {
            "kind": "true_false" if self.is_statement else self.kind.data,
            "text": self.text.data,
            "options": [
                {"text": row.text.data, "right": row.right.data, "why": row.why.data}
                for row in rows
                if row.text.data or row.why.data
            ],
            "explanation": self.explanation.data,
        }

    def validate(self, *given: Any, **more: Any) -> bool:
        """Return whether this is a whole question."""
        if not super().validate(*given, **more):
            return False
        self.form_errors = [str(each) for each in self._problems()]
        return not self.form_errors

    def _problems(self) -> Iterator[LazyString]:
        told = self.told()
        options = told["options"]
        if not all(each["text"] and each["why"] for each in options):
            yield _l("Every answer needs its words and a reason.")
            return
        if any(len(each[part]) > LONGEST_LINE for each in options for part in ("text", "why")):
            yield _l("An answer or a reason is too long.")
            return
        rights = sum(each["right"] for each in options)
        if rights == 0 or (rights > 1 and told["kind"] != "multiple"):
            yield _l("Tick exactly one right answer, or say that there are more.")
            return
        try:
            made(told)
        except ValueError:
            yield _l("This is no whole question: at least two different answers are needed.")


class PlainWordsForm(Form):
    """A passage in plain language; ``points`` is how many points its list must have, 0: no list."""

    text = TextAreaField(
        _l("In plain language"), [DataRequired(), Length(max=LONGEST_TEXT)], [_text]
    )
    points = 0

    def validate_text(self, field: TextAreaField) -> None:
        """Refuse what a lesson could not be read back with."""
        if breaks_files(field.data):
            raise ValidationError(gettext("No headings, no blocks with :::, no blocks of code."))
        if self.points and len(points_of(field.data)) != self.points:
            raise ValidationError(
                gettext(
                    "A checklist needs a list of %(points)s points, each with - before it.",
                    points=self.points,
                )
            )
