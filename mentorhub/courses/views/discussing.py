"""Discussions under lessons and in cohorts: reading, writing, and looking after them."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from mentorhub.accounts.models import Person
from mentorhub.courses import boards, policy
from mentorhub.courses.actions import discussing as deeds
from mentorhub.courses.forms import PostForm, ReasonForm
from mentorhub.courses.models import Post, Thread
from mentorhub.courses.policy import Board
from mentorhub.courses.queries import discussing as reads
from mentorhub.courses.views.cohorts import COHORT
from mentorhub.courses.views.room import bp, person
from mentorhub.kit import clock
from mentorhub.kit.crypto import new_token
from mentorhub.web import today
from mentorhub.web.context import db
from mentorhub.web.limits import limiter

BOARD = "/lernen/<slug>/lektionen/<lesson_id>/diskussion"
THREAD = "/lernen/diskussion/<int:thread_id>"
POST = "/lernen/diskussion/beitraege/<int:post_id>"
COHORT_BOARD = f"{COHORT}/austausch"
OFTEN = "30 per hour"


def _asker() -> str:
    return f"person:{g.person.id}" if g.get("person") else f"address:{request.remote_addr}"


@bp.get(BOARD)
def discussion(slug: str, lesson_id: str) -> ResponseReturnValue:
    """Show what people wrote about a lesson."""
    with db.reading() as session:
        board = policy.lesson_board(session, person(), slug, lesson_id)
        return _board_page(session, board, PostForm(entry=new_token()))


@bp.post(BOARD)
@limiter.limit(OFTEN, key_func=_asker)
def open_thread(slug: str, lesson_id: str) -> ResponseReturnValue:
    """Begin a thread under a lesson."""
    with db.writing() as session:
        return _opened(session, policy.lesson_board(session, person(), slug, lesson_id))


@bp.get(COHORT_BOARD)
def cohort_board(cohort_id: int) -> ResponseReturnValue:
    """Show what the people of a cohort write to each other."""
    with db.reading() as session:
        board = policy.cohort_board(session, person(), cohort_id)
        return _board_page(session, board, PostForm(entry=new_token()))


@bp.post(COHORT_BOARD)
@limiter.limit(OFTEN, key_func=_asker)
def open_cohort_thread(cohort_id: int) -> ResponseReturnValue:
    """Begin a thread in a cohort."""
    with db.writing() as session:
        return _opened(session, policy.cohort_board(session, person(), cohort_id))


@bp.get(THREAD)
def thread(thread_id: int) -> ResponseReturnValue:
    """Show a thread; what is shown of it counts as seen."""
    with db.writing() as session:
        found, board = policy.thread_of(session, person(), thread_id)
        page = _thread_page(session, found, board, PostForm(entry=new_token()))
        shown = reads.posts_in(session, found, _number()).rows
        deeds.see(session, found, board.person.id, max((post.id for post in shown), default=0))
        return page


@bp.post(THREAD)
@limiter.limit(OFTEN, key_func=_asker)
def reply(thread_id: int) -> ResponseReturnValue:
    """Write in a thread."""
    form = PostForm(request.form)
    with db.writing() as session:
        found, board = policy.thread_of(session, person(), thread_id)
        policy.open_board(board, clock.today())
        form.offer(reads.addressable(session, board.key, found, but=board.person.id))
        if not form.validate():
            return _thread_page(session, found, board, form), 422
        post = deeds.reply(
            session,
            found,
            form.text.data,
            entry=form.entry.data or new_token(),
            by=board.person.id,
            now=clock.now(),
            mentions=form.mentions,
        )
        href = _href(session, post)
    flash(_("Your post is there. You can change it for half an hour."), "success")
    return redirect(href, 303)


@bp.get(POST)
def post(post_id: int) -> ResponseReturnValue:
    """Show one's own post to be changed."""
    with db.reading() as session:
        found, board = policy.own_post(session, person(), post_id)
        return _post_page(session, found, board, PostForm(text=found.text))


