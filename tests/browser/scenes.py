"""Pages in the middle of being used: with errors, opened parts, answers given."""

from playwright.sync_api import Page

from tests.browser.conftest import Site, sign_in
from tests.browser.looking import Watch
from tests.browser.pages import SENTENCE

WORKER_MS = 60_000


def an_empty_wish_is_sent(page: Page, site: Site, watch: Watch) -> None:
    """The form for a conversation comes back with its errors listed."""
    page.goto("/gespraech")
    page.locator("main form button[type=submit]").click()
    page.locator(".form-errors").wait_for()


def nobody_knows_the_password(page: Page, site: Site, watch: Watch) -> None:
    """The sign-in is refused."""
    page.goto("/anmelden")
    page.locator("#email").fill("niemand@beispiel.test")
    page.locator("#password").fill("falsch geraten")
    page.locator("main form").first.get_by_role("button").click()
    page.locator(".form-errors, .kern-alert--danger").first.wait_for()


def everything_on_the_answer_page_is_open(page: Page, site: Site, watch: Watch) -> None:
    """Filters, reasons and every kind of funding are unfolded."""
    page.goto(SENTENCE)
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def everything_on_an_offer_is_open(page: Page, site: Site, watch: Watch) -> None:
    """Every kind of funding is unfolded, also what does not fit."""
    page.goto(site.known.address("/angebote/{key}"))
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def frag_nach_asks_a_question(page: Page, site: Site, watch: Watch) -> None:
    """One question with ready answers, after one that was left empty."""
    page.goto("/frag-nach")
    page.locator("#text").fill("Ich will was anderes machen")
    page.locator(".dialogue__form button").first.click()
    page.locator(".dialogue__question").wait_for()
    page.locator(".dialogue__form button:not([name])").click()
    page.locator("[aria-invalid=true]").wait_for()


def frag_nach_shows_courses(page: Page, site: Site, watch: Watch) -> None:
    """Courses with the rules about money; the reader's focus is on the answer."""
    page.goto("/frag-nach")
    page.locator("#text").fill("Staplerschein abends in Dortmund, bin arbeitslos")
    page.locator(".dialogue__form button").first.click()
    if page.locator(".dialogue__question").count():
        page.locator("button[value=show]").click()
    page.locator(".dialogue__money").wait_for()
    page.locator("#letzte:focus").wait_for()
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def answers_have_been_given(page: Page, site: Site, watch: Watch) -> None:
    """A fitting answer, a wrong one, and the question about health allowed."""
    page.goto("/foerderung/bildungsscheck-nrw-2")
    page.locator("#frage-wohnsitz_land button").first.click()
    page.goto("/foerderung/angaben")
    page.locator("#gesundheit").check()
    page.locator("form.consent button").click()
    page.locator("input[name=gesundheit][value=nein]").wait_for(state="attached")


def part_time_staff_is_counted_wrongly(page: Page, site: Site, watch: Watch) -> None:
    """The help to count people is open below its question, then comes back with its error."""
    page.goto("/foerderung/inqa-coaching")
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    page.locator("#up_to_10").fill("viele")
    page.locator("form.staff button").click()
    page.locator(".form-errors").wait_for()


def a_company_is_sent_with_a_mistake(page: Page, site: Site, watch: Watch) -> None:
    """The questions to a company come back with the error listed."""
    page.goto("/foerderung/betrieb")
    page.locator("#more").fill("drei")
    page.locator("form.company button").click()
    page.locator(".form-errors").wait_for()


def a_company_sees_what_is_possible(page: Page, site: Site, watch: Watch) -> None:
    """Everything is there: what goes, what is open, what does not go, the answers to change."""
    page.goto("/foerderung/betrieb")
    page.locator("#more").fill("30")
    page.locator("#up_to_20").fill("4")
    page.locator("#hours").fill("480")
    page.locator("#price").fill("4.800")
    page.locator("#name").fill("Arbeitnehmerüberlassungsgesellschaft Ruhr (Beispiel)")
    page.locator("form.company button").click()
    page.locator("#moeglich").wait_for()
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def an_answer_is_no_number(page: Page, site: Site, watch: Watch) -> None:
    """A question comes back with its error."""
    page.goto("/foerderung/bildungsscheck-nrw-2")
    box = page.locator("form.question input[inputmode=decimal]").first
    box.fill("viel")
    box.press("Enter")
    page.locator("[aria-invalid=true]").wait_for()


