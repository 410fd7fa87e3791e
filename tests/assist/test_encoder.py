import os
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest

from mentorhub.assist import build, model_folder
from mentorhub.assist.e5 import E5Encoder
from mentorhub.assist.encoder import (
    BackgroundEncoder,
    EncoderBroken,
    load,
    load_e5,
    self_test,
)
from mentorhub.assist.model_folder import Manifest, Reference
from mentorhub.kit.errors import Unavailable


@pytest.fixture
def reference(model_dir):
    return Reference.read(model_dir)


@pytest.fixture
def broken(model_dir, tmp_path):
    """A function that copies the built folder with one file replaced, or left out."""

    def copy(name, content):
        folder = tmp_path / build.FOLDER
        (folder / model_folder.SENTENCE_TRANSFORMERS).mkdir(parents=True)
        for file in [*Manifest.read(model_dir).files, model_folder.MANIFEST]:
            if file != name:
                (folder / file).symlink_to(model_dir / file)
            elif content is not None:
                (folder / file).write_bytes(content)
        return folder

    return copy


class Twisted:
    """The real encoder with one thing wrong."""

    def __init__(self, encoder, twist):
        self._encoder = encoder
        self._twist = twist
        self.name = "twisted"
        self.dimension = encoder.dimension

    def query(self, text):
        return self._twist(self._encoder.query(text)[None])[0]

    def documents(self, texts, progress=None):
        return self._twist(self._encoder.documents(texts, progress))


def test_the_built_in_encoder_passes_its_self_test(encoder, reference):
    self_test(encoder, reference)


def _with_nan(vectors):
    vectors[0, 0] = np.nan
    return vectors


def _blurred(vectors):
    vectors += 0.05 * np.sign(np.sin(np.arange(vectors.shape[1])))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("twist", "complaint"),
    [
        (lambda vectors: vectors[:, :-1], "another length"),
        (_with_nan, "numbers that are none"),
        (lambda vectors: vectors * 2, "unit length"),
        (lambda vectors: vectors[:, ::-1], "near its reference"),
        (_blurred, "near its reference"),
    ],
)
def test_an_encoder_with_one_thing_wrong_is_refused(encoder, reference, twist, complaint):
    with pytest.raises(EncoderBroken, match=complaint):
        self_test(Twisted(encoder, twist), reference)


def test_an_encoder_that_returns_no_documents_is_refused(encoder, reference):
    silent = Twisted(encoder, lambda vectors: vectors)
    silent.documents = lambda texts, progress=None: np.empty((0, encoder.dimension), np.float32)
    with pytest.raises(EncoderBroken, match=r"\(0, 384\) instead of \(3, 384\)"):
        self_test(silent, reference)


def test_a_reference_of_another_model_is_noticed(encoder, reference):
    other = replace(reference, document_vectors=reference.document_vectors[::-1])
    with pytest.raises(EncoderBroken):
        self_test(encoder, other)


def test_the_setting_e5_small_loads_the_built_in_encoder(model_dir):
    encoder = load("e5-small", model_dir.parent)
    assert isinstance(encoder, E5Encoder)
    assert encoder.name == build.NAME


def test_the_setting_none_means_words_only(tmp_path):
    with pytest.raises(Unavailable, match="switched off"):
        load("none", tmp_path)


def test_a_folder_that_was_never_built_is_named_with_its_remedy(tmp_path):
    with pytest.raises(Unavailable, match="e5-small is missing; make it with `make setup`"):
        load("e5-small", tmp_path)


def test_an_unknown_model_is_unavailable(tmp_path):
    with pytest.raises(Unavailable, match="nobody/nothing"):
        load("nobody/nothing", tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (model_folder.NETWORK, b"<net"),
        (model_folder.NETWORK_WEIGHTS, b""),
        (model_folder.NETWORK_WEIGHTS, bytes(1000)),
        (model_folder.NETWORK_WEIGHTS, None),
        (model_folder.VOCABULARY, b'{"pieces": ['),
        (model_folder.REFERENCE, b"{}"),
        (model_folder.REFERENCE, None),
        (model_folder.MANIFEST, b"{}"),
    ],
)
def test_a_damaged_folder_is_unavailable_with_advice(broken, name, content):
    folder = broken(name, content)
    with pytest.raises(Unavailable, match="damaged or old; `make setup` renews it"):
        load_e5(folder, allow_torch=False)


