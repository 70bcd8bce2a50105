"""``mayi test``: tests.yaml goes in; how each test went, what no test speaks of, and an exit code come out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from bot.commands.doors import stopping, to_file
from bot.commands.folders import here
from bot.commands.options import AS_JSON, FOLDER, SAME_FOLDER
from bot.owners import policy_tests
from bot.owners.policy_tests import NoTestError, Trial, Tried
from bot.policy.house import PolicyTest

GATE = 1
SHOWN = 8
"""So many untested rules, or tools with untested cells, are named."""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(test)


def test(  # noqa: PLR0917 - Typer reads the arguments
    folder: Path = FOLDER,
    knowledge: Path = SAME_FOLDER,
    as_json: bool = AS_JSON,
    junit: Path = typer.Option(None, "--junit", help="Also write JUnit XML to this file."),
    show_all: bool = typer.Option(False, "--all", help="Name each rule and cell that no test speaks of."),
    write: str = typer.Option("", "--write", metavar="RECEIPT", help="Add this answer of the ledger to tests.yaml as a test."),
    ledger: str = typer.Option("", "--ledger", help="Address of the ledger that has the receipt."),
) -> None:
    """Run the policy's own tests; exit code 1 where one fails.

    Asks the questions of tests.yaml (docs/knowledge.md#testsyaml) without a model. A failing test is shown with its line,
    what was read and the rules that decided; below stands what no test speaks of.

    mayi test my-policy --junit tests.xml
    mayi test my-policy --write R-7F3K --ledger sqlite:///mayi.db
    """
    if bool(write) is not bool(ledger):
        raise typer.BadParameter("a receipt is looked up in a ledger: give --write and --ledger", param_hint="--write")
    folder = here(knowledge or folder)
    with stopping():
        if write:
            _write(folder, ledger, write)
            return
        trial = policy_tests.trying(folder)(_tracked)
    if junit is not None:
        to_file(junit, as_junit(trial))
    if as_json:
        typer.echo(json.dumps(as_object(trial), ensure_ascii=False, indent=2))
    else:
        _page(trial, None if show_all else SHOWN)
    if trial.failed:
        raise typer.Exit(GATE)


def _tracked(tests: Iterable[PolicyTest]) -> Iterable[PolicyTest]:
    return track(tests, description="asking", console=Console(stderr=True), transient=True)


def _write(folder: Path, ledger: str, receipt: str) -> None:
    try:
        file, tests, policy = policy_tests.write_test(folder, ledger, receipt)
    except NoTestError as problem:
        typer.echo(f"{receipt}: no test can be made of it: {problem}", err=True)
        raise typer.Exit(2) from problem
    except OSError as error:
        typer.echo(f"{folder}: cannot be written ({error.strerror})", err=True)
        raise typer.Exit(2) from error
    for one in tests:
        got = policy.ask(one)
        told = "as it is ruled today" if got.verdict == one.verdict else f"today it is {got.verdict}"
        typer.echo(f"{file}:{one.at.line}: {one.name}: {one.verdict}, {told}")


# --- for a terminal --------------------------------------------------------------------------------------------------


def _page(trial: Trial, most: int | None) -> None:
    console = Console()
    if trial.tried:
        console.print(as_table(trial))
    for one in trial.failed:
        console.print(
            f"{one.test.at.file}:{one.test.at.line}  {one.test.name}: {'; '.join(one.wrong)}", style="bold", markup=False
        )
        console.print(f"    read as {one.got.read_as or 'nothing'}", markup=False, highlight=False)
        for rule, at in one.got.rules:
            console.print(f"    rule {rule} at {at}", markup=False, highlight=False)
    for line in lines_of(trial, most):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def as_table(trial: Trial) -> Table:
    """A row for each test."""
    table = Table("", "test", "wanted", "got")
    table.add_column("conditions", overflow="fold")
    for one in trial.tried:
        shape, colour = ("✓", "green") if one.is_fine else ("✕", "red")
        got = one.got.verdict if one.is_fine else f"[bold]{one.got.verdict}[/bold]"
        table.add_row(
            f"[{colour}]{shape}[/{colour}]", escape(one.test.name), one.test.verdict, got, ", ".join(one.got.conditions)
        )
    return table


def lines_of(trial: Trial, most: int | None) -> list[str]:
    """The counts, and what no test speaks of."""
    cover = trial.coverage
    failed = len(trial.failed)
    count = f"{len(trial.tried)} test{'s' if len(trial.tried) != 1 else ''}"
    lines = [f"{count}, {failed} failed." if trial.tried else "No tests yet: tests.yaml holds them (docs/knowledge.md)."]
    tested = cover.rules - len(cover.untested_rules), cover.cells - len(cover.untested_cells)
    lines.append(f"Rules {tested[0]:,} of {cover.rules:,} ({_percent(tested[0], cover.rules)}) decided a test.")
    if cover.untested_cells:
        one = len(cover.untested_cells) == 1
        lines.append(f"{'This cell is' if one else f'These {len(cover.untested_cells):,} cells are'} decided by no tested rule:")
        lines += _fewer(
            [f"  {offering} x {', '.join(data)}" for offering, data in _by_offering(cover.untested_cells).items()], most
        )
    if cover.untested_rules:
        lines.append(f"{'This rule has' if len(cover.untested_rules) == 1 else 'These rules have'} no test:")
        lines += _fewer([f"  {rule.id} ({rule.at})" for rule in cover.untested_rules], most)
    return lines


def _by_offering(cells: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for offering, data in cells:
        found.setdefault(offering, []).append(data)
    return found


def _fewer(lines: list[str], most: int | None) -> list[str]:
    if most is None or len(lines) <= most:
        return lines
    return [*lines[:most], f"  ... and {len(lines) - most:,} more; --all names them"]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole else "-"


# --- for machines ----------------------------------------------------------------------------------------------------


def as_object(trial: Trial) -> dict[str, Any]:
    """For scripts."""
    cover = trial.coverage
    return {
        "tests": len(trial.tried),
        "failed": len(trial.failed),
        "results": [_result(one) for one in trial.tried],
        "coverage": {
            "rules": cover.rules,
            "rules_tested": cover.rules - len(cover.untested_rules),
            "untested_rules": [rule.id for rule in cover.untested_rules],
            "cells": cover.cells,
            "cells_tested": cover.cells - len(cover.untested_cells),
            "untested_cells": [f"{offering} x {data}" for offering, data in cover.untested_cells],
        },
    }


def _result(one: Tried) -> dict[str, Any]:
    return {
        "name": one.test.name,
        "file": one.test.at.file,
        "line": one.test.at.line,
        "ok": one.is_fine,
        "wanted": one.test.verdict,
        "got": one.got.verdict,
        "conditions": list(one.got.conditions),
        "cites": list(one.got.cited),
        "read_as": one.got.read_as,
        "wrong": list(one.wrong),
    }


def as_junit(trial: Trial) -> str:
    """JUnit XML, as build servers read it."""
    seconds = f"{sum(one.seconds for one in trial.tried):.3f}"
    counts = {"tests": str(len(trial.tried)), "failures": str(len(trial.failed)), "errors": "0", "time": seconds}
    suites = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "mayi test", **counts})
    for one in trial.tried:
        about = {"name": _printable(one.test.name), "classname": one.test.at.file, "time": f"{one.seconds:.3f}"}
        case = ElementTree.SubElement(suite, "testcase", {**about, "file": one.test.at.file, "line": str(one.test.at.line)})
        if one.wrong:
            failure = ElementTree.SubElement(case, "failure", {"message": _printable("; ".join(one.wrong))})
            rules = "\n".join(f"rule {rule} at {at}" for rule, at in one.got.rules)
            failure.text = _printable(f"{one.test.at}: read as {one.got.read_as or 'nothing'}\n{rules}", keep="\n")
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _printable(text: str, keep: str = "") -> str:
    """Without the characters that XML does not know."""
    return "".join(letter for letter in text if letter.isprintable() or letter in keep)
