"""Keys of programs: given once, seen once, used as often as wanted, taken back."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mentorhub.accounts import queries
from mentorhub.accounts.actions import tokens
from mentorhub.accounts.models import ApiToken, Person
from mentorhub.kit.audit import AuditEntry
from tests import people


@pytest.fixture
def admin(visitor, ada):
    visitor.sign_in(ada.email)
    return visitor


def test_only_the_hash_of_a_token_is_kept(session, noon):
    by = people.person(session)
    token = tokens.give(session, "Portal", by=by.id, now=noon)
    row = queries.open_api_token(session, token)
    assert row.name == "Portal"
    assert token.startswith("mh_")
    assert token not in str(vars(row))
    assert queries.open_api_token(session, token + "x") is None


def test_a_name_is_given_once(session, noon):
    by = people.person(session)
    tokens.give(session, "Portal", by=by.id, now=noon)
    with pytest.raises(tokens.NameTaken):
        tokens.give(session, "Portal", by=by.id, now=noon)


def test_a_revoked_token_counts_no_more_and_twice_changes_nothing(session, noon):
    by = people.person(session)
    token = tokens.give(session, "Portal", by=by.id, now=noon)
    row = queries.open_api_token(session, token)
    tokens.revoke(session, row, by=by.id, now=noon)
    tokens.revoke(session, row, by=by.id, now=noon + timedelta(days=1))
    assert queries.open_api_token(session, token) is None
    assert row.revocation.at == noon
    deeds = session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id)).all()
    assert deeds == ["api_token.given", "api_token.revoked"]


def test_of_its_use_only_the_last_day_is_kept(database, noon):
    with database.writing() as session:
        by = people.person(session)
        token = tokens.give(session, "Portal", by=by.id, now=noon)
        id_ = queries.open_api_token(session, token).id
        for day in (3, 5, 4):
            tokens.see(session, id_, date(2026, 11, day))
    with database.reading() as session:
        assert session.get(ApiToken, id_).used_on == date(2026, 11, 5)


def test_two_admins_at_once_give_one_name_once(database, noon):
    with database.writing() as session:
        by = people.person(session).id

    def give(_number):
        try:
            with database.writing() as session:
                return tokens.give(session, "Portal", by=by, now=noon)
        except tokens.NameTaken:
            return None

    with ThreadPoolExecutor(2) as pool:
        assert sum(token is not None for token in pool.map(give, range(2))) == 1


def test_a_key_is_seen_once(admin):
    given = admin.post("/verwaltung/schluessel", {"name": "  Kursportal   Hamm "})
    assert given.status_code == 201
    assert given.headers["Cache-Control"] == "no-store"
    token = re.search(r'<code class="secret">(mh_[\w-]+)</code>', given.text)[1]
    again = admin.get("/verwaltung/schluessel")
    assert "Kursportal Hamm" in again.text
    assert token not in again.text


def test_sending_the_form_again_gives_no_second_key(admin, database):
    admin.post("/verwaltung/schluessel", {"name": "Portal"})
    again = admin.post("/verwaltung/schluessel", {"name": "Portal"})
    assert again.status_code == 422
    assert 'class="secret"' not in again.text
    assert admin.post("/verwaltung/schluessel", {"name": " "}).status_code == 422
    assert admin.post("/verwaltung/schluessel", {"name": "x" * 81}).status_code == 422
    with database.reading() as session:
        assert len(queries.api_tokens(session)) == 1


def test_a_key_is_revoked_on_the_page(admin, database):
    admin.post("/verwaltung/schluessel", {"name": "Portal"})
    with database.reading() as session:
        (row,) = queries.api_tokens(session)
    assert admin.post(f"/verwaltung/schluessel/{row.id}/widerruf").status_code == 303
    assert admin.post("/verwaltung/schluessel/999/widerruf").status_code == 404
    with database.reading() as session:
        assert session.get(ApiToken, row.id).revocation.by_id == row.by_id
        assert session.get(Person, row.by_id)


@pytest.mark.parametrize("who", ["ele", "koni"])
def test_nobody_else_gives_or_revokes_keys(visitor, request, who):
    assert visitor.post("/verwaltung/schluessel", {"name": "Portal"}).status_code == 303
    visitor.sign_in(request.getfixturevalue(who).email)
    assert visitor.get("/verwaltung/schluessel").status_code == 403
    assert visitor.post("/verwaltung/schluessel", {"name": "Portal"}).status_code == 403
    assert visitor.post("/verwaltung/schluessel/1/widerruf").status_code == 403
