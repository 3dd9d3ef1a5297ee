"""The record, for those who run the place; and for every member, who looked at what is theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.paging import keyset_page
from people.access import member_required, permission_required
from safety import actions, queries
from safety.acts import all_acts


@require_GET
@permission_required("see_audit")
def operator_audit(request: HttpRequest) -> HttpResponse:
    """Everything staff did, newest first; reading it is itself on the record."""
    codes = [act.code for act in all_acts()]
    act = request.GET.get("act", "")
    entries = actions.read_audit(by=request.member, act=act if act in codes else "", now=timezone.now())
    page = keyset_page(entries, order=("-number",), cursor=request.GET.get("after"), size=40)
    context = {
        "page": page,
        "lines": queries.in_words(page.items),
        "acts": sorted((str(one.words), one.code) for one in all_acts()),
        "act": act,
    }
    return render(request, "safety/operator_audit.html", context)


@require_GET
@member_required
def looks(request: HttpRequest) -> HttpResponse:
    """When staff looked at what is this member's own, and why."""
    page = keyset_page(
        queries.list_looks(request.member), order=("-number",), cursor=request.GET.get("after"), size=40
    )
    return render(
        request, "safety/looks.html", {"page": page, "lines": queries.as_told_to_member(page.items)}
    )
