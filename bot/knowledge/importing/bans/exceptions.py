"""Conditions in; the data that they keep out of their rows ("yes, except wills"), as bans, out. Only what can be recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from bot.knowledge.importing.bans.data_bans import MOST_WORDS, DataBan
from bot.knowledge.importing.bans.kept_out import KeptOut, is_case, kept_out, named
from bot.knowledge.importing.classes.ladder import Tie
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.texts.document import Line, without_bold
from bot.knowledge.importing.texts.kinds import SURE, KindReader
from bot.knowledge.importing.texts.patterns import any_of, bare_pieces
from bot.knowledge.importing.texts.words import lists, sentence_words, tokens, unique_slug


@cache
def _exception() -> re.Pattern[str]:
    """An exception wherever it stands: "yes, except wills"."""
    but = any_of(sentence_words()["kept_out"]["except"])
    return re.compile(rf"(?:^|(?<=[\s(]))(?:{but})\s+(?P<data>[^;.:()–—]{{3,80}})(?=[;.:()–—]|$)", re.IGNORECASE)


class Exceptions:
    """What conditions keep out of their own rows ("...; never fraud or litigation files"): as bans of data where these are
    recognised, else by the words for them. A thing is named like an example of the condition's class, or is a kind of the
    catalog."""

    def __init__(
        self, duties: Iterable[Duty], classes: list[ClassWords], ties: list[Tie], reader: KindReader, taken: set[str]
    ) -> None:
        self.classes, self.ties, self.reader, self.taken = classes, ties, reader, taken
        self.bans: list[DataBan] = []
        self.left: list[tuple[Duty, KeptOut]] = []
        """Clauses with the things that nobody recognised."""
        self._seen: set[tuple[str, str]] = set()
        for duty in duties:
            if isinstance(duty.text, str) and duty.tools and not duty.general:
                self._read(duty, duty.text)

    def _read(self, duty: Duty, text: str) -> None:
        for said in _exception().finditer(without_bold(text).strip()):
            if not is_case(said["data"]):
                self._ban(duty, bare_pieces(said["data"], self.reader.language))
        for one in named(text, self.reader.language):
            if one.is_only:
                self._keep_rest_out(duty, one.things)
            else:
                self._ban(duty, list(one.things), by_name=one.is_without)
        for clause in kept_out(text, self.reader.language):
            known = self._ban(duty, list(clause.things))
            left = tuple(one for one in clause.things if one not in known)
            if left or not clause.things:
                self.left.append((duty, clause._replace(things=left)))

    def _keep_rest_out(self, duty: Duty, things: Iterable[str]) -> None:
        """Keep out all examples of the condition's classes but those that it names; nothing where nobody knows one of these."""
        classes = [entry for entry in self.classes if entry.id in duty.data]
        told = [frozenset(tokens(one)) for one in things]
        examples = [(example, frozenset(tokens(example))) for entry in classes for example in entry.examples]
        if not told or not all(any(one <= words for _, words in examples) for one in told):
            return
        kinds = frozenset(kind for one in things for kind in self.reader.read(one))
        rest = [example for example, words in examples if not any(one <= words for one in told)]
        self._ban(duty, [one for one in rest if kinds.isdisjoint(self.reader.read(one))], by_name=True)

    def _ban(self, duty: Duty, things: list[str], *, by_name: bool = False) -> set[str]:
        """Keep out those of one list that are recognised; gives these. ``by_name``: only what the classes list."""
        known = set()
        for part in (one for one in things if one and len(tokens(one)) <= MOST_WORDS):
            for ban in self._bans(duty, part, things):
                if by_name and ban.kinds:
                    continue
                known.add(part)
                tied = {tie.class_id for tie in self.ties if tie.kind in ban.kinds}
                of = _strictest({ban.of, *tied}, self.classes) or min(tied) if tied else ban.of
                if (duty.id, ban.phrase) not in self._seen:
                    self._seen.add((duty.id, ban.phrase))
                    self.bans.append(replace(ban, of=of))
        return known

    def _bans(self, duty: Duty, part: str, things: list[str]) -> Iterator[DataBan]:
        """One thing of a list; its last word may be one that all share: "fraud or litigation files"."""
        head = _head(things, self.reader.language)
        phrase = " ".join((*tokens(part), *head)) if head and tokens(part)[-1:] != head else part
        telling = {word for word in tokens(part) if word not in head}
        alike = self._examples(duty, telling, things) if telling else []
        line, of = Line(str(duty.text), 1), _strictest(set(duty.data), self.classes)
        for example in alike:
            rule = unique_slug(f"{duty.id} never {phrase}", self.taken)
            yield DataBan(example, "", (), line, rule, rows=duty.tools, of=of)
        kinds = tuple(sorted(k for k, degree in self.reader.read(phrase).items() if degree == SURE))
        if not alike and kinds and of:
            ids = (unique_slug(f"never {phrase}", self.taken), unique_slug(f"{duty.id} never {phrase}", self.taken))
            yield DataBan(phrase, ids[0], kinds, line, ids[1], rows=duty.tools, of=of)

    def _examples(self, duty: Duty, telling: set[str], things: list[str]) -> list[str]:
        """Examples of the condition's classes that are called so; one that names several things, where the list has them all."""
        examples = [e for entry in self.classes if entry.id in duty.data for e in entry.examples if telling <= set(tokens(e))]
        same = [example for example in examples if telling == set(tokens(example))]
        listed = {word for thing in things for word in tokens(thing)}

        def is_told(example: str) -> bool:
            named = [tokens(one) for one in bare_pieces(example, self.reader.language)]
            return len(named) == 1 or all(listed & set(one) for one in named)

        return same or [example for example in examples if is_told(example)]


def _head(things: list[str], language: str) -> tuple[str, ...]:
    """The noun of a list that stands with its last thing alone, in the languages that have it last."""
    last = tokens(things[-1])
    return last[-1:] if len(things) > 1 and len(last) > 1 and language in lists()["head_last"] else ()


def _strictest(ids: set[str], classes: list[ClassWords]) -> str:
    """The strictest of some classes; nothing where the policy does not order them."""
    ranks = {entry.id: entry.rank for entry in classes if entry.id in ids}
    if len(ids) == 1:
        return next(iter(ids))
    ordered = [(rank, id_) for id_, rank in ranks.items() if rank is not None]
    return max(ordered)[1] if ordered and len(ordered) == len(ranks) else ""
