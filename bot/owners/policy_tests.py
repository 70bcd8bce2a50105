"""A policy goes in, how its tests went comes out, with what no test speaks of; a receipt of a ledger goes in, a test more stands
in tests.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bot.answers.answerer import Answerer
from bot.clock.today import today_at
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.propose import with_edits, with_entries
from bot.knowledge.load import load
from bot.knowledge.sheets.kept_yaml import only_what_changed
from bot.knowledge.sheets.plain_files import plain_text
from bot.policy.changes.coverage import Coverage, coverage
from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge, PolicyTest
from bot.policy.talks.checks import UNLISTED
from bot.policy.talks.talk import Item, Ruled
from bot.policy.words import STRICTNESS, Citation, Offering, Question, Slot

if TYPE_CHECKING:
    from bot.ledger.asked.questions import QuestionRow


ASK, NOTHING = "ask", "nothing"
"""In place of a verdict: a question back; no question about a tool and data was read."""


@dataclass(frozen=True, slots=True)
class Got:
    """What a test's question was ruled."""

    verdict: str
    conditions: tuple[str, ...] = ()
    """Ids, general duties aside."""
    rules: tuple[tuple[str, Citation], ...] = ()
    """What decided, each with its place."""
    cited: tuple[str, ...] = ()
    """Ids of rules, and headings of the guidance that they cite."""
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """How one test went. ``wrong``: what is not as wanted, in words; empty where all is."""

    test: PolicyTest
    got: Got
    wrong: tuple[str, ...]
    seconds: float

    @property
    def is_fine(self) -> bool:
        return not self.wrong


@dataclass(frozen=True, slots=True)
class Trial:
    """All tests of a policy."""

    tried: tuple[Tried, ...]
    coverage: Coverage

    @property
    def failed(self) -> tuple[Tried, ...]:
        return tuple(one for one in self.tried if one.wrong)


def try_tests(
    tests: Sequence[PolicyTest],
    ask: Callable[[PolicyTest], Got],
    cover: Callable[[frozenset[str]], Coverage],
    track: Callable[[Iterable[PolicyTest]], Iterable[PolicyTest]] = iter,
) -> Trial:
    """``ask``: the question of a test -> its ruling; ``cover``: rules that decided -> what is left; ``track``: shows progress."""
    tried = [try_one(test, ask) for test in track(tests)]
    decided = frozenset(rule for one in tried for rule, _ in one.got.rules)
    return Trial(tuple(tried), cover(decided))


def try_one(test: PolicyTest, ask: Callable[[PolicyTest], Got]) -> Tried:
    """One test, and how long it took."""
    began = perf_counter()
    got = ask(test)
    return Tried(test, got, tuple(_wrong(test, got)), perf_counter() - began)


def _wrong(test: PolicyTest, got: Got) -> Iterable[str]:
    if got.verdict != test.verdict:
        yield f"{got.verdict} instead of {test.verdict}"
    if (test.conditions or test.is_bare) and set(got.conditions) != set(test.conditions):
        missing = [id_ for id_ in test.conditions if id_ not in got.conditions]
        more = [id_ for id_ in got.conditions if id_ not in test.conditions]
        if missing:
            yield f"without the condition {', '.join(missing)}"
        if more:
            yield f"with the condition {', '.join(more)}"
    for cited in test.cites:
        if cited not in got.cited:
            yield f"does not rest on {cited}"


def got_of(rulings: Sequence[Ruling], read_as: str, heading_of: Callable[[Citation], str]) -> Got:
    """Several questions in one text: a question back where one is asked, else the strictest of their rulings."""
    if not rulings:
        return Got(NOTHING, read_as=read_as)
    is_open = any(ruling.ask_back for ruling in rulings)
    verdict = ASK if is_open else max((ruling.verdict for ruling in rulings), key=STRICTNESS.__getitem__).value
    reasons = [reason for ruling in rulings for reason in ruling.reasons]
    needs = [need.condition for ruling in rulings for need in ruling.needs if not need.general]
    headings = [heading_of(reason.cites) for reason in reasons if reason.cites]
    files = [reason.cites.file for reason in reasons if reason.cites]
    rules = dict.fromkeys((reason.rule, reason.at) for reason in reasons)
    cited = dict.fromkeys([*(rule for rule, _ in rules), *headings, *files])
    return Got(verdict, tuple(dict.fromkeys(needs)), tuple(rules), tuple(cited), read_as)


