"""An administrator invites somebody, who sets a password and finds what is theirs to do."""

from tests.journeys.conftest import link_in, text_of

MAIL = "tomke@beispiel.test"
WORDS = "sieben kleine Leuchttürme"


def test_from_an_invitation_to_a_desk(visitor, person, work, post):
    admin = person("admin").open("/").follow("Organisationen")
    admin.follow("Arbeitgeberverband Westfalen Mitte").follow("Jemanden einladen")
    admin.press(
        "Einladung schicken",
        email="Tomke@Beispiel.test",
        name="Tomke Reents (Beispiel)",
        roles=["inter_company_mentor"],
    )
    assert f"{MAIL} bekommt eine E-Mail" in admin.words
    assert "eingeladen" in admin.words

    work()
    [letter] = post(MAIL)
    assert "Tomke Reents" in text_of(letter)
    link = link_in(letter)

    tomke = visitor().open(link)
    tomke.press("Loslegen", password="kurz", password_again="kurz")
    assert tomke.status == 422
    tomke.press("Loslegen", password=WORDS, password_again=WORDS)
    assert tomke.path == "/anmelden"
    tomke.press("Anmelden", email=MAIL, password=WORDS)
    tomke.follow("Anliegen")
    assert tomke.has_link("Mehmet (Beispiel)")
    assert tomke.open("/verwaltung/personen").status == 403

    assert visitor().open(link).status == 404
    assert "Tomke Reents" in admin.open("/verwaltung/personen").words


def test_whoever_stands_for_the_employer_never_becomes_a_mentor_there(person):
    admin = person("admin").open("/verwaltung/organisationen").follow("Metallbau Hellweg")
    admin.follow("Jemanden einladen")
    admin.press(
        "Einladung schicken",
        email="neu@beispiel.test",
        name="Neu Hier (Beispiel)",
        roles=["in_company_mentor"],
        is_responsible="y",
    )
    assert admin.status == 409
    assert "kann dort nicht Mentor:in sein" in admin.words


def test_a_switched_off_mentor_is_out_at_once(person):
    ines, admin = person("ines"), person("admin")
    admin.open("/verwaltung/personen").follow("Ines Brandt").press("Konto abschalten")
    assert ines.open("/faelle").path == "/anmelden"
