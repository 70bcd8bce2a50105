"""Addresses that may be asked and those that may not, however they are written and whatever a name means a moment later."""

from __future__ import annotations

import ipaddress

import httpcore
import pytest
import yaml

from bot.vendors.errors import RefusedAddressError, UnreadError
from bot.vendors.fetch import Fetcher
from bot.vendors.guard import SPECIAL, Guard, is_public
from tests.vendors.web import Page, Web

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "168.63.129.16", "0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::", "::1",  # noqa: S104
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001::1", "::127.0.0.1",
    "2001:db8::1", "no address",
    "192.0.0.192", "192.0.0.9", "192.88.99.1", "3fff::1", "3fff:fff::1", "5f00::1", "100::1", "100:0:0:1::1", "4000::1",
    "2001:1ff::1", "2002:c000:c0::1", "64:ff9b::c000:c0", "::ffff:192.88.99.1",
]  # fmt: skip
PUBLIC = ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_a_network_is_refused_however_it_is_written(address: str) -> None:
    with pytest.raises(RefusedAddressError, match="only public addresses"):
        Guard(resolve=lambda *_: (address,)).addresses("acme.example", 443)


@pytest.mark.parametrize("network", list(yaml.safe_load(SPECIAL.read_text(encoding="utf-8"))["networks"]))
def test_the_first_and_the_last_address_of_each_special_network_are_refused(network: str) -> None:
    of = ipaddress.ip_network(network)
    for address in (of[0], of[-1]):
        assert not is_public(address), f"{address} of {network}"


def test_whatever_this_python_calls_inside_a_network_is_refused() -> None:
    known = [*ipaddress._IPv4Constants._private_networks, *ipaddress._IPv6Constants._private_networks]  # type: ignore[attr-defined]
    assert known
    for network in known:
        assert not is_public(network[0]), network


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_open_internet_is_asked(address: str) -> None:
    assert Guard(resolve=lambda *_: (address,)).addresses("acme.example", 443) == (address,)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(RefusedAddressError):
        Guard(resolve=lambda *_: ("1.1.1.1", "10.0.0.1")).addresses("acme.example", 443)


def test_a_name_that_means_something_else_a_moment_later_changes_nothing(web: Web) -> None:
    """DNS rebinding: each connection looks the name up once, and goes to the address that was checked."""
    answers = iter([("10.0.0.5",), ("127.0.0.1",)])
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> tuple[str, ...]:
        asked.append(host)
        return next(answers)

    fetcher = web.fetcher(resolve=rebinding)
    port = web.address.partition(":")[2]
    with pytest.raises(UnreadError, match=r"10\.0\.0\.5"):
        fetcher.get(f"http://rebinds.example:{port}/terms")
    fetcher.close()
    assert asked == ["rebinds.example"]
    assert web.asked == []


def test_a_name_is_connected_to_at_the_address_that_was_checked(web: Web) -> None:
    looked_up: list[str] = []

    def once(host: str, _port: int) -> tuple[str, ...]:
        looked_up.append(host)
        return ("127.0.0.1",)

    web.pages["/terms"] = Page()
    fetcher = web.fetcher(resolve=once)
    port = web.address.partition(":")[2]
    assert fetcher.get(f"http://acme.example:{port}/terms").status == 200
    fetcher.close()
    assert looked_up == ["acme.example"] * len(web.asked), "one look-up for each connection"
    assert web.asked[-1][1]["host"] == f"acme.example:{port}"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "http://[::1]:9/", "http://2130706433:9/", "http://0x7f.1:9/", "http://localhost:9/"]
)
def test_without_an_allow_list_this_machine_is_never_asked(url: str) -> None:
    fetcher = Fetcher(Guard(), lambda *_: None, "may-i/0")
    with pytest.raises(UnreadError, match=r"only public addresses|has no address"):
        fetcher.get(url)
    fetcher.close()


def test_a_host_without_an_address_is_broken() -> None:
    def nothing(*_: object) -> tuple[str, ...]:
        raise OSError

    with pytest.raises(httpcore.ConnectError):
        Guard(resolve=nothing).addresses("nowhere.example", 443)


def test_no_setting_lets_anybody_in() -> None:
    from bot.settings import Settings

    assert not [name for name in Settings.model_fields if "allow" in name or "private" in name or "guard" in name]
