"""A click or a filled form, and what the thread has settled, go in; the reading that the asker's own hand made comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.policy.talk import Intent, Item, Mention, Reading, ThreadState
from bot.policy.words import AskBack, DataAsk, Question, Slot, ToolAsk

CLICKED = "click"


def shown_of(question: Question) -> dict[str, str]:
    """What the correction form shows of a question: slot -> id."""
    found = {Slot.TOOL.value: next((id_ for tool in question.tools for id_ in tool.offerings), "")}
    found[Slot.DATA.value] = next((id_ for data in question.data for id_ in data.types), "")
    return {slot: id_ for slot, id_ in found.items() if id_}


@dataclass(frozen=True, slots=True)
class Settle:
    """Both ways in which somebody settles a slot without words."""

    choose: Callable[[Question, AskBack, str], Question]
    read_as: Callable[[Question], str]
    label_of: Callable[[str], str]
    """Offering, data type or data class id -> how people call it."""
    language: str
    """The policy's first language, for a thread that has none."""

    def click(self, thread: ThreadState | None, slot: str, value: str) -> Reading | None:
        """The last question with the asked slot settled; None where the thread or what it asked is not known any more."""
        if thread is None or thread.item is None or thread.pending is None or thread.pending.slot != slot:
            return None
        question = self._named(self.choose(thread.item.question, thread.pending, value), thread.pending, value)
        return self._reading(thread, thread.item, question, ((slot, value),))

    def correction(self, thread: ThreadState | None, chosen: Mapping[str, str]) -> Reading:
        """The last question with tool and data as the form says; what was said of conditions and the context stays.

        The form shows one tool and one kind of data. Where these are still chosen nothing was corrected, and all that was
        understood stays: several of them, what was done to the data, a name that is on no list.
        """
        state = thread or ThreadState()
        item = state.item or Item(Intent.MAY_I, Question())
        question = replace(item.question, asked_back=0)
        shown = shown_of(question)
        corrected = {slot: id_ for slot, id_ in chosen.items() if id_ != shown.get(slot)}
        if tool := corrected.get(Slot.TOOL):
            question = replace(question, tools=(ToolAsk(self.label_of(tool), (tool,)),), tools_grounded=True)
        if data := corrected.get(Slot.DATA):
            asked = DataAsk(self.label_of(data), (data,))
            question = replace(question, data=(asked,), left_out=(), rest_named=False)
        if corrected:
            item = replace(item, intent=Intent.MAY_I if question.tools else Intent.WHICH_TOOL)
        return self._reading(state, item, question, tuple(corrected.items()))

    def _named(self, question: Question, asked: AskBack, value: str) -> Question:
        """What was chosen is called by its own name, in "Read as" and in the answer; so is a tool with one offering left."""
        chosen = next((option.offerings for option in asked.options if option.value == value), ())
        label = self.label_of(value)

        def named(tool: ToolAsk) -> ToolAsk:
            if len(tool.offerings) == 1:
                return replace(tool, name=self.label_of(tool.offerings[0]))
            is_chosen = asked.slot is Slot.TOOL and tool.name == asked.about and tool.offerings == chosen and label != value
            return replace(tool, name=label) if is_chosen else tool

        def told(data: DataAsk) -> DataAsk:
            return replace(data, name=label) if asked.slot is Slot.DATA and data.types == (value,) else data

        return replace(question, tools=tuple(map(named, question.tools)), data=tuple(map(told, question.data)))

    def _reading(self, state: ThreadState, item: Item, question: Question, settled: tuple[tuple[str, str], ...]) -> Reading:
        slots = {slot for slot, _ in settled}
        kept = tuple(mention for mention in item.mentions if mention.slot not in slots)
        clicked = tuple(Mention(slot, value, 0, 0, "", CLICKED) for slot, value in settled)
        unread = () if Slot.DATA in slots else item.unread
        done = Item(item.intent, question, (*kept, *clicked), unread, self.read_as(question))
        return Reading("", state.language or self.language, (done,))
