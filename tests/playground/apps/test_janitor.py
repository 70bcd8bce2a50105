"""Watching events, previews of links, files, and messages for one person that are replaced and taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.places import Places
from playground.refusal import Refused
from playground.server import Playground
from tests.playground.apps import janitor
from tests.playground.apps.conftest import ANNA, BEN, CLEO, LOUNGE, QUIET, Json, by_threads, company, mark, plain
from tests.playground.conftest import BOT


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture
def slack(seen: list[Json]) -> Iterator[Playground]:
    with by_threads(janitor.build(seen), company(unfurl_domains=("chess.example",))) as running:
        yield running


@pytest.fixture
def client(slack: Playground) -> WebClient:
    return WebClient(BOT, base_url=slack.api_url)


def told(slack: Playground, seen: list[Json], kind: str) -> Json:
    return slack.wait_until(lambda: next((event for event in seen if event.get("type") == kind), None))


# name -> (what a person does, the event, some of its fields)
WATCHED: dict[str, tuple[Callable[[Places], object], str, Json]] = {
    "somebody leaves": (
        lambda people: people.leave("cleo", "lounge"),
        "member_left_channel",
        {"user": CLEO, "channel_type": "C"},
    ),
    "somebody is brought in": (
        lambda people: people.invite("anna", "board-room", "cleo"),
        "member_joined_channel",
        {"user": CLEO, "inviter": ANNA, "channel_type": "G"},
    ),
    "a channel is made": (lambda people: people.create_channel("anna", "endgames"), "channel_created", {}),
    "a channel is closed": (
        lambda people: people.archive("anna", "lounge"),
        "channel_archive",
        {"channel": LOUNGE, "user": ANNA},
    ),
    "a channel is gone": (lambda people: people.delete_channel("anna", "quiet"), "channel_deleted", {"channel": QUIET}),
    "a profile is changed": (lambda people: people.change_person("ben", {"title": "Chair"}), "user_change", {}),
}


@pytest.mark.parametrize("name", WATCHED)
def test_what_people_do_is_told(slack: Playground, seen: list[Json], name: str) -> None:
    deed, kind, fields = WATCHED[name]
    slack.act(deed)
    assert fields.items() <= told(slack, seen, kind).items()


def test_the_app_that_is_brought_in_hears_of_itself(slack: Playground, seen: list[Json]) -> None:
    slack.command("anna", "quiet", "/invite @pollster")
    assert told(slack, seen, "member_joined_channel")["user"] == "U0POLLBOT1"
    assert slack.messages("quiet")[-1]["subtype"] == "channel_join"


def test_the_app_that_is_taken_out_may_not_write_any_more(slack: Playground, client: WebClient) -> None:
    slack.act(lambda people: people.remove("anna", "lounge", "pollster"))
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel=LOUNGE, text="still here")


def test_a_changed_profile_is_given_back_from_then_on(slack: Playground, client: WebClient) -> None:
    slack.act(lambda people: people.change_person("ben", {"title": "Chair", "tz": "Asia/Tokyo"}))
    ben = client.users_info(user=BEN)["user"]
    assert (ben["profile"]["title"], ben["tz"]) == ("Chair", "Asia/Tokyo")
    with pytest.raises(Refused, match="shoe"):
        slack.act(lambda people: people.change_person("ben", {"shoe": 42}))


CLOSED = {
    "closed": ("is_archived", lambda people: people.archive("anna", "lounge")),
    "gone": ("channel_not_found", lambda people: people.delete_channel("anna", "lounge")),
}


@pytest.mark.parametrize("name", CLOSED)
def test_a_channel_that_is_no_more_takes_no_messages(slack: Playground, client: WebClient, name: str) -> None:
    code, deed = CLOSED[name]
    slack.act(deed)
    with pytest.raises(SlackApiError, match=code):
        client.chat_postMessage(channel=LOUNGE, text="anybody?")


def test_an_app_makes_a_channel_and_fills_it(slack: Playground, client: WebClient) -> None:
    made = client.conversations_create(name="endgames", is_private=True)["channel"]
    client.conversations_invite(channel=made["id"], users=[ANNA, BEN])
    client.conversations_setTopic(channel=made["id"], topic="Rook and pawn")
    assert set(client.conversations_members(channel=made["id"])["members"]) == {ANNA, BEN, "U0POLLBOT1"}
    assert client.conversations_info(channel=made["id"])["channel"]["topic"]["value"] == "Rook and pawn"
    assert [c["name"] for c in client.users_conversations(user=BEN, types="private_channel")["channels"]] == [
        "board-room",
        "endgames",
    ]
    client.conversations_kick(channel=made["id"], user=BEN)
    client.conversations_rename(channel=made["id"], name="endings")
    client.conversations_leave(channel=made["id"])
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.chat_postMessage(channel=made["id"], text="still here")


BAD_ROOMS: dict[str, tuple[str, Json, str]] = {
    "a name that is taken": ("conversations.create", {"name": "lounge"}, "name_taken"),
    "a name with capitals": ("conversations.create", {"name": "Lounge2"}, "invalid_name_specials"),
    "a name of 81 letters": ("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    "a name of dashes": ("conversations.create", {"name": "---"}, "invalid_name_punctuation"),
    "a guest who is in": ("conversations.invite", {"channel": LOUNGE, "users": ANNA}, "already_in_channel"),
    "a guest who is nobody": ("conversations.invite", {"channel": LOUNGE, "users": "U0NOBODY"}, "user_not_found"),
    "itself as a guest": ("conversations.invite", {"channel": LOUNGE, "users": "U0POLLBOT1"}, "cant_invite_self"),
    "to throw itself out": ("conversations.kick", {"channel": LOUNGE, "user": "U0POLLBOT1"}, "cant_kick_self"),
    "a topic of 251 letters": ("conversations.setTopic", {"channel": LOUNGE, "topic": "x" * 251}, "too_long"),
    "a pin of nothing": ("pins.add", {"channel": LOUNGE}, "no_item_specified"),
    "a file that is not there": ("files.info", {"file": "F0"}, "file_not_found"),
    "an upload that was never announced": ("files.completeUploadExternal", {"files": '[{"id": "F0"}]'}, "file_not_found"),
    "a preview without a message": ("chat.unfurl", {"unfurls": "{}"}, "missing_channel"),
    "a preview of a message that is not there": (
        "chat.unfurl",
        {"channel": LOUNGE, "ts": "1.0", "unfurls": "{}"},
        "cannot_find_message",
    ),
}


@pytest.mark.parametrize("name", BAD_ROOMS)
def test_wrong_calls_are_refused_with_slacks_code(client: WebClient, name: str) -> None:
    method, given, code = BAD_ROOMS[name]
    with pytest.raises(SlackApiError, match=code):
        client.api_call(method, params=given)


# -- links -------------------------------------------------------------------------------------------------------------


def test_a_link_of_the_apps_domain_gets_a_preview(slack: Playground, seen: list[Json]) -> None:
    ts = slack.say("anna", "lounge", "look: https://www.chess.example/game/1?a=1&b=2 and https://other.example/")
    event = told(slack, seen, "link_shared")
    assert event["links"] == [{"domain": "www.chess.example", "url": "https://www.chess.example/game/1?a=1&b=2"}]
    message = slack.wait_until(lambda: (m := slack.messages("lounge")[0]).get("attachments") and m)
    assert "edited" not in message
    slack.press("ben", "lounge", ts, "Again")
    body = slack.wait_until(lambda: next((b for b in seen if b.get("type") == "block_actions"), None))
    assert (body["container"]["type"], body["container"]["is_app_unfurl"]) == ("message_attachment", True)


def test_links_are_told_even_where_the_app_is_not(slack: Playground, seen: list[Json]) -> None:
    slack.say("anna", "quiet", "https://chess.example/")
    assert told(slack, seen, "link_shared")["is_bot_user_member"] is False


def test_only_links_of_the_message_can_be_previewed(slack: Playground, client: WebClient) -> None:
    ts = slack.say("anna", "lounge", "https://chess.example/1 https://other.example/")
    for url, code in (("https://chess.example/2", "cannot_unfurl_message"), ("https://other.example/", "cannot_unfurl_url")):
        with pytest.raises(SlackApiError, match=code):
            client.chat_unfurl(channel=LOUNGE, ts=ts, unfurls={url: {"text": "x"}})


# -- for one person ----------------------------------------------------------------------------------------------------


@pytest.fixture
def whisper(slack: Playground) -> Json:
    slack.say("anna", "lounge", "whisper")
    return slack.wait_for("lounge", "Only for you", user="anna")


def private(slack: Playground) -> list[str]:
    return [m["text"] for m in slack.messages("lounge", user="anna") if m.get("is_ephemeral")]


def test_a_private_message_is_replaced(slack: Playground, whisper: Json) -> None:
    slack.press("anna", "lounge", whisper["ts"], "replace")
    slack.wait_until(lambda: private(slack) == ["Another text"])


def test_a_private_message_is_taken_away(slack: Playground, whisper: Json) -> None:
    slack.press("anna", "lounge", whisper["ts"], "delete")
    slack.wait_until(lambda: private(slack) == [])


def test_an_answer_to_a_private_message_is_private_and_its_click_carries_no_message(
    slack: Playground, whisper: Json, seen: list[Json]
) -> None:
    slack.press("anna", "lounge", whisper["ts"], "again")
    slack.wait_until(lambda: private(slack) == ["Only for you", "A second one"])
    assert "message" not in seen[-1]
    assert seen[-1]["container"]["is_ephemeral"] is True


def test_an_answer_to_a_private_message_may_be_for_everyone(slack: Playground, whisper: Json) -> None:
    slack.press("anna", "lounge", whisper["ts"], "shout")
    assert "is_ephemeral" not in slack.wait_for("lounge", "For everyone")


def test_a_private_message_is_pressed_by_nobody_else(slack: Playground, whisper: Json) -> None:
    with pytest.raises(Refused, match="message_not_found"):
        slack.press("ben", "lounge", whisper["ts"], "again")


# -- files -------------------------------------------------------------------------------------------------------------


def test_a_file_of_a_person_is_told_by_name_and_type(slack: Playground, seen: list[Json], client: WebClient) -> None:
    slack.say("anna", "lounge", "my game", files=[{"name": "game.pdf", "size": 1234}])
    message = slack.wait_until(lambda: next((event for event in seen if event.get("subtype") == "file_share"), None))
    file = message["files"][0]
    assert (file["name"], file["mimetype"], file["filetype"], file["size"]) == ("game.pdf", "application/pdf", "pdf", 1234)
    assert told(slack, seen, "file_shared")["file_id"] == file["id"]
    assert client.files_info(file=file["id"])["file"]["user"] == ANNA


def test_a_private_address_gives_its_content_to_the_bots_token_only(slack: Playground) -> None:
    slack.say("anna", "lounge", "my game", files=[{"name": "game.pgn", "content": "1. e4"}])
    url = slack.messages("lounge")[0]["files"][0]["url_private"]
    for headers in ({}, {"Authorization": "Bearer xoxb-made-up"}):
        assert httpx.get(url, headers=headers, trust_env=False).status_code == 302
    assert httpx.get(url, headers={"Authorization": f"Bearer {BOT}"}, trust_env=False).text == "1. e4"
    calls = [call for call in slack.dump()["calls"] if call["method"] == "url_private"]
    assert [bool(call.get("error")) for call in calls] == [True, True, False]


def test_without_the_scope_not_even_the_token_opens_a_file() -> None:
    with Playground(company(scopes=("chat:write",))) as slack:
        slack.say("anna", "lounge", "my game", files=[{"name": "game.pgn", "content": "1. e4"}])
        url = slack.messages("lounge")[0]["files"][0]["url_private"]
        assert httpx.get(url, headers={"Authorization": f"Bearer {BOT}"}, trust_env=False).status_code == 302


def test_an_app_uploads_a_file(slack: Playground, client: WebClient) -> None:
    slack.command("anna", "lounge", "/poll")
    message = slack.wait_for("lounge", "Here it is")
    file = message["files"][0]
    assert (file["title"], file["size"], file["user"]) == ("A game", 8, "U0POLLBOT1")
    got = httpx.get(file["url_private"], headers={"Authorization": f"Bearer {BOT}"}, trust_env=False)
    assert got.text == "1. e4 e5"


# -- checking without posting ------------------------------------------------------------------------------------------


def test_blocks_are_validated_without_being_posted(client: WebClient, slack: Playground) -> None:
    good = [{"type": "section", "text": mark("fine")}]
    assert client.blocks_validate(blocks=good)["ok"]
    assert client.blocks_validate(message={"blocks": good})["ok"]
    assert client.blocks_validate(view={"type": "modal", "title": plain("T"), "blocks": good})["ok"]
    assert slack.messages("lounge") == []


BAD = {
    "blocks": ([{"type": "section", "text": {"type": "wrong", "text": "x"}}], "invalid_blocks", "/0/text/type"),
    "message": ({"blocks": [{"type": "marquee"}]}, "invalid_message", "/blocks/0/type"),
    "view": ({"type": "modal", "title": plain("x" * 25), "blocks": []}, "invalid_view", "/title/text"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_wrong_is_told_as_a_list_of_places(client: WebClient, kind: str) -> None:
    value, code, place = BAD[kind]
    with pytest.raises(SlackApiError) as caught:
        client.blocks_validate(**{kind: value})
    assert caught.value.response["error"] == code
    assert [(one["code"], one["pointer"]) for one in caught.value.response["errors"]] == [("failed_constraint", place)]


def test_exactly_one_thing_is_validated_at_a_time(client: WebClient) -> None:
    for given in ({}, {"blocks": [], "view": {}}):
        with pytest.raises(SlackApiError, match="exactly one of"):
            client.blocks_validate(**given)
