from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_unit_head'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='toured_on',
            field=models.DateField(blank=True, null=True, verbose_name='看过引导的日期'),
        ),
    ]
