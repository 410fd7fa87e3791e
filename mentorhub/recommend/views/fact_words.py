"""Facts, deeds and reasons of the catalogue in the words of editors."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from mentorhub.recommend import wording
from mentorhub.recommend.forms.editors import LABELS
from mentorhub.recommend.forms.imports import IMPORT_LABELS
from mentorhub.recommend.funding.changes import Change as RuleChange
from mentorhub.recommend.models import Offer, OfferVersion
from mentorhub.recommend.places import plain
from mentorhub.recommend.versions import differences, excerpts
from mentorhub.web.filters import day, money, number
from mentorhub.web.reasons import Reasons, reworded


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


@dataclass(frozen=True)
class Change:
    """One fact that differs, with its name and both values in words."""

    label: str
    before: str
    after: str


def state_of(offer: Offer, today: date) -> str:
    """Return ``current``, ``over`` or ``withdrawn``."""
    if offer.withdrawal:
        return "withdrawn"
    return "current" if offer.is_current(today) else "over"


def states() -> dict[str, str]:
    """Return the names of the states, for a filter and for badges."""
    return {
        "current": _("current"),
        "dead_link": _("with a dead link"),
        "over": _("over"),
        "withdrawn": _("withdrawn"),
        "all": _("all"),
    }


def deed(name: str) -> str:
    """Return what was done to an offer."""
    words = {
        "added": _("Added"),
        "changed": _("Changed"),
        "withdrawn": _("Withdrawn"),
        "restored": _("Taken up again"),
    }
    return words.get(name, name)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return every fact that differs, in words."""
    return [_change(name, before.get(name), after.get(name)) for name in differences(before, after)]


def rule_change(change: RuleChange) -> Change:
    """Return one field of a funding file that differs; fields are named as in the file."""
    place = " ".join(filter(None, (change.part, change.entry)))
    label = f"{place}: {change.field}" if place else change.field
    before, after = excerpts(change.before or "", change.after or "")
    return Change(label, before or _("nothing"), after or _("nothing"))


def who(version: OfferVersion, names: Mapping[int, str]) -> str:
    """Return who made a version: a person, an import, or the files of this site."""
    if version.by_id is not None:
        return names.get(version.by_id) or _("a former member")
    return _("an import") if version.import_id is not None else _("the files of this site")


def why(reason: str | None) -> str:
    """Return why an offer was withdrawn; what the machine noted in the reader's language."""
    if not reason:
        return ""
    undone = re.fullmatch(r"import (\d+) undone", reason)
    if undone:
        return _("Import %(number)s was taken back.", number=undone[1])
    if reason == "taken back by its source":
        return _("Its catalogue has taken it back.")
    if reason == "no longer in its catalogue":
        return _("It is no longer in its catalogue.")
    if reason == "no longer in content":
        return _("It is no longer in the files of this site.")
    return reason


def format_name(format_: str) -> str:
    """Return what people call a format of catalogues."""
    names = {
        "qcat": "open-Qcat",
        "moochub": "MOOChub",
        "schema-org": "schema.org",
        "vhs": _("open data of adult education centres"),
        "csv": "CSV",
        "xlsx": "Excel",
        "jsonl": _("JSON lines"),
    }
    return names[format_]


def doubt(offer: Offer, towns: Sequence[str]) -> str:
    """Return why the place of an offer cannot be quite right; nothing if it can.

    ``towns`` are those that have its postcode.
    """
    if not offer.postcode:
        return ""
    if not towns:
        return _("We do not know the postcode %(code)s.", code=offer.postcode)
    if not offer.town or plain(offer.town) in map(plain, towns):
        return ""
    return _(
        "The postcode %(code)s belongs to %(towns)s, not to %(town)s.",
        code=offer.postcode,
        towns=", ".join(towns),
        town=offer.town,
    )


def problem(reason: str) -> str:
    """Return what is wrong with a line or a mapping in the reader's language."""
    words = reworded(reason, _PROBLEMS)
    return reason if words is None else words


def bad_record(bad: Mapping[str, Any]) -> str:
    """Return what is wrong with a record of a catalogue, and in which of its fields."""
    of_file = {"file": _("File"), "record": _("Offer"), "line": _("Row")}
    names = {**IMPORT_LABELS, **of_file}
    name = str(names.get(bad["field"], bad["field"])).rstrip("?")
    return f"{name}: {problem(bad['reason'])}"


