"""Questions that were not served well go in; what the policy lacks comes out: by tool and data, most people first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.decide import careful, decide
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import DataAsk, Question, Slot, ToolAsk, Verdict

MOST_EXAMPLES = 3
OF_THE_TOOL = frozenset({Slot.TOOL, Slot.PLAN, Slot.ACCOUNT, Slot.HOSTING})


class Why(StrEnum):
    """Why a question counts as one that was not served."""

    UNCOVERED = "uncovered"
    ASKED_BACK = "asked_back"
    NOT_RIGHT = "not_right"
    """Somebody said that the answer was not right."""
    TO_OWNER = "to_owner"
    """Somebody asked the owner, or for a tool or an exception."""


class Lack(StrEnum):
    """What is missing."""

    TOOL = "tool"
    """No file names the tool."""
    DATA = "data"
    """No data type has these words."""
    RULE = "rule"
    """Tool and data are known, and no rule says anything of them."""
    CHOICE = "choice"
    """A name means several things, so people are asked which one."""
    ANSWER = "answer"
    """A rule decides, and people are not content with it."""


@dataclass(frozen=True, slots=True)
class Unserved:
    """One question as it is kept. ``text`` is redacted; ``asker`` is a pseudonym."""

    receipt: str
    at: datetime
    asker: str
    text: str
    questions: tuple[Question, ...]
    told: frozenset[Why] = frozenset()
    """Feedback and requests; the rest is seen from what the policy says now."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to do for a policy owner."""

    number: int
    lack: Lack
    tool: str
    """Offering id, tool id, or the name as people say it; empty where none was said."""
    tool_label: str
    data: str
    """Data type or class id, or the words as people say them; empty where none were said."""
    data_label: str
    questions: int
    people: int
    why: dict[str, int]
    examples: tuple[str, ...]
    receipts: tuple[str, ...]
    """Newest first."""
    last: datetime
    verdict: Verdict
    """What the policy says of it now."""
    rules: tuple[str, ...] = ()
    """For an answer that people are not content with: what decides."""
    choices: tuple[str, ...] = ()
    """What the name may mean, or the words may be: ids to choose from."""


@dataclass(frozen=True, slots=True)
class _Missing:
    lack: Lack | None
    verdict: Verdict
    tool: str
    data: str
    rules: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    missing: _Missing
    seen: dict[str, Unserved] = field(default_factory=dict)
    """By receipt, newest first."""
    why: Counter[str] = field(default_factory=Counter)


def gaps(
    unserved: Iterable[Unserved],
    compiled: Compiled,
    vocabulary: Vocabulary,
    today: date,
    label_of: Callable[[str], str],
) -> tuple[Gap, ...]:
    """What is still missing in the policy as it is now. What was mended since the question is left out."""
    names = _Names(vocabulary)
    known: dict[object, _Missing] = {}
    groups: dict[tuple[str, str, str], _Group] = {}
    for one in sorted(unserved, key=lambda one: (one.at, one.receipt), reverse=True):
        for pair in _pairs(one.questions, names):
            missing = known.get(key := _key(pair)) or known.setdefault(key, _missing(pair, compiled, today))
            if (lack := missing.lack or (Lack.ANSWER if one.told else None)) is None:
                continue
            group = groups.setdefault(
                (lack, missing.tool.casefold(), missing.data.casefold()), _Group(replace(missing, lack=lack))
            )
            if one.receipt not in group.seen:
                group.seen[one.receipt] = one
                group.why.update(sorted(one.told | _seen_now(lack, missing)))
    found = [_gap(group, label_of) for group in groups.values()]
    found.sort(key=lambda gap: (-gap.people, -gap.questions, -gap.last.timestamp(), gap.tool, gap.data))
    return tuple(replace(gap, number=number) for number, gap in enumerate(found, 1))


def by_owner(found: Iterable[Gap], owner_of: Mapping[str, str], otherwise: str) -> dict[str, tuple[Gap, ...]]:
    """Contact id -> the gaps of the tools that it answers for. ``owner_of``: tool id -> contact id."""
    sorted_out: dict[str, list[Gap]] = {}
    for gap in found:
        sorted_out.setdefault(owner_of.get(gap.tool.partition("/")[0], otherwise), []).append(gap)
    return {contact: tuple(gaps_) for contact, gaps_ in sorted_out.items()}


