"""What was read of one message goes in, an item comes out: a question with ids, mentions and what people are shown of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.policy.house import Knowledge
from bot.policy.policy import Policy
from bot.policy.talks.talk import Asker, Intent, Item, Mention, ThreadState
from bot.policy.words import ANY, SOMEBODY, DataAsk, Effect, Question, Rule, Slot, ToolAsk
from bot.reading.askers.groups import AskerReader
from bot.reading.conditions.hollow import Hollow
from bot.reading.data.pieces import Piece
from bot.reading.intents.suited import Fit
from bot.reading.left_out.scope import Scope
from bot.reading.offerings.asked import ToolReader
from bot.reading.offerings.beside import are_rivals
from bot.reading.tools.named import Resolved, Traits
from bot.reading.words.cues import Cues
from bot.tongue.small import small
from bot.tongue.text import Token, words_of

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
    scope: Scope
    met: frozenset[str]
    unmet: frozenset[str]
    unread: tuple[str, ...]
    transformations: tuple[tuple[str, tuple[Piece, ...]], ...]
    """Transformation id and the pieces that it is said of."""
    context: dict[Slot, str] = field(default_factory=dict)
    concepts: set[str] = field(default_factory=set)
    any_of: Resolved | None = None
    """Only a plan, account, hosting or family was said: the rows that it means."""
    beside: tuple[str, ...] = ()
    """Phrases that nobody read and that only stand beside the data: they keep an allowed from being granted."""
    denied: frozenset[str] = frozenset()
    """Conditions that the asker's very words say are not met."""
    barred: frozenset[str] = frozenset()
    """Conditions that forbid the use that the asker has in mind."""
    stated: frozenset[int] = frozenset()
    """Places of words that only say that a condition holds, or not."""
    fit: Fit = Fit()
    """Offerings by what they are made for."""
    said: frozenset[tuple[str, int]] = frozenset()
    """Parts of the thread's conditions that the message says hold: condition and number."""
    beside_tools: tuple[Resolved, ...] = ()
    """Tools that are named and not asked about: what is compared with, or left out."""

    @property
    def has_data(self) -> bool:
        """Whether any data was named, left out or not."""
        return bool(self.scope.kept or self.scope.left_out or self.unread)


def _forbidden_by_name(policy: Policy) -> frozenset[str]:
    """Data that every rule which names it forbids in every tool (passwords, card numbers): of no class, and known by its name."""
    every = frozenset(policy.offerings)
    rules = [rule for rule in policy.rules if rule.data != {ANY}]
    barred = {id_ for rule in rules if _bars(rule, every) for id_ in rule.data}
    return frozenset(barred - {id_ for rule in rules if rule.effect is not Effect.FORBID for id_ in rule.data})


def _bars(rule: Rule, every: frozenset[str]) -> bool:
    return rule.effect is Effect.FORBID and not rule.where and (rule.offerings == {ANY} or rule.offerings >= every)


def _is_wider(one: Resolved, other: Resolved) -> bool:
    return bool(other.ask.offerings) and set(other.ask.offerings) < set(one.ask.offerings)


def _is_other_tool(now: Question, before: Question) -> bool:
    """Whether tools are asked about of which none was among those before. A row that catches any tool is of both."""
    held = {offering for tool in before.tools for offering in tool.offerings}
    return bool(now.tools) and bool(held) and not any(held.issuperset(tool.offerings) for tool in now.tools)


def is_hearsay(parts: Parts) -> bool:
    """Whether somebody else's yes is told that meets no condition: "the dean says it is fine"."""
    told = parts.cues.has("fact.said") and parts.cues.has("fact.fine") and not parts.met
    return told and bool(Hollow(parts.tokens, parts.cues, (parts.language,)).speakers)


