"""Addresses of certificates."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.pilots.views import certificates as members
from mentorway.web.pilots.views import issuing, keys, verifying
from mentorway.web.pilots.views import own_certificates as holder

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /pilots/
    path("certificate/", verifying.check, name="check"),
    path("certificate/badge/", verifying.check_badge, name="check_badge"),
    path("certificate/<str:number>/", verifying.verify, name="verify"),
    path("status/<int:number>/", verifying.status_list, name="status_list"),
    path("keys/", keys.keys, name="keys"),
    path("keys/new/", keys.rotate_key, name="rotate_key"),
    path("keys/<int:which>/distrust/", keys.distrust_key, name="distrust_key"),
]
cohort: Paths = [  # under /pilots/<pk>/
    path("certificates/", members.certificates, name="certificates"),
    path("certificates/terms/", issuing.terms, name="terms"),
    path("certificates/issue/", issuing.issue, name="issue"),
    path("certificates/issue/<int:run>/", issuing.issue_run, name="issue_run"),
    path("certificates/issue/<int:run>/cancel/", issuing.cancel_run, name="cancel_run"),
    path("certificates/issued/", members.issued, name="issued"),
    path("certificates/zip/", members.certificates_zip, name="certificates_zip"),
    path("certificates/<int:which>/", members.certificate, name="certificate"),
    path("certificates/<int:which>/file/<str:name>/", members.certificate_file, name="certificate_file"),
    path("certificates/<int:which>/revoke/", members.revoke, name="revoke"),
    path("certificates/<int:which>/reissue/", members.reissue, name="reissue"),
]
own: Paths = [  # under /pilots/p/<link>/
    path("certificates/", holder.certificates, name="own_certificates"),
    path(
        "certificates/<str:number>/file/<str:name>/",
        holder.certificate_file,
        name="own_certificate_file",
    ),
    path("certificates/<str:number>/shown/", holder.settings, name="own_certificate_settings"),
]
