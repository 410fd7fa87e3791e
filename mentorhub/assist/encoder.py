"""Sentence encoders: which one the setting names, and what happens when it does not work."""

import atexit
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from mentorhub.assist import intents
from mentorhub.assist.build import FOLDER, NAME, is_built
from mentorhub.assist.build_transformer import transformer_folder
from mentorhub.assist.e5 import E5Encoder, Progress
from mentorhub.assist.errors import EncoderBroken
from mentorhub.assist.model_folder import Reference
from mentorhub.assist.transformer import TransformerEncoder
from mentorhub.kit.errors import Unavailable

__all__ = [
    "BackgroundEncoder",
    "E5Encoder",
    "Encoder",
    "EncoderBroken",
    "TransformerEncoder",
    "load",
    "load_e5",
    "self_test",
]

BUILT_IN = "e5-small"
"""The setting for the model that comes with the installation."""

NONE = "none"
"""The setting for search by words alone."""

LEAST_COSINE = 0.999
"""How close an encoder must come to its reference. Whoever computes in 8 bit gets .9996;
whoever leaves out a layer or a prefix gets less than .99."""

_PATIENCE = 10.0
"""Seconds that a process which ends waits for its encoder."""

_UNIT_TOLERANCE = 1e-3
_LOADING_FAILS = (OSError, ValueError, TypeError, KeyError, RuntimeError, ImportError, Unavailable)
"""What a missing, broken or unsuitable model raises, depending on who finds out."""

_log = logging.getLogger(__name__)


