"""Logging in and out, the password, notices, and how far a job is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import DetailView, ListView
from rest_framework.authtoken.models import Token

from accounts.forms import LoginForm, PasswordChangeForm
from accounts.models import Job, Notice
from accounts.pages import PageMixin, person
from accounts.services.notices import mark_read
from accounts.services.people import change_password, note_login, note_logout
from accounts.wording import act_name


class LoginView(views.LoginView):
    """The one page that needs no login."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Log in and write it down."""
        response = super().form_valid(form)
        note_login(user=form.get_user())
        return response


class LogoutView(views.LogoutView):
    """Log out by POST."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write it down while it is known who it was."""
        if request.user.is_authenticated:
            note_logout(user=person(request))
        return super().post(request, *args, **kwargs)


class PasswordView(PageMixin, views.PasswordChangeView):
    """Change one's own password; other sessions and the API token end."""

    title = "修改密码"
    template_name = "accounts/password.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the password and keep this session."""
        user = person(self.request)
        change_password(user=user, password=form.cleaned_data["new_password1"], by=user)
        Token.objects.filter(user=user).delete()
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "密码已修改，其他设备上的登录已失效。")
        return HttpResponseRedirect(str(self.success_url))


class NoticeList(PageMixin, ListView):
    """One's own notices, the newest first."""

    title = "站内消息"
    template_name = "accounts/notice_list.html"
    paginate_by = 30

    def get_queryset(self) -> Any:
        """Give the user's notices; ?unread=1 leaves out what has been read."""
        mine = Notice.objects.visible_to(person(self.request))
        return mine.unread() if self.request.GET.get("unread") else mine


class NoticeReadView(View):
    """Mark one notice read and go where it leads."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mark it; somebody else's notice is as one that does not exist."""
        notice = get_object_or_404(Notice.objects.visible_to(person(request)), pk=pk)
        mark_read(user=person(request), now=timezone.now(), notice_id=notice.pk)
        local = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
        return HttpResponseRedirect(notice.url if local else reverse("accounts:notices"))


class NoticesReadView(View):
    """Mark all one's notices read."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark them and show the list again."""
        count = mark_read(user=person(request), now=timezone.now())
        messages.success(request, f"已将 {count} 条消息标为已读。")
        return HttpResponseRedirect(reverse("accounts:notices"))


class JobView(PageMixin, DetailView):
    """How far a job is: a page, or its fragment when the page asks again."""

    template_name = "accounts/job.html"

    def get_title(self) -> str:
        """Name the work by its kind."""
        name = act_name(self.object.kind)
        return "后台任务" if name == self.object.kind else name

    def get_queryset(self) -> Any:
        """Give the jobs this user asked for."""
        return Job.objects.visible_to(person(self.request))

    def get_template_names(self) -> list[str]:
        """Give the fragment alone to a page that polls."""
        polls = "HX-Request" in self.request.headers
        return ["partials/job.html"] if polls else [self.template_name]
