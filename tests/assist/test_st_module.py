import pytest

from mentorhub.assist import model_folder
from tests.assist.texts import AWKWARD, OFFERS, QUESTIONS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def library(model_dir):
    from sentence_transformers import SentenceTransformer

    path = model_dir / model_folder.SENTENCE_TRANSFORMERS
    return SentenceTransformer(str(path), trust_remote_code=True, device="cpu")


def test_the_library_gives_the_vectors_of_the_encoder(library, encoder):
    for text in (*QUESTIONS[:8], *AWKWARD):
        assert library.encode_query([text])[0] @ encoder.query(text) > 0.99999
    for text in OFFERS[:8]:
        assert library.encode_document([text])[0] @ encoder.documents([text])[0] > 0.99999


def test_the_library_batches_like_the_encoder(library, encoder):
    near = (library.encode_document(list(OFFERS)) * encoder.documents(OFFERS)).sum(axis=1)
    assert near.min() > 0.9995


def test_the_library_knows_dimension_and_limit(library):
    assert library.get_embedding_dimension() == 384
    assert library.max_seq_length == 512


def test_a_saved_copy_needs_nothing_but_itself(library, tmp_path):
    from sentence_transformers import SentenceTransformer

    library.save(str(tmp_path / "copy"))
    moved = (tmp_path / "copy").rename(tmp_path / "moved")
    again = SentenceTransformer(str(moved), trust_remote_code=True, device="cpu")
    text = QUESTIONS[0]
    assert again.encode_query([text])[0] @ library.encode_query([text])[0] > 0.99999
