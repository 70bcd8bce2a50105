"""A folder with any policy, and what an import says, in; the files with which the import takes that policy's place, out.

What is the house's and no part of a policy stays: who people are, vendors, costs, whom to tell and when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.prose.contacts import with_mail
from bot.knowledge.importing.written.update import Update, with_memory
from bot.knowledge.load import Loaded, join
from bot.knowledge.parse import kind_of, parse
from bot.knowledge.sheets.kept_yaml import open_kept
from bot.policy.world import Catalog

STAYS = ("people", "costs", "advice", "vendors")
"""Kinds of files that outlive a policy."""
STAYS_OF_A_REAL_ONE = ("tests", "governance")
"""And those that were made up with a sample."""
_POLICY, _PEOPLE = "policy.yaml", "people.yaml"
_OWNER, _ORGANISATION = "owner", "organisation"
_HOUSE = (
    "review_every_days",
    "base_url",
    "time_zone",
    "reminder_channel",
    "digest_channel",
    "reminders",
    "model",
    "acknowledge",
    "contacts",
    "slack",
    "governance",
)
"""Fields of policy.yaml that are the house's."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What an owner says of the policy themselves; it counts whatever the document says. Empty: as it was read."""

    owner: str = ""
    """Who answers for it: "Ada Hill (ada@hill.example)"."""
    organisation: str = ""
    """What it is called."""


def replaced(folder: Path, theirs: Mapping[str, str], catalog: Catalog, typed: Typed) -> Update:
    """Who answered for a real policy before it answers for the new one, where nothing is said.

    What names a tool or a contact that the new policy does not know goes with the old one. Raises KnowledgeError where the old
    policy.yaml cannot be read, people.yaml has a fault (without it nobody is an owner any more), or what the import wrote has one
    of its own: then nothing is to be written.
    """
    mine = {path: _text(folder / path) for path in _paths(folder)}
    was = _house(mine.get(_POLICY, ""))
    is_sample = bool(was.get("sample"))
    kinds = STAYS if is_sample else (*STAYS, *STAYS_OF_A_REAL_ONE)
    new = {**theirs, _POLICY: _with_house(theirs.get(_POLICY, ""), CommentedMap() if is_sample else was, typed)}
    stays = {path: text for path, text in mine.items() if kind_of(path) in kinds and path not in new}
    while faults := [one for one in _loaded({**stays, **new}, catalog).faults if one.severity == "fault"]:
        odd = {one.at.file for one in faults}
        if _PEOPLE in odd or not odd & stays.keys():
            raise KnowledgeError(faults)
        stays = {path: text for path, text in stays.items() if path not in odd}
    files = {path: text for path, text in with_memory(new).items() if text != mine.get(path)}
    gone = tuple(path for path in mine if path not in stays and path not in new)
    return Update(files, gone, tuple(stays))


def _paths(folder: Path) -> list[str]:
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [path for path in found if kind_of(path)]


def _loaded(texts: Mapping[str, str], catalog: Catalog) -> Loaded:
    return join([parse(path, text.encode()) for path, text in sorted(texts.items()) if kind_of(path)], (), catalog)


def with_typed(text: str, typed: Typed) -> str:
    """A policy.yaml with its owner and how to reach them, and the organisation's name."""
    return _with_house(text, CommentedMap(), typed)


def _with_house(text: str, was: Mapping[str, Any], typed: Typed) -> str:
    """The import's policy.yaml with what the house says of itself; the document's own contacts come first."""
    owner = typed.owner
    documents, write = open_kept(text)
    new = documents[0]
    named = [one for one in new.get("contacts", ()) if not (owner and one["id"] == _OWNER)]
    known = {one["id"] for one in named} | ({_OWNER} if owner else set())
    contacts = [*named, *(one for one in was.get("contacts", ()) if one.get("id") not in known)]
    name, mail = with_mail(owner)
    if typed.organisation:
        new[_ORGANISATION] = typed.organisation
    if owner:
        contacts.append(CommentedMap(id=_OWNER, name=name, how=mail or owner))
        new[_OWNER] = name
    elif was.get(_OWNER):
        new.setdefault(_OWNER, was[_OWNER])
    for field in (one for one in _HOUSE if one in was and one not in new and one != "contacts"):
        new[field] = was[field]
    if contacts:
        new["contacts"] = CommentedSeq(contacts)
    return write(documents)


def _house(text: str) -> Mapping[str, Any]:
    if not text:
        return CommentedMap()
    faults = [fault for fault in parse(_POLICY, text.encode()).faults if fault.severity == "fault"]
    if faults:
        raise KnowledgeError(faults)
    return cast("Mapping[str, Any]", open_kept(text)[0][0])


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")
