"""Signing in with an organisation by OpenID Connect, against a provider that is served here."""

import datetime as dt
import ipaddress
import ssl
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from tests.conftest import PASSWORD, make_user
from tests.web.accounts import provider as making

from mentorway.web.accounts import actions, organisations
from mentorway.web.accounts.models import User
from mentorway.web.core.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
LOGIN = "/account/oidc/oidc-1/login/"
BACK = "/account/oidc/oidc-1/login/callback/"
DOMAIN = "uni.example"


def told(address, **more):
    """Return the environment that names the provider."""
    start = "MENTORWAY_OIDC_1_"
    names = {"NAME": "University", "ISSUER": address, "CLIENT_ID": making.CLIENT, "SECRET": making.SECRET}
    return {f"{start}{name}": value for name, value in {**names, "DOMAINS": DOMAIN, **more}.items()}


@pytest.fixture
def setting_up(settings):
    def set_up(address, **more):
        found = organisations.read(told(address, **more))
        settings.ORGANISATIONS = found
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [one.app for one in found]}}

    return set_up


@pytest.fixture
def provider(setting_up):
    with making.served() as found:
        setting_up(found.address)
        yield found


def come_in(client, provider, process="login", **brought):
    """Go to the provider and come back; return the last answer."""
    there = client.post(f"{LOGIN}?process={process}")
    assert there.status_code == 302, there.content.decode()
    return client.get(BACK, {**provider.authorize(there["Location"]), **brought})


def prove_oneself(client, user):
    """Sign in, and say the password once more, as changing how one signs in needs."""
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_who_is_expected_comes_in_and_their_address_is_proved(client, provider):
    user = actions.expect("vilma@uni.example")
    come_in(client, provider)
    assert signed_in(client)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified) == ("vilma@uni.example", True)
    assert SocialAccount.objects.get().user == user


def test_only_the_address_is_kept_and_no_token(client, provider):
    actions.expect("vilma@uni.example")
    come_in(client, provider)
    come_in(client, provider)
    assert SocialAccount.objects.get().extra_data == {"email": "vilma@uni.example"}
    assert not SocialToken.objects.exists()


def test_who_came_before_comes_in_whatever_their_address_is_now(client, provider):
    user = actions.expect("vilma@uni.example")
    come_in(client, provider)
    client.post("/account/logout/")
    provider.person |= {"email": "vilma@elsewhere.example"}
    come_in(client, provider)
    assert client.get("/").context["user"] == user


def test_names_are_taken_once(client, provider, setting_up):
    setting_up(provider.address, CREATES="1")
    come_in(client, provider)
    user = User.objects.get()
    assert (user.name, user.email, user.has_usable_password()) == ("Vilma V.", "vilma@uni.example", False)
    actions.describe(user, name="Vilma", language="lt")
    client.post("/account/logout/")
    come_in(client, provider)
    user.refresh_from_db()
    assert user.name == "Vilma"


@pytest.mark.parametrize(
    "person",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email": "vilma@uni.example.evil.example"},
        {"email": "vilma@evil.example"},
        {"email": None},
    ],
)
def test_an_account_is_joined_only_by_a_proved_address_of_a_trusted_domain(client, provider, person):
    make_user(email=person.get("email") or "vilma@uni.example")
    provider.person |= person
    answer = come_in(client, provider)
    assert (answer.status_code, signed_in(client)) == (403, False)
    assert "Nobody is known here" in answer.content.decode()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("person", [{"email_verified": False}, {"email": "a@evil.example"}, {"email": None}])
def test_nobody_new_is_let_in_with_an_address_that_is_not_trusted(client, provider, setting_up, person):
    setting_up(provider.address, CREATES="1")
    provider.person |= person
    assert come_in(client, provider).status_code == 403
    assert not User.objects.exists()


def test_nobody_new_is_let_in_where_the_provider_may_not(client, provider):
    assert come_in(client, provider).status_code == 403
    assert not User.objects.exists()