def value(name: str, fact: Any) -> str:
    """Return one fact of an offer in words; what is not known is said to be so."""
    if name in _SAID:
        return _SAID[name](fact) or _("not known")
    return str(fact) if fact not in (None, "") else _("nothing")


def _change(name: str, before: Any, after: Any) -> Change:
    old, new = value(name, before), value(name, after)
    if isinstance(before, str) and isinstance(after, str):
        old, new = excerpts(old, new)
    return Change(str(LABELS[name]), old, new)


def _yes_no(fact: bool | None) -> str:
    return wording.yes_no(fact, _("not known"))


def _price(cents: int | None) -> str:
    if cents is None:
        return _("not known")
    return money(cents) if cents else _("free")


def _days(starts: Sequence[Sequence[Any]] | None) -> str:
    return "; ".join(_span(first, last) for first, last, _weeks in starts or ()) or _("none")


def _span(first: str, last: str | None) -> str:
    begins = day(date.fromisoformat(first))
    if not last:
        return begins
    return _("%(first)s to %(last)s", first=begins, last=day(date.fromisoformat(last)))


_SAID: Mapping[str, Callable[[Any], str]] = {
    "kind": lambda kind: _("a text about funding") if kind == "funding" else _("a course"),
    "provider_azav": _yes_no,
    "azav": _yes_no,
    "on_request": _yes_no,
    "form": wording.form_of,
    "starts": _days,
    "schedules": lambda codes: ", ".join(wording.time_of_day(code) for code in codes or ()),
    "hours": lambda hours: number(hours) if hours else "",
    "price_cents": _price,
    "level": wording.level_of,
    "language": wording.language_of,
    "degree_kind": wording.degree_kind_of,
    "as_of": lambda iso: day(date.fromisoformat(iso)) if iso else "",
}

