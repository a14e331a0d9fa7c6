"""What a page would fetch from another site is found, however it is written; what a reader may follow is not."""

import pytest

from kunnskapsstatus.book.pages.elsewhere import fetched

FETCHED = {
    '<script async src="https://x.no/a.js"></script>': "https://x.no/a.js",
    "<img alt='' src='http://x.no/a.png'>": "http://x.no/a.png",
    "<iframe src=//x.no>": "//x.no",
    '<IMG SRC = "HTTPS://x.no/a?b&amp;c">': "HTTPS://x.no/a?b&c",
    '<img srcset="https://x.no/a.png 2x">': "https://x.no/a.png",
    '<link rel="stylesheet" href="https://x.no/a.css">': "https://x.no/a.css",
    '<link href="//x.no" rel="dns-prefetch">': "//x.no",
    '<meta http-equiv="refresh" content="0; url=https://x.no/">': "https://x.no/",
    '<form action="https://x.no/sok"><input></form>': "https://x.no/sok",
    '<svg><use href="https://x.no/a.svg#b"/></svg>': "https://x.no/a.svg#b",
    '<svg><image xlink:href="https://x.no/a.png"/></svg>': "https://x.no/a.png",
    '<a href="https://y.no" ping="https://x.no">ut</a>': "https://x.no",
    '<p style="background: url(https://x.no/a.png)">': "https://x.no/a.png",
    '@import "https://x.no/a.css";': "https://x.no/a.css",
    "@font-face { src: url( '//x.no/a.woff2' ) }": "//x.no/a.woff2",
}
NOT_FETCHED = (
    '<a href="https://x.no">ut</a>',
    '<a href="https://x.no/?url=https://y.no&amp;src=https://z.no">ut</a>',
    '<a title="Se url=https://y.no" href="https://x.no">ut</a>',
    '<svg><a xlink:href="https://x.no"><circle/></a></svg>',
    '<blockquote cite="https://x.no">Sagt</blockquote>',
    '<link rel="canonical" href="https://x.no/a.html">',
    '<link rel="license" href="https://x.no/by">',
    '<meta property="og:image" content="https://x.no/a.png">',
    '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    '<img src="../_static/a.png" alt="Se https://x.no">',
    '<p>Skriv src="https://x.no/a.js" slik.</p>',
    "a { background: url(a.png) } /* https://x.no */",
)


@pytest.mark.parametrize(("page", "address"), FETCHED.items(), ids=map(str, range(len(FETCHED))))
def test_what_is_fetched_from_elsewhere_is_found(page: str, address: str) -> None:
    assert fetched(page) == [address]
    assert fetched(f'<p>Se <a href="https://y.no">ut</a>: {page}</p>') == [address]


@pytest.mark.parametrize("page", NOT_FETCHED, ids=map(str, range(len(NOT_FETCHED))))
def test_what_a_reader_may_follow_is_not(page: str) -> None:
    assert fetched(page) == []
