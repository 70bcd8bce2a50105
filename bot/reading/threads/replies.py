"""A short reply and what its thread has open go in; what it points at comes out: "the second one", "is an e-mail enough"."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.deciding.ask import choose
from bot.policy.deciding.offer import THAT_IS_ALL
from bot.policy.deciding.rulings import AskBack
from bot.policy.talks.talk import Intent, Item, ThreadState
from bot.policy.words import Slot, ToolAsk
from bot.reading.build import Builder, Parts
from bot.reading.data.office import things_in
from bot.reading.words.language import is_stop
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.text import words_of

_PLACES = (small("first"), small("second"), small("third"))
_ORDINALS = frozenset(word for words in _PLACES for word in words)
_ONE, _THOSE, _WHOSE = small("that_one"), small("those_of"), small("whose_they_are")
_WITH, _WITHOUT = small("with"), small("without", "without_short")
_AND, _ONLY = small("and"), Spoken("only", "no", "mostly")
_THAT_IS_ALL = small_of("that_is_all")
_BOT = small("chat", "ai", "helper")
_THROUGH = small("in", "placed", "through")
_TOOL_SLOTS = (Slot.TOOL, Slot.PLAN, Slot.ACCOUNT, Slot.HOSTING)
_SENSITIVE, _TELLS = 2, 4
"""Of a kind of data: so much that it is no word for how somebody says yes; letters that tell a name."""
_SHORT, _POINTS, _FORM = 7, 5, 3
"""Words of a short reply; of one that points at what is open; of the clause that says with or without what."""


def asks_of_condition(parts: Parts, forms: frozenset[str], thread: ThreadState, builder: Builder) -> bool:
    """ "Does a Slack message from her count as written?", "y quién lo firma": asks about a condition of the last answer.
    It says nothing that is met, and names no other tool and no data but by the words for how somebody says yes."""
    item = thread.item
    if item is None or parts.tools or parts.loose.told or parts.any_of or parts.transformations or parts.unread or parts.beside:
        return False
    if "counts" not in forms:
        told = parts.has_data or parts.met or parts.unmet or parts.cues.has("read.additive")
        asks = any(parts.cues.has(name) for name in ("read.asking", "read.explain", "intent.why", "fact.asking"))
        return "explain" in forms and asks and not told and builder.hangs_on_condition(item.question)
    data = (*parts.scope.kept, *parts.scope.left_out, *parts.scope.absent)
    named = any(p.own and (p.is_class or p.source == "policy" or p.sensitivity >= _SENSITIVE) for p in data)
    more = any(match.size > 1 for match in parts.cues.of("read.additive"))
    return not named and not more and builder.hangs_on_condition(item.question)


def pointed_at(parts: Parts, thread: ThreadState, builder: Builder) -> tuple[ToolAsk, ...]:
    """The tool that a reply points at: by its place in a list or among the buttons, by "without", or by a part of its name."""
    listed = _by_list(parts, thread, builder)
    if listed or thread.item is None or not thread.item.question.tools:
        return listed
    return (
        _by_place(parts, thread.pending, thread, builder)
        or _by_having(parts, thread, builder)
        or _by_beginning(parts, thread, builder)
        or _by_part(parts, thread, builder)
    )


def _by_list(parts: Parts, thread: ThreadState, builder: Builder) -> tuple[ToolAsk, ...]:
    """ "The second one": of the tools that the last answer listed. Nothing else is said, and nothing else was asked back."""
    if thread.pending is not None or parts.tools or parts.scope.kept or parts.scope.left_out:
        return ()
    place = _place_of(parts)
    if place is None or place >= len(thread.shown):
        return ()
    offerings = tuple(o for o in thread.shown[place] if o in builder.tools.offerings)
    return (_tool_of(ToolAsk("", offerings), offerings, builder),) if offerings else ()


def _place_of(parts: Parts) -> int | None:
    """The place that a short reply says, where it says nothing else."""
    words = [token.folded for token in parts.tokens if token.own]
    said = {place for place, names in enumerate(_PLACES) if names & set(words)}
    alone = len(said) == 1 and len(words) <= _POINTS and all(word in _ORDINALS or _is_idle(word) for word in words)
    return min(said) if alone else None


def _by_beginning(parts: Parts, thread: ThreadState, builder: Builder) -> tuple[ToolAsk, ...]:
    """ "The Heron one" of HeronGPT: the beginning of one row's name, before a word for a chatbot."""
    words = [token.folded for token in parts.tokens if token.own]
    said = [word for word in words if not _is_idle(word)]
    if thread.item is None or parts.tools or parts.scope.kept or len(words) > _POINTS or len(said) != 1 or len(said[0]) < _TELLS:
        return ()
    if not _is_frame(words):
        return ()
    terms = builder.tools.terms.values()
    rows = [row.id for row in terms if any(_goes_on_as_bot(said[0], word) for word in words_of(row.label))]
    if len(rows) != 1:
        return ()
    return (ToolAsk(builder.tools.terms[rows[0]].label, builder.tools.offers.of_row[rows[0]]),)


