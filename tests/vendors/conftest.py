"""A small web on this machine for each test that fetches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.vendors.web import Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as found:
        yield found
