"""Every identity number once, by its keyed index; the old weight of complaints goes."""

import accounts.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("households", "0003_seal_personal_data")]
    operations = [
        migrations.AlterField(
            model_name="member",
            name="identity_key",
            field=accounts.fields.SearchKeyField(
                editable=False,
                max_length=32,
                of="identity_number",
                unique=True,
                verbose_name="证件号码索引",
            ),
        ),
        migrations.RemoveField(model_name="batchcomplaint", name="blocks"),
    ]
