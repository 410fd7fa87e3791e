"""open-Qcat 1.1, the XML of the federal course database: the whole catalogue (FULLCATALOG).

Codes that are the business of the federal agency alone (kind of school, way of entry) are 0.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from mentorhub.recommend.exports.edition import (
    Edition,
    Listed,
    Terms,
    courses,
    exact_starts,
    paragraphs,
    text_of,
)
from mentorhub.recommend.offer_record import OfferRecord, Start

LANGUAGES = {
    "de": "ger", "en": "eng", "tr": "tur", "uk": "ukr", "ru": "rus", "ar": "ara", "pl": "pol",
    "ro": "rum", "fr": "fre", "es": "spa", "it": "ita", "fa": "per",
}  # fmt: skip
INSTRUCTION_FORMS = {
    "presence": ("101", "Präsenzveranstaltung"),
    "online": ("206", "Sonstige digitale Lernformen"),
    "blended": ("301", "Blended Learning"),
}
"""How people meet, as the federal agency numbers it since 2021."""
SELF_LEARNING, UNKNOWN = ("204", "Selbstlernmodul"), ("0", "")
TIMES = {"full_time": ("1", "Vollzeit"), "part_time": ("2", "Teilzeit")}
REMARKS = {
    "evening": "abends",
    "weekend": "am Wochenende",
    "self_paced": "freie Zeiteinteilung",
}
"""Times for which the agency has no number."""
EDUCATION = {
    "vocational": ("102", "Berufsabschluss"),
    "upgrading": ("103", "Aufstiegsfortbildung"),
}
FURTHER_EDUCATION = ("104", "Fortbildung")
LENGTHS = (
    (3, "1"), (7, "2"), (31, "3"), (92, "4"), (184, "5"), (366, "6"), (731, "7"), (1096, "8"),
)  # fmt: skip
"""A length in days, and the class that goes up to it."""
LONGEST_CLASS = "9"
LONGEST = {
    "CATALOG_ID": 50,
    "CITY": 36,
    "DATE_REMARKS": 4000,
    "DESCRIPTION_LONG": 30_000,
    "REQUIREMENTS": 10_000,
    "TARGET_GROUP_TEXT": 64_000,
}
LONGEST_TEXT = 255
LONGEST_ADDRESS = 255
MARKUP_SPACE = 5
ON_REQUEST = "auf Anfrage"
AZAV = "Für die Förderung zugelassen (AZAV)"

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(offers: Iterable[Listed], edition: Edition) -> Iterator[str]:
    """Yield the document, a course at a time."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<OPENQCAT version="1.1">\n'
    yield _xml(_header(edition))
    yield '<NEW_CATALOG FULLCATALOG="true">\n'
    for one in courses(offers):
        yield _xml(_service(one, edition))
    yield "</NEW_CATALOG>\n</OPENQCAT>\n"


def supplier_id(provider: str) -> str:
    """Return what a provider is called inside a catalogue: the same for the same name."""
    return hashlib.sha256(provider.encode()).hexdigest()[:16]


def _xml(element: Element) -> str:
    return tostring(element, encoding="unicode") + "\n"


