"""Fewer indexes to keep up: those no query uses, and doubles PostgreSQL makes beside others."""

import accounts.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0011_list_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="helperpairing",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="households.registerbatch",
                verbose_name="来自导入",
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="area_code",
            field=models.CharField(max_length=12, verbose_name="区划"),
        ),
        migrations.AlterField(
            model_name="household",
            name="phone_key",
            field=accounts.fields.SearchKeyField(
                editable=False, max_length=32, of="phone", verbose_name="电话索引"
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="households.registerbatch",
                verbose_name="来自导入",
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="village",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="households",
                to="households.area",
                verbose_name="村",
            ),
        ),
        migrations.AlterField(
            model_name="householdincome",
            name="area_code",
            field=models.CharField(max_length=12, verbose_name="区划"),
        ),
        migrations.AlterField(
            model_name="householdincome",
            name="household",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="incomes",
                to="households.household",
                verbose_name="户",
            ),
        ),
        migrations.AlterField(
            model_name="householdincome",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="households.registerbatch",
                verbose_name="来自导入",
            ),
        ),
        migrations.AlterField(
            model_name="householdyear",
            name="area_code",
            field=models.CharField(max_length=12, verbose_name="区划"),
        ),
        migrations.AlterField(
            model_name="householdyear",
            name="household",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="years",
                to="households.household",
                verbose_name="户",
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="health_key",
            field=accounts.fields.SearchKeyField(
                editable=False, max_length=32, of="health", verbose_name="健康状况索引"
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="identity_key",
            field=accounts.fields.SearchKeyField(
                editable=False, max_length=32, of="identity_number", verbose_name="证件号码索引"
            ),
        ),
        migrations.AlterField(
            model_name="member",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="households.registerbatch",
                verbose_name="来自导入",
            ),
        ),
        migrations.AlterField(
            model_name="posting",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="households.registerbatch",
                verbose_name="来自导入",
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["village"], name="household_by_village"),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["phone_key"], name="household_by_phone"),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=["area_code"], name="household_by_place", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="householdincome",
            index=models.Index(
                fields=["area_code"], name="income_by_place", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="householdyear",
            index=models.Index(
                fields=["area_code"],
                name="household_year_by_place",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                fields=("identity_key",),
                name="member_identity_once",
                violation_error_message="该证件号码已登记。",
            ),
        ),
    ]
