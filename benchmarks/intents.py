"""The catalog's examples of messages go in; what a message wants is learnt from them, and how well that goes is printed.

Run: ``python -m benchmarks.intents [--write]``. ``--write`` puts the weights into ``bot/catalog/intent_weights.json``. First the
examples are divided by chance in five: what is learnt from four parts is tried on the fifth, beside what the names alone say.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.examples import load_examples, save_intent_weights
from benchmarks.names import ROOT, SAME
from bot.policy.talks.talk import Asker, Intent
from bot.policy.world import IntentWeights
from bot.reading.door import make_safe
from bot.reading.intent import IntentReader, Seen, signs_of
from bot.reading.words.cues import Cues
from bot.text.tokens import Token
from bot.wiring import make_answerer

PARTS = 5
STEPS = 80
HOLD = 3.0
"""How strongly weights are held near nothing."""
TWICE = 2
"""A sign counts from so many examples on."""
LIGHT = 0.05
"""Signs of which no weight is as large as this are left out."""
_Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Message:
    """One example as it was read."""

    intent: Intent
    signs: dict[str, float]
    call: tuple[tuple[Token, ...], Cues, Seen, str]


class Listener(IntentReader):
    """Keeps what was read, and says what the names say."""

    def __init__(self) -> None:
        super().__init__(IntentWeights())
        self.heard: list[tuple[tuple[Token, ...], Cues, Seen, str]] = []

    def __call__(self, tokens: tuple[Token, ...], cues: Cues, seen: Seen, end: str) -> Intent:
        self.heard.append((tokens, cues, seen, end))
        return super().__call__(tokens, cues, seen, end)


class Ear:
    """Reads messages on the sample company."""

    def __init__(self) -> None:
        self.reader = make_answerer(ROOT / "knowledge").mind.reader
        self.listener = Listener()
        self.reader.intents = self.listener

    def message(self, intent: Intent, text: str) -> Message | None:
        """What is read of a text; nothing where there are no words."""
        self.listener.heard.clear()
        self.reader.read_words(make_safe(text), None, Asker())
        if not self.listener.heard:
            return None
        call = self.listener.heard[0]
        return Message(intent, signs_of(*call), call)

    def shorter(self, message: Message, text: str) -> Iterator[Message]:
        """The ways in which people shorten who asks for leave: no mark, and no more than the things and what follows."""
        tokens, _, seen, end = message.call
        places = sorted({*(p for first, last in seen.tool_spans for p in range(first, last)), *seen.data_places})
        bare = text[: len(text) - len(end)] if end else text
        if not seen.tool_spans or not seen.data_places:
            return
        begin, stop = tokens[places[0]].start, tokens[places[-1]].end
        for cut in dict.fromkeys((bare[begin:stop], text[begin:], bare[begin:], bare)):
            read = self.message(message.intent, cut) if cut != text else None
            if read is not None:
                yield read


def learn(messages: list[Message]) -> IntentWeights:
    """A softmax regression: weights that make the examples likely, held near nothing."""
    intents = sorted({message.intent for message in messages})
    counts = Counter(sign for message in messages for sign in message.signs)
    signs = {sign: at for at, sign in enumerate(sign for sign, n in counts.items() if n >= TWICE)}
    rows: _Floats = np.zeros((len(messages), len(signs)), dtype=np.float32)
    wanted: _Floats = np.zeros((len(messages), len(intents)), dtype=np.float32)
    for row, message in enumerate(messages):
        wanted[row, intents.index(message.intent)] = 1
        for sign, share in message.signs.items():
            if sign in signs:
                rows[row, signs[sign]] = share
    weights = _descend(rows, wanted)
    return IntentWeights(
        tuple(intent.value for intent in intents),
        {sign: tuple(map(float, weights[at])) for sign, at in signs.items() if np.abs(weights[at]).max() >= LIGHT},
    )


def _descend(rows: _Floats, wanted: _Floats) -> _Floats:
    """Nesterov's steps; their length is that of the steepest direction."""
    steep = np.ones(rows.shape[1], dtype=np.float32)
    for _ in range(15):
        steep = rows.T @ (rows @ steep)
        steepest = float(np.linalg.norm(steep))
        steep /= steepest
    length, pace = 1 / (steepest / 2 + HOLD), 1.0
    weights: _Floats = np.zeros((rows.shape[1], wanted.shape[1]), dtype=np.float32)
    ahead = weights
    for _ in range(STEPS):
        odds = rows @ ahead
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        slope = rows.T @ (odds / odds.sum(axis=1, keepdims=True) - wanted) + HOLD * ahead
        made = ahead - length * slope
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead, weights, pace = made + ((pace - 1) / faster) * (made - weights), made, faster
    return weights


def is_right(got: Intent, wanted: Intent) -> bool:
    """Whether an intent is the one that was meant, or is answered alike."""
    return got is wanted or got.value in SAME.get(
        {"terms": "vendor_terms", "task": "other_task"}.get(wanted.value, wanted.value), ()
    )


def crossed(messages: list[Message], more: dict[int, list[Message]]) -> tuple[list[Intent], list[Intent]]:
    """For each message, what is likeliest by what was learnt from others, and what is read within what its names allow."""
    order = list(range(len(messages)))
    random.Random(3).shuffle(order)
    alone, joined = [Intent.EMPTY] * len(order), [Intent.EMPTY] * len(order)
    for part in range(PARTS):
        tried = set(order[part::PARTS])
        known = [one for at in order if at not in tried for one in (messages[at], *more.get(at, ()))]
        reader = IntentReader(learn(known))
        for at in tried:
            scores = reader.scores(messages[at].signs)
            alone[at] = reader.intents[scores.index(max(scores))]
            joined[at] = reader(*messages[at].call)
    return alone, joined


def main() -> None:
    """Learn, print, and write where that is wanted."""
    ear = Ear()
    messages: list[Message] = []
    more: dict[int, list[Message]] = {}
    for intent, said in load_examples().items():
        for texts in said.values():
            for text in texts:
                message = ear.message(Intent(intent), text)
                if message is not None:
                    if message.intent is Intent.MAY_I:
                        more[len(messages)] = list(ear.shorter(message, text))
                    messages.append(message)
    alone, joined = crossed(messages, more)
    print(f"{'intent':12} {'n':>5} {'names':>6} {'alone':>6} {'both':>6}")
    for name in ("", *dict.fromkeys(message.intent for message in messages)):
        here = [at for at, message in enumerate(messages) if name in ("", message.intent)]
        shares = [
            sum(is_right(got[at], messages[at].intent) for at in here) / len(here)
            for got in ([message.call[2].base for message in messages], alone, joined)
        ]
        print(f"{name or 'all':12} {len(here):5} " + " ".join(f"{share:6.3f}" for share in shares))
    learnt = learn([*messages, *(one for extra in more.values() for one in extra)])
    print(f"{len(learnt.weights)} signs")
    if "--write" in sys.argv:
        save_intent_weights(learnt)


if __name__ == "__main__":
    main()
