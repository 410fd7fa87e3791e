"""Builders: catalogues of each format in memory, as few words as possible."""

import io
import json
import tracemalloc
from collections.abc import Iterable
from typing import Any

from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue

HEADER = """<HEADER><CATALOG><LANGUAGE>ger</LANGUAGE><CATALOG_ID>1</CATALOG_ID>
<CATALOG_VERSION>1.0</CATALOG_VERSION><GENERATION_DATE>2026-11-01T00:00:00</GENERATION_DATE>
</CATALOG><SUPPLIER><SUPPLIER_ID type="supplier_specific">7</SUPPLIER_ID>
<SUPPLIER_NAME>Lernwerk (Beispiel)</SUPPLIER_NAME></SUPPLIER></HEADER>"""
COURSE = """<MODULE_COURSE><LOCATION><ZIP>44137</ZIP><CITY>Dortmund</CITY></LOCATION>
<DURATION type="3"/></MODULE_COURSE>"""


def read(data: bytes, format_: str, source="Haus A", **more) -> list[Any]:
    """What stands in a file of a format, number and record."""
    return list(door.read(io.BytesIO(data), Catalogue(format_, source, **more)))


class Parts:
    """A file that is never in memory as a whole: its parts one after the other."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._left = iter(parts)

    def read(self, _size: int = -1) -> bytes:
        return next(self._left, b"")


def weighed(entries: Iterable[Any]) -> tuple[int, int]:
    """How many entries there are, and the most bytes that were in memory for them at once."""
    tracemalloc.start()
    try:
        count = sum(1 for _ in entries)
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def only(data: bytes, format_: str, **more) -> Any:
    """The only record in a file."""
    [(_number, record)] = read(data, format_, **more)
    return record


def qcat(*services: str, full=True, header=HEADER) -> bytes:
    """A new catalogue of open-Qcat."""
    mark = ' FULLCATALOG="true"' if full else ""
    body = f"<NEW_CATALOG{mark}>{''.join(services)}</NEW_CATALOG>"
    return f'<?xml version="1.0" encoding="UTF-8"?><OPENQCAT>{header}{body}</OPENQCAT>'.encode()


def qcat_update(new=(), gone=()) -> bytes:
    """A change of a catalogue of open-Qcat."""
    deleted = "".join(f"<SERVICE><PRODUCT_ID>{id_}</PRODUCT_ID></SERVICE>" for id_ in gone)
    body = f"<DELETE>{deleted}</DELETE><NEW>{''.join(new)}</NEW>"
    body = f'<UPDATE_CATALOG seq_number="2">{body}</UPDATE_CATALOG>'
    return f"<OPENQCAT>{HEADER}{body}</OPENQCAT>".encode()


def service(id_="K1", details="", education=COURSE, price="", **facts) -> str:
    """One service of open-Qcat; ``facts`` are title, text, date."""
    date = facts.get("date", "<START_DATE>2027-01-11T18:00:00</START_DATE>")
    return f"""<SERVICE mode="new"><PRODUCT_ID>{id_}</PRODUCT_ID><COURSE_TYPE>1</COURSE_TYPE>
<SERVICE_DETAILS><TITLE>{facts.get("title", "Stapler fahren")}</TITLE>
<DESCRIPTION_LONG>{facts.get("text", "Sie lernen fahren.")}</DESCRIPTION_LONG>{details}
<SERVICE_DATE>{date}</SERVICE_DATE>
<SERVICE_MODULE><EDUCATION type="true">{education}</EDUCATION></SERVICE_MODULE>
</SERVICE_DETAILS>{price}</SERVICE>"""


def prices(*amounts: float, kind="gros_list", more="") -> str:
    """The price details of a service of open-Qcat."""
    told = "".join(
        f'<SERVICE_PRICE type="{kind}"><PRICE_AMOUNT>{amount}</PRICE_AMOUNT></SERVICE_PRICE>'
        for amount in amounts
    )
    return f"<SERVICE_PRICE_DETAILS>{told}{more}</SERVICE_PRICE_DETAILS>"


def moochub(*courses: dict, then: object = None, first: int = 1) -> bytes:
    """A document of MOOChub; each course is given by its attributes, ``then`` is the next page."""
    data = [
        {"id": f"m{at}", "type": "Course", "attributes": {"name": "Excel"} | attributes}
        for at, attributes in enumerate(courses, start=first)
    ]
    return json.dumps({"data": data, "links": {"self": "x", "next": then}}).encode()


def vhs(*courses: dict) -> bytes:
    """A document of open data of adult education centres."""
    told = [{"guid": f"g{at}", "name": "Yoga"} | each for at, each in enumerate(courses, start=1)]
    return json.dumps({"veranstaltungen": {"system": "x", "veranstaltung": told}}).encode()


def json_ld(node: Any) -> bytes:
    """A bare document of JSON-LD."""
    return json.dumps(node).encode()


def saved_page(*nodes: Any) -> bytes:
    """A saved page with a script of JSON-LD for each node."""
    scripts = "".join(
        f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes
    )
    return (
        f"<!DOCTYPE html><html><head><title>x</title>{scripts}</head><body></body></html>".encode()
    )
