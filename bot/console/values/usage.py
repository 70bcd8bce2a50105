"""What the page of usage shows, as plain values: figures, and charts with the tables behind them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.console.values.shown import Choice, Table


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: parts by verdict or by another word, lowest first."""

    label: str
    parts: tuple[tuple[str, int], ...]
    """Class of colour, number."""

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(number for _, number in self.parts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, the sentence that says what it shows, and the table behind it."""

    title: str
    sentence: str
    bars: tuple[Bar, ...] = ()
    table: Table = field(default_factory=lambda: Table("", ()))
    legend: tuple[Choice, ...] = ()
    """Class of colour, what it stands for."""
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its name, and how it was before."""

    name: str
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What people ask."""

    sentence: str = ""
    figures: tuple[Figure, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    remark: str = ""
