"""Matrix, glossary and document in; everything that the knowledge files will say, and what a person should confirm, out."""

from __future__ import annotations

from collections.abc import Callable

from bot.knowledge.importing.attach import attach, duties_of_ours
from bot.knowledge.importing.built import Built, of_groups, with_ids
from bot.knowledge.importing.cells.effects import colour_words
from bot.knowledge.importing.cells.entries import full_classes, full_tools
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.changes import changes_of, settle_becomings
from bot.knowledge.importing.classes.class_lists import numbered
from bot.knowledge.importing.classes.class_names import ClassNames
from bot.knowledge.importing.classes.defined import Said, find_said
from bot.knowledge.importing.classes.further import with_further
from bot.knowledge.importing.classes.learn import abbreviations, class_texts, learn_examples
from bot.knowledge.importing.classes.lifts import lift_examples
from bot.knowledge.importing.classes.listed import listed_kinds
from bot.knowledge.importing.classes.place import place_rest
from bot.knowledge.importing.classes.settle import drop_narrowed, settle_everyday
from bot.knowledge.importing.classes.strictness import ClassWords, name_parts, set_ranks, what_like, without_shared
from bot.knowledge.importing.classes.ties import tie_words
from bot.knowledge.importing.prose.contacts import name_approvers
from bot.knowledge.importing.prose.for_all import find_private_logins, without_private
from bot.knowledge.importing.prose.parts import Prose, read_prose
from bot.knowledge.importing.rows.called import words_of
from bot.knowledge.importing.rows.described import described_rows
from bot.knowledge.importing.rows.members import Described
from bot.knowledge.importing.rows.other_columns import limits_of
from bot.knowledge.importing.rows.people_columns import of_people
from bot.knowledge.importing.rows.tools import Knowing, read_row
from bot.knowledge.importing.sources import Sources, grid_of
from bot.knowledge.importing.tables.shape import is_class_name
from bot.knowledge.importing.texts.document import Document
from bot.knowledge.importing.texts.glossary import ClassEntry, Glossary, ToolEntry
from bot.knowledge.importing.texts.kinds import SURE, KindReader, kind_reader
from bot.knowledge.importing.texts.naming import NameTools, tool_words
from bot.knowledge.importing.texts.organisation import organisation_in
from bot.knowledge.importing.texts.tool_row import ToolRow
from bot.knowledge.importing.texts.words import IsWord, any_word, fold, guess_language, has_word, lists, unique_slug
from bot.knowledge.importing.written.confirm import list_doubts
from bot.policy.world import Catalog


def build(sources: Sources, catalog: Catalog, name_tools: NameTools, is_word: IsWord = any_word) -> Built:
    """Ties and conditions put together. The cell's word always wins; what is unsure is listed, never guessed silently."""
    glossary, document = sources.glossary, sources.document
    grid = grid_of(sources, name_tools)
    language = guess_language(
        document.text or " ".join([*grid.rows, *grid.columns, *(at.quote for at in grid.places.values())]),
        [c.text for c in glossary.conditions],
    )
    reader = kind_reader(catalog, language)
    glossary = with_further(glossary, grid, document, reader)
    tool_entries, tool_names = full_tools(grid, glossary)
    class_entries, class_names = full_classes(grid, glossary)
    taken: set[str] = set()
    by, words = Knowing(catalog, name_tools, language, grid.rows), words_of(catalog, is_word, language)
    described = described_rows(document, grid, (tool_entries, frozenset(class_names)), name_tools, words)
    tools = {entry.name: _tool(entry, grid, taken, described, by) for entry in tool_entries}
    no_data = frozenset((*(fold(name) for name in grid.rows), *tool_words(catalog)))
    classes, ids, lifted = _learnt(sources, grid, (class_entries, class_names), no_data, (taken, language))
    drop_narrowed(classes, reader)
    settle_everyday(classes, reader)
    ties = tie_words(classes, reader)
    ties += place_rest(classes, ties, reader, listed_kinds(document, reader))
    organisation = organisation_in(sources.title, language, is_word)
    prose = _prose(document, tools, tool_names, ids, grid)
    built = Built(organisation, language, grid, tools, classes, ties, [], prose, document, abbreviations(document))
    equal = set_ranks(classes)
    built.ask("The document", *(f"Line {at}: `{thing}` was taken for `{label}`." for thing, label, at in lifted))
    people = of_people(glossary.people, (tool_names, class_names), built.row_ids, built.class_ids, language)
    columns = () if grid.is_export else limits_of(grid, built.row_ids, language, _names_data(classes, grid, glossary, reader))
    built.limits = with_ids((*of_groups(grid, built.row_ids, built.class_ids), *people, *columns), taken)
    built.duties = attach(built, glossary.conditions, tool_names, class_names, taken)
    built.duties += duties_of_ours(built, taken)
    built.duties += settle_becomings(built, changes_of(glossary.changes, classes, ids), taken)
    built.prose.contacts += name_approvers(built.duties, prose.listed, prose.contacts, prose.owner)
    list_doubts(built, equal, glossary)
    return built


