"""What keeps a command from running goes in; words on standard error and an exit code come out, the same for every command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.engine.errors import EngineError
from bot.environment import SettingsError
from bot.knowledge.faults import KnowledgeError
from bot.ledger.store.errors import LedgerError
from bot.traces import TracesError


@contextmanager
def stopping() -> Iterator[None]:
    """Exit with 3 and every fault where the knowledge is faulty, with 2 and the remedy where something cannot be used."""
    try:
        yield
    except KnowledgeError as problem:
        for fault in problem.faults:
            typer.echo(str(fault), err=True)
        raise typer.Exit(3) from problem
    except (SettingsError, LedgerError, EngineError, TracesError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem


def to_file(file: Path, made: str | bytes) -> None:
    """Write a result to a file; exit with 2 and the remedy where that cannot be done."""
    try:
        file.write_bytes(made.encode() if isinstance(made, str) else made)
    except OSError as error:
        typer.echo(f"{file}: cannot be written ({error.strerror}); give another file", err=True)
        raise typer.Exit(2) from error
