"""Signing in with an organisation by SAML: what it says is signed here, rightly and wrongly."""

import base64
import datetime as dt
import re
import zlib
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from tests.conftest import make_user

from mentorway.web.accounts import actions, organisations
from mentorway.web.accounts.models import User

utils = pytest.importorskip("onelogin.saml2.utils", reason="SAML is an extra").OneLogin_Saml2_Utils
pytestmark = pytest.mark.django_db
WE = "http://localhost/account/saml/saml-1"
ISSUER, SIGN_ON = "https://idp.uni.example/meta", "https://idp.uni.example/sso"
METADATA = """<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{issuer}">
<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
<X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{sso}"/>
</IDPSSODescriptor></EntityDescriptor>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0"
 IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer><saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{who}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData
 NotOnOrAfter="{end}" Recipient="{recipient}" InResponseTo="{asked}"/></saml:SubjectConfirmation>
</saml:Subject>
<saml:Conditions NotBefore="{begin}" NotOnOrAfter="{end}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_s"><saml:AuthnContext><saml:AuthnContextClassRef>
urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>
</saml:AuthnStatement><saml:AttributeStatement>
<saml:Attribute Name="urn:oid:0.9.2342.19200300.100.1.3"><saml:AttributeValue>{email}</saml:AttributeValue>
</saml:Attribute><saml:Attribute Name="urn:oid:2.16.840.1.113730.3.1.241">
<saml:AttributeValue>Vilma V.</saml:AttributeValue></saml:Attribute>
</saml:AttributeStatement></saml:Assertion>"""
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r" Version="2.0" IssueInstant="{now}"
 Destination="{recipient}" InResponseTo="{asked}"><saml:Issuer>{issuer}</saml:Issuer><samlp:Status>
<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{inside}</samlp:Response>"""


def identity():
    """Return a key and its certificate, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return secret.decode(), made.public_bytes(serialization.Encoding.PEM).decode()


OURS, OTHER = identity(), identity()


def told(path, **more):
    names = {"NAME": "University", "METADATA_FILE": str(path), "DOMAINS": "uni.example", **more}
    return {f"MENTORWAY_SAML_1_{name}": value for name, value in names.items()}


@pytest.fixture
def metadata(tmp_path):
    path = tmp_path / "idp.xml"
    certificate = "".join(OURS[1].splitlines()[1:-1])
    path.write_text(METADATA.format(issuer=ISSUER, sso=SIGN_ON, certificate=certificate))
    return path


@pytest.fixture
def client():
    return Client(HTTP_HOST="localhost")  # as browsers say it; a name without a dot is no address in SAML


@pytest.fixture(autouse=True)
def organisation(metadata, settings):
    found = organisations.read(told(metadata))
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": {"APPS": [one.app for one in found]}}
    return found[0]


def asked_of(client):
    """Begin to sign in, and return the number of what was asked."""
    location = client.post("/account/saml/saml-1/login/")["Location"]
    assert location.startswith(SIGN_ON)
    request = parse_qs(urlsplit(location).query)["SAMLRequest"][0]
    return re.search(r' ID="([^"]+)"', zlib.decompress(base64.b64decode(request), -15).decode()).group(1)


