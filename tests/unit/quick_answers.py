"""Lets moto answer from plain dictionaries without guessing at other spellings of each name: a quarter of its time.

DynamoDB's answers are dictionaries that bear the very names of the service's model; moto looks for up to six other
spellings of every one that is absent, and an attribute value has ten members of which nine always are.
"""

from moto.core import serialize
from moto.core.serialize import AttributePicker

ALL_PRESENT = {"AttributeValue", "Capacity", "ConsumedCapacity"}
_guess = AttributePicker.__call__


def _pick(self, context):
    """The value under the model's own name, for shapes whose dictionaries are made by that name; else moto's guess."""
    if type(context.obj) is dict and not self.response_transformers:
        if context.key in context.obj:
            return context.obj[context.key]
        if getattr(getattr(context.shape, "parent", None), "name", "") in ALL_PRESENT:
            return None
    return _guess(self, context)


def install():
    """For this process, from now on."""
    serialize.AttributePicker.__call__ = _pick
