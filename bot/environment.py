"""Where what is shipped stands, and the fault of settings: known without the library that reads settings, which takes time."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


class SettingsError(Exception):
    """Settings are missing or malformed; the message names each variable and what to do."""


def shipped(name: str) -> Path:
    """Folder ``migrations``, ``prompts`` or ``knowledge``: inside the wheel, or beside ``bot/`` in a checkout."""
    inside = PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else PACKAGE.parent / name
