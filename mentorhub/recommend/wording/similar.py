"""How an offer differs from the one that somebody looks at."""

from collections.abc import Callable, Mapping, Sequence

from mentorhub.recommend.engine.document import SCHEDULES, Reason
from mentorhub.recommend.wording.offers import form_of, language_of, time_of_day
from mentorhub.recommend.wording.speech import _


def difference(reasons: Sequence[Reason]) -> str:
    """Return in one line how two courses stand to each other and what is otherwise."""
    return ", ".join(filter(None, (_SIMILAR[one.code](one.params) for one in reasons)))


def _times(params: Mapping[str, str]) -> str:
    codes = params["times"].split(",")
    return ", ".join(time_of_day(code) for code in SCHEDULES if code in codes)


_SIMILAR: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "like_course": lambda _p: _("A similar course"),
    "next_level": lambda _p: _("One level further"),
    "earlier_level": lambda _p: _("One level before"),
    "near_subject": lambda _p: _("A related subject"),
    "other_form": lambda p: form_of(p["form"]),
    "other_times": _times,
    "other_place": lambda p: _("in %(town)s", town=p["town"]),
    "other_language": lambda p: _("taught in: %(language)s", language=language_of(p["language"])),
}

SIMILAR_CODES = frozenset(_SIMILAR)
"""The codes of relations and differences that have words."""
