"""Reading an open-Qcat catalogue of 100,000 courses: speed and memory beside plain iterparse."""

import re
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from xml.etree.ElementTree import iterparse

from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.door import Catalogue

COURSES = 100_000
HEAD = """<?xml version="1.0" encoding="UTF-8"?><OPENQCAT version="1.1"><HEADER><CATALOG>
<LANGUAGE>ger</LANGUAGE><CATALOG_ID>1</CATALOG_ID><CATALOG_VERSION>1.0</CATALOG_VERSION></CATALOG>
<SUPPLIER><SUPPLIER_ID type="supplier_specific">7</SUPPLIER_ID>
<SUPPLIER_NAME>Lernwerk (Beispiel)</SUPPLIER_NAME></SUPPLIER></HEADER>
<NEW_CATALOG FULLCATALOG="true">"""
SERVICE = """<SERVICE mode="new"><PRODUCT_ID>K{n}</PRODUCT_ID><COURSE_TYPE>1</COURSE_TYPE>
<SERVICE_DETAILS><TITLE>Gabelstaplerschein, Gruppe {n}</TITLE><DESCRIPTION_LONG>{text}
</DESCRIPTION_LONG><REQUIREMENTS>Keine besonderen Vorkenntnisse</REQUIREMENTS>
<SERVICE_DATE><START_DATE>2027-01-11T08:00:00</START_DATE><END_DATE>2027-01-15T16:00:00</END_DATE>
</SERVICE_DATE><TARGET_GROUP><TARGET_GROUP_TEXT>Beschäftigte</TARGET_GROUP_TEXT></TARGET_GROUP>
<SERVICE_MODULE><EDUCATION type="true"><COURSE_ID>K{n}</COURSE_ID><DEGREE type="3">
<DEGREE_TITLE>Fahrausweis</DEGREE_TITLE></DEGREE><LANGUAGE>ger</LANGUAGE><EXTENDED_INFO>
<INSTITUTION type="105"/><INSTRUCTION_FORM type="1"/><EDUCATION_TYPE type="104"/></EXTENDED_INFO>
<MODULE_COURSE><LOCATION><NAME>Haus 1</NAME><STREET>Werkstraße 1</STREET><ZIP>44137</ZIP>
<CITY>Dortmund</CITY></LOCATION><DURATION type="2"/></MODULE_COURSE></EDUCATION></SERVICE_MODULE>
</SERVICE_DETAILS><SERVICE_PRICE_DETAILS><SERVICE_PRICE type="gros_list">
<PRICE_AMOUNT>199.00</PRICE_AMOUNT></SERVICE_PRICE></SERVICE_PRICE_DETAILS></SERVICE>
"""
TEXT = "&lt;p&gt;Sie lernen, sicher zu fahren und Lasten richtig abzusetzen.&lt;/p&gt; " * 12


def write_catalogue(path: Path, count: int = COURSES) -> None:
    """Write a catalogue of so many courses."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(count):
            file.write(SERVICE.format(n=number, text=TEXT))
        file.write("</NEW_CATALOG></OPENQCAT>")


def measure(read: Callable[[Path], int], path: Path) -> tuple[float, float]:
    """Return records a second and the peak of memory in MiB, in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (read, path))


def by_the_door(path: Path) -> int:
    """Read every record as an import does, and return how many there were."""
    with path.open("rb") as file:
        return sum(1 for _ in door.read(file, Catalogue("qcat", "bench")))


def by_iterparse(path: Path) -> int:
    """Walk through the document and free each record; nothing is made of it."""
    count = 0
    for _event, element in iterparse(path):  # noqa: S314  written by ourselves
        if element.tag == "SERVICE":
            count += 1
            element.clear()
    return count


def _measured(read: Callable[[Path], int], path: Path) -> tuple[float, float]:
    begun = time.perf_counter()
    count = read(path)
    return count / (time.perf_counter() - begun), _peak()


def _peak() -> float:
    """Return the peak of memory of this process, in MiB.

    What the system sums up as used begins, on Linux, with what the parent had.
    """
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    [line] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(line) / (1 << 10)
