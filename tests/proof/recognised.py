"""What must be recognised of a community besides the words planted in it: names, pictures, numbers, times and keys."""

from datetime import UTC
from typing import Any

from core.privacy import SECRET, classified_models
from tests.proof.needles import drawing_of, forms_of, forms_of_number

SHORTEST_KEY = 8


def note_names_and_numbers(community: Any) -> None:
    """Make everybody's names, pictures, numbers and keys recognisable."""
    from forum.models import Alias, Bookmark, Reading, Support
    from notifications.models import Notice
    from people.models import Member

    asha, dana, vera, ines = (community.people[who] for who in ("asha", "dana", "vera", "ines"))
    for secret, member in [("Asha, under her name", asha), ("Dana, under her name", dana),
                           ("that the voice's owner exists", vera), ("who gave support", ines)]:  # fmt: skip
        picture = drawing_of(member.avatar_seed).casefold()
        community.canaries[secret].needles |= {*forms_of(member.name), *forms_of(member.name_key), picture}
    for secret in ("that the voice's owner exists", "who gave support"):
        community.canaries[secret].has_a_page = True
    community.plant("the second of an anonymous voice", *seconds_of_anonymous_words())
    aliases = Alias.objects.filter(member=vera)
    identity = community.canaries["that the voice's owner exists"].needles | forms_of_number(vera.pk)
    voice = set(community.canaries["words of an anonymous voice"].needles)
    for alias in aliases:
        voice |= forms_of(alias.name) | {drawing_of(alias.avatar_seed).casefold()}
    community.canaries["who an anonymous voice is"].together = (identity, voice)
    community.plant_numbers(
        "numbers of an anonymous voice", [vera.account_id, *aliases.values_list("pk", flat=True)]
    )
    community.plant_numbers("account numbers", (member.account_id for member in community.people.values()))
    community.plant_numbers("member numbers", Member.objects.values_list("pk", flat=True))
    kept = [
        number
        for model in (Bookmark, Reading, Support)
        for number in model.objects.values_list("pk", flat=True)
    ]
    community.plant("what others keep and follow", *map(str, kept))
    note_new_words(community)
    notices = Notice.objects.filter(member=asha).values_list("pk", flat=True)
    community.plant("other people's notices", *map(str, notices))
    community.plant("keys to accounts", *kept_secrets())


def note_new_words(community: Any) -> None:
    """Make the numbers of all that may not be known of recognisable, as far as it is written by now."""
    from forum.models import Picture, Post, Thread

    def numbers(found: Any) -> list[str]:
        return [str(number) for number in found.values_list("pk", flat=True)]

    for secret, who in (("numbers of Asha's words", "asha"), ("numbers of Dana's words", "dana")):
        by = {"author": community.people[who], "alias": None, "removed_at": None}
        community.plant(secret, *numbers(Post.objects.filter(**by)), *numbers(Thread.objects.filter(**by)))
    behind = numbers(Thread.objects.filter(space=community.closed))
    behind += numbers(Post.objects.filter(thread__space=community.closed))
    behind += numbers(Picture.objects.filter(post__thread__space=community.closed))
    community.plant("numbers of what is behind it", *behind)
    talk = community.talk
    community.plant("numbers of a conversation", str(talk.pk), *numbers(talk.messages))


def seconds_of_anonymous_words() -> set[str]:
    """Return when anonymous posts were written, to the second, in each way a time can be told."""
    from forum.models import Post

    anonymous = Post.objects.filter(alias__isnull=False)
    times = [time for row in anonymous.values_list("created_at", "edited_at", "removed_at") for time in row
             if time and (time.second or time.microsecond)]  # fmt: skip
    forms = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%a, %d %b %Y %H:%M:%S")
    told = {time.astimezone(UTC).strftime(form) for time in times for form in forms}
    return told | {str(int(time.timestamp())) for time in times}


def kept_secrets() -> set[str]:
    """Return whatever stands in a field that its model says lets somebody in: hashes, sessions, codes, tokens."""
    found: set[str] = set()
    for model, privacy in classified_models():
        keys = [name for name, handling in privacy.handlings.items() if handling == SECRET]
        for values in model._default_manager.values_list(*keys) if keys else ():
            found |= {
                str(value)
                for value in values
                if len(str(value)) > SHORTEST_KEY and not str(value).isdecimal()
            }
    return found
