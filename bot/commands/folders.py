"""The knowledge folder that somebody named, or did not, goes in; the one that a command reads comes out."""

from __future__ import annotations

from pathlib import Path

from bot.environment import shipped


def here(folder: Path | None) -> Path:
    """The folder that was named, else ./knowledge, else the sample company."""
    return folder or (Path("knowledge") if Path("knowledge").is_dir() else shipped("knowledge"))
