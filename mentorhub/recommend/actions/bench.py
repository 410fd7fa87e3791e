"""The index in use, opened once for a measurement, beside searches that go on."""

from dataclasses import dataclass, replace

from mentorhub.kit.errors import Unavailable
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.career import CareerWords
from mentorhub.recommend.engine.bridge import Bridge
from mentorhub.recommend.engine.generation import Broken, Generation
from mentorhub.recommend.engine.live import Fixed
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.engine.vectors import Encoder
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.sayings import Sayings


class NoIndex(Unavailable):
    """There is no index that can be measured."""


@dataclass(frozen=True)
class Bench:
    """One generation, and the encoder that made it; None where it goes by words only."""

    generation: Generation
    encoder: Encoder | None
    workshop: Workshop
    gazetteer: Gazetteer

    @classmethod
    def of(cls, workshop: Workshop, gazetteer: Gazetteer) -> "Bench":
        """Open the generation in use.

        Raises:
            NoIndex: there is none, or it cannot be read.
        """
        name = workshop.shelf.current()
        if name is None:
            raise NoIndex("no index has been built")
        try:
            generation = Generation.open(workshop.shelf.path(name))
        except Broken as problem:
            raise NoIndex(str(problem)) from problem
        encoder = workshop.encoder()
        speaks = encoder is not None and encoder.name == generation.manifest.encoder
        return cls(generation, encoder if speaks else None, workshop, gazetteer)

    def engine(self, words: CareerWords, generation: Generation | None = None) -> SearchEngine:
        """Return a search in this generation, or in another shape of it, as the site has it."""
        fixed = Fixed(generation or self.generation)
        return SearchEngine(fixed, lambda: self.encoder, self.gazetteer, synonyms=words)

    def by_words(self, words: CareerWords) -> SearchEngine:
        """Return the same search by words only."""
        return replace(self, encoder=None).engine(words)

    def with_sayings(self, sayings: Sayings) -> Generation:
        """Return the generation as it would be with these sayings."""
        if self.encoder is None or not sayings.subjects:
            return self.generation
        bridge = Bridge.of(sayings.subjects, self.encoder, self.workshop.cache)
        return self.generation.with_bridge(bridge)
