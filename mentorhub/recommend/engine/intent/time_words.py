"""What people say for times: the words of the finder in ``schedule``."""

from mentorhub.recommend.engine.intent.sentence import said

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
_SMALL_ONES = r"(?:kinder|kids|jungs|mädchen|blagen|kurzen|kleinen?|zwillinge|kind|tochter|sohn)"
_IS = r"(?: (?:sind|ist))?"
_BACK = r"(?:wieder|zurück|daheim|heim|zu ?hause|draussen)"
_SHIFT = (
    r"(?:drei|zwei|vier|3|2|4|wechsel|nacht|früh|spät|konti|conti|vollkonti|rotations)?-?schicht"
)
_TWO = r"(?:(?:früh|spät|nacht) (?:und|oder) )?"
_HOW = r"(?:en|dienst\w*|arbeit|betrieb|system|plan|ler\w*|modell)?(?: im wechsel)?"
_CHANGING = r"(?:wechselnde|unregelmässige|verschiedene|geteilte|rollierende)\w*"
DAYS = r"(?:montag|dienstag|mittwoch|donnerstag|freitag)"
_WORK = r"(?:arbeit|maloche|schicht|frühschicht|arbeitszeit|tour|frühdienst)"
_DONE = r"(?:aus|um|vorbei|zu ende|fertig)"