def _goes_on_as_bot(beginning: str, word: str) -> bool:
    return word.startswith(beginning) and word[len(beginning) :] in _BOT


def _by_part(parts: Parts, thread: ThreadState, builder: Builder) -> tuple[ToolAsk, ...]:
    """ "The company one, on Bedrock" of Claude Code (via Bedrock): what is named is no other tool, but part of the row's name."""
    rows = set(open_rows(thread, builder).values())
    named = {parts.tokens[place].folded for tool in parts.tools for place in range(tool.named.first, tool.named.last)}
    first = min((tool.named.first for tool in parts.tools), default=0)
    if thread.item is None or len(rows) != 1 or not named or any(tool.ask.offerings for tool in parts.tools) or not first:
        return ()
    goes_on = parts.tokens[0].folded in _AND or parts.has_data or len(parts.tokens) > _SHORT
    is_part = named <= set(words_of(builder.tools.terms[min(rows)].label)) and parts.tokens[first - 1].folded in _THROUGH
    return thread.item.question.tools if is_part and not goes_on else ()


def _by_place(parts: Parts, pending: AskBack | None, thread: ThreadState, builder: Builder) -> tuple[ToolAsk, ...]:
    tools = thread.item.question.tools if thread.item is not None else ()
    place = _place_of(parts)
    if place is None or pending is None or pending.slot not in _TOOL_SLOTS or len(tools) != 1 or parts.has_data:
        return ()
    # the order of the buttons: a row that is no brand comes last
    shown = sorted(
        pending.options,
        key=lambda option: all(builder.tools.terms[builder.tools.offerings[id_].tool].group for id_ in option.offerings),
    )
    return (_tool_of(tools[0], shown[place].offerings, builder),) if place < len(shown) and shown[place].offerings else ()


def _by_having(parts: Parts, thread: ThreadState, builder: Builder) -> tuple[ToolAsk, ...]:
    """ "Mit oder ohne Lizenz?" - "mit, seit Mai": of what is open the one row whose name says so, too."""
    own = [token for token in parts.tokens if token.own]
    if not own or parts.tools or parts.has_data or parts.transformations or own[0].folded not in (_WITH | _WITHOUT):
        return ()
    clause = [token.folded for token in own if token.clause == own[0].clause]
    means, opposed = (_WITH, _WITHOUT) if clause[0] in _WITH else (_WITHOUT, _WITH)
    rows = open_rows(thread, builder)
    labels = {row: set(words_of(builder.tools.terms[row].label)) for row in set(rows.values())}
    fitting = [row for row, words in labels.items() if words & means and all(w in words or w in means for w in clause)]
    told = len(clause) > 1 or any(words & opposed for words in labels.values())
    if len(clause) > _FORM or len(fitting) != 1 or thread.item is None or not told:
        return ()
    return (_tool_of(thread.item.question.tools[0], tuple(o for o, row in rows.items() if row == fitting[0]), builder),)


