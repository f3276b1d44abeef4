import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import mentorway.web.core.search
import mentorway.web.pilots.models.certificates
import mentorway.web.pilots.models.cohorts
import mentorway.web.pilots.models.people
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("network", "0006_agreement_version_in_force"),
        ("study", "0002_time_zones_and_rows_of_devices"),
        ("training", "0003_revisions_with_citations"),
    ]

    operations = [
        migrations.CreateModel(
            name="StatusList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
            ],
            options={
                "verbose_name": "list of what was taken back",
                "verbose_name_plural": "lists of what was taken back",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("link", models.CharField(max_length=40, unique=True, verbose_name="secret")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_link",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
            },
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "description",
                    models.TextField(blank=True, max_length=4000, verbose_name="what applicants should know"),
                ),
                (
                    "country",
                    models.CharField(
                        choices=[
                            ("DK", "Denmark"),
                            ("EE", "Estonia"),
                            ("FI", "Finland"),
                            ("IS", "Iceland"),
                            ("LV", "Latvia"),
                            ("LT", "Lithuania"),
                            ("NO", "Norway"),
                            ("SE", "Sweden"),
                            ("AT", "Austria"),
                            ("BE", "Belgium"),
                            ("BG", "Bulgaria"),
                            ("CH", "Switzerland"),
                            ("CY", "Cyprus"),
                            ("CZ", "Czechia"),
                            ("DE", "Germany"),
                            ("ES", "Spain"),
                            ("FR", "France"),
                            ("GB", "United Kingdom"),
                            ("GR", "Greece"),
                            ("HR", "Croatia"),
                            ("HU", "Hungary"),
                            ("IE", "Ireland"),
                            ("IT", "Italy"),
                            ("LU", "Luxembourg"),
                            ("MT", "Malta"),
                            ("NL", "Netherlands"),
                            ("PL", "Poland"),
                            ("PT", "Portugal"),
                            ("RO", "Romania"),
                            ("SI", "Slovenia"),
                            ("SK", "Slovakia"),
                            ("UA", "Ukraine"),
                        ],
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                ("language", models.CharField(max_length=20, verbose_name="language of the training")),
                ("time_zone", models.CharField(max_length=40, verbose_name="time zone")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="seats",
                    ),
                ),
                (
                    "entry",
                    models.CharField(
                        choices=[
                            ("first", "Who comes first has a seat"),
                            ("chosen", "We choose among the applications"),
                        ],
                        default="first",
                        max_length=6,
                        verbose_name="how people come to a seat",
                    ),
                ),
                (
                    "apply_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="applications until"),
                ),
                (
                    "offer_hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(720),
                        ],
                        verbose_name="hours that an offered seat is held",
                    ),
                ),
                ("is_listed", models.BooleanField(default=False, verbose_name="listed for everybody")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="who answers questions"),
                ),
                (
                    "remind_days",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MaxValueValidator(30)],
                        verbose_name="days before a meeting on which people are reminded",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "In preparation"),
                            ("open", "Takes applications"),
                            ("running", "Under way"),
                            ("finished", "Finished"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="prepared",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "cancelled_why",
                    models.CharField(blank=True, max_length=500, verbose_name="why it was cancelled"),
                ),
                (
                    "attendance_percent",
                    models.PositiveSmallIntegerField(
                        default=80,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="attendance needed, in percent of all meetings",
                    ),
                ),
                (
                    "required",
                    models.JSONField(blank=True, default=list, verbose_name="work that must be passed"),
                ),
                ("needs_feedback", models.BooleanField(default=False, verbose_name="feedback must be sent")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                (
                    "search_text",
                    mentorway.web.core.search.FoldedTextField(
                        blank=True, editable=False, verbose_name="text for searching"
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "deleted",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts",
                        to="training.edition",
                        verbose_name="version of the programme",
                    ),
                ),
                (
                    "feedback",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cohorts",
                        to="study.wave",
                        verbose_name="questions that ask for feedback",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "cohort",
                "verbose_name_plural": "cohorts",
                "ordering": ["-starts_on", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "starts_on"], name="cohorts_by_state"),
                    mentorway.web.core.search.FoldedIndex(fields=["search_text"], name="cohorts_by_text"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="cohort_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["prepared", "open", "running", "finished", "cancelled"])
                        ),
                        name="cohort_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entry__in", ["first", "chosen"])), name="cohort_entry_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "country__in",
                                [
                                    "DK",
                                    "EE",
                                    "FI",
                                    "IS",
                                    "LV",
                                    "LT",
                                    "NO",
                                    "SE",
                                    "AT",
                                    "BE",
                                    "BG",
                                    "CH",
                                    "CY",
                                    "CZ",
                                    "DE",
                                    "ES",
                                    "FR",
                                    "GB",
                                    "GR",
                                    "HR",
                                    "HU",
                                    "IE",
                                    "IT",
                                    "LU",
                                    "MT",
                                    "NL",
                                    "PL",
                                    "PT",
                                    "RO",
                                    "SI",
                                    "SK",
                                    "UA",
                                ],
                            )
                        ),
                        name="cohort_country_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="cohort_with_seats"),
                    models.CheckConstraint(
                        condition=models.Q(("attendance_percent__lte", 100)),
                        name="cohort_attendance_in_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="cohort_ends_after_it_begins",
                        violation_error_message="The last day must not be before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="revision")),
                ("fields", models.JSONField(verbose_name="fields")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="changed")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="pilots.cohort",
                        verbose_name="cohort",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of a cohort",
                "verbose_name_plural": "revisions of cohorts",
                "ordering": ["cohort", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cohort", "number"), name="one_cohort_revision_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuerKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("multikey", models.CharField(max_length=80, unique=True, verbose_name="public key")),
                ("sealed", models.TextField(verbose_name="private key, sealed")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("signs", models.BooleanField(default=True, verbose_name="signs now")),
                ("retired", models.DateTimeField(blank=True, null=True, verbose_name="signs no more since")),
                (
                    "distrusted",
                    models.DateTimeField(blank=True, null=True, verbose_name="no longer published since"),
                ),
            ],
            options={
                "verbose_name": "key that signs",
                "verbose_name_plural": "keys that sign",
                "ordering": ["-created", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("signs", True)), fields=("signs",), name="one_key_signs"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired", None), ("signs", True)),
                            models.Q(("retired__isnull", False), ("signs", False)),
                            _connector="OR",
                        ),
                        name="retired_key_signs_no_more",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("distrusted", None), ("retired__isnull", False), _connector="OR"),
                        name="distrusted_key_signs_no_more",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssueRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wanted", models.JSONField(default=list, verbose_name="for whom")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Being made"),
                            ("done", "Ready"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="stage",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="made so far")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="to be made")),
                ("problem", models.JSONField(blank=True, default=list, verbose_name="what went wrong")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="asked for")),
                ("heard", models.DateTimeField(blank=True, null=True, verbose_name="last sign of life")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="pilots.cohort",
                        verbose_name="cohort",
                    ),
                ),
            ],
            options={
                "verbose_name": "issuing of certificates",
                "verbose_name_plural": "issuings of certificates",
                "ordering": ["cohort", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
                ),
                (
                    "session",
                    models.CharField(blank=True, max_length=40, verbose_name="session of the programme"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("starts", models.DateTimeField(verbose_name="begins")),
                ("ends", models.DateTimeField(verbose_name="ends")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="room and address")),
                ("link", models.URLField(blank=True, verbose_name="link to join")),
                (
                    "facilitator_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="facilitator, if not a member here"
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, max_length=4000, verbose_name="note for the facilitator"),
                ),
                (
                    "secret",
                    models.CharField(
                        default=mentorway.web.pilots.models.cohorts.new_secret,
                        editable=False,
                        max_length=64,
                        verbose_name="secret",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="change of the calendar entry"
                    ),
                ),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                (
                    "cancelled",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="cancelled"),
                ),
                (
                    "cancelled_why",
                    models.CharField(blank=True, max_length=500, verbose_name="why it was cancelled"),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="pilots.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "facilitator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meetings_led",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="facilitator",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting of a cohort",
                "verbose_name_plural": "meetings of cohorts",
                "ordering": ["cohort", "starts", "pk"],
                "indexes": [models.Index(fields=["starts"], name="meetings_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="meeting_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="meeting_ends_after_it_begins",
                        violation_error_message="The end must be after the beginning.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "link",
                    models.CharField(
                        default=mentorway.web.pilots.models.people.new_link,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="secret of the own page",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=mentorway.web.pilots.models.people.new_code,
                        editable=False,
                        max_length=6,
                        verbose_name="personal code",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("organisation", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                (
                    "motivation",
                    models.TextField(blank=True, max_length=2000, verbose_name="why you want to take part"),
                ),
                (
                    "wishes",
                    models.TextField(
                        blank=True,
                        max_length=1000,
                        verbose_name="what we should know, for example to make rooms accessible",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("lt", "Lietuvių"),
                            ("lv", "Latviešu"),
                            ("sv", "Svenska"),
                            ("fi", "Suomi"),
                        ],
                        default="en",
                        max_length=5,
                        verbose_name="language of letters",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("applied", "Has applied"),
                            ("waiting", "On the waiting list"),
                            ("offered", "Has been offered a seat"),
                            ("enrolled", "Takes part"),
                            ("declined", "Not chosen"),
                            ("lapsed", "Let the offer lapse"),
                            ("withdrawn", "Has withdrawn"),
                        ],
                        default="applied",
                        max_length=9,
                        verbose_name="standing",
                    ),
                ),
                ("applied", models.DateTimeField(auto_now_add=True, verbose_name="applied")),
                (
                    "agreed_to",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="fingerprint of the text agreed to"
                    ),
                ),
                ("waiting_since", models.DateTimeField(blank=True, null=True, verbose_name="waiting since")),
                ("offer_until", models.DateTimeField(blank=True, null=True, verbose_name="offer held until")),
                ("enrolled", models.DateTimeField(blank=True, null=True, verbose_name="takes part since")),
                ("wants_letters", models.BooleanField(default=True, verbose_name="wants letters")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="pilots.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="participations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ["cohort", "name", "pk"],
                "indexes": [models.Index(fields=["cohort", "standing"], name="participants_by_standing")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("cohort"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("email", ""), _negated=True),
                        name="one_participant_per_address",
                        violation_error_message="Somebody with this e-mail address is in this cohort already.",
                    ),
                    models.UniqueConstraint(fields=("cohort", "code"), name="one_participant_per_code"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "standing__in",
                                [
                                    "applied",
                                    "waiting",
                                    "offered",
                                    "enrolled",
                                    "declined",
                                    "lapsed",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="participant_standing_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="participant_with_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offer_until__isnull", False), ("standing", "offered")),
                            models.Q(models.Q(("standing", "offered"), _negated=True), ("offer_until", None)),
                            _connector="OR",
                        ),
                        name="participant_offer_with_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "waiting"), _negated=True),
                            ("waiting_since__isnull", False),
                            _connector="OR",
                        ),
                        name="participant_waits_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="calendar entry that was sent last"
                    ),
                ),
                ("reminded", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="pilots.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="pilots.participant",
                        verbose_name="participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of a meeting",
                "verbose_name_plural": "notices of meetings",
                "ordering": ["meeting", "participant"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "participant"), name="one_notice_per_meeting")
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(max_length=10000, verbose_name="text")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("enrolled", "Those who take part"),
                            ("waiting", "Those on the waiting list"),
                            ("applied", "Those who have applied"),
                            ("lagging", "Those with work still to hand in"),
                        ],
                        default="enrolled",
                        max_length=8,
                        verbose_name="to whom",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="sent")),
                (
                    "key",
                    models.CharField(
                        editable=False, max_length=40, verbose_name="key of the page it was written on"
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="number of receivers")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="pilots.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "receivers",
                    models.ManyToManyField(
                        blank=True, related_name="letters", to="pilots.participant", verbose_name="receivers"
                    ),
                ),
            ],
            options={
                "verbose_name": "letter to a cohort",
                "verbose_name_plural": "letters to cohorts",
                "ordering": ["cohort", "-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True), name="cohort_letter_with_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="cohort_letter_with_text"
                    ),
                    models.UniqueConstraint(fields=("cohort", "key"), name="one_cohort_letter_per_page"),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assessment",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="short name of the reflection it answers"
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="text")),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with the facilitators"),
                ),
                (
                    "reply",
                    models.TextField(blank=True, max_length=4000, verbose_name="reply of a facilitator"),
                ),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                (
                    "replied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="replied by",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="journal",
                        to="pilots.participant",
                        verbose_name="participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a journal",
                "verbose_name_plural": "entries of journals",
                "ordering": ["participant", "-created", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="journal_entry_with_text"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "was",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("present", "Was there"),
                            ("excused", "Excused"),
                            ("absent", "Was not there"),
                        ],
                        max_length=7,
                        verbose_name="before",
                    ),
                ),
                (
                    "became",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("present", "Was there"),
                            ("excused", "Excused"),
                            ("absent", "Was not there"),
                        ],
                        max_length=7,
                        verbose_name="after",
                    ),
                ),
                ("why", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="corrected")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="corrected by",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="pilots.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="pilots.participant",
                        verbose_name="participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction of attendance",
                "verbose_name_plural": "corrections of attendance",
                "ordering": ["meeting", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="attendance_correction_with_reason",
                        violation_error_message="Say why: the reason is kept with the correction.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "Was there"),
                            ("excused", "Excused"),
                            ("absent", "Was not there"),
                        ],
                        max_length=7,
                        verbose_name="presence",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("scan", "Code scanned"),
                            ("typed", "Code typed"),
                            ("hand", "Marked by the facilitator"),
                            ("paper", "Read from paper"),
                        ],
                        max_length=5,
                        verbose_name="how it is known",
                    ),
                ),
                ("marked", models.DateTimeField(verbose_name="marked")),
                (
                    "marked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="marked by",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="pilots.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="pilots.participant",
                        verbose_name="participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ["meeting", "participant"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "participant"), name="one_attendance_per_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("presence__in", ["present", "excused", "absent"])),
                        name="attendance_presence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["scan", "typed", "hand", "paper"])),
                        name="attendance_source_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("applied", "Has applied"),
                            ("waiting", "On the waiting list"),
                            ("offered", "Has been offered a seat"),
                            ("enrolled", "Takes part"),
                            ("declined", "Not chosen"),
                            ("lapsed", "Let the offer lapse"),
                            ("withdrawn", "Has withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="standing",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="why")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="changed")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="pilots.participant",
                        verbose_name="participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of standing",
                "verbose_name_plural": "changes of standing",
                "ordering": ["participant", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        default=mentorway.web.pilots.models.certificates.new_number,
                        editable=False,
                        max_length=23,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                ("is_partial", models.BooleanField(default=False, verbose_name="statement of a part")),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                ("content", models.JSONField(default=dict, verbose_name="content")),
                ("badge", models.JSONField(default=dict, verbose_name="badge")),
                ("status_index", models.PositiveIntegerField(verbose_name="place in the list")),
                ("issued", models.DateTimeField(verbose_name="issued")),
                (
                    "shows_name",
                    models.BooleanField(default=False, verbose_name="the public page shows the name"),
                ),
                (
                    "is_hidden",
                    models.BooleanField(default=False, verbose_name="the holder has hidden the public page"),
                ),
                ("revoked", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "revoked_why",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was taken back"),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken back by",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="pilots.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="pilots.issuerkey",
                        verbose_name="key",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="certificates",
                        to="pilots.participant",
                        verbose_name="participant",
                    ),
                ),
                (
                    "status_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="pilots.statuslist",
                        verbose_name="list of what was taken back",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "ordering": ["cohort", "-issued", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("status_list", "status_index"), name="one_certificate_per_place_in_list"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("participant__isnull", False), ("revoked", None)),
                        fields=("participant",),
                        name="one_standing_certificate_per_participant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked", None), models.Q(("revoked_why", ""), _negated=True), _connector="OR"
                        ),
                        name="certificate_taken_back_with_reason",
                        violation_error_message="Say why the certificate is taken back.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title of the certificate")),
                (
                    "title_in_english",
                    models.CharField(blank=True, max_length=200, verbose_name="title in English"),
                ),
                ("body", models.CharField(max_length=200, verbose_name="awarding body")),
                (
                    "body_registration",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="registration number of the awarding body"
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="hours of learning, work by oneself included",
                    ),
                ),
                (
                    "ects",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="credit points (ECTS)",
                    ),
                ),
                ("assessment", models.CharField(max_length=500, verbose_name="how it was assessed")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("onsite", "On site"),
                            ("online", "Online"),
                            ("blended", "Partly on site, partly online"),
                        ],
                        default="onsite",
                        max_length=7,
                        verbose_name="form of participation",
                    ),
                ),
                ("quality", models.CharField(max_length=500, verbose_name="how quality is assured")),
                (
                    "prerequisites",
                    models.CharField(blank=True, max_length=500, verbose_name="what is needed before"),
                ),
                (
                    "identity",
                    models.CharField(blank=True, max_length=300, verbose_name="how identity was checked"),
                ),
                (
                    "stacking",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="how it can be combined with others"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="level of the European Qualifications Framework",
                    ),
                ),
                (
                    "level_assigned_by",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="national body that assigned the level"
                    ),
                ),
                (
                    "level_reference",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="where the level can be looked up"
                    ),
                ),
                (
                    "valid_years",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="years for which it holds",
                    ),
                ),
                (
                    "hashes_email",
                    models.BooleanField(default=False, verbose_name="carry the e-mail address, hashed"),
                ),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                (
                    "cohort",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="pilots.cohort",
                        verbose_name="cohort",
                    ),
                ),
            ],
            options={
                "verbose_name": "terms of certificates",
                "verbose_name_plural": "terms of certificates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", None),
                            models.Q(
                                models.Q(("level_assigned_by", ""), _negated=True),
                                models.Q(("level_reference", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="level_with_who_assigned_it",
                        violation_error_message="A level is printed only with the national body that assigned it and where that can be looked up. Leave the level out otherwise.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Triad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="triads",
                        to="pilots.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="triads",
                        to="pilots.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "group of three",
                "verbose_name_plural": "groups of three",
                "ordering": ["cohort", "meeting__starts", "number"],
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("assessment", models.CharField(max_length=40, verbose_name="short name of the assessment")),
                ("levels", models.JSONField(blank=True, default=dict, verbose_name="levels")),
                (
                    "seen",
                    models.TextField(blank=True, max_length=4000, verbose_name="what was seen and heard"),
                ),
                (
                    "question",
                    models.TextField(blank=True, max_length=1000, verbose_name="a question to think about"),
                ),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with the facilitators"),
                ),
                ("at", models.DateTimeField(auto_now=True, verbose_name="written")),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observed",
                        to="pilots.participant",
                        verbose_name="who practised",
                    ),
                ),
                (
                    "observer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observations",
                        to="pilots.participant",
                        verbose_name="who observed",
                    ),
                ),
                (
                    "triad",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observations",
                        to="pilots.triad",
                        verbose_name="group of three",
                    ),
                ),
            ],
            options={
                "verbose_name": "observation",
                "verbose_name_plural": "observations",
                "ordering": ["triad", "mentor", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("triad", "assessment", "mentor", "observer"),
                        name="one_observation_per_observer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mentor", models.F("observer")), _negated=True),
                        name="nobody_observes_themselves",
                        violation_error_message="Nobody can observe themselves.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TriadMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="round as mentor")),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="triad_places",
                        to="pilots.participant",
                        verbose_name="participant",
                    ),
                ),
                (
                    "triad",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="pilots.triad",
                        verbose_name="group of three",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of a group of three",
                "verbose_name_plural": "members of groups of three",
                "ordering": ["triad", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("triad", "participant"), name="once_in_a_triad"),
                    models.UniqueConstraint(fields=("triad", "place"), name="one_triad_member_per_place"),
                ],
            },
        ),
        migrations.AddField(
            model_name="triad",
            name="members",
            field=models.ManyToManyField(
                related_name="triads",
                through="pilots.TriadMember",
                to="pilots.participant",
                verbose_name="members",
            ),
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("assessment", models.CharField(max_length=40, verbose_name="short name of the assessment")),
                ("text", models.TextField(blank=True, max_length=40000, verbose_name="text")),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="answers to a quiz")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Begun"),
                            ("handed_in", "Handed in"),
                            ("returned", "To be worked on again"),
                            ("passed", "Passed"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                ("handed_in", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                ("levels", models.JSONField(blank=True, default=dict, verbose_name="levels")),
                (
                    "feedback",
                    models.TextField(blank=True, max_length=4000, verbose_name="feedback to the participant"),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="note that only facilitators see"
                    ),
                ),
                ("assessed", models.DateTimeField(blank=True, null=True, verbose_name="assessed")),
                (
                    "assessed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assessed by",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="works",
                        to="pilots.participant",
                        verbose_name="participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "work of a participant",
                "verbose_name_plural": "work of participants",
                "ordering": ["participant", "assessment"],
                "indexes": [models.Index(fields=["state", "handed_in"], name="works_to_assess")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "assessment"), name="one_work_per_assessment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "handed_in", "returned", "passed"])),
                        name="work_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="file name")),
                ("media_type", models.CharField(max_length=100, verbose_name="type of file")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="place of the file")),
                ("caption", models.CharField(blank=True, max_length=300, verbose_name="what it shows")),
                ("added", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="pilots.work",
                        verbose_name="work",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a participant",
                "verbose_name_plural": "files of participants",
                "ordering": ["work", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="triad",
            constraint=models.UniqueConstraint(
                condition=models.Q(("meeting", None)),
                fields=("cohort", "number"),
                name="one_triad_per_number_without_meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="triad",
            constraint=models.UniqueConstraint(
                fields=("meeting", "number"), name="one_triad_per_number_at_a_meeting"
            ),
        ),
    ]
