"""The words of ``mayi exam --terms`` go in; the exam on changes of terms is sat, and a real model's record is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.answers.quiet_model import quiet_model
from bot.exam.belief import exam_files
from bot.exam.examined import Examined, sat_now, thinks_of, way_of
from bot.exam.replies import Sheet, replayed
from bot.exam.sitting import LONGEST_SECONDS, NO_MODEL, TRIED, RefusedError, replies_in, told_of
from bot.exam.terms_belief import TermsRecord, TermsRecords, terms_examined, terms_prompts
from bot.exam.terms_marking import TermsMarks, TermsSat, terms_marks_of
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.talks.claims import Reply
from bot.policy.trust import NO_TRUST
from bot.policy.vendors.terms import Direction, Severity, Topic
from bot.policy.vendors.terms_heard import Weight
from bot.reading.model.hearing import Hear
from bot.settings import read_settings
from bot.vendors.hearing.passes import Passes
from bot.vendors.judging.judge import judge

PAPER = Path(__file__).with_name("terms")
"""A file for each language: a page with a place for a clause, and the clauses before and after. No text of any vendor."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One change with the label of whoever wrote it."""

    id: str
    language: str
    before: str
    after: str
    label: Weight
    topic: Topic


def pairs() -> tuple[Pair, ...]:
    """All of them, in the order of the files."""
    return tuple(pair for file in sorted(PAPER.glob("*.yaml")) for pair in _of(file))


def _of(file: Path) -> Iterator[Pair]:
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    for number, one in enumerate(told["pairs"], 1):
        severity, direction, topic = one["label"].split()
        before, after = (told["page"].replace("{clause}", one[side]) for side in ("was", "now"))
        label = Weight(Severity(severity), Direction(direction))
        yield Pair(f"{file.stem}-{number:03}", file.stem, before, after, label, Topic(topic))


class TermsSitting:
    """One model in one exam on terms. Both passes are asked of each pair that words take for a change."""

    def __init__(self, hear: Hear) -> None:
        self._hear, self._seconds = hear, 0.0
        self._passes = Passes(judge, self._asking, terms_prompts())

    def __call__(self, paper: Iterable[Pair], told: Callable[[str], None]) -> Iterator[TermsSat]:
        """``told``: is told the id of each pair once it is done."""
        for pair in paper:
            self._seconds = 0.0
            said = self._passes.told(pair.before, pair.after)
            words = Weight(said.words.severity, said.words.direction)
            yield TermsSat(pair.id, pair.language, pair.label, words, said.a, said.b, said.seen, self._seconds)
            told(pair.id)

    def _asking(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        reply = self._hear(shared, rest, schema)
        self._seconds += reply.seconds if reply is not None else 0.0
        return reply


class TermsExamining:
    """One exam on terms. ``kept``: what to say of the record, once it was sat."""

    def __init__(self, name: str, replies: list[Path]) -> None:
        """Raises ``RefusedError`` and ``SettingsError``."""
        self._settings = read_settings()
        self._name = name or ("" if replies else self._settings.model)
        self._replies, self._paper = replies, pairs()
        if not self._name and not replies:
            raise RefusedError(NO_MODEL)
        self.kept: tuple[str, ...] = ()

    def foreseen(self) -> str:
        """What it takes, in a line, before it starts."""
        head = f"{len(self._paper)} changes of made-up terms, on this machine alone: no money, nothing leaves it."
        if self._replies:
            return head
        return f"{head} At 2 s a reply about {len(self._paper) * 4 / 60:.0f} minutes; what is stopped goes on from where it was."

    def dump(self, folder: Path) -> int:
        """Write the prompts that the replies given do not answer; gives how many."""
        replies = replies_in(self._replies)
        for _ in TermsSitting(replies.hear)(self._paper, lambda _: None):
            pass
        return replies.write(folder)

    def sit(self, tell: Callable[[int, int], None]) -> TermsMarks:
        """``tell``: is told how many pairs are done, of how many. Raises ``RefusedError``."""
        done = iter(range(1, len(self._paper) + 1))
        with ExitStack() as held:
            hear, keep = self._recorded(held) if self._replies else self._real()
            sat = list(TermsSitting(hear)(self._paper, lambda _: tell(next(done), len(self._paper))))
        marks = terms_marks_of(sat)
        self.kept = (keep(marks),)
        return marks

    def _recorded(self, held: ExitStack) -> tuple[Hear, Callable[[TermsMarks], str]]:
        model = held.enter_context(replayed(replies_in(self._replies), NO_TRUST))
        return model.hear, lambda _: "record       none: recorded replies admit nobody to anything"

    def _real(self) -> tuple[Hear, Callable[[TermsMarks], str]]:
        """The model with the way of thinking in which its replies keep to the form, on its sheet, and who keeps the record."""
        seconds = max(LONGEST_SECONDS, self._settings.model_timeout_seconds)
        model = OllamaModel(self._name, self._settings.ollama_url, seconds)
        try:
            now = terms_examined(model)
            model.thinks = thinks_of(way := way_of(model, lambda: _counts(model.hear, self._paper[:TRIED]), TRIED))
        except ModelError as problem:
            raise RefusedError(str(problem)) from problem
        sheet = Sheet(
            quiet_model(model).hear, exam_files(self._settings) / f"terms-{now.digest[:12]}-{now.reading[:12]}{way}.jsonl"
        )
        return sheet.hear, lambda marks: self._keep(now, marks, way)

    def _keep(self, now: Examined, marks: TermsMarks, way: str) -> str:
        record = TermsRecord(*sat_now(), now, marks, way)
        return told_of(lambda: TermsRecords(self._settings.exams).keep(record))


def _counts(hear: Hear, paper: Iterable[Pair]) -> int:
    """How many pairs have a reply at all."""
    return sum(one.seconds > 0 for one in TermsSitting(hear)(paper, lambda _: None))
