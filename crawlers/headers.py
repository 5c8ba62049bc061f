"""The headers of an answer, as everyone after the crawl reads them."""

from scrapy.http import Response


def headers_of(response: Response) -> dict[str, str]:
    """The headers by lower-case name, repeated ones joined; Scrapy would say ``Etag`` for ``ETag``."""
    return {name.decode("latin-1").lower(): b", ".join(response.headers.getlist(name)).decode("latin-1") for name in response.headers}
