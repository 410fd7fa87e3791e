"""Writes our catalogue in the formats of others: pure, streaming, one module a format."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mentorhub.recommend.exports import amb, lines, moochub, qcat, schema_org
from mentorhub.recommend.exports.edition import LICENCES, Edition, Licence, Listed, Terms

__all__ = ["FORMATS", "LICENCES", "Edition", "Format", "Licence", "Listed", "Terms"]

Write = Callable[[Iterable[Listed], Edition], Iterator[str]]


@dataclass(frozen=True)
class Format:
    """One format: ``write`` yields the text of a whole file, piece by piece, for UTF-8."""

    name: str
    media_type: str
    ending: str
    write: Write

    @property
    def file_name(self) -> str:
        """Return what the file is called."""
        return f"mentorhub-{self.name}.{self.ending}"


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("qcat", "application/xml", "xml", qcat.write),
        Format("moochub", "application/vnd.api+json", "json", moochub.write),
        Format("schema-org", "application/ld+json", "json", schema_org.write),
        Format("amb", "application/ld+json", "json", amb.write),
        Format("jsonl", "application/jsonl", "jsonl", lines.write),
    )
}
