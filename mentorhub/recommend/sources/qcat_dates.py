"""Dates of open-Qcat that name their course instead of telling it again.

A service is a course (``EDUCATION type="true"``, in German Angebot) or one of its dates
(``type="false"``, Veranstaltung), whose ``COURSE_ID`` names the course and which tells only what
is its own: "nur noch die Angabe der individuell gültigen Informationen", says the XSD.
"""

from collections.abc import Iterator
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

EDUCATION = "SERVICE_DETAILS/SERVICE_MODULE/EDUCATION"
PLACE = f"{EDUCATION}/MODULE_COURSE/LOCATION"
LENT = (
    "SUPPLIER_ID_REF",
    "SERVICE_PRICE_DETAILS",
    "MIME_INFO",
    *(f"SERVICE_DETAILS/{name}" for name in (
        "TITLE", "DESCRIPTION_LONG", "REQUIREMENTS", "TARGET_GROUP",
    )),
    *(f"{EDUCATION}/{name}" for name in (
        "DEGREE", "LANGUAGE", "SUBSIDY", "MIME_INFO", "CERTIFICATE",
    )),
    *(f"{EDUCATION}/EXTENDED_INFO/{name}" for name in (
        "INSTRUCTION_FORM", "INSTRUCTION_TIME", "TEACHING_LANGUAGES", "FUNDING_TYPES_FEDERAL",
        "FUNDING_TYPES_REGIONAL", "EDUCATION_TYPE", "MEASURE_NUMBER",
    )),
    PLACE,
)  # fmt: skip
"""What a date takes from its course where it tells nothing of that itself."""
ONLINE_PARTS = ("MODULE_WBT", "MODULE_CBT")
FALSE = frozenset({"false", "0"})
IN_MEMORY = 1_000_000

Part = tuple[int, int]
"""Where a service lies in the file that keeps them: first byte, length."""


class Dates:
    """The courses of a catalogue, for their dates; kept in a file, so that memory stays bounded.

    A date may come before its course. A course without a date of its own is nothing that can be
    booked: it is told only if no date names it.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  see close()
        self._courses: dict[str, Part] = {}
        self._early: list[tuple[int, str, Part]] = []
        self._undated: list[tuple[int, str, Part]] = []
        self._named: set[str] = set()

    def take_date(self, at: int, service: Element, course: str) -> bool:
        """Complete a date from its course; return whether it must wait for that in ``rest``.

        ``at`` is its number in the file, ``course`` the id of its course.
        """
        self._named.add(course)
        if course in self._courses:
            _complete(service, self._read(self._courses[course]))
            return False
        self._early.append((at, course, self._keep(service)))
        return True

    def take_course(self, at: int, service: Element, id_: str, *, is_dated: bool) -> bool:
        """Keep a course for its dates; return whether it must wait for ``rest``."""
        part = self._keep(service)
        self._courses.setdefault(id_, part)
        if not is_dated:
            self._undated.append((at, id_, part))
        return not is_dated

    def rest(self) -> Iterator[tuple[int, Element]]:
        """Yield what has waited, number and service, once the file is at its end."""
        for at, course, part in self._early:
            service = self._read(part)
            if course in self._courses:
                _complete(service, self._read(self._courses[course]))
            yield at, service
        for at, id_, part in self._undated:
            if id_ not in self._named:
                yield at, self._read(part)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def _keep(self, service: Element) -> Part:
        data = tostring(service)
        begin = self._file.seek(0, SEEK_END)
        self._file.write(data)
        return begin, len(data)

    def _read(self, part: Part) -> Element:
        begin, length = part
        self._file.seek(begin)
        read: Element = fromstring(self._file.read(length))
        return read


def course_of(service: Element) -> str:
    """Return the number of the course that a service is a date of; empty if it is a course."""
    education = service.find(EDUCATION)
    if education is None or education.get("type", "").strip().lower() not in FALSE:
        return ""
    return (education.findtext("COURSE_ID") or "").strip()


def _complete(service: Element, course: Element) -> None:
    """Add to a date what only its course tells."""
    for path in LENT:
        if any(map(_says, service.findall(path))) or (path == PLACE and _is_online(service)):
            continue
        lent = [each for each in course.findall(path) if _says(each)]
        if lent:
            holder = _holder(service, path)
            for empty in holder.findall(path.rpartition("/")[2]):
                holder.remove(empty)
            holder.extend(lent)


def _says(element: Element) -> bool:
    """Return whether an element holds a text or a code; a place, where it is."""
    if element.tag == "LOCATION":
        return any((element.findtext(name) or "").strip() for name in ("CITY", "ZIP"))
    return any((each.text or "").strip() or each.attrib for each in element.iter())


def _is_online(service: Element) -> bool:
    return any(map(has_online_part, service.findall(EDUCATION)))


def has_online_part(education: Element) -> bool:
    """Return whether an education has a part that is learnt with a computer or in the web."""
    return any(education.find(name) is not None for name in ONLINE_PARTS)


def _holder(service: Element, path: str) -> Element:
    """Return the element that holds what lies under a path, made where it is missing."""
    holder = service
    for name in path.split("/")[:-1]:
        found = holder.find(name)
        holder = SubElement(holder, name) if found is None else found
    return holder
