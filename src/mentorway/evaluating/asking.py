"""What an evaluation is asked for, besides what is known of the people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mentorway.evaluating.benefits import Benefit
from mentorway.evaluating.money import Sheet
from mentorway.wording import Message


@dataclass(frozen=True)
class Asked:
    """Costs, benefits, and how sure things shall be.

    `sheet` holds the costs of the programme, `usual` those of the comparison group (without lines if it cost
    nothing, None if not known). `licences` say of an outcome's key whether countries may be laid side by
    side, True or why not; an outcome without one is not compared. `discount` is for a year. `seed` is kept
    with the result, so that who stores it can say what `rng` was made from. `models` say by which mentoring
    model a pilot works; of a pilot without one nothing is said.
    """

    sheet: Sheet | None = None
    usual: Sheet | None = None
    benefits: tuple[Benefit, ...] = ()
    licences: Mapping[str, bool | Message] = field(default_factory=lambda: MappingProxyType({}))
    confidence: float = 0.95
    draws: int = 2000
    discount: float = 0.0
    seed: int = 0
    models: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
