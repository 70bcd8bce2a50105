"""A model and the sections of an exam go in; each question takes the path that answers staff, and what came of it comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.exam.marking import Sat
from bot.exam.paper import PAPER, Asked, Section, asked_of
from bot.flows.owners.score import read_questions, turns_of
from bot.policy.house import Knowledge
from bot.policy.talks.claims import Reply
from bot.policy.talks.label import OF_VERDICT
from bot.policy.trust import Level, Trust
from bot.reading.model.hearing import Model, words_nothing
from bot.wiring.answers.answering import Answerer, make_answerer
from bot.wiring.exams.replays import Sheet

BELIEVED, PROPOSES = Trust(Level.BELIEVED, lifts=True, record="exam"), Trust(Level.PROPOSES, record="exam")
LABELS = {verdict.value: label for verdict, label in OF_VERDICT.items()}
OWN = "own"
"""The section of the owner's own tests.yaml."""


def sections_of(policies: tuple[str, ...] = ()) -> tuple[Section, ...]:
    """The shipped sections, one for each policy. ``policies``: these alone. Raises OSError and ValueError of broken files."""
    listed = yaml.safe_load((PAPER / "paper.yaml").read_text(encoding="utf-8"))["policies"]
    return tuple(_section(policy) for policy in listed if not policies or policy in policies)


def _section(policy: str) -> Section:
    folder = PAPER / policy
    questions = read_questions((folder / "questions.jsonl").read_text(encoding="utf-8"))
    asked = tuple(asked_of(one, turns_of(one.get("thread") or [])) for one in questions)
    return Section(policy, folder / "knowledge", asked)


def own_section(knowledge: Knowledge, folder: Path, cases: tuple[Asked, ...] = ()) -> Section:
    """What the owner expects: tests.yaml, where a test asks in words, and ``cases``: what should not have been allowed here."""
    asked = [asked_of({"id": f"own-{n}", **one}, []) for n, one in enumerate(_own(knowledge), 1)]
    return Section(OWN, folder, (*asked, *cases))


def _own(knowledge: Knowledge) -> Iterator[dict[str, Any]]:
    """Tests in words, of nobody in particular."""
    for test in knowledge.tests:
        if test.question and not test.asker:
            yield {"question": test.question, "expected": LABELS.get(test.verdict, test.verdict), "kind": "own"}


class Sitting:
    """One model in one exam. Each reply is asked for once, whichever level it is looked at for."""

    def __init__(self, name: str, sheet: Sheet, words_of: Callable[[Path], Answerer] | None = None) -> None:
        """``words_of``: a knowledge folder -> who answers from it without a model."""
        self._name, self._sheet, self._words_of = name, sheet, words_of or make_answerer
        self._seconds = 0.0

    def __call__(self, sections: Iterable[Section], told: Callable[[str], None]) -> Iterator[Sat]:
        """``told``: is told the id of each question once it is done."""
        for section in sections:
            words = self._words_of(section.folder)
            full = words.heard_by(Model(words_nothing, self._asking, self._name, lambda: BELIEVED))
            full.policy_names = (section.policy, *words.policy_names)
            proposed = words.heard_by(Model(words_nothing, self._sheet.known, self._name, lambda: PROPOSES))
            for one in section.asked:
                yield self._sat(one, section.policy, words, full, proposed)
                told(one.id)

    def _sat(self, one: Asked, policy: str, words: Answerer, full: Answerer, proposed: Answerer) -> Sat:
        self._seconds = 0.0
        answered = full.ask(one.text, one.turns)
        seconds = self._seconds
        alone = words.label_and_why(one.text, one.turns)[0]
        label, joined = answered.label, answered.reading.joined
        return Sat(
            f"{policy}/{one.id}",
            one.kind,
            answered.reading.language,
            one.right,
            alone,
            proposed.label_and_why(one.text, one.turns)[0],
            label,
            label == "allow" and alone != "allow" and joined is not None,
            joined.sure if joined is not None else 1.0,
            seconds,
        )

    def _asking(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        reply = self._sheet.hear(shared, rest, schema)
        self._seconds += reply.seconds if reply is not None else 0.0
        return reply
