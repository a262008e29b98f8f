"""Lists of names: the order that the list decides, what is no name, several in the place of one, and the way back."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bibstep.formats import READERS
from bibstep.model import OTHERS, Name, Record, Rich
from bibstep.pipeline.convert import convert
from bibstep.remarks import CODES
from bibstep.values.names import parse_display_names, parse_list, parse_names
from bibstep.values.names.commas import several
from bibstep.values.names.initials import apart
from bibstep.values.names.person import read_name, usual_name


def show(name: Name) -> str:
    """A name on one line: ``family, given, suffix`` with the particle before the family, or the literal in brackets."""
    if name.literal:
        return f"[{name.literal}]"
    family = f"{name.non_dropping_particle} {name.family}".strip()
    return ", ".join([part for part in (family, name.given, name.suffix) if part])


def shown(text: str) -> str:
    return "; ".join(map(show, parse_list(text)[0]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # family name and initials
        ("Roberts MA, Muller AK, Carter HO", "Roberts, M. A.; Muller, A. K.; Carter, H. O."),
        ("Brown SR, White JR", "Brown, S. R.; White, J. R."),
        ("Brown S Jr, White J, Poe K", "Brown, S., Jr; White, J.; Poe, K."),
        ("Brown SR Jr, Roe JA 3rd, Poe JA III", "Brown, S. R., Jr; Roe, J. A., 3rd; Poe, J. A., III"),
        ("Petrov II, Ivanov AA", "Petrov, I. I.; Ivanov, A. A."),
        ("Petrov IuV, Ivanov Ch.", "Petrov, Iu. V.; Ivanov, Ch."),
        ("Poe Sample M, Bianchi L", "Poe Sample, M.; Bianchi, L."),
        ("de Vries MD", "de Vries, M. D."),
        ("de Vries MD, Smith DDS", "de Vries, M. D.; Smith, D. D. S."),
        ("Smith JA MD, Doe BC MD, Roe D", "Smith, J. A.; Doe, B. C.; Roe, D."),
        ("Ruiz de la Torre J, Smith B", "Ruiz de la Torre, J.; Smith, B."),
        ("Abd El-Rahman F, Smith J", "Abd El-Rahman, F.; Smith, J."),
        ("GARCIA MB, LEE A, VAN DER BERG J", "GARCIA, M. B.; LEE, A.; VAN DER BERG, J."),
        ("KIM HS, LEE JH", "KIM, H. S.; LEE, J. H."),
        ("Kim JI", "Kim, J. I."),
        ("LI X, MA Y", "LI, X.; MA, Y."),
        ("Olsen U.A., Rossi L.", "Olsen, U. A.; Rossi, L."),
        ("Ahmadi. F, Karimi. SR", "Ahmadi, F.; Karimi, S. R."),
        ("Koomen JAGM, Dyer D, Bates RL", "Koomen, J. A. G. M.; Dyer, D.; Bates, R. L."),
        ("Banks PA, Author T, Roe J", "Banks, P. A.; Author, T.; Roe, J."),
        ("Smith JA, Doe BC, Acme Study Group", "Smith, J. A.; Doe, B. C.; [Acme Study Group]"),
        ("Smith JA; Doe BC", "Smith, J. A.; Doe, B. C."),
        ("Ван Дейк Л., Иванов П.", "Ван Дейк, Л.; Иванов, П."),
        ("Groumpos Peter P, Smith John A", "Groumpos, Peter P.; Smith, John A."),
        # initials first
        ("MS Carter, DR Miller, MR Brown", "Carter, M. S.; Miller, D. R.; Brown, M. R."),
        ("J.A. Smith, J-P Roe, J.-P. Roe", "Smith, J. A.; Roe, J-P; Roe, J.-P."),
        ("O.N. Doe, T.Sh. Ray", "Doe, O. N.; Ray, T. Sh."),
        ("F. Stephen Carter, R. G. Miller", "Carter, F. Stephen; Miller, R. G."),
        ("P. C. Sample d'Auber", "Sample d'Auber, P. C."),
        # capitals
        ("Taro ITO, Jiro TANAKA", "ITO, Taro; TANAKA, Jiro"),
        ("ITO Taro, TANAKA Jiro", "ITO, Taro; TANAKA, Jiro"),
        ("Peter FOX", "FOX, Peter"),
        ("Wei LI, Jun MA, Tao XU", "LI, Wei; MA, Jun; XU, Tao"),
        ("ANNA McCONNOR, PAUL BROWN", "McCONNOR, ANNA; BROWN, PAUL"),
        ("Jean DE LA FONTAINE", "DE LA FONTAINE, Jean"),
        ("BYUNG IL KIM", "KIM, BYUNG IL"),
        # Korean names, the family name first
        ("Kim Min-Su, Park Ji-Hoon", "Kim, Min-Su; Park, Ji-Hoon"),
        ("Kim Min-Su, Jung Hye Rin, Lee Minsu", "Kim, Min-Su; Jung, Hye Rin; Lee, Minsu"),
        ("LEE MIN-JAE", "LEE, MIN-JAE"),
        ("KIM TAE YOUNG", "KIM, TAE YOUNG"),
        ("Hyun Sub Cheong", "Cheong, Hyun Sub"),
        ("Lee Ben-Tal", "Ben-Tal, Lee"),
        ("拓海 伊藤, 謙一 大井", "伊藤, 拓海; 大井, 謙一"),
        # family name, comma, given name
        ("Molina Molina, Teresa B.", "Molina Molina, Teresa B."),
        ("Harlan, Peter V., Jr.", "Harlan, Peter V., Jr."),
        ("Smith, JA, Doe, BC", "Smith, J. A.; Doe, B. C."),
        ("Smith, John, Doe, Jane", "Smith, John; Doe, Jane"),
        ("De Vries, Maria", "De Vries, Maria"),
        ("Brown, Jr., S. R.", "Brown, S. R., Jr."),
        ("OECD, EU", "[OECD]; [EU]"),
        ("Google, IBM", "[Google]; [IBM]"),
        # institutions
        ("Human Rights Watch", "[Human Rights Watch]"),
        ("Acme Seed and Plant Co., Roe Seed Collection.", "[Acme Seed and Plant Co.]; [Roe Seed Collection]"),
        ("Revue des Deux Rives", "[Revue des Deux Rives]"),
        ("Women in Science", "[Women in Science]"),
        ("Doctors Without Borders", "[Doctors Without Borders]"),
        ("MCV Editors, BBC News", "[MCV Editors]; [BBC News]"),
        ("Acme Inc.", "[Acme Inc.]"),
        ("Royal Families (England)", "[Royal Families (England)]"),
        ("Jane M. Center", "Center, Jane M."),
        # one person
        ("A. B. Meng", "Meng, A. B."),
        ("M.R. Kumar Das", "Das, M. R. Kumar"),
        ("M.S. El-Sample", "El-Sample, M. S."),
        ("D.R. Brown Jr.", "Brown, D. R., Jr."),
        ("Karim H. hassan", "hassan, Karim H."),
        ("Jean D' almeida", "D' almeida, Jean"),
        ("E. F. (wed G. van Loon) Visser", "Visser, E. F. (wed G. van Loon)"),
        ("سارة محمود، خالد عمر", "محمود, سارة; عمر, خالد"),
    ],
)
def test_lists(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        *[
            (text, "", "names-junk")
            for text in ("[No authors listed]", "NULL", "Anonymous", "佚名", "N.N.", "n/a", "Unknown Author", "无")
        ],
        ("Xiaoming Wang (王小明), Hua Li", "Wang, Xiaoming; Li, Hua", "names-junk"),
        ("Иван Петров (Ivan Petrov)", "Петров, Иван", "names-junk"),
        ("Carl Dorn (Translator), Eva Moll", "Dorn, Carl; Moll, Eva", "names-junk"),
        ("J. S. Roe (WHO)", "Roe, J. S.", "names-junk"),
        ("Wei Ding -", "Ding, Wei", "names-junk"),
        ("Ann Lee, on behalf of the XY Study Group", "Lee, Ann; [XY Study Group]", "names-junk"),
        ("Ann Lee for the XY Study Group", "Lee, Ann; [XY Study Group]", "names-junk"),
        ("Ann Lee, Bo Chu and others", "Lee, Ann; Chu, Bo; [others]", "names-truncated"),
        ("王小明, 李华, 等", "[王小明]; [李华]; [others]", "names-truncated"),
        ("Ann Null, Bob None", "Null, Ann; None, Bob", None),
    ],
)
def test_what_is_no_name_is_left_out_with_a_remark(text: str, expected: str, code: str | None) -> None:
    assert shown(text) == expected
    assert {remark.code for remark in parse_list(text)[1]} == ({code} if code else set())


def test_a_list_of_initials_is_remarked_on_once() -> None:
    assert [remark.code for remark in parse_list("Roberts MA, Muller AK, Carter HO")[1]] == ["names-reordered"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Doe, Jane; Roe, John", ["Doe, Jane", "Roe, John"]),
        ("Ann Lee, Bob Ray, Carl Fox", ["Ann Lee", "Bob Ray", "Carl Fox"]),
        ("Roe, R. \\& Poe, E.", ["Roe, R.", "Poe, E."]),
        ("Smith, J., Doe, A. B.", ["Smith, J.", "Doe, A. B."]),
        ("García López, María José", []),
        ("King, Jr., Martin Luther", []),
        ("Barnes & Noble, Inc.", []),
    ],
)
def test_several_names_in_the_place_of_one(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in several(text)] == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("Smith, J. Q., Jr. and Ray, Eve", "Smith, J. Q., Jr.; Ray, Eve"),
        ("D.R. Brown Jr. and Roberts MA", "Brown, D. R., Jr.; Roberts, M. A."),
        ('M{\\"u}ller, J.; Roe, {J. A.};', "Müller, J.; Roe, J. A."),
        ("Ann Lee, Bob Ray, Carl Fox and Eve Kim", "Lee, Ann; Ray, Bob; Fox, Carl; Kim, Eve"),
        ("Smith, J. and Roe, R. \\& Poe, E.", "Smith, J.; Roe, R.; Poe, E."),
        ("{AT\\&T} and {Ray; Roe}", "[AT&T]; [Ray; Roe]"),
        ("CORPORATE Board of Samples", "[Board of Samples]"),
        ("Lee, Ann and others", "Lee, Ann; [others]"),
        ("Lee, Ann, et al.", "Lee, Ann; [others]"),
        ("Anonymous", ""),
        ("{King Jr.}", "King, Jr."),
    ],
)
def test_names_of_bib_files(tex: str, expected: str) -> None:
    (record,) = READERS["bibtex"].read(io.BytesIO(f"@misc{{k, title = {{T}}, author = {{{tex}}}}}".encode()), "x.bib")
    assert isinstance(record, Record)
    assert "; ".join(map(show, record.author)) == expected


def test_csl_names() -> None:
    people = [{"family": "Roe", "given": "JA"}, {"family": "Doe", "given": "Sam Jr."}, {"literal": "others"}]
    data = json.dumps([{"id": "k", "type": "book", "title": "T", "author": people}]).encode()
    (record,) = READERS["csl-json"].read(io.BytesIO(data), "x.json")
    assert isinstance(record, Record)
    assert record.author == (Name("Roe", "J. A."), Name("Doe", "Sam", suffix="Jr."), OTHERS)


def test_initials_apart() -> None:
    assert [apart(given, "Roe") for given in ("JA", "J.A.", "J.-P.", "Jo", "IAN", "J", "Mary JA", "Md.Abdul", "")] == [
        *("J. A.", "J. A.", "J.-P.", "Jo", "IAN", "J", "Mary J. A.", "Md. Abdul", "")
    ]
    assert apart("LI", "WANG") == "LI"


WORDS = st.sampled_from(
    """Ann Lee J. MA SR de Vries Poe JAB KIM Min-Su Jr III MD Ahmadi. (Editor) (王) 王小明 others et al. Group and & ; ,
    Anonymous ITO TANAKA Taro O.N. IuV - D' the for [No ]""".split()
)
TEXTS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)


