"""The filter form as it comes filled in with what a sentence says, and what was changed in it.

What was understood stays a wish as long as nobody touches its field: the form carries what it was
filled with, and what comes back the same is no filter. What comes back otherwise replaces what the
sentence says about that matter; what comes back empty takes it away.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from werkzeug.datastructures import MultiDict

from mentorhub.recommend.engine.document import Chip, Understood
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.forms.public import MOST_DROPPED, Sent

BEFORE: Final = "vorher"
STRICT: Final = "genau"
OPEN: Final = "offen"
TICKED: Final = "ja"

Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Matter:
    """Fields that are read as one, and the kinds of chips that they answer."""

    fields: tuple[str, ...]
    kinds: tuple[str, ...]


MATTERS: Final = (
    Matter(("ort",), ("place", "not_place", "nearby", "radius")),
    Matter(("umkreis",), ("radius",)),
    Matter(("zeit",), ("time",)),
    Matter(("zeit_nicht",), ("not_time",)),
    Matter(("form",), ("form",)),
    Matter(("preis", "frei", "guenstig"), ("price", "free", "cheap")),
    Matter(("foerderbar",), ("azav",)),
    Matter(("sprache",), ("language",)),
    Matter(("niveau",), ("level",)),
    Matter(("ab", "bis"), ("start", "not_start")),
    Matter(("dauer",), ("length",)),
    Matter(("art",), ("kind",)),
)


def kinds_of(field: str) -> tuple[str, ...]:
    """Return the kinds of chips that a field answers."""
    return next(matter.kinds for matter in MATTERS if field in matter.fields)


def said(understood: Understood) -> Values:
    """Return what a sentence says, by the field of the form that says the same."""
    place, price = understood.place, understood.max_price_cents
    values = {
        "ort": (_typed(place),) if place else (),
        "umkreis": (str(understood.radius_km),) if understood.radius_km else (),
        "zeit": _named("time", understood.chips),
        "zeit_nicht": _named("not_time", understood.chips),
        "form": (understood.form or "",),
        "preis": () if price is None else (str(-(-price // 100)),),
        "frei": _box(understood.free),
        "guenstig": _box(understood.cheap),
        "foerderbar": _box(understood.azav),
        "sprache": (understood.language or "",),
        "niveau": (understood.level or "",),
        "ab": _day(understood.start_from),
        "bis": _day(understood.start_until),
        "dauer": (str(understood.max_days),) if understood.max_days else (),
    }
    return {name: kept for name, found in values.items() if (kept := tuple(filter(None, found)))}


def filled(sent: Sent, understood: Understood) -> tuple[Sent, Values]:
    """Return what the form shows, and what of it comes from the sentence.

    What was sent about a matter stands there alone.
    """
    shown, own = MultiDict(sent), said(understood)
    free = {name for matter in MATTERS if not _all(sent, matter.fields) for name in matter.fields}
    added = {name: values for name, values in own.items() if name in free}
    for name, values in added.items():
        shown.setlist(name, list(values))
    return shown, added


def marks(added: Values) -> list[str]:
    """Return what the form carries to know later what it was filled with."""
    return [f"{name}={value}" for name, values in added.items() for value in values]


def sent_back(sent: Sent, understood: Understood, knows: Callable[[str], bool]) -> Sent:
    """Return the address of a search of which the form came back that was filled in.

    ``knows`` says whether the gazetteer has a place of that name. Who wants only what is exactly
    as the form says keeps all of it.
    """
    before, result = _before(sent), MultiDict(sent)
    gone: list[str] = []
    for matter in MATTERS:
        if not before.keys() & set(matter.fields):
            continue
        if not all(_same(sent, name, before) for name in matter.fields):
            gone += [] if _all(sent, matter.fields) else _ids(understood.chips, matter.kinds)
        elif not sent.get(STRICT):
            _clear(result, matter.fields)
    where, around = "".join(_all(sent, ("ort",))), _around(understood)
    if around and "umkreis" in before and not _all(sent, ("umkreis",)) and knows(where):
        gone.append(around)
        result["ort"] = where
    _clear(result, (BEFORE, STRICT, OPEN, "seite"))
    result.setlist("ohne", list(dict.fromkeys((*sent.getlist("ohne"), *gone)))[-MOST_DROPPED:])
    return MultiDict((name, value) for name, value in result.items(multi=True) if value.strip())


def _around(understood: Understood) -> str:
    """Return the chip of the only place whose words also say how far from it: "near Hagen"."""
    found = [chip.id for chip in understood.chips if "radius_km" in chip.params]
    return found[0] if len(found) == 1 else ""


def _before(sent: Sent) -> Mapping[str, Collection[str]]:
    found: dict[str, set[str]] = {}
    names = {name for matter in MATTERS for name in matter.fields}
    for mark in sent.getlist(BEFORE):
        name, _, value = mark.partition("=")
        if name in names:
            found.setdefault(name, set()).add(value)
    return found


def _same(sent: Sent, name: str, before: Mapping[str, Collection[str]]) -> bool:
    return set(_all(sent, (name,))) == set(before.get(name, ()))


def _all(sent: Sent, names: Iterable[str]) -> list[str]:
    """Return what was sent in these fields, without what is empty."""
    values = [value.strip() for name in names for value in sent.getlist(name)]
    return list(filter(None, values))


def _clear(sent: Sent, names: Iterable[str]) -> None:
    for name in names:
        sent.poplist(name)


def _ids(chips: Iterable[Chip], kinds: Collection[str]) -> list[str]:
    return [chip.id for chip in chips if chip.kind in kinds]


def _named(kind: str, chips: Iterable[Chip]) -> tuple[str, ...]:
    return tuple(chip.params["time"] for chip in chips if chip.kind == kind)


def _typed(place: Place) -> str:
    return f"{place.postcode} {place.name}" if place.postcode else place.name


def _box(ticked: bool) -> tuple[str, ...]:
    return (TICKED,) if ticked else ()


def _day(day: date | None) -> tuple[str, ...]:
    return (day.isoformat(),) if day else ()
