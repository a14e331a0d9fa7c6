"""What a search goes through: what one can read on a page, and nothing else."""

from pathlib import Path

from kunnskapsstatus.book.site import search
from kunnskapsstatus.book.site.readable import Section, pages

PAGE = """\
<nav><p>Meny</p></nav>
<article class="bd-article">
<section id="bruken"><h1><span>4. </span>Bruken<a class="headerlink" href="#bruken">#</a></h1>
<p>I 2018 bodde <span class="statistic"><span>1\u00a0842</span><span class="statistic-source" hidden> Kilde</span>
</span> der.<span class="claim"><code>a &lt; b</code></span></p>
<details class="checks"><summary>Kontroll</summary><p>reasons.top()</p></details>
<section id="arsaker"><h2>Årsaker</h2>
<ul><li><p>Psykisk vold</p><ul><li>Trusler</li></ul></li></ul>
<figure class="exhibit" id="reasons"><figcaption><p>Figur 4.1 Årsaker</p></figcaption><svg><text>0 %</text></svg>
<details><summary>Vis tallene</summary><table><tr><th>Trusler</th><td>61</td></tr></table></details>
<details><summary>Data</summary><p>Last ned</p></details></figure>
<div class="exhibit"><div class="exhibit-caption" id="stays"><p>Tabell 4.1 Opphold</p></div></div>
<p>Etter figuren.</p>
<dl><dt>Beboer</dt><dd><p>En som bor der.</p></dd></dl>
</section></section></article>
"""


def test_a_page_is_read_section_by_section_without_panels_axes_and_code(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    found = pages(tmp_path)["page.html"]
    assert found.title == "4. Bruken"
    assert found.sections == [
        Section("bruken", "4. Bruken", ["I 2018 bodde 1\u00a0842 der."]),
        Section("arsaker", "Årsaker", ["Psykisk vold", "Trusler", "Etter figuren."]),
        Section("reasons", "Figur 4.1 Årsaker", [], ["Trusler 61"]),
        Section("stays", "Tabell 4.1 Opphold"),
        Section("arsaker", "Beboer", ["En som bor der."]),
    ]


def test_a_search_has_the_pages_of_the_site_and_no_others(tmp_path: Path) -> None:
    for name in ("chapters/users.html", "search.html", "404.html", "_static/x.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE, "utf-8")
    search.write(tmp_path, pages(tmp_path))
    text = (tmp_path / search.FILE).read_text("utf-8")
    assert text.count('"4. Bruken"') == 2 and '["chapters/users.html","4. Bruken",' in text
