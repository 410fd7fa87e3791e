"""Where packages run: the other host name, or nowhere if the operator has given none."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PackageOrigin:
    """``address`` is scheme and host, empty where packages cannot be started."""

    address: str