def _add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element whose text is clean and no longer than the format allows."""
    made = SubElement(parent, name, attributes)
    clean = _FORBIDDEN.sub("", text)
    longest = LONGEST.get(name, LONGEST_TEXT)
    made.text = (clean if len(clean) <= longest else clean[: longest - 1] + "…") or None
    return made


def _header(edition: Edition) -> Element:
    header, terms = Element("HEADER"), edition.terms
    _add(header, "GENERATOR_INFO", "MentorHub")
    catalogue = _add(header, "CATALOG")
    _add(catalogue, "LANGUAGE", LANGUAGES["de"])
    _add(catalogue, "CATALOG_ID", supplier_id(terms.base_url))
    _add(catalogue, "CATALOG_VERSION", edition.today.isoformat())
    _add(catalogue, "CATALOG_NAME", terms.publisher)
    _add(catalogue, "GENERATION_DATE", edition.made_at.isoformat(timespec="seconds"))
    _add(catalogue, "CURRENCY", "EUR")
    for name, azav in edition.providers or (("", False),):
        header.append(_supplier(name, terms, azav=azav))
    if terms.licence:
        _add(_add(header, "AGREEMENT"), "AGREEMENT_ID", terms.licence.id)
    return header


def _supplier(name: str, terms: Terms, *, azav: bool) -> Element:
    supplier = Element("SUPPLIER")
    _add(supplier, "SUPPLIER_ID", supplier_id(name), type="supplier_specific")
    _add(supplier, "SUPPLIER_NAME", name or terms.publisher)
    _add(supplier, "ADDRESS")
    if azav:
        _add(_add(supplier, "CERTIFICATE"), "CERT_DESCRIPTION", AZAV)
    _add(supplier, "EXTENDED_INFO", input_type="0")
    return supplier


def _service(one: Listed, edition: Edition) -> Element:
    record = one.record
    service = Element("SERVICE", mode="new")
    _add(service, "PRODUCT_ID", record.key)
    _add(service, "COURSE_TYPE", "1")
    _add(service, "SUPPLIER_ID_REF", supplier_id(record.provider), type="supplier_specific")
    _details(service, record, edition.today)
    if record.price_cents is not None:
        price = _add(_add(service, "SERVICE_PRICE_DETAILS"), "SERVICE_PRICE", type="gros_list")
        _add(price, "PRICE_AMOUNT", f"{record.price_cents / 100:.2f}")
        _add(price, "PRICE_CURRENCY", "EUR")
    pages = (record.link, edition.terms.page_of(record.key))
    page = next((each for each in pages if 0 < len(each) <= LONGEST_ADDRESS), "")
    if page:
        link = _add(_add(service, "MIME_INFO"), "MIME_ELEMENT")
        _add(link, "MIME_TYPE", "url")
        _add(link, "MIME_SOURCE", page)
        _add(link, "MIME_PURPOSE", "detail")
    return service


def _details(service: Element, record: OfferRecord, today: date) -> None:
    details = _add(service, "SERVICE_DETAILS")
    _add(details, "TITLE", record.title)
    _add(details, "DESCRIPTION_LONG", _html(record))
    if record.requirements:
        _add(details, "REQUIREMENTS", record.requirements)
    starts = exact_starts(record, today)
    words = record.begin_text or (ON_REQUEST if record.on_request else "")
    _period(details, "SERVICE_DATE", starts[0] if starts else None, words)
    if record.target_group:
        _add(_add(details, "TARGET_GROUP"), "TARGET_GROUP_TEXT", record.target_group)
    _education(_add(details, "SERVICE_MODULE"), record, starts)


def _html(record: OfferRecord) -> str:
    """Return the text as HTML; of one that would not fit whole paragraphs from its beginning."""
    whole = paragraphs(text_of(record))
    while len(whole) > LONGEST["DESCRIPTION_LONG"]:
        end = whole.rfind("<p>", 0, len(whole) - MARKUP_SPACE)
        whole = whole[:end] if end > 0 else paragraphs(record.learn or record.title)
    return whole


def _education(module: Element, record: OfferRecord, starts: list[Start]) -> None:
    education = _add(module, "EDUCATION", type="true")
    _add(education, "COURSE_ID", record.key)
    if record.degree:
        _add(_add(education, "DEGREE", type=_degree(record)), "DEGREE_TITLE", record.degree)
    if record.language in LANGUAGES:
        _add(education, "LANGUAGE", LANGUAGES[record.language])
    if record.azav:
        _add(_add(education, "SUBSIDY"), "SUBSIDY_DESCRIPTION", AZAV)
        _add(_add(education, "CERTIFICATE"), "CERT_DESCRIPTION", AZAV)
    extended = _add(education, "EXTENDED_INFO")
    _add(extended, "INSTITUTION", type="0")
    code, word = _instruction(record)
    _add(extended, "INSTRUCTION_FORM", word, type=code)
    time = next((TIMES[name] for name in record.schedules if name in TIMES), None)
    if time:  # the format has room for one
        _add(extended, "INSTRUCTION_TIME", time[1], type=time[0])
    code, word = EDUCATION.get(record.degree_kind or "", FURTHER_EDUCATION)
    _add(extended, "EDUCATION_TYPE", word, type=code)
    dated: list[Start | None] = [*starts]
    for start in dated or [None]:
        _course(education, record, start)


def _degree(record: OfferRecord) -> str:
    """Return 0 for a degree that the state knows, 3 for a certificate of the provider."""
    return "0" if record.degree_kind in ("vocational", "upgrading", "school") else "3"


def _instruction(record: OfferRecord) -> tuple[str, str]:
    if record.form == "online" and "self_paced" in record.schedules:
        return SELF_LEARNING
    return INSTRUCTION_FORMS.get(record.form or "", UNKNOWN)


def _course(education: Element, record: OfferRecord, start: Start | None) -> None:
    course = _add(education, "MODULE_COURSE")
    if record.town or record.postcode:
        place = _add(course, "LOCATION")
        if record.postcode:
            _add(place, "ZIP", record.postcode)
        _add(place, "CITY", record.town or "")
        _add(place, "COUNTRY", "D")
    _period(course, "DURATION", start, "", type=_length(start))
    remarks = [REMARKS[name] for name in record.schedules if name in REMARKS]
    if record.hours:
        remarks.append(f"Dauer: {record.hours} Stunden")
    if remarks:
        _add(course, "INSTRUCTION_REMARKS", ", ".join(remarks))
    if start and record.on_request:
        _add(course, "FLEXIBLE_START", "true")


def _period(
    parent: Element, name: str, start: Start | None, words: str, /, **attributes: str
) -> None:
    period = _add(parent, name, **attributes)
    if start:
        _add(period, "START_DATE", f"{start.starts.isoformat()}T00:00:00")
    if start and start.ends:
        _add(period, "END_DATE", f"{start.ends.isoformat()}T00:00:00")
    if words:
        _add(period, "DATE_REMARKS", words)


def _length(start: Start | None) -> str:
    """Return the class of a length, 0 where it is not known."""
    if start is None or start.ends is None:
        return "0"
    days = (start.ends - start.starts).days + 1
    return next((code for most, code in LENGTHS if days <= most), LONGEST_CLASS)
