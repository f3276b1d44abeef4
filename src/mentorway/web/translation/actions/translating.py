"""What can happen to a text in one language: drafted twice, reviewed, adjudicated, noted."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.questionnaire.packed import clean
from mentorway.web.accounts.models import User
from mentorway.web.core.wording import said
from mentorway.web.translation import queries, rules
from mentorway.web.translation.analysis.exchange.units import wrong
from mentorway.web.translation.analysis.texts import Text
from mentorway.web.translation.models import Draft, Event, Language, Part, Stage, Translation, What

PLACES = {Part.FIRST: 1, Part.SECOND: 2}


def _locked(language: Language, text: Text) -> Translation:
    """Return the translation of a text, made if it is not there yet."""
    fresh = {"source": text.source, "source_hash": text.fingerprint}
    row, _made = Translation.objects.select_for_update().get_or_create(
        language=language, key=text.key, defaults=fresh
    )
    return row


def _need(user: User, language: Language, *parts: Part) -> Part:
    """Return the part with which somebody does what they ask, or refuse."""
    mine = queries.parts_of(user, language)
    part = next((part for part in parts if part in mine), None)
    if part is None:
        raise PermissionDenied
    return part


def _fit(text: Text, written: str) -> str:
    """Return a translation as it is kept, or refuse one that cannot stand for its source."""
    target = clean(written)
    problem = wrong(text, target, {"key": text.about or str(text.part), "place": _("Not saved")})
    if problem:
        raise ValidationError(said(problem))
    return target


def _note(row: Translation, user: User, what: What, before: str = "", after: str = "") -> None:
    Event.objects.create(language=row.language, key=row.key, what=what, before=before, after=after, by=user)


def _save(row: Translation, text: Text, stage: Stage, **fields: object) -> None:
    """Keep a step of the work, which was done on the source text as it is now."""
    if row.stage != stage and not rules.may_move(row.stage, stage):
        raise ValidationError(_("Somebody has been faster: this text is at another stage now. Look again."))
    row.stage, row.source, row.source_hash = stage, text.source, text.fingerprint
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


@transaction.atomic
def save_draft(language: Language, user: User, *, text: Text, written: str, hand_in: bool) -> None:
    """Keep a translator's draft; handed in, it waits for the other one."""
    part = _need(user, language, Part.FIRST, Part.SECOND)
    target = _fit(text, written)
    row = _locked(language, text)
    if row.stage != Stage.OPEN:
        raise ValidationError(_("Both drafts are handed in already. Write a comment instead."))
    _save(row, text, Stage.OPEN)
    _put_draft(row, user, PLACES[part], target)
    if hand_in:
        _hand_in(row, user)
        _close_if_both(row)


def _put_draft(row: Translation, user: User, place: int, target: str) -> None:
    draft = row.drafts.filter(place=place).first() or Draft(translation=row, place=place)
    before = draft.text if draft.pk and draft.author_id == user.pk else ""
    draft.author, draft.text, draft.handed_in = user, target, None
    draft.full_clean()
    draft.save()
    if before != target:
        _note(row, user, What.DRAFT, before, target)


def _hand_in(row: Translation, user: User) -> None:
    handed = row.drafts.filter(author=user, handed_in=None).exclude(text="").update(handed_in=timezone.now())
    if handed:
        _note(row, user, What.HANDED)


def _close_if_both(row: Translation) -> None:
    if row.stage == Stage.OPEN and row.drafts.filter(handed_in__isnull=False).count() == len(PLACES):
        row.stage = Stage.DRAFTED
        row.save(update_fields=["stage"])


@transaction.atomic
def hand_in_all(language: Language, user: User) -> int:
    """Hand in every draft that somebody has written; return how many."""
    _need(user, language, Part.FIRST, Part.SECOND)
    mine = Draft.objects.filter(author=user, handed_in=None).exclude(text="").values("translation")
    rows = Translation.objects.select_for_update().filter(language=language, stage=Stage.OPEN, pk__in=mine)
    for row in rows:
        _hand_in(row, user)
        _close_if_both(row)
    return len(rows)


