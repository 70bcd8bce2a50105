"""A built policy in; sentences for the list of what a person should confirm, by subject, added to it."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.limits import Limit
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
    for change in prose.becomes:
        about = ", ".join(change.examples or change.sources)
        counts = f"counts as {change.target}" if change.target else "stays what it is"
        held = ", if what it says holds" if change.condition else ""
        done = " or ".join(change.transformations)
        where = f"Line {change.line.line}" if change.line.line else "By name"
        built.ask("The document", f"{where}: {about}, {done}, {counts}{held}: “{change.line.text}”")
    for ban in built.bans:
        built.ask(
            "The document",
            f"Line {ban.line.line}: `{ban.row.label}` was read as forbidden, as rule `{ban.rule}`: “{ban.line.text}”",
        )
    for no_tool in built.data_bans:
        doubt = (
            " Cells of this class say otherwise: until they agree, it needs a review."
            if built.says_otherwise(no_tool.class_id)
            else ""
        )
        where = f"not going into {', '.join(no_tool.rows)}" if no_tool.rows else "going into no tool"
        said = f"`{no_tool.phrase}` was read as {where}, as rule `{no_tool.rule}`: “{no_tool.line.text}”{doubt}"
        built.ask("The document", said)
    for use_ban in built.use_bans:
        whose = ", ".join(use_ban.rows) or "every tool"
        built.ask(
            "The document",
            f"The use `{use_ban.use}` was read as forbidden for {whose}, as rule `{use_ban.rule}`: “{use_ban.line.whole}”",
        )
    for limit in built.limits:
        built.ask("The document", _told(limit, built))
    _list_left(built)


def _list_left(built: Built) -> None:
    """Sentences of which no rule was made."""
    prose = built.prose
    built.ask("Sentences of the document that became no rule", *(f"Line {one.line}: “{one.text}”" for one in built.untold))
    built.ask("Sentences about some people that became no rule", *(f"Line {line.line}: “{line.text}”" for line in built.left))
    used = (
        [limit.line for limit in built.limits]
        + [no_tool.line for no_tool in built.data_bans]
        + [use_ban.line for use_ban in built.use_bans]
        + [ban.line for ban in built.bans]
        + built.duty_lines
        + ([prose.unlisted_line] if prose.unlisted_line else [])
    )
    notes = tuple(built.told_cells.values())
    texts = {line.line: line.text for line in built.document.lines if line.kind != "row"}
    known = {line.line for line in used}
    unread = [replace(line, text=texts[line.line]) for line in built.unread if line.line in texts.keys() - known]
    for line in sorted((*prose.duties, *unread), key=lambda one: one.line):
        if line in used or (notes and line.text.endswith(notes)):
            continue
        built.ask("Sentences of the document that became no rule", f"Line {line.line}: “{line.text}”")


def _told(limit: Limit, built: Built) -> str:
    """What was made of a sentence about some people or some settings."""
    if limit.needs:
        about = f"whoever says {', '.join(f'`{word}`' for word in limit.words)}" if limit.words else f"the use `{limit.uses[0]}`"
        return f"Line {limit.line.line}: {about} takes the condition `{limit.needs}`, as rule `{limit.rule}`: “{limit.said}”"
    if limit.words:
        where = f"with {', '.join(limit.rows)}" if limit.rows else "with any tool"
        said = ", ".join(f"`{word}`" for word in limit.words)
        return (
            f"Line {limit.line.line}: nobody could read this as a rule, so whoever says {said} {where} gets a review, as rule"
            f" `{limit.rule}`; write what holds into `rules.yaml`, or take that rule out there: “{limit.said}”"
        )
    if limit.asks:
        whom = f"whoever is {', '.join(limit.who)}" if limit.who else f"the use {', '.join(f'`{use}`' for use in limit.uses)}"
        what = f"with {', '.join(limit.rows)}" if limit.rows else "for everything"
        return (
            f"Line {limit.line.line}: not every word was understood, so {whom} needs a review {what}, as rule"
            f" `{limit.rule}`; write what holds into `rules.yaml`: “{limit.said}”"
        )
    whom = f" to {', '.join(limit.who)}" if limit.who else ""
    setting = f" for the use {', '.join(f'`{use}`' for use in limit.uses)}" if limit.uses else ""
    every = {row.id for row in built.tools.values()}
    rest = sorted(every - set(limit.rows))
    tools = ", ".join(limit.rows) if len(limit.rows) <= len(rest) else f"every tool but {', '.join(rest)}"
    where = f"in {tools}" if limit.rows else "in every tool"
    data = f"{', '.join(limit.data)} is" if limit.data else "everything is"
    return f"Line {limit.line.line}: {data} forbidden {where}{whom}{setting}, as rule `{limit.rule}`: “{limit.said}”"
