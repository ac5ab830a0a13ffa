"""Sources of single figures: pages of the press and of ministries, one source a page."""

import hashlib
import re
import urllib.parse

LICENCE = "rights with the publisher; single fact quoted"
DATE_READ = "2026-11-22"


def page_source(sources, publisher, address):
    """Declares the page at `address` where `publisher` is quoted and returns the source's id."""
    host = urllib.parse.urlparse(address).netloc.removeprefix("www.")
    slug = (
        re.sub(r"[^a-z0-9]+", "_", host.encode("ascii", "ignore").decode().lower()).strip("_")
        or "page"
    )
    mark = hashlib.sha1(f"{publisher}|{address}".encode()).hexdigest()[:6]
    # One page may carry figures of several publishers: the publisher is part of the mark.
    return sources.add(
        f"press_{slug}_{mark}",
        publisher,
        "Page with a single quoted figure",
        address or "no address was shown",
        LICENCE,
        DATE_READ,
    )
