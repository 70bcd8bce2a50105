"""``mayi import``: a matrix, a glossary and a document go in, a knowledge folder and notes of what it was unsure of come out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import typer

from bot import wiring
from bot.commands.options import AS_JSON
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.written.confirm import NOTES, read_notes
from bot.knowledge.importing.written.update import Typed
from bot.owners.import_policy import Imported, NotEmptyError

_MOST_SHOWN = 100


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("import")(import_)


def import_(  # noqa: PLR0917 - Typer reads the arguments
    matrix: Path = typer.Argument(
        ..., help="Word, XLSX, CSV, HTML or Markdown: a row for each tool, a column for each data class."
    ),
    terms: Path = typer.Option(None, "--terms", help="Glossary (JSON): aliases, plans, synonyms, examples, conditions."),
    document: Path = typer.Option(None, "--document", help="The policy as Word, HTML or Markdown."),
    out: Path = typer.Option(..., "--out", help="Folder to write: new or empty, or with --update an earlier import."),
    owner: str = typer.Option("", "--owner", help='Who answers for the policy: "Ada Hill (ada@hill.example)".'),
    organisation: str = typer.Option("", "--organisation", help="What you are called; else as the document has it."),
    update: bool = typer.Option(False, "--update", help="Bring an earlier import up to date; what was changed by hand stays."),
    table: str = typer.Option("", "--table", help="Which table, where there are several: its number, or the sheet's name."),
    as_json: bool = AS_JSON,
) -> None:
    """Turn a policy's table into a knowledge folder.

    Asks nothing: what it was unsure of waits for `mayi confirm`. docs/tables.md says what the three files hold.

    mayi import matrix.xlsx --document policy.docx --terms terms.json --out my-policy
    """
    try:
        typed = Typed(*(" ".join(said.split()) for said in (owner, organisation)))
        done = wiring.import_policy(matrix, terms, document, out, table, update, typed)
    except NotEmptyError as error:
        do = "give a folder that does not exist yet, or an empty one, or add --update for an earlier import"
        typer.echo(f"{out}: {error}; {do}", err=True)
        raise typer.Exit(2) from error
    except KnowledgeError as error:
        for fault in error.faults:
            typer.echo(str(fault), err=True)
        typer.echo(f"{len(error.faults)} fault{'s' * (len(error.faults) > 1)}; nothing was written", err=True)
        raise typer.Exit(3) from error
    for sentence in done.faults:
        typer.echo(sentence, err=True)
    if as_json:
        typer.echo(json.dumps(_as_json(done, out), ensure_ascii=False))
        return
    typer.echo("\n".join(_sentences(done, out, update)))


def _notes(out: Path) -> list[str]:
    return [one for said in read_notes((out / NOTES).read_text(encoding="utf-8")).values() for one in said]


def _noted(out: Path) -> str:
    count = len(_notes(out))
    return f"{count} note{'s' * (count != 1)} on what was unsure: mayi confirm {out} --notes"


def _rules(out: Path) -> list[tuple[str, str]]:
    """Rules that were made of sentences of the document or the glossary, each with its sentence."""
    found = [re.search(r"as rule `([^`]+)`: “(.+?)”", one) for one in _notes(out)]
    return [(one[1], one[2]) for one in found if one]


def _as_json(done: Imported, out: Path) -> dict[str, object]:
    told: dict[str, object] = {"out": str(out), "files": sorted(done.written), "notes": len(_notes(out))}
    told["rules"] = [rule for rule, _ in _rules(out)]
    return told | {
        "faults": list(done.faults),
        "deleted": list(done.gone),
        "kept": list(done.kept),
        "conflicts": list(done.conflicts),
    }


def _sentences(done: Imported, out: Path, update: bool) -> Iterator[str]:
    if not update:
        yield f"Wrote {len(done.written)} files to {out}. {_noted(out)}"
        yield from _sentences_as_rules(out)
        yield f"What only you can say: mayi confirm {out}"
        return
    gone = f", deleted {len(done.gone)}" if done.gone else ""
    yield f"Changed {len(done.written)} files of {out}{gone}. {_noted(out)}"
    for heading, sentences in (("changed by hand, and kept", done.kept), ("changed by hand and in the table", done.conflicts)):
        if sentences:
            yield f"{len(sentences)} {heading}:"
            yield from (f"  {sentence}" for sentence in sentences)
    yield from _sentences_as_rules(out)
    yield f"What only you can say: mayi confirm {out}"


def _sentences_as_rules(out: Path) -> Iterator[str]:
    """What was made of prose, so that nobody has to look for it."""
    rules = _rules(out)
    if rules:
        yield f"{len(rules)} rule{'s' * (len(rules) > 1)} made of sentences, to be confirmed:"
        yield from (f"  {rule}: {_shown(sentence)}" for rule, sentence in rules)


def _shown(sentence: str) -> str:
    return sentence if len(sentence) <= _MOST_SHOWN else sentence[: _MOST_SHOWN - 1].rstrip() + "…"