def _prose(
    document: Document, tools: dict[str, ToolRow], tool_names: dict[str, str], class_ids: dict[str, str], grid: Grid
) -> Prose:
    """What the sentences tell; what they say of whole rows goes into the rows."""
    prose = read_prose(document, [*tools, *tool_names])
    prose.private_logins = find_private_logins(document, list(tools.values()), class_ids, grid.granting())
    if prose.private_logins:
        without_private(tools[label] for label in grid.granting())
    return prose


def _learnt(
    sources: Sources,
    grid: Grid,
    told: tuple[list[ClassEntry], dict[str, str]],
    no_data: frozenset[str],
    said_in: tuple[set[str], str],
) -> tuple[list[ClassWords], dict[str, str], list[tuple[str, str, int]]]:
    """The classes with all that the three files say they hold; folded name -> id; and the examples that were taken for a class
    elsewhere. ``no_data``: folded names that are of tools. ``said_in``: ids that are taken, and the language."""
    (entries, names), (taken, language), document = told, said_in, sources.document
    classes = [_class(entry, grid, taken) for entry in entries]
    _add_parts(classes)
    bare = without_shared([entry.label for entry in classes])
    for entry in classes:
        like = what_like(entry, (entry.hints, *class_texts(entry, document)), bare[entry.label])
        is_thing = grid.is_listed and not is_class_name(entry.label)
        entry.like = "" if is_thing and like != "public" else like  # "internal e-mails" hold nothing else that is internal
    ids = {key: found.id for key, name in names.items() for found in classes if found.label == name}
    known_by = ClassNames(classes, language)
    said = find_said(document, known_by)
    said[:0] = [Said(entry.id, *text) for entry in classes for text in grid.texts.get(entry.label, ())]
    learn_examples(classes, ids, document, said, lambda thing: fold(thing) in no_data or bool(known_by.of(thing)), language)
    return classes, ids, lift_examples(classes, ids, document, language)


def _tool(entry: ToolEntry, grid: Grid, taken: set[str], described: dict[str, Described], by: Knowing) -> ToolRow:
    places = ((entry.name, column) for column in grid.columns)
    effects = frozenset(grid.cells[place].effect for place in places if place in grid.cells) - {"unknown"}
    said = described.get(entry.name) or Described()
    row = read_row(unique_slug(entry.name, taken), entry, effects, said, by)
    row.has_cells = entry.name in grid.rows
    return row


def _class(entry: ClassEntry, grid: Grid, taken: set[str]) -> ClassWords:
    found = ClassWords(unique_slug(entry.name, taken), entry.name, entry.synonyms)
    found.examples = dict.fromkeys(entry.examples, "terms.json")
    found.column = [grid.cells[row, entry.name].effect for row in grid.rows if (row, entry.name) in grid.cells]
    found.column = found.column or ["unknown"] * len(grid.rows)
    found.hints, found.is_further = entry.note, entry.is_further
    return found


def _names_data(classes: list[ClassWords], grid: Grid, glossary: Glossary, reader: KindReader) -> Callable[[str], bool]:
    """Whether the name of a column is known as one of data: it is a word for how sensitive data is, a kind that the catalog has,
    a level, or something that the table, the glossary or the document explains."""
    explained = {one.label for one in classes if one.examples or one.hints or one.like or one.synonyms}
    explained |= {*grid.texts, *(entry.name for entry in glossary.classes)}

    noun = lists()["other_data"].get(reader.language, lists()["other_data"]["en"]).split()[-1]

    def is_data(column: str) -> bool:
        known = column in explained or is_class_name(column) or fold(column) in colour_words()
        known = known or numbered(column) is not None
        forms = (column, f"{column} {noun}", f"{noun} {column}")  # "Personenbezogen" is an adjective alone
        known = known or any(SURE in reader.read(form).values() for form in forms)
        return known or bool(reader.people(column)) or bool(has_word(column, lists()["headers"]["data"]))

    return is_data


def _add_parts(classes: list[ClassWords]) -> None:
    """Parts of the classes' names as synonyms, where no other class has them in its name or synonyms."""
    for entry in classes:
        rest = (other for other in classes if other is not entry)
        others = [fold(text) for other in rest for text in (other.label, *other.synonyms, *name_parts(other.label))]
        mine = {fold(text) for text in (entry.label, *entry.synonyms)}
        entry.synonyms += tuple(part for part in name_parts(entry.label) if fold(part) not in mine and fold(part) not in others)
