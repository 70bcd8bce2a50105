"""One tool of a question -> all worlds it leaves open, each with its cells, and the set of verdicts that can come out.

The verdict of several data is the strictest of theirs, so what each piece of data may be is looked at on its own: the
number of looks grows with the sum of the alternatives and not with their product. Sets of verdicts are whole numbers, bit *n*
for the verdict of strictness *n*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import NamedTuple

from bot.policy.deciding.cell import Cell, World, is_left_to_bans, look
from bot.policy.deciding.compile import Compiled, ContextSlot
from bot.policy.policy import becomes_of
from bot.policy.words import STRICTNESS, DataAsk, Question, Slot, ToolAsk, Verdict

_MOST_CONTEXTS = 256
"""More combinations of context values than this are not looked at one by one, but bounded from the strict side."""

OTHER = "other"
"""A context value that no rule names, as an option of a question back."""

_BY_RANK = tuple(Verdict)
_ALWAYS_FORBIDDEN = 1 << STRICTNESS[Verdict.FORBIDDEN]
_THEMSELVES: Mapping[str, tuple[str, ...]] = {}
_NOT_SETTLED: Mapping[int, str] = {}


class Piece(NamedTuple):
    """One piece of data that was asked about. ``heads`` are looked at; ``members`` are the ids that each stands for."""

    name: str
    heads: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    """Empty where each head stands for itself."""
    unread: bool = False
    """Something was named that nobody could read: it may also be what no rule covers."""
    open: bool = False
    """Nothing was said of it: a question back offers classes (or types) instead of every id."""
    grounded: bool = True
    stood_for: frozenset[str] = frozenset()
    """Heads that are no world of their own where no rule holds for them."""
    silent: bool = False
    """A transformation was said of which the policy says nothing here."""
    likely: tuple[str, ...] = ()
    """What a question back offers first."""
    may_be_any: bool = False
    """Nobody could read it: it may be of any class."""
    is_doubted: bool = False
    """The asker was asked what it is, and does not know."""
    is_likely: bool = False
    """What the piece before it most likely is: it only takes milder verdicts away, and is never asked about."""


class Asked(NamedTuple):
    """A question made ready once for all of its tools."""

    world: World
    """What was said and assumed; slots that are open are not in its values."""
    pieces: tuple[Piece, ...]
    assumable: tuple[str, ...]
    """Context slots whose value is the policy's assumption."""
    is_grounded: bool
    """Whether the asker's own words or clicks give all of it."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """``cells[offering][context][piece]`` are the cells of that piece's heads, in order."""

    tool: ToolAsk
    offerings: tuple[str, ...]
    contexts: tuple[World, ...]
    open_slots: dict[str, dict[str, str]]
    """Open context slot -> its values -> the value that was looked at for it (values that do the same share one)."""
    unlooked: dict[str, tuple[str, ...]]
    """Open slots that were bounded instead of looked at."""
    pieces: tuple[Piece, ...]
    cells: tuple[tuple[tuple[tuple[Cell, ...], ...], ...], ...]

    def every(self) -> Iterator[Cell]:
        """All cells of all worlds."""
        for of_offering in self.cells:
            for of_context in of_offering:
                for of_piece in of_context:
                    yield from of_piece


def strictest(verdicts: int) -> Verdict:
    """The strictest of a set of verdicts."""
    return _BY_RANK[verdicts.bit_length() - 1]


def only(verdicts: int) -> Verdict | None:
    """The verdict, where the set has one only."""
    return strictest(verdicts) if verdicts.bit_count() == 1 else None


def join(left: int, right: int) -> int:
    """Two sets of verdicts that hold at once -> what the stricter of both can be."""
    floor = max(left & -left, right & -right)
    return (left | right) & ~(floor - 1)


def ready(compiled: Compiled, question: Question, today: date) -> Asked:
    """What all tools of a question share. No data said: it may be any data type or class of the policy."""
    values, assumable = compiled.assumed, tuple(compiled.assumed)
    if question.context:
        values = values.copy()
        for slot, value in question.context.items():
            values[slot] = value.lower()
        if assumable:
            assumable = tuple(name for name in assumable if name not in question.context)
    is_grounded = True
    pieces = []
    for ask in question.data:
        pieces += _pieces(compiled, ask)
        is_grounded = is_grounded and ask.grounded
    if not pieces:
        pieces.append(_anything(compiled, "", unread=False))
    return Asked(World(question, today, values), tuple(pieces), assumable, is_grounded)