@given(st.one_of(TEXTS, st.text(max_size=30)))
def test_any_text_is_read(text: str) -> None:
    for names, remarks in (
        parse_list(text),
        parse_display_names([text, text]),
        parse_names([text, "Roe JA"]),
    ):
        assert all(bool(name.family) != bool(name.literal) for name in names)
        assert OTHERS not in names[:-1]
        assert {remark.code for remark in remarks} <= CODES.keys()
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in several(text))


@given(TEXTS)
def test_initials_are_held_apart_once_for_all(text: str) -> None:
    for name in parse_list(text)[0]:
        assert apart(name.given, name.family) == name.given


@given(st.lists(st.sampled_from("Ann B. J.-P. Smith Min-Joon Lee-Anne de Jr Meng Kim Y. Li".split()), max_size=4))
def test_a_usual_name_is_read_as_every_other(words: list[str]) -> None:
    text = " ".join(words)
    usual = usual_name(text)
    if usual:  # a mark of affiliation keeps the name from being taken at one look
        name, _ = read_name(f"{text} *")
        assert name == usual


#: Names that are held as every reader of ours holds them.
PEOPLE = st.sampled_from(
    [
        Name("Roe", "J. A."),
        Name("Garcia y Vega", "Ana"),
        Name("Berg", "Jan", "van der"),
        Name("Brown", "S. R.", suffix="Jr."),
        Name("Poe Sample", "M."),
        Name("Ray; Roe", "B."),
        Name("Ray & Roe", "B."),
        Name("Kim", "Min-Su"),
        Name(literal="Barnes and Noble, Inc."),
        Name(literal="Royal Families (England)"),
        Name(literal="AT&T"),
    ]
)


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris", "csl-json"])
@settings(deadline=None)  # the first conversion compiles templates
@given(st.lists(PEOPLE, min_size=1, max_size=4), st.booleans())
def test_a_list_comes_back_from_every_format(form: str, people: list[Name], more: bool) -> None:
    if form == "ris":  # where such signs stand between people or in an institution's name
        people = [name for name in people if not {";", "&"} & set(name.family)]
    authors = (*people, OTHERS) if more and people else tuple(people)
    record = Record(type="book", title=Rich.of("A title"), author=authors)
    text = "".join(convert([record], form))
    (found,) = READERS["bibtex" if form == "biblatex" else form].read(io.BytesIO(text.encode()), "x")
    assert isinstance(found, Record)
    assert found.author == authors


