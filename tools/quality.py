"""`make quality`: search, wishes, facts heard, dialogues, plainness, worked cases, repetition.

The search stands beside words only, sentence vectors alone, and the run before.

The catalogue is what lies in content/ today, frozen for the run. One half of the questions is
for building the search. The sealed half is only measured: whoever builds looks at its figures,
never at its questions, and adds no word because of one.
"""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import textstat

from mentorhub import preparation
from mentorhub.app import build_services
from mentorhub.config import ROOT, Settings, from_environment
from mentorhub.kit import clock
from mentorhub.kit.db import Database
from mentorhub.recommend import evaluation, glossary, occupations, sayings
from mentorhub.recommend.actions import content
from mentorhub.recommend.actions.index import Workshop
from mentorhub.recommend.engine.search import SearchEngine
from mentorhub.recommend.evaluation import EngineMaker
from mentorhub.recommend.funding import files as funding_files
from mentorhub.recommend.funding.lint import HARDEST, texts_of
from mentorhub.recommend.funding_book import FundingBook
from mentorhub.recommend.gazetteer import Gazetteer
from mentorhub.recommend.guide import Guide
from mentorhub.recommend.offer_record import OfferRecord
from tools import dialogues, funding_cases, hearing, sameness, wishes, yardsticks

GOLDEN = ROOT / "tests" / "golden"
HALVES = {"building": GOLDEN / "queries.jsonl", "sealed": GOLDEN / "sealed.jsonl"}
WORST_SHOWN = 5


def main() -> None:
    """Print the tables and write var/quality/latest.json."""
    settings = from_environment()
    services = build_services(settings)
    today = clock.today()
    records = content.read_offers(settings.content / "offers", today)
    book = FundingBook(funding_files.load(settings.content / "funding"))
    services.put(glossary.load(settings.content / "glossary"))
    services.put(sayings.load(settings.content / "sayings"))
    services.put(occupations.load(settings.content / "occupations"))
    catalogue = [
        *evaluation.documents_of(records, services.get(Gazetteer)),
        *book.documents(),
    ]
    folder = ROOT / "var" / "quality"
    before = yardsticks.read_before(folder).get("search", {})
    workshop = services.get(Workshop)
    encoder = workshop.encoder()
    reports, asked = {}, dict[str, list[str]]()
    for half, file in HALVES.items():
        questions = evaluation.read_questions(file)
        asked[half] = [one.query for one in questions]
        reports[half], run = evaluation.evaluate(
            catalogue,
            questions,
            encoder=encoder,
            make_engine=services.get(EngineMaker),
            today=today,
        )
        print(f"\n{half}")
        alone = encoder and yardsticks.vectors_alone(catalogue, questions, encoder, workshop.cache)
        older = before.get(half, {}).get("engine")
        print(yardsticks.table(reports[half], alone, older))
        print(f"the best there is comes first: {_best_first(questions, run)}")
        _print_misses(questions, run)
    asked["nothing"] = yardsticks.unanswerable(GOLDEN / "nothing.jsonl")
    with tempfile.TemporaryDirectory(prefix="mentorhub-honest-") as directory:
        engine = services.get(EngineMaker).make(catalogue, encoder, Path(directory))
        honest = _honest(engine, asked, today)
    talks = _dialogues(settings, workshop)
    told = _wishes(services.get(Gazetteer), today)
    heard = _hearing(services.get(Gazetteer))
    readable = _readability(book)
    worked = _funding_cases()
    repeated = _repeated(records)
    found = {
        "search": reports,
        "none_near": honest,
        "dialogues": talks,
        "wishes": told,
        "facts_heard": heard,
        "readability": readable,
        "funding_cases": worked,
        "repeated_sentences": repeated,
    }
    path = yardsticks.keep(folder, found)
    print(f"written: {path.relative_to(ROOT)}")


def _honest(
    engine: SearchEngine, asked: Mapping[str, Sequence[str]], today: date
) -> dict[str, float]:
    """Return of which share of the questions the search says that it has nothing near."""
    said = {name: yardsticks.said_none(engine, each, today) for name, each in asked.items()}
    counts = ", ".join(f"{name} {number} of {len(asked[name])}" for name, number in said.items())
    print(f"\nthe search says that it has nothing near: {counts}")
    return {name: number / len(asked[name]) for name, number in said.items()}


def _best_first(questions: Sequence[evaluation.Judged], run: Mapping[str, list[str]]) -> str:
    """Return for each type the share of questions whose first hit has their highest grade."""
    shares = []
    for kind in sorted({question.type for question in questions}):
        asked = [question for question in questions if question.type == kind]
        right = sum(
            question.relevant.get(run[question.id][0], 0) == max(question.relevant.values())
            for question in asked
            if run[question.id]
        )
        shares.append(f"{kind} {right / len(asked):.0%}")
    return ", ".join(shares)


