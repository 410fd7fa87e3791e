"""What visitors send: a sentence with filters, an answer to a question, an offer to keep."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from mentorhub.recommend import question, wording
from mentorhub.recommend.dialogue.choices import meaning
from mentorhub.recommend.dialogue.talk import Talk
from mentorhub.recommend.eligibility import BY_NAME, Fact, FactError, Value, canonical
from mentorhub.recommend.engine.document import NOT_GERMAN, Given
from mentorhub.recommend.engine.intent.length import MOST_DAYS
from mentorhub.recommend.question import Question
from mentorhub.recommend.wording.answers import read_answer, wrong_answer
from mentorhub.web.forms import BoxesField, Form, choices

LONGEST_PLACE = 60
LONGEST_KEY = 120
MOST_EUROS = 100_000
MOST_DROPPED = 20
LAST_PAGE = 1000
RADII_KM = (5, 10, 20, 50, 100)
FARTHEST_KM = 1000
LENGTHS_DAYS = (1, 7, 31, 93, 186, 366, 732)
_DIGITS = 4

LONGEST_CHIP_ID: Final = 51
CHIP_ID: Final = r"[a-z][a-z_]{0,19}(\.[a-z][a-z_]{0,29})?"
KEPT_MINUTES: Final = (10, 60, 480)
"""For how long after the last answer somebody may have the answers kept."""

_OFF = (False, "", "0", "nein")

Sent = MultiDict[str, str]


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def question_of(sent: Sent) -> Question:
    """Return the sentence that was asked."""
    return question.read(sent.get("q", ""))


def dropped_of(sent: Sent) -> frozenset[str]:
    """Return the chips that the searcher took away."""
    return frozenset(
        chip for chip in sent.getlist("ohne")[:MOST_DROPPED] if re.fullmatch(CHIP_ID, chip)
    )


def page_of(sent: Sent, name: str = "seite") -> int:
    """Return the number of the page that is asked for, from 1 to LAST_PAGE."""
    raw = sent.get(name, "")[:10]
    return max(1, min(int(raw), LAST_PAGE)) if raw.isascii() and raw.isdigit() else 1


class SearchForm(Form):
    """The filters of a search, as they stand in the address; every one may be left out."""

    q = TextAreaField(_l("What would you like to learn or change?"), [Optional()])
    ort = StringField(_l("Town or postcode"), [Optional(), Length(max=LONGEST_PLACE)])
    umkreis = SelectField(_l("How far away at most?"), [Optional()])
    zeit = BoxesField(_l("When do you have time?"), [Optional()])
    zeit_nicht = BoxesField(_l("When do you have no time?"), [Optional()])
    form = SelectField(_l("On site or online?"), [Optional()])
    preis = IntegerField(
        _l("At most how many euros?"), [Optional(), NumberRange(min=0, max=MOST_EUROS)]
    )
    frei = BooleanField(_l("Only free courses"), false_values=_OFF)
    guenstig = BooleanField(_l("Cheap courses first"), false_values=_OFF)
    foerderbar = BooleanField(_l("Only courses approved for funding (AZAV)"), false_values=_OFF)
    sprache = SelectField(_l("Language of teaching"), [Optional()])
    niveau = SelectField(_l("How much do you know already?"), [Optional()])
    dauer = SelectField(_l("How long at most?"), [Optional()])
    art = SelectField(_l("What should we show?"), [Optional()])
    ab = DateField(_l("Starts on this day or later"), [Optional()])
    bis = DateField(_l("Starts on this day or earlier"), [Optional()])

    def __init__(self, sent: Sent) -> None:
        super().__init__(sent)
        self.label_choices({})

    def label_choices(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Put the choices into the reader's words, each with how many courses it leaves."""
        for name, facet, labels, nothing in _choices(
            self._chosen("umkreis"), self._chosen("dauer")
        ):
            counted = counts.get(facet, {})
            pairs = [
                (value, _counted(label, counted.get(value)))
                for value, label in labels
                if value not in _ONLY_SAID.get(name, ()) or value in self._chosen(name)
            ]
            self[name].choices = choices([("", nothing), *pairs] if nothing else pairs)

    def given(self) -> Given:
        """Return the filters as the engine wants them; what is not valid counts as not given."""
        self.validate()
        radius, days = self._valid("umkreis"), self._valid("dauer")
        price = self._valid("preis")
        return Given(
            place=self._valid("ort"),
            radius_km=int(radius) if radius else None,
            schedules=frozenset(self._valid("zeit") or ()) - {""},
            not_schedules=frozenset(self._valid("zeit_nicht") or ()) - {""},
            form=self._valid("form"),
            max_price_cents=None if price is None else 100 * price,
            free=bool(self._valid("frei")),
            cheap=bool(self._valid("guenstig")),
            azav=bool(self._valid("foerderbar")),
            language=self._valid("sprache"),
            level=self._valid("niveau"),
            kind=self._valid("art"),
            starts_from=self._valid("ab"),
            starts_by=self._valid("bis"),
            max_days=int(days) if days else None,
        )

    def _chosen(self, name: str) -> Sequence[str]:
        """Return the values of a field with choices as they were sent."""
        return self[name].raw_data or ()

    def _valid(self, name: str) -> Any:
        field = self[name]
        if field.errors:
            return None
        value = field.data
        if isinstance(value, str):
            value = value.strip()
        return None if value == "" else value


class FilterForm(SearchForm):
    """The filters below the sentence: their place has an id of its own, whatever else is there."""

    ort = StringField(_l("Town or postcode"), [Optional(), Length(max=LONGEST_PLACE)], id="wo")
    genau = BooleanField(_l("Show only courses that are exactly like this"), false_values=_OFF)

    @property
    def has_more(self) -> bool:
        """Return whether a setting counts, or is wrong, that few need."""
        return any(self[name].data or self[name].errors for name in _FEW_NEED)


