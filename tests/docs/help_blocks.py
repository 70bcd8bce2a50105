"""The commands go in; the help blocks of docs/commands.md come out, and the page with its blocks made anew."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Any

import typer.main

from bot.__main__ import app
from bot.commands.table import COMMANDS, loaded

WIDTH = 110
BLOCK = re.compile(r"<!-- help: ([a-z -]+) -->\n.*?<!-- end -->", re.S)


def commands() -> dict[str, Any]:
    """Name -> command: `mayi` itself, then each command and each command of a group, in the order of the help page."""
    whole: Any = typer.main.get_command(app)
    whole.commands = {name: loaded(name) for name in COMMANDS}
    return dict(_below("mayi", whole))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from _below(f"{name} {word}", inner)


def params(command: Any) -> list[Any]:
    """Its arguments and options, without --help."""
    return [param for param in command.params if "--help" not in param.opts]


def words_of(param: Any) -> str:
    """How it is written: `TEXT`, or `--as TEXT`."""
    if param.param_type_name == "argument":
        return str(param.name).upper() if param.required else f"[{str(param.name).upper()}]"
    kinds = {"Path": "PATH", "int": "NUMBER", "float": "NUMBER"}
    annotation = getattr(param.type_descriptor.annotation, "__name__", "")
    return param.opts[0] if param.is_flag else f"{param.opts[0]} {param.metavar or kinds.get(annotation, 'TEXT')}"


def meaning_of(param: Any) -> str:
    """What its help says, with the variable that stands for it, its default, and whether it may be repeated."""
    parts = [str(param.help or "")]
    if param.envvar:
        parts.append(f"Variable: {param.envvar}.")
    if param.param_type_name == "option" and param.required:
        parts.append("Required.")
    if isinstance(param.default, (str, int, float)) and not isinstance(param.default, bool) and param.default not in ("", 0):
        parts.append(f"Default: {param.default}.")
    if getattr(param, "multiple", False):
        parts.append("May be repeated.")
    return " ".join(part for part in parts if part)


def block(name: str, command: Any) -> str:
    """The help of one command as a fenced block."""
    inner = getattr(command, "commands", {})
    arguments = [words_of(param) for param in params(command) if param.param_type_name == "argument"]
    head = " ".join([name, *arguments, "[OPTIONS]" if len(arguments) < len(params(command)) else "", "COMMAND" if inner else ""])
    rows = [(words_of(param), meaning_of(param)) for param in params(command)]
    rows += [(word, str(below.help)) for word, below in inner.items()]
    wide = max((len(row[0]) for row in rows), default=0) + 2
    lines = [" ".join(head.split()), *textwrap.wrap(str(command.help), WIDTH), *([""] if rows else [])]
    for words, meaning in rows:
        first, *rest = textwrap.wrap(" ".join(meaning.split()), WIDTH - wide - 2) or [""]
        lines += [f"  {words:<{wide}}{first}".rstrip(), *(f"  {'':<{wide}}{more}" for more in rest)]
    return "\n".join(["```", *lines, "```"])


def made_anew(page: str) -> str:
    """The page with every block as the commands say it today; the words around the blocks stay."""
    known = commands()

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        return f"<!-- help: {name} -->\n{block(name, known[name])}\n<!-- end -->" if name in known else found[0]

    return BLOCK.sub(fill, page)
