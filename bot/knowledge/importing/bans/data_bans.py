"""Sentences of the document and the glossary in; data that no tool may take, whatever its row, out. Only clear ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from bot.knowledge.importing.bans.never_lists import GUARDED, Kept, keeps_all_out, told_kinds
from bot.knowledge.importing.bans.never_sentences import Around, is_about_some, kept_by_sentence
from bot.knowledge.importing.classes.ladder import Tie
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.texts.document import Document, Line, without_bold
from bot.knowledge.importing.texts.kinds import SURE, KindReader
from bot.knowledge.importing.texts.patterns import any_of, bare_pieces
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import (
    caution_words,
    faq_words,
    find_run,
    fold,
    lists,
    small_words,
    tokens,
    unique_slug,
)

MOST_WORDS = 6
_PLACE = 3
"""Words of the name of a place that data is taken from."""


@dataclass(frozen=True, slots=True)
class DataBan:
    """One kind of data that goes into no tool. ``whole``: a class of the matrix, whose cells may say otherwise."""

    phrase: str
    type_id: str
    kinds: tuple[str, ...]
    line: Line
    rule: str
    class_id: str = ""
    rows: tuple[str, ...] = ()
    """Rows that it is kept out of; empty: all tools."""
    names: tuple[str, ...] = ()
    """Proper names that narrow the data and alone say what it is: "Vauclair Suisse" of "client data of Vauclair Suisse SA"."""
    of: str = ""
    """The class that such data belong to, where the sentence is an exception of a condition for that class."""

    @property
    def whole(self) -> bool:
        """Whether the sentence is about a whole class."""
        return bool(self.class_id)


def find_data_bans(
    document: Document,
    said: list[str],
    classes: list[ClassWords],
    reader: KindReader,
    taken: set[str],
    *,
    tools: Mapping[str, str],
    never: Iterable[Kept] = (),
    names: frozenset[str] = frozenset(),
) -> list[DataBan]:
    """``said``: conditions of the glossary that name no tool; the document's sentence is cited where it has one. ``tools``: id of
    each row, by its label. ``never``: things of lists of what goes into no tool. ``names``: folded names of all tools."""
    lines = [line for line in document.lines if line.kind != "row"]
    meant = _of_pronouns(lines)
    lines += meant
    for text in said:
        alike = [line for line in lines if _same(text, line.text)]
        if not any(_banned(line.text, reader) for line in alike):
            lines.append(Line(text, alike[0].line, alike[0].heading) if alike else Line(text, 1))
    found: list[DataBan] = []
    called = {fold(name): entry.id for entry in classes for name in (entry.label, *entry.synonyms)}
    found += _origins(lines, reader, taken, tools)
    told: list[Kept] = []
    rows_around = Around(document, tools)
    for line in lines:
        rows = rows_around(line)
        is_lead = keeps_all_out(line.text.partition(":")[0])
        plain = [] if is_lead else kept_by_sentence(line.text, reader, names) or _banned(line.text, reader, names)
        for phrase in plain or ([] if is_lead else _listed(line, reader)):
            whose = _proper_names(phrase, reader)
            kinds = () if whose else told_kinds(reader.read(phrase), reader, GUARDED)
            told.append(Kept(phrase, kinds, meant.get(line, line), whose, rows))
    known: set[str] = set()
    for kept in sorted((*told, *never), key=lambda one: bool(one.rows)):
        if (key := fold(kept.phrase)) in known:
            continue
        known.add(key)
        class_id = called.get(key, "")
        type_id = class_id or unique_slug(f"never {kept.phrase}", taken)
        rule = unique_slug(f"no tool for {kept.phrase}", taken)
        found.append(DataBan(kept.phrase, type_id, kept.kinds, kept.line, rule, class_id, kept.rows, kept.names))
    return found


def _of_pronouns(lines: list[Line]) -> dict[Line, Line]:
    """Sentences that begin with a word for what the one before is about, with its subject in that word's place: "Passwords and
    door codes are no information here. They never go into any AI tool"; each with both as they stand."""
    found = {}
    said = [(line, part) for line in lines for part in statements_of(line.text)]
    for (before, told), (line, part) in pairwise(said):
        verb = _told_of().search(told)
        pronoun, _, rest = part.partition(" ")
        if verb and before.line == line.line and pronoun.lower() in caution_words()["points_back"]:
            found[replace(line, text=f"{told[: verb.start()]} {rest}")] = replace(line, text=f"{told} {part}")
    return found


@cache
def _told_of() -> re.Pattern[str]:
    """Where a sentence has named what it is about, and says something of it."""
    return re.compile(rf"\s+({any_of(faq_words()['copula'])})\s+", re.IGNORECASE)