class Encoder(Protocol):
    """Turns texts into vectors whose product says how near they are in meaning."""

    @property
    def name(self) -> str:
        """The model and its version; vectors of another name do not fit."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def query(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question: (dimension,), float32, unit length."""

    def documents(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return the vectors of documents: (n, dimension), float32, unit rows.

        ``progress`` is told how many are done, and of how many, in the caller's thread.
        """


def load(setting: str, models_dir: Path, threads: int = 1, *, allow_torch: bool = True) -> Encoder:
    """Return the encoder that a setting names.

    Args:
        setting: ``e5-small``, ``none``, or what sentence-transformers calls a model.
        models_dir: where the built-in model was built.
        threads: processor threads that the encoder may use.
        allow_torch: whether the built-in model may fall back on torch, which costs a
            process a gigabyte; web workers say no.

    Raises:
        Unavailable: there is none; search goes on with words alone. The message says why.
    """
    if setting == NONE:
        raise Unavailable("The sentence encoder is switched off by its setting.")
    if setting == BUILT_IN:
        return load_e5(models_dir / FOLDER, threads, allow_torch=allow_torch)
    try:
        return TransformerEncoder(setting, threads)
    except _LOADING_FAILS as error:
        raise Unavailable(f"The sentence encoder {setting} cannot be loaded: {error}") from error


def load_e5(folder: Path, threads: int = 1, *, allow_torch: bool = True) -> Encoder:
    """Return the built-in encoder in the fastest form that works on this machine.

    Each form is tried against the stored reference: OpenVINO with its shortcut, OpenVINO
    without it, then torch. All give the same vectors under the same name.

    Raises:
        Unavailable: none works; the message has the reason of each.
    """
    if not folder.is_dir():
        raise Unavailable(f"{folder} is missing; make it with `make setup`.")
    forms: list[Callable[[], Encoder]] = [
        lambda: _tested(E5Encoder(folder, threads), folder),
        lambda: _tested(E5Encoder(folder, threads, exact=True), folder),
    ]
    if allow_torch:
        forms.append(lambda: _on_torch(folder, threads))
    reasons = []
    for number, form in enumerate(forms, start=1):
        try:
            return form()
        except _LOADING_FAILS as error:
            reasons.append(_gist(error))
            _log.warning(
                "sentence encoder: form %d of %d fails: %s", number, len(forms), reasons[-1]
            )
    advice = "" if is_built(folder) else f" {folder} is damaged or old; `make setup` renews it."
    gist = "; ".join(dict.fromkeys(reasons))
    raise Unavailable(f"The built-in encoder does not work: {gist}.{advice}")


def self_test(encoder: Encoder, reference: Reference) -> None:
    """Compare an encoder with vectors that another engine gave the same texts.

    Raises:
        EncoderBroken: shape, length or direction of a vector is wrong. On some processors a
            network returns nothing at all, without an error.
    """
    asked = [encoder.query(text) for text in reference.queries]
    if any(vector.shape != (encoder.dimension,) for vector in asked):
        raise EncoderBroken(f"{encoder.name} returns queries of another length than it says.")
    _compare(encoder.name, np.stack(asked), reference.query_vectors)
    _compare(encoder.name, encoder.documents(reference.documents), reference.document_vectors)


class BackgroundEncoder:
    """Loads an encoder beside the traffic; until it is ready, search uses words alone.

    Made before a server forks, started after it: every worker calls ``start`` itself.
    """

    def __init__(self, loader: Callable[[], Encoder]) -> None:
        """Remember how to load; nothing happens before ``start``."""
        self._loader = loader
        self._lock = Lock()
        self._process: int | None = None
        self._done = Event()
        self._encoder: Encoder | None = None
        self._reason = ""

    @property
    def state(self) -> Literal["loading", "ready", "failed"]:
        """Where loading stands; "loading" also before it began."""
        if self._encoder is not None:
            return "ready"
        return "failed" if self._reason else "loading"

    @property
    def reason(self) -> str:
        """Why loading failed; empty while it has not."""
        return self._reason

    def start(self) -> None:
        """Begin to load in a thread of this process; calling it again changes nothing."""
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            # A parent's network does not survive a fork; begin anew.
            self._encoder, self._reason = None, ""
            self._done.clear()
            loader = Thread(target=self._load, name="encoder-loader", daemon=True)
            loader.start()
            # Ended in the middle of its work, OpenVINO takes the whole process down.
            atexit.register(loader.join, _PATIENCE)

    def ready(self) -> Encoder | None:
        """Return the encoder, or nothing as long as search must do without."""
        return self._encoder

    def wait(self, timeout: float | None = None) -> Encoder | None:
        """Wait until loading has ended, ``timeout`` seconds at most; then as ``ready``."""
        self._done.wait(timeout)
        return self._encoder

    def _load(self) -> None:
        try:
            self._encoder = self._loader()
        except Unavailable as error:
            self._reason = str(error)
            _log.warning("search goes on with words alone: %s", error)
        except Exception as error:  # noqa: BLE001 - unseen, it would leave the state at "loading"
            self._reason = repr(error)
            _log.exception("search goes on with words alone")
        finally:
            self._done.set()
        if isinstance(self._encoder, E5Encoder):
            self._encoder.warm()


def _tested(encoder: E5Encoder, folder: Path) -> Encoder:
    self_test(encoder, Reference.read(folder))
    adapter = intents.adapter()
    _compare(encoder.intents_name, encoder.intents(adapter.texts), adapter.vectors)
    return encoder


def _on_torch(folder: Path, threads: int) -> Encoder:
    own = transformer_folder(folder)
    encoder = TransformerEncoder(str(own), threads, name=NAME)
    self_test(encoder, Reference.read(own))
    return encoder


def _compare(name: str, found: NDArray[np.float32], expected: NDArray[np.float32]) -> None:
    if found.shape != expected.shape:
        raise EncoderBroken(f"{name} returns {found.shape} instead of {expected.shape}.")
    if not np.isfinite(found).all():
        raise EncoderBroken(f"{name} returns numbers that are none.")
    if (abs(np.linalg.norm(found, axis=1) - 1) > _UNIT_TOLERANCE).any():
        raise EncoderBroken(f"{name} returns vectors that are not of unit length.")
    least = float((found * expected).sum(axis=1).min())
    if least <= LEAST_COSINE:
        raise EncoderBroken(f"{name} is {least:.4f} near its reference, not {LEAST_COSINE}.")


def _gist(error: Exception) -> str:
    """Return the line of a message that says most; OpenVINO begins with where it happened."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else repr(error)
