"""The text of a YAML file goes in, what it says comes out: with the parser in C, for thousands of cases are read before a run."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str | bytes) -> Any:
    """What one document says."""
    return yaml.load(text, _LOADER)  # noqa: S506 - it is a safe one
