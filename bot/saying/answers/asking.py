"""A question back goes in; its one sentence and its choices come out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.policy.deciding.ask import ANOTHER
from bot.policy.deciding.offer import MORE, THAT_IS_ALL
from bot.policy.deciding.rulings import AskBack, Option, ToolRuling
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Choice
from bot.policy.talks.talk import Intent, Item
from bot.policy.words import ANY, STRICTNESS, Slot
from bot.saying import labels
from bot.saying.words import Words, opening, shorten

ASK_SHAPE = "?"
LONGEST_OF_ONE, LONGEST_OF_SEVERAL = 60, 30
"""Letters of what a question is about, and of one of several things."""
EXAMPLES, LONGEST_EXAMPLE = 2, 40
"""How many things are told of a kind of data, and letters of one."""
MOST_NOT_IN_IT = 8
"""Kinds of data of which an offer says that they are not in it."""
MOST_UNREAD = 2
"""Phrases that nobody read, of which an offer says so."""
FIRST = 3
"""Of all tools so many to start with stand before the others."""
OFFER = {THAT_IS_ALL: "choice.that_is_all", MORE: "choice.more"}
"""The words on the buttons of an offer."""
_TOOLS = (Slot.TOOL, Slot.PLAN, Slot.ACCOUNT, Slot.HOSTING)
BENEATH = {Slot.DATA: "ask.beneath.data", **dict.fromkeys(_TOOLS, "ask.beneath.tool")}
"""What is asked after the first question, where both tool and data are."""
MENU = {Slot.DATA: "pick.data", **dict.fromkeys(_TOOLS, "pick.plan"), Slot.TOOL: "pick.tool"}
"""The words on a menu, where there are two."""
STRICTEST = ""
"""The value of the choice "I don't know": the strictest of the open cases is then taken."""


def ask_sentence(ask: AskBack, item: Item, knowledge: Knowledge, words: Words) -> str:
    """The one question that matters, and that the answer hangs on it; where two are asked at once, the other one after it."""
    told = _sentence(ask, item, knowledge, words)
    if ask.beneath is None:
        return told
    other = ask.beneath
    return f"{told} {words('pick.tool' if other.slot is Slot.TOOL and not other.about else BENEATH[other.slot])}"


def _sentence(ask: AskBack, item: Item, knowledge: Knowledge, words: Words) -> str:
    about = shorten(ask.about, LONGEST_OF_ONE)
    if ask.is_offer:
        return _with_unread(_offer(ask, about, knowledge, words), item, words)
    key = f"ask.{ask.slot.value}"
    if ask.also:
        return opening(words("ask.data.several", about=_quoted((ask.about, *ask.also), words)))
    if ask.slot is Slot.DATA and _is_guess(ask, knowledge, words):
        return opening(words("ask.data.guess", about=about))
    is_list = item.intent is Intent.WHICH_TOOL  # whose tools are told beside it
    if ask.slot is Slot.DATA and not about and not is_list and any(tool.name for tool in item.question.tools):
        tools = [labels.called(tool, item, knowledge, words, each=False) for tool in item.question.tools]
        return opening(words("ask.data.into", tool=words.join(list(dict.fromkeys(tools)), style="or")))
    said = opening(words(f"{key}.about" if about and ask.slot in (Slot.TOOL, Slot.PLAN, Slot.DATA) else key, about=about))
    return said if about or ask.slot is not Slot.TOOL else _with_unread(said, item, words)


def _with_unread(said: str, item: Item, words: Words) -> str:
    """A sentence, and behind it the words that nobody read: the tool may be among them, or something that goes in."""
    unread = _quoted([one for one in item.unplaced if any(map(str.isalpha, one))][:MOST_UNREAD], words)
    return f"{said} {words('ask.all.unread', said=unread)}" if unread else said


def _offer(ask: AskBack, about: str, knowledge: Knowledge, words: Words) -> str:
    """What is allowed if it is all that goes in, and what may not be in it, in the policy's words."""
    data = words.join([words.inside(labels.data_label(id_, knowledge, words)) for id_ in ask.beside])
    named = [words.inside(labels.data_label(id_, knowledge, words)) for id_ in ask.not_in_it[:MOST_NOT_IN_IT]]
    tool = labels.offering_label(ask.about, knowledge, words) if ask.about in knowledge.policy.offerings else about
    key = "ask.all.but" if named else "ask.all"
    return words(key, tool=tool, data=data, others=words.join(named, style="or"))


def _quoted(several: Sequence[str], words: Words) -> str:
    longest = LONGEST_OF_SEVERAL if len(several) > 1 else LONGEST_OF_ONE
    return words.join([words("quoted", text=shorten(one, longest)) for one in several])


def _is_guess(ask: AskBack, knowledge: Knowledge, words: Words) -> bool:
    """Whether what is asked about is the bot's own guess, in the policy's words, and not words of the asker."""
    return bool(ask.options) and labels.slot_value(ask.slot, ask.options[0].value, knowledge, words) == ask.about