@bp.post(POST)
@limiter.limit(OFTEN, key_func=_asker)
def change_post(post_id: int) -> ResponseReturnValue:
    """Change one's own post."""
    form = PostForm(request.form)
    form.offer([])
    with db.writing() as session:
        found, board = policy.own_post(session, person(), post_id)
        if not form.validate():
            return _post_page(session, found, board, form), 422
        deeds.change(session, found, form.text.data, now=clock.now())
        href = _href(session, found)
    flash(_("Your post is changed."), "success")
    return redirect(href, 303)


@bp.post(f"{POST}/loeschung")
def delete_post(post_id: int) -> ResponseReturnValue:
    """Delete one's own post."""
    with db.writing() as session:
        found, _board = policy.own_post(session, person(), post_id)
        deeds.remove(session, found, now=clock.now())
        href = _href(session, found)
    flash(_("Your post is deleted."), "success")
    return redirect(href, 303)


@bp.get(f"{POST}/meldung")
def post_report(post_id: int) -> ResponseReturnValue:
    """Show a post and ask why somebody should look at it."""
    with db.reading() as session:
        found, board = policy.post_of(session, person(), post_id)
        return _report_page(session, found, board, ReasonForm())


@bp.post(f"{POST}/meldung")
@limiter.limit(OFTEN, key_func=_asker)
def report_post(post_id: int) -> ResponseReturnValue:
    """Report a post to those who look after discussions."""
    form = ReasonForm(request.form)
    with db.writing() as session:
        found, board = policy.post_of(session, person(), post_id)
        if not form.validate():
            return _report_page(session, found, board, form), 422
        deeds.report(session, found, form.reason.data, by=board.person.id, now=clock.now())
        href = _href(session, found)
    flash(_("Thank you. Somebody will look at this post."), "success")
    return redirect(href, 303)


@bp.post(f"{POST}/ausblenden")
def hide_post(post_id: int) -> ResponseReturnValue:
    """Hide a post with a reason that everybody sees."""
    form = ReasonForm(request.form)
    with db.writing() as session:
        found, board = policy.moderated_post(session, person(), post_id)
        if not form.validate():
            return _report_page(session, found, board, form), 422
        deeds.hide(session, found, form.reason.data, by=board.person.id, now=clock.now())
        href = _href(session, found)
    flash(_("The post is hidden."), "success")
    return redirect(href, 303)


@bp.post(f"{POST}/einblenden")
def show_post(post_id: int) -> ResponseReturnValue:
    """Leave a reported post as it is, or show a hidden one again."""
    with db.writing() as session:
        found, board = policy.moderated_post(session, person(), post_id)
        deeds.show(session, found, by=board.person.id, now=clock.now())
        href = _href(session, found)
    flash(_("The post is shown. Its reports are settled."), "success")
    return redirect(href, 303)


@bp.get("/lernen/diskussion")
def discussions() -> ResponseReturnValue:
    """Show the threads in which somebody takes part, and whether they get mails."""
    with db.reading() as session:
        me = policy.learner(session, person())
        return render_template(
            "courses/discussions.html",
            page=reads.followed(session, me, _number()),
            digest=reads.digest_of(session, me.id),
            moderates=reads.looks_after(session, me),
        )


@bp.post("/lernen/diskussion/mails")
def choose_digest() -> ResponseReturnValue:
    """Switch mails about news on or off."""
    wanted = request.form.get("wanted") == "ja"
    with db.writing() as session:
        me = policy.learner(session, person())
        deeds.choose_digest(session, me.id, wanted=wanted, now=clock.now())
    flash(
        _("You get a mail when there is news, once a day at most.")
        if wanted
        else _("You get no mails about discussions."),
        "success",
    )
    return redirect(url_for(".discussions"), 303)


@bp.get("/lernen/diskussion/meldungen")
def reports() -> ResponseReturnValue:
    """Show the posts at which somebody should look."""
    with db.reading() as session:
        me = policy.moderator(session, person())
        return render_template("courses/reports.html", reports=reads.open_reports(session, me))


