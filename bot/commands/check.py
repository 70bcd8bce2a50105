"""``mayi check``: a knowledge folder goes in; every fault of every file with its place and remedy, and an exit code, come out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from bot.knowledge.about import ABOUT
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import Fault
from bot.knowledge.load import Loaded, load
from bot.knowledge.show import about, lines_of, shown
from bot.settings import shipped

FAULTY = 3
GATE = 1
HERE = Path("knowledge")


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command()
    def check(
        folder: Path = typer.Argument(
            None, envvar="MAYI_KNOWLEDGE", help="The knowledge folder; else ./knowledge, else the sample."
        ),
        as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
        strict: bool = typer.Option(False, "--strict", help="Exit with 1 when there are only warnings."),
        about_code: str = typer.Option("", "--about", metavar="CODE", help="Explain a fault's code, such as K012."),
    ) -> None:
        """Read all knowledge files and tell everything that is wrong with them at once."""
        if about_code:
            _explain(about_code)
            return
        folder = folder or (HERE if HERE.is_dir() else shipped("knowledge"))
        loaded = load(folder, load_catalog())
        typer.echo(json.dumps(_as_object(folder, loaded), ensure_ascii=False, indent=2) if as_json else _page(folder, loaded))
        if loaded.knowledge is None:
            raise typer.Exit(FAULTY)
        if strict and loaded.warnings:
            raise typer.Exit(GATE)


def _explain(code: str) -> None:
    text = about(code)
    if not text:
        typer.echo(f"no fault has the code `{code}`; codes run from {min(ABOUT)} to {max(ABOUT)}", err=True)
        raise typer.Exit(2)
    typer.echo(text)


def _page(folder: Path, loaded: Loaded) -> str:
    lines: list[str] = []
    files: dict[str, list[str]] = {}
    for fault in loaded.faults:
        if fault.at.file not in files:
            files[fault.at.file] = lines_of(folder, fault.at.file)
        headline, below = shown(fault, folder, files[fault.at.file])
        lines += [typer.style(headline, fg="red" if fault.severity == "fault" else "yellow", bold=True), *below, ""]
    return "\n".join([*lines, _sum(loaded)])


def _sum(loaded: Loaded) -> str:
    warnings = len(loaded.warnings)
    faults = len(loaded.faults) - warnings
    counted = f"{_many(faults, 'fault')}, {_many(warnings, 'warning')} in {_many(loaded.files, 'file')}."
    if loaded.faults:
        return f"{counted} `mayi check --about {loaded.faults[0].code}` tells more."
    policy = loaded.knowledge.policy if loaded.knowledge else None
    if policy is None:
        return counted
    counts = ((policy.offerings, "offering"), (policy.data_types, "data type"), (policy.rules, "rule"))
    sizes = ", ".join(_many(len(things), word) for things, word in counts)
    return f"{counted} {sizes}; version {policy.version}."


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _as_object(folder: Path, loaded: Loaded) -> dict[str, Any]:
    policy = loaded.knowledge.policy if loaded.knowledge else None
    return {
        "ok": loaded.knowledge is not None,
        "folder": folder.as_posix(),
        "version": policy.version if policy else None,
        "files": loaded.files,
        "rules": len(policy.rules) if policy else None,
        "faults": [_fault(fault) for fault in loaded.faults if fault.severity == "fault"],
        "warnings": [_fault(fault) for fault in loaded.warnings],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    at = fault.at
    return {"code": fault.code, "file": at.file, "line": at.line, "column": at.column, "what": fault.what, "do": fault.do}
