"""What people say in Romanian."""

TELLING = """
vreau caut doresc aș vrea curs cursul cursuri pentru și cu care unde cum este sunt
lucrez locuiesc munca muncă muncesc seara gratuit ieftin nevoie învăț învăţ
limba germană germana după serviciu meserie meseria școală cine plătește banii bani fără
calificare permis certificat copii copiii dimineața acasă
"""

SAYS = """
abends = seara, serile, seral*, pe seară
nach der arbeit = după muncă, după serviciu, după program, după lucru, după tură
am wochenende = în weekend*, weekend*, la sfârșit de săptămână, la sfârșitul săptămânii
samstags = sâmbăt*
sonntags = duminic*
vormittags = dimineaț*, înainte de prânz, până la prânz
nachmittags = după-amiaz*, după amiaz*, după-masă, după masă, după prânz
tagsüber = ziua, în timpul zilei
unter der woche = în timpul săptămânii, în cursul săptămânii
teilzeit = jumătate de normă, cu jumătate de normă, part-time, part time, câteva ore pe zi
vollzeit = normă întreagă, cu normă întreagă, full-time, full time, toată ziua
neben der arbeit = pe lângă muncă, pe lângă serviciu, în paralel cu munca
schichtarbeit = în schimburi, în ture, ture, schimburi
freie zeiteinteilung = în ritmul meu, când am timp, când vreau, program flexibil, program liber
online = online, pe internet, prin internet, la distanță
von zuhause = de acasă
vor ort = față în față, la fața locului, în sală, în clasă, cu prezență
kostenlos = gratuit*, gratis, pe gratis, fără bani, fără plată
kein geld = nu am bani, n-am bani, nu pot plăti, nu pot să plătesc
günstig = ieftin*, nu prea scump*, nu scump*, accesibil*
höchstens = cel mult, maxim, maximum, nu mai mult de, nu mai scump de
bis = până la, până în
unter = sub
euro = euro
ohne vorkenntnisse = fără experiență, fără cunoștințe, de la zero, de la început
für anfänger = pentru începător*, nivel începător, începători
für fortgeschrittene = pentru avansați, avansat*
auf rumänisch = în română, în românește, în limba română, în romana, în limba romana
auf deutsch = în limba germană, în germană
auf englisch = în limba engleză, în engleză
in der nähe = aproape de mine, aproape de casă, în apropiere, prin apropiere
nähe von = aproape de, lângă, în apropiere de, în zona, zona
in = în, la, din
umkreis = pe o rază de
wohne = locuiesc, stau
arbeite = lucrez, muncesc, lucrează
suche = caut, vreau, doresc, aș vrea, am nevoie
kilometer = kilometri, kilometru, km
ab = din, de la, începând cu, începând din
nach = după
vor = înainte de
sofort = imediat, acum, cât mai repede
so schnell wie möglich = cât mai repede posibil, cât mai curând
bald = curând, în curând
januar = ianuarie
februar = februarie
märz = martie
april = aprilie
mai = mai
juni = iunie
juli = iulie
august = august
september = septembrie
oktober = octombrie
november = noiembrie
dezember = decembrie
im sommer = vara, la vară
im herbst = toamna, la toamnă
im winter = iarna, la iarnă
im frühling = primăvara, la primăvară
geht nicht = nu pot, nu se poate, nu merge
nicht = nu, nu vreau
habe = am, deja am
weiter = mai departe, următor*
kein = niciun, nicio
ohne = fără
nur = doar, numai
und = și
oder = sau
aber = dar, însă
weil = pentru că, fiindcă, deoarece
wenn = dacă, când
lieber = mai bine, preferabil
uhr = ora, orele
wer zahlt = cine plătește, cine plateste, cine suportă
förderung = subvenți*, finanțar*, sprijin financiar, ajutor financiar, bani de la stat
arbeitslos = șomer*, fără loc de muncă
alleinerziehend = mamă singură, părinte singur
ohne deutsch = fără germană, fără limba germană, nu știu germană, nu vorbesc germană, nu știu germana
"""
