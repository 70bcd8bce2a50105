"""What was read of one message goes in, an item comes out: a question with ids, mentions and what people are shown of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Asker, Intent, Item, Mention, ThreadState
from bot.policy.words import DataAsk, Question, Slot, ToolAsk
from bot.reading.askers.groups import AskerReader
from bot.reading.data.pieces import Piece
from bot.reading.suited import Fit
from bot.reading.tools.named import Resolved, Traits
from bot.reading.tools.reader import ToolReader, are_rivals
from bot.reading.words.cues import Cues
from bot.text.small import small
from bot.text.tokens import Token

MOST_UNREAD = 3
_DANGLING = small("article", "dangling")
_RULED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE, Intent.EXPLAIN, Intent.INCIDENT})


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that was read of one question's words."""

    tokens: tuple[Token, ...]
    language: str
    cues: Cues
    tools: tuple[Resolved, ...]
    loose: Traits
    kept: tuple[Piece, ...]
    """The data that is named."""
    met: frozenset[str]
    unmet: frozenset[str]
    """Conditions that are said to hold, and not to hold, in the policy's own words for it."""
    unread: tuple[str, ...]
    context: dict[Slot, str] = field(default_factory=dict)
    any_of: Resolved | None = None
    """Only a plan, account, hosting or family was said: the rows that it means."""
    beside: tuple[str, ...] = ()
    """Phrases that nobody read and that only stand beside the data: an offer tells them."""
    stated: frozenset[int] = frozenset()
    """Places of words that only say that a condition holds, or not."""
    fit: Fit = Fit()
    """Offerings by what they are made for."""

    @property
    def has_data(self) -> bool:
        """Whether any data was named, or words that nobody read."""
        return bool(self.kept or self.unread)


def _is_wider(one: Resolved, other: Resolved) -> bool:
    return bool(other.ask.offerings) and set(other.ask.offerings) < set(one.ask.offerings)


def _is_other_tool(now: Question, before: Question) -> bool:
    """Whether tools are asked about of which none was among those before. A row that catches any tool is of both."""
    held = {offering for tool in before.tools for offering in tool.offerings}
    return bool(now.tools) and bool(held) and not any(held.issuperset(tool.offerings) for tool in now.tools)


def quoted(phrases: tuple[str, ...]) -> str:
    """The first of the phrases that nobody read, as people see them."""
    return " + ".join(f"“{one}”" for one in phrases[:MOST_UNREAD])


