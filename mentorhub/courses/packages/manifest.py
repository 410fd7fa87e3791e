"""Reads ``imsmanifest.xml``: which parts a package has, and how each is started.

Sources: SCORM 1.2 Content Aggregation Model; SCORM 2004 4th Edition CAM, chapters 3 and 5.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mentorhub.courses.packages.report import BadPackage, Finding, Fixed, Kind
from mentorhub.courses.packages.times import minutes_of

NAME = "imsmanifest.xml"
LARGEST = 5_000_000  # bytes
MOST_ITEMS = 500
DEEPEST = 12
LONGEST_ID, LONGEST_TITLE, LONGEST_DATA = 250, 200, 4096
BASE = "{http://www.w3.org/XML/1998/namespace}base"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Find = Callable[[str], str | None]


class Item(Fixed):
    """A line of the table of contents; without ``launch`` it is only a heading.

    ``launch`` is an address inside of the package: path, query and fragment. ``mastery`` is the
    score that counts as passed, as the edition writes it; ``threshold`` the share of progress that
    counts as complete (2004 only).
    """

    id: str
    title: str
    depth: int = 0
    launch: str = ""
    is_sco: bool = False
    is_hidden: bool = False
    mastery: str = ""
    threshold: str = ""
    max_time: str = ""
    at_limit: str = ""
    data: str = ""


class Manifest(Fixed):
    """What a package is and has; ``minutes`` is what its author says it takes."""

    kind: Kind
    edition: str
    title: str
    language: Literal["de", "en"] | None = None
    minutes: int | None = None
    items: tuple[Item, ...]

    @property
    def parts(self) -> tuple[Item, ...]:
        """The items that can be started."""
        return tuple(each for each in self.items if each.launch)

    @property
    def counted(self) -> tuple[Item, ...]:
        """The parts that must be done: those that the learner sees, all if there are none."""
        return tuple(each for each in self.parts if not each.is_hidden) or self.parts

    def part(self, id_: str) -> Item | None:
        """Return the startable item of this id."""
        return next((each for each in self.parts if each.id == id_), None)


def read(data: bytes, find: Find) -> tuple[Manifest, tuple[Finding, ...]]:
    """Return what a manifest says, and what of it is left.

    ``find`` returns the name of a file of the package for a name, None if there is none.

    Raises:
        BadPackage: it is no manifest of SCORM, or nothing in it can be started.
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as problem:
        raise _bad("manifest_doctype") from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise _bad("manifest_xml") from problem
    kind, edition = _kind(root)
    reader = _Reader(root, kind, find)
    organisation = reader.organisation()
    items = reader.items(organisation)
    if not any(each.launch for each in items):
        raise BadPackage([Finding(code="nothing_to_start"), *reader.left[:10]])
    reader.look_for_sequencing(organisation)
    said = _title(organisation) or _metadata(root, "general", "title")
    manifest = Manifest(
        kind=kind,
        edition=edition,
        title=said,
        language=_language(root),
        minutes=minutes_of(_metadata(root, "educational", "typicallearningtime")),
        items=tuple(items),
    )
    return manifest, tuple(reader.left)


