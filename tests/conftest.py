"""What all tests share: which real servers are there, and that a missing one fails where ``MAYI_REQUIRE`` demands it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
