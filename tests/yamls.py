"""The text of a YAML file goes in, what it says comes out: with the parser in C, for thousands of cases are read before a run."""

from __future__ import annotations

from typing import Any

import yaml

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAP = "tag:yaml.org,2002:map"


_Loader: Any = type("_Loader", (_BASE,), {})
"""Refuses a key that stands twice: it would hide the cases below the first one."""


def _mapping(loader: Any, node: yaml.MappingNode) -> Any:
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge"]
    twice = {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else set()
    if twice:
        raise yaml.constructor.ConstructorError(None, None, f"stands twice: {', '.join(sorted(twice))}", node.start_mark)
    return loader.construct_yaml_map(node)


_Loader.add_constructor(_MAP, _mapping)


def read_yaml(text: str | bytes) -> Any:
    """What one document says; raises ``yaml.YAMLError`` where a key stands twice."""
    return yaml.load(text, _Loader)  # noqa: S506 - it is a safe one
