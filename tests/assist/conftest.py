"""One built encoder for all tests: the one of this checkout, made if it is missing."""

from pathlib import Path

import pytest

from mentorhub.assist.build import FOLDER, build
from mentorhub.assist.encoder import Encoder, load_e5

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def model_dir() -> Path:
    """The folder of the built-in encoder."""
    folder = ROOT / "var" / "models" / FOLDER
    build(folder)
    return folder


@pytest.fixture(scope="session")
def encoder(model_dir) -> Encoder:
    """The built-in encoder as this machine runs it; it remembers nothing between tests."""
    return load_e5(model_dir, threads=2, allow_torch=False)
