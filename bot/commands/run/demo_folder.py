"""A demo's folder: what an earlier demo left there goes, the sample is copied there, and a demo that runs is found again."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path

import typer
from pydantic import SecretStr

from bot.engine.alone import FileLock, is_held
from bot.engine.errors import EngineError
from bot.environment import SettingsError, shipped
from bot.private import is_own, opener
from bot.settings import Settings, read_settings

FOLDER = Path(".demo")
DATABASES = ("mayi.db", "engine.db")
HEADS = "mayi-heads.jsonl"
"""Heads of the first one's log: a new log beside old heads would be told as cut."""
WAY_IN = "console.json"
"""The key of this demo and the port of its console, for `mayi console link` in another terminal."""
SAMPLE = "sample"
"""Where the copy of the sample stands, below the demo's folder."""
MARKER = ".mayi-demo"
"""Stands in a folder whose databases a demo made, and may make anew, and in its copy of the sample."""


def database_in(data: Path) -> str:
    """The ledger's address."""
    return f"sqlite:///{data / DATABASES[0]}"


def empty(data: Path) -> None:
    """A fresh folder: what an earlier demo left there goes, and nothing else.

    Exits where the folder cannot be written, holds what no demo made, or belongs to a demo that runs.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        left = [data / f"{name}{end}" for name in DATABASES for end in ("", "-wal", "-shm")]
        is_ours = (data / MARKER).exists() or not any(path.exists() for path in left)
        if not is_ours or ((data / SAMPLE).exists() and not (data / SAMPLE / MARKER).exists()):
            typer.echo(f"{data} holds what no demo made; give another folder with --data", err=True)
            raise typer.Exit(2)
        lock = FileLock(data / DATABASES[1])  # never removed: it is what tells that a demo runs here
        (data / MARKER).touch()
        for path in (*left, data / HEADS, data / WAY_IN):
            path.unlink(missing_ok=True)
        for name in ("proposals", SAMPLE):
            shutil.rmtree(data / name, ignore_errors=True)
        lock.release()
    except EngineError as problem:
        typer.echo(f"a demo runs in {data} already; give another folder with --data", err=True)
        raise typer.Exit(2) from problem
    except OSError as problem:
        typer.echo(f"{data} cannot be used for the demo ({problem.strerror}); give another folder with --data", err=True)
        raise typer.Exit(2) from problem


def sample_in(data: Path) -> Path:
    """The sample company's policy, in a copy: what is clicked and imported in the demo is gone with it."""
    copy = data / SAMPLE
    copy.mkdir()
    (copy / MARKER).touch()  # first: a demo that is ended while it copies leaves what the next one may take away
    return Path(shutil.copytree(shipped("knowledge"), copy, dirs_exist_ok=True))


def keep_way_in(data: Path, key: str, port: int) -> None:
    """For the demo's own user alone, as long as it runs: the next one has another key."""
    with open(data / WAY_IN, "w", encoding="utf-8", opener=opener) as file:
        json.dump({"key": key, "port": port}, file)


def settings_of_running(data: Path) -> Settings | None:
    """Settings of the demo that runs in a folder; None where it is no demo's. Raises ``SettingsError`` where none runs.

    Whoever hands on a folder may have put a ``.demo`` into it: only one of this user counts, only while a process holds its
    lock, and the address is always this machine's.
    """
    if not (data / MARKER).exists():
        return None
    if not is_held(data / DATABASES[1]):
        raise SettingsError(f"no demo runs in {data}: start one with `mayi demo`, or set MAYI_KEY to the key of your own bot")
    if all(map(is_own, (data, data / WAY_IN, data / DATABASES[0]))):
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads((data / WAY_IN).read_text(encoding="utf-8"))
            key, address = SecretStr(kept["key"]), f"http://127.0.0.1:{int(kept['port'])}"
            return read_settings(database=database_in(data), key=key, console_url=address)
    raise SettingsError(f"the demo that runs in {data} serves no console")
