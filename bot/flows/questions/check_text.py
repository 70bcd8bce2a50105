"""A text goes in, and is gone; the kinds of data seen in it and the tools that may take those come out.

What is seen by words grounds no allowed (``DataAsk.grounded``): until somebody says by hand what is in the text, the mildest
that a tool gets is "yes, if nothing else is in it".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.policy.talks.answer import Answer
from bot.policy.talks.checks import Form, Looked, Shown
from bot.policy.talks.talk import Asker, Intent, Item, Mention, Reading, Ruled
from bot.policy.words import DataAsk, Question, Slot

SEEN, CLICKED = "detector", "click"
NO_MORE_ASKED = 2
"""A form asks nothing back here: what stays open is taken at its strictest."""


@dataclass(frozen=True, slots=True)
class CheckText:
    """The steps of one policy version."""

    version: str
    knows: Callable[[str], bool]
    label_of: Callable[[str], str]
    for_asker: Callable[[Item, Asker], Item]
    rule: Callable[[Reading, frozenset[str]], tuple[Ruled, ...]]
    say: Callable[[Reading, tuple[Ruled, ...], str], Answer]
    key_of: Callable[..., str]
    receipt_of: Callable[[str], str]
    of_kinds: Callable[[tuple[str, ...]], tuple[str, ...]]
    """Kinds of values -> the policy's data that they are."""
    found: Callable[[Looked, tuple[str, ...]], tuple[str, ...]]
    """What was seen, and ids of data -> the sentences that say so."""

    def __call__(self, looked: Looked, asker: Asker, form: Form) -> Shown:
        """The first look."""
        if looked.is_incident:
            return self._made((), self._item(Intent.INCIDENT, (), asker), asker, form, looked)
        ids = tuple(id_ for id_ in looked.data if self.knows(id_))
        lines = self.found(looked, ids)
        if not ids and not looked.untied:
            return Shown(form.language, lines, version=self.version)
        asked = [DataAsk(self.label_of(id_), (id_,), (), False) for id_ in ids]
        if looked.untied:
            asked.append(DataAsk("…", (), (), False))
        return self._made(lines, self._item(Intent.WHICH_TOOL, tuple(asked), asker), asker, form, looked)

    def stated(self, looked: Looked, chosen: tuple[str, ...], asker: Asker, form: Form) -> Shown:
        """What somebody says by hand is in the text. What a value's shape showed stays."""
        ids = tuple(id_ for id_ in dict.fromkeys((*self.of_kinds(looked.kinds), *chosen)) if self.knows(id_))
        lines = self.found(replace(looked, untied=False), ids)
        if not ids:
            return Shown(form.language, lines, version=self.version)
        asked = tuple(DataAsk(self.label_of(id_), (id_,)) for id_ in ids)
        item = self._item(Intent.WHICH_TOOL, asked, asker)
        return self._made(lines, item, asker, form, looked)

    def _item(self, intent: Intent, asked: tuple[DataAsk, ...], asker: Asker) -> Item:
        question = Question(data=asked)
        mentions = tuple(
            Mention(Slot.DATA, id_, 0, 0, "", CLICKED if ask.grounded else SEEN) for ask in asked for id_ in ask.types
        )
        item = self.for_asker(Item(intent, question, mentions, read_as=" + ".join(ask.name for ask in asked)), asker)
        return replace(item, question=replace(item.question, asked_back=NO_MORE_ASKED))

    def _made(self, lines: tuple[str, ...], item: Item, asker: Asker, form: Form, looked: Looked) -> Shown:
        reading = Reading("", form.language, (item,))
        ruled = self.rule(reading, asker.groups)
        stated = sorted(mention.id for mention in item.mentions if mention.via == CLICKED)
        key = self.key_of(form.id, *stated, self.version)
        answer = self.say(reading, ruled, self.receipt_of(key))
        return Shown(form.language, lines, answer, key, self.version, reading, ruled, looked.kinds, form.trigger)
