"""Where programs ask instead of people: no cookie counts there, and every answer is JSON."""

from flask import has_request_context, request

PREFIX = "/api/"


def is_path(path: str) -> bool:
    """Return whether an address is one for programs."""
    return path.startswith(PREFIX) or path == PREFIX.rstrip("/")


def is_asking() -> bool:
    """Return whether the request at hand comes to an address for programs."""
    return has_request_context() and is_path(request.path)
