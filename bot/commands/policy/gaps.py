"""``mayi gaps``: a ledger goes in; what people asked for and did not get comes out, and the edit that closes one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.options import AS_JSON, LEDGER
from bot.commands.policy.diff_pages import as_object, page
from bot.commands.written import told
from bot.desk.edits import digest_of
from bot.desk.gaps import Mended, gaps_of, mend_it, mended
from bot.desk.mend import Choice, NoMendError
from bot.knowledge.catalog import load_catalog
from bot.knowledge.edits.writing import Kept
from bot.knowledge.load import load
from bot.ledger.ledger import open_existing
from bot.policy.changes.gaps import Gap
from bot.policy.house import Knowledge
from bot.settings import Settings, read_settings

LACKS = {
    "tool": "a tool that no file names",
    "data": "words that no data type has",
    "rule": "no rule",
    "choice": "a name of several things",
    "answer": "people are not content",
}
WHYS = {"uncovered": "not covered", "asked_back": "asked back", "not_right": "not right", "to_owner": "sent to the owner"}
FOLDER = typer.Option(None, "--knowledge", help="The knowledge folder; else MAYI_KNOWLEDGE, else the sample.")
DAYS = typer.Option(30, "--days", min=1, help="How many days to look back.")


def register(app: typer.Typer) -> None:
    """Adds the group."""
    group = typer.Typer()
    group.callback(invoke_without_command=True)(list_)
    group.command()(fix)
    app.add_typer(group, name="gaps")


def list_(context: typer.Context, days: int = DAYS, folder: Path = FOLDER, ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """List what people asked and the policy did not answer.

    By tool and data, most people first: not covered, asked back, said to be not right, or sent to the owner. What was mended
    since is left out.

    mayi gaps fix 1 --effect review
    """
    if context.invoked_subcommand is None:
        with _looked(ledger, folder, days) as (found, _, _settings):
            _print(found, days, as_json)


def fix(
    number: int = typer.Argument(..., help="The gap's number, as `mayi gaps` shows it with the same --days."),
    *,
    as_: str = typer.Option(
        "", "--as", metavar="ID", help="What the words mean: the id of a tool, offering, data type or class."
    ),
    effect: str = typer.Option("", "--effect", help="Of a rule: allow, condition, review or forbid; else review."),
    condition: list[str] = typer.Option([], "--condition", metavar="ID", help="A condition of that rule."),
    data_class: str = typer.Option("", "--class", metavar="ID", help="The words are a new data type of this class."),
    may_loosen: bool = typer.Option(False, "--allow-looser", help="The rule may set aside the stricter ones that decide now."),
    days: int = DAYS,
    folder: Path = FOLDER,
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Write what is missing into the files: a rule, a name, a data type or a tool.

    Shows what the edit changes and writes it; `mayi confirm --undo` takes it back. Where the bot pulls a repository and no
    --knowledge is given, it waits as a proposal in MAYI_PROPOSALS.
    """
    if effect and effect not in {"allow", "condition", "review", "forbid"}:
        raise typer.BadParameter("use allow, condition, review or forbid", param_hint="--effect")
    with _looked(ledger, folder, days) as (found, knowledge, settings):
        gap = next((one for one in found if one.number == number), None)
        if gap is None:
            raise NoMendError(f"there is no gap {number}; `mayi gaps --days {days}` lists {len(found)}")
        choice = Choice(as_, effect, tuple(condition), data_class, may_loosen)
        catalog = load_catalog()
        done = mended(settings.knowledge, knowledge, catalog, gap=gap, choice=choice)
        if not as_json:
            typer.echo(done.edit.patch)
            typer.echo(page(done.compared))
        kept = mend_it(settings, knowledge, catalog, gap=gap, choice=choice, seen=digest_of(done.edit.patch))
        _tell(gap, done, kept, as_json)


@contextmanager
def _looked(url: str, folder: Path | None, days: int) -> Iterator[tuple[tuple[Gap, ...], Knowledge, Settings]]:
    with stopping():
        settings = read_settings(**({"knowledge": folder, "knowledge_git": ""} if folder else {}))
        knowledge = load(settings.knowledge, load_catalog()).or_raise()
        ledger = open_existing(url or settings.database, settings.secret)
        try:
            yield gaps_of(ledger, knowledge, datetime.now(UTC), days), knowledge, settings
        except NoMendError as problem:
            typer.echo(f"{problem}", err=True)
            raise typer.Exit(2) from problem
        finally:
            ledger.close()


def _print(found: tuple[Gap, ...], days: int, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"days": days, "gaps": [_plain(gap) for gap in found]}, ensure_ascii=False, indent=2))
        return
    if not found:
        typer.echo(f"Nothing in the last {days} days that the policy did not answer.")
        return
    wide = len(str(len(found)))
    for gap in found:
        why = ", ".join(f"{WHYS[name]} {count}" for name, count in gap.why.items())
        people = "1 person" if gap.people == 1 else f"{gap.people} people"
        typer.echo(f"{gap.number:>{wide}}  {name_of(gap)}  {people}; {why}")
        typer.echo(f"{'':>{wide}}  {LACKS[gap.lack]}")
        for text in gap.examples[:1]:
            typer.echo(f"{'':>{wide}}  “{text}”")
    typer.echo(f"\n`mayi gaps fix NUMBER --days {days}` writes the edit that closes one.")


def name_of(gap: Gap) -> str:
    """``tool × data`` as people call them."""
    return f"{gap.tool_label or 'any tool'} × {gap.data_label or 'any data'}"


def _plain(gap: Gap) -> dict[str, object]:
    return {**asdict(gap), "last": gap.last.isoformat()}


def _tell(gap: Gap, done: Mended, kept: Kept, as_json: bool) -> None:
    if as_json:
        found = {"file": kept.file, "proposal": str(kept.path or ""), "patch": kept.patch}
        typer.echo(json.dumps({"gap": _plain(gap), **found, "diff": as_object(done.compared)}, ensure_ascii=False, indent=2))
    else:
        typer.echo(f"\n{told(kept)}")
