"""The ground plan: what AWS is asked to build, and who may touch what."""

import os

# jsii greets every Node that is past its support with a banner, unless told its number.
_NODES = ",".join(str(major) for major in range(18, 40))
_KINDS = ("END_OF_LIFE", "DEPRECATED", "UNTESTED")
os.environ |= {f"JSII_SILENCE_WARNING_{kind}_NODE_VERSION": _NODES for kind in _KINDS}
