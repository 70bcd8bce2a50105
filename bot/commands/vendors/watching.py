"""``mayi terms watch``, ``status`` and ``captures``: watched pages go in; what looks found, how each stands, its texts come."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.app import App
from bot.commands.doors import stopping
from bot.commands.options import AS_JSON, LANGUAGE, LEDGER
from bot.desk.terms import WATCH_SECONDS, Watching
from bot.desk.vendors import look_of, status_of
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import Ledger, open_existing, open_ledger
from bot.owners.start import language_of
from bot.policy.world import Catalog
from bot.saying.notices.seen import column, found, reason_in
from bot.settings import Settings, read_settings

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
NARROW = 110


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group ``mayi terms``."""
    group.command()(watch)
    group.command()(status)
    group.command()(captures)


def watch(
    once: bool = typer.Option(False, "--once", help="Look at what is due now, then stop."),
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
    language: str = LANGUAGE,
) -> None:
    """Look at the watched pages of terms whose time has come, as a running bot does."""
    with stopping(), _opened(ledger) as (settings, kept, store, catalog):
        spoken = _language(language)
        watching = Watching(App(settings, catalog, kept, store.current))
        try:
            while True:
                store.refresh()
                for seen in watching.round():
                    plain = look_of(seen)
                    said = f"{plain['page']}: {found(plain['look'], spoken)}, {reason_in(plain['why'], spoken)}"
                    typer.echo(json.dumps(plain, ensure_ascii=False) if as_json else said)
                if once:
                    break
                time.sleep(WATCH_SECONDS)
        except KeyboardInterrupt:
            typer.echo("stopped", err=True)
        finally:
            watching.stop()


def status(ledger: str = LEDGER, as_json: bool = AS_JSON, language: str = LANGUAGE) -> None:
    """Show each watched page: its state, why, and when it is looked at next."""
    with stopping(), _opened(ledger, open_existing if ledger else open_ledger) as (_, kept, store, catalog):
        pages, spoken = status_of(store.current(), catalog, kept), _language(language)
    if as_json:
        typer.echo(json.dumps(pages, ensure_ascii=False, indent=2))
    elif not pages:
        typer.echo("No page is watched; write `watch: yes` into policy.yaml, or into a vendor's file.")
    else:
        Console(width=None if Console().width >= NARROW else NARROW, highlight=False).print(_table(pages, spoken))


def captures(
    page: str = typer.Argument("", help="A page, such as openai/privacy; else all."),
    *,
    text: str = typer.Option(
        "", "--text", metavar="CAPTURE", help="Print the text of this capture instead; its first letters are enough."
    ),
    limit: int = typer.Option(50, "--limit", min=1, max=10_000, help="How many, newest first."),
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
    language: str = LANGUAGE,
) -> None:
    """Show what was fetched when, from where, and why it is or is not a change."""
    with stopping(), _opened(ledger, open_existing if ledger else open_ledger) as (_, kept, _, _):
        looks, spoken = [look_of(seen) for seen in kept.page_looks(page, limit)], _language(language)
        words = kept.capture_like(text) if text else None
    if text:
        if words is None:
            raise typer.BadParameter(f"no capture begins with `{text}`, or several do", param_hint="--text")
        typer.echo(words)
    elif as_json:
        typer.echo(json.dumps(looks, ensure_ascii=False, indent=2))
    elif not looks:
        typer.echo("Nobody has looked yet; `mayi terms watch --once` does.")
    else:
        Console(width=None if Console().width >= NARROW else NARROW, highlight=False).print(_looks(looks, spoken))


@contextmanager
def _opened(
    url: str, opener: Callable[[str, bytes], Ledger] = open_ledger
) -> Iterator[tuple[Settings, Ledger, KnowledgeStore, Catalog]]:
    settings, catalog = read_settings(), load_catalog()
    store = KnowledgeStore(settings.knowledge, catalog)
    ledger = opener(url or settings.database, settings.secret)
    try:
        yield settings, ledger, store, catalog
    finally:
        ledger.close()


def _language(wanted: str) -> str:
    return language_of(wanted, *(os.environ.get(name, "") for name in LOCALES))


def _table(pages: list[dict[str, Any]], language: str) -> Table:
    table = _headed(language, "page", "state", "why", "looked_at", "next_at")
    for one in pages:
        state = found(one["state"], language) + (f" ({one['tries']}×)" if one["tries"] else "")
        moments = [(one[name] or "").replace("T", " ")[:16] for name in ("looked_at", "next_at")]
        table.add_row(*(Text(cell) for cell in (one["page"], state, reason_in(one["why"], language), *moments)))
    return table


def _looks(looks: list[dict[str, Any]], language: str) -> Table:
    table = _headed(language, "when", "page", "found", "why", "from", "capture")
    for one in looks:
        said = (found(one["look"], language), reason_in(one["why"], language))
        cells = (one["at"].replace("T", " ")[:16], one["page"], *said, one["url"], one["capture"][:12])
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _headed(language: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in columns:
        table.add_column(column(name, language), overflow="fold")
    return table
