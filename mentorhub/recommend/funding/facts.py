"""The facts that decide about funding: their names, types, questions and who knows them.

Pages build their forms from ``FACTS``; the rules in ``content/funding/`` may only use names
that stand here. ``canonical`` turns what a page, a file or a command line hands over into a
mapping with one name per fact and checked types.

A fact that is missing is unknown. ``None`` means "I do not know" as well, except for the
facts marked ``never``: there it says that the thing has never happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final, Literal

_LARGEST = 1e12
Value = bool | int | float | str | None
Kind = Literal["yes_no", "number", "choice"]
Knower = Literal["offer", "person", "company"]


@dataclass(frozen=True)
class Text:
    """The same words in German and English."""

    de: str
    en: str

    def say(self, locale: str) -> str:
        """Return the English words for an English locale, else the German ones."""
        return self.en if locale.startswith("en") else self.de


@dataclass(frozen=True)
class Choice:
    """One answer of a fact that is picked from a list."""

    value: str
    label: Text


@dataclass(frozen=True)
class Rough:
    """A range for those who do not know a number, or do not want to tell it.

    The rules decide alike about all of it, so ``value`` stands for the whole range.
    """

    value: int
    label: Text


@dataclass(frozen=True)
class Limits:
    """What one number says about another: at least ``low`` times as much, at most ``high`` times.

    ``whole`` says that only whole numbers come about, so that ten are there from 9.25 on. Of two
    that are not known the other one is asked for where it is ``first``.
    """

    of: str
    low: float
    high: float | None = None
    whole: bool = False
    first: bool = False


@dataclass(frozen=True)
class Fact:
    """One thing that the rules may ask for.

    ``after`` names another fact and its value without which the question makes no sense.
    ``health`` marks facts that may only be asked after a separate consent. ``open`` says
    that other words than those in ``choices`` are allowed; ``never`` that ``None`` is an
    answer of its own. ``spellings`` are other words for a choice, small. ``timing`` says when a
    course is, not what it is like. ``share`` marks a number from 0 to 1 that people tell and read
    in per cent.
    """

    name: str
    kind: Kind
    knower: Knower
    label: Text
    question: Text
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    minimum: float | None = 0
    maximum: float | None = None
    spellings: Mapping[str, str] = field(default_factory=dict)
    timing: bool = False
    share: bool = False
    health: bool = False
    never: bool = False
    open: bool = False
    after: tuple[str, Value] | None = None
    roughly: tuple[Rough, ...] = ()
    limits: Limits | None = None


class FactError(ValueError):
    """A fact has a value of the wrong kind; ``field`` and ``reason`` say which and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Known(dict[str, Value]):
    """Facts that ``canonical`` has been through, so that they need not be checked again."""


def canonical(facts: Mapping[str, Value]) -> dict[str, Value]:
    """Return the facts under their one name, without those that are unknown.

    Names that no rule knows are left out. ``kurs_begonnen`` true is kept as a start that lies in
    the past.

    Raises:
        FactError: a value has the wrong type, is not among the choices, or two contradict.
    """
    if isinstance(facts, Known):
        return Known(facts)
    known: dict[str, Value] = {}
    for given in sorted(facts, key=lambda name: name not in BY_NAME):
        fact, value = named(given), facts[given]
        if fact is not None and (value is not None or fact.never):
            checked = None if value is None else _checked(fact, given, value)
            if known.get(fact.name, checked) != checked:
                raise FactError(given, f"contradicts {fact.name}")
            if checked != _NOTHING:
                known[fact.name] = checked
    if known.get("traeger_azav") is True:
        known.setdefault("traeger_azav_oder_qm", True)  # one of the two is enough (§ 2a AFBG)
    return Known(_with_begin(known))


def named(given: str) -> Fact | None:
    """Return the fact of this name, proper or not, None where there is none."""
    return BY_NAME.get(ALIASES.get(given, given))


def _with_begin(known: dict[str, Value]) -> dict[str, Value]:
    """Return the facts with one that says whether the course has begun, not two."""
    begun, days = known.pop("kurs_begonnen", None), known.get("tage_bis_kursbeginn")
    if not isinstance(begun, bool) or days is None:
        return known | {"tage_bis_kursbeginn": -1} if begun else known
    assert isinstance(days, int | float)
    if (begun and days > 0) or (not begun and days < 0):
        raise FactError("kurs_begonnen", "contradicts tage_bis_kursbeginn")
    return known


