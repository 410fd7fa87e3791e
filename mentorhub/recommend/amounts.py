"""Numbers as people write them."""

import re

LARGEST_NUMBER = 10_000_000

_GROUPED = re.compile(r"[1-9]\d{0,2}([.,']\d{3})+")


def read_number(raw: str) -> float:
    """Return a number however it was typed: "40", "1.250", "1 250,50 €", "0,2".

    Raises:
        ValueError: it is no number, or larger than LARGEST_NUMBER.
    """
    bare = re.sub(r"[\s€]|euro|eur", "", raw.casefold())
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[.,']", "", bare)
    whole, mark, rest = bare.rpartition("," if bare.rfind(",") > bare.rfind(".") else ".")
    if _GROUPED.fullmatch(whole):
        whole = re.sub(r"[.,']", "", whole)
    plain = f"{whole}.{rest}" if mark else bare
    if not re.fullmatch(r"\d{1,12}(\.\d{0,6})?|\.\d{1,6}", plain):
        raise ValueError(raw)
    number = float(plain)
    if number > LARGEST_NUMBER:
        raise ValueError(raw)
    return int(number) if number.is_integer() else number
