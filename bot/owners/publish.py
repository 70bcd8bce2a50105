"""An edited policy, or the wish to go back, goes in; a checked version that stands where the bot reads comes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.environment import SettingsError
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.checkout import Checkout, PolicyVersion
from bot.knowledge.history.remote import remote_of
from bot.owners.policy_tests import Trying
from bot.policy.house import Knowledge
from bot.settings import Settings

MOST_VERSIONS = 1_000


class NothingToPublishError(Exception):
    """There is nothing to do; the message says why."""


class FailedTestsError(Exception):
    """The policy's own tests fail; the message names each, with its place and what is wrong."""


@dataclass(frozen=True, slots=True)
class Done:
    """The new version, where it was pushed to (empty: nowhere), and the one whose state it has (only after going back)."""

    version: str
    pushed_to: str
    back_to: str = ""


def publish(folder: Path, message: str, *, tested: bool = True) -> Done:
    """Publish the files as they are: checked and tested first, then made, then pushed, so that a faulty policy never leaves the
    owner's machine. What was committed before and never pushed is pushed as well.

    Raises ``CheckoutError`` where the folder is in no repository, ``KnowledgeError`` with every fault.
    """
    checkout = Checkout(folder, load_catalog())
    knowledge = checkout.now().or_raise()
    if tested and (failed := _failed(knowledge)):
        raise FailedTestsError("\n".join(failed))
    if checkout.is_edited():
        return Done(checkout.commit(message or "Policy edit"), checkout.push())
    newest = next(iter(checkout.versions(MOST_VERSIONS)), None)
    if newest is None:
        raise NothingToPublishError("the folder holds no file that git could keep")
    return Done(newest.version, checkout.push())


def go_back(folder: Path, version: str, message: str) -> Done:
    """A new version that says what an earlier one said; without ``version`` the one before the newest. History stays.
    Its tests are not asked: going back is for when something has to stop now. Raises as ``publish`` does."""
    checkout = Checkout(folder, load_catalog())
    if checkout.is_edited():
        raise NothingToPublishError("there are edits that are not published; publish them, or undo them with `git restore .`")
    known = checkout.versions(MOST_VERSIONS)
    if not version and len(known) < 2:
        raise NothingToPublishError("there is no earlier version")
    target = version or known[1].version
    if known and _is_same(known[0].version, target):
        raise NothingToPublishError(f"{target} is the version that stands there already")
    checkout.at(target).or_raise()
    subject = next((one.subject for one in known if _is_same(one.version, target)), "")
    said = message or f"Go back to {target}: {subject}".rstrip(": ")
    return Done(checkout.restore(target, said), checkout.push(), target)


def _failed(knowledge: Knowledge) -> list[str]:
    """The policy's own tests that fail, a line each."""
    tried = Trying(knowledge)().failed if knowledge.tests else ()
    return [f"{one.test.at.file}:{one.test.at.line}: {one.test.name}: {'; '.join(one.wrong)}" for one in tried]


def _is_same(one: str, other: str) -> bool:
    """Whether two words name one commit: either may be the shorter."""
    return one.startswith(other) or other.startswith(one)


def versions_of(folder: Path, most: int) -> tuple[list[PolicyVersion], bool]:
    """Newest first, and whether there are edits that are in none of them."""
    checkout = Checkout(folder)
    return checkout.versions(most), checkout.is_edited()


def accept(settings: Settings, commit: str) -> None:
    """Let the bot on this machine take a rewritten history. Raises ``SettingsError``."""
    remote = remote_of(settings)
    if remote is None:
        raise SettingsError("MAYI_KNOWLEDGE_GIT: is not set, so there is no history to accept; run this where the bot runs")
    remote.accept(commit)
