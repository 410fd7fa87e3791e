"""The pages every public service owes its readers."""

import pytest
from sqlalchemy import select

from mentorhub.kit.mail import OutboxMail
from mentorhub.kit.services import Services
from mentorhub.web import pages
from mentorhub.web.context import EXTENSION
from tests.web.specimen import make_app

OPERATOR = pages.Operator(
    name="Koordinierungsstelle Beispielland",
    address=("Beispielweg 1", "44137 Dortmund"),
    represented_by="Ayse Beispiel",
    email="post@koordinierung.example",
    accessibility_contact="barriere@koordinierung.example",
)
TOML = """
name = "Verbund"
address = ["Weg 1", "44137 Dortmund"]
represented_by = "Ben"
email = "post@verbund.example"
"""


@pytest.fixture
def run_by(database):
    """A browser on an installation that names its operator."""
    app = make_app(operator=OPERATOR, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    app.extensions[EXTENSION] = Services()
    app.extensions[EXTENSION].put(database)
    return app.test_client()


@pytest.mark.parametrize("path", ["/impressum", "/datenschutz", "/barrierefreiheit"])
def test_without_an_operator_the_pages_say_what_is_missing(client, path):
    assert "Das muss der Betreiber noch ausfüllen" in client.get(path).text


def test_the_imprint_names_who_runs_the_service(run_by):
    page = run_by.get("/impressum").text
    for fact in ("Koordinierungsstelle Beispielland", "44137 Dortmund", "Ayse Beispiel"):
        assert fact in page
    assert "noch ausfüllen" not in page


def test_privacy_names_every_cookie_that_is_set(run_by):
    page = run_by.get("/datenschutz").text
    run_by.post("/sprache", data={"language": "en"})
    run_by.post("/einfache-sprache", data={"easy": "on"})
    run_by.post("/gemerkt")
    names = {cookie.key for cookie in run_by._cookies.values()}
    assert names == {"session", "language", "easy"}
    for name in names:
        assert f'<th scope="row">{name}</th>' in page


def test_privacy_says_of_a_language_model_where_it_is_and_what_it_gets():
    def privacy(chat_model) -> str:
        return make_app(chat_model=chat_model).test_client().get("/datenschutz").text

    assert "Es wird keines benutzt" in privacy(None)
    here = privacy(pages.ChatModel("small", "localhost", is_here=True))
    assert "small. Es läuft auf unserem eigenen Rechner." in here
    elsewhere = privacy(pages.ChatModel("small", "ki.example", is_here=False))
    assert "Es läuft bei ki.example. Was es bekommt, wird dorthin geschickt." in elsewhere
    assert "auf unserem eigenen Rechner" not in elsewhere
    for page in (here, elsewhere):
        assert "Es bekommt nie: Ihre Netzwerkadresse" in page
        assert '<th scope="row">model</th>' in page


def test_privacy_says_what_is_kept_about_programs(client):
    page = client.get("/datenschutz").text
    assert "Programme, die bei uns anfragen" in page
    assert "einen Hash des Schlüssels, den letzten Tag seiner Nutzung" in page


def test_the_statement_has_date_gaps_and_enforcement_body(client):
    page = client.get("/barrierefreiheit").text
    assert "21. November 2026" in page
    assert "Was noch fehlt" in page
    assert "Ombudsstelle für barrierefreie Informationstechnik" in page


def test_a_reported_barrier_goes_to_the_operator_and_nowhere_else(run_by, database):
    told = {"what": "Kein Fokus im Menü", "where": "/", "contact": "chris@mail.example"}
    answer = run_by.post("/barrierefreiheit/meldungen", data=told)
    assert answer.status_code == 303
    with database.reading() as session:
        (mail,) = session.scalars(select(OutboxMail)).all()
    assert (mail.to, mail.context) == ("barriere@koordinierung.example", told)
    assert "Danke. Ihre Meldung" in run_by.get(answer.location).text


def test_an_empty_report_comes_back_with_the_form(run_by):
    answer = run_by.post("/barrierefreiheit/meldungen", data={"where": "Startseite"})
    assert answer.status_code == 422
    assert 'value="Startseite"' in answer.text


def test_without_an_operator_nobody_could_read_a_report(client):
    assert client.post("/barrierefreiheit/meldungen", data={"what": "x"}).status_code == 404


def test_an_operator_is_read_from_a_file(tmp_path):
    path = tmp_path / "operator.toml"
    path.write_text(TOML + 'phone = "0231 1"\n')
    found = pages.read_operator(path)
    assert (found.name, found.address[1], found.phone) == ("Verbund", "44137 Dortmund", "0231 1")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("name = 3", "'name' must be a text"),
        ('address = "Weg 1"', "'address' must be a list of lines"),
        ('nmae = "Verbund"', "no field 'nmae'"),
        ('name = "Verbund"', "'address' is missing"),
        ("name =", "operator.toml"),
    ],
)
def test_a_wrong_file_is_named_with_its_field(tmp_path, text, named):
    path = tmp_path / "operator.toml"
    path.write_text(text)
    with pytest.raises(pages.WrongOperator, match=named):
        pages.read_operator(path)
