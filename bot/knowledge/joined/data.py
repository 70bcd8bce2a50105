"""An index goes in; offerings, data classes and data types come out, broader types followed to their ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.knowledge.files.tools import RawOffering, RawTool
from bot.knowledge.joined.circles import note_circles
from bot.knowledge.joined.index import Index
from bot.knowledge.joined.select import Selectors
from bot.knowledge.sheets.sheet import Word
from bot.policy.words import Citation, DataClass, DataType, Effect, Offering, Rule


def join_offerings(index: Index) -> dict[str, Offering]:
    """Offerings by id; the tool's owner and review date are facts of each."""
    found = {}
    places = {row.text: row.line for part in index.parts if part.matrix for row in part.matrix.rows}
    for key, (tool, offering) in index.offerings.items():
        facts = dict(offering.facts)
        if tool.review_by:
            facts.setdefault("review_by", tool.review_by.isoformat())
        if tool.owner:
            facts.setdefault("owner", tool.owner.lower())
        plan = offering.plan[0] if offering.plan else ""
        rests_on = index.clauses(offering.clauses)
        is_own = offering.account == "personal" or tool.group
        found[key] = Offering(
            key,
            tool.id.text,
            tool.vendor,
            plan,
            offering.account,
            offering.hosting,
            facts,
            offering.at.at,
            rests_on,
            offering.access or ("own" if is_own else ""),
            _place(key, tool, offering, places),
        )
    return found


def _place(key: str, tool: RawTool, offering: RawOffering, places: dict[str, int]) -> int:
    """The line of its own row in a matrix, else of its tool's."""
    own, of_tool = ((key, *offering.label.values()), (tool.id.text, *tool.label.values()))
    return next((places[name] for name in (*own, *of_tool) if name in places), 0)


def join_start_with(index: Index) -> dict[str, tuple[str, ...]]:
    """Family of tools, or any -> the offerings to start with, in the order of the file; a tool means all its offerings."""
    return {
        key.text: tuple(dict.fromkeys(id_ for word in words for id_ in sorted(index.offerings_of(word))))
        for key, words in index.policy.start_with
    }


def join_in_doubt(index: Index) -> str:
    """The class as which data counts that nobody could read."""
    word = index.policy.in_doubt
    if word is None or not word.text:
        return ""
    if word.text not in index.classes:
        index.unknown("K017", word, index.classes)
    return word.text


def join_classes(index: Index) -> dict[str, DataClass]:
    """Data classes by id."""
    return {key: DataClass(key, raw.rank, raw.id.at, _becomes(index, raw.becomes)) for key, raw in index.classes.items()}


def join_types(index: Index, select: Selectors) -> dict[str, DataType]:
    """Data types by id. A type without a class of its own has those of its broader types."""
    broader = {key: tuple(word for word in raw.is_a if _is_type(index, word)) for key, raw in index.types.items()}
    note_circles(index, broader, "is_a", "delete one of them; a broader type must not come back to the narrower one")
    found = {}
    for key, raw in index.types.items():
        is_a = _closed(key, broader)
        classes = tuple(word.text for word in raw.classes if select.is_class(word))
        if not raw.classes:
            classes = tuple(dict.fromkeys(word.text for name in is_a for word in index.types[name].classes))
            if not classes and "data" not in index.gaps:
                do = "add `class: ...`, or the broader type with `is_a: [...]`"
                index.fault("K030", raw.id, f"the data type `{key}` has no class", do, "warning")
        at = Citation(raw.id.file, raw.id.line, raw.id.column, raw.id.text)
        found[key] = DataType(key, classes, is_a, _becomes(index, raw.becomes), dict(raw.facts), at)
    return found


def _is_type(index: Index, word: Word) -> bool:
    if word.text in index.classes:
        what = f"`{word.text}` is a data class, not a data type"
        index.fault("K012", word, what, "`is_a` names a data type; a class belongs in `class`")
    elif word.text not in index.types:
        index.unknown("K012", word, index.types)
    return word.text in index.types


def _closed(key: str, broader: dict[str, tuple[Word, ...]]) -> tuple[str, ...]:
    """All broader types, near ones first, without the type itself."""
    found: dict[str, None] = {}
    waiting = [word.text for word in broader.get(key, ())]
    while waiting:
        name = waiting.pop(0)
        if name not in found and name != key:
            found[name] = None
            waiting += [word.text for word in broader.get(name, ())]
    return tuple(found)


def _becomes(index: Index, said: tuple[tuple[Word, Word], ...]) -> dict[str, str]:
    found = {}
    for transformation, target in said:
        if transformation.text not in index.transformations:
            index.unknown("K016", transformation, index.transformations)
        elif index.is_data(target):
            found[transformation.text] = target.text
    return found


def with_becomes(types: dict[str, DataType], classes: dict[str, DataClass], rules: Iterable[Rule]) -> dict[str, DataType]:
    """The types, each with what its classes say that transformed data becomes.

    A type keeps what it says itself. What several classes or broader types do not say alike is not taken over, nor anything by a
    type that a rule holds back by name: "no passport numbers" is not lifted by what is said of all red data.
    """
    held = {id_ for rule in rules if rule.effect is not Effect.ALLOW for id_ in rule.data}
    found: dict[str, DataType] = {}
    for key, kind in types.items():
        said = [classes[one].becomes for one in kind.classes if one in classes]
        said += [{**_shared(types[one], classes), **types[one].becomes} for one in kind.is_a]
        taken = {} if held & {key, *kind.is_a} else _alike(said)
        found[key] = replace(kind, becomes={**taken, **kind.becomes})
    return found


def _shared(kind: DataType, classes: dict[str, DataClass]) -> dict[str, str]:
    return _alike([classes[one].becomes for one in kind.classes if one in classes])


def _alike(said: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What all of them say."""
    first = said[0] if said else {}
    return {
        transformation: data for transformation, data in first.items() if all(one.get(transformation) == data for one in said)
    }


def warn_of_namesakes(index: Index) -> None:
    """One name for two tools, or for two kinds of data: people will be asked which they mean."""
    names: dict[tuple[str, str], Word] = {}
    things = [("tool", tool.id, (*tool.label.values(), *tool.synonyms)) for tool in index.tools.values()]
    for kind in index.kinds:
        things.append(("data type", kind.id, (*kind.label.values(), *kind.synonyms)))
    for what, word, words in things:
        for name in dict.fromkeys(each.casefold() for each in words):
            first = names.setdefault((what, name), word)
            if first.text != word.text:
                do = "give one of them another name, unless you want people to be asked"
                told = f"`{name}` means the {what}s `{first.text}` ({first.at}) and `{word.text}`"
                index.fault("K034", word, told, do, "warning", (first.at,))
