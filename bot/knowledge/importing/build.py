"""Matrix, glossary and document in; everything that the knowledge files will say, and what a person should confirm, out."""

from __future__ import annotations

from bot.knowledge.importing.asked import kept_out, pairs_of, shut_tools, withheld
from bot.knowledge.importing.attach import attach
from bot.knowledge.importing.bans.confined import find_confined
from bot.knowledge.importing.bans.data_bans import find_data_bans, placed
from bot.knowledge.importing.bans.exceptions import Exceptions
from bot.knowledge.importing.bans.explained_bans import find_explained
from bot.knowledge.importing.bans.lifts import lift_examples
from bot.knowledge.importing.bans.never_lists import find_never_lists
from bot.knowledge.importing.bans.tools import Ban, find_bans, left_out_of
from bot.knowledge.importing.bans.turned_down import turned_down
from bot.knowledge.importing.built import Built
from bot.knowledge.importing.cells.entries import full_classes, full_tools
from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.classes.class_names import ClassNames
from bot.knowledge.importing.classes.defined import Said, find_said
from bot.knowledge.importing.classes.further import with_further
from bot.knowledge.importing.classes.ladder import Tie
from bot.knowledge.importing.classes.learn import abbreviations, class_texts, learn_examples
from bot.knowledge.importing.classes.listed import listed_kinds
from bot.knowledge.importing.classes.place import place_rest
from bot.knowledge.importing.classes.settle import drop_narrowed, settle_everyday
from bot.knowledge.importing.classes.strictness import ClassWords, name_parts, set_ranks, what_like, without_shared
from bot.knowledge.importing.classes.ties import tie_words
from bot.knowledge.importing.ends import duties_of_ours, end_duties
from bot.knowledge.importing.everybody import DutyReader, find_everybodys
from bot.knowledge.importing.paper_tables import read_paper_tables
from bot.knowledge.importing.parties import Parties
from bot.knowledge.importing.prose.becoming import find_becomings
from bot.knowledge.importing.prose.by_case import find_cases, take_out, without
from bot.knowledge.importing.prose.contact_tables import name_approvers
from bot.knowledge.importing.prose.for_all import find_doubt, find_private_logins, without_private
from bot.knowledge.importing.prose.limit_rules import find_limits, of_groups, without_known, without_told
from bot.knowledge.importing.prose.limit_sentences import sentences
from bot.knowledge.importing.prose.limits import Limit, LimitReader
from bot.knowledge.importing.prose.parts import Prose, read_prose
from bot.knowledge.importing.prose.told_changes import changes_of
from bot.knowledge.importing.prose.uses import Named, UseReader, find_use_bans, recorders
from bot.knowledge.importing.rows.called import IsWord, words_of
from bot.knowledge.importing.rows.described import described_rows
from bot.knowledge.importing.rows.members import Described
from bot.knowledge.importing.rows.people_entries import of_people
from bot.knowledge.importing.rows.tools import Knowing, read_row
from bot.knowledge.importing.sources import Sources, grid_of
from bot.knowledge.importing.tables.shape import is_class_name
from bot.knowledge.importing.texts.document import Document, Line
from bot.knowledge.importing.texts.glossary import ClassEntry, Glossary, ToolEntry
from bot.knowledge.importing.texts.kinds import KindReader, kind_reader
from bot.knowledge.importing.texts.language import guess_language
from bot.knowledge.importing.texts.naming import NameTools, tool_words
from bot.knowledge.importing.texts.organisation import organisation_in
from bot.knowledge.importing.texts.tool_row import ToolRow, head_of
from bot.knowledge.importing.texts.words import any_word, data_key, fold, unique_slug
from bot.knowledge.importing.waiting.said_uses import is_of_deed
from bot.knowledge.importing.waiting.telling import HowCommon, Telling
from bot.knowledge.importing.waiting.wait import wait_for_words
from bot.knowledge.importing.written.cleaned import settle_becomings, settle_cases
from bot.knowledge.importing.written.confirm import list_doubts
from bot.policy.world import Catalog