def placed(ban: DataBan, ties: list[Tie], reader: KindReader) -> DataBan:
    """A ban for some tools with the class that its data has in all others, where a firm tie says which."""
    if not ban.rows or ban.of or not ban.kinds:
        return ban
    firm = {tie.kind: tie.class_id for tie in ties if tie.firm}
    near = [next((firm[k] for k in (kind, *reader.ancestors(kind)) if k in firm), "") for kind in ban.kinds]
    return replace(ban, of=near[0]) if len(set(near)) == 1 else ban


def _origins(lines: list[Line], reader: KindReader, taken: set[str], tools: Mapping[str, str]) -> list[DataBan]:
    """Data that goes into no tool because of where it was taken from, in whatever state: "nothing is copied out of the record
    into an AI tool". Into a tool that is called after that place nothing has to be copied; a
    tool that is not listed is none that anything may go into anyway."""
    found: dict[str, DataBan] = {}
    for line in lines:
        match = first_match(line.text, "no_tool_origin", "no_tool_doubt")
        places = bare_pieces(match["data"], reader.language) if match else []
        for place in (one for one in places if one and len(tokens(one)) <= _PLACE):
            ways = lists()["origins"].get(reader.language) or lists()["origins"]["en"]
            phrase, *others = (f"{way} {place}" for way in ways)
            if fold(phrase) in found:
                continue
            rows = tuple(id_ for label, id_ in tools.items() if find_run(tokens(place), tokens(label)) < 0)
            ids = (unique_slug(f"never {phrase}", taken), unique_slug(f"no tool for {phrase}", taken))
            found[fold(phrase)] = DataBan(phrase, ids[0], (), line, ids[1], rows=rows, names=tuple(others))
    return list(found.values())


@cache
def _whose() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name at the end behind a word that says whose the data is; and a legal form at the end of a company's name."""
    of, the, forms = (any_of(small_words()[name]) for name in ("of", "determiners", "legal_forms"))
    return (
        re.compile(rf"\b(?:{of})\s+(?:(?:{the})\s+)?(?P<name>[A-ZÄÖÜÀ-Ý][\w&.-]+(?:\s+[A-ZÄÖÜÀ-Ý][\w&.-]*){{0,3}})$"),
        re.compile(rf"\s+(?:{forms})\.?$"),
    )


@cache
def _source() -> re.Pattern[str]:
    """A system that something was taken out of, by a name that is no word: "was aus dem KIS ausgeleitet wurde"."""
    out, the = any_of(small_words()["out_of"]), any_of(small_words()["determiners"])
    return re.compile(rf"\b(?:{out})\s+(?:(?:{the})\s+)?(?:\w+\s+)?(?P<name>[A-Z][A-Z0-9]{{1,7}}|[A-Z]\w*[a-z][A-Z]\w*)(?![\w-])")


def _proper_names(phrase: str, reader: KindReader) -> tuple[str, ...]:
    """Whose data alone is meant, or from where, by a name that says nothing of the data: "client data of Vauclair Suisse SA"."""
    if (source := _source().search(phrase)) and not reader.read(source["name"]):
        return (source["name"],)
    of, legal_form = _whose()
    match = of.search(phrase)
    if not match or reader.language == "de" or reader.read(match["name"]) or reader.people(match["name"]):
        return ()
    return tuple(dict.fromkeys((legal_form.sub("", match["name"]), match["name"])))


def _banned(text: str, reader: KindReader, names: frozenset[str] = frozenset()) -> list[str]:
    """The kinds of data that a sentence keeps out of every tool; nothing where it has an exception or a condition, or is
    about some tools."""
    match = first_match(text, "no_tool", "no_tool_doubt")
    if match and is_about_some(match["data"], names):
        return []
    parts = bare_pieces(match["data"], reader.language) if match else []
    good = [part for part in parts if part]
    named = all(1 <= len(tokens(part)) <= MOST_WORDS and tokens(part)[0] not in lists()["pointing"] for part in good)
    return good if named else []


def first_match(text: str, patterns: str, doubt: str) -> re.Match[str] | None:
    """The first of some patterns (a list of the import's words) that fits a sentence without its marks, unless a word in it gives
    a way out or a condition."""
    bare = without_bold(text).strip()
    if re.search(lists()[doubt], bare, re.IGNORECASE):
        return None
    return next((match for pattern in lists()[patterns] if (match := re.match(pattern, bare, re.IGNORECASE))), None)


def _listed(line: Line, reader: KindReader) -> list[str]:
    """ "Pasting passwords", below "Never, with any tool": only kinds of data that are known."""
    if not re.search(lists()["use_ban_heading"], fold(line.heading)):
        return []
    match = first_match(line.text, "no_tool_items", "no_tool_doubt")
    if match is None:
        return []
    parts = bare_pieces(match["data"], reader.language)
    return parts if all(SURE in reader.read(part).values() for part in parts) else []


def _same(one: str, other: str) -> bool:
    a, b = set(tokens(one)), set(tokens(other))
    return bool(a) and len(a & b) >= 0.8 * min(len(a), len(b))
