"""Open worlds -> the one question back that splits them most; a question and a click -> the question with that slot settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.offer import answered
from bot.policy.deciding.rulings import AskBack, Note, Option, Ruling
from bot.policy.deciding.worlds import Piece, Worlds, only, verdicts_in
from bot.policy.words import JOINED, DataAsk, Offering, Question, Slot, ToolAsk, Verdict

MOST_ASKED = 2
"""After so many questions back the strictest answer is given."""

ANOTHER = "another"
"""What a click on "another tool" says, where no tool was named: one that no file names."""

MOST_NAMED = 3
"""Of kinds of data that something was taken for so many are offered beside the classes, which hold all of them."""

UNKNOWN = "unknown"
"""What a click on "I don't know" says."""

_FORBIDDEN_AT_LEAST = 2
MOST_SHOWN = 4
"""So many tools of one name are told one by one."""

_TOOL_SLOTS = frozenset({Slot.TOOL, Slot.PLAN, Slot.ACCOUNT, Slot.HOSTING})
_Left = tuple[Option, int]
"""An answer to a question back, with the set of verdicts that it would leave."""
_OF_OFFERING: tuple[tuple[Slot, Callable[[Offering], str]], ...] = (
    (Slot.TOOL, lambda offering: offering.tool),
    (Slot.PLAN, lambda offering: offering.plan),
    (Slot.ACCOUNT, lambda offering: offering.account),
    (Slot.HOSTING, lambda offering: offering.hosting),
)
_CONTEXT = (Slot.FEATURE, Slot.REGION, Slot.PURPOSE, Slot.ROLE, Slot.COUNTRY)


def question_back(compiled: Compiled, worlds: Worlds, soften: Callable[[int], int]) -> AskBack:
    """The slot after whose answer the fewest verdicts are left on average; the earlier one in the list where equal.

    ``soften``: set of verdicts -> set of verdicts, for what the whole question adds (parts left out).
    """
    whole = soften(verdicts_in(compiled, worlds)).bit_count()
    best: tuple[float, AskBack] | None = None
    for ask_back, found in _candidates(compiled, worlds):
        left = sum(soften(one).bit_count() for _, one in found) / len(found)
        if left < whole and (best is None or left < best[0]):
            options = tuple(replace(option, verdict=only(soften(one))) for option, one in found)
            best = (left, replace(ask_back, options=options))
    ask_back = _with_apart(compiled, worlds, best[1], soften) if best is not None else _last_resort(compiled, worlds)
    return _with_the_other(compiled, worlds, ask_back)


def _with_the_other(compiled: Compiled, worlds: Worlds, ask_back: AskBack) -> AskBack:
    """Where no data was named and the tool is open as well, both are asked at once, so that nobody is asked twice. A kind of
    data of which every answer has its verdict needs no tool."""
    unnamed = next((piece for piece in worlds.pieces if piece.open and not piece.name), None)
    if unnamed is None or len(worlds.offerings) < 2:
        return ask_back
    if ask_back.slot in _TOOL_SLOTS:
        return replace(ask_back, beneath=AskBack(Slot.DATA, tuple(map(Option, _offered(compiled, worlds, unnamed)))))
    if ask_back.slot is not Slot.DATA or all(option.verdict for option in ask_back.options):
        return ask_back
    slot, groups = next(iter(_offering_groups(compiled, worlds)))
    options = tuple(Option(value, tuple(ids)) for value, ids in groups.items())
    return replace(ask_back, beneath=AskBack(slot, options, worlds.tool.name))


def _with_apart(compiled: Compiled, worlds: Worlds, ask_back: AskBack, soften: Callable[[int], int]) -> AskBack:
    """Where no data was named, and a kind of it has no one verdict because the offerings differ: what each of them would say."""
    if ask_back.slot is not Slot.DATA or ask_back.about or len(worlds.offerings) < 2:
        return ask_back
    number = next(number for number, piece in enumerate(worlds.pieces) if piece.name == ask_back.about)
    heads = _offered(compiled, worlds, worlds.pieces[number])

    def ruled(offering: str, value: str) -> Verdict | None:
        found = verdicts_in(compiled, worlds, offerings=frozenset({offering}), pieces={number: heads[value]})
        return only(soften(found))

    options = (
        option if option.verdict else replace(option, apart=tuple((one, ruled(one, option.value)) for one in worlds.offerings))
        for option in ask_back.options
    )
    return replace(ask_back, options=tuple(options))


def to_confirm(compiled: Compiled, worlds: Worlds) -> AskBack:
    """Asks for a click on data that only nearness or a model gave, because no allowed may rest on it. Whatever else it may be
    is offered too: a question with one answer is none."""
    piece = next(piece for piece in worlds.pieces if not piece.grounded)
    classes = tuple(compiled.policy.data_classes)
    heads = piece.likely[:MOST_NAMED] if len(piece.heads) > MOST_NAMED and classes else piece.heads
    options = tuple(Option(id_) for id_ in dict.fromkeys((*heads, *classes)))
    return AskBack(Slot.DATA, options, piece.name)


def _candidates(compiled: Compiled, worlds: Worlds) -> Iterable[tuple[AskBack, list[_Left]]]:
    """Every slot that could be asked, in the order of ties, each answer with the verdicts that would be left."""
    for slot, groups in _offering_groups(compiled, worlds):
        options = [Option(value, tuple(ids)) for value, ids in groups.items()]
        found = [(option, verdicts_in(compiled, worlds, offerings=frozenset(option.offerings))) for option in options]
        yield AskBack(slot, (), worlds.tool.name), found
    for slot in _CONTEXT:
        values = worlds.open_slots.get(slot.value)
        if values:
            found = [(Option(value), verdicts_in(compiled, worlds, context=(slot.value, head))) for value, head in values.items()]
            yield AskBack(slot, (), worlds.tool.name), found
    unread = _unread(worlds)
    for number, piece in enumerate(worlds.pieces):
        same = unread if number in unread else {number: piece.name}
        offered = _offered(compiled, worlds, piece)
        if len(offered) > 1 and not piece.is_likely and number == min(same):
            found = [
                (Option(id_), verdicts_in(compiled, worlds, pieces=dict.fromkeys(same, head))) for id_, head in offered.items()
            ]
            yield AskBack(Slot.DATA, (), piece.name, tuple(same.values())[1:]), found


def _unread(worlds: Worlds) -> dict[int, str]:
    """The pieces of which nothing was read, by name: they are asked about together, as each may be anything."""
    return {number: piece.name for number, piece in enumerate(worlds.pieces) if piece.unread and piece.open and piece.name}


def _offering_groups(compiled: Compiled, worlds: Worlds) -> Iterable[tuple[Slot, dict[str, list[str]]]]:
    if len(worlds.offerings) < 2:
        return
    first = sorted(worlds.offerings, key=lambda id_: id_ not in worlds.tool.likely)
    every = [compiled.policy.offerings.get(id_) or Offering(id_, id_.partition("/")[0]) for id_ in first]
    splits = 0
    for slot, value_of in _OF_OFFERING:
        groups: dict[str, list[str]] = {}
        for offering in every:
            groups.setdefault(value_of(offering), []).append(offering.id)
        if len(groups) > 1 and "" not in groups:
            splits = max(splits, len(groups))
            yield slot, groups
    if not splits:
        # Offerings of one tool that differ in a fact only (web search on or off): the offering itself is the answer.
        yield Slot.PLAN, {offering.id: [offering.id] for offering in every}


def _offered(compiled: Compiled, worlds: Worlds, piece: Piece) -> dict[str, str]:
    """What a question about this data offers -> the head that was looked at for it. Classes where nothing at all was read."""
    if not piece.open:
        return {head: head for head in sorted(piece.heads, key=lambda head: head not in piece.likely)}
    alive = {cell.data for cell in worlds.every()}
    head_of = {member: head for head, members in piece.members.items() if head in alive for member in members}
    classes = [id_ for id_ in compiled.policy.data_classes if id_ in head_of]
    offered = classes or [id_ for id_ in compiled.policy.data_types if id_ in head_of]
    likely = [id_ for id_ in piece.likely if id_ in head_of]
    return {id_: head_of[id_] for id_ in dict.fromkeys((*likely, *offered))}


def _last_resort(compiled: Compiled, worlds: Worlds) -> AskBack:
    """No single slot narrows it: name the offering, else the data, else the slot that was too wide to look at."""
    about = worlds.tool.name
    if len(worlds.offerings) > 1:
        return AskBack(Slot.TOOL, tuple(Option(id_, (id_,)) for id_ in worlds.offerings), about)
    unclear = [piece for piece in worlds.pieces if (piece.unread or len(piece.heads) > 1) and not piece.is_likely]
    slots: dict[str, tuple[str, ...]] = {name: tuple(values) for name, values in worlds.open_slots.items()} | worlds.unlooked
    if unclear or not slots:
        piece = (unclear or list(worlds.pieces))[0]
        also = tuple(name for name in _unread(worlds).values() if name != piece.name) if piece.unread else ()
        return AskBack(Slot.DATA, tuple(Option(id_) for id_ in _offered(compiled, worlds, piece)), piece.name, also)
    name = next(iter(slots))
    return AskBack(Slot(name), tuple(Option(value) for value in slots[name]), about)


def each_of(question: Question, ruling: Ruling, label_of: Callable[[str], str]) -> Question | None:
    """The question for each of the tools that one name may mean, where none of them may be used freely: then a table tells
    more than a question back. None where one of them is allowed, where something else is open, or where the data goes through
    all of them."""
    asks = [one.ask_back for one in ruling.per_tool] if len(question.tools) > 1 else [ruling.ask_back]
    if len(asks) != len(question.tools):
        return None
    found: dict[tuple[str, ...] | str, ToolAsk] = {}
    for tool, ask_back in zip(question.tools, asks, strict=True):
        apart = ask_back is not None and JOINED not in tool.name and _tells_more(ask_back)
        options = ask_back.options if ask_back is not None and apart else ()
        for each in [ToolAsk(label_of(_name_of(one, tool.name)), one.offerings) for one in options] or [tool]:
            found.setdefault(each.offerings or each.name, each)
    tools = tuple(found.values())
    return replace(question, tools=tools) if tools != question.tools else None


def _tells_more(ask_back: AskBack) -> bool:
    if ask_back.slot not in _TOOL_SLOTS or len(ask_back.options) > MOST_SHOWN:
        return False
    verdicts = {option.verdict for option in ask_back.options}
    return not verdicts & {Verdict.ALLOWED, None} and bool(verdicts & {Verdict.CONDITIONAL, Verdict.REVIEW})


def careful(question: Question, ruling: Ruling) -> Ruling:
    """Without a question back about data of which nothing was read for sure, where at most one answer to it could be milder.

    "40 essays" in a tool that takes nothing but what is public: the answer is no, and says that it is the careful side.
    """
    ask_back = ruling.ask_back
    if ask_back is None or ask_back.slot is not Slot.DATA or ruling.per_tool or not question.data:
        return ruling
    verdicts = [option.verdict for option in ask_back.options]
    if verdicts.count(Verdict.FORBIDDEN) < max(_FORBIDDEN_AT_LEAST, len(verdicts) - 1):
        return ruling
    if ruling.verdict is not Verdict.FORBIDDEN or any(data.types and data.grounded for data in question.data):
        return ruling
    return replace(ruling, ask_back=None, notes=tuple(dict.fromkeys((*ruling.notes, Note.ASSUMED_STRICTEST))))


def _name_of(option: Option, asked: str) -> str:
    """The id of what an option is of, else what was asked about: an account ("personal") is the name of no tool."""
    tools = {offering.partition("/")[0] for offering in option.offerings}
    return option.offerings[0] if len(option.offerings) == 1 else tools.pop() if len(tools) == 1 else asked or option.value


def choose(question: Question, ask_back: AskBack, value: str) -> Question:
    """A click on a question back: its slot is settled, in the asker's own hand, and one more question counts as asked.

    What was not offered leaves the slot open and takes the strictest answer, as ``UNKNOWN`` ("I don't know") does; only a
    context slot (purpose, role ...) takes any value, since its options are but the values that rules name.
    """
    option = next((option for option in ask_back.options if option.value == value), None)
    once = question.asked_back + (ask_back.beneath is None)  # two menus on one screen are one question
    if value == ANOTHER and ask_back.slot is Slot.TOOL and not ask_back.about:
        option = Option(ANOTHER)
    if ask_back.slot in _CONTEXT and value and value != UNKNOWN:
        context = {**question.context, ask_back.slot: value}
        return replace(question, context=context, asked_back=once)
    if ask_back.is_offer:
        return answered(question, ask_back, value)
    if option is None:
        doubted = {ask_back.about, *ask_back.also} if ask_back.in_doubt else set()
        data = tuple(replace(one, is_doubted=True) if one.name in doubted else one for one in question.data)
        return replace(question, data=data, asked_back=max(question.asked_back, MOST_ASKED))
    asked = replace(question, asked_back=once)
    if ask_back.slot is Slot.DATA:
        data = question.data
        for about in (ask_back.about, *ask_back.also):
            data = _with_data(data, about, value)
        return replace(asked, data=data, is_closed=True)
    return replace(asked, tools=_with_tool(question, ask_back.about, option))


def _with_tool(question: Question, about: str, option: Option) -> tuple[ToolAsk, ...]:
    clicked = ToolAsk(about or option.value, option.offerings)
    if not question.tools:
        return (clicked,)
    return tuple(clicked if tool.name == about else tool for tool in question.tools)


def _with_data(data: tuple[DataAsk, ...], about: str, value: str) -> tuple[DataAsk, ...]:
    if not any(ask.name == about for ask in data):
        return (*data, DataAsk(about or value, (value,)))
    return tuple(_clicked(ask, value) if ask.name == about else ask for ask in data)


def _clicked(ask: DataAsk, value: str) -> DataAsk:
    """What was offered is the data as it is after its transformations, so those are done with."""
    left = () if ask.types else ask.transformations
    return replace(ask, types=(value,), transformations=left, grounded=True, likely=())
