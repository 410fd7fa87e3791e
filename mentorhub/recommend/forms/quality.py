"""What editors send about the quality of the search: judged queries, files of them, words."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from mentorhub.recommend import editor_words, wording
from mentorhub.recommend.editor_words import KINDS, LANGUAGES, LONGEST_PHRASE, Entry, phrases_of
from mentorhub.recommend.forms.editors import line
from mentorhub.recommend.judged_lines import GRADES, LONGEST_TYPE, MOST_GRADES, Judging
from mentorhub.recommend.question import LONGEST_QUESTION
from mentorhub.web.forms import Form, choices

LONGEST_SEARCH: Final = 200
LONGEST_TEXT: Final = 8000


class JudgedForm(Form):
    """A question and its type; the grades of its hits stand beside it, see ``grades_of``."""

    query = StringField(
        _l("Question, as people ask it"),
        [DataRequired(), Length(max=LONGEST_QUESTION)],
        filters=[line],
    )
    type = StringField(_l("Kind of question"), [Length(max=LONGEST_TYPE)], filters=[line])
    more = StringField(_l("Look for more offers"), [Length(max=LONGEST_SEARCH)], filters=[line])
    seen = HiddenField()

    def judging(self, grades: Mapping[str, int | None]) -> Judging:
        """Return what was judged; hits without a grade are left out."""
        given = {key: grade for key, grade in grades.items() if grade is not None}
        return Judging(self.query.data or "", self.type.data or "", given)

    def edition(self) -> int:
        """Return the edition that was read, 0 where nobody says."""
        seen = self.seen.data or ""
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0


class JudgedFileForm(Form):
    """Judged queries as JSON lines."""

    file = FileField(_l("File with one judged question per line"), [DataRequired()])


class WordForm(Form):
    """What people say, and what course titles call it."""

    kind = RadioField(
        _l("What is it?"),
        validators=[DataRequired()],
        default="word",
        choices=choices(
            [
                ("word", _l("a word or a short expression inside a question")),
                ("saying", _l("a whole sentence that people say about a subject")),
            ]
        ),
    )
    language = SelectField(_l("Language"), [DataRequired()], default="de")
    say = TextAreaField(_l("This is what people say"), [DataRequired(), Length(max=LONGEST_TEXT)])
    mean = TextAreaField(
        _l("This is what courses are called"), [DataRequired(), Length(max=LONGEST_TEXT)]
    )

    def __init__(self, sent: Any = None, entry: Entry | None = None) -> None:
        super().__init__(sent, data=_typed(entry) if entry else None)
        self.language.choices = choices([(one, wording.language_of(one)) for one in LANGUAGES])

    def validate_say(self, field: TextAreaField) -> None:
        """Refuse too many phrases, and phrases that are too long for their kind."""
        kind = next((one for one in KINDS if one == self.kind.data), KINDS[0])
        _check_phrases(field.data or "", LONGEST_PHRASE[kind])

    def validate_mean(self, field: TextAreaField) -> None:
        """Refuse too many words, and words that are too long."""
        _check_phrases(field.data or "", LONGEST_PHRASE["word"])

    def entry(self) -> Entry:
        """Return what was typed."""
        kind = next(one for one in KINDS if one == self.kind.data)
        return Entry(
            kind, phrases_of(self.say.data), phrases_of(self.mean.data), self.language.data
        )


def grades_of(sent: Any, known: Collection[str]) -> dict[str, int | None]:
    """Return the grade of each hit on the page by key, None for one that was not judged.

    Only ``known`` keys are taken.
    """
    keys: Sequence[str] = sent.getlist("key")[:MOST_GRADES]
    words = {str(grade): grade for grade in GRADES}
    return {
        key: words.get(sent.get(f"grade-{number}", ""))
        for number, key in enumerate(keys)
        if key in known
    }


def _typed(entry: Entry) -> dict[str, str]:
    return {
        "kind": entry.kind,
        "language": entry.language,
        "say": "\n".join(entry.say),
        "mean": "\n".join(entry.mean),
    }


def _check_phrases(text: str, longest: int) -> None:
    phrases = phrases_of(text)
    if not phrases:
        raise ValidationError(_("Please write at least one word."))
    if len(phrases) > editor_words.MOST_PHRASES:
        raise ValidationError(_("At most %(most)s lines.", most=editor_words.MOST_PHRASES))
    if any(len(one) > longest for one in phrases):
        raise ValidationError(_("At most %(most)s characters in a line.", most=longest))
