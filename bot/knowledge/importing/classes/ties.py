"""Data classes with their words in; which kinds of the catalog belong to which class, how and how surely, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from bot.knowledge.catalog_fields import MOST_SENSITIVE
from bot.knowledge.importing.classes.ladder import Tie, in_order
from bot.knowledge.importing.classes.strictness import ClassWords, at_most
from bot.knowledge.importing.texts.kinds import LIKELY, SURE, KindReader, negated, split_parts
from bot.knowledge.importing.texts.words import fold, generic_data, has_word, lists, tokens


def tie_words(classes: list[ClassWords], reader: KindReader) -> list[Tie]:
    """Ties by the policy's own words. The surest word wins; a looser class never takes a kind on a mere part of a phrase."""
    steps = {entry.id: number for number, entry in enumerate(in_order(classes))}
    every: list[Tie] = []
    for entry in classes:
        high = MOST_SENSITIVE * steps[entry.id] / max(1, len(classes) - 1)
        every += [*_of_names(entry, reader), *_of_examples(entry, reader, round(high)), *_of_meanings(entry, reader)]
    grants = {entry.id for entry in classes if "allow" in entry.column}
    sure = _by_name([tie for tie in every if tie.sure], steps, grants)
    likely = [tie for tie in every if not tie.sure]
    once: dict[tuple[str, str, str], Tie] = {}
    for tie in (*sure, *_agreeing(_usable(likely, sure, grants, classes, reader), classes, reader)):
        once.setdefault((tie.kind, tie.class_id, tie.example), tie)
    return list(once.values())


def _of_names(entry: ClassWords, reader: KindReader) -> Iterator[Tie]:
    """Kinds that a class is called after."""
    for text in (entry.label, *entry.synonyms):
        people = reader.people(text) if entry.like not in ("public", "internal") else {}
        for kind, degree in {**people, **_adjectives(entry, text, reader), **_about(entry, text, reader)}.items():
            # "Published minutes" says nothing of minutes that are not out; what is always public is.
            is_part = degree != SURE and reader.kinds[kind].sensitivity > 0 and has_word(text, lists()["published"])
            yield Tie(kind, entry.id, "", f"`{text}` is a name of the class", degree == SURE, firm=not is_part)


def _of_examples(entry: ClassWords, reader: KindReader, high: int) -> Iterator[Tie]:
    """Kinds that a class's examples are. ``high``: so sensitive is what a class as strict as this one holds."""
    for example in entry.examples:
        for kind, degree in _of_example(entry, example, reader).items():
            # "exam questions before the exam" is the sensitive kind of them: in a class as strict as that, all may stand.
            narrowed = reader.is_head(example, kind) and not has_word(example, lists()["milder"])
            fits = narrowed and high >= reader.kinds[kind].sensitivity
            firm = degree == SURE or fits or (entry.like == "" and reader.is_core(example, kind))
            yield Tie(kind, entry.id, example, f"`{example}` is named as an example", degree == SURE, firm)


def _of_meanings(entry: ClassWords, reader: KindReader) -> Iterator[Tie]:
    """Kinds of the things that the document says an example, or the class itself, is."""
    for example, things in entry.means.items():
        for thing, where in things:
            for kind, degree in _of_example(entry, thing, reader).items():
                how = f"`{thing}` is what {where} says that `{example or entry.label}` is"
                yield Tie(kind, entry.id, example, how, degree == SURE)


def _usable(likely: list[Tie], sure: list[Tie], grants: set[str], classes: list[ClassWords], reader: KindReader) -> list[Tie]:
    """The likely ties that no sure one speaks against, firm where nothing can be allowed by them that should not be."""
    taken = {tie.kind for tie in sure}
    closed = {entry.id for entry in classes if entry.like not in ("public", "internal")}
    # "Draft submissions" are kept closed; where the policy has a class for everyday work, other drafts belong there.
    has_everyday = any(entry.like == "internal" for entry in classes)
    return [
        replace(tie, firm=tie.class_id not in grants or _is_harmless(tie, reader) or (bool(tie.example) and tie.firm))
        for tie in likely
        if tie.kind not in taken
        and (tie.class_id in closed or tie.class_id not in grants or reader.kinds[tie.kind].sensitivity <= 2)
        and not (tie.example and _milder_than_above(tie, sure, classes, reader))
        and not (tie.example and has_everyday and tie.class_id in closed and reader.kinds[tie.kind].sensitivity <= 1)
    ]


