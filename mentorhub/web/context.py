"""What views reach for: the database and the services of the running application."""

from typing import TypeVar, cast

from flask import current_app
from werkzeug.local import LocalProxy

from mentorhub.kit.db import Database
from mentorhub.kit.services import Services

T = TypeVar("T")

EXTENSION = "mentorhub"


def services() -> Services:
    """Return the services of the running application."""
    return cast(Services, current_app.extensions[EXTENSION])


def service(kind: type[T]) -> T:
    """Return the one service of this kind.

    Raises:
        Unavailable: this application runs without it.
    """
    return services().get(kind)


db = cast(Database, LocalProxy(lambda: service(Database)))
