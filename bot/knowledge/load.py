"""A knowledge folder goes in; one frozen ``Knowledge``, or all faults of all its files at once, come out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError, in_order
from bot.knowledge.files.governance import SHIPPED as DEMANDS
from bot.knowledge.joined.checks import check_catalog, check_rest, check_tests, missing_files
from bot.knowledge.joined.data import (
    join_classes,
    join_in_doubt,
    join_offerings,
    join_start_with,
    join_types,
    warn_of_namesakes,
    with_becomes,
)
from bot.knowledge.joined.governance import join_evidence_reviews, join_evidenced, join_governance
from bot.knowledge.joined.index import Index
from bot.knowledge.joined.private_accounts import with_private_accounts
from bot.knowledge.joined.rest import join_definitions, join_organisation, join_tests, join_vendors
from bot.knowledge.joined.reviews import join_reviews
from bot.knowledge.joined.rules import JoinRules
from bot.knowledge.joined.select import Selectors
from bot.knowledge.joined.vocabulary import join_labels, join_vocabulary
from bot.knowledge.parse import Part, kind_of, one_big_breath, parse, unreadable
from bot.knowledge.sheets.plain_files import is_plain, read_plain
from bot.knowledge.version import version_at
from bot.policy.advice import AdviceTable
from bot.policy.governance import Governance
from bot.policy.house import Knowledge
from bot.policy.policy import Policy
from bot.policy.words import Citation, DataType, Slot, Verdict
from bot.policy.world import Catalog
from bot.text.flat import digest_of
from bot.text.kept import digest_of_code

ReadBytes = Callable[[Path], bytes]
parsed = lru_cache(maxsize=128)(parse)
"""An edit leaves most files as they are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a folder. ``knowledge`` is None where there is a fault; warnings do not keep it from being used."""

    knowledge: Knowledge | None
    faults: tuple[Fault, ...] = ()
    files: int = 0
    """How many files were read."""
    digest: str = ""
    """The hash of what they hold."""

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity == "warning")

    def or_raise(self) -> Knowledge:
        """The knowledge; raises ``KnowledgeError`` with all faults where there is none."""
        if self.knowledge is None:
            raise KnowledgeError([fault for fault in self.faults if fault.severity == "fault"])
        return self.knowledge


def load(folder: Path, catalog: Catalog | None = None) -> Loaded:
    """Read all files below ``folder``. With a catalog, ids of the catalog are looked up as well."""
    files = files_of(folder)
    if isinstance(files, Fault):
        return Loaded(None, (files,))
    parts = [read_part(folder, path, read_plain) for path in files if kind_of(path)]
    version = version_at(folder, version_of(parts))
    return join(parts, [path for path in files if not kind_of(path)], catalog, version)


def files_of(folder: Path) -> list[str] | Fault:
    """Paths below the folder with forward slashes, sorted; hidden files and folders are left out."""

    def stop(error: OSError) -> None:
        raise error

    found: list[str] = []
    linked: list[Path] = []
    try:
        for top, folders, names in os.walk(folder, onerror=stop):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            linked += [path for name in (*folders, *names) if _leads_away(path := Path(top, name))]
            found += [Path(top, name).relative_to(folder).as_posix() for name in names if not name.startswith(".")]
        if linked:  # what stands in it would be left out, and an answer might be looser for it
            odd = min(path.relative_to(folder).as_posix() for path in linked)
            return Fault(
                "K003", "fault", Citation(odd, 0), f"`{odd}` is a link, and no folder", "put a folder with the files there"
            )
        if (odd := next((path for path in sorted(found) if kind_of(path) and not is_plain(folder / path)), "")) != "":
            what = f"`{odd}` is a link, a device or a pipe, and no plain file"
            return Fault("K003", "fault", Citation(odd, 0), what, "put a plain file there")
    except OSError as error:
        why = error.strerror or type(error).__name__
        do = "give the folder that holds policy.yaml"
        return Fault("K001", "fault", Citation("", 0), f"the knowledge folder `{folder}` cannot be read: {why}", do)
    return sorted(found)


def _leads_away(path: Path) -> bool:
    """Whether it is a link to a folder, or to what is not there now and may have been one."""
    return not path.name.startswith(".") and path.is_symlink() and not path.is_file()


def read_part(folder: Path, path: str, read_bytes: ReadBytes) -> Part:
    """One file's part; a file that the system does not give is a part with a fault."""
    try:
        return parsed(path, read_bytes(folder / path))
    except OSError as error:
        return unreadable(path, error.strerror or type(error).__name__)


