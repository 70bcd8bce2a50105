"""Readings of what was asked, and of the owner's tests, go in; the pairs of tool and data to suggest come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Intent, Item, Reading
from bot.policy.words import DataAsk, Question, Slot, ToolAsk

Pair = tuple[str, str]
"""An offering or a tool, and a data type or class: ids, so that nobody's words are in it."""
MOST = 4
FEWEST_ASKERS = 2
"""What a single person asked is not shown to others."""


def question_of(pair: Pair, knowledge: Knowledge, context: Mapping[Slot, str]) -> Question:
    """How a pair is asked about; a tool with all that it is had as."""
    tool, data = pair
    offerings = knowledge.vocabulary.offerings
    own = (tool,) if tool in offerings else tuple(id_ for id_, one in offerings.items() if one.tool == tool)
    return Question((ToolAsk(tool, own),), (DataAsk(data, (data,)),), dict(context))


@dataclass(frozen=True, slots=True)
class Suggest:
    """Chooses what to suggest. Where people have asked too little, the policy's tests fill up."""

    asked: Callable[[], Iterable[tuple[str, Reading]]]
    """Pseudonym and reading of the questions of late."""
    expected: Callable[[], Iterable[Reading]]
    """The owner's tests, as they are read."""
    tool_of: Callable[[str], str]
    """Offering -> its tool, empty where today's policy does not know it."""
    is_data: Callable[[str], bool]
    """Whether today's policy knows this data type or class."""
    is_refused: Callable[[Pair], bool] = lambda _pair: False
    """Whether the answer is a plain no, whoever asks: worth knowing, but nothing that somebody new is led to."""

    def __call__(self) -> tuple[tuple[Pair, ...], bool]:
        """At most four pairs, the most asked first and what nobody may do last; and whether people asked all of them."""
        often = self.often(FEWEST_ASKERS)
        chosen = [pair for pair in often if not self.is_refused(pair)][:MOST]
        if len(chosen) < MOST:
            others = sorted((*self._examples(), *often), key=self.is_refused)
            chosen = list(dict.fromkeys((*chosen, *others)))[:MOST]
        return tuple(chosen), bool(chosen) and set(chosen) <= set(often)

    def often(self, fewest: int) -> tuple[Pair, ...]:
        """Pairs that at least so many people asked about, the most asked first."""
        askers: dict[Pair, set[str]] = {}
        times: dict[Pair, int] = {}
        for who, reading in self.asked():
            for pair in self._pairs(reading):
                askers.setdefault(pair, set()).add(who)
                times[pair] = times.get(pair, 0) + 1
        often = (pair for pair, people in askers.items() if len(people) >= fewest)
        return tuple(sorted(often, key=lambda pair: (-len(askers[pair]), -times[pair], pair)))

    def _examples(self) -> tuple[Pair, ...]:
        """The tests' pairs, those first that show another tool than the ones before."""
        pairs = tuple(dict.fromkeys(pair for reading in self.expected() for pair in self._pairs(reading)))
        firsts = {self.tool_of(tool) or tool: (tool, data) for tool, data in reversed(pairs)}
        return tuple(sorted(pairs, key=lambda pair: (pair not in firsts.values(), pairs.index(pair))))

    def _pairs(self, reading: Reading) -> tuple[Pair, ...]:
        return tuple(pair for item in reading.items if (pair := self._pair(item)) is not None)

    def _pair(self, item: Item) -> Pair | None:
        """One tool and one data type, both surely read; None for any other question."""
        question = item.question
        if item.intent is not Intent.MAY_I or len(question.tools) != 1 or len(question.data) != 1:
            return None
        (tool,), (data,) = question.tools, question.data
        tools = {self.tool_of(offering) for offering in tool.offerings}
        if len(tools) != 1 or "" in tools or len(data.types) != 1 or not data.grounded or not self.is_data(data.types[0]):
            return None
        return (tool.offerings[0] if len(tool.offerings) == 1 else tools.pop()), data.types[0]