class Builder:
    """Puts questions together for one policy."""

    def __init__(
        self,
        knowledge: Knowledge,
        tools: ToolReader,
        askers: AskerReader,
        unsaid: dict[Slot, str] | None = None,
    ) -> None:
        """``unsaid``: what a context slot is where the asker says nothing of it."""
        self.knowledge, self.tools, self.askers, self.unsaid = knowledge, tools, askers, unsaid or {}
        self.every = tuple(knowledge.policy.offerings)

    def item(self, parts: Parts, intent: Intent) -> Item:
        """An item of a message that stands on its own."""
        if intent not in _RULED and not (intent is Intent.REPORT and parts.has_data):
            asks_way = intent is Intent.ADVICE and (parts.cues.has("read.advice") or parts.cues.has("intent.buy"))
            waited_for = {Slot(slot): said for slot, said in parts.context.items() if slot == Slot.WORDS}
            return Item(intent, Question(context=waited_for), self.mentions(parts), asks_way=asks_way)
        data = self.data_asks(parts)
        tools = self.tool_asks(parts)
        if not tools and intent in (Intent.MAY_I, Intent.INCIDENT, Intent.EXPLAIN, Intent.REPORT):
            tools = (self.any_tool(),)
        question = Question(
            tools=() if intent is Intent.WHICH_TOOL else tools,
            data=data,
            context=parts.context,
            met=parts.met - parts.unmet,
            unmet=parts.unmet,
            rest_named=bool(data) and all(ask.types and ask.grounded for ask in data),
            suited=parts.fit.suited,
            unsuited=parts.fit.unsuited,
            families=parts.fit.families,
            nothing_else=parts.fit.nothing_else,
        )
        unread = (*parts.unread, *parts.beside)
        read_as = self.read_as(question) if data else " · ".join(filter(None, (self.read_as(question), quoted(unread))))
        return Item(intent, question, self.mentions(parts), unread[:MOST_UNREAD], read_as, unplaced=unread)

    def any_tool(self) -> ToolAsk:
        """No tool was said, and one is needed: every offering is possible."""
        return ToolAsk("", self.every)

    def tool_asks(self, parts: Parts) -> tuple[ToolAsk, ...]:
        """Each tool once; two names of the same row are one, and so are "Copilot" and the "Copilot Chat" that it may be."""
        found: dict[tuple[str, ...] | str, Resolved] = {}
        for resolved in parts.tools or ((parts.any_of,) if parts.any_of else ()):
            key = resolved.ask.offerings or resolved.ask.name
            found.setdefault(key, resolved)
        each = list(found.values())
        wider = [a for a in each if any(_is_wider(a, b) and not are_rivals(parts.tokens, a.named, b.named) for b in each)]
        return tuple(a.ask for a in each if a not in wider)

    def data_asks(self, parts: Parts) -> tuple[DataAsk, ...]:
        """Every piece that is named, each once."""
        found: dict[tuple[str, ...] | str, DataAsk] = {}
        for piece in self._deciding(parts.kept):
            ask, key = DataAsk(piece.name, piece.types, (), piece.grounded and bool(piece.types)), piece.types or piece.name
            held = found.get(key)
            if held is None or (held.grounded and not ask.grounded):
                found[key] = ask
        return tuple(found.values())

    def _deciding(self, kept: tuple[Piece, ...]) -> list[Piece]:
        """Without the asker's own word for a class where the phrase says which type of that class it is."""
        types = self.knowledge.policy.data_types
        covered = {c for p in kept if not p.is_class for id_ in p.types if id_ in types for c in types[id_].classes}
        return [p for p in kept if not (p.is_class and set(p.types) <= covered)]

    def for_asker(self, item: Item, asker: Asker, thread: ThreadState | None) -> Item:
        """What people.yaml says of the asker, and how often this thread asked back."""
        context = self.unsaid | item.question.context
        said = item.question.context.get(Slot.ROLE)
        if said is None and thread is not None:
            said = self.askers.still(thread.item.question.context.get(Slot.ROLE, "") if thread.item is not None else "")
        role = self.askers.role(context.get(Slot.ROLE) if said is None else said, asker.role)
        if role is not None:
            context[Slot.ROLE] = role
        if asker.country and Slot.COUNTRY not in context:
            context[Slot.COUNTRY] = asker.country
        asked = thread.asked_back if thread is not None and thread.pending is not None else 0
        if thread is not None and thread.item is not None and _is_other_tool(item.question, thread.item.question):
            asked = 0  # "what about Claude then?" is no answer to "which Copilot?"
        return replace(item, question=replace(item.question, context=context, who=asker.groups, asked_back=asked))

    def mentions(self, parts: Parts) -> tuple[Mention, ...]:
        """Where the text names what."""
        found = []
        for resolved in parts.tools or ((parts.any_of,) if parts.any_of else ()):
            named = resolved.named
            if named.last > named.first:
                for row in resolved.rows or (resolved.ask.name,):
                    via = "group" if resolved.is_caught else named.via
                    found.append(self._mention(parts, "tool", row, named.first, named.last, via, named.source))
        for piece in parts.kept:
            for id_ in piece.types or (piece.kind or piece.name,):
                found.append(self._mention(parts, "data", id_, piece.first, piece.last, piece.via, piece.source))
        return tuple(dict.fromkeys(found))

    def _mention(self, parts: Parts, slot: str, id_: str, first: int, last: int, via: str, source: str) -> Mention:  # noqa: PLR0917 - spans are plain numbers
        tokens = parts.tokens[first:last]
        while slot == "data" and len(tokens) > 1 and tokens[-1].folded in _DANGLING:
            tokens = tokens[:-1]  # "notulen van de"
        # a tool's words are looked up by name again; all others are shown as they were written
        written = "".join(f"{' ' if slot == 'tool' else token.gap}{token.text}" for token in tokens[1:])
        quote = " ".join(f"{tokens[0].text}{written}".split())
        return Mention(slot, id_, tokens[0].start, tokens[-1].end, quote, via, source)

    def read_as(self, question: Question) -> str:
        """What was understood, in the policy's labels; what the asker's words were where it has none is shown in quotes."""
        tools = " / ".join(tool.name for tool in question.tools if tool.name)
        data = " + ".join(dict.fromkeys(ask.name if ask.types else f"“{ask.name}”" for ask in question.data if ask.name))
        return " · ".join(part for part in (tools, data) if part)