def test_wrong_weights_of_the_right_size_are_noticed(model_dir, broken):
    weights = bytearray((model_dir / model_folder.NETWORK_WEIGHTS).read_bytes())
    middle = len(weights) - 2_000_000
    weights[middle : middle + 1_000_000] = bytes(1_000_000)
    folder = broken(model_folder.NETWORK_WEIGHTS, bytes(weights))
    with pytest.raises(Unavailable):
        load_e5(folder, allow_torch=False)


def run(program, **environment):
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_processor_with_nothing_newer_than_avx2_gets_an_encoder_too(model_dir):
    # There the plugin's shortcut returns nothing at all, without an error.
    program = (
        "from pathlib import Path\n"
        "from mentorhub.assist.encoder import load_e5\n"
        f"encoder = load_e5(Path({str(model_dir)!r}), allow_torch=False)\n"
        "print(type(encoder).__name__, encoder.query('Kurs').shape[0])\n"
    )
    assert run(program, ONEDNN_MAX_CPU_ISA="AVX2") == ["E5Encoder", "384"]


def test_importing_the_encoders_loads_no_model_library():
    program = (
        "import sys\n"
        "import mentorhub.assist.encoder\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'openvino', 'tokenizers',\n"
        "         'langchain_core'}\n"
        "print('heavy:', *sorted(heavy & set(sys.modules)))\n"
    )
    assert run(program) == ["heavy:"]


def test_a_query_neither_imports_torch_nor_calls_anybody(model_dir):
    program = (
        "import socket, sys\n"
        "from pathlib import Path\n"
        "def refuse(*_args, **_options):\n"
        "    raise SystemExit('it tried to reach somebody')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from mentorhub.assist.encoder import load_e5\n"
        f"encoder = load_e5(Path({str(model_dir)!r}))\n"
        "encoder.query('Ich will schweißen lernen')\n"
        "encoder.documents(['Schweißen'] * 20)\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'tokenizers'}\n"
        "print('heavy:', *sorted(heavy & set(sys.modules)))\n"
    )
    assert run(program) == ["heavy:"]


def test_a_worker_answers_without_encoder_until_it_is_ready(encoder):
    go_on = threading.Event()

    def slowly():
        go_on.wait(10)
        return encoder

    background = BackgroundEncoder(slowly)
    assert (background.state, background.ready()) == ("loading", None)
    background.start()
    assert (background.state, background.ready()) == ("loading", None)
    go_on.set()
    assert background.wait(10) is encoder
    assert (background.state, background.ready(), background.reason) == ("ready", encoder, "")


def test_questions_are_answered_while_the_encoder_is_warmed_up(encoder, monkeypatch):
    begun, answered = threading.Event(), threading.Event()

    def warm(_encoder):
        begun.set()
        assert answered.wait(10)

    monkeypatch.setattr(E5Encoder, "warm", warm)
    background = BackgroundEncoder(lambda: encoder)
    background.start()
    assert begun.wait(10)
    assert background.ready() is encoder
    answered.set()


def test_a_process_may_end_while_its_encoder_is_being_loaded(model_dir):
    program = (
        "from pathlib import Path\n"
        "from mentorhub.assist.encoder import BackgroundEncoder, load_e5\n"
        f"load = lambda: load_e5(Path({str(model_dir)!r}), allow_torch=False)\n"
        "background = BackgroundEncoder(load)\n"
        "background.start()\n"
        "print(background.state, background.wait({}) is not None, flush=True)\n"
    )
    for seconds, told in (("0", "False"), ("60", "True")):
        done = subprocess.run(
            [sys.executable, "-c", program.format(seconds)],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (0, f"loading {told}\n"), done.stderr


def test_starting_twice_loads_once(encoder):
    calls = []

    def count():
        calls.append(1)
        return encoder

    background = BackgroundEncoder(count)
    background.start()
    background.start()
    assert background.wait(10) is encoder
    assert calls == [1]


@pytest.mark.parametrize("error", [Unavailable("not built"), ZeroDivisionError("surprise")])
def test_a_failure_is_told_with_its_reason(error):
    def fail():
        raise error

    background = BackgroundEncoder(fail)
    background.start()
    assert background.wait(10) is None
    assert background.state == "failed"
    assert str(error) in background.reason


def test_a_forked_worker_loads_for_itself():
    program = (
        "import os, sys\n"
        "from mentorhub.assist.encoder import BackgroundEncoder\n"
        "background = BackgroundEncoder(os.getpid)\n"
        "background.start()\n"
        "parent = background.wait(10)\n"
        "if os.fork() == 0:\n"
        "    background.start()\n"
        "    print(background.wait(10) == os.getpid() != parent, flush=True)\n"
        "    os._exit(0)\n"
        "os.wait()\n"
    )
    assert run(program, PYTHONWARNINGS="ignore") == ["True"]
