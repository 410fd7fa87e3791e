"""What editors send with files of questions and courses, and wish of a course made of a bank."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from mentorhub.courses.material.base import LONGEST_SLUG, SLUG
from mentorhub.courses.material.exercise import Wish
from mentorhub.courses.material.quizzes import MOST_QUESTIONS
from mentorhub.web.forms import Form, choices

LONGEST_NAME = 120


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _text(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def category_name(path: str) -> str:
    """Return a category as people call it, without what Moodle writes before it."""
    return re.sub(r"^\$\w+\$/(?:top/)?", "", path) or path


class QuestionFileForm(Form):
    """A file of questions and the bank into which they go."""

    file = FileField(_l("File with questions"), [DataRequired()])
    bank = StringField(_l("Name of the bank"), [DataRequired(), Length(max=LONGEST_NAME)], [_line])


class BankNameForm(Form):
    """What a bank is called."""

    name = StringField(_l("Name of the bank"), [DataRequired(), Length(max=LONGEST_NAME)], [_line])


class ExerciseForm(Form):
    """What a course made of a bank shall be."""

    title = StringField(_l("Title"), [DataRequired(), Length(max=200)], [_line])
    summary = TextAreaField(
        _l("What one can do afterwards"), [DataRequired(), Length(max=1000)], [_text]
    )
    introduction = TextAreaField(_l("Introduction"), [DataRequired(), Length(max=20_000)], [_text])
    category = SelectField(_l("Category"), default="", choices=choices([("", _l("all"))]))
    language = RadioField(
        _l("Language"), choices=choices([("de", _l("German")), ("en", _l("English"))]), default="de"
    )
    draw = IntegerField(
        _l("How many questions are drawn"), [Optional(), NumberRange(1, MOST_QUESTIONS)]
    )
    pass_mark = IntegerField(
        _l("How many per cent are enough to pass"), [Optional(), NumberRange(1, 100)]
    )

    def __init__(self, *args: Any, categories: Mapping[str, int], **kwargs: Any) -> None:
        """``categories`` names those of the bank, with the number of their questions."""
        super().__init__(*args, **kwargs)
        named = ((each, f"{category_name(each)} ({count})") for each, count in categories.items())
        self.category.choices = choices([("", _l("all")), *named])

    def wish(self) -> Wish:
        """Return what was filled in."""
        return Wish(
            self.title.data or "",
            self.summary.data or "",
            self.introduction.data or "",
            "en" if self.language.data == "en" else "de",
            self.draw.data,
            self.pass_mark.data,
        )


class CourseFileForm(Form):
    """A course in a zip file."""

    file = FileField(_l("File of the course"), [DataRequired()])


class CourseIdForm(Form):
    """Under which id a course is taken."""

    slug = StringField(_l("Id of the course"), [InputRequired(), Length(max=LONGEST_SLUG)], [_line])

    def validate_slug(self, field: Any) -> None:
        """Refuse what cannot be an id."""
        if not SLUG.fullmatch(field.data or ""):
            raise ValidationError(_l("Small letters a to z, digits and single hyphens."))
