"""A model that is slow, on a real house over the playground: words answer in time, and its reading takes their answer's place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import pytest

from bot.answers import steps
from bot.clock.today import utc_now
from bot.engine.outbox import Patience, Sayer
from bot.exam.admission import Admission, AdmissionMarks
from bot.exam.examined import Examined, reading_digest
from bot.exam.marking import Sat, marks_of
from bot.exam.records import Record, Records
from bot.ledger.store.keyed import amended_of
from bot.ledger.verifying.verify import verify
from bot.slack.posts.post import Poster
from bot.wiring import House
from bot.wiring.whying import lines_of, why
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.agent.agents import UNREAD
from tests.integration.answers.test_slice import element
from tests.integration.conftest import ASK, NO_TEAM, Talk
from tests.llm.ollama_stand_in import StandIn, standing_in

pytestmark = pytest.mark.xdist_group("house")

SAT = [Sat(f"q{n}", "k", "en", ("allow",), "ask", "ask", "allow", is_grounded=True) for n in range(300)]
SOON, PATIENT = 0.3, 60.0
"""Seconds that an asker waits: the stand-in replies when the test lets it, so that the first is always over before."""
TEAM = {"quote": "ChatGPT Team", "ids": ["chatgpt/team"]}


def read_as(data: str, quote: str = "zorblax quimples", tool: dict[str, Any] = TEAM) -> dict[str, Any]:
    """Both passes take the same words for one kind of data."""
    ask = {"intent": "may_i", "tools": [tool], "data": [{"quote": quote, "ids": [data]}]}
    return {"read": {"asks": [ask]}, "check": {"data": [{"quote": quote, "id": data}], "tools": [tool], "intent": "may_i"}}


def hold(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Event]:
    """A message is held just before Slack is asked to change it: (has come so far, may go on)."""
    came, go_on = Event(), Event()
    update: Callable[..., str] = Poster.update

    def slowly(self: Poster, *given: Any, **named: Any) -> str:
        came.set()
        go_on.wait()
        return update(self, *given, **named)

    monkeypatch.setattr(Poster, "update", slowly)
    return came, go_on


def restarted(on: Reading, make_house: Callable[..., House]) -> House:
    """Another house over the same ledger, as after a restart."""
    on.talk.house.stop()
    kept = on.talk.house.settings
    same = {name: getattr(kept, name) for name in ("model", "ollama_url", "exams", "model_timeout_seconds")}
    house = make_house(on.talk.slack, **same)
    on.talk.slack.wait_for_app()
    return house


@dataclass
class Reading:
    """A talk with a house whose model replies once for each turn that it is given."""

    talk: Talk
    model: type[StandIn]
    turns: Semaphore

    def let_it_reply(self) -> None:
        """To all that it was asked, and whatever it is asked from now on."""
        self.turns.release(1000)

    def settle(self) -> None:
        """All work is done but what waits for the model."""
        house = self.talk.house
        self.talk.slack.wait_until(lambda: all(one.startswith("check:") for one in house.engine.under_way()))

    def ended(self) -> dict[str, Any]:
        """What became of the late reading of the oldest question."""
        ledger = self.talk.house.ledger
        found: dict[str, Any] = self.talk.slack.wait_until(lambda: ledger.amendment(ledger.questions()[-1].key))
        self.settle()
        return found


MakeReading = Callable[..., Any]


@pytest.fixture
def reading(make_house: Callable[..., House], tmp_path: Path) -> MakeReading:
    """Houses whose model passed its exam."""

    @contextmanager
    def built(passes: dict[str, Any], limit: float = SOON, **settings: Any) -> Iterator[Reading]:
        turns = Semaphore(0)
        with standing_in(passes=passes, turns=turns) as (url, model), Playground(load_company(SAMPLE)) as slack:
            examined = Examined("stand-in", model.digest, reading_digest())
            Records(tmp_path / "exams").keep(Record("261124-abc", date(2026, 11, 24), examined, marks_of(SAT, 0.01), 0.01))
            for folder, wrong in (("exams", 0), ("refused", 9)):
                admission = Admission(
                    "261123-adm", date(2026, 11, 23), examined, AdmissionMarks(52, 0, wrong, 0, 1.5, both=False)
                )
                Records(tmp_path / folder).admissions.keep(admission)
            chosen = {"model": "stand-in", "ollama_url": url, "exams": tmp_path / "exams", "model_timeout_seconds": limit}
            house = make_house(slack, **(chosen | settings))
            slack.wait_for_app()
            try:
                yield Reading(Talk(house, slack, house.settings.knowledge), model, turns)
            finally:
                turns.release(1000)
                house.stop()

    return built


def told_by_why(on: Reading, receipt: str) -> list[str]:
    """Lines of ``mayi why``."""
    house = on.talk.house
    return list(lines_of(why(house.ledger, receipt, house.settings.knowledge)))


def test_a_late_reading_takes_the_place_of_the_words_answer(reading: MakeReading) -> None:
    with reading(read_as("published-content")) as on:
        root, first = on.talk.ask("maya", UNREAD)
        assert not first["text"].startswith("Allowed"), first["text"]
        on.settle()
        on.let_it_reply()
        now = on.talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=root)
        assert (now["ts"], len(on.talk.answers(root))) == (first["ts"], 1)
        assert "zorblax quimples" in repr(now["blocks"]), "Read as quotes the words"
        told = on.ended()
        new, old = on.talk.house.ledger.questions()
        assert (new.trigger, new.posted, new.verdict) == ("late_reading", "posted", "allowed")
        assert (old.superseded_by, told["receipt"]) == (new.key, new.receipt)
        assert f"amended    by the model's late reading: {new.receipt} holds" in told_by_why(on, old.receipt)
        assert f"amends     {old.receipt}, by the model's late reading" in told_by_why(on, new.receipt)
        assert verify(on.talk.house.settings.database).ok
        assert element(now, "mayi_correct") and new.receipt in repr(now["blocks"]) and old.receipt not in repr(now["blocks"])


def test_what_is_asked_next_rests_on_the_late_reading(reading: MakeReading) -> None:
    with reading(read_as("published-content")) as on:
        root, _ = on.talk.ask("maya", UNREAD)
        on.settle()
        on.let_it_reply()
        on.ended()
        on.model.passes = {}
        on.talk.ask("maya", "and in ChatGPT Free?", thread_ts=root)
        on.settle()
        follow_up = on.talk.house.ledger.questions()[0]
        assert follow_up.verdict and "published-content" in repr(follow_up.ruling), follow_up.ruling


def click(on: Reading, root: str, first: dict[str, Any]) -> None:
    """The first choice of a question back."""
    chosen = element(first, "mayi_choose")
    value = chosen["options"][0]["value"] if "options" in chosen else chosen["value"]
    on.talk.slack.press("maya", ASK, first["ts"], chosen["action_id"], value)


def click_as_a_colleague(on: Reading, root: str, first: dict[str, Any]) -> None:
    on.talk.slack.press("noor", ASK, first["ts"], "mayi_correct", element(first, "mayi_correct").get("value"))
    on.talk.slack.wait_until(lambda: [m for m in on.talk.slack.messages(ASK, user="noor") if m.get("to")])


def open_the_correction(on: Reading, root: str, first: dict[str, Any]) -> None:
    on.talk.slack.press("maya", ASK, first["ts"], "mayi_correct", element(first, "mayi_correct").get("value"))
    on.talk.slack.wait_until(lambda: on.talk.slack.modal("maya"))


def follow_up(on: Reading, root: str, first: dict[str, Any]) -> None:
    on.talk.ask("maya", "and press releases in Claude Team?", thread_ts=root)


def edit(on: Reading, root: str, first: dict[str, Any]) -> None:
    on.talk.slack.edit("maya", ASK, root, "@may-i May I put press releases into Claude Team?")
    on.talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=root)


SINCE = {
    "a click on a choice": click,
    "a click of somebody else": click_as_a_colleague,
    "the correction form is opened": open_the_correction,
    "a follow-up in the thread": follow_up,
    "the question is edited": edit,
}


@pytest.mark.parametrize("since", SINCE.values(), ids=SINCE)
def test_a_late_reading_is_dropped_where_anybody_clicked_or_the_asker_went_on(
    reading: MakeReading, since: Callable[..., None]
) -> None:
    with reading(read_as("published-content")) as on:
        root, first = on.talk.ask("maya", UNREAD)
        on.settle()
        since(on, root, first)
        on.settle()
        before = [(m["ts"], m["text"]) for m in on.talk.answers(root)]
        on.let_it_reply()
        told = on.ended()
        assert told["dropped"] in ("clicked", "said something since", "gone")
        assert [(m["ts"], m["text"]) for m in on.talk.answers(root)] == before
        assert not [row for row in on.talk.house.ledger.questions() if row.trigger == "late_reading"]
        assert not on.talk.house.ledger.has_address(amended_of(on.talk.house.ledger.questions()[-1].key))


def test_the_question_is_deleted_while_the_model_reads(reading: MakeReading) -> None:
    with reading(read_as("published-content")) as on:
        root, _ = on.talk.ask("maya", UNREAD)
        on.settle()
        on.talk.slack.delete("maya", ASK, root)
        on.talk.slack.wait_for(ASK, "The question was taken back.", thread_ts=root)
        on.settle()
        on.let_it_reply()
        on.talk.slack.wait_until(lambda: not on.talk.house.late.is_busy)
        on.settle()
        assert [m["text"] for m in on.talk.answers(root)] == ["The question was taken back."]
        on.talk.slack.wait_until(lambda: {row.text for row in on.talk.house.ledger.questions()} == {None})


def test_a_click_at_the_moment_of_the_change_is_told_so_and_changes_nothing(
    reading: MakeReading, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, go_on = hold(monkeypatch)
    with reading(read_as("published-content")) as on:
        root, first = on.talk.ask("maya", UNREAD)
        on.settle()
        on.let_it_reply()
        came.wait()
        click(on, root, first)
        on.talk.slack.wait_until(lambda: [m for m in on.talk.slack.messages(ASK, user="maya") if "anew" in m["text"]])
        go_on.set()
        now = on.talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=root)
        on.settle()
        assert len(on.talk.answers(root)) == 1 and now["ts"] == first["ts"]
        assert [row.trigger for row in on.talk.house.ledger.questions()] == ["late_reading", "mention"]


LONG = "@may-i Would it be alright if I put the health records of last spring into ChatGPT Team to have them shortened a bit?"
SAME = {
    "the same reading": (LONG, read_as("health-records", "health records")),
    "no reply that counts": (UNREAD, {"read": {}, "check": {}}),
}


@pytest.mark.parametrize(("question", "passes"), SAME.values(), ids=SAME)
def test_a_late_reading_that_says_the_same_changes_nothing(reading: MakeReading, question: str, passes: dict[str, Any]) -> None:
    with reading(passes) as on:
        root, first = on.talk.ask("maya", question)
        on.settle()
        on.let_it_reply()
        assert on.ended()["dropped"] == "same"
        assert on.talk.answers(root) == [first]
        assert len(on.talk.house.ledger.questions()) == 1


def test_a_server_that_hangs_for_ever_changes_nothing_and_nobody_sees_an_error(reading: MakeReading) -> None:
    with reading(read_as("published-content"), model_late_seconds=0.3) as on:
        root, first = on.talk.ask("maya", UNREAD)
        on.talk.slack.wait_until(lambda: not on.talk.house.late.is_busy)
        on.settle()
        assert on.talk.answers(root) == [first]
        assert on.talk.house.ledger.amendment(on.talk.house.ledger.questions()[0].key) is None
        assert on.talk.house.engine.failed() == []


def test_a_restart_while_the_model_reads_leaves_the_words_answer(reading: MakeReading, make_house: MakeReading) -> None:
    with reading(read_as("published-content")) as on:
        root, first = on.talk.ask("maya", UNREAD)
        on.settle()
        again = restarted(on, make_house)
        on.let_it_reply()
        on.talk.slack.wait_until(lambda: not again.engine.under_way())
        assert on.talk.answers(root) == [first]
        assert again.engine.failed() == []


def test_a_restart_in_the_middle_of_the_change_ends_it_once(
    reading: MakeReading, make_house: MakeReading, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, go_on = hold(monkeypatch)
    with reading(read_as("published-content")) as on:
        root, first = on.talk.ask("maya", UNREAD)
        on.settle()
        on.let_it_reply()
        came.wait()
        monkeypatch.setattr("bot.wiring.house.Sayer", partial(Sayer, patience=Patience(grace=1, fresh=1)))
        again = restarted(on, make_house)
        go_on.set()
        now = on.talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=root)
        on.talk.slack.wait_until(lambda: not again.engine.under_way(), timeout=60)
        assert len(on.talk.answers(root)) == 1 and now["ts"] == first["ts"]
        assert [row.trigger for row in again.ledger.questions()] == ["late_reading", "mention"]


# --- what words answered at once, by name ------------------------------------------------------------------------------

ASKS = {
    "en": ("maya", "@may-i May I use ChatGPT Team for press releases?", "press releases", "Correction: ", "Allowed"),
    "de": (
        "maya",
        "@may-i Darf ich ChatGPT Team für veröffentlichte Texte nutzen?",
        "veröffentlichte Texte",
        "Korrektur: ",
        "Erlaubt",
    ),
}


def objecting(quote: str, data: str = "health-records", **more: Any) -> dict[str, Any]:
    """The model that checks sees something else in the message."""
    return {"check": {"data": [{"quote": quote, "id": data}], "intent": "may_i", **more}}


@pytest.mark.parametrize("language", ASKS)
def test_an_objection_to_what_words_answered_at_once_is_a_correction_in_the_thread(reading: MakeReading, language: str) -> None:
    who, question, quote, correction, allowed = ASKS[language]
    with reading(objecting(quote), PATIENT) as on:
        root, first = on.talk.ask(who, question)
        assert first["text"].startswith(allowed), "nobody waits for the model"
        on.let_it_reply()
        said = on.talk.slack.wait_for(ASK, correction, thread_ts=root)
        on.settle()
        on.talk.slack.wait_until(lambda: not on.talk.house.engine.under_way())
        assert allowed in repr(said["blocks"]) and not said["text"].startswith(allowed)
        assert [m["ts"] for m in on.talk.answers(root)] == [first["ts"], said["ts"]]
        new, old = on.talk.house.ledger.questions()
        assert (new.trigger, new.posted, old.superseded_by) == ("objection", "posted", new.key)
        assert on.talk.house.ledger.amendment(old.key)["receipt"] == new.receipt
        assert new.reading["joined"]["law"] == "objected" and new.model == "stand-in"


RELEASES = ASKS["en"][1]
NOTHING_TO_SAY = {
    "it sees nothing else": {"check": {"data": [{"quote": "press releases", "id": "published-content"}], "intent": "may_i"}},
    "it only may be": {
        "check": {"data": [{"quote": "press releases", "id": "health-records", "sure": False}], "intent": "may_i"}
    },
    "its quote does not stand there": objecting("Bob's diagnosis"),
    "it finds something as mild": objecting("press releases", "published-content"),
}


@pytest.mark.parametrize("passes", NOTHING_TO_SAY.values(), ids=NOTHING_TO_SAY)
def test_without_an_objection_nothing_more_is_said(reading: MakeReading, passes: dict[str, Any]) -> None:
    with reading(passes, PATIENT) as on:
        root, first = on.talk.ask("maya", RELEASES)
        on.let_it_reply()
        on.talk.slack.wait_until(lambda: not on.talk.house.engine.under_way())
        assert on.talk.answers(root) == [first]
        assert len(on.talk.house.ledger.questions()) == 1


def test_an_objection_comes_also_where_somebody_has_clicked_and_asked_on(reading: MakeReading) -> None:
    with reading(objecting("press releases")) as on:
        root, first = on.talk.ask("maya", RELEASES)
        on.settle()
        on.talk.slack.press("noor", ASK, first["ts"], "mayi_useful", element(first, "mayi_useful").get("value"))
        on.talk.ask("maya", "and meeting notes in Claude Team?", thread_ts=root)
        on.settle()
        settled = on.talk.house.ledger.thread(on.talk.house.ledger.questions()[0].thread, utc_now())
        on.let_it_reply()
        on.talk.slack.wait_for(ASK, "Correction: ", thread_ts=root)
        on.talk.slack.wait_until(lambda: not on.talk.house.engine.under_way())
        assert on.talk.house.ledger.thread(on.talk.house.ledger.questions()[0].thread, utc_now()) == settled


def test_no_later_edit_of_the_policy_takes_an_objection_back(
    reading: MakeReading, edit_policy: Callable[[str, str], None]
) -> None:
    with reading(objecting("press releases"), PATIENT) as on:
        root, _ = on.talk.ask("maya", RELEASES)
        on.let_it_reply()
        on.talk.slack.wait_for(ASK, "Correction: ", thread_ts=root)
        on.settle()
        before, said = on.talk.house.store.current().version, on.talk.answers(root)
        edit_policy("rules.yaml", NO_TEAM.replace("chatgpt/team", "claude/free"))
        on.talk.slack.wait_until(lambda: on.talk.house.store.current().version != before, timeout=60)
        assert on.talk.house.correct() == ()
        on.settle()
        assert on.talk.answers(root) == said


def test_a_check_that_got_no_reply_is_made_again(reading: MakeReading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.amendments.PAUSES", (0.1, 0.1, 0.1))
    with reading({"check": {"data": "nonsense"}}, PATIENT) as on:
        root, _ = on.talk.ask("maya", RELEASES)
        on.turns.release()
        on.talk.slack.wait_until(lambda: len(on.model.asked) >= 3)
        on.model.passes = objecting("press releases")
        on.let_it_reply()
        on.talk.slack.wait_for(ASK, "Correction: ", thread_ts=root)


def test_a_question_that_is_deleted_before_its_check_stays_deleted(reading: MakeReading) -> None:
    with reading(objecting("press releases"), PATIENT) as on:
        root, _ = on.talk.ask("maya", RELEASES)
        on.talk.slack.delete("maya", ASK, root)
        on.talk.slack.wait_for(ASK, "The question was taken back.", thread_ts=root)
        on.let_it_reply()
        on.talk.slack.wait_until(lambda: not on.talk.house.engine.under_way())
        assert [m["text"] for m in on.talk.answers(root)] == ["The question was taken back."]
        on.talk.slack.wait_until(lambda: {row.text for row in on.talk.house.ledger.questions()} == {None})


def test_a_question_that_is_deleted_after_an_objection_takes_both_answers_with_it(reading: MakeReading) -> None:
    with reading(objecting("press releases"), PATIENT) as on:
        root, _ = on.talk.ask("maya", RELEASES)
        on.let_it_reply()
        on.talk.slack.wait_for(ASK, "Correction: ", thread_ts=root)
        on.talk.slack.wait_until(lambda: not on.talk.house.engine.under_way())
        on.talk.slack.delete("maya", ASK, root)
        taken = ["The question was taken back."] * 2
        on.talk.slack.wait_until(lambda: [m["text"] for m in on.talk.answers(root)] == taken)
        on.talk.slack.wait_until(lambda: {row.text for row in on.talk.house.ledger.questions()} == {None})


def test_a_correction_that_slack_refuses_is_told_to_the_owner(reading: MakeReading) -> None:
    with reading(objecting("press releases"), PATIENT) as on:
        root, first = on.talk.ask("maya", RELEASES)
        on.settle()
        on.talk.slack.inject("error", "chat.postMessage", code="is_archived")
        on.let_it_reply()
        channel = next(one.channel for one in on.talk.house.store.current().organisation.contacts if one.id == "owner")
        on.talk.slack.wait_for(channel, "is_archived")
        on.talk.slack.wait_until(lambda: not on.talk.house.engine.under_way())
        assert on.talk.answers(root) == [first]
        assert on.talk.house.ledger.questions()[0].posted == "refused"


def test_a_model_that_was_refused_checks_nothing(reading: MakeReading, tmp_path: Path) -> None:
    with reading(objecting("press releases"), PATIENT, exams=tmp_path / "refused") as on:
        root, first = on.talk.ask("maya", RELEASES)
        on.let_it_reply()
        on.talk.slack.wait_until(lambda: not on.talk.house.engine.under_way())
        assert on.talk.answers(root) == [first]
        assert not [body for body in on.model.asked if body.get("format")], "it only learns what all messages share"


def test_without_a_model_nothing_is_looked_at_again(talk: Talk) -> None:
    root, first = talk.ask("maya", RELEASES)
    talk.slack.wait_until(lambda: talk.house.ledger.questions() and not talk.house.engine.under_way())
    assert talk.answers(root) == [first]
    assert talk.house.ledger.amendment(talk.house.ledger.questions()[0].key) is None


def test_a_model_that_proposes_objects_to_nothing_that_words_read_by_name(
    reading: MakeReading, edit_policy: Callable[[str, str], None]
) -> None:
    edit_policy("policy.yaml", "\nmodel: {believe: proposes}\n")
    with reading(objecting("press releases"), PATIENT) as on:
        root, first = on.talk.ask("maya", RELEASES)
        on.let_it_reply()
        on.talk.slack.wait_until(lambda: not on.talk.house.engine.under_way())
        assert on.talk.answers(root) == [first]


@pytest.mark.parametrize("word", ["proposes", "guard"], ids=["today's word", "0.1.0's"])
def test_the_late_reading_of_a_model_that_proposes_is_an_offer(
    reading: MakeReading, edit_policy: Callable[[str, str], None], word: str
) -> None:
    edit_policy("policy.yaml", f"\nmodel: {{believe: {word}}}\n")
    with reading(read_as("published-content")) as on:
        root, first = on.talk.ask("maya", UNREAD)
        on.settle()
        on.let_it_reply()
        now = on.talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed if"), thread_ts=root)
        assert [m["ts"] for m in on.talk.answers(root)] == [first["ts"]] == [now["ts"]]


def test_a_late_reading_of_a_model_that_is_believed_no_more_is_dropped(
    reading: MakeReading, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, go_on = Event(), Event()
    later = steps.amend_later

    def held(*given: Any) -> None:
        came.set()
        go_on.wait()
        later(*given)

    monkeypatch.setattr(steps, "amend_later", held)
    with reading(read_as("published-content")) as on:
        root, first = on.talk.ask("maya", UNREAD)
        on.settle()
        on.let_it_reply()
        came.wait()
        records = on.talk.house.desk.doubting.records
        records.take_back("261124-abc", "R-OTHER", utc_now())
        on.talk.house.believer.forget()
        go_on.set()
        assert on.ended()["dropped"] == "believed no more"
        assert on.talk.answers(root) == [first]