@one_big_breath()
def join(parts: Sequence[Part], unread: Sequence[str] = (), catalog: Catalog | None = None, version: str = "") -> Loaded:
    """All parts -> knowledge or faults. ``unread``: files that no kind knows; ``version``: else the hash of the files."""
    index = Index(with_private_accounts(parts))
    select = Selectors(index)
    types = join_types(index, select)
    rules = JoinRules(index, select, types)
    missing_files(index, unread)
    check_rest(index)
    check_tests(index, (rule.id for rule in (*rules.rules, *(waiver.rule for waiver in rules.waivers))))
    warn_of_namesakes(index)
    # these name pages of terms too, which the catalog may have
    digest = version_of(parts)
    version = version or digest
    policy, vendors = _policy(index, types, rules, version), join_vendors(index)
    governance = join_governance(index, select, policy.offerings, vendors)
    policy = _with_evidence(index, policy, governance)
    if catalog:
        check_catalog(index, catalog)
    knowledge = Knowledge(
        policy,
        join_vocabulary(index, rules.conditions),
        join_organisation(index),
        tuple(one for part in parts for one in part.guidance),
        join_definitions(index),
        vendors,
        tuple(raw.person for part in parts for raw in part.people),
        join_tests(index),
        join_labels(index, rules.conditions),
        version,
        join_reviews(index, rules.rules, rules.waivers, vendors) + join_evidence_reviews(index, governance),
        index.policy.accepted,
        confirmed=tuple(one for part in parts for one in part.confirmed),
        costs=tuple(one for part in parts for one in part.costs),
        advice=next((one for part in parts for one in part.advice), AdviceTable()),
        governance=governance,
    )
    # another code, or other demands, may read them otherwise
    code = digest_of_code(Path(__file__).parent, Path(__file__).parent / "files", DEMANDS)
    object.__setattr__(knowledge, "digest", digest_of(_digest_of(parts).encode(), code.encode()))
    faults = in_order([*(fault for part in parts for fault in part.faults), *index.faults])
    is_faulty = any(fault.severity == "fault" for fault in faults)
    return Loaded(None if is_faulty else knowledge, faults, len(parts), digest)


def _policy(index: Index, types: dict[str, DataType], rules: JoinRules, version: str) -> Policy:
    """What is ruled by. Where policy.yaml says nothing of a default it is uncovered, and cited as the file's first line."""
    default, unlisted = index.policy.default, index.policy.unlisted_tool
    nowhere = Citation("policy.yaml", 1)
    classes = join_classes(index)
    return Policy(
        join_offerings(index),
        with_becomes(types, classes, rules.rules),
        classes,
        rules.rules,
        rules.conditions,
        rules.waivers,
        default[0] if default else Verdict.UNCOVERED,
        default[1].at if default else nowhere,
        unlisted[0] if unlisted else Verdict.UNCOVERED,
        unlisted[1].at if unlisted else nowhere,
        {Slot(slot): value for slot, value in index.policy.assumed.items()},
        version,
        start_with=join_start_with(index),
        in_doubt=join_in_doubt(index),
    )


def _with_evidence(index: Index, policy: Policy, governance: Governance) -> Policy:
    at = index.policy.enforced_at
    found = join_evidenced(index, governance, policy.offerings)
    return replace(policy, evidenced=found, evidenced_at=at.at if at else policy.evidenced_at) if found else policy


def version_of(parts: Sequence[Part]) -> str:
    """A short hash of all files' names and contents: equal for equal files, wherever they stand."""
    return _digest_of(parts)[:12]


def _digest_of(parts: Sequence[Part]) -> str:
    whole = hashlib.sha256()
    for part in sorted(parts, key=lambda part: part.file):
        whole.update(f"{part.file}\0{part.digest}\n".encode())
    return whole.hexdigest()
