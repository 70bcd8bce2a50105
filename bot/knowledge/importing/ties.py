"""Data classes with their words in; which kinds of the catalog belong to which class, how and how surely, out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bot.knowledge.importing.classes import ClassWords, at_most, mildest, strictest
from bot.knowledge.importing.kinds import LIKELY, SURE, KindReader, negated
from bot.knowledge.importing.words import has_word, lists
from bot.policy.world import CatalogKind


@dataclass(frozen=True, slots=True)
class Tie:
    """One kind tied to a class, or to one of its examples. ``how`` is for people; ``sure`` ones need no confirmation."""

    kind: str
    class_id: str
    example: str
    how: str
    sure: bool


def tie_words(classes: list[ClassWords], reader: KindReader) -> list[Tie]:
    """Ties by the policy's own words. The surest word wins; a looser class never takes a kind on a mere part of a phrase."""
    sure: list[Tie] = []
    likely: list[Tie] = []
    for entry in classes:
        for text in (entry.label, *entry.synonyms):
            for kind, degree in _about(entry, text, reader).items():
                if degree == SURE:
                    sure.append(Tie(kind, entry.id, "", f"`{text}` is a name of the class", True))
        for example in entry.examples:
            for kind, degree in _about(entry, example, reader).items():
                how = f"`{example}` is named as an example"
                (sure if degree == SURE else likely).append(Tie(kind, entry.id, example, how, degree == SURE))
        for example, things in entry.means.items():
            for thing, where in things:
                for kind, degree in _about(entry, thing, reader).items():
                    how = f"`{thing}` is what {where} says that `{example or entry.label}` is"
                    (sure if degree == SURE else likely).append(Tie(kind, entry.id, example, how, degree == SURE))
    taken = {tie.kind for tie in sure}
    grants = {entry.id for entry in classes if "allow" in entry.column}
    usable = [
        tie
        for tie in likely
        if tie.kind not in taken
        and not (tie.class_id in grants and reader.kinds[tie.kind].sensitivity >= 2)
        and not _milder_than_above(tie, sure, classes, reader)
    ]
    once: dict[tuple[str, str, str], Tie] = {}
    for tie in (*sure, *usable):
        once.setdefault((tie.kind, tie.class_id, tie.example), tie)
    return list(once.values())


def _milder_than_above(tie: Tie, sure: list[Tie], classes: list[ClassWords], reader: KindReader) -> bool:
    """Whether the policy's words put a broader kind into a stricter class: a part of a phrase must not loosen that."""
    by_id = {entry.id: entry for entry in classes}
    mine = by_id[tie.class_id]
    above = set(reader.ancestors(tie.kind))
    stricter = [by_id[other.class_id] for other in sure if other.kind in above and other.class_id != tie.class_id]
    return any(not at_most(other, mine) for other in stricter)


def _about(entry: ClassWords, text: str, reader: KindReader) -> dict[str, int]:
    """Kinds of a phrase that may stand in this class: nothing sensitive in a public one, nothing public in a closed one."""
    found = reader.read(text)
    if has_word(text, lists()["qualifiers"]):
        return {}
    if entry.like == "public":
        return {kind: degree for kind, degree in found.items() if reader.kinds[kind].sensitivity <= 1}
    if negated(text):
        found = {kind: LIKELY for kind in found if reader.kinds[kind].sensitivity > 0}
    return {kind: degree for kind, degree in found.items() if reader.kinds[kind].sensitivity > 0 or degree == SURE}


def place_rest(classes: list[ClassWords], ties: list[Tie], reader: KindReader) -> list[Tie]:
    """Kinds that no word of the policy names, by how sensitive they usually are. Sensitive ones go to the strictest class."""
    tied: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        tied[tie.kind].add(tie.class_id)
    found: list[Tie] = []
    for kind in sorted(reader.kinds.values(), key=lambda k: (len(reader.ancestors(k.id)), k.id)):
        if kind.id in tied:
            continue
        above = next((above for above in reader.ancestors(kind.id) if above in tied), "")
        if above and not _too_mild(kind, reader.kinds[above], tied[above], classes):
            continue
        where, how = _place(kind, classes, tied, reader)
        for class_id in where:
            found.append(Tie(kind.id, class_id, "", how, False))
        if where:
            tied[kind.id] = set(where)
    return found


def _too_mild(kind: CatalogKind, above: CatalogKind, near: set[str], classes: list[ClassWords]) -> bool:
    """Whether a sensitive kind would inherit a class that was meant for something much more harmless."""
    if kind.sensitivity >= 3 and above.sensitivity <= 1:
        return True
    return kind.sensitivity >= 2 and all(entry.like in ("public", "internal") for entry in classes if entry.id in near)


def _place(
    kind: CatalogKind, classes: list[ClassWords], tied: dict[str, set[str]], reader: KindReader
) -> tuple[tuple[str, ...], str]:
    """The classes for a kind that no word names, and why."""
    public = [entry for entry in classes if entry.like == "public"]
    internal = [entry for entry in classes if entry.like == "internal"]
    closed = [entry for entry in classes if entry.like not in ("public", "internal")] or classes
    chosen: list[ClassWords] = []
    how = ""
    if kind.sensitivity == 0:
        return tuple(entry.id for entry in (public or internal)[:1]), "usually harmless"
    if kind.sensitivity == 1:
        chosen = internal[:1] or mildest([entry for entry in closed if entry not in public])[:1]
        how = "usually internal" if internal else "usually internal; the mildest class that is not public"
    elif kind.sensitivity == 2:
        confidential = [entry for entry in closed if entry.like == "confidential"]
        ordered = bool(internal) and all(entry.rank is not None for entry in classes)
        chosen = confidential if len(confidential) == 1 else mildest(closed)[:1] if ordered else []
        how = "usually confidential" if len(confidential) == 1 else "usually confidential; the mildest class above internal"
    else:
        relatives = _classes_of_relatives(kind, tied, reader)
        chosen = [entry for entry in strictest(closed) if relatives & {c.id for c in closed} == {entry.id}]
        how = "the class that holds related data"
    if not chosen:
        chosen, how = strictest(closed), "usually sensitive, and the policy does not name it: the strictest class"
    return tuple(entry.id for entry in chosen), how


def _classes_of_relatives(kind: CatalogKind, tied: dict[str, set[str]], reader: KindReader) -> set[str]:
    """Classes of kinds below one of the same broader kinds."""
    above = set(reader.ancestors(kind.id))
    if not above:
        return set()
    return {c for other, ids in tied.items() if other != kind.id and above & {other, *reader.ancestors(other)} for c in ids}