def _anything(compiled: Compiled, name: str, *, unread: bool) -> Piece:
    groups = compiled.data_groups
    heads = tuple(group.head for group in groups) or ("",)
    members = {group.head: group.members for group in groups}
    stood_for = frozenset(group.head for group in groups if group.is_stood_for)
    return Piece(name, heads, members, unread=unread, open=True, stood_for=stood_for)


def _pieces(compiled: Compiled, ask: DataAsk) -> list[Piece]:
    """The piece itself, and behind it what it most likely is."""
    piece = _piece(compiled, ask)
    if not ask.likely:
        return [piece]
    likely = tuple(dict.fromkeys(transformed(compiled, id_, ask.transformations)[0] for id_ in ask.likely))
    return [
        piece._replace(likely=ask.likely),
        Piece(ask.name, likely, _THEMSELVES, is_likely=True),
    ]


def _piece(compiled: Compiled, ask: DataAsk) -> Piece:
    if not ask.types:
        return _anything(compiled, ask.name, unread=True)._replace(may_be_any=True, is_doubted=ask.is_doubted)
    ids, silent = ask.types, False
    if ask.transformations:
        became = [transformed(compiled, id_, ask.transformations) for id_ in ids]
        ids, silent = tuple([id_ for id_, _ in became]), any(is_silent for _, is_silent in became)
    piece = Piece(ask.name, tuple(dict.fromkeys(ids)), _THEMSELVES, grounded=ask.grounded, silent=silent)
    if ask.grounded or not compiled.policy.in_doubt or not compiled.policy.data_classes.keys() <= {*ask.types}:
        return piece
    return piece._replace(may_be_any=True, is_doubted=ask.is_doubted)


def transformed(compiled: Compiled, data: str, transformations: Iterable[str]) -> tuple[str, bool]:
    """What a data type becomes, and whether the policy is silent on one of the transformations. Their order does not matter.

    Those that make the same of it are one step, not several: "anonymised, the names are out" is said of one thing done.
    """
    left = sorted(set(transformations))
    while left:
        becomes = becomes_of(compiled.policy, data)
        fitting = next((one for one in left if one in becomes), None)
        if fitting is None:
            break
        data = becomes[fitting]
        left = [one for one in left if becomes.get(one) != data]
    return data, bool(left)


def worlds_of(compiled: Compiled, asked: Asked, tool: ToolAsk) -> Worlds:
    """Every world that a tool of the question leaves open, looked at."""
    offerings = tuple(dict.fromkeys(tool.offerings)) or (tool.name,)
    open_slots, unlooked = _open_slots(compiled, offerings, asked)
    contexts = _contexts(open_slots, unlooked, asked.world)
    cells = tuple(
        tuple(tuple(_cells_of(compiled, context, offering, piece) for piece in asked.pieces) for context in contexts)
        for offering in offerings
    )
    return Worlds(tool, offerings, contexts, open_slots, unlooked, asked.pieces, cells)


def _cells_of(compiled: Compiled, world: World, offering: str, piece: Piece) -> tuple[Cell, ...]:
    cells = tuple([look(compiled, world, offering, head) for head in piece.heads])
    if not piece.stood_for:
        return cells
    return tuple([cell for cell in cells if cell.active or cell.data not in piece.stood_for])


def _open_slots(
    compiled: Compiled, offerings: tuple[str, ...], asked: Asked
) -> tuple[dict[str, dict[str, str]], dict[str, tuple[str, ...]]]:
    """Context slots that were neither said nor assumed and that a rule of these cells tests; no other slot is ever open, and
    words that nobody said are not in the message."""
    unsaid = [slot for slot in compiled.slots if slot.name != Slot.WORDS and not asked.world.values.get(slot.name)]
    if not unsaid:
        return {}, {}
    reached = compiled.reach.of_some(offerings, (head for piece in asked.pieces for head in piece.heads))
    found = {slot.name: _values(slot, reached) for slot in unsaid if reached & slot.tested}
    looked: dict[str, dict[str, str]] = {}
    unlooked: dict[str, tuple[str, ...]] = {}
    combinations = 1
    for name in sorted(found, key=lambda name: (len(set(found[name].values())), name)):
        combinations *= len(set(found[name].values()))
        if combinations <= _MOST_CONTEXTS:
            looked[name] = found[name]
        else:
            unlooked[name] = tuple(found[name])
    return looked, unlooked


