"""The demo's tour: six talks, each of somebody of the sample company, in their order and in their threads."""

from __future__ import annotations

from typing import Any

from bot.commands.run.tour import play, talks
from playground.company import load_company


def test_each_talk_is_of_somebody_of_the_sample_company_in_a_place_of_theirs() -> None:
    company = load_company()
    assert {talk.who for talk in talks()} <= {person.name for person in company.people}
    assert {talk.where for talk in talks()} <= {"dm", *(room.name for room in company.rooms)}
    assert all(talk.where == "dm" or talk.says[0].startswith("@may-i ") for talk in talks())


def test_the_talks_are_told_and_said_one_after_the_other_each_in_a_thread_of_its_own() -> None:
    said: list[dict[str, Any]] = []
    told: list[str] = []

    def say(one: dict[str, Any]) -> str:
        said.append(one)
        return f"ts {len(said)}"

    play(say, told.append, pause=0)
    assert [one["typed"] for one in said] == [typed for talk in talks() for typed in talk.says]
    assert [line.split(":")[0] for line in told] == [f"Tour   {number} of 6" for number in range(1, 7)]
    begins = [at for at, one in enumerate(said) if "thread_ts" not in one]
    assert len(begins) == len(talks())
    assert all(
        one["thread_ts"] == f"ts {max(b for b in begins if b < at) + 1}" for at, one in enumerate(said) if at not in begins
    )
