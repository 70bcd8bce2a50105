"""A question for a list of tools goes in; out come the traits that its words narrow the list by ("which self-hosted tools"), and
the offerings that have them on record. What is not on record is no yes, and no ruling is another in a shorter list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.policy.house import Knowledge
from bot.policy.talks.talk import BUT, EXCEPT, NAMED, WITHOUT, Intent, Item, Reading, ThreadState
from bot.policy.words import Offering, ToolAsk
from bot.policy.world import Catalog, CatalogTool
from bot.reading.offerings.clouds import Clouds
from bot.reading.offerings.makers_left_out import MakersLeftOut
from bot.reading.tools.named import Resolved
from bot.reading.words.language import is_stop
from bot.reading.words.lists import all_words
from bot.reading.words.phrases import forms_of, phrase_of, stands
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

TRAIT = "trait."
"""Begins the name of a list of words: behind it stand the fact and its values."""
_FAR = 7
"""Words between what the list is of and a trait behind it, the trait's own among them."""
_BEFORE = 4
"""Words before a trait among which it may be excepted."""
_OPENERS = small("openers", "idle", "article", "interjection", "and")
_OR = Spoken("or", "versus")
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Narrow:
    """What narrows a list. ``traits``: ``FACT.VALUE``, all of them wanted."""

    traits: tuple[str, ...] = ()
    asks: bool = False
    """The words ask for the list themselves."""
    alone: bool = False
    """And say nothing else: "and which self-hosted ones?"."""
    which: bool = False
    """And ask which: "the free one" picks, where a tool was asked about."""


def opened(thread: ThreadState | None) -> ThreadState | None:
    """A thread that is about a shorter list, as if it were about the whole one: what goes on with it is narrowed in its turn."""
    item = thread.item if thread is not None else None
    if thread is None or item is None or not item.narrowed:
        return thread
    names = [one.removeprefix(NAMED) for one in item.narrowed if one.startswith(NAMED)]
    offered = tuple(id_ for ask in item.question.tools for id_ in ask.offerings)
    tools = tuple(ToolAsk(name, offered) for name in names)
    item = replace(item, intent=Intent.MAY_I, narrowed=()) if names else item
    return replace(thread, item=replace(item, question=replace(item.question, tools=tools)))


