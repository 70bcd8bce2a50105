"""Safe text in; the reading, its rulings, the answer and the thread's new state out: the way of every question, on one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from bot.flows.questions.unless import unless
from bot.policy.deciding.rulings import Alternative, Note, Ruling, ToolRuling
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import (
    RULED,
    AlternativeLine,
    Asker,
    Intent,
    Item,
    KnownTerm,
    Meant,
    Reading,
    Ruled,
    SafeText,
    ThreadState,
    WhyLine,
)
from bot.policy.words import SEVERAL, USABLE, DataAsk, Question, Slot, Verdict

_SHOWN_APART = frozenset({Intent.MAY_I, Intent.COMPARE})
_EXPLAINED = frozenset({Intent.EXPLAIN, Intent.INCIDENT, Intent.REPORT})


@dataclass(frozen=True, slots=True)
class Answered:
    """One message with all that was made of it. ``timings``: milliseconds a step."""

    reading: Reading
    ruled: tuple[Ruled, ...]
    answer: Answer
    state: ThreadState
    timings: dict[str, float]


def no_background(text: str, passages: tuple[WhyLine, ...], language: str) -> tuple[WhyLine, ...]:
    """Without a model the passages speak for themselves."""
    return ()


def no_passages(text: str) -> tuple[WhyLine, ...]:
    """No guidance says anything."""
    return ()


def no_terms(item: Item, today: date) -> tuple[KnownTerm, ...]:
    """Nothing is known of anybody's terms."""
    return ()


def takes_nothing(question: Question, today: date) -> dict[str, Verdict]:
    """Nothing is known to go into any tool."""
    return {}


def no_meanings(ids: tuple[str, ...]) -> tuple[Meant, ...]:
    """Nothing is known of what words mean."""
    return ()