_FEW_NEED: Final = ("zeit_nicht", "ab", "bis", "dauer", "sprache", "art", "foerderbar")


# Choices that few look for: they are there where a sentence says them.
_ONLY_SAID: Final[Mapping[str, Collection[str]]] = {
    "zeit": ("alongside_work", "daytime"),
    "zeit_nicht": ("part_time", "self_paced", "shift", "alongside_work", "daytime"),
    "sprache": (NOT_GERMAN,),
}


def _choices(
    radius: Sequence[str], length: Sequence[str]
) -> tuple[tuple[str, str, list[tuple[str, str]], str], ...]:
    """Return for each field with choices: its name, its facet, its choices, the empty one."""
    distances, days = _also(RADII_KM, radius, FARTHEST_KM), _also(LENGTHS_DAYS, length, MOST_DAYS)
    radii = [(str(km), _("up to %(km)s km", km=km)) for km in distances]
    lengths = [(str(each), _("up to %(span)s", span=wording.limit(each))) for each in days]
    kinds = [("course", _("Only courses")), ("funding", _("Only funding"))]
    return (
        ("umkreis", "", radii, _("any")),
        ("zeit", "schedule", wording.wished_times(), ""),
        ("zeit_nicht", "", wording.wished_times(), ""),
        ("form", "form", wording.forms(), _("any")),
        ("sprache", "language", wording.wished_languages(), _("any")),
        ("niveau", "level", wording.levels(), _("any")),
        ("dauer", "", lengths, _("any")),
        ("art", "", kinds, _("Courses and funding")),
    )


def _also(usual: Collection[int], chosen: Sequence[str], most: int) -> list[int]:
    """Return the usual numbers and the chosen ones that are not too large, in order."""
    named = (int(one) for one in chosen if one.isascii() and one.isdigit() and len(one) <= _DIGITS)
    return sorted({*usual, *(one for one in named if 0 < one <= most)})


def _counted(label: str, count: int | None) -> str:
    return label if count is None else f"{label} ({count})"


class SavedForm(Form):
    """The key of one offer, and where the reader goes on reading."""

    key = HiddenField(validators=[InputRequired(), Length(max=LONGEST_KEY)])
    next = HiddenField()


class SayForm(Form):
    """One turn of a dialogue: words of one's own, or a ready answer.

    ``turn`` says how many turns there were when the form was made, ``anew`` that the words begin
    a new dialogue, ``later`` that the browser fetches the words of a chat model by itself.
    """

    text = TextAreaField(
        _l("Your answer"), [Optional()], render_kw={"maxlength": question.LONGEST_QUESTION}
    )
    choice = HiddenField(validators=[Optional(), Length(max=20)])
    turn = HiddenField()
    anew = BooleanField(false_values=_OFF)
    later = BooleanField(false_values=_OFF)

    def is_about(self, talk: Talk) -> bool:
        """Return whether the form was made for the dialogue as it is now."""
        return (self.turn.data or "") == str(len(talk.turns))

    def validate_for(self, talk: Talk) -> bool:
        """Refuse a turn without words and an answer that was not on offer."""
        self.validate()
        if self.choice.data:
            return meaning(talk.open_question, self.choice.data) is not None
        if question.read(self.text.data or "").text:
            return True
        self.text.errors = [_("Please write something, or choose an answer.")]
        return False

    def words(self, talk: Talk) -> str:
        """Return what the person says by this turn, in one line."""
        if self.choice.data:
            return meaning(talk.open_question, self.choice.data) or ""
        return question.read(self.text.data or "").text


ASKED = tuple(name for name, fact in BY_NAME.items() if fact.knower != "offer")


class AnswerForm(Form):
    """One answer about oneself; left empty it means "I do not know".

    Of numbers that can mean "never" the box ``never`` counts before the number, and a range that
    was chosen (``roughly``) as well; before all counts ``unknown``: "I do not know" beside a field
    that may hold something.
    """

    name = HiddenField(validators=[AnyOf(ASKED)])
    next = HiddenField()
    answer = StringField(validators=[Optional(), Length(max=60)])
    never = BooleanField(_l("never so far"), false_values=_OFF)
    unknown = BooleanField(false_values=_OFF)
    roughly = StringField(validators=[Optional(), Length(max=20)])

    @property
    def fact(self) -> Fact:
        """Return what the answer is about; only valid names have one."""
        return BY_NAME[self.name.data]

    @property
    def range(self) -> int | None:
        """Return the number that stands for the range that was chosen, None where none was."""
        values = (one.value for one in self.fact.roughly)
        return next((value for value in values if str(value) == self.roughly.data), None)

    def validate_answer(self, field: StringField) -> None:
        """Refuse what is no answer to this question."""
        if self.name.data not in ASKED or self.unknown.data or self.range is not None:
            return
        try:
            canonical({self.fact.name: read_answer(self.fact, field.data)})
        except (FactError, ValueError) as problem:
            raise ValidationError(wrong_answer(self.fact)) from problem

    def value(self) -> Value:
        """Return the answer; None means "never" where that can be said, else "unknown"."""
        if self.fact.never and self.never.data:
            return None
        if self.range is not None:
            return self.range
        return read_answer(self.fact, self.answer.data or "")

    @property
    def is_unknown(self) -> bool:
        """Return whether nothing was answered."""
        if self.unknown.data:
            return True
        if self.range is not None or (self.fact.never and self.never.data):
            return False
        return not (self.answer.data or "").strip()


class KeepForm(Form):
    """For how many minutes after the last one the answers are kept."""

    minutes = HiddenField(validators=[AnyOf([str(one) for one in KEPT_MINUTES])])
