"""A task, or the tool that was asked about, goes in; the offerings made for it come out, for the order of lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.policy.deciding.starting import ANY_TASK
from bot.policy.house import Knowledge
from bot.policy.words import Question
from bot.policy.world import Catalog
from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.text.tokens import fold, words_of

_LISTS = "suits."
"""Word lists that name a task; what follows is the family of tools made for it."""
_ONLY, _OF = ".only", ".of"
"""End the names of two lists: what nothing but such a tool can do, and where that is not enough, what it is done to."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Offerings of one policy, for one message. What they mean stands in ``Question``."""

    suited: tuple[str, ...] = ()
    unsuited: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    nothing_else: bool = False

    def over(self, question: Question, *, asks_anew: bool) -> Question:
        """The question of a thread. A task that the message names takes the place of the one before; who asks which tool to use
        in a whole sentence, and names none, has no task in mind any more."""
        if not self.families and not asks_anew:
            return question
        return replace(
            question, suited=self.suited, unsuited=self.unsuited, families=self.families, nothing_else=self.nothing_else
        )


class Suited:
    """The families of one policy's tools."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        self.tools = catalog.tools
        lists = [name.removeprefix(_LISTS) for name in catalog.words if name.startswith(_LISTS)]
        self.tasks = frozenset(name for name in lists if not name.endswith((_ONLY, _OF)))
        self.of = frozenset(name.removesuffix(_OF) for name in lists if name.endswith(_OF))
        self.only = frozenset(name.removesuffix(_ONLY) for name in lists if name.endswith(_ONLY))
        self.any_task = frozenset(family.id for family in catalog.families.values() if family.any_task)
        self.alone = frozenset(family.id for family in catalog.families.values() if family.alone)
        self.of_kind = {
            kind.id: frozenset(f.id for f in catalog.families.values() if {kind.id, *kind.is_a} & set(f.of_kinds))
            for kind in catalog.kinds.values()
        }
        """Kind of data -> the families whose task it tells."""
        self.kinds_of = {id_: terms.catalog for id_, terms in knowledge.vocabulary.data.items()}
        self.makers = frozenset(tool.vendor for tool in catalog.tools.values() if tool.vendor)
        self.spoken = {
            family: frozenset(fold(word) for words in catalog.words[f"{_LISTS}{family}"].values() for word in words)
            for family in self.tasks
        }
        rows = knowledge.vocabulary.tools
        self.offered = {
            one.id: self._of(rows[one.tool].catalog) or self._by_name(rows[one.tool].label, one.vendor)
            for one in knowledge.policy.offerings.values()
            if one.tool in rows
        }
        """Offering -> families of tools."""
        self.first_for = {
            one.id: self._first_of(rows[one.tool].catalog) or self.offered[one.id]
            for one in knowledge.policy.offerings.values()
            if one.tool in rows
        }
        """Offering -> the families that it is made for before all others: a translator that also mends a text is a translator."""
        for family, named in knowledge.policy.start_with.items():
            for id_ in named if family != ANY_TASK else ():
                self.offered[id_] = self.offered.get(id_, frozenset()) | {family}
                self.first_for[id_] = self.first_for.get(id_, frozenset()) | {family}

    def fit(self, cues: Cues, asked: Iterable[str], pieces: Iterable[Piece] = ()) -> Fit:
        """Made for the task that the words name, else for that of ``asked`` (tools of the catalog), else for that which all data
        tells, else for any; and those made for other tasks alone, or where nothing else will do all that are not made for it."""
        asked_of = self._of(asked)
        only = frozenset(family for family in self.only if self._is_only(family, cues))
        named = only or frozenset(family for family in self.tasks if cues.has(f"{_LISTS}{family}"))
        alike = asked_of & self.tasks
        named = named or (frozenset() if asked_of else self._told_by(pieces))
        alone = bool(only) or (bool(asked_of) and asked_of <= self.alone)
        fit = only or (alike if alone else named | alike | self.any_task)
        unsuited = tuple(id_ for id_, made_for in self.offered.items() if not made_for & fit and (alone or made_for & self.tasks))
        for families in (named, alike, self.any_task):
            found = tuple(id_ for id_ in self.offered if families & self.first_for[id_])
            if found:
                return Fit(found, unsuited, tuple(sorted(families - self.any_task)), alone)
        return Fit((), unsuited, (), alone)

    def _is_only(self, family: str, cues: Cues) -> bool:
        ends = (_ONLY, _OF) if family in self.of else (_ONLY,)
        return all(cues.has(f"{_LISTS}{family}{end}") for end in ends)

    def _told_by(self, pieces: Iterable[Piece]) -> frozenset[str]:
        """The task that all data of a message tells by what it is."""
        each = [self._of_kinds((piece.kind,) if piece.kind else self._tied(piece)) for piece in pieces if piece.own]
        return frozenset.intersection(*each) if each else frozenset()

    def _tied(self, piece: Piece) -> tuple[str, ...]:
        """The catalog's kinds for the policy's own word."""
        return self.kinds_of.get(piece.types[0], ()) if len(piece.types) == 1 else ()

    def _of_kinds(self, kinds: Iterable[str]) -> frozenset[str]:
        return frozenset(family for kind in kinds for family in self.of_kind.get(kind, ()))

    def _by_name(self, label: str, vendor: str) -> frozenset[str]:
        """A tool that the catalog does not know: made for the task that its name tells, else an assistant of nobody else's,
        which takes any."""
        told = frozenset(words_of(label))
        named = frozenset(family for family, words in self.spoken.items() if told & words)
        return named or (frozenset() if vendor in self.makers else self.any_task)

    def _first_of(self, ids: Iterable[str]) -> frozenset[str]:
        """Of each tool what it is first made for, with what no other kind of tool does."""
        found: set[str] = set()
        for families in (self.tools[id_].families for id_ in ids if id_ in self.tools):
            found |= {*[family for family in families if family in self.tasks][:1], *(self.any_task | self.alone) & set(families)}
        return frozenset(found)

    def _of(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(family for id_ in ids if id_ in self.tools for family in self.tools[id_].families)
