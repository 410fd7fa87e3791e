"""The settings: read once from the environment, checked, never changed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
MINIMUM_SECRET = 32


class WrongSetting(ValueError):
    """A setting cannot be used; the message names it and says what is allowed."""


@dataclass(frozen=True)
class Settings:
    """What an operator can choose. Every field is MENTORHUB_<NAME> in the environment."""

    env: str = "development"
    demo: bool = False
    secret_key: str = ""
    old_secret_keys: tuple[str, ...] = ()
    database_url: str = ""
    var: Path = ROOT / "var"
    content: Path = ROOT / "content"
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    workers: int = 1
    threads: int = 4
    encoder: str = "e5-small"
    mail_url: str = ""
    mail_from: str = "MentorHub <mentorhub@localhost>"
    second_factor_roles: frozenset[str] = field(default_factory=frozenset)
    log_level: str = "info"
    land: str = "NW"
    proxies: int = 0
    operator: Path | None = None

    @property
    def is_production(self) -> bool:
        """Whether real people's data is at stake."""
        return self.env == "production"


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the checked settings.

    Raises:
        WrongSetting: names the setting, what it holds and what it may hold.
    """
    raw = os.environ if environment is None else environment
    read = _Reader(raw)
    var = read.path("VAR", ROOT / "var")
    port = read.number("PORT", 8000, 1, 65535)
    settings = Settings(
        env=read.choice("ENV", "development", ("development", "test", "production")),
        demo=read.switch("DEMO"),
        secret_key=read.text("SECRET_KEY"),
        old_secret_keys=tuple(read.words("OLD_SECRET_KEYS")),
        database_url=read.text("DATABASE_URL") or f"sqlite:///{var / 'mentorhub.db'}",
        var=var,
        content=read.path("CONTENT", ROOT / "content"),
        host=read.text("HOST", "127.0.0.1"),
        port=port,
        base_url=read.text("BASE_URL") or f"http://localhost:{port}",
        workers=read.number("WORKERS", 1, 1, 64),
        threads=read.number("THREADS", 4, 1, 64),
        encoder=read.text("ENCODER", "e5-small"),
        mail_url=read.text("MAIL_URL"),
        mail_from=read.text("MAIL_FROM", Settings.mail_from),
        second_factor_roles=frozenset(read.words("SECOND_FACTOR_ROLES")),
        log_level=read.choice("LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
        land=read.text("LAND", "NW"),
        proxies=read.number("PROXIES", 0, 0, 5),
        operator=read.path("OPERATOR", Path()) if read.text("OPERATOR") else None,
    )
    return _checked(settings)


def _checked(settings: Settings) -> Settings:
    try:
        backend = make_url(settings.database_url).get_backend_name()
    except ArgumentError as problem:
        raise WrongSetting("MENTORHUB_DATABASE_URL is not a database address") from problem
    if backend not in ("sqlite", "postgresql"):
        raise WrongSetting("MENTORHUB_DATABASE_URL must begin with sqlite: or postgresql+psycopg:")
    if settings.is_production and settings.demo:
        raise WrongSetting("MENTORHUB_DEMO must not be on when MENTORHUB_ENV is production")
    if settings.is_production and len(settings.secret_key) < MINIMUM_SECRET:
        raise WrongSetting(
            f"MENTORHUB_SECRET_KEY must hold at least {MINIMUM_SECRET} characters in production"
        )
    if urlsplit(settings.base_url).scheme not in ("http", "https"):
        raise WrongSetting("MENTORHUB_BASE_URL must begin with http:// or https://")
    if settings.mail_url and urlsplit(settings.mail_url).scheme not in ("smtp", "smtps"):
        raise WrongSetting("MENTORHUB_MAIL_URL must begin with smtp:// or smtps://")
    return settings


class _Reader:
    def __init__(self, raw: Mapping[str, str]) -> None:
        self.raw = {key: value.strip() for key, value in raw.items()}

    def text(self, name: str, default: str = "") -> str:
        return self.raw.get(f"MENTORHUB_{name}", "") or default

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def path(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default))).expanduser().resolve()

    def switch(self, name: str) -> bool:
        return self.choice(name, "off", ("on", "off")) == "on"

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default).lower()
        if value not in allowed:
            raise WrongSetting(
                f"MENTORHUB_{name} is '{value}' and must be one of: {', '.join(allowed)}"
            )
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not least <= int(value) <= most:
            raise WrongSetting(
                f"MENTORHUB_{name} is '{value}' and must be a number from {least} to {most}"
            )
        return int(value)
