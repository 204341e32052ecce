"""What the acts on one problem have in common: reading what was sent, giving the problem back."""

from typing import Any

from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from inspections.models import Problem


class ProblemActs(GenericViewSet):
    """The base of every group of acts on one problem; the viewset of problems joins them."""

    def given(self, taken_in: type[Any]) -> dict[str, Any]:
        """Read the request by a serializer; what is wrong is answered with 400."""
        read = taken_in(data=self.request.data, context=self.get_serializer_context())
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def answer(self, problem: Problem) -> Response:
        """Give the problem as it stands after the act."""
        fresh = self.get_queryset().get(pk=problem.pk)
        return Response(self.get_serializer(fresh).data)
