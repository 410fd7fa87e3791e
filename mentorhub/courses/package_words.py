"""In words what is told about a package: what was found, and why something is left or refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

KINDS: dict[str, str] = {"scorm12": "SCORM 1.2", "scorm2004": "SCORM 2004"}

TAKEN: dict[str, LazyString] = {
    "sco": _l("part that tells about progress"),
    "asset": _l("page to look at"),
}

LEFT: dict[str, LazyString] = {
    "in_folder": _l("The package lies in a folder of the zip file; it was taken from there"),
    "no_organisation": _l("There is no table of contents; the parts were taken as they are listed"),
    "other_organisation": _l("Another table of contents: only the first choice is used"),
    "submanifest": _l("A manifest inside of the manifest is not used"),
    "too_many_items": _l("Too many parts: the rest is left"),
    "double_item": _l("A part with the same id is there already"),
    "nameless_item": _l("A part without an id"),
    "prerequisites": _l("Conditions to begin a part are not checked: parts can be chosen freely"),
    "sequencing": _l("Rules for the order of parts are not followed: parts can be chosen freely"),
    "navigation_interface": _l("Wishes about buttons of the player are not followed"),
    "no_resource": _l("A part whose file is not listed"),
    "no_address": _l("A part without a file"),
    "elsewhere": _l("A part that lies on another server: only what is inside is shown"),
    "no_file": _l("A part whose file is not in the package"),
    "junk": _l("A file that a computer added by itself"),
    "not_served": _l("Programs and old formats are not handed out"),
}

FAULTS: dict[str, LazyString] = {
    "no_zip": _l("This is no zip file"),
    "zip64": _l("This kind of zip file is for very large files and is not taken"),
    "too_large": _l("The file is larger than we take"),
    "too_many_files": _l("There are more files in it than we take"),
    "unpacks_too_large": _l("Unpacked it is larger than we take"),
    "entry_too_large": _l("A file in it is larger than we take"),
    "bomb": _l("A file grows so much when unpacked that it looks like an attack"),
    "overlap": _l("Files in it share the same bytes, which looks like an attack"),
    "encrypted": _l("A file in it has a password"),
    "compression": _l("A file in it is packed in a way that browsers and we do not know"),
    "absolute_name": _l("The name of a file begins with a drive or a slash"),
    "parent_name": _l("The name of a file leads out of the package"),
    "empty_name": _l("The name of a file has empty parts"),
    "strange_name": _l("The name of a file holds signs that cannot be read"),
    "long_name": _l("The name of a file is too long"),
    "too_deep": _l("Folders lie in folders too deeply"),
    "link": _l("A file is a link to somewhere else"),
    "special_file": _l("A file is none that can be read"),
    "double_name": _l("Two files have the same name, or differ only in upper and lower case"),
    "broken": _l("A file is broken, or not as large as it says"),
    "no_manifest": _l("imsmanifest.xml is missing: this is no SCORM package"),
    "nested_package": _l("The package lies in another zip file; unpack that one first"),
    "manifest_xml": _l("imsmanifest.xml cannot be read"),
    "manifest_doctype": _l("imsmanifest.xml holds a DOCTYPE, which could fetch other files"),
    "no_scorm": _l("imsmanifest.xml is not from SCORM 1.2 or SCORM 2004"),
    "nothing_to_start": _l("There is nothing in it that could be started"),
}


def words_of(code: str) -> LazyString | str:
    """Return in words what a code of a report means."""
    return FAULTS.get(code) or LEFT.get(code) or TAKEN.get(code) or code
