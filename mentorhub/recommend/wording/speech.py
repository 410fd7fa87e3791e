"""How this room speaks: the language of the page, and texts that come in two of them."""

from flask_babel import get_locale, gettext, ngettext

from mentorhub.recommend.eligibility import Text


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def _n(one: str, many: str, how_many: int, **values: object) -> str:
    return str(ngettext(one, many, how_many, **values))


def locale() -> str:
    """Return the language of the page, ``de`` or ``en``."""
    return str(get_locale() or "de")


def say(text: Text | None) -> str:
    """Return a text of a record in the language of the page; nothing for none."""
    return text.say(locale()) if text else ""


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop."""
    head, stop, _rest = text.partition(". ")
    return head + "." if stop else head
