"""Discussions under lessons: who reads and writes, what can be changed, hidden, forgotten, told."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from mentorhub.accounts.models import OrganisationKind, Role
from mentorhub.courses import boards, jobs
from mentorhub.courses.actions import digests, discussing, learning
from mentorhub.courses.actions import personal as forgetting
from mentorhub.courses.actions.discussing import NotThere, TooLate
from mentorhub.courses.boards import of_cohort, of_lesson, read_key
from mentorhub.courses.models import PostReport
from mentorhub.courses.queries import discussing as reads
from mentorhub.kit.db import Database
from mentorhub.kit.mail import OutboxMail
from mentorhub.kit.services import Services
from mentorhub.web.limits import limiter
from mentorhub.web.mailer import Mailer
from tests import people
from tests.tandems.site import words_of

BOARD = of_lesson("zuhoeren", "anfang")
PLACE = "/lernen/zuhoeren/lektionen/anfang/diskussion"
HALF_HOUR = timedelta(minutes=30)


@given(st.text(max_size=40))
def test_what_is_no_board_is_read_as_none(text):
    key = read_key(text)
    assert key is None or str(key) == text or key.kind == "cohort"


def test_boards_keep_their_names():
    assert [read_key(str(key)) for key in (BOARD, of_cohort(7))] == [BOARD, of_cohort(7)]
    assert read_key("lesson:zuhoeren:An%") is None


@pytest.fixture
def otto(session, version, noon):
    """Otto takes the course too."""
    person = people.person(session, "Otto Ohne")
    learning.enrol(session, person.id, version, by=person.id, now=noon)
    return person


@pytest.fixture
def first(session, enrolment, lena, noon):
    return discussing.open_thread(session, BOARD, "Wie lange?", entry="a", by=lena.id, now=noon)


def answered(session, first, by, now, text="Zehn Minuten.", entry="b", mentions=()):
    return discussing.reply(
        session, first.thread, text, entry=entry, by=by.id, now=now, mentions=mentions
    )


def test_a_form_sent_twice_is_one_post(session, first, otto, lena, noon):
    again = discussing.open_thread(session, BOARD, "Wie lange?", entry="a", by=lena.id, now=noon)
    assert again.id == first.id
    assert answered(session, first, otto, noon).id == answered(session, first, otto, noon).id
    assert reads.posts_in(session, first.thread, 1).total == 2


def test_only_who_wrote_in_the_thread_can_be_spoken_to(session, first, otto, lena, noon):
    stranger = people.person(session, "Fred Fremd")
    post = answered(session, first, otto, noon, mentions={lena.id, stranger.id, otto.id})
    assert [each.person_id for each in post.mentions] == [lena.id]


def test_a_post_can_be_changed_and_deleted_for_half_an_hour(session, first, noon):
    discussing.change(session, first, "Wie kurz?", now=noon + HALF_HOUR - timedelta(seconds=1))
    assert (first.text, first.changed_at is not None) == ("Wie kurz?", True)
    for deed in (
        lambda: discussing.change(session, first, "Zu spät", now=noon + HALF_HOUR),
        lambda: discussing.remove(session, first, now=noon + HALF_HOUR),
    ):
        with pytest.raises(TooLate):
            deed()
    discussing.remove(session, first, now=noon)
    assert (first.text, first.is_readable) == ("", False)
    with pytest.raises(TooLate):
        discussing.change(session, first, "Wieder da", now=noon)


def test_what_is_new_is_what_others_wrote_and_one_has_not_seen(session, first, otto, lena, noon):
    assert reads.unread_on(session, BOARD, lena.id) == 0
    post = answered(session, first, otto, noon)
    assert (reads.unread_on(session, BOARD, lena.id), reads.unread_on(session, BOARD, otto.id)) == (
        1,
        0,
    )
    assert [each.posts for each in reads.news(session, lena)] == [1]
    discussing.see(session, first.thread, lena.id, post.id)
    discussing.see(session, first.thread, lena.id, first.id)
    assert reads.unread_on(session, BOARD, lena.id) == 0


def test_who_has_left_reads_no_news_and_leaves_no_words(
    session, first, otto, enrolment, lena, noon
):
    answered(session, first, otto, noon, mentions={lena.id})
    learning.leave(session, enrolment, by=lena.id, now=noon)
    assert reads.news(session, lena) == []
    assert reads.followed(session, lena, 1).rows == []
    session.refresh(first)
    assert (first.text, first.deletion is not None) == ("", True)


def test_a_hidden_post_says_why_and_settles_its_reports(session, first, otto, noon):
    edith = people.person(session, "Edith Editor")
    home = people.organisation(session, OrganisationKind.coordination_office)
    people.member(session, edith, home, Role.editor)
    discussing.report(session, first, "Namen", by=otto.id, now=noon)
    discussing.report(session, first, "Noch einmal", by=otto.id, now=noon)
    [report] = reads.open_reports(session, edith)
    assert report.reason == "Namen"
    koni = people.person(session, "Koni")
    discussing.hide(session, first, "Nennt jemanden", by=koni.id, now=noon)
    assert (first.is_readable, reads.open_reports(session, edith)) == (False, [])
    with pytest.raises(NotThere):
        discussing.report(session, first, "Schon weg", by=koni.id, now=noon)
    discussing.show(session, first, by=koni.id, now=noon)
    assert first.is_readable


def test_who_is_forgotten_leaves_deleted_posts_without_a_name(session, first, otto, lena, noon):
    post = answered(session, first, otto, noon, mentions={lena.id})
    discussing.report(session, post, "Grund", by=lena.id, now=noon)
    told = reads.export_for(session, lena.id)
    assert (told["posts"][0]["text"], told["reports"][0]["reason"]) == ("Wie lange?", "Grund")
    forgetting.forget(session, lena.id, noon)
    session.refresh(first)
    assert (first.text, first.by_id, first.deletion is not None) == ("", None, True)
    assert reads.export_for(session, lena.id)["posts"] == []
    assert session.scalar(select(PostReport.by_id)) is None
    session.refresh(post, ["mentions"])
    assert post.mentions == []


def letters(session):
    return session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()


def test_news_are_told_once_a_day_at_most_and_never_twice(session, first, otto, lena, noon):
    day = noon.date()
    answered(session, first, otto, noon, entry="before")
    discussing.choose_digest(session, lena.id, wanted=True, now=noon)
    assert not digests.tell(session, lena.id, day, noon)
    answered(session, first, otto, noon, mentions={lena.id})
    assert digests.tell(session, lena.id, day, noon)
    answered(session, first, otto, noon, entry="c")
    assert not digests.tell(session, lena.id, day, noon)
    assert digests.tell(session, lena.id, day + timedelta(days=1), noon)
    assert not digests.tell(session, lena.id, day + timedelta(days=2), noon)
    assert [
        (each.to, each.context["posts"], each.context["spoken_to"]) for each in letters(session)
    ] == [
        (lena.email, 1, True),
        (lena.email, 1, False),
    ]
    assert "Zehn" not in str([each.context for each in letters(session)])


def test_who_wants_no_mails_gets_none(session, first, otto, lena, noon):
    discussing.choose_digest(session, lena.id, wanted=True, now=noon)
    discussing.choose_digest(session, lena.id, wanted=False, now=noon)
    answered(session, first, otto, noon)
    assert not digests.tell(session, lena.id, noon.date(), noon)


@pytest.fixture
def otto_there(site, lena_there):
    """Otto's browser; he takes the course as Lena does."""
    browser = site.client(site.otto)
    browser.post("/lernen/zuhoeren/teilnahme")
    return browser