def test_who_may_not_sign_in_any_more_does_not_come_in_this_way(client, provider):
    user = make_user(email="vilma@uni.example")
    actions.deactivate(user, by=None)
    answer = come_in(client, provider)
    assert (answer.status_code, signed_in(client)) == (403, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "another program"},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": None},
    ],
)
def test_a_token_that_was_not_made_for_this_is_refused(client, provider, wrong):
    make_user(email="vilma@uni.example")
    provider.wrong = wrong
    answer = come_in(client, provider)
    assert (answer.status_code, signed_in(client)) == (403, False)
    assert "could not be taken" in answer.content.decode()


@pytest.mark.parametrize(("key", "algorithm"), [(making.OTHER_KEY, "RS256"), (None, "none"), (None, "HS256")])
def test_a_token_signed_by_nobody_or_somebody_else_is_refused(client, provider, key, algorithm):
    make_user(email="vilma@uni.example")
    provider.key, provider.algorithm = key, algorithm
    answer = come_in(client, provider)
    assert (answer.status_code, signed_in(client)) == (403, False)


def test_another_state_is_refused(client, provider):
    make_user(email="vilma@uni.example")
    answer = come_in(client, provider, state="another")
    assert (answer.status_code, signed_in(client)) == (403, False)


def test_what_was_brought_back_once_is_not_taken_twice(client, provider):
    make_user(email="vilma@uni.example")
    brought = provider.authorize(client.post(LOGIN)["Location"])
    client.get(BACK, brought)
    client.post("/account/logout/")
    assert client.get(BACK, brought).status_code == 403
    assert not signed_in(client)


def test_an_address_of_ours_adds_nothing_to_what_is_asked(client, provider):
    location = client.post(f"{LOGIN}?scope=admin&auth_params=prompt%3Dnone")["Location"]
    assert "admin" not in location
    assert "prompt" not in location
    assert "code_challenge" in location
    assert "nonce" in location


def test_who_turns_round_at_the_provider_is_told_that_nothing_changed(client, provider):
    state = provider.authorize(client.post(LOGIN)["Location"])["state"]
    answer = client.get(BACK, {"state": state, "error": "access_denied"}, follow=True)
    assert "Nothing was changed" in answer.content.decode()


def test_a_provider_that_is_away_is_said_to_be_away(client, setting_up):
    setting_up("http://127.0.0.1:9")
    answer = client.post(LOGIN)
    assert answer.status_code == 502
    assert "does not answer" in answer.content.decode()


def test_a_provider_that_answers_with_an_error_is_said_to(client, provider):
    provider.status = 500
    answer = client.post(LOGIN)
    assert answer.status_code == 502
    assert "answers with an error" in answer.content.decode()


