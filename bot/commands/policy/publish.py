"""``mayi publish``, ``rollback`` and ``versions``: a knowledge folder in git goes in; the version that answers comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.options import AS_JSON
from bot.knowledge.history.checkout import CheckoutError
from bot.owners import publish as owners
from bot.owners.publish import Done, FailedTestsError, NothingToPublishError, accept, versions_of
from bot.settings import read_settings

HERE = Path("knowledge")
FOLDER = typer.Option(HERE, "--knowledge", envvar="MAYI_KNOWLEDGE", help="The knowledge folder in a git checkout.")
MESSAGE = typer.Option("", "--message", "-m", help="Why, in a sentence, for the list of versions.")
GATE = 1
LONG_ENOUGH = re.compile(r"[0-9a-f]{12,40}")


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(publish)
    app.command()(rollback)
    app.command()(versions)


def publish(
    folder: Path = FOLDER,
    message: str = MESSAGE,
    without_tests: bool = typer.Option(False, "--without-tests", help="Publish though the policy's own tests fail."),
    accepted: str = typer.Option(
        "", "--accept", metavar="COMMIT", help="Where the bot runs: accept a rewritten git history, up to this commit."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Check, test and push the policy as a new version.

    The folder stands in a git checkout (docs/owners.md). A faulty policy is not published, nor one whose own tests fail (exit
    code 1). A running bot follows within MAYI_RELOAD_SECONDS, or MAYI_KNOWLEDGE_POLL_SECONDS where it pulls the repository.
    """
    with _refusing():
        if accepted:
            if not LONG_ENOUGH.fullmatch(accepted):
                raise NothingToPublishError("give at least 12 letters of the commit, as the message to the owner shows it")
            accept(read_settings(), accepted)
            typer.echo(json.dumps({"accepted": accepted}) if as_json else f"Accepted: the next look takes {accepted}.")
            return
        _tell(owners.publish(folder, message, tested=not without_tests), as_json)


def rollback(
    version: str = typer.Argument("", help="The version to publish again; else the one before the newest."),
    folder: Path = FOLDER,
    message: str = MESSAGE,
    as_json: bool = AS_JSON,
) -> None:
    """Publish an earlier version again.

    Nothing is lost: the versions in between stay.
    """
    with _refusing():
        _tell(owners.go_back(folder, version, message), as_json)


def versions(
    folder: Path = FOLDER,
    most: int = typer.Option(20, "--most", min=1, help="How many."),
    as_json: bool = AS_JSON,
) -> None:
    """List the policy's versions, newest first, as in receipts."""
    with _refusing():
        known, is_edited = versions_of(folder, most)
    if as_json:
        typer.echo(json.dumps({"edited": is_edited, "versions": [asdict(one) for one in known]}, ensure_ascii=False, indent=2))
        return
    if is_edited:
        typer.echo("(edits that are not published yet)")
    for one in known:
        typer.echo(f"{one.version}  {one.day[:16].replace('T', ' ')}  {one.author}  {one.subject}")


def _tell(done: Done, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
        return
    where = f"pushed to {done.pushed_to}" if done.pushed_to else "not pushed: this branch follows no other (`git push -u` once)"
    typer.echo(
        f"Back to {done.back_to}, as version {done.version}; {where}." if done.back_to else f"Version {done.version}; {where}."
    )


@contextmanager
def _refusing() -> Iterator[None]:
    """Exit with 2 and a sentence where it cannot be done, with 1 and each test that fails."""
    try:
        with stopping():
            yield
    except FailedTestsError as problem:
        typer.echo(f"{problem}\nNot published: mend the rule or the test, or give --without-tests.", err=True)
        raise typer.Exit(GATE) from problem
    except (CheckoutError, NothingToPublishError) as problem:
        typer.echo(f"{problem}", err=True)
        raise typer.Exit(2) from problem
