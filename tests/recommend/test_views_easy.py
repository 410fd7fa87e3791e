"""Einfache Sprache is measured: no page for employees is harder than the sixth school year."""

import html
import re

import pytest
import textstat

from tests.recommend.site import CONTENT

HARDEST = 6  # Wiener Sachtextformel 1: the school year whose readers understand the text
LEFT_OUT = re.compile(r"<(svg|style|option|label|button|summary|dt|nav)\b.*?</\1>|<a .*?</a>", re.S)
BLOCK = re.compile(r"<(p|li|h1|h2|h3|legend)\b[^>]*>(.*?)</\1>", re.S)
PAGES = [
    "/",
    "/suche?q=Stapler",
    "/suche?q=Wer+bezahlt+den+Kurs",
    "/foerderung",
    "/foerderung/angaben",
    "/merkliste",
    *(f"/foerderung/{path.stem}" for path in sorted((CONTENT / "funding").glob("*.toml"))),
]


def sentences_of(page: str) -> str:
    """Return the sentences of a page, without controls; titles of courses are the providers'."""
    main = re.search(r"<main.*?</main>", page, re.S)
    assert main
    found = []
    for _tag, inside in BLOCK.findall(LEFT_OUT.sub(" ", main.group())):
        words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inside)).split())
        if len(words.split()) > 3:
            found.append(words if words[-1] in ".!?:" else f"{words}.")
    return " ".join(found)


@pytest.mark.parametrize("path", PAGES)
def test_an_easy_page_is_easy(visitor, path):
    visitor.set_cookie("easy", "on")
    visitor.post("/merkliste/angebote", data={"key": "stapler-dortmund-tag"})
    text = sentences_of(visitor.get(path).text)
    textstat.set_lang("de")
    assert len(text.split()) > 10
    assert textstat.wiener_sachtextformel(text, 1) <= HARDEST
