"""A short reply and what its thread has open go in; the row that a word of it picks comes out: "the one of the pilot"."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talks.talk import Item, ThreadState
from bot.policy.vocabulary import ToolTerms
from bot.policy.words import Question, Slot, ToolAsk
from bot.reading.build import Builder, Parts
from bot.reading.tools.named import Traits
from bot.reading.words.language import is_stop
from bot.tongue.small import small
from bot.tongue.spans import places_of
from bot.tongue.text import SPOKEN, fold, words_of

SHORT = 7
"""A message of so few words goes on with its thread unless it says more than one slot."""
_WITHOUT = small("no", "without")
_ONE = small("that_one", "of_the_house")
_OPEN, _PICKS, _TOLD = 2, 5, 4
"""Rows of which one can be picked; words of the clause that picks it; letters of a common word that tells it."""
_SEVERAL = 2
"""Words of data that are no row's name."""


def picked_row(parts: Parts, thread: ThreadState, builder: Builder) -> tuple[tuple[ToolAsk, ...], int]:
    """The row that a reply to "which one?" picks by a word of its name that no other open row has ("the one of the pilot"),
    and the place of that word."""
    again = len(parts.tools) == 1 and len(parts.tools[0].ask.offerings) > 1  # "and in the corporate one of ChatGPT?"
    if any(tool.ask.offerings for tool in parts.tools) and not again:
        return (), -1
    named = [parts.tokens[place].folded for tool in parts.tools for place in range(tool.named.first, tool.named.last)]
    asks = (parts.tools[0].ask,) if again else thread.item.question.tools if thread.item is not None else ()
    open_ = {o: builder.tools.offerings[o].tool for ask in asks for o in ask.offerings if o in builder.tools.offerings}
    asked = thread.pending is not None and thread.pending.slot is not Slot.DATA and len(asks) == 1 and not again
    told = not asked and (again or thread.pending is None or thread.pending.slot is Slot.DATA)
    if not (asked or told) or len(set(open_.values())) < _OPEN:
        return (), -1
    terms = builder.tools.terms
    told_by = named if again else []
    words = {row: {w for name in _called(terms[row], told_by) for w in words_of(name)} for row in set(open_.values())}
    spans = places_of(tool.named for tool in parts.tools) if again else set()
    own = [place for place, token in enumerate(parts.tokens) if token.own and place not in spans]
    clause = own if len(own) <= _PICKS else [place for place in own if parts.tokens[place].clause == parts.tokens[0].clause]
    if len(clause) > _PICKS or set(clause) & parts.cues.places("read.negation"):
        return (), -1
    data = _data_places(parts, 1 if told else _SEVERAL)
    for place in clause:
        word = parts.tokens[place].folded
        rows = [row for row, held in words.items() if word in held]
        known = any(builder.tools.index.is_common(word, one) for one in SPOKEN)
        if named and not again and not (word in named and all(set(named) <= words[row] for row in rows)):
            continue  # "ChatGPT Enterprise" is no answer that picks "Gemini Enterprise"
        if place in data or (told and not all(_goes_with(parts.tokens[p].folded, words, rows) for p in clause)):
            continue  # "and patient letters?" asks about more data, whatever a row is called
        if len(word) >= _TOLD - (not known) and len(rows) == 1 and word not in builder.tools.plan_nouns:
            kept = tuple(offering for offering, row in open_.items() if row == rows[0] and _fits(offering, row, parts, builder))
            return ((replace(asks[0], name=terms[rows[0]].label, offerings=kept),), place) if kept else ((), -1)
    return (), -1


def _called(row: ToolTerms, named: list[str]) -> list[str]:
    """What a row is called; where a tool was named, by names of that tool alone: "ChatGPT on my phone" is no "translator on the
    phone"."""
    return [row.label, *(name for name in row.names if not named or not {*named}.isdisjoint(words_of(name)))]


def _fits(offering: str, row: str, parts: Parts, builder: Builder) -> bool:
    """Whether what is said beside a tool's name is no other account or plan: "my private ChatGPT" is not the house's."""
    for traits in (tool.named.traits for tool in parts.tools):
        explicit, fitting = builder.tools.offers.fitting([row], traits)
        if offering not in (explicit if "personal" in traits.accounts else fitting):
            return False
    return True


