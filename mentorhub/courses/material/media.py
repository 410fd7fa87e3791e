"""Whether what a lesson shows, plays or hands out can be shown, played and read."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from mentorhub.courses.material.lessons import TRANSCRIPTS, Block, Image, Media

PICTURES = frozenset((".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"))
FILMS = frozenset((".mp4", ".webm"))
SOUNDS = frozenset((".mp3", ".m4a", ".ogg", ".mp4", ".webm"))
CAPTIONS = frozenset((".vtt",))


def unfit(block: Block, files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the name of each file that does not fit its place in a block, and why.

    What lies in ``files`` (by names) is looked into, of others only the names are known.
    """
    if isinstance(block, Image):
        yield from _kind(block.file, PICTURES, "no picture")
    if isinstance(block, Media):
        if block.kind == "video":
            yield from _kind(block.file, FILMS, "no film that browsers play")
            if not block.captions:
                yield block.file, "a film needs captions"
        else:
            yield from _kind(block.file, SOUNDS, "no sound that browsers play")
        if block.captions:
            yield from _kind(block.captions, CAPTIONS, "no captions (.vtt)")
        yield from _kind(block.transcript, frozenset(TRANSCRIPTS), "no text (.md or .txt)")
        if not files.get(block.transcript, b"x").strip():
            yield block.transcript, "the text is empty"


def _kind(name: str, allowed: frozenset[str], why: str) -> Iterator[tuple[str, str]]:
    if PurePosixPath(name).suffix.lower() not in allowed:
        yield name, f"{name} is {why}"
