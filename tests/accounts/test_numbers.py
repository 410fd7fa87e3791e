"""Numbers in the addresses of this room's pages, on both databases."""

import pytest


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_beyond_all_rows_leads_nowhere(visitor, ada, number):
    visitor.sign_in(ada.email)
    assert visitor.get(f"/verwaltung/personen/{2**31 - 1}").status_code == 404
    assert visitor.get(f"/verwaltung/personen/{number}").status_code == 404
    assert visitor.post(f"/verwaltung/personen/{number}/deaktivierung").status_code == 404
