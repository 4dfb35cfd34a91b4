"""One statement over many cases in one test: each case begins with a city as new, and every case that fails is named.

A test of its own for each case would cost more than what most of them do.
"""

import functools
import inspect
from itertools import product


def every(**cases):
    """The test is asked for each combination of these, by name; what else it takes are fixtures, made once."""
    assert all(cases.values()), "a test over nothing would be passed over"

    def over(statement):
        asked = inspect.signature(statement).parameters
        fixtures = [name for name in asked if name not in cases]

        @functools.wraps(statement)
        def test(request, **given):
            city = request.getfixturevalue("city") if "city" in request.fixturenames else None
            fails = {}
            for values in product(*cases.values()):
                if city:
                    city.empty()
                try:
                    statement(**dict(zip(cases, values, strict=True)), **{name: given[name] for name in fixtures})
                except Exception as failure:  # noqa: BLE001 whatever it is, the next case has its turn
                    fails[" | ".join(map(_spelled, values))] = failure
            if fails:
                told = [f"{name}: {type(why).__name__} {str(why)[:200]}" for name, why in fails.items()]
                raise AssertionError(f"{len(fails)} cases fail\n" + "\n".join(told)) from next(iter(fails.values()))

        names = ["request", *(name for name in fixtures if name != "request")]
        kind = inspect.Parameter.KEYWORD_ONLY
        test.__signature__ = inspect.Signature([inspect.Parameter(name, kind) for name in names])
        return test

    return over


def _spelled(value):
    if isinstance(value, tuple):
        return ":".join(map(str, value))
    return str(value) if type(value).__str__ is not object.__str__ and not isinstance(value, str) else repr(value)[:60]