def build(  # noqa: PLR0917 - the three files, and what readers of words tell of them
    sources: Sources,
    catalog: Catalog,
    name_tools: NameTools,
    read_duties: DutyReader,
    is_word: IsWord = any_word,
    how_common: HowCommon | None = None,
) -> Built:
    """Ties, conditions and prose put together. The cell's word always wins; what is unsure is listed, never guessed silently."""
    glossary, document = sources.glossary, sources.document
    grid = grid_of(sources, name_tools)
    language = guess_language(document.text or " ".join([*grid.rows, *grid.columns]), [c.text for c in glossary.conditions])
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
    cases = take_out(classes, find_cases(document, classes, ids, language))
    drop_narrowed(classes, reader)
    settle_everyday(classes, reader)
    ties = tie_words(classes, reader, are_things=grid.are_things)
    prose = _prose(document, tools, tool_names, ids, grid)
    organisation = organisation_in(sources.title, language, is_word)
    built = Built(organisation, language, grid, tools, classes, ties, [], prose, document, abbreviations(document))
    built.read = glossary.read
    equal = set_ranks(classes)
    built.ask("The document", *(f"Line {at}: `{thing}` was taken for `{label}`." for thing, label, at in lifted))
    built.asked = pairs_of(document, list(tools.values()))
    _keep_data_out(built, UseReader(catalog, language), glossary, reader, taken, tool_words(catalog))
    built.bans = _bans_of_tools(built, name_tools, reader, taken, tool_words(catalog))
    _keep_people_out(built, glossary, (tool_names, class_names), catalog, taken)
    built.prose.becomes = changes_of(glossary.changes, classes, ids)
    built.prose.becomes += find_becomings(without(document, cases), classes, ids, _of_people(ties, reader))
    duties_of_cases = settle_cases(built, cases, taken)
    built.told_cells = read_paper_tables(grid, document, tool_names, class_names)
    built.duties = attach(built, glossary.conditions, tool_names, class_names, taken)
    built.duties += duties_of_cases
    exceptions = Exceptions(built.duties, classes, built.ties, reader, taken)
    built.data_bans += exceptions.bans
    built.duties += end_duties(built, described, taken)
    built.duties += duties_of_ours(built, taken)
    built.duties += settle_becomings(built, built.prose.becomes, taken, reader)
    built.duties += find_everybodys(built, read_duties, taken)
    if how_common:
        of_parties = _of_parties(built, glossary, how_common, taken)
        built.limits += of_parties
        told = [limit.said for limit in of_parties]
        built.duties = [duty for duty in built.duties if duty.text not in told]  # a ban is nothing to tick off
        wait_for_words(built, Telling(built, reader, how_common), catalog, exceptions.left, taken)
    built.prose.contacts += name_approvers(built.duties, prose.listed, prose.contacts, prose.owner)
    list_doubts(built, equal, glossary)
    return built


def _prose(
    document: Document, tools: dict[str, ToolRow], tool_names: dict[str, str], class_ids: dict[str, str], grid: Grid
) -> Prose:
    """What the sentences tell; what they say of whole rows goes into the rows."""
    prose = read_prose(document, [*tools, *tool_names])
    prose.doubt = find_doubt(document, class_ids)
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
        is_thing = grid.are_things or (grid.is_listed and not is_class_name(entry.label))
        entry.like = "" if is_thing and like != "public" else like  # "internal e-mails" hold nothing else that is internal
    ids = {key: found.id for key, name in names.items() for found in classes if found.label == name}
    known_by = ClassNames(classes, language)
    said = find_said(document, known_by)
    said[:0] = [Said(entry.id, *text) for entry in classes for text in grid.texts.get(entry.label, ())]
    learn_examples(classes, ids, document, said, lambda thing: fold(thing) in no_data or bool(known_by.of(thing)), language)
    return classes, ids, lift_examples(classes, ids, document, language)


def _of_people(ties: list[Tie], reader: KindReader) -> frozenset[str]:
    return frozenset(tie.class_id for tie in ties if "personal-data" in (tie.kind, *reader.ancestors(tie.kind)))


def _keep_data_out(  # noqa: PLR0917 - as above
    built: Built, uses: UseReader, glossary: Glossary, reader: KindReader, taken: set[str], names: frozenset[str]
) -> None:
    """Data that sentences keep out of all tools or of some; the ties of all other kinds."""
    said = [c.text for c in glossary.conditions if not c.tools]
    never, left = find_never_lists(built.document, reader, uses.read, lambda item: is_of_deed(item, built.language))
    never += kept_out(built.asked, built.classes, reader)
    never += find_explained(built.document, [*built.grid.columns, *built.grid.rows, *names], reader)
    names |= {fold(name) for row in built.tools.values() for name in (row.label, head_of(row.label), *row.names)}
    built.data_bans = find_data_bans(
        built.document, said, built.classes, reader, taken, tools=built.row_ids, never=never, names=names
    )
    built.ask("Things of a list of what never goes in that became no rule", *(f"Line {one.line}: “{one.text}”" for one in left))
    lines = [line for line in built.document.lines if line.kind != "row"] + [Line(text, 1) for text in said]
    built.data_bans += find_confined(lines, list(built.tools.values()), built.classes, built.ties, reader)
    told_kinds = {kind for ban in built.data_bans if not ban.whole for kind in ban.kinds if not (ban.rows and not ban.of)}
    are_things = built.grid.are_things
    listed = listed_kinds(built.document, reader)
    rest = place_rest(built.classes, built.ties, reader, frozenset(told_kinds), are_things=are_things, listed=listed)
    built.ties = [*built.ties, *rest]
    built.data_bans = [placed(ban, built.ties, reader) for ban in built.data_bans]


