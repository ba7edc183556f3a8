"""Which addresses may be asked: public ones of the internet, whatever a feed or a redirect names.

A feed is written by others. Were any address taken, it could have this machine ask its own services or those of
its network, and read the answer into a ledger that may be published. A name is resolved once; every address that it
gives is checked; and the connection goes to an address that was checked (``fetch.py``), so that a name which gives
another answer a moment later (DNS rebinding) gains nothing.

Ranges: the registries of special-purpose addresses of IANA (RFC 6890 and its updates), as Python's ``ipaddress``
knows them; beyond them multicast, the retired 6to4 anycast (RFC 7526), and of IPv6 all but global unicast (RFC 4291).
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
# Says why an address may not be asked; None where it may.
WhyRefused = Callable[[Address], str | None]
# Gives the addresses of a host name; raises OSError where it has none.
Resolve = Callable[[str, int], list[Address]]

_SIX_TO_FOUR_ANYCAST = IPv4Network("192.88.99.0/24")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: what is asked is the IPv4 address in its last 32 bits


def why_refused(address: Address) -> str | None:
    """Say in a word or two why an address is not a public one; None where it is."""
    if isinstance(address, IPv6Address):
        return _why_refused_6(address)
    kinds = {
        "a loopback address": address.is_loopback,
        "a link-local address": address.is_link_local,
        "an unspecified address": address.is_unspecified,
        "a multicast address": address.is_multicast,
        "a reserved address": address.is_reserved or address in _SIX_TO_FOUR_ANYCAST,
        "a private address": not address.is_global,
    }
    return next((kind for kind, is_so in kinds.items() if is_so), None)


def _why_refused_6(address: IPv6Address) -> str | None:
    if address in _NAT64:
        return why_refused(IPv4Address(int(address) & 0xFFFF_FFFF))
    kinds = {
        "an IPv4 address written as IPv6": address.ipv4_mapped is not None,
        "a loopback address": address.is_loopback,
        "a link-local address": address.is_link_local or address.is_site_local,
        "an unspecified address": address.is_unspecified,
        "a multicast address": address.is_multicast,
        "a tunnel to an IPv4 address": address.sixtofour is not None or address.teredo is not None,
        "a private address": address.is_private,
        "a reserved address": not address.is_global or address not in _GLOBAL_UNICAST,
    }
    return next((kind for kind, is_so in kinds.items() if is_so), None)


def resolved(host: str, port: int) -> list[Address]:
    """Return the addresses of a host name, or of an address in any notation; raises OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    # An IPv6 address may carry a zone ("%eth0"): link-local ones do, and are refused without it too.
    return [ip_address(str(place[0]).partition("%")[0]) for *_, place in found]
