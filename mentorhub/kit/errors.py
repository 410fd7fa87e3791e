"""The four ways in which a deed can be answered with no."""


class HouseError(Exception):
    """Base of the four kinds; ``status`` is the HTTP status that views answer with."""

    status = 500


class Refused(HouseError):
    """The deed contradicts the present state (409)."""

    status = 409


class Denied(HouseError):
    """The person is known and may not do this (403)."""

    status = 403


class Missing(HouseError):
    """It does not exist, or it is none of the asker's business (404)."""

    status = 404


class Unavailable(HouseError):
    """A service is not there at the moment (503)."""

    status = 503
