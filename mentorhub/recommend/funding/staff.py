"""How many people a company has: by heads, and counted by hours as the law on funding does.

Source: § 82 Abs. 6 Satz 3 Nr. 1 SGB III (in force since 1 April 2024; until then Abs. 7). The same
sentence, Nr. 2: the whole enterprise counts, and the whole group that it belongs to.
"""

from dataclasses import astuple, dataclass
from typing import Final

LAW: Final = "§ 82 Abs. 6 Satz 3 SGB III"
MOST: Final = 1_000_000  # people in one field

_QUARTERS: Final = (4, 3, 2, 1)


@dataclass(frozen=True)
class Staff:
    """How many people work how long in a week, each a whole number from 0 to MOST.

    ``more`` than 30 hours, up to 30, up to 20, up to 10.

    Raises:
        ValueError: a number is no whole number, negative or above MOST.
    """

    more: int = 0
    up_to_30: int = 0
    up_to_20: int = 0
    up_to_10: int = 0

    def __post_init__(self) -> None:
        for count in astuple(self):
            if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MOST:
                raise ValueError(f"{count!r} is no number of people from 0 to {MOST}")

    @property
    def heads(self) -> int:
        """Return how many people there are, however long they work."""
        return sum(astuple(self))

    @property
    def counted(self) -> float:
        """Return the number that the law goes by, with quarters; exact: 49.75 stays below 50."""
        quarters: int = sum(
            count * weight for count, weight in zip(astuple(self), _QUARTERS, strict=True)
        )
        return quarters // 4 if quarters % 4 == 0 else quarters / 4
