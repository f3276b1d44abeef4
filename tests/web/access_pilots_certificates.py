import functools

from tests.conftest import make_member
from tests.web.access_table import Address
from tests.web.pilots import certifying

from mentorway.web.pilots.models import IssueRun

PUBLIC = "200 200 200 200 200 200"
SECRET = PUBLIC
PEOPLE = "login 404 200 200 403 403"
CERTIFIED = "login 404 403 200 403 403"
STAFF = "login 403 403 403 403 200"


def cohort(world, **more):
    if "certified" not in world.things:
        maker = make_member(world.partner)
        found = certifying.make_certified(world.partner, maker)
        certificate = certifying.certify(certifying.complete(found))
        world.things["certified"] = certificate
    return {"pk": world.things["certified"].cohort_id, **more}


def certificate(world, **more):
    found = cohort(world)
    return {**found, "which": world.things["certified"].pk, **more}


def run(world):
    found = cohort(world)
    return {**found, "run": IssueRun.objects.get(cohort=found["pk"]).pk}


def own(world, **more):
    cohort(world)
    return {"link": world.things["certified"].participant.link, **more}


def held(world, **more):
    found = own(world)
    return {**found, "number": world.things["certified"].number, **more}


def number(world):
    cohort(world)
    return {"number": world.things["certified"].number}


def status_list(world):
    cohort(world)
    return {"number": 1}


def key(world):
    cohort(world)
    return {"which": world.things["certified"].key_id}


OF_CERTIFICATES = {
    "certificates": Address(PEOPLE, cohort),
    "issued": Address(PEOPLE, cohort),
    "certificates_zip": Address(PEOPLE, cohort),
    "certificate": Address(PEOPLE, certificate),
    "certificate_file": Address(PEOPLE, functools.partial(certificate, name="badge.json")),
    "terms": Address(CERTIFIED, cohort),
    "issue": Address(CERTIFIED, cohort),
    "issue_run": Address(CERTIFIED, run),
    "cancel_run": Address("login 404 403 302 403 403", run, "post"),
    "revoke": Address(CERTIFIED, certificate),
    "reissue": Address(CERTIFIED, certificate),
    "own_certificates": Address(SECRET, own),
    "own_certificate_file": Address(SECRET, functools.partial(held, name="badge.json")),
    "own_certificate_settings": Address("302 302 302 302 302 302", held, "post"),
    "check": Address(PUBLIC),
    "check_badge": Address(PUBLIC),
    "verify": Address(PUBLIC, number),
    "status_list": Address(PUBLIC, status_list),
    "keys": Address(STAFF),
    "rotate_key": Address(STAFF),
    "distrust_key": Address(STAFF, key),
}
ADDRESSES = {
    **{f"pilots:{name}": address for name, address in OF_CERTIFICATES.items()},
    "issuer_document": Address(PUBLIC),
}
