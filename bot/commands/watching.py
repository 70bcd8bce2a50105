"""``mayi terms watch``, ``status`` and ``captures``: watched pages go in; what looks found, how each stands, its texts come."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.doors import stopping
from bot.knowledge.catalog import load_catalog
from bot.knowledge.store import KnowledgeStore
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.world import Catalog
from bot.settings import Settings, read_settings
from bot.wiring.register import look_of, status_of
from bot.wiring.watching import WATCH_SECONDS, Watching

LEDGER = typer.Option("", "--ledger", help="Address of the bot's database; else MAYI_DATABASE.")
AS_JSON = typer.Option(False, "--json", help="Print JSON.")
NARROW = 110


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group ``mayi terms``."""
    group.command("watch")(watch)
    group.command("status")(status)
    group.command("captures")(captures)


def watch(
    once: bool = typer.Option(False, "--once", help="Look at what is due now, then stop."),
    ledger: str = LEDGER,
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object for each look."),
) -> None:
    """Look at watched pages of terms whose time has come. A running bot does the same, and tells what changed."""
    with stopping(), _opened(ledger) as (settings, kept, store, catalog):
        watching = Watching(settings, kept, store.current, catalog)
        try:
            while True:
                store.refresh()
                for seen in watching.round():
                    found = look_of(seen)
                    line = (
                        json.dumps(found, ensure_ascii=False) if as_json else f"{found['page']}: {found['look']}, {found['why']}"
                    )
                    typer.echo(line)
                if once:
                    break
                time.sleep(WATCH_SECONDS)
        except KeyboardInterrupt:
            typer.echo("stopped", err=True)
        finally:
            watching.stop()


def status(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Show every watched page: its state, why, and when it is looked at next."""
    with stopping(), _opened(ledger) as (_, kept, store, catalog):
        found = status_of(store.current(), catalog, kept)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif not found:
        typer.echo("No page is watched; write `watch: yes` into a vendor's file.")
    else:
        Console(width=None if Console().width >= NARROW else NARROW, highlight=False).print(_table(found))


def captures(
    page: str = typer.Argument("", help="A page, such as openai/privacy; else all."),
    text: str = typer.Option(
        "", "--text", metavar="CAPTURE", help="Print the text of one capture instead; its first letters do."
    ),
    limit: int = typer.Option(50, "--limit", min=1, max=10_000, help="How many looks, newest first."),
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Show what was fetched when, from where, and why it is or is not a change."""
    with stopping(), _opened(ledger) as (_, kept, _, _):
        found = [look_of(seen) for seen in kept.page_looks(page, limit)]
        words = kept.capture_like(text) if text else None
    if text:
        if words is None:
            raise typer.BadParameter(f"no capture begins with `{text}`, or several do", param_hint="--text")
        typer.echo(words)
    elif as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif not found:
        typer.echo("Nobody has looked yet; `mayi terms watch --once` does.")
    else:
        Console(width=None if Console().width >= NARROW else NARROW, highlight=False).print(_looks(found))


@contextmanager
def _opened(url: str) -> Iterator[tuple[Settings, Ledger, KnowledgeStore, Catalog]]:
    settings, catalog = read_settings(), load_catalog()
    store = KnowledgeStore(settings.knowledge, catalog)
    ledger = open_ledger(url or settings.database, (settings.key.get_secret_value() if settings.key else "").encode())
    try:
        yield settings, ledger, store, catalog
    finally:
        ledger.close()


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("Page", "State", "Why", "Looked at", "Next"):
        table.add_column(name, overflow="fold")
    for one in found:
        state = f"{one['state']} ({one['tries']}×)" if one["tries"] else one["state"]
        moments = [(one[name] or "").replace("T", " ")[:16] for name in ("looked_at", "next_at")]
        table.add_row(*(Text(cell) for cell in (one["page"], state, one["why"], *moments)))
    return table


def _looks(found: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("When", "Page", "Found", "Why", "From", "Capture"):
        table.add_column(name, overflow="fold")
    for one in found:
        when = one["at"].replace("T", " ")[:16]
        table.add_row(*(Text(cell) for cell in (when, one["page"], one["look"], one["why"], one["url"], one["capture"][:12])))
    return table
