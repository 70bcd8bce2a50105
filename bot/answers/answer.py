"""Safe text in; the reading, its rulings, the answer and the thread's new state out: the way of every question, on one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from bot.answers.mind import Mind, label_of
from bot.clock.today import today_at
from bot.policy.deciding.decide import alternatives, each_of, takes, which_tools
from bot.policy.deciding.rulings import Alternative, Note, Ruling, ToolRuling
from bot.policy.house import Knowledge
from bot.policy.meanings import meant
from bot.policy.talks import label
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import RULED, AlternativeLine, Asker, Intent, Item, Reading, Ruled, SafeText, ThreadState
from bot.policy.words import SEVERAL, STRICTNESS, USABLE, DataAsk, Question, Slot, Verdict
from bot.reading.passages import told_in

_SHOWN_APART = frozenset({Intent.MAY_I, Intent.COMPARE})
_EXPLAINED = frozenset({Intent.EXPLAIN, Intent.INCIDENT, Intent.REPORT})
_NO = (Verdict.FORBIDDEN, Verdict.UNCOVERED)
_A_QUESTION_BACK = STRICTNESS[Verdict.CONDITIONAL] + 0.5
"""How strict a question back counts: a file's name answers none with a yes. An offer counts as the allowed that it holds."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One message with all that was made of it. ``timings``: milliseconds a step."""

    reading: Reading
    ruled: tuple[Ruled, ...]
    answer: Answer
    state: ThreadState
    timings: dict[str, float]

    @property
    def label(self) -> str:
        """Of the whole message: the strictest of its questions'."""
        return label.strictest_label(map(label_of_one, self.ruled))


def label_of_one(ruled: Ruled) -> str:
    """Of one question; which tool may be used is as mild as the first one that is shown."""
    of_tools = ruled.item.intent is Intent.WHICH_TOOL and ruled.tools
    return label.label_of(ruled.item.intent, ruled.tools[0] if of_tools else ruled.ruling)


def answer(  # noqa: PLR0917 - what an answer is made of
    mind: Mind, safe: SafeText, thread: ThreadState | None, asker: Asker, receipt: str, today: date
) -> Answered:
    """Answer one message. ``receipt``: the number that the answer will carry; ``today``: the asker's date."""
    began = perf_counter()
    reading = mind.reader.read(safe, thread, asker)
    was_read = perf_counter()
    answered = answer_reading(mind, reading, thread, receipt, today)
    timings = {"read": _milliseconds(began, was_read), **answered.timings, "all": _milliseconds(began, perf_counter())}
    return replace(answered, timings=timings)


def answer_reading(mind: Mind, reading: Reading, thread: ThreadState | None, receipt: str, today: date) -> Answered:
    """Answer what was read, or what was clicked under an earlier answer."""
    began = perf_counter()
    ruled = tuple(rule(mind, _unmoved(mind, item, thread, today), reading, today) for item in reading.items)
    if thread is not None and thread.item is not None:
        before = thread.item.question
        still = (replace(one.item.question, asked_back=before.asked_back) == before for one in ruled)
        ruled = tuple(replace(one, goes_on=True, is_again=is_same) for one, is_same in zip(ruled, still, strict=True))
    was_ruled = perf_counter()
    said = mind.say(reading, ruled, receipt, today)
    timings = {"decide": _milliseconds(began, was_ruled), "say": _milliseconds(was_ruled, perf_counter())}
    return Answered(reading, ruled, said, after(thread, reading, ruled, receipt), timings)


def label_of_reading(mind: Mind, reading: Reading, thread: ThreadState | None, today: date) -> str:
    """The label that ``answer_reading`` gives, for whoever wants neither words nor ways out: they take most of its time."""
    items = (_unmoved(mind, item, thread, today) for item in reading.items)
    return label.strictest_label(label_of_one(rule(mind, item, reading, today, with_ways_out=False)) for item in items)


# --- what is read ----------------------------------------------------------------------------------------------------


def with_files(
    mind: Mind, safe: SafeText, files: tuple[str, ...], groups: frozenset[str], read: Callable[[SafeText], Reading]
) -> Reading:
    """Read the asker's own words; with the names of files below them as quoted material where that is ruled stricter.

    A file's name is not what is in the file: it can make an answer stricter, and never grounds a yes. What is in the file nobody
    read: a yes waits for the asker's word that what was read is all. ``groups``: the asker's ids, which only waivers look at.
    """
    own = read(safe)
    if not files:
        return own
    own = replace(own, items=tuple(replace(one, question=replace(one.question, is_closed=False)) for one in own.items))
    quoted = "".join(f"\n> {name}" for name in files)
    named = read(replace(safe, text=safe.text + quoted))
    return named if _strictest(rule_for(mind, named, groups)) > _strictest(rule_for(mind, own, groups)) else own


def _strictest(ruled: tuple[Ruled, ...]) -> float:
    return max((_strictness(one.ruling) for one in ruled if one.ruling is not None), default=-1)


def _strictness(ruling: Ruling) -> float:
    if ruling.ask_back is None:
        return STRICTNESS[ruling.verdict]
    return STRICTNESS[Verdict.ALLOWED] if ruling.ask_back.is_offer else _A_QUESTION_BACK


def _unmoved(mind: Mind, item: Item, thread: ThreadState | None, today: date) -> Item:
    """Words that nobody could read add nothing to what may not be done as it stands: its ruling is explained, and no more is
    asked about than before."""
    before = thread.item if thread is not None and thread.pending is None else None
    if before is None or item.intent is not Intent.MAY_I or not adds_only_unread(item.question, before.question):
        return item
    if mind.decide(before.question, today).verdict in USABLE:
        return item
    strange = (ask.name for ask in item.question.data if ask not in before.question.data and len(ask.types) != 1)
    unread = tuple(dict.fromkeys((*(ask.name for ask in before.question.data if ask.name in before.unread), *strange)))
    explained = replace(before, intent=Intent.EXPLAIN, unread=unread)
    return explained if is_about_something(explained) else before


