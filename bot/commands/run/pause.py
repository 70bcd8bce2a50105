"""``mayi pause``, ``resume`` and ``announce``: an admin's words go in; every running bot says them within seconds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer

from bot.answers import board
from bot.answers.board import LONGEST, MOST_DAYS, NotPutUpError, from_command_line
from bot.commands.doors import stopping
from bot.commands.options import AS_JSON, LEDGER
from bot.environment import SettingsError
from bot.ledger.ledger import Ledger, open_ledger
from bot.settings import read_settings

WRONG = {
    "words": f"the words are missing, or longer than {LONGEST} characters: give them with --words",
    "past": "the last day has passed: give a later one with --until",
    "far": f"the last day is more than {MOST_DAYS} days away: give an earlier one with --until",
}


def register(app: typer.Typer) -> None:
    """Add the three commands."""
    app.command()(pause)
    app.command()(resume)
    app.command()(announce)


def pause(
    words: str = typer.Option("", "--words", help="What people who ask read meanwhile."),
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Stop answering for a while; questions are still logged.

    Whoever asks gets one line instead. Reminders and corrections go on. Needs the bot's MAYI_KEY; admins have the same in App
    Home.
    """
    with _ledger(ledger) as opened:
        board.pause(opened, from_command_line(), words)
    _print({"paused": True, "words": words}, "Answers are paused. Go on with: mayi resume", as_json)


def resume(ledger: str = LEDGER, as_json: bool = AS_JSON) -> None:
    """Answer again."""
    with _ledger(ledger) as opened:
        was_paused = board.resume(opened, from_command_line())
    _print({"paused": False, "was_paused": was_paused}, "Answering again." if was_paused else "Nothing was paused.", as_json)


def announce(
    words: str = typer.Option("", "--words", help="The line."),
    until: datetime = typer.Option(None, "--until", formats=["%Y-%m-%d"], metavar="DATE", help="The last day."),
    withdraw: bool = typer.Option(False, "--withdraw", help="Take the announcement down."),
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Put a line above every answer until a day.

    It changes no ruling. Needs the bot's MAYI_KEY.

    mayi announce --words "The new policy is in force." --until 2026-12-31
    """
    if withdraw:
        with _ledger(ledger) as opened:
            hung = board.withdraw(opened, datetime.now(UTC).date(), from_command_line())
        _print({"announced": "", "hung": hung}, "Taken down." if hung else "No announcement hung there.", as_json)
        return
    if until is None:
        raise typer.BadParameter("give the last day with --until 2026-12-31", param_hint="--until")
    with _ledger(ledger) as opened:
        board.announce(opened, datetime.now(UTC).date(), from_command_line(), words, until.date())
    _print({"announced": words, "until": until.date().isoformat()}, f"Announced until {until.date()}.", as_json)


@contextmanager
def _ledger(url: str) -> Iterator[Ledger]:
    """The bot's own database, with the bot's own key: who did it is sealed with it."""
    with stopping():
        settings = read_settings()
        key = settings.key.get_secret_value() if settings.key else ""
        if not key:
            raise SettingsError("MAYI_KEY: is missing; use the one that the bot runs with (.env.example explains it)")
        ledger = open_ledger(url or settings.database, key.encode())
        try:
            yield ledger
        except NotPutUpError as problem:
            typer.echo(WRONG[problem.why], err=True)
            raise typer.Exit(2) from problem
        finally:
            ledger.close()


def _print(found: dict[str, object], words: str, as_json: bool) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else words)
