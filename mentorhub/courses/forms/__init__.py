"""The shape of what learners fill in, and of what a lesson's page reports."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from mentorhub.accounts.models import Person
from mentorhub.courses.boards import LONGEST_POST, LONGEST_REASON
from mentorhub.courses.certificate.number import LONGEST, read
from mentorhub.courses.certificate_words import REASONS
from mentorhub.web.forms import BoxesField, Form, choices

LONGEST_NOTE = 10_000
LONGEST_WORDS = 1000
LONGEST_QUESTION = 300


def _trimmed(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _in_one_line(text: str | None) -> str:
    return " ".join((text or "").split())


class ReflectionForm(Form):
    """A note to oneself."""

    text = TextAreaField(
        _l("Your note"), [Optional(), Length(max=LONGEST_NOTE)], filters=[_trimmed]
    )


class ReportForm(Form):
    """What a lesson's page tells about itself."""

    token = HiddenField(validators=[InputRequired(), Length(max=64)])
    seconds = IntegerField(validators=[InputRequired(), NumberRange(0, 86_400)])
    place = IntegerField(validators=[Optional(), NumberRange(0, 1000)])
    furthest = IntegerField(validators=[Optional(), NumberRange(0, 1000)])


class CheckForm(Form):
    """The number of a certificate, as somebody reads it from paper."""

    nummer = StringField(
        _l("Number of the certificate"), [InputRequired(), Length(max=LONGEST)], filters=[_trimmed]
    )

    def validate_nummer(self, field: StringField) -> None:
        """Accept whatever is put between the sixteen signs."""
        if field.data and read(field.data) is None:
            raise ValidationError(
                str(_l("A number has 16 signs: letters and digits, never 0, O, 1 or I."))
            )


class RevocationForm(Form):
    """Why a certificate is revoked, and whether another one takes its place."""

    reason = RadioField(
        _l("Reason; everybody who checks the number sees it"),
        [InputRequired()],
        choices=choices(REASONS.items()),
    )
    words = TextAreaField(
        _l("Words to the person; nobody else sees them"),
        [Optional(), Length(max=LONGEST_WORDS)],
        filters=[_trimmed],
    )
    again = BooleanField(_l("Issue it again at once, with the name that the account has now"))
    sure = BooleanField(_l("I know that this cannot be undone."), [InputRequired()])


class PostForm(Form):
    """What somebody writes to the others; ``mention`` are those to whom it speaks."""

    entry = HiddenField(validators=[Optional(), Length(max=64)])
    text = TextAreaField(
        _l("Your post"),
        [DataRequired(_l("Please write something.")), Length(max=LONGEST_POST)],
        filters=[_trimmed],
    )
    mention = BoxesField(_l("Speak to somebody"))

    def offer(self, people: Sequence[Person]) -> None:
        """Let the writer choose among people who are in the thread."""
        self.mention.choices = [(str(each.id), each.name) for each in people]

    @property
    def mentions(self) -> set[int]:
        """The ids of whom the post speaks to."""
        return {int(each) for each in self.mention.data or ()}


class QuestionForm(Form):
    """A question to a course; ``with_model``: a chat model may word the answer."""

    question = StringField(
        _l("Your question"),
        [DataRequired(_l("Please write a question.")), Length(max=LONGEST_QUESTION)],
        filters=[_in_one_line],
    )
    with_model = BooleanField(_l("An AI may word the answer"))


class ReasonForm(Form):
    """Why somebody should look at a post, or why it is hidden."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Please say why.")), Length(max=LONGEST_REASON)],
        filters=[_trimmed],
    )


class PackageForm(Form):
    """A learning package in a file."""

    file = FileField(_l("File of the package"), [DataRequired()])


class PackageCourseForm(Form):
    """What a course that is made of a package is called."""

    title = StringField(_l("Title of the course"), [DataRequired(), Length(max=200)])
    summary = TextAreaField(
        _l("What one can do afterwards"), [Optional(), Length(max=2000)], filters=[_trimmed]
    )


class ReplaceForm(Form):
    """The course that gets another package."""

    course = SelectField(_l("Course"), validate_choice=False)
