"""The shape of what coordinators fill in about cohorts, and learners about their tasks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import (
    URL,
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from mentorhub.accounts import addresses
from mentorhub.courses.actions.cohorts import Plan
from mentorhub.courses.actions.live import Meeting
from mentorhub.courses.material.questions import Essay
from mentorhub.courses.models import Cohort, LiveDate, Shared
from mentorhub.kit.clock import GERMANY
from mentorhub.web.forms import DAY_FORMATS, BoxesField, Form, choices

LONGEST_NAME = 120
LONGEST_TEXT = 5_000
LONGEST_TASK = 20_000
LONGEST_LINE = 260  # an address and what divides it from the next
MOST_LETTERS, MOST_PEOPLE = 50, 500
PROGRAMME, COURSE = "p:", "k:"

SHARED = {
    Shared.participation: _l("Which courses I take"),
    Shared.progress: _l("How far I am in them"),
    Shared.certificates: _l("Which courses I have completed, and when"),
}


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def _trimmed(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class CohortForm(Form):
    """What a cohort is."""

    name = StringField(_l("Name of the group"), [DataRequired(), Length(max=LONGEST_NAME)], [_tidy])
    subject = SelectField(_l("What the group takes"), [InputRequired()])
    home = SelectField(_l("Organisation that looks after it"), [InputRequired()])
    begins_on = DateField(_l("First day"), [InputRequired()], format=DAY_FORMATS)
    ends_on = DateField(_l("Last day"), [Optional()], format=DAY_FORMATS)

    def __init__(
        self,
        *args: Any,
        subjects: Iterable[tuple[str, str]],
        homes: Iterable[tuple[int, str]],
        cohort: Cohort | None = None,
        **kwargs: Any,
    ) -> None:
        if cohort:
            programme, course = cohort.programme_slug, cohort.course_slug
            kwargs["data"] = {
                "name": cohort.name,
                "subject": f"{PROGRAMME}{programme}" if programme else f"{COURSE}{course}",
                "home": str(cohort.organisation_id),
                "begins_on": cohort.begins_on,
                "ends_on": cohort.ends_on,
            }
        super().__init__(*args, **kwargs)
        self.subject.choices = choices(subjects)
        self.home.choices = choices((str(id_), name) for id_, name in homes)

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.begins_on.data and field.data < self.begins_on.data:
            raise ValidationError(str(_l("The last day comes before the first.")))

    def plan(self) -> Plan:
        """Return what was filled in."""
        kind, slug = self.subject.data[:2], self.subject.data[2:]
        return Plan(
            name=self.name.data,
            programme=slug if kind == PROGRAMME else None,
            course=slug if kind == COURSE else None,
            begins_on=self.begins_on.data,
            ends_on=self.ends_on.data,
        )


class MeetingForm(Form):
    """A date, as clocks in Germany show it."""

    title = StringField(_l("What it is about"), [DataRequired(), Length(max=LONGEST_NAME)], [_tidy])
    day = DateField(_l("Day"), [InputRequired()], format=DAY_FORMATS)
    begins = TimeField(_l("Begins at"), [InputRequired()])
    ends = TimeField(_l("Ends at"), [InputRequired()])
    place = StringField(_l("Place"), [Optional(), Length(max=200)], [_tidy])
    link = StringField(
        _l("Link to take part online"),
        [Optional(), Length(max=500), URL(message=_l("Please write the whole address, https://…"))],
        [_tidy],
    )
    course = SelectField(_l("Counts as a date of the course"), [Optional()])

    def __init__(
        self,
        *args: Any,
        courses: Iterable[tuple[str, str]],
        date: LiveDate | None = None,
        **kwargs: Any,
    ) -> None:
        if date:
            begins, ends = (each.astimezone(GERMANY) for each in (date.begins_at, date.ends_at))
            kwargs["data"] = {
                "title": date.title,
                "day": begins.date(),
                "begins": begins.time(),
                "ends": ends.time(),
                "place": date.place,
                "link": date.link,
                "course": date.course_slug or "",
            }
        super().__init__(*args, **kwargs)
        self.course.choices = choices([("", _l("none")), *courses])

    def validate_ends(self, field: TimeField) -> None:
        """Refuse an end that does not come after the beginning."""
        if field.data and self.begins.data and field.data <= self.begins.data:
            raise ValidationError(str(_l("The end must come after the beginning.")))

    def validate_link(self, field: StringField) -> None:
        """Refuse addresses that are none of the web."""
        if field.data and not field.data.lower().startswith(("https://", "http://")):
            raise ValidationError(str(_l("Please write the whole address, https://…")))

    def meeting(self) -> Meeting:
        """Return what was filled in."""
        begins, ends = (
            datetime.combine(self.day.data, each.data, GERMANY) for each in (self.begins, self.ends)
        )
        return Meeting(
            title=self.title.data,
            begins_at=begins,
            ends_at=ends,
            place=self.place.data or "",
            link=self.link.data or "",
            course=self.course.data or None,
        )


class AnnouncementForm(Form):
    """What the whole group is told."""

    title = StringField(_l("Title"), [DataRequired(), Length(max=LONGEST_NAME)], [_tidy])
    text = TextAreaField(_l("Text"), [DataRequired(), Length(max=LONGEST_TEXT)], [_trimmed])


class MessageForm(Form):
    """What some people are told, each by a letter of their own."""

    subject = StringField(_l("Subject"), [DataRequired(), Length(max=LONGEST_NAME)], [_tidy])
    text = TextAreaField(_l("Text"), [DataRequired(), Length(max=LONGEST_TEXT)], [_trimmed])


class AddressesForm(Form):
    """Mail addresses, one a line."""

    most = MOST_LETTERS
    addresses = TextAreaField(_l("Mail addresses"), [DataRequired()], [_trimmed])

    def validate_addresses(self, field: TextAreaField) -> None:
        """Refuse what is no address, naming it, and too many."""
        self.cleaned: list[str] = []
        lines = field.data.replace(",", " ").replace(";", " ").split()
        if len(lines) > self.most or len(field.data) > self.most * LONGEST_LINE:
            raise ValidationError(str(_l("At most %(most)s addresses at once.", most=self.most)))
        for each in lines:
            try:
                self.cleaned.append(addresses.clean(each))
            except addresses.NoAddress as problem:
                words = _l("This is not a mail address: %(text)s", text=each[:100])
                raise ValidationError(str(words)) from problem


class PeopleForm(AddressesForm):
    """Addresses of people who have accounts, to be taken in at once."""

    most = MOST_PEOPLE


class TaskForm(Form):
    """What a learner hands in for a practice task."""

    text = TextAreaField(
        _l("Your text"),
        [DataRequired(_l("Please write something.")), Length(max=LONGEST_TASK)],
        [_trimmed],
    )


class TaskAnswerForm(Form):
    """What a coordinator says to a task."""

    verdict = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Please choose one of the two."))],
        choices=choices([("yes", _l("The task is done")), ("no", _l("Something is missing"))]),
    )
    words = TextAreaField(_l("Words for the person"), [Length(max=LONGEST_TEXT)], [_trimmed])

    def validate_words(self, field: TextAreaField) -> None:
        """Whoever sends something back says why."""
        if self.verdict.data == "no" and not field.data:
            raise ValidationError(str(_l("Please write what is missing.")))


class GradeForm(Form):
    """Points for each criterion of a free text; make one with ``grade_form``."""

    comment = TextAreaField(
        _l("Words for the person"), [Optional(), Length(max=LONGEST_TEXT)], [_trimmed]
    )

    def hundredths(self) -> list[int]:
        """Return what was given, in the order of the criteria."""
        return [int(field.data * 100) for name, field in self._fields.items() if name[:1] == "k"]


def grade_form(question: Essay, formdata: Any, data: Mapping[str, Any]) -> GradeForm:
    """Return a form with a field for each criterion, from nothing to what it is worth."""
    fields = {
        f"k{place}": DecimalField(
            each.text,
            [InputRequired(), NumberRange(0, each.points)],
            places=2,
            use_locale=False,
            filters=[_hundredth],
        )
        for place, each in enumerate(question.criteria)
    }
    made: GradeForm = type("GradeFormOfOneQuestion", (GradeForm,), fields)(formdata, data=data)
    return made


def _hundredth(value: Any) -> Any:
    return value if value is None else round(value, 2)


class SharingForm(Form):
    """What one company may see."""

    what = BoxesField(
        _l("My company may see"),
        choices=choices((each.value, label) for each, label in SHARED.items()),
    )


class LettersForm(Form):
    """Whether somebody wants announcements, dates and reminders by mail."""

    wants = BooleanField(_l("Send me announcements, dates and reminders by mail"))