@pytest.fixture
def koni_there(site):
    """The browser of a coordinator who takes no course."""
    with site.database.writing() as session:
        home = people.organisation(session, OrganisationKind.association)
        koni = people.person(session, "Koni Wolters")
        people.member(session, koni, home, Role.coordinator)
        id_ = koni.id
    return site.client(id_)


def wrote(browser, text, place=PLACE, **more):
    answer = browser.post(place, data={"text": text, **more})
    assert answer.status_code == 303, words_of(answer)
    return answer.location


def post_id(href) -> int:
    return int(href.rpartition("#p")[2])


def test_learners_of_the_course_write_to_each_other(lena_there, otto_there):
    href = wrote(lena_there, "Wie **lange** <b>höre</b> ich zu?").partition("#")[0]
    assert "1 neu" in words_of(otto_there.get(PLACE))
    assert "1 neu" in words_of(otto_there.get("/lernen/zuhoeren/lektionen/anfang"))
    page = otto_there.get(href)
    assert "Wie lange <b>höre</b> ich zu?" in words_of(page).replace("&lt;", "<").replace(
        "&gt;", ">"
    )
    assert "<strong>lange</strong>" in page.text
    assert "1 neu" not in words_of(otto_there.get(PLACE))
    choice = re.search(r'value="(\d+)"> *<label[^>]*>Lena', page.text.replace("\n", ""))[1]
    wrote(otto_there, "Lange.", href, mention=[choice])
    assert "@Lena Lerner" in words_of(lena_there.get(href))


def test_the_page_today_has_one_line_about_news(lena_there, otto_there):
    href = wrote(lena_there, "Eins").partition("#")[0]
    for text in ("Zwei", "Drei"):
        wrote(otto_there, text, href)
    assert words_of(lena_there.get("/heute")).count("2 neue Beiträge") == 1
    assert "neue Beiträge" not in words_of(otto_there.get("/heute"))


@pytest.mark.parametrize(
    "data", [{}, {"text": " "}, {"text": "x" * 4001}, {"text": "x", "mention": "99"}]
)
def test_a_bad_post_comes_back(lena_there, otto_there, data):
    href = wrote(lena_there, "Eins").partition("#")[0]
    assert otto_there.post(href, data=data).status_code == 422


