"""What was read of a message in a thread and what the thread had settled go in; the question that the message means comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.policy.talks.talk import Intent, Item, Mention, ThreadState
from bot.policy.words import SEVERAL, DataAsk, Question, Slot, ToolAsk
from bot.reading.build import Builder, Parts, is_hearsay
from bot.reading.intents.facts import asks_fact
from bot.reading.left_out.removals import takes_out_all
from bot.reading.threads.by_somebody import of_somebody
from bot.reading.threads.joining import asks_for_other, asks_for_other_task, is_of_before, joins, points_back
from bot.reading.threads.occasions import joined
from bot.reading.threads.picking import SHORT, among_open, narrowed, other_form, picked_row, sibling, without_word
from bot.reading.threads.replies import (
    asks_of_condition,
    is_no_answer,
    only_points,
    open_rows,
    pointed_at,
    that_is_all,
)
from bot.reading.threads.somebody import for_somebody
from bot.reading.threads.states import tells_state
from bot.reading.threads.taken_back import taken_back
from bot.reading.threads.told_more import (
    asks_of_thing,
    more_of,
    others_more,
    said_right,
    told_beside,
    unknown_more,
    unnamed_more,
    untold,
)
from bot.reading.threads.unnamed import unnamed_tool
from bot.reading.words.language import is_stop
from bot.tongue.small import small
from bot.tongue.text import words_of

_FIRST, _POINTS = small("interjection"), small("pointing")
_SELF, _MAY, _IT = small("self"), small("may"), small("of_it")
_SEVERAL = 2
_OWN_RULES = frozenset(
    {Intent.GREETING, Intent.FEEDBACK, Intent.TERMS, Intent.ADVICE, Intent.TASK, Intent.EMPTY, Intent.REPORT, Intent.INCIDENT}
)


@dataclass(frozen=True, slots=True)
class _More:
    """Data that a message names; ``adds``: it joins what was asked about; ``instead``: it takes its place, read or not."""

    data: tuple[DataAsk, ...]
    adds: bool
    instead: bool = False


def merged(
    parts: Parts, intent: Intent, thread: ThreadState, builder: Builder, forms: frozenset[str] = frozenset()
) -> Item | None:
    """The item of a message that goes on with its thread; none where it stands on its own. ``forms``: of its sentences."""
    item = thread.item
    if item is None or intent in _OWN_RULES:
        return None
    asks = intent is Intent.WHICH_TOOL or bool(parts.tools) or (parts.has_data and parts.cues.has("read.may"))
    if item.intent is Intent.INCIDENT and not asks:
        return item  # "already deleted the chat", "will I get fired?"
    if intent is Intent.EXPLAIN and (new := told_beside(parts, item.question)):
        intent, parts = Intent.MAY_I, replace(parts, scope=replace(parts.scope, kept=new))
    stated = parts.met or parts.said or parts.cues.has("told.waiting")
    elsewhere = intent is Intent.OFF_TOPIC and parts.cues.has("off_topic") and not stated
    is_fact = intent is Intent.EXPLAIN and asks_fact(parts.tokens, parts.cues)
    if is_fact or (not elsewhere and asks_of_condition(parts, forms, thread, builder)):
        return _heard(_again(parts, Intent.EXPLAIN, item), parts, item, builder.words_of_conditions(item.question))
    if again := that_is_all(parts, thread) or for_somebody(parts, item, builder):
        return again
    if (did := of_somebody(parts, item, builder)) is not None and not (did.met or did.unmet or did.said):
        return replace(item, hearsay=True)  # "finance approved it": it is ruled as it was
    parts = did or parts
    following = None if elsewhere else _other_task(parts, intent, item) or _following(parts, intent, item, thread, builder)
    following = item if following is None and is_no_answer(parts, intent, thread) else following
    return _heard(following, parts, item) if following is not None else None


def _heard(following: Item, parts: Parts, before: Item, known: frozenset[str] = frozenset()) -> Item:
    """What goes on with the thread, ruled again where the message says something new of the asker or of the use ("by the way,
    I'm an intern"): an earlier yes is not explained to who may be told a no. ``known``: words that were read in the answer,
    which somebody asks about ("who's that steward")."""
    context = following.question.context
    new = {
        slot
        for slot, said in parts.context.items()
        if said
        and set(said.split(SEVERAL)) - set(context.get(slot, "").split(SEVERAL)) - (known if slot is Slot.WORDS else set())
    }
    if not new:
        return following
    intent = before.intent if following.intent is Intent.EXPLAIN else following.intent
    question = replace(following.question, context=joined(following.question.context, parts.context))
    return replace(following, intent=Intent.MAY_I if intent is Intent.EXPLAIN else intent, question=question)


def _other_task(parts: Parts, intent: Intent, item: Item) -> Item | None:
    """ "And to look something up?": another task, of what was named only where the message points back at it."""
    if intent is not Intent.WHICH_TOOL or any(p.own for p in parts.scope.kept) or not asks_for_other_task(parts):
        return None
    again = replace(item, intent=intent, question=parts.fit.over(replace(item.question, tools=()), asks_anew=False))
    if points_back(parts):
        return again
    nothing = replace(again.question, data=(), left_out=(), rest_named=False)
    return replace(again, question=nothing, mentions=(), unread=(), read_as="")


def _following(parts: Parts, intent: Intent, item: Item, thread: ThreadState, builder: Builder) -> Item | None:
    """What the message changes of the thread's item, or adds to it; none where it does not speak of the matter."""
    before = item.question
    parts, tools = _tools_meant(parts, item, thread, builder)
    if not tools and (only_points(parts, thread, builder) or tells_state(parts, thread, builder)):
        return item
    if not tools and (less := taken_back(parts, item, builder) or _without_last(parts, item, thread, builder)):
        return less
    data = builder.data_asks(parts) if parts.has_data else ()
    if not any(p.own for p in parts.scope.kept) and builder.holds_in(parts.unmet, before):
        data = ()
    if not _goes_on(parts, intent, thread, bool(tools), bool(data)):
        return None
    same_product = False
    if not tools and (parts.loose.told or parts.any_of):
        tools = narrowed(item, parts, builder)
        same_product = all(any(set(one.offerings) < set(of.offerings) for of in before.tools) for one in tools)
    elif tools and thread.pending is not None:
        tools = among_open(before, tools, builder)
    told = [] if tools or parts.context or parts.said or parts.unmet else _told(parts, intent, thread, builder)
    if intent is Intent.EXPLAIN and (told or _is_of_another(tools, before)):
        intent, data = Intent.MAY_I, data or more_of(told, builder)
    elif intent is not Intent.EXPLAIN and not data:
        data = unknown_more(parts, builder)
        if not (data or tools or parts.met or parts.said or parts.transformations or parts.context):
            data = unnamed_more(parts, builder)
            told = [] if data else told
            data = data or more_of(told, builder)
    elif data and parts.cues.has("read.additive") and parts.beside:
        data = (*data, *unknown_more(parts, builder))
    elif data:
        data = (*data, *others_more(parts, builder))
    changes = parts.met or parts.unmet or parts.said or parts.transformations or parts.scope.left_out
    if intent is Intent.EXPLAIN or not (tools or data or changes):
        return _again(parts, intent, item)
    asked = _asked(intent, item, tools, thread)
    instead = asks_for_other(parts) and not _is_part(parts)
    adds = not instead and (bool(told) or _is_part(parts) or joins(parts, asks_which=asked is Intent.WHICH_TOOL))
    fresh = bool(data) and not adds
    kept = _as_named(item) if fresh else before.tools
    about = () if asked is Intent.WHICH_TOOL else (tools or kept or (builder.any_tool(),))
    laid = _data(parts, item, _More(data, adds, instead), thread, builder)
    question = _laid_over(before, parts, about, laid, fresh=fresh, asks_anew=fresh and intent is Intent.WHICH_TOOL)
    mentions = (
        *builder.mentions(parts),
        *(replace(m, via="thread") for m in item.mentions if _still(m, bool(tools) and not same_product, bool(data))),
    )
    told_of = (mentions, parts.unread, builder.read_as(question), is_hearsay(parts))
    return Item(asked, question, *told_of, said=item.said | parts.said)


def _is_of_another(tools: tuple[ToolAsk, ...], before: Question) -> bool:
    """ "Why not Perplexity?" behind an answer about something else: what holds for that one, with its reasons."""
    known = {id_ for one in before.tools for id_ in one.offerings}
    return bool(known) and bool(tools) and not any(set(one.offerings) & known for one in tools)


def _is_part(parts: Parts) -> bool:
    """Whether all data that it names is what it says something of that was done, or of a condition: a part of what was asked
    about, and nothing in its place."""
    named = [piece for piece in parts.scope.kept if piece.own]
    return bool(named) and all(set(range(piece.first, piece.last)) <= parts.stated for piece in named)


def _without_last(parts: Parts, item: Item, thread: ThreadState, builder: Builder) -> Item | None:
    """ "I'll cut that bit out": what joined last is taken out again, and what was asked about before it is left."""
    gone = [ask for ask in item.question.data if ask not in thread.held]
    words = frozenset(word for ask in gone for word in words_of(ask.name))
    named = any(p.own for p in (*parts.scope.kept, *parts.scope.left_out, *parts.scope.absent))
    if not thread.held or named or parts.said or not takes_out_all(parts.tokens, parts.cues, words):
        return None
    left_out = tuple(dict.fromkeys((*item.question.left_out, *(ask.name for ask in gone))))
    rest = all(ask.types and ask.grounded for ask in thread.held)
    question = replace(item.question, data=thread.held, left_out=left_out, rest_named=rest)
    return replace(item, intent=Intent.MAY_I, question=question, unread=(), read_as=builder.read_as(question))


def _told(parts: Parts, intent: Intent, thread: ThreadState, builder: Builder) -> list[str]:
    """The words that tell something of the matter where nothing was asked of it, and of no condition: they join what was asked
    about, and may stand for anything."""
    own = [token.folded for token in parts.tokens if token.own]
    uses = len(own) > 1 and own[0] in _MAY and own[1] in _IT and any(word in _POINTS for word in own[2:])  # "can it check them?"
    telling = [word for word in own if word not in _FIRST | _SELF | _IT | _POINTS and not is_stop(word)]
    agrees = bool(own) and own[0] in _FIRST and len(telling) <= 1 and not _SELF.isdisjoint(own)  # "ok mach ich"
    if uses or agrees or parts.cues.has("told.waiting") or is_hearsay(parts):
        return []
    rows = set(open_rows(thread, builder).values())
    named = {word for row in rows for word in words_of(builder.tools.terms[row].label)}  # "Harbor", of a row for Harbor alone
    return asks_of_thing(parts) if intent is Intent.EXPLAIN else untold(parts, named) if intent is Intent.OFF_TOPIC else []


def _tools_meant(parts: Parts, item: Item, thread: ThreadState, builder: Builder) -> tuple[Parts, tuple[ToolAsk, ...]]:
    """The tools that the message means; and the message without the word that picked one of what was offered."""
    picked, at = picked_row(parts, thread, builder)
    if picked and parts.loose.told:
        fitting = {offering for tool in narrowed(item, parts, builder) for offering in tool.offerings}
        rows = [builder.tools.offerings[offering].tool for offering in picked[0].offerings]
        fitting |= set(builder.tools.offers.fitting(rows, parts.loose)[1])
        picked = picked if fitting & set(picked[0].offerings) else ()
    parts = without_word(parts, at) if picked else parts
    pointed = () if picked else pointed_at(parts, thread, builder)
    if pointed and not parts.scope.kept:
        parts = replace(parts, unread=(), beside=())  # "the second one" is no data
    tools = picked or pointed or other_form(parts, thread, builder)
    if not tools:
        tools = builder.tool_asks(parts) if parts.tools else sibling(parts, item, builder) or unnamed_tool(parts, thread, builder)
    return parts, tools


def _again(parts: Parts, intent: Intent, item: Item) -> Item:
    """The thread's own item, where the message adds nothing to it: explained, asked again, or for all tools."""
    if intent is Intent.WHICH_TOOL:
        return replace(item, intent=intent, question=parts.fit.over(replace(item.question, tools=()), asks_anew=False))
    return replace(item, intent=Intent.MAY_I if parts.cues.has("told.waiting") else Intent.EXPLAIN, hearsay=is_hearsay(parts))


def _asked(intent: Intent, item: Item, tools: tuple[ToolAsk, ...], thread: ThreadState) -> Intent:
    """What the message wants; who asked which tool still does ("and with client names?"), until one is named."""
    if intent in (Intent.WHICH_TOOL, Intent.COMPARE):
        return intent
    if item.intent is Intent.WHICH_TOOL and not tools and (thread.pending is None or thread.pending.slot is Slot.DATA):
        return Intent.WHICH_TOOL
    still = item.intent is Intent.COMPARE and not tools
    return Intent.COMPARE if len(tools) > 1 or still else Intent.MAY_I


def _laid_over(
    before: Question, parts: Parts, tools: tuple[ToolAsk, ...], data: tuple[DataAsk, ...], *, fresh: bool, asks_anew: bool
) -> Question:
    """What was settled before, with what the message adds. ``fresh``: it names other data, whatever was left out before;
    ``asks_anew``: and asks which tool to use."""
    left_out = tuple(p.name for p in parts.scope.left_out)
    return replace(
        parts.fit.over(before, asks_anew=asks_anew),
        tools=tools,
        data=data,
        context=joined(before.context, parts.context),
        met=(before.met | parts.met) - parts.unmet,
        unmet=(before.unmet | parts.unmet) - parts.met,
        barred=before.barred or bool(parts.barred),
        left_out=left_out if fresh else tuple(dict.fromkeys((*before.left_out, *left_out))),
        rest_named=bool(data) and all(d.types and d.grounded for d in data),
    )


def _as_named(item: Item) -> tuple[ToolAsk, ...]:
    """The tools as they were named: what one name may mean was told apart for other data, and is asked about by that name."""
    tools, named = item.question.tools, {mention.quote for mention in item.mentions if mention.slot == "tool"}
    if len(tools) < _SEVERAL or len(named) != 1:
        return tools
    return (ToolAsk(named.pop(), tuple(dict.fromkeys(offering for tool in tools for offering in tool.offerings))),)


def _still(mention: Mention, tools: bool, data: bool) -> bool:
    return not (mention.slot == "tool" and tools) and not (mention.slot in ("data", "left_out", "absent") and data)


def _goes_on(parts: Parts, intent: Intent, thread: ThreadState, has_tools: bool, has_data: bool) -> bool:
    """A message that says tool and data is a new question; one that says less goes on, if it speaks of the matter at all."""
    words = [token for token in parts.tokens if token.own]
    refers = any(m.first <= 4 for m in parts.cues.of("read.follow"))
    if has_tools and has_data:
        return is_of_before(parts) or bool(parts.cues.has("read.correction") and len(words) <= SHORT)
    is_done = bool(parts.transformations) and len(words) <= (SHORT if has_data else 2 * SHORT)
    if has_tools or parts.loose.told or parts.any_of or parts.met or parts.unmet or parts.said or is_done:
        return True
    if has_data:
        known = any(p.own for p in (*parts.scope.kept, *parts.scope.left_out))
        return known or (refers and len(words) <= 2 * SHORT) or thread.pending is not None or _has_tool(thread)
    if intent is Intent.WHICH_TOOL or (intent is Intent.EXPLAIN):
        return True
    spoken = parts.concepts or parts.scope.absent or parts.scope.left_out or parts.context
    if spoken or parts.cues.has("told.waiting") or parts.cues.has("read.additive"):
        return True
    elsewhere = any(parts.cues.has(name) for name in ("off_topic", "intent.fact", "intent.private"))
    elsewhere = elsewhere or is_no_answer(parts, intent, thread)
    speaks = bool(parts.stated) or bool(untold(parts))  # of a condition, in its own words, or of what nobody could read
    tells = intent is Intent.OFF_TOPIC and _has_tool(thread) and not elsewhere and speaks
    return tells or ((refers or bool(said_right(parts))) and len(words) <= SHORT)


def _has_tool(thread: ThreadState) -> bool:
    """Whether a tool was named: then it still is what is asked about, until another one is."""
    return thread.item is not None and any(tool.name for tool in thread.item.question.tools)


def _data(parts: Parts, item: Item, more: _More, thread: ThreadState, builder: Builder) -> tuple[DataAsk, ...]:
    """New data takes the old one's place, joins it ("and if it has phone numbers"), or answers what was asked."""
    before, data, adds = item.question, more.data, more.adds
    gone = {id_ for p in (*parts.scope.left_out, *parts.scope.absent) for id_ in p.types}
    old = tuple(ask for ask in before.data if not (ask.types and set(ask.types) <= gone))
    changed = tuple(id_ for id_, of in parts.transformations if not of)
    if changed and not old and not data:
        old = before.data  # the names are out of the letter that was asked about: the letter is left
    if changed:
        old = tuple(ask if builder.fixed & set(ask.types) else _changed(ask, changed) for ask in old)
    if not data:
        return old
    pending = thread.pending
    if pending is not None and pending.slot is Slot.DATA and not is_of_before(parts):
        return (*(ask for ask in old if ask.name != pending.about and ask.types), *data)
    if not adds and (more.instead or any(ask.types for ask in data)):
        return data
    # what nobody read is beside data that was read before, as beside data of the same message
    known = any(ask.types and ask.grounded for ask in old)
    joined = tuple(ask if ask.types or not known else replace(ask, types=builder.anything) for ask in data)
    return tuple(dict.fromkeys((*old, *joined)))


def _changed(ask: DataAsk, done: tuple[str, ...]) -> DataAsk:
    return replace(ask, transformations=tuple(dict.fromkeys((*ask.transformations, *done))))
