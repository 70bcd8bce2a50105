"""An old and a new policy go in; the cells that flip come out, the rule that did it, and who was told otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.policy.changes.beyond import with_all_beyond
from bot.policy.changes.change import CellChange, Change, compare, would_differ
from bot.policy.changes.heard import Heard
from bot.policy.changes.renamed import Renamed, with_names
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.deciding.joint import Cause
from bot.policy.deciding.rulings import Ruling
from bot.policy.policy import Policy
from bot.policy.talks.talk import Item
from bot.policy.words import STRICTNESS, Question, Texts, Verdict

EVERYTHING = "*"
ASK = "ask"
"""In place of a verdict: the answer was, or would be, a question back."""
UNKNOWN = "somebody"
"""Stands for askers of whom the ledger knows nothing, such as on the command line."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two policies. ``name``: as it was named, for people."""

    name: str
    policy: Policy
    labels: Mapping[str, Texts] = field(default_factory=dict)

    @property
    def version(self) -> str:
        return self.policy.version


Given = tuple[str, Sequence[Item]]
"""An answer as the ledger has it: who asked, and the questions that it answered, as ids; none where nothing was decided."""
Listed = Callable[[str], tuple[str, ...]]
"""The name of a tool that no file named -> the offerings of the new policy that are called so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that people asked, and how it would be answered otherwise."""

    read_as: str
    was: str
    now: str
    times: int
    people: frozenset[str]
    by_name: bool = False
    """About a tool that no file named and that one names now. Nobody is told by themselves: the bot goes by ids, not by names."""


@dataclass(frozen=True, slots=True)
class Compared:
    """All that differs."""

    old: Side
    new: Side
    change: Change
    today: date
    asked: tuple[Asked, ...] = ()
    looked_at: int = 0
    """Answers of the ledger that were decided again."""
    names: tuple[Renamed, ...] | None = None
    """What is read as something else than before; None where one of the policies came without its words."""
    not_named: tuple[CellChange, ...] = ()
    """What got looser although nobody said that it may."""
    heard: tuple[Heard, ...] | None = None
    """Words and people that are something else than before; None as with ``names``."""
    not_named_beside: tuple[Heard, ...] = ()
    """Those of them that make something looser although nobody said that it may."""

    @property
    def is_gated(self) -> bool:
        """Whether something got looser that nobody named."""
        return bool(self.not_named or self.not_named_beside)

    @property
    def people_to_tell(self) -> int:
        """How many people got an answer that would be another one now."""
        return len(frozenset().union(*(one.people for one in self.asked if not one.by_name)))


def compare_sides(
    old: Side,
    new: Side,
    today: date,
    *,
    allowed: Iterable[str] = (),
    given: Sequence[Given] = (),
    listed: Listed | None = None,
    names: tuple[Renamed, ...] | None = None,
    heard: tuple[Heard, ...] | None = None,
) -> Compared:
    """Every cell of both, what is asked for by another name now, and every answer that was given. ``heard``: words and people
    beside the cells. ``allowed``: what may get looser (see ``is_named``)."""
    before, after = compile_policy(old.policy), compile_policy(new.policy)
    change = with_all_beyond(compare(before, after, today), before, after, today)
    if names:
        change = with_names(change, before, after, names, today)
    words = tuple(word.casefold() for word in allowed)
    looser = tuple(sorted(change.looser, key=_by_weight))
    stricter = tuple(sorted(change.stricter, key=_by_weight))
    sorted_change = Change(looser, stricter, change.changed_conditions, change.unchanged)
    answered = ((asker, item) for asker, items in given for item in items)
    asked = _asked_again(before, after, today, answered, listed)
    not_named = tuple(one for one in looser if not any(is_named(one, word) for word in words))
    looser_beside = (one for one in heard or () if one.is_looser)
    beside = tuple(one for one in looser_beside if not any(is_named_beside(one, word) for word in words))
    return Compared(old, new, sorted_change, today, asked, len(given), names, not_named, heard, beside)


def is_named(change: CellChange, word: str) -> bool:
    """Whether a word names what got looser: the rule that did it, the condition that fell away, the cell (``TOOL x DATA``), its
    tool, its data, what it is asked for as, or ``*``."""
    tool = change.offering.partition("/")[0]
    cell = {
        f"{left} {cross} {data}"
        for left in (change.offering, tool)
        for cross in ("x", "×")
        for data in (change.data, change.name)
    }
    names = {*cell, change.offering, tool, change.data, change.name, *(cause.rule for cause in change.causes)}
    names |= {*change.eased, *change.called}
    return word == EVERYTHING or word in {name.casefold() for name in names}


def is_named_beside(heard: Heard, word: str) -> bool:
    """The same for words and people: by the words, or by what they mean."""
    return word == EVERYTHING or word in {name.casefold() for name in (heard.name, *heard.old, *heard.new)}


def _by_weight(change: CellChange) -> tuple[int, str]:
    """What changes most comes first; then by the rule that did it, so that what belongs together stands together."""
    return (-abs(STRICTNESS[change.new] - STRICTNESS[change.old]), change.causes[0].rule if change.causes else "")


def by_cause(changes: Sequence[CellChange]) -> dict[tuple[Cause, Verdict, Verdict], list[CellChange]]:
    """Changes that one rule made in one direction stand together, in the order given."""
    groups: dict[tuple[Cause, Verdict, Verdict], list[CellChange]] = {}
    for one in changes:
        groups.setdefault((one.causes[0], one.old, one.new), []).append(one)
    return groups


def _asked_again(
    old: Compiled, new: Compiled, today: date, answered: Iterable[tuple[str, Item]], listed: Listed | None
) -> tuple[Asked, ...]:
    """Answers whose question is decided otherwise by the new policy; the same question is told once, looser first."""
    found: dict[tuple[str, str, str, bool], list[str]] = {}
    for asker, item in answered:
        question = _with_listed(item.question, listed) if listed else item.question
        before, after = decide(old, item.question, today), decide(new, question, today)
        if would_differ(before, after):
            what = (_called(item), _word(before), _word(after), question is not item.question)
            found.setdefault(what, []).append(asker or UNKNOWN)
    asked = [
        Asked(read_as, was, now, len(askers), frozenset(askers), by_name)
        for (read_as, was, now, by_name), askers in found.items()
    ]
    return tuple(sorted(asked, key=lambda one: (_step(one), -len(one.people), one.read_as)))


def _called(item: Item) -> str:
    """What was asked, in the policy's names: with the words that a model quoted each asker's would be a question of its own."""
    if all(one.via != "model" for one in item.mentions):
        return item.read_as
    parts = (" / ".join(one.name for one in item.question.tools), " + ".join(one.name for one in item.question.data))
    return " · ".join(part for part in parts if part) or item.read_as


def _with_listed(question: Question, listed: Listed) -> Question:
    tools = tuple(ask if ask.offerings else replace(ask, offerings=listed(ask.name)) for ask in question.tools)
    return question if tools == question.tools else replace(question, tools=tools)


def _word(ruling: Ruling) -> str:
    return ASK if ruling.ask_back else ruling.verdict.value


def _step(asked: Asked) -> int:
    """Looser first, then stricter, then the rest."""
    ranks = {verdict.value: rank for verdict, rank in STRICTNESS.items()}
    if asked.was not in ranks or asked.now not in ranks or asked.was == asked.now:
        return 2
    return 0 if ranks[asked.now] < ranks[asked.was] else 1
