"""Whatever programs send, nothing breaks: questions and deeds are made up from our own OpenAPI document."""

import json
from functools import cache
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.conftest import forget_attempts, make_member, make_partner
from tests.web.api.asking import ROOT, headers, token_for
from tests.web.plan.making import line, make_project
from tests.web.sharing import undone

from mentorway.web.api.actions import tokens
from mentorway.web.api.models import ApiToken
from mentorway.web.api.openapi import document
from mentorway.web.network.models import Partner

BROKEN = 500
NONSENSE = ["", "0", "-1", "9" * 40, "1e9", "NaN", "null", "\x00", "a\x00b", "ą" * 300, "%", "'", "[]"]
texts = st.one_of(st.sampled_from(NONSENSE), st.text(st.characters(codec="utf-8"), max_size=40))
numbers = st.one_of(st.integers(-2, 60), st.sampled_from([2**31, 2**63, 10**30]))
plain = st.one_of(st.none(), st.booleans(), numbers, st.floats(), texts)
anything = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def meant(schema):
    """Return values that a schema means; one that is not known says nothing."""
    if "$ref" in schema:
        return meant(document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return st.one_of([meant(one) for one in schema["anyOf"]])
    if schema.get("enum"):
        return st.sampled_from(schema["enum"])
    kind = schema.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    return {"integer": st.integers(1, 5), "boolean": st.booleans(), "array": st.lists(texts, max_size=3)}.get(
        kind, texts
    )


@cache
def questions():
    """Return every address that is only read, with its parts and what may be asked."""
    paths = document()["paths"]
    kept = ("/api/v1/deeds/", "/api/v1/pages/", "/api/v1/files/")
    return sorted(
        (path, said["get"].get("parameters", []))
        for path, said in paths.items()
        if "get" in said and (not path.startswith(kept) or path in kept)
    )


@cache
def deeds():
    """Return every deed, with its arguments and the fields of its form."""
    found = []
    for path, said in document()["paths"].items():
        if "post" in said:
            body = said["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
            asked = [one for one in said["post"]["parameters"] if one.get("in") == "query"]
            found.append((path, asked, body["fields"].get("properties", {})))
    return sorted(found, key=lambda one: one[0])


def answered(answer, said):
    """Look whether an answer is one of those that are promised, in the form that is promised."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code < BROKEN, content[:400]
    assert str(answer.status_code) in {*map(str, said), "404", "405"}, (answer.status_code, content[:400])
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert json.loads(content)["status"] == answer.status_code


@pytest.fixture
def reader(db):
    partner = make_partner()
    line(make_project(partner, make_member(partner)))
    return headers(token_for(make_member(partner, role="admin")))


@pytest.fixture
def writer(db):
    partner = make_partner()
    line(make_project(partner, make_member(partner)))
    return headers(token_for(make_member(partner, role="coordinator")))


@settings(max_examples=50)
@given(data=st.data())
def fuzz_questions(reader, data):
    forget_attempts()
    path, parameters = data.draw(st.sampled_from(questions()))
    asked = {}
    for one in parameters:
        value = data.draw(st.one_of(meant(one["schema"]), texts), label=one["name"])
        if isinstance(value, str):
            value = value.replace("\x00", "")  # refused for every address at once, before it comes here
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(str(value), safe=""))
        elif data.draw(st.booleans()):
            asked[one["name"]] = value
    answer = Client(raise_request_exception=False).get(path, asked, headers=reader)
    answered(answer, [200, 400, 401, 403, 404, 409, 422])


def test_no_question_breaks_anything(reader):
    fuzz_questions(reader)


@settings(max_examples=40)
@given(data=st.data())
def fuzz_deeds(writer, data):
    forget_attempts()
    path, arguments, fields = data.draw(st.sampled_from(deeds()))
    known = {one["name"]: data.draw(st.one_of(meant(one["schema"]), numbers)) for one in arguments}
    names = data.draw(st.lists(st.sampled_from(sorted(fields)), max_size=5, unique=True)) if fields else []
    filled = {name: data.draw(st.one_of(meant(fields[name]), anything), label=name) for name in names}
    body = json.dumps({"arguments": known, "fields": filled})
    with undone():
        answer = Client(raise_request_exception=False).post(
            path, body, content_type="application/json", headers=writer
        )
        answered(answer, [200, 400, 401, 403, 404, 409, 413, 415, 422, 429])


def test_no_deed_breaks_anything(writer):
    fuzz_deeds(writer)


@settings(max_examples=40)
@given(body=anything)
def fuzz_bodies(writer, body):
    forget_attempts()
    with undone():
        answer = Client(raise_request_exception=False).post(
            f"{ROOT}deeds/network:describe/",
            json.dumps(body),
            content_type="application/json",
            headers=writer,
        )
        answered(answer, [400, 404, 422])


def test_no_body_breaks_anything(writer):
    fuzz_bodies(writer)


class Programs(RuleBasedStateMachine):
    """Tokens come and go while programs work: what each may do follows from its scopes and from its owner."""

    def __init__(self):
        super().__init__()
        self.block = undone()
        self.block.__enter__()
        forget_attempts()

    @initialize()
    def begin(self):
        self.partner = make_partner(city="Oulu")
        self.owner = make_member(self.partner, role="admin")
        make_member(self.partner, role="admin")
        self.known, self.city, self.role, self.keys = {}, "Oulu", "admin", {}

    @rule(scope=st.sampled_from(["network:read", "network:write", "plan:write"]))
    def make(self, scope):
        row, secret = tokens.make(
            self.owner, name="Robot", scopes=[scope], days=30, link="https://example.org/"
        )
        self.known[secret] = [row.pk, scope, True]

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def revoke(self, data):
        secret = data.draw(st.sampled_from(sorted(self.known)))
        ApiToken.objects.filter(pk=self.known[secret][0]).delete()
        self.known[secret][2] = False

    @rule(role=st.sampled_from(["admin", "member"]))
    def change_role(self, role):
        self.owner.memberships.update(role=role)
        self.role = role

    @precondition(lambda self: self.known)
    @rule(data=st.data(), city=st.sampled_from(["Kaunas", "Riga", "Brno"]), key=st.sampled_from(["", "one"]))
    def describe(self, data, city, key):
        secret = data.draw(st.sampled_from(sorted(self.known)))
        _pk, scope, lives = self.known[secret]
        status = self.send(secret, city, key)
        before = self.keys.get(secret) if key else None
        if not lives:
            assert status == 401
        elif scope != "network:write":
            assert status == 403
        elif before is not None:  # the first answer again, or a refusal, whoever the owner is by now
            assert status == (200 if before == city else 409)
        elif self.role != "admin":
            assert status == 403
        else:
            assert status == 200
            self.city = city
            if key:
                self.keys[secret] = city

    def send(self, secret, city, key):
        body = {"arguments": {"pk": self.partner.pk}, "fields": {"city": city}}
        answer = Client().post(
            f"{ROOT}deeds/network:describe/",
            json.dumps(body),
            content_type="application/json",
            headers={**headers(secret), **({"Idempotency-Key": key} if key else {})},
        )
        return answer.status_code

    @invariant()
    def nothing_else_is_changed(self):
        if hasattr(self, "partner"):
            assert Partner.objects.get(pk=self.partner.pk).city == self.city

    def teardown(self):
        self.block.__exit__(None, None, None)


Programs.TestCase.settings = settings(max_examples=8, stateful_step_count=10)


@pytest.mark.django_db
def test_what_a_program_may_do_follows_from_its_token_and_its_owner():
    Programs.TestCase().runTest()