def _bans_of_tools(built: Built, name_tools: NameTools, reader: KindReader, taken: set[str], names: frozenset[str]) -> list[Ban]:
    """Tools without a row that sentences and answers forbid. ``names``: folded names of tools that everybody knows."""
    rows = list(built.tools.values())
    known = names | {fold(name) for row in rows for name in (row.label, head_of(row.label), *row.names)}
    gone = turned_down(built.document, lambda name: fold(name) in known and not reader.read(name))
    left_out = left_out_of(built.grid.granting(), name_tools)
    return find_bans(built.document, rows, name_tools, taken, [*shut_tools(built.asked), *gone, *left_out])


def _of_parties(built: Built, glossary: Glossary, how_common: HowCommon, taken: set[str]) -> list[Limit]:
    """What goes into some tools only because of whose it is."""
    lines = [line for line in built.document.lines if line.kind != "row"]
    lines += [Line(condition.text, 1) for condition in glossary.conditions if not condition.tools]
    rows = list(built.tools.values())
    named = [*(name for row in rows for name in (row.label, *row.names))]
    named += [name for entry in built.classes for name in (entry.label, *entry.synonyms, *entry.examples)]
    return Parties(rows, frozenset(fold(name) for name in named), how_common, built.language).find(lines, taken)


def _keep_people_out(
    built: Built, glossary: Glossary, names: tuple[dict[str, str], dict[str, str]], catalog: Catalog, taken: set[str]
) -> None:
    """Uses that sentences forbid, and what they keep from some people or settings."""
    rows = list(built.tools.values())
    class_words = frozenset(data_key(n) for entry in built.classes for n in (entry.label, *entry.synonyms))
    told_of = Named(rows, class_words, recorders(rows, catalog))
    reader_of_limits = LimitReader(rows, built.classes, catalog, built.language, built.document.title or built.organisation)
    found = find_limits(sentences(built.document, glossary.conditions, built.tools), reader_of_limits)
    built.left, built.unread = found.left, found.unread
    told_of.whole = frozenset(limit.said for limit in found.limits if limit.who and not limit.asks)
    built.use_bans = find_use_bans(built.document, told_of, glossary.conditions, UseReader(catalog, built.language), taken)
    people = list(of_people(glossary.people, names, built.row_ids, built.class_ids, built.language))
    left = without_told(found.limits, people, reader_of_limits)
    limits = [*of_groups(built.grid, built.row_ids, built.class_ids), *people, *left, *withheld(built.asked, reader_of_limits)]
    built.limits = without_known(limits, {(ban.use, ban.rows) for ban in built.use_bans}, taken)


def _tool(entry: ToolEntry, grid: Grid, taken: set[str], described: dict[str, Described], by: Knowing) -> ToolRow:
    places = ((entry.name, column) for column in grid.columns)
    effects = frozenset(grid.cells[place].effect for place in places if place in grid.cells) - {"unknown"}
    said = described.get(entry.name) or Described()
    row = read_row(unique_slug(entry.name, taken), entry, effects, said, by)
    row.tell_by(said.told_by)
    row.has_cells = entry.name in grid.rows
    return row


def _class(entry: ClassEntry, grid: Grid, taken: set[str]) -> ClassWords:
    found = ClassWords(unique_slug(entry.name, taken), entry.name, entry.synonyms)
    found.examples = dict.fromkeys(entry.examples, "terms.json")
    found.column = [grid.cells[row, entry.name].effect for row in grid.rows if (row, entry.name) in grid.cells]
    found.column = found.column or ["unknown"] * len(grid.rows)
    found.hints, found.is_further = entry.note, entry.is_further
    return found


def _add_parts(classes: list[ClassWords]) -> None:
    """Parts of the classes' names as synonyms, where no other class has them in its name or synonyms."""
    for entry in classes:
        rest = (other for other in classes if other is not entry)
        others = [fold(text) for other in rest for text in (other.label, *other.synonyms, *name_parts(other.label))]
        mine = {fold(text) for text in (entry.label, *entry.synonyms)}
        entry.synonyms += tuple(part for part in name_parts(entry.label) if fold(part) not in mine and fold(part) not in others)
