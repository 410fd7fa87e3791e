"""When a course starts, as visitors send it to learn until when they must do what."""

from datetime import date

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import DateField, HiddenField
from wtforms.validators import Length, Optional

from mentorhub.recommend.forms.public import LONGEST_KEY
from mentorhub.recommend.funding.checklist import LONGEST_AGO, LONGEST_AHEAD
from mentorhub.web.forms import DAY_FORMATS, Form, refuse_outside

LONGEST_DAY = 20


class StartForm(Form):
    """The first day of a course, and which one it is; both may be left out."""

    beginn = DateField(_l("When does the course start?"), [Optional()], format=DAY_FORMATS)
    angebot = HiddenField(validators=[Optional(), Length(max=LONGEST_KEY)])

    def __init__(self, sent: MultiDict[str, str], today: date) -> None:
        self.today = today
        one = {name: sent[name] for name in ("beginn", "angebot") if name in sent}
        one["beginn"] = one.get("beginn", "")[:LONGEST_DAY].strip()
        super().__init__(MultiDict(one))

    def show(self, starts_on: date | None) -> None:
        """Put the day that counts into the field, unless that holds a mistake."""
        if starts_on and not self.beginn.errors:
            self.beginn.raw_data, self.beginn.data = None, starts_on

    def validate_beginn(self, field: DateField) -> None:
        """Refuse a day that is years away: somebody has mistyped it."""
        refuse_outside(field, self.today - LONGEST_AGO, self.today + LONGEST_AHEAD)