@transaction.atomic
def review(language: Language, user: User, *, text: Text, written: str, comment: str) -> None:
    """Keep the text that the review has led to."""
    _need(user, language, Part.REVIEWER)
    target = _fit(text, written)
    row = _locked(language, text)
    before = row.review
    _save(row, text, Stage.REVIEWED, review=target, comment=clean(comment), reviewed_by=user)
    _note(row, user, What.REVIEW, before, target)


@transaction.atomic
def adjudicate(language: Language, user: User, *, text: Text, written: str) -> None:
    """Decide on a text. Whoever wrote every draft alone may not."""
    _need(user, language, Part.ADJUDICATOR)
    target = _fit(text, written)
    row = _locked(language, text)
    _refuse_sole_author(row, user)
    before = row.agreed
    _save(row, text, Stage.AGREED, agreed=target, agreed_by=user)
    _note(row, user, What.AGREED, before, target)


def _refuse_sole_author(row: Translation, user: User) -> None:
    if not rules.may_adjudicate(user, set(row.drafts.values_list("author_id", flat=True))):
        raise ValidationError(_("You wrote every draft of this text, so somebody else must adjudicate it."))


@transaction.atomic
def reopen(language: Language, user: User, *, text: Text, why: str) -> None:
    """Ask for new drafts; what there is stays in the history."""
    _need(user, language, Part.REVIEWER, Part.ADJUDICATOR)
    row = _locked(language, text)
    before = row.agreed or row.review
    _save(row, text, Stage.OPEN, review="", comment="", agreed="", reviewed_by=None, agreed_by=None)
    row.drafts.update(handed_in=None)
    _note(row, user, What.REOPENED, before, clean(why))


def remark(language: Language, user: User, *, text: Text, what: What, words: str) -> None:
    """Add a comment or a pre-test note."""
    Event.objects.create(language=language, key=text.key, what=What(what), after=clean(words), by=user)


@transaction.atomic
def adopt(language: Language, user: User, *, texts: Sequence[Text], why: str) -> int:
    """Take over every text of which there is one draft only as agreed elsewhere; return how many."""
    _need(user, language, Part.ADJUDICATOR)
    by_key = {text.key: text for text in texts}
    rows = Translation.objects.select_for_update().filter(language=language, stage=Stage.OPEN)
    count = 0
    for row in rows.filter(key__in=by_key).prefetch_related("drafts"):
        drafts = list(row.drafts.all())
        alone = len(drafts) == 1 and drafts[0].handed_in is not None
        if not alone or row.source_hash != by_key[row.key].fingerprint:
            continue
        _refuse_sole_author(row, user)
        target = _fit(by_key[row.key], drafts[0].text)
        row.stage, row.agreed, row.agreed_by = Stage.AGREED, target, user
        row.save(update_fields=["stage", "agreed", "agreed_by"])
        _note(row, user, What.ADOPTED, clean(why), target)
        count += 1
    return count


@transaction.atomic
def take_in_file(
    language: Language, user: User, *, texts: Mapping[str, Text], targets: Mapping[str, str], part: str
) -> int:
    """Keep every text of a file as one's drafts, reviews or decisions: all of them, or none."""
    _need(user, language, Part(part))
    for key, target in targets.items():
        text = texts[key]
        try:
            _take_in(language, user, text, target, Part(part))
        except ValidationError as refusal:
            raise ValidationError(
                _("%(key)s: %(why)s Nothing was saved."),
                params={"key": key, "why": " ".join(refusal.messages)},
            ) from refusal
    return len(targets)


def _take_in(language: Language, user: User, text: Text, target: str, part: Part) -> None:
    known = language.translations.filter(key=text.key).first()
    if part == Part.REVIEWER:
        if known is None or known.stage != Stage.REVIEWED or known.review != target:
            comment = known.comment if known else ""
            review(language, user, text=text, written=target, comment=comment)
    elif part == Part.ADJUDICATOR:
        if known is None or known.stage != Stage.AGREED or known.agreed != target:
            adjudicate(language, user, text=text, written=target)
    else:
        save_draft(language, user, text=text, written=target, hand_in=False)
