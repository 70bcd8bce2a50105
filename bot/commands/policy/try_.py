"""``mayi try``: typed questions and saved files go in; answers, faults and what an edit flipped come out, until it is ended."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

import typer

from bot.answers.answer import Answered
from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import AS_WHOM, FOLDER, SAME_FOLDER
from bot.commands.policy.ask import facts_of, why_lines
from bot.commands.policy.diff_pages import by_offering
from bot.knowledge.faults import Fault, many
from bot.knowledge.show import lines_of, shown
from bot.owners.policy_tests import Got, Tried
from bot.owners.try_edits import Faulty, Flipped, Relabelled, Retried, TryOut, Way
from bot.policy.changes.change import CellChange, Change
from bot.saying.plain import as_text

PROMPT = "> "
SHOWN = 3
"""Cells that a save turned, as lines."""
LOOK_SECONDS, AGAIN_SECONDS = 0.1, 0.05
"""Between two looks at the folder, and until the second look behind a save, which tells it."""
CLEAR = "\r\x1b[K"
"""Takes away the line that is being typed; it is put back behind what is told."""
HELP = (
    "Type a question as staff would ask it; the next one goes on from it.",
    "  1, 2  what stands behind that number below the answer: a choice, or a box to tick",
    "  new   begin a new thread (so does an empty line)",
    "  why   what was read in the last question, and every rule that decided",
    "  help  these words",
    "  quit  end (so do exit and Ctrl-D)",
)
SAID = {
    "allow": "yes",
    "conditional": "yes, if",
    "ask": "a question back",
    "not_listed": "not covered",
    "deny": "no",
    "off_topic": "no question about a tool and data",
}
"""A label in words."""
_COLOUR = {Way.LOOSER: "red", Way.STRICTER: "yellow"}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("try")(try_)


def try_(
    folder: Path = FOLDER,
    knowledge: Path = SAME_FOLDER,
    as_: str = AS_WHOM,
) -> None:
    """Ask while you edit; each save shows which answers changed.

    What you type is answered as by `mayi ask`, without a model; the next line goes on from it. Type `new` for a new thread,
    `why` for what was read and decided, `quit` to end. A save with faults shows them, and the last good version goes on
    answering; any other shows which tests and cells, and whether your last question, got looser or stricter.
    """
    facts, folder = facts_of(as_), here(knowledge or folder)
    with stopping():
        tryout = TryOut(folder, facts)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # half a letter ends nobody's session
    terminal = Terminal(folder, tryout)
    watching = threading.Thread(target=terminal.watch, daemon=True)
    terminal.tell(begun(folder, tryout.begin()))
    watching.start()
    try:
        terminal.read()
    except KeyboardInterrupt:
        typer.echo()
    finally:
        terminal.ended.set()
        watching.join()


class Terminal:
    """A terminal, or a pipe, with somebody at it. Whatever speaks has the turn; a save is told without a key being pressed."""

    def __init__(self, folder: Path, tryout: TryOut) -> None:
        self.ended = threading.Event()
        self._folder, self._tryout = folder, tryout
        self._turn = threading.Lock()
        self._last: Answered | None = None
        self._is_typed = sys.stdin.isatty() and sys.stdout.isatty()
        self._waits = False
        """Whether the prompt stands there."""
        self._unforeseen: Exception | None = None

    # --- saves -----------------------------------------------------------------------------------------------------------

    def watch(self) -> None:
        """Look at the folder again and again until it has ended."""
        try:
            while not self.ended.wait(AGAIN_SECONDS if self._tryout.is_moving else LOOK_SECONDS):
                with self._turn:
                    self._look()
        except Exception as problem:  # noqa: BLE001 - a thread's door: who types gets it with the next line
            self._unforeseen = problem
            with suppress(OSError):
                self.tell([f"mayi: something unforeseen went wrong, and edits are not taken over any more: {problem}"])

    def _look(self, *, at_once: bool = False) -> None:
        for one in self._tryout.look(at_once=at_once):
            self.tell(faulty(one, self._folder) if isinstance(one, Faulty) else retried(one))

    def tell(self, lines: Iterable[str]) -> None:
        """Print; what is being typed moves below it."""
        text = "\n".join(lines)
        if not text:
            return
        if self._waits:
            typer.echo(f"{CLEAR}{text}\n{PROMPT}{_typed_so_far()}", nl=False)
        else:
            typer.echo(text)

    # --- typed lines -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Take line after line until the end of the input, or a word that ends it."""
        for line in self._lines():
            word = line.strip()
            with self._turn:
                if self._unforeseen is not None:
                    raise self._unforeseen
                if word.lower() in ("quit", "exit"):
                    return
                self._look(at_once=True)
                self.tell(self._answer(word))

    def _lines(self) -> Iterator[str]:
        if not self._is_typed:
            yield from iter(sys.stdin.readline, "")
            return
        with suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - arrows and history, where the platform has them
        while True:
            self._waits = True
            try:
                line = input(PROMPT)
            except EOFError:
                typer.echo()
                return
            finally:
                self._waits = False
            yield line

    def _answer(self, word: str) -> Iterator[str]:
        match word.lower():
            case "help" | "?":
                yield from HELP
            case "why":
                yield from why_lines(self._last) if self._last else ("Nothing was asked yet: type a question first.",)
            case "" | "new":
                if word or self._tryout.is_in_thread:
                    yield "The next question begins a new thread."
                self._tryout.new_thread()
            case _:
                offered = self._tryout.offered
                is_click = word.isascii() and word.isdigit() and 0 < int(word) <= len(offered)
                self._last = self._tryout.click(int(word) - 1) if is_click else self._tryout.ask(word)
                yield as_text(self._last.answer, asks=not self._tryout.offered)
                yield from (f"  {number}  {label}" for number, label in enumerate(self._tryout.offered, 1))


