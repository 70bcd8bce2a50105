"""Whoever says that an answer should not have been allowed takes belief from the model behind it, once."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.flows.questions.disbelieve import Disbelieve, Doubted

ANSWER = Doubted("R-7F3K", "May I put the rota into Claude Team?", ("261124-abc", "261125-def"), "reader")


@dataclass
class House:
    """What was done, in order."""

    done: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    breaks: str = ""

    def step(self, name: str) -> None:
        if name.startswith(self.breaks or "\0"):
            self.breaks = ""
            raise OSError(name)
        self.done.append(name)

    def keep_case(self, doubted: Doubted) -> None:
        self.step("case")
        self.cases.append(doubted.receipt)

    def flow(self, answer: Doubted | None = ANSWER) -> Disbelieve:
        return Disbelieve(
            answer=lambda _receipt: answer,
            is_case=self.cases.__contains__,
            take_back=lambda record, receipt: self.step(f"{record} {receipt}"),
            forget=lambda: self.step("forget"),
            keep_feedback=lambda receipt, who: self.step(f"feedback {receipt} {who}"),
            tell_owner=lambda doubted: self.step(f"owner {doubted.receipt}"),
            keep_case=self.keep_case,
        )


def test_belief_goes_first_and_the_owner_learns_the_receipt_alone() -> None:
    house = House()
    assert house.flow()("r-7f3k", "p1") == "done"
    assert house.done == [
        *("261124-abc R-7F3K", "261125-def R-7F3K", "forget", "feedback R-7F3K p1", "owner R-7F3K", "case"),
    ]


def test_a_second_click_changes_nothing() -> None:
    house = House()
    assert [house.flow()("R-7F3K", who) for who in ("p1", "p2")] == ["done", "already"]
    assert len(house.done) == 6


def test_an_answer_of_which_nothing_is_kept_takes_nothing_back() -> None:
    house = House()
    assert (house.flow(None)("R-0000", "p1"), house.done) == ("gone", [])


@pytest.mark.parametrize("step", ["forget", "feedback", "owner", "case"])
def test_what_was_cut_short_is_done_whole_by_the_next_click(step: str) -> None:
    house = House(breaks=step)
    with pytest.raises(OSError, match=step):
        house.flow()("R-7F3K", "p1")
    assert house.done[0] == "261124-abc R-7F3K", "belief is gone whatever fails after it"
    assert house.flow()("R-7F3K", "p1") == "done"
    assert house.cases == ["R-7F3K"]
