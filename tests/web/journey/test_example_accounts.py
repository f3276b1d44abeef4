"""Partners and people of the example, who stay when the rest is put back: only they are loaded here."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.conftest import PASSWORD, make_partner, make_user
from tests.web.journey.example import _undone_after, loaded_example  # noqa: F401 - a fixture

from mentorway.web.accounts.models import User, UserSession
from mentorway.web.accounts.rules import INVENTED
from mentorway.web.api.models import ApiToken, Webhook
from mentorway.web.journey.tasks import loading
from mentorway.web.network.actions import merging
from mentorway.web.network.example import partners, people
from mentorway.web.network.models import Membership, Partner, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _partners_and_people(db, settings, tmp_path):
    tmp_path.chmod(0o700)
    settings.MENTORWAY_DATA = tmp_path
    known = people.load(people.password())
    partners.load(known["FI"])


def _coordinator():
    return User.objects.get(email=people.COORDINATOR)


def test_where_real_partners_are_accounts_of_the_example_are_made_closed_and_see_no_network():
    User.objects.filter(email__in=INVENTED).delete()
    make_partner()
    people.load(people.password())
    made = User.objects.filter(email__in=INVENTED)
    assert (made.count(), made.filter(is_active=True).count()) == (6, 0)
    assert _coordinator().memberships.get().role == Role.MEMBER


def test_a_real_partner_in_the_bin_guards_nothing():
    User.objects.filter(email=people.COORDINATOR).delete()
    make_partner(deleted=timezone.now())
    people.load(people.password())
    assert _coordinator().is_active
    assert _coordinator().memberships.get().role == Role.COORDINATOR


@pytest.mark.parametrize(("real", "active", "role"), [(True, False, "member"), (False, True, "coordinator")])
def test_accounts_that_were_closed_stay_closed_where_real_partners_are(real, active, role):
    if real:
        make_partner()
    User.objects.filter(email=people.COORDINATOR).update(is_active=False)
    Membership.objects.filter(user=_coordinator()).update(role=Role.MEMBER)
    people.put_back(people.password())
    assert (_coordinator().is_active, _coordinator().memberships.get().role) == (active, role)
    assert User.objects.get(email=people.TRAINER).is_active


def test_the_people_of_the_example_keep_their_addresses():
    assert {one.email for one in people.PEOPLE} == INVENTED
    for user, is_refused in ((_coordinator(), True), (make_user(), False)):
        user.set_password(PASSWORD)
        user.save()
        client = Client()
        client.force_login(user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        wish = {"action_add": "", "email": f"mine{user.pk}@example.net"}
        sent = client.post(reverse("account_email"), wish, follow=True)
        assert ("their e-mail addresses stay as they are" in sent.text) == is_refused
        assert EmailAddress.objects.filter(email=wish["email"]).exists() != is_refused


def test_an_account_that_was_taken_over_opens_to_its_first_password_only():
    user, other = _coordinator(), make_user()
    for one in (user, other):
        Client().force_login(one)
        Authenticator.objects.create(user=one, type=Authenticator.Type.TOTP, data={})
        EmailAddress.objects.create(user=one, email=f"mine{one.pk}@example.net", verified=True)
        SocialAccount.objects.create(user=one, provider="openid_connect", uid=str(one.pk))
        ApiToken.objects.create(
            user=one, name="Mine", prefix=f"{one.pk}", sha256=f"{one.pk}", expires=timezone.now()
        )
        Webhook.objects.create(user=one, name="Mine", url="https://mine.example.net/", sealed="-")
    people.put_back(people.password())
    assert _ways_in(user) == [0, 0, 0, 0, 0]
    assert _ways_in(other) == [1, 1, 1, 1, 1]
    kept = EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")
    assert list(kept) == [(people.COORDINATOR, True, True)]


def _ways_in(user):
    tables = (Authenticator, SocialAccount, ApiToken, Webhook, UserSession)
    return [one._default_manager.filter(user=user).count() for one in tables]


def test_a_partner_of_the_example_is_merged_with_none_of_ones_own():
    example = Partner.objects.get(name="Example Trading House")
    other = Partner.objects.get(name="Example Bakery SIA")
    own, by = make_partner(), make_user()
    for kept, double in ((example, own), (own, example)):
        with pytest.raises(ValidationError, match="of the example only"):
            _merge(kept, double, by)
    assert _merge(example, other, by).double == other


def _merge(kept, double, by):
    return merging.merge(kept, double, by, revisions={one.pk: one.revision for one in (kept, double)})


def test_people_of_a_renamed_partner_have_their_place_again_and_no_namesake_gets_them():
    partner = Partner.objects.get(name="Example College")
    trainer = User.objects.get(email=people.TRAINER)
    Partner.objects.filter(pk=partner.pk).update(name="Renamed")
    Membership.objects.filter(user=trainer).delete()
    namesake = make_partner(name="Example University", country="LT")
    loading.put_back()
    assert trainer.memberships.get().partner == partner
    assert not namesake.memberships.exists()
