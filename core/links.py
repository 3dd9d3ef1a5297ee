"""Links in what people write: only to the web, always saying where they lead, and through a page that says it again.

The page at /out/ opens no address by itself, and offers a way on only where we made the link: the address is signed,
so that nobody elsewhere can send people through us.
"""

import html
import re
from urllib.parse import quote, unquote, urlsplit

from django.core.signing import BadSignature, Signer
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_BARE_LINK = re.compile(r"https?://[^\s<>\"'`\[\]{}|\\^]{3,500}", re.IGNORECASE)
_TRAILING = ".,;:!?)…\"'"

_OUT = re.compile(r'href="/out/\?to=([^"&]*)&amp;key=[^"]*"')


def out_address(target: str) -> str:
    """Return the address of the page between here and there."""
    return f"/out/?to={quote(target, safe='')}&key={_signer().signature(target)}"


def is_ours(target: str, key: str) -> bool:
    """Tell whether this link was made here, from what somebody wrote."""
    try:
        _signer().unsign(f"{target}:{key}")
    except BadSignature:
        return False
    return bool(host_of(target))


def straightened(rendered: str) -> str:
    """Return the HTML of words with its links leading straight to where they lead, for reading elsewhere."""
    return _OUT.sub(lambda found: f'href="{html.escape(unquote(found[1]))}"', rendered)


def _signer() -> Signer:
    return Signer(salt="links out")


def host_of(address: str) -> str:
    """Return the host a web address leads to; "" when it is not an http or https address."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme.lower() in {"http", "https"} else ""
    except ValueError:
        return ""


def mark_bare_links(state: StateCore) -> None:
    """Turn web addresses typed as words into links, and let every other link say its host."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _linked(state, block.children)


def _linked(state: StateCore, tokens: list[Token]) -> list[Token]:
    found: list[Token] = []
    host, words = "", ""
    for token in tokens:
        if token.type == "link_open":
            target = str(token.attrs["href"])
            host, words = host_of(target), ""
            token.attrs["href"] = out_address(target)
        elif token.type == "link_close":
            if not _says_host(words, host):
                found.append(_text(f" ({host})"))
            host = ""
        elif host:
            words += token.content
        elif token.type == "text" and "://" in token.content:
            found.extend(_split(state, token.content))
            continue
        found.append(token)
    return found


def _says_host(words: str, host: str) -> bool:
    """Tell whether the words of a link are its address, so that they cannot pretend to lead elsewhere."""
    return bool(re.match(rf"https?://{re.escape(host)}(?:[/?#:]\S*)?$", words, re.IGNORECASE))


def _split(state: StateCore, content: str) -> list[Token]:
    found: list[Token] = []
    end = 0
    for match in _BARE_LINK.finditer(content):
        address = match[0].rstrip(_TRAILING)
        target = state.md.normalizeLink(address)
        if not host_of(target):
            continue
        found += [
            _text(content[end : match.start()]),
            Token("link_open", "a", 1, attrs={"href": out_address(target)}),
        ]
        found.append(_text(address))
        if not _says_host(address, host_of(target)):
            found.append(_text(f" ({host_of(target)})"))
        found.append(Token("link_close", "a", -1))
        end = match.start() + len(address)
    return [*found, _text(content[end:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
