"""Questions of all kinds, plain ones by name and any by hypothesis."""

from hypothesis import strategies as st

from mentorhub.courses.material.questions import (
    Cloze,
    Criterion,
    Essay,
    Gap,
    Matching,
    Multiple,
    Number,
    Option,
    Ordering,
    Pair,
    Short,
    Single,
    TrueFalse,
)


def options(*texts: str) -> tuple[Option, ...]:
    """Options; a text that begins with + is right."""
    return tuple(
        Option(text=each.removeprefix("+"), right=each.startswith("+"), feedback=f"zu {each}")
        for each in texts
    )


def single(*texts: str, **more) -> Single:
    return Single(id="s", kind="single", text="Welche?", options=options(*texts), **more)


def multiple(*texts: str, **more) -> Multiple:
    return Multiple(id="m", kind="multiple", text="Welche?", options=options(*texts), **more)


def true_false(*, right: bool) -> TrueFalse:
    return TrueFalse(
        id="t", kind="true_false", text="Ja?", right=right, feedback_true="J", feedback_false="N"
    )


def short(*accepted: str, **more) -> Short:
    return Short(id="k", kind="short", text="Wie?", accepted=accepted, **more)


def number(value: float, tolerance: float = 0, unit: str = "", units=(), **more) -> Number:
    return Number(
        id="z", kind="number", text="Wie viel?", value=value, tolerance=tolerance, unit=unit,
        units=units, **more,
    )  # fmt: skip


def matching(*pairs: tuple[str, str], distractors=(), **more) -> Matching:
    told = tuple(Pair(left=left, right=right) for left, right in pairs)
    return Matching(
        id="p", kind="matching", text="Was?", pairs=told, distractors=distractors, **more
    )


def ordering(*items: str, **more) -> Ordering:
    return Ordering(id="o", kind="ordering", text="Wie?", items=items, **more)


def cloze(text: str, *gaps: Gap, **more) -> Cloze:
    return Cloze(id="c", kind="cloze", text=text, gaps=gaps, **more)


def essay(*points: int, **more) -> Essay:
    told = tuple(Criterion(text=f"Punkt {n}", points=p) for n, p in enumerate(points))
    return Essay(id="e", kind="essay", text="Warum?", criteria=told, **more)