class Narrowing:
    """The traits that the catalog has words for, and who has them in one policy."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, clouds: Clouds) -> None:
        self.knowledge, self.catalog = knowledge, catalog
        names = [name for name in catalog.words if name.startswith(TRAIT)]
        self.phrases = [
            (phrase_of(one, language), name.removeprefix(TRAIT))
            for name in names
            for language, phrases in catalog.words[name].items()
            for one in phrases
        ]
        self.phrases.sort(key=lambda held: -len(held[0]))
        self.nouns = all_words(catalog, "narrow.noun", "intent.tool_noun")
        self.links = all_words(catalog, "narrow.link")
        self.each = frozenset(_written(catalog, "narrow.which_of"))
        self.which = [tuple(one.split()) for one in _written(catalog, "narrow.which")]
        self.negations = all_words(catalog, "read.negation")
        self.exceptions = [tuple(one.split()) for one in _written(catalog, "read.exception")]
        self.makers = MakersLeftOut(knowledge, catalog, clouds)
        offered = knowledge.policy.offerings.values()
        traits = dict.fromkeys(name for _, name in self.phrases)
        self.offered = {name: frozenset(one.id for one in offered if self._has(one, *_fact(name))) for name in traits}

    # --- what the words say ------------------------------------------------------------------------------------------

    def asked(self, tokens: tuple[Token, ...], unwanted: tuple[Resolved, ...] = ()) -> Narrow:
        """The traits that stand beside what a list is of, and the vendors, clouds and tools that it wants nothing of."""
        found, out = self._asked(tokens), self.makers.named(tokens, unwanted)
        return replace(found, traits=(*found.traits, *out)) if out else found

    def _asked(self, tokens: tuple[Token, ...]) -> Narrow:
        """None where a trait is denied, or where one of several will do."""
        said = [forms_of(token) for token in tokens]
        for noun, token in enumerate(tokens):
            if not token.own or token.folded not in self.nouns:
                continue
            first, before = self._ahead(tokens, said, noun)
            last, behind = self._behind(tokens, said, noun + 1)
            traits = tuple(dict.fromkeys((*before, *behind)))
            denied = self._is_denied(tokens, said, (max(0, first - 1), last)) or self._is_excepted(tokens, first)
            if traits and not denied:
                alone = self._says_no_more([one for place, one in enumerate(tokens) if one.own and not first <= place < last])
                which = self._asks(tokens, first)
                return Narrow(traits, alone or which, alone, which)
        return Narrow()

    def _is_denied(self, tokens: tuple[Token, ...], said: list[frozenset[tuple[str, str]]], group: tuple[int, int]) -> bool:
        """A denial that is a part of a trait's own name ("not from the US") denies nothing."""
        place, last = group
        while place < last:
            if held := next((p for p, _ in self.phrases if len(p) > 1 and stands(said, place, p)), ()):
                place += len(held)
            elif tokens[place].folded in self.negations or tokens[place] in _OR:
                return True
            else:
                place += 1
        return False

    def _is_excepted(self, tokens: tuple[Token, ...], first: int) -> bool:
        """ "tools other than the self-hosted ones": what stands there is not wanted."""
        before = [one.folded for one in tokens[max(0, first - _BEFORE) : first]]
        return any(
            tuple(before[at : at + len(one)]) == one for one in self.exceptions for at in range(len(before) - len(one) + 1)
        )

    def _ahead(self, tokens: tuple[Token, ...], said: list[frozenset[tuple[str, str]]], noun: int) -> tuple[int, list[str]]:
        """Where the group begins, and the traits right before the noun: "free European AI tools"."""
        first, found = noun, list[str]()
        while first and not tokens[first].breaks:
            held = next(((p, name) for p, name in self.phrases if stands(said, first - len(p), p)), None)
            if held is not None:
                found.insert(0, held[1])
                first -= len(held[0])
            elif tokens[first - 1].folded in self.nouns or tokens[first - 1] in _OR:
                first -= 1
            else:
                break
        return first, found

    def _behind(self, tokens: tuple[Token, ...], said: list[frozenset[tuple[str, str]]], place: int) -> tuple[int, list[str]]:
        """Where the group ends, and the traits behind the noun: "tools that run on our own servers". A word that goes on with
        something else takes the trait with it: "a tool with local files". A comma may come first: "ein Tool, das lokal läuft"."""
        last, found, start = place, list[str](), place
        while place < min(len(tokens), start + _FAR) and (place == start or not tokens[place].breaks):
            if tokens[place].breaks and tokens[place].folded not in self.links:
                break
            held = next(((p, name) for p, name in self.phrases if stands(said, place, p)), None)
            if held is not None and (len(held[0]) > 1 or not is_stop(tokens[place].folded)):
                place += len(held[0])
                if place < len(tokens) and not tokens[place].breaks and not self._goes_on(tokens[place]):
                    break
                found.append(held[1])
                last = place
            elif tokens[place].folded in self.links or tokens[place].folded in self.negations or tokens[place] in _OR:
                place += 1
            else:
                break
        return last, found

    def _goes_on(self, token: Token) -> bool:
        return is_stop(token.folded) or token.folded in self.links

    def _says_no_more(self, rest: list[Token]) -> bool:
        """``rest``: the words of a message beside the group."""
        which = any((token.text.lower(),) in self.which for token in rest)
        return all(token.folded in _OPENERS or (which and is_stop(token.folded)) for token in rest)

    def _asks(self, tokens: tuple[Token, ...], first: int) -> bool:
        """Whether a word that asks for a list stands right before the group, or before its article."""
        words = [token.text.lower() for token in tokens[:first]]
        while words and words[-1] in small("article"):
            words.pop()
        return any(tuple(words[-len(one) :]) == one for one in self.which)

    def alternatives(self, tools: tuple[Resolved, ...]) -> tuple[str, ...]:
        """What a list of alternatives to these tools is without."""
        terms = self.knowledge.vocabulary.tools
        offered = self.knowledge.policy.offerings
        named = dict.fromkeys(id_ for tool in tools for id_ in tool.ask.offerings if not terms[offered[id_].tool].group)
        return tuple(f"{BUT}{id_}" for id_ in named)

    def to_a_name(self, item: Item, tokens: tuple[Token, ...], tools: tuple[Resolved, ...]) -> Item:
        """ "Which GPT-4 may I use?": a list of all that has the one name that is asked about."""
        if len(tools) != 1 or len(tools[0].ask.offerings) < _SEVERAL:
            return item
        first = tools[0].named.first
        asks = bool(first) and tokens[first - 1].text.lower() in self.each and not tokens[first].breaks
        return replace(item, intent=Intent.WHICH_TOOL, narrowed=(f"{NAMED}{tools[0].ask.name}",)) if asks else item

    # --- who has it --------------------------------------------------------------------------------------------------

    def over(self, reading: Reading, worded: Reading) -> Reading:
        """The reading with its lists narrowed. ``worded``: what words made of the same message."""
        alone = worded.items[0] if len(worded.items) == 1 else None
        return replace(reading, items=tuple(self._narrowed(item, item if item.narrowed else alone) for item in reading.items))

    def _narrowed(self, item: Item, worded: Item | None) -> Item:
        narrowed = worded.narrowed if worded is not None else ()
        if item.intent is not Intent.WHICH_TOOL or worded is None or not narrowed:
            return replace(item, narrowed=())
        traits = tuple(one for one in narrowed if not one.startswith(BUT))
        if any(one.startswith(NAMED) for one in traits):
            left = frozenset(id_ for ask in worded.question.tools for id_ in ask.offerings)
        else:
            left = frozenset(self.knowledge.policy.offerings).intersection(*(self._of(name) for name in traits))
        asks = tuple(
            ToolAsk(id_, (id_,)) for id_ in self.knowledge.policy.offerings if id_ in left and f"{BUT}{id_}" not in narrowed
        )
        if not asks and not traits:
            return replace(item, narrowed=())
        denied = [self._of(name) for name in traits if name.startswith((WITHOUT, EXCEPT))]
        gone = [
            id_ for id_ in self.knowledge.policy.offerings if f"{BUT}{id_}" in narrowed or any(id_ not in of for of in denied)
        ]
        unsuited = tuple(dict.fromkeys((*item.question.unsuited, *(gone if denied else ()))))  # no way out leads there either
        tools = asks or (ToolAsk(" ".join(traits)),)
        return replace(item, question=replace(item.question, tools=tools, unsuited=unsuited), narrowed=narrowed)

    def _of(self, trait: str) -> frozenset[str]:
        if trait.startswith(WITHOUT):
            return self.makers.left(trait.removeprefix(WITHOUT))
        if trait.startswith(EXCEPT):
            return self.makers.left(trait.removeprefix(EXCEPT))
        return self.offered.get(trait, frozenset())

    def _has(self, offering: Offering, fact: str, values: frozenset[str]) -> bool:
        """Whether the policy has it on record of an offering, or where it is silent the catalog of its product."""
        terms, row = self.knowledge.vocabulary.offerings.get(offering.id), self.knowledge.vocabulary.tools.get(offering.tool)
        if row is not None and row.group and set(row.covers) == {fact}:
            return set(row.covers[fact]) <= values
        said = {"hosting": offering.hosting, "account": offering.account}.get(fact, offering.facts.get(fact, ""))
        if fact == "plan":
            return bool({offering.plan, *(terms.plans if terms else ())} & values)
        if said:
            return said in values
        tied = [self.catalog.tools[id_] for id_ in (row.catalog if row else ()) if id_ in self.catalog.tools]
        if fact == "family":
            return bool(tied) and all(values & set(tool.families) for tool in tied)
        if fact == "origin":
            run_by = [self.catalog.tools[id_] for id_ in self.makers.clouds.at.get(offering.id, ())]
            known = bool(tied) and (bool(run_by) or offering.hosting != "managed_cloud")
            return known and all(values & set(tool.families) for tool in (*tied, *run_by))
        return bool(tied) and all(_known(tool, fact) and _known(tool, fact) <= values for tool in tied)


def _written(catalog: Catalog, name: str) -> list[str]:
    """A list's words with their accents: "qué" asks, and "que" does not."""
    return [word for words in catalog.words.get(name, {}).values() for word in words]


def _known(tool: CatalogTool, fact: str) -> frozenset[str]:
    """What the world knows of a product: all that it may be."""
    return frozenset({"hosting": tool.hosting, "weights": (tool.weights,)}.get(fact, ())) - {""}


def _fact(name: str) -> tuple[str, frozenset[str]]:
    fact, *values = name.split(".")
    return fact, frozenset(values)
