"""A wrong setting stops the start with a sentence that names it."""

from pathlib import Path

import pytest

from mentorhub.config import WrongSetting, from_environment, operator_of, terms_of

PRODUCTION = {"MENTORHUB_ENV": "production", "MENTORHUB_SECRET_KEY": "x" * 32}
OPERATOR = """
name = "Verbund"
address = ["Weg 1", "44137 Dortmund"]
represented_by = "Ben"
email = "post@verbund.example"
"""


def test_the_defaults_run_on_this_machine_alone():
    settings = from_environment({})
    assert settings.host == "127.0.0.1"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.base_url == "http://localhost:8000"
    assert not settings.demo


def test_an_index_is_shared_in_a_folder_or_in_postgresql():
    where = {"MENTORHUB_SHARED_INDEX": "Database", "MENTORHUB_DATABASE_URL": "postgresql://u@h/n"}
    assert from_environment(where).shared_index == "database"
    folder = from_environment({"MENTORHUB_SHARED_INDEX": "./database"}).shared_index
    assert isinstance(folder, Path)
    assert from_environment({}).shared_index is None


@pytest.mark.parametrize(
    ("base", "origin"),
    [
        ("", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:9000", "http://localhost:9000"),
        ("https://hub.example", ""),
    ],
)
def test_packages_run_under_another_name_of_this_machine_or_nowhere(base, origin):
    environment = {"MENTORHUB_BASE_URL": base} if base else {}
    assert from_environment(environment).package_origin == origin


@pytest.mark.parametrize(
    "origin",
    [
        "https://hub.example",
        "https://pakete.hub.example",
        "https://example",
        "http://pakete.example",
        "https://pakete.example/p",
    ],
)
def test_packages_never_run_where_they_could_reach_our_cookies(origin):
    environment = PRODUCTION | {
        "MENTORHUB_BASE_URL": "https://hub.example",
        "MENTORHUB_PACKAGE_ORIGIN": origin,
    }
    with pytest.raises(WrongSetting, match="MENTORHUB_PACKAGE_ORIGIN"):
        from_environment(environment)
    fine = environment | {"MENTORHUB_PACKAGE_ORIGIN": "https://hub-pakete.example/"}
    assert from_environment(fine).package_origin == "https://hub-pakete.example"


def test_the_address_follows_the_port():
    assert from_environment({"MENTORHUB_PORT": "8123"}).base_url == "http://localhost:8123"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"MENTORHUB_PORT": "eight"}, "MENTORHUB_PORT"),
        ({"MENTORHUB_PORT": "70000"}, "MENTORHUB_PORT"),
        ({"MENTORHUB_ENV": "live"}, "MENTORHUB_ENV"),
        ({"MENTORHUB_DEMO": "yes"}, "MENTORHUB_DEMO"),
        ({"MENTORHUB_DATABASE_URL": "mysql://x"}, "MENTORHUB_DATABASE_URL"),
        ({"MENTORHUB_DATABASE_URL": "nonsense"}, "MENTORHUB_DATABASE_URL"),
        ({"MENTORHUB_DATABASE_URL": "postgresql+psycopg2://u@h/n"}, "MENTORHUB_DATABASE_URL"),
        ({"MENTORHUB_DATABASE_URL": "postgresql+asyncpg://u@h/n"}, "MENTORHUB_DATABASE_URL"),
        ({"MENTORHUB_DATABASE_URL": "sqlite+aiosqlite:///x.db"}, "MENTORHUB_DATABASE_URL"),
        ({"MENTORHUB_DATABASE_URL": "sqlite://"}, "MENTORHUB_DATABASE_URL"),
        ({"MENTORHUB_SHARED_INDEX": "database"}, "MENTORHUB_SHARED_INDEX"),
        ({"MENTORHUB_DATABASE_URL": "sqlite:///:memory:"}, "MENTORHUB_DATABASE_URL"),
        ({"MENTORHUB_BASE_URL": "localhost"}, "MENTORHUB_BASE_URL"),
        ({"MENTORHUB_BASE_URL": "https://"}, "MENTORHUB_BASE_URL"),
        ({"MENTORHUB_BASE_URL": "https://:8000"}, "MENTORHUB_BASE_URL"),
        ({"MENTORHUB_BASE_URL": "https://hub.example:port"}, "MENTORHUB_BASE_URL"),
        ({"MENTORHUB_BASE_URL": "https://hub.example:70000"}, "MENTORHUB_BASE_URL"),
        ({"MENTORHUB_BASE_URL": "https://hub example"}, "MENTORHUB_BASE_URL"),
        ({"MENTORHUB_BASE_URL": "https://hub.example/mentorhub"}, "MENTORHUB_BASE_URL"),
        ({"MENTORHUB_MAIL_URL": "http://mail"}, "MENTORHUB_MAIL_URL"),
        ({"MENTORHUB_MAIL_URL": "smtp://"}, "MENTORHUB_MAIL_URL"),
        ({"MENTORHUB_MAIL_URL": "smtp://mail.example:smtp"}, "MENTORHUB_MAIL_URL"),
        ({"MENTORHUB_MAIL_URL": "smtps://[mail"}, "MENTORHUB_MAIL_URL"),
        ({"MENTORHUB_MAIL_FROM": "MentorHub"}, "MENTORHUB_MAIL_FROM"),
        ({"MENTORHUB_MAIL_FROM": "MentorHub <post@>"}, "MENTORHUB_MAIL_FROM"),
        ({"MENTORHUB_MAIL_FROM": "Hub\nBcc: x <post@hub.example>"}, "MENTORHUB_MAIL_FROM"),
        ({"MENTORHUB_FETCH_HOSTS": "https://intern/"}, "MENTORHUB_FETCH_HOSTS"),
        ({"MENTORHUB_FETCH_SECONDS": "999"}, "MENTORHUB_FETCH_SECONDS"),
        ({"MENTORHUB_LAND": "XX"}, "MENTORHUB_LAND"),
        ({"MENTORHUB_CATALOGUE_LICENCE": "mine"}, "MENTORHUB_CATALOGUE_LICENCE"),
        ({"MENTORHUB_CHAT_URL": "ollama"}, "MENTORHUB_CHAT_URL"),
        ({"MENTORHUB_CHAT_URL": "http://127.0.0.1:11434/v1"}, "MENTORHUB_CHAT_MODEL"),
        ({"MENTORHUB_CHAT_TOKENS": "9999999"}, "MENTORHUB_CHAT_TOKENS"),
        (
            PRODUCTION
            | {
                "MENTORHUB_BASE_URL": "https://hub.example",
                "MENTORHUB_CHAT_URL": "http://model.example/v1",
                "MENTORHUB_CHAT_MODEL": "small",
            },
            "MENTORHUB_CHAT_URL",
        ),
        ({"MENTORHUB_CONTENT": "/nowhere/at/all"}, "MENTORHUB_CONTENT"),
        ({"MENTORHUB_OPERATOR": "/nowhere/at/all.toml"}, "MENTORHUB_OPERATOR"),
        (
            {"MENTORHUB_SECOND_FACTOR_ROLES": "programme_admin, pilot"},
            "MENTORHUB_SECOND_FACTOR_ROLES names no role: pilot",
        ),
        ({"MENTORHUB_ENV": "production"}, "MENTORHUB_SECRET_KEY"),
        (
            {
                "MENTORHUB_ENV": "production",
                "MENTORHUB_SECRET_KEY": "x" * 32,
                "MENTORHUB_DEMO": "on",
            },
            "MENTORHUB_DEMO",
        ),
        (PRODUCTION, "MENTORHUB_BASE_URL"),
        (PRODUCTION | {"MENTORHUB_BASE_URL": "http://hub.example"}, "MENTORHUB_BASE_URL"),
        (PRODUCTION | {"MENTORHUB_BASE_URL": "https://127.0.0.1"}, "MENTORHUB_BASE_URL"),
    ],
)
def test_a_wrong_setting_is_named(environment, named):
    with pytest.raises(WrongSetting, match=named):
        from_environment(environment)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_goes_by_the_driver_that_we_bring(scheme):
    settings = from_environment({"MENTORHUB_DATABASE_URL": f"{scheme}://hub:x@db.example/hub"})
    assert settings.database_url == "postgresql+psycopg://hub:x@db.example/hub"


