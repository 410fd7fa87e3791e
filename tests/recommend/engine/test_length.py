"""How long it may take: said in plain words of eight languages, and what only sounds like it."""

from datetime import date

import pytest

from mentorhub.recommend.engine.columns import UNKNOWN, Columns
from mentorhub.recommend.engine.document import Given
from mentorhub.recommend.engine.intent import understand
from mentorhub.recommend.engine.intent.length import MOST_DAYS, days_of
from mentorhub.recommend.engine.wishes import NEAR_COST, UNKNOWN_COST, Wishes, costs, filters
from tests.recommend.engine.doubles import TODAY, Atlas, course

ATLAS = Atlas()


def _understood(text, without=()):
    return understand(text, ATLAS, TODAY, without)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Schweißkurs höchstens 3 Monate", 93),
        ("Schweißkurs, höchstens drei Monate", 93),
        ("Kurs Buchhaltung, nicht länger als ein halbes Jahr", 186),
        ("max. 6 Wochen Excel", 42),
        ("Excel, max 6 Wochen", 42),
        ("Excel, maximal 6 Wochen lang", 42),
        ("kurzer Kurs Gabelstapler", 31),
        ("ein kurzes Seminar zu Rhetorik", 31),
        ("Ich suche etwas Kurzes zum Thema Lager", 31),
        ("Staplerschein, nur ein paar Tage", 7),
        ("few days forklift course", 7),
        ("welding course, at most 3 months", 93),
        ("Excel course no longer than 6 weeks", 42),
        ("accounting, not longer than half a year", 186),
        ("short course in welding", 31),
        ("IT-Kurs bis zu 2 Wochen", 14),
        ("Kinderpflege höchstens 3 Monate", 93),
        ("Pflegekurs unter einem Monat", 31),
        ("Ein Kurs, der 6 Wochen dauert, Pflege", 42),
        ("6-wöchiger Pflegekurs", 42),
        ("dreimonatiger Lehrgang Lager", 93),
        ("3-monatiger Lehrgang Lager", 93),
        ("eintägiger Erste-Hilfe-Kurs", 1),
        ("Erste Hilfe an einem Tag", 1),
        ("2 Wochen Kurs Excel", 14),
        ("Umschulung in 6 Monaten schaffen", 186),
        ("Weiterbildung in sechs Monaten fertig", 186),
        ("länger als 3 Monate kann ich nicht, Buchhaltung", 93),
        ("Kurs Excel, soll nicht so lange dauern", 31),
        ("Excel, dauert nicht so lange", 31),
        ("nicht zu lang, Excel", 31),
        ("Ich habe nur 3 Monate Zeit, will was mit Pflege lernen", 93),
        ("kurze Umschulung zum Fachlageristen", 366),
        ("Kurs höchstens 12 Monate IT", 366),
        ("Umschulung höchstens 2 Jahre", 732),
        ("Umschulung, maximal zwei Jahre", 732),
        ("Crashkurs Excel in 2 Wochen fertig", 14),
        ("2-jährige Umschulung zum Elektriker", 732),
        ("3-Monats-Kurs Excel", 93),
        ("4 bis 6 Wochen Kurs Excel", 42),
        ("vier Wochen am Stück Fahrradmechaniker", 28),
        ("three month course in welding", 93),
        ("quick course for forklift", 31),
        ("höchstens ein Jahr, Erzieher", 366),
        ("nur einen Tag lang, Erste Hilfe", 1),
        ("maximal 5 Tage, Staplerschein", 5),
        ("wenige Tage, Kettensäge", 7),
        ("für höchstens 2 Wochen, Englisch", 14),
    ],
)
def test_how_long_it_may_take_is_understood(text, days):
    seen = _understood(text)
    assert seen.max_days == days
    assert {chip.id: dict(chip.params) for chip in seen.chips}["length"] == {"max_days": str(days)}


