"""What is opened, pressed and sent in App Home: it is carried out and said, whoever it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.policy.talks.home import (
    AnswerLine,
    Board,
    Clicker,
    Hanging,
    HomePage,
    Wish,
)
from bot.saying.words import phrase
from bot.slack.doors.all import Doors
from bot.slack.doors.home import Clicked, HomeDoors
from bot.slack.home import view as drawn
from bot.slack.home.admin import ANNOUNCE_FORM, PAUSE_FORM, UNTIL, WORDS, announce_form
from bot.slack.home.asked import CONFIRM, NEXT, UNDO, read_value
from bot.slack.home.pick import FILTER
from playground.views import checked_view
from tests.slack.home.test_home import full, home_of, picks, question_of
from tests.slack.payloads import QuietClient, app_with, event, interaction, send
from tests.slack.test_dispatch import wait_for_calls


@dataclass
class House:
    """Remembers what it is asked; U1 is an admin, U2 is not."""

    done: list[tuple[Any, ...]] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    broken: bool = False

    def doors(self) -> HomeDoors:
        return HomeDoors(
            page=self.page,
            read=lambda who, version: self.done.append(("read", who.user, version)),
            export=lambda who: self.done.append(("export", who.user, who.channel)),
            erase=lambda who: self.done.append(("erase", who.user, who.channel)),
            is_admin=lambda who: who.user == "U1",
            pause=lambda who, words: self.as_admin(who, "pause", words),
            resume=lambda who: self.as_admin(who, "resume"),
            announce=self.announce,
            withdraw=lambda who: self.as_admin(who, "withdraw"),
            confirm=self.confirm,
            sit_exam=lambda who, when: self.done.append((when, who.user)) or "home.exam.when_idle.done",  # type: ignore[func-returns-value]
            take_back=lambda who, question: self.done.append(("back", who.user, question)) or "home.confirm.undone",  # type: ignore[func-returns-value]
        )

    def confirm(self, who: Clicker, clicked: Clicked) -> str:
        self.done.append((clicked.question, clicked.way, clicked.asked, who.user))
        return "home.confirm.done"

    def page(self, team: str, user: str, wish: Wish) -> HomePage:
        if self.broken:
            raise OSError("the ledger is away")
        self.wishes.append(wish)
        return HomePage("en")

    def as_admin(self, who: Clicker, *deed: str) -> bool:
        if who.user != "U1":
            return False
        self.done.append((*deed, who.user))
        return True

    def announce(self, who: Clicker, words: str, until: date) -> str:
        return "" if self.as_admin(who, "announce", words, str(until)) else "refused"


def press(house: House, action: str, user: str = "U1", **more: Any) -> dict[str, Any]:
    """Press something on a published page; gives the view that is published then."""
    app = app_with([], home=house.doors())
    shown = home_of(HomePage("en"), wish=Wish("tool:a", 2, 20))
    pressed = {"type": "button", "action_id": action, "block_id": "b", "action_ts": "1.1", **more}
    view = {**shown, "id": "V1", "hash": "h1"}
    payload = {"type": "block_actions", "user": {"id": user}, "view": view, "container": {"type": "view"}, "actions": [pressed]}
    assert send(app, interaction(payload)).status == 200
    published: dict[str, Any] = wait_for_calls("views.publish", "views.open")[0]
    return published


@pytest.mark.parametrize(
    ("action", "value", "wish"),
    [
        (drawn.LATER, {"value": "3"}, Wish("tool:a", 3, 20)),
        (drawn.EARLIER, {"value": "1"}, Wish("tool:a", 1, 20)),
        (drawn.EARLIER, {"value": "nonsense"}, Wish("tool:a", 0, 20)),
        (drawn.ALL, {"value": "all"}, Wish("", 0, 20)),
        (drawn.SHOW, {"value": "tool:b"}, Wish("tool:b", 0, 20)),
        (FILTER, {"selected_option": {"value": "data:names"}}, Wish("data:names", 0, 20)),
        (drawn.MORE, {"value": "more"}, Wish("tool:a", 2, 30)),
        (NEXT, {"value": "next"}, Wish("tool:a", 2, 20, 1)),
    ],
    ids=["later", "earlier", "a page that is no number", "all", "show", "filter", "more questions", "I don't know: next"],
)
def test_a_click_shows_another_part_of_the_page(action: str, value: dict[str, Any], wish: Wish) -> None:
    house = House()
    press(house, action, **value)
    assert house.wishes == [wish]


@pytest.mark.parametrize(
    ("action", "value", "done", "note"),
    [
        (drawn.READ, "v2", ("read", "U1", "v2"), "home.news.thanks"),
        (drawn.EXPORT, "x", ("export", "U1", "D1"), "home.export.sent"),
        (drawn.ERASE, "x", ("erase", "U1", "D1"), "home.erase.done"),
        (drawn.RESUME, "x", ("resume", "U1"), ""),
        (drawn.WITHDRAW, "x", ("withdraw", "U1"), ""),
        (drawn.EXAM_IDLE, "when_idle", ("when_idle", "U1"), "home.exam.when_idle.done"),
    ],
)
def test_a_click_is_carried_out_and_said(action: str, value: str, done: tuple[str, ...], note: str) -> None:
    house = House()
    published = press(house, action, value=value)
    assert house.done == [done]
    if note:
        assert phrase("en", note) in json.dumps(published["view"], ensure_ascii=False)


@pytest.mark.parametrize(
    ("at", "action"),
    [
        (drawn.EXPORT, drawn.EXPORT),
        (drawn.ERASE, drawn.EXPORT),
        (drawn.RESUME, drawn.PAUSE),
        (drawn.EXAM_IDLE, drawn.EXAM_IDLE),
    ],
)
def test_what_became_of_a_click_is_said_right_below_its_buttons(at: str, action: str) -> None:
    view = drawn.build_home(full(), drawn.Memory(), phrase, picks(5), drawn.Note("home.export.sent", at))
    after = [
        follows
        for block, follows in zip(view["blocks"], view["blocks"][1:], strict=False)
        if block["type"] == "actions" and any(element["action_id"] == action for element in block["elements"])
    ]
    assert len(after) == 1 and phrase("en", "home.export.sent") in json.dumps(after[0], ensure_ascii=False)
    assert json.dumps(view, ensure_ascii=False).count(phrase("en", "home.export.sent")) == 1


@pytest.mark.parametrize("action", [drawn.PAUSE, drawn.ANNOUNCE, drawn.RESUME, drawn.WITHDRAW])
def test_an_admins_button_is_refused_to_anybody_else(action: str) -> None:
    house = House()
    published = press(house, action, user="U2", value="x")
    assert phrase("en", "home.admin.refused") in json.dumps(published["view"])
    assert house.done == []


@pytest.mark.parametrize(("action", "form"), [(drawn.PAUSE, PAUSE_FORM), (drawn.ANNOUNCE, ANNOUNCE_FORM)])
def test_an_admins_button_opens_a_form_that_slack_takes(action: str, form: str) -> None:
    opened = press(House(), action, value="x")
    assert opened["view"]["callback_id"] == form
    checked_view(opened["view"], ("modal",))


def test_the_form_of_an_announcement_begins_with_the_one_that_hangs_and_says_that_it_replaces_it() -> None:
    hanging = Hanging("We are moving.", "@Joost", datetime(2026, 11, 20, tzinfo=UTC), date(2026, 11, 27))
    app_doors = Doors(door=print, texts=phrase, app=None, minds=None)
    empty, begun = (announce_form(app_doors, HomePage("en", board=Board(announcement=one)), "{}") for one in (None, hanging))
    checked_view(begun, ("modal",))
    words, until = (block["element"] for block in begun["blocks"])
    assert (words["initial_value"], until["initial_date"]) == ("We are moving.", "2026-11-27")
    assert "initial_value" not in empty["blocks"][0]["element"]
    assert phrase("en", "home.announce.replaces") in json.dumps(begun) and phrase(
        "en", "home.announce.replaces"
    ) not in json.dumps(empty)


def submit(house: House, form: str, values: dict[str, Any], user: str = "U1") -> dict[str, Any]:
    app = app_with([], home=house.doors())
    state = {"values": {place: {place: value} for place, value in values.items()}}
    blocks = [{"type": "input", "block_id": place} for place in values]
    view = {"callback_id": form, "type": "modal", "state": state, "blocks": blocks, "private_metadata": "{}"}
    reply = send(app, interaction({"type": "view_submission", "user": {"id": user}, "view": view}))
    assert reply.status == 200
    return dict(json.loads(reply.body)) if reply.body else {}


def test_a_sent_form_is_carried_out_for_an_admin_and_refused_to_anybody_else() -> None:
    house = House()
    assert submit(house, PAUSE_FORM, {WORDS: {"value": "Moving."}}) == {}
    until = {UNTIL: {"selected_date": "2026-12-01"}}
    assert submit(house, ANNOUNCE_FORM, {WORDS: {"value": "Soon."}, **until}) == {}
    assert house.done == [("pause", "Moving.", "U1"), ("announce", "Soon.", "2026-12-01", "U1")]
    for form, values in ((PAUSE_FORM, {WORDS: {"value": "x"}}), (ANNOUNCE_FORM, {WORDS: {"value": "x"}, **until})):
        assert submit(house, form, values, user="U2")["errors"] == {WORDS: phrase("", "home.admin.refused")}
    assert len(house.done) == 2


def test_a_form_that_was_refused_publishes_nothing_and_one_that_was_carried_out_shows_the_page() -> None:
    house = House()
    submit(house, ANNOUNCE_FORM, {WORDS: {"value": "Soon."}, UNTIL: {"selected_date": None}})
    submit(house, PAUSE_FORM, {WORDS: {"value": "x"}}, user="U2")
    submit(house, PAUSE_FORM, {WORDS: {"value": "x"}})
    wait_for_calls("views.publish")
    assert [call[1]["user_id"] for call in QuietClient.calls if call[0] == "views.publish"] == ["U1"]


def test_an_announcement_without_a_day_is_asked_for_one() -> None:
    house = House()
    reply = submit(house, ANNOUNCE_FORM, {WORDS: {"value": "Soon."}, UNTIL: {"selected_date": None}})
    assert reply["errors"] == {UNTIL: phrase("", "home.announce.past")}
    assert house.done == []


def test_a_page_that_cannot_be_made_says_so() -> None:
    published = press(House(broken=True), drawn.ALL, value="all")
    assert phrase("", "slack.failed") in json.dumps(published["view"])


# --- the tab -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tab", "published"), [({"tab": "home"}, True), ({}, True), ({"tab": "messages"}, False)])
def test_only_the_home_tab_gets_a_page(tab: dict[str, str], published: bool) -> None:
    house = House()
    app = app_with([], home=house.doors())
    assert send(app, event({"type": "app_home_opened", "user": "U1", "channel": "D7", **tab})).status == 200
    if published:
        view = wait_for_calls("views.publish")[0]["view"]
        assert drawn.recall(view).channel == "D7"
    assert bool(house.wishes) is published


def test_an_opened_tab_shows_again_what_was_chosen_last() -> None:
    house = House()
    app = app_with([], home=house.doors())
    shown = home_of(HomePage("en"), wish=Wish("data:names", 1, 20))
    send(app, event({"type": "app_home_opened", "user": "U1", "channel": "D7", "tab": "home", "view": shown}))
    wait_for_calls("views.publish")
    assert house.wishes == [Wish("data:names", 1, 20)]
    assert not [call for call in QuietClient.calls if call[0] == "views.open"]


def test_a_search_over_hundreds_gives_what_was_typed_and_no_more_than_slack_takes() -> None:
    app = app_with([], home=House().doors(), picks=lambda language: picks(250))
    asked = {"type": "block_suggestion", "action_id": FILTER, "block_id": "b", "value": "tool 24"}
    reply = json.loads(send(app, interaction(asked)).body)
    assert {option["text"]["text"] for option in reply["options"]} == {f"Tool {n}" for n in range(250) if "24" in str(n)}
    everything = json.loads(send(app, interaction({**asked, "value": ""})).body)
    assert len(everything["options"]) == 100


def test_how_far_the_model_is_believed_is_one_line_and_none_where_there_is_no_model() -> None:
    shown = [json.dumps(home_of(HomePage("en", model=line))["blocks"]) for line in ("", "Model `reader`: level full")]
    assert "reader" not in shown[0] and shown[1].count("Model `reader`: level full") == 1


# --- one question to an owner ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "kind"), [(2, "button"), (5, "button"), (6, "static_select"), (40, "static_select")])
def test_a_question_has_a_button_for_each_answer_or_a_select_where_they_are_many(count: int, kind: str) -> None:
    view = home_of(HomePage("en", question=question_of(count)))
    checked_view(view, ("home",))
    elements = [each for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]
    answers = [each for each in elements if each["action_id"].startswith(CONFIRM) and each["action_id"] not in (NEXT, UNDO)]
    assert {each["type"] for each in answers} == {kind}
    values = answers[0]["options"] if kind == "static_select" else answers
    assert [read_value(each) for each in values] == [("kind/invoices", f"way-{n}", "0a1b2c3d") for n in range(count)]
    assert {NEXT, UNDO} <= {each["action_id"] for each in elements}


def test_what_each_answer_changes_stands_there_before_it_is_clicked_and_where_the_sentence_stands() -> None:
    lines = (AnswerLine("drop", "It rules nothing", "Changes no answer"), AnswerLine("forbid", "It forbids", "Claude: yes → no"))
    text = json.dumps(
        home_of(HomePage("en", question=replace(question_of(0, "Never."), answers=lines, last="")))["blocks"], ensure_ascii=False
    )
    assert "> Never." in text and "guidance/a.md:3" in text
    assert "• It forbids: Claude: yes → no" in text and UNDO not in text


@pytest.mark.parametrize("action", [f"{CONFIRM}_0", f"{CONFIRM}_4", CONFIRM])
def test_a_click_on_an_answer_is_carried_out_and_said_at_the_question(action: str) -> None:
    house = House()
    value = {"value": json.dumps(["kind/invoices", "internal", "0a1b"])}
    published = press(house, action, **(value if action != CONFIRM else {"selected_option": value}))
    assert house.done == [("kind/invoices", "internal", "0a1b", "U1")]
    assert phrase("en", "home.confirm.done") in json.dumps(published["view"], ensure_ascii=False)


def test_what_became_of_an_answer_is_said_below_the_title_of_the_next_question() -> None:
    view = drawn.build_home(full(), drawn.Memory(), phrase, picks(5), drawn.Note("home.confirm.done", f"{CONFIRM}_1"))
    checked_view(view, ("home",))
    texts = [json.dumps(block, ensure_ascii=False) for block in view["blocks"]]
    at = next(number for number, text in enumerate(texts) if phrase("en", "home.confirm.title") in text)
    assert phrase("en", "home.confirm.done") in texts[at + 1]
    assert "".join(texts).count(phrase("en", "home.confirm.done")) == 1


def test_the_newest_answer_is_taken_back() -> None:
    house = House()
    published = press(house, UNDO, value="rule/last")
    assert house.done == [("back", "U1", "rule/last")]
    assert phrase("en", "home.confirm.undone") in json.dumps(published["view"], ensure_ascii=False)


@pytest.mark.parametrize("value", ["", "no json", "[]", '["a"]', '["a","b","c","d"]', "7"])
def test_a_value_that_is_not_ours_does_nothing(value: str) -> None:
    house = House()
    published = press(house, f"{CONFIRM}_0", value=value)
    assert house.done == [] and phrase("en", "slack.failed") in json.dumps(published["view"], ensure_ascii=False)
