#!/bin/sh
# Run once before the services start: schema, roles, timetable, collected static files, fonts.
set -eu
python manage.py migrate --no-input
python manage.py sync_roles
python manage.py load_escalation_steps
python manage.py collectstatic --no-input --verbosity 0
python config/fonts.py || echo "字体未能取齐：请把公文字体放入 fonts 卷，见 docs/operations.md。" >&2
