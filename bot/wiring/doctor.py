"""Settings go in; everything that the bot needs is looked at once, and what was found comes out, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.engine.errors import EngineError
from bot.engine.examine import can_be_made, examine
from bot.environment import SettingsError
from bot.exam.admission import Admission
from bot.exam.belief import believer_of, exam_files
from bot.exam.idle import progress_of
from bot.exam.records import Belief
from bot.exam.terms_belief import TermsBelief, believed
from bot.knowledge.catalog import load_catalog
from bot.knowledge.git import GitError
from bot.knowledge.history.remote import remote_of
from bot.knowledge.load import load
from bot.ledger.ledger import read_revision
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.migrate import head
from bot.llm.ollama import MemoryModelError, ModelError, OllamaModel, models_at
from bot.policy.finding import Finding, State, fault, note, ok
from bot.policy.house import Knowledge
from bot.reading.model.glossary import glossary_of
from bot.reading.model.prompts import shared_of
from bot.settings import Settings, variable
from bot.slack.checkup import Named, check_app_token, check_bot_token, check_channels
from bot.slack.posts.post import build_client
from bot.wiring.machine import is_taken, secret

LOAD_SECONDS = 120.0
"""For a model that must first be read from a disk."""


def look_at(settings: Settings) -> list[Finding]:
    """Everything, in the order in which it would be mended."""
    found = [fault("settings", "missing", name=name) for name in settings.missing_for_serving()]
    knowledge = _knowledge(folder, found) if (folder := _folder(settings, found)) else None
    found += [_database(settings.database), _engine(settings.engine_url), *_models(settings, knowledge)]
    if settings.slack_bot_token and secret(settings.slack_bot_token):
        found += _slack(settings, knowledge)
    return found


def _folder(settings: Settings, found: list[Finding]) -> Path | None:
    """Where the policy is read; None where a repository names it that was never pulled."""
    try:
        remote = remote_of(settings)
    except SettingsError as problem:
        found.append(fault("repository", "settings", problem=problem))
        return None
    if remote is None:
        return settings.knowledge
    try:
        found.append(ok("repository", "well", branch=settings.knowledge_branch, version=remote.newest()))
    except GitError as problem:
        found.append(fault("repository", "away", branch=settings.knowledge_branch, problem=problem))
    if not remote.folder.exists():
        found.append(note("knowledge", "not_pulled"))
        return None
    return remote.folder


def _knowledge(folder: Path, found: list[Finding]) -> Knowledge | None:
    loaded = load(folder, load_catalog())
    faults, command = len(loaded.faults) - len(loaded.warnings), f"mayi check {folder}"
    if loaded.knowledge is None:
        found.append(fault("knowledge", "faults", folder=folder, count=faults, first=loaded.faults[0], command=command))
        return None
    rules, version = len(loaded.knowledge.policy.rules), loaded.knowledge.version
    found.append(ok("knowledge", "well", folder=folder, count=rules, version=version))
    if loaded.warnings:
        found.append(note("knowledge", "warnings", count=len(loaded.warnings), command=command))
    if loaded.knowledge.organisation.sample:
        found.append(note("knowledge", "sample"))
    return loaded.knowledge


def _database(url: str) -> Finding:
    if url.startswith("sqlite:///") and not (path := Path(url.removeprefix("sqlite:///"))).exists():
        if can_be_made(path):
            return ok("database", "to_make", path=path)
        return fault("database", "not_made", path=path)
    try:
        _, revision = read_revision(url)
    except LedgerError as problem:
        return fault("database", "away", problem=problem)
    if revision in (None, head()):
        return ok("database", "well", revision=revision) if revision else ok("database", "empty")
    return note("database", "behind", revision=revision, head=head())


def _engine(url: str) -> Finding:
    try:
        says, values = examine(url)
        return ok("engine", says, **values)
    except EngineError as problem:
        return fault("engine", "away", problem=problem, name=variable("engine_database"))


def _models(settings: Settings, knowledge: Knowledge | None) -> list[Finding]:
    wanted = {"model": settings.model, "embeddings": settings.embeddings}
    if not any(wanted.values()):
        return [ok("model", "none")]
    try:
        there = models_at(settings.ollama_url, settings.model_timeout_seconds)
    except ModelError as problem:
        return [fault("model", "away", problem=problem)]
    found = [_model(about, name, there, settings.ollama_url) for about, name in wanted.items() if name]
    if settings.model and knowledge is not None and found[0].state is State.OK:
        found += _loaded(settings, knowledge)
    believer = believer_of(settings)
    if believer is None:
        return found
    belief = believer.now()
    found.append(_belief(belief, believer.name))
    if (progress := progress_of(exam_files(settings), belief)) is not None:
        hours = f"{progress.seconds_left / 3600:.1f}"
        found.append(note("exam", "sitting", name=believer.name, done=progress.done, of=progress.of, hours=hours))
    return [*found, _of_terms(believed(settings, believer.name).now(), believer.name)]


def _loaded(settings: Settings, knowledge: Knowledge) -> Iterator[Finding]:
    """What keeps the model from being loaded with the window that this policy needs: Ollama lists it all the same."""
    model = OllamaModel(settings.model, settings.ollama_url, max(LOAD_SECONDS, settings.model_timeout_seconds))
    try:
        model.load(shared_of(glossary_of(knowledge).text))
    except MemoryModelError as problem:
        yield fault("model", "memory", problem=problem)
    except ModelError as problem:
        yield fault("model", "away", problem=problem)


def _belief(belief: Belief, name: str) -> Finding:
    """How far the model is believed by its exam or its admission, and why no further."""
    command, record = f"mayi exam --model {name}", belief.record
    if record is None or belief.why in ("none", "refused"):
        return _admitted(belief.admission, name, command)
    if belief.why == "taken_back":
        return fault("exam", "taken_back", name=name, receipt=belief.about, command=command)
    if belief.why == "changed":
        return fault("exam", "changed", name=name, record=record.id, command=command)
    if belief.why == "edited":
        return fault("exam", "edited", name=name, record=record.id, command=command)
    level, marks = belief.trust.level.value, record.marks
    bound = f"{marks.bound:.1%}"
    return ok("exam", "well", name=name, level=level, day=record.day, count=marks.n, grounded=marks.grounded, bound=bound)


def _admitted(admission: Admission | None, name: str, command: str) -> Finding:
    if admission is None:
        return note("exam", "new", name=name)
    marks = admission.marks
    return note("exam", "proposes" if marks.is_admitted else "refused", name=name, command=command, **marks.figures)


def _of_terms(belief: TermsBelief, name: str) -> Finding:
    """What its exam on changes of terms lets it change there. None is no fault: words judge alone."""
    command, record = f"mayi exam --terms --model {name}", belief.record
    if record is None:
        return ok("terms exam", "none", name=name, command=command)
    if belief.why == "changed":
        return note("terms exam", "changed", name=name, record=record.id, command=command)
    if belief.why:
        return note("terms exam", "edited", name=name, record=record.id, command=command)
    figures = ", ".join(f"`{figure.value}`" for figure, _ in belief.trust.floors)
    return ok("terms exam", "well" if figures else "nothing", name=name, day=record.day, figures=figures)


def _model(about: str, name: str, there: frozenset[str], url: str) -> Finding:
    if name in there or f"{name}:latest" in there:
        return ok(about, "well", name=name, url=url)
    return fault(about, "missing", name=name, url=url, command=f"ollama pull {name}")


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
        return note("http", "taken", where=where)
    return note("http", "free", where=where)


def named_in(knowledge: Knowledge) -> list[Named]:
    """Every channel that policy.yaml names, each once."""
    organisation = knowledge.organisation
    named = [Named(one.channel, f"contact {one.id}") for one in organisation.contacts if one.channel]
    if organisation.reminder_channel:
        named.append(Named(organisation.reminder_channel, "reminder_channel"))
    named += [Named(one, "slack: channels: allow", must_be_in=False) for one in organisation.audience.allow]
    named += [Named(one, "slack: channels: deny", must_be_in=False) for one in organisation.audience.deny]
    return list({one.written: one for one in reversed(named)}.values())[::-1]