@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
def test_a_suffix_without_a_given_name_is_written_so_that_no_reader_loses_it(form: str) -> None:
    record = Record(type="book", title=Rich.of("A title"), author=(Name("King", suffix="Jr."),))
    text = "".join(convert([record], form))
    assert "author = {{King Jr.}}" in text
    (found,) = READERS["bibtex"].read(io.BytesIO(text.encode()), "x")
    assert isinstance(found, Record)
    assert found.author == record.author


@pytest.mark.parametrize(("form", "expected"), [("html", "Ann Lee, et al."), ("bibtex", "{Lee, Ann and others}")])
def test_that_there_are_more_people_is_written(form: str, expected: str) -> None:
    record = Record(type="book", title=Rich.of("A title"), author=(Name("Lee", "Ann"), OTHERS))
    assert expected in "".join(convert([record], form))


@pytest.mark.parametrize("form", ["ris", "hayagriva"])
def test_that_there_are_more_people_is_remarked_where_it_cannot_be_written(form: str) -> None:
    record = Record(type="book", title=Rich.of("A title"), author=(Name("Lee", "Ann"), OTHERS))
    remarks: list[str] = []
    text = "".join(convert([record], form, report=lambda one: remarks.append(str(one))))
    assert "others" not in text.partition("\nU5  - ")[0]  # the user's own tag in which RIS keeps it
    assert any("and others" in one for one in remarks)


