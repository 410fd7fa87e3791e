"""The shape of what learners fill in, and of what a lesson's page reports."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from mentorhub.web.forms import Form

LONGEST_NOTE = 10_000


def _trimmed(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


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
