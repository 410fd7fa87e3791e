"""What visitors send about their work: what they do, and where."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, Optional

from mentorhub.recommend.forms.public import LONGEST_PLACE
from mentorhub.web.forms import Form

LONGEST_OCCUPATION = 120


class OccupationForm(Form):
    """An occupation in somebody's own words, and the place where courses would be near."""

    als = StringField(_l("I work as"), [Optional(), Length(max=LONGEST_OCCUPATION)])
    ort = StringField(_l("Town or postcode"), [Optional(), Length(max=LONGEST_PLACE)])

    @property
    def said(self) -> str:
        """Return what was written, cut where it is too long."""
        return (self.als.data or "").strip()[:LONGEST_OCCUPATION]

    @property
    def place(self) -> str:
        """Return the place as it was written, cut where it is too long."""
        return (self.ort.data or "").strip()[:LONGEST_PLACE]
