"""What people say in a roundabout way, or only seem to say: families of words for their wishes."""

from datetime import date

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
    ("Excel 18-21 Uhr", ["evening"]),
    ("Yoga 14-16 Uhr", ["afternoon"]),
    ("Buchhaltung, 9-12 Uhr", ["morning"]),
    ("Ich hab um fünf Schluss, danach Spanisch", ["evening"]),
    ("Um drei bin ich mit der Arbeit durch, danach Nähen", ["afternoon"]),
    ("Ich muss um 13 Uhr zur Arbeit, davor ginge Nähen", ["morning"]),
    ("ab halb sieben könnte ich, Yoga", ["evening"]),
    ("wenn mein Mann von der Arbeit kommt, Nähen", ["evening"]),
    ("wenn der Laden zu ist, Buchhaltung", ["evening"]),
    ("nach dem Mittagessen, Yoga", ["afternoon"]),
    ("Bis eins sind die Kinder versorgt, Excel", ["morning"]),
    ("Die Tagesmutter hat bis eins, Excel", ["morning"]),
    ("während der Schulzeit von meinen Kindern, Excel", ["morning"]),
    ("die Woche über bin ich auf Montage, Stapler", ["weekend"]),
    ("ich bin voll berufstätig, Betriebswirt", ALONGSIDE),
    ("parallel zur Arbeit Bilanzbuchhalter", ALONGSIDE),
    ("meine Arbeitszeiten wechseln ständig, Meister", SHIFT),
    ("Ich arbeite mal morgens mal abends mal nachts, Meister", SHIFT),
    ("Teilzeitumschulung Büro", ["part_time"]),
    ("ein Tag pro Woche würde gehen, Excel", ["part_time"]),
    ("keine festen Kurszeiten, Umschulung", ["self_paced"]),
    ("in meinem Rhythmus lernen, Programmieren", ["self_paced"]),
    ("pracuję na pełny etat, kurs księgowości", ALONGSIDE),
    ("Kids are in school until one, bookkeeping", ["morning"]),
    ("Copiii sunt la școală până la unu, contabilitate", ["morning"]),
    ("أولادي في المدرسة حتى الساعة الواحدة، أريد دورة محاسبة", ["morning"]),
    ("Пару часов в неделю, английский", ["part_time"]),
    ("a few hours a week, English", ["part_time"]),
    ("whenever I have time, programming", ["self_paced"]),
    ("Sattlerei, Samstagsschule", ["weekend"]),
    ("Blockwochenenden, Coaching", ["weekend"]),
    ("von Freitagnachmittag bis Sonntag, Rhetorik", ["weekend"]),
    ("solange die Kita auf hat, Excel", ["morning"]),
    ("nachm Mittagessen hätt ich Luft, Yoga", ["afternoon"]),
    ("wann immer das Baby schläft, Excel", ["self_paced"]),
    ("häppchenweise, Englisch", ["self_paced"]),
    ("nicht mehr als drei Stunden am Tag, Büro", ["part_time"]),
    ("Ich bin Schichtarbeiter, Meister", SHIFT),
    ("meine Schichten wechseln, Meister", SHIFT),
    ("mit dem Job unter einen Hut bringen, Fachwirt", ALONGSIDE),
    ("neben der Maloche, Techniker", ALONGSIDE),
    ("tagsüber krieg ich nicht frei, abends geht es, Nähen", ["evening"]),
    ("once the kids are in bed, Excel", ["evening"]),
    ("Stapler, ers nach der arbet", ["evening"]),
    ("lesen lernen, morgns", ["morning"]),
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
    ("Wochenende gehört der Familie, Excel", ["weekend"]),
    ("Das Wochenende brauche ich zum Ausruhen, Pflege", ["weekend"]),
    ("nachmittags muss ich die Kinder von der Schule holen, Englisch", ["afternoon"]),
    ("Abends wird mir zu spät, Nähen", ["evening"]),
    ("am Abend ist bei mir Schluss, Nähen", ["evening"]),
    ("bin abends immer so fertig, Nähen", ["evening"]),
    ("Sonntags nie, Gitarre", ["weekend"]),
    ("Ganztags? Unmöglich mit Baby. Umschulung", ["full_time"]),
    ("nicht den ganzen Tag bitte, Verkauf", ["full_time"]),
    ("Ganze Tage schaffe ich nicht, Umschulung", ["full_time"]),
    ("weekends don't work for me, Excel", ["weekend"]),
    ("mornings are no good, sewing", ["morning"]),
    ("anything but weekends, sewing", ["weekend"]),
    ("Ganztags? Nee danke. Lager", ["full_time"]),
    ("Nach 18 Uhr fährt kein Bus mehr, Nähen", ["evening"]),
    ("abends gibt es bei mir keine Betreuung, Nähen", ["evening"]),
    ("samstags ist im Laden Hochbetrieb, Nähen", ["weekend"]),
    ("Physio hab ich vormittags, da passt kein Kurs rein. Nähen", ["morning"]),
    ("Hauptsache nicht, wenn Feierabend ist, Nähen", ["evening"]),
    ("Nähen, ohne dass das Wochenende draufgeht", ["weekend"]),
    ("morgens bitte keinen Unterricht, Nähen", ["morning"]),
    ("das Wochenende muss frei bleiben, Nähen", ["weekend"]),
    ("den ganzen Tag die Schulbank drücken geht nicht, Nähen", ["full_time"]),
    ("nachmittags bin ich zu nix zu gebrauchen, Nähen", ["afternoon"]),
    ("Samstag und Sonntag fallen aus, ansonsten flexibel, Nähen", ["weekend"]),
    ("weekends I can't, sewing", ["weekend"]),
]
FORMS = [
    ("Photoshop vom Sofa aus", "online"),
    ("Buchführung, in Ruhe daheim", "online"),
    ("am Rechner geht es auch, Datenschutz", "online"),
    ("live am Bildschirm, SAP", "online"),
    ("ohne hinzufahren, SAP", "online"),
    ("ich komme schlecht aus der Wohnung, Grafik", "online"),
    ("per Videochat, Englisch", "online"),
    ("ohne Präsenztermine, Englisch", "online"),
    ("ortsunabhängig, Englisch", "online"),
    ("Kurs von hier aus, Englisch", "online"),
    ("онлайн-курс английского", "online"),
    ("Online liegt mir nicht, Deutsch", "presence"),
    ("Online? Nein danke. Deutsch", "presence"),
    ("Fernkurs hab ich abgebrochen, Deutsch", "presence"),
    ("lieber persönlich als am Bildschirm, Excel", "presence"),
    ("zum Selbermachen daheim: Betriebswirt", "online"),
    ("Rhetorik im Seminarraum", "presence"),
    ("Ich brauch einen Lehrer vor mir, Mathe", "presence"),
    ("Onlinemarketing, aber wo man hingeht", "presence"),
    ("Nähen, kein YouTube", "presence"),
    ("Deutsch, nur mit echtem Lehrer", "presence"),
    ("Deutsch als Webkurs", "online"),
    ("Deutsch teilweise online", "blended"),
    ("mit echten Menschen lernen, Italienisch", "presence"),
    ("Mal im Homeoffice, mal im Seminarraum, Führung", "blended"),
    ("Teils zu Hause am Laptop und teils in der Schule, Fachwirt", "blended"),
    ("einen Teil online einen Teil vor Ort, Pflege", "blended"),
    ("online und in Präsenz gemischt, Pflege", "blended"),
    ("Хочу в групі, не через комп'ютер, англійська", "presence"),
    ("Uzaktan eğitim olmasın, Almanca", "presence"),
    ("erst online dann vor Ort, Meister", "blended"),
    ("ein paar Tage vor Ort und den Rest online, Meister", "blended"),
    ("Onlinekurs mit Präsenzphasen, Meister", "blended"),
    ("часть онлайн, часть очно, бухгалтер", "blended"),
    ("nix wo ich irgendwo hinfahren muss, Excel", "online"),
    ("vom heimischen PC, Excel", "online"),
    ("Die Wohnung ist mein Büro, ohne das Haus zu verlassen: Excel", "online"),
    ("Excel, gern im Internet", "online"),
    ("zu Hause hab ich kein Internet, Excel", "presence"),
    ("bitte kein Online-Quatsch, Excel", "presence"),
    ("ich will Leute um mich rum, Excel", "presence"),
    ("in-person, Excel", "presence"),
    ("halb Webinar halb Klassenzimmer, Excel", "blended"),
    ("Ab und zu treffen, den Rest online, Excel", "blended"),
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
    ("Совсем не умею на компьютере", "basic"),
    ("I know a bit of Excel and want more", "intermediate"),
    ("Маю А2, хочу Б1", "B1"),
    ("Mein Englisch ist A2, möchte weiterlernen", "B1"),
    ("Grundkurs Schweißen hab ich gemacht, was jetzt", "intermediate"),
    ("den Anfängerkurs Gitarre hab ich hinter mir", "intermediate"),
    ("Spanisch, Grundlagen sitzen noch", "intermediate"),
    ("Ein bisschen Englisch kann ich", "intermediate"),
    ("Mittelstufe Polnisch", "intermediate"),
    ("Spanisch Folgekurs", "intermediate"),
    ("Basiswissen vorhanden, Excel", "intermediate"),
    ("etwas Anspruchsvolles, kein Anfängerkram, Excel", "intermediate"),
    ("Ich bin schon ziemlich fit in Excel", "advanced"),
    ("ich kann kein bisschen nähen", "basic"),
    ("Bin absoluter Computer-Neuling", "basic"),
    ("von A2 auf B1 kommen", "B1"),
    ("Ich bin A2 und möchte B1 machen, Deutsch", "B1"),
    ("B2-Sprachkurs mit Abschluss", "B2"),
    ("Hab B2 zweimal nicht bestanden", "B2"),
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
    ("null Plan von Technik, Handy", "basic"),
    ("Ich versteh nur Bahnhof, Buchführung", "basic"),
    ("zwei linke Hände hab ich, Holz", "basic"),
    ("wo man nichts können muss, Malen", "basic"),
    ("Handy, ganz langsam erklärt", "basic"),
    ("die allerersten Schritte am PC", "basic"),
    ("Tablet für Opa, Grundlagen, vormittags", "basic"),
    ("complete novice, coding", "basic"),
    ("jestem zielony, komputer", "basic"),
    ("Word kann ich so halbwegs, jetzt mehr", "intermediate"),
    ("Einsteigerkurs wäre langweilig, Gitarre", "intermediate"),
    ("mit Photoshop hab ich schon öfter gearbeitet", "intermediate"),
    ("da möcht ich anknüpfen: Nähen", "intermediate"),
    ("für alte Hasen, Drehen", "advanced"),
    ("A2 bitti, B1 lazım", "B1"),
]
LANGUAGES = [
    ("Führerschein Theorie in Türkisch", "tr"),
    ("Englisch soll die Kurssprache sein, Data Science", "en"),
    ("der Lehrer soll Russisch können, Computer", "ru"),
    ("nicht auf Deutsch, lieber Russisch: Altenpflege", "ru"),
    ("Kasse, wenn jemand kein Deutsch kann", "other"),
]
STARTS = [
    "3. Quartal 2027, Excel",
    "im zweiten Quartal Excel",
    "Q1 2027 Excel",
    "zwischen den Jahren Excel",
    "direkt einsteigen, Lager",
    "es eilt, Gabelstapler",
    "Im Mai läuft mein Vertrag aus, von da an hätt ich Zeit, Excel",
    "od poniedziałku, kucharz",
    "из дома, с понедельника, бухгалтер",
    "de luni, bucătar",
    "nach Karneval Umschulung",
    "ab Montag, Pflege",
    "Anfang des Jahres, Pflege",
    "los gehts am besten gleich, Pflege",
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
    ("Nähkurs, der nicht so ins Geld geht", {"cheap": True}),
    ("Nähkurs, ohne dass ich was zahlen muss", {"free": True}),
    ("Nähkurs, kosten darf er nix", {"free": True}),
    ("Was steht mir zu wenn ich eine Ausbildung nachhole?", {"kind": "funding"}),
    ("Ist der Kurs förderfähig?", {"kind": "funding"}),
    ("erschwinglich, Nähen", {"cheap": True}),
    ("mehr als 500 darf der Kurs nicht kosten, Nähen", {"max_price_cents": 50000}),
    ("dreihundertfünfzig Euro maximal, Nähen", {"max_price_cents": 35000}),
    ("сто пятьдесят евро максимум, шитьё", {"max_price_cents": 15000}),
    ("Hauptsache es kostet mich keinen Cent, Nähen", {"free": True}),
    ("ohne Kursgebühr, Nähen", {"free": True}),
    ("ich hab kein Geld für Kurse, Nähen", {"free": True}),
    ("Wer trägt die Kosten für die Umschulung?", {"kind": "funding"}),
    ("Welche Fördertöpfe gibt es für Firmen?", {"kind": "funding"}),
    ("Kann man sich den Führerschein bezahlen lassen?", {"kind": "funding"}),
    ("Can I get money for retraining?", {"kind": "funding"}),
    ("krieg ich Geld wenn ich eine Umschulung mache", {"kind": "funding"}),
    ("wovon soll ich leben in der Umschulung", {"kind": "funding"}),
    ("Оплатит ли джобцентр водительские права?", {"kind": "funding"}),
    ("Nähen, kost mich dat nix?", {"free": True}),
    ("Gebühren darf es keine geben, Nähen", {"free": True}),
    ("Nähen, ohne Zuzahlung", {"free": True}),
    ("Nähen, ohne dass ich was drauflegen oder dazuzahlen muss", {"free": True}),
    ("it must not cost me a penny, sewing course", {"free": True}),
    ("на халяву, шитьё", {"free": True}),
    ("gibt es Knete für die Meisterschule", {"kind": "funding"}),
    ("Wer löhnt den Führerschein?", {"kind": "funding"}),
    ("Was steuert das Land bei?", {"kind": "funding"}),
    ("Welchen Antrag muss ich für den Kurs stellen?", {"kind": "funding"}),
    ("Welche Töpfe gibt es für Gesellen", {"kind": "funding"}),
    ("Den Meister kann ich mir nicht leisten, wer gibt was dazu?", {"kind": "funding"}),
    ("Who would sponsor my training?", {"kind": "funding"}),
    ("Cine dă bani pentru curs?", {"kind": "funding"}),
    ("Eğitimin parasını kim öder?", {"kind": "funding"}),
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
    "Wann ist der nächste Kurs?",
    "Die Berufsgenossenschaft zahlt mir eine neue Lehre",
    "Der Kran steht mir zu still",
    "Am Wochenende kommen immer die meisten Gäste, ich will kellnern",
    "Die Kunden wollen alles sofort, Reklamation",
    "Im Januar bin ich nach Deutschland gekommen",
    "Bei der letzten Umschulung war alles online, das war furchtbar",
    "Online hab ich mich schon beworben, jetzt kommt das Gespräch",
    "Ich arbeite im Homeoffice und brauche Excel",
    "Vollzeit Mama, will wieder in den Beruf",
    "Ich bin Sekretärin und seit zwei Jahren in Teilzeit",
    "Deutsch B2 vorhanden, Umschulung Logistik",
    "Haus der Energieklasse B2",
    "Ich betreue kostenlos Nachbarn und will das beruflich machen",
    "I bend pipes in a workshop",
    "أقرأ العربية فقط ولا أعرف الحروف اللاتينية",
    "Ich arbeite in Teilzeit und will Excel lernen",
    "muss nicht billig sein, Nähen",
    "Photoshop Profi werden",
    "Ich möchte mit Klavier beginnen",
    "In der Kita spreche ich mit Müttern von überall her",
    "Fördertöpfe kennen und Anbieter finden",
    "Die Kollegen kriegen Geld zurück, ich will die Steuer auch selber können",
    "Ausbildung zum Trainer, ich trau mich nicht unter Leute",
    "Ich bringe abends Pakete aus und will ins Büro",
    "Ich fahre Nachtschicht bei Ford und will umschulen",
    "I do night shifts, I want to become a nurse",
    "Die Vollzeitstelle ist gekündigt, Tierpflege",
    "Umsonst hab ich mich beworben",
    "Früher war ich Einsteiger, heute Vorarbeiter",
    "Führung von Leuten im Homeoffice",
    "Die Rentenkasse zahlt mir eine Umschulung",
    "Am lucrat noaptea, acum vreau la birou",
    "Раніше працювала у вечірній школі, хочу в садок",
    "كنت أعمل ليلا والآن أريد مهنة جديدة",
    "Die Lehrgänge kosten 740 Euro",
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


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("ab KW 30 Excel", (date(2027, 7, 26), date(2027, 8, 1))),
        ("KW 99 Excel", (None, None)),
        ("3. Quartal 2027, Excel", (date(2027, 7, 1), date(2027, 9, 30))),
        ("im zweiten Quartal Excel", (date(2027, 4, 1), date(2027, 6, 30))),
        ("2. Quartal 1999, Excel", (None, None)),
        ("zwischen den Jahren Excel", (date(2026, 12, 24), date(2027, 1, 6))),
        ("nach den Ferien Excel", (date(2027, 1, 9), None)),
        ("nach Pfingsten Excel", (date(2027, 5, 18), None)),
        ("nach Karneval Excel", (date(2027, 2, 10), None)),
        ("zum neuen Schuljahr Erzieher", (date(2027, 8, 1), date(2027, 9, 15))),
        ("übernächsten Monat Excel", (date(2027, 1, 1), date(2027, 1, 31))),
    ],
)
def test_a_start_that_is_named_by_the_calendar_has_its_days(text, window):
    seen = understand(text, ATLAS, TODAY)
    assert (seen.start_from, seen.start_until) == window


@pytest.mark.parametrize(("text", "wishes"), MONEY)
def test_money_is_told_in_many_ways(text, wishes):
    assert _wishes(text) == wishes


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_a_wish_is_none(text):
    assert _wishes(text) == {}
