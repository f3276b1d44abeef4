"""Post offices that do not do what they should."""

import smtplib

from django.core.mail.backends.base import BaseEmailBackend


class Closed(BaseEmailBackend):
    def send_messages(self, _letters):
        raise ConnectionRefusedError


class Refusing(BaseEmailBackend):
    def send_messages(self, _letters):
        raise smtplib.SMTPRecipientsRefused({"nobody": (550, b"unknown")})
