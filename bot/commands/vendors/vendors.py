"""``mayi vendors``: a knowledge folder goes in; the register of vendors with what is due, or a proposed entry, comes out."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.clock.today import today_at
from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import AS_JSON, KNOWLEDGE
from bot.commands.written import told
from bot.desk.announced import Announced, about_change, with_change
from bot.desk.vendors import register_of
from bot.knowledge.catalog import load_catalog
from bot.knowledge.edits.writing import Kept, keep
from bot.knowledge.faults import did_you_mean
from bot.knowledge.history.propose import edit_of
from bot.knowledge.load import load
from bot.ledger.ledger import open_existing
from bot.policy.due.register import pages_of
from bot.policy.house import Knowledge
from bot.settings import read_settings
from bot.vendors.charset import decoded
from bot.vendors.pasted import Pasted, read_notice

NARROW = 110
MOST_BYTES = 1_000_000
DUE = {
    "change": "announced change takes effect",
    "notice": "last day to give notice",
    "end": "contract ends",
    "renewal": "contract renews by itself",
    "rehearsal": "way out to be rehearsed",
}


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(invoke_without_command=True)
    group.callback()(vendors)
    group.command()(announce)
    app.add_typer(group, name="vendors")


def vendors(
    context: typer.Context,
    folder: Path = KNOWLEDGE,
    ledger: str = typer.Option("", "--ledger", help="Address of the ledger: also show what watching found."),
    as_json: bool = AS_JSON,
) -> None:
    """Show vendors' contracts, pages of terms and what is due."""
    if context.invoked_subcommand:
        return
    with stopping():
        found = _register(here(folder), ledger)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    console = Console(width=None if Console().width >= NARROW else NARROW, highlight=False)
    if not found:
        typer.echo("No vendor is registered; docs/knowledge.md shows how a file below vendors/ looks.")
        return
    console.print(_vendors(found))
    due = sorted(((one, vendor["name"]) for vendor in found for one in vendor["due"]), key=lambda pair: pair[0]["day"])
    if due:
        console.print()
        console.print(_due(due))


def announce(
    vendor: str = typer.Argument(..., help="The vendor's id."),
    title: str = typer.Argument("", help="What changes; else the subject of the notice."),
    *,
    effective: datetime = typer.Option(
        None, "--effective", formats=["%Y-%m-%d"], metavar="DATE", help="The day on which it takes effect."
    ),
    announced: str = typer.Option("", "--announced", metavar="WHERE", help="Where it was announced: a page, an e-mail."),
    announced_on: datetime = typer.Option(
        None, "--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day on which it was announced."
    ),
    tools: list[str] = typer.Option([], "--tool", help="A tool or offering that it is about."),
    touches: list[str] = typer.Option(
        [],
        "--touches",
        metavar="PAGE",
        help="A page of terms that changes, such as privacy; what rests on it is under review.",
    ),
    needed: str = typer.Option("", "--needed", help="What must be done by then."),
    owner: str = typer.Option("", "--owner", help="Who sees to it; else the policy's owner."),
    url: str = typer.Option("", "--url", help="Where it can be read."),
    notice: Path = typer.Option(
        None, "--notice", metavar="FILE", help="The vendor's notice: text or a saved mail; `-` reads standard input."
    ),
    folder: Path = KNOWLEDGE,
    as_json: bool = AS_JSON,
) -> None:
    """Write a change that a vendor announced into its file.

    A notice (--notice) gives title, day and address where you do not. `mayi confirm --undo` takes the entry back.

    mayi vendors announce openai "New retention period" --effective 2026-12-15 --touches privacy
    """
    pasted = read_notice(_read(notice)) if notice else Pasted("", None, ())
    change = Announced(
        vendor=vendor,
        title=title or pasted.title,
        effective=_day(effective, pasted),
        announced=announced or ("E-mail" if notice else ""),
        announced_on=announced_on.date() if announced_on else None,
        tools=tuple(tools),
        needed=needed,
        owner=owner,
        url=url or pasted.url,
        touches=tuple(touches),
    )
    if not change.title:
        raise typer.BadParameter("say what changes", param_hint="TITLE")
    with stopping():
        settings = read_settings(knowledge=here(folder), **({"knowledge_git": ""} if folder else {}))
        knowledge = load(settings.knowledge, load_catalog()).or_raise()
        known = _known(change, knowledge)
        edit = edit_of(settings.knowledge, with_change(settings.knowledge, known, knowledge))
        if not as_json:
            typer.echo(edit.patch)
        kept = keep(settings, about_change(known), lambda: with_change(settings.knowledge, known, knowledge))
    _tell(change, kept, as_json, is_past=change.effective < today_at(knowledge))


