"""A host's name goes in; addresses that may be connected to come out. Nothing inside our own network is ever asked.

A name is looked up once for each connection, every address that it has is checked, and the connection is made to a checked
address: a name that means something else a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpcore
import httpx
import yaml

from bot.vendors.errors import RefusedAddressError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""host, port -> its addresses. Raises ``OSError``."""

EMBEDS = (("64:ff9b::/96", 0), ("2002::/16", 80), ("::/96", 0))
"""Networks of IPv6 addresses that hold one of IPv4, and how many bits stand behind it: NAT64, 6to4, IPv4-compatible."""
SPECIAL = Path(__file__).parent / "special_addresses.yaml"
"""Our own list: what Python calls global differs from one release to the next, and from the registries."""


@lru_cache(maxsize=1)
def _special() -> tuple[tuple[Network, ...], Network]:
    """Networks that are refused, and what of IPv6 is given out at all."""
    kept = yaml.safe_load(SPECIAL.read_text(encoding="utf-8"))
    return tuple(ipaddress.ip_network(each) for each in kept["networks"]), ipaddress.ip_network(kept["given_out"])


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver gives, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: Address) -> bool:
    """Whether it is an address of the open internet, also where it holds another one inside."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return False
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        for network, behind in EMBEDS:
            if address in ipaddress.ip_network(network):
                return is_public(ipaddress.IPv4Address(int(address) >> behind & 0xFFFFFFFF))
    refused, given_out = _special()
    if any(address in network for network in refused if network.version == address.version):
        return False
    return address.version != given_out.version or address in given_out


class Guard:
    """Which hosts may be asked. ``allow``: addresses that tests on this machine need; no setting can give any."""

    def __init__(self, allow: Iterable[str] = (), resolve: Resolve = look_up) -> None:
        self._allow = frozenset(allow)
        self._resolve = resolve

    def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a host, all of them checked; raises ``RefusedAddressError`` where one is not public."""
        try:
            found = tuple(self._resolve(host, port))
        except (OSError, UnicodeError) as problem:
            raise httpcore.ConnectError(f"{host} has no address") from problem
        if not found:
            raise httpcore.ConnectError(f"{host} has no address")
        for each in found:
            if each not in self._allow and not _is_public(each):
                raise RefusedAddressError(host, f"leads to {each}, an address inside a network")
        return found


def _is_public(text: str) -> bool:
    try:
        return is_public(ipaddress.ip_address(text))
    except ValueError:
        return False


_UNTIL: ContextVar[float] = ContextVar("until", default=float("inf"))


@contextmanager
def ends_within(seconds: float) -> Iterator[None]:
    """Connections that are made in the block end after so many seconds, however busily the other side goes on sending."""
    before = _UNTIL.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(before)


class TimedStream(httpcore.NetworkStream):
    """A connection with an end: a pause may be short and the whole still take for ever, a byte at a time."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What comes next; raises ``httpcore.ReadTimeout``."""
        return self._stream.read(max_bytes, _left(self._until, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send; raises ``httpcore.WriteTimeout``."""
        self._stream.write(buffer, _left(self._until, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Let go."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same, encrypted."""
        left = _left(self._until, timeout, httpcore.ConnectTimeout)
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of it."""
        return self._stream.get_extra_info(info)


def _left(until: float, timeout: float | None, late: type[httpcore.TimeoutException]) -> float | None:
    left = until - time.monotonic()
    if left <= 0:
        raise late("the whole takes too long")
    shortest = left if timeout is None else min(left, timeout)
    return None if shortest == float("inf") else shortest


class GuardedNetwork(httpcore.NetworkBackend):
    """Connections to checked addresses only; the certificate is still checked against the name."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers."""
        problem: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError(f"{host} has no address")
        until = _UNTIL.get()
        for address in self._guard.addresses(host, port):
            left = _left(until, timeout, httpcore.ConnectTimeout)
            try:
                return TimedStream(self._network.connect_tcp(address, port, left, local_address, socket_options), until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never."""
        raise RefusedAddressError(path, "is a socket of this machine")


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """Whom we believe; reading them takes a while."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.HTTPTransport):
    """httpx, over guarded connections, without proxies: a proxy would look names up by itself."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(verify=_certificates(), trust_env=False)
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=_certificates(),
            max_connections=4,
            max_keepalive_connections=0,
            network_backend=GuardedNetwork(guard),
        )
