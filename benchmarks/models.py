"""Every set asked without a model, with one that reads as the labels say, and with one that lies: what a model can add at most.

Run: ``python -m benchmarks.models [SET ...]``. The best model tells of each open question the tools and data of its label, quoted
from the message; the liar tells any of them by chance. No real model is between the two for certain, but none can do better than
the first through this port, and none may do harm. Exit code 1 where a false allow appears that is not there without a model.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from benchmarks.clicks import fitting
from benchmarks.reading import CASES, answerer_of
from bot.flows.answer import Answered
from bot.flows.score import read_questions, turns_of
from bot.policy.talk import Intent
from bot.reading.model import FEWEST_TOLD, MOST_MENTIONS, MOST_TEXT, AskModel, ModelReader
from bot.wiring import Answerer

Reply = dict[str, Any]
Talk = Callable[[dict[str, Any], Answered], Reply]
"""A labelled question and how it was read without a model -> what a model says of it."""


def with_model(base: Answerer, ask: AskModel) -> Answerer:
    """The same answerer, index and all, with a model."""
    reader = copy(base.mind.reader)
    reader.model = ModelReader(base.mind.knowledge, ask, "model")
    answerer = copy(base)
    answerer.mind = replace(base.mind, reader=reader, flow=replace(base.mind.flow, read=reader.read))
    return answerer


def best(base: Answerer) -> Talk:
    """Tells what the label says, of the words that nobody read."""
    words = base.mind.knowledge.vocabulary
    data = {base.mind.settle.label_of(id_): id_ for id_ in reversed(words.data)}
    tools = {terms.label: id_ for id_, terms in words.tools.items()}

    def talk(one: dict[str, Any], answered: Answered) -> Reply:
        item, text = answered.reading.items[0], answered.reading.text
        unread = [ask.name for ask in item.question.data if not ask.grounded] + list(item.unread)
        quote = next((phrase for phrase in unread if phrase in text), max(text.split(), key=len, default=""))
        told = [("data", data[name], quote) for name in one.get("data") or () if name in data]
        told += [("tool", tools[name], quote) for name in one.get("tools") or () if name in tools]
        if one["expected"] != Intent.OFF_TOPIC.value:
            told.append(("intent", Intent.MAY_I.value, " ".join(text.split()[: 2 * FEWEST_TOLD])))
        return _reply(told)

    return talk


def liar(base: Answerer) -> Talk:
    """Tells anything of anything; the same of the same question."""
    words = base.mind.knowledge.vocabulary
    known = [("data", id_) for id_ in words.data] + [("tool", id_) for id_ in words.tools]
    known += [("unmet", id_) for id_ in words.conditions] + [("intent", Intent.INCIDENT.value), ("intent", Intent.MAY_I.value)]

    def talk(one: dict[str, Any], answered: Answered) -> Reply:
        dice, said = random.Random(str(one["id"])), answered.reading.text.split() or [""]
        quotes = [" ".join(said[at : at + dice.randint(1, 4)]) for at in range(len(said))]
        return _reply([(*dice.choice(known), dice.choice(quotes)) for _ in range(MOST_MENTIONS)])

    return talk


def _reply(told: list[tuple[str, str, str]]) -> Reply:
    return {"mentions": [{"slot": slot, "id": id_, "quote": quote} for slot, id_, quote in told[:MOST_MENTIONS]]}


def count(base: Answerer, questions: list[dict[str, Any]], talk: Talk | None) -> Counter[str]:
    """How a set's questions end; a model is shown the last message of a thread only."""
    found: Counter[str] = Counter()
    for one in questions:
        turns = turns_of(one.get("thread") or [])
        answered = base.ask(one["question"], turns)
        if talk is not None:
            reply, end = talk(one, answered), json.dumps(answered.reading.text[:MOST_TEXT], ensure_ascii=False)

            def ask(prompt: str, _: Any, reply: Reply = reply, end: str = end) -> Reply | None:
                found["model asked"] += prompt.rstrip().endswith(end)
                return reply if prompt.rstrip().endswith(end) else None

            answered = with_model(base, ask).ask(one["question"], turns)
        found.update(_ends(base, one, answered))
    return found


def _ends(base: Answerer, one: dict[str, Any], answered: Answered) -> list[str]:
    label, right = base.told.label(answered), {one["expected"], *(one.get("also_ok") or ())}
    ends = ["n", *(["strict"] if label == one["expected"] else []), *(["lenient"] if label in right else [])]
    if label == "allow" and label not in right:
        ends.append("false allows")
    if label == "conditional" and one["expected"] == "deny" and label not in right:
        ends.append("false conditionals")
    if label == "ask":
        ends.append("asks")
        asked = answered.state.pending
        if label not in right and asked is not None and asked.options:
            ends += ["asked needlessly", *(["first button is right"] if asked.options[0] in fitting(base, asked, one) else [])]
    return ends


def line_of(name: str, found: Counter[str]) -> str:
    """A row of the table in docs/models.md."""
    n, needless = max(found["n"], 1), max(found["asked needlessly"], 1)
    cells = [
        *(name, str(found["n"]), f"{found['strict'] / n:.3f}", f"{found['lenient'] / n:.3f}"),
        *(str(found["false allows"]), str(found["false conditionals"]), f"{found['asks']} ({found['asks'] / n:.0%})"),
        f"{found['first button is right'] / needless:.0%} of {found['asked needlessly']}",
        str(found["model asked"]),
    ]
    return "| " + " | ".join(cells) + " |"


def main(names: list[str]) -> int:
    """Print three rows for the sets that are looked at and three for those that are held out."""
    about = yaml.safe_load((CASES / "sets.yaml").read_text(encoding="utf-8"))
    harm = 0
    for group, tuned in (("tuned on", True), ("held out", False)):
        total: dict[str, Counter[str]] = {"no model": Counter(), "the best": Counter(), "a liar": Counter()}
        for name in (name for name in about if about[name]["tuned"] is tuned and (not names or name in names)):
            questions = read_questions((CASES / name / "questions.jsonl").read_text(encoding="utf-8"))
            with tempfile.TemporaryDirectory() as folder:
                base = answerer_of(CASES / name, Path(folder) / "knowledge")
                for which, talk in zip(total, (None, best(base), liar(base)), strict=True):
                    total[which] += count(base, questions, talk)
        for which, found in total.items() if total["no model"] else ():
            print(line_of(f"{which}, {group}", found), flush=True)
            harm += max(0, found["false allows"] - total["no model"]["false allows"])
    return 1 if harm else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
