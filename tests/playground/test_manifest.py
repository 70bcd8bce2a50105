"""An app's own manifest is installed in the playground, with its commands, events, scopes and view."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.__main__ import main
from playground.company import CompanyError, load_company
from playground.manifest import installed
from playground.server import Playground
from tests.playground.conftest import BOT, CLUB
from tests.playground.test_delivery import acknowledge, frame, ready

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Front Desk"},
    "features": {
        "bot_user": {"display_name": "Front  Desk (new)", "always_online": True},
        "assistant_view": {"assistant_description": "Asks who you are"},
        "slash_commands": [{"command": "/visit", "description": "Announce a guest", "usage_hint": "who comes?"}],
        "shortcuts": [{"type": "global", "callback_id": "visit", "name": "A visit", "description": "Announce a guest"}],
        "unfurl_domains": ["guests.example"],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "im:history"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.im"]}},
}


@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_a_manifest_sets_what_the_app_is(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"manifest.{ending}"
    path.write_text(json.dumps(MANIFEST) if ending == "json" else yaml.safe_dump(MANIFEST))
    app = installed(load_company(CLUB), path).app
    assert (app.name, app.bot_token) == ("front-desk-new", BOT)
    assert (app.agent_view, app.assistant_view, app.unfurl_domains) == (False, True, ("guests.example",))
    assert app.commands == ({"command": "/visit", "hint": "who comes?"},)
    assert app.shortcuts == ({"type": "global", "callback_id": "visit", "name": "A visit"},)
    assert (app.scopes, app.events) == (("chat:write", "im:history"), ("message.im",))


def test_what_the_manifest_does_not_name_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST))
    with Playground(CLUB, manifest=path) as slack:
        client = WebClient(BOT, base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="missing_scope"):
            client.users_info(user="U0ANNA0001")
        socket = ready(slack)
        slack.say("anna", "lounge", "not subscribed to")
        slack.say("anna", "dm", "subscribed to")
        assert frame(socket)["payload"]["event"]["text"] == "subscribed to"


BROKEN = {
    "a file that is not there": None,
    "broken JSON": "{",
    "a list": "[]",
    "a command without its name": json.dumps({"features": {"slash_commands": [{"description": "x"}]}}),
    "both views": json.dumps({"features": {"agent_view": {}, "assistant_view": {}}}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_bad_manifest_is_told_by_name(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "manifest.json"
    content = BROKEN[name]
    if content is not None:
        path.write_text(content)
    with pytest.raises(CompanyError, match=r"manifest\.json: "):
        installed(load_company(CLUB), path)
    assert main(["--company", str(CLUB), "--manifest", str(path), "--port", "0"]) == 2
    assert "manifest.json" in capsys.readouterr().err


UNLISTED = {
    "a command": (lambda slack: slack.command("anna", "lounge", "/anything at all"), "command", "/anything"),
    "a shortcut": (lambda slack: slack.shortcut("anna", "whatever"), "callback_id", "whatever"),
}


@pytest.mark.parametrize("name", UNLISTED)
def test_an_app_that_lists_none_hears_all_of_them(name: str) -> None:
    deed, key, wanted = UNLISTED[name]
    club = load_company(CLUB)
    with Playground(replace(club, app=replace(club.app, commands=(), shortcuts=()))) as slack:
        socket = ready(slack)
        working = threading.Thread(target=deed, args=(slack,))
        working.start()
        envelope = frame(socket)
        acknowledge(socket, envelope)
        working.join(10)
        assert envelope["payload"][key] == wanted
