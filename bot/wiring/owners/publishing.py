"""A knowledge folder in a git checkout goes in; publishing, going back and the list of versions come out."""

from __future__ import annotations

from pathlib import Path

from bot.environment import SettingsError
from bot.flows.owners.publish import Done, FailedTestsError, NothingToPublishError, Publish
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.checkout import Checkout, CheckoutError, PolicyVersion
from bot.settings import Settings
from bot.wiring.owners.remote import remote_of
from bot.wiring.owners.testing import Trying

MOST_VERSIONS = 1_000
__all__ = [
    "CheckoutError",
    "Done",
    "FailedTestsError",
    "NothingToPublishError",
    "PolicyVersion",
    "accept",
    "publishing",
    "versions_of",
]


def publishing(folder: Path) -> Publish:
    """Raises ``CheckoutError`` where the folder is in no repository; its calls raise ``KnowledgeError`` with every fault."""
    checkout = Checkout(folder, load_catalog())

    def check(version: str) -> None:
        (checkout.at(version) if version else checkout.now()).or_raise()

    def failed() -> list[str]:
        knowledge = checkout.now().or_raise()
        tried = Trying(knowledge)().failed if knowledge.tests else ()
        return [f"{one.test.at.file}:{one.test.at.line}: {one.test.name}: {'; '.join(one.wrong)}" for one in tried]

    return Publish(
        failed=failed,
        is_edited=checkout.is_edited,
        versions=lambda: checkout.versions(MOST_VERSIONS),
        check=check,
        commit=checkout.commit,
        restore=checkout.restore,
        push=checkout.push,
    )


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