@dataclass(frozen=True, slots=True)
class AnswerFlow:
    """The steps, each a callable that wiring gives."""

    read: Callable[[SafeText, ThreadState | None, Asker], Reading]
    decide: Callable[[Question, date], Ruling]
    which_tools: Callable[[Question, date], tuple[ToolRuling, ...]]
    each_of: Callable[[Question, Ruling], Question | None]
    """The same question for each tool that a name may mean, where that says more than asking which one."""
    alternatives: Callable[[Question, date], tuple[Alternative, ...]]
    line_of: Callable[[Alternative, str], AlternativeLine]
    """An alternative and the asker's language -> the line that people see."""
    passages: Callable[[str, Item], tuple[WhyLine, ...]]
    """A message and what its talk is about -> what the policy says of it."""
    say: Callable[[Reading, tuple[Ruled, ...], str, date], Answer]
    background: Callable[[str, tuple[WhyLine, ...], str], tuple[WhyLine, ...]] = no_background
    """The question, the passages and the asker's language -> what a model says of them."""
    terms: Callable[[Item, date], tuple[KnownTerm, ...]] = no_terms
    """What is recorded of the terms that an item asks about."""
    takes: Callable[[Question, date], dict[str, Verdict]] = takes_nothing
    """The classes of data that may go into the tool of a question."""
    meanings: Callable[[tuple[str, ...]], tuple[Meant, ...]] = no_meanings
    """What the words mean that an item asks about."""
    roles: tuple[str, ...] = ()
    """The roles that rules name."""
    told_in: Callable[[str], tuple[WhyLine, ...]] = no_passages
    """What the guidance says in all words of a text that seems to be about something else."""
    text_days: int = 0
    """As ``Ruled`` has it."""

    def __call__(self, safe: SafeText, thread: ThreadState | None, asker: Asker, receipt: str, today: date) -> Answered:
        """Answer one message. ``receipt``: the number that the answer will carry; ``today``: the asker's date."""
        began = perf_counter()
        reading = self.read(safe, thread, asker)
        was_read = perf_counter()
        answered = self.answer(reading, thread, receipt, today)
        timings = {"read": _milliseconds(began, was_read), **answered.timings, "all": _milliseconds(began, perf_counter())}
        return replace(answered, timings=timings)

    def answer(self, reading: Reading, thread: ThreadState | None, receipt: str, today: date) -> Answered:
        """Answer what was read, or what was clicked under an earlier answer."""
        began = perf_counter()
        items = (self._unmoved(item, thread, today) for item in reading.items)
        ruled = tuple(self.rule(item, reading, today) for item in items)
        if thread is not None and thread.item is not None:
            before = thread.item.question
            still = (replace(one.item.question, asked_back=before.asked_back) == before for one in ruled)
            ruled = tuple(replace(one, goes_on=True, is_again=is_same) for one, is_same in zip(ruled, still, strict=True))
        was_ruled = perf_counter()
        answer = self.say(reading, ruled, receipt, today)
        timings = {"decide": _milliseconds(began, was_ruled), "say": _milliseconds(was_ruled, perf_counter())}
        return Answered(reading, ruled, answer, after(thread, reading, ruled, receipt), timings)

    def _unmoved(self, item: Item, thread: ThreadState | None, today: date) -> Item:
        """Words that nobody could read add nothing to what may not be done as it stands: its ruling is explained, and no more is
        asked about than before."""
        before = thread.item if thread is not None and thread.pending is None else None
        if before is None or item.intent is not Intent.MAY_I or not adds_only_unread(item.question, before.question):
            return item
        if self.decide(before.question, today).verdict in USABLE:
            return item
        strange = (ask.name for ask in item.question.data if ask not in before.question.data and len(ask.types) != 1)
        unread = tuple(dict.fromkeys((*(ask.name for ask in before.question.data if ask.name in before.unread), *strange)))
        explained = replace(before, intent=Intent.EXPLAIN, unread=unread)
        return explained if is_about_something(explained) else before

    def rule_all(self, reading: Reading, today: date) -> tuple[Ruled, ...]:
        """Each question of what was read."""
        return tuple(self.rule(item, reading, today) for item in reading.items)

    def rule(self, item: Item, reading: Reading, today: date) -> Ruled:
        """One question: its ruling, and what is known of the terms and words that it asks about. These change no ruling."""
        ruled = self._rule(item, reading, today)
        if item.meanings:
            ruled = replace(ruled, meanings=self.meanings(item.meanings))
        return replace(ruled, terms=self.terms(item, today)) if item.points or item.intent is Intent.TERMS else ruled

    def _rule(self, item: Item, reading: Reading, today: date) -> Ruled:
        """What is ruled, the ways out, and what the guidance says where that is what was asked."""
        if item.intent is Intent.OFF_TOPIC and (told := self.told_in(reading.text)):
            return Ruled(replace(item, intent=Intent.EXPLAIN), None, passages=told)
        found = self.passages(reading.text, item) if item.intent in _EXPLAINED else ()
        told = self.background(reading.text, found, reading.language) if found and item.intent is not Intent.INCIDENT else ()
        question = item.question
        if item.intent not in RULED or not is_about_something(item):
            return Ruled(item, None, passages=found, background=told, text_days=self.text_days)
        ruling = self.decide(question, today)
        turned = unless(question, ruling, self.roles, lambda one: self.which_tools(one, today))
        each = self.each_of(question, ruling) if item.intent in _SHOWN_APART else None
        if each is not None:
            question, ruling = each, self.decide(each, today)
            item = replace(item, question=question)
        if item.intent is Intent.WHICH_TOOL:
            tools = self.which_tools(question, today)
            if tools and tools[0].ask_back is not None and tools[0].ask_back.is_offer:
                ruling = replace(ruling, verdict=tools[0].verdict, ask_back=tools[0].ask_back)
            lines = () if any(one.verdict in USABLE for one in tools) else self.ways_out(question, today, reading.language)
            return Ruled(item, ruling, lines, tools=tools, passages=found, unless=turned)
        wants_more = ruling.verdict is not Verdict.ALLOWED or Note.ASSUMED_STRICTEST in ruling.notes
        lines = self.ways_out(question, today, reading.language) if wants_more else ()
        is_doubted = ruling.verdict is Verdict.FORBIDDEN and is_of_one_tool(question) and any(map(is_unsure, question.data))
        takes = self.takes(question, today) if is_doubted else None
        return Ruled(item, ruling, lines, passages=found, background=told, takes=takes, unless=turned)

    def ways_out(self, question: Question, today: date, language: str) -> tuple[AlternativeLine, ...]:
        """What else may be used, or what may be done to the data first."""
        return tuple(self.line_of(one, language) for one in self.alternatives(question, today))


