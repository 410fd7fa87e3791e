"""What people say in Polish."""

TELLING = """
szukam chcę chciałbym chciałabym kursu kursy kursów jest są się dla oraz albo lub jak gdzie
który która które pracuję mieszkam potrzebuję potrzebna uczyć nauczyć zrobić żeby bo mam mój moja
tylko bardzo ale po w od praca pracy pracą wieczorem weekendy szkolenie szkolenia prawo
jazdy niemiecki niemieckiego języka bezpłatny bezpłatnie darmowy tanio tani kto płaci czy mogę
"""

SAYS = """
abends = wieczor*, wieczór*, po południu wieczorem
nach der arbeit = po pracy, po zmianie, po robocie
am wochenende = weekend*, w weekend*, na weekend*
samstags = w sobot*, sobot*
sonntags = w niedziel*, niedziel*
vormittags = rano, przed południem, do południa, poranki, poranny*
nachmittags = po południu, popołudni*
tagsüber = w dzień, w ciągu dnia, za dnia
unter der woche = w tygodniu, w dni robocze
teilzeit = na pół etatu, pół dnia, niepełny wymiar*, w niepełnym wymiarze
vollzeit = na pełny etat, pełny etat, cały dzień, w pełnym wymiarze
neben der arbeit = obok pracy, przy pracy, oprócz pracy, zaocznie, zaoczn*
schichtarbeit = na zmiany, na zmianach, zmianow*
freie zeiteinteilung = we własnym tempie, kiedy mam czas, kiedy chcę, elastyczn* godzin*
online = online, zdaln*, przez internet, internetow*
von zuhause = z domu, w domu przez internet
vor ort = stacjonarn*, na miejscu, na żywo, twarzą w twarz, w grupie
kostenlos = za darmo, darmow*, bezpłatn*, za free, nieodpłatn*
kein geld = nie mam pieniędzy, nie mam kasy, brak pieniędzy, nie mogę płacić, nie mogę zapłacić
günstig = tani*, tanio, taniej, niedrog*, nie za drogo, nie drog*
höchstens = najwyżej, maksymalnie, maks, nie więcej niż, nie drożej niż, co najwyżej
bis = do
unter = poniżej
euro = euro, eur
ohne vorkenntnisse = od zera, od podstaw, bez doświadczenia, bez wiedzy, bez przygotowania
für anfänger = dla początkując*, dla nowicjuszy, poziom podstawow*
für fortgeschrittene = dla zaawansowan*, zaawansowan*
auf polnisch = po polsku, w języku polskim, polskojęzyczn*
auf deutsch = w języku niemieckim
auf englisch = w języku angielskim
in der nähe = w pobliżu, blisko mnie, blisko domu, niedaleko domu, w okolicy
nähe von = niedaleko od, niedaleko, blisko, koło, obok, w okolicach, w okolicy
in = w, we
umkreis = w promieniu
wohne = mieszkam
arbeite = pracuję, pracuje, robię
suche = szukam, chcę, chciałbym, chciałabym, potrzebuję
kilometer = kilometr*, km
ab = od
nach = po
vor = przed
sofort = natychmiast, od razu, zaraz, od zaraz
so schnell wie möglich = jak najszybciej, możliwie szybko
bald = wkrótce, niedługo
januar = styczeń, stycznia, styczniu
februar = luty, lutego, lutym
märz = marzec, marca, marcu
april = kwiecień, kwietnia, kwietniu
mai = maja, maju
juni = czerwiec, czerwca, czerwcu
juli = lipiec, lipca, lipcu
august = sierpień, sierpnia, sierpniu
september = wrzesień, września, wrześniu
oktober = październik*
november = listopad*
dezember = grudzień, grudnia, grudniu
im sommer = latem, w lecie, w lato
im herbst = jesienią, na jesieni
im winter = zimą, w zimie
im frühling = wiosną, na wiosnę
geht nicht = nie mogę, nie pasuje, odpada, nie da rady, nie dam rady
nicht = nie, nie chcę
habe = mam, zdałem, zdałam
weiter = dalej, następn*
kein = żadn*
ohne = bez
nur = tylko
und = i, oraz
oder = albo, lub
aber = ale
weil = bo, ponieważ
wenn = jeśli, jeżeli, kiedy, gdy
lieber = raczej, wolę, najlepiej
wer zahlt = kto płaci, kto zapłaci, kto za to zapłaci, kto sfinansuje, kto finansuje, kto za to płaci
förderung = dofinansowan*, dotacj*, finansowan*, wsparcie finansowe
arbeitslos = bezrobotn*
alleinerziehend = samotna matka, samotnie wychowuj*
ohne deutsch = bez niemieckiego, bez znajomości niemieckiego, nie znam niemieckiego, nie mówię po niemiecku
"""