def certificate(folder, first, last):
    """Write a certificate of 127.0.0.1 that holds from ``first`` to ``last``; return where."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.mark.parametrize(
    ("days", "text"), [((-30, -1), "has expired"), ((-1, 30), "no certificate that can be trusted")]
)
def test_a_certificate_that_is_over_or_unknown_is_said_to_be(  # noqa: PLR0913, PLR0917
    client, setting_up, tmp_path, monkeypatch, days, text
):
    now = dt.datetime.now(dt.UTC)
    path = certificate(tmp_path, *(now + dt.timedelta(days=one) for one in days))
    if days[1] < 0:  # trusted, but over
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with making.served(context) as provider:
        setting_up(provider.address)
        answer = client.post(LOGIN)
    assert answer.status_code == 502
    assert text in answer.content.decode()


# On the page of one's account
def test_connecting_asks_once_more_who_one_is(client, provider):
    user = make_user(email="me@home.example")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert come_in(client, provider, process="connect")["Location"] == "/account/reauthenticate/"
    assert not SocialAccount.objects.exists()


def test_a_person_connects_an_organisation_and_comes_in_with_it(client, provider):
    user = make_user(email="me@home.example")
    prove_oneself(client, user)
    answer = come_in(client, provider, process="connect")
    assert (answer.status_code, answer["Location"]) == (302, "/account/3rdparty/")
    assert SocialAccount.objects.get().user == user
    assert AuditEntry.objects.filter(kind="organisation_connected").count() == 1
    page = client.get("/account/3rdparty/").content.decode()
    assert "vilma@uni.example" in page
    client.post("/account/logout/")
    come_in(client, provider)
    assert client.get("/").context["user"] == user


def test_what_belongs_to_somebody_else_cannot_be_connected(client, provider):
    other = actions.expect("vilma@uni.example")
    come_in(client, provider)
    client.post("/account/logout/")
    user = make_user(email="me@home.example")
    prove_oneself(client, user)
    come_in(client, provider, process="connect")
    assert SocialAccount.objects.get().user == other


def test_the_last_way_in_cannot_be_disconnected(client, provider):
    user = make_user(email="me@home.example")
    prove_oneself(client, user)
    come_in(client, provider, process="connect")
    User.objects.filter(pk=user.pk).update(password="!")  # noqa: S106
    EmailAddress.objects.all().update(verified=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/account/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert SocialAccount.objects.count() == 1


def test_a_person_disconnects(client, provider):
    user = make_user(email="me@home.example")
    prove_oneself(client, user)
    come_in(client, provider, process="connect")
    client.post("/account/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()
    assert AuditEntry.objects.filter(kind="organisation_disconnected").count() == 1


# A second step
def test_a_second_step_of_ours_is_asked_all_the_same(client, provider):
    user = make_user(email="vilma@uni.example")
    totp.TOTP.activate(user, totp.generate_totp_secret())
    assert come_in(client, provider)["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("said", "counts"), [({"amr": ["pwd", "mfa"]}, True), ({"amr": ["pwd"]}, False), ({}, False)]
)
def test_a_second_step_at_the_organisation_counts_where_the_installation_says_so(  # noqa: PLR0913, PLR0917
    client, provider, setting_up, settings, said, counts
):
    setting_up(provider.address, SECOND_STEP="1")
    settings.MENTORWAY_SECOND_STEP, settings.MENTORWAY_SECOND_STEP_DAYS = frozenset({"staff"}), 0
    make_user(email="vilma@uni.example", is_staff=True)
    provider.person |= said
    come_in(client, provider)
    assert signed_in(client) is counts


# On the page of signing in
def test_there_is_a_button_for_each_organisation_and_none_without(client, provider, settings):
    assert "Sign in with University" in client.get("/account/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "With your organisation" not in client.get("/account/login/").content.decode()


def test_an_organisation_that_is_not_set_up_is_not_found(client, provider):
    assert client.post("/account/oidc/oidc-9/login/").status_code == 404


# In the environment
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ISSUER": "http://uni.example"}, "must begin with https"),
        ({"ISSUER": "nonsense"}, "must begin with https"),
        ({"NAME": ""}, "NAME is missing"),
        ({"SECRET": ""}, "SECRET is missing"),
        ({"SECRET_FILE": "/no/such/file"}, "cannot be read"),
        ({"DOMAINS": "not a domain"}, "Write domains"),
        ({"DOMAINS": "", "CREATES": "1"}, "DOMAINS must say of which"),
        ({"CREATES": "maybe"}, "MENTORWAY_OIDC_1_CREATES is 'maybe'"),
        ({"COLOUR": "blue"}, "is not known"),
    ],
)
def test_what_makes_no_sense_in_the_environment_is_refused_with_a_sentence(more, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        organisations.read(told("https://id.uni.example", **more))


def test_a_secret_may_lie_in_a_file(tmp_path):
    (tmp_path / "secret").write_text("hidden\n")
    found = organisations.read(told("https://id.uni.example", SECRET_FILE=str(tmp_path / "secret")))
    assert found[0].app["secret"] == "hidden"  # noqa: S105
    assert organisations.origins(found) == ["https://id.uni.example"]


def test_a_token_holds_only_as_long_as_it_says(client, provider):
    make_user(email="vilma@uni.example")
    provider.wrong = {"exp": int(time.time()) - 1}
    assert come_in(client, provider).status_code == 403