def _typed_so_far() -> str:
    readline = sys.modules.get("readline")
    return str(readline.get_line_buffer()) if readline else ""


# --- what is shown -------------------------------------------------------------------------------------------------------


def begun(folder: Path, first: Retried) -> Iterator[str]:
    """The first line; below it the tests that are not as expected."""
    yield (
        f"{folder.as_posix()}, version {first.version}: {_count(first)}. "
        "Type a question; edits are taken over as you save. Ctrl-D ends."
    )
    for one in first.failed:
        yield f"  not as expected  {_name(one)}: {'; '.join(one.wrong)}"


def faulty(save: Faulty, folder: Path) -> Iterator[str]:
    """Each fault as ``mayi check`` shows it, and what answers meanwhile."""
    faults: tuple[Fault, ...] = save.faults
    yield f"saved {_files(save.files)}: {many(len(faults), 'fault')}"
    for fault in faults:
        headline, below = shown(fault, folder, lines_of(folder, fault.at.file))
        yield typer.style(headline, fg="red", bold=True)
        yield from below
    yield f"version {save.version} goes on answering until {'this is' if len(faults) == 1 else 'these are'} mended"


def retried(save: Retried) -> Iterator[str]:
    """A line for the save with the count, and a line for each flip."""
    waiting = f"; {save.waiting} more to ask" if save.waiting else ""
    if save.files:
        yield f"saved {_files(save.files)}: version {save.version}; {_count(save)}{waiting}"
    elif save.asked:
        yield _count(save)
    flips: list[Flipped | Relabelled] = [*save.flipped, *([save.last] if save.last else [])]
    for one in sorted(flips, key=lambda one: list(Way).index(one.way)):
        yield typer.style(f"  {one.way:<8}  {_flip(one)}", fg=_COLOUR.get(one.way), bold=one.way is Way.LOOSER)
    cells = list(_turned(save.change)) if save.change else []
    yield from cells
    if save.is_done and not save.flips and not cells:
        yield "  nothing flipped"


def _turned(change: Change) -> Iterator[str]:
    """Cells that differ: how many, and the first of them, whether or not anybody asked."""
    parts = (change.looser, change.stricter, change.changed_conditions)
    if not any(parts):
        return
    looser, stricter, others = (f"{len(part):,}" for part in parts)
    yield f"  cells     {looser} looser, {stricter} stricter, {others} under other conditions: mayi diff tells them"
    turns: dict[str, list[CellChange]] = {}
    for one in chain(*parts):
        turns.setdefault(f"{one.old} -> {one.new}" if one.old != one.new else f"{one.new} as before", []).append(one)
    lines = [f"{turn}: {line}" for turn, some in turns.items() for line in by_offering(some)]
    yield from (f"            {line}" for line in lines[:SHOWN])


def _files(files: tuple[str, ...]) -> str:
    few = 3
    return ", ".join(files[:few]) + (f" and {len(files) - few} more" if len(files) > few else "")


def _count(so_far: Retried) -> str:
    if not so_far.tried:
        return "no tests yet (tests.yaml holds them)"
    whole = len(so_far.tried)
    return f"{whole - len(so_far.failed)} of {many(whole, 'test')} as expected"


def _name(one: Tried) -> str:
    return f"{one.test.name} ({one.test.at.file}:{one.test.at.line})"


def _flip(one: Flipped | Relabelled) -> str:
    if isinstance(one, Relabelled):
        if one.before.label != one.after.label:
            return f"your last question: {SAID[one.before.label]} -> {SAID[one.after.label]}"
        return f"your last question: {_step(one.before.got, one.after.got)}"
    wrong = f"; not as expected: {'; '.join(one.after.wrong)}" if one.after.wrong else ""
    if one.before is None:
        return f"{_name(one.after)}: {one.after.got.verdict}{wrong}"
    mended = "; as expected now" if one.before.wrong and not one.after.wrong else ""
    return f"{_name(one.after)}: {_step(one.before.got, one.after.got)}{wrong}{mended}"


def _step(was: Got, now: Got) -> str:
    """From one ruling to another: verdicts, and conditions that came or went."""
    step = f"{was.verdict} -> {now.verdict}" if was.verdict != now.verdict else f"{now.verdict} as before"
    needs = [f"+{id_}" for id_ in now.conditions if id_ not in was.conditions]
    needs += [f"-{id_}" for id_ in was.conditions if id_ not in now.conditions]
    return f"{step} [{' '.join(needs)}]" if needs else step
