"""A person and what they chose to see go in; the page of their App Home comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.policy.talks.home import MOST_WAITING, AskedLine, Board, Grid, GridLine, HomePage, News, OpenQuestion, Viewer, Wish


def no_model(_viewer: Viewer) -> str:
    """No model is set."""
    return ""


def no_question(_viewer: Viewer, _wish: Wish) -> OpenQuestion | None:
    """Nothing is open."""
    return None


def no_console(_viewer: Viewer) -> bool:
    """None is served."""
    return False


def nothing_to_sit() -> bool:
    """No model is set, or its exam was sat."""
    return False


@dataclass(frozen=True, slots=True)
class Home:
    """The steps, each a callable that wiring gives."""

    board: Callable[[], Board]
    board_lines: Callable[[Board, Viewer], tuple[str, ...]]
    tools: Callable[[Viewer], tuple[GridLine, ...]]
    news: Callable[[Viewer], News | None]
    """What they are asked to read; None where there is nothing."""
    waiting: Callable[[Viewer], tuple[AskedLine, ...]]
    """Requests that the person may answer."""
    asked: Callable[[Viewer, int], tuple[AskedLine, ...]]
    """At most so many of the person's questions, newest first."""
    grid: Callable[[Viewer, Wish], Grid]
    kept: Callable[[Viewer], tuple[str, ...]]
    language: Callable[[Viewer], str]
    refusal: Callable[[Viewer], str]
    """The words for somebody who gets no answers; empty for all others."""
    model: Callable[[Viewer], str] = no_model
    """How far the model is believed, for owners."""
    asks_exam: Callable[[], bool] = nothing_to_sit
    """Whether they are asked to have its exam sat while nobody asks."""
    question: Callable[[Viewer, Wish], OpenQuestion | None] = no_question
    """What only an owner can say."""
    has_console: Callable[[Viewer], bool] = no_console
    """Whether the page leads to the console."""

    def __call__(self, viewer: Viewer, wish: Wish) -> HomePage:
        """The page as it is now. Who gets no answers still sees what is kept of them."""
        if refusal := self.refusal(viewer):
            return HomePage(self.language(viewer), refusal, kept=self.kept(viewer))
        board = self.board()
        asked, waiting = self.asked(viewer, wish.asked + 1), self.waiting(viewer)
        return HomePage(
            language=self.language(viewer),
            board=board,
            board_lines=self.board_lines(board, viewer),
            tools=self.tools(viewer),
            news=self.news(viewer),
            waiting=waiting[:MOST_WAITING],
            more_waiting=max(len(waiting) - MOST_WAITING, 0),
            asked=asked[: wish.asked],
            has_more_asked=len(asked) > wish.asked,
            grid=self.grid(viewer, wish),
            kept=self.kept(viewer),
            is_admin=viewer.is_admin,
            model=self.model(viewer) if viewer.is_owner else "",
            asks_exam=viewer.is_owner and self.asks_exam(),
            question=self.question(viewer, wish) if viewer.is_owner else None,
            has_console=self.has_console(viewer),
        )
