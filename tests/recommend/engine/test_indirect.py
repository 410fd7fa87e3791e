"""What people say in a roundabout way, or only seem to say: families of words for their wishes."""

import pytest

from mentorhub.recommend.engine.intent import understand
from tests.recommend.engine.doubles import TODAY, Atlas
from tools.wishes import understood

ATLAS = Atlas()
ALONGSIDE = ["evening", "part_time", "self_paced", "weekend"]
SHIFT = ["part_time", "self_paced", "weekend"]


def _wishes(text):
    found = understood(understand(text, ATLAS, TODAY))
    found.pop("radius_km", None)
    return found


TIMES = [
    ("Feierabendkurs Fotografie", ["evening"]),
    ("nach Dienstschluss, Rhetorik", ["evening"]),
    ("nach der Schicht was mit Holz", ["evening"]),
    ("Excel, wenn die Kinder im Bett sind", ["evening"]),
    ("Et geht nur ovends, Nähen", ["evening"]),
    ("after my shift, welding", ["evening"]),
    ("ich bin bis 17 Uhr im Büro, Spanisch", ["evening"]),
    ("ich arbeite Kontischicht, SPS", SHIFT),
    ("Busfahrer, mal früh mal spät, Englisch", SHIFT),
    ("mein Dienstplan ist jede Woche anders, Nähen", SHIFT),
    ("geteilter Dienst, Excel", SHIFT),
    ("Ich will meinen Job behalten und trotzdem Techniker werden", ALONGSIDE),
    ("Mittwoch hab ich frei, Excelkurs", ["afternoon", "morning"]),
    ("dienstags hab ich immer frei, nähen", ["afternoon", "morning"]),
    ("mein freier Montag, Malen", ["afternoon", "morning"]),
    ("Yoga sa so", ["weekend"]),
    ("nur Samstach, Stapler", ["weekend"]),
    ("am WE Stapler", ["weekend"]),
    ("Umschulung von 8 bis 16 Uhr", ["full_time"]),
    ("Bildungsurlaub, eine Woche am Stück", ["full_time"]),
    ("wenn meine Tochter in der Schule ist, Nähen", ["morning"]),
    ("um 12 muss ich die Kleine vom Kindergarten abholen, Kurs Pflege", ["morning"]),
    ("Kita macht um 14 Uhr zu, Umschulung", ["morning"]),
    ("sobald die Schule aus ist hol ich sie, Kurs davor", ["morning"]),
    ("while my kid is at kindergarten, German course", ["morning"]),
    ("ohne feste Termine, Webseiten bauen", ["self_paced"]),
    ("bitte ohne Stundenplan: Programmieren", ["self_paced"]),
    ("wo ich mir das selber einteilen kann, Pädagogik", ["self_paced"]),
    ("пока дети в школе, бухгалтерия", ["morning"]),
    ("دورة محاسبة عندما يكون أطفالي في المدرسة", ["morning"]),
]
NOT_TIMES = [
    ("Ich hab abends Chor und Feuerwehr, Rettungssanitäter", ["evening"]),
    ("Am Wochenende bin ich immer bei meiner Mutter, Pflegekurs", ["weekend"]),
    ("abends is nich, da bin ich platt, Kranschein", ["evening"]),
    ("Abendschule will ich nicht, Industriemeister", ["evening"]),
    ("aber nicht 8 Stunden am Tag, Sozialassistent", ["full_time"]),
    ("alles vor 12 ist nix für mich, Gamedesign", ["morning"]),
    ("cant do evenings, bookkeeping", ["evening"]),
    ("abends kommt nicht in Frage, Nähen", ["evening"]),
    ("Wochenende ist nicht drin, Nähen", ["weekend"]),
    ("vormittags fällt raus, Nähen", ["morning"]),
    ("nix Abendliches, Blumen binden", ["evening"]),
    ("samstags bin ich arbeiten, Nähen", ["weekend"]),
]
FORMS = [
    ("Photoshop vom Sofa aus", "online"),
    ("Buchführung, in Ruhe daheim", "online"),
    ("am Rechner geht es auch, Datenschutz", "online"),
    ("live am Bildschirm, SAP", "online"),
    ("ohne hinzufahren, SAP", "online"),
    ("ich komme schlecht aus der Wohnung, Grafik", "online"),
    ("zum Selbermachen daheim: Betriebswirt", "online"),
    ("Rhetorik im Seminarraum", "presence"),
    ("Ich brauch einen Lehrer vor mir, Mathe", "presence"),
    ("Onlinemarketing, aber wo man hingeht", "presence"),
    ("Nähen, kein YouTube", "presence"),
    ("mit echten Menschen lernen, Italienisch", "presence"),
    ("Mal im Homeoffice, mal im Seminarraum, Führung", "blended"),
    ("Teils zu Hause am Laptop und teils in der Schule, Fachwirt", "blended"),
    ("einen Teil online einen Teil vor Ort, Pflege", "blended"),
    ("online und in Präsenz gemischt, Pflege", "blended"),
]
LEVELS = [
    ("idiotensicher erklärt, Steuererklärung", "basic"),
    ("Excel für Dummies", "basic"),
    ("für Leute die gar nix können: Internet", "basic"),
    ("keinen blassen Schimmer von Technik, Stapler", "basic"),
    ("noch nie eine Maus in der Hand gehabt", "basic"),
    ("I never used a computer before", "basic"),
    ("никогда не работал на компьютере", "basic"),
    ("sunt începător total, sudură", "basic"),
    ("Grundkurs Schweißen hab ich gemacht, was jetzt", "intermediate"),
    ("den Anfängerkurs Gitarre hab ich hinter mir", "intermediate"),
    ("Spanisch, Grundlagen sitzen noch", "intermediate"),
    ("Ein bisschen Englisch kann ich", "intermediate"),
    ("Mittelstufe Polnisch", "intermediate"),
    ("Gebärdensprache, die erste Stufe hab ich", "intermediate"),
    ("Excel kann ich schon ganz gut, jetzt Makros", "advanced"),
    ("Masterclass Fotografie", "advanced"),
    ("Excel für Könner", "advanced"),
    ("deutsch b zwei", "B2"),
    ("Deutsch B 1 Kurs", "B1"),
    ("B1 reicht nicht, ich muss eins höher", "B2"),
    ("Was kommt nach B1", "B2"),
    ("A2 bitirdim B1 kursu arıyorum", "B1"),
    ("Ich kann A1 und ein bisschen A2, Kurs bis B1", "B1"),
    ("Deutsch B1 nicht bestanden, nochmal", "B1"),
]
LANGUAGES = [
    ("Führerschein Theorie in Türkisch", "tr"),
    ("Englisch soll die Kurssprache sein, Data Science", "en"),
    ("der Lehrer soll Russisch können, Computer", "ru"),
    ("nicht auf Deutsch, lieber Russisch: Altenpflege", "ru"),
    ("Kasse, wenn jemand kein Deutsch kann", "other"),
]
STARTS = [
    "nach Karneval Umschulung",
    "zum nächstmöglichen Zeitpunkt Umschulung",
    "übernächsten Monat Excel",
    "nach den Ferien Excel",
    "zum neuen Schuljahr Erzieher",
    "nach Pfingsten Excel",
    "ab KW 10 Excel",
    "dieses Frühjahr Excel",
    "next spring, Excel",
    "od przyszłego miesiąca, kucharz",
    "de luna viitoare, bucătar",
    "з наступного місяця, помічник медсестри",
    "Gelecek ay başlayan aşçılık kursu",
    "من الشهر القادم أريد دورة لحام",
]
MONEY = [
    ("bei 300 ist Schluss, Staplerschein", {"max_price_cents": 30000}),
    ("200 Euro sind das Limit, Nähen", {"max_price_cents": 20000}),
    ("unter neunhundert Euro, Nähen", {"max_price_cents": 90000}),
    ("klamm bei Kasse, Nähen", {"cheap": True}),
    ("krieg ich Geld wenn ich eine Umschulung mache", {"kind": "funding"}),
    ("wovon soll ich leben in der Umschulung", {"kind": "funding"}),
    ("Оплатит ли джобцентр водительские права?", {"kind": "funding"}),
]
NOTHING = [
    "Früher hab ich einen Abendkurs gemacht. Jetzt such ich Buchhaltung",
    "my husband studied at weekends last year, I want a sewing class",
    "муж раньше учился вечером, а мне нужен курс",
    "mąż pracuje wieczorami, szukam kursu szycia",
    "Mein Cousin hat umsonst den Staplerschein gemacht, ich will auch",
    "Meditation online anleiten",
    "Ich unterrichte selbst online Deutsch und will mehr über Legasthenie wissen",
    "Anfänger unterrichten im Schwimmen",
    "Fortgeschrittene Demenz, wie geht man damit um",
    "Ich hab keine Ahnung, was es alles gibt",
    "Rechnen kann ich gut, den Plan vom Chef verstehe ich nicht",
    "Mahnungen auf dem Küchentisch sortieren",
    "Als Hilfe am Schreibtisch anfangen",
    "Zombies an Karneval schminken",
    "Erste Hilfe für den Hund",
    "Hauswirtschaft, den ganzen Tag bin ich auf den Beinen",
    "Пеку торты дома, хочу стать кондитером",
    "ніколи не хворіє, хочу вчити роботів",
    "Teleskoplader Stufe 2",
    "Ausbildung zum Trainer, ich trau mich nicht unter Leute",
]


@pytest.mark.parametrize(("text", "times"), TIMES)
def test_times_are_told_in_many_ways(text, times):
    assert _wishes(text)["times"] == times


@pytest.mark.parametrize(("text", "times"), NOT_TIMES)
def test_times_are_refused_in_many_ways(text, times):
    found = _wishes(text)
    assert (found["not_times"], found.get("times")) == (times, None)


@pytest.mark.parametrize(("text", "form"), FORMS)
def test_forms_are_told_in_many_ways(text, form):
    assert _wishes(text)["form"] == form


@pytest.mark.parametrize(("text", "level"), LEVELS)
def test_levels_are_told_in_many_ways(text, level):
    assert _wishes(text)["level"] == level


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_languages_are_told_in_many_ways(text, language):
    assert _wishes(text)["language"] == language


@pytest.mark.parametrize("text", STARTS)
def test_starts_are_told_in_many_ways(text):
    assert _wishes(text)["start"]


@pytest.mark.parametrize(("text", "wishes"), MONEY)
def test_money_is_told_in_many_ways(text, wishes):
    assert _wishes(text) == wishes


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_a_wish_is_none(text):
    assert _wishes(text) == {}
