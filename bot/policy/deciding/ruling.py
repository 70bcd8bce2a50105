"""One tool of a question -> its ruling: verdict, needs, every rule that decided, and the question back where one matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.policy.deciding.ask import MOST_ASKED, question_back, to_confirm
from bot.policy.deciding.cell import Cell, look
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.grounds import assumed_in, is_all_met, needs_of, notes_of, reasons_of
from bot.policy.deciding.offer import Brief, offered, with_types
from bot.policy.deciding.rulings import Note, Reason, ToolRuling
from bot.policy.deciding.ticks import boxed, with_ticked
from bot.policy.deciding.worlds import Asked, Piece, Worlds, join, only, ready, strictest, verdicts_in, worlds_of
from bot.policy.words import STRICTNESS, Question, Slot, ToolAsk, Verdict

_ALLOWED, _CONDITIONAL = Verdict.ALLOWED, Verdict.CONDITIONAL
Whole = tuple[ToolRuling, frozenset[Slot]]
"""A ruling, and the context slots that were assumed for it and mattered."""


def rule_tool(compiled: Compiled, asked: Asked, tool: ToolAsk, *, is_shown: bool = False) -> Whole:
    """The ruling for one tool, and the context slots that were assumed for it and mattered. ``is_shown``: see ``on_card``."""
    asked = _ticked(compiled, asked, tool)
    ruling, assumed = _weighed(compiled, asked, tool)[1]()
    return on_card(compiled, asked, tool, ruling, is_shown=is_shown), assumed


def brief_of(compiled: Compiled, asked: Asked, tool: ToolAsk) -> Brief:
    """What ``rule_tool`` comes to in a closed question."""
    return _weighed(compiled, _ticked(compiled, asked, tool), tool)[0]


def _ticked(compiled: Compiled, asked: Asked, tool: ToolAsk) -> Asked:
    return asked._replace(world=asked.world._replace(question=with_ticked(compiled, asked.world.question, tool)))


def on_card(compiled: Compiled, asked: Asked, tool: ToolAsk, ruling: ToolRuling, *, is_shown: bool) -> ToolRuling:
    """The ruling with its boxes, or the offer that takes the place of an allowed that the message does not ground.

    ``is_shown``: people see its question back, so that it names every data type that its classes hide. In a list of tools most
    are seen by their verdict alone.
    """

    def rule(question: Question, tool: ToolAsk) -> Brief:
        return _weighed(compiled, ready(compiled, question, asked.world.today), tool)[0]

    question = asked.world.question
    types = compiled.policy.data_types if is_shown else question.near
    found = with_types(compiled, question, tool, offered(compiled, question, tool, ruling, rule), rule, types)
    return boxed(compiled, question, tool, found, rule)


def _weighed(compiled: Compiled, asked: Asked, tool: ToolAsk) -> tuple[Brief, Callable[[], Whole]]:
    """What the ruling comes to, and how all of it is made. Whoever compares rulings needs no reasons, and not what would be asked
    back: they take most of the time."""
    plain = _plain_cells(compiled, asked, tool)
    if plain is not None:
        strict = max([cell.verdict for cell in plain], key=STRICTNESS.__getitem__)
        return Brief(strict), lambda: _settled(compiled, asked, tool, plain, strict)
    worlds = worlds_of(compiled, asked, tool)
    found = verdicts_in(compiled, worlds)
    if tool.likely:
        found = join(found, verdicts_in(compiled, worlds, offerings=frozenset(tool.likely)))
    found = _soften(asked.world.question, found)
    verdict = only(found)
    if verdict is not None and (asked.is_grounded or verdict is not _ALLOWED):
        return Brief(verdict), lambda: _settled(compiled, asked, worlds, list(worlds.every()), verdict)
    doubted = in_doubt(compiled, asked, tool)
    if doubted is not None and (doubted[0].verdict is not _CONDITIONAL or all(one.is_doubted for one in _unread(asked))):
        return Brief(doubted[0].verdict), lambda: doubted
    strict = _CONDITIONAL if verdict is not None else strictest(found)
    brief = Brief(strict, is_open=asked.world.question.asked_back < MOST_ASKED)

    def whole() -> Whole:
        ruling, assumed = _open(compiled, asked, worlds, found, brief)
        return (_with_doubt(compiled, asked, ruling), assumed) if doubted is not None else (ruling, assumed)

    return brief, whole


def _with_doubt(compiled: Compiled, asked: Asked, ruling: ToolRuling) -> ToolRuling:
    """A question back about what nobody could read says as what it counts for who does not know."""
    ask_back = ruling.ask_back
    if ask_back is None or ask_back.slot is not Slot.DATA or ask_back.about not in {one.name for one in _unread(asked)}:
        return ruling
    return replace(ruling, ask_back=replace(ask_back, in_doubt=compiled.policy.in_doubt))


def in_doubt(compiled: Compiled, asked: Asked, tool: ToolAsk) -> Whole | None:
    """The ruling with all that nobody could read taken for the class that the policy has for doubt; None where it has none, or
    where that would allow, or leave something open.

    Whoever is asked back could say that it is this class, so this is never milder than what an answer to that may bring.
    """
    unread = _unread(asked)
    if not compiled.policy.in_doubt or not unread:
        return None
    class_ = (compiled.policy.in_doubt,)
    pieces = tuple(
        Piece(piece.name, class_, {}, piece.unread, grounded=False) if piece.may_be_any else piece for piece in asked.pieces
    )
    ruling, assumed = rule_tool(compiled, asked._replace(pieces=pieces, is_grounded=False), tool)
    if ruling.verdict is _ALLOWED or ruling.ask_back is not None or Note.ASSUMED_STRICTEST in ruling.notes:
        return None
    notes = (one for one in ruling.notes if one is not Note.NOT_GROUNDED or not asked.is_grounded)
    return replace(ruling, notes=(*notes, Note.IN_DOUBT)), assumed


def _unread(asked: Asked) -> tuple[Piece, ...]:
    """What was named and nobody could read."""
    return tuple(piece for piece in asked.pieces if piece.may_be_any)


def _soften(question: Question, found: int) -> int:
    """Where a part is left out and the rest was not named, allowed is conditional at best: that only the rest is used."""
    if question.left_out and not question.rest_named and found & 1:
        return found & ~1 | 1 << STRICTNESS[_CONDITIONAL]
    return found


def _plain_cells(compiled: Compiled, asked: Asked, tool: ToolAsk) -> list[Cell] | None:
    """The cells of a fully stated question; none where anything is open, given by a model only, or left out."""
    world = asked.world
    if len(tool.offerings) > 1 or world.question.left_out or not asked.is_grounded:
        return None
    offering = tool.offerings[0] if tool.offerings else tool.name
    cells = []
    for piece in asked.pieces:
        if len(piece.heads) > 1 or piece.open:
            return None
        cells.append(look(compiled, world, offering, piece.heads[0]))
    for cell in cells:
        if cell.reached & compiled.where:
            for slot in compiled.slots:
                if cell.reached & slot.tested and not world.values.get(slot.name):
                    return None
    return cells


def _settled(compiled: Compiled, asked: Asked, tool: ToolAsk | Worlds, cells: list[Cell], verdict: Verdict) -> Whole:
    """The same verdict in all worlds: answered at once, with the union of what is needed. A plain question has no worlds."""
    question = asked.world.question
    worlds, tool = (tool, tool.tool) if isinstance(tool, Worlds) else (None, tool)
    reasons = reasons_of(compiled, question, cells, verdict)
    needs = needs_of(compiled, question, cells, verdict, worlds)
    notes = _notes(compiled, asked, cells, reasons)
    if question.met and verdict is _CONDITIONAL and is_all_met(compiled, cells, needs):
        notes.append(Note.ALL_MET)
    mattered = assumed_in(compiled, asked.assumable, cells)
    return ToolRuling(tool.name, verdict, tool.offerings, needs, reasons, None, tuple(notes)), mattered


def _open(compiled: Compiled, asked: Asked, worlds: Worlds, found: int, brief: Brief) -> Whole:
    """The verdict differs between worlds, or may not be granted on these grounds: the strictest, and one question back."""
    question, tool, strict = asked.world.question, worlds.tool, brief.verdict
    cells = list(worlds.every())
    reasons = reasons_of(compiled, question, cells, strict)
    notes = _notes(compiled, asked, cells, reasons)
    ask_back = None
    if not brief.is_open:
        notes.append(Note.ASSUMED_STRICTEST)
    elif only(found) is not None:
        ask_back = to_confirm(compiled, worlds)
    else:
        ask_back = question_back(compiled, worlds, lambda verdicts: _soften(question, verdicts))
    needs = needs_of(compiled, question, cells, strict, worlds)
    ruling = ToolRuling(tool.name, strict, tool.offerings, needs, reasons, ask_back, tuple(notes))
    return ruling, assumed_in(compiled, asked.assumable, cells)


def _notes(compiled: Compiled, asked: Asked, cells: list[Cell], reasons: tuple[Reason, ...]) -> list[Note]:
    notes = notes_of(compiled, asked.world.question, cells, reasons, asked.is_grounded)
    for piece in asked.pieces:
        if piece.silent and Note.SILENT_ON_TRANSFORMATION not in notes:
            notes.append(Note.SILENT_ON_TRANSFORMATION)
        if piece.unread and Note.UNREAD_DATA not in notes:
            notes.append(Note.UNREAD_DATA)
    return notes