def open_rows(thread: ThreadState, builder: Builder) -> dict[str, str]:
    """The offerings that the thread's question leaves open, each with its row."""
    asks = thread.item.question.tools if thread.item is not None else ()
    return {o: builder.tools.offerings[o].tool for ask in asks for o in ask.offerings if o in builder.tools.offerings}


def _tool_of(ask: ToolAsk, offerings: tuple[str, ...], builder: Builder) -> ToolAsk:
    rows = {builder.tools.offerings[o].tool for o in offerings if o in builder.tools.offerings}
    name = builder.tools.terms[min(rows)].label if len(rows) == 1 else ask.name
    return replace(ask, name=name, offerings=offerings, likely=())


def only_points(parts: Parts, thread: ThreadState, builder: Builder) -> bool:
    """Whether a reply says no more than which tool is meant, and that in words that leave it as it was: "the Microsoft one" of
    Microsoft Copilot, and "the one in the browser" where no name that is open says which that is."""
    words = [token.folded for token in parts.tokens if token.own]
    cues = parts.cues
    changes = parts.met or parts.unmet or parts.transformations or parts.scope.left_out or parts.tools or parts.loose.told
    said = any(cues.has(name) for name in ("read.negation", "read.additive", "read.more", "read.correction", "off_topic"))
    if not words or len(words) > _POINTS or changes or said or parts.any_of or words[0] in _AND:
        return False
    if _names_what_is_open(words, parts, thread, builder):
        return True
    asked = thread.pending is not None and thread.pending.slot in _TOOL_SLOTS
    return asked and _is_frame(words)


def _is_frame(words: list[str]) -> bool:
    """ "The ... one", "der von ...": words that point at one of several things."""
    return words[-1] in _ONE or (words[0] in _THOSE and len(words) > 1 and words[1] in _WHOSE)


def that_is_all(parts: Parts, thread: ThreadState) -> Item | None:
    """ "No, that's all" to an offer: the asker's statement, as a click on it is."""
    item, pending = thread.item, thread.pending
    if item is None or pending is None or not pending.is_offer or parts.tools or parts.has_data:
        return None
    said = {place for span in things_in(parts.tokens, _THAT_IS_ALL) for place in range(*span)}
    if not parts.tokens or len(said) < len(parts.tokens):
        return None
    return replace(item, question=choose(item.question, pending, THAT_IS_ALL))


def is_no_answer(parts: Parts, intent: Intent, thread: ThreadState) -> bool:
    """Whether a short reply to the bot's question says nothing that was read ("nothing special"): then it is asked again."""
    words = [token for token in parts.tokens if token.own]
    elsewhere = parts.cues.has("off_topic") or parts.cues.has("intent.fact") or parts.has_data or bool(parts.tools)
    if intent is not Intent.OFF_TOPIC or thread.pending is None or not words or len(words) > _SHORT:
        return False
    return not elsewhere or (thread.pending.slot is Slot.DATA and words[0] in _ONLY)  # "no, only the holidays"


def _names_what_is_open(words: list[str], parts: Parts, thread: ThreadState, builder: Builder) -> bool:
    rows = set(open_rows(thread, builder).values())
    names = {
        word
        for row in rows
        for name in (builder.tools.terms[row].label, *builder.tools.terms[row].names)
        for word in words_of(name)
    }
    points = bool(_ONE & set(words)) or words[0] in _THOSE
    known = [word for word in words if word in names and not _is_idle(word)]
    return bool(points and known) and not parts.has_data and all(word in names or _is_idle(word) for word in words)


def _is_idle(word: str) -> bool:
    """Whether a word says nothing of which is meant: "one", or a word of grammar."""
    return word in _ONE or is_stop(word)
