"""Listens at an address, and finds the addresses that browsers can use."""

from __future__ import annotations

import os
import socket

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared, not bound)
"""What listens on all of a machine's addresses."""
_BACKLOG = 2048
_AFAR = {
    socket.AF_INET: ("192.0.2.1", "10.255.255.254", "172.31.255.254", "192.168.255.254"),
    socket.AF_INET6: ("2001:db8::1",),
}
"""Addresses in other networks. Nothing is sent there: the system only says which of its own
addresses it would send from."""


class CannotListen(Exception):
    """The address cannot be used; the message is one line."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises CannotListen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise CannotListen(f"{host} is not an address of this machine: {_why(error)}") from None
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotListen(
            f"cannot listen on {host} port {port}: {_why(error)} (--port takes another)"
        ) from None
    return listener


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()


def local_address(listener: socket.socket, root_path: str) -> str:
    """Where a browser on this machine finds the listener."""
    host, port = listener.getsockname()[:2]
    return _address_text("127.0.0.1" if host in EVERYWHERE else host, port, root_path)


def network_addresses(listener: socket.socket, root_path: str) -> list[str]:
    """Where browsers on other machines find the listener; none where it listens for this one."""
    host, port = listener.getsockname()[:2]
    if host not in EVERYWHERE:
        return [] if _loops(host) else [_address_text(host, port, root_path)]
    own = dict.fromkeys(_source(listener.family, afar) for afar in _AFAR[listener.family])
    return [_address_text(each, port, root_path) for each in own if each and not _loops(each)]


def is_loopback(listener: socket.socket) -> bool:
    """Whether only programs on this machine can reach it."""
    return _loops(str(listener.getsockname()[0]))


def _source(family: socket.AddressFamily, afar: str) -> str:
    """The address that this machine would send from to `afar`; empty where it has no way there."""
    with socket.socket(family, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect((afar, 9))
        except OSError:
            return ""
        return str(asked.getsockname()[0])


def _loops(host: str) -> bool:
    return host.startswith("127.") or host == "::1"


def _address_text(host: str, port: int, root_path: str) -> str:
    return (
        f"http://[{host}]:{port}{root_path}/"
        if ":" in host
        else f"http://{host}:{port}{root_path}/"
    )