class _Names:
    """The words by which the policy knows things today."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.tools: dict[str, tuple[str, ...]] = {}
        for tool in vocabulary.tools.values():
            offerings = tuple(one.id for one in vocabulary.offerings.values() if one.tool == tool.id)
            self.tools |= {name.casefold(): offerings for name in (tool.label, *tool.names)}
        for offering in vocabulary.offerings.values():
            self.tools |= {name.casefold(): (offering.id,) for name in (offering.label, *offering.names)}
        self.data = {
            name.casefold(): terms.id
            for terms in vocabulary.data.values()
            for name in (terms.label, *terms.names, *terms.examples)
        }

    def tool(self, ask: ToolAsk) -> ToolAsk:
        return ask if ask.offerings else replace(ask, offerings=self.tools.get(ask.name.casefold(), ()))

    def datum(self, ask: DataAsk) -> DataAsk:
        named = self.data.get(ask.name.casefold())
        return replace(ask, types=(named,), grounded=True) if named and not ask.types else ask


def _pairs(questions: Iterable[Question], names: _Names) -> Iterator[Question]:
    """Each tool with each kind of data of a question, alone. Where neither was said there is nothing to mend."""
    for question in questions:
        if not question.tools and not question.data:
            continue
        for tool in question.tools or (None,):
            for datum in question.data or (None,):
                yield replace(
                    question,
                    tools=(names.tool(tool),) if tool else (),
                    data=(names.datum(datum),) if datum else (),
                    who=frozenset(),
                    asked_back=0,
                    is_closed=True,
                )


def _key(pair: Question) -> object:
    """What a ruling of it depends on."""
    return pair.tools, pair.data, tuple(sorted(pair.context.items())), pair.met, pair.unmet, pair.left_out


def _missing(question: Question, compiled: Compiled, today: date) -> _Missing:
    ruling = careful(question, decide(compiled, question, today))
    tool, datum = next(iter(question.tools), None), next(iter(question.data), None)
    named = _tool_key(tool), datum.types[0] if datum and len(datum.types) == 1 else datum.name if datum else ""
    rules = tuple(dict.fromkeys(reason.rule for reason in ruling.reasons))
    choices = tuple(option.value for option in ruling.ask_back.options) if ruling.ask_back else ()
    if ruling.verdict is Verdict.UNCOVERED and ruling.ask_back is None:
        lack = Lack.TOOL if tool and not tool.offerings else Lack.DATA if datum and not datum.types else Lack.RULE
        return _Missing(lack, ruling.verdict, *named)
    if ruling.ask_back is not None:
        return _Missing(_asked_for(ruling.ask_back.slot, tool, datum), ruling.verdict, *named, rules, choices)
    return _Missing(None, ruling.verdict, *named, rules)


def _asked_for(slot: Slot, tool: ToolAsk | None, datum: DataAsk | None) -> Lack | None:
    """What nobody said is no gap: then the question back is the right answer to half a question."""
    if slot is Slot.DATA:
        return None if datum is None else Lack.CHOICE if datum.types else Lack.DATA
    return Lack.CHOICE if tool is not None and slot in OF_THE_TOOL else None


def _tool_key(tool: ToolAsk | None) -> str:
    if tool is None or not tool.offerings:
        return tool.name if tool else ""
    if len(tool.offerings) == 1:
        return tool.offerings[0]
    tools = {offering.partition("/")[0] for offering in tool.offerings}
    return tools.pop() if len(tools) == 1 else tool.name


def _seen_now(lack: Lack, missing: _Missing) -> frozenset[Why]:
    if lack is Lack.ANSWER:
        return frozenset()
    return frozenset({Why.UNCOVERED if missing.verdict is Verdict.UNCOVERED and not missing.choices else Why.ASKED_BACK})


def _gap(group: _Group, label_of: Callable[[str], str]) -> Gap:
    missing, seen = group.missing, list(group.seen.values())
    texts = dict.fromkeys(" ".join(one.text.split()) for one in seen if one.text.strip())
    return Gap(
        number=0,
        lack=missing.lack or Lack.ANSWER,
        tool=missing.tool,
        tool_label=label_of(missing.tool) if missing.tool else "",
        data=missing.data,
        data_label=label_of(missing.data) if missing.data else "",
        questions=len(seen),
        people=len({one.asker or one.receipt for one in seen}),
        why=dict(sorted(group.why.items())),
        examples=tuple(texts)[:MOST_EXAMPLES],
        receipts=tuple(one.receipt for one in seen),
        last=seen[0].at,
        verdict=missing.verdict,
        rules=missing.rules if missing.lack is Lack.ANSWER else (),
        choices=missing.choices,
    )
