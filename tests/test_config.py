"""A wrong setting stops the start with a sentence that names it."""

import pytest

from mentorhub.config import WrongSetting, from_environment


def test_the_defaults_run_on_this_machine_alone():
    settings = from_environment({})
    assert settings.host == "127.0.0.1"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.base_url == "http://localhost:8000"
    assert not settings.demo


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
        ({"MENTORHUB_BASE_URL": "localhost"}, "MENTORHUB_BASE_URL"),
        ({"MENTORHUB_MAIL_URL": "http://mail"}, "MENTORHUB_MAIL_URL"),
        ({"MENTORHUB_ENV": "production"}, "MENTORHUB_SECRET_KEY"),
        (
            {
                "MENTORHUB_ENV": "production",
                "MENTORHUB_SECRET_KEY": "x" * 32,
                "MENTORHUB_DEMO": "on",
            },
            "MENTORHUB_DEMO",
        ),
    ],
)
def test_a_wrong_setting_is_named(environment, named):
    with pytest.raises(WrongSetting, match=named):
        from_environment(environment)