@pytest.mark.parametrize("form", ["ris", "bibtex"])
@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Smith JA, Brown SR", ["Smith", "Brown"]),
        ("Smith J, Doe A, Lee B", ["Smith", "Doe", "Lee"]),
        ("John Smith, Ann Doe", ["Smith", "Doe"]),
        ("van Dijk, Jan", ["Dijk"]),
        ("de la Cruz, Ana María", ["Cruz"]),
        ("Smith, JA", ["Smith"]),
        ("Smith III, John A.", ["Smith"]),
        ("Smith JR, John A.", ["Smith JR"]),
        ("Brown SR, White JR", ["Brown", "White"]),
        ("Ruiz de la Torre J, O'Neil K", ["Ruiz de la Torre", "O'Neil"]),
    ],
)
def test_several_names_where_one_should_stand(form: str, text: str, families: list[str]) -> None:
    source = (
        f"TY  - BOOK\nTI  - T\nAU  - {text}\nER  - \n"
        if form == "ris"
        else f"@book{{k, title = T, author = {{{text}}}}}"
    )
    (record,) = READERS[form].read(io.BytesIO(source.encode()), "x")
    assert isinstance(record, Record)
    assert [name.family.removeprefix("la ") for name in record.author] == families
    assert ("names-doubt" in {one.code for one in record.remarks}) is (len(families) > 1)


