"""What was read of a message in a thread goes in; the question that it comes to there comes out.

A follow-up names a tool, names data, answers the question just asked, says that a condition holds or not, says who asks, or asks
why or which tool. Anything else is a remark: the same question stands, with its boxes and choices. No word that nobody could
read becomes data, and what was said of conditions holds for the tool and the data that it was said of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.policy.deciding.ask import choose
from bot.policy.deciding.offer import THAT_IS_ALL
from bot.policy.deciding.rulings import AskBack, Option
from bot.policy.talks.talk import RULED, SMALL_TALK, Intent, Item, Mention, ThreadState
from bot.policy.words import SEVERAL, DataAsk, Question, Slot, ToolAsk
from bot.reading.build import Builder, Parts
from bot.reading.words.language import is_stop
from bot.text.small import Spoken, small
from bot.text.tokens import words_of

Context = dict[Slot, str]
_STANDS_ALONE = SMALL_TALK | {
    Intent.TERMS, Intent.ADVICE, Intent.TASK, Intent.EMPTY, Intent.REPORT, Intent.INCIDENT,
    Intent.BARE, Intent.PASTED, Intent.TOO_MUCH,
}  # fmt: skip
_EXPLAINS = ("read.explain", "read.need", "fact.asking", "intent.why")
_AGREES = small("interjection")
_AND, _FOR, _ONE = Spoken("and"), Spoken("for"), small("that_one", "interjection", "article")
_PLACES = (small("first"), small("second"), small("third"))
_ALL = frozenset(tuple(words_of(phrase)) for phrase in small("that_is_all"))


def follow(parts: Parts, intent: Intent, thread: ThreadState, builder: Builder) -> Item | None:
    """The thread's question as it is after the message; None where the message stands on its own."""
    if thread.item is None:
        return None
    item = replace(thread.item, mentions=tuple(replace(one, via="thread") for one in thread.item.mentions))
    answer = _answer(parts, item, thread, builder)
    if answer is not None or intent in _STANDS_ALONE:
        return answer
    tools, data = _tools(parts, item, builder), _data(parts, intent, builder)
    names_more = data or (parts.unread and parts.cues.has("read.may"))
    if (parts.tools and names_more) or (data and intent is Intent.WHICH_TOOL):
        return None
    if intent is Intent.WHICH_TOOL and not parts.tools:
        return replace(item, intent=intent, question=parts.fit.over(replace(item.question, tools=()), asks_anew=False))
    if item.intent is Intent.INCIDENT and not (tools or (data and parts.cues.has("read.may"))):
        return item
    return _laid_over(parts, intent, item, tools, data, thread, builder)


def _laid_over(  # noqa: PLR0917 - each is one thing that the message says
    parts: Parts, intent: Intent, item: Item, tools: tuple[ToolAsk, ...], data: tuple[DataAsk, ...],
    thread: ThreadState, builder: Builder,
) -> Item:  # fmt: skip
    """The thread's item with what the message names and says; itself, explained or again, where that is nothing."""
    before = item.question
    context = joined(before.context, parts.context)
    unmet = parts.unmet if data or before.data else frozenset[str]()  # of what is not known yet nothing is said
    if not (tools or data or parts.met or unmet or context != before.context):
        if parts.unread and before.tools and _asks_for_another(parts):
            return _of_unknown(parts, item, builder)
        return replace(item, intent=Intent.EXPLAIN if intent is Intent.EXPLAIN else _intent(intent, item, before))
    met = frozenset[str]() if tools or data else before.met
    is_answer = thread.pending is not None and thread.pending.slot is Slot.DATA
    adds = bool(data) and (is_answer or _adds(parts))
    question = replace(
        before,
        tools=_tools_of(intent, item, tools),
        data=(*_open(before, thread), *data) if adds else data or before.data,
        context=context,
        met=(met | parts.met) - unmet,
        unmet=(before.unmet - parts.met) | unmet,
        left_out=before.left_out if adds or not data else (),
    )
    question = replace(question, rest_named=bool(question.data) and all(ask.types and ask.grounded for ask in question.data))
    mentions = (*builder.mentions(parts), *_kept(item.mentions, tools=bool(tools), data=bool(data) and not adds))
    wanted = _intent(intent, item, question)
    return Item(wanted, question, mentions, (), builder.read_as(question))


def _of_unknown(parts: Parts, item: Item, builder: Builder) -> Item:
    """ "And for the gleanings?": the tool is asked about for something that nobody read, and for nothing that was said before."""
    question = replace(item.question, data=(), left_out=(), rest_named=False, met=frozenset())
    kept = tuple(_kept(item.mentions, tools=False, data=True))
    return Item(Intent.MAY_I, question, kept, parts.unread, builder.read_as(question), unplaced=parts.unread)


def _intent(intent: Intent, item: Item, question: Question) -> Intent:
    """Who asked which tool still does ("and with client names?"), until one is named."""
    if intent is Intent.WHICH_TOOL or (item.intent is Intent.WHICH_TOOL and not question.tools):
        return Intent.WHICH_TOOL
    return Intent.COMPARE if len(question.tools) > 1 and Intent.COMPARE in (intent, item.intent) else Intent.MAY_I


