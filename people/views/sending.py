"""What a form was sent with, and where to go on afterwards."""

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from people import kept_words


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, even when it is nothing at all; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def next_page(request: HttpRequest, otherwise: str = "/") -> str:
    """Return where to go on, only if it is a page of ours and not a way out."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_way_out = wanted.startswith((reverse("leave"), reverse("sign_out")))
    return wanted if kept_words.is_own_path(wanted) and not is_way_out else otherwise
