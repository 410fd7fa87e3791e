from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from mentorhub.recommend.engine.build import BuildRefused, build, check_written, encoded, generic
from mentorhub.recommend.engine.cache import VectorCache
from mentorhub.recommend.engine.document import facts_from_json, facts_to_json
from mentorhub.recommend.engine.generation import Broken, Generation, Manifest, Parts, write
from mentorhub.recommend.engine.shelf import Shelf
from tests.recommend.engine.doubles import PieceEncoder, course, funding

DOCUMENTS = [
    course("a", "Excel", town="Köln", starts=(date(2027, 1, 4),), provider="Eins"),
    course("b", "Schweißen", text="Mit Prüfung.", price_cents=0, schedules=frozenset({"evening"})),
    funding("c", "Bildungsgutschein", "Die Agentur bezahlt."),
]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "search")


@pytest.fixture
def parts(tmp_path):
    return encoded(DOCUMENTS, PieceEncoder(), VectorCache(tmp_path / "cache.db"))


def test_what_was_built_can_be_read_again(shelf, parts):
    name = build(shelf, parts, expected=3, made_at=datetime(2026, 11, 21, tzinfo=UTC))
    generation = Generation.open(shelf.path(name))
    assert [generation.document(row) for row in range(3)] == DOCUMENTS
    assert generation.manifest.encoder == "pieces"
    assert generation.manifest.made_at == "2026-11-21T00:00:00+00:00"
    assert np.allclose(generation.generic, parts.generic)


def test_words_alone_make_a_generation_too(shelf):
    generation = Generation.open(shelf.path(build(shelf, Parts(DOCUMENTS))))
    assert generation.vectors is None
    assert generation.manifest.encoder is None
    assert len(generation) == 3


def test_an_empty_catalogue_can_be_built(shelf):
    assert len(Generation.open(shelf.path(build(shelf, Parts([]), expected=0)))) == 0


def test_the_mean_of_generic_questions_is_shorter_than_a_question():
    assert 0 < np.linalg.norm(generic(PieceEncoder())) < 1


BAD = np.array([[np.nan] * 96, [0.0] * 96, [0.0] * 96], np.float32)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda parts: replace(parts, documents=[*DOCUMENTS, DOCUMENTS[0]]), "4 documents"),
        (lambda parts: replace(parts, documents=[DOCUMENTS[0]] * 3), "same key"),
        (lambda parts: replace(parts, vectors=parts.vectors[:2]), "2 vectors"),
        (lambda parts: replace(parts, vectors=BAD), "finite"),
        (lambda parts: replace(parts, vectors=parts.vectors * 1.1), "unit length"),
    ],
)
def test_parts_that_do_not_fit_are_refused(shelf, parts, change, reason):
    with pytest.raises(BuildRefused, match=reason):
        build(shelf, change(parts), expected=3)
    assert shelf.names() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda document: replace(document, title="Buchhaltung"),
        lambda document: replace(document, facts=replace(document.facts, price_cents=7)),
    ],
)
def test_a_document_that_does_not_find_itself_is_refused(tmp_path, change):
    write(Parts(DOCUMENTS), tmp_path, None, None)
    others = [change(document) for document in DOCUMENTS]
    with pytest.raises(BuildRefused, match="a does not find itself"):
        check_written(Parts(others), tmp_path)


def test_vectors_of_other_documents_are_refused(tmp_path, parts):
    write(parts, tmp_path, None, None)
    with pytest.raises(BuildRefused, match="does not find itself"):
        check_written(replace(parts, vectors=parts.vectors[::-1]), tmp_path)


@pytest.mark.parametrize(
    "name", ["keys.json", "vectors.faiss", "documents.jsonl", "words/meta.json"]
)
@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
def test_a_damaged_generation_does_not_open(shelf, parts, name, damage):
    folder = shelf.path(build(shelf, parts))
    file = folder / name
    content = bytearray(file.read_bytes())
    if damage == "gone":
        file.unlink()
    else:
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content[:-1] if damage == "cut" else content)
    with pytest.raises(Broken):
        Generation.open(folder)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 99, "files": {}}', "\u0000"])
def test_a_strange_manifest_does_not_open(shelf, parts, text):
    folder = shelf.path(build(shelf, parts))
    (folder / "manifest.json").write_text(text)
    with pytest.raises(Broken):
        Manifest.read(folder)


def test_progress_is_told(shelf, parts):
    told = []
    build(shelf, parts, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 3)


def test_facts_survive_json():
    for document in DOCUMENTS:
        assert facts_from_json(facts_to_json(document.facts)) == document.facts
