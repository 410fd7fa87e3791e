"""The text of a cloze with its gaps: fields while it is answered, words afterwards."""

from flask import render_template
from markupsafe import Markup

from mentorhub.courses.material.markdown import to_html
from mentorhub.courses.material.questions import GAP, Cloze
from mentorhub.courses.queries.attempts import Shown
from mentorhub.courses.views.room import bp


@bp.app_template_global("cloze")
def cloze(each: Shown, name: str | None, *, reveals: bool = False) -> Markup:
    """Return the text as HTML; ``name`` begins the names of its fields, None: it is over."""
    question = each.question
    if not isinstance(question, Cloze):
        return Markup()
    parts = {part.key: part for part in each.mark.parts} if each.mark else {}
    answers = each.answer if isinstance(each.answer, dict) else {}
    pieces = []
    rest = to_html(question.text)
    places = {gap.id: place for place, gap in enumerate(question.gaps)}
    end = 0
    for number, found in enumerate(GAP.finditer(rest), start=1):
        place = places.get(found[1])
        if place is None:
            continue
        gap = question.gaps[place]
        order = each.asked.gaps[place] if each.asked.gaps else range(len(gap.options))
        pieces += [
            Markup(rest[end : found.start()]),  # noqa: S704  cleaned
            Markup(  # noqa: S704  a template of ours
                render_template(
                    "courses/_gap.html",
                    gap=gap,
                    number=number,
                    id=f"{question.id}-{gap.id}",
                    name=f"{name}gap-{gap.id}" if name else "",
                    given=answers.get(gap.id, ""),
                    options=[gap.options[n] for n in order],
                    part=parts.get(gap.id),
                    reveals=reveals,
                ).strip()
            ),
        ]
        end = found.end()
    return Markup("").join([*pieces, Markup(rest[end:])])  # noqa: S704  cleaned