def test_an_installation_for_real_people_passes(tmp_path):
    operator = tmp_path / "operator.toml"
    operator.write_text(OPERATOR)
    given = {
        "MENTORHUB_BASE_URL": "https://hub.example/",
        "MENTORHUB_DATABASE_URL": "postgresql://hub:x@db.example/hub",
        "MENTORHUB_MAIL_URL": "smtps://hub:x@mail.example:465",
        "MENTORHUB_MAIL_FROM": "Verbund <post@verbund.example>",
        "MENTORHUB_SECOND_FACTOR_ROLES": "programme_admin,editor",
        "MENTORHUB_LAND": "he",
        "MENTORHUB_CATALOGUE_LICENCE": "CC-BY-4.0",
        "MENTORHUB_OPERATOR": str(operator),
    }
    settings = from_environment(PRODUCTION | given)
    assert (settings.land, settings.base_url) == ("HE", "https://hub.example")
    assert operator_of(settings).name == "Verbund"
    terms = terms_of(settings)
    assert (terms.publisher, terms.base_url) == ("Verbund", "https://hub.example")
    assert terms.licence.name == "CC BY 4.0"
    assert terms_of(from_environment({})).licence is None


def test_hosts_in_the_own_network_are_read_in_small_letters():
    read = from_environment({"MENTORHUB_FETCH_HOSTS": "Daten.intern, [::1]:8080"})
    assert read.fetch_hosts == {"daten.intern", "[::1]:8080"}
