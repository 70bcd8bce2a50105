"""An app manifest in, the company with that app installed out: its commands, shortcuts, events, scopes and views."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from playground.company import Company, CompanyError


def installed(company: Company, path: Path) -> Company:
    """Read a manifest (YAML or JSON; docs: reference/app-manifest) and install its app; raises CompanyError.

    Tokens, ids and the signing secret stay those of the company file.
    """
    try:
        text = path.read_text(encoding="utf-8")
        raw = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CompanyError(f"{path}: cannot be read: {error}") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("features"), dict):
        raise CompanyError(f"{path}: is no app manifest: it has no `features`")
    features, settings = raw["features"], raw.get("settings") or {}
    try:
        app = replace(
            company.app,
            name=_name(raw, company.app.name),
            agent_view="agent_view" in features,
            assistant_view="assistant_view" in features,
            unfurl_domains=tuple(features.get("unfurl_domains", ())),
            events=tuple((settings.get("event_subscriptions") or {}).get("bot_events", ())),
            scopes=tuple(((raw.get("oauth_config") or {}).get("scopes") or {}).get("bot", ())),
            commands=tuple(_command(one) for one in features.get("slash_commands", ())),
            shortcuts=tuple(_shortcut(one) for one in features.get("shortcuts", ())),
            functions=tuple({"callback_id": name, **one} for name, one in (raw.get("functions") or {}).items()),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CompanyError(f"{path}: missing or wrong entry: {error}") from error
    if app.agent_view and app.assistant_view:
        raise CompanyError(f"{path}: `agent_view` and `assistant_view` cannot stand together")
    return replace(company, app=app)


def _name(raw: dict[str, Any], otherwise: str) -> str:
    """The bot user's name, as people mention it."""
    bot = raw["features"].get("bot_user") or {}
    name = bot.get("display_name") or (raw.get("display_information") or {}).get("name") or otherwise
    return re.sub(r"[^\w.]+", "-", str(name).strip().lower()).strip("-")


def _shortcut(raw: dict[str, Any]) -> dict[str, str]:
    return {key: str(raw[key]) for key in ("type", "callback_id", "name")}


def _command(raw: dict[str, Any]) -> dict[str, str]:
    return {"command": str(raw["command"]), "hint": str(raw.get("usage_hint") or raw.get("description") or "")}
