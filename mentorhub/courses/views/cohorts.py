"""Cohorts, as those see them who look after them: what they are, who is in, what is due."""

from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from mentorhub.accounts import policy as accounts_policy
from mentorhub.accounts import queries as people
from mentorhub.accounts.models import Person
from mentorhub.courses import cohort_policy, policy
from mentorhub.courses.actions import cohorts as deeds
from mentorhub.courses.actions.cohorts import OtherSubject
from mentorhub.courses.boards import of_cohort
from mentorhub.courses.forms.cohorts import (
    COURSE,
    PROGRAMME,
    AddressesForm,
    CohortForm,
    PeopleForm,
)
from mentorhub.courses.models import Cohort
from mentorhub.courses.queries import cohorts as reads
from mentorhub.courses.queries import discussing, marking, versions
from mentorhub.courses.queries.cohorts import Keeping
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import Cipher
from mentorhub.web.context import db, service
from mentorhub.web.forms import DAY_FORMATS
from mentorhub.web.frame import LARGEST_NUMBER

COHORT = "/lernen/gruppen/<int:cohort_id>"
LISTED = "list"  # before the names of fields for many people at once


@bp.get("/lernen/gruppen/neu")
def new_cohort() -> ResponseReturnValue:
    """Show the form of a new group."""
    with db.reading() as session:
        return _form_page(session, _form(session, None), None)


@bp.post("/lernen/gruppen/neu")
def found_cohort() -> ResponseReturnValue:
    """Found a group."""
    with db.writing() as session:
        form = _form(session, None)
        if not form.validate():
            return _form_page(session, form, None), 422
        home = cohort_policy.home(session, person(), int(form.home.data))
        made = deeds.found(session, home, form.plan(), by=me(session), now=clock.now())
        cohort_id = made.id
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


@bp.get(f"{COHORT}/leitung")
def cohort(cohort_id: int) -> ResponseReturnValue:
    """Show a group with everything that its coordinator does there."""
    with db.reading() as session:
        return _page(session, cohort_policy.keeping(session, person(), cohort_id))


@bp.get(f"{COHORT}/angaben")
def change_cohort(cohort_id: int) -> ResponseReturnValue:
    """Show the form of a group."""
    with db.reading() as session:
        found = cohort_policy.keeping(session, person(), cohort_id).cohort
        return _form_page(session, _form(session, found), found)


@bp.post(f"{COHORT}/angaben")
def save_cohort(cohort_id: int) -> ResponseReturnValue:
    """Change name, days, and as long as it is empty what the group takes."""
    try:
        with db.writing() as session:
            found = cohort_policy.keeping(session, person(), cohort_id).cohort
            form = _form(session, found)
            if not form.validate():
                return _form_page(session, form, found), 422
            deeds.change(session, found, form.plan(), by=me(session), now=clock.now())
    except OtherSubject:
        with db.reading() as session:
            found = cohort_policy.keeping(session, person(), cohort_id).cohort
            form.subject.errors = [
                _("Somebody is in the group already. Please found another group for this.")
            ]
            return _form_page(session, form, found), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


@bp.post(f"{COHORT}/einschreibung")
def enrol_cohort(cohort_id: int) -> ResponseReturnValue:
    """Enrol everybody in all courses of the group."""
    with db.writing() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        count = deeds.enrol_all(session, kept, by=me(session), now=clock.now())
    words = ngettext("%(num)s enrolment was made.", "%(num)s enrolments were made.", count)
    flash(words if count else _("Everybody is enrolled already."), "success" if count else "info")
    return redirect(url_for(".cohort", cohort_id=cohort_id, _anchor="kurse"), 303)


@bp.post(f"{COHORT}/fristen")
def set_dues(cohort_id: int) -> ResponseReturnValue:
    """Keep until when each course is due."""
    with db.writing() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        slugs = reads.slugs_of(session, kept.cohort)
        days, wrong = _days(slugs)
        if wrong:
            return _page(session, kept, wrong=wrong), 422
        deeds.set_dues(session, kept, days, by=me(session), now=clock.now())
    flash(_("The days are kept. Everybody in the group sees them."), "success")
    return redirect(url_for(".cohort", cohort_id=cohort_id, _anchor="kurse"), 303)