def _milliseconds(began: float, ended: float) -> float:
    return round(1000 * (ended - began), 2)


def adds_only_unread(question: Question, before: Question) -> bool:
    """Whether all that a question has beside an earlier one is data that may be anything."""
    added = set(question.data) - set(before.data)
    is_unread = bool(added) and not any(ask.grounded or ask.transformations for ask in added)
    return (
        is_unread
        and set(before.data) <= set(question.data)
        and replace(question, data=before.data, rest_named=before.rest_named, asked_back=before.asked_back) == before
    )


def is_of_one_tool(question: Question) -> bool:
    """Whether one tool was named, and not any of them meant."""
    return len(question.tools) == 1 and bool(question.tools[0].name)


def is_unsure(ask: DataAsk) -> bool:
    """Whether some data was only guessed, or not read at all."""
    return not ask.grounded or not ask.types


def is_about_something(item: Item) -> bool:
    """Whether there is anything to rule on. Whoever asks what a word of the policy means is not asked back for a tool."""
    question = item.question
    if item.intent is Intent.EXPLAIN:
        return any(tool.name for tool in question.tools)
    return bool(question.tools or question.data) or item.intent is Intent.WHICH_TOOL


def after(thread: ThreadState | None, reading: Reading, ruled: tuple[Ruled, ...], receipt: str) -> ThreadState:
    """What a thread has settled after one more answer: the last item about a tool or data, and what the bot asked."""
    before = thread or ThreadState()
    about = [one for one in ruled if one.ruling is not None]
    told = [one.item for one in ruled if _is_told(one.item)]
    if told and not about and before.item is None:  # whoever goes on after a question about terms means that tool
        first = replace(told[-1], intent=Intent.MAY_I, points=())
        return ThreadState(first, None, 0, reading.language, receipt, told=before.told)
    if not about:
        return replace(before, language=before.language or reading.language, told=_said_of_it(before, ruled))
    last = about[-1]
    pending = last.ruling.ask_back if last.ruling is not None else None
    asked = before.asked_back + (not pending.is_offer and pending.beneath is None) if pending is not None else 0
    item = replace(_joined(about), meanings=())
    return ThreadState(item, pending, asked, reading.language, receipt, _shown(last))


def _is_told(item: Item) -> bool:
    """Whether something was told of a tool, and nothing was ruled."""
    return bool(item.question.tools) and item.intent is Intent.TERMS


def _said_of_it(before: ThreadState, ruled: tuple[Ruled, ...]) -> str:
    """Words that rules wait for and that hold for what is asked next: "we have a recall running", and no question yet."""
    said = (before.told, *(one.item.question.context.get(Slot.WORDS, "") for one in ruled))
    return SEVERAL.join(dict.fromkeys(value for words in said if words for value in words.split(SEVERAL)))


def _joined(about: list[Ruled]) -> Item:
    """What a talk goes on with: the last item; of all its tools where each was ruled by itself for the same data."""
    last = about[-1].item
    questions = [one.item.question for one in about]
    is_same = all(replace(one, tools=last.question.tools) == last.question for one in questions)
    if last.intent is not Intent.MAY_I or not is_same or any(one.ruling and one.ruling.ask_back for one in about):
        return last
    return replace(last, question=replace(last.question, tools=tuple(dict.fromkeys(t for one in questions for t in one.tools))))


def _shown(ruled: Ruled) -> tuple[tuple[str, ...], ...]:
    """The tools that an answer lists: those that were asked for, or the ways out that leave the data as it is; none where no tool
    will do."""
    if ruled.item.intent is Intent.WHICH_TOOL:
        is_no = all(one.verdict is Verdict.FORBIDDEN and one.ask_back is None for one in ruled.tools)
        return () if is_no else tuple(one.offerings for one in ruled.tools)
    plain = not any(line.transformation for line in ruled.alternatives)
    return tuple((line.offering,) for line in ruled.alternatives) if plain else ()