def _data_places(parts: Parts, least: int) -> set[int]:
    """Places of what the reply names as data, of so many words at least."""
    own = (p for p in (*parts.scope.kept, *parts.scope.left_out) if p.own and p.last - p.first >= least)
    return places_of(own)


def _goes_with(word: str, words: dict[str, set[str]], rows: list[str]) -> bool:
    """Whether a word beside the one that picks a row says nothing else: one of grammar, or of the same row's names."""
    return word in _ONE or any(word in words[row] for row in rows) or is_stop(word)


def other_form(parts: Parts, thread: ThreadState, builder: Builder) -> tuple[ToolAsk, ...]:
    """ "With internet mode": the row whose name is that of the thread's row and these words behind it. Whoever says "for the
    enterprise" names no plan: plans are read where they are said of a tool."""
    asks = thread.item.question.tools if thread.item is not None else ()
    data = _data_places(parts, 1)
    said = {token.folded for place, token in enumerate(parts.tokens) if token.own and place not in data}
    denied = bool(said & _WITHOUT) or parts.cues.has("read.negation") or parts.cues.has("read.off")
    if parts.tools or len(asks) != 1 or len(parts.tokens) > SHORT or denied:
        return ()
    rows = {builder.tools.offerings[o].tool for o in asks[0].offerings if o in builder.tools.offerings}
    head = words_of(builder.tools.terms[min(rows)].label) if len(rows) == 1 else ()
    for row in builder.tools.terms.values() if head else ():
        label = words_of(row.label)
        rest = set(label[len(head) :]) - small("stop")
        idle = {word for word in said - rest if not _goes_with(word, {row.id: set(label)}, [row.id])}
        offerings = builder.tools.offers.of_row[row.id]
        plans = {plan for offering in offerings for plan in builder.tools.offers.plans_of[offering]}
        if label[: len(head)] == head and rest and rest <= said and not idle and not rest & plans:
            return (replace(asks[0], name=row.label, offerings=offerings),)
    return ()


def without_word(parts: Parts, place: int) -> Parts:
    """What was read but for the word that picks a tool: it is no data."""
    kept = tuple(piece for piece in parts.scope.kept if not piece.first <= place < piece.last)
    unread, beside = (tuple(u for u in of if fold(u) != parts.tokens[place].folded) for of in (parts.unread, parts.beside))
    return replace(parts, scope=replace(parts.scope, kept=kept), unread=unread, beside=beside)


def sibling(parts: Parts, item: Item, builder: Builder) -> tuple[ToolAsk, ...]:
    """ "the GitHub one": a word that tells the siblings of the thread's brand apart, in a short message, and is no data there."""
    if len(parts.tokens) > SHORT:
        return ()
    data = places_of(parts.scope.kept)
    words = tuple(token for place, token in enumerate(parts.tokens) if place not in data)
    for mention in item.mentions:
        named = builder.tools.by_name(mention.quote) if mention.slot == "tool" else None
        near = builder.tools.siblings.near_words(named, words) if named is not None else frozenset()
        if named is not None and near:
            return (builder.tools.resolve(replace(named, tools=near, brand="", rows=frozenset(), offerings=frozenset()), ()).ask,)
    return ()


def narrowed(item: Item, parts: Parts, builder: Builder) -> tuple[ToolAsk, ...]:
    """A plan or an account alone: the thread's tools, read again with it. A kind of tools takes their place."""
    found = []
    traits = parts.loose
    if not traits.told:
        return (parts.any_of.ask,) if parts.any_of else ()
    for tool in item.question.tools:
        if tool.name == "" or len(tool.offerings) == len(builder.every):
            generic = builder.tools.generic(traits, frozenset())
            found.append(generic.ask if generic else tool)
            continue
        again = _read_again(item, tool, traits, builder)
        if builder.takes_nothing(tool) and (kin := _of_same_brand(tool, traits, builder)) is not None:
            found.append(kin)
            continue
        if traits.hosting and again.offerings:  # "and on Azure?": the model is not elsewhere by that
            clouds = builder.tools.clouds
            left = clouds.left_in(again.offerings, parts.tokens)
            again = replace(again, offerings=left) if left else ToolAsk(_with_cloud(item, again, clouds.quoted(parts.tokens)))
        # "on my own laptop" makes no other tool of one that nothing may go into
        found.append(tool if builder.takes_nothing(tool) and not _is_same(again, tool, builder) else again)
    return tuple(dict.fromkeys(found))


