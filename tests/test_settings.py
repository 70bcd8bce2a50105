"""Settings: every variable is documented, and a wrong one is named with its remedy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex, token_urlsafe

import pytest

from bot.environment import SettingsError, shipped
from bot.settings import Settings, read_settings, variable

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)


def test_every_setting_stands_in_the_example_file_and_nothing_else_does() -> None:
    written = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert written == {variable(field) for field in Settings.model_fields}


def test_the_defaults_are_enough_for_everything_but_serving() -> None:
    settings = read_settings()
    assert settings.database == "sqlite:///mayi.db"
    assert settings.engine_url == "sqlite:///mayi-engine.db"
    assert settings.missing_for_serving() == ["SLACK_BOT_TOKEN", "MAYI_KEY", "SLACK_APP_TOKEN"]


def test_http_mode_asks_for_the_signing_secret_and_not_for_the_app_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYI_MODE", "http")
    assert read_settings().missing_for_serving() == ["SLACK_BOT_TOKEN", "MAYI_KEY", "SLACK_SIGNING_SECRET"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-123", "must start with `xoxb-`"),
        ("SLACK_APP_TOKEN", "abc", "must start with `xapp-`"),
        ("MAYI_KEY", "short", "at least 32 characters"),
        ("MAYI_KEY", "a" * 64, "can be guessed"),
        ("MAYI_KEY", "abc123" * 8, "can be guessed"),
        ("MAYI_KEY", "changeme" * 4, "can be guessed"),
        ("MAYI_KEY", "Change-Me-before-production-2026!", "can be guessed"),
        ("MAYI_KEY", "my password for may-i, 7 of 2026", "can be guessed"),
        ("MAYI_MODE", "carrier-pigeon", "'socket' or 'http'"),
        ("MAYI_HTTP_PORT", "99999", "less than or equal to 65535"),
        ("MAYI_MODEL_TIMEOUT_SECONDS", "soon", "valid number"),
        ("MAYI_AFTER_CRASH", "never", "'late' or 'twice'"),
    ],
)
def test_a_malformed_variable_is_named_with_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value).startswith(f"{name}: ")
    assert words in str(caught.value)
    assert ".env.example" in str(caught.value)


def test_all_malformed_variables_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYI_MODE", "x")
    monkeypatch.setenv("MAYI_HTTP_PORT", "x")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert len(str(caught.value).splitlines()) == 2


def test_no_secret_is_shown_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    assert "very-secret" not in repr(read_settings())


def test_what_is_shipped_is_found_in_a_checkout() -> None:
    assert {path.name for path in (shipped("prompts"), shipped("migrations"), shipped("knowledge"))} == {
        "prompts",
        "migrations",
        "knowledge",
    }


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, ""),
        ({"console_port": 8123}, ""),
        ({"console_port": 8123, "console_host": "0.0.0.0"}, ""),  # noqa: S104 - of a container
        ({"console_port": 8123, "console_url": "http://localhost:8123"}, ""),
        ({"console_port": 8123, "console_url": "may-i.example"}, ""),
        ({"console_port": 8123, "console_url": "https://may-i.example/"}, "https://may-i.example"),
        ({"console_url": "https://may-i.example"}, "https://may-i.example"),
        ({"console_port": 8123, "console_host": "192.0.2.7"}, "http://192.0.2.7:8123"),
        ({"console_port": 8123, "slack_api_url": "http://127.0.0.1:8765/api/"}, "http://127.0.0.1:8123"),
    ],
    ids=[
        "none",
        "this machine",
        "in a container",
        "this machine's name",
        "no address",
        "a proxy",
        "served alone",
        "a network",
        "a demo",
    ],
)
def test_people_in_slack_are_sent_to_an_address_that_they_can_open_or_to_none(given: dict[str, object], address: str) -> None:
    assert read_settings(**given).console_for_slack == address


@pytest.mark.parametrize("make", [lambda: token_urlsafe(32), lambda: token_hex(16), lambda: token_urlsafe(24)])
def test_no_key_made_at_random_is_refused(make: Callable[[], str]) -> None:
    assert all(read_settings(key=key).secret == key.encode() for key in (make() for _ in range(200)))


def test_the_console_answers_to_this_machines_names_and_to_those_that_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYI_CONSOLE_URL", "https://May-I.example.org/")
    monkeypatch.setenv("MAYI_CONSOLE_HOSTS", "may-i.intern, 10.0.0.7")
    assert read_settings().console_names == {"localhost", "127.0.0.1", "::1", "may-i.example.org", "may-i.intern", "10.0.0.7"}
