"""Matrix, glossary and document in; everything that the knowledge files will say, and what a person should confirm, out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError, in_order
from bot.knowledge.importing.bans import Ban, find_bans
from bot.knowledge.importing.cells import CellWord
from bot.knowledge.importing.document import Document, read_document
from bot.knowledge.importing.duties import Duty, ask_owner_duties, make_duty
from bot.knowledge.importing.glossary import ClassEntry, ConditionEntry, Glossary, ToolEntry, read_glossary
from bot.knowledge.importing.kinds import ClassWords, KindReader, Tie, place_rest, set_ranks, tie_words, what_like
from bot.knowledge.importing.language import guess_language
from bot.knowledge.importing.learn import abbreviations, learn_examples
from bot.knowledge.importing.matrix import Grid, full_classes, full_tools, read_grid, resolve
from bot.knowledge.importing.prose import Prose, find_becomes, read_prose
from bot.knowledge.importing.rows import NameTools, ToolRow, read_row
from bot.knowledge.importing.table import Rows, read_table
from bot.knowledge.importing.words import unique_slug
from bot.policy.world import Catalog


@dataclass(frozen=True, slots=True)
class Sources:
    """What was read from the three files."""

    name: str
    table: Rows
    glossary: Glossary
    document: Document


@dataclass(slots=True)
class Built:
    """Everything that the knowledge files will say."""

    organisation: str
    language: str
    grid: Grid
    tools: dict[str, ToolRow]
    """Tool name (as in the matrix) -> tool."""
    classes: list[ClassWords]
    ties: list[Tie]
    duties: list[Duty]
    prose: Prose
    document: Document
    short: dict[str, str] = field(default_factory=dict)
    """Abbreviations that the document explains -> their long forms."""
    bans: list[Ban] = field(default_factory=list)
    confirm: dict[str, list[str]] = field(default_factory=dict)
    """Heading -> what a person should confirm."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """(heading, text) of conditions that are mere notes, for guidance."""

    def ask(self, heading: str, *sentences: str) -> None:
        """Adds to the list of what to confirm, each sentence once."""
        known = self.confirm.setdefault(heading, [])
        known.extend(sentence for sentence in dict.fromkeys(sentences) if sentence not in known)


def read_sources(matrix: Path, terms: Path | None, document: Path | None) -> Sources:
    """Raises KnowledgeError with the faults of all three files at once."""
    faults: list[Fault] = []
    table: Rows = ()
    glossary, text = Glossary(), Document()
    try:
        table = read_table(matrix)
    except KnowledgeError as error:
        faults.extend(error.faults)
    try:
        glossary = read_glossary(terms) if terms else glossary
    except KnowledgeError as error:
        faults.extend(error.faults)
    try:
        text = read_document(document) if document else text
    except KnowledgeError as error:
        faults.extend(error.faults)
    if table:
        grid = read_grid(table, glossary, [line.text for line in text.lines], faults)
        _, tool_names = full_tools(grid, glossary)
        _, class_names = full_classes(grid, glossary)
        for condition in glossary.conditions:
            resolve(condition, tool_names, class_names, faults)
    if faults:
        raise KnowledgeError(in_order(faults))
    return Sources(matrix.stem, table, glossary, text)


def build(sources: Sources, catalog: Catalog, name_tools: NameTools) -> Built:
    """Ties, conditions and prose put together. The cell's word always wins; what is unsure is listed, never guessed silently."""
    glossary, document = sources.glossary, sources.document
    grid = read_grid(sources.table, glossary, [line.text for line in document.lines], [])
    tool_entries, tool_names = full_tools(grid, glossary)
    class_entries, class_names = full_classes(grid, glossary)
    taken: set[str] = set()
    tools = {entry.name: _tool(entry, grid, taken, catalog, name_tools) for entry in tool_entries}
    classes = [_class(entry, grid, taken) for entry in class_entries]
    learn_examples(
        classes, {key: found.id for key, name in class_names.items() for found in classes if found.label == name}, document
    )
    language = guess_language(document.text or " ".join([*grid.rows, *grid.columns]), [c.text for c in glossary.conditions])
    reader = KindReader(catalog, language)
    ties = tie_words(classes, reader)
    prose = read_prose(document, [*tools, *tool_names])
    built = Built(
        document.title or sources.name, language, grid, tools, classes, ties, [], prose, document, abbreviations(document)
    )
    equal = set_ranks(classes)
    built.ties = [*ties, *place_rest(classes, ties, reader)]
    built.bans = find_bans(document, list(tools.values()), catalog, name_tools, taken)
    built.prose.becomes = find_becomes(document, classes, class_names)
    built.duties = _duties(built, glossary.conditions, tool_names, class_names, taken)
    _confirm(built, equal, glossary)
    return built


def _tool(entry: ToolEntry, grid: Grid, taken: set[str], catalog: Catalog, name_tools: NameTools) -> ToolRow:
    effects = frozenset(word.effect for (row, _), word in grid.cells.items() if row == entry.name) - {"unknown"}
    row = read_row(unique_slug(entry.name, taken), entry, effects, catalog, name_tools)
    row.has_cells = entry.name in grid.rows
    return row


def _class(entry: ClassEntry, grid: Grid, taken: set[str]) -> ClassWords:
    found = ClassWords(unique_slug(entry.name, taken), entry.name, entry.synonyms)
    found.examples = dict.fromkeys(entry.examples, "terms.json")
    found.column = [grid.cells[row, entry.name].effect for row in grid.rows if (row, entry.name) in grid.cells]
    found.column = found.column or ["unknown"] * len(grid.rows)
    found.like = what_like(found)
    found.hints = entry.note
    return found


