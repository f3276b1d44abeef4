"""A draft with its translations → a version that can be published, or everything that is in the way."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorway.questionnaire import Form, Problem, Publication, Severity, may_follow, publish
from mentorway.questionnaire.workbook import Workbook
from mentorway.web.methodology.analysis import drafts, texts
from mentorway.web.methodology.analysis.changes import Change, changes, moves
from mentorway.wording import Message


@dataclass(frozen=True)
class Proof:
    """What publishing would give: the version, what is wrong, what is different from the last one."""

    publication: Publication
    refusals: tuple[Message, ...]
    changes: Sequence[Change]
    moved: bool

    @property
    def errors(self) -> list[Problem]:
        return [one for one in self.publication.problems if one.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Problem]:
        return [one for one in self.publication.problems if one.severity is Severity.WARNING]

    @property
    def fit(self) -> bool:
        """Whether nothing in the questionnaire itself is in the way."""
        return self.publication.form is not None and not self.refusals


def merged(draft: Workbook, source: str, agreed: Mapping[str, Mapping[str, str]]) -> Workbook:
    """Return the workbook as it leaves the platform: without marks, with every agreed translation."""
    return drafts.bare(texts.translated(draft, source, agreed))


def try_out(
    workbook: Workbook, *, name: str, number: int, last: Form | None, before: Workbook | None
) -> Proof:
    """Compile a workbook as the version with this number and compare it with the last one."""
    publication = _published(workbook.to_json(), name, str(number))
    refusals = may_follow(last, publication.form) if last and publication.form else ()
    return Proof(
        publication,
        refusals,
        changes(before, workbook) if before else [],
        moves(before, workbook) if before else False,
    )


@functools.lru_cache(maxsize=16)
def _published(workbook: str, name: str, version: str) -> Publication:
    return publish(Workbook.from_json(workbook), name=name, version=version)
