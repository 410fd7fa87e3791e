"""A picture that carries its certificate: an Open Badge baked into SVG.

Source: 1EdTech "Open Badges Specification 3.0", section 5.3.2.
"""

import textwrap
from typing import Final
from xml.sax.saxutils import escape

_WIDTH: Final = 24  # letters in a line of the title
_LINES: Final = 4
_PICTURE: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" \
viewBox="0 0 400 400" width="400" height="400" role="img" aria-label="{label}">
<openbadges:credential><![CDATA[{credential}]]></openbadges:credential>
<rect width="400" height="400" rx="28" fill="#ffffff"/>
<rect x="10" y="10" width="380" height="380" rx="20" fill="none" stroke="#1a3da5" \
stroke-width="6"/>
<g fill="none" stroke="#1a3da5" stroke-width="9" stroke-linecap="round" \
transform="translate(140 48) scale(3)"><path stroke-width="4" \
d="M5 31V17a9 9 0 0 1 18 0v14M17 31V17a9 9 0 0 1 18 0v14M3 31h34"/></g>
<g font-family="'Noto Sans', 'Fira Sans', sans-serif" text-anchor="middle" fill="#171a2b">
{title}
<text x="200" y="366" font-size="17" fill="#4b5168">{issuer}</text>
</g>
</svg>
"""


def baked(credential: str, *, title: str, issuer: str) -> str:
    """Return an SVG that shows the title and the issuer and holds the credential as JSON text."""
    lines = textwrap.wrap(title, _WIDTH, max_lines=_LINES, placeholder=" …")
    words = "\n".join(
        f'<text x="200" y="{210 + 34 * at}" font-size="26" font-weight="700">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return _PICTURE.format(
        credential=credential.replace("]]>", "]]\\u003e"),
        label=escape(title, {'"': "&quot;"}),
        title=words,
        issuer=escape(textwrap.shorten(issuer, 40, placeholder=" …")),
    )
