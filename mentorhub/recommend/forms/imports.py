"""What editors send with a catalogue: the file, what its columns mean, that offers may go."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from mentorhub.recommend.forms.editors import LABELS, line
from mentorhub.recommend.mappings import LineMapping, columns_of, guess, of_columns, with_id
from mentorhub.recommend.models import OfferMapping
from mentorhub.recommend.offer_record import LONG
from mentorhub.recommend.sources.door import Column
from mentorhub.web.forms import Form

SAVED = "saved-"
"""What stands before the number of a mapping that editors saved; files have plain names."""
IMPORT_LABELS = {
    "title": LABELS["title"],
    "id": _l("Number of the offer"),
    "description": LABELS["description"],
    "learn": LABELS["learn"],
    "provider": LABELS["provider"],
    "link": LABELS["link"],
    "city": LABELS["town"],
    "postcode": LABELS["postcode"],
    "start": _l("First day"),
    "end": _l("Last day"),
    "format": LABELS["form"],
    "schedule": LABELS["schedules"],
    "duration_hours": LABELS["hours"],
    "price_eur": LABELS["price_cents"],
    "azav": LABELS["azav"],
    "provider_azav": LABELS["provider_azav"],
    "language": LABELS["language"],
    "level": LABELS["level"],
    "requirements": LABELS["requirements"],
    "target_group": LABELS["target_group"],
    "degree": LABELS["degree"],
    "degree_kind": LABELS["degree_kind"],
    "kind": LABELS["kind"],
    "as_of": LABELS["as_of"],
}
"""What editors call each field of an import, in the order in which they choose."""
IS_NAME = Regexp(
    r"\w[\w .-]{0,59}\Z", message=_l("Letters, digits, spaces, dots and hyphens, at most 60.")
)


class UploadForm(Form):
    """A catalogue in a file, its name, and how its names become ours."""

    file = FileField(_l("File of the catalogue"), [DataRequired()])
    source = StringField(
        _l("Name of the catalogue"),
        [
            DataRequired(),
            IS_NAME,
        ],
        filters=[line],
    )
    is_whole = BooleanField(_l("The file is the whole catalogue"))
    mapping = SelectField(_l("Names of the fields"), default="")
    own_mapping = FileField(_l("Own translation of the field names (TOML)"))

    def __init__(self, sent: Any, files: Sequence[str], saved: Sequence[OfferMapping]) -> None:
        super().__init__(sent)
        kept = [SelectChoice(f"{SAVED}{each.id}", each.name) for each in saved]
        plain = [SelectChoice(name, name) for name in files]
        self.mapping.choices = [SelectChoice("", _("choose after the upload")), *kept, *plain]

    def chosen(self, saved: Sequence[OfferMapping]) -> OfferMapping | None:
        """Return the saved mapping that was chosen, None if it is a file or none at all."""
        return next((each for each in saved if self.mapping.data == f"{SAVED}{each.id}"), None)


class ConfirmForm(Form):
    """That a whole catalogue may take most of its offers away."""

    confirm = BooleanField(_l("Yes, these offers shall be withdrawn"))


class ColumnsForm(Form):
    """What the columns of a file mean; ``columns`` yields each with its field of this form."""

    provider = StringField(
        _l("Provider of all offers"), [Optional(), Length(max=LONG)], filters=[line]
    )
    save_as = StringField(
        _l("Save this choice under a name"),
        [
            Optional(),
            IS_NAME,
        ],
        filters=[line],
    )
    columns: Sequence[tuple[Column, SelectField]]

    def mapping(self) -> LineMapping:
        """Return the mapping that was chosen; without a number the title tells offers apart."""
        chosen = {column.name: field.data for column, field in self.columns if field.data}
        return with_id(of_columns(chosen, {"provider": self.provider.data or ""}))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Return whether some column is the title, without which there is no offer."""
        fine = super().validate(extra_validators)
        if any(field.data == "title" for _column, field in self.columns):
            return bool(fine)
        self.form_errors.append(_("Please choose which column is the title."))
        return False


def columns_form(sent: Any, columns: Sequence[Column], known: LineMapping | None) -> ColumnsForm:
    """Return the form for these columns, filled with what is known about them, else a guess."""
    meant = columns_of(known) if known else guess(column.name for column in columns)
    choices = [SelectChoice("", _l("leave out"))]
    choices += [SelectChoice(name, label) for name, label in IMPORT_LABELS.items()]
    names = [f"column_{at}" for at in range(len(columns))]
    fields = {
        name: SelectField(column.name, choices=choices, default=meant.get(column.name, ""))
        for name, column in zip(names, columns, strict=True)
    }
    form: ColumnsForm = type("ColumnsForm", (ColumnsForm,), fields)(sent)
    if known and not sent:
        form.provider.data = str(known.constants.get("provider", ""))
    form.columns = [(column, form[name]) for name, column in zip(names, columns, strict=True)]
    return form
