"""``mayi serve``: the environment goes in; the bot answers in Slack until it is stopped."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from bot import wiring
from bot.answers.memory import spare
from bot.commands.doors import stopping
from bot.engine.errors import EngineError
from bot.logs import log_to
from bot.settings import read_settings

log = logging.getLogger("mayi.serve")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(serve)


def serve(context: typer.Context) -> None:
    """Answer in Slack, as .env says, until stopped.

    docs/install.md leads from nothing to a running bot.
    """
    with stopping():
        settings = read_settings()
        if not _are_logs_set(context):
            log_to(settings.log_level, settings.log_file)
        house = wiring.House(settings)
    run(house)


def _are_logs_set(context: typer.Context) -> bool:
    """Whether the command line or the environment said where logs go; else .env may say it."""
    above = context.parent
    return above is not None and any(
        (source := above.get_parameter_source(name)) is not None and source.name != "DEFAULT"
        for name in ("log_file", "log_level")
    )


def run(house: wiring.House, on_ready: Callable[[], None] = lambda: None) -> None:
    """Start, wait for a signal, stop in order. Exits with 2 where it cannot start, and says why."""
    with _signals() as told:
        spare(house.minds)
        try:
            log.info("answering as %s", house.start())
        except (EngineError, wiring.NotReachedError) as problem:
            typer.echo(str(problem), err=True)
            raise typer.Exit(2) from problem
        on_ready()
        told.recv(1)
        house.stop()


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """A byte can be read once somebody asked to stop (SIGINT or SIGTERM), also where that was before anybody waits.

    An event set by a Python handler loses a signal that arrives between the main thread's last look and its wait (25 of 3,000).
    """
    told, tell = socket.socketpair()
    with told, tell:
        tell.setblocking(False)  # a socket that is full may lose the byte: one is enough
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        before = signal.set_wakeup_fd(tell.fileno(), warn_on_full_buffer=False)
        try:
            yield told
        finally:
            signal.set_wakeup_fd(before)
