"""What is asked in SQL that was written before is what would be asked anew, and its answer is fresh."""

import datetime as dt

import pytest
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user

from mentorway.web.core import once, whether
from mentorway.web.core.needs import needs_of
from mentorway.web.core.personal import Person, register
from mentorway.web.network.models import Membership, Partner
from mentorway.web.network.models.partners import belonging_to, sees_all
from mentorway.web.translation.models import Document, Language, What

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=100, hours=5)
FEWEST = 30  # questions that needs ask of anybody
MOST = 60  # that they ask of somebody who has nothing to do, coordinators too


# Questions about each of these are put in another way.
KINDS = {
    "coordinator": lambda: make_member(role="coordinator"),
    "administrator": lambda: make_member(role="admin"),
    "staff": lambda: make_user(is_staff=True),
    "staff of a partner": lambda: make_member(is_staff=True),
    "nobody": make_user,
}


def anew(rows, user, values):
    """Return the SQL that Django writes for a person, with what is put in it."""
    sql, parameters = whether.question(whether._first, rows(user, *values))
    return sql, list(parameters)


@pytest.fixture
def asked(monkeypatch):
    """Let everything look as if it were there, so that all is asked; return what was, with who asked."""
    whether._written.cache_clear()
    found = {}
    write = whether.written_for

    def remembered(asking, rows, values, user):
        found[rows, values, user] = written = write(asking, rows, values, user)
        return written

    monkeypatch.setattr(whether, "written_for", remembered)
    monkeypatch.setattr(whether, "_answer", lambda _written, _pk: 1)
    yield found
    whether._written.cache_clear()


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_needs_ask_is_what_would_be_asked_anew_of_each_kind_of_person(kind, asked, monkeypatch):
    KINDS[kind]()  # of whom the same holds, and who is not meant
    user = KINDS[kind]()
    needs_of(user)
    moment = timezone.now() + LATER
    monkeypatch.setattr(timezone, "now", lambda: moment)  # what depends on it would differ
    differing = {
        rows.__qualname__
        for (rows, values, who), written in asked.items()
        if written is not None and (written.sql, written.for_person(who.pk)) != anew(rows, who, values)
    }
    unwritten = {rows.__qualname__ for (rows, _values, _who), written in asked.items() if written is None}
    assert (differing, unwritten, len(asked) >= FEWEST) == (set(), set(), True)


def owned(user):
    """Return the partners of a person."""
    return belonging_to(user)


def called(user, name):
    """Return the partners of a person with a name, of a coordinator all with it."""
    rows = Partner.objects.filter(name=name)
    return rows if sees_all(user) else rows.filter(pk__in=belonging_to(user))


def asking_first(user):
    """Return rows that depend on something else that has to be asked."""
    return Partner.objects.filter(is_example=user.memberships.exists())


def test_everybody_gets_their_own_rows_though_the_question_was_written_for_another():
    one, other, nobody = make_member(), make_member(), make_user()
    found = [list(whether.rows_if_any(owned, user)) for user in (one, other, nobody)]
    assert found == [[one.partners.get()], [other.partners.get()], []]


def test_what_changes_meanwhile_is_seen_at_once():
    user = make_user()
    assert not whether.is_any(owned, user)
    Membership.objects.create(user=user, partner=make_partner())
    assert whether.is_any(owned, user)


def test_whose_standing_changes_is_asked_another_question():
    make_partner(name="Else")
    user = make_member()
    assert not whether.is_any(called, user, "Else")
    user.memberships.update(role="coordinator")
    assert whether.is_any(called, user, "Else")
    assert not whether.is_any(called, user, "Nowhere")


def test_what_has_to_ask_first_is_asked_each_time():
    user, nobody = make_member(), make_user()
    assert whether.written_for(whether._first, asking_first, (), user) is None
    make_partner(is_example=True)
    assert [whether.is_any(asking_first, one) for one in (user, nobody)] == [True, True]
    assert list(whether.rows_if_any(asking_first, user)) == [Partner.objects.get(is_example=True)]


def test_what_is_never_there_is_not_asked(django_assert_num_queries):
    user = make_user()
    with once.gathering():
        once.facts_of(user)
        with django_assert_num_queries(0):
            assert not whether.is_any(nothing, user)


def nothing(_user):
    """Return no rows."""
    return Partner.objects.none()


def test_no_rows_are_cut_and_counted_without_a_question(django_assert_num_queries):
    user = make_user()
    with once.gathering():
        once.facts_of(user)
        with django_assert_num_queries(1):
            rows = whether.rows_if_any(owned, user)
            assert (list(rows), list(rows[:3]), rows.count(), bool(rows)) == ([], [], 0, False)


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_nothing_to_do_is_asked_for_in_few_questions(kind, django_assert_max_num_queries):
    user = KINDS[kind]()
    needs_of(user)
    with django_assert_max_num_queries(MOST):
        needs_of(user)


def test_rows_that_two_columns_sign_are_counted_once_each():
    user, other = make_user(name="Anna"), make_user()
    language = Language.objects.create(document=Document.objects.create(), code="lv", name="Latvian")
    for number, signed in enumerate(
        [
            {"reviewed_by": user},
            {"agreed_by": user},
            {"reviewed_by": user, "agreed_by": user},
            {"agreed_by": other},
        ]
    ):
        language.translations.create(key=str(number), source="Text", source_hash="0" * 64, **signed)
    for by, after in (
        (user, "Reviewer: Anna"),
        (other, "Reviewer: Anna"),
        (other, "Reviewer: Berta"),
        (None, ""),
    ):
        language.events.create(what=What.ASSIGNED, after=after, by=by)
    person = Person(user, frozenset())
    kept = [register()[name] for name in ("translation.Translation", "translation.Event")]
    assert [one.count(person) for one in kept] == [one.found(person).count() for one in kept] == [3, 2]