@bp.get(f"{COHORT}/mitglieder")
def cohort_members(cohort_id: int) -> ResponseReturnValue:
    """Show who is in a group, and how others come in."""
    with db.reading() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        return _members_page(session, kept, AddressesForm())


@bp.post(f"{COHORT}/mitglieder")
def add_members(cohort_id: int) -> ResponseReturnValue:
    """Take people of an organisation that one looks after into a group."""
    chosen = ids_of(request.form.getlist("person"))
    with db.writing() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        by, now = me(session), clock.now()
        found = [accounts_policy.person_to_see(session, by, id_) for id_ in sorted(chosen)]
        for each in found:
            deeds.join(session, kept.cohort, each.id, by=by.id, now=now)
    words = ngettext("%(num)s person is in now.", "%(num)s people are in now.", len(found))
    flash(words if found else _("Nobody was chosen."), "success" if found else "info")
    return redirect(url_for(".cohort_members", cohort_id=cohort_id), 303)


@bp.post(f"{COHORT}/mitglieder/adressen")
def add_by_address(cohort_id: int) -> ResponseReturnValue:
    """Take many people in at once; addresses that are not theirs to take in come back."""
    form = PeopleForm(request.form, prefix=LISTED)
    with db.writing() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        if not form.validate():
            return _members_page(session, kept, AddressesForm(), form), 422
        by, now = me(session), clock.now()
        found = cohort_policy.people_to_take_in(session, by, form.cleaned)
        for each in sorted({each.id for each in found.values()}):
            deeds.join(session, kept.cohort, each, by=by.id, now=now)
        unknown = [each for each in dict.fromkeys(form.cleaned) if each not in found]
        if unknown:
            form.addresses.data = "\n".join(unknown)
            page = _members_page(session, kept, AddressesForm(), form, taken=len(found))
            return page, 422
    words = ngettext("%(num)s person is in now.", "%(num)s people are in now.", len(found))
    flash(words, "success")
    return redirect(url_for(".cohort_members", cohort_id=cohort_id), 303)


@bp.post(f"{COHORT}/mitglieder/<int:person_id>/austritt")
def remove_member(cohort_id: int, person_id: int) -> ResponseReturnValue:
    """Take somebody out of a group."""
    with db.writing() as session:
        found = cohort_policy.kept_member(session, person(), cohort_id, person_id)
        deeds.leave(session, found, by=me(session).id, now=clock.now())
    flash(_("The person is out of the group. You see nothing of them any more."), "success")
    return redirect(url_for(".cohort_members", cohort_id=cohort_id), 303)


@bp.post(f"{COHORT}/link")
def make_link(cohort_id: int) -> ResponseReturnValue:
    """Make a link by which people join; an older one ends."""
    with db.writing() as session:
        found = cohort_policy.keeping(session, person(), cohort_id).cohort
        deeds.make_link(session, service(Cipher), found, by=me(session), now=clock.now())
    flash(_("There is a new link. An older one leads nowhere any more."), "success")
    return redirect(url_for(".cohort_members", cohort_id=cohort_id, _anchor="link"), 303)


@bp.post(f"{COHORT}/link/ende")
def close_link(cohort_id: int) -> ResponseReturnValue:
    """Let the link lead nowhere."""
    with db.writing() as session:
        found = cohort_policy.keeping(session, person(), cohort_id).cohort
        deeds.close_link(session, found, by=me(session), now=clock.now())
    flash(_("The link leads nowhere any more."), "success")
    return redirect(url_for(".cohort_members", cohort_id=cohort_id, _anchor="link"), 303)


