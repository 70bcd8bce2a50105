"""A command goes in; what ``--help`` prints of it comes out, in parts: ``docs/commands.md`` is written from the same ones."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

MOST_COLUMNS = 100
_KINDS = {"Path": "PATH", "int": "NUMBER", "float": "NUMBER"}

Row = tuple[str, str]
"""How an argument, an option or a command is written, and what it means."""


def page_of(path: str, command: Any) -> str:
    """What `mayi X --help` prints. ``path``: `mayi X`."""
    width = min(get_terminal_size().columns, MOST_COLUMNS)
    rows = [*rows_of(command), *((word, about_of(below)[0]) for word, below in below_of(command))]
    parts = [
        f"Usage: {usage_of(path, command)}",
        *(textwrap.fill(one, width) for one in about_of(command)),
        "\n".join(lines_of(rows, width)),
        "\n".join(("For example:", *(f"  {one}" for one in examples_of(command)))) if examples_of(command) else "",
    ]
    return "\n\n".join(part for part in parts if part)


def usage_of(path: str, command: Any) -> str:
    """How it is written, without its options."""
    params = params_of(command)
    arguments = [words_of(param) for param in params if param.param_type_name == "argument"]
    options = ["[OPTIONS]"] if len(arguments) < len(params) else []
    return " ".join([path, *arguments, *options, *(["COMMAND"] if below_of(command) else [])])


def rows_of(command: Any) -> list[Row]:
    """Its arguments and options."""
    return [(words_of(param), meaning_of(param)) for param in params_of(command)]


def lines_of(rows: Collection[Row], width: int) -> Iterator[str]:
    """Rows in two columns."""
    wide = max((len(words) for words, _ in rows), default=0) + 2
    for words, meaning in rows:
        first, *rest = textwrap.wrap(meaning, width - wide - 2) or [""]
        yield f"  {words:<{wide}}{first}".rstrip()
        yield from (f"  {'':<{wide}}{more}" for more in rest)


def about_of(command: Any) -> list[str]:
    """The paragraphs of its help, the first one a sentence."""
    return [" ".join(one.split()) for one in _paragraphs(command) if not _is_example(one)]


def examples_of(command: Any) -> list[str]:
    """The lines of its help that can be typed."""
    return [line.strip() for one in _paragraphs(command) if _is_example(one) for line in one.splitlines()]


def below_of(command: Any) -> list[tuple[str, Any]]:
    """The commands of a group, by their words."""
    return list(getattr(command, "commands", {}).items())


def tree_of(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    """A command and those below it, each by all its words."""
    yield path, command
    for word, inner in below_of(command):
        yield from tree_of(f"{path} {word}", inner)


def params_of(command: Any) -> list[Any]:
    """Its arguments and options, without --help."""
    return [param for param in command.params if "--help" not in param.opts]


def words_of(param: Any) -> str:
    """How it is written: `TEXT`, or `--as TEXT`."""
    if param.param_type_name == "argument":
        words = param.metavar or str(param.name).upper()
        return words if param.required or words.startswith("[") else f"[{words}]"
    if param.is_flag:
        return str(param.opts[0])
    annotation = param.type_descriptor.annotation
    kind = "|".join(getattr(annotation, "__members__", ())).lower() or _KINDS.get(getattr(annotation, "__name__", ""), "TEXT")
    return f"{param.opts[0]} {param.metavar or kind}"


def meaning_of(param: Any) -> str:
    """What its help says, with the variable that stands for it, its default, and whether it may be repeated."""
    parts = [" ".join(str(param.help or "").split())]
    if param.envvar and param.envvar not in parts[0]:
        parts.append(f"Variable: {param.envvar}.")
    if param.param_type_name == "option" and param.required:
        parts.append("Required.")
    if (
        isinstance(param.default, (str, int, float, Path))
        and not isinstance(param.default, bool)
        and param.default not in ("", 0)
    ):
        parts.append(f"Default: {param.default}.")
    if getattr(param, "multiple", False):
        parts.append("May be repeated.")
    return " ".join(part for part in parts if part)


def _paragraphs(command: Any) -> list[str]:
    return [one.strip() for one in str(command.help or "").split("\n\n")]


def _is_example(paragraph: str) -> bool:
    return paragraph.startswith("mayi ")
