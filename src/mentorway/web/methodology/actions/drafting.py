"""What can happen to a draft. Every change is kept as a revision, so it can be undone and merged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.questionnaire import Limits
from mentorway.questionnaire.packed import clean
from mentorway.questionnaire.rowtypes import row_type
from mentorway.questionnaire.workbook import Workbook
from mentorway.web.accounts.models import User
from mentorway.web.methodology.actions import following
from mentorway.web.methodology.analysis import bank, drafts, lists
from mentorway.web.methodology.analysis.drafts import Cells
from mentorway.web.methodology.analysis.texts import texts_of
from mentorway.web.methodology.models import REVISIONS_KEPT, Questionnaire, Revision
from mentorway.web.translation.actions.following import follow_source
from mentorway.web.translation.queries import source_of

CHOICES = "choices"
MOST_ROWS = Limits().questions


@dataclass(frozen=True)
class Difference:
    """A column that two people changed in different ways at the same time."""

    column: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Wish:
    """What somebody wants in a row, and the choices of its list when that is new."""

    cells: Cells
    choices: str = ""


class ConflictError(ValidationError):
    """Somebody else has changed the same; nothing was saved. ``merged`` has both people's other changes."""

    def __init__(self, differences: Sequence[Difference], merged: Cells) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Nothing is lost: compare, then save."))
        self.differences = differences
        self.merged = merged


@transaction.atomic
def keep(
    questionnaire: Questionnaire, user: User, what: str, change: Callable[[Workbook, int], Workbook]
) -> Questionnaire:
    """Change the draft as it is now, and note who did what. ``change`` also gets the current revision."""
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    old = drafts.found(locked.workbook)
    new = change(old, locked.revision)
    if new == old:
        return locked
    if len(drafts.rows_of(new)) > MOST_ROWS:
        raise ValidationError(
            _("A questionnaire may have at most %(limit)d questions. Split it."), params={"limit": MOST_ROWS}
        )
    locked.workbook, locked.changed = drafts.stored(new), timezone.now()
    locked.revision += 1
    locked.save(update_fields=["workbook", "changed", "revision"])
    note(locked, user, what)
    source = str(source_of(locked.document))
    follow_source(locked.document, user, old=texts_of(old, source), new=texts_of(new, source))
    return locked


def note(questionnaire: Questionnaire, user: User | None, what: str) -> None:
    """Keep the draft as it is now among its revisions; the oldest are dropped."""
    Revision.objects.create(
        questionnaire=questionnaire,
        number=questionnaire.revision,
        workbook=questionnaire.workbook,
        what=what[:300],
        by=user,
    )
    old = questionnaire.revisions.filter(number__lte=questionnaire.revision - REVISIONS_KEPT)
    old.delete()


def add_rows(questionnaire: Questionnaire, user: User, *, wish: Wish, after: str = "") -> None:
    """Add a question or a group at the end or after a row."""
    language = str(source_of(questionnaire.document))

    def change(draft: Workbook, _revision: int) -> Workbook:
        fitted = _fitted(draft, wish.cells, "")
        rows: list[Cells] = [fitted]
        if fitted["type"] == "begin_group":
            rows.append({"type": "end_group"})
        return drafts.with_new_rows(_with_choices(draft, fitted, wish.choices, language), rows, after)

    keep(questionnaire, user, _("Added “%(name)s”") % {"name": wish.cells.get("name", "")}, change)


def change_row(questionnaire: Questionnaire, user: User, *, mark: str, revision: int, wish: Wish) -> None:
    """Change the cells of one row; what somebody else changed in it since ``revision`` is not lost."""
    language = str(source_of(questionnaire.document))
    before = _row_at(questionnaire, revision, mark)

    def change(draft: Workbook, current: int) -> Workbook:
        row = drafts.row_of(draft, mark)
        if row is None:
            raise ValidationError(_("Somebody has deleted this meanwhile. Undo that, or add it again."))
        merged = _merged(row.cells, row.cells if revision == current else before, wish.cells)
        fitted = _fitted(draft, merged, mark)
        draft = _with_choices(draft, fitted, wish.choices, language)
        if row.name and fitted.get("name") != row.name:
            following.rename(questionnaire, row.name, fitted["name"])
            draft, fitted = _renamed(draft, row.name, fitted)
        return drafts.with_row(draft, mark, fitted)

    keep(questionnaire, user, _("Changed “%(name)s”") % {"name": wish.cells.get("name", "")}, change)


def _renamed(draft: Workbook, old: str, cells: Cells) -> tuple[Workbook, dict[str, str]]:
    new = cells["name"]
    fitted = {key: text.replace(f"${{{old}}}", f"${{{new}}}") for key, text in cells.items()}
    return drafts.renamed(draft, old, new), fitted


def _row_at(questionnaire: Questionnaire, revision: int, mark: str) -> Cells:
    """Return a row as it was at a revision; an empty one when that is too long ago."""
    kept = questionnaire.revisions.filter(number=revision).first()
    row = drafts.row_of(drafts.found(kept.workbook), mark) if kept else None
    return row.cells if row else {}


def _merged(theirs: Cells, before: Cells, mine: Cells) -> dict[str, str]:
    """Return a row with my changes put into theirs, or refuse where both changed the same column."""
    changed = {column: text for column, text in mine.items() if text != before.get(column, "")}
    differences = [
        Difference(column, theirs.get(column, ""), text)
        for column, text in changed.items()
        if theirs.get(column, "") not in (before.get(column, ""), text)
    ]
    merged = {**theirs, **changed}
    if differences:
        raise ConflictError(differences, merged)
    return merged


