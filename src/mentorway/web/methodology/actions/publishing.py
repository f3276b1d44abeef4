"""How a draft becomes a version that never changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.questionnaire import Problem, write_workbook
from mentorway.questionnaire.workbook import Workbook
from mentorway.web.accounts.models import User
from mentorway.web.core import happenings
from mentorway.web.methodology import queries
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.analysis.publishing import Proof, merged, try_out
from mentorway.web.methodology.analysis.texts import texts_of
from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.translation.queries import agreed_of, source_of


@dataclass(frozen=True)
class Readiness:
    """What publishing now would give, and how many texts of each language are not adjudicated yet."""

    workbook: Workbook
    proof: Proof
    number: int
    left: Mapping[str, int]

    @property
    def ready(self) -> bool:
        return self.proof.fit and not self.left

    @property
    def problems(self) -> list[Problem]:
        """What is wrong or doubtful, without the translations that are counted in ``left``."""
        counted = tuple(f"::{language}" for language in self.left)
        doubtful = [one for one in self.proof.warnings if not (counted and one.column.endswith(counted))]
        return [*self.proof.errors, *doubtful]


def whole(questionnaire: Questionnaire) -> tuple[Workbook, dict[str, int]]:
    """Return the workbook with every adjudicated translation, and how many are missing by language."""
    source = str(source_of(questionnaire.document))
    draft = drafts.found(questionnaire.workbook)
    fresh = {text.key: text.fingerprint for text in texts_of(draft, source)}
    agreed = {
        language: {key: text for key, (mark, text) in rows.items() if fresh.get(key) == mark}
        for language, rows in agreed_of(questionnaire.document).items()
    }
    left = {language: len(fresh) - len(rows) for language, rows in agreed.items() if len(rows) < len(fresh)}
    return merged(draft, source, agreed), left


def look(questionnaire: Questionnaire) -> Readiness:
    """Try publishing without doing it."""
    workbook, left = whole(questionnaire)
    last = queries.last_version(questionnaire)
    number = last.number + 1 if last else 1
    proof = try_out(
        workbook,
        name=f"q{questionnaire.pk}",
        number=number,
        last=form_of(last) if last else None,
        before=drafts.found(last.workbook) if last else None,
    )
    return Readiness(workbook, proof, number, left)


@transaction.atomic
def publish(questionnaire: Questionnaire, user: User, *, revision: int, note: str) -> Version:
    """Publish the draft as it was looked at."""
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if locked.revision != revision:
        raise ValidationError(_("The draft has changed since you looked at it. Look again, then publish."))
    found = look(locked)
    form = found.proof.publication.form
    if not found.ready or form is None:
        raise ValidationError(_("The draft cannot be published as it is. Look at what is in the way."))
    version = Version(
        questionnaire=locked,
        number=found.number,
        form_json=form.to_json(),
        form_hash=form.hash,
        xform=found.proof.publication.xform,
        workbook=drafts.stored(found.workbook),
        file=write_workbook(found.proof.publication.workbook),
        note=note,
        published_by=user,
    )
    version.full_clean()
    version.save()
    happenings.tell("questionnaire.published", version, by=user, number=version.number)
    return version
