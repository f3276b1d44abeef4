"""What the workbench knows of an activity that has things translated; the activity says it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model

from mentorway.web.accounts.models import User
from mentorway.web.core.access import Visible
from mentorway.web.translation.analysis.texts import Text

Row = TypeVar("Row", bound=Model)


def nothing_more(_row: Model) -> None:
    """What most activities do when texts are adjudicated: they read them when they are asked for."""


@dataclass(frozen=True)
class Owner(Generic[Row]):
    """An activity whose rows are translated: each has a ``document``, and its ``str`` is its title.

    The workbench stands among the activity's own addresses, and its pages in the activity's frame: the
    templates ``frame.html``, with the blocks ``extra_head``, ``actions``, ``here_languages`` and ``inside``,
    and ``breadcrumbs.html``, which also leads to ``language`` where one is given. An activity with two kinds
    of things that are translated names the second one's ``section``: its addresses stand in a namespace of
    that name within the activity's, and the names of its templates begin with it.
    """

    app: str
    rows: Visible[Row]
    texts: Callable[[Row], list[Text]]  # what is written in the source language now
    may_work: Callable[[User, Row], bool]  # add languages, and say who translates
    frame: Callable[[User, Row], dict[str, Any]]  # what the activity's templates need
    agreed: Callable[[Row], None] = nothing_more  # once adjudicated texts have come, changed or gone
    offers: Sequence[tuple[str, str]] = ()  # languages to add with one click: code and name
    section: str = ""

    def followed(self, action: Callable[..., Any], row: Row) -> Callable[..., None]:
        """Return ``action`` and, once it is kept, what the activity does with adjudicated texts."""

        def both(*args: Any, **kwargs: Any) -> None:
            action(*args, **kwargs)
            self.agreed(row)

        return both

    @property
    def namespace(self) -> str:
        """Return where the addresses of the activity stand."""
        return f"{self.app}:{self.section}" if self.section else self.app

    def named(self, address: str) -> str:
        """Return the name of an address of the workbench among those of the activity."""
        return f"{self.namespace}:{address}"

    @property
    def frame_template(self) -> str:
        return self._template("frame.html")

    @property
    def breadcrumbs_template(self) -> str:
        return self._template("breadcrumbs.html")

    def _template(self, name: str) -> str:
        return f"{self.app}/{self.section}_{name}" if self.section else f"{self.app}/{name}"