def _fitted(draft: Workbook, cells: Cells, mark: str) -> dict[str, str]:
    """Return cells that can stand in the draft: clean, with a name that no other row has."""
    fitted = {column: clean(text) for column, text in cells.items()}
    name = fitted.get("name", "")
    if not drafts.NAME.fullmatch(name):
        raise ValidationError(
            {
                "name": _(
                    "Begin the name with a letter from a to z; then letters, digits, _ and -, at most 60."
                )
            }
        )
    if any(row.name == name and row.mark != mark for row in drafts.rows_of(draft)):
        raise ValidationError({"name": _("Another question or group has this name. Choose another one.")})
    return fitted


def _with_choices(draft: Workbook, cells: Cells, choices: str, language: str) -> Workbook:
    """Return the draft with a new list for a question, as far as one is written."""
    name = row_type(cells.get("type", "")).list
    if not choices.strip() or not name:
        return draft
    return lists.with_list(draft, name, read_lines(choices), language)


def read_lines(choices: str) -> list[lists.Line]:
    """Return the choices that somebody wrote, or refuse them."""
    lines = [lists.Line(clean(line.value), clean(line.label), line.retired) for line in lists.read(choices)]
    values = [line.value for line in lines]
    if len(set(values)) < len(values):
        twice = next(value for value in values if values.count(value) > 1)
        raise ValidationError(
            {
                "choices": _("The value “%(value)s” is there twice. Give each choice another.")
                % {"value": twice}
            }
        )
    if not lines or not all(line.label for line in lines):
        raise ValidationError({"choices": _("Write each choice on a line of its own, with its text.")})
    return lines


def change_list(questionnaire: Questionnaire, user: User, *, name: str, revision: int, choices: str) -> None:
    """Write the choices of a list anew; what somebody else changed in it since ``revision`` is not lost."""
    language = str(source_of(questionnaire.document))
    lines = read_lines(choices)
    kept = questionnaire.revisions.filter(number=revision).first()
    before = lists.written(lists.lines_of(drafts.found(kept.workbook), name, language)) if kept else ""

    def change(draft: Workbook, current: int) -> Workbook:
        theirs = lists.written(lists.lines_of(draft, name, language))
        base = theirs if revision == current else before
        _merged({CHOICES: theirs}, {CHOICES: base}, {CHOICES: lists.written(lines)})
        return lists.with_list(draft, name, lines, language)

    keep(questionnaire, user, _("Changed the list “%(name)s”") % {"name": name}, change)


def move(questionnaire: Questionnaire, user: User, *, mark: str, up: bool) -> None:
    """Move a question or a group one place."""
    _change_rows(
        questionnaire, user, _("Moved “%(name)s”"), mark, lambda draft: drafts.moved(draft, mark, up=up)
    )


def remove(questionnaire: Questionnaire, user: User, *, mark: str) -> None:
    """Delete a question, or a group with its questions."""
    _change_rows(
        questionnaire, user, _("Deleted “%(name)s”"), mark, lambda draft: drafts.removed(draft, mark)
    )


def ungroup(questionnaire: Questionnaire, user: User, *, mark: str) -> None:
    """Delete a group; its questions stay."""
    _change_rows(
        questionnaire,
        user,
        _("Took apart the group “%(name)s”"),
        mark,
        lambda draft: drafts.ungrouped(draft, mark),
    )


def _change_rows(
    questionnaire: Questionnaire, user: User, what: str, mark: str, change: Callable[[Workbook], Workbook]
) -> None:
    row = drafts.row_of(drafts.found(questionnaire.workbook), mark)
    keep(
        questionnaire, user, what % {"name": row.name if row else ""}, lambda draft, _revision: change(draft)
    )


def undo(questionnaire: Questionnaire, user: User, *, revision: int) -> None:
    """Take the last change back, unless somebody has changed something since."""
    before = questionnaire.revisions.filter(number__lt=revision).order_by("-number").first()
    last = questionnaire.revisions.filter(number=revision).first()

    def change(_draft: Workbook, current: int) -> Workbook:
        if before is None or last is None or current != revision:
            raise ValidationError(_("This can no longer be undone: the draft was changed since."))
        return drafts.found(before.workbook)

    keep(questionnaire, user, _("Undone: %(what)s") % {"what": last.what if last else ""}, change)


def replace(questionnaire: Questionnaire, user: User, *, draft: Workbook, what: str) -> None:
    """Put another draft in the place of this one; the old one stays among the revisions."""
    keep(questionnaire, user, what, lambda _draft, _revision: drafts.marked(draft))


def insert(
    questionnaire: Questionnaire, user: User, *, entry: bank.Entry, names: Sequence[str], after: str = ""
) -> None:
    """Insert items of an instrument, with their source."""
    source = source_of(questionnaire.document)
    stem = source.code.partition("-")[0]
    code = next((code for code in (source.code, stem) if code in entry.languages), None)
    if code is None:
        raise ValidationError(
            _("The items are not there in %(language)s. Add that wording to the instrument first."),
            params={"language": source.name},
        )
    keep(
        questionnaire,
        user,
        _("Inserted %(title)s") % {"title": entry.title},
        lambda draft, _revision: bank.inserted(
            draft, entry, names, language=(code, str(source)), after=after
        ),
    )


def differences_by_column(conflict: ConflictError) -> Mapping[str, Difference]:
    """Return what differs, by column."""
    return {difference.column: difference for difference in conflict.differences}
