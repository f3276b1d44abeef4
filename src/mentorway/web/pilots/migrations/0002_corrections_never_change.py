"""The database itself refuses to change a correction of attendance that was written down."""

from django.db import migrations

from mentorway.web.core.unchanging import never_changes

COLUMNS = "meeting_id, participant_id, was, became, why, at"
REFUSAL = "a correction of attendance never changes"


class Migration(migrations.Migration):
    dependencies = [("pilots", "0001_pilots")]

    operations = [
        never_changes("pilots_attendancechange", COLUMNS, name="pilots_correction", refusal=REFUSAL)
    ]