class _Reader:
    def __init__(self, root: Element, kind: Kind, find: Find) -> None:
        self.root, self.kind, self.find = root, kind, find
        self.left: list[Finding] = []
        holder = _child(root, "resources")
        nodes = [] if holder is None else _children(holder, "resource")
        self.resources = {_attribute(each, "identifier"): each for each in nodes}
        self.base = _joined(root.get(BASE), None if holder is None else holder.get(BASE))
        self.seen: set[str] = set()
        for other in _children(root, "manifest"):
            self.leave("submanifest", _attribute(other, "identifier"))

    def leave(self, code: str, where: str = "") -> None:
        self.left.append(Finding(code=code, where=where[:LONGEST_TITLE]))

    def organisation(self) -> Element | None:
        """Return the organisation that the package names, or its first one."""
        holder = _child(self.root, "organizations")
        found = [] if holder is None else _children(holder, "organization")
        if holder is None or not found:
            return None
        named = _attribute(holder, "default")
        chosen = next((o for o in found if _attribute(o, "identifier") == named), found[0])
        for other in found:
            if other is not chosen:
                self.leave("other_organisation", _title(other) or _attribute(other, "identifier"))
        return chosen

    def items(self, organisation: Element | None) -> list[Item]:
        """Return all items in order; without any, one for each resource that is a SCO."""
        found: list[Item] = []
        if organisation is not None:
            for node in _children(organisation, "item"):
                self._walk(node, 0, found)
        if not any(each.launch for each in found):
            scos = [r for r in self.resources.values() if _type(r) == "sco"]
            found = [self._bare(each) for each in scos[:MOST_ITEMS]]
            if found:
                self.leave("no_organisation")
        return found

    def look_for_sequencing(self, organisation: Element | None) -> None:
        """Tell that rules for the order of parts are not followed."""
        if organisation is None:
            return
        rules = ("sequencingrules", "rolluprules", "controlmode", "randomizationcontrols")
        if any(_local(node.tag) in rules for node in organisation.iter()):
            self.leave("sequencing")
        if any(_local(node.tag) == "navigationinterface" for node in organisation.iter()):
            self.leave("navigation_interface")

    def _walk(self, node: Element, depth: int, found: list[Item]) -> None:
        if depth >= DEEPEST or len(found) >= MOST_ITEMS:
            self.leave("too_many_items", _title(node))
            return
        item = self._item(node, depth)
        if item:
            found.append(item)
        for child in _children(node, "item"):
            self._walk(child, depth + 1, found)

    def _item(self, node: Element, depth: int) -> Item | None:
        id_ = _attribute(node, "identifier")[:LONGEST_ID]
        title = _title(node) or id_
        if not id_ or id_ in self.seen:
            self.leave("double_item" if id_ else "nameless_item", title)
            return None
        self.seen.add(id_)
        if _child(node, "prerequisites") is not None:
            self.leave("prerequisites", title)
        resource = self.resources.get(_attribute(node, "identifierref"))
        launch = ""
        if resource is not None:
            launch = self._launch(resource, _attribute(node, "parameters"), title)
        elif _attribute(node, "identifierref"):
            self.leave("no_resource", title)
        return Item(
            id=id_,
            title=title,
            depth=depth,
            launch=launch,
            is_sco=resource is not None and _type(resource) == "sco",
            is_hidden=_attribute(node, "isvisible").lower() == "false",
            mastery=self._mastery(node),
            threshold=_threshold(node),
            max_time=_text(_child(node, "maxtimeallowed"))[:20] or _limit(node),
            at_limit=_text(_child(node, "timelimitaction"))[:40],
            data=_text(_child(node, "datafromlms"))[:LONGEST_DATA],
        )

    def _bare(self, resource: Element) -> Item:
        id_ = _attribute(resource, "identifier")[:LONGEST_ID]
        return Item(id=id_, title=id_, launch=self._launch(resource, "", id_), is_sco=True)

    def _launch(self, resource: Element, parameters: str, title: str) -> str:
        """Return where a resource is started, nothing if that cannot be."""
        href = _attribute(resource, "href")
        if not href:
            self.leave("no_address", title)
            return ""
        parts = urlsplit(href.replace("\\", "/"))
        if parts.scheme or parts.netloc or href.startswith("//"):
            self.leave("elsewhere", f"{title}: {href}")
            return ""
        path = posixpath.normpath(_joined(self.base, resource.get(BASE)) + unquote(parts.path))
        name = None if path.startswith(("/", "..")) else self.find(path)
        if name is None:
            self.leave("no_file", f"{title}: {href}")
            return ""
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return _with(quote(name), query, fragment, parameters)

    def _mastery(self, node: Element) -> str:
        if self.kind == "scorm12":
            return _number(_text(_child(node, "masteryscore")))
        for objective in node.iterfind("./*"):
            if _local(objective.tag) != "sequencing":
                continue
            for primary in objective.iter():
                by_measure = _attribute(primary, "satisfiedbymeasure").lower() == "true"
                if _local(primary.tag) == "primaryobjective" and by_measure:
                    return _number(_text(_child(primary, "minnormalizedmeasure"))) or "1.0"
        return ""


