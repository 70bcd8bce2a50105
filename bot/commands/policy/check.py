"""``mayi check``: a knowledge folder goes in; all that is wrong or odd with its place and remedy, and an exit code, come out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from bot.clock.today import today_at
from bot.commands.folders import here
from bot.commands.options import FOLDER, SAME_FOLDER
from bot.desk.vendors import unreadable, unrehearsed
from bot.knowledge.about import ABOUT
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import Fault, in_order, many
from bot.knowledge.load import Loaded, load
from bot.knowledge.sarif import sarif_of
from bot.knowledge.sheets.cells import look_at_cells
from bot.knowledge.show import about, lines_of, shown

FAULTY = 3
GATE = 1
FORMATS = ("text", "json", "sarif")
SHOWN = 3
"""So many warnings of one code are shown; the others are counted."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A folder with all that was found."""

    folder: Path
    loaded: Loaded
    warnings: tuple[Fault, ...]
    accepted: int = 0

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.loaded.faults if fault.severity == "fault")

    @property
    def all(self) -> tuple[Fault, ...]:
        return in_order([*self.faults, *self.warnings])


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(check)


def check(  # noqa: PLR0917 - Typer reads the arguments
    folder: Path = FOLDER,
    knowledge: Path = SAME_FOLDER,
    form: str = typer.Option("text", "--format", help="text, json or sarif."),
    as_json: bool = typer.Option(False, "--json", help="The same as --format json."),
    show_all: bool = typer.Option(False, "--all", help="Show each warning; else three of each kind."),
    strict: bool = typer.Option(False, "--strict", help="Exit with 1 where there are warnings."),
    about_code: str = typer.Option("", "--about", metavar="CODE", help="Explain a code of a fault or warning."),
) -> None:
    """Find what is wrong or odd in the policy's files.

    Faults keep the files from being used. Warnings do not: cells that nothing covers, rules that never decide, a free plan
    looser than a paid one, names that two things share, and more. docs/knowledge.md#faults lists the codes, docs/checks.md
    has a pre-commit hook and a GitHub Action.

    mayi check my-policy --strict
    mayi check --about K012
    """
    if about_code:
        _explain(about_code)
        return
    if form not in FORMATS:
        raise typer.BadParameter(f"use {', '.join(FORMATS)}", param_hint="--format")
    checked = _checked(here(knowledge or folder))
    if form == "text" and not as_json:
        typer.echo(_page(checked, None if show_all else SHOWN))
    else:
        told = sarif_of(checked.all, _from_here(checked.folder)) if form == "sarif" else _as_object(checked)
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    if checked.loaded.knowledge is None:
        raise typer.Exit(FAULTY)
    if strict and checked.warnings:
        raise typer.Exit(GATE)


def _checked(folder: Path) -> Checked:
    catalog = load_catalog()
    loaded = load(folder, catalog)
    if loaded.knowledge is None:
        return Checked(folder, loaded, loaded.warnings)
    looked = look_at_cells(loaded.knowledge, today_at(loaded.knowledge), catalog.kinds)
    beside = (*unreadable(folder, loaded.knowledge), *unrehearsed(loaded.knowledge, today_at(loaded.knowledge)))
    return Checked(folder, loaded, (*loaded.warnings, *looked.warnings, *beside), looked.accepted)


def _from_here(folder: Path) -> str:
    """The folder as code scanning wants it: below the place where the command runs, where it is."""
    whole = folder.resolve()
    return (whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole).as_posix()


def _explain(code: str) -> None:
    text = about(code)
    if not text:
        typer.echo(f"no fault has the code `{code}`; codes run from {min(ABOUT)} to {max(ABOUT)}", err=True)
        raise typer.Exit(2)
    typer.echo(text)


def _page(checked: Checked, most: int | None) -> str:
    """Every fault; of warnings with the same code the first ``most``, and how many more there are."""
    lines: list[str] = []
    files: dict[str, list[str]] = {}
    seen: Counter[str] = Counter()
    for fault in checked.all:
        seen[fault.code] += fault.severity == "warning"
        if most is not None and seen[fault.code] > most:
            continue
        if fault.at.file not in files:
            files[fault.at.file] = lines_of(checked.folder, fault.at.file)
        headline, below = shown(fault, checked.folder, files[fault.at.file])
        lines += [typer.style(headline, fg="red" if fault.severity == "fault" else "yellow", bold=True), *below, ""]
    more = [_more(code, count - most) for code, count in sorted(seen.items()) if most is not None and count > most]
    return "\n".join([*lines, *more, *([""] if more else []), _sum(checked)])


def _more(code: str, count: int) -> str:
    return f"... and {many(count, 'more warning')} {code} ({ABOUT[code][0]}); --all shows them"


def _sum(checked: Checked) -> str:
    accepted = f" ({checked.accepted} accepted)" if checked.accepted else ""
    found = f"{many(len(checked.faults), 'fault')}, {many(len(checked.warnings), 'warning')}{accepted}"
    counted = f"{found} in {many(checked.loaded.files, 'file')}."
    if checked.all:
        first = (checked.faults or checked.all)[0]
        return f"{counted} `mayi check --about {first.code}` tells more."
    policy = checked.loaded.knowledge.policy if checked.loaded.knowledge else None
    if policy is None:
        return counted
    counts: tuple[tuple[Sequence[object] | dict[str, Any], str], ...] = (
        (policy.offerings, "offering"),
        (policy.data_types, "data type"),
        (policy.rules, "rule"),
    )
    sizes = ", ".join(many(len(things), word) for things, word in counts)
    return f"{counted} {sizes}; version {policy.version}."


def _as_object(checked: Checked) -> dict[str, Any]:
    policy = checked.loaded.knowledge.policy if checked.loaded.knowledge else None
    warnings = [fault for fault in checked.all if fault.severity == "warning"]
    return {
        "ok": policy is not None,
        "folder": checked.folder.as_posix(),
        "version": policy.version if policy else None,
        "files": checked.loaded.files,
        "rules": len(policy.rules) if policy else None,
        "faults": [_fault(fault) for fault in checked.all if fault.severity == "fault"],
        "warnings": [_fault(fault) for fault in warnings],
        "accepted": checked.accepted,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    at = fault.at
    told = {"code": fault.code, "file": at.file, "line": at.line, "column": at.column, "what": fault.what, "do": fault.do}
    if fault.about:
        told |= {"about": fault.about, "beside": [str(place) for place in fault.beside]}
    return told
