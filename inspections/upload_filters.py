"""What the list of uploaded problem lists can be narrowed by."""

import django_filters

from inspections.models import ProblemUpload


class UploadFilter(django_filters.FilterSet):
    """Uploads by their state."""

    state = django_filters.ChoiceFilter(
        choices=ProblemUpload.State.choices, label="状态", empty_label="全部"
    )

    class Meta:
        model = ProblemUpload
        fields: list[str] = []