_PROBLEMS: Reasons = (
    ("is missing", lambda: _("is missing")),
    ("must be text", lambda: _("must be text")),
    ("must be text or a list of texts", lambda: _("must be text or a list of texts")),
    ("must be true or false", lambda: _("must be true or false")),
    ("must be a number", lambda: _("must be a number")),
    ("must be a date such as .*", lambda: _("must be a date such as 2026-11-16")),
    (
        r"must lie between 0 and (\d+)",
        lambda most: _("must lie between 0 and %(most)s", most=number(int(most))),
    ),
    (
        r"is longer than (\d+) characters",
        lambda most: _("is longer than %(most)s characters", most=number(int(most))),
    ),
    (
        r"is longer than (\d+) bytes",
        lambda most: _("is longer than %(most)s bytes", most=number(int(most))),
    ),
    (
        r"has more than (\d+) entries",
        lambda most: _("has more than %(most)s entries", most=number(int(most))),
    ),
    (
        r"may hold letters, digits and (.*)",
        lambda signs: _("may hold letters, digits and %(signs)s", signs=signs),
    ),
    (
        r"may hold letters, digits, spaces and (.*)",
        lambda signs: _("may hold letters, digits, spaces and %(signs)s", signs=signs),
    ),
    ("appears twice", lambda: _("is there twice")),
    (
        "no single price(?: could be read)?, its words are shown",
        lambda: _("no single price could be read, its words are shown"),
    ),
    (
        "no number of hours could be read, its words are shown",
        lambda: _("no number of hours could be read, its words are shown"),
    ),
    ("no provider is named", lambda: _("no provider is named")),
    (
        "has dates in another town, which are left out",
        lambda: _("has dates in another town, which are left out"),
    ),
    (
        r"would withdraw (\d+) of (\d+) offers: not confirmed",
        lambda missing, present: _(
            "leaves out %(missing)s of %(present)s offers; they stay, because nobody confirmed it",
            missing=number(int(missing)),
            present=number(int(present)),
        ),
    ),
    ("has no PRODUCT_ID", lambda: _("has no number (PRODUCT_ID)")),
    (
        "declares a document type or entities, which is not allowed",
        lambda: _("declares a document type or entities, which is not allowed"),
    ),
    (
        r"does not fit the XSD: (.*)",
        lambda what: _("Does not fit the XSD: %(what)s", what=what),
    ),
    (
        r"is not well-formed XML from line (\d+) on",
        lambda line: _("is broken XML from line %(line)s on", line=line),
    ),
    ("has an encoding that we do not know", lambda: _("is in an encoding that we do not know")),
    (
        r"is XML, but not open-Qcat: it begins with (.*)",
        lambda name: _("is XML, but not open-Qcat: it begins with %(name)s", name=name),
    ),
    (
        r"has a record that is longer than (\d+) (?:bytes|characters)",
        lambda most: _("has an offer that is longer than %(most)s bytes", most=number(int(most))),
    ),
    (
        "is one page of several, so nothing that it leaves out is withdrawn",
        lambda: _("is one page of several; nothing that it leaves out is withdrawn"),
    ),
    ("holds no list of courses", lambda: _("holds no list of courses")),
    ("holds no Course of schema.org", lambda: _("holds no course of schema.org")),
    ("is a page without JSON-LD", lambda: _("is a page without data about courses (JSON-LD)")),
    (
        "must be an object with attributes",
        lambda: _("must be an object with attributes"),
    ),
    ("is not a text", lambda: _("is not a text")),
    (
        "is (UTF-8|UTF-16) that was damaged on its way",
        lambda encoding: _(
            "is text in %(encoding)s that was damaged on its way", encoding=encoding
        ),
    ),
    ("has no headings", lambda: _("has no headings")),
    (
        r"has more than (\d+) columns",
        lambda most: _("has more than %(most)s columns", most=most),
    ),
    (
        r"has two columns with the heading (.*)",
        lambda name: _("has two columns with the heading %(name)s", name=name),
    ),
    (
        "has more cells than there are headings",
        lambda: _("has more cells than there are headings"),
    ),
    (
        "has a quotation mark that does not close, or a cell that is too long",
        lambda: _("has a quotation mark that does not close, or a cell that is too long"),
    ),
    (
        r"has a cell that is longer than (\d+) characters",
        lambda most: _("has a cell that is longer than %(most)s characters", most=most),
    ),
    (
        r"is unpacked larger than (\d+) MB",
        lambda most: _("is unpacked larger than %(most)s MB", most=most),
    ),
    (
        "is not a sheet of Excel that can be read",
        lambda: _("is not a sheet of Excel that can be read"),
    ),
    ("is the id of a funding instrument", lambda: _("is the id of a funding instrument")),
    (
        "is an instrument of ours, whose own page is shown",
        lambda: _("is an instrument of ours, whose own page is shown"),
    ),
    ("not understood, left out", lambda: _("was not understood and left out")),
    (
        "no day was understood, its words are shown",
        lambda: _("no day was understood, its words are shown"),
    ),
    (
        "no day was understood, hidden until it has one",
        lambda: _("no day was understood, hidden until it has one"),
    ),
    ("belongs to an offer of another source", lambda: _("belongs to an offer of another source")),
    (
        "is not JSON in UTF-8, or is nested too deep",
        lambda: _("is not JSON in UTF-8, or is nested too deep"),
    ),
    ("must be one JSON object", lambda: _("must be one JSON object")),
    (r"is not TOML in UTF-8: (.*)", lambda why: _("is not TOML in UTF-8: %(why)s", why=why)),
    (
        r"needs the table \[fields\] and may have \[constants\]",
        lambda: _("needs the table [fields] and may have [constants]"),
    ),
    (
        r"only the tables \[fields\] and \[constants\] are allowed",
        lambda: _("only the tables [fields] and [constants] are allowed"),
    ),
    (
        "'(.*)' is not a field of the import",
        lambda name: _("'%(name)s' is not a field of the import", name=name),
    ),
    (
        r"fields\.(\w+) must be a name, a list of names or a text with \{names\}",
        lambda name: _(
            "%(name)s must be a name, a list of names or a text with {names}", name=name
        ),
    ),
    (
        r"fields\.(\w+) is longer than (\d+) characters",
        lambda name, most: _("%(name)s is longer than %(most)s characters", name=name, most=most),
    ),
    (
        r"fields\.(\w+): every \{ needs a name and a \} behind it",
        lambda name: _("%(name)s: every { needs a name and a } behind it", name=name),
    ),
    (
        r"constants\.(\w+) must be a text, a number, true, false or a list of texts",
        lambda name: _(
            "%(name)s must be a text, a number, true, false or a list of texts", name=name
        ),
    ),
)
