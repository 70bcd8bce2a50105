"""Numbers for Prometheus: what is there when somebody asks, on this machine alone."""

from __future__ import annotations

import socket
import urllib.request
from pathlib import Path

from bot.ledger.ledger import open_ledger
from bot.wiring.metrics import Metrics
from tests.databases import ledger_in


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_numbers_of_a_ledger_are_told_and_nobody_listens_afterwards(tmp_path: Path) -> None:
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), b"a secret of the tests")
    port = free_port()
    metrics = Metrics(port, ledger.numbers)
    metrics.start()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as page:
        told = page.read().decode()
    assert "mayi_questions 0.0" in told and "mayi_holds 0.0" in told
    metrics.stop()
    ledger.close()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_without_a_port_nobody_listens() -> None:
    metrics = Metrics(None, dict)
    metrics.start()
    metrics.stop()
