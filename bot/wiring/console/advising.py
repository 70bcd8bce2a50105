"""The policy of today goes in; the console's page of advice comes out, in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.answers.mind import Mind, Minds
from bot.clock.today import today_at
from bot.console.doors import MatrixWish
from bot.console.matrix import Sheet
from bot.console.tables import Reader
from bot.console.values.advised import AdviceShown, AdviceWish, Asked, Grade, GradeRow, Lines
from bot.console.values.shown import Cell, Choice, Table
from bot.policy.advice import DIMENSIONS, INPUTS, Advice, Fit, Split, Understood, WayAdvice
from bot.policy.due.known_licences import licences_of
from bot.policy.due.known_prices import prices_by_offering
from bot.policy.words import Slot
from bot.saying.advice import AdviceWords
from bot.wiring.advice.advising import Rule, advise_for, known_roles
from bot.wiring.advice.understanding import understood

WHY_HEADS = ("console.advice.dimension", "console.advice.points", "console.advice.why", "console.advice.changes")


class Rooms(Protocol):
    """What the page looks at."""

    @property
    def minds(self) -> Minds: ...


def advice_doors(rooms: Rooms) -> dict[str, Callable[..., Any]]:
    """The door about what to use."""

    def advice(language: str, wish: AdviceWish) -> AdviceShown:
        mind = rooms.minds.today()
        return AdvicePage.of(mind.knowledge, language, mind).page(wish)

    return {"advice": advice}


@dataclass(frozen=True, slots=True)
class AdvicePage(Reader):
    """What to use for which data, for one reader."""

    mind: Mind

    def page(self, wish: AdviceWish) -> AdviceShown:
        """The whole page. Answers and kinds of data that are none are passed over."""
        sheet = Sheet.of(self.knowledge, self.words.language, self.mind, MatrixWish())
        policy, catalog = self.knowledge.policy, self.mind.reader.catalog
        licences, prices = licences_of(self.knowledge, catalog), prices_by_offering(self.knowledge, catalog)
        say = AdviceWords(self.knowledge, self.words, licences, prices, today_at(self.knowledge))
        found = understood(self.mind.reader, wish.words) if wish.words else Understood(self.words.language)
        given = {name: value for name, value in wish.answers.items() if name != "data" and value in INPUTS.get(name, ())}
        data = tuple(one for one in found.data or wish.data if one in policy.data_classes or one in policy.data_types)
        said = {Slot.ROLE: role} if (role := wish.role.casefold()) in known_roles(self.knowledge) else {}
        advice = advise_for(self.knowledge, self._rule_of, said, given, data)
        kinds = sorted(policy.data_types, key=lambda id_: say.data(id_).casefold())
        return AdviceShown(
            heard=say.heard(found) if wish.words else (),
            asked=tuple(self._asked(say, name, advice) for name in INPUTS if name != "data"),
            data=tuple(Choice(id_, say.data(id_)) for id_ in (*policy.data_classes, *kinds)),
            chosen=frozenset(data or (split.data for split in advice.splits if not split.within)),
            roles=sheet.roles(),
            headline=say.headline(advice),
            ways=say.ways(advice),
            rows=tuple(self._row(say, number, advice) for number in range(len(DIMENSIONS))),
            splits=self._splits(say, advice),
            lines=tuple(self._lines(say, advice)),
            why=tuple(self._why(say, way) for way in advice.ways),
            remarks=say.remarks(advice),
        )

    def _rule_of(self, said: Mapping[Slot, str]) -> Rule:
        wish = MatrixWish(role=said.get(Slot.ROLE, ""), country=said.get(Slot.COUNTRY, ""))
        return Sheet.of(self.knowledge, self.words.language, self.mind, wish).rule

    def _asked(self, say: AdviceWords, name: str, advice: Advice) -> Asked:
        choices = tuple(Choice(value, say.value(name, value)) for value in INPUTS[name])
        return Asked(name, say.input(name), choices, advice.answers[name])

    def _row(self, say: AdviceWords, number: int, advice: Advice) -> GradeRow:
        shown = [one.cells[number].shown for one in advice.ways]
        return GradeRow(say.dimension(DIMENSIONS[number]), tuple(Grade(say.grade(one), say.said(one)) for one in shown))

    def _splits(self, say: AdviceWords, advice: Advice) -> Table:
        heads = (self.words("console.advice.kind"), self.words("console.advice.choice"))
        rows = tuple(
            (Cell(say.split_name(one)), Cell(say.split(one)), *self._verdicts(say, one, advice)) for one in advice.splits
        )
        return Table(self.words("advice.splits"), (*heads, *(say.way(one.way) for one in advice.ways)), rows)

    def _verdicts(self, say: AdviceWords, split: Split, advice: Advice) -> tuple[Cell, ...]:
        """What the policy says of each way, with its verdict's colour."""
        fits: dict[str, Fit] = {fit.way: fit for fit in split.fits}
        return tuple(
            Cell(say.verdict(fits[one.way].verdict), mark=fits[one.way].verdict) if one.way in fits else Cell("–")
            for one in advice.ways
        )

    def _lines(self, say: AdviceWords, advice: Advice) -> list[Lines]:
        found = []
        if advice.second:
            found.append(Lines(self.words("advice.decided", way=say.way(advice.second)), say.decided(advice)))
        found.append(Lines(self.words("advice.drawbacks"), say.drawbacks(advice)))
        found.append(Lines(self.words("advice.changes"), say.changes(advice)))
        found.append(Lines(self.words("advice.demands"), tuple(say.text(one) for one in advice.demands)))
        found.append(Lines(self.words("advice.licences"), say.licence_lines(advice)))
        found.append(Lines(self.words("advice.prices"), say.price_lines(advice)))
        found.append(Lines(self.words("console.advice.against"), say.against(advice)))
        return [one for one in found if one.lines]

    def _why(self, say: AdviceWords, way: WayAdvice) -> Table:
        """Each cell of one way: what decided, and what would change it."""
        rows = tuple(
            (
                Cell(say.dimension(cell.dimension)),
                Cell(str(cell.points), is_number=True),
                Cell(" ".join(say.text(because) for _, _, because in cell.because)),
                Cell(
                    "; ".join(f"{say.answer(name, value)} → {say.said(then)}" for name, value, then in cell.would_change) or "–"
                ),
            )
            for cell in way.cells
        )
        return Table(say.way(way.way), tuple(map(self.words, WHY_HEADS)), rows)
