"""What pages promise is what happens."""

SENTENCE = "Stapler abends Dortmund"
MARK = "freiwillig"


def test_every_cookie_is_named_on_the_page_about_privacy(visitor, person):
    anna = visitor().open("/").press("English").press("Einfache Sprache")
    anna.press("Deutsch").press("Einfache Sprache")
    anna.open(f"/suche?q={SENTENCE}").press("Merken").press("Ja")
    words = anna.open("/datenschutz").words
    assert len(anna.cookies) == 3
    assert not [name for name in anna.cookies if f" {name} " not in words]
    assert person("ines").cookies <= anna.cookies


def test_what_must_be_filled_in_is_not_called_optional(visitor, person):
    ele = person("ele")
    assert MARK not in ele.open("/konto").words
    assert MARK not in ele.open("/konto/passwort").words
    labels = [text for text in visitor().open("/gespraech").words.split("? ") if MARK in text]
    assert len(labels) == 1  # what it is about