def moment(minutes):
    return (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def values(asked, **other):
    usual = {
        "id": "_a",
        "issuer": ISSUER,
        "who": "p-1",
        "email": "vilma@uni.example",
        "asked": asked,
        "recipient": f"{WE}/acs/",
        "audience": f"{WE}/metadata/",
        "now": moment(0),
        "begin": moment(-5),
        "end": moment(5),
    }
    return {**usual, **other}


def signed(text, by=OURS):
    found = utils.add_sign(text, *by)
    return found.decode() if isinstance(found, bytes) else found


def said(asked, by=OURS, **other):
    """Return a whole answer whose assertion is signed."""
    filled = values(asked, **other)
    inside = signed(ASSERTION.format(**filled), by) if by else ASSERTION.format(**filled)
    return RESPONSE.format(inside=inside, **filled)


def bring(client, text):
    """Come back with an answer; return what is answered in the end."""
    sent = {"SAMLResponse": base64.b64encode(text.encode()).decode()}
    there = client.post("/account/saml/saml-1/acs/", sent)
    return client.get(there["Location"])


def signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_who_is_expected_comes_in(client):
    user = actions.expect("vilma@uni.example")
    bring(client, said(asked_of(client)))
    assert signed_in(client)
    account = SocialAccount.objects.get()
    assert (account.user, account.uid, account.extra_data) == (user, "p-1", {"email": "vilma@uni.example"})


def test_somebody_new_is_let_in_where_the_organisation_may(client, metadata, settings):
    found = organisations.read(told(metadata, CREATES="1"))
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": {"APPS": [one.app for one in found]}}
    bring(client, said(asked_of(client)))
    assert [(one.name, one.email) for one in User.objects.all()] == [("Vilma V.", "vilma@uni.example")]


def test_an_address_of_another_domain_joins_no_account(client):
    make_user(email="vilma@elsewhere.example")
    answer = bring(client, said(asked_of(client), email="vilma@elsewhere.example"))
    assert (answer.status_code, signed_in(client)) == (403, False)


@pytest.mark.parametrize(
    "other",
    [
        {"by": None},
        {"by": OTHER},
        {"audience": "https://another.example"},
        {"recipient": "https://another.example/acs/"},
        {"issuer": "https://evil.example"},
        {"begin": "2020-01-01T00:00:00Z", "end": "2020-01-01T00:10:00Z"},
        {"begin": "2090-01-01T00:00:00Z", "end": "2090-01-01T00:10:00Z"},
        {"asked": "_never_asked"},
        {"asked": ""},
    ],
)
def test_what_was_not_said_for_this_is_refused(client, other):
    make_user(email="vilma@uni.example")
    told = dict(other)
    asked = asked_of(client)
    answer = bring(client, said(told.pop("asked", asked), **told))
    assert (answer.status_code, signed_in(client)) == (403, False)


def test_what_was_said_once_is_not_taken_twice(client, client_of_another):
    make_user(email="vilma@uni.example")
    text = said(asked_of(client))
    bring(client, text)
    assert signed_in(client)
    client.post("/account/logout/")
    assert bring(client, text).status_code == 403
    assert bring(client_of_another, text).status_code == 403
    assert not signed_in(client)
    assert not signed_in(client_of_another)


@pytest.fixture
def client_of_another():
    return Client(HTTP_HOST="localhost")


def test_a_signature_of_another_assertion_is_no_signature(client):
    """Wrapping: a second assertion, unsigned, stands where the signed one is looked for."""
    make_user(email="vilma@uni.example")
    make_user(email="boss@uni.example")
    asked = asked_of(client)
    right = signed(ASSERTION.format(**values(asked)))
    evil = ASSERTION.format(**values(asked, id="_evil", who="p-2", email="boss@uni.example"))
    for inside in (
        evil + right,
        right + evil,
        evil.replace("</saml:Assertion>", f"{right}</saml:Assertion>"),
    ):
        answer = bring(client, RESPONSE.format(inside=inside, **values(asked)))
        assert answer.status_code == 403
    assert not signed_in(client)


def test_a_changed_assertion_is_refused(client):
    make_user(email="boss@uni.example")
    text = said(asked_of(client)).replace("vilma@uni.example", "boss@uni.example")
    assert bring(client, text).status_code == 403
    assert not signed_in(client)


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_a_document_with_entities_is_refused(client, before):
    make_user(email="vilma@uni.example")
    text = said(asked_of(client)).replace("Vilma V.", "&x;" if "SYSTEM" in before else "&b;")
    assert bring(client, before + text).status_code == 403
    assert not signed_in(client)


@pytest.mark.parametrize("text", ["", "no xml", "<a/>"])
def test_nonsense_is_refused(client, text):
    asked_of(client)
    assert bring(client, text).status_code == 403


def test_what_we_are_is_told_to_the_organisation(client):
    text = client.get("/account/saml/saml-1/metadata/").content.decode()
    assert f'entityID="{WE}/metadata/"' in text
    assert 'WantAssertionsSigned="true"' in text


def test_without_the_extra_the_settings_are_refused_in_words(metadata, monkeypatch):
    monkeypatch.setattr(organisations, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match="with the extra"):
        organisations.read(told(metadata))


@pytest.mark.parametrize("content", ["", "no xml", "<a/>"])
def test_metadata_that_are_none_are_refused_in_words(metadata, content):
    metadata.write_text(content)
    with pytest.raises(ImproperlyConfigured, match="no metadata"):
        organisations.read(told(metadata))