@pytest.mark.parametrize(
    ("text", "family", "given", "suffix"),
    [
        ("Silva Neto, J.", "Silva Neto", "J.", ""),
        ("SILVA NETO, J.", "SILVA NETO", "J.", ""),
        ("Silva Filho, José Carlos", "Silva Filho", "José Carlos", ""),
        ("João Silva Neto", "Silva Neto", "João", ""),
        ("H. Ferreira Júnior", "Ferreira Júnior", "H.", ""),
        ("José Alves Sobrinho", "Alves Sobrinho", "José", ""),
        ("Maria Pedro Neto", "Neto", "Maria Pedro", ""),
        ("Carlos Neto", "Neto", "Carlos", ""),
        ("Silva, João, Neto", "Silva", "João", "Neto"),
        ("Silva, Filho, João", "Silva", "João", "Filho"),
        ("Downey, Robert, Junior", "Downey", "Robert", "Junior"),
    ],
)
def test_portuguese_words_of_kinship_are_of_the_family_name(text: str, family: str, given: str, suffix: str) -> None:
    """ABNT NBR 6023: "Silva Neto, J."; where a source has them in the place of a suffix, they stay there."""
    expected = Name(family, given, suffix=suffix)
    bib = f"@book{{a, title = {{T}}, author = {{{text}}}}}"
    ris = f"TY  - BOOK\nTI  - T\nAU  - {text}\nER  - \n"
    for form, source in (("bibtex", bib), ("ris", ris)):
        (record,) = READERS[form].read(io.BytesIO(source.encode()), "refs")
        assert isinstance(record, Record)
        assert record.author == (expected,), form
        for other in ("bibtex", "ris", "csl-json"):
            (again,) = READERS[other].read(io.BytesIO("".join(convert([record], other)).encode()), "refs")
            assert isinstance(again, Record)
            assert again.author == record.author, other


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Smith1,2, John", Name("Smith", "John")),
        ("Roe, Jane1", Name("Roe", "Jane")),
        ("Jane Roe12", Name("Roe", "Jane")),
        ("Müller3, Ana", Name("Müller", "Ana")),
    ],
)
def test_numbers_of_affiliations_are_left_out_of_a_name(text: str, name: Name) -> None:
    for form, source in (
        ("bibtex", f"@book{{a, title = {{T}}, author = {{{text} and Doe, Ann}}}}"),
        ("ris", f"TY  - BOOK\nTI  - T\nAU  - {text}\nAU  - Doe, Ann\nER  - \n"),
    ):
        (record,) = READERS[form].read(io.BytesIO(source.encode()), "refs")
        assert isinstance(record, Record)
        assert record.author == (name, Name("Doe", "Ann")), form
        assert [one.code for one in record.remarks] == ["names-junk"]


def test_raised_numbers_of_affiliations_are_left_out_in_tex() -> None:
    source = r"@book{a, title = {T}, author = {Smith$^{1,2}$, John and Jane Roe\textsuperscript{3} and {Team2}}}"
    (record,) = READERS["bibtex"].read(io.BytesIO(source.encode()), "refs")
    assert isinstance(record, Record)
    assert record.author == (Name("Smith", "John"), Name("Roe", "Jane"), Name(literal="Team2"))
