"""The shape of what people fill in when they ask, and of what mentors write down."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
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

from mentorhub.tandems import consent, labels
from mentorhub.tandems.actions.cases import ConversationRecord, StepPlan
from mentorhub.tandems.models import Channel, Outcome, Whom
from mentorhub.tandems.models.cases import LONGEST_MINUTES
from mentorhub.web.forms import Form, choices
from mentorhub.web.languages import say

LONGEST_NAME = 60
LONGEST_CONTACT = 200
LONGEST_WISH = 3000
LONGEST_SEARCH = 500
LONGEST_NOTES = 20_000
LONGEST_STEP = 300
FEWEST_DIGITS = 6
FEWEST_LETTERS = 3
LONGEST_AGO = timedelta(days=2 * 365)

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def _trimmed(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _code(text: str | None) -> str:
    return _tidy(text).upper()


def _postcode(text: str | None) -> str:
    return "".join((text or "").split())


def is_reachable(text: str) -> bool:
    """Return whether this can be a way to reach somebody: number, address, or a few words."""
    if "@" in text:
        return bool(_ADDRESS.search(text))
    digits = sum(sign.isdigit() for sign in text)
    letters = sum(sign.isalpha() for sign in text)
    return digits >= FEWEST_DIGITS or letters >= FEWEST_LETTERS


class AskForm(Form):
    """Asking for a conversation. ``homepage`` is a trap for machines and stays empty."""

    first_name = StringField(
        _l("Your first name"),
        [DataRequired(_l("Please write a name.")), Length(max=LONGEST_NAME)],
        filters=[_tidy],
    )
    contact = StringField(
        _l("How can we reach you?"),
        [
            DataRequired(_l("Please write how we can reach you.")),
            Length(max=LONGEST_CONTACT),
        ],
        filters=[_tidy],
    )
    wish = TextAreaField(
        _l("What is it about?"), [Optional(), Length(max=LONGEST_WISH)], filters=[_trimmed]
    )
    whom = RadioField(
        _l("With whom would you like to talk?"),
        [InputRequired(_l("Please choose one of the two."))],
        choices=choices((whom.value, label) for whom, label in labels.WHOM.items()),
        default=Whom.outside.value,
    )
    postcode = StringField(_l("Your postcode"), [Optional()], filters=[_postcode])
    code = StringField(
        _l("Code of your company"), [Optional(), Length(max=LONGEST_NAME)], filters=[_code]
    )
    shows_search = BooleanField(_l("Show what I searched for and saved"))
    consent = BooleanField(
        _l("Consent"),
        [InputRequired(_l("Without your consent we may not read your request."))],
    )
    searched = HiddenField(filters=[_tidy])
    stamp = HiddenField()
    homepage = StringField(_l("Please leave this empty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agree, search = consent.AGREE, consent.AGREE_SEARCH
        self.consent.label.text = say(str(agree.normal), str(agree.easy))
        self.shows_search.label.text = say(str(search.normal), str(search.easy))

    def validate_contact(self, field: Any) -> None:
        """Refuse what surely leads nowhere; anything else is the person's own business."""
        if field.data and not is_reachable(field.data):
            raise ValidationError(
                _l("That looks too short. A telephone number or a mail address is best.")
            )

    def validate_postcode(self, field: Any) -> None:
        """A German postcode has five digits."""
        if field.data and not re.fullmatch(r"[0-9]{5}", field.data):
            raise ValidationError(_l("A postcode has five digits."))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Return whether all is well; inside the code is needed, outside postcode or code."""
        fine: bool = super().validate(extra_validators)
        if self.whom.data == Whom.inside.value and not self.code.data:
            return _refuse(self.code, _l("To reach somebody inside we need the company's code."))
        if not (self.postcode.data or self.code.data):
            return _refuse(self.postcode, _l("Please write your postcode or your company's code."))
        return fine

    @property
    def search_words(self) -> str:
        """What was searched for before, cut to a sensible length."""
        return str(self.searched.data or "")[:LONGEST_SEARCH]


class ConversationForm(Form):
    """Noting a conversation, with up to three next steps. Set ``today`` before validating."""

    today: date
    entry = HiddenField()
    version = HiddenField()
    held_on = DateField(
        _l("Day of the conversation"), [InputRequired(_l("Please say when you talked."))]
    )
    minutes = IntegerField(
        _l("How many minutes?"),
        [
            InputRequired(_l("Please say how long you talked.")),
            NumberRange(1, LONGEST_MINUTES, _l("Please write a number of minutes from 1 to 600.")),
        ],
    )
    channel = RadioField(
        _l("How did you talk?"),
        [InputRequired(_l("Please choose how you talked."))],
        choices=choices((channel.value, label) for channel, label in labels.CHANNELS.items()),
    )
    notes = TextAreaField(
        _l("Your notes"),
        [DataRequired(_l("Please write a few words.")), Length(max=LONGEST_NOTES)],
        filters=[_trimmed],
    )
    step1 = StringField(_l("Next step"), [Length(max=LONGEST_STEP)], filters=[_tidy])
    due1 = DateField(_l("Until when?"), [Optional()])
    step2 = StringField(_l("Another step"), [Length(max=LONGEST_STEP)], filters=[_tidy])
    due2 = DateField(_l("Until when?"), [Optional()])
    step3 = StringField(_l("Another step"), [Length(max=LONGEST_STEP)], filters=[_tidy])
    due3 = DateField(_l("Until when?"), [Optional()])

    def validate_held_on(self, field: Any) -> None:
        """A conversation that is noted has happened, and not in another age."""
        if field.data > self.today:
            raise ValidationError(_l("This day is still to come."))
        if field.data < self.today - LONGEST_AGO:
            raise ValidationError(_l("Please check the year."))

    @property
    def step_fields(self) -> tuple[tuple[Any, Any], ...]:
        """The fields of the next steps: text and day."""
        return (self.step1, self.due1), (self.step2, self.due2), (self.step3, self.due3)

    @property
    def has_more_steps(self) -> bool:
        """Whether anything stands in the fields after the first step."""
        later = [field for pair in self.step_fields[1:] for field in pair]
        return any(field.data or field.raw_data not in (None, [], [""]) for field in later)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Return whether all is well; a day needs a step that it belongs to."""
        fine: bool = super().validate(extra_validators)
        for text, due in self.step_fields:
            if due.data and not text.data:
                fine = _refuse(text, _l("What is to be done until then?"))
        return fine

    @property
    def record(self) -> ConversationRecord:
        """What was filled in, once it is valid."""
        return ConversationRecord(
            held_on=self.held_on.data,
            minutes=self.minutes.data,
            channel=Channel(self.channel.data),
            notes=self.notes.data,
        )

    @property
    def steps(self) -> list[StepPlan]:
        """The next steps that were filled in, once they are valid."""
        return [StepPlan(text.data, due.data) for text, due in self.step_fields if text.data]


class StepForm(Form):
    """One next step."""

    entry = HiddenField()
    text = StringField(
        _l("What is to be done?"),
        [DataRequired(_l("Please write what is to be done.")), Length(max=LONGEST_STEP)],
        filters=[_tidy],
    )
    due_on = DateField(_l("Until when?"), [Optional()])


class EndForm(Form):
    """The end of a case."""

    outcome = RadioField(
        _l("How did it end?"),
        [InputRequired(_l("Please choose how it ended."))],
        choices=choices(
            (outcome.value, label)
            for outcome, label in labels.OUTCOMES.items()
            if outcome not in (Outcome.withdrawn, Outcome.fell_silent)
        ),
    )


class SureForm(Form):
    """A deed that cannot be taken back."""

    sure = BooleanField(
        _l("Yes, delete everything for good"),
        [InputRequired(_l("Please tick the box if you really mean it."))],
    )


def _refuse(field: Any, words: Any) -> bool:
    field.errors = [*field.errors, words]
    return False