@bp.post(f"{COHORT}/einladungen")
def invite(cohort_id: int) -> ResponseReturnValue:
    """Send the link by mail."""
    form = AddressesForm(request.form)
    with db.writing() as session:
        kept = cohort_policy.keeping(session, person(), cohort_id)
        if not form.validate():
            return _members_page(session, kept, form), 422
        cipher, by, now = service(Cipher), me(session), clock.now()
        token = deeds.link_token(cipher, kept.cohort)
        token = token or deeds.make_link(session, cipher, kept.cohort, by=by, now=now)
        deeds.invite(session, kept.cohort, form.cleaned, token, by=by, now=now)
    flash(_("The letters are on their way."), "success")
    return redirect(url_for(".cohort_members", cohort_id=cohort_id, _anchor="link"), 303)


def me(session: Session) -> Person:
    """Return the person who knocks, in this session.

    Raises:
        NotSignedIn, Missing: see ``policy.learner``.
    """
    return policy.learner(session, person())


def ids_of(texts: list[str]) -> set[int]:
    """Return the numbers of rows among what was sent; what no row can have is left out."""
    numbers = (
        int(each) for each in texts if each.isdecimal() and len(each) <= len(str(LARGEST_NUMBER))
    )
    return {each for each in numbers if each <= LARGEST_NUMBER}


def _form(session: Session, cohort_: Cohort | None) -> CohortForm:
    """Return the form with what somebody may choose.

    Raises:
        NotSignedIn, Denied: visitors, people who look after nobody.
    """
    within = cohort_policy.keeper(session, person()).within
    homes = [
        (each.id, each.name)
        for each in people.all_organisations(session, within)
        if cohort_policy.is_home(each)
    ]
    subjects = [(f"{PROGRAMME}{p.id}", p.title) for p in versions.programmes(session)]
    subjects += [
        (f"{COURSE}{slug}", version.title) for slug, version in versions.offered(session).items()
    ]
    given = request.form if request.method == "POST" else None
    return CohortForm(given, subjects=subjects, homes=homes, cohort=cohort_)


def _form_page(session: Session, form: CohortForm, found: Cohort | None) -> str:  # noqa: ARG001
    return render_template("courses/change_cohort.html", form=form, cohort=found)


def _page(session: Session, kept: Keeping, wrong: dict[str, str] | None = None) -> str:
    found = kept.cohort
    waiting = marking.waiting(session, kept.keeper)
    return render_template(
        "courses/cohort.html",
        cohort=found,
        subject=reads.subject_of(session, found),
        courses=reads.courses_of(session, found),
        dues=found.due_days,
        size=len(reads.members(session, kept)),
        dates=reads.dates_of(session, found.id),
        announcements=reads.announcements_of(session, found.id),
        messages=reads.messages_of(session, kept),
        waiting=len(waiting),
        used_up=len(marking.used_up(session, kept.keeper)),
        unread=discussing.unread_on(session, of_cohort(found.id), kept.keeper.person_id),
        has_board=not kept.keeper.barred,
        wrong=wrong or {},
        now=clock.now(),
    )


def _members_page(
    session: Session,
    kept: Keeping,
    form: AddressesForm,
    listed: PeopleForm | None = None,
    taken: int | None = None,
) -> str:
    members = reads.members(session, kept)
    inside = {each.person_id for each in members}
    search = request.args.get("q", "")[:100]
    page = people.people_page(
        session,
        search=search,
        within=kept.keeper.within,
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "courses/cohort_members.html",
        cohort=kept.cohort,
        members=members,
        inside=inside,
        page=page,
        pages=-(-page.total // people.PAGE_ROWS),
        search=search,
        token=deeds.link_token(service(Cipher), kept.cohort),
        form=form,
        listed=listed or PeopleForm(prefix=LISTED),
        taken=taken,
    )


def _days(slugs: tuple[str, ...]) -> tuple[dict[str, date | None], dict[str, str]]:
    """Return the days that were filled in for these courses, and what is no day."""
    days: dict[str, date | None] = {}
    wrong: dict[str, str] = {}
    for slug in slugs:
        text = request.form.get(f"due-{slug}", "").strip()
        try:
            days[slug] = _day(text) if text else None
        except ValueError:
            wrong[slug] = text[:40]
    return days, wrong


def _day(text: str) -> date:
    for pattern in DAY_FORMATS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise ValueError(text)
