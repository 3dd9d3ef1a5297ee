"""The e-mail address to come back in by, asking for a note, and the page its link opens."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people import actions, notes, queries
from people.access import confirmed_recently
from people.forms.second_steps import AddressForm, NewPassphraseForm, NoteForm
from people.limits import Tries, wait_a_while
from people.models import Account, Member
from people.names import name_key
from people.signing_in import let_in
from people.views.sending import sent


@require_http_methods(["GET", "POST"])
@confirmed_recently
def address(request: HttpRequest) -> HttpResponse:
    """Let a member give an e-mail address, where notes can be sent at all."""
    form = AddressForm(sent(request))
    if request.method == "POST" and notes.can_send() and form.is_valid() and _may_give(request, form):
        actions.give_address(
            request.member, address=form.cleaned_data["address"], origin=request.build_absolute_uri("/")
        )
        messages.success(
            request, _("A note is on its way. Open its link within 30 minutes, and the address counts.")
        )
        return redirect("security")
    facts = {"form": form, "can_send": notes.can_send(), "kept": queries.get_address(request.member)}
    return render(request, "people/address.html", facts, status=_status(form))


@require_POST
@confirmed_recently
def address_remove(request: HttpRequest) -> HttpResponse:
    actions.take_back_address(request.member)
    messages.success(request, _("The address is forgotten."))
    return redirect("security")


@never_cache
@require_http_methods(["GET", "POST"])
def recover_by_note(request: HttpRequest) -> HttpResponse:
    """Answer the same for every name and address: if they belong together, a note is on its way."""
    form = NoteForm(sent(request))
    if request.method == "POST" and notes.can_send() and form.is_valid():
        given = form.cleaned_data
        if not Tries(request, "recover_by_note", who=name_key(given["name"])).are_used_up:
            actions.ask_for_note(**given, origin=request.build_absolute_uri("/"))
            return render(request, "people/note_asked.html")
        form.add_error(None, wait_a_while())
    facts = {"form": form, "can_send": notes.can_send()}
    return render(request, "people/recover_by_note.html", facts, status=_status(form))


@never_cache
@sensitive_post_parameters("new_passphrase")
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, token: str) -> HttpResponse:
    """Open what a note's link is for. Nothing changes before a press: programs open links in letters too."""
    found = notes.read_token(token, now=timezone.now())
    if found is None:
        return render(request, "people/note_over.html", status=HTTPStatus.NOT_FOUND)
    purpose, account, about = found
    if purpose == notes.ADDRESS:
        return _prove_address(request, account, about)
    return _come_back(request, account)


def _prove_address(request: HttpRequest, account: Account, about: str) -> HttpResponse:
    if request.method == "GET":
        return render(request, "people/note_address.html")
    if not actions.prove_address(account, address=about, now=timezone.now()):
        return render(request, "people/note_over.html", status=HTTPStatus.NOT_FOUND)
    messages.success(request, _("The address counts from now on."))
    return redirect("account" if request.member else "sign_in")


def _come_back(request: HttpRequest, account: Account) -> HttpResponse:
    member = Member.objects.get(account=account)
    form = NewPassphraseForm(sent(request), name=member.name)
    if request.method == "POST" and form.is_valid():
        changed = actions.change_passphrase(member, passphrase=form.cleaned_data["new_passphrase"])
        return let_in(request, changed, to="/account/")
    return render(request, "people/note_come_back.html", {"form": form}, status=_status(form))


def _may_give(request: HttpRequest, form: AddressForm) -> bool:
    if not Tries(request, "address", who=str(request.member.account_id)).are_used_up:
        return True
    form.add_error(None, wait_a_while())
    return False


def _status(form: AddressForm | NoteForm | NewPassphraseForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
