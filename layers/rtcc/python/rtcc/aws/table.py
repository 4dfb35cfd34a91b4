"""How entities rest in DynamoDB: rows that bear the entity's field names, and acts committed whole or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Protocol, Self, TypeVar, runtime_checkable

from pynamodb.connection import Connection, TableConnection
from pynamodb.exceptions import TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from rtcc.aws.patience import BUSY, MOST_TRIES, is_busy, pause
from rtcc.foundation.errors import Conflict, RtccError, Unavailable

MOST_WRITES = 100  # DynamoDB's limit for one transaction

E = TypeVar("E")


class Row(Model):
    """One item of a table. `entity` names the frozen dataclass that it carries."""

    entity: ClassVar[type[Any]]

    @classmethod
    def of(cls, entity: Any, **more: Any) -> Self:
        """The row of an entity; `more` are the keys that only the table knows."""
        facts = {f.name: getattr(entity, f.name) for f in dataclasses.fields(entity)}
        return cls(**{name: value for name, value in facts.items() if value is not None}, **more)

    def to_entity(self) -> Any:
        """The entity that this row carries."""
        return self.entity(**{f.name: getattr(self, f.name) for f in dataclasses.fields(self.entity)})

    @classmethod
    def _get_connection(cls) -> TableConnection:
        """One client for all tables: another one costs a function 0.13 s of a processor before its first answer."""
        table = super()._get_connection()
        table.connection._client = _connection().client
        return table

    @classmethod
    def _batch_get_page(cls, keys_to_get: Any, consistent_read: Any, attributes_to_get: Any) -> Any:
        """A page of a batch, whole: what a busy table left out is asked for again, and not without end (abuse 87)."""
        found: list[Any] = []
        for attempt in range(MOST_TRIES):
            page, keys_to_get = super()._batch_get_page(  # type: ignore[no-untyped-call]
                keys_to_get, consistent_read, attributes_to_get
            )
            found += page
            if not keys_to_get:
                return found, None
            pause(attempt)
        raise Unavailable("The record is very busy. Please try again.")


@dataclass(frozen=True, slots=True)
class Put:
    """Write a row if its condition holds, else raise `error`."""

    row: Row
    condition: Condition | None = None
    error: RtccError | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """Change a row by actions if its condition holds, else raise `error`."""

    row: Row
    actions: Sequence[Action]
    condition: Condition | None = None
    error: RtccError | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Take a row away if its condition holds, else raise `error`."""

    row: Row
    condition: Condition | None = None
    error: RtccError | None = None


Write = Put | Update | Delete
_SENT = (Delete, Put, Update)  # PynamoDB sends, and answers for, each kind in this order


@runtime_checkable
class Draft(Protocol):
    """A write that must be prepared anew for every try, such as the next line of a chain."""

    def prepare(self) -> Write:
        """The write as it must be now."""
        ...


def transact(*writes: Write | Draft) -> None:
    """Commit all writes in one DynamoDB transaction, or none of them.

    A draft whose condition fails lost a race: it is prepared anew and the whole transaction tried again. Any other
    write whose condition fails raises its own error (Conflict when it names none). Raises Unavailable when DynamoDB
    keeps refusing for reasons that pass.
    """
    if len(writes) > MOST_WRITES:
        raise ValueError(f"a transaction carries at most {MOST_WRITES} writes")
    for attempt in range(MOST_TRIES):
        pairs = [(w, w.prepare() if isinstance(w, Draft) else w) for w in writes]
        pairs.sort(key=lambda pair: _SENT.index(type(pair[1])))
        try:
            _commit([prepared for _, prepared in pairs])
            return
        except TransactWriteError as refused:
            _raise_if_final(refused, [write for write, _ in pairs])
        pause(attempt)
    raise Unavailable("The record is very busy. Nothing was changed; please try again.")


def touch(row: Row, action: Action, condition: Condition) -> bool:
    """Change one column of a row so that its stream tells of it once more; whether the row was as it must be."""
    try:
        row.update([action], condition=condition)
    except UpdateError as refused:
        if refused.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _commit(writes: Sequence[Write]) -> None:
    with TransactWrite(connection=_connection()) as transaction:
        for write in writes:
            if isinstance(write, Put):
                transaction.save(write.row, condition=write.condition)
            elif isinstance(write, Delete):
                transaction.delete(write.row, condition=write.condition)
            else:
                transaction.update(write.row, actions=list(write.actions), condition=write.condition)


@lru_cache(maxsize=1)
def _connection() -> Connection:
    """Made late and kept: a new one for every act would cost its tenth of a second every time."""
    return Connection()


def _raise_if_final(refused: TransactWriteError, writes: Sequence[Write | Draft]) -> None:
    reasons = refused.cancellation_reasons
    if not reasons:
        if is_busy(refused):
            return
        raise refused
    for write, reason in zip(writes, reasons, strict=False):
        if reason is None or reason.code in BUSY:
            continue
        if reason.code != "ConditionalCheckFailed":
            raise refused
        if isinstance(write, Write):
            raise write.error or Conflict("Somebody else changed this first. Please look again.")
