"""Conditions in; the data that they keep out of their rows ("yes, except wills"), as bans, out. Only what can be recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from bot.knowledge.importing.classes import ClassWords
from bot.knowledge.importing.data_bans import MOST_WORDS, DataBan
from bot.knowledge.importing.document import Line
from bot.knowledge.importing.duties import Duty
from bot.knowledge.importing.kinds import SURE, KindReader
from bot.knowledge.importing.ladder import Tie
from bot.knowledge.importing.patterns import any_of, bare_pieces
from bot.knowledge.importing.words import sentence_words, tokens, unique_slug


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The end of a condition that keeps something out: "...; never fraud files"; and an exception wherever it stands."""
    words = sentence_words()["kept_out"]
    never, but, behind = (any_of(words[name]) for name in ("never", "except", "for"))
    return (
        re.compile(rf"\b(?:{never})\s+(?:(?:{behind})\s+)?(?P<data>[^,;.()]{{3,80}})[.;]?\s*$", re.IGNORECASE),
        re.compile(rf"(?:^|(?<=[\s(]))(?:{but})\s+(?P<data>[^;.:()–—]{{3,80}})(?=[;.:()–—]|$)", re.IGNORECASE),
    )


def _kept_out(text: str, reader: KindReader) -> Iterator[list[str]]:
    """The lists of what a condition keeps out; behind some words no data but a case is named ("except with consent")."""
    bare = re.sub(r"(\*\*|`)", "", text).strip()
    at_end, anywhere = _patterns()
    for match in (*at_end.finditer(bare), *anywhere.finditer(bare)):
        parts = bare_pieces(match["data"], reader.language)
        if parts[-1] and tokens(parts[0])[:1] and tokens(parts[0])[0] not in sentence_words()["kept_out"]["if"]:
            yield parts


def find_exceptions(
    duties: Iterable[Duty], classes: list[ClassWords], ties: list[Tie], reader: KindReader, taken: set[str]
) -> list[DataBan]:
    """What a condition keeps out ("...; never fraud or litigation files"), for its own rows, where its data can be recognised.

    It is named like an example of the class, or it is a kind of the catalog. What is neither is left to people.
    """
    found: dict[tuple[str, str], DataBan] = {}
    for duty in duties:
        text = duty.text if isinstance(duty.text, str) else ""
        if duty.general or not duty.tools:
            continue
        for parts in _kept_out(text, reader):
            for ban in _bans(duty, parts, classes, reader, taken):
                tied = {tie.class_id for tie in ties if tie.kind in ban.kinds}
                placed = replace(ban, of=_strictest({ban.of, *tied}, classes) or min(tied, default=ban.of)) if tied else ban
                found.setdefault((duty.id, ban.phrase), placed)
    return list(found.values())


def _bans(duty: Duty, parts: list[str], classes: list[ClassWords], reader: KindReader, taken: set[str]) -> Iterator[DataBan]:
    """One for each thing of a list that is an example of the condition's classes or a kind of the catalog."""
    examples = {entry.id: entry.examples for entry in classes}
    head = tokens(parts[-1])[-1:] if len(tokens(parts[-1])) > 1 else ()
    line, of = Line(duty.text if isinstance(duty.text, str) else "", 1), _strictest(set(duty.data), classes)
    for part in (p for p in parts if p and len(tokens(p)) <= MOST_WORDS):
        phrase = " ".join((*tokens(part), *head)) if head and tokens(part)[-1:] != head else part
        telling = {word for word in tokens(part) if word not in head}
        alike = [e for id_ in duty.data for e in examples.get(id_, ()) if telling and telling <= set(tokens(e))]
        kinds = tuple(sorted(k for k, degree in reader.read(phrase).items() if degree == SURE))
        for example in alike:
            rule = unique_slug(f"{duty.id} never {phrase}", taken)
            yield DataBan(example, "", (), line, rule, rows=duty.tools, of=of)
        if not alike and kinds and of:
            ids = (unique_slug(f"never {phrase}", taken), unique_slug(f"{duty.id} never {phrase}", taken))
            yield DataBan(phrase, ids[0], kinds, line, ids[1], rows=duty.tools, of=of)


def _strictest(ids: set[str], classes: list[ClassWords]) -> str:
    """The strictest of some classes; nothing where the policy does not order them."""
    ranks = {entry.id: entry.rank for entry in classes if entry.id in ids}
    if len(ids) == 1:
        return next(iter(ids))
    ordered = [(rank, id_) for id_, rank in ranks.items() if rank is not None]
    return max(ordered)[1] if ordered and len(ordered) == len(ranks) else ""
