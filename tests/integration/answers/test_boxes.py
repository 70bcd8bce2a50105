"""The conditions of a yes-if are boxes: a tick changes the answer in its place, and the ledger keeps who said so and when."""

from __future__ import annotations

from typing import Any

from bot.desk.why import why
from tests.integration.answers.test_slice import element, words
from tests.integration.conftest import ASK, Talk

YES_IF = "@may-i May I put personal data into Claude Team?"


def boxes(message: dict[str, Any]) -> dict[str, Any]:
    return element(message, "mayi_choose_tick")


def tick(talk: Talk, who: str, message: dict[str, Any], *values: str) -> None:
    talk.slack.press(who, ASK, message["ts"], "mayi_choose_tick", list(values))


def now(talk: Talk, root: str) -> dict[str, Any]:
    (answer,) = talk.answers(root)
    return answer


def ticked(talk: Talk, root: str) -> list[str]:
    return [one["value"] for one in boxes(now(talk, root)).get("initial_options", [])]


def test_ticking_changes_the_answer_in_its_place_and_all_ticked_is_the_askers_word(talk: Talk) -> None:
    root, answer = talk.ask("sanne", YES_IF)
    every = [one["value"] for one in boxes(answer)["options"]]
    assert len(every) > 1 and ticked(talk, root) == []
    tick(talk, "sanne", answer, every[0])
    talk.slack.wait_until(lambda: ticked(talk, root) == every[:1])
    assert "as you say" not in words(now(talk, root))
    tick(talk, "sanne", answer, *every)
    talk.slack.wait_until(lambda: ticked(talk, root) == every)
    assert "as you say" in words(now(talk, root)) and "You said so" in words(now(talk, root))
    assert now(talk, root)["ts"] == answer["ts"] and "✓" not in now(talk, root)["text"]
    tick(talk, "sanne", answer)
    talk.slack.wait_until(lambda: ticked(talk, root) == [])
    assert "as you say" not in words(now(talk, root))


def test_the_ledger_has_each_tick_with_its_time_and_why_shows_it(talk: Talk) -> None:
    root, answer = talk.ask("sanne", YES_IF)
    first = boxes(answer)["options"][0]["value"]
    tick(talk, "sanne", answer, first)
    talk.slack.wait_until(lambda: ticked(talk, root) == [first])
    rows = talk.slack.wait_until(lambda: rows if len(rows := talk.house.ledger.questions()) == 2 else None)
    (row,) = [one for one in rows if one.trigger == "click"]
    assert row.label == "conditional"
    (told,) = why(talk.house.ledger, row.receipt, talk.knowledge)["ticked"]
    assert told["condition"] and told["at"].startswith("20")


def test_a_colleague_who_goes_on_in_the_thread_has_all_boxes_open(talk: Talk) -> None:
    root, answer = talk.ask("sanne", YES_IF)
    tick(talk, "sanne", answer, boxes(answer)["options"][0]["value"])
    talk.slack.wait_until(lambda: ticked(talk, root))
    _, other = talk.ask("noor", "and ChatGPT Enterprise?", thread_ts=root)
    assert "ersonal data" in other["text"]
    assert boxes(other)["options"] and "initial_options" not in boxes(other)


def test_a_tick_by_somebody_else_is_politely_refused(talk: Talk) -> None:
    root, answer = talk.ask("sanne", YES_IF)
    tick(talk, "pieter", answer, boxes(answer)["options"][0]["value"])
    talk.slack.wait_until(lambda: [m for m in talk.slack.messages(ASK, user="pieter") if m.get("to")])
    assert ticked(talk, root) == []


def test_boxes_of_a_private_answer_are_ticked_in_its_place(talk: Talk) -> None:
    def private() -> list[dict[str, Any]]:
        return [m for m in talk.slack.messages(ASK, user="sanne") if m.get("to")]

    talk.slack.command("sanne", ASK, "/mayi May I put personal data into Claude Team?")
    (answer,) = talk.slack.wait_until(private)
    every = [one["value"] for one in boxes(answer)["options"]]
    tick(talk, "sanne", answer, *every)
    talk.slack.wait_until(lambda: "as you say" in words(private()[-1]))
    (now_,) = private()
    assert [one["value"] for one in boxes(now_)["initial_options"]] == every


def test_boxes_of_a_direct_message_are_ticked_in_its_place(talk: Talk) -> None:
    talk.slack.say("sanne", "dm", "May I put personal data into Claude Team?")
    answer = talk.slack.wait_for("dm", "Yes, if", user="sanne")
    every = [one["value"] for one in boxes(answer)["options"]]
    talk.slack.press("sanne", "dm", answer["ts"], "mayi_choose_tick", every)
    changed = talk.slack.wait_for("dm", lambda m: "as you say" in words(m), user="sanne")
    assert changed["ts"] == answer["ts"]


def test_another_tool_in_the_thread_has_all_boxes_open_and_the_first_ones_stay(talk: Talk) -> None:
    root, answer = talk.ask("sanne", YES_IF)
    every = [one["value"] for one in boxes(answer)["options"]]
    tick(talk, "sanne", answer, *every)
    talk.slack.wait_until(lambda: ticked(talk, root) == every)
    _, other = talk.ask("sanne", "and Microsoft 365 Copilot?", thread_ts=root)
    assert not boxes(other).get("initial_options")
    _, same = talk.ask("sanne", "and Claude Team?", thread_ts=root)
    assert [one["value"] for one in boxes(same).get("initial_options", [])] == every


def test_a_tick_under_an_answer_of_an_older_policy_is_by_todays(talk: Talk) -> None:
    _, answer = talk.ask("sanne", YES_IF)
    first = boxes(answer)["options"][0]["value"]
    file = talk.knowledge / "conditions.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("are taken out first", "are taken out first, twice"), encoding="utf-8"
    )
    talk.slack.wait_until(lambda: "twice" in str(talk.house.store.current().policy.conditions))
    tick(talk, "sanne", answer, first)
    rows = talk.slack.wait_until(lambda: rows if len(rows := talk.house.ledger.questions()) == 2 else None)
    assert rows[0].label == "conditional"
    assert not rows[0].reading["items"][0]["question"].get("ticked")
