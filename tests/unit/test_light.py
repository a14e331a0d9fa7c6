"""Of styles and letters, what pages use."""

import pytest
from fontTools.ttLib import TTFont

from kunnskapsstatus.book.light import fonts, names, purge

PAGE = """<html data-theme="auto"><body class="bd-body wide"><main id="main-content">
<a href="x.html" aria-current='true'>En</a><script>document.body.classList.add("begun")</script>
<script type="application/json">{"text": "<b class='never'>"}</script></main></body></html>"""
SCRIPT = 'menu.classList.toggle("opened", x.dataset.menuOpen);'
USED = names.of_page(PAGE) | names.of_scripts([SCRIPT])


@pytest.mark.parametrize(
    "rule",
    [
        "a{color:red}",
        'a:hover::before{content:"{;}"}',
        ".bd-body > main#main-content{margin:0}",
        "html[data-theme=dark] .wide{margin:0}",
        ".opened,.begun,[data-menu-open]{margin:0}",
        ":is(.never,.wide) a:not(.never){margin:0}",
        "*{margin:0}",
        ":root{--read:1px;margin:var(--read)}",
        "@media print{\n.wide{margin:0}\n}",
        "@keyframes turn{from{margin:0}to{margin:1px}}",
    ],
)
def test_a_rule_that_a_page_can_use_stays_as_it_is(rule: str) -> None:
    assert purge.properties(purge.rules(rule, USED.__contains__), "") == f"{rule}\n"


@pytest.mark.parametrize(
    "rule",
    [
        "b{margin:0}",
        ".bd-body .never{margin:0}",
        "a#never{margin:0}",
        "a[never]{margin:0}",
        ":is(.never,#never) a{margin:0}",
        "main:has(.never){margin:0}",
        ":root{--never:1px;--too:var(--never)}",
        "@media print{.never{margin:0}}",
        "@font-face{font-family:Icons;src:url(icons.woff2)}",
        "@import url(other.css);",
        "/* a word */",
    ],
)
def test_a_rule_that_no_page_can_use_goes(rule: str) -> None:
    assert purge.properties(purge.rules(rule, USED.__contains__), "") == ""


def test_of_several_selectors_those_stay_that_a_page_can_use() -> None:
    assert purge.rules(".never, a ,b:not(a),.wide{margin:0}", USED.__contains__) == "a,.wide{margin:0}\n"


def test_a_property_that_a_script_reads_stays() -> None:
    assert (
        purge.properties(":root{--shift:1px;--never:2px}\n", "x.getPropertyValue('--shift')") == ":root{--shift:1px;}\n"
    )


def test_a_file_of_letters_has_the_same_bytes_twice_and_what_norwegian_and_sami_need() -> None:
    regular = fonts.STYLES[0]
    made = fonts.subset(regular, fonts.COMMON)
    assert made == (fonts.LETTERS / fonts.name(regular, fonts.COMMON)).read_bytes(), "run: make notebooks"
    assert len(made) < 16_000
    known = set(fonts.characters(fonts.COMMON)) | set(fonts.characters(fonts.RARE))
    needed = "aAæÆøØåÅäÄöÖéÉ0123456789 –−×±≤≥≈‰→«»„“”’… áÁčČđĐŋŊšŠŧŦžŽ"
    has = set(TTFont(fonts._source("Regular")).getBestCmap())
    assert {ord(letter) for letter in needed} <= known & has
    assert not set(fonts.characters(fonts.COMMON)) & set(fonts.characters(fonts.RARE))
    parts = {fonts.name(style, part) for style in fonts.STYLES for part in (fonts.COMMON, fonts.RARE)}
    assert parts == {path.name for path in fonts.LETTERS.iterdir()}, "run: make notebooks"
