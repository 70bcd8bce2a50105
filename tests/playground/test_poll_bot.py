"""The poll bot, a bolt app that knows nothing of the product, does all its work on the playground: by Socket Mode and by HTTP."""

from __future__ import annotations

from tests.playground.conftest import Club


def test_a_mention_is_answered_in_its_thread(club: Club) -> None:
    ts = club.slack.say("anna", "#lounge", "@pollster Shall we play?")
    poll = club.slack.wait_for("lounge", "Shall we play?")
    assert poll["thread_ts"] == ts
    assert [block["type"] for block in poll["blocks"]] == ["header", "section", "actions", "divider", "context"]
    assert poll["parent_user_id"] == "U0ANNA0001"


def test_a_button_changes_the_message_for_everyone(club: Club) -> None:
    club.slack.say("anna", "#lounge", "@pollster Shall we play?")
    poll = club.slack.wait_for("lounge", "Shall we play?")
    payload = club.slack.press("ben", "#lounge", poll["ts"], "Yes")
    changed = club.slack.wait_for("lounge", "1 vote")
    assert changed["ts"] == poll["ts"]
    assert payload["actions"][0] | {"action_ts": ""} == {
        "type": "button",
        "block_id": "votes",
        "action_id": "vote_0",
        "action_ts": "",
        "text": {"type": "plain_text", "text": "Yes"},
        "value": "Yes",
    }


def test_a_second_vote_is_refused_by_a_private_message_in_the_thread(club: Club) -> None:
    ts = club.slack.say("anna", "#lounge", "@pollster Shall we play?")
    poll = club.slack.wait_for("lounge", "Shall we play?")
    club.slack.press("ben", "#lounge", poll["ts"], "Yes")
    club.slack.wait_for("lounge", "1 vote")
    club.slack.press("ben", "#lounge", poll["ts"], "No")
    private = club.slack.wait_for("lounge", "voted already", user="ben")
    assert private["is_ephemeral"]
    assert private["thread_ts"] == ts
    assert not any("voted already" in message["text"] for message in club.slack.messages("lounge", user="cleo"))


def test_a_response_url_replaces_the_original(club: Club) -> None:
    club.slack.say("anna", "#lounge", "@pollster Shall we play?")
    poll = club.slack.wait_for("lounge", "Shall we play?")
    club.slack.press("anna", "#lounge", poll["ts"], "end")
    assert club.slack.wait_for("lounge", "has ended")["ts"] == poll["ts"]


def test_an_overflow_menu_gives_its_chosen_option(club: Club) -> None:
    club.slack.say("anna", "#lounge", "@pollster Shall we play?")
    poll = club.slack.wait_for("lounge", "Shall we play?")
    club.slack.press("cleo", "#lounge", poll["ts"], "more", "Show who voted")
    assert "You chose who" in club.slack.wait_for("lounge", "You chose", user="cleo")["text"]


def test_a_command_opens_a_modal_that_checks_and_posts(club: Club) -> None:
    club.slack.command("ben", "#lounge", "/poll Is it raining")
    view = club.slack.wait_until(lambda: club.slack.modal("ben"))
    assert view["blocks"][0]["element"]["initial_value"] == "Is it raining"
    assert club.slack.submit("ben") == {"errors": {"answers": "This is a required field"}}
    assert club.slack.submit("ben", {"answers": ["Yes", "Perhaps"]}) == {
        "errors": {"question": "Please end with a question mark."}
    }
    assert [o["value"] for o in club.slack.options("ben", "opening", "queen")] == ["queen's gambit", "queen's indian"]
    assert club.slack.submit("ben", {"text": "Is it raining?", "opening": "Queen's Gambit", "days": "3"}) == {}
    assert club.slack.modal("ben") is None
    assert "Perhaps" in repr(club.slack.wait_for("lounge", "Is it raining?")["blocks"])
    state = next(body for kind, body in reversed(club.seen) if kind == "view_submission")["view"]["state"]["values"]
    assert state["days"]["days"]["selected_option"]["value"] == "3"
    assert state["opening"]["opening"]["selected_option"]["text"]["text"] == "Queen's Gambit"
    assert state["style"]["style"]["selected_option"]["value"] == "public"


def test_a_command_may_be_answered_in_its_acknowledgement(club: Club) -> None:
    reply = club.slack.command("ben", "#lounge", "/poll help")
    assert "Type /poll" in reply["text"]
    assert club.slack.messages("lounge", user="ben")[-1]["is_ephemeral"]


def test_closing_a_modal_tells_the_app_where_it_asked_for_that(club: Club) -> None:
    club.slack.shortcut("cleo", "new_poll")
    club.slack.wait_until(lambda: club.slack.modal("cleo"))
    club.slack.close_view("cleo")
    assert club.kinds()[-2:] == ["shortcut", "view_closed"]


def test_a_message_shortcut_brings_the_message(club: Club) -> None:
    ts = club.slack.say("ben", "#lounge", "Tea or coffee?")
    club.slack.shortcut("cleo", "poll_this", "#lounge", ts)
    view = club.slack.wait_until(lambda: club.slack.modal("cleo"))
    assert view["blocks"][0]["element"]["initial_value"] == "Tea or coffee?"


def test_app_home_is_published_and_its_button_opens_a_modal(club: Club) -> None:
    club.slack.open_home("anna")
    club.slack.wait_until(lambda: club.slack.home("anna"))
    club.slack.use("anna", "New poll", home=True)
    assert club.slack.wait_until(lambda: club.slack.modal("anna"))["callback_id"] == "new_poll"


def test_a_direct_message_is_heard_without_a_mention(club: Club) -> None:
    club.slack.say("anna", "dm", "good evening")
    assert club.slack.wait_for("dm", "good evening", user="anna")["bot_id"] == "B0POLL0001"


def test_edits_and_deletions_reach_the_app_with_both_versions(club: Club) -> None:
    ts = club.slack.say("anna", "#lounge", "at eight")
    club.slack.edit("anna", "#lounge", ts, "at nine")
    club.slack.delete("anna", "#lounge", ts)
    club.slack.wait_until(lambda: {"message_changed", "message_deleted"} <= set(club.kinds()))
    events = {kind: body["event"] for kind, body in club.seen}
    assert events["message_changed"]["message"]["text"] == "at nine"
    assert events["message_changed"]["previous_message"]["text"] == "at eight"
    assert events["message_deleted"]["deleted_ts"] == ts
    assert events["message_deleted"]["previous_message"]["text"] == "at nine"


def test_a_channel_without_the_app_tells_it_nothing(club: Club) -> None:
    club.slack.say("anna", "#quiet", "@pollster are you there?")
    whisper = club.slack.messages("quiet", user="anna")[-1]
    assert "/invite @pollster" in whisper["text"]
    club.slack.command("anna", "#quiet", "/invite @pollster")
    club.slack.say("anna", "#quiet", "@pollster and now?")
    club.slack.wait_for("quiet", "and now?")
    assert not any("are you there" in repr(body) for _, body in club.seen)


def test_nothing_went_wrong_inside_the_app(club: Club) -> None:
    club.slack.say("anna", "dm", "hello")
    club.slack.open_home("anna", tab="messages")
    club.slack.wait_until(lambda: club.slack.dump()["prompts"])
    assert "error" not in club.kinds()
    deliveries = club.slack.dump
    club.slack.wait_until(lambda: {entry["result"] for entry in deliveries()["deliveries"]} == {"acknowledged"})