@pytest.mark.parametrize(
    "text",
    [
        "Excel in ein paar Wochen",
        "Kurs in 3 Monaten",
        "seit 3 Monaten arbeitslos, Kurs Lager",
        "Ich bin seit höchstens 3 Monaten arbeitslos",
        "Ich habe 2 Jahre Erfahrung im Lager",
        "ich habe höchstens 2 Jahre Berufserfahrung, Lager",
        "mein Kind ist 3 Jahre alt, Kurs Pflege",
        "Kurs Tagesmutter, Kinder unter 3 Jahren",
        "Betreuung von Kindern bis 3 Jahre",
        "Ich bin 45 Jahre alt und will Excel lernen",
        "50-jähriger sucht Kurs Excel",
        "in 2 Wochen anfangen Excel",
        "spätestens in 3 Monaten anfangen Excel",
        "Kurs höchstens 2 Tage die Woche",
        "an einem Tag in der Woche Deutsch",
        "maximal 3 Tage pro Woche Excel",
        "mindestens 6 Monate Ausbildung Pflege",
        "unter der Woche Excel",
        "Kurzwaren verkaufen",
        "Kurzzeitpflege lernen",
        "Vertrag bis 3 Monate befristet, Excel lernen",
        "ich habe 3 Jahre gearbeitet und will Excel lernen",
        "nach 2 Jahren Pause wieder arbeiten, Excel",
        "Elternzeit noch 3 Monate, Kurs Excel",
        "vor 2 Jahren Kurs gemacht, Excel",
        "kurze Texte schreiben lernen",
        "innerhalb von 3 Monaten anfangen Excel",
        "within 3 months start Excel course",
        "ab nächsten Monat Excel",
        "Ich mache gerade 3 Wochen Praktikum, suche Lagerkurs",
        "meine Tochter ist unter 3 Jahre, Excel Kurs",
        "Excel bis 17 Uhr",
        "Ich habe noch 2 Jahre bis zur Rente, Excel",
        "zwanzig Jahre Bau, jetzt Büro",
        "kurz vor der Rente, Excel lernen",
        "short of money, excel",
        "10 Tage Bildungsurlaub in Köln",
        "Excel, 3 Monate Praktikum habe ich schon",
        "in höchstens 3 Monaten anfangen, Excel",
        "ich wohne seit zwei Jahren in Köln, Excel",
        "Sprachkurs für Kinder bis 12 Jahre leiten",
        "Probezeit dauert 6 Monate, Excel lernen",
        "Krankenstand dauert 3 Monate, Excel lernen",
        "die Ausbildung zur Pflegefachkraft, 3 Jahre",
        "habe 1 Jahr Zeit gebraucht",
        "bis in 2 Jahren",
    ],
)
def test_beginnings_ages_work_and_weeks_are_no_length(text):
    assert _understood(text).max_days is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Excel kursu arıyorum, en fazla 3 ay", 93),
        ("Kaynak kursu, 3 aydan uzun olmasın", 93),
        ("Kurs 6 haftadan kısa olsun istiyorum", 42),
        ("kısa bir kurs arıyorum, Excel", 31),
        ("sadece birkaç gün sürsün, forklift kursu istiyorum", 7),
        ("yarım yıldan uzun olmasın, muhasebe kursu istiyorum", 186),
        ("3 aydır işsizim, Excel kursu istiyorum", None),
        ("3 ay sonra başlamak istiyorum", None),
        ("Szukam kursu spawania, najwyżej 3 miesiące", 93),
        ("Szukam kursu Excel, nie dłużej niż 6 tygodni", 42),
        ("kurs księgowości, maksymalnie pół roku", 186),
        ("szukam krótkiego kursu Excel", 31),
        ("tylko kilka dni, kurs na wózek widłowy", 7),
        ("kurs najwyżej dwa tygodnie, Excel", 14),
        ("od 3 miesięcy jestem bezrobotny, szukam kursu", None),
        ("za 3 miesiące chcę zacząć kurs Excel", None),
        ("курс сварщика, не больше 3 месяцев", 93),
        ("ищу курс Excel не дольше 6 недель", 42),
        ("курс бухгалтера, максимум полгода", 186),
        ("ищу короткий курс Excel", 31),
        ("только несколько дней, курс погрузчика", 7),
        ("курс до трёх месяцев, Excel", 93),
        ("я 3 месяца без работы, хочу курс Excel", None),
        ("через 3 месяца хочу начать курс", None),
        ("3 года опыта на складе, хочу курс", None),
        ("курс зварювання, не більше 3 місяців", 93),
        ("шукаю курс Excel, не довше 6 тижнів", 42),
        ("курс бухгалтера, максимум пів року", 186),
        ("шукаю короткий курс Excel", 31),
        ("тільки кілька днів, курс навантажувача", 7),
        ("уже 3 місяці без роботи, шукаю курс", None),
        ("Caut curs de sudură, cel mult 3 luni", 93),
        ("Caut curs Excel, nu mai mult de 6 săptămâni", 42),
        ("curs de contabilitate, maxim jumătate de an", 186),
        ("caut un curs scurt de Excel", 31),
        ("doar câteva zile, curs stivuitor vreau", 7),
        ("de 3 luni sunt șomer, caut curs Excel", None),
        ("peste 3 luni vreau să încep curs", None),
        ("أريد دورة لحام لا تزيد عن 3 أشهر", 93),
        ("دورة اكسل، 6 أسابيع على الأكثر", 42),
        ("دورة محاسبة، نصف سنة كحد أقصى", 186),
        ("أريد دورة قصيرة في اكسل", 31),
        ("بضعة أيام فقط، دورة رافعة شوكية", 7),
        ("دورة اكسل أقل من شهرين", 62),
        ("أنا بدون عمل منذ 3 أشهر وأريد دورة", None),
        ("بعد 3 أشهر أريد أن أبدأ دورة", None),
        ("عندي خبرة 3 سنوات، أريد دورة", None),
    ],
)
def test_other_languages_say_how_long_too(text, days):
    assert _understood(text).max_days == days


