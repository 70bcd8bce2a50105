"""The manifest: what Slack is asked for, and no more."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import bot.slack
from bot.commands.manifest import register
from bot.slack.manifest import EVENTS, SCOPES, ManifestError, build_manifest

FOR_EVENT = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
READ = {"channels:history", "groups:history", "im:history"}
FOR_METHOD = {
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "conversations.list": {"channels:read", "groups:read"},
    "conversations.replies": READ,
    "conversations.history": READ,
    "views.open": set(),
    "auth.test": set(),
    "users.info": {"users:read", "users:read.email"},
    "usergroups.list": {"usergroups:read"},
}
CALL = re.compile(
    r"client\.((?:chat|conversations|views|auth|users)_[a-zA-Z]+)\(|\"((?:chat|conversations|users|usergroups)\.[a-zA-Z]+)\""
)


def runner() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


def test_every_event_has_its_scope_and_every_scope_its_use() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(bot.slack.__file__).parent.rglob("*.py")]
    called = {(short or full).replace("_", ".") for source in sources for short, full in CALL.findall(source)}
    assert called == set(FOR_METHOD)
    needed = {"commands", *FOR_EVENT.values(), *(scope for name in called for scope in FOR_METHOD[name])}
    assert needed == set(SCOPES)
    assert set(EVENTS) == set(FOR_EVENT)


def test_socket_mode_has_no_address_in_it() -> None:
    manifest = build_manifest()
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert "https://" not in json.dumps(manifest)


def test_signed_http_has_the_address_everywhere_that_slack_posts_to() -> None:
    manifest = build_manifest(url="https://mayi.example.org/")
    settings = manifest["settings"]
    addresses = {
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        settings["interactivity"]["message_menu_options_url"],
        manifest["features"]["slash_commands"][0]["url"],
    }
    assert addresses == {"https://mayi.example.org/slack/events"}
    assert settings["socket_mode_enabled"] is False


@pytest.mark.parametrize(("name", "url"), [("x" * 36, ""), ("", ""), ("may-i", "http://mayi.example.org")])
def test_what_slack_would_refuse_is_refused_here_with_the_remedy(name: str, url: str) -> None:
    with pytest.raises(ManifestError, match=r"Slack takes|must start with https"):
        build_manifest(name, url)


def test_the_command_prints_json_alone() -> None:
    result = CliRunner().invoke(runner(), [])
    assert json.loads(result.stdout) == build_manifest()


def test_wrong_use_exits_with_two_and_says_why() -> None:
    result = CliRunner().invoke(runner(), ["--url", "http://x"])
    assert (result.exit_code, "must start with https" in result.output) == (2, True)


def test_the_scopes_are_told_with_their_reasons() -> None:
    assert "chat:write: answers" in CliRunner().invoke(runner(), ["--scopes"]).stdout
