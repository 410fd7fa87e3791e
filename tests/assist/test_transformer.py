import json
import shutil

import numpy as np
import pytest

from mentorhub.assist import build, model_folder
from mentorhub.assist.build_transformer import transformer_folder
from mentorhub.assist.encoder import load, load_e5, self_test
from mentorhub.assist.model_folder import Reference
from mentorhub.assist.transformer import TransformerEncoder
from tests.assist.texts import AWKWARD, OFFERS, QUESTIONS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The built-in model for torch; half a gigabyte, so it goes when the tests end."""
    base = tmp_path_factory.mktemp("torch")
    yield transformer_folder(base / build.FOLDER)
    shutil.rmtree(base)


@pytest.fixture(scope="module")
def on_torch(folder):
    return load(str(folder), folder.parent, threads=2)


def test_the_model_on_torch_passes_the_self_test_of_the_other_engine(on_torch, folder):
    self_test(on_torch, Reference.read(folder))


def test_torch_and_openvino_give_the_same_vectors(on_torch, encoder):
    assert (on_torch.documents(OFFERS) * encoder.documents(OFFERS)).sum(axis=1).min() > 0.9995
    for text in QUESTIONS[:8]:
        assert on_torch.query(text) @ encoder.query(text) > 0.9995


def test_a_model_by_path_brings_name_dimension_and_prefixes(on_torch, folder):
    name, _at, version = on_torch.name.partition("@")
    assert (name, len(version), on_torch.dimension) == (folder.name, 8, 384)
    assert on_torch.query("Kurs") @ on_torch.documents(["Kurs"])[0] < 0.99


def test_whatever_is_typed_gets_a_vector_from_torch_too(on_torch):
    vectors = on_torch.documents([*AWKWARD, "\ud800 halb", "x" * 100_000])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_torch_tells_its_progress(on_torch):
    told = []
    on_torch.documents(["Kurs"] * 300, lambda done, total: told.append((done, total)))
    assert told == [(256, 300), (300, 300)]


def test_no_documents_give_no_rows_from_torch(on_torch):
    assert on_torch.documents([]).shape == (0, 384)


def test_making_the_folder_again_changes_nothing(folder):
    before = folder.resolve()
    assert transformer_folder(folder.with_name(build.FOLDER)).resolve() == before


def test_a_damaged_folder_falls_back_on_torch_under_the_same_name(folder, encoder):
    damaged = folder.with_name(build.FOLDER)
    damaged.mkdir()
    (damaged / model_folder.NETWORK).write_text("<net")
    fallback = load_e5(damaged, threads=2)
    assert isinstance(fallback, TransformerEncoder)
    assert fallback.name == encoder.name
    assert fallback.query(QUESTIONS[0]) @ encoder.query(QUESTIONS[0]) > 0.9995


@pytest.fixture
def without_prompts(folder, tmp_path):
    """A function that copies the model under a new name, with nothing said about prefixes."""

    def copy(name):
        other = tmp_path / name
        other.mkdir()
        for path in folder.iterdir():
            (other / path.name).symlink_to(path)
        settings = other / "config_sentence_transformers.json"
        settings.unlink()
        settings.write_text(json.dumps({"model_type": "SentenceTransformer", "prompts": {}}))
        return TransformerEncoder(str(other), threads=2)

    return copy


def test_an_older_e5_that_says_nothing_gets_the_prefixes_of_its_family(without_prompts, on_torch):
    older = without_prompts("multilingual-e5-base")
    assert older.query("Kurs") @ on_torch.query("Kurs") > 0.9999
    assert older.documents(["Kurs"])[0] @ on_torch.documents(["Kurs"])[0] > 0.9999


def test_another_model_that_says_nothing_gets_no_prefix(without_prompts):
    other = without_prompts("some-model")
    assert other.query("Kurs") @ other.documents(["Kurs"])[0] > 0.9999


def test_models_with_other_files_have_other_names(without_prompts, on_torch):
    assert without_prompts("a").name.partition("@")[2] != on_torch.name.partition("@")[2]
