"""What versions of the policy changed goes in; two tables come out: the versions, and the cells that each of them turned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.console.tables import Reader
from bot.console.values.shown import Cell, Section, Table
from bot.desk.versions import MOST, Revised, Versions
from bot.flows.owners.compare import Compared, by_cause
from bot.knowledge.parse import kind_of
from bot.policy.changes.change import CellChange
from bot.policy.deciding.joint import Cause, How
from bot.policy.words import Verdict


@dataclass(frozen=True, slots=True)
class RevisedPage(Reader):
    """What changed, for one reader."""

    versions: Versions
    found: Sequence[Revised]
    names_nobody: bool = False
    """Whether waivers are told without who holds them, and without their ids, which may say it."""

    def page(self) -> Section:
        """The newest first."""
        changes = [one.compared.change for one in self.found if one.compared]
        lead = self.words(
            "report.changes.lead",
            versions=self.number(len(self.found)),
            looser=self.number(sum(len(one.looser) for one in changes)),
            stricter=self.number(sum(len(one.stricter) for one in changes)),
            other=self.number(sum(len(one.changed_conditions) for one in changes)),
        )
        remarks = [
            *([self.words("report.changes.most", most=self.number(MOST))] if len(self.found) >= MOST else []),
            *([self.words("report.changes.commits")] if self.versions.are_commits else []),
        ]
        said = " ".join((lead, *remarks)) if self.versions.known else self.words("report.changes.unknown")
        return Section(said, (self._versions(), self._cells()) if self.versions.known else ())

    def lines(self, one: Revised) -> list[str]:
        """What one version turned, line by line."""
        if one.compared is None:
            return [self.words("report.unread" if one.before else "report.first")]
        return [": ".join(cell.text for cell in cells) for cells in self._by_cause(one.compared)]

    def _versions(self) -> Table:
        heads = (*self.heads("moment"), *(self.words(f"report.{one}") for one in ("version", "looser", "stricter", "other")))
        rows = tuple((self.when(one.at), Cell(one.version), *self._counts(one)) for one in self.found)
        return Table(self.words("report.versions"), heads, rows, self.words("report.versions.empty"))

    def _counts(self, one: Revised) -> tuple[Cell, ...]:
        if one.compared is None:
            said = self.words("report.unread" if one.before else "report.first")
            return (Cell(said), Cell("–", is_number=True), Cell("–", is_number=True))
        change = one.compared.change
        return tuple(
            Cell(self.number(len(cells)) if cells else "–", is_number=True)
            for cells in (change.looser, change.stricter, change.changed_conditions)
        )

    def _cells(self) -> Table:
        heads = (*self.heads("moment"), *(self.words(f"report.{one}") for one in ("version", "rule", "turn", "cells")))
        rows = tuple(
            (self.when(one.at), Cell(one.version), *rest)
            for one in self.found
            if one.compared
            for rest in self._by_cause(one.compared)
        )
        return Table(self.words("report.cells_changed"), heads, rows, self.words("report.cells_changed.empty"))

    def _by_cause(self, compared: Compared) -> Iterator[tuple[Cell, Cell, Cell]]:
        """Looser first, then stricter, then other conditions: what one rule turned in one direction stands on one line."""
        change = compared.change
        for kind, cells in (("looser", change.looser), ("stricter", change.stricter), ("other", change.changed_conditions)):
            for (cause, old, new), those in by_cause(cells).items():
                turn = f"{self._word(old)} → {self._word(new)}" if old is not new else self._word(new)
                yield (
                    Cell(self._cause(cause)),
                    Cell(f"{turn} ({self.words(f'report.{kind}').lower()})", mark=new.value),
                    Cell("; ".join(self._named(those, compared))),
                )

    def _word(self, verdict: Verdict) -> str:
        return self.words(f"word.{verdict.value}")

    def _cause(self, cause: Cause) -> str:
        if cause.how is How.SILENCE:
            return self.words("report.how.silence", rule=cause.rule)
        at = cause.new or cause.old
        how = "changed" if cause.kind == "name" else cause.how.value
        rule = self.words("console.kind.waiver") if self.names_nobody and at and kind_of(at.file) == "waivers" else cause.rule
        return self.words(f"report.how.{how}", rule=f"{rule} ({at})" if at else rule)

    def _named(self, cells: Sequence[CellChange], compared: Compared) -> Iterator[str]:
        """Tools of which the same data turned stand together."""
        of_tool: dict[tuple[str, str, str], list[str]] = {}
        for one in cells:
            named = self._label(one.data, compared) + one.name.removeprefix(one.data)
            alike = of_tool.setdefault((one.offering, self._for_whom(one), _needs(one)), [])
            alike += [named] if named not in alike else []  # of two whom nobody names one is told
        together: dict[tuple[str, str, str], list[str]] = {}
        for (offering, whom, needs), data in of_tool.items():
            together.setdefault((", ".join(data), whom, needs), []).append(self._label(offering, compared))
        for (data_said, whom, needs), tools in together.items():
            yield f"{', '.join(tools)} × {data_said}{whom}{needs}"

    def _label(self, id_: str, compared: Compared) -> str:
        """As it was called then: what is gone has no name today."""
        sides = (compared.new.labels, compared.old.labels)
        return next((said for side in sides if (said := self.words.pick(side.get(id_, {})))), id_)

    def _for_whom(self, one: CellChange) -> str:
        who = self.words("console.kind.waiver") if one.who and self.names_nobody else one.who
        said = [*one.context.values(), *([who] if who else []), *([self.day(one.since).text] if one.since else [])]
        return f" ({', '.join(said)})" if said else ""


def _needs(one: CellChange) -> str:
    """What is needed now and was not, and the other way round; ``~``: in other words or on other terms."""
    parts = [f"+{id_}" for id_ in one.new_conditions if id_ not in one.old_conditions]
    parts += [f"-{id_}" for id_ in one.old_conditions if id_ not in one.new_conditions]
    parts += [f"~{id_}" for id_ in one.reworded]
    return f" [{' '.join(parts)}]" if parts else ""
