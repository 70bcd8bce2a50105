"""A click or a filled form, and what the thread has settled, go in; the reading that the asker's own hand made comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from bot.answers.answer import after
from bot.answers.mind import Mind, label_of
from bot.policy.deciding import ticks
from bot.policy.deciding.ask import ANOTHER
from bot.policy.deciding.decide import choose
from bot.policy.deciding.rulings import AskBack, Ruling, ToolRuling
from bot.policy.deciding.ticks import BETWEEN, TICK
from bot.policy.talks.checks import Pressed
from bot.policy.talks.talk import Intent, Item, Mention, Reading, Ruled, ThreadState
from bot.policy.words import DataAsk, Question, Slot, ToolAsk
from bot.saying.words import words_for

CLICKED = "click"
Rule = Callable[[Reading], tuple[Ruled, ...]]

OWN = "="
"""Begins the entry of what is no single id: a name that is on no list, or a tool of which the plan was not said."""
LONGEST = 150


def shown_of(question: Question) -> dict[str, dict[str, str]]:
    """What the correction form shows of a question: slot -> entry -> how it was called, all that was understood."""
    return {
        Slot.TOOL.value: {_entry(tool.name, tool.offerings): tool.name for tool in question.tools},
        Slot.DATA.value: {_entry(data.name, data.types): data.name for data in question.data},
    }


def still_ticked(reading: Reading, thread: ThreadState | None) -> Reading:
    """What somebody ticked in a thread holds for what comes after, wherever the card is the same."""
    ticked = thread.item.question.ticked if thread is not None and thread.item is not None else {}
    if not ticked:
        return reading
    items = (replace(one, question=replace(one.question, ticked=ticked)) for one in reading.items)
    return replace(reading, items=tuple(items))


def _entry(name: str, ids: tuple[str, ...]) -> str:
    return ids[0] if len(ids) == 1 else (OWN + name)[:LONGEST]


def _new(entries: Sequence[str], shown: Collection[str]) -> list[str]:
    return [entry for entry in dict.fromkeys(entries) if entry not in shown]


def press(mind: Mind, card: ThreadState | None, rule: Rule, pressed: tuple[str, str], at: str) -> Reading | None:
    """The last question after a click on its card: on a choice, or on its boxes. ``at``, and None: as below."""
    if pressed[0] != TICK:
        return click(mind, card, *pressed)
    if card is None or card.item is None:
        return None
    ruled = next(iter(rule(Reading("", card.language, (card.item,)))), None)
    first = None if ruled is None else ruled.tools[0] if ruled.tools else ruled.ruling
    return tick(mind, card, first, pressed[1], at)


def after_all(mind: Mind, presses: Sequence[Pressed], reading: Reading, rule: Rule) -> Reading:
    """What was read, as it stands after all that was clicked since, where nothing is kept of a thread. What is asked no more
    changes nothing; an offer holds for what it showed when it was taken."""
    for one in presses:
        card = after(None, reading, rule(reading), "")
        if card.pending is not None:
            card = replace(card, pending=replace(card.pending, card=one.card))
        reading = press(mind, card, rule, (one.slot, one.value), one.at) or reading
    return reading


def click(mind: Mind, thread: ThreadState | None, slot: str, value: str) -> Reading | None:
    """The last question with the asked slot settled; None where the thread or what it asked is not known any more."""
    asked = thread.pending.of(slot) if thread is not None and thread.pending is not None else None
    if thread is None or thread.item is None or asked is None:
        return None
    question = _named(mind, choose(thread.item.question, asked, value), asked, value)
    if value == ANOTHER and slot == Slot.TOOL:
        languages = mind.knowledge.organisation.languages
        other = words_for(thread.language or _language(mind), languages)("pick.other_tool")
        question = replace(question, tools=tuple(replace(t, name=other) if t.name == value else t for t in question.tools))
    return _reading(mind, thread, replace(thread.item, question=question), ((slot, value),), frozenset({slot}))


def tick(mind: Mind, thread: ThreadState | None, ruling: ToolRuling | Ruling | None, value: str, at: str) -> Reading | None:
    """The last question with the boxes of its card as the asker left them. ``at``: when, in UTC; None as in ``click``."""
    if thread is None or thread.item is None or ruling is None:
        return None
    question = ticks.tick(thread.item.question, ruling, frozenset(value.split(BETWEEN)), at)
    return Reading("", thread.language or _language(mind), (replace(thread.item, question=question),))


def correction(mind: Mind, thread: ThreadState | None, chosen: Mapping[str, Sequence[str]]) -> Reading:
    """The last question with tools and data as the form says; what was said of conditions and the context stays.

    What is still chosen was not corrected, and stays as it was understood: what was done to the data, what only a model
    took it for, a name that is on no list.
    """
    state = thread or ThreadState()
    item = state.item or Item(Intent.MAY_I, Question())
    question = replace(item.question, asked_back=0)
    shown = shown_of(question)
    corrected = {slot: tuple(entries) for slot, entries in chosen.items() if set(entries) != set(shown.get(slot, ()))}
    if Slot.TOOL in corrected:
        question = _tools(mind, question, corrected[Slot.TOOL])
    if Slot.DATA in corrected:
        question = _data(mind, question, corrected[Slot.DATA])
    if corrected:
        compares = item.intent is Intent.COMPARE and len(question.tools) > 1
        item = replace(item, intent=item.intent if compares else Intent.MAY_I if question.tools else Intent.WHICH_TOOL)
    new = [(slot, one) for slot, entries in corrected.items() for one in entries if one not in shown.get(slot, ())]
    return _reading(mind, state, replace(item, question=question), tuple(new), frozenset(corrected))


def _tools(mind: Mind, question: Question, entries: tuple[str, ...]) -> Question:
    """What was understood before and stays, and what was chosen now."""
    kept = tuple(tool for tool in question.tools if _entry(tool.name, tool.offerings) in entries)
    new = _new(entries, shown_of(question)[Slot.TOOL])
    added = (ToolAsk(*_called(mind, entry)) for entry in new)
    return replace(question, tools=(*kept, *added))


def _data(mind: Mind, question: Question, entries: tuple[str, ...]) -> Question:
    """What was left out stays so beside what was understood with it, unless it was chosen now. Whoever chooses what goes in
    says that it is all."""
    kept = tuple(data for data in question.data if _entry(data.name, data.types) in entries)
    new = _new(entries, shown_of(question)[Slot.DATA])
    added = (DataAsk(*_called(mind, entry)) for entry in new)
    left_out = tuple(one for one in question.left_out if one not in new) if kept else ()
    rest_named = question.rest_named and bool(left_out)
    is_closed = bool(entries) or question.is_closed
    return replace(question, data=(*kept, *added), left_out=left_out, rest_named=rest_named, is_closed=is_closed)


def _called(mind: Mind, entry: str) -> tuple[str, tuple[str, ...]]:
    """Name and ids of an entry that the question does not have. One that is on no list has no id: it may be anything."""
    return (entry.removeprefix(OWN), ()) if entry.startswith(OWN) else (label_of(mind.knowledge, entry), (entry,))


def _named(mind: Mind, question: Question, asked: AskBack, value: str) -> Question:
    """What was chosen is called by its own name, in "Read as" and in the answer; so is a tool with one offering left."""
    chosen = next((option.offerings for option in asked.options if option.value == value), ())
    label = label_of(mind.knowledge, value)

    def named(tool: ToolAsk) -> ToolAsk:
        if len(tool.offerings) == 1:
            return replace(tool, name=label_of(mind.knowledge, tool.offerings[0]))
        is_chosen = asked.slot is Slot.TOOL and tool.name == asked.about and tool.offerings == chosen and label != value
        return replace(tool, name=label) if is_chosen else tool

    def told(data: DataAsk) -> DataAsk:
        return replace(data, name=label) if asked.slot is Slot.DATA and data.types == (value,) else data

    return replace(question, tools=tuple(map(named, question.tools)), data=tuple(dict.fromkeys(map(told, question.data))))


def _reading(mind: Mind, state: ThreadState, item: Item, settled: tuple[tuple[str, str], ...], slots: frozenset[str]) -> Reading:
    kept = tuple(mention for mention in item.mentions if mention.slot not in slots)
    clicked = tuple(Mention(slot, value, 0, 0, "", CLICKED) for slot, value in settled)
    question = item.question
    named = {data.name for data in question.data if not data.types}
    unread = tuple(words for words in item.unread if words in named) if Slot.DATA in slots else item.unread
    done = Item(item.intent, question, (*kept, *clicked), unread, mind.reader.builder.read_as(question), points=item.points)
    return Reading("", state.language or _language(mind), (done,))


def _language(mind: Mind) -> str:
    """The policy's first, for a thread that has none."""
    return mind.knowledge.vocabulary.languages[0]