def _duties(
    built: Built, conditions: tuple[ConditionEntry, ...], tool_names: dict[str, str], class_names: dict[str, str], taken: set[str]
) -> list[Duty]:
    """Conditions of the glossary, of the cells' own words, of notes columns and footnotes; then the bare conditional cells."""
    grid, class_ids = built.grid, {entry.label: entry.id for entry in built.classes}
    conditional = {key for key, word in grid.cells.items() if word.effect == "conditional"}
    covered: set[tuple[str, str]] = set()
    duties: list[Duty] = []
    for condition in conditions:
        tools, classes = resolve(condition, tool_names, class_names, [])
        duty = make_duty(unique_slug(condition.id, taken), condition.text, built.language, built.short)
        duty.tools, duty.data = tuple(built.tools[name].id for name in tools), tuple(class_ids[name] for name in classes)
        reached = {(tool, cls) for tool in tools for cls in classes}
        if not tools or not classes:
            duty.general = True
            built.ask(
                "General duties",
                f"`{condition.text}` ({condition.id}) names no {'tool' if not tools else 'data class'}; it changes no ruling.",
            )
        elif not reached & conditional:
            built.notes.append((f"{', '.join(tools)}: {', '.join(classes)}", condition.text))
            built.ask(
                "Conditions",
                f"`{condition.text}` ({condition.id}) is for cells that are not conditional; kept as a note in guidance/notes.md.",
            )
            continue
        covered |= reached & conditional
        duties.append(duty)
    by_text: dict[tuple[str, str], list[str]] = {}
    for (row, column), word in grid.cells.items():
        text = "" if word.by_legend and (row, column) in covered else _own_words(grid, row, word)
        if word.effect in ("conditional", "review") and text:
            covered.add((row, column))
            by_text.setdefault((row, text), []).append(column)
    for (row, text), columns in by_text.items():
        duty = make_duty(unique_slug(f"{built.tools[row].id}-{columns[0]}", taken), text, built.language, built.short)
        duty.tools, duty.data = (built.tools[row].id,), tuple(class_ids[column] for column in columns)
        duties.append(duty)
    bare: dict[str, list[str]] = {}
    for row, column in grid.cells:
        if (row, column) in conditional - covered:
            bare.setdefault(built.tools[row].id, []).append(class_ids[column])
            built.ask(
                "Conditions",
                f"`{row}` × `{column}` is conditional, and nothing says what must hold. Answers say: ask the policy owner.",
            )
    return [*duties, *ask_owner_duties(bare, taken)]


def _own_words(grid: Grid, row: str, word: CellWord) -> str:
    """What the cell itself, its footnote or the row's notes say must hold."""
    if not word.condition and not word.mark and word.effect != "conditional":
        return ""
    footnote = grid.footnotes.get(word.mark, "") if word.mark else ""
    return " ".join(part for part in (word.condition, footnote, "" if word.condition else grid.notes.get(row, "")) if part)


def _confirm(built: Built, equal: list[tuple[str, str]], glossary: Glossary) -> None:
    """Everything that a person should look at, by subject."""
    for row in built.tools.values():
        built.ask("Tools", *row.doubts)
        if not row.has_cells:
            built.ask("Tools", f"`{row.label}` stands in the glossary but has no row; no rule is about it.")
    for (row_name, column), word in built.grid.cells.items():
        if word.doubt:
            built.ask("Cells", f"`{row_name}` × `{column}` ({built.grid.places[row_name, column]}): {word.doubt}.")
    built.ask("Table", *built.grid.remarks)
    for first, second in equal:
        built.ask("Order of the data classes", f"`{first}` and `{second}` have equal cells; they have the same rank.")
    for entry in built.classes:
        if entry.rank is None:
            built.ask("Order of the data classes", f"The cells do not order `{entry.label}`; it has no rank.")
    labels = {entry.id: entry.label for entry in built.classes}
    for tie in built.ties:
        if not tie.sure and tie.example:
            built.ask("Kinds of data tied by a part of an example (likely)", f"`{tie.kind}` → {labels[tie.class_id]}: {tie.how}.")
        elif not tie.sure:
            built.ask(
                "Kinds of data that the policy does not name (by usual sensitivity)",
                f"`{tie.kind}` → {labels[tie.class_id]}: {tie.how}.",
            )
    _confirm_prose(built)
    built.ask("Abbreviations learnt from the document", *(f"{short}: {long}" for short, long in built.short.items()))
    built.ask("Glossary", *(f"`{name}` in the glossary was not understood and not used." for name in glossary.notes))
    built.ask("Tools", *(f"`{entry.name}`: {entry.note}" for entry in glossary.tools if entry.note))


def _confirm_prose(built: Built) -> None:
    prose = built.prose
    if prose.unlisted_line:
        line = prose.unlisted_line
        built.ask("The document", f"Line {line.line}: “{line.text}” was read as: a tool that is not listed is {prose.unlisted}.")
    for kind, name, _, line in prose.contacts:
        built.ask("The document", f"Line {line.line}: `{name}` was taken as the {kind} contact.")
    for change in prose.becomes:
        about = ", ".join(change.examples) or "all data"
        built.ask(
            "The document",
            f"Line {change.line.line}: {change.transformation} {about} counts as {change.class_id}: “{change.line.text}”",
        )
    for ban in built.bans:
        built.ask(
            "The document",
            f"Line {ban.line.line}: `{ban.row.label}` was read as forbidden, as rule `{ban.rule}`: “{ban.line.text}”",
        )
    used = {ban.line.line for ban in built.bans} | ({prose.unlisted_line.line} if prose.unlisted_line else set())
    for line in prose.duties:
        if line.line in used:
            continue
        built.ask("Sentences of the document that became no rule", f"Line {line.line}: “{line.text}”")
