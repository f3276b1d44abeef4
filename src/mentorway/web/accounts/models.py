"""A person, known by an e-mail address, and where they are signed in."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Somebody with this e-mail address is here already.")},
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    is_staff = models.BooleanField(_("runs this installation"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    second_step_by = models.DateField(
        _("signs in with a second step from"), null=True, blank=True, editable=False
    )

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_email",
                violation_error_message=_("Somebody with this e-mail address is here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class UserSessionQuerySet(models.QuerySet["UserSession"]):
    def visible_to(self, user: User) -> Self:
        """Where ``user`` is signed in: nobody else's."""
        return self.filter(user=user)

    def about(self, user: User, marks: Iterable[str]) -> Self:
        """Where ``user`` is signed in, or an address of theirs, known by its mark, waits for a code."""
        # Where none waits the mark is empty: an empty one would find those of everybody.
        return self.filter(models.Q(user=user) | models.Q(waits__in=[one for one in marks if one]))

    def alive(self) -> Self:
        """Those that still open something."""
        return self.filter(expire_date__gt=timezone.now())


class UserSession(AbstractBaseSession):
    """A session, and what it says of itself: see ``accounts.sessions``, which writes every column."""

    token = models.UUIDField(_("token"), unique=True, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sessions", verbose_name=_("person")
    )
    waits = models.CharField(_("address that waits for a code, as a fingerprint"), max_length=64, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    seen = models.DateField(_("day of the last visit"), null=True)
    device = models.CharField(_("browser and system"), max_length=40, blank=True)

    objects: ClassVar[Any] = UserSessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-seen", "-since"]
        indexes = [
            models.Index(fields=["waits"], name="sessions_that_wait", condition=models.Q(waits__gt="")),
        ]

    def __str__(self) -> str:
        return f"{self.device} · {self.seen}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return who opens what a session keeps."""
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")
