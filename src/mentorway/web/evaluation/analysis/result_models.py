"""Pilots, and mentoring models, beside each other, as blocks that pages and files show."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mentorway.evaluating.frontier import PilotsCompared
from mentorway.evaluating.frontier_words import Units
from mentorway.evaluating.mentoring_models import ModelsCompared
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis.blocks import (
    Block,
    Detail,
    Grid,
    Number,
    Unit,
    count_of,
    told,
    without,
    written,
)
from mentorway.web.evaluation.models import MentoringModel
from mentorway.wording import Message

MEASURES: Final = {
    "cost": gettext_lazy("cost"),
    "hours of staff": gettext_lazy("hours of staff"),
    "people who completed": gettext_lazy("people who completed"),
    "reliable improvements": gettext_lazy("reliable improvements"),
    "improvement, in ranges of the scale": gettext_lazy("improvement, in ranges of the scale"),
}
MODELS: Final = {
    MentoringModel.ONE_TO_ONE: pgettext_lazy("mentoring model", "one-to-one mentoring"),
    MentoringModel.GROUP: pgettext_lazy("mentoring model", "group mentoring"),
    MentoringModel.TEAM: pgettext_lazy("mentoring model", "team mentoring"),
    MentoringModel.PEER: pgettext_lazy("mentoring model", "peer mentoring"),
    MentoringModel.REVERSE: pgettext_lazy("mentoring model", "reverse mentoring"),
    MentoringModel.ONLINE: pgettext_lazy("mentoring model", "e-mentoring"),
    MentoringModel.BLENDED: pgettext_lazy("mentoring model", "blended mentoring"),
}
MARKED: Final = re.compile(r"(?:(?<=^)|(?<=, ))=([a-z]+)(?=, |$)")  # a model of the list, in a result


def compared_of(found: PilotsCompared | Message) -> Block:
    """Return pilots beside each other."""
    title = _("Pilots beside each other")
    if isinstance(found, Message):
        return without("money.compared", title, found)
    meant = _("Share of what it used that would do, if it did as well as the best mix of pilots.")
    return _block(found, ("money.compared", title, meant), str)


def models_of(found: ModelsCompared | Message | None) -> Iterator[Block]:
    """Yield mentoring models beside each other, and how the pilots of each did; nothing if none was named."""
    if found is None:
        return
    title = _("Mentoring models beside each other")
    if isinstance(found, Message):
        yield without("money.models", title, found)
        return
    if isinstance(found.compared, Message):
        yield without("money.models", title, found.compared)
    else:
        meant = _(
            "Each model stands as the mean of its pilots. The number is the share of what it used that would "
            "do, if it did as well as the best mix of models."
        )
        yield _block(found.compared, ("money.models", title, meant), model_name)
    yield _pilots_of(found)


def model_name(text: str) -> str:
    """Return a model, or several with commas, in the reader's words.

    >>> model_name("=peer, Café visits"), model_name("=unheard")
    ('peer mentoring, Café visits', '=unheard')
    """

    def word(mark: re.Match[str]) -> str:
        return str(MODELS[MentoringModel(mark[1])]) if mark[1] in MODELS else mark[0]

    return MARKED.sub(word, text)


def _in_words(message: Message) -> Message:
    values = {
        name: model_name(value) if isinstance(value, str) else value for name, value in message.values.items()
    }
    return replace(message, values=values)


def _block(found: PilotsCompared, words: tuple[str, str, str], named: Callable[[str], str]) -> Block:
    key, title, meant = words
    numbers = tuple(
        Number(f"{key}.{one.name}", named(one.name), one.score, None, one.low, one.high, Unit.SHARE)
        for one in found.pilots
    )
    sentences = tuple(said(_in_words(one.sentence)) for one in found.pilots)
    if numbers:
        sentences = (meant, *sentences)
    known = any(value is not None for one in found.ratios for value in one.values)
    grids = [_corrected(found, named)] if any(one.corrected is not None for one in found.pilots) else []
    grids += [_ratios(found, named)] if known else []
    details = (Detail(_("What was compared"), (_measures(found),)),) if found.names else ()
    cautions = told([_in_words(one) for one in found.messages])
    return Block(key, title, sentences, numbers, tuple(grids), cautions, details)


def _corrected(found: PilotsCompared, named: Callable[[str], str]) -> Grid:
    """Return scores as they are, corrected for the best not being here, and whom to ask."""
    rows = tuple(
        (
            named(one.name),
            written(one.score, Unit.SHARE),
            written(one.corrected, Unit.SHARE),
            ", ".join(
                f"{named(peer.name)} ({written(peer.weight, Unit.SHARE)})"
                for peer in one.peers
                if peer.name != one.name
            )
            or "–",
        )
        for one in found.pilots
    )
    head = (_head(found), _("Score"), _("Corrected for chance"), _("Compared with a mix of"))
    return Grid(_("Scores, and the best they are compared with"), head, rows)


def _head(found: PilotsCompared) -> str:
    return _("Mentoring model") if found.units is Units.MODELS else _("Pilot")


def _measures(found: PilotsCompared) -> str:
    used, made = (", ".join(_measure(one) for one in names) for names in (found.inputs, found.outputs))
    return _("Used: %(used)s. Made of it: %(made)s.") % {"used": used, "made": made}


def _measure(name: str) -> str:
    return str(MEASURES.get(name, name))


def _ratios(found: PilotsCompared, named: Callable[[str], str]) -> Grid:
    heads = [
        _("%(input)s for one of: %(output)s") % {"input": _measure(one.input), "output": _measure(one.output)}
        for one in found.ratios
    ]
    rows = tuple(
        (named(name), *(written(one.values[place]) for one in found.ratios))
        for place, name in enumerate(found.names)
    )
    return Grid(_("Simple ratios"), (_head(found), *heads), rows)


def _pilots_of(found: ModelsCompared) -> Block:
    """Return how the pilots of each model did beside all pilots: of use where models are few."""
    rows = tuple(
        (
            model_name(one.model),
            count_of(len(one.pilots)),
            written(one.score, Unit.SHARE),
            written(one.corrected, Unit.SHARE),
            ", ".join(one.pilots),
        )
        for one in found.pilots
    )
    head = (
        _("Mentoring model"),
        _("Pilots"),
        _("Mean of their scores"),
        _("Mean, corrected for chance"),
        _("Which"),
    )
    title = _("Pilots of each mentoring model, beside all pilots")
    cautions = told([_in_words(one) for one in found.messages])
    return Block("money.models.pilots", title, (), (), (Grid(title, head, rows),), cautions)
