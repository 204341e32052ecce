"""Forms of logging in and changing a password, and the date input all apps use."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm


class DayInput(forms.DateInput):
    """The browser's own date picker; its value is written 2016-07-31."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class LoginForm(AuthenticationForm):
    """User name and password; whatever is wrong, the answer is the same sentence."""

    error_messages = {
        "invalid_login": "用户名或密码不正确。连续输错 5 次，账号锁定 15 分钟。",
        "inactive": "用户名或密码不正确。连续输错 5 次，账号锁定 15 分钟。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"


class PasswordChangeForm(DjangoPasswordChangeForm):
    """The old password once, the new one twice."""

    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields[
            "new_password1"
        ].help_text = "至少 10 位，不能全是数字，不用常见密码，不与姓名、用户名相近。"
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""
