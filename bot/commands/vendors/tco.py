"""``mayi tco``: a file of assumptions goes in; what each option costs over the years comes out, with what matters most."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from bot.advice.costing import as_object, cost_words, picture, picture_png
from bot.advice.costs import cost
from bot.advice.price_list import cost_lines
from bot.advice.workbook import to_csv, to_xlsx
from bot.commands.doors import stopping, to_file
from bot.commands.folders import here
from bot.commands.options import AS_JSON, KNOWLEDGE
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import Fault, KnowledgeError, in_order
from bot.knowledge.files.costs import read_costs
from bot.knowledge.matrix.pictures import PicturesMissingError
from bot.knowledge.sheets.plain_files import read_given
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.costs import Costed
from bot.policy.due.known_prices import prices_of_name
from bot.policy.words import Citation
from bot.saying.costs import CostWords

MOST_BYTES = 1_000_000


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(tco)


def tco(  # noqa: PLR0917 - Typer reads the arguments
    file: Path = typer.Argument(None, help="YAML file of assumptions; else lists those of the policy."),
    knowledge: Path = KNOWLEDGE,
    as_json: bool = AS_JSON,
    as_csv: bool = typer.Option(False, "--csv", help="Print every number as CSV."),
    xlsx: Path = typer.Option(None, "--xlsx", help="Write a workbook whose totals are formulas."),
    svg: Path = typer.Option(None, "--svg", help="Write charts: how costs add up, and what matters most."),
    prices: str = typer.Option("", "--prices", metavar="TOOL", help="Print a tool's list prices as lines for such a file."),
    png: Path = typer.Option(None, "--png", help="Write the charts as PNG; needs may-i[pictures]."),
) -> None:
    """Add up what each option costs over the years.

    With parts, break-even and what the total depends on most (docs/advice.md). docs/knowledge.md#costsyaml has the fields of
    the file.

    mayi tco knowledge/costs/one-seat.yaml
    """
    if as_json and as_csv:
        raise typer.BadParameter("use one of --json and --csv")
    if prices:
        _prices(prices)
        return
    if file is None:
        _list(here(knowledge), as_json or as_csv or bool(xlsx or svg or png))
        return
    with stopping():
        found = costs_of(file)
    today = datetime.now(UTC).date()
    if (xlsx or svg or png or as_json or as_csv) and len(found) > 1:
        typer.echo(f"{file}: has {len(found)} documents; keep one a file for --json, --csv, --xlsx, --svg and --png", err=True)
        raise typer.Exit(2)
    for costed in found:
        words = cost_words(costed, "en")
        if svg:
            to_file(svg, picture(words))
        if png:
            to_file(png, _painted(words))
        if xlsx:
            to_file(xlsx, to_xlsx(costed))
        if as_json:
            typer.echo(json.dumps(as_object(costed, today), ensure_ascii=False, indent=2))
        elif as_csv:
            typer.echo(to_csv(costed), nl=False)
        else:
            _page(words, today)


def _prices(tool: str) -> None:
    """What the catalog knows of a tool's prices; by its id or any of its names."""
    found = prices_of_name(tool, load_catalog())
    if not found:
        typer.echo(f"the catalog knows no price of `{tool}`; docs/catalog.md says where its prices stand", err=True)
        raise typer.Exit(2)
    for line in cost_lines(found):
        typer.echo(line)


def _list(folder: Path, wants_one: bool) -> None:
    """The costings of the policy, each with the command that adds it up."""
    files = sorted(file for file in (folder / "costs").glob("*.y*ml") if file.is_file())
    if wants_one or not files:
        there = f"{folder}/costs has {', '.join(file.name for file in files)}" if files else f"{folder}/costs has none"
        typer.echo(f"name a file of assumptions; {there}; docs/advice.md has an example", err=True)
        raise typer.Exit(2)
    with stopping():
        for file in files:
            typer.echo("\n".join(f"mayi tco {file}  # {one.costing.title}" for one in costs_of(file)))


def _painted(words: CostWords) -> bytes:
    try:
        return picture_png(words)
    except PicturesMissingError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem


def _page(words: CostWords, today: date) -> None:
    console, costed = Console(markup=False, emoji=False, highlight=False), words.costed
    costing = costed.costing
    console.print(costing.title, style="bold")
    table = Table("", *(one.name for one in costed.options))
    for year in range(costing.years):
        table.add_row(f"year {year + 1}", *(words.money(one.by_year[year]) for one in costed.options))
    table.add_section()
    for part in dict.fromkeys(part for one in costed.options for part in one.by_part):
        parts = (words.money(one.by_part[part]) if part in one.by_part else "–" for one in costed.options)
        table.add_row(words.part(part), *parts)
    table.add_section()
    table.add_row("total", *(words.money(one.total) for one in costed.options), style="bold")
    console.print(table)
    for sentence in (words.cheapest(), *words.crossings()):
        console.print(sentence, soft_wrap=True)
    _assumptions(console, words, today)


def _assumptions(console: Console, words: CostWords, today: date) -> None:
    table = Table(title="What is assumed", title_justify="left")
    for head in ("assumption", "value", "low", "high", "source", "day", ""):
        table.add_column(head, overflow="fold", no_wrap=head in ("low", "high", "day"))
    option = ""
    for one in words.costed.costing.assumptions():
        if words.option(one) != option:
            option = words.option(one)
            table.add_section()
            table.add_row(option, style="bold")
        value = f"{words.figure(one, one.value)} {words.unit(one)}".strip()
        ends = (words.figure(one, one.low), words.figure(one, one.high))
        day = one.day.isoformat() if one.day else "–"
        table.add_row(words.name(one), value, *ends, one.source or one.because or "–", day, words.states(one, today))
    console.print(table)


def costs_of(path: Path) -> tuple[Costed, ...]:
    """Raises ``KnowledgeError`` with every fault of the file."""
    try:
        content = read_given(path, MOST_BYTES)
        if len(content) > MOST_BYTES:
            raise _unreadable(path, f"the file has more than {MOST_BYTES} bytes", "split it")
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__, "give a file of costs") from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, "not UTF-8 text", "save the file as UTF-8") from error
    sheet = Sheet(str(path), text)
    found = read_costs(sheet)
    if not found and not sheet.faults:
        sheet.fault(
            "K010", None, "the file has no costs", "write `title`, `currency` and `options`; docs/advice.md has an example"
        )
    if sheet.faults:
        raise KnowledgeError(in_order(sheet.faults))
    return tuple(map(cost, found))


def _unreadable(path: Path, why: str, do: str) -> KnowledgeError:
    return KnowledgeError([Fault("K003", "fault", Citation(str(path), 1, 1), f"cannot be read: {why}", do)])
