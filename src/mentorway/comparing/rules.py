"""Sets of cut-offs that the literature knows, by name; each is a convention, and none is the right one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from mentorway.evidence.psychometrics.invariance.licence import DEFAULT, Limits, Rules
from mentorway.wording import Message

OWN: Final = "own"
NOT_ASKED: Final = 1.0  # an index cannot rise by more


@dataclass(frozen=True)
class Preset:
    """Cut-offs with a name and where they come from."""

    key: str
    name: Message
    rules: Rules
    source: Message


_STRICT = DEFAULT.strict_limits
_CFI_ALONE = Limits(cfi=0.010, rmsea=NOT_ASKED, srmr_metric=NOT_ASKED, srmr_scalar=NOT_ASKED)
_MANY_GROUPS = Limits(
    cfi=0.010,
    rmsea=0.010,
    srmr_metric=NOT_ASKED,
    srmr_scalar=NOT_ASKED,
    cfi_metric=0.020,
    rmsea_metric=0.030,
)
PRESETS: Final[Mapping[str, Preset]] = MappingProxyType(
    {
        preset.key: preset
        for preset in (
            Preset(
                "usual",
                Message("Usual cut-offs (Chen)"),
                DEFAULT,
                Message("Chen (2007), doi:10.1080/10705510701301834"),
            ),
            Preset(
                "strict",
                Message("Strict cut-offs (Chen's for small groups, everywhere)"),
                replace(DEFAULT, cfi=0.95, rmsea=0.08, limits=_STRICT, strict_limits=_STRICT, chance=1.0),
                Message(
                    "Chen (2007), doi:10.1080/10705510701301834; Hu & Bentler (1999), "
                    "doi:10.1080/10705519909540118"
                ),
            ),
            Preset(
                "cheung_rensvold",
                Message("CFI alone (Cheung and Rensvold)"),
                replace(DEFAULT, limits=_CFI_ALONE, strict_limits=_CFI_ALONE),
                Message("Cheung & Rensvold (2002), doi:10.1207/S15328007SEM0902_5"),
            ),
            Preset(
                "rutkowski_svetina",
                Message("For many groups (Rutkowski and Svetina)"),
                replace(DEFAULT, limits=_MANY_GROUPS, strict_limits=_MANY_GROUPS),
                Message("Rutkowski & Svetina (2014), doi:10.1177/0013164413498257"),
            ),
        )
    }
)


def preset_of(rules: Rules) -> str:
    """Return the key of the set that these cut-offs are, “own” where they are none of them.

    >>> preset_of(Rules()), preset_of(Rules(fewest=40))
    ('usual', 'own')
    """
    return next((key for key, preset in PRESETS.items() if preset.rules == rules), OWN)
