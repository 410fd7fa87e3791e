"""Whether files are what their names say, by the first bytes that their formats demand."""

from collections.abc import Callable
from pathlib import PurePosixPath

Check = Callable[[bytes], bool]


def is_as_named(name: str, data: bytes) -> bool:
    """Return whether what a file holds begins as a file of this name must; unknown kinds do."""
    check = _CHECKS.get(PurePosixPath(name).suffix.lower())
    return check is None or check(data)


def _begins(*signs: bytes, at: int = 0) -> Check:
    return lambda data: data[at:].startswith(signs)


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _is_svg(data: bytes) -> bool:
    return _is_text(data) and b"<svg" in data and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


_ZIP = _begins(b"PK\x03\x04", b"PK\x05\x06")
_MP4 = _begins(b"ftyp", at=4)
_CHECKS: dict[str, Check] = {
    ".svg": _is_svg,
    ".png": _begins(b"\x89PNG\r\n\x1a\n"),
    ".jpg": _begins(b"\xff\xd8\xff"),
    ".jpeg": _begins(b"\xff\xd8\xff"),
    ".gif": _begins(b"GIF87a", b"GIF89a"),
    ".webp": _is_webp,
    ".mp4": _MP4,
    ".m4a": _MP4,
    ".webm": _begins(b"\x1a\x45\xdf\xa3"),
    ".mp3": _begins(b"ID3", *(bytes([0xFF, second]) for second in range(0xE0, 0x100))),
    ".ogg": _begins(b"OggS"),
    ".pdf": lambda data: b"%PDF-" in data[:1024],
    ".vtt": _begins(b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
    ".md": _is_text,
    ".txt": _is_text,
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".zip"), _ZIP),
}