def _checked(fact: Fact, given: str, value: Value) -> Value:
    """Return the value if it has the right kind for this fact."""
    if fact.kind == "yes_no":
        return _yes_no(given, value)
    if fact.kind == "number":
        return _number(fact, given, value)
    if not isinstance(value, str):
        raise FactError(given, "must be text")
    word = _plain(value)
    if not word:
        raise FactError(given, "must not be empty")
    return _open_choice(fact, word) if fact.open else _choice(fact, given, word)


def _open_choice(fact: Fact, word: str) -> str:
    word = fact.spellings.get(word.casefold(), word)
    return _land(word) if fact.spellings is LAENDER and word not in LAENDER.values() else word


def _choice(fact: Fact, given: str, word: str) -> str:
    """Return the choice that a word names, whatever its case, spaces and umlauts."""
    by_word = {_bare(choice.value): choice.value for choice in fact.choices}
    if _bare(word) not in by_word:
        raise FactError(given, f"must be one of: {', '.join(by_word.values())}")
    return by_word[_bare(word)]


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", " ": "_", "-": "_"})


def _bare(word: str) -> str:
    return word.casefold().translate(_UMLAUTS)


def _land(word: str) -> str:
    """Return the Land of a slip of the pen, and other Laender as they are written.

    What names no Land says nothing: whoever wrote it may still live in ours.
    """
    plain = word.casefold().replace("_", " ")
    name = plain.removeprefix("de-")
    if name in _OTHERS or name.split(" ")[0] in _OTHERS:
        return word
    bare = "".join(letter for letter in plain if letter.isalpha())
    slip = get_close_matches(bare, ("nordrheinwestfalen", "nrw"), 1, cutoff=0.9)
    return "NRW" if slip else _NOTHING


def _yes_no(given: str, value: Value) -> bool:
    if not isinstance(value, bool):
        raise FactError(given, "must be true or false")
    return value


def _number(fact: Fact, given: str, value: Value) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _within(value):
        raise FactError(given, "must be a number")
    if fact.minimum is not None and value < fact.minimum:
        raise FactError(given, f"must be at least {fact.minimum:g}")
    if fact.maximum is not None and value > fact.maximum:
        raise FactError(given, f"must be at most {fact.maximum:g}")
    return value


def _within(value: float) -> bool:
    """Return whether a number is one that can be counted with; "not a number" is none."""
    return -_LARGEST <= value <= _LARGEST


def _plain(word: str) -> str:
    """Return a choice without a remark in brackets behind it."""
    return " ".join(word.partition("(")[0].split())


LAENDER: Mapping[str, str] = dict.fromkeys(
    ("nrw", "nw", "de-nw", "nordrhein-westfalen", "nordrhein westfalen", "north rhine-westphalia"),
    "NRW",
)
"""The Land that has rules of its own, by its names and codes in small letters."""

_NOTHING: Final = ""
OTHER_LAENDER: Final = frozenset((
    "baden-württemberg", "baden-wuerttemberg", "bayern", "berlin", "brandenburg", "bremen",
    "hamburg", "hessen", "mecklenburg-vorpommern", "niedersachsen", "rheinland-pfalz", "saarland",
    "sachsen", "sachsen-anhalt", "schleswig-holstein", "thüringen", "thueringen",
))  # fmt: skip
"""The names of all other Laender, in small letters."""

_OTHERS: Final = OTHER_LAENDER | frozenset((
    "bw", "by", "be", "bb", "hb", "hh", "he", "mv", "ni", "nds", "rp", "rlp", "sl", "sn", "st",
    "sh", "th", "anderes", "andere", "anderer", "ausland", "deutschland",
))  # fmt: skip
"""They and their codes, and words for none of ours."""


ALIASES: Mapping[str, str] = {
    "zve": "zve_jahr",
    "anteil_betroffen": "anteil_betroffen_strukturwandel",
    "schecks_dieses_jahr": "schecks_im_kalenderjahr",
    "anbieter_anerkannt": "anbieter_anerkannt_awbg",
    "andere_foerderung": "andere_oeffentliche_foerderung",
    "betriebsvereinbarung_oder_tarifvertrag_weiterbildung": "kollektivvereinbarung",
}
"""Other names under which a fact may be handed over."""


