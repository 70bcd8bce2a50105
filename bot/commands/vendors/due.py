"""``mayi due``: a knowledge folder goes in; what is to be looked at again, by when and by whom, comes out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from bot.clock.today import today_at
from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import AS_JSON, FOLDER, SAME_FOLDER
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.due.freshness import due_by
from bot.policy.house import Knowledge, Reviewed

GATE = 1
Due = Sequence[tuple[Reviewed, int]]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(due)


def due(
    folder: Path = FOLDER,
    knowledge: Path = SAME_FOLDER,
    days: int = typer.Option(30, "--days", min=0, help="How many days ahead."),
    as_json: bool = AS_JSON,
    strict: bool = typer.Option(False, "--strict", help="Exit with 1 where something is overdue."),
) -> None:
    """List rules, tools and records to look at again, with owners.

    Also pages of guidance and waivers. What names no owner is the policy owner's. An answer that rests on something overdue
    says so; its verdict stays.
    """
    with stopping():
        read = load(here(knowledge or folder), load_catalog()).or_raise()
    today = today_at(read)
    found = due_by(read.reviews, today, days)
    if as_json:
        typer.echo(json.dumps(as_object(read, found, today, days), ensure_ascii=False, indent=2))
    else:
        _page(read, found, days)
    if strict and any(left < 0 for _, left in found):
        raise typer.Exit(GATE)


def undated(knowledge: Knowledge) -> dict[str, int]:
    """How many of each kind have no day. Groups are no products, and have none to be looked at."""
    groups = knowledge.vocabulary.groups
    found = Counter(
        one.kind for one in knowledge.reviews if one.review_by is None and not (one.kind == "tool" and one.id in groups)
    )
    return dict(sorted(found.items()))


def _page(knowledge: Knowledge, found: Due, days: int) -> None:
    console = Console()
    if found:
        table = Table("by", "", "what")
        for head in ("id", "owner", "where"):
            table.add_column(head, overflow="fold")
        for one, left in found:
            told = "today" if left == 0 else f"{-left} days overdue" if left < 0 else f"in {left} days"
            at = f"{one.at.file}:{one.at.line}"
            table.add_row(str(one.review_by), told, one.kind, one.id, one.owner or "nobody", at, style="bold" if left < 0 else "")
        console.print(table)
    overdue = sum(left < 0 for _, left in found)
    console.print(f"{len(found)} to look at within {days} days, {overdue} of them overdue.", highlight=False)
    if missing := undated(knowledge):
        counts = ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in missing.items())
        console.print(f"Without a review date: {counts}.", highlight=False, soft_wrap=True)


def as_object(knowledge: Knowledge, found: Due, today: date, days: int) -> dict[str, Any]:
    """For scripts."""
    return {
        "today": today.isoformat(),
        "days": days,
        "overdue": sum(left < 0 for _, left in found),
        "due": [
            {
                "kind": one.kind,
                "id": one.id,
                "review_by": str(one.review_by),
                "days_left": left,
                "owner": one.owner,
                "file": one.at.file,
                "line": one.at.line,
            }
            for one, left in found
        ],
        "undated": undated(knowledge),
    }
