"""What every client of a process reads alike is read once: what botocore knows of Amazon, and the roots of the web.

A session of boto3 reads the first anew, a client of httpx the second, even to speak to this machine alone: 0.16 and
0.05 seconds of a processor each, hundreds of times in a run. Nothing of an account, a key or an endpoint is in either.
"""

from __future__ import annotations

from functools import cache

import botocore.session
import httpx._transports.default


def share() -> None:
    """Let all sessions of this process share one loader, and all of its clients of httpx one context of TLS."""
    for module, name in ((botocore.session, "create_loader"), (httpx._transports.default, "create_ssl_context")):
        make = getattr(module, name)
        if not hasattr(make, "cache_info"):
            setattr(module, name, cache(make))