def test_markdown_brings_no_scripts_pictures_or_odd_links(lena_there):
    text = "<script>alert(1)</script> ![x](https://x.test/p.png) [y](javascript:alert(1))"
    page = lena_there.get(wrote(lena_there, text))
    inside = page.text.partition('class="posts"')[2].partition("</ol>")[0]
    assert "<script" not in inside
    assert "<img" not in inside
    assert 'href="javascript' not in inside


def test_nobody_else_reads_or_writes(site, visitor, lena_there):
    href = wrote(lena_there, "Eins")
    stranger, thread = site.client(site.otto), href.partition("#")[0]
    one = f"/lernen/diskussion/beitraege/{post_id(href)}"
    for path in (PLACE, thread, one, f"{one}/meldung"):
        assert stranger.get(path).status_code == 404
        assert visitor.get(path).status_code == 401
    for path in (PLACE, thread, one, f"{one}/meldung", f"{one}/loeschung"):
        assert stranger.post(path, data={"text": "x", "reason": "x"}).status_code == 404
    assert stranger.get("/lernen/diskussion/meldungen").status_code == 403


def test_only_the_author_changes_and_only_the_moderator_hides(lena_there, otto_there, koni_there):
    href = wrote(lena_there, "Eins")
    one = f"/lernen/diskussion/beitraege/{post_id(href)}"
    assert otto_there.get(one).status_code == 404
    assert otto_there.post(one, data={"text": "Zwei"}).status_code == 404
    assert otto_there.post(f"{one}/loeschung").status_code == 404
    for learner in (lena_there, otto_there):
        assert learner.post(f"{one}/ausblenden", data={"reason": "x"}).status_code == 403
        assert learner.post(f"{one}/einblenden").status_code == 403
    assert koni_there.get(one).status_code == 404


def test_a_report_leads_to_a_hidden_post_and_back(lena_there, otto_there, koni_there):
    href = wrote(lena_there, "Frau X aus der Frühschicht weint.")
    one = f"/lernen/diskussion/beitraege/{post_id(href)}"
    otto_there.post(f"{one}/meldung", data={"reason": "Über eine Ratsuchende"})
    assert "1 gemeldeter Beitrag" in words_of(koni_there.get("/heute"))
    assert "Über eine Ratsuchende" in words_of(koni_there.get("/lernen/diskussion/meldungen"))
    koni_there.post(f"{one}/ausblenden", data={"reason": "Schreibt über eine Ratsuchende"})
    seen = words_of(lena_there.get(href))
    assert "ausgeblendet. Grund: Schreibt über" in seen
    assert "Frühschicht" not in seen
    assert "Frühschicht" not in words_of(otto_there.get(PLACE))
    assert lena_there.post(one, data={"text": "Anders"}).status_code == 409
    koni_there.post(f"{one}/einblenden")
    assert "Frühschicht" in words_of(lena_there.get(href))
    assert "gemeldet" not in words_of(koni_there.get("/heute"))


def test_a_long_thread_has_pages_and_a_new_post_leads_to_its_own(lena_there):
    href = wrote(lena_there, "Post 0").partition("#")[0]
    for number in range(1, boards.PAGE_ROWS + 1):
        last = wrote(lena_there, f"Post {number}", href)
    assert "seite=2" in last
    assert "Post 20" in words_of(lena_there.get(last))
    assert "Seite 1 von 2" in words_of(lena_there.get(f"{href}?seite=-3"))
    assert "Seite 2 von 2" in words_of(lena_there.get(f"{href}?seite=99"))


def test_the_form_asks_to_write_nothing_about_counselled_people(lena_there):
    said = "Schreiben Sie nichts über Ratsuchende, auch nicht ohne Namen."
    assert said in words_of(lena_there.get(PLACE))
    assert said in words_of(lena_there.get(wrote(lena_there, "Eins")))


def test_the_job_tells_everybody_who_wants_it(site, lena_there, otto_there):
    lena_there.post("/lernen/diskussion/mails", data={"wanted": "ja"})
    wrote(otto_there, "Zwei", wrote(lena_there, "Eins").partition("#")[0])
    services = Services()
    services.put(site.database, kind=Database)
    for _ in range(2):
        jobs.send_digests(services, {}, lambda *_: None)
    [mail] = site.read(letters)
    letter = Mailer(site.app, "http://localhost")(mail)
    assert letter.subject == "Neues in Ihren Diskussionen"
    assert "http://localhost/lernen/diskussion" in letter.text
    assert "1 neuen Beitrag" in letter.text
    assert "Zwei" not in letter.text


def test_one_person_writes_so_often_and_others_go_on(lena_there, otto_there):
    limiter.enabled = True
    limiter.reset()
    try:
        for number in range(30):
            wrote(lena_there, f"Post {number}")
        assert lena_there.post(PLACE, data={"text": "Zu viel"}).status_code == 429
        wrote(otto_there, "Ich darf noch")
    finally:
        limiter.enabled = False
        limiter.reset()
