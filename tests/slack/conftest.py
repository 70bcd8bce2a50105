"""A running playground for the tests that talk to one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from playground.server import Playground


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A fresh local Slack."""
    with Playground() as playground:
        yield playground
