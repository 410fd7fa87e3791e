"""Names of towns: which are everyday words, which are often typed, and what else stands for one."""

from mentorhub.recommend.engine.text import fold

# Names of towns that are everyday words. The first kind is a town only behind a postcode, ...
HARDLY_TOWNS = frozenset(
    fold(
        """
        acht ahorn appel anger aura ausleben bach bann barth bell bengel benz berge besitz bescheid
        binnen blender boden bogen brand brecht breit bruch brunnen brücken buch buchen burgen
        bücken
        damp dill dingen dorfen dümmer ehr eich eichen einig elbe engen ehren erden ernst esch esche
        fahren fell felde feucht filz fisch floss forst füssen gering gingen glatten graben grande
        grube gräben haar haag hahn halbe haste hatten hausen hecken heere heist hirten hohn holle
        holm holt häusern höfen höchst hütten igel jade jucken kahl kalt karl kell kenn kirchen kist
        klink kommen kopp korb kotzen krempel kuchen küsten lachen lam lang lange langen lanz lanze
        lauf laufen lauter lederhose lehre lehrte lich lieg lind lindern loop loose lug macken
        mandel
        mantel mauer mauern mehren meine mengen moos motten müden müssen nagel nahe nebel nusse
        nutzen nützen ohne osten otter owen perl platten plate pohl pracht preist puls rade rain
        rauen rech rehe reich reit ried riegel ringe roden rohr rom rosa rot roth rott rust
        rüber saal
        salem salz sande sassen schleich schleife schlitz schmelz schmitt schotten schuld schutz
        schwarzen seelen seifen seth sinn sommerloch sonnen spalt speicher springe stapel stein
        steinen stelle stemmen stossen sulz süssen tarp tauche thale train treuen trent twist ulmen
        valley viereck vogt wacken wain wald wang wanna waren wehr weil weiler weisen welle wellen
        welt werben werder weste wiesen winden winzer wirft wisch wolken wort worth wurzen zell zeil
        zimmern übersee anhalt sachsen brandenburg pommern bodensee horst achim rosenberg
        körner
        """
    ).split()
)
# ... the second kind wants a preposition right before it: "in Essen", but not "in der Halle".
WORDS_TOO = frozenset(
    fold(
        """
        essen kamen enger wenden lage wetter löhne lohne halle much schlangen heiden alpen senden
        singen regen hof leer norden burg berg bergen wissen horn hamm bünde werther au stade
        weiden heide linden recke hille velen kall kehl lotte leimen
        """
    ).split()
)
# Only names that many people type are looked for behind a slip: among thousands of villages some
# is always one letter away from an everyday word.
OFTEN_TYPED = frozenset(
    fold(
        """
    aachen arnsberg augsburg bergheim bergkamen berlin bielefeld bocholt bochum bottrop braunschweig
    bremen castrop detmold dinslaken dormagen dorsten dortmund dresden duisburg dülmen düsseldorf
    erftstadt erkelenz eschweiler euskirchen frankfurt frechen freiburg gelsenkirchen gladbeck
    grevenbroich gronau gummersbach gütersloh hamburg hannover hattingen heinsberg herford
    ibbenbüren
    iserlohn karlsruhe kerpen krefeld langenfeld leipzig leverkusen lippstadt lüdenscheid mannheim
    meerbusch meschede minden mönchengladbach monheim mülheim münchen münster nettetal nürnberg
    oberhausen olsberg paderborn pulheim ratingen recklinghausen remscheid rheine saarbrücken
    schwerte
    siegburg siegen solingen stolberg stuttgart troisdorf velbert viersen warendorf willich witten
    wuppertal wiesbaden würselen
    """
    ).split()
)
NO_SLIPS = fold(
    """
    muster monster sieben siegel siegeln minder melden written weiten bremsen kerne dorfen schwerter
    machen kochen sachen handover
    """
).split()
UNMISTAKABLE = OFTEN_TYPED - {"siegen", "frechen", "willich", "minden", "moers"}
BIG = frozenset(fold("köln bonn neuss moers hagen unna").split())
WEATHER = ("regen", "wetter", "berg", "hof", "heide")
# Of those, the ones that mean something else behind a bare "in": "in Norden", "in wissen".
NOT_IN_SMALL = frozenset(
    fold(
        """
        wenden schlangen heiden alpen senden singen regen hof norden burg berg bergen wissen weiden
        heide linden recke
        """
    ).split()
)
# Cities that people name without a preposition although the name is a word.
CITIES_TOO = ("essen", "halle", "hamm")
REGIONS = {
    fold(name): middle
    for name, middle in {
        "ruhrgebiet": ("Bochum", 40),
        "ruhrpott": ("Bochum", 40),
        "pott": ("Bochum", 40),
        "sauerland": ("Meschede", 45),
        "hochsauerland": ("Meschede", 40),
        "hochsauerlandkreis": ("Meschede", 40),
        "südwestfalen": ("Lüdenscheid", 55),
        "münsterland": ("Münster", 50),
        "tecklenburger": ("Ibbenbüren", 25),
        "ostwestfalen": ("Bielefeld", 55),
        "ostwestfalen-lippe": ("Bielefeld", 55),
        "owl": ("Bielefeld", 55),
        "lipperland": ("Detmold", 30),
        "siegerland": ("Siegen", 25),
        "siegen-wittgenstein": ("Siegen", 35),
        "niederrhein": ("Wesel", 45),
        "rheinland": ("Köln", 50),
        "eifel": ("Euskirchen", 45),
        "bergischen": ("Remscheid", 30),
        "bergisches": ("Remscheid", 30),
        "oberbergischen": ("Gummersbach", 25),
        "märkischen": ("Lüdenscheid", 30),
        "rhein-sieg-kreis": ("Siegburg", 30),
        "rhein-erft-kreis": ("Bergheim", 25),
        "ennepe-ruhr-kreis": ("Schwelm", 20),
        "hellweg": ("Soest", 35),
    }.items()
}
# Names in other languages, usual short ones, and parts of towns that were towns themselves.
OTHERWISE = {
    fold(said): fold(name)
    for said, name in {
        "cologne": "köln",
        "kölle": "köln",
        "düsseldorp": "düsseldorf",
        "neuß": "neuss",
        "munich": "münchen",
        "nuremberg": "nürnberg",
        "mühlheim": "mülheim",
        "mühlheim an der ruhr": "mülheim an der ruhr",
        "mühlheim ruhr": "mülheim an der ruhr",
        "mülheim ruhr": "mülheim an der ruhr",
        "bad godesberg": "bonn",
        "bad meinberg": "horn bad meinberg",
        "barmen": "wuppertal",
        "benrath": "düsseldorf",
        "berg gladbach": "bergisch gladbach",
        "brackwede": "bielefeld",
        "castrop": "castrop rauxel",
        "d dorf": "düsseldorf",
        "elberfeld": "wuppertal",
        "erkenschwick": "oer erkenschwick",
        "fröndenberg": "fröndenberg ruhr",
        "hamborn": "duisburg",
        "hiltrup": "münster",
        "hohenlimburg": "hagen",
        "letmathe": "iserlohn",
        "m gladbach": "mönchengladbach",
        "mönchen gladbach": "mönchengladbach",
        "mgladbach": "mönchengladbach",
        "ohligs": "solingen",
        "opladen": "leverkusen",
        "rheda": "rheda wiedenbrück",
        "rheinhausen": "duisburg",
        "rheydt": "mönchengladbach",
        "schloss holte": "schloss holte stukenbrock",
        "sterkrade": "oberhausen",
        "stukenbrock": "schloss holte stukenbrock",
        "uerdingen": "krefeld",
        "wanne-eickel": "herne",
        "wanne eickel": "herne",
        "wattenscheid": "bochum",
        "wiedenbrück": "rheda wiedenbrück",
    }.items()
}
