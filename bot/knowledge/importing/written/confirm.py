"""A built policy in; sentences for the list of what a person should confirm, by subject, added to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from bot.knowledge.importing.built import Built, Limit
from bot.knowledge.importing.texts.glossary import Glossary


def list_doubts(built: Built, equal: list[tuple[str, str]], glossary: Glossary) -> None:
    """Everything that a person should look at, by subject."""
    for row in built.tools.values():
        built.ask("Tools", *row.doubts)
        if not row.has_cells:
            built.ask("Tools", f"`{row.label}` stands in the glossary but has no row; no rule is about it.")
    for (row_name, column), word in built.grid.cells.items():
        if word.doubt:
            built.ask("Cells", f"`{row_name}` × `{column}` ({built.grid.places[row_name, column]}): {word.doubt}.")
    built.ask("Table", *built.grid.remarks)
    for group in _alike(equal):
        names = [f"`{name}`" for name in group]
        said = f"{', '.join(names[:-1])} and {names[-1]} have equal cells; they have the same rank."
        built.ask("Order of the data classes", said)
    for entry in built.classes:
        if entry.rank is None:
            built.ask("Order of the data classes", f"The cells do not order `{entry.label}`; it has no rank.")
    labels = {entry.id: entry.label for entry in built.classes}
    for tie in built.ties:
        if not tie.sure and tie.example:
            built.ask("Kinds of data tied by a part of an example (likely)", f"`{tie.kind}` → {labels[tie.class_id]}: {tie.how}.")
        elif not tie.sure:
            built.ask(
                "Kinds of data that the policy does not name (by its relatives and its usual sensitivity)",
                f"`{tie.kind}` → {labels[tie.class_id]}: {tie.how}.",
            )
    _list_prose(built)
    built.ask("Abbreviations learnt from the document", *(f"{short}: {long}" for short, long in built.short.items()))
    built.ask("Glossary", *(f"`{name}` in the glossary was not understood and not used." for name in glossary.notes))
    built.ask("Tools", *(f"`{entry.name}`: {entry.note}" for entry in glossary.tools if entry.note))


def _alike(equal: list[tuple[str, str]]) -> list[list[str]]:
    """Pairs of classes with equal cells as groups, each class in one of them."""
    groups: list[list[str]] = []
    for pair in equal:
        held = [group for group in groups if not set(group).isdisjoint(pair)]
        joined = list(dict.fromkeys(name for group in (*held, list(pair)) for name in group))
        groups = [*(group for group in groups if group not in held), joined]
    return groups


def _list_prose(built: Built) -> None:
    prose = built.prose
    if prose.unlisted_line:
        line = prose.unlisted_line
        built.ask("The document", f"Line {line.line}: “{line.text}” was read as: a tool that is not listed is {prose.unlisted}.")
    for kind, name, _, line in prose.contacts:
        where = f"Line {line.line}" if line.line else "A cell"
        built.ask("The document", f"{where}: `{name}` was taken as the {kind} contact.")
    for limit in built.limits:
        built.ask("The document", _told(limit))


def _told(limit: Limit) -> str:
    """What a column keeps a row from, or a column of people or the glossary from some people."""
    if not limit.where:
        what = "needs a review" if limit.asks else "may not be used"
        return f"Line {limit.line.line}: {', '.join(limit.rows)} {what}, as rule `{limit.rule}`: “{limit.said}”"
    whom = f"whoever is {', '.join(limit.who)}" if limit.who else f"whoever says {', '.join(f'`{word}`' for word in limit.words)}"
    tools = ", ".join(limit.rows) if limit.rows else "every tool"
    data = f" for {', '.join(limit.data)}" if limit.data else ""
    what = "needs a review" if limit.asks else "may not use"
    return f"Line {limit.line.line}: {whom} {what} {tools}{data}, as rule `{limit.rule}`: “{limit.said}”"


NOTES = ".notes.json"
"""People see it at ``mayi confirm --notes`` and in the console; no answer rests on it."""


def notes_text(notes: Mapping[str, Sequence[str]]) -> str:
    """Subject -> sentences, as a file."""
    said = {about: list(sentences) for about, sentences in notes.items() if sentences}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def read_notes(text: str) -> dict[str, tuple[str, ...]]:
    """Subject -> sentences; nothing where a file holds none, or something else."""
    try:
        return {str(about): tuple(map(str, sentences)) for about, sentences in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