class Builder:
    """Puts questions together for one policy."""

    def __init__(
        self,
        knowledge: Knowledge,
        tools: ToolReader,
        askers: AskerReader,
        unsaid: dict[Slot, str] | None = None,
        fixed: frozenset[str] = frozenset(),
    ) -> None:
        """``unsaid``: what a context slot is where the asker says nothing of it; ``fixed``: data that no transformation changes
        by a later word."""
        self.knowledge, self.tools, self.askers, self.unsaid = knowledge, tools, askers, unsaid or {}
        self.fixed = fixed
        self.every = tuple(knowledge.policy.offerings)
        classes = knowledge.policy.data_classes
        named_only = _forbidden_by_name(knowledge.policy)
        types = knowledge.policy.data_types.values()
        self.anything = tuple(classes) + tuple(t.id for t in types if not t.classes and not (classes and t.id in named_only))
        """What an unread phrase beside data that was read may be: never a ground for an allowed."""
        self.mild = {
            c.id for c in classes.values() if c.rank is not None and c.rank == min((x.rank or 0) for x in classes.values())
        }

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
        if parts.denied and not any(ask.types for ask in data):
            data = (*self._of_conditions(parts.denied, tools), *data)
        if parts.barred and not any(ask.types and ask.grounded for ask in data):
            data = self._of_use(parts.barred) or data
        question = Question(
            tools=() if intent is Intent.WHICH_TOOL else tools,
            data=data,
            context=parts.context,
            met=parts.met,
            unmet=parts.unmet,
            left_out=tuple(dict.fromkeys(p.name for p in parts.scope.left_out)),
            tools_grounded=not parts.tools or not all(resolved.instead for resolved in parts.tools),
            rest_named=bool(data) and all(ask.types and ask.grounded for ask in data),
            suited=tuple(id_ for one in parts.tools for id_ in one.near) or parts.fit.suited,
            unsuited=parts.fit.unsuited,
            families=parts.fit.families,
            nothing_else=parts.fit.nothing_else,
            barred=bool(parts.barred),
        )
        unread = () if parts.barred and not parts.scope.kept else (*parts.unread, *parts.beside)[:MOST_UNREAD]
        unplaced = () if parts.barred and not parts.scope.kept else (*parts.unread, *parts.beside)
        told = (self.mentions(parts), unread, self.read_as(question), is_hearsay(parts))
        return Item(intent, question, *told, unplaced=unplaced)

    def _of_conditions(self, denied: frozenset[str], tools: tuple[ToolAsk, ...]) -> tuple[DataAsk, ...]:
        """No data was read, but a condition that holds for one kind of data in this tool: that data is meant."""
        open_ = {offering for tool in tools for offering in tool.offerings}
        rules = [r for r in self.knowledge.policy.rules if denied & set(r.conditions) and open_ & r.offerings]
        kinds = {id_ for rule in rules for id_ in rule.data}
        terms = self.knowledge.vocabulary.data
        return tuple(DataAsk(terms[id_].label, (id_,), (), False) for id_ in kinds if id_ in terms) if len(kinds) == 1 else ()

    def _of_use(self, barred: frozenset[str]) -> tuple[DataAsk, ...]:
        """No data was read, but a use that conditions forbid: it is put to data that those conditions are for."""
        terms, rules = self.knowledge.vocabulary.data, self.knowledge.policy.rules
        kinds = sorted({id_ for rule in rules if barred & set(rule.conditions) for id_ in rule.data if id_ in terms})
        return tuple(DataAsk(terms[id_].label, (id_,), (), False) for id_ in kinds)

    def holds_in(self, conditions: frozenset[str], question: Question) -> bool:
        """Whether one of these conditions is for a tool of the question."""
        open_ = {offering for tool in question.tools for offering in tool.offerings}
        return any(conditions & set(r.conditions) and open_ & r.offerings for r in self.knowledge.policy.rules)

    def hangs_on_condition(self, question: Question) -> bool:
        """Whether a rule with a condition is for a tool and the data of the question."""
        return bool(self._conditional(question))

    def words_of_conditions(self, question: Question) -> frozenset[str]:
        """The words in which conditions of the question's tool and data are told."""
        texts = [text for id_ in self.conditions_of(question) for text in self.knowledge.policy.conditions[id_].text.values()]
        return frozenset(word for text in texts for word in words_of(text))

    def conditions_of(self, question: Question) -> set[str]:
        """The conditions of rules for the question's tool and data."""
        return {id_ for rule in self._conditional(question) for id_ in rule.conditions}

    def _conditional(self, question: Question) -> list[Rule]:
        open_ = {offering for tool in question.tools for offering in tool.offerings}
        named = {id_ for ask in question.data for id_ in ask.types}
        types = self.knowledge.policy.data_types
        named |= {class_ for id_ in named if id_ in types for class_ in types[id_].classes}
        rules = (r for r in self.knowledge.policy.rules if r.conditions and (open_ & r.offerings or ANY in r.offerings))
        return [r for r in rules if not named or named & r.data or ANY in r.data]

    def takes_nothing(self, tool: ToolAsk) -> bool:
        """Whether no rule for a tool that the policy lists lets any data into it."""
        rules = [r for r in self.knowledge.policy.rules if r.offerings.intersection(tool.offerings) or ANY in r.offerings]
        return bool(tool.offerings and rules) and not any(r.effect in (Effect.ALLOW, Effect.CONDITION) for r in rules)

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
        """Every piece that is used, each once, and what nobody could read."""
        found: dict[tuple[str, ...] | str, DataAsk] = {}
        for piece in self._deciding(parts.scope.kept):
            changed = tuple(dict.fromkeys(id_ for id_, of in parts.transformations if piece in of))
            ask = DataAsk(piece.name, piece.types, changed, piece.grounded and bool(piece.types))
            key: tuple[str, ...] | str = piece.types or piece.name
            held = found.get(key)
            if held is None or (held.grounded and not ask.grounded) or set(ask.transformations) < set(held.transformations):
                found[key] = ask
        anything = self.anything if found else ()
        for phrase in parts.unread[:MOST_UNREAD]:
            found.setdefault(phrase, DataAsk(phrase, anything, (), False))
        if parts.scope.unpublished and not any(not p.mild for p in parts.scope.kept):
            ids = tuple(c for c in self.knowledge.policy.data_classes if c not in self.mild)
            if ids:
                found.setdefault(ids, DataAsk("not public", ids, (), False))
        return (*found.values(), *self._beside(parts, tuple(found.values())))

    @staticmethod
    def _beside(parts: Parts, found: tuple[DataAsk, ...]) -> tuple[DataAsk, ...]:
        """What only stands beside the data is taken for more of it, but by nobody's word: it makes no ruling milder."""
        types = tuple(dict.fromkeys(id_ for ask in found for id_ in ask.types))
        if not types or not parts.beside:
            return ()
        shared = [set(ask.transformations) for ask in found if ask.types]
        changed = tuple(sorted(set.intersection(*shared)))
        return (DataAsk(parts.beside[0], types, changed, False),)

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
            said = self.askers.still(thread.forgotten().role)
        role = self.askers.role(context.get(Slot.ROLE) if said is None else said, asker.role)
        if role is not None:
            context[Slot.ROLE] = role
        if asker.country and Slot.COUNTRY not in context:
            context[Slot.COUNTRY] = asker.country
        asked = thread.asked_back if thread is not None and thread.pending is not None else 0
        if thread is not None and thread.item is not None and _is_other_tool(item.question, thread.item.question):
            asked = 0  # "what about Claude then?" is no answer to "which Copilot?"
        who = frozenset[str]() if context.get(Slot.ROLE) == SOMEBODY else asker.groups
        return replace(item, question=replace(item.question, context=context, who=who, asked_back=asked))

    def by_tool(self, item: Item) -> list[Item]:
        """One for each tool of an item, where nobody compares them: whoever goes on may mean any of them."""
        if item.intent is not Intent.MAY_I or len(item.question.tools) < 2:
            return [item]
        each = (replace(item.question, tools=(tool,)) for tool in item.question.tools)
        return [replace(item, question=one, read_as=self.read_as(one)) for one in each]

    def mentions(self, parts: Parts) -> tuple[Mention, ...]:
        """Where the text names what."""
        found = []
        for resolved in parts.tools or ((parts.any_of,) if parts.any_of else ()):
            named = resolved.named
            if named.last > named.first:
                for row in resolved.rows or (resolved.ask.name,):
                    found.append(self._mention(parts, "tool", row, named.first, named.last, named.via, named.source))
        for slot, pieces in (("data", parts.scope.kept), ("left_out", parts.scope.left_out), ("absent", parts.scope.absent)):
            for piece in pieces:
                for id_ in piece.types or (piece.kind or piece.name,):
                    found.append(self._mention(parts, slot, id_, piece.first, piece.last, piece.via, piece.source))
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
