"""What was asked of late, and the owner's tests, go in; the pairs of tool and data to suggest come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from bot.answers.mind import Mind
from bot.app import App
from bot.clock.today import utc_now
from bot.ledger.plain import READING
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Asker, Intent, Item, Reading
from bot.policy.words import DataAsk, Question, Slot, ToolAsk, Verdict
from bot.reading.door import make_safe

Pair = tuple[str, str]
"""An offering or a tool, and a data type or class: ids, so that nobody's words are in it."""
MOST = 4
FEWEST_ASKERS = 2
"""What a single person asked is not shown to others."""
ASKED_DAYS = 90
MOST_ROWS = 2000


def suggest(app: App, mind: Mind) -> tuple[tuple[Pair, ...], bool]:
    """At most four pairs, and whether people asked all of them. What is a plain no, whoever asks, is worth knowing, but nothing
    that somebody new is led to: it comes last."""
    asked = readings(app, utc_now() - timedelta(days=ASKED_DAYS), limit=MOST_ROWS)
    tests = (mind.reader.read_words(make_safe(test.question), None, Asker()) for test in mind.knowledge.tests)

    def is_refused(pair: Pair) -> bool:
        question = question_of(pair, mind.knowledge, mind.reader.builder.unsaid)
        return mind.decide(question, app.today).verdict is Verdict.FORBIDDEN

    return choose(often(asked, mind.knowledge), tests, mind.knowledge, is_refused)


def choose(
    asked: tuple[Pair, ...], tests: Iterable[Reading], knowledge: Knowledge, is_refused: Callable[[Pair], bool]
) -> tuple[tuple[Pair, ...], bool]:
    """The most asked first. Where people have asked too little, the policy's tests fill up."""
    chosen = [pair for pair in asked if not is_refused(pair)][:MOST]
    if len(chosen) < MOST:
        others = sorted((*_examples(tests, knowledge), *asked), key=is_refused)
        chosen = list(dict.fromkeys((*chosen, *others)))[:MOST]
    return tuple(chosen), bool(chosen) and set(chosen) <= set(asked)


def often(asked: Iterable[tuple[str, Reading]], knowledge: Knowledge, fewest: int = FEWEST_ASKERS) -> tuple[Pair, ...]:
    """Pairs that at least so many people asked about, the most asked first. ``asked``: pseudonym and reading."""
    askers: dict[Pair, set[str]] = {}
    times: dict[Pair, int] = {}
    for who, reading in asked:
        for pair in _pairs(reading, knowledge):
            askers.setdefault(pair, set()).add(who)
            times[pair] = times.get(pair, 0) + 1
    found = (pair for pair, people in askers.items() if len(people) >= fewest)
    return tuple(sorted(found, key=lambda pair: (-len(askers[pair]), -times[pair], pair)))


def readings(app: App, since: datetime, until: datetime | None = None, limit: int | None = None) -> Iterator[tuple[str, Reading]]:
    """Pseudonym and reading of what was asked."""
    for row in app.ledger.questions(since=since, until=until, limit=limit):
        if row.asker and row.reading:
            yield row.asker, READING.validate_python(row.reading)


def question_of(pair: Pair, knowledge: Knowledge, context: Mapping[Slot, str]) -> Question:
    """How a pair is asked about; a tool with all that it is had as."""
    tool, data = pair
    offerings = knowledge.vocabulary.offerings
    own = (tool,) if tool in offerings else tuple(id_ for id_, one in offerings.items() if one.tool == tool)
    return Question((ToolAsk(tool, own),), (DataAsk(data, (data,)),), dict(context))


def _examples(tests: Iterable[Reading], knowledge: Knowledge) -> tuple[Pair, ...]:
    """The tests' pairs, those first that show another tool than the ones before."""
    pairs = tuple(dict.fromkeys(pair for reading in tests for pair in _pairs(reading, knowledge)))
    firsts = {_tool_of(tool, knowledge) or tool: (tool, data) for tool, data in reversed(pairs)}
    return tuple(sorted(pairs, key=lambda pair: (pair not in firsts.values(), pairs.index(pair))))


def _pairs(reading: Reading, knowledge: Knowledge) -> tuple[Pair, ...]:
    return tuple(pair for item in reading.items if (pair := _pair(item, knowledge)) is not None)


def _pair(item: Item, knowledge: Knowledge) -> Pair | None:
    """One tool and one data type, both surely read and known to today's policy; None for any other question."""
    question = item.question
    if item.intent is not Intent.MAY_I or len(question.tools) != 1 or len(question.data) != 1:
        return None
    (tool,), (data,) = question.tools, question.data
    tools = {_tool_of(offering, knowledge) for offering in tool.offerings}
    if len(tools) != 1 or "" in tools or len(data.types) != 1 or not data.grounded:
        return None
    if data.types[0] not in knowledge.vocabulary.data:
        return None
    return (tool.offerings[0] if len(tool.offerings) == 1 else tools.pop()), data.types[0]


def _tool_of(offering: str, knowledge: Knowledge) -> str:
    """Empty where today's policy does not know it."""
    known = knowledge.vocabulary.offerings.get(offering)
    return known.tool if known else ""
