"""A question about somebody's life gets a number to call first; others do not."""

import pytest

from mentorhub.web.distress import help_for


@pytest.mark.parametrize(
    "text",
    [
        "Jemand will sich umbringen",
        "Was mache ich, wenn jemand über Selbstmord spricht?",
        "Ein Kollege hat Suizidgedanken.",
        "Sie sagt, sie will nicht mehr leben",
        "Er bringt sich vielleicht um, was tun?",
        "Mein Kollege droht, sich etwas anzutun",
        "Was, wenn sie sich was antut?",
        "Sie möchte am liebsten sterben",
        "Was, wenn er sich umbringt?",
        "Er will nicht weiterleben",
        "Er hat gesagt, dass er tot sein will.",
        "He wants to kill himself",
        "What if someone is suicidal?",
        "She wants to\ndie",
        "Ich kann nicht mehr, ich will nicht mehr leben.",
        "Ist doch egal wo ich wohne. Ich will sterben.",
        "Ich mag nimmer leben",
        "ich will net mehr leben",
        "Am liebsten wäre ich tot",
        "Ich wär besser tot",
        "Manchmal möchte ich nicht mehr da sein.",
        "Ich mach dem Leben ein Ende",
        "Ich tu mir was an",
        "Ich bringe mich um.",
        "ich ritze mich",
        "Ich werfe mich vor den Zug, dann ist Ruhe: vor den Zug werfen",
        "I don't want to live anymore",
        "i wanna die",
        "Artık yaşamak istemiyorum",
        "intihar etmek istiyorum",
        "Nie chcę już żyć",
        "Nu mai vreau să trăiesc",
        "Я не хочу больше жить",
        "Думаю про самогубство",
        "لا أريد أن أعيش",
    ],
)
def test_danger_is_heard(text):
    assert "112" in str(help_for(text).urgent)


@pytest.mark.parametrize(
    "text",
    [
        "Wie bringe ich jemanden zum Reden?",
        "Der Chef bringt mich um den Lohn",
        "Kann man davon nicht leben?",
        "Was tue ich zuerst?",
        "Was muss ich bei einem Umbau tun?",
        "Wann stirbt ein Anspruch?",
        "Leben und Arbeit vereinbaren",
        "What does the law say about dying out jobs?",
        "Wie lange wird gespeichert?",
        "Ich will nicht mehr auf dem Bau arbeiten",
        "Ich möchte Menschen beim Sterben begleiten",
        "Ich kann nicht mehr lange stehen",
        "Davon kann man nicht leben",
        "Mein Chef schlägt mich für die Schulung vor",
        "Er schlägt mir einen Kurs vor",
        "Ich will Holz schlagen",
        "Ich will nicht mehr in Essen leben, sondern in Köln",
        "Ich habe keine Lust mehr zu arbeiten",
        "Ich will mir was anhören",
        "Nie chcę już pracować na budowie",
        "Я не хочу больше работать на стройке",
    ],
)
def test_other_questions_are_no_danger(text):
    assert help_for(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Mein Mann schlägt mich, ich muss da raus und eigenes Geld verdienen",
        "ich werde von meinem Ex bedroht",
        "Mein Vater hat mich geschlagen",
        "Es geht um häusliche Gewalt",
        "ich bin mit den Kindern im Frauenhaus",
        "my husband beats me",
        "Kocam beni dövüyor",
        "Mąż mnie bije",
        "Soțul mă bate",
        "Муж меня бьёт",
        "زوجي يضربني",
    ],
)
def test_violence_is_heard(text):
    assert help_for(text).numbers == ("116 016",)
