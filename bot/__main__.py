"""The ``mayi`` command: arguments go in, an exit code comes out; people never see a stack trace."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module
from pathlib import Path

import typer

from bot.logs import log_to

COMMANDS = (
    "demo",
    "serve",
    "console",
    "ask",
    "check",
    "test",
    "diff",
    "due",
    "import_",
    "export",
    "schema",
    "eval",
    "new",
    "publish",
    "gaps",
    "vendors",
    "terms",
    "reminders",
    "why",
    "verify",
    "who",
    "hold",
    "erase",
    "log",
    "backup",
    "pause",
    "db",
    "seed",
    "manifest",
    "doctor",
)
"""One module of ``bot/commands`` each, in the order of the help page."""

app = typer.Typer(
    name="mayi",
    help="May I use this AI tool with this data? The model reads, the policy decides, templates say.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def about(
    log_file: Path = typer.Option(None, envvar="MAYI_LOG_FILE", help="Also write logs to this file."),  # noqa: B008
    log_level: str = typer.Option("warning", envvar="MAYI_LOG_LEVEL", help="debug, info, warning or error."),
) -> None:
    """Standard output holds the result alone; logs go to standard error."""
    if log_level not in {"debug", "info", "warning", "error"}:
        raise typer.BadParameter("use debug, info, warning or error", param_hint="MAYI_LOG_LEVEL")
    log_to(log_level, log_file)


def _asked_for(words: list[str]) -> tuple[str, ...]:
    """The one command that begins the words, else all: who judges two texts loads no web server and no Slack."""
    return (words[0],) if words and words[0] in COMMANDS else COMMANDS


for name in _asked_for(sys.argv[1:]):
    import_module(f"bot.commands.{name}").register(app)


def main() -> None:
    """Run the command line. A fault nobody foresaw becomes one sentence, with the traceback in the log."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as problem:  # noqa: BLE001 - the outermost door
        _keep_traceback(problem)
        sys.stderr.write(
            f"mayi: something unforeseen went wrong: {problem}\n"
            "Run it again with MAYI_LOG_LEVEL=debug for the details, and report them.\n"
        )
        sys.exit(70)


def _keep_traceback(problem: Exception) -> None:
    """For the log file, and for standard error only where somebody asked for details: people see one sentence."""
    log = logging.getLogger("mayi")
    to_file = any(isinstance(handler, logging.FileHandler) for handler in logging.getLogger().handlers)
    log.log(logging.ERROR if to_file else logging.DEBUG, "unforeseen", exc_info=problem)


if __name__ == "__main__":
    main()
