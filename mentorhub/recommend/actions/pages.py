"""A catalogue that its server hands out page by page, made one file again."""

import tempfile
from typing import BinaryIO

from mentorhub.kit.fetching import NOTHING, Fetched, Fetcher, Login, turned
from mentorhub.kit.reach import Deadline, NotFetched, origin_of
from mentorhub.recommend.sources import door
from mentorhub.recommend.sources.entries import Unreadable

MOST_PAGES = 1000
PAGES, ELSEWHERE = "pages", "elsewhere"


def fetch_all(
    fetcher: Fetcher,
    first: Fetched,
    page: BinaryIO,
    into: BinaryIO,
    *,
    then: str,
    format_: str,
    address: str,
    login: Login | None,
    deadline: Deadline,
) -> Fetched:
    """Write a first page and all that follow, from ``then`` on, into one file; return what came.

    Each further page is asked for by the rules of the first, and only from a server that the
    first came from; the login goes to that of ``address`` alone. All pages together take no more
    time and bytes than one file may.

    Raises:
        NotFetched: a page did not come, lies elsewhere, cannot be read, or there is no end.
    """
    paging = door.FORMATS[format_].paging
    if paging is None:
        raise NotFetched(PAGES)
    own = origin_of(fetcher.reach.check(address))
    allowed, seen = {own, origin_of(fetcher.reach.check(first.address))}, {address, first.address}
    got, size, count = first, first.size, 0
    try:
        to = then
        with paging.one_file(into) as add:
            add(page)
            while to:
                to = turned(got.address, to)
                parts, count = fetcher.reach.check(to), count + 1
                if origin_of(parts) not in allowed:
                    raise NotFetched(ELSEWHERE)
                if to in seen or count >= MOST_PAGES:
                    raise NotFetched(PAGES)
                seen.add(to)
                with tempfile.TemporaryFile() as further:
                    got = fetcher.fetch(
                        to,
                        further,
                        login=login if origin_of(parts) == own else None,
                        deadline=deadline,
                        most=fetcher.limits.size - size,
                    )
                    size += got.size
                    further.seek(0)
                    to = door.next_page(further, format_)
                    add(further)
    except Unreadable as problem:
        raise NotFetched(PAGES) from problem
    return Fetched(True, size, NOTHING, first.address)
