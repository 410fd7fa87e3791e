"""Names of towns as they are written in other alphabets, and with the endings of other languages.

Both a name and what was typed are put into sounds that survive either spelling; Arabic leaves out
most vowels, so only consonants are compared there. What has a name of its own is listed.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from mentorhub.recommend.engine.text import bare, fold

# Larger towns of the Land and of Germany: among thousands of villages some sounds like any word.
_TOWNS: Final = """
    Aachen Ahaus Ahlen Alsdorf Arnsberg Beckum Bergheim Bergkamen Berlin Bielefeld Bocholt Bochum
    Bonn Borken Bornheim Bottrop Bremen Brilon Brühl Bünde Coesfeld Datteln Detmold Dinslaken
    Dormagen Dorsten Dortmund Dresden Duisburg Dülmen Düren Düsseldorf Emmerich Emsdetten Erftstadt
    Erkelenz Erkrath Eschweiler Essen Euskirchen Frankfurt Frechen Geldern Gelsenkirchen Gevelsberg
    Gladbeck Goch Greven Grevenbroich Gronau Gummersbach Gütersloh Haan Hagen Haltern Hamburg Hamm
    Hannover Hattingen Heinsberg Hemer Hennef Herford Herne Herten Hilden Höxter Hürth Ibbenbüren
    Iserlohn Jülich Kaarst Kamen Kerpen Kleve Köln Königswinter Krefeld Kreuztal Langenfeld Leipzig
    Lemgo Lennestadt Leverkusen Lippstadt Lüdenscheid Lünen Marl Meerbusch Menden Meschede Mettmann
    Minden Moers Mönchengladbach Monheim Mülheim München Münster Nettetal Neuss Nürnberg Oberhausen
    Oelde Olpe Paderborn Plettenberg Pulheim Ratingen Recklinghausen Remscheid Rheinberg Rheine
    Schwelm Schwerte Siegburg Siegen Soest Solingen Steinfurt Stolberg Stuttgart Troisdorf Unna
    Velbert Viersen Voerde Waltrop Warendorf Warstein Werl Wesel Wesseling Willich Witten Wuppertal
    Würselen
    """
_OWN_NAMES: Final = {
    "Köln": "kolonia kolonii kolonię كولونيا كولن كولون кёльн кельн",
    "Aachen": "akwizgran akwizgranie akwizgranu اخن",
    "Bonn": "بون",
    "Essen": "ايسن اسن",
    "Gelsenkirchen": "غيلزنكيرشن غيلسنكيرشن",
    "Hagen": "هاغن هاجن",
    "Hamm": "هام",
    "Herne": "هيرنه هرنه",
    "Marl": "مارل",
    "Münster": "монастырь",
    "Neuss": "нойс нойсс نويس",
    "München": "monachium monachiu ميونخ ميونيخ",
    "Dresden": "drezno dreźnie",
    "Leipzig": "lipsk lipsku لايبزيغ",
    "Nürnberg": "norymberga norymberdze",
    "Hannover": "ганновер ганновере",
    "Duisburg": "дуйсбурзі ديسبورغ دويسبورغ دوسبورغ",
    "Wuppertal": "فوبرتال",
    "Bochum": "بوخوم",
}
_ENDINGS: Final = {
    "tr": r"['\u2019]?(?:de|da|te|ta|den|dan|ten|tan|e|a|ye|ya|deki|daki|in|li)",
    "pl": r"(?:zie|ie|owi|em|u|a|e)",
    "ro": r"(?:ul|ului)",
}
_CYRILLIC_ENDING: Final = re.compile("(?:ovi|om|em|ov|[aeiu])$")
_CYRILLIC: Final = str.maketrans(
    dict(zip("абвгґдезиіклмнопрстуфхцъыьэюя", "abvggdesiiklmnoprstufgc*i*eua", strict=True))
    | {"ж": "sh", "ч": "sh", "ш": "sh", "щ": "sh", "є": "e", "'": None, "\u02bc": None}
)
_ARABIC: Final = str.maketrans(
    dict(zip("بتثجحخدذرزسصضطظغفقكلمنه", "btsgggddrsssdtsgvkklmng", strict=True))
    | {"ش": "sh", "پ": "b", "گ": "g", "چ": "sh", "ڤ": "v"}
    | dict.fromkeys("اوىيةءعآأإؤئ\u0629", None)
)
_FEWEST_CONSONANTS: Final = 4
_SOUNDS: Final = (
    ("sch", "sh"), ("tsch", "sh"), ("ch", "g"), ("ck", "k"), ("ph", "v"), ("th", "t"),
    ("tz", "c"), ("z", "c"), ("ß", "s"), ("ä", "e"), ("ö", "e"), ("oe", "e"), ("ü", "u"),
    ("eu", "oi"), ("ie", "i"), ("ee", "e"), ("ei", "ai"), ("qu", "kv"), ("x", "ks"), ("y", "u"),
)  # fmt: skip
_SILENT: Final = re.compile("(?<=[aeiou])h(?![aeiou])")
_TWICE: Final = re.compile(r"(.)\1+")
_VOWELS: Final = re.compile("[aeiou]")


@cache
def _own_names() -> dict[str, str]:
    return {bare(name): town for town, names in _OWN_NAMES.items() for name in names.split()}


def meant(word: str, language: str) -> str | None:
    """Return the town that a word means in this language, None where it names none."""
    plain = bare(word)
    if plain in _own_names():
        return _own_names()[plain]
    if language in ("ru", "uk"):
        return _first(_sounds_of_cyrillic(plain), _by_sound())
    if language == "ar":
        return _first([_once(plain.translate(_ARABIC))], _by_consonants())
    if language not in _ENDINGS:
        return None
    stem = re.sub(_ENDINGS[language] + "$", "", word.casefold())
    return _first([fold(stem)], _by_name())


def _first(said: Iterable[str], names: dict[str, str]) -> str | None:
    return next((names[one] for one in said if one in names), None)


def _sounds_of_cyrillic(word: str) -> list[str]:
    sounds = _alike(word.translate(_CYRILLIC).replace("*", ""))
    return [sounds, _CYRILLIC_ENDING.sub("", sounds)]


def _sounds(name: str) -> str:
    """Return how a German name sounds to those who write it in other letters."""
    plain = name.casefold()
    for letters, sound in _SOUNDS:
        plain = plain.replace(letters, sound)
    return _alike(_SILENT.sub("", plain))


def _alike(sounds: str) -> str:
    """Return sounds without what differs from one spelling to the next."""
    for one, other in (("h", "g"), ("sg", "sh"), ("w", "v"), ("f", "v"), ("ei", "ai"), ("z", "s")):
        sounds = sounds.replace(one, other)
    return _once(sounds)


def _once(sounds: str) -> str:
    return _TWICE.sub(r"\1", sounds)


def _consonants(name: str) -> str:
    sounds = _VOWELS.sub("", _sounds(name)).replace("p", "b").replace("c", "ts")
    return _once(sounds)


def _table(key: Callable[[str], str], fewest: int = 1) -> dict[str, str]:
    keyed = ((key(name), name) for name in _TOWNS.split())
    return {sounds: name for sounds, name in keyed if len(sounds) >= fewest}


@cache
def _by_sound() -> dict[str, str]:
    return _table(_sounds)


@cache
def _by_consonants() -> dict[str, str]:
    return _table(_consonants, _FEWEST_CONSONANTS)


@cache
def _by_name() -> dict[str, str]:
    return _table(fold)
