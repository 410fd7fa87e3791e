"""open-Qcat: courses that are told once, and their dates, which name them."""

from datetime import date
from itertools import chain

import pytest

from mentorhub.recommend.offer_record import OfferRecord
from mentorhub.recommend.sources import qcat as adapter
from mentorhub.recommend.sources.entries import Fault, Whole
from tests.recommend.sources.files import (
    COURSE,
    HEADER,
    Parts,
    prices,
    qcat,
    qcat_update,
    read,
    service,
    weighed,
)

TIMES = '<EXTENDED_INFO><INSTRUCTION_FORM type="101"/><INSTRUCTION_TIME type="2"/></EXTENDED_INFO>'
ESSEN = COURSE.replace("44137", "45127").replace("Dortmund", "Essen")


def course(id_="K1", *, begins="", **more) -> str:
    """A course that is told once; ``begins`` only if it has a date of its own."""
    more.setdefault("price", prices(900.0))
    return service(id_, date=begins, **more)


def held(id_, of="K1", begins="2027-03-01", parts=COURSE, title="", more="") -> str:
    """A date of a course; it tells what is its own, as KURSNET writes it."""
    return f"""<SERVICE><PRODUCT_ID>{id_}</PRODUCT_ID><COURSE_TYPE>1</COURSE_TYPE>
<SERVICE_DETAILS><TITLE>{title}</TITLE><SERVICE_DATE><START_DATE>{begins}T00:00:00.000+01:00
</START_DATE></SERVICE_DATE><SERVICE_MODULE><EDUCATION type="false"><COURSE_ID>{of}</COURSE_ID>
{parts}</EDUCATION></SERVICE_MODULE></SERVICE_DETAILS><SERVICE_PRICE_DETAILS>{more}
</SERVICE_PRICE_DETAILS></SERVICE>"""


def offers(*services: str, **more) -> dict[str, OfferRecord]:
    found = [record for _at, record in read(qcat(*services, **more), "qcat")]
    assert not [each for each in found if isinstance(each, Fault)], found
    return {each.key: each for each in found if isinstance(each, OfferRecord)}


def test_a_date_takes_from_its_course_what_it_does_not_tell():
    found = offers(
        course(details="<REQUIREMENTS>Keine</REQUIREMENTS>", education=TIMES + COURSE),
        held("V1"),
        held("V2", begins="2027-05-03", parts=ESSEN),
    )
    assert set(found) == {"haus-a:V1", "haus-a:V2"}
    first, second = found["haus-a:V1"], found["haus-a:V2"]
    assert (first.title, first.description) == ("Stapler fahren", "Sie lernen fahren.")
    assert (first.requirements, first.price_cents, first.schedules) == (
        "Keine", 90_000, ("part_time",),
    )  # fmt: skip
    assert (first.town, first.starts[0].starts) == ("Dortmund", date(2027, 3, 1))
    assert (second.town, second.starts[0].starts) == ("Essen", date(2027, 5, 3))


def test_what_a_date_tells_itself_counts():
    dear = "<SERVICE_PRICE><PRICE_AMOUNT>1200</PRICE_AMOUNT></SERVICE_PRICE>"
    times = TIMES.replace('TIME type="2"', 'TIME type="1"')
    found = offers(
        course(education=TIMES + COURSE),
        held("V1", title="Stapler am Stück", parts=times + COURSE, more=dear),
    )
    own = found["haus-a:V1"]
    assert (own.title, own.price_cents, own.schedules) == (
        "Stapler am Stück", 120_000, ("full_time",),
    )  # fmt: skip


def test_a_course_with_a_date_of_its_own_is_an_offer_beside_its_dates():
    own = "<START_DATE>2027-02-01T00:00:00</START_DATE>"
    found = offers(course(begins=own), held("V1"))
    assert set(found) == {"haus-a:K1", "haus-a:V1"}
    assert found["haus-a:K1"].starts[0].starts == date(2027, 2, 1)


def test_a_course_that_nobody_names_a_date_for_is_on_request():
    found = offers(course(), course("K2"), held("V2", of="K2"))
    assert set(found) == {"haus-a:K1", "haus-a:V2"}
    assert found["haus-a:K1"].on_request


