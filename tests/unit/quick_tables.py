"""Lets moto's tables judge, copy and weigh as they do, without the same work again for every row.

What is left out is work alone: a condition that was read is not read anew, a tree of an update is copied as its bytes,
and plain values, nearly all there are, are compared and weighed as what they are. `test_quick_answers` holds the
shortened ways beside moto's own.
"""

import copy
import functools
import pickle
from contextlib import ExitStack, contextmanager
from inspect import getattr_static
from unittest.mock import patch

from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.parsing import validators
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, Node
from moto.dynamodb.parsing.expressions import UpdateExpressionParser

MOST_KEPT = 4096
_read_anew = ConditionExpressionParser.parse
_cast, _weighed, _equal = DynamoType.cast_value.fget, DynamoType.size, DynamoType.__eq__
_read = {}
_own_child_hook = DepthFirstTraverser.pre_processing_of_child


def _condition(parser):
    """A condition with the same names and values is the same judge; what it said of them is told again."""
    if not parser.condition_expression:
        return _read_anew(parser)
    names, values = parser.expression_attribute_names, parser.expression_attribute_values
    asked = parser.condition_expression, repr(names), repr(values)
    if asked not in _read:
        if len(_read) >= MOST_KEPT:
            _read.clear()
        parser.expression_attribute_values = copy.deepcopy(values)  # what is kept is nobody else's to change
        judge = _read_anew(parser)
        parser.expression_attribute_values = values
        _read[asked] = judge, tuple(parser.expr_attr_names_found), tuple(parser.expr_attr_values_found)
        return judge
    judge, names_found, values_found = _read[asked]
    parser.expr_attr_names_found.extend(names_found)
    parser.expr_attr_values_found.extend(values_found)
    return judge


@functools.lru_cache(maxsize=MOST_KEPT)
def _bytes_of(tree):
    return pickle.dumps(tree)


def _tree_or_value(what):
    """An update was read once, so its tree is one object: its copies are made of its bytes."""
    return pickle.loads(_bytes_of(what)) if isinstance(what, Node) and what.parent is None else copy.deepcopy(what)


def _kinds(traverser):
    """What a traverser looks for: the same at each node, though moto asks anew."""
    if "kinds" not in vars(traverser):
        traverser.kinds = tuple(traverser._processing_map())
    return traverser.kinds


@functools.cache
def _is(kind, kinds):
    return issubclass(kind, kinds)


def _traverse(traverser, node, child_id=-1):
    """Moto's own walk: children first, then the node itself, which its parent then holds."""
    if not _is(type(node), Node):
        return node
    parent, has_hook = node.parent, type(traverser).pre_processing_of_child is not _own_child_hook
    for i, child in enumerate(node.children or ()):
        if has_hook:
            traverser.pre_processing_of_child(node, i)
        if _is(type(child), Node):
            _traverse(traverser, child, i)
    if _is(type(node), traverser.nodes_to_be_processed()):
        node = traverser.process(node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


def _counted(validator, tree):
    """How many clauses of a kind there are is the same asked of the whole as of each part."""
    return validator.verify_action_counts(tree)


def _same(one, other):
    return one.value == other.value if one.type == other.type == "S" else _equal(one, other)


def _hashed(one):
    return hash(("S", one.value)) if one.type == "S" else hash((one.type, _cast(one)))


def _size(one):
    if one.type == "S" and one.value.isascii():
        return len(one.value)
    return _weighed(one)


def _twin(one, memo=None):
    """A value that shares nothing with its like that could be changed."""
    made = DynamoType.__new__(DynamoType)
    made.type, value = one.type, one.value
    if type(value) is list:
        value = [_twin_of(inner) for inner in value]
    elif type(value) is dict:
        value = {name: _twin_of(inner) for name, inner in value.items()}
    made.value = value
    return made


def _twin_of(inner):
    return _twin(inner) if type(inner) is DynamoType else copy.deepcopy(inner)


def _twin_item(item, memo=None):
    made = Item.__new__(Item)
    made.hash_key, made.range_key = copy.deepcopy(item.hash_key), copy.deepcopy(item.range_key)
    made.attrs = LimitedSizeDict.__new__(LimitedSizeDict)
    for name, value in item.attrs.items():
        dict.__setitem__(made.attrs, name, _twin_of(value))
    return made


WAYS = {
    ConditionExpressionParser: {"parse": _condition},
    # The few conditions and updates that there are, moto reads anew for each row.
    UpdateExpressionParser: {"make": functools.lru_cache(maxsize=MOST_KEPT)(UpdateExpressionParser.make)},
    validators: {"deepcopy": _tree_or_value},
    validators.ActionCountValidator: {"traverse": _counted},
    DepthFirstTraverser: {"nodes_to_be_processed": _kinds, "traverse_node_recursively": _traverse},
    DynamoType: {"__eq__": _same, "__hash__": _hashed, "size": _size, "__deepcopy__": _twin},
    Item: {"__deepcopy__": _twin_item},
}
OWN = {owner: {name: getattr_static(owner, name) for name in replaced} for owner, replaced in WAYS.items()}


@contextmanager
def _taking(ways):
    with ExitStack() as stack:
        for owner, replaced in ways.items():
            for name, way in replaced.items():
                stack.enter_context(patch.object(owner, name, way))
        yield


def installed():
    """While this lasts, in this process."""
    return _taking(WAYS)


def plainly():
    """While this lasts, moto's own ways are back."""
    return _taking(OWN)
