"""`make intents`: teach the last layers of the built-in encoder what people want.

Learns from content/sayings and content/situations alone and writes
``mentorhub/assist/intents.npz``. Takes about half an hour on two cores; needed only after many
sayings have changed, since the search compares questions with the sayings as they are.

Low-rank adaptation (Hu et al., arXiv:2106.09685) of four layers, trained to tell the subjects
apart. Sentences are also seen misspelt, and beside one about another subject, where both count
half: people make slips, and have several needs at once. A situation is shared among its subjects.
The words of courses count as said too. What is kept is the running mean of the matrices, which
errs less on new sentences than the last of them (Izmailov et al., arXiv:1803.05407).
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from mentorhub.assist import build, e5_weights, intents, model_folder
from mentorhub.assist.e5_weights import Weights
from mentorhub.assist.intents import PARTS, Adapter, Learned
from mentorhub.assist.unigram import Unigram
from mentorhub.config import from_environment
from mentorhub.recommend import sayings, situations
from mentorhub.recommend.engine.bridge import Subject
from mentorhub.recommend.situations import Situation

FIRST: Final = 8  # layer, of twelve
RANK: Final = 8
DROPOUT: Final = 0.2
RATE: Final = 1.5e-3
SMOOTHING: Final = 0.1
BATCH: Final = 64
LONGEST: Final = 64  # tokens
FEWEST: Final = 100  # steps over which the rate rises and falls
PAIRS: Final = 0.5  # for each sentence
SLIPS: Final = 0.5  # share of sentences that are seen misspelt as well
SOFTER: Final = 1.5  # than on its own sentences it is to be sure of those of others
SHARPNESS: Final = 15.0  # of likeness at the start
KEPT: Final = 0.995  # of the running mean at each step
SHARED: Final = {1: (1.0,), 2: (0.55, 0.45), 3: (0.4, 0.3, 0.3)}  # among subjects of a situation
SEED: Final = 1
_TURNED = str.maketrans("äöüÄÖÜ", "aouAOU")
_SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


@dataclass(frozen=True)
class Lesson:
    """One text and how much of each subject there is in it."""

    text: str
    shares: tuple[tuple[int, float], ...]


def lessons(
    said: Sequence[tuple[str, int]], shared: Sequence[Lesson], chance: random.Random
) -> list[Lesson]:
    """Return the sentences, what is ``shared``, both misspelt, then pairs about two subjects."""
    plain = [Lesson(text, ((subject, 1.0),)) for text, subject in said]
    latin = [one for one in plain if not any(map(_foreign, one.text))]
    slips = [
        Lesson(misspelt(one.text, chance), one.shares)
        for one in (*latin, *shared)
        if chance.random() < SLIPS
    ]
    pairs = []
    for _ in range(int(PAIRS * len(plain))):
        one, other = chance.choice(latin), chance.choice(latin)
        if one.shares != other.shares:
            both = (one.shares[0][0], 0.5), (other.shares[0][0], 0.5)
            pairs.append(Lesson(f"{one.text.rstrip('.')}. {other.text}", both))
    return [*plain, *shared, *slips, *pairs]


def shared_among(told: Sequence[Situation], numbers: Mapping[str, int]) -> list[Lesson]:
    """Return the situations as lessons; ``numbers`` are those of the subjects by key."""
    return [
        Lesson(
            one.text,
            tuple(zip(map(numbers.__getitem__, one.about), SHARED[len(one.about)], strict=True)),
        )
        for one in told
    ]


def _foreign(letter: str) -> bool:
    """Return whether a letter is of another alphabet, in which slips look otherwise."""
    return letter.isalpha() and ord(letter) >= 0x250


def misspelt(text: str, chance: random.Random) -> str:
    """Return a text as it is typed in a hurry: slips, small letters, no umlauts, no points."""
    text = " ".join(_slip(word, chance) for word in text.split())
    if chance.random() < 0.25:
        text = text.translate(_TURNED)
    elif chance.random() < 0.33:
        for umlaut, spelt in _SPELT_OUT.items():
            text = text.replace(umlaut, spelt)
    if chance.random() < 0.7:
        text = text.lower()
    return re.sub(r"[.,!?]", "", text) if chance.random() < 0.6 else text


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 5 or chance.random() > 0.3:
        return word
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + 2 * word[at] + word[at + 1 :],
            word[:at] + chance.choice("aeioutrnsl") + word[at + 1 :],
        )
    )


class Network(nn.Module):
    """The encoder in torch, its weights frozen, with small matrices beside those of last layers."""

    def __init__(self, weights: Weights, padding: int) -> None:
        super().__init__()
        self.sizes = weights.sizes
        self.padding = padding
        self.fixed = {name: torch.tensor(one.dense()) for name, one in weights.matrices.items()}
        self.fixed |= {name: torch.tensor(np.array(one)) for name, one in weights.vectors.items()}
        names = [f"l{layer}.{part}" for layer in range(FIRST, self.sizes.layers) for part in PARTS]
        self.down, self.up = nn.ParameterDict(), nn.ParameterDict()
        for name in names:
            rows, columns = self.fixed[f"{name}.w"].shape
            self.down[name.replace(".", "_")] = nn.Parameter(
                torch.randn(RANK, columns) / columns**0.5
            )
            self.up[name.replace(".", "_")] = nn.Parameter(torch.zeros(rows, RANK))

    def begin(self, ids: Tensor) -> Tensor:
        """Return the states before the first changed layer: (n, longest, hidden)."""
        hidden = self.sizes.hidden
        places = self.fixed["emb.pos"].view(-1, hidden)[: ids.shape[1]]
        words = self.fixed["emb.word"][ids] + places + self.fixed["emb.type"][:hidden]
        return self._layers(self._norm(words, "emb.ln"), ids != self.padding, 0, FIRST)

    def finish(self, states: Tensor, present: Tensor, *, exact: bool = False) -> Tensor:
        """Return unit rows (n, hidden) out of what ``begin`` returned."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not exact):
            last = self._layers(states, present, FIRST, self.sizes.layers)
        weight = present[..., None].float()
        return functional.normalize((last.float() * weight).sum(1) / weight.sum(1), dim=1)

    def _layers(self, states: Tensor, present: Tensor, first: int, end: int) -> Tensor:
        mask = torch.where(present, 0.0, -1e4)[:, None, None, :]
        for layer in range(first, end):
            states = self._layer(states, mask, f"l{layer}")
        return states

    def _layer(self, states: Tensor, mask: Tensor, name: str) -> Tensor:
        heads = (*states.shape[:2], self.sizes.heads, self.sizes.head)
        query, key, value = (
            self._linear(states, f"{name}.{part}").view(heads).transpose(1, 2) for part in "qkv"
        )
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(states.shape)
        states = self._norm(self._linear(seen, f"{name}.ao") + states, f"{name}.aln")
        inner = functional.gelu(self._linear(states, f"{name}.fi"))
        return self._norm(self._linear(inner, f"{name}.fo") + states, f"{name}.oln")

    def _linear(self, states: Tensor, name: str) -> Tensor:
        product = functional.linear(states, self.fixed[f"{name}.w"], self.fixed[f"{name}.b"])
        own = name.replace(".", "_")
        if own not in self.down:
            return product
        kept = functional.dropout(states, DROPOUT, self.training)
        return product + functional.linear(functional.linear(kept, self.down[own]), self.up[own])

    def _norm(self, states: Tensor, name: str) -> Tensor:
        size = (self.sizes.hidden,)
        return functional.layer_norm(
            states, size, self.fixed[f"{name}.w"], self.fixed[f"{name}.b"], self.sizes.epsilon
        )


