"""How a page at a provider stands, and what the last look said, in the words of editors."""

from flask_babel import gettext

from mentorhub.recommend.models import Link
from mentorhub.recommend.models.link import LinkState
from mentorhub.recommend.views import source_words

GONE = 410


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def state(name: LinkState) -> tuple[str, str]:
    """Return kind and words of the badge of a link."""
    return {
        "dead": ("danger", _("dead")),
        "doubtful": ("warning", _("not there once")),
        "unknown": ("info", _("cannot be told")),
        "there": ("success", _("there")),
        "new": ("info", _("not looked at yet")),
    }[name]


def states() -> dict[str, str]:
    """Return the names of the states, for a filter."""
    names: tuple[LinkState, ...] = ("dead", "doubtful", "unknown", "there", "new")
    return {**{name: state(name)[1] for name in names}, "all": _("all")}


def why(link: Link) -> str:
    """Return what the last look said; nothing where the page was there."""
    if link.status == GONE:
        return _("The page was taken away for good (410).")
    if link.why == "robots":
        return _("The server does not want programs to look at this page (robots.txt).")
    if link.why in ("too_large", "packed"):
        return _("We cannot read what the server allows programs to do (robots.txt).")
    return source_words.why(link)
