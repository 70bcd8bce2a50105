"""An edited policy, or the wish to go back, goes in; a checked version that stands where the bot reads comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class NothingToPublishError(Exception):
    """There is nothing to do; the message says why."""


class FailedTestsError(Exception):
    """The policy's own tests fail; the message names each, with its place and what is wrong."""


class Version(Protocol):
    """A version of the policy."""

    @property
    def version(self) -> str: ...
    @property
    def subject(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Done:
    """The new version, where it was pushed to (empty: nowhere), and the one whose state it has (only after going back)."""

    version: str
    pushed_to: str
    back_to: str = ""


@dataclass(frozen=True, slots=True)
class Publish:
    """Checked and tested first, then made, then pushed: a faulty policy never leaves the owner's machine."""

    is_edited: Callable[[], bool]
    versions: Callable[[], Sequence[Version]]
    """Newest first."""
    check: Callable[[str], None]
    """version (empty: the files as they are) -> nothing; raises with every fault"""
    failed: Callable[[], Sequence[str]]
    """The policy's own tests that fail with the files as they are, a line each."""
    commit: Callable[[str], str]
    restore: Callable[[str, str], str]
    push: Callable[[], str]

    def __call__(self, message: str, *, tested: bool = True) -> Done:
        """Publish the files as they are. What was committed before and never pushed is pushed as well."""
        self.check("")
        if tested and (failed := self.failed()):
            raise FailedTestsError("\n".join(failed))
        if self.is_edited():
            return Done(self.commit(message or "Policy edit"), self.push())
        newest = next(iter(self.versions()), None)
        if newest is None:
            raise NothingToPublishError("the folder holds no file that git could keep")
        return Done(newest.version, self.push())

    def back(self, version: str, message: str) -> Done:
        """A new version that says what an earlier one said; without ``version`` the one before the newest. History stays.
        Its tests are not asked: going back is for when something has to stop now."""
        if self.is_edited():
            raise NothingToPublishError("there are edits that are not published; publish them, or undo them with `git restore .`")
        known = self.versions()
        if not version and len(known) < 2:
            raise NothingToPublishError("there is no earlier version")
        target = version or known[1].version
        if known and _is_same(known[0].version, target):
            raise NothingToPublishError(f"{target} is the version that stands there already")
        self.check(target)
        subject = next((one.subject for one in known if _is_same(one.version, target)), "")
        said = message or f"Go back to {target}: {subject}".rstrip(": ")
        return Done(self.restore(target, said), self.push(), target)


def _is_same(one: str, other: str) -> bool:
    """Whether two words name one commit: either may be the shorter."""
    return one.startswith(other) or other.startswith(one)