# The first that finds a word keeps it, so the longer and clearer ones come first.
SAID = (
    ("evening", said(rf"nach (?:der |die |meiner |meine )?{_WORK}"), ("evening",)),
    (
        "shift",
        said(
            rf"""
            (?:(?:arbeite )?(?:im|in) )?{_TWO}{_SHIFT}{_HOW}
            {_CHANGING} (?:arbeits)?(?:zeiten|schichten|dienste?)|shift work
            (?:work )?(?:in )?(?:rotating )?shifts|(?:wechsel|turnus)dienste?
            mal früh(?:dienst|s)?(?:,| und)? mal spät(?:dienst|s)?
            (?:dienstplan|arbeitszeiten?) (?:\w+ ){{1,4}}anders
            (?:jede woche|jeden tag) (?:einen )?ander\w+ (?:dienst(?:plan|zeiten)?|schicht)
            (?:jede woche|jeden tag) (?:einen )?ander\w+ arbeitszeiten
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
            neben (?:der|meiner|dem|meinem)? ?(?:arbeit|job|beruf|vollzeitjob)
            neben (?:der|meiner|dem|meinem)? ?(?:vollzeitstelle|stelle|dienst)
            (?:job|stelle|arbeit|arbeitsplatz) (?:\w+ ){0,2}(?:behalten(?= (?:und|aber|[,])))
            (?:job|stelle|arbeit) (?:\w+ ){0,2}nicht (?:aufgeben|kündigen|verlieren)
            (?:dabei|trotzdem|nebenher|gleichzeitig) (?:weiter ?arbeiten|noch arbeiten)
            nebenher (?:lernen|machen|studieren|weiterbilden)
            ohne (?:\w+ ){0,2}(?:zu kündigen|job aufzugeben)|keep (?:my|the) job
            (?:ich )?(?:arbeite|bin) (?:(?:aber|noch|auch|ja|in) )*vollzeit(?: berufstätig)?
            (?:in )?vollzeit (?:arbeite|berufstätig|beschäftigt|angestellt)
            vollzeit(?:job|stelle|beschäftigt)|alongside (?:my )?(?:work|job)|while working
            beside(?:s)? (?:my )?(?:work|job)
            """
        ),
        ("evening", "weekend", "self_paced", "part_time"),
    ),
    (
        "full_time",
        said(
            r"""
            (?:in |auf )?vollzeit(?:kurs\w*|lehrgang\w*|unterricht\w*)?|ganztags?|ganztägig\w*
            von morgens bis (?:nachmittags|abends)|(?:tage?|wochen?|monate?|so|alles) am stück
            (?:jeden tag |täglich )?(?:acht|8) stunden(?: (?:am|pro|jeden) tag| täglich)
            jeden tag (?:acht|8) stunden
            (?:von )?(?:acht|8)(?: uhr)? bis (?:vier|halb fünf|fünf|15|16|17)(?: uhr)?
            (?:lerne?n?|kurs|unterricht|umschulung) (?:\w+ ){0,3}(?:den )?ganzen tag
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
            abend(?:kurs|lehrgang|unterricht|seminar|termin|gruppe)\w*
            (?:nach |zum )?feierabend(?:kurs\w*)?
            nach (?:dem |meinem )?(?:job|dienst|büro|arbeitstag)
            nach (?:dem |meinem )?(?:dienstschluss|ladenschluss|geschäftsschluss)
            nach (?:arbeits|dienst|laden|schicht|geschäfts|büro)(?:ende|schluss)
            wenn (?:\w+ ){{0,2}}{_SMALL_ONES} (?:\w+ )?(?:im bett(?: sind| ist)?|schlafen|schläft)
            (?:erst )?(?:ab|nach|um) {_LATE} uhr|(?:ab|nach) 1[89][:.][03]0
            erst (?:um|ab|nach|gegen) (?:halb )?{_FIVE}(?: uhr)?
            (?:ab|nach) (?:halb )?{_FIVE}(?: uhr)?(?= (?:uhr|[,.;!?]|und|oder|abends?|$) )
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
            (?:an einem |am )?(?:samstag|sonntag|sonnabend)(?:vormittag|nachmittag|abend)s?
            (?:am |an |immer )?{_FREE_DAY}(?: (?:und|oder) {_FREE_DAY})?
            sa (?:und |oder |[,+] )?so|(?:am|nur|jedes) we
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
            (?:nur )?bis {_NOON} uhr
            (?:nur )?(?:bis|um) (?:spätestens )?{_HALF_NOON}
            vor (?:11|12|elf|zwölf)(?: uhr)?(?! (?:jahr|monat|woche|tag))
            (?:um|bis) (?:spätestens )?{_MIDDAY} (?:\w+ ){{1,7}}(?:abholen|abhole|hole?)
            (?:kita|schule) (?:\w+ )?(?:nur |schon )?(?:bis|um|ab) {_MIDDAY}(?: (?:zu|aus|auf))?
            kindergarten (?:\w+ )?(?:nur |schon )?(?:bis|um|ab) {_MIDDAY}(?: (?:zu|aus|auf))?
            (?:krippe|hort) (?:\w+ )?(?:nur |schon )?(?:bis|um|ab) {_MIDDAY}(?: (?:zu|aus|auf))?
            betreuung (?:\w+ )?(?:nur |schon )?(?:bis|um|ab) {_MIDDAY}(?: (?:zu|aus|auf))?
            sobald (?:\w+ ){{0,2}}(?:schule|kita|kindergarten) {_DONE}
            (?:vor|bis) (?:zum )?schulschluss
            (?:wenn|während) (?:[^ ,.;]+ ){{1,4}}(?:in|im|at|bei) (?:der )?{_LOOKED_AFTER}{_IS}
            (?:solange|solang) (?:[^ ,.;]+ ){{1,4}}(?:in|im|at|bei) (?:der )?{_LOOKED_AFTER}{_IS}
            (?:sobald|when) (?:[^ ,.;]+ ){{1,4}}(?:in|im|at|bei) (?:der )?{_LOOKED_AFTER}{_IS}
            (?:while|once) (?:[^ ,.;]+ ){{1,4}}(?:in|im|at|bei) (?:der )?{_LOOKED_AFTER}{_IS}
            get (?:out|home|back) (?:of|from) (?:school|kindergarten) at (?:noon|one|two|1|2)
            (?:wenn|solange) (?:\w+ ){{0,2}}{_SMALL_ONES} (?:\w+ ){{0,2}}aus dem haus(?: sind)?
            während (?:\w+ ){{0,2}}{_SMALL_ONES} (?:\w+ ){{0,2}}aus dem haus(?: sind)?
            (?:wenn|solange|während) (?:\w+ ){{0,2}}{_SMALL_ONES} (?:\w+ ){{0,2}}versorgt(?: sind)?
            (?:wenn|solange|während) (?:\w+ ){{0,2}}{_SMALL_ONES} (?:\w+ ){{0,2}}weg(?: sind)?
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
            (?:am )?nachmittags?|(?:in )?(?:the )?afternoons?|zwischen 1[34] und {_CLOCK} uhr
            (?:mittags )?von (?:eins|zwei|drei|1[3-5])(?: uhr)? bis (?:drei|{_FIVE}|1[5-8])(?: uhr)?
            """
        ),
        ("afternoon",),
    ),
    (
        "part_time",
        said(
            r"""
            (?:in |auf )?teilzeit(?:kurs\w*|lehrgang\w*|unterricht\w*)?|halbtags?|stundenweise
            (?:ein paar|wenige|zwei|drei|vier|fünf|\d+) (?:stunden|tage) (?:die|in der|pro) woche
            (?:zwei|drei|vier|fünf|[2-6]) stunden (?:am tag|täglich)
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
            (?:ohne|keine?n?) (?:feste\w*|festgelegte\w*) (?:termine?|zeiten|uhrzeiten?)
            (?:ohne|keine?n?) (?:feste\w*|festgelegte\w*) (?:stundenplan|stunden)
            ohne (?:stundenplan|terminplan|termindruck)|zeitunabhängig\w*|asynchron\w*
            zum (?:selber|selbst)-?(?:lernen|machen)
            jederzeit (?:anhalten|pausieren|unterbrechen|weitermachen)
            mal (?:nachts|abends|morgens|mittags),? mal (?:nachts|abends|morgens|mittags)
            (?:\w+ )?zeit (?:mir )?(?:selbst|selber|frei) einteil\w*|(?:selbst|selber) einteil\w*
            mal so mal so
            freie\w* zeiteinteilung|(?:zeitlich )?flexib(?:el|le|len)|selbststudium
            (?:zum )?selber lernen|selbstlernkurs\w*|rund um die uhr|self-?paced
            (?:in |at )?my own (?:pace|time)
            """
        ),
        ("self_paced",),
    ),
)