def _with_cloud(item: Item, tool: ToolAsk, cloud: str) -> str:
    """What was asked about, with the cloud that the reply names."""
    named = next((m.quote for m in item.mentions if m.slot == "tool"), tool.name)
    return f"{named} ({cloud})"


def _is_same(one: ToolAsk, other: ToolAsk, builder: Builder) -> bool:
    """Whether a tool is the same product as another, and no row that catches every tool of its kind."""
    terms, offerings = builder.tools.terms, builder.tools.offerings
    rows = {offerings[id_].tool for id_ in one.offerings if id_ in offerings}
    return bool(rows) and not any(terms[row].group for row in rows) and set(one.offerings) != set(other.offerings)


def _of_same_brand(tool: ToolAsk, traits: Traits, builder: Builder) -> ToolAsk | None:
    """ "And if it runs on our own server?", of an app: the model of the same brand that runs there, as this policy has it."""
    reader = builder.tools
    rows = {reader.offerings[o].tool for o in tool.offerings if o in reader.offerings}
    known = reader.catalog.tools
    here = [known[id_] for row in rows for id_ in reader.terms[row].catalog if id_ in known]
    brands = {one.brand for one in here if one.brand}
    places = {place for one in here for place in one.hosting}
    for one in known.values() if traits.hosting else ():
        if one.brand in brands and one.names and set(one.hosting) & traits.hosting and not places & set(one.hosting):
            named = reader.by_name(one.names[0])
            return reader.resolve(replace(named, traits=traits), ()).ask if named is not None else None
    return None


def _read_again(item: Item, tool: ToolAsk, traits: Traits, builder: Builder) -> ToolAsk:
    reader = builder.tools
    quotes = list(dict.fromkeys(m.quote for m in item.mentions if m.slot == "tool"))
    for quote in quotes:
        named = reader.by_name(quote)
        if named is None:
            continue
        if named.offerings:
            rows = frozenset(reader.offerings[o].tool for o in named.offerings)
            tools = frozenset(id_ for row in rows for id_ in reader.terms[row].catalog)  # "Llama on Bedrock" is no Bedrock here
            named = replace(named, offerings=frozenset(), rows=rows, tools=tools or named.tools)
        again = reader.resolve(
            replace(named, traits=traits.joined(named.traits if not (traits.plans or traits.accounts) else Traits())), ()
        )
        if again.ask.offerings or len(quotes) == 1:
            return again.ask
    _, fitting = reader.offers.fitting(dict.fromkeys(reader.offerings[o].tool for o in tool.offerings), traits)
    kept = tuple(o for o in tool.offerings if o in fitting)
    if quotes and not kept and traits.plans and not (traits.accounts or traits.marks):
        return replace(tool, offerings=())  # other tools have such a plan, and none of them was asked about
    generic = reader.generic(traits, frozenset())
    return replace(tool, offerings=kept) if kept else generic.ask if generic else tool


def among_open(before: Question, tools: tuple[ToolAsk, ...], builder: Builder) -> tuple[ToolAsk, ...]:
    """An answer to "which one?": the named tool, narrowed to what was open where that leaves something of its own. What only a
    row that is no brand has in common is another tool: "what about Claude then?" does not answer "which Copilot?"."""
    open_ = {offering for tool in before.tools for offering in tool.offerings}
    offerings, terms = builder.tools.offerings, builder.tools.terms
    own = {offering for offering in open_ if offering in offerings and not terms[offerings[offering].tool].group}
    return tuple(
        replace(tool, offerings=tuple(o for o in tool.offerings if o in open_)) if set(tool.offerings) & own else tool
        for tool in tools
    )