def _values(slot: ContextSlot, reached: int) -> dict[str, str]:
    """Each value that these rules name -> the first one that does the same here; and ``OTHER`` for all the rest."""
    firsts: dict[int, str] = {slot.free & reached: OTHER}
    named = {value: mask & reached for value, mask in slot.by_value.items() if mask & reached & slot.tested}
    values = {value: firsts.setdefault(mask, value) for value, mask in named.items()}
    return values | {OTHER: OTHER}


def _contexts(
    open_slots: Mapping[str, Mapping[str, str]], unlooked: Mapping[str, tuple[str, ...]], world: World
) -> tuple[World, ...]:
    names = list(open_slots)
    heads = [sorted(set(open_slots[name].values())) for name in names]
    settled = [{**world.values, **dict(zip(names, chosen, strict=True))} for chosen in product(*heads)]
    contexts = [world._replace(values=values) for values in settled]
    if unlooked:
        # A covered cell is bounded by all rules at once, an uncovered one by none of the tested rules.
        contexts += [world._replace(values=values, loose=frozenset(unlooked)) for values in settled]
    return tuple(contexts)


def verdicts_in(
    compiled: Compiled,
    worlds: Worlds,
    *,
    offerings: frozenset[str] | None = None,
    context: tuple[str, str] | None = None,
    pieces: Mapping[int, str] = _NOT_SETTLED,
) -> int:
    """The set of verdicts over all worlds, or over those that are left when one slot is settled.

    ``pieces``: number of a piece of data -> the head that it is settled as.
    """
    found = 0
    for offering, of_offering in zip(worlds.offerings, worlds.cells, strict=True):
        if offerings is not None and offering not in offerings:
            continue
        for world, of_context in zip(worlds.contexts, of_offering, strict=True):
            if context is not None and world.values.get(context[0]) != context[1]:
                continue
            together = 1
            for number, (part, cells) in enumerate(zip(worlds.pieces, of_context, strict=True)):
                if part.is_likely and number - 1 in pieces:
                    continue  # whoever says what it is has said so
                together = join(together, _of_piece(compiled, world, part, cells, pieces.get(number)))
            found |= together
    return found


def _of_piece(compiled: Compiled, world: World, piece: Piece, cells: tuple[Cell, ...], settled: str | None) -> int:
    found = 0
    ruled = 0
    for cell in cells:
        if settled is None or cell.data == settled:
            found |= 1 << STRICTNESS[cell.verdict]
            if cell.active:
                ruled |= 1 << STRICTNESS[cell.verdict]
    is_listed = cells[0].offering in compiled.policy.offerings
    silence = compiled.default if is_listed else compiled.unlisted
    if not found:  # it stands for others here, and is a world of its own once it was said
        return 1 << STRICTNESS[silence if settled is None else look(compiled, world, cells[0].offering, settled).verdict]
    if piece.open and settled is None:
        if ruled == _ALWAYS_FORBIDDEN and not world.question.near:
            # All that the policy rules here is forbidden, and nothing was said of the data. What it is silent on is no reason to
            # ask what that is.
            if is_listed or sum(cell.active > 0 for cell in cells) == len(piece.heads):
                return ruled
            # Of a tool that it does not list bans of some data are no more than what goes into no tool at all. Only where bans
            # alone speak: else a ban of what is allowed, or an unmet condition of it, would take what is forbidden away.
            if all(is_left_to_bans(compiled, cell, world.question) for cell in cells):
                return 1 << STRICTNESS[silence]
        if piece.unread:
            # It may also be something that no rule covers.
            found |= 1 << STRICTNESS[silence]
    return found