def a_course_of_ones_own_is_wrong(page: Page, site: Site, watch: Watch) -> None:
    """The form comes back with its errors."""
    page.goto("/foerderung/pruefen/kurs")
    page.locator("#hours").fill("viele")
    page.locator("#price").fill("teuer")
    page.locator("main form button[type=submit]").first.click()
    page.locator(".form-errors").wait_for()


def paying_for_a_course_is_settled(page: Page, site: Site, watch: Watch) -> None:
    """The result of the questions, with everything unfolded."""
    page.goto("/foerderung/pruefen?angebot=teamassistenz-bonn-teilzeit")
    page.locator("button[value=NRW]").click()
    page.locator("#frage-kurs_berufsbezogen button[value=ja]").click()
    page.locator("#frage-zve_jahr-answer").fill("32.000")
    page.locator("#frage-zve_jahr-answer").press("Enter")
    page.locator("#frage-alter-answer").fill("41")
    page.locator("#frage-alter-answer").press("Enter")
    page.locator(".todo").wait_for()
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def the_menu_is_open(page: Page, site: Site, watch: Watch) -> None:
    """On a phone the places unfold; on a wide screen there is nothing to unfold."""
    page.goto("/")
    menu = page.locator(".site__menu summary")
    if menu.is_visible():
        menu.click()
        page.locator(".site__menu nav").wait_for()


def a_case_is_unfolded(page: Page, site: Site, watch: Watch) -> None:
    """Every part of a case is open, and a step without words was sent."""
    sign_in(page, "ines")
    page.goto(site.known.address("/faelle/{case_id}"))
    page.locator("#neuer-schritt summary").click()
    page.locator("#neuer-schritt button").click()
    page.locator(".form-errors").wait_for()
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def a_case_is_looked_for(page: Page, site: Site, watch: Watch) -> None:
    """The cases with a name, on a page whose address does not hold it."""
    sign_in(page, "ines")
    page.goto("/faelle")
    page.locator("#name").fill("aylin")
    page.locator("#name").press("Enter")
    page.locator("main tbody a", has_text="Aylin").wait_for()
    assert page.url == f"{site.address}/faelle"


def a_conversation_is_sent_empty(page: Page, site: Site, watch: Watch) -> None:
    """The form for a conversation that was had comes back with its errors."""
    sign_in(page, "ines")
    page.goto(site.known.address("/faelle/{case_id}/gespraeche"))
    page.locator("form#conversation button[type=submit]").first.click()
    page.locator(".form-errors").wait_for()


def an_app_is_set_up(page: Page, site: Site, watch: Watch) -> None:
    """The key for an app is shown as picture and as text."""
    sign_in(page, "forschung")
    page.goto("/konto/zweiter-schritt")
    page.locator("main form button[type=submit]").first.click()
    page.locator("main svg, main img").first.wait_for()


def recovery_codes_are_shown(page: Page, site: Site, watch: Watch) -> None:
    """Ten codes to write down."""
    sign_in(page, "pruefer")
    page.goto("/konto/notfallcodes")
    page.locator("main form button[type=submit]").first.click()
    page.locator("main li, main td").first.wait_for()


def a_forgotten_password_is_set_anew(page: Page, site: Site, watch: Watch) -> None:
    """The link out of the mail; the new password is too short."""
    to = "ausschuss@beispiel.test"
    before = len(site.mails(to))
    site.forget_failures()
    page.goto("/passwort-vergessen")
    page.locator("#email").fill(to)
    page.locator("main form button[type=submit]").first.click()
    page.goto(site.link_in(site.wait_for_mail(to, before + 1)))
    page.locator("input[type=password]").first.fill("kurz")
    page.locator("main form button[type=submit]").first.click()
    page.locator(".form-errors").wait_for()