ASK = "ask"
_WHO = (Slot.ROLE, Slot.COUNTRY)


class NoTestError(Exception):
    """The answer holds nothing that could be asked again. The words say why."""


def entries_of(
    name: str,
    text: str,
    answered: Sequence[tuple[Item, Ruling]],
    *,
    offerings: Mapping[str, Offering],
    known: Callable[[str], bool],
    reads: Callable[[str, dict[str, str]], Sequence[Question]],
) -> list[dict[str, Any]]:
    """In words where the words alone, without their thread, are read as they were then; else as slots.

    ``known``: whether a rule or condition of this id is there today; ``reads``: a text and who asks -> the questions read in it.
    Raises ``NoTestError``.
    """
    if not answered:
        raise NoTestError("nothing was decided in it, or it has been erased")
    if len(answered) == 1 and text:
        item, ruling = answered[0]
        who = _asker(item.question)
        if [_same(one) for one in reads(text, who)] == [_same(item.question)]:
            return [{"name": _entry_name(name, item), "question": text, **({"as": who} if who else {}), **_wanted(ruling, known)}]
    entries = []
    for item, ruling in answered:
        slots = _slots(item.question, offerings)
        if slots is None:
            raise NoTestError("its words alone are not read as they were in their thread, and it cannot be said in slots")
        entries.append({"name": _entry_name(name, item), "slots": slots, **_wanted(ruling, known)})
    return entries


def _entry_name(name: str, item: Item) -> str:
    return f"{name}: {item.read_as}" if item.read_as else name


def _wanted(ruling: Ruling, known: Callable[[str], bool]) -> dict[str, Any]:
    if ruling.ask_back:
        return {"verdict": ASK}
    conditions = [id_ for id_ in dict.fromkeys(need.condition for need in ruling.needs if not need.general) if known(id_)]
    rules = [id_ for id_ in dict.fromkeys(reason.rule for reason in ruling.reasons) if known(id_)]
    wanted: dict[str, Any] = {"verdict": ruling.verdict.value, "conditions": conditions, "cites": rules}
    return {key: value for key, value in wanted.items() if value}


def _asker(question: Question) -> dict[str, str]:
    return {slot.value: question.context[slot] for slot in _WHO if question.context.get(slot)}


def _same(question: Question) -> object:
    """What makes a question the same one; how things are called in it plays no part."""
    tools = tuple(frozenset(tool.offerings) for tool in question.tools)
    data = tuple((frozenset(ask.types), frozenset(ask.transformations)) for ask in question.data)
    return (tools, data, tuple(sorted(question.context.items())), question.met, question.unmet, bool(question.left_out))


def _slots(question: Question, offerings: Mapping[str, Offering]) -> dict[str, Any] | None:
    """None where slots of a test cannot say it: data that may be several things, some plans of a tool, a part left out."""
    tools = [_tool(tool.offerings, offerings) for tool in question.tools]
    done = {ask.transformations for ask in question.data}
    if "" in tools or len(done) > 1 or question.left_out or any(len(ask.types) != 1 for ask in question.data):
        return None
    found: dict[str, Any] = {
        "tool": tools[0] if len(tools) == 1 else tools,
        "data": [ask.types[0] for ask in question.data],
        "transformations": list(done.pop()) if done else [],
        "met": sorted(question.met),
        "unmet": sorted(question.unmet),
        **{slot.value: value for slot, value in question.context.items()},
    }
    return {key: value for key, value in found.items() if value}


def _tool(asked: Sequence[str], offerings: Mapping[str, Offering]) -> str:
    if not asked:
        return UNLISTED
    if len(asked) == 1:
        return asked[0]
    tools = {offerings[id_].tool for id_ in asked if id_ in offerings}
    whole = {id_ for id_, offering in offerings.items() if offering.tool in tools}
    return tools.pop() if len(tools) == 1 and set(asked) == whole else ""


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
