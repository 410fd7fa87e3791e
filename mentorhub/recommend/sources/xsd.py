"""Records of XML against the XSD that an operator has; without one nothing of this is loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from mentorhub.recommend.offer_record import one_line

if TYPE_CHECKING:
    from xmlschema import XMLSchema
    from xmlschema.validators import XsdElement

MOST = 3
LONGEST_REASON = 200


class BadXsd(ValueError):
    """The file is no XSD that can be used; the message says why."""


@dataclass(frozen=True)
class Misfit:
    """Where a record does not fit, and why."""

    element: Element
    reason: str


@dataclass(frozen=True)
class Validation:
    """The XSD that the operator has for open-Qcat, None where there is none."""

    xsd: "Xsd | None" = None


class Xsd:
    """An XSD of a file. It is read when first needed, with what it includes from its own folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[tuple[str, ...], XsdElement | None] = {}

    def misfits(self, trail: Sequence[str], record: Element) -> list[Misfit]:
        """Return the first reasons why a record does not fit; none if it does.

        ``trail`` are the full names of the elements from the root down to the record itself.

        Raises:
            BadXsd: the XSD cannot be used.
        """
        declared = self._declared(tuple(trail))
        if declared is None:
            return [Misfit(record, "is not foreseen here")]
        try:
            return list(islice(_misfits(declared, record), MOST))
        except RecursionError:
            return [Misfit(record, "is nested too deeply")]

    def check(self) -> None:
        """Read the XSD.

        Raises:
            BadXsd: it cannot be used.
        """
        self._schema  # noqa: B018  reading is what is asked for

    def _declared(self, trail: tuple[str, ...]) -> "XsdElement | None":
        if trail not in self._known:
            found = self._schema.maps.elements.get(trail[0])
            for name in trail[1:]:
                found = found.match_child(name) if found is not None else None
            self._known[trail] = found
        return self._known[trail]

    @cached_property
    def _schema(self) -> "XMLSchema":
        from xmlschema import XMLSchema, XMLSchemaException

        try:
            folder = str(self.path.parent)
            return XMLSchema(str(self.path), base_url=folder, allow="sandbox", defuse="always")
        except (XMLSchemaException, OSError, ValueError) as problem:
            raise BadXsd(f"{self.path}: {one_line(str(problem))[:LONGEST_REASON]}") from problem


def _misfits(declared: "XsdElement", record: Element) -> Iterator[Misfit]:
    for error in declared.iter_errors(record):
        element = error.elem if error.elem is not None else record
        yield Misfit(element, one_line(error.reason or error.message)[:LONGEST_REASON])