def an_organisation_is_sent_empty(page: Page, site: Site, watch: Watch) -> None:
    """The form for a new organisation comes back with its errors."""
    sign_in(page, "admin")
    page.goto("/verwaltung/organisationen/neu")
    page.locator("main form button[type=submit]").click()
    page.locator(".form-errors").wait_for()


def an_offer_is_sent_empty(page: Page, site: Site, watch: Watch) -> None:
    """The editors' form comes back with its errors."""
    sign_in(page, "redaktion")
    page.goto("/redaktion/angebote/neu")
    page.locator("main form button[type=submit]").last.click()
    page.locator(".form-errors").wait_for()


def a_question_is_judged_by_keyboard(page: Page, site: Site, watch: Watch) -> None:
    """The arrow keys give a grade, and saving leads to the judged question."""
    sign_in(page, "redaktion")
    page.goto("/redaktion/suchqualitaet/fragen/neu?q=Gabelstapler")
    page.locator("#grade-0-").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#grade-0-3").is_checked()
    page.locator("main form button[type=submit]").last.press("Enter")
    page.wait_for_url("**/fragen/*")
    assert page.locator("#grade-0-3").is_checked()


def a_word_is_tried(page: Page, site: Site, watch: Watch) -> None:
    """The worker compares, the page shows it by itself, and nothing has been saved."""
    sign_in(page, "redaktion")
    page.goto("/redaktion/suchqualitaet/woerter/neu")
    page.locator("main form button[type=submit]").first.click()
    page.locator(".form-errors").wait_for()
    page.locator("#say").fill("Hubameise")
    page.locator("#mean").fill("Gabelstapler")
    page.locator("main form button[type=submit]").first.click()
    page.locator("form[action$='/uebernahme'] button").wait_for(timeout=WORKER_MS)


def who_pays_is_reckoned_and_unfolded(page: Page, site: Site, watch: Watch) -> None:
    """A number is wrong, then right; several courses were found, health is asked, all is open."""
    sign_in(page, "ines")
    page.goto(site.known.address("/faelle/{case_id}/foerderung"))
    page.locator("[name=keep][value=now]").check()
    page.locator("#alter").fill("vierzig")
    page.locator("#suche").fill("stapler dortmund")
    page.locator("#health").check()
    page.locator("main form button[type=submit]").first.click()
    page.locator(".form-errors").wait_for()
    page.locator("#alter").fill("40")
    page.locator("main form button[type=submit]").first.click()
    page.locator("#ergebnis").wait_for()
    page.locator("#schwerbehindert").wait_for()
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def a_course_answers(page: Page, site: Site, watch: Watch) -> None:
    """Places of the course are quoted below the question."""
    sign_in(page, "ben")
    page.goto("/lernen/rolle-und-haltung/frag")
    page.locator("#question").fill("Was heißt Augenhöhe?")
    page.locator("main form button[type=submit]").click()
    page.locator("#stelle-1").wait_for()


def a_post_is_sent_empty(page: Page, site: Site, watch: Watch) -> None:
    """The form of an answer comes back with its error listed."""
    sign_in(page, "ben")
    page.goto(site.known.address("/lernen/diskussion/{thread_id}"))
    page.locator("main form button[type=submit]").last.click()
    page.locator(".form-errors").wait_for()


SCENES = (
    an_empty_wish_is_sent,
    nobody_knows_the_password,
    everything_on_the_answer_page_is_open,
    everything_on_an_offer_is_open,
    frag_nach_asks_a_question,
    frag_nach_shows_courses,
    answers_have_been_given,
    part_time_staff_is_counted_wrongly,
    a_company_is_sent_with_a_mistake,
    a_company_sees_what_is_possible,
    an_answer_is_no_number,
    a_course_of_ones_own_is_wrong,
    paying_for_a_course_is_settled,
    the_menu_is_open,
    a_case_is_unfolded,
    a_case_is_looked_for,
    a_conversation_is_sent_empty,
    an_app_is_set_up,
    recovery_codes_are_shown,
    a_forgotten_password_is_set_anew,
    an_organisation_is_sent_empty,
    an_offer_is_sent_empty,
    a_question_is_judged_by_keyboard,
    a_word_is_tried,
    who_pays_is_reckoned_and_unfolded,
    a_course_answers,
    a_post_is_sent_empty,
)
