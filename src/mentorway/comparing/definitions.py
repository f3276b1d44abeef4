"""Every kind of number that a comparison shows, and what it is: for pages, reports and workbooks alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mentorway.comparing.defining import Definition
from mentorway.comparing.definitions_of_answers import OF_ANSWERS
from mentorway.comparing.definitions_of_differences import OF_DIFFERENCES
from mentorway.comparing.definitions_of_models import OF_MODELS

__all__ = ["DEFINITIONS", "Definition"]

DEFINITIONS: Final[Mapping[str, Definition]] = MappingProxyType(
    {one.key: one for one in (*OF_ANSWERS, *OF_MODELS, *OF_DIFFERENCES)}
)
