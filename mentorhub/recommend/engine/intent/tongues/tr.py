"""What people say in Turkish."""

TELLING = """
istiyorum istiyor isterim arıyorum arıyor kursu kursa kursum için ve bir ama bana benim
öğrenmek öğreneyim yapmak olmak olsun olmasın var yok değil nasıl nerede hangi çok daha gibi
akşam akşamları hafta sonu işi işten sonra ücretsiz bedava ucuz eğitim eğitimi meslek kadar
yakın yakınında çalışıyorum oturuyorum yaşıyorum kimse biliyorum bilmiyorum lazım gerek gerekiyor
almanca türkçe ehliyet ehliyeti belgesi nereden veriyor ödüyor
"""

SAYS = """
abends = akşam*, geceleyin
nach der arbeit = iş çıkışı*, işten sonra, işten çıkınca, mesaiden sonra, iş sonrası
am wochenende = hafta sonu*, hafta sonları*, haftasonu*, haftasonları*
samstags = cumartesi*
sonntags = pazar günü*, pazarları
vormittags = sabah*, öğleden önce, öğlene kadar
nachmittags = öğleden sonra*
tagsüber = gündüz*
unter der woche = hafta içi*
teilzeit = yarı zamanlı, yarım gün*, part time
vollzeit = tam zamanlı, tam gün*, full time
neben der arbeit = çalışırken, işimin yanında, iş yanında
schichtarbeit = vardiya*
freie zeiteinteilung = istediğim zaman, istediğim saatte, kendi hızımda, zamanı kendim
online-handel = internetten satış*, online satış*, internette satış*
online = online, çevrimiçi, internetten, internet üzerinden, uzaktan
von zuhause = evden, evde oturarak
vor ort = yüz yüze, yüzyüze, sınıfta, yerinde
kostenlos = ücretsiz, bedava, parasız, para ödemeden, para vermeden
kein geld = param yok, paramız yok, para yok
günstig = ucuz*, pahalı olmasın, pahalı olmayan, uygun fiyatlı, hesaplı
höchstens = en fazla, en çok
euro = avro*, euro*
ohne vorkenntnisse = hiç bilmeyen*, sıfırdan, bilgim yok, deneyimim yok, tecrübem yok
für anfänger = yeni başlayan*, başlangıç seviyesi*, acemi*
für fortgeschrittene = ileri seviye*, ilerlemiş
auf türkisch = türkçe kurs, türkçe kursu, türkçe eğitim, türkçe olarak, türkçe anlatılan, türkçe dilinde, türkçe olsun, türkçe ders
auf deutsch = almanca olarak, almanca anlatılan
auf englisch = ingilizce olarak, ingilizce anlatılan
in der nähe = yakınımda, yakınlarda, buralarda, yakında bir yer*
nähe von = yakınında, yakınlarında, civarında, çevresinde
wohne = oturuyorum, yaşıyorum
arbeite = çalışıyorum, çalışıyor
suche = arıyorum, istiyorum, isterim, arıyoruz
kilometer = kilometre*
ab = itibaren
sofort = hemen, derhal
so schnell wie möglich = en kısa zamanda, bir an önce, mümkün olduğunca çabuk
bald = yakında, yakın zamanda
im januar = ocak ayında, ocakta
im februar = şubat ayında, şubatta
im märz = mart ayında, martta
im april = nisan ayında, nisanda
im mai = mayıs ayında, mayısta
im juni = haziran ayında, haziranda
im juli = temmuz ayında, temmuzda
im august = ağustos ayında, ağustosta
im september = eylül ayında, eylülde
im oktober = ekim ayında, ekimde
im november = kasım ayında, kasımda
im dezember = aralık ayında, aralıkta
im sommer = yazın, yaz aylarında
im herbst = sonbaharda
im winter = kışın
im frühling = ilkbaharda, baharda
kann nicht = olmaz, olmuyor, gelemem, yapamam, gidemem, katılamam, uygun değil
habe = var, aldım, bitirdim
mehr = daha ileri
nicht = değil, olmasın, istemiyorum
ohne = olmadan
und = ve
oder = veya, ya da, yada
aber = ama, fakat
weil = çünkü
lieber = tercihen
wer zahlt = kim öder, kim ödüyor, kim karşılar, kim karşılıyor, parasını kim, masrafı kim
förderung = teşvik*, destek parası, maddi destek*, mali destek*, devlet desteği*, yardım parası
arbeitslos = işsiz*
ohne deutsch = almanca bilmiyorum, almancam yok, almanca bilmeden, almanca bilmeyen*, almancasız
hundert = yüz
zweihundert = iki yüz
zwanzig = yirmi
nicht weiter als = en fazla
nächste = bir üst, bir sonraki, sonraki seviye*
kindergarten = kreş*, anaokul*
schule = okulda
ostern = paskalya*
weihnachten = noel*
am wochenende = cumartesi pazar*
ab januar = ocak ayından itibaren, ocak ayından sonra
ab februar = şubat ayından itibaren, şubat ayından sonra
ab märz = mart ayından itibaren, mart ayından sonra
ab april = nisan ayından itibaren, nisan ayından sonra
ab mai = mayıs ayından itibaren, mayıs ayından sonra
ab juni = haziran ayından itibaren, haziran ayından sonra
ab juli = temmuz ayından itibaren, temmuz ayından sonra
ab august = ağustos ayından itibaren, ağustos ayından sonra
ab september = eylül ayından itibaren, eylül ayından sonra
ab oktober = ekim ayından itibaren, ekim ayından sonra
ab november = kasım ayından itibaren, kasım ayından sonra
ab dezember = aralık ayından itibaren, aralık ayından sonra
"""
