"""``content/`` as tests read it: every rule of funding was looked at in time, whenever they run."""

import re
import shutil
import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from mentorhub.kit import clock

REAL = Path(__file__).parent.parent / "content"
_REVIEW = re.compile(r"^review_on = (\S+)$", re.MULTILINE)
_FOLDER = tempfile.TemporaryDirectory(prefix="mentorhub-content-")


@cache
def in_time() -> Path:
    """Return a copy of the folder in which no review is late, also years after this was written."""
    copy = Path(_FOLDER.name) / "content"
    shutil.copytree(REAL, copy)
    tomorrow = clock.today() + timedelta(days=1)
    for path in (copy / "funding").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(_REVIEW.sub(lambda found: _moved(found, tomorrow), text), encoding="utf-8")
    return copy


def _moved(found: re.Match[str], tomorrow: date) -> str:
    return f"review_on = {max(date.fromisoformat(found[1]), tomorrow)}"
