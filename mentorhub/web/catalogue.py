"""The German catalogue: every room keeps its own part, this merges, checks and compiles them.

Texts are English in the code and German in ``translations/de/parts/<room>.po``. What is compiled
is a derived file and never kept in the repository.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent
TRANSLATIONS = Path(__file__).parent / "translations"
LANGUAGE = "de"

_METHODS = [
    ("**/tests/**.py", "ignore"),
    ("**/static/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
_OPTIONS = {"**/templates/**.html": {"silent": "false"}, "**/templates/**.txt": {"silent": "false"}}
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "_n": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")

Id = str | tuple[str, ...] | list[str]


@dataclass(frozen=True)
class Fault:
    """Something that keeps the catalogue from being complete."""

    kind: str
    text: str
    where: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text!r} ({self.where})"


def extract(package: Path = PACKAGE) -> Catalog:
    """Return every text that code and templates below ``package`` show to readers."""
    catalogue = Catalog()
    found = extract_from_dir(package, _METHODS, _OPTIONS, _KEYWORDS)
    for file, line, message, _comments, context in found:
        catalogue.add(message, None, [(file, line)], context=context)
    return catalogue


def merge(translations: Path = TRANSLATIONS) -> tuple[Catalog, list[Fault]]:
    """Return all parts as one catalogue, and the texts on which two parts disagree."""
    merged = Catalog(locale=LANGUAGE, fuzzy=False)
    faults: list[Fault] = []
    for path in sorted((translations / LANGUAGE / "parts").glob("*.po")):
        for message in _messages(path):
            known = merged.get(message.id, message.context)
            if known and known.string != message.string:
                faults.append(Fault("two translations", _text(message.id), path.name))
            merged.add(message.id, message.string, context=message.context)
    return merged, faults


def check(wanted: Catalog, given: Catalog) -> Iterator[Fault]:
    """Yield what is missing in ``given`` and what does not fit to its English text."""
    for message in wanted:
        if not message.id:
            continue
        where = ", ".join(f"{file}:{line}" for file, line in message.locations[:2])
        answer = given.get(message.id, message.context)
        if answer is None or not all(_strings(answer)):
            yield Fault("missing", _text(message.id), where)
        elif not _fits(answer):
            yield Fault("other placeholders", _text(message.id), where)


def unused(wanted: Catalog, given: Catalog) -> list[str]:
    """Return translated texts that nothing shows any more."""
    return sorted(
        _text(message.id)
        for message in given
        if message.id and wanted.get(message.id, message.context) is None
    )


def compile_to(given: Catalog, translations: Path = TRANSLATIONS) -> Path:
    """Write the file that the running application reads, and return its path."""
    target = translations / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    passing = target.with_suffix(".new")
    with passing.open("wb") as file:
        write_mo(file, given)
    passing.replace(target)
    return target


def faults() -> list[Fault]:
    """Return everything that is wrong with the German catalogue; empty if it is complete."""
    given, found = merge()
    return [*found, *check(extract(), given)]


def _messages(path: Path) -> Iterable[Message]:
    with path.open("rb") as file:
        part = read_po(file, locale=LANGUAGE, charset="utf-8", abort_invalid=True)
    return [message for message in part if message.id]


def _strings(message: Message) -> tuple[str, ...]:
    given = message.string or ""
    return (given,) if isinstance(given, str) else tuple(given)


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _fits(message: Message) -> bool:
    """Return whether the German text fills in nothing but what the English one offers."""
    offered = {name for text in _ids(message) for name in _PLACEHOLDER.findall(text)}
    filled = [set(_PLACEHOLDER.findall(text)) for text in _strings(message)]
    if isinstance(message.id, str):
        return filled == [offered]
    return all(names <= offered for names in filled)


def _text(id_: Id) -> str:
    return id_ if isinstance(id_, str) else id_[0]


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if incomplete.")
def main(*, only_check: bool) -> None:
    """Merge the parts, report gaps, compile the German catalogue."""
    wanted = extract()
    given, found = merge()
    found += check(wanted, given)
    for fault in found:
        click.echo(fault, err=True)
    for text in unused(wanted, given):
        click.echo(f"unused: {text!r}", err=True)
    if not only_check:
        compile_to(given)
    click.echo(f"German: {len(wanted)} texts, {len(found)} faults.")
    if only_check and found:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