def _is_harmless(tie: Tie, reader: KindReader) -> bool:
    """Whether nothing goes wrong where a guess allows it; of a class's name, where that names no less than the kind."""
    return reader.kinds[tie.kind].sensitivity < 2 and (tie.firm or bool(tie.example))


def _by_name(sure: list[Tie], steps: dict[str, int], grants: set[str]) -> list[Tie]:
    """A kind that a class is called after belongs there and nowhere else. Where things are allowed in that class, examples of a
    stricter one still count: "subscriber lists" beside a class that is called "client data"."""
    named: dict[str, set[str]] = {}
    for tie in sure:
        if not tie.example:
            named.setdefault(tie.kind, set()).add(tie.class_id)

    def belongs(tie: Tie) -> bool:
        own = named.get(tie.kind, {tie.class_id})
        return tie.class_id in own or (own <= grants and all(steps[tie.class_id] > steps[one] for one in own))

    return [tie for tie in sure if belongs(tie)]


def _of_example(entry: ClassWords, text: str, reader: KindReader) -> dict[str, int]:
    """Kinds of an example that it says of where they belong."""
    return {kind: degree for kind, degree in _about(entry, text, reader).items() if _may_stand_for(text, kind)}


def _may_stand_for(text: str, kind: str) -> bool:
    """Whether an example says of a whole kind where it belongs: "voter registration forms" and "donors" are data about people,
    and say nothing of other people's; "personal details" do."""
    own = lists()["generic_names"].get(kind)
    return own is None or all(word in own or word in _idle_in_names() for word in tokens(text))


@cache
def _idle_in_names() -> frozenset[str]:
    """Words beside what a class's name, or an example, says of its data."""
    return generic_data() | {fold(word) for word in lists()["classes"]["closed_beside"]}


def _agreeing(likely: list[Tie], classes: list[ClassWords], reader: KindReader) -> list[Tie]:
    """Of parts of phrases that put one kind into several classes ("drafts of speeches", "drafts of the audit office") those of
    one: everyday things go to the mildest, others to the strictest."""
    order = {entry.id: number for number, entry in enumerate(in_order(classes))}
    of: dict[str, list[int]] = {}
    for tie in likely:
        of.setdefault(tie.kind, []).append(order[tie.class_id])
    chosen = {kind: min(found) if reader.kinds[kind].sensitivity <= 1 else max(found) for kind, found in of.items()}
    return [tie for tie in likely if order[tie.class_id] == chosen[tie.kind]]


def _milder_than_above(tie: Tie, sure: list[Tie], classes: list[ClassWords], reader: KindReader) -> bool:
    """Whether the policy's words put a broader kind into a stricter class: a part of a phrase must not loosen that."""
    by_id = {entry.id: entry for entry in classes}
    mine = by_id[tie.class_id]
    above = set(reader.ancestors(tie.kind))
    stricter = [by_id[other.class_id] for other in sure if other.kind in above and other.class_id != tie.class_id]
    return any(not at_most(other, mine) for other in stricter)


def _adjectives(entry: ClassWords, text: str, reader: KindReader) -> dict[str, int]:
    """Kinds that a class's name gives by an adjective alone: "personal or commercially sensitive", "HR"."""
    short = "".join(word[0] for word in tokens(entry.label))  # "HR level" is what "Highly Restricted" is called for short
    idle = _idle_in_names() | {short}
    found: dict[str, int] = {}
    for part in split_parts(text, reader.language) if entry.like not in ("public", "internal") else ():
        said = " ".join(word for word in tokens(part) if word not in idle)
        for kind, words in lists()["adjectives"].items():
            # "Identifiable research data" is research data; "customer production data" is customers' whatever it holds.
            tells = said in words or kind != lists()["anybody"]
            if tells and kind in reader.kinds and has_word(said, words):
                found[kind] = SURE if said in words else LIKELY
    return found


def _about(entry: ClassWords, text: str, reader: KindReader) -> dict[str, int]:
    """Kinds of a phrase that may stand in this class: nothing sensitive in a public one, nothing public in a closed one."""
    # What a class for everyday work lists is that work's: its "roadmap" makes no strategy papers of all plans.
    found = reader.read(text, entry.like not in ("public", "internal"))
    if has_word(text, lists()["qualifiers"]):
        return {}
    if entry.like == "public":
        return {kind: degree for kind, degree in found.items() if reader.kinds[kind].sensitivity <= 1}
    if negated(text):
        found = {kind: LIKELY for kind in found if reader.kinds[kind].sensitivity > 0}
    return {kind: degree for kind, degree in found.items() if reader.kinds[kind].sensitivity > 0 or degree == SURE}
