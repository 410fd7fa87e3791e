"""Packages made for tests: whole ones, and every kind of hostile one."""

import io
import struct
import zipfile

PAGE = "<!doctype html><title>Teil</title><p>Ein Teil.</p>"
HEAD_12 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1.1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
"""
HEAD_2004 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"
  xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
"""
ONE_12 = """<organizations default="o"><organization identifier="o"><title>Ladung sichern</title>
<item identifier="teil" identifierref="r"><title>Der Gurt</title>
<adlcp:masteryscore>80</adlcp:masteryscore></item></organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">
<file href="index.html"/></resource></resources></manifest>
"""
TWO_2004 = """<organizations default="o"><organization identifier="o"><title>Zwei Teile</title>
<item identifier="kapitel"><title>Kapitel</title>
<item identifier="eins" identifierref="r1"><title>Eins</title></item>
<item identifier="zwei" identifierref="r2" parameters="?seite=2"><title>Zwei</title>
<imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true">
<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective>
</imsss:objectives></imsss:sequencing></item></item>
<item identifier="blatt" identifierref="r3"><title>Ein Blatt</title></item>
</organization></organizations>
<resources xml:base="inhalt/">
<resource identifier="r1" type="webcontent" adlcp:scormType="sco" href="index.html"/>
<resource identifier="r2" type="webcontent" adlcp:scormType="sco" href="index.html?x=1"/>
<resource identifier="r3" type="webcontent" adlcp:scormType="asset" href="blatt.html"/>
</resources></manifest>
"""


def packed(files, **more):
    """Return a zip file of names and texts, open for reading; ``more`` goes to ``writestr``."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text, **more)
    file.seek(0)
    return file


def scorm12(body=ONE_12, **files):
    """A package of SCORM 1.2 with one part."""
    return packed({"imsmanifest.xml": HEAD_12 + body, "index.html": PAGE} | files)


def scorm2004(body=TWO_2004, **files):
    """A package of SCORM 2004 with two parts and a sheet."""
    inside = {"inhalt/index.html": PAGE, "inhalt/blatt.html": PAGE}
    return packed({"imsmanifest.xml": HEAD_2004 + body} | inside | files)


def with_entry(name, text="x", *, mode=0, method=zipfile.ZIP_DEFLATED):
    """A package of SCORM 1.2 with one entry more, of any name and mode."""
    file = scorm12()
    with zipfile.ZipFile(file, "a") as made:
        info = zipfile.ZipInfo("einer")
        info.filename = name
        info.compress_type = method
        info.create_system = 3
        info.external_attr = mode << 16
        made.writestr(info, text)
    file.seek(0)
    return file


def patched(file, entry, **fields):
    """Change what the list of entries says about one: ``flags``, ``method``, ``size``, ``at``."""
    data = bytearray(file.getvalue())
    places = {"flags": (8, "<H"), "method": (10, "<H"), "size": (24, "<I"), "at": (42, "<I")}
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(entry.encode()))
    for name, value in fields.items():
        offset, how = places[name]
        struct.pack_into(how, data, at + offset, value)
    return io.BytesIO(bytes(data))
