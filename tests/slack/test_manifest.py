"""The manifest: what Slack is asked for, and no more."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from typer.testing import CliRunner

import bot.slack
from bot.commands.run.manifest import register
from bot.slack.manifest import EVENTS, SCOPES, ManifestError, build_manifest
from tests.yamls import read_yaml

SCHEMA = json.loads(Path(__file__).with_name("manifest.schema.json").read_text(encoding="utf-8"))
ADDRESS = "https://mayi.example.org/"
SAMPLE_APP = Path(__file__).parents[2] / "playground" / "company.yaml"
FOR_EVENT = {
    "agent_session_stopped": {"assistant:write"},
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
}
READ = {"channels:history", "groups:history", "im:history"}
FOR_METHOD = {
    "agents.sessions.setStatus": {"chat:write"},
    "assistant.threads.setStatus": {"chat:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "auth.test": set(),
    "chat.appendStream": {"chat:write"},
    "chat.delete": {"chat:write"},
    "chat.getPermalink": set(),
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.startStream": {"chat:write"},
    "chat.stopStream": {"chat:write"},
    "chat.stream": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": READ,
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.list": {"channels:read", "groups:read"},
    "conversations.replies": READ,
    "files.upload.v2": {"files:write"},
    "usergroups.list": {"usergroups:read"},
    "users.info": {"users:read", "users:read.email"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
"""Method -> the scopes that Slack wants for it (``chat.stream`` and ``files.upload.v2`` are the SDK's helpers)."""
ROOMS = "agents|assistant|auth|chat|conversations|files|usergroups|users|views"
CALL = re.compile(rf"client\.((?:{ROOMS})_[a-zA-Z_0-9]+)\(|\"((?:{ROOMS})\.[a-zA-Z.]+)\"")


def runner() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


def test_every_event_has_its_scope_and_every_scope_its_use() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(bot.slack.__file__).parent.rglob("*.py")]
    called = {(short or full).replace("_", ".") for source in sources for short, full in CALL.findall(source)}
    assert called <= set(FOR_METHOD)
    needed = {"commands"}.union(*FOR_EVENT.values(), *(FOR_METHOD[name] for name in called))
    assert needed == set(SCOPES)
    assert set(EVENTS) == set(FOR_EVENT)


def faults(manifest: dict[str, Any]) -> list[str]:
    """Where the manifest breaks the schema."""
    return [error.json_path for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(manifest)]


def test_the_schema_is_itself_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("url", "organisation"), [("", False), (ADDRESS, False), ("", True)])
def test_what_we_write_is_what_slack_takes(url: str, organisation: bool) -> None:
    manifest = build_manifest(url=url, organisation=organisation)
    assert faults(manifest) == []
    assert manifest["settings"]["org_deploy_enabled"] is organisation


def long_name(manifest: dict[str, Any]) -> None:
    manifest["display_information"]["name"] = "x" * 36


def five_prompts(manifest: dict[str, Any]) -> None:
    manifest["features"]["agent_view"]["suggested_prompts"] = [{"title": "a", "message": "b"}] * 5


def a_key_that_slack_does_not_know(manifest: dict[str, Any]) -> None:
    manifest["features"]["assistant"] = {}


def a_long_shortcut(manifest: dict[str, Any]) -> None:
    manifest["features"]["shortcuts"][0]["name"] = "May this go into an AI tool?"


def http_without_an_address(manifest: dict[str, Any]) -> None:
    manifest["settings"]["socket_mode_enabled"] = False


def a_shortcut_of_no_kind(manifest: dict[str, Any]) -> None:
    manifest["features"]["shortcuts"][0]["type"] = "channel"


def a_scope_twice(manifest: dict[str, Any]) -> None:
    manifest["oauth_config"]["scopes"]["bot"] *= 2


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (long_name, "$.display_information.name"),
        (five_prompts, "$.features.agent_view.suggested_prompts"),
        (a_key_that_slack_does_not_know, "$.features"),
        (a_long_shortcut, "$.features.shortcuts[0].name"),
        (http_without_an_address, "$.settings.event_subscriptions"),
        (a_shortcut_of_no_kind, "$.features.shortcuts[0].type"),
        (a_scope_twice, "$.oauth_config.scopes.bot"),
    ],
)
def test_what_slack_would_refuse_does_not_pass_the_schema(spoil: Callable[[dict[str, Any]], None], where: str) -> None:
    manifest = copy.deepcopy(build_manifest())
    spoil(manifest)
    assert where in faults(manifest)


def test_socket_mode_has_no_address_in_it() -> None:
    manifest = build_manifest()
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert "https://" not in json.dumps(manifest)


def test_signed_http_has_the_address_everywhere_that_slack_posts_to() -> None:
    manifest = build_manifest(url=ADDRESS)
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


def test_the_sample_company_of_the_playground_sends_what_the_manifest_asks_for_and_nothing_else() -> None:
    """What is sent beyond that is logged as unhandled."""
    sample = read_yaml(SAMPLE_APP.read_text(encoding="utf-8"))
    assert sample["app"]["events"] == list(EVENTS)
