"""Settings go in; where the policy of a git repository is read, and what looks at the repository, come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.environment import SettingsError
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.history.remote import Remote, home_of, is_allowed
from bot.knowledge.history.store import KnowledgeStore
from bot.policy.world import Catalog
from bot.settings import Settings


def remote_of(settings: Settings, catalog: Catalog | None = None) -> Remote | None:
    """The repository that the settings name; None where the policy is a folder. Raises ``SettingsError``."""
    url = settings.knowledge_git
    if not url:
        return None
    if not is_allowed(url):
        raise SettingsError("MAYI_KNOWLEDGE_GIT: must be https://, ssh://, file:// or NAME@HOST:PATH (.env.example explains it)")
    return Remote(url, settings.knowledge_branch, home_of(settings.own_cache, url, settings.knowledge_branch), catalog)


def pulled(settings: Settings, catalog: Catalog) -> tuple[Settings, Remote | None]:
    """The settings with the folder that the repository is pulled into. Raises ``KnowledgeError`` where nothing good was ever
    pulled; a repository that is down does not keep the last good policy from answering."""
    remote = remote_of(settings, catalog)
    if remote is None:
        return settings, None
    faults = remote.pull()
    if not remote.folder.exists():
        raise KnowledgeError(faults)
    return settings.model_copy(update={"knowledge": remote.folder}), remote


def looking(
    store: KnowledgeStore, remote: Remote | None, every_seconds: float, is_whole: Callable[[], bool]
) -> Callable[[], Sequence[Fault]]:
    """One look at the policy: at the repository first, where there is one; gives what keeps the newest from being used.

    ``is_whole``: whether nobody is in the middle of an edit; else the files are looked at another time.
    """

    def look() -> Sequence[Fault]:
        faults = remote.pull_at_times(every_seconds) if remote else ()
        return (*faults, *(store.refresh() if is_whole() else store.faults))

    return look