def test_a_date_may_come_before_its_course():
    found = offers(held("V1"), course())
    assert found["haus-a:V1"].title == "Stapler fahren"
    assert set(found) == {"haus-a:V1"}


def test_a_date_without_a_place_is_where_its_course_is_and_an_online_one_is_nowhere():
    country = "<MODULE_COURSE><LOCATION><COUNTRY>D</COUNTRY></LOCATION></MODULE_COURSE>"
    found = offers(course(), held("V1", parts=country), held("V2", parts="<MODULE_WBT/>"))
    assert (found["haus-a:V1"].town, found["haus-a:V1"].form) == ("Dortmund", "presence")
    assert (found["haus-a:V2"].town, found["haus-a:V2"].form) == (None, "online")


def test_a_date_whose_course_is_not_in_the_file_is_told_as_it_is():
    data = qcat_update(new=[held("V1", title="Stapler im März"), held("V2")])
    own, bare = (each for _at, each in read(data, "qcat"))
    assert own.title == "Stapler im März"
    assert (bare.key, str(bare)) == ("haus-a:V2", "title: is missing")


def test_the_same_number_of_another_supplier_is_another_course():
    other = "<SUPPLIER><SUPPLIER_ID>8</SUPPLIER_ID><SUPPLIER_NAME>Zwei</SUPPLIER_NAME></SUPPLIER>"
    header = HEADER.replace("</HEADER>", f"{other}</HEADER>")
    ref = "<SUPPLIER_ID_REF>{}</SUPPLIER_ID_REF><SERVICE_DETAILS>"

    def of(supplier, told):
        return told.replace("<SERVICE_DETAILS>", ref.format(supplier))

    found = offers(
        of(7, course(title="A")), of(8, course(title="B")), of(8, held("V8")), of(7, held("V7")),
        header=header,
    )  # fmt: skip
    assert {key: each.title for key, each in found.items()} == {
        "haus-a:8:V8": "B", "haus-a:7:V7": "A",
    }  # fmt: skip


def test_a_file_that_breaks_off_loses_nothing_that_was_read():
    data = qcat(course("K1"), held("V2", of="K2"), course("K3"), course("K2"))
    entries = read(data[:-60], "qcat")
    told = {each.key for _at, each in entries if isinstance(each, OfferRecord)}
    assert {"haus-a:K1", "haus-a:K3"} <= told
    assert isinstance(entries[-1][1], Fault)


def test_the_end_of_a_full_catalogue_comes_after_all_that_waited():
    entries = read(qcat(held("V1"), course(), course("K2")), "qcat")
    assert [type(each) for _at, each in entries] == [OfferRecord, OfferRecord, Whole]
    assert [at for at, _each in entries] == [1, 3, 4]


@pytest.mark.parametrize("around", ["TITLE", "DESCRIPTION_LONG"])
def test_a_service_that_is_nested_without_end_stops_nobody(around):
    deep = f"<{around}>{'<a>' * 50_000}x{'</a>' * 50_000}</{around}>"
    bad = course("K9").replace("<SERVICE_DETAILS>", f"<SERVICE_DETAILS>{deep}")
    entries = read(qcat(bad, course("K1"), held("V1")), "qcat")
    found = [each for _at, each in entries]
    assert [str(each) for each in found if isinstance(each, Fault)] == [
        "SERVICE: is nested too deeply"
    ]
    assert [each.key for each in found if isinstance(each, OfferRecord)] == ["haus-a:V1"]


def test_courses_that_wait_for_dates_do_not_fill_the_memory():
    head, tail = qcat("", full=False).split(b"</NEW_CATALOG>")
    text = "Sie lernen fahren. " * 500  # 10 KB each
    pairs = (course(f"K{n}", text=text) + held(f"V{n}", of=f"K{n}") for n in range(500))
    body = (pair.encode() for pair in pairs)
    many = Parts(chain([head], body, [b"</NEW_CATALOG>" + tail]))
    count, peak = weighed(adapter.entries(many))
    assert count == 500
    assert peak < 4_000_000
