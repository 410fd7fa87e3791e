"""What a source does, and why it could not be fetched, in the words of editors."""

from flask_babel import gettext

from mentorhub.recommend.forms.sources import RHYTHMS
from mentorhub.recommend.models import Link, Source, SourceFetch
from mentorhub.recommend.queries.sources import FetchState, State
from mentorhub.web.filters import number

MEGABYTE = 1_000_000


def _(text: str, **values: object) -> str:
    return str(gettext(text, **values))


def state(name: State) -> tuple[str, str]:
    """Return kind and words of the badge of a source."""
    return {
        "running": ("info", _("is being fetched")),
        "asks": ("warning", _("asks you")),
        "failing": ("danger", _("cannot be fetched")),
        "paused": ("info", _("paused")),
        "new": ("info", _("waits for its first fetch")),
        "stale": ("warning", _("out of date")),
        "fresh": ("success", _("up to date")),
    }[name]


def pause(reason: str) -> str:
    """Return why a source is paused."""
    return {
        "new": _("It is new. Look at the trial, then switch it on."),
        "asked": _("Somebody paused it."),
        "undone": _("An import of it was taken back. It is paused so that it does not come again."),
    }[reason]


def fetch_state(name: FetchState) -> tuple[str, str]:
    """Return kind and words of the badge of one fetch."""
    return {
        "running": ("info", _("under way")),
        "broken_off": ("danger", _("broken off")),
        "tried": ("info", _("trial")),
        "imported": ("success", _("imported")),
        "unchanged": ("success", _("nothing new")),
        "stopped": ("warning", _("stopped")),
        "failed": ("danger", _("failed")),
    }[name]


def why(fetch: SourceFetch | Link) -> str:
    """Return what went wrong outside, and what can be done; nothing if all went well."""
    if fetch.why == "status":
        return _status(fetch.status or 0)
    return _WHY[fetch.why]() if fetch.why in _WHY else ""


def refusal(code: str) -> str:
    """Return why an address cannot be used."""
    return _WHY[code]()


def rhythm(source: Source) -> str:
    """Return how often a source is fetched."""
    words = dict(RHYTHMS).get(source.every_hours)
    often = str(words) if words else _("every %(count)s hours", count=source.every_hours)
    if source.at_hour is None:
        return often
    return _("%(often)s at %(hour)s:00", often=often, hour=source.at_hour)


def size(count: int) -> str:
    """Return a number of bytes, rounded up, as people read it."""
    if count < MEGABYTE:
        return f"{number(-(-count // 1000))}\xa0kB"
    return f"{number(-(-count // MEGABYTE))}\xa0MB"


def _status(code: int) -> str:
    known = {
        401: _("The server wants a login, or does not accept ours (401)."),
        403: _("The server does not let us read it (403)."),
        404: _("There is nothing at this address (404)."),
        410: _("The catalogue was taken away for good (410)."),
        429: _("The server was asked too often (429). We wait longer now."),
    }
    if code >= 500:
        return _("The server has a fault (%(code)s). We try again by ourselves.", code=code)
    return known.get(code) or _("The server answered with %(code)s.", code=code)


_WHY = {
    "address": lambda: _("This is no address of the form https://…, or it leads to none."),
    "insecure": lambda: _("The address must begin with https://."),
    "inside": lambda: _(
        "The address lies in an internal network. Only the operator can allow that."
    ),
    "unknown": lambda: _("There is no server of this name."),
    "silent": lambda: _("The server does not answer."),
    "tls": lambda: _("The server cannot prove that it is the right one (certificate)."),
    "slow": lambda: _("The server was too slow. We try again by ourselves."),
    "broken": lambda: _("The connection broke off half way. We try again by ourselves."),
    "too_large": lambda: _("The file is larger than the operator allows."),
    "turns": lambda: _("The address leads in circles."),
    "pages": lambda: _(
        "The catalogue comes in several pages; one of them cannot be read, or they have no end."
    ),
    "elsewhere": lambda: _(
        "The catalogue comes in several pages; one of them lies on another server, which we do not "
        "ask."
    ),
    "packed": lambda: _("The file is packed in a way that we cannot open."),
    "format": lambda: _("We do not know the format of this file."),
    "columns": lambda: _(
        "It cannot be told what the columns mean. Import the file once by hand, save the choice "
        "of columns, and choose it here."
    ),
    "empty": lambda: _("There is no offer in this file that can be imported."),
    "login": lambda: _("The saved login cannot be read any more. Please give it again."),
    "lost": lambda: _("The work was interrupted. It is done again by itself."),
}
