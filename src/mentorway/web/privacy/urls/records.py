"""Addresses of the record of processing, retention, the audit log, and who sees what."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.privacy.views import records

Paths = list[URLPattern | URLResolver]
top: Paths = [  # under /privacy/
    path("retention/", records.retention, name="retention"),
    path("retention/run/", records.run, name="run_retention"),
    path("record/", records.record, name="record"),
    path("record.csv", records.record_csv, name="record_csv"),
    path("record.pdf", records.record_pdf, name="record_pdf"),
    path("log/", records.audit_log, name="audit_log"),
    path("log/check/", records.check_log, name="check_log"),
    path("log.csv", records.audit_csv, name="audit_csv"),
    path("who-sees-what/", records.who_sees_what, name="who_sees"),
]
