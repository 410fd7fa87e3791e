"""The settings: read once from the environment, checked, never changed."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Final, Literal
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from mentorhub.accounts.models import Role
from mentorhub.courses.certificate.credential import Issuer
from mentorhub.recommend.exports import LICENCES, Terms
from mentorhub.recommend.places import GEONAMES_STATES
from mentorhub.recommend.sources.xsd import BadXsd, Xsd
from mentorhub.web.pages import ChatModel, Operator, WrongOperator, read_operator

ROOT = Path(__file__).resolve().parent.parent
MINIMUM_SECRET = 32
POSTGRES = "postgresql+psycopg"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
NO_LICENCE = "none"
InDatabase = Literal["database"]
IN_DATABASE: Final[InDatabase] = "database"
LAENDER = tuple(sorted(GEONAMES_STATES.values()))


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
    shared_index: Path | InDatabase | None = None
    catalogue_licence: str = "none"
    chat_url: str = ""
    chat_model: str = ""
    chat_key: str = ""
    chat_seconds: int = 20
    chat_tokens: int = 600
    chat_tokens_a_talk: int = 30_000
    chat_tokens_a_day: int = 500_000
    fetch_hosts: frozenset[str] = field(default_factory=frozenset)
    fetch_seconds: int = 120
    fetch_megabytes: int = 200
    qcat_xsd: Path | None = None
    link_days: int = 0
    package_origin: str = ""
    package_megabytes: int = 200
    package_unpacked_megabytes: int = 600

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
    base_url = read.text("BASE_URL", f"http://localhost:{port}").rstrip("/")
    settings = Settings(
        env=read.choice("ENV", "development", ("development", "test", "production")),
        demo=read.switch("DEMO"),
        secret_key=read.text("SECRET_KEY"),
        old_secret_keys=tuple(read.words("OLD_SECRET_KEYS")),
        database_url=_with_our_driver(
            read.text("DATABASE_URL", f"sqlite:///{var / 'mentorhub.db'}")
        ),
        var=var,
        content=read.path("CONTENT", ROOT / "content"),
        host=read.text("HOST", "127.0.0.1"),
        port=port,
        base_url=base_url,
        workers=read.number("WORKERS", 1, 1, 64),
        threads=read.number("THREADS", 4, 1, 64),
        encoder=read.text("ENCODER", "e5-small"),
        mail_url=read.text("MAIL_URL"),
        mail_from=read.text("MAIL_FROM", Settings.mail_from),
        second_factor_roles=frozenset(read.words("SECOND_FACTOR_ROLES")),
        log_level=read.choice("LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
        land=read.text("LAND", "NW").upper(),
        proxies=read.number("PROXIES", 0, 0, 5),
        operator=read.path_if_set("OPERATOR"),
        shared_index=_shared_index(read),
        catalogue_licence=read.choice(
            "CATALOGUE_LICENCE", NO_LICENCE, (NO_LICENCE, *map(str.lower, LICENCES))
        ),
        chat_url=read.text("CHAT_URL").rstrip("/"),
        chat_model=read.text("CHAT_MODEL"),
        chat_key=read.text("CHAT_KEY"),
        chat_seconds=read.number("CHAT_SECONDS", 20, 1, 120),
        chat_tokens=read.number("CHAT_TOKENS", 600, 50, 4000),
        chat_tokens_a_talk=read.number("CHAT_TOKENS_A_TALK", 30_000, 0, 1_000_000),
        chat_tokens_a_day=read.number("CHAT_TOKENS_A_DAY", 500_000, 0, 100_000_000),
        fetch_hosts=frozenset(map(str.lower, read.words("FETCH_HOSTS"))),
        fetch_seconds=read.number("FETCH_SECONDS", 120, 5, 300),
        fetch_megabytes=read.number("FETCH_MEGABYTES", 200, 1, 2000),
        qcat_xsd=read.path_if_set("QCAT_XSD"),
        link_days=read.number("LINK_DAYS", 0, 0, 365),
        package_origin=read.text("PACKAGE_ORIGIN", _other_name(base_url)).rstrip("/"),
        package_megabytes=read.number("PACKAGE_MEGABYTES", 200, 1, 2000),
        package_unpacked_megabytes=read.number("PACKAGE_UNPACKED_MEGABYTES", 600, 1, 20_000),
    )
    return _checked(settings)


def operator_of(settings: Settings) -> Operator | None:
    """Return who answers for this installation, None if nobody is named.

    Raises:
        WrongSetting: the file cannot be used.
    """
    if settings.operator is None:
        return None
    try:
        return read_operator(settings.operator)
    except WrongOperator as problem:
        raise WrongSetting(f"MENTORHUB_OPERATOR: {problem}") from problem


def chat_model_of(settings: Settings) -> ChatModel | None:
    """Return the language model that readers are told of, None where none is set."""
    if not settings.chat_url:
        return None
    host = urlsplit(settings.chat_url).hostname or ""
    return ChatModel(settings.chat_model, host, is_here=host in LOCAL_HOSTS)


def terms_of(settings: Settings) -> Terms:
    """Return who hands our catalogue out, from where and under which licence."""
    operator = operator_of(settings)
    by_name = {name.lower(): licence for name, licence in LICENCES.items()}
    return Terms(
        publisher=operator.name if operator else "MentorHub",
        base_url=settings.base_url,
        licence=by_name.get(settings.catalogue_licence),
    )


def issuer_of(settings: Settings) -> Issuer:
    """Return who issues certificates: the operator, without one this installation."""
    operator = operator_of(settings)
    return Issuer(operator.name if operator else "MentorHub", settings.base_url)


def _checked(settings: Settings) -> Settings:
    for check in (
        _check_database,
        _check_production,
        _check_address,
        _check_mail,
        _check_content,
        _check_chat,
        _check_fetch_hosts,
        _check_xsd,
        _check_package_origin,
    ):
        check(settings)
    operator_of(settings)
    unknown = settings.second_factor_roles - {role.value for role in Role}
    if unknown:
        raise WrongSetting(
            f"MENTORHUB_SECOND_FACTOR_ROLES names no role: {', '.join(sorted(unknown))}; "
            f"there are: {', '.join(role.value for role in Role)}"
        )
    return settings


def _shared_index(read: "_Reader") -> Path | InDatabase | None:
    if read.text("SHARED_INDEX").lower() == IN_DATABASE:
        return IN_DATABASE
    return read.path_if_set("SHARED_INDEX")


def _with_our_driver(address: str) -> str:
    """Return the address with the one PostgreSQL driver that we bring, where it names none."""
    name, colon, rest = address.partition(":")
    return f"{POSTGRES}{colon}{rest}" if name in ("postgres", "postgresql") else address


def _check_database(settings: Settings) -> None:
    try:
        url = make_url(settings.database_url)
    except ArgumentError as problem:
        raise WrongSetting("MENTORHUB_DATABASE_URL is not a database address") from problem
    if url.drivername not in ("sqlite", POSTGRES):
        raise WrongSetting(f"MENTORHUB_DATABASE_URL must begin with sqlite: or {POSTGRES}:")
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise WrongSetting("MENTORHUB_DATABASE_URL must name a file: sqlite:///path/to/file.db")
    if url.drivername == "sqlite" and settings.shared_index == IN_DATABASE:
        raise WrongSetting(
            "MENTORHUB_SHARED_INDEX is 'database', which machines can only share where "
            f"MENTORHUB_DATABASE_URL begins with {POSTGRES}:; a folder works with any"
        )


def _check_production(settings: Settings) -> None:
    if not settings.is_production:
        return
    if settings.demo:
        raise WrongSetting("MENTORHUB_DEMO must not be on when MENTORHUB_ENV is production")
    if len(settings.secret_key) < MINIMUM_SECRET:
        raise WrongSetting(
            f"MENTORHUB_SECRET_KEY must hold at least {MINIMUM_SECRET} characters in production"
        )
    public = urlsplit(settings.base_url)
    if public.scheme != "https" or public.hostname in LOCAL_HOSTS:
        raise WrongSetting(
            "MENTORHUB_BASE_URL must be the public address in production and begin with https://"
        )


def _check_address(settings: Settings) -> None:
    url = _server("BASE_URL", settings.base_url, ("http", "https"))
    if url.path or url.query or url.fragment:
        raise WrongSetting("MENTORHUB_BASE_URL must end after the host and its port")


def _check_mail(settings: Settings) -> None:
    if settings.mail_url:
        _server("MAIL_URL", settings.mail_url, ("smtp", "smtps"))
    address = parseaddr(settings.mail_from)[1]
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or not settings.mail_from.isprintable():
        raise WrongSetting(
            f"MENTORHUB_MAIL_FROM is '{settings.mail_from}' and must hold a mail address, "
            "for example: MentorHub <post@example.org>"
        )


def _check_chat(settings: Settings) -> None:
    """Refuse an address without a model, and one at which others could read along."""
    if not settings.chat_url:
        return
    url = _server("CHAT_URL", settings.chat_url, ("http", "https"))
    if not settings.chat_model:
        raise WrongSetting("MENTORHUB_CHAT_MODEL must name a model when MENTORHUB_CHAT_URL is set")
    if settings.is_production and url.scheme != "https" and url.hostname not in LOCAL_HOSTS:
        raise WrongSetting("MENTORHUB_CHAT_URL must begin with https:// in production")


def _other_name(base_url: str) -> str:
    """Return another name of this machine where the address is local, nothing elsewhere."""
    for name, other in (("localhost", "127.0.0.1"), ("127.0.0.1", "localhost")):
        if re.match(rf"https?://{re.escape(name)}(?::|$)", base_url):
            return base_url.replace(f"//{name}", f"//{other}", 1)
    return ""


def _check_package_origin(settings: Settings) -> None:
    """Refuse a name under which packages could reach pages or cookies of the application."""
    if not settings.package_origin:
        return
    base = urlsplit(settings.base_url)
    url = _server("PACKAGE_ORIGIN", settings.package_origin, (base.scheme,))
    if url.path or url.query or url.fragment:
        raise WrongSetting("MENTORHUB_PACKAGE_ORIGIN must end after the host and its port")
    ours, theirs = base.hostname or "", url.hostname or ""
    if theirs == ours or theirs.endswith(f".{ours}") or ours.endswith(f".{theirs}"):
        raise WrongSetting(
            f"MENTORHUB_PACKAGE_ORIGIN must name another host than MENTORHUB_BASE_URL ({ours}), "
            "and neither may lie below the other: a package could set cookies for both"
        )


def _check_fetch_hosts(settings: Settings) -> None:
    for host in settings.fetch_hosts:
        if not re.fullmatch(r"(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?", host):
            raise WrongSetting(
                f"MENTORHUB_FETCH_HOSTS holds '{host}'; it must hold names of hosts with or "
                "without a port, separated by commas, for example: daten.intern, localhost:8080"
            )


def _check_xsd(settings: Settings) -> None:
    try:
        if settings.qcat_xsd:
            Xsd(settings.qcat_xsd).check()
    except BadXsd as problem:
        raise WrongSetting(f"MENTORHUB_QCAT_XSD is no XSD that can be used: {problem}") from problem


def _check_content(settings: Settings) -> None:
    if not settings.content.is_dir():
        raise WrongSetting(f"MENTORHUB_CONTENT is no folder: {settings.content}")
    if settings.land not in LAENDER:
        raise WrongSetting(
            f"MENTORHUB_LAND is '{settings.land}' and must be one of: {', '.join(LAENDER)}"
        )


def _server(name: str, address: str, schemes: tuple[str, ...]) -> SplitResult:
    """Return the parts of an address with scheme, host and, if at all, a port that exists."""
    allowed = " or ".join(f"{scheme}://" for scheme in schemes)
    try:
        url = urlsplit(address)
        host, port = url.hostname, url.port
    except ValueError as problem:
        raise WrongSetting(f"MENTORHUB_{name} is no address: {problem}") from problem
    if url.scheme not in schemes:
        raise WrongSetting(f"MENTORHUB_{name} must begin with {allowed}")
    if not host or re.search(r"\s", url.netloc) or port == 0:
        raise WrongSetting(f"MENTORHUB_{name} must name a host, and a port from 1 if any")
    return url


class _Reader:
    def __init__(self, raw: Mapping[str, str]) -> None:
        self.raw = {key: value.strip() for key, value in raw.items()}

    def text(self, name: str, default: str = "") -> str:
        return self.raw.get(f"MENTORHUB_{name}", "") or default

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def path(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default))).expanduser().resolve()

    def path_if_set(self, name: str) -> Path | None:
        return self.path(name, Path()) if self.text(name) else None

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
