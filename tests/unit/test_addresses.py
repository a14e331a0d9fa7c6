"""Addresses in a source's words become links, whole or not at all."""

import pytest

from kunnskapsstatus.book.text.addresses import linked, without_addresses


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Se https://www.bufdir.no/om-beboerne/.",
            'Se <a href="https://www.bufdir.no/om-beboerne/">Bufdir: Om beboerne</a>.',
        ),
        ("https://h.no/a?b=1&c=(d), x", '<a href="https://h.no/a?b=1&amp;c=(d)">h.no: A</a>, x'),
        ("(ssb.no/x/y_(z).)", '(<a href="https://ssb.no/x/y_(z)">SSB: Y (z)</a>.)'),
        ("https://h.no/<i>x</i>", "https://h.no/&lt;i&gt;x&lt;/i&gt;"),
        (
            "https://kommunikasjon.ntb.no/pressemelding/kraftig-okning-pa-dagtid_1.14602167",
            '<a href="https://kommunikasjon.ntb.no/pressemelding/kraftig-okning-pa-dagtid_1.14602167">'
            "NTB: Kraftig økning på dagtid</a>",
        ),
        ("javascript:ran() https://", "javascript:ran() https://"),
    ],
    ids=["publisher", "brackets", "in brackets", "not whole", "letters that are lost", "none"],
)
def test_an_address_is_a_link_with_a_name(text: str, shown: str) -> None:
    assert linked(text) == shown


def test_where_no_link_can_stand_an_address_is_its_name() -> None:
    said = "Rapporten, og https://www.bufdir.no/tall/om-beboerne."
    assert without_addresses(said) == "Rapporten, og Bufdir: Om beboerne."
