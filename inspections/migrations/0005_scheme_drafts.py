import accounts.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0004_rounds_population_and_declaration'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SchemeDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_code', models.CharField(db_index=True, max_length=12, verbose_name='区划')),
                ('data', models.JSONField(default=dict, verbose_name='内容')),
                ('sha256', models.CharField(max_length=64, verbose_name='内容指纹')),
                ('file_name', models.CharField(max_length=120, verbose_name='文件名')),
                ('downloaded_from', models.PositiveIntegerField(blank=True, null=True, verbose_name='工作簿版本')),
                ('state', models.CharField(choices=[('staged', '待发布'), ('published', '已发布'), ('dropped', '已放弃')], default='staged', max_length=10, verbose_name='状态')),
                ('uploaded_at', models.DateTimeField(default=accounts.clock.now, verbose_name='上传时间')),
                ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='inspections.scheme', verbose_name='所比版本')),
                ('published', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='inspections.scheme', verbose_name='发布的版本')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '方案修改稿',
                'verbose_name_plural': '方案修改稿',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('published__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('published__isnull', True)), _connector='OR'), name='scheme_draft_published_has_version', violation_error_message='已发布的修改稿须有版本。')],
            },
        ),
    ]
