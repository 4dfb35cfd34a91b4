"""What a component was told at its deployment; scalars of a recipe arrive as text and become what they mean here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_greengrass.kit.line import Line


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration of one component. A missing or unreadable key raises ValueError that names the key."""

    facts: Mapping[str, Any]

    @property
    def thing(self) -> str:
        """The name of this box, as the nucleus says it."""
        return os.environ["AWS_IOT_THING_NAME"]

    @property
    def home(self) -> Path:
        """The work folder that the components of a box share."""
        return Path(self.text("home"))

    def text(self, name: str, default: str | None = None) -> str:
        """One text. Without a default the key must be there, and not empty."""
        found = self.facts.get(name, "")
        text = str(found).strip()
        if text:
            return text
        if default is None:
            raise ValueError(f"the configuration has no {name}")
        return default

    def number(self, name: str, default: int | None = None) -> int:
        """One whole number: `'72'` and 72 are the same."""
        text = self.text(name, None if default is None else str(default))
        try:
            whole = float(text)
        except ValueError:
            raise ValueError(f"{name} is not a number") from None
        if whole != int(whole):
            raise ValueError(f"{name} is not a whole number")
        return int(whole)


async def read(line: Line) -> Settings:
    """What the nucleus holds for this component. Raises LineDown."""
    return Settings(await line.configuration())
