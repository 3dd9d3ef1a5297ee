"""Pages for running the place: its facts, its agreement, its topics and who does what."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.paging import keyset_page
from core.queries import get_community
from core.text import storable
from people import actions, queries
from people.access import permission_required
from people.forms.operator import AgreementTextForm, CommunityForm, RoleForm, TopicForm
from people.models import Member, Role, Topic
from people.views.sending import sent


@require_http_methods(["GET", "POST"])
@permission_required("edit_community")
def operator_community(request: HttpRequest) -> HttpResponse:
    form = CommunityForm(sent(request), initial=vars(get_community()))
    if request.method == "POST" and form.is_valid():
        actions.describe_community(by=request.member, **form.cleaned_data)
        return _saved(request, "operator_community")
    return _page(request, "people/operator_community.html", form)


@require_http_methods(["GET", "POST"])
@permission_required("edit_agreement")
def operator_agreement(request: HttpRequest) -> HttpResponse:
    agreement = queries.current_agreement()
    form = AgreementTextForm(sent(request), initial={"body": agreement.body})
    if request.method == "POST" and form.is_valid():
        published = actions.publish_agreement(body=form.cleaned_data["body"], by=request.member)
        actions.accept_agreement(request.member, agreement=published)
        return _saved(
            request, "operator_agreement", _("The new agreement is in force. Everybody is asked again.")
        )
    return _page(request, "people/operator_agreement.html", form, agreement=agreement)


@require_http_methods(["GET", "POST"])
@permission_required("edit_topics")
def operator_topics(request: HttpRequest) -> HttpResponse:
    form = TopicForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_topic(name=form.cleaned_data["name"], by=request.member)
            return _saved(request, "operator_topics")
        except ValidationError as problem:
            form.add_error("name", problem)
    return _page(request, "people/operator_topics.html", form, topics=queries.list_topics())


@require_POST
@permission_required("edit_topics")
def operator_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Rename a topic, or move it one place up or down."""
    topic = get_object_or_404(Topic, pk=topic_id)
    if way := request.POST.get("move"):
        actions.order_topics(_moved(topic, -1 if way == "up" else 1), by=request.member)
        return redirect("operator_topics")
    form = TopicForm(request.POST)
    if form.is_valid():
        try:
            actions.rename_topic(topic, name=form.cleaned_data["name"], by=request.member)
            return _saved(request, "operator_topics")
        except ValidationError as problem:
            form.add_error("name", problem)
    facts = {"topics": queries.list_topics(), "renamed": topic, "rename_form": form}
    return _page(request, "people/operator_topics.html", TopicForm(), wrong=True, **facts)


@require_GET
@permission_required("set_roles")
def operator_members(request: HttpRequest) -> HttpResponse:
    """List members by name, to find one and to see who has which role."""
    wanted = storable(request.GET.get("name", ""))[:80].strip()
    role = request.GET.get("role", "")
    found = queries.find_members(wanted)
    if role in Role.values:
        found = found.filter(role=role)
    page = keyset_page(found, order=("name_key", "id"), cursor=request.GET.get("after"), size=20)
    facts = {"page": page, "name": wanted, "role": role, "roles": Role.choices}
    return render(request, "people/operator_members.html", facts)


@require_http_methods(["GET", "POST"])
@permission_required("set_roles")
def operator_member(request: HttpRequest, member_id: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=member_id, account__is_active=True)
    form = RoleForm(sent(request), initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_role(member, role=form.cleaned_data["role"], by=request.member)
            return _saved(request, "operator_members")
        except ValidationError as problem:
            form.add_error("role", problem)
    return _page(request, "people/operator_member.html", form, shown=member)


def _page(
    request: HttpRequest, template: str, form: Form, *, wrong: bool = False, **facts: object
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound or wrong else HTTPStatus.OK
    return render(request, template, {"form": form, **facts}, status=status)


def _saved(request: HttpRequest, url_name: str, words: str = "") -> HttpResponse:
    messages.success(request, words or _("Saved."))
    return redirect(url_name)


def _moved(topic: Topic, step: int) -> list[int]:
    ids = [known.pk for known in queries.list_topics()]
    place = ids.index(topic.pk)
    ids.insert(max(0, min(len(ids) - 1, place + step)), ids.pop(place))
    return ids
