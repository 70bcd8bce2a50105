"""``mayi terms``: folders with texts of terms go in, judged changes come out. `judge` is used from outside: keep its form."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import Progress

from bot.commands.doors import stopping
from bot.commands.options import JSON_FILE, LANGUAGE
from bot.commands.vendors.watching import add_to
from bot.exam.terms_belief import Telling
from bot.knowledge.starting.answers import AnswersError
from bot.owners.start import language_of
from bot.policy.vendors.terms import Judgement
from bot.saying.notices.terms import replayed_as, summed_up
from bot.vendors.judging.judge import judge as judge_by_rules
from bot.vendors.judging.replay import Outcome, Version
from bot.vendors.judging.replay import replay as replay_versions

FOLDERS = typer.Argument(..., exists=True, file_okay=False, help="Folders, each with before.md and after.md.")
TIMELINE = typer.Argument(
    ..., exists=True, file_okay=False, help="Folder with the texts of one page, each named for its day: 2026-01-31.md."
)
MODEL = typer.Option("", "--model", help="Let this Ollama model read each change too, and show what counted.")

ABOUT = """Watch vendors' pages of terms and judge what they change.

docs/terms.md says what is fetched, what counts as a change and how it is judged.
"""
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
LONGEST_QUOTE = 240


class NoPairError(Exception):
    """A folder that holds no texts to judge. The message says which file, and what to do."""


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer(help=ABOUT, no_args_is_help=True)
    group.command()(judge)
    group.command()(replay)
    add_to(group)
    app.add_typer(group, name="terms")


def judge(folders: list[Path] = FOLDERS, json_out: Path = JSON_FILE, language: str = LANGUAGE, model: str = MODEL) -> None:
    """Judge changes of terms: how grave, about what, looser or stricter, since when.

    What a model says counts where it passed the exam on terms (docs/models.md#changes-of-terms).
    """
    with _stopping(), stopping():
        spoken = _language(language)
        telling = Telling(model) if model else None
        with Progress(console=Console(stderr=True), transient=True) as progress:
            made = [judged(folder, spoken, telling) for folder in progress.track(folders, description="judging")]
        _put(made, json_out)
    if json_out is None:
        _print(made)


def replay(timeline: Path = TIMELINE, json_out: Path = JSON_FILE, language: str = LANGUAGE) -> None:
    """Replay a page's history: what would have been posted when, and why the rest would not.

    A `timeline.json` beside the texts may say which are technical changes: `versions: [{file, technical_upgrade}]`.
    """
    with _stopping():
        spoken = _language(language)
        made = replayed(timeline)
        _put([_plain(one, spoken) for one in made], json_out)
    if json_out is None:
        _print_timeline(made, spoken)


@contextmanager
def _stopping() -> Iterator[None]:
    try:
        yield
    except (NoPairError, AnswersError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem


def _language(wanted: str) -> str:
    return language_of(wanted, *(os.environ.get(name, "") for name in LOCALES))


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
        for line in (*_below(one), *_heard(one.get("model"))):
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


def _heard(said: object) -> Iterator[str]:
    """What words said, what each pass of the model said, and what counted."""
    if not isinstance(said, dict):
        return
    for name in ("words", "read", "check"):
        one = said[name]
        quotes = "".join(f" “{quote}”" for quote in one.get("quotes", [])) if one else ""
        yield f"{name:8}{one['severity']} · {one['direction']}{quotes}" if one else f"{name:8}no reply that counts"
    if said["counted"]:
        yield f"counted {', '.join(said['counted'])}, as both passes say (record {said['record']})"
        return
    whys = [f"{said['name']} changes nothing: {said['why_no_more']}" if said["why_no_more"] else ""]
    whys += ["training that words found by name is never made milder" if said["held"] else ""]
    whys += ["the change is longer than it saw" if not said["saw_all"] else ""]
    yield f"counted words{''.join(f'; {why}' for why in whys if why)}"


def _print_timeline(made: list[Outcome], language: str) -> None:
    for one in made:
        said = replayed_as(one.posted, one.why, language)
        if one.posted is None:
            typer.echo(f"{one.recorded}  {said}")
            continue
        plain = as_plain(one.judgement, language)
        typer.echo(f"{one.recorded}  {said}  {_told(plain)}")
        typer.echo(f"            {plain['summary']}")


def _plain(one: Outcome, language: str) -> dict[str, object]:
    return {
        "recorded": one.recorded.isoformat(),
        "posted": one.posted.isoformat() if one.posted else None,
        "why_not": one.why or None,
        **as_plain(one.judgement, language),
    }


# --- folders -------------------------------------------------------------------------------------------------------


def judged(folder: Path, language: str, model: Telling | None = None) -> dict[str, Any]:
    """One folder with before.md and after.md, judged: the form that is read from outside. The summary is in the language.

    ``model``: what it said stands in it too, under ``model``.
    """
    before, after = (_text(folder / name) for name in ("before.md", "after.md"))
    started = time.perf_counter()
    made = (model.judge if model else judge_by_rules)(before, after)
    told = {"id": folder.resolve().name, **as_plain(made, language), "seconds": round(time.perf_counter() - started, 4)}
    return {**told, "model": model.plain()} if model else told


def as_plain(made: Judgement, language: str) -> dict[str, Any]:
    """A judgement as plain data; dates ISO or None."""
    return {
        "severity": made.severity.value,
        "topics": [topic.value for topic in made.topics],
        "direction": made.direction.value,
        "effective_date": made.effective_date.isoformat() if made.effective_date else None,
        "stated_date": made.stated_date.isoformat() if made.stated_date else None,
        "summary": summed_up(made, language),
        "deciding_quote": made.deciding_quote,
    }


def replayed(folder: Path) -> list[Outcome]:
    """A timeline: files named YYYY-MM-DD.md, and timeline.json where it says which were technical."""
    return list(replay_versions(_versions(folder)))


def _versions(folder: Path) -> Iterator[Version]:
    found = sorted(file for file in folder.glob("*.md") if _day(file.stem))
    if len(found) < 2:
        raise NoPairError(f"{folder}: no two files named like 2026-01-31.md; give the folder of one timeline")
    technical = _technical(folder / "timeline.json")
    for file in found:
        day = _day(file.stem)
        if day is not None:
            yield Version(day, _text(file), file.name in technical)


def _technical(file: Path) -> frozenset[str]:
    if not file.exists():
        return frozenset()
    try:
        versions = json.loads(file.read_text(encoding="utf-8"))["versions"]
        return frozenset(str(one["file"]) for one in versions if one.get("technical_upgrade"))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise NoPairError(f"{file}: cannot be read ({problem}); it holds `versions`, each with `file`") from problem


def _day(stem: str) -> date | None:
    try:
        return datetime.strptime(stem, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no moment
    except ValueError:
        return None


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except OSError as problem:
        raise NoPairError(
            f"{file}: cannot be read ({problem.strerror}); a pair is a folder with before.md and after.md"
        ) from problem
    if raw.startswith(b"%PDF-") or b"\0" in raw:
        raise NoPairError(f"{file}: is no text; give its words as text, as they are copied out of the page or the PDF")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
