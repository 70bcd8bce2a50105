"""The house's state goes in; numbers for Prometheus come out at ``/metrics``, without a word of anybody's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

Numbers = Callable[[], dict[str, float]]
HELP = {
    "mayi_questions": "Questions in the log.",
    "mayi_records_unsealed": "Records that have no place in the chain yet.",
    "mayi_holds": "Legal holds that stand.",
    "mayi_connected": "1 while Slack can reach the bot.",
    "mayi_work_under_way": "Answers and notices that are not finished.",
    "mayi_work_failed": "Work that failed for good.",
    "mayi_work_waiting": "Answers and notices that wait because the database is away or its disk is full.",
}


class Gauges(Collector):
    """Looked up when somebody asks."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge a number."""
        for name, value in self._numbers().items():
            yield GaugeMetricFamily(name, HELP[name], value=value)

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is looked up before somebody asks."""
        return []


class Metrics:
    """A port, on this machine alone unless a host is given; none where it is not set."""

    def __init__(self, port: int | None, numbers: Numbers, host: str = "127.0.0.1") -> None:
        self._port, self._numbers, self._host = port, numbers, host
        self._serving: tuple[WSGIServer, threading.Thread] | None = None

    def start(self) -> None:
        """Listen, where a port is set. Raises ``OSError`` where it is taken."""
        if self._port is not None:
            registry = CollectorRegistry()
            registry.register(Gauges(self._numbers))
            self._serving = start_http_server(self._port, self._host, registry)

    def stop(self) -> None:
        """Listen no more."""
        if self._serving is not None:
            server, thread = self._serving
            server.shutdown()
            server.server_close()
            thread.join(timeout=5)
            self._serving = None
