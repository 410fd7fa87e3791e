"""Ids, logs, safety headers, form protection, limits and readiness."""

import logging
import re

import pytest

from mentorhub.web import assets, ready
from tests.web.specimen import make_app


def token_of(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)


def test_every_answer_has_an_id_of_its_own(client):
    first, second = client.get("/"), client.get("/")
    assert re.fullmatch(r"[0-9a-f]{12}", first.headers["X-Request-ID"])
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_an_id_sent_from_outside_is_not_believed(client):
    answer = client.get("/", headers={"X-Request-ID": "forged"})
    assert answer.headers["X-Request-ID"] != "forged"


def test_the_log_names_the_route_and_nothing_personal(client, caplog):
    caplog.set_level(logging.INFO, "mentorhub.access")
    client.get("/kurse/4711?q=Schulden+von+Ayse", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    (line,) = [record for record in caplog.records if record.name == "mentorhub.access"]
    assert (line.method, line.route, line.status) == ("GET", "/kurse/<int:number>", 200)
    told = str(vars(line))
    assert not [word for word in ("Ayse", "4711", "203.0.113.9") if word in told]


@pytest.mark.parametrize(
    ("number", "status"),
    [("0", 200), (str(2**31 - 1), 200), (str(2**31), 404), ("9" * 30, 404), ("9" * 5000, 404)],
)
def test_a_number_that_no_row_can_have_leads_nowhere(client, number, status):
    assert client.get(f"/kurse/{number}").status_code == status


def test_scripts_need_the_nonce_of_this_very_answer(client):
    first, second = client.get("/"), client.get("/")
    policy = first.headers["Content-Security-Policy"]
    (nonce,) = set(re.findall(r"'nonce-([^']+)'", policy))
    assert set(re.findall(r'<script[^>]+nonce="([^"]+)"', first.text)) == {nonce}
    assert nonce not in second.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_pages_hold_no_inline_script_or_style(client):
    page = client.get("/muster").text
    assert not re.search(r"<script(?![^>]*src=)|<style| style=| on[a-z]+=", page)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_browsers_are_told_to_be_careful(client, header, value):
    for path in ("/", "/nirgends", "/healthz"):
        assert client.get(path).headers[header] == value


def test_https_is_insisted_on_only_where_it_is_used(client):
    assert "Strict-Transport-Security" not in client.get("/").headers
    safe = make_app(base_url="https://lernen.example").test_client()
    answer = safe.get("/", base_url="https://lernen.example")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "; Secure" in answer.headers["Set-Cookie"]


def test_pages_of_signed_in_people_are_kept_nowhere(client):
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"
    assert client.get("/", headers={"X-Person": "ben"}).headers["Cache-Control"] == "no-store"
    assert client.get("/lager").headers["Cache-Control"] == "max-age=60"


def test_an_unknown_host_is_refused(client):
    assert client.get("/", base_url="http://evil.example").status_code == 400


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_may_ask_by_network_address(client, path):
    assert client.get(path, base_url="http://10.0.0.7:8000").status_code != 400


def test_a_form_without_proof_is_refused_in_words():
    client = make_app().test_client()
    answer = client.post("/muster")
    assert answer.status_code == 400
    assert "Das Formular ist nicht mehr gültig" in answer.text


def test_a_form_with_proof_passes():
    client = make_app().test_client()
    token = token_of(client.get("/muster"))
    assert client.post("/muster", data={"csrf_token": token}).status_code == 422


def test_a_proxy_is_believed_only_if_there_is_one():
    forwarded = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    seen = []
    for proxies in (0, 1):
        app = make_app(proxies=proxies)
        app.add_url_rule("/ich", "me", lambda: f"{_remote()} {_scheme()}")
        seen.append(app.test_client().get("/ich", headers=forwarded).text)
    assert seen == ["127.0.0.1 http", "198.51.100.7 https"]


def _remote():
    from flask import request

    return request.remote_addr


def _scheme():
    from flask import request

    return request.scheme


def test_too_many_requests_are_answered_with_a_pause(app, client):
    from mentorhub.web.limits import limiter

    limiter.reset()
    view = limiter.limit("2 per minute")(lambda: "fine")
    app.add_url_rule("/eng", "narrow", view)
    assert [client.get("/eng").status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get("/eng")
    assert "Das ging etwas zu schnell" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    limiter.reset()


def test_a_body_that_is_too_large_is_refused(client):
    huge = {"wish": "x" * (1024 * 1024 + 1)}
    answer = client.post("/muster", data=huge)
    assert answer.status_code == 413
    assert "Das ist zu groß" in answer.text


def test_alive_asks_nobody(app, client):
    ready.register(app, "database", _broken)
    assert client.get("/healthz").json == {"ok": True}


def test_ready_tells_each_part(app, client):
    ready.register(app, "database", lambda: None)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["checks"]["database"] == {"ok": True}


def test_one_part_that_fails_is_enough_to_be_unready(app, client):
    ready.register(app, "database", lambda: None)
    ready.register(app, "index", _missing_index)
    ready.register(app, "encoder", _broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["ok"] is False
    assert answer.json["checks"]["index"] == {"ok": False, "reason": "the index is missing"}
    assert answer.json["checks"]["encoder"] == {"ok": False, "reason": "RuntimeError"}


def _missing_index():
    raise ready.NotReady("the index is missing")


def _broken():
    raise RuntimeError("password is hunter2")


def test_styles_are_kept_for_a_year_under_an_address_with_their_hash(app, client):
    address = app.jinja_env.globals["asset"]("css/base.css")
    answer = client.get(address, buffered=True)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_hash_follows_the_content(tmp_path):
    (tmp_path / "a.css").write_text("a {}")
    before = assets.version_of(tmp_path)
    (tmp_path / "a.css").write_text("b {}")
    assert assets.version_of(tmp_path) != before


def test_large_packages_travel_compressed(app, client):
    address = app.jinja_env.globals["asset"]("vendor/kern/kern.min.css")
    answer = client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < 60_000
