"""What people say for times: the words of the finder in ``schedule``."""

from mentorhub.recommend.engine.intent.sentence import said

_COURSE = r"(?:kurs|lehrgang|unterricht|umschulung|ausbildung|weiterbildung|schule|modell)"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?"
_LATE = r"(?:1[6-9]|2[0-2])(?:[:.]\d\d)?"
_FREE_DAY = r"(?:samstag|sonntag|sonnabend)(?:s|e|en)?"
_NOON = r"(?:11|12|13|14)(?:[:.]\d\d)?"
_HALF_NOON = r"halb (?:zwölf|eins|zwei|12|1|2)"
_BEGIN = r"(?:halb )?(?:acht|neun|zehn|8|9|10)(?:[:.]\d\d)?(?: uhr)?"
_FIVE = r"(?:vier|fünf|sechs|sieben)"
_ONE = r"(?:elf|zwölf|ein|eins|zwei|halb (?:zwölf|eins|zwei)|1[1-4](?:[:.]\d\d)?)"
_MIDDAY = r"(?:halb )?(?:elf|zwölf|eins|ein|zwei|1[0-4]|1|2)(?:[:.]\d\d)?(?: uhr)?"
_LOOKED_AFTER = (
    r"(?:schule|grundschule|kita|krippe|kindergarten|kiga|hort|ogs|tagespflege|tagesmutter"
    r"|spielgruppe|betreuung|school|kindergarten|nursery|daycare)"
)
LOOKED_AFTER = frozenset(_LOOKED_AFTER.strip("(?:)").split("|"))
_SMALL_ONES = (
    r"(?:baby|kinder|kids|jungs|mädchen|blagen|kurzen|kleinen?|zwillinge|kind|tochter|sohn)"
)
_IS = r"(?: (?:sind|ist))?"
_BACK = r"(?:wieder|zurück|daheim|heim|zu ?hause|draussen)"
_SHIFT = (
    r"(?:drei|zwei|vier|3|2|4|wechsel|nacht|früh|spät|konti|conti|vollkonti|rotations"
    r"|dauernacht)?-?schicht"
)
_TWO = r"(?:(?:früh|spät|nacht) (?:und|oder) )?"
_HOW = (
    r"(?:en|dienst\w*|arbeit|betrieb|system|plan|ler\w*|modell|gänger\w*|rhythmus)?"
    r"(?: im wechsel)?"
)
_LESSONS = (
    r"-?(?:kurs|lehrgang|lehrgänge|unterricht|seminar|ausbildung|weiterbildung|fortbildung|schulung"
    r"|workshop|training|termin|gruppe|klasse|schule|modul|studium|block|blöcke|veranstaltung)\w*"
)
_NOW_EARLY = r"mal (?:früh|morgens|vormittags|tags)"
_NOW_LATE = r"mal (?:spät|abends|nachts|mittags)"
_CHANGING = r"(?:wechselnde|unregelmässige|verschiedene|geteilte|rollierende)\w*"
DAYS = r"(?:montag|dienstag|mittwoch|donnerstag|freitag)"
_WORK = r"(?:arbeit|maloche|schicht|frühschicht|arbeitszeit|tour|frühdienst)"
_SHOP = r"(?:laden|salon|geschäft|imbiss|restaurant|betrieb)"
_PARTNER = r"(?:mann|frau|partner\w*|freund\w*)"
_FROM_WORK = r"(?:von der arbeit|nach hause|heim)"
_CARE = r"(?:kita|schule|kindergarten|krippe|hort|betreuung)"
_WHILE = r"(?:wenn|während|solange|solang|sobald|when|while|once)"
_GONE = r"(?:aus dem haus|versorgt|weg|gut untergebracht)"
_DONE = r"(?:aus|um|vorbei|zu ende|fertig)"

