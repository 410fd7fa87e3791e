"""From an instrument to courses: two lists, filters, pages, and what the visitor said."""

from datetime import timedelta

import pytest

from mentorhub.kit import clock
from mentorhub.recommend.offer_record import Start
from tests.recommend.offers import record
from tests.recommend.site import tell, words_of

PAGE = "/foerderung/sgb3-82/kurse"
FITTING = {"hours": 480, "azav": True, "provider_azav": True, "degree_kind": "vocational"}


def begin(days: int) -> tuple[Start, ...]:
    return (Start(clock.today() + timedelta(days=days)),)


@pytest.fixture
def full_site(own_site):
    """A site with courses that one instrument would pay for, would not, and might."""
    site = own_site()
    site.take(
        record("lagerist", title="Umschulung Zauberlager", starts=begin(40), **FITTING),
        record("kurzlager", title="Zauberlager kurz", starts=begin(9), **FITTING | {"hours": 8}),
        record("fraglager", title="Zauberlager offen", starts=begin(9), **FITTING | {"azav": None}),
    )
    return site


def seen(browser, address):
    answer_ = browser.get(address)
    assert answer_.status_code == 200
    return words_of(answer_)


def test_a_course_that_fits_is_shown_and_one_too_short_is_not(full_site):
    words = seen(full_site.client(), f"{PAGE}?q=zauberlager")
    assert "Umschulung Zauberlager" in words
    assert "Zauberlager kurz" not in words
    assert "Zauberlager offen" not in words
    assert "Passt nach unseren Angaben (1)" in words
    assert "Der Anbieter muss noch etwas sagen (1)" in words


def test_a_course_that_does_not_say_enough_stands_in_the_other_list(full_site):
    words = seen(full_site.client(), f"{PAGE}?q=zauberlager&stand=offen")
    assert "Zauberlager offen" in words
    assert "Umschulung Zauberlager" not in words
    assert "Hat dieser Kurs die Zulassung AZAV?" in words


def test_answers_of_the_visitor_count_on_the_cards_and_in_the_list(full_site):
    browser = full_site.client()
    tell(browser, anlass="anderer", berufsabschluss="ja")
    words = seen(browser, "/foerderung/sgb3-81-bildungsgutschein/kurse?q=zauberlager")
    assert "Passt nach unseren Angaben (0)" not in words
    assert "Nach Ihren Antworten passt dieses Geld nicht zu Ihnen." in words
    assert "§ 81" in words
    assert "Umschulung Zauberlager" not in words


def test_nothing_found_says_so_and_leads_on(full_site):
    browser = full_site.client()
    words = seen(browser, f"{PAGE}?q=gibtesnicht")
    assert "Wir haben keinen Kurs gefunden." in words
    words = seen(browser, f"{PAGE}?q=fraglager")
    assert "Die anderen Kurse ansehen (1)" in words


def test_a_page_behind_the_last_is_the_last(full_site):
    full_site.take(
        *(record(f"zz-{n}", title="Serienkurs", starts=begin(n + 1), **FITTING) for n in range(11))
    )
    browser = full_site.client()
    assert "Seite 1 von 2" in seen(browser, f"{PAGE}?q=serienkurs")
    last = seen(browser, f"{PAGE}?q=serienkurs&seite=99")
    assert "Seite 2 von 2" in last
    assert last.count("Serienkurs") == 1


def test_place_and_form_leave_what_was_asked_for(full_site):
    full_site.take(
        record("fern", title="Zauberlager Köln", town="Köln", postcode="50667",
               starts=begin(3), **FITTING),
    )  # fmt: skip
    browser = full_site.client()
    assert "Zauberlager Köln" in seen(browser, f"{PAGE}?q=zauberlager&ort=Dortmund")
    near = seen(browser, f"{PAGE}?q=zauberlager&ort=Dortmund&umkreis=10")
    assert "Umschulung Zauberlager" in near
    assert "Zauberlager Köln" not in near
    assert "Wir haben keinen Kurs gefunden." in seen(browser, f"{PAGE}?q=zauberlager&form=online")


@pytest.mark.parametrize(
    "query",
    [
        "q=%27%22%3Cscript%3E&ort=Nirgendwo&umkreis=x&form=x&seite=-1&stand=x",
        "q=" + "a" * 5000,
        "q=%25_%5C",
        "ort=" + "x" * 500,
        "umkreis=100000000",
    ],
)
def test_nonsense_in_the_address_does_no_harm(visitor, query):
    answer_ = visitor.get(f"{PAGE}?{query}")
    assert answer_.status_code == 200
    assert b"<script>'" not in answer_.data


@pytest.mark.parametrize("one", ["awbg-nrw", "gibtsnicht", "inqa-coaching"])
def test_what_pays_no_course_has_no_list(visitor, one):
    assert visitor.get(f"/foerderung/{one}/kurse").status_code == 404


def test_what_is_over_leads_to_what_became_of_it(visitor):
    answer_ = visitor.get("/foerderung/bildungspraemie/kurse")
    assert answer_.status_code == 302
    assert answer_.headers["Location"] == "/foerderung/bildungspraemie"


def test_the_page_of_an_instrument_leads_to_its_courses(visitor):
    assert PAGE in visitor.get("/foerderung/sgb3-82").get_data(as_text=True)
    for one in ("bildungspraemie", "awbg-nrw"):
        assert "/kurse" not in visitor.get(f"/foerderung/{one}").get_data(as_text=True)


def test_robots_keep_out_of_the_lists(visitor):
    assert "noindex" in visitor.get(PAGE).headers["X-Robots-Tag"]