def _tools_of(intent: Intent, item: Item, tools: tuple[ToolAsk, ...]) -> tuple[ToolAsk, ...]:
    return () if intent is Intent.WHICH_TOOL else tools or item.question.tools


def _kept(mentions: tuple[Mention, ...], *, tools: bool, data: bool) -> Iterator[Mention]:
    """What the thread named and still means."""
    for one in mentions:
        if not (tools and one.slot == "tool") and not (data and one.slot in ("data", "left_out", "absent")):
            yield one


# --- what the message names ----------------------------------------------------------------------------------------


def _data(parts: Parts, intent: Intent, builder: Builder) -> tuple[DataAsk, ...]:
    """Kinds of data that words name, and not those that a condition speaks of, or of which it is asked what they are ("what does
    confidential mean? It is a payslip")."""
    asking = (match for name in _EXPLAINS for match in parts.cues.of(name))
    asked = {parts.tokens[match.first].sentence for match in asking} if intent is Intent.EXPLAIN else set()
    is_of_asker = parts.cues.has("read.self")  # "I am a carer": a word for who asks is near to data about them
    pieces = (
        piece
        for piece in parts.kept
        if piece.own
        and (piece.source == "policy" or piece.via == "detector" or not is_of_asker)
        and not set(range(piece.first, piece.last)) <= parts.stated
        and parts.tokens[piece.first].sentence not in asked
    )
    named = replace(parts, kept=tuple(pieces))
    return builder.data_asks(named)


def _adds(parts: Parts) -> bool:
    """Whether data joins what was asked about: behind "also", or told and not asked."""
    if _asks_for_another(parts) and not parts.cues.has("read.additive"):
        return False
    asks = any(parts.tokens[match.first].folded not in _AGREES for match in parts.cues.of("read.may"))  # "ok" asks nothing
    return parts.cues.has("read.additive") or not (asks or parts.cues.has("read.correction"))


def _asks_for_another(parts: Parts) -> bool:
    """ "And for the leaflet?", "what about the leaflet?": the same is asked of another thing."""
    own = [token for token in parts.tokens if token.own]
    is_for = len(own) > 1 and own[0] in _AND and own[1] in _FOR
    return is_for or parts.cues.has("read.exchange") or parts.cues.has("read.same_for")


def _open(before: Question, thread: ThreadState) -> tuple[DataAsk, ...]:
    """The data that was asked about, without what the bot asked what it is."""
    about = thread.pending.about if thread.pending is not None and thread.pending.slot is Slot.DATA else None
    return tuple(ask for ask in before.data if ask.types and ask.name != about)


def _tools(parts: Parts, item: Item, builder: Builder) -> tuple[ToolAsk, ...]:
    """The tools that are named; or those of the thread in the plan, on the account or at the place that is told alone."""
    if parts.tools:
        return _among_open(item.question, builder.tool_asks(parts), builder)
    if not parts.loose.told:
        return (parts.any_of.ask,) if parts.any_of else ()
    return tuple(dict.fromkeys(_called(_in_plan(tool, item, parts, builder), builder) for tool in item.question.tools))


def _in_plan(tool: ToolAsk, item: Item, parts: Parts, builder: Builder) -> ToolAsk:
    """The tool in the plan, on the account or at the place that is told: its name, read again with it; else those of its
    offerings that fit. A plan that it does not have is on no list."""
    reader, offerings = builder.tools, builder.tools.offerings
    quotes = (one.quote for one in item.mentions if one.slot == "tool")
    named, again = next(filter(None, map(reader.by_name, quotes)), None), ToolAsk("")
    if named is not None:
        rows = frozenset(offerings[id_].tool for id_ in named.offerings)
        tools = frozenset(id_ for row in rows for id_ in reader.terms[row].catalog)
        wider = replace(named, offerings=frozenset(), rows=rows or named.rows, tools=tools or named.tools, traits=parts.loose)
        again = reader.resolve(wider, ()).ask
    fitting = reader.offers.fitting(
        dict.fromkeys(offerings[id_].tool for id_ in tool.offerings if id_ in offerings), parts.loose
    )[1]
    left = tuple(id_ for id_ in tool.offerings if id_ in fitting)
    if parts.loose.hosting and (cloud := reader.clouds.quoted(parts.tokens)):  # "and on Azure?": it is not elsewhere by that
        there = reader.clouds.left_in(again.offerings or left, parts.tokens)
        return replace(again if again.offerings else tool, offerings=there) if there else ToolAsk(f"{tool.name} ({cloud})")
    if again.offerings or (parts.loose.plans and again.name and not left):
        return again
    return replace(tool, offerings=left) if left else tool


def _called(ask: ToolAsk, builder: Builder) -> ToolAsk:
    """The tool by its own name, where it is one offering or one row."""
    offerings = builder.tools.offerings
    if len(ask.offerings) == 1 and ask.offerings[0] in offerings:
        return replace(ask, name=offerings[ask.offerings[0]].label)
    rows = {offerings[id_].tool for id_ in ask.offerings if id_ in offerings}
    return replace(ask, name=builder.tools.terms[min(rows)].label) if len(rows) == 1 else ask


