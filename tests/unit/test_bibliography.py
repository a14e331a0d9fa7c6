"""The list of references: its order."""

from pybtex.database import parse_string

from kunnskapsstatus.book.bibliography import Alphabetical

WORKS = """
@misc{overli, author = {Øverli, I.}, title = {{Vold}}, year = 2019}
@misc{aas, author = {Ås, B.}, title = {{Makt}}, year = 1981}
@misc{aegir, author = {Ægir, T.}, title = {{Hav}}, year = 2001}
@misc{zahl, author = {Zahl, M.}, title = {{Helse}}, year = 2003}
@book{willumsen, editor = {Willumsen, E.}, title = {{Samarbeid}}, year = 2016}
@misc{department, author = {{Barne- og familiedepartementet}}, title = {{Proposisjon}}, year = 2009}
@misc{directorate, author = {{Barne-, ungdoms- og familiedirektoratet}}, title = {{Veileder}}, year = 2019}
@misc{law, title = {{Lov om kommunale krisesentertilbod}}, year = 2009}
@misc{later, author = {Andre, K.}, title = {{Abc}}, year = 2012}
@misc{first, author = {André, K.}, title = {{Bcd}}, year = 2010}
"""


def test_works_stand_in_the_order_of_the_norwegian_alphabet() -> None:
    works = list(parse_string(WORKS, "bibtex").entries.values())
    order = ["first", "later", "department", "directorate", "law", "willumsen", "zahl", "aegir", "overli", "aas"]
    assert [work.key for work in Alphabetical().sort(works)] == order
