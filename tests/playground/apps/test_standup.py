"""Talks of several people, scheduled questions, newcomers, groups and bookmarks, and a workflow's step with a button."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.manifest import installed
from playground.refusal import Refused
from playground.server import Playground
from tests.playground.apps import standup
from tests.playground.apps.conftest import ANNA, BEN, CLEO, LOUNGE, Json, by_threads, company
from tests.playground.conftest import BOT


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture
def slack(seen: list[Json]) -> Iterator[Playground]:
    with by_threads(standup.build(seen), company()) as running:
        yield running


@pytest.fixture
def client(slack: Playground) -> WebClient:
    return WebClient(BOT, base_url=slack.api_url)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


# -- several people and the app ----------------------------------------------------------------------------------------


def test_a_question_is_scheduled_into_a_talk_of_several_and_answered_there(slack: Playground, seen: list[Json]) -> None:
    slack.command("anna", "board-room", "/poll")
    assert slack.wait_until(lambda: seen)[0]["channel_name"] == "privategroup"
    slack.wait_until(lambda: slack.modal("anna"))
    slack.submit("anna", {"team": [BEN, CLEO]})
    talk = slack.wait_until(lambda: seen[1:])[0]
    assert (talk["is_mpim"], talk["is_im"], talk["name"]) == (True, False, "mpdm-ben--cleo--pollster-1")
    slack.wait_until(lambda: slack.dump()["scheduled"])
    slack.advance(3700)
    asked = slack.wait_for(talk["id"], "What is new?", user="ben")
    slack.press("ben", talk["id"], asked["ts"], "Report")
    slack.wait_until(lambda: slack.modal("ben"))
    slack.submit("ben", {"words": "Endgames"})
    slack.wait_for(talk["id"], f"<@{BEN}>: Endgames", user="cleo")
    with pytest.raises(Refused, match="not_in_channel"):
        slack.say("anna", talk["id"], "May I?")


def test_what_is_written_in_a_talk_of_several_reaches_the_app(slack: Playground, seen: list[Json]) -> None:
    talk = slack.act(lambda people: people.start_group("anna", ["ben"]))
    slack.say("anna", talk, "Hello all")
    event = slack.wait_until(lambda: next((one for one in seen if one.get("text") == "Hello all"), None))
    assert (event["channel"], event["channel_type"]) == (talk, "mpim")


def test_a_talk_of_several_is_made_once_and_has_its_own_rules(client: WebClient) -> None:
    first = client.conversations_open(users=[ANNA, BEN])["channel"]["id"]
    assert client.conversations_open(users=[BEN, ANNA])["channel"]["id"] == first
    assert [c["id"] for c in client.conversations_list(types="mpim")["channels"]] == [first]
    assert set(client.conversations_members(channel=first)["members"]) >= {ANNA, BEN}
    assert client.conversations_close(channel=first)["ok"]
    assert code_of(lambda: client.conversations_close(channel=LOUNGE)) == "method_not_supported_for_channel_type"
    assert code_of(lambda: client.conversations_rename(channel=first, name="x")) == "method_not_supported_for_channel_type"
    assert code_of(lambda: client.conversations_open(users=[ANNA, "U0NOBODY01"])) == "user_not_found"
    assert code_of(lambda: client.conversations_open(users=[f"U{n}" for n in range(9)])) == "too_many_users"


# name -> (what is granted, a call, the scope that is missing)
UNGRANTED: dict[str, tuple[str, Callable[[WebClient], object], str]] = {
    "history of a private channel": (
        "channels:history",
        lambda client: client.conversations_history(channel="C0BOARD001"),
        "groups:history",
    ),
    "a list of direct messages": ("channels:read", lambda client: client.conversations_list(types="im"), "im:read"),
    "a talk of several people": ("im:write", lambda client: client.conversations_open(users=[ANNA, BEN]), "mpim:write"),
}


@pytest.mark.parametrize("name", UNGRANTED)
def test_each_kind_of_channel_has_a_scope_of_its_own(name: str) -> None:
    granted, call, needed = UNGRANTED[name]
    with Playground(company(scopes=(granted,))) as slack:
        with pytest.raises(SlackApiError) as caught:
            call(WebClient(BOT, base_url=slack.api_url))
        assert (caught.value.response["error"], caught.value.response["needed"]) == ("missing_scope", needed)


# -- people, groups, bookmarks -----------------------------------------------------------------------------------------


def test_a_newcomer_is_welcomed_in_their_own_messages(slack: Playground) -> None:
    slack.act(lambda people: people.join_company("dora", real_name="Dora Bishop"))
    assert slack.wait_for("dm", "Welcome, Dora Bishop", user="dora")
    with pytest.raises(Refused, match="name_taken"):
        slack.act(lambda people: people.join_company("dora"))


def test_a_group_is_made_filled_and_put_away(slack: Playground, client: WebClient, seen: list[Json]) -> None:
    group = client.usergroups_create(name="On call", handle="on-call")["usergroup"]["id"]
    assert client.usergroups_users_update(usergroup=group, users=[CLEO])["usergroup"]["users"] == [CLEO]
    told = slack.wait_until(lambda: next((one for one in seen if one.get("type") == "subteam_members_changed"), None))
    assert (told["added_users"], told["removed_users"]) == ([CLEO], [])
    ts = slack.say("anna", LOUNGE, "@on-call please look")
    assert f"<!subteam^{group}|@on-call>" in next(m for m in slack.messages(LOUNGE) if m["ts"] == ts)["text"]
    assert code_of(lambda: client.usergroups_create(name="Other", handle="on-call")) == "handle_already_exists"
    assert code_of(lambda: client.usergroups_users_update(usergroup=group, users=["U0NOBODY01"])) == "invalid_users"
    client.usergroups_disable(usergroup=group)
    assert group not in [one["id"] for one in client.usergroups_list()["usergroups"]]
    assert group in [one["id"] for one in client.usergroups_list(include_disabled=True)["usergroups"]]


def test_a_channel_has_bookmarks(client: WebClient) -> None:
    made = client.bookmarks_add(channel_id=LOUNGE, title="Rules", type="link", link="https://chess.example/")["bookmark"]
    client.bookmarks_edit(channel_id=LOUNGE, bookmark_id=made["id"], title="House rules")
    assert [one["title"] for one in client.bookmarks_list(channel_id=LOUNGE)["bookmarks"]] == ["House rules"]
    client.bookmarks_remove(channel_id=LOUNGE, bookmark_id=made["id"])
    assert client.bookmarks_list(channel_id=LOUNGE)["bookmarks"] == []
    assert code_of(lambda: client.bookmarks_remove(channel_id=LOUNGE, bookmark_id=made["id"])) == "not_found"
    wrong = {"channel_id": LOUNGE, "title": "x", "type": "link", "link": "chess.example"}
    assert code_of(lambda: client.api_call("bookmarks.add", json=wrong)) == "invalid_link"


def test_nobody_is_away(client: WebClient) -> None:
    assert client.users_setPresence(presence="auto")["ok"]
    assert not client.dnd_info(user=ANNA)["dnd_enabled"]
    assert set(client.dnd_teamInfo(users=[ANNA, BEN])["users"]) == {ANNA, BEN}


# -- steps of workflows ------------------------------------------------------------------------------------------------


def step(slack: Playground, execution: str) -> Json:
    found: Json = next(one for one in slack.dump()["steps"] if one["id"] == execution)
    return found


def test_a_step_asks_somebody_and_ends_with_their_click(slack: Playground) -> None:
    execution = slack.act(lambda people: people.run_step("ask_for_leave", {"boss": ANNA}))
    asked = slack.wait_for("dm", "May they go?", user="anna")
    assert step(slack, execution)["status"] == "running"
    payload = slack.press("anna", "dm", asked["ts"], "Granted")
    assert payload["function_data"]["execution_id"] == execution
    slack.wait_until(lambda: step(slack, execution)["status"] == "completed")
    assert step(slack, execution)["outputs"] == {"by": ANNA}
    slack.wait_for("dm", "Granted.", user="anna")


def test_a_step_that_fails_says_why_and_ends_once(slack: Playground, client: WebClient) -> None:
    execution = slack.act(lambda people: people.run_step("ask_for_leave"))
    slack.wait_until(lambda: step(slack, execution)["status"] == "failed")
    assert step(slack, execution)["error"] == "nobody to ask"
    again = {"function_execution_id": execution, "outputs": {}}
    assert code_of(lambda: client.functions_completeSuccess(**again)) == "execution_not_in_running_state"
    unknown = {"function_execution_id": "Fx0", "outputs": {}}
    assert code_of(lambda: client.functions_completeSuccess(**unknown)) == "function_execution_not_found"


def test_a_declared_step_wants_its_inputs(tmp_path: Path) -> None:
    manifest = tmp_path / "app.yaml"
    boss = {"type": "slack#/types/user_id", "title": "Boss", "is_required": True}
    steps = {"ask_for_leave": {"title": "Ask for leave", "input_parameters": {"boss": boss}, "output_parameters": {"by": boss}}}
    manifest.write_text(yaml.safe_dump({"features": {"bot_user": {"display_name": "pollster"}}, "functions": steps}))
    with Playground(installed(company(), manifest)) as slack:
        with pytest.raises(Refused, match="missing required parameter: boss"):
            slack.act(lambda people: people.run_step("ask_for_leave"))
        with pytest.raises(Refused, match="no_such_function"):
            slack.act(lambda people: people.run_step("dance"))
        execution = slack.act(lambda people: people.run_step("ask_for_leave", {"boss": ANNA}))
        client = WebClient(BOT, base_url=slack.api_url)
        empty = {"function_execution_id": execution, "outputs": {}}
        assert code_of(lambda: client.functions_completeSuccess(**empty)) == "parameter_validation_failed"