def _among_open(before: Question, tools: tuple[ToolAsk, ...], builder: Builder) -> tuple[ToolAsk, ...]:
    """The tools, narrowed to what was open where that leaves something: "Teams" answers "which Copilot?"."""
    terms, offerings = builder.tools.terms, builder.tools.offerings
    open_ = {id_ for tool in before.tools for id_ in tool.offerings if id_ in offerings and not terms[offerings[id_].tool].group}
    left = (tuple(id_ for id_ in tool.offerings if id_ in open_) for tool in tools)
    return tuple(replace(tool, offerings=those) if those else tool for tool, those in zip(tools, left, strict=True))


# --- an answer to what was just asked ------------------------------------------------------------------------------


def _answer(parts: Parts, item: Item, thread: ThreadState, builder: Builder) -> Item | None:
    """What a reply chooses of what was offered or listed, by its words or its place, and says nothing else: a click on it."""
    pending, words = thread.pending, [token.folded for token in parts.tokens if token.own]
    if not words or len(words) < len(parts.tokens):
        return None
    if pending is None:
        place = _place(words)
        shown = thread.shown[place] if place is not None and place < len(thread.shown) else ()
        return _clicked(item, replace(item.question, tools=(ToolAsk("", shown),)), Slot.TOOL, builder) if shown else None
    if pending.is_offer:
        said = tuple(word for word in words if word not in _AGREES)
        is_all = said in _ALL or tuple(words) in _ALL
        return _clicked(item, choose(item.question, pending, THAT_IS_ALL), Slot.ALL, builder) if is_all else None
    for asked in filter(None, (pending, pending.beneath)):
        if (option := _chosen(words, asked, builder)) is not None:
            return _clicked(item, choose(item.question, asked, option.value), asked.slot, builder)
    return None


def _clicked(item: Item, question: Question, slot: Slot, builder: Builder) -> Item:
    """The item as the asker's own hand left it: what was chosen is called by its own name."""
    labels = builder.knowledge.vocabulary.data

    def data(ask: DataAsk) -> DataAsk:
        return replace(ask, name=labels[ask.types[0]].label) if len(ask.types) == 1 and ask.types[0] in labels else ask

    tools = tuple(_called(ask, builder) for ask in question.tools)
    question = replace(question, tools=tools, data=tuple(map(data, question.data)))
    clicked = Mention(slot.value, "", 0, 0, "", "click")
    intent = Intent.MAY_I if question.tools and item.intent is Intent.WHICH_TOOL else item.intent
    return replace(item, intent=intent, question=question, mentions=(*item.mentions, clicked), read_as=builder.read_as(question))


def _chosen(words: list[str], asked: AskBack, builder: Builder) -> Option | None:
    """The one option whose name holds all words of a reply that say something."""
    said = {word for word in words if not (word in _ONE or is_stop(word))}
    if (place := _place(words)) is not None:
        return asked.options[place] if place < len(asked.options) else None
    fitting = [one for one in asked.options if said and any(said <= set(words_of(name)) for name in _names(one, builder))]
    return fitting[0] if len(fitting) == 1 else None


def _names(option: Option, builder: Builder) -> Iterator[str]:
    """What the policy calls what an option stands for."""
    if (terms := builder.knowledge.vocabulary.data.get(option.value)) is not None:
        yield from (terms.label, *terms.names)
    for row in {builder.tools.offerings[id_].tool for id_ in option.offerings if id_ in builder.tools.offerings}:
        yield from (builder.tools.terms[row].label, *builder.tools.terms[row].names)


def _place(words: list[str]) -> int | None:
    """The place in a list that a reply names, and nothing else."""
    named = [place for place, one in enumerate(_PLACES) if one & set(words)]
    rest = (word for word in words if not any(word in one for one in _PLACES))
    return named[0] if len(named) == 1 and all(word in _ONE or is_stop(word) for word in rest) else None


# --- what was said of the asker and the occasion -------------------------------------------------------------------


def still_said(item: Item, thread: ThreadState | None) -> Item:
    """An item that stands beside its thread, with the words said there that rules wait for ("we have a recall running")."""
    words = said_in(thread).get(Slot.WORDS) if thread is not None and item.intent in RULED else None
    if not words:
        return item
    return replace(item, question=replace(item.question, context=joined({Slot.WORDS: words}, item.question.context)))


def said_in(thread: ThreadState) -> Context:
    """What was said of the asker, the use and the occasion, also before anything was asked."""
    said: Context = {Slot.WORDS: thread.told} if thread.told else {}
    return joined(said, thread.item.question.context) if thread.item is not None else said


def joined(before: Context, now: Context) -> Context:
    """What is said of the asker and the use takes the place of what was said before; words that rules wait for stay said."""
    words = SEVERAL.join(dict.fromkeys(one for known in (before, now) for one in known.get(Slot.WORDS, "").split(SEVERAL) if one))
    return {**before, **now} | ({Slot.WORDS: words} if words else {})
