"""What is said of units beside their frontier: of pilots, and of mentoring models."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from mentorway.wording import Message, listed, shown


class Units(StrEnum):
    """What is laid side by side; a model stands as the mean of its pilots."""

    PILOTS = "pilots"
    MODELS = "models"


_BLURRED = {
    Units.PILOTS: Message(
        "Scores say how a pilot did beside the pilots here, not whether it did well. Circumstances that were "
        "not counted, and chance, look like waste; intervals are at least this wide."
    ),
    Units.MODELS: Message(
        "Scores say how a mentoring model did beside the models here, not whether it did well. Models were "
        "not drawn by lot: countries, people and circumstances differ with them and look like the model; "
        "intervals are at least this wide."
    ),
}
_LEFT_OUT = {
    Units.PILOTS: Message(
        "%(count)d pilot is left out, because something about it is not known, or it used or reached "
        "nothing: %(names)s.",
        plural="%(count)d pilots are left out, because something about them is not known, or they used or "
        "reached nothing: %(names)s.",
    ),
    Units.MODELS: Message(
        "%(count)d mentoring model is left out, because something about it is not known, or it used or "
        "reached nothing: %(names)s.",
        plural="%(count)d mentoring models are left out, because something about them is not known, or they "
        "used or reached nothing: %(names)s.",
    ),
}
_TOO_FEW = {
    Units.PILOTS: Message(
        "%(count)d pilot can be compared, and with %(inputs)d inputs and %(outputs)d outputs at least "
        "%(needed)d are needed. Read the simple ratios.",
        plural="%(count)d pilots can be compared, and with %(inputs)d inputs and %(outputs)d outputs at "
        "least %(needed)d are needed. Read the simple ratios.",
    ),
    Units.MODELS: Message(
        "%(count)d mentoring model can be compared, and with %(inputs)d inputs and %(outputs)d outputs at "
        "least %(needed)d are needed: with fewer, nearly every model is among the best by being unlike the "
        "others (rule of thumb: Cooper, Seiford and Tone 2007). Read the simple ratios.",
        plural="%(count)d mentoring models can be compared, and with %(inputs)d inputs and %(outputs)d "
        "outputs at least %(needed)d are needed: with fewer, nearly every model is among the best by being "
        "unlike the others (rule of thumb: Cooper, Seiford and Tone 2007). Read the simple ratios.",
    ),
}
_BEST = {
    Units.PILOTS: Message("%(pilot)s is among the best: no mix of the others reaches as much with less."),
    Units.MODELS: Message(
        "%(model)s is among the best models: no mix of the others reaches as much with less."
    ),
}
_NEARLY = {
    Units.PILOTS: Message(
        "%(pilot)s reaches the best by its use as a whole, but could save on single inputs, or reach "
        "more of single outputs, as %(peers)s did."
    ),
    Units.MODELS: Message(
        "%(model)s reaches the best models by its use as a whole, but could save on single inputs, or reach "
        "more of single outputs, as %(peers)s did."
    ),
}
_BEHIND = {
    Units.PILOTS: Message(
        "%(pilot)s: %(share).0f %% of what it used would have done for pilots as good as these: %(peers)s."
    ),
    Units.MODELS: Message(
        "%(model)s: %(share).0f %% of what it used would have done for models as good as these: %(peers)s."
    ),
}
_NAMED = {Units.PILOTS: "pilot", Units.MODELS: "model"}


def blurred(units: Units) -> Message:
    """Say what scores do not say."""
    return _BLURRED[units]


def left_out(units: Units, names: Sequence[str]) -> Message:
    """Say which units cannot be compared.

    >>> str(left_out(Units.MODELS, ["group"]))[:34]
    '1 mentoring model is left out, bec'
    """
    one, count = _LEFT_OUT[units], len(names)
    return Message(one.text, {"names": listed(names), "count": count}, plural=one.plural, count=count)


def too_few(units: Units, count: int, measures: tuple[int, int], needed: int) -> Message:
    """Say that there are too few units for so many inputs and outputs.

    >>> str(too_few(Units.PILOTS, 4, (1, 1), 6))
    '4 pilots can be compared, and with 1 inputs and 1 outputs at least 6 are needed. Read the simple ratios.'
    """
    one = _TOO_FEW[units]
    values = {"count": count, "inputs": measures[0], "outputs": measures[1], "needed": needed}
    return Message(one.text, values, plural=one.plural, count=count)


def best(units: Units, name: str) -> Message:
    """Say that a unit is among the best."""
    return Message(_BEST[units].text, {_NAMED[units]: shown(name)})


def nearly(units: Units, name: str, peers: Sequence[str]) -> Message:
    """Say that a unit is among the best but for single measures."""
    return Message(_NEARLY[units].text, {_NAMED[units]: shown(name), "peers": listed(peers)})


def behind(units: Units, name: str, peers: Sequence[str], share: float) -> Message:
    """Say which share, in percent, of what a unit used would have done."""
    return Message(_BEHIND[units].text, {_NAMED[units]: shown(name), "peers": listed(peers), "share": share})
