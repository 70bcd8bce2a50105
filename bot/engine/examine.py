"""The engine's database URL goes in; whether the engine can run on it comes out, in words. Nothing is made or changed."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from bot.engine.errors import EngineError


def examine(url: str) -> tuple[str, dict[str, str]]:
    """What was found (well, to_make, in_use or idle), and what the words for it hold.

    Raises ``EngineError`` where the engine could not run on it.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise EngineError(
            f"what begins with {url.partition(':')[0]!r} is no database URL", "set MAYI_ENGINE_DATABASE, or leave it out"
        ) from None
    if parsed.get_backend_name() == "sqlite":
        return _file(Path(parsed.database or "engine.db"))
    if parsed.get_backend_name() != "postgresql":
        raise EngineError(f"the engine cannot run on {parsed.drivername!r}", "use sqlite:/// or postgresql+psycopg://")
    name = parsed.render_as_string(hide_password=True)
    try:
        with create_engine(parsed, poolclass=NullPool).connect() as connection:
            connection.execute(text("SELECT 1"))
    except DatabaseError as error:
        raise EngineError(f"{name} cannot be reached: {error.orig}", "check its address and rights") from None
    return "well", {"name": name}


def _file(path: Path) -> tuple[str, dict[str, str]]:
    if not path.exists():
        if not can_be_made(path):
            raise EngineError(f"{path} cannot be made", "name a file in a folder that may be written to")
        return "to_make", {"name": str(path)}
    if not os.access(path, os.R_OK | os.W_OK):
        raise EngineError(f"{path} may not be read and written", "make it writable for this user")
    owner = _owner(path.with_name(path.name + ".lock"))
    return ("in_use", {"name": str(path), "owner": owner}) if owner else ("idle", {"name": str(path)})


def can_be_made(path: Path) -> bool:
    """Whether a new file could stand there, with the folders that are missing."""
    above = next(one for one in path.absolute().parents if one.exists())
    return above.is_dir() and os.access(above, os.W_OK)


def _owner(lock: Path) -> str:
    """Number of the process that holds the lock; empty where nobody does."""
    if not lock.exists():
        return ""
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read(20).decode(errors="replace") or "unknown"
    return ""
