"""``mayi terms``: folders with texts of terms go in, judged changes come out. `judge` is used from outside: keep its form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from bot.commands.watching import add_to
from bot.flows.replay_terms import Outcome
from bot.wiring.terms import NoPairError, as_plain, judged, replayed

FOLDERS = typer.Argument(..., exists=True, file_okay=False, help="Folders, each with before.md and after.md.")
TIMELINE = typer.Argument(..., exists=True, file_okay=False, help="A folder with the texts of one page, 2026-01-31.md and so on.")
JSON = typer.Option(None, "--json", help="Write the result to this file; `-` prints it.")

LONGEST_QUOTE = 240


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help="Vendors' terms: watch pages, judge a change, replay a page's history.", no_args_is_help=True)

    @group.command("judge")
    def judge(folders: list[Path] = FOLDERS, json_out: Path = JSON) -> None:
        """Judge changes of terms: how grave, about what, looser or stricter, since when."""
        with _stopping():
            with Progress(console=Console(stderr=True), transient=True) as progress:
                made = [judged(folder) for folder in progress.track(folders, description="judging")]
            _put(made, json_out)
        if json_out is None:
            _print(made)

    @group.command("replay")
    def replay(timeline: Path = TIMELINE, json_out: Path = JSON) -> None:
        """Replay a page's history: what would have been posted when, and why the rest would not."""
        with _stopping():
            made = replayed(timeline)
            _put([_plain(one) for one in made], json_out)
        if json_out is None:
            _print_timeline(made)

    add_to(group)
    app.add_typer(group, name="terms")


@contextmanager
def _stopping() -> Iterator[None]:
    try:
        yield
    except NoPairError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem


def _put(made: list[dict[str, object]], out: Path | None) -> None:
    if out is None:
        return
    if str(out) == "-":
        typer.echo(json.dumps(made, ensure_ascii=False))
        return
    try:
        out.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as problem:
        raise NoPairError(f"{out}: cannot be written ({problem.strerror}); give another file") from problem


def _print(made: list[dict[str, object]]) -> None:
    for one in made:
        typer.echo(f"{one['id']}  {_told(one)}")
        for line in _below(one):
            typer.echo(f"     {line}")


def _told(one: dict[str, object]) -> str:
    topics = one["topics"]
    about = ", ".join(map(str, topics)) if isinstance(topics, list) else ""
    dates = [f"{name.split('_')[0]} {one[name]}" for name in ("effective_date", "stated_date") if one[name]]
    return " · ".join([str(one["severity"]), str(one["direction"]), about, *dates])


def _below(one: dict[str, object]) -> Iterator[str]:
    yield str(one["summary"])
    quote = " ".join(str(one["deciding_quote"]).split())
    if quote:
        yield f"“{quote}”" if len(quote) <= LONGEST_QUOTE else f"“{quote[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …”"


def _print_timeline(made: list[Outcome]) -> None:
    for one in made:
        if one.posted is None:
            typer.echo(f"{one.recorded}  not posted: {one.why.replace('_', ' ')}")
            continue
        typer.echo(f"{one.recorded}  posted {one.posted}  {_told(as_plain(one.judgement))}")
        typer.echo(f"            {one.judgement.summary}")


def _plain(one: Outcome) -> dict[str, object]:
    return {
        "recorded": one.recorded.isoformat(),
        "posted": one.posted.isoformat() if one.posted else None,
        "why_not": one.why or None,
        **as_plain(one.judgement),
    }
