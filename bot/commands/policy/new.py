"""``mayi new``: ten answers go in, from a person, options or a file; a first policy in a folder of its own comes out."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
import yaml

from bot.commands.options import AS_JSON, LANGUAGE
from bot.knowledge.starting.answers import AnswersError
from bot.owners.start import NoPlaceError, answered, asked, language_of, start_policy
from bot.saying.answers.starting import told

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(new)


def new(  # noqa: PLR0917 - Typer reads the arguments
    out: Path = typer.Argument(..., help="Folder to write; made, or empty."),
    answers: Path = typer.Option(None, "--answers", help="YAML file with the answers, by the questions' ids."),
    given: list[str] = typer.Option([], "--answer", metavar="ID=WORDS", help="One answer."),
    defaults: bool = typer.Option(False, "--defaults", help="Ask nothing: take the default of what is not given."),
    language: str = LANGUAGE,
    as_json: bool = AS_JSON,
) -> None:
    """Write a first policy from ten answers.

    What a person must still decide stands in OPEN.md. The questions' ids: organisation, owner, channel, country, languages,
    tools, others, data, strictness, incident.

    mayi new my-policy --defaults --answer strictness=careful
    """
    try:
        spoken = language_of(language, *(os.environ.get(name, "") for name in LOCALES))
        said = _from_file(answers) | _from_options(given)
        if not (answers or defaults or as_json):
            said = _asked(said, spoken)
        written, warnings = start_policy(answered(said, spoken), out, datetime.now(UTC).date(), spoken)
    except AnswersError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem
    except NoPlaceError as problem:
        typer.echo(f"{out}: {problem}; give a folder that does not exist yet, or an empty one", err=True)
        raise typer.Exit(2) from problem
    for sentence in warnings:
        typer.echo(sentence, err=True)
    open_points = written["OPEN.md"].count("- [ ]")
    if as_json:
        typer.echo(json.dumps({"out": str(out), "files": sorted(written), "open": open_points}))
        return
    counts = {"count": str(len(written)), "points": str(open_points)}
    typer.echo(told(spoken, "done", out=str(out), open=str(out / "OPEN.md"), **counts))
    commands = f"cd {out}; git init -b main; mayi check; git add .; git commit -m '{told(spoken, 'first')}'"
    typer.echo(told(spoken, "next", commands=commands))


def _from_file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
        aliases = (event for event in yaml.parse(text, Loader=yaml.SafeLoader) if isinstance(event, yaml.AliasEvent))
        if alias := next(aliases, None):  # a few of them unfold to more than a machine can hold
            line = alias.start_mark.line + 1 if alias.start_mark else 1
            raise AnswersError(f"{path}:{line}: an alias (`*{alias.anchor}`); write the words out")
        read = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise AnswersError(f"{path}: cannot be read: {' '.join(str(problem).split())}") from problem
    if not isinstance(read, dict):
        raise AnswersError(f"{path}: write one answer a line, such as `strictness: usual`")
    return {str(name): value for name, value in read.items()}


def _from_options(given: list[str]) -> dict[str, Any]:
    pairs = [one.partition("=") for one in given]
    if wrong := [name for name, sign, _ in pairs if not sign]:
        raise AnswersError(f"--answer {wrong[0]}: write ID=WORDS, such as strictness=careful")
    return {name: words for name, _, words in pairs}


def _asked(said: dict[str, Any], language: str) -> dict[str, Any]:
    """Ask what was not given. Where nobody can answer, it is said how to answer in another way."""
    if not sys.stdin.isatty():
        raise AnswersError("nobody is there to answer; use --answers FILE, --answer ID=WORDS, or --defaults")
    found = dict(said)
    for id_, question, default in asked(language):
        if id_ not in found:
            found[id_] = typer.prompt(question, default=default, err=True)
    return found