def _kind(root: Element) -> tuple[Kind, str]:
    """Return which edition a manifest is of.

    Raises:
        BadPackage: of none.
    """
    if _local(root.tag) != "manifest":
        raise _bad("no_scorm")
    metadata = _child(root, "metadata")
    said = "" if metadata is None else _text(_child(metadata, "schemaversion"))
    spaces = {space for node in root.iter() for space in _spaces(node)}
    is_12 = any("adlcp_rootv1p2" in space for space in spaces)
    is_2004 = any(mark in space for space in spaces for mark in ("adlcp_v1p3", "adlseq_v1p3"))
    if said == "1.2" or (is_12 and not is_2004):
        return "scorm12", "1.2"
    if "2004" in said or said.upper() in ("1.3", "CAM 1.3") or is_2004:
        edition = re.search(r"([234])(?:nd|rd|th)", said)
        return "scorm2004", f"2004 {edition[0]} Edition" if edition else "2004"
    raise _bad("no_scorm", said)


def _spaces(node: Element) -> Iterator[str]:
    for name in (node.tag, *node.attrib):
        if isinstance(name, str) and name.startswith("{"):
            yield name[1:].partition("}")[0].lower()


def _threshold(node: Element) -> str:
    found = _child(node, "completionthreshold")
    if found is None:
        return ""
    if _attribute(found, "completedbymeasure").lower() == "true":
        return _number(_attribute(found, "minprogressmeasure")) or "1.0"
    return _number(_text(found))


def _limit(node: Element) -> str:
    for each in node.iter():
        if _local(each.tag) == "limitconditions":
            return _attribute(each, "attemptabsolutedurationlimit")[:40]
        if each is not node and _local(each.tag) == "item":
            break
    return ""


def _metadata(root: Element, group: str, name: str) -> str:
    """Return a field of the description (LOM) of the whole package."""
    metadata = _child(root, "metadata")
    for node in () if metadata is None else metadata.iter():
        if _local(node.tag) == group:
            found = next((each for each in node.iter() if _local(each.tag) == name), None)
            texts = () if found is None else (_text(each) for each in found.iter())
            return next((text for text in texts if text), "")[:LONGEST_TITLE]
    return ""


def _language(root: Element) -> Literal["de", "en"] | None:
    said = [_metadata(root, "general", "language"), root.get(LANG) or ""]
    said += [node.get(LANG) or "" for node in root.iter() if _local(node.tag) == "langstring"]
    for each in said:
        if each.lower().startswith("de"):
            return "de"
        if each.lower().startswith("en"):
            return "en"
    return None


def _with(path: str, query: str, fragment: str, parameters: str) -> str:
    """Return an address with what an item adds to it. Source: SCORM 2004 CAM, 3.4.1.8."""
    parameters = re.sub(r"[\x00-\x20]", "", parameters)
    if parameters.startswith("#"):
        return path + query + (fragment or parameters)
    parameters = parameters.lstrip("?&")
    if parameters:
        query += ("&" if query else "?") + parameters
    return path + query + fragment


def _joined(*bases: str | None) -> str:
    """Return the folder that several ``xml:base`` lead to, each inside the one before."""
    folders = [each.strip().replace("\\", "/").rstrip("/") for each in bases if each]
    return "".join(f"{each}/" for each in folders if each)


def _local(tag: object) -> str:
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _children(node: Element, name: str) -> list[Element]:
    return [each for each in node if _local(each.tag) == name]


def _child(node: Element, name: str) -> Element | None:
    return next(iter(_children(node, name)), None)


def _attribute(node: Element, name: str) -> str:
    """Return an attribute whatever its case and namespace: editions differ in both.

    White space around names does not count. Source: XML Schema, types ID, IDREF and anyURI.
    """
    return next((value.strip() for key, value in node.attrib.items() if _local(key) == name), "")


def _type(resource: Element) -> str:
    return _attribute(resource, "scormtype").lower()


def _text(node: Element | None) -> str:
    return " ".join((node.text or "").split()) if node is not None else ""


def _title(node: Element | None) -> str:
    found = None if node is None else _child(node, "title")
    return "".join(each for each in _text(found) if each.isprintable())[:LONGEST_TITLE]


def _number(text: str) -> str:
    return text if re.fullmatch(r"-?\d{1,6}(?:\.\d{1,8})?", text) else ""


def _bad(code: str, where: str = "") -> BadPackage:
    return BadPackage([Finding(code=code, where=where)])
