"""Settings go in; everything that the bot needs is looked at once, and what was found comes out, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.engine.errors import EngineError
from bot.engine.examine import can_be_made, examine
from bot.knowledge.catalog import load_catalog
from bot.knowledge.git import GitError
from bot.knowledge.load import load
from bot.ledger.errors import LedgerError
from bot.ledger.ledger import read_revision
from bot.ledger.migrate import head
from bot.llm.ollama import ModelError, models_at
from bot.policy.finding import Finding, fault, note, ok
from bot.policy.house import Knowledge
from bot.settings import Settings, SettingsError, variable
from bot.slack.checkup import Named, check_app_token, check_bot_token, check_channels
from bot.slack.post import build_client
from bot.wiring.machine import is_taken, secret
from bot.wiring.remote import remote_of


def look_at(settings: Settings) -> list[Finding]:
    """Everything, in the order in which it would be mended."""
    found = [
        fault("settings", f"{name} is missing", "set it; .env.example explains it") for name in settings.missing_for_serving()
    ]
    knowledge = _knowledge(folder, found) if (folder := _folder(settings, found)) else None
    found += [_database(settings.database), _engine(settings.engine_url), *_models(settings)]
    if settings.slack_bot_token and secret(settings.slack_bot_token):
        found += _slack(settings, knowledge)
    return found


def _folder(settings: Settings, found: list[Finding]) -> Path | None:
    """Where the policy is read; None where a repository names it that was never pulled."""
    try:
        remote = remote_of(settings)
    except SettingsError as problem:
        found.append(fault("repository", str(problem), "correct MAYI_KNOWLEDGE_GIT"))
        return None
    if remote is None:
        return settings.knowledge
    try:
        found.append(ok("repository", f"branch {settings.knowledge_branch} is at {remote.newest()}"))
    except GitError as problem:
        do = "check MAYI_KNOWLEDGE_GIT, MAYI_KNOWLEDGE_BRANCH and the key of the bot's user"
        found.append(fault("repository", f"branch {settings.knowledge_branch} cannot be reached: {problem}", do))
    if not remote.folder.exists():
        found.append(note("knowledge", "the repository was never pulled", "the first start pulls and checks it"))
        return None
    return remote.folder


def _knowledge(folder: Path, found: list[Finding]) -> Knowledge | None:
    loaded = load(folder, load_catalog())
    faults = len(loaded.faults) - len(loaded.warnings)
    if loaded.knowledge is None:
        found.append(
            fault("knowledge", f"{folder} has {faults} faults; the first: {loaded.faults[0]}", f"run `mayi check {folder}`")
        )
        return None
    found.append(ok("knowledge", f"{folder}: {len(loaded.knowledge.policy.rules)} rules, version {loaded.knowledge.version}"))
    if loaded.warnings:
        found.append(note("knowledge", f"{len(loaded.warnings)} warnings", f"run `mayi check {folder}`"))
    if loaded.knowledge.organisation.sample:
        found.append(note("knowledge", "it is the sample company's policy, and answers say so", "set MAYI_KNOWLEDGE to your own"))
    return loaded.knowledge


def _database(url: str) -> Finding:
    if url.startswith("sqlite:///") and not (path := Path(url.removeprefix("sqlite:///"))).exists():
        if can_be_made(path):
            return ok("database", f"{path} will be made at the first start")
        return fault("database", f"{path} cannot be made", "name a file in a folder that may be written to, in MAYI_DATABASE")
    try:
        _, revision = read_revision(url)
    except LedgerError as problem:
        return fault("database", str(problem), "correct MAYI_DATABASE")
    if revision in (None, head()):
        return ok("database", f"answers; its tables are at {revision}" if revision else "answers, and is empty")
    return note(
        "database", f"its tables are at {revision}, this version wants {head()}", "the next start, or `mayi db upgrade`, does it"
    )


def _engine(url: str) -> Finding:
    try:
        return ok("engine", examine(url))
    except EngineError as problem:
        return fault("engine", str(problem), f"correct {variable('engine_database')}")


def _models(settings: Settings) -> list[Finding]:
    wanted = {"model": settings.model, "embeddings": settings.embeddings}
    if not any(wanted.values()):
        return [ok("model", "none is set: questions are read by rules alone")]
    try:
        there = models_at(settings.ollama_url, settings.model_timeout_seconds)
    except ModelError as problem:
        return [fault("model", str(problem), "without it questions are still answered, by rules alone")]
    return [_model(about, name, there, settings.ollama_url) for about, name in wanted.items() if name]


def _model(about: str, name: str, there: frozenset[str], url: str) -> Finding:
    if name in there or f"{name}:latest" in there:
        return ok(about, f"`{name}` is at {url}")
    return fault(about, f"Ollama at {url} has no `{name}`", f"run `ollama pull {name}`")


def _slack(settings: Settings, knowledge: Knowledge | None) -> Iterator[Finding]:
    client = build_client(secret(settings.slack_bot_token), settings.slack_api_url)
    told, works = check_bot_token(client)
    yield from told
    if settings.mode == "socket" and secret(settings.slack_app_token):
        yield check_app_token(build_client(secret(settings.slack_app_token), settings.slack_api_url))
    if settings.mode == "http":
        yield _http(settings)
    if works and knowledge is not None:
        yield from check_channels(client, named_in(knowledge))


def _http(settings: Settings) -> Finding:
    where = f"{settings.http_host}:{settings.http_port}"
    if is_taken(settings.http_host, settings.http_port):
        return note(
            "http", f"{where} is in use: by the bot itself, or by another program", "if it is not the bot, set MAYI_HTTP_PORT"
        )
    return note("http", f"{where} is free; Slack must reach it through an https address", "see docs/slack.md, signed HTTP")


def named_in(knowledge: Knowledge) -> list[Named]:
    """Every channel that policy.yaml names, each once."""
    organisation = knowledge.organisation
    named = [Named(one.channel, f"contact {one.id}") for one in organisation.contacts if one.channel]
    if organisation.reminder_channel:
        named.append(Named(organisation.reminder_channel, "reminder_channel"))
    named += [Named(one, "slack: channels: allow", must_be_in=False) for one in organisation.audience.allow]
    named += [Named(one, "slack: channels: deny", must_be_in=False) for one in organisation.audience.deny]
    return list({one.written: one for one in reversed(named)}.values())[::-1]
