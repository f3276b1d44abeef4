"""What can happen to a questionnaire as a whole."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.questionnaire import definition
from mentorway.questionnaire.workbook import Workbook
from mentorway.web.accounts.models import User
from mentorway.web.methodology.actions import drafting
from mentorway.web.methodology.analysis import drafts
from mentorway.web.methodology.analysis.intake import Intake, label, without
from mentorway.web.methodology.analysis.texts import texts_of
from mentorway.web.methodology.models import DAYS_IN_BIN, Questionnaire, Version
from mentorway.web.network.models import Partner
from mentorway.web.translation.actions import bringing, documents
from mentorway.web.translation.actions.languages import add_language, begin
from mentorway.web.translation.models import Language
from mentorway.web.translation.queries import source_of


@transaction.atomic
def create(
    user: User, *, partner: Partner, title: str, description: str, language: definition.Language
) -> Questionnaire:
    """Begin a questionnaire without questions, in its source language."""
    draft = drafts.marked(drafts.new_draft(title, label(language)))
    return _begin(user, _new(user, partner, title, description), draft, (language.code, language.name))


def _new(user: User, partner: Partner, title: str, description: str) -> Questionnaire:
    return Questionnaire(partner=partner, title=title, description=description, created_by=user)


def _begin(
    user: User, questionnaire: Questionnaire, draft: Workbook, source: tuple[str, str]
) -> Questionnaire:
    questionnaire.document = begin(code=source[0], name=source[1])
    questionnaire.workbook = drafts.stored(draft)
    questionnaire.full_clean()
    questionnaire.save()
    drafting.note(questionnaire, user, _("Begun"))
    return questionnaire


@transaction.atomic
def take_in(user: User, *, partner: Partner, title: str, intake: Intake) -> Questionnaire:
    """Make a questionnaire of a workbook; its translations become first drafts."""
    name = title or intake.title or _("Questionnaire")
    begun = _begin(
        user, _new(user, partner, name[:200], ""), intake.draft, (intake.source.code, intake.source.name)
    )
    _take_texts(user, begun, intake)
    return begun


@transaction.atomic
def replace(questionnaire: Questionnaire, user: User, *, intake: Intake) -> None:
    """Put a workbook in the place of the draft; new languages in it are added, known ones stay."""
    source = source_of(questionnaire.document)
    if label(intake.source) != str(source):
        raise ValidationError(
            _("The workbook is written in %(found)s, and the questionnaire in %(wanted)s."),
            params={"found": label(intake.source), "wanted": str(source)},
        )
    old = drafts.found(questionnaire.workbook)
    drafting.replace(
        questionnaire, user, draft=_with_marks(intake.draft, old), what=_("Replaced by a workbook")
    )
    _take_texts(user, questionnaire, intake)


def _with_marks(new: Workbook, old: Workbook) -> Workbook:
    """Return the new draft with the marks that rows of the same name had."""
    marks = {row.name: row.mark for row in drafts.rows_of(old) if row.name}
    rows = [
        {**row.cells, drafts.MARK: marks.pop(row.name, "") or row.mark if row.name else row.mark}
        for row in drafts.rows_of(new)
    ]
    return drafts.with_records(new, "survey", rows)


def _take_texts(user: User, questionnaire: Questionnaire, intake: Intake) -> None:
    texts = texts_of(intake.draft, label(intake.source))
    known = {language.code for language in questionnaire.document.languages.all()}
    for spoken, targets in intake.texts.items():
        if spoken.code not in known:
            language = add_language(questionnaire.document, code=spoken.code, name=spoken.name)
            bringing.as_drafts(language, user, texts=texts, targets=targets)


@transaction.atomic
def copy(version: Version, user: User, *, partner: Partner, title: str) -> Questionnaire:
    """Make a new questionnaire of a published version; its translations stay adjudicated."""
    old = version.questionnaire
    source = source_of(old.document)
    others = [language for language in old.document.languages.all() if not language.is_source]
    whole = drafts.found(version.workbook)
    bare = without(whole, [str(language) for language in others]).with_setting("form_title", title)
    new = _new(user, partner, title, old.description)
    _begin(user, new, drafts.marked(bare), (source.code, source.name))
    for language in others:
        _copy_language(user, new, language, whole, str(source))
    return new


def _copy_language(user: User, new: Questionnaire, language: Language, whole: Workbook, source: str) -> None:
    copied = add_language(new.document, code=language.code, name=language.name)
    targets = {text.key: text.source for text in texts_of(whole, str(language))}
    bringing.as_agreed(copied, user, texts=texts_of(whole, source), targets=targets)


def copy_back(version: Version, user: User) -> None:
    """Make the draft what a published version was; translations stay as they are now."""
    questionnaire = version.questionnaire
    others = [str(language) for language in questionnaire.document.languages.all() if not language.is_source]
    old = drafts.found(questionnaire.workbook)
    bare = without(drafts.found(version.workbook), others)
    draft = _with_marks(drafts.marked(bare), old)
    drafting.replace(
        questionnaire,
        user,
        draft=draft,
        what=_("Copied from version %(number)d") % {"number": version.number},
    )


def describe(questionnaire: Questionnaire, *, title: str, description: str, is_shared: bool) -> None:
    """Say what the questionnaire is, and whether everyone in the network may use what is published."""
    questionnaire.title, questionnaire.description = title, description
    questionnaire.is_shared = is_shared
    questionnaire.full_clean(exclude=["workbook", "partner", "created_by"])
    questionnaire.save(update_fields=["title", "description", "is_shared"])


def delete(questionnaire: Questionnaire) -> None:
    """Put the questionnaire into the bin for a while."""
    Questionnaire.objects.filter(pk=questionnaire.pk, deleted=None).update(deleted=timezone.now())


def restore(questionnaire: Questionnaire) -> None:
    """Take the questionnaire out of the bin."""
    Questionnaire.bin.filter(pk=questionnaire.pk).update(deleted=None)


def clear_away(now: dt.datetime) -> int:
    """Remove what has been in the bin for long enough; what studies have used stays in it."""
    old = Questionnaire.objects.deleted_before(now - dt.timedelta(days=DAYS_IN_BIN))
    return documents.remove(old)
