"""People, units and notices as the API gives them."""

from rest_framework import serializers

from accounts.models import Notice, Unit, User


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """A unit with its other names."""

    aliases: serializers.RelatedField = serializers.SlugRelatedField(
        many=True, read_only=True, slug_field="name"
    )

    class Meta:
        model = Unit
        fields = ["id", "name", "kind", "area_code", "aliases"]
        read_only_fields = fields


class MeSerializer(serializers.ModelSerializer[User]):
    """The caller: who he is and what he may do."""

    unit = UnitSerializer(read_only=True)
    roles = serializers.SerializerMethodField()
    permissions = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "name", "area_code", "unit", "roles", "permissions"]
        read_only_fields = fields

    def get_roles(self, user: User) -> list[str]:
        """Give the roles' Chinese names in order."""
        return sorted(user.role_names)

    def get_permissions(self, user: User) -> list[str]:
        """Give the permissions as `app.codename` in order."""
        return sorted(user.get_all_permissions())


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """A message to the caller."""

    class Meta:
        model = Notice
        fields = ["id", "text", "url", "created_at", "read_at"]
        read_only_fields = fields


class LoginSerializer(serializers.Serializer):
    """Who asks for a token."""

    username = serializers.CharField(max_length=150, label="用户名")
    password = serializers.CharField(max_length=128, label="密码", trim_whitespace=False)


class TokenSerializer(serializers.Serializer):
    """The token, to be sent as `Authorization: Token …`."""

    token = serializers.CharField()


class ReadCountSerializer(serializers.Serializer):
    """How many notices were marked read."""

    read = serializers.IntegerField()