# --- what is ruled ---------------------------------------------------------------------------------------------------


def rule_for(mind: Mind, reading: Reading, who: frozenset[str], today: date | None = None) -> tuple[Ruled, ...]:
    """Rule on every item for somebody with these ids; the rulings that come out name nobody again."""
    day = today or today_at(mind.knowledge)
    ruled = tuple(rule(mind, _asked_by(item, who), reading, day) for item in reading.items)
    return tuple(replace(one, item=_asked_by(one.item, frozenset())) for one in ruled)


def unnamed(reading: Reading) -> Reading:
    """Without the asker's ids, which only waivers look at: what is queued and kept names nobody."""
    return replace(reading, items=tuple(_asked_by(item, frozenset()) for item in reading.items))


def _asked_by(item: Item, who: frozenset[str]) -> Item:
    return replace(item, question=replace(item.question, who=who))


def rule_all(mind: Mind, reading: Reading, today: date, *, with_ways_out: bool = True) -> tuple[Ruled, ...]:
    """Each question of what was read. ``with_ways_out``: they take a good part of an answer's time."""
    return tuple(rule(mind, item, reading, today, with_ways_out=with_ways_out) for item in reading.items)


def rule(mind: Mind, item: Item, reading: Reading, today: date, *, with_ways_out: bool = True) -> Ruled:
    """One question: its ruling, and what is known of the terms and words that it asks about. These change no ruling."""
    ruled = _rule(mind, item, reading, today, with_ways_out=with_ways_out)
    if item.meanings:
        ruled = replace(ruled, meanings=meant(mind.knowledge, mind.reader.catalog, item.meanings))
    return replace(ruled, terms=mind.terms(item, today)) if item.points or item.intent is Intent.TERMS else ruled


def _rule(mind: Mind, item: Item, reading: Reading, today: date, *, with_ways_out: bool) -> Ruled:
    """What is ruled, the ways out, and what the guidance says where that is what was asked."""
    if item.intent is Intent.OFF_TOPIC and (told := told_in(reading.text, mind.knowledge)):
        return Ruled(replace(item, intent=Intent.EXPLAIN), None, passages=told)
    found = mind.passages(reading.text, item) if item.intent in _EXPLAINED else ()
    tells = mind.background if found and item.intent is not Intent.INCIDENT else None
    background = tells(reading.text, found, reading.language) if tells else ()
    question = item.question
    if item.intent not in RULED or not is_about_something(item):
        return Ruled(item, None, passages=found, background=background, text_days=mind.text_days)
    ruling = mind.decide(question, today)
    turned = _unless(mind, question, ruling, today)
    each = each_of(question, ruling, lambda id_: label_of(mind.knowledge, id_)) if item.intent in _SHOWN_APART else None
    if each is not None:
        question, ruling = each, mind.decide(each, today)
        item = replace(item, question=question)

    def ways_out() -> tuple[AlternativeLine, ...]:
        found = alternatives(mind.compiled, question, today) if with_ways_out else ()
        return tuple(_line_of(mind.knowledge, way, reading.language) for way in found)

    if item.intent is Intent.WHICH_TOOL:
        tools = which_tools(mind.compiled, question, today)
        if tools and tools[0].ask_back is not None and tools[0].ask_back.is_offer:
            ruling = replace(ruling, verdict=tools[0].verdict, ask_back=tools[0].ask_back)
        lines = () if any(one.verdict in USABLE for one in tools) else ways_out()
        return Ruled(item, ruling, lines, tools=tools, passages=found, unless=turned)
    wants_more = ruling.verdict is not Verdict.ALLOWED or Note.ASSUMED_STRICTEST in ruling.notes
    is_doubted = ruling.verdict is Verdict.FORBIDDEN and is_of_one_tool(question) and any(map(is_unsure, question.data))
    classes = takes(mind.compiled, question, today) if is_doubted else None
    lines = ways_out() if wants_more else ()
    return Ruled(item, ruling, lines, passages=found, background=background, takes=classes, unless=turned)


def _line_of(knowledge: Knowledge, way: Alternative, language: str) -> AlternativeLine:
    """One way out as people see it."""
    get_it = knowledge.vocabulary.offerings[way.offering].get_it
    how = get_it.get(language) or get_it.get(knowledge.vocabulary.languages[0], "")
    name = label_of(knowledge, way.offering, language)
    return AlternativeLine(way.offering, name, way.verdict, way.conditions, way.transformation, how, way.depends)


def _unless(mind: Mind, question: Question, ruling: Ruling, today: date) -> tuple[tuple[str, ToolRuling], ...]:
    """A no to somebody of whom a role was only assumed: the roles that rules name and that would turn it, each with its tool.
    Nothing where the asker said one, or where it is no no."""
    if ruling.ask_back is not None or ruling.verdict not in _NO or Slot.ROLE not in ruling.assumed:
        return ()
    asked = {offering for tool in question.tools for offering in tool.offerings}
    found: list[tuple[str, ToolRuling]] = []
    for role in (role for slot in mind.compiled.slots if slot.name == Slot.ROLE for role in slot.by_value):
        theirs = replace(question, tools=(), context={**question.context, Slot.ROLE: role}, is_closed=True)
        may = (one for one in which_tools(mind.compiled, theirs, today) if one.verdict in USABLE and one.ask_back is None)
        found += [(role, one) for one in may if not question.tools or one.name in asked][:1]
    return tuple(found)


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


# --- what the thread has settled -------------------------------------------------------------------------------------


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
