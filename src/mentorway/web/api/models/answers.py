"""Answers to deeds that a program may ask for again, with the same key, without doing the deed again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.api.models.tokens import ApiToken

UNDER_WAY = 0


class GivenAnswer(models.Model):
    """What a deed with an ``Idempotency-Key`` was answered; status 0 until it is."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key_hash = models.CharField(_("fingerprint of the key"), max_length=64)
    asked_hash = models.CharField(_("fingerprint of what was sent"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), default=UNDER_WAY)
    answer = models.TextField(_("answer"), blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("answer to a program")
        verbose_name_plural = _("answers to programs")
        constraints = [models.UniqueConstraint(fields=["token", "key_hash"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.status}"
