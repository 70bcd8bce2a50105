"""The ``mayi`` command: arguments go in, an exit code comes out; people never see a stack trace."""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path

import typer

from bot.commands.table import ALL, Commands
from bot.logs import log_to

_OBJECTS = 100_000
"""Objects made between two looks for garbage: what starts up makes many, and hardly any of them is garbage."""

app = typer.Typer(
    cls=Commands,
    name="mayi",
    help="May I use this AI tool with this data? Answers from your company's policy.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def about(
    log_file: Path = typer.Option(None, envvar="MAYI_LOG_FILE", help="Also write logs to this file."),  # noqa: B008
    log_level: str = typer.Option("warning", envvar="MAYI_LOG_LEVEL", help="debug, info, warning or error."),
    show_all: bool = typer.Option(False, ALL, help="With --help: show all commands."),
) -> None:
    """Standard output holds the result alone; logs go to standard error."""
    if log_level not in {"debug", "info", "warning", "error"}:
        raise typer.BadParameter("use debug, info, warning or error", param_hint="MAYI_LOG_LEVEL")
    log_to(log_level, log_file)


def main() -> None:
    """Run the command line. A fault nobody foresaw becomes one sentence, with the traceback in the log."""
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
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