def _known(change: Announced, knowledge: Knowledge) -> Announced:
    """A change of a vendor and of pages that are known; else exits with what they are called."""
    known = [one.id for one in knowledge.vendors]
    if change.vendor not in known:
        do = did_you_mean(change.vendor, known, "`mayi vendors` lists them")
        raise typer.BadParameter(f"no vendor has the id `{change.vendor}`; {do}", param_hint="VENDOR")
    vendor = next(one for one in knowledge.vendors if one.id == change.vendor)
    pages = [page.kind for page in pages_of(vendor, load_catalog().terms)]
    for page in (one.partition("#")[0] for one in change.touches):
        if page not in pages:
            do = did_you_mean(page, pages, "`mayi vendors --json` lists them")
            raise typer.BadParameter(f"{vendor.name} has no page of terms `{page}`; {do}", param_hint="--touches")
    return change


def _tell(change: Announced, kept: Kept, as_json: bool, *, is_past: bool) -> None:
    found = {"file": kept.file, "proposal": str(kept.path or ""), "patch": kept.patch}
    found |= {"effective": change.effective.isoformat(), "title": change.title}
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        past = " That day is past: nobody is reminded of it." if is_past else ""
        typer.echo(f"{change.title}, from {change.effective}.{past}\n{told(kept)}")


def _day(given: datetime | None, pasted: Pasted) -> date:
    if given:
        return given.date()
    if pasted.effective:
        return pasted.effective
    named = ", ".join(day.isoformat() for day in pasted.days)
    seen = f"; the notice names {named}" if named else ""
    raise typer.BadParameter(f"give the day on which it takes effect{seen}", param_hint="--effective")


def _read(notice: Path) -> str:
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES) if str(notice) == "-" else notice.read_bytes()[:MOST_BYTES]
    except OSError as problem:
        raise typer.BadParameter(f"{notice} cannot be read: {problem.strerror}", param_hint="--notice") from problem
    return decoded(raw, "")


def _register(folder: Path, url: str) -> list[dict[str, Any]]:
    catalog = load_catalog()
    knowledge = load(folder, catalog).or_raise()
    today = today_at(knowledge)
    if not url:
        return register_of(knowledge, catalog, (), today)
    ledger = open_existing(url, read_settings().secret)
    try:
        return register_of(knowledge, catalog, ledger.watched_pages(), today)
    finally:
        ledger.close()


def _vendors(found: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("Vendor", "Products", "Contract until", "Notice by", "Pages of terms", "Way out"):
        table.add_column(name, overflow="fold")
    for vendor in found:
        ends = [one["end"] for one in vendor["contracts"] if one["end"]]
        notices = [one["notice_by"] for one in vendor["contracts"] if one["notice_by"]]
        watched = sum(page["watched"] for page in vendor["pages"])
        pages = f"{len(vendor['pages'])}, {watched} watched" if watched else str(len(vendor["pages"]))
        way = (
            f"{vendor['migration']['to']}, rehearsed {vendor['migration']['rehearsed'] or 'never'}" if vendor["migration"] else ""
        )
        cells = (vendor["name"], ", ".join(vendor["products"]), ", ".join(ends), ", ".join(notices), pages, way)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _due(due: list[tuple[dict[str, Any], str]]) -> Table:
    table = Table(title="Due", title_justify="left", box=None, pad_edge=False)
    for name in ("When", "Vendor", "What", "About", "Owner"):
        table.add_column(name, overflow="fold")
    for one, vendor in due:
        table.add_row(*(Text(cell) for cell in (one["day"], vendor, DUE[one["what"]], one["about"], one["owner"])))
    return table
