"""People counted by hours a week: § 82 Abs. 6 Satz 3 Nr. 1 SGB III."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhub.recommend.eligibility import estimate
from mentorhub.recommend.funding import files
from mentorhub.recommend.funding.staff import MOST, Staff
from tests.recommend.site import CONTENT

EMPLOYEES = next(one for one in files.load(CONTENT / "funding") if one.id == "sgb3-82")
people = st.integers(0, MOST)


@pytest.mark.parametrize(
    ("staff", "heads", "counted"),
    [
        (Staff(), 0, 0),
        (Staff(more=34), 34, 34),
        (Staff(up_to_30=1), 1, 0.75),
        (Staff(up_to_20=1), 1, 0.5),
        (Staff(up_to_10=1), 1, 0.25),
        (Staff(49, 1), 50, 49.75),
        (Staff(49, 0, 1, 1), 51, 49.75),
        (Staff(0, 0, 0, 199), 199, 49.75),
        (Staff(0, 0, 0, 200), 200, 50),
        (Staff(499, 1), 500, 499.75),
        (Staff(MOST, MOST, MOST, MOST), 4 * MOST, 2.5 * MOST),
    ],
)
def test_hours_make_quarters(staff, heads, counted):
    assert (staff.heads, staff.counted) == (heads, counted)


def test_a_quarter_below_fifty_decides_about_the_money():
    def employer(staff):
        return estimate(EMPLOYEES, {"betriebsgroesse": staff.counted, "alter": 30}, 100_00)

    assert employer(Staff(0, 0, 0, 199)).employer_percent.low == 0
    assert employer(Staff(0, 0, 0, 200)).employer_percent.high == 50


@given(st.builds(Staff, people, people, people, people))
def test_the_count_lies_between_a_quarter_of_the_heads_and_all_of_them(staff):
    assert staff.heads / 4 <= staff.counted <= staff.heads
    assert float(staff.counted * 4).is_integer()


@pytest.mark.parametrize("wrong", [-1, MOST + 1, 1.0, 0.5, True, "3", None])
def test_what_is_no_number_of_people_is_refused(wrong):
    with pytest.raises(ValueError, match="number of people"):
        Staff(up_to_10=wrong)
