"""Settings and ports of this machine go in; a secret's words, and whether a port is taken, come out."""

from __future__ import annotations

import socket


def is_taken(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def secret(value: object) -> str:
    """A setting's words; empty where it is not set."""
    reveal = getattr(value, "get_secret_value", None)
    return str(reveal()) if reveal else ""