def test_the_words_of_a_length_are_no_topic_and_come_back_without_its_chip():
    text = "Schweißkurs, höchstens 3 Monate"
    assert _understood(text).topic == "Schweißkurs"
    kept = _understood(text, without={"length"})
    assert (kept.max_days, kept.topic) == (None, "Schweißkurs")


def test_a_length_and_a_beginning_are_two_wishes():
    seen = _understood("Excel ab März 2027, höchstens 6 Wochen")
    assert (seen.max_days, seen.start_from) == (42, date(2027, 3, 1))


@pytest.mark.parametrize("text", ["höchstens 0 Monate Excel", "höchstens 999 Jahre Excel"])
def test_what_no_course_can_take_is_no_wish(text):
    assert _understood(text).max_days is None


@pytest.mark.parametrize(
    ("said", "days"),
    [(("1", "jahr"), 366), (("12", "monate"), 366), (("6", "monate"), 186), (("halbes", "jahr"), 186),
     (("anderthalb", "jahre"), 552), (("zwei", "wochen"), 14), (("viele", "wochen"), None)],
)  # fmt: skip
def test_a_length_counts_the_longest_months_and_years(said, days):
    assert days_of(*said) == days
    assert days is None or days <= MOST_DAYS


OFFERS = [
    course("day", "Kurs", days=1),
    course("weeks", "Kurs", days=40),
    course("longer", "Kurs", days=49),
    course("year", "Kurs", days=300),
    course("unknown", "Kurs"),
    course("told", "Kurs", text="Dauer: 3 Wochen, abends"),
    course("vague", "Kurs", text="Dauer: 3 Wochen. Das Praktikum: Dauer 2 Wochen"),
]


def test_a_text_that_tells_one_length_is_believed():
    assert Columns.of(OFFERS).days.tolist() == [1, 40, 49, 300, UNKNOWN, 21, UNKNOWN]


def test_what_takes_no_longer_costs_nothing_and_what_takes_much_longer_most():
    seen = costs(Wishes(max_days=42), Columns.of(OFFERS), TODAY)["length"].tolist()
    assert seen[:2] == [0, 0]
    assert seen[2] == pytest.approx(NEAR_COST)
    assert seen[3] == 1
    assert seen[4:] == pytest.approx([UNKNOWN_COST, 0, UNKNOWN_COST])


def test_a_given_length_leaves_what_is_known_to_fit():
    mask = filters(Given(max_days=42), Columns.of(OFFERS), ATLAS, TODAY)["max_days"]
    assert [offer.key for offer, fits in zip(OFFERS, mask, strict=True) if fits] == [
        "day", "weeks", "told",
    ]  # fmt: skip


def test_columns_of_two_parts_keep_their_lengths():
    one, other = Columns.of(OFFERS[:2]), Columns.of(OFFERS[2:4])
    both = Columns.joined(one, other, rows=[3, 0])
    assert both.days.tolist() == [300, 1]
    assert both.only(0).days.tolist() == [300]
