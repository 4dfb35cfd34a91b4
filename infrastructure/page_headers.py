"""What every page tells the browser: one list, for CloudFront and for the front door of the city on one machine."""

from collections.abc import Sequence

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A link's token is in the fragment, which no referrer carries; the rest of an address is nobody's business either.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

SHOWING = ("/console/", "/agency/")  # pages that show pictures made of evidence, which lie in a bucket of their own


def content_security_policy(connect: Sequence[str] = (), images: Sequence[str] = ()) -> str:
    """No inline script or style, nothing framed.

    `connect` are the other origins that pages call, `images` those whose pictures and movies a page may show.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",  # a file's digest is computed in WebAssembly
            "style-src 'self'",
            "font-src 'self'",
            " ".join(("img-src 'self' data: blob:", *images)),
            " ".join(("connect-src 'self'", *connect)),
            "worker-src 'self' blob:",
            " ".join(("media-src 'self' blob:", *images)),
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        )
    )