class Subjects(nn.Module):
    """One direction for each subject: how like it a text is, as a cosine made sharper."""

    def __init__(self, rows: Tensor, owner: Tensor) -> None:
        super().__init__()
        self.middle = nn.Parameter(rows.mean(0))
        apart = rows - rows.mean(0)
        count = int(owner.max()) + 1
        means = torch.stack([apart[owner == subject].mean(0) for subject in range(count)])
        self.directions = nn.Parameter(functional.normalize(means, dim=1))
        self.sharpness = nn.Parameter(torch.tensor(SHARPNESS))

    def forward(self, rows: Tensor) -> Tensor:
        """Return the logits of each subject: (n, subjects)."""
        apart = functional.normalize(rows - self.middle, dim=1)
        return self.sharpness * apart @ functional.normalize(self.directions, dim=1).T


class Training:
    """Sentences on their way through the network; what never changes is calculated once."""

    def __init__(self, network: Network, tokenizer: Unigram) -> None:
        self.network = network
        self.tokenizer = tokenizer

    @torch.no_grad()
    def begun(self, texts: Sequence[str]) -> list[Tensor]:
        """Return the states of each text before the first changed layer: (tokens, hidden)."""
        prefixed = (build.QUERY_PREFIX + text for text in texts)
        ids = self.tokenizer.encode_all(prefixed, LONGEST)
        found: list[Tensor] = [torch.empty(0)] * len(ids)
        order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
        for start in range(0, len(order), 2 * BATCH):
            rows = order[start : start + 2 * BATCH]
            longest = len(ids[rows[-1]])
            filled = torch.full((len(rows), longest), self.network.padding)
            for at, row in enumerate(rows):
                filled[at, : len(ids[row])] = torch.tensor(ids[row])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = self.network.begin(filled)
            for at, row in enumerate(rows):
                found[row] = states[at, : len(ids[row])].bfloat16()
        return found

    def vectors(self, begun: Sequence[Tensor]) -> Tensor:
        """Return unit rows (n, hidden) of texts that have begun."""
        longest = max(map(len, begun))
        states = torch.zeros(len(begun), longest, self.network.sizes.hidden)
        present = torch.zeros(len(begun), longest, dtype=torch.bool)
        for at, one in enumerate(begun):
            states[at, : len(one)] = one.float()
            present[at, : len(one)] = True
        return self.network.finish(states, present)

    @torch.no_grad()
    def all_vectors(self, begun: Sequence[Tensor]) -> Tensor:
        """Return unit rows of many texts, as a trained network makes them."""
        self.network.eval()
        order = sorted(range(len(begun)), key=lambda at: len(begun[at]))
        found = torch.empty(len(begun), self.network.sizes.hidden)
        for start in range(0, len(order), 2 * BATCH):
            rows = order[start : start + 2 * BATCH]
            found[rows] = self.vectors([begun[row] for row in rows])
        return found

    @torch.no_grad()
    def exact(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows of texts, calculated in single precision throughout."""
        self.network.eval()
        rows = []
        for text in texts:
            ids = torch.tensor([self.tokenizer.encode(build.QUERY_PREFIX + text, LONGEST)])
            rows.append(self.network.finish(self.network.begin(ids), ids >= 0, exact=True))
        return torch.cat(rows).numpy()


def batches(lengths: Sequence[int], chance: np.random.Generator) -> Iterator[list[int]]:
    """Yield each number once, texts of like length together, in an order drawn by chance."""
    drawn = chance.permutation(len(lengths))
    found = []
    for start in range(0, len(drawn), 16 * BATCH):
        near = sorted(drawn[start : start + 16 * BATCH].tolist(), key=lambda at: lengths[at])
        found += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    yield from (found[at] for at in chance.permutation(len(found)))


def train(
    said: Sequence[tuple[str, int]],
    shared: Sequence[Lesson],
    held: Sequence[tuple[str, int]],
    tokenizer: Unigram,
    rounds: int,
) -> tuple[Adapter, Subjects]:
    """Return what is learned from what is ``said``; say how well it tells what is ``held``."""
    torch.manual_seed(SEED)
    weights = e5_weights.read()
    network = Network(weights, weights.vocabulary.padding)
    training = Training(network, tokenizer)
    taught = lessons(said, shared, random.Random(SEED))  # noqa: S311 - nothing secret
    begun = training.begun([one.text for one in taught])
    owner = torch.tensor([subject for _, subject in said])
    subjects = Subjects(training.all_vectors(begun[: len(said)]), owner)
    target = torch.zeros(len(taught), int(owner.max()) + 1)
    for at, one in enumerate(taught):
        for subject, share in one.shares:
            target[at, subject] += share
    steps = rounds * -(-len(taught) // BATCH)
    trained = nn.ModuleList((network, subjects))
    optimizer = torch.optim.AdamW(trained.parameters(), RATE, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=max(steps, FEWEST), pct_start=0.1
    )
    unseen = training.begun([text for text, _ in held])
    mean = AveragedModel(trained, avg_fn=_mean)
    for number in range(1, rounds + 1):
        network.train()
        chance = np.random.default_rng(number)
        with click.progressbar(list(batches([len(one) for one in begun], chance))) as todo:
            for rows in todo:
                logits = subjects(training.vectors([begun[row] for row in rows]))
                loss = functional.cross_entropy(logits, target[rows], label_smoothing=SMOOTHING)
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                pace.step()
                mean.update_parameters(trained)
        if held:
            with torch.no_grad():
                best = subjects(training.all_vectors(unseen)).argmax(1)
            right = (best == torch.tensor([subject for _, subject in held])).float().mean()
            click.echo(
                f"Round {number}: {right:.1%} of {len(held)} sentences left out are understood."
            )
    trained.load_state_dict(mean.module.state_dict())
    return _adapter(network, training), subjects


def _mean(kept: Tensor, one: Tensor, steps: Tensor | int) -> Tensor:
    """Return a running mean; the first values count for less the more have come."""
    share = min(KEPT, (1 + int(steps)) / (10 + int(steps)))
    return share * kept + (1 - share) * one


def _adapter(network: Network, training: Training) -> Adapter:
    """Return the matrices, with the vectors that they give as they will be stored."""
    with torch.no_grad():
        for matrix in network.parameters():
            matrix.copy_(matrix.half().float())
    names = {name: name.replace("_", ".") for name in network.down}
    samples = (*build.QUERIES, *build.DOCUMENTS)
    return Adapter(
        first=FIRST,
        down={theirs: network.down[ours].detach().numpy() for ours, theirs in names.items()},
        up={theirs: network.up[ours].detach().numpy() for ours, theirs in names.items()},
        texts=samples,
        vectors=training.exact(samples),
    )


def _names(subject: Subject) -> tuple[str, ...]:
    return (*subject.mean, ", ".join(subject.mean))


@click.command()
@click.option("--rounds", default=2, show_default=True, help="How often all sentences are seen.")
@click.option("--hold", default=0.0, help="Share of the sentences to leave out and to test with.")
def main(rounds: int, hold: float) -> None:
    """Train the adapter and write it, unless sentences are left out to test with."""
    settings = from_environment()
    subjects = sayings.load(settings.content / "sayings").subjects
    said = [(text, at) for at, subject in enumerate(subjects) for text in subject.say]
    numbers = {subject.key: at for at, subject in enumerate(subjects)}
    told = situations.load(settings.content / "situations", numbers)
    named = [(text, at) for at, subject in enumerate(subjects) for text in _names(subject)]
    left_out = np.random.default_rng(SEED).random(len(said)) < hold
    adapter, taught = train(
        [*named, *(one for one, out in zip(said, left_out, strict=True) if not out)],
        shared_among(told, numbers),
        [one for one, out in zip(said, left_out, strict=True) if out],
        Unigram.load(settings.var / "models" / build.FOLDER / model_folder.VOCABULARY),
        rounds,
    )
    if hold:
        click.echo("Nothing was written: an adapter for use learns from every sentence.")
        return
    learned = Learned(
        keys=tuple(subject.key for subject in subjects),
        directions=functional.normalize(taught.directions, dim=1).detach().numpy(),
        middle=taught.middle.detach().numpy(),
        sharpness=taught.sharpness.item() / SOFTER,
        marks=frozenset(intents.mark_of(text) for text, _ in said),
    )
    intents.write(adapter, learned)
    click.echo(f"Written to {intents.FILE}; `make setup` builds the encoder with it.")


if __name__ == "__main__":
    main()
