"""Questions that were asked back in; whether an honest click or two leads to the right answer, out.

Run: ``python -m benchmarks.clicks [SET ...] [--each]``. The one who clicks knows what the label's ``tools`` and ``data`` say, and
takes the button that fits them (the strictest where several kinds of data do). Only questions whose label expects an answer and
no question back. ``--each`` prints those that do not come out right: never for held-out sets.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from benchmarks.reading import CASES, answerer_of
from bot.flows.owners.score import read_questions, turns_of
from bot.flows.questions.answer import Answered
from bot.policy.deciding.rulings import AskBack, Option
from bot.policy.words import Slot
from bot.wiring import Answerer
from bot.wiring.today import today_at

MOST = 2
"""Questions back in one talk."""


def fitting(answerer: Answerer, asked: AskBack, one: dict[str, Any]) -> list[Option]:
    """The buttons that say what the label says."""
    wanted = set(one.get("data" if asked.slot is Slot.DATA else "tools") or ())
    return [option for option in asked.options if names_of(answerer, asked.slot, option) & wanted]


def names_of(answerer: Answerer, slot: Slot, option: Option) -> set[str]:
    """What the table calls a button's value: a tool's row, or a class of data."""
    knowledge, label_of = answerer.mind.knowledge, answerer.mind.settle.label_of
    names = {label_of(option.value)}
    if slot is Slot.DATA:
        held = knowledge.policy.data_types.get(option.value)
        return names | {label_of(class_) for class_ in (held.classes if held else ())}
    rows = {knowledge.policy.offerings[id_].tool for id_ in option.offerings if id_ in knowledge.policy.offerings}
    return names | {label_of(id_) for id_ in option.offerings} | {knowledge.vocabulary.tools[row].label for row in rows}


def clicked(answerer: Answerer, before: Answered, option: Option) -> Answered:
    """The answer after one click."""
    asked, mind = before.state.pending, answerer.mind
    reading = mind.settle.click(before.state, asked.slot, option.value) if asked else None
    if reading is None:
        raise ValueError("nothing was asked back")
    return mind.flow.answer(reading, before.state, "R-0", today_at(mind.knowledge))


def outcome(answerer: Answerer, one: dict[str, Any]) -> str:
    """How a question that is wrongly asked back ends; empty where it is not."""
    right = {one["expected"], *(one.get("also_ok") or ())}
    answered = answerer.ask(one["question"], turns_of(one.get("thread") or []))
    label = answerer.told.label(answered)
    if label != "ask" or "ask" in right:
        return ""
    clicks = 0
    while label == "ask" and clicks < MOST:
        asked = answered.state.pending
        options = fitting(answerer, asked, one) if asked else []
        if not asked or not options:
            return "no button fits"
        answered, clicks = clicked(answerer, answered, options[-1 if asked.slot is Slot.DATA else 0]), clicks + 1
        label = answerer.told.label(answered)
    if label in right:
        return f"right after {clicks}"
    return "falsely allowed" if label == "allow" else f"still {label}" if label == "ask" else f"wrong: {label}"


def count(name: str, each: bool) -> tuple[int, Counter[str]]:
    """Questions of a set, and how those end that are wrongly asked back."""
    questions = read_questions((CASES / name / "questions.jsonl").read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        answerer = answerer_of(CASES / name, Path(folder) / "knowledge")
        for one in questions:
            end = outcome(answerer, one)
            found.update([end] if end else [])
            if each and end and not end.startswith("right"):
                print(f"{one['id']} wants {one['expected']}, {end}: {one['question'][:150]}")
    return len(questions), found


def main(words: list[str]) -> None:
    """Print a line for the sets that are looked at and one for those that are held out."""
    names, each = [word for word in words if not word.startswith("-")], "--each" in words
    about = yaml.safe_load((CASES / "sets.yaml").read_text(encoding="utf-8"))
    for group, tuned in (("tuned on", True), ("held out", False)):
        total, n = Counter[str](), 0
        for name in (name for name in about if about[name]["tuned"] is tuned and (not names or name in names)):
            asked, found = count(name, each and tuned)
            n, total = n + asked, total + found
        back = sum(total.values())
        print(
            f"{group:<10} {n:>5} questions, {back} wrongly asked back ({back / max(n, 1):.1%})",
            dict(total.most_common()),
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