def news_line(session: Session, me: Person) -> tuple[today.Line, ...]:
    """Return the one line of the page "Heute" about news in somebody's threads."""
    count = sum(each.posts for each in reads.news(session, me))
    if not count:
        return ()
    note = ngettext("%(num)s new post", "%(num)s new posts", count)
    return (today.Line(_("Discussions"), url_for("courses.discussions"), note),)


def reports_board() -> today.Board | None:
    """Tell those who look after discussions what was reported."""
    known = person()
    if known is None:
        return None
    with db.reading() as session:
        count = len(reads.open_reports(session, known))
    if not count:
        return None
    words = ngettext("%(num)s reported post", "%(num)s reported posts", count)
    return today.Board(
        title=_("Discussions"),
        lines=(today.Line(words, url_for("courses.reports")),),
        action=_("Look at them"),
        href=url_for("courses.reports"),
    )


def _opened(session: Session, board: Board) -> ResponseReturnValue:
    """Begin a thread of what was sent and lead to it."""
    policy.open_board(board, clock.today())
    form = PostForm(request.form)
    form.offer(reads.addressable(session, board.key, None, but=board.person.id))
    if not form.validate():
        return _board_page(session, board, form), 422
    post = deeds.open_thread(
        session,
        board.key,
        form.text.data,
        entry=form.entry.data or new_token(),
        by=board.person.id,
        now=clock.now(),
        mentions=form.mentions,
    )
    flash(_("Your post is there. You can change it for half an hour."), "success")
    return redirect(_href(session, post), 303)


def _place(board: Board) -> dict[str, Any]:
    """Return what pages show of a board: its address, and the way there."""
    if board.course:
        slug, lesson_id = board.course.id, board.key.lesson
        href = url_for(".discussion", slug=slug, lesson_id=lesson_id)
        above = url_for(".lesson", slug=slug, lesson_id=lesson_id)
        way = [
            (_("Learn"), url_for(".home")),
            (board.course.title, url_for(".course", slug=slug)),
        ]
    else:
        href = url_for(".cohort_board", cohort_id=board.key.cohort)
        above = url_for(".group", cohort_id=board.key.cohort)
        way = [(_("Groups"), url_for(".groups"))]
    return {
        "board": board,
        "board_href": href,
        "way": [*way, (board.title, above)],
        "is_closed": board.is_closed(clock.today()),
    }


def _board_page(session: Session, board: Board, form: PostForm) -> str:
    form.offer(reads.addressable(session, board.key, None, but=board.person.id))
    return render_template(
        "courses/discussion.html",
        **_place(board),
        page=reads.threads_on(session, board.key, board.person.id, _number()),
        form=form,
    )


def _thread_page(session: Session, found: Thread, board: Board, form: PostForm) -> str:
    form.offer(reads.addressable(session, board.key, found, but=board.person.id))
    now = clock.now()
    return render_template(
        "courses/thread.html",
        **_place(board),
        thread=found,
        page=reads.posts_in(session, found, _number()),
        form=form,
        is_changeable=lambda post: boards.is_changeable(post.at, now),
    )


def _post_page(session: Session, found: Post, board: Board, form: PostForm) -> str:
    form.offer([])
    is_open = found.is_readable and boards.is_changeable(found.at, clock.now())
    return render_template(
        "courses/post.html",
        **_place(board),
        post=found,
        form=form,
        is_open=is_open,
        back=_href(session, found),
    )


def _report_page(session: Session, found: Post, board: Board, form: ReasonForm) -> str:
    return render_template(
        "courses/post_report.html",
        **_place(board),
        post=found,
        form=form,
        back=_href(session, found),
        is_reported=reads.has_reported(session, found, board.person.id),
    )


def _href(session: Session, found: Post) -> str:
    """Return where a post stands."""
    page = reads.page_with(session, found)
    return url_for(
        ".thread",
        thread_id=found.thread_id,
        seite=page if page > 1 else None,
        _anchor=f"p{found.id}",
    )


def _number() -> int:
    told = request.args.get("seite", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1
