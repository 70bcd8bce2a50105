"""Everything that was read of a policy in; what waits for words that somebody says of it is added to its limits."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge.importing.bans.kept_out import KeptOut
from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.waiting.attached import find_attached
from bot.knowledge.importing.waiting.cautions import find_cautions
from bot.knowledge.importing.waiting.kept_words import find_kept_words
from bot.knowledge.importing.waiting.near_bans import find_near
from bot.knowledge.importing.waiting.said_uses import find_said_uses
from bot.knowledge.importing.waiting.telling import Telling
from bot.policy.world import Catalog


def wait_for_words(
    built: Built, telling: Telling, catalog: Catalog, left: Iterable[tuple[Duty, KeptOut]], taken: set[str]
) -> None:
    """Adds what holds for whoever says the words of a sentence, or comes near them. ``left``: what conditions keep out in words
    that name no known data."""
    built.limits += [
        *find_cautions(built, telling, taken),
        *find_kept_words(left, telling, taken),
        *find_said_uses(built, telling.weighs, taken),
        *find_attached(built, catalog, taken),
    ]
    built.limits += find_near(built, telling, taken)