HARD = st.sampled_from(list("=~#{}:%\\[]*_<>&\"'|->$.;,! \n()`ßäÉ日0123abcABC"))
LINES = (
    st.text(
        st.one_of(HARD, st.characters(exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"])),
        max_size=20,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
SIMPLE = st.from_regex(r"[A-Za-zäöüß]{1,8}( [A-Za-zäöüß0-9]{1,6}){0,2}", fullmatch=True)
PROSE = st.lists(SIMPLE, min_size=1, max_size=3).map("\n\n".join)
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
FIGURES = st.one_of(
    st.integers(-(10**6), 10**6).map(float),
    st.decimals(-1000, 1000, places=3).map(float),
)


def _common(texts):
    return {
        "id": SLUGS,
        "text": texts,
        "explanation": st.one_of(st.just(""), texts),
        "points": st.integers(1, 10),
    }


def _made(part, kind=None, /, **fields):
    """Build a part, without what hypothesis would guess for fields that are left out."""
    fixed = {"kind": kind} if kind else {}
    return st.fixed_dictionaries(fields).map(lambda drawn: part(**fixed, **drawn))


def _options(texts, rights):
    def told(drawn):
        words, marks, feedback = drawn
        return tuple(
            Option(text=word, right=mark, feedback=said)
            for word, mark, said in zip(words, marks, feedback, strict=False)
        )

    return st.integers(2, 6).flatmap(
        lambda size: st.tuples(
            st.lists(texts, min_size=size, max_size=size, unique_by=str.strip),
            rights(size),
            st.lists(st.one_of(st.just(""), texts), min_size=size, max_size=size),
        ).map(told)
    )


def _exactly_one(size):
    return st.integers(0, size - 1).map(lambda right: [n == right for n in range(size)])


def _some(size):
    return st.lists(st.booleans(), min_size=size, max_size=size).filter(any)


def singles(texts=PROSE):
    return _made(Single, "single", options=_options(texts, _exactly_one), **_common(texts))


def multiples(texts=PROSE):
    return _made(Multiple, "multiple", options=_options(texts, _some), **_common(texts))


def true_falses(texts=PROSE):
    said = st.one_of(st.just(""), texts)
    return _made(TrueFalse, "true_false", right=st.booleans(), feedback_true=said,
        feedback_false=said, **_common(texts),
    )  # fmt: skip


def shorts(texts=PROSE, lines=SIMPLE):
    return _made(Short, "short",
        accepted=st.lists(lines, min_size=1, max_size=4, unique=True).map(tuple),
        case_sensitive=st.booleans(), **_common(texts),
    )  # fmt: skip


def numbers(texts=PROSE, units=SIMPLE):
    return _made(Number, "number", value=FIGURES, tolerance=FIGURES.map(abs),
        unit=st.one_of(st.just(""), units), **_common(texts),
    )  # fmt: skip


def matchings(texts=PROSE, lines=SIMPLE):
    def told(drawn):
        lefts, rights, others = drawn
        return {
            "pairs": tuple(
                Pair(left=left, right=rights[n % len(rights)]) for n, left in enumerate(lefts)
            ),
            "distractors": tuple(each for each in others if each not in rights),
        }

    parts = st.tuples(
        st.lists(lines, min_size=2, max_size=6, unique=True),
        st.lists(lines, min_size=2, max_size=6, unique=True),
        st.lists(lines, max_size=2, unique=True),
    ).map(told)
    return st.tuples(st.fixed_dictionaries(_common(texts)), parts).map(
        lambda drawn: Matching(kind="matching", **drawn[0], **drawn[1])
    )


def orderings(texts=PROSE, lines=SIMPLE):
    return _made(Ordering, "ordering",
        items=st.lists(lines, min_size=2, max_size=8, unique=True).map(tuple), **_common(texts),
    )  # fmt: skip


def gaps(lines=SIMPLE):
    written = st.lists(lines, min_size=1, max_size=3, unique=True).map(
        lambda texts: {"accepted": tuple(texts)}
    )
    chosen = st.lists(lines, min_size=2, max_size=4, unique=True).flatmap(
        lambda texts: st.sampled_from(texts).map(
            lambda right: {"options": tuple(texts), "right": right}
        )
    )
    return st.one_of(written, chosen)


def clozes(texts=PROSE, lines=SIMPLE):
    def told(drawn):
        common, kinds, words = drawn
        text = " ".join(f"{word} {{{{{n}}}}}" for n, word in zip(range(1, 9), words, strict=False))
        made = tuple(Gap(id=str(n), **kind) for n, kind in enumerate(kinds, 1))
        return Cloze(kind="cloze", gaps=made, **common | {"text": text})

    return st.integers(1, 4).flatmap(
        lambda size: st.tuples(
            st.fixed_dictionaries(_common(texts)),
            st.lists(gaps(lines), min_size=size, max_size=size),
            st.lists(SIMPLE, min_size=size, max_size=size),
        ).map(told)
    )


def essays(texts=PROSE, lines=SIMPLE):
    common = {name: told for name, told in _common(texts).items() if name != "points"}
    return _made(Essay, "essay", words=st.integers(0, 2000),
        model=st.one_of(st.just(""), texts),
        criteria=st.lists(
            _made(Criterion, text=lines, points=st.integers(1, 10)), min_size=1, max_size=4
        ).map(tuple),
        **common,
    )  # fmt: skip


def questions():
    """Any question that our kinds allow."""
    return st.one_of(
        singles(), multiples(), true_falses(), shorts(), numbers(), matchings(), orderings(),
        clozes(), essays(),
    )  # fmt: skip