# The first that finds a word keeps it, so the longer and clearer ones come first.
SAID = (
    ("evening", said(rf"nach (?:der |die |meiner |meine )?{_WORK}"), ("evening",)),
    (
        "shift",
        said(
            rf"""
            (?:(?:arbeite )?(?:im|in) )?{_TWO}{_SHIFT}{_HOW}
            (?:(?<=bin )|(?<=, ))schichtarbeiter\w*(?= (?:$|[,.;!?]))|rollende woche|rollierend\w*
            früh ?,? ?spät ?,? ?(?:und )?nacht(?= (?:$|[,.;!?]))
            tag ?(?:,|und)? ?nacht im wechsel(?= (?:$|[,.;!?]))
            (?:weiss|erfahre|kenne) (?:\w+ ){{0,2}}(?:nie|nicht|kurzfristig) ,? ?wann ich arbeite\w*
            (?:meine )?(?:dienste|schichten) (?:wechseln|ändern sich|sind (?:\w+ )?unregelmässig)
            dienstplan (?:kommt|wechselt|ist) (?:\w+ ){{0,3}}(?:kurzfristig|chaotisch|unregelmässig)
            (?:jede woche|ständig|dauernd|immer) (?:andere|wechselnde) (?:dienste|schichten|zeiten)
            {_CHANGING} (?:arbeits)?(?:zeiten|schichten|dienste?)|shift work
            (?:work )?(?:in )?(?:rotating )?shifts|(?:wechsel|turnus)dienste?
            mal früh(?:dienst|s)?(?:,| und)? mal spät(?:dienst|s)?
            (?:dienstplan|arbeitszeiten?) (?:\w+ ){{1,4}}anders
            (?:jede woche|jeden tag) (?:einen )?ander\w+ (?:dienst(?:plan|zeiten)?|schicht)
            (?:jede woche|jeden tag) (?:einen )?ander\w+ arbeitszeiten
            (?:tag|früh|spät) und (?:nacht|spät) im wechsel
            im wechsel (?:früh|tag) und (?:spät|nacht)
            arbeitszeiten (?:wechseln|ändern sich|sind (?:\w+ )?(?:verschieden|unterschiedlich))
            arbeite (?:immer )?{_NOW_EARLY}(?: ,| und)? {_NOW_LATE}(?:(?: ,| und)? {_NOW_LATE})?
            früh-? und spätdienst|früh- ?(?:,|und) spät-? ?(?:und nacht)?dienst
            """
        ),
        ("self_paced", "weekend", "part_time"),
    ),
    (
        "alongside_work",
        said(
            r"""
            berufsbegleitend\w*|nebenberuflich\w*|nebenbei
            neben (?:der|meiner|dem|meinem)? ?(?:maloche|schicht)
            neben (?:der|meiner|dem|meinem)? ?(?:haupt(?:job|beruf)|brotjob|plackerei)
            mit (?:\w+ )?(?:arbeit|job|beruf|stelle|dienst) (?:\w+ )?vereinbar(?:en)?
            mit (?:\w+ )?(?:arbeit|job|beruf|dienst|schicht) (?:\w+ ){0,3}unter einen hut
            ohne dass ich (?:\w+ ){0,3}(?:kündigen|aufhören (?:zu arbeiten)?)
            ohne (?:auf (?:mein )?gehalt zu verzichten|verdienstausfall|lohnausfall)
            (?:dabei|trotzdem|nebenher|weiterhin|gleichzeitig) (?:\w+ )?(?:geld )?verdienen
            (?:während ich (?:\w+ )?weiterarbeite|trotz (?:\w+ )?vollzeitjob)
            neben (?:der|meiner|dem|meinem)? ?(?:arbeit|job|beruf|vollzeitjob)
            neben (?:der|meiner|dem|meinem)? ?(?:vollzeitstelle|stelle|dienst)
            (?:job|stelle|arbeit|arbeitsplatz) (?:\w+ ){0,2}(?:behalten(?= (?:und|aber|[,])))
            (?:job|stelle|arbeit) (?:\w+ ){0,2}nicht (?:aufgeben|kündigen|verlieren)
            (?:dabei|trotzdem|nebenher|gleichzeitig) (?:weiter ?arbeiten|noch arbeiten)
            nebenher (?:lernen|machen|studieren|weiterbilden)
            (?:voll|ganz|vollzeit) berufstätig|bin berufstätig|ohne im job auszufallen
            arbeite (?:\w+ ){0,2}(?:3[5-9]|4\d) stunden
            (?:3[5-9]|4\d)-?stunden-?(?:woche|job|stelle)
            parallel (?:zur arbeit|zum (?:job|beruf)|zu meine\w (?:arbeit|job|stelle))
            around my (?:job|work)
            ohne (?:\w+ ){0,2}(?:zu kündigen|job aufzugeben)|keep (?:my|the) job
            (?:ich )?(?:arbeite|bin) (?:(?:aber|noch|auch|ja|in) )*vollzeit(?: berufstätig)?
            (?:in )?vollzeit (?:arbeite|berufstätig|beschäftigt|angestellt)
            (?:stelle|job) (?:ist|in) (?:in )?vollzeit
            vollzeit(?:job|stelle|beschäftigt)|alongside (?:my )?(?:work|job)|while working
            beside(?:s)? (?:my )?(?:work|job)
            """
        ),
        ("evening", "weekend", "self_paced", "part_time"),
    ),
    (
        "full_time",
        said(
            rf"""
            (?:in |auf )?vollzeit(?:{_COURSE}\w*)?|ganztags?|ganztägig\w*
            von morgens bis (?:nachmittags|abends)|(?:tage?|wochen?|monate?|so|alles) am stück
            (?:jeden tag |täglich )?(?:acht|8) stunden(?: (?:am|pro|jeden) tag| täglich| am stück)
            jeden tag (?:acht|8) stunden
            (?:von )?(?:acht|8)(?: uhr)? bis (?:vier|halb fünf|fünf|15|16|17)(?: uhr)?
            (?:montags?|mo) bis (?:freitags?|fr) (?:den )?ganzen tag|jeden tag (?:den )?ganzen tag
            (?:lerne?n?|kurs|unterricht|umschulung) (?:\w+ ){{0,3}}(?:den )?ganzen tag
            full-?time|full time|full days?
            """
        ),
        ("full_time",),
    ),
    (
        "evening",
        said(
            rf"""
            (?:am )?(?:späten |frühen )?(?:{DAYS}-?)?abends?|abendlich\w*
            abend(?!schule){_LESSONS}|in den abendstunden|zu später stunde|nach getaner arbeit
            nach(?:dem)? (?:ich )?(?:von der )?(?:arbeit|maloche) (?:heimkomme|komme|gekommen bin)
            wenn (?:ich )?dienstschluss (?:hab\w*|ist)|wenn die kinder schlafen
            (?:nach |zum )?feierabend(?:kurs\w*)?
            nach (?:dem |meinem )?(?:job|dienst|büro|arbeitstag)
            nach (?:dem |meinem )?(?:dienstschluss|ladenschluss|geschäftsschluss)
            nach (?:arbeits|dienst|laden|schicht|geschäfts|büro)(?:ende|schluss)
            wenn (?:\w+ ){{0,2}}{_SMALL_ONES} (?:\w+ )?(?:im bett(?: sind| ist)?|schlafen|schläft)
            (?:erst )?(?:ab|nach|um) {_LATE} uhr|(?:ab|nach) 1[89][:.][03]0
            erst (?:um|ab|nach|gegen) (?:halb )?{_FIVE}(?: uhr)?
            (?:ab|nach) (?:halb )?{_FIVE}(?: uhr)?(?= (?:uhr|[,.;!?]|und|oder|abends?|$) )
            (?:ab|nach) (?:halb )?{_FIVE}(?= (?:kann|könnte|geht|ginge|hätte|wäre|passt) )
            1[6-9](?:[:.]\d\d)?(?: uhr)? (?:bis |\u2013 )?(?:19|2[0-2])(?:[:.]\d\d)? uhr
            um (?:vier|fünf|sechs|1[6-9])(?: uhr)? (?:[^ ]+ ){{0,8}}danach|nach dem abendessen
            (?:wenn|sobald) (?:der |mein |das )?{_SHOP} (?:zu|dicht|geschlossen)(?: ist| hat)?
            wenn alle im bett
            wenn (?:mein\w* |der |die )?{_PARTNER} (?:\w+ ){{0,2}}{_FROM_WORK} kommt
            (?:when|once|after) (?:the|my) kids (?:are )?(?:in bed|asleep)|after hours
            (?:in |on )?(?:the )?evenings?|after (?:my )?(?:work|shift)
            evening (?:class|course)(?:es|s)?
            """
        ),
        ("evening",),
    ),
    (
        "weekend",
        said(
            rf"""
            (?:am |an |nur am )?wochen(?:en)?d(?:e|en|s|kurs\w*|seminar\w*)?
            (?:(?:block|lern|kurs|seminar)?wochenend|samstags?|sonnabends?|sonntags?){_LESSONS}
            (?:block|lern|kurs|seminar|kompakt)-?wochenenden?
            freitag ?nachmittags? bis sonntag\w*|freitag\w* bis sonntag\w*
            samstagvormittags?|samstagmorgens?|sonntagmorgens?|samstag früh
            (?:an einem |am )?(?:samstag|sonntag|sonnabend)(?:vormittag|nachmittag|abend)s?
            (?:am |an |immer )?{_FREE_DAY}(?: (?:und|oder) {_FREE_DAY})?
            sa (?:und |oder |[,+] )?so|(?:am|nur|jedes) we
            (?:also|nur|am|jeden) sa(?= (?:$|[,.;!?]|und))
            (?:on |at )?(?:the )?weekends?|(?:on )?(?:saturday|sunday)s?
            """
        ),
        ("weekend",),
    ),
    (
        "morning",
        said(
            rf"""
            (?:am )?vormittags?|vormittagskurs\w*|(?:früh )?morgens(?: früh)?|am (?:frühen )?morgen
            in der früh
            (?:nur )?bis {_NOON} uhr|{_BEGIN} (?:bis |\u2013 )?1[0-4](?:[:.]\d\d)? uhr
            bis {_MIDDAY} (?:sind|ist) (?:\w+ ){{0,3}}(?:versorgt|betreut|weg|{_CARE})
            mittags (?:muss|bin) ich (?:wieder )?{_BACK}
            um (?:1[2-5]|eins|zwei|drei)(?: uhr)? (?:[^ ]+ ){{0,6}}(?:davor|vorher)
            (?:nur )?(?:bis|um) (?:spätestens )?{_HALF_NOON}
            vor (?:11|12|elf|zwölf)(?: uhr)?(?! (?:jahr|monat|woche|tag))
            (?:um|bis) (?:spätestens )?{_MIDDAY} (?:\w+ ){{1,7}}(?:abholen|abhole|holen?|hol)
            {_CARE} (?:\w+ )?(?:nur |schon )?(?:bis|um|ab) {_MIDDAY}(?: (?:zu|aus|auf))?
            (?:während|in) der schulzeit|during school(?: hours)?
            (?:wo|während|solange|wenn) (?:\w+ )?{_CARE} (?:auf|offen|geöffnet)\w*
            (?:während|in) (?:den |der )?(?:kita|schul|kindergarten|betreuungs)-?zeiten?
            (?:morgen|vormittags?|früh){_LESSONS}|in der ersten tageshälfte|am (?:frühen )?vormittag
            {_SMALL_ONES} (?:\w+ ){{0,2}}(?:schulisch )?versorgt (?:sind|ist)
            vor (?:der|meiner) (?:spät|mittags)schicht
            wenn (?:\w+ ){{1,3}}schule (?:haben|hat)
            {_SMALL_ONES} (?:[^ ,.]+ ){{0,3}}in (?:der )?{_LOOKED_AFTER} (?:bis|until|till)
            {_SMALL_ONES} (?:\w+ )?bis [^ ]+ in (?:der )?{_LOOKED_AFTER}
            {_SMALL_ONES} (?:sind |ist )?bis {_MIDDAY} (?:betreut|versorgt)
            {_SMALL_ONES} (?:sind |ist )?bis {_MIDDAY} (?:weg|in der {_LOOKED_AFTER})
            (?:tagesmutter|oma|{_CARE}) (?:hat|nimmt|passt|betreut) (?:\w+ ){{0,2}}bis {_MIDDAY}
            sobald (?:\w+ ){{0,2}}(?:schule|kita|kindergarten) {_DONE}
            (?:vor|bis) (?:zum )?schulschluss
            {_WHILE} (?:[^ ,.;]+ ){{1,4}}(?:in|im|at|bei) (?:der )?{_LOOKED_AFTER}{_IS}
            get (?:out|home|back) (?:of|from) (?:school|kindergarten) at (?:noon|one|two|1|2)
            {_WHILE} (?:\w+ ){{0,2}}{_SMALL_ONES} (?:\w+ ){{0,2}}{_GONE}(?: sind)?
            zwischen {_BEGIN} und (?:halb )?(?:elf|zwölf|eins|zwei|{_NOON}|1|2)(?: uhr)?
            (?:nur )?bis (?:zum )?mittags?
            (?:von|ab) {_BEGIN} bis (?:halb )?(?:elf|zwölf|eins|zwei|{_NOON}|1|2)(?: uhr)?(?! jahre)
            bringe? (?:ich )?(?:\w+ ){{1,4}}{_LOOKED_AFTER}
            (?:um|bis) (?:spätestens )?{_ONE}(?: uhr)? (?:schon |dann |immer )*{_BACK}
            keine? (?:kinder)?betreuung nach {_NOON} uhr
            (?:in )?(?:the )?mornings?
            """
        ),
        ("morning",),
    ),
    (
        "afternoon",
        said(
            rf"""
            1[2-5](?:[:.]\d\d)?(?: uhr)? (?:bis |\u2013 )?1[5-7](?:[:.]\d\d)? uhr
            (?:um|bis) (?:eins|zwei|drei|1[3-5])(?: uhr)? (?:[^ ]+ ){{0,8}}danach
            nach dem mittag(?:essen|sschlaf)?|nach (?:der )?mittag(?:spause|szeit)?
            nachmittags{_LESSONS}|in der zweiten tageshälfte|nach (?:der )?frühschicht
            (?:am )?nachmittags?|(?:in )?(?:the )?afternoons?|zwischen 1[34] und {_CLOCK} uhr
            (?:mittags )?von (?:eins|zwei|drei|1[3-5])(?: uhr)? bis (?:drei|{_FIVE}|1[5-8])(?: uhr)?
            """
        ),
        ("afternoon",),
    ),
    (
        "part_time",
        said(
            rf"""
            (?:in |auf )?teilzeit(?:{_COURSE}\w*)?|halbtags?|stundenweise
            (?:ein paar|wenige|zwei|drei|vier|fünf|\d+) (?:stunden|tage) (?:die|in der|pro) woche
            (?:zwei|drei|vier|fünf|[2-6]) stunden (?:am tag|täglich)
            ein(?:en)? tag (?:die|in der|pro) woche
            (?:höchstens|maximal|nicht mehr als) \w+ stunden (?:am|pro|die|in der) (?:woche|tag)
            (?:bis zu|nur|ein paar) \w+ stunden (?:am|pro|die|in der) (?:woche|tag)
            (?:nur )?an (?:zwei|drei|2|3) tagen(?: (?:die|in der|pro) woche)?
            mit reduzierter stundenzahl
            reduzierte\w* stunden|(?:a few|two|three|\d+) (?:hours|days) (?:a|per) week
            (?:ein paar|wenige) stunden (?:am|pro) tag|halber tag
            halbe tage|einen halben tag|nicht jeden tag|part-?time|part time
            """
        ),
        ("part_time",),
    ),
    ("daytime", said(r"tagsüber|untertags|during the day"), ("full_time", "part_time", "morning")),
    (
        "self_paced",
        said(
            r"""
            (?:in |nach )?(?:mein\w*|eigen\w*|dem eigenen) (?:eigene[ns] )?tempo
            (?:wann|wenn) (?:ich|man) (?:gerade |grad |mal )?(?:will|kann|möchte|zeit hab\w*)
            wann (?:es (?:\w+ )?passt|man zeit hat|immer ich)|selber? bestimm\w*(?: wann)?
            (?:ohne|keine?n?) fest\w+ \w*(?:termine?|zeiten?|stunden|stundenplan)
            (?:selbst|selber) entscheiden(?: ,)? wann|eigene\w* zeitplan
            zwischendurch (?:lernen|am handy)
            (?:wann immer|immer (?:dann )?wenn) (?:\w+ ){0,4}(?:zeit|luft|ruhe|pause|schläft|pennt)
            (?:wann immer|immer wenn) (?:es |mir |mich )?(?:\w+ )?(?:passt|packt|geht|danach ist)
            (?:wenn|wann) (?:ich )?(?:mal |grad |gerade )*(?:luft|ruhe) (?:hab\w*|ist)
            (?:wenn|wann|sobald) (?:mal |grad |gerade |zwischendurch )*(?:zeit|luft) (?:ist|bleibt)
            häppchenweise|ohne zeitdruck|zu jeder (?:tages)?zeit
            (?:tag und nacht|24 ?/ ?7|zu jeder uhrzeit)(?= (?:lernen|zugriff|verfügbar|möglich|$))
            (?:mir )?(?:die )?zeit(?:en)? (?:\w+ ){0,2}aussuchen|wie (?:es )?mir (?:\w+ )?passt
            (?:wann|wie) es (?:bei mir |mir )?(?:gerade |grad |am besten )?(?:passt|reinpasst)
            ohne (?:stundenplan|terminplan|termindruck)|zeitunabhängig\w*|asynchron\w*
            in (?:meinem|eigenem) rhythmus|zeitlich unabhängig|nachts (?:lernen|üben)
            zum (?:selber|selbst)-?(?:lernen|machen)
            jederzeit (?:anhalten|pausieren|unterbrechen|weitermachen)
            mal (?:nachts|abends|morgens|mittags),? mal (?:nachts|abends|morgens|mittags)
            (?:\w+ )?zeit (?:mir )?(?:selbst|selber|frei) einteil\w*|(?:selbst|selber) einteil\w*
            mal so mal so
            freie\w* zeiteinteilung|(?:zeitlich )?flexib(?:el|le|len)|selbststudium
            (?:zum )?selber lernen|selbstlernkurs\w*|rund um die uhr|self-?paced
            when(?:ever)? (?:i (?:have time|want|like)|it suits me|the baby (?:sleeps|naps))
            (?:in |at )?my own (?:pace|time)
            """
        ),
        ("self_paced",),
    ),
)