def in_order(ask: AskBack, knowledge: Knowledge, usable: Sequence[ToolRuling] = ()) -> list[Option]:
    """The answers to a question back, as its choices stand. ``usable``: as ``choices`` has it."""
    firsts = _firsts(ask, usable)
    # a row that is no brand catches what the rows before it do not
    return sorted(
        ask.options,
        key=lambda option: (
            _place(option, firsts),
            is_of_group(option.offerings, knowledge),
            _is_of_rest(option, knowledge),
            _strictness(ask, option),
        ),
    )


def _firsts(ask: AskBack, usable: Sequence[ToolRuling]) -> list[str]:
    return [one.name for one in usable[:FIRST]] if ask.slot is Slot.TOOL and not ask.about else []


def choices(ask: AskBack, knowledge: Knowledge, words: Words, usable: Sequence[ToolRuling] = ()) -> tuple[Choice, ...]:
    """The buttons of a question back; the last one is for those who do not know. ``usable``: tools that may be used, the one to
    start with first: of all tools, these stand before the others."""
    firsts, options = _firsts(ask, usable), in_order(ask, knowledge, usable)
    made = [
        Choice(
            ask.slot,
            option.value,
            option_label(ask, option, knowledge, words),
            examples(ask.slot, option.value, knowledge, words),
            _place(option, firsts) < len(firsts),
        )
        for option in options
    ]
    if ask.slot is Slot.TOOL and not ask.about and not (options and _is_of_rest(options[-1], knowledge)):
        made.append(Choice(ask.slot, ANOTHER, words("pick.unlisted")))
    if not ask.is_offer and not any(option.value == STRICTEST for option in ask.options):
        made.append(Choice(ask.slot, STRICTEST, _dont_know(ask, knowledge, words)))
    return tuple(made)


def _dont_know(ask: AskBack, knowledge: Knowledge, words: Words) -> str:
    if not ask.in_doubt:
        return words("choice.strictest")
    return words("choice.in_doubt", data=labels.data_label(ask.in_doubt, knowledge, words))


def examples(slot: Slot, value: str, knowledge: Knowledge, words: Words, most: int = EXAMPLES) -> str:
    """Two things of a kind of data, or ``most``: data types of a class, of a data type what the policy says is of it."""
    if slot is not Slot.DATA:
        return ""
    if value in knowledge.policy.data_classes:
        names = [
            labels.data_label(id_, knowledge, words)
            for id_, one in knowledge.policy.data_types.items()
            if one.classes == (value,)
        ]
    else:
        terms = knowledge.vocabulary.data.get(value)
        names = [*terms.examples, *terms.names] if terms else []
    return few(names, labels.data_label(value, knowledge, words), words, most)


def few(names: Sequence[str], label: str, words: Words, most: int = EXAMPLES) -> str:
    """The first of some names that are not the label itself."""
    told = [name for name in dict.fromkeys(map(words.inside, names)) if name.casefold() != label.casefold()]
    return ", ".join(shorten(name, LONGEST_EXAMPLE) for name in told[:most])


def _place(option: Option, firsts: Sequence[str]) -> int:
    """Where a tool stands among those to start with; behind them all where it is none of them."""
    return firsts.index(option.offerings[0]) if option.offerings and option.offerings[0] in firsts else len(firsts)


def _strictness(ask: AskBack, option: Option) -> int:
    """Of all tools, where none was named, what may be used stands first."""
    is_any = ask.slot is Slot.TOOL and not ask.about
    return 0 if not is_any else STRICTNESS[option.verdict] if option.verdict else len(STRICTNESS)


def is_of_group(offerings: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether they are of a row that is no brand."""
    tools = {offering.partition("/")[0] for offering in offerings}
    known = [knowledge.vocabulary.tools[tool] for tool in tools if tool in knowledge.vocabulary.tools]
    return bool(known) and all(tool.group for tool in known)


def _is_of_rest(option: Option, knowledge: Knowledge) -> bool:
    """Whether it is the row for whatever tool has no other."""
    tools = {offering.partition("/")[0] for offering in option.offerings}
    known = [knowledge.vocabulary.tools[tool] for tool in tools if tool in knowledge.vocabulary.tools]
    return bool(known) and all("any" in tool.covers for tool in known)


def option_label(ask: AskBack, option: Option, knowledge: Knowledge, words: Words) -> str:
    """What stands on the button of one answer."""
    if ask.is_offer:
        return words(OFFER[option.value])
    if option.value in (STRICTEST, ANY):
        return words("choice.strictest")
    if is_of_group(option.offerings, knowledge) and ask.about:
        group = labels.tool_label(option.offerings[0].partition("/")[0], knowledge, words)
        return words("choice.other", group=words.inside(group))
    if ask.slot in (Slot.TOOL, Slot.PLAN) and len(option.offerings) == 1:
        return labels.offering_label(option.offerings[0], knowledge, words)
    return opening(labels.slot_value(ask.slot, option.value, knowledge, words))