def _print_misses(questions: list[evaluation.Judged], run: dict[str, list[str]]) -> None:
    misses = [q for q in questions if not set(run[q.id][:5]) & set(q.relevant)]
    print(f"\nnothing relevant among the first five: {len(misses)} of {len(questions)}")
    for question in misses:
        print(f"  {question.type:12} {question.query[:70]:70} first: {run[question.id][:1]}")


def _dialogues(settings: Settings, workshop: Workshop) -> dict[str, float]:
    """Play the scripted dialogues on an installation of their own, made of content/ today."""
    with tempfile.TemporaryDirectory(prefix="mentorhub-dialogues-") as folder:
        var = Path(folder)
        if (settings.var / "vectors.db").exists():
            shutil.copy(settings.var / "vectors.db", var)
        own = replace(settings, var=var, database_url=f"sqlite:///{var / 'm.db'}", demo=False)
        services = build_services(own, encoder=workshop.encoder)
        preparation.prepare(services, own, lambda _line: None)
        with services.get(Database).reading() as session:
            played = [
                dialogues.play(services.get(Guide), session, script, clock.today())
                for script in dialogues.read(GOLDEN / "dialogues.jsonl")
            ]
        services.get(Database).dispose()
    print(f"\nscripted dialogues with Frag nach: {len(played)}")
    print(dialogues.table(played))
    for line in dialogues.misses(played):
        print(f"  {line}")
    return dialogues.figures(played)


def _wishes(gazetteer: Gazetteer, today: date) -> dict[str, dict[str, float]]:
    """Return how well wishes are understood, for each half of the told sentences."""
    figures = {
        half: wishes.measure(wishes.read(GOLDEN / name), gazetteer, today)
        for half, name in wishes.HALVES.items()
    }
    print(f"\n{wishes.table(figures)}")
    return figures


def _hearing(gazetteer: Gazetteer) -> dict[str, dict[str, float]]:
    """Return how well facts are heard in told situations, for each half; show our mistakes."""
    figures, hear = {}, hearing.listener(gazetteer)
    told = {half: hearing.read(GOLDEN / name) for half, name in hearing.HALVES.items()}
    found = {half: hearing.differences(each, hear) for half, each in told.items()}
    for half, each in told.items():
        figures[half] = hearing.measure(each, found[half])
    print(f"\n{hearing.table(figures)}")
    for one in found["building"]:
        if one.wrong or one.missed:
            print(f"  {one.text[:70]} wrong: {one.wrong} missed: {one.missed}")
    return figures


def _readability(book: FundingBook) -> dict[str, float]:
    """Return the hardest text of each instrument: of its page, its conditions, its reasons."""
    textstat.set_lang("de")
    print(f"\nWiener Sachtextformel of the hardest of the plain texts (at most {HARDEST:g})")
    scores: dict[str, float] = {}
    for instrument in book.instruments:
        levels = [textstat.wiener_sachtextformel(text, 1) for _, text in texts_of(instrument)]
        scores[instrument.id] = round(max(levels), 2)
        mark = "" if scores[instrument.id] <= HARDEST else "  too hard"
        print(f"  {instrument.id:32} {scores[instrument.id]:5.2f}{mark}")
    return scores


def _funding_cases() -> dict[str, dict[str, int]]:
    """Return how many worked cases of funding come out as written, and how many do not."""
    counts = {}
    print("\nworked cases of funding, run through the command line")
    for source, path in {"ours": funding_cases.OURS, "shared": funding_cases.SHARED}.items():
        found = funding_cases.differences(funding_cases.read(path))
        wrong = {name: lines for name, lines in found.items() if lines}
        counts[source] = {"passed": len(found) - len(wrong), "failed": len(wrong)}
        print(f"  {source}: {counts[source]['passed']} passed, {counts[source]['failed']} failed")
        for name, lines in wrong.items():
            print(f"    {name}: {'; '.join(lines)}")
    return counts


def _repeated(records: Sequence[OfferRecord]) -> float:
    found = sameness.measure(records)
    print(
        f"\nsentences of our offers that nearly repeat another's (at most {sameness.MOST:.0%}): "
        f"{found.share:.2%} of {found.sentences}"
    )
    for pair in found.pairs[:WORST_SHOWN]:
        print(f"  {pair.share:.2f} {pair.one.key}: {pair.one.text}")
        print(f"       {pair.other.key}: {pair.other.text}")
    return round(found.share, 4)


if __name__ == "__main__":
    main()
