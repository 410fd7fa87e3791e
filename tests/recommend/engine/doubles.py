"""Stand-ins for the model and the gazetteer, and short ways to make documents."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from mentorhub.recommend.engine.document import Document, Facts
from mentorhub.recommend.engine.places import Place
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.text import fold, pieces, topic_words

TODAY = date(2026, 11, 21)  # a Saturday

TOWNS = {
    "Dortmund": (51.51, 7.47),
    "Bochum": (51.48, 7.22),
    "Essen": (51.46, 7.01),
    "Köln": (50.93, 6.95),
    "Siegen": (50.87, 8.02),
    "Hamm": (51.68, 7.82),
    "Hagen": (51.36, 7.47),
    "Halle (Westf.)": (52.06, 8.36),
    "Werl": (51.55, 7.91),
    "Bielefeld": (52.02, 8.53),
    "Mülheim an der Ruhr": (51.43, 6.88),
    "Castrop-Rauxel": (51.55, 7.31),
    "Bad Oeynhausen": (52.20, 8.80),
    "Lage": (51.99, 8.79),
    "Kamen": (51.59, 7.66),
    "Löhne": (52.19, 8.69),
    "Waren": (53.52, 12.68),
    "Singen": (47.76, 8.84),
    "Unna": (51.54, 7.69),
    "Recklinghausen": (51.61, 7.20),
    "Herford": (52.11, 8.67),
    "Düsseldorf": (51.22, 6.78),
    "Rheda-Wiedenbrück": (51.85, 8.30),
    "Neuenkirchen": (52.24, 7.37),
    "Neunkirchen": (50.80, 8.00),
    "Halle (Saale)": (51.48, 11.97),
    "Mühlheim am Main": (50.12, 8.83),
    "Sankt Augustin": (50.77, 7.19),
    "Lotte": (52.28, 7.91),
    "Mönchengladbach": (51.19, 6.44),
    "Fröndenberg/Ruhr": (51.47, 7.77),
    "Schloß Holte-Stukenbrock": (51.89, 8.62),
}
CODES = {"44137": "Dortmund", "44787": "Bochum", "58636": "Hagen", "57072": "Siegen"}


class Atlas:
    """A gazetteer of a few towns."""

    def find_town(self, name: str) -> Place | None:
        """Return a town by its full name, or by its name without what tells it apart."""
        shapes = (lambda text: text, fold)
        for shape in shapes:
            for town, (latitude, longitude) in TOWNS.items():
                if shape(name) in (shape(town), shape(_short(town))):
                    return Place(town, latitude, longitude)
        return None

    def find_postcode(self, code: str) -> Place | None:
        """Return the town of one of CODES."""
        town = self.find_town(CODES[code]) if code in CODES else None
        return replace(town, postcode=code) if town else None

    def towns(self) -> list[str]:
        """Return all names, long and short."""
        return [*TOWNS, *map(_short, TOWNS)]


def _short(town: str) -> str:
    return town.split(" (")[0].split(" an der ")[0]


class PieceEncoder:
    """A double of a sentence encoder: texts that share pieces of words point the same way.

    It knows no meaning. Each piece is one direction drawn from its hash.
    """

    def __init__(self, name: str = "pieces", dimension: int = 96) -> None:
        self.name = name
        self.dimension = dimension
        self.seen: list[str] = []

    def documents(self, texts: Sequence[str], progress=None) -> np.ndarray:
        self.seen.extend(texts)
        rows = [self._row(pieces(text)) for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), self.dimension)

    def query(self, text: str) -> np.ndarray:
        return self._row([piece for word in topic_words(text) for piece in pieces(word)])

    def _row(self, found: Iterable[str]) -> np.ndarray:
        total = np.full(self.dimension, 1e-3, np.float32)
        for piece in found:
            seed = int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest())
            total += np.random.default_rng(seed).standard_normal(self.dimension)
        return (total / np.linalg.norm(total)).astype(np.float32)


def course(key: str, title: str, *, town: str | None = None, provider: str = "", **facts):
    """Return a course; ``town`` brings its coordinates, ``learn`` and ``text`` are optional."""
    learn, text = facts.pop("learn", ""), facts.pop("text", "")
    latitude, longitude = TOWNS.get(town or "", (None, None))
    form = facts.pop("form", "presence" if town else None)
    return Document(
        key,
        "course",
        title,
        learn,
        text,
        provider,
        Facts(town=town, latitude=latitude, longitude=longitude, form=form, **facts),
    )


def funding(key: str, title: str, text: str = "") -> Document:
    """Return a kind of funding."""
    return Document(key, "funding", title, "", text)


def engine_of(
    documents: Sequence[Document], folder: Path, encoder: PieceEncoder | None = None, **more
) -> SearchEngine:
    """Return an engine over exactly these documents; without an encoder, words only."""
    return SearchEngine.of_documents(documents, encoder, folder, Atlas(), **more)


def keys(results) -> list[str]:
    """Return the keys of the hits, best first."""
    return [hit.key for hit in results.hits]
