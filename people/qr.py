"""A QR code as a drawing inside the page: made here, so that no key travels to anybody else."""

import qrcode
from markupsafe import Markup


def qr_svg(text: str) -> Markup:
    """Return an <svg> of the text, black on white whatever the page's colours, with the quiet edge readers need."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    size = len(rows)
    return Markup(
        '<svg class="qr" viewBox="0 0 {0} {0}" aria-hidden="true" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{1}"/></svg>'
    ).format(size, dark)
