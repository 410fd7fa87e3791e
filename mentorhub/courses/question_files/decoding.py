"""Bytes of a question file as text."""

import codecs
import re

DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
KNOWN = {"utf-8", "utf-16", "iso8859-1", "iso8859-15", "cp1252", "ascii"}  # as codecs names them
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HALVES = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAMPLE = 4_000
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and the name of its encoding where it had to be guessed.

    A byte order mark decides, then what an XML file declares, then UTF-8 if it is valid, UTF-16
    where every other byte is nothing, and else Windows-1252 or Latin-1. Line ends become line
    feeds; control characters and those that Unicode keeps for programs are taken out.
    """
    text, guessed = _decoded(data)
    return NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), guessed


def is_text(data: bytes) -> bool:
    """Return whether a file can be text at all: bytes of nothing stand in UTF-16 alone."""
    sample = data[:SAMPLE]
    return b"\0" not in sample or data.startswith(HALVES) or bool(_half(data))


def _decoded(data: bytes) -> tuple[str, str]:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace"), ""
    declared = DECLARED.match(data)
    if declared and (encoding := _known(declared[1].decode("ascii"))):
        return data.decode(encoding, "replace"), ""
    if half := _half(data):
        return data.decode(half, "replace"), half
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "Latin-1"


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return ""
    # Declared without a byte order mark and yet read as bytes: then it is not UTF-16.
    return found if found in KNOWN - {"utf-16", "utf-8"} else ""


def _half(data: bytes) -> str:
    sample = data[:SAMPLE]
    if len(sample) < 4:
        return ""
    if sample[1::2].count(0) > len(sample) * 0.3:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > len(sample) * 0.3 else ""
