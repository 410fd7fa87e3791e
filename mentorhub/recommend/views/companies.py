"""What is possible for the people of a company: questions, the answer, and a sheet to hand over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.kit import clock
from mentorhub.recommend import wording
from mentorhub.recommend.forms.companies import CompanyForm, StaffAnswerForm
from mentorhub.recommend.funding.company import Company, prospects
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.views import visit
from mentorhub.recommend.views.blueprint import bp
from mentorhub.recommend.wording.company import Line, Part, parts, summary, told_rows
from mentorhub.web.context import db, service
from mentorhub.web.filters import day
from mentorhub.web.links import local_path
from mentorhub.web.pdf import Block, Bullets, Heading, Paragraph, Table, render

SIZE, HEADS = "betriebsgroesse", "beschaeftigte_koepfe"

Lists = Sequence[tuple[str, Sequence[Line]]]
"""Titles, and below each its lines with their law."""


@dataclass(frozen=True)
class Section:
    """The instruments for which it looks alike."""

    title: str
    parts: tuple[Part, ...]


@bp.get("/foerderung/betrieb")
def company() -> ResponseReturnValue:
    """Ask what decides for a company, and show what is possible as soon as anything was told."""
    with db.reading() as session:
        told = visit.told(session)
    return _page(CompanyForm(told=told.company), told.minutes, told.company)


@bp.post("/foerderung/betrieb")
def tell_company() -> ResponseReturnValue:
    """Keep what a company told of itself with the visitor's answers, and show what is possible."""
    form = CompanyForm(request.form)
    with db.writing() as session:
        told = visit.told(session)
        if not form.validate():
            return _page(form, told.minutes), 422
        visit.keep(session, replace(told, company=form.company()))
    return redirect(url_for(".company", _anchor="moeglich"), 303)


@bp.post("/foerderung/betrieb/loeschung")
def forget_company() -> ResponseReturnValue:
    """Delete what the company told, now; the visitor's own answers stay."""
    with db.writing() as session:
        visit.keep(session, replace(visit.told(session), company=None))
    return redirect(url_for(".company"), 303)


@bp.get("/foerderung/betrieb/blatt.pdf")
def company_sheet() -> ResponseReturnValue:
    """Hand out the same as a PDF; without answers there is nothing to hand out."""
    with db.reading() as session:
        told = visit.told(session).company
    if told is None:
        return redirect(url_for(".company"))
    made = render(
        summary(told),
        _blocks(told),
        now=clock.now(),
        locale=wording.locale(),
        foot=_(
            "MentorHub, %(day)s. This is no legal advice. The office decides.",
            day=day(clock.today()),
        ),
    )
    headers = {
        "Content-Disposition": 'attachment; filename="foerderung-betrieb.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(made, mimetype="application/pdf", headers=headers)


@bp.post("/foerderung/angaben/beschaeftigte")
def count_staff() -> ResponseReturnValue:
    """Answer how big the company is by counting its people: by their hours, and by heads."""
    form = StaffAnswerForm(request.form)
    if not form.validate():
        return render_template("recommend/count_staff.html", form=form), 422
    staff = form.staff()
    assert staff
    with db.writing() as session:
        told = visit.told(session).with_answer(SIZE, staff.counted)
        visit.keep(session, told.with_answer(HEADS, staff.heads))
    return redirect(local_path(form.next.data, url_for("recommend.facts")), 303)


def _page(form: CompanyForm, minutes: int, told: Company | None = None) -> str:
    return render_template(
        "recommend/company.html",
        form=form,
        minutes=minutes,
        told=told,
        title=summary(told) if told else "",
        rows=told_rows(told) if told else (),
        sections=_sections(told) if told else (),
        headings=_headings(),
        in_short=in_short,
        in_detail=in_detail,
    )


def _sections(told: Company) -> tuple[Section, ...]:
    """Return the groups by what can be had, those that are empty left out."""
    said = parts(prospects(service(FundingBook).instruments, told, clock.today()), told)
    titles = {
        "possible": _("This can be possible"),
        "open": _("This is still open"),
        "no": _("This is not possible"),
    }
    sections = (
        Section(title, tuple(one for one in said if one.outlook == outlook))
        for outlook, title in titles.items()
    )
    return tuple(section for section in sections if section.parts)


def _blocks(told: Company) -> Iterable[Block]:
    """Yield what stands on the sheet, in the order of the page."""
    if told.name:
        yield Paragraph(told.name, "lead")
    yield Paragraph(_("Made on %(day)s from what the company told us.", day=day(clock.today())))
    rows = told_rows(told)
    if rows:
        yield Table((_("Question"), _("Your answer")), rows)
    for section in _sections(told):
        yield Heading(section.title)
        for one in section.parts:
            yield from _of_part(one)


def _of_part(one: Part) -> Iterable[Block]:
    yield Heading(wording.say(one.instrument.name), 3)
    yield Paragraph(one.status, "mark")
    if one.has_money:
        rows = [(row.who, row.company, row.agency, row.wage) for row in one.rows]
        yield Table(_headings(), rows)
    else:
        yield Bullets([(row.who, "") for row in one.rows])
    way = [(f"{name}: {answer}", "") for name, answer in one.way]
    todo = _filled((_("This is what to do"), way))
    for title, lines in (*in_short(one), *todo, *in_detail(one)):
        yield Heading(title, 4)
        yield Bullets(lines)
    yield Paragraph(one.basis, "small")


def _headings() -> Sequence[str]:
    """Return what stands above the columns of who pays what."""
    return (
        _("For whom"),
        _("The company pays of the course"),
        _("The agency pays of the course"),
        _("The company gets of the wage"),
    )


def in_short(one: Part) -> Lists:
    """Return what matters first of a part: the lists that are not empty, with their titles."""
    return _filled(
        (_("Why not"), one.against),
        (_("This helps instead"), one.instead),
        (_("This question decides"), [(question, "") for question in one.ask]),
        (_("What you get"), one.pays),
        (_("This goes together"), one.together),
    )


def in_detail(one: Part) -> Lists:
    """Return the rest of a part: what must be true, papers and laws."""
    laws = dict.fromkeys(law for row in one.rows for law in row.laws)
    return _filled(
        (_("The course must be like this"), one.course),
        (_('This must be true. "You" is the person who learns.'), one.people),
        (_("This must be so in the company"), one.company),
        (_("This fits already"), one.given),
        (_("Papers you need"), [(paper, "") for paper in one.papers]),
        (_("Ask about this in particular"), [(point, "") for point in one.check]),
        (_("The law behind it"), [(law, "") for law in laws]),
    )


def _filled(*lists: tuple[str, Sequence[Line]]) -> Lists:
    return [(title, lines) for title, lines in lists if lines]
