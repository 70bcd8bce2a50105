"""A knowledge folder goes in, how its tests went comes out; a receipt of a ledger goes in, a test more stands in tests.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answers.answerer import Answerer
from bot.clock.today import today_at
from bot.flows.owners.try_tests import Got, Trial, got_of, try_tests
from bot.flows.owners.write_test import NoTestError, entries_of
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.propose import with_edits, with_entries
from bot.knowledge.load import load
from bot.knowledge.sheets.kept_yaml import only_what_changed
from bot.knowledge.sheets.plain_files import plain_text
from bot.policy.changes.coverage import coverage
from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge, PolicyTest
from bot.policy.talks.talk import Item, Ruled
from bot.policy.words import Citation, Question, Slot

if TYPE_CHECKING:
    from bot.ledger.asked.questions import QuestionRow

FILE = "tests.yaml"


class Trying:
    """One policy with all that reads and rules it. No model plays a part: a test says the same each time."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.compiled = compile_policy(knowledge.policy)

    @cached_property
    def answerer(self) -> Answerer:
        """What reads words; tests that name slots do without, and to index the words takes longer than to rule on them all."""
        return Answerer(self.knowledge)

    def __call__(self, track: Callable[[Iterable[PolicyTest]], Iterable[PolicyTest]] = iter) -> Trial:
        """Ask all tests."""
        today = today_at(self.knowledge)
        return try_tests(self.knowledge.tests, self.ask, lambda decided: coverage(self.compiled, decided, today), track)

    def ask(self, test: PolicyTest) -> Got:
        """What a test's question is ruled today."""
        if test.slots is None:
            ruled = self.answerer.rule(test.question, test.asker, today_at(self.knowledge))
            return self.got(ruled)
        ruling = decide(self.compiled, self._as(test.slots, test.asker), today_at(self.knowledge))
        return got_of([ruling], _named(test.slots), self._heading)

    def got(self, ruled: Sequence[Ruled]) -> Got:
        """What the questions of one text were ruled."""
        rulings = [one.ruling for one in ruled if one.ruling is not None]
        return got_of(rulings, " | ".join(one.item.read_as for one in ruled if one.item.read_as), self._heading)

    @staticmethod
    def _as(question: Question, asker: dict[str, str]) -> Question:
        context = {slot: asker[slot.value] for slot in (Slot.ROLE, Slot.COUNTRY) if slot.value in asker}
        who = {word for word in (*asker.get("group", "").split("+"), asker.get("role", "")) if word}
        given = {**context, **question.context}
        return Question(question.tools, question.data, given, question.met, question.unmet, who=frozenset(who))

    def _heading(self, at: Citation) -> str:
        """A place in the guidance as rules cite it."""
        return next(
            (f"{one.file}#{one.anchor}" for one in self.knowledge.guidance if (one.file, one.line) == (at.file, at.line)), ""
        )


def _named(question: Question) -> str:
    tools = " or ".join(tool.name for tool in question.tools)
    return " · ".join(part for part in (tools, ", ".join(ask.name for ask in question.data)) if part)


def trying(folder: Path) -> Trying:
    """Raises ``KnowledgeError`` with every fault."""
    return Trying(load(folder, load_catalog()).or_raise())


def write_test(folder: Path, url: str, receipt: str) -> tuple[str, tuple[PolicyTest, ...], Trying]:
    """Append a receipt's question to tests.yaml; gives the file's path, the new tests, and the policy with them.

    Raises ``NoTestError``, ``LedgerError``, or ``KnowledgeError`` where the folder is faulty; then nothing is written.
    """
    policy = trying(folder)
    row = _row(url, receipt)
    entries = _entries(policy, row)
    names = {entry["name"] for entry in entries}
    for one in policy.knowledge.tests:
        if one.name in names:
            raise NoTestError(f"it is one already ({one.at.file}:{one.at.line})")
    before = plain_text(folder / FILE, "utf-8") if (folder / FILE).exists() else ""
    after = with_entries(before, "tests", entries)
    text = only_what_changed(before, after) if before else after
    knowledge = with_edits(folder, {FILE: text})
    (folder / FILE).write_text(text, encoding="utf-8")
    return (folder / FILE).as_posix(), knowledge.tests[-len(entries) :], Trying(knowledge)


def _row(url: str, receipt: str) -> QuestionRow:
    from bot.ledger.ledger import open_existing  # noqa: PLC0415 - to ask the tests takes no database: nobody waits for its library

    ledger = open_existing(url, b"")
    try:
        row = ledger.question(receipt)
    finally:
        ledger.close()
    if row is None:
        raise NoTestError("no answer of this ledger has it")
    return row


def _entries(policy: Trying, row: QuestionRow) -> list[dict[str, Any]]:
    knowledge = policy.knowledge
    rules = {rule.id for rule in (*knowledge.policy.rules, *(one.rule for one in knowledge.policy.waivers))}
    known = {*rules, *knowledge.policy.conditions, "default", "unlisted"}

    def reads(text: str, who: dict[str, str]) -> list[Question]:
        return [one.item.question for one in policy.answerer.ask(text, as_=who).ruled]

    return entries_of(
        row.receipt,
        row.text or "",
        _answered(row),
        offerings=knowledge.policy.offerings,
        known=known.__contains__,
        reads=reads,
    )


def _answered(row: QuestionRow) -> list[tuple[Item, Ruling]]:
    """The questions of an answer with their rulings. Only where each question has one is it plain which is whose."""
    from bot.ledger.plain import READING, RULING  # noqa: PLC0415 - as above

    items = READING.validate_python(row.reading).items if row.reading else ()
    rulings = [RULING.validate_python(one) for one in row.ruling or ()]
    return list(zip(items, rulings, strict=True)) if len(items) == len(rulings) else []