def _choices(*rows: tuple[str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, Text(de, en)) for value, de, en in rows)


_AT_WORK = ("beschaeftigt", True)
_QUALIFIED = ("berufsabschluss", True)

FACTS: tuple[Fact, ...] = (
    Fact(
        "beschaeftigt",
        "yes_no",
        "person",
        Text("Arbeit", "Employed"),
        Text("Haben Sie im Moment eine Arbeits-Stelle?", "Do you have a job at the moment?"),
    ),
    Fact(
        "berufsabschluss",
        "yes_no",
        "person",
        Text("Berufs-Abschluss", "Vocational qualification"),
        Text(
            "Haben Sie einen Berufs-Abschluss? Die Lehre muss mindestens 2 Jahre dauern.",
            "Do you have a vocational qualification? The training must take at least 2 years.",
        ),
    ),
    Fact(
        "wohnsitz_land",
        "choice",
        "person",
        Text("Wohnort", "State you live in"),
        Text("In welchem Bundes-Land wohnen Sie?", "In which federal state do you live?"),
        _choices(
            ("NRW", "Nordrhein-Westfalen", "North Rhine-Westphalia"),
            ("anderes", "anderes Bundes-Land", "another state"),
        ),
        open=True,
        spellings=LAENDER,
    ),
    Fact(
        "betriebsgroesse",
        "number",
        "company",
        Text("Größe vom Betrieb", "Size of the company"),
        Text(
            "Wie viele Menschen arbeiten in Ihrem Betrieb? Zählen Sie das ganze Unternehmen.",
            "How many people work in your company? Count the whole enterprise.",
        ),
        unit="Beschäftigte",
        after=_AT_WORK,
        limits=Limits("beschaeftigte_koepfe", 0.25, 1),  # § 82 Abs. 6 Satz 3 Nr. 1 SGB III
    ),
    Fact(
        "beschaeftigte_koepfe",
        "number",
        "company",
        Text("Menschen im Betrieb", "People in the company"),
        Text(
            "Wie viele Menschen sind in Ihrem Betrieb? Auch Teilzeit zählt hier ganz.",
            "How many people are in your company? Here part-timers count as one each.",
        ),
        unit="Beschäftigte",
        after=_AT_WORK,
        limits=Limits("betriebsgroesse", 1, 4, whole=True, first=True),  # each counts 0.25 to 1
    ),
    Fact(
        "anlass",
        "choice",
        "person",
        Text("Grund für den Kurs", "Reason for the course"),
        Text("Warum brauchen Sie den Kurs?", "Why do you need the course?"),
        _choices(
            ("arbeitslosigkeit_beenden", "Ich suche Arbeit.", "I am looking for work."),
            ("arbeitslosigkeit_abwenden", "Meine Stelle ist in Gefahr.", "My job is at risk."),
            (
                "beschaeftigungsfaehigkeit_verbessern",
                "Ich bin arbeitslos und will bessere Chancen.",
                "I am unemployed and want better chances.",
            ),
            (
                "berufsabschluss_fehlt",
                "Ich will einen Berufs-Abschluss nachholen.",
                "I want to catch up on a vocational qualification.",
            ),
            (
                "hauptschulabschluss",
                "Ich will den Haupt-Schul-Abschluss nachholen.",
                "I want to catch up on the lower school certificate.",
            ),
            (
                "grundkompetenzen",
                "Ich will besser lesen, schreiben oder rechnen.",
                "I want to read, write or calculate better.",
            ),
            ("anderer", "ein anderer Grund", "another reason"),
        ),
    ),
    Fact(
        "ziel",
        "choice",
        "offer",
        Text("Ziel vom Kurs", "Aim of the course"),
        Text("Wohin führt der Kurs?", "Where does the course lead?"),
        _choices(
            (
                "abschluss_ausbildungsberuf_min_2_jahre",
                "Berufs-Abschluss mit mindestens 2 Jahren Ausbildung",
                "vocational qualification with at least 2 years of training",
            ),
            (
                "aufstiegsfortbildung",
                "Meister, Fachwirt, Techniker oder ähnlich",
                "master craftsman, specialist, technician or the like",
            ),
            ("schulabschluss", "Schul-Abschluss", "school certificate"),
            ("grundkompetenzen", "Lesen, Schreiben, Rechnen", "basic skills"),
            ("anderes", "etwas anderes", "something else"),
        ),
    ),
    Fact(
        "dauer_stunden",
        "number",
        "offer",
        Text("Dauer", "Length"),
        Text("Wie viele Stunden dauert der Kurs?", "How many hours does the course take?"),
        unit="Stunden",
    ),
    Fact(
        "massnahme_azav",
        "yes_no",
        "offer",
        Text("Kurs zugelassen (AZAV)", "Course approved (AZAV)"),
        Text(
            "Ist der Kurs für die Förderung zugelassen? Fragen Sie den Anbieter nach AZAV.",
            "Is the course approved for funding? Ask the provider for AZAV.",
        ),
    ),
    Fact(
        "traeger_azav",
        "yes_no",
        "offer",
        Text("Anbieter zugelassen (AZAV)", "Provider approved (AZAV)"),
        Text(
            "Ist der Anbieter für die Förderung zugelassen? Fragen Sie ihn nach AZAV.",
            "Is the provider approved for funding? Ask it for AZAV.",
        ),
    ),
    Fact(
        "kursgebuehr",
        "number",
        "offer",
        Text("Preis", "Price"),
        Text("Wie viel kostet der Kurs?", "How much does the course cost?"),
        unit="Euro",
    ),
    Fact(
        "tage_bis_kursbeginn",
        "number",
        "offer",
        Text("Tage bis zum Kurs", "Days until the course"),
        Text("In wie vielen Tagen beginnt der Kurs?", "In how many days does the course start?"),
        unit="Tage",
        minimum=None,
        timing=True,
    ),
    Fact(
        "kurs_begonnen",
        "yes_no",
        "person",
        Text("Kurs begonnen", "Course started"),
        Text("Hat der Kurs schon begonnen?", "Has the course already started?"),
    ),
    Fact(
        "zve_jahr",
        "number",
        "person",
        Text("Einkommen für die Steuer", "Taxable income"),
        Text(
            "Wie hoch ist Ihr zu versteuerndes Einkommen im Jahr? Es steht im Steuer-Bescheid.",
            "What is your taxable income per year? It is on your tax assessment.",
        ),
        unit="Euro",
        roughly=(
            Rough(50_000, Text("höchstens 50.000", "at most 50,000")),
            Rough(100_000, Text("50.001 bis 100.000", "50,001 to 100,000")),
            Rough(100_001, Text("mehr als 100.000", "more than 100,000")),
        ),
    ),
    Fact(
        "zusammen_veranlagt",
        "yes_no",
        "person",
        Text("Gemeinsame Steuer", "Joint taxation"),
        Text(
            "Machen Sie die Steuer zusammen mit Ihrem Mann oder Ihrer Frau?",
            "Do you file your taxes together with your husband or wife?",
        ),
    ),
    Fact(
        "kurs_berufsbezogen",
        "yes_no",
        "person",
        Text("Kurs für den Beruf", "Course for work"),
        Text(
            "Hilft Ihnen der Kurs im Beruf, heute oder später?",
            "Does the course help you at work, now or later?",
        ),
    ),
    Fact(
        "andere_oeffentliche_foerderung",
        "yes_no",
        "person",
        Text("Anderes Geld vom Staat", "Other public money"),
        Text(
            "Bekommen Sie für diesen Kurs schon anderes Geld vom Staat?",
            "Do you already get other public money for this course?",
        ),
    ),
    Fact(
        "schecks_im_kalenderjahr",
        "number",
        "person",
        Text("Bildungs-Schecks in diesem Jahr", "Education cheques this year"),
        Text(
            "Wie viele Bildungs-Schecks haben Sie in diesem Jahr schon bekommen?",
            "How many education cheques have you had this year?",
        ),
    ),
    Fact(
        "jahre_seit_berufsabschluss",
        "number",
        "person",
        Text("Jahre seit dem Berufs-Abschluss", "Years since the qualification"),
        Text(
            "Vor wie vielen Jahren haben Sie den Berufs-Abschluss gemacht?",
            "How many years ago did you get your vocational qualification?",
        ),
        unit="Jahre",
        after=_QUALIFIED,
    ),
    Fact(
        "jahre_seit_letzter_82_foerderung",
        "number",
        "person",
        Text("Letzte Förderung für Beschäftigte", "Last funding for employees"),
        Text(
            "Vor wie vielen Jahren hatten Sie zuletzt die Förderung für Beschäftigte? "
            "Auch ein früherer Betrieb zählt.",
            "How many years ago did you last have the funding for employees? "
            "An earlier company counts as well.",
        ),
        unit="Jahre",
        never=True,
        after=_AT_WORK,
    ),
    Fact(
        "jahre_berufstaetig",
        "number",
        "person",
        Text("Jahre mit Arbeit", "Years at work"),
        Text(
            "Wie viele Jahre haben Sie gearbeitet?",
            "How many years have you worked?",
        ),
        unit="Jahre",
        maximum=120,
    ),
    Fact(
        "ausbildung_nicht_zumutbar",
        "yes_no",
        "person",
        Text("Lehre nicht möglich", "No apprenticeship possible"),
        Text(
            "Gibt es persönliche Gründe, warum eine Lehre für Sie nicht geht?",
            "Are there personal reasons why an apprenticeship is not possible for you?",
        ),
    ),
    Fact(
        "engpassberuf",
        "yes_no",
        "person",
        Text("Beruf, in dem Leute fehlen", "Shortage occupation"),
        Text(
            "Führt der Kurs zu einem Beruf, in dem Leute fehlen? Fragen Sie die Agentur.",
            "Does the course lead to an occupation in which staff is lacking? Ask the agency.",
        ),
    ),
    Fact(
        "beratung_agentur_vor_beginn",
        "yes_no",
        "person",
        Text("Gespräch mit der Agentur", "Talk with the agency"),
        Text(
            "Sprechen Sie vor dem Kurs mit der Agentur für Arbeit?",
            "Will you talk to the employment agency before the course?",
        ),
    ),
    Fact(
        "alter",
        "number",
        "person",
        Text("Alter", "Age"),
        Text("Wie alt sind Sie, wenn der Kurs beginnt?", "How old are you when the course starts?"),
        unit="Jahre",
        maximum=120,
        roughly=(
            Rough(24, Text("höchstens 24", "at most 24")),
            Rough(27, Text("25 bis 27", "25 to 27")),
            Rough(44, Text("28 bis 44", "28 to 44")),
            Rough(45, Text("mindestens 45", "at least 45")),
        ),
    ),
    Fact(
        "kollektivvereinbarung",
        "yes_no",
        "company",
        Text("Vereinbarung zur Weiterbildung", "Agreement on training"),
        Text(
            "Gibt es im Betrieb eine Vereinbarung oder einen Tarif-Vertrag über Weiterbildung?",
            "Does the company have a works or collective agreement on training?",
        ),
        after=_AT_WORK,
    ),
    Fact(
        "nur_arbeitsplatzbezogene_kurzanpassung",
        "yes_no",
        "company",
        Text("Nur für diesen Arbeits-Platz", "Only for this workplace"),
        Text(
            "Lernt man im Kurs nur kurz etwas für genau diesen Arbeits-Platz?",
            "Is the course only a short briefing for this one workplace?",
        ),
        after=_AT_WORK,
    ),
    Fact(
        "arbeitgeber_gesetzlich_verpflichtet",
        "yes_no",
        "company",
        Text("Pflicht vom Betrieb", "Duty of the employer"),
        Text(
            "Muss der Betrieb diesen Kurs nach dem Gesetz sowieso machen?",
            "Does the law oblige the employer to hold this course anyway?",
        ),
        after=_AT_WORK,
    ),
    Fact(
        "gefoerdert_nach",
        "choice",
        "person",
        Text("Wer bezahlt den Kurs", "Who pays for the course"),
        Text("Wie wird Ihr Kurs bezahlt?", "How is your course paid for?"),
        _choices(
            (
                "sgb3_81",
                "mit dem Bildungs-Gutschein (allein oder mit anderem Geld)",
                "with the education voucher (alone or with other money)",
            ),
            (
                "sgb3_82",
                "nur mit der Förderung für Beschäftigte",
                "only with the funding for employees",
            ),
            ("anders", "anders", "in another way"),
        ),
    ),
    Fact(
        "vereinbarung",
        "choice",
        "company",
        Text("Vereinbarung über das Lernen", "Agreement on change"),
        Text(
            "Was hat der Betrieb über die neue Arbeit und das Lernen vereinbart?",
            "What has the company agreed on change and learning?",
        ),
        _choices(
            ("betriebsvereinbarung", "Betriebs-Vereinbarung", "works agreement"),
            ("tarifvertrag", "Tarif-Vertrag", "collective agreement"),
            (
                "schriftliche_erklaerung",
                "schriftliche Erklärung vom Chef",
                "written statement by the employer",
            ),
            ("keine", "nichts", "nothing"),
        ),
        after=_AT_WORK,
    ),
    Fact(
        "anteil_betroffen_strukturwandel",
        "number",
        "company",
        Text("Anteil mit neuem Lern-Bedarf", "Share with new training needs"),
        Text(
            "Wie viel Prozent der Leute im Betrieb brauchen neues Wissen? "
            "3 von 30 sind 10 Prozent.",
            "How many per cent of the staff need new knowledge? 3 of 30 are 10 per cent.",
        ),
        unit="Prozent",
        maximum=1,
        share=True,
        after=_AT_WORK,
    ),
    Fact(
        "lehrgangskosten_traegt",
        "choice",
        "company",
        Text("Wer den Kurs bezahlt", "Who pays the course"),
        Text("Wer bezahlt den Kurs?", "Who pays for the course?"),
        _choices(
            ("arbeitgeber", "der Betrieb", "the employer"),
            ("dritte", "jemand anderes, zum Beispiel ein Verein von Betrieben", "somebody else"),
            ("beschaeftigte", "die Beschäftigten (auch zum Teil)", "the employees (even in part)"),
        ),
        after=_AT_WORK,
    ),
    Fact(
        "jahre_seit_letztem_qualifizierungsgeld",
        "number",
        "person",
        Text("Letztes Qualifizierungs-Geld", "Last qualification allowance"),
        Text(
            "Vor wie vielen Jahren haben Sie zuletzt Qualifizierungs-Geld bekommen?",
            "How many years ago did you last get the qualification allowance?",
        ),
        unit="Jahre",
        never=True,
        after=_AT_WORK,
    ),
    Fact(
        "gekuendigt",
        "yes_no",
        "person",
        Text("Kündigung", "Notice"),
        Text(
            "Hat jemand Ihren Vertrag gekündigt? Oder endet er bald?",
            "Has your contract been terminated, or does it end soon?",
        ),
        after=_AT_WORK,
    ),
    Fact(
        "transfer_kug",
        "yes_no",
        "person",
        Text("Transfer-Kurzarbeiter-Geld", "Transfer short-time allowance"),
        Text(
            "Bekommen Sie im Moment Transfer-Kurzarbeiter-Geld?",
            "Do you get the transfer short-time allowance?",
        ),
    ),
    Fact(
        "arbeitgeberanteil_lehrgang",
        "number",
        "company",
        Text("Anteil vom Betrieb", "Employer's share"),
        Text(
            "Wie viel Prozent vom Kurs bezahlt der alte Betrieb?",
            "What percentage of the course does the former employer pay?",
        ),
        unit="Prozent",
        maximum=100,
        after=("transfer_kug", True),
    ),
    Fact(
        "insolvenz",
        "yes_no",
        "company",
        Text("Pleite vom Betrieb", "Insolvency"),
        Text("Ist der alte Betrieb pleite?", "Is the former company insolvent?"),
        after=("transfer_kug", True),
    ),
    Fact(
        "vorqualifikation",
        "choice",
        "person",
        Text("Zulassung zur Prüfung", "Admission to the exam"),
        Text(
            "Haben Sie schon, was Sie für die Prüfung brauchen? Zum Beispiel eine Lehre.",
            "Do you already have what the exam requires, such as an apprenticeship?",
        ),
        _choices(
            ("fuer_Fortbildungspruefung_erforderliche", "Ja", "Yes"),
            ("fehlt", "Nein", "No"),
        ),
    ),
    Fact(
        "unterrichtsstunden",
        "number",
        "offer",
        Text("Unterrichts-Stunden", "Teaching hours"),
        Text(
            "Wie viele Unterrichts-Stunden hat der Kurs?",
            "How many teaching hours does the course have?",
        ),
        unit="Stunden",
        limits=Limits("dauer_stunden", 1),  # 45 minutes, so there are never fewer than hours
    ),
    Fact(
        "zeitrahmen_monate",
        "number",
        "offer",
        Text("Dauer in Monaten", "Length in months"),
        Text("Wie viele Monate dauert der Kurs?", "How many months does the course take?"),
        unit="Monate",
    ),
    Fact(
        "lernform",
        "choice",
        "offer",
        Text("Vollzeit oder Teilzeit", "Full or part time"),
        Text("Läuft der Kurs in Vollzeit oder in Teilzeit?", "Is the course full or part time?"),
        _choices(("vollzeit", "Vollzeit", "full time"), ("teilzeit", "Teilzeit", "part time")),
    ),
    Fact(
        "fortbildungsstufe",
        "number",
        "offer",
        Text("Stufe der Fortbildung", "Level of the further training"),
        Text(
            "Auf welche Stufe führt der Kurs? (1 = Geprüfter Berufs-Spezialist, 2 = Meister)",
            "To which level does the course lead? (1 = specialist, 2 = master craftsman)",
        ),
        minimum=1,
    ),
    Fact(
        "traeger_azav_oder_qm",
        "yes_no",
        "offer",
        Text("Anbieter geprüft", "Provider certified"),
        Text(
            "Ist der Anbieter geprüft, zum Beispiel mit AZAV? Fragen Sie ihn.",
            "Does the provider hold a quality certificate, AZAV for instance?",
        ),
    ),
    Fact(
        "master",
        "yes_no",
        "person",
        Text("Master oder Diplom", "Master's degree"),
        Text(
            "Haben Sie einen Master oder ein Diplom von der Universität?",
            "Do you hold a master's degree or an equivalent diploma?",
        ),
    ),
    Fact(
        "beschaeftigungsschwerpunkt",
        "choice",
        "person",
        Text("Ort der Arbeit", "Place of work"),
        Text(
            "In welchem Bundes-Land arbeiten Sie meistens?",
            "In which state do you mostly work?",
        ),
        _choices(
            ("NRW", "Nordrhein-Westfalen", "North Rhine-Westphalia"),
            ("anderes", "anderes Bundes-Land", "another state"),
        ),
        open=True,
        spellings=LAENDER,
        after=_AT_WORK,
    ),
    Fact(
        "beschaeftigungsmonate",
        "number",
        "person",
        Text("Monate im Betrieb", "Months in the company"),
        Text(
            "Seit wie vielen Monaten arbeiten Sie in diesem Betrieb?",
            "For how many months have you worked in this company?",
        ),
        unit="Monate",
        after=_AT_WORK,
    ),
    Fact(
        "schon_freigestellt_anteil",
        "number",
        "company",
        Text("Schon im Bildungs-Urlaub", "Already on educational leave"),
        Text(
            "Wie viel Prozent der Leute hatten in diesem Jahr schon Bildungs-Urlaub?",
            "How many per cent of the staff have had educational leave this year?",
        ),
        unit="Prozent",
        maximum=1,
        share=True,
        after=_AT_WORK,
    ),
    Fact(
        "anbieter_anerkannt_awbg",
        "yes_no",
        "offer",
        Text("Anbieter für Bildungs-Urlaub anerkannt", "Provider recognised for educational leave"),
        Text(
            "Darf der Anbieter in NRW Kurse für Bildungs-Urlaub machen? Fragen Sie ihn.",
            "Is the provider recognised for educational leave in NRW?",
        ),
    ),
    Fact(
        "auszubildend",
        "yes_no",
        "person",
        Text("In der Ausbildung", "Apprentice"),
        Text("Machen Sie gerade eine Lehre?", "Are you an apprentice?"),
        after=_AT_WORK,
    ),
    Fact(
        "kurs_politische_bildung",
        "yes_no",
        "offer",
        Text("Kurs zur Politik", "Civic education"),
        Text("Geht es im Kurs um Politik?", "Is the course civic education?"),
    ),
    Fact(
        "beratung_inqa_vor_beginn",
        "yes_no",
        "company",
        Text("Gespräch mit der INQA-Stelle", "Talk with the INQA office"),
        Text(
            "Spricht der Betrieb vorher mit einer INQA-Stelle?",
            "Will the company talk to an INQA advice office first?",
        ),
        after=_AT_WORK,
    ),
    Fact(
        "abschlussnote_punkte",
        "number",
        "person",
        Text("Punkte in der Prüfung", "Points in the exam"),
        Text(
            "Wie viele Punkte hatten Sie in der Abschluss-Prüfung?",
            "How many points did you get in the final exam?",
        ),
        unit="Punkte",
        maximum=100,
        after=_QUALIFIED,
    ),
    Fact(
        "abschlussnote",
        "number",
        "person",
        Text("Note in der Prüfung", "Grade in the exam"),
        Text(
            "Welche Note hatten Sie in der Abschluss-Prüfung?",
            "Which grade did you get in the final exam (1 is best)?",
        ),
        minimum=1,
        maximum=6,
        after=_QUALIFIED,
    ),
    Fact(
        "wettbewerb_top3",
        "yes_no",
        "person",
        Text("Preis im Wettbewerb", "Prize in a competition"),
        Text(
            "Waren Sie bei einem großen Berufs-Wettbewerb unter den ersten 3?",
            "Were you among the first 3 in a supraregional vocational competition?",
        ),
        after=_QUALIFIED,
    ),
    Fact(
        "begruendeter_vorschlag",
        "yes_no",
        "person",
        Text("Vorschlag vom Betrieb", "Recommendation"),
        Text(
            "Schlägt Ihr Betrieb oder die Berufs-Schule Sie vor?",
            "Does your employer or vocational school recommend you?",
        ),
        after=_QUALIFIED,
    ),
    Fact(
        "anrechnungszeiten",
        "yes_no",
        "person",
        Text("Anrechnung von Zeiten", "Credited times"),
        Text(
            "Hatten Sie so viel Eltern-Zeit oder Freiwilligen-Dienst, wie Sie über 24 Jahre sind?",
            "Did parental leave or voluntary service last as long as you are over 24?",
        ),
    ),
    Fact(
        "wochenstunden",
        "number",
        "person",
        Text("Arbeits-Stunden in der Woche", "Weekly working hours"),
        Text("Wie viele Stunden arbeiten Sie in der Woche?", "How many hours a week do you work?"),
        unit="Stunden",
        maximum=168,
        after=_AT_WORK,
    ),
    Fact(
        "arbeitslos_gemeldet",
        "yes_no",
        "person",
        Text("Arbeitslos gemeldet", "Registered as unemployed"),
        Text(
            "Sind Sie bei der Agentur für Arbeit arbeitslos gemeldet?",
            "Are you registered as unemployed?",
        ),
    ),
    Fact(
        "hochschulabschluss",
        "yes_no",
        "person",
        Text("Studium", "University degree"),
        Text("Haben Sie ein Studium abgeschlossen?", "Do you hold a university degree?"),
    ),
    Fact(
        "lese_schreib_rechen_bedarf",
        "yes_no",
        "person",
        Text("Lesen, Schreiben, Rechnen", "Reading, writing, calculating"),
        Text(
            "Möchten Sie besser lesen, schreiben oder rechnen?",
            "Would you like to read, write or calculate better?",
        ),
    ),
    Fact(
        "bruttolohn_monat",
        "number",
        "person",
        Text("Lohn im Monat", "Pay per month"),
        Text(
            "Wie hoch ist Ihr Lohn im Monat? Gemeint ist die Zahl vor den Abzügen (brutto).",
            "What is your pay per month, before deductions (gross)?",
        ),
        unit="Euro",
    ),
    Fact(
        "kursstunden_in_arbeitszeit",
        "number",
        "person",
        Text("Kurs in der Arbeits-Zeit", "Course in working time"),
        Text(
            "Wie viele Stunden vom Kurs sind in Ihrer Arbeits-Zeit?",
            "How many hours of the course are in your working time?",
        ),
        unit="Stunden",
    ),
    Fact(
        "schwerbehindert",
        "yes_no",
        "person",
        Text("Schwer-Behinderung", "Severe disability"),
        Text(
            "Haben Sie einen Ausweis für schwer-behinderte Menschen?",
            "Do you have a severe disability card?",
        ),
        health=True,
    ),
)
"""Every fact, in the order in which pages ask when nothing else decides; health last."""

BY_NAME: Mapping[str, Fact] = {fact.name: fact for fact in FACTS}
LIMITS: Mapping[str, Limits] = {fact.name: fact.limits for fact in FACTS if fact.limits}
PLACE: Mapping[str, int] = {fact.name: place for place, fact in enumerate(FACTS)}
