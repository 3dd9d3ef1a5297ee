"""The page with what is new for one member."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications import actions, queries
from notifications.forms import UntilForm
from people.access import member_required


@require_safe
@member_required
def notice_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = queries.list_notices(request.member, request.GET.get("after"))
    return render(request, "notifications/notice_list.html", {"page": page, "now": now.isoformat()})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def notice_open(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark it read and go to what it is about. A GET may do so: it changes only the reader's own dot."""
    readable = queries.get_notice(notice_id, viewer=request.member)
    actions.mark_read(request.member, [notice_id], now=timezone.now())
    return redirect(readable.line.url)


@require_POST
@member_required
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark what the page had shown as read; without a time, everything up to now."""
    form, now = UntilForm(request.POST), timezone.now()
    until = form.cleaned_data["until"] if form.is_valid() else now
    actions.mark_all_read(request.member, until=until, now=now)
    return redirect("notice_list")
