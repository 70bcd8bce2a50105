"""What somebody picked from lists goes in; its ruling, and what a form shows of it, come out. Only ids, never text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.flows.questions.settle import CLICKED, Settle
from bot.policy.deciding.ticks import TICK
from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import UNLISTED, WHICH, Chosen, Form, Shown
from bot.policy.talks.talk import Asker, Intent, Item, Mention, Reading, Ruled
from bot.policy.words import DataAsk, Question, Slot, ToolAsk


@dataclass(frozen=True, slots=True)
class Pick:
    """The steps of one policy version."""

    version: str
    offerings_of: Callable[[str], tuple[str, ...]]
    """Tool id, or ``UNLISTED`` -> its offerings; what the policy does not know has none."""
    knows: Callable[[str], bool]
    """Whether the policy has a tool, an offering, a data type or a class of this id."""
    label_of: Callable[[str], str]
    for_asker: Callable[[Item, Asker], Item]
    rule: Callable[[Reading, frozenset[str]], tuple[Ruled, ...]]
    settle: Settle
    say: Callable[[Reading, tuple[Ruled, ...], str], Answer]
    key_of: Callable[..., str]
    """Parts -> the keyed hash that is the question's identity."""
    receipt_of: Callable[[str], str]
    words: Callable[[str], str]
    """Key of the message catalogs -> words in the asker's language."""

    def __call__(self, chosen: Chosen, asker: Asker, form: Form) -> Shown:
        """The same choice in the same form is the same question."""
        language = form.language
        if not all(self.knows(id_) for id_ in self._named(chosen)):
            return Shown(language, (self.words("pick.gone"),), version=self.version)
        if not chosen.tool or not chosen.data:
            missing = "both" if not chosen.tool and not chosen.data else "tool" if not chosen.tool else "data"
            return Shown(language, (self.words(f"pick.hint.{missing}"),), version=self.version)
        picked = Reading("", language, (self._item(chosen, asker),))
        reading = self.settle.after_all(chosen.pressed, picked, lambda one: self.rule(one, asker.groups))
        ruled = self.rule(reading, asker.groups)
        asked = self.say(reading, ruled, "")
        if asked.choices:
            return Shown(language, answer=asked, version=self.version, reading=reading)
        settled = [f"{one.slot}={one.value}" for one in chosen.pressed if one.slot != TICK]
        ticked = sorted(line.box for line in asked.checklist if line.ticked_at)
        key = self.key_of(form.id, chosen.tool, chosen.plan, *sorted(chosen.data), *settled, *ticked, chosen.under, self.version)
        answer = self.say(reading, ruled, self.receipt_of(key))
        shown = Shown(language, (), answer, key, self.version, reading, ruled, trigger=form.trigger)
        return replace(shown, under=chosen.under)

    @staticmethod
    def _named(chosen: Chosen) -> tuple[str, ...]:
        tool = () if chosen.tool in ("", WHICH, UNLISTED) else (chosen.tool,)
        return (*tool, *((chosen.plan,) if chosen.plan else ()), *chosen.data)

    def _item(self, chosen: Chosen, asker: Asker) -> Item:
        data = tuple(DataAsk(self.label_of(id_), (id_,)) for id_ in chosen.data)
        tools = () if chosen.tool == WHICH else (self._tool(chosen),)
        picked = ((Slot.TOOL, chosen.plan or chosen.tool), *((Slot.DATA, id_) for id_ in chosen.data))
        item = Item(
            Intent.WHICH_TOOL if chosen.tool == WHICH else Intent.MAY_I,
            Question(tools=tools, data=data, ticked=chosen.ticked),
            tuple(Mention(slot, value, 0, 0, "", CLICKED) for slot, value in picked),
            read_as=" · ".join(part for part in (" / ".join(t.name for t in tools), " + ".join(d.name for d in data)) if part),
        )
        return self.for_asker(item, asker)

    def _tool(self, chosen: Chosen) -> ToolAsk:
        if chosen.tool == UNLISTED:
            return ToolAsk(self.words("pick.other_tool"), self.offerings_of(UNLISTED))
        offerings = (chosen.plan,) if chosen.plan else self.offerings_of(chosen.tool)
        return ToolAsk(self.label_of(offerings[0] if len(offerings) == 1 else chosen.tool), offerings)
