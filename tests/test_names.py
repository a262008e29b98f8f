"""Names: lists of authors, display names, and every shape of name that real records hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibstep.model import Name
from bibstep.remarks import CODES
from bibstep.values.names import parse_display_names, parse_list, parse_name
from linear import is_linear


def show(name: Name) -> str:
    """A name on one line: ``given|particle|family|suffix``, or the literal in brackets."""
    if name.literal:
        return f"[{name.literal}]"
    return "|".join((name.given, name.non_dropping_particle, name.family, name.suffix)).rstrip("|")


def shown(text: str) -> list[str]:
    """The names of a list, each on one line."""
    return [show(name) for name in parse_list(text)[0]]


def codes(text: str) -> list[str]:
    """The codes of the remarks on a list."""
    return [remark.code for remark in parse_list(text)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # plain, initials
        ("Sowmya Viswanathan", "Sowmya||Viswanathan"),
        ("P. Schwaller", "P.||Schwaller"),
        ("S E Gariballa", "S E||Gariballa"),
        ("C.-C. Jay Kuo", "C.-C. Jay||Kuo"),
        ("T.Chuprina", "T.||Chuprina"),
        ("D.M'endez", "D.||M'endez"),
        ("R. A. LI", "R. A.||LI"),
        ("Carolin (Haas) Lawrence", "Carolin (Haas)||Lawrence"),
        ("Jakub L'ala", "Jakub||L'ala"),
        ("Ann\nLee", "Ann||Lee"),
        # particles
        ("Hilde van Hattum", "Hilde|van|Hattum"),
        ("R. J. van der Geest", "R. J.|van der|Geest"),
        ("Maria de la Cruz", "Maria|de la|Cruz"),
        ("Peter A. C. ’t Hoen", "Peter A. C.|’t|Hoen"),
        ("Peter 't Hoen", "Peter|'t|Hoen"),
        ("Leonardo dos Santos Vitoria", "Leonardo|dos|Santos Vitoria"),
        ("Karl-Theodor von und zu Guttenberg", "Karl-Theodor|von und zu|Guttenberg"),
        ("van Gogh", "|van|Gogh"),
        ("José Ortega y Gasset", "José||Ortega y Gasset"),
        ("María del Carmen Ruiz", "María del Carmen||Ruiz"),
        ("Jéssica da C. Mendonça", "Jéssica da C.||Mendonça"),
        ("Ahmed al-Hassan", "Ahmed||al-Hassan"),
        ("A. Al‐Sumaiti", "A.||Al‐Sumaiti"),
        ("R. V. Van Gelder", "R. V.||Van Gelder"),
        ("Marleen Van Den Broeck", "Marleen||Van Den Broeck"),
        ("G. De Rosa", "G.||De Rosa"),
        ("Jean-Michel El Hage Chahine", "Jean-Michel||El Hage Chahine"),
        ("Sayed Mahmoud El Sayed El Khouly", "Sayed Mahmoud El Sayed||El Khouly"),
        ("R. Al Khatib", "R.||Al Khatib"),
        ("Julio San Román", "Julio||San Román"),
        ("Ursula K. Le Guin", "Ursula K.||Le Guin"),
        ("A. Di Pietro", "A.||Di Pietro"),
        ("Hassen Ben Rebah", "Hassen||Ben Rebah"),
        ("Alaa’ Z. Abu Gharbyah", "Alaa’ Z.||Abu Gharbyah"),
        ("M. A. St. John", "M. A.||St. John"),
        ("Joseph A. O' Donoghue", "Joseph A.||O' Donoghue"),
        ("Odhran O'Donoghue", "Odhran||O'Donoghue"),
        ("Seán Ó hÉigeartaigh", "Seán||Ó hÉigeartaigh"),
        ("B.M. Lidy Verburg-Van Kemenade", "B. M. Lidy||Verburg-Van Kemenade"),
        # a capital particle that is a given name or a syllable of one
        ("Al Gore", "Al||Gore"),
        ("Ben Affleck", "Ben||Affleck"),
        ("Zidong Du", "Zidong||Du"),
        ("Nguyen Van Nong", "Nguyen Van||Nong"),
        ("Hyo Bin Kim", "Hyo Bin||Kim"),
        # suffixes
        ("Pelham Wilder Jr.", "Pelham||Wilder|Jr."),
        ("Robert Haralson, III", "Robert||Haralson|III"),
        ("Jr. Rubens Belfort", "Rubens||Belfort|Jr."),
        ("C. E. Rexroad 3rd", "C. E.||Rexroad|3rd"),
        ("John H. Long JR", "John H.||Long|JR"),
        ("Smith Jr JA", "J. A.||Smith|Jr"),
        ("Afonso Gonçalves Neto", "Afonso||Gonçalves Neto"),
        ("José da Silva Júnior", "José|da|Silva Júnior"),
        # Iberian double family names, and Portuguese ones, of which the last counts
        ("María Noemí Domínguez García", "María Noemí||Domínguez García"),
        ("Emir Rodríguez Monegal", "Emir||Rodríguez Monegal"),
        ("J. Moreno Muñoz", "J.||Moreno Muñoz"),
        ("Luis E. Zapata Orduz", "Luis E.||Zapata Orduz"),
        ("Jorge Luis Borges", "Jorge Luis||Borges"),
        ("Mariana Lemos Duarte", "Mariana Lemos||Duarte"),
        ("Anna Garcia Smith", "Anna Garcia||Smith"),
        # family name first
        ("Smith JA", "J. A.||Smith"),
        ("Groumpos Peter P", "Peter P||Groumpos"),
        ("García López JA", "J. A.||García López"),
        ("van Dijk J.", "J.|van|Dijk"),
        ("LOSA Grzegorz", "Grzegorz||LOSA"),
        ("Sun Jung KIM", "Sun Jung||KIM"),
        ("JOHN A. SMITH", "JOHN A.||SMITH"),
        # titles and degrees
        ("Prof. Dr. Md. Azizul Haque", "Md. Azizul||Haque"),
        ("Lecturer Sean Holman", "Sean||Holman"),
        ("Dr.Smith", "||Smith"),
        ("Cy Dee MD PhD", "Cy||Dee"),
        # other scripts
        ("Иван Петров", "Иван||Петров"),
        ("Петров И. И.", "И. И.||Петров"),
        ("Петров Иван Иванович", "Иван Иванович||Петров"),
        ("Иван Иванович Петров", "Иван Иванович||Петров"),
        ("دعاء محمد علي", "دعاء محمد||علي"),
        ("محمد بن عبدالكريم ابن عبيد", "محمد بن عبدالكريم||ابن عبيد"),
        ("דוד בן גוריון", "דוד||בן גוריון"),
        ("김철수", "[김철수]"),
        # A space in a Chinese or Korean name parts its halves; which is the family's, the common ones tell.
        ("大臻 史", "大臻||史"),
        ("史 大臻", "大臻||史"),
        ("修 欧阳", "修||欧阳"),
        ("영일 김", "영일||김"),
        ("李 王", "[李 王]"),
        ("山田 太郎", "太郎||山田"),
        ("（日）本田晃一", "[（日）本田晃一]"),
        # whole
        ("Avicenna", "[Avicenna]"),
        ("HCSP", "[HCSP]"),
        ("Barnes and Noble Group", "[Barnes and Noble Group]"),
        ("Ernst & Young", "[Ernst & Young]"),
        ("Barnes and Noble, Inc.", "[Barnes and Noble, Inc.]"),
        ("R Core Team", "[R Core Team]"),
        ("Technische University of Chemnitz", "[Technische University of Chemnitz]"),
        ("Ministère de l'Économie et des Finances", "[Ministère de l'Économie et des Finances]"),
        (
            "United States: Congress: Joint Committee on Printing",
            "[United States: Congress: Joint Committee on Printing]",
        ),
        ("NIA-LOAD/NCRAD Family Study Consortium", "[NIA-LOAD/NCRAD Family Study Consortium]"),
        ("for the Argus II Study Group", "[Argus II Study Group]"),
        ("on behalf of the TREAT Investigators", "[TREAT Investigators]"),
        ("Lee Yong woo", "[Lee Yong woo]"),
    ],
)
def test_one_name(text: str, expected: str) -> None:
    assert shown(text) == [expected]
    assert show(parse_name(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sowmya Viswanathan, Jacques Galipeau", ["Sowmya||Viswanathan", "Jacques||Galipeau"]),
        (", , Ann Lee,, ,Bo Chu, ", ["Ann||Lee", "Bo||Chu"]),
        ("", []),
        (" , ;", []),
        ("Ann Lee and Bo Chu", ["Ann||Lee", "Bo||Chu"]),
        ("Ann Lee, Bo Chu, and Cy Dee", ["Ann||Lee", "Bo||Chu", "Cy||Dee"]),
        ("Ann Lee &amp; Bo Chu", ["Ann||Lee", "Bo||Chu"]),
        ("Ann Lee and the ABC Group", ["Ann||Lee", "[ABC Group]"]),
        ("Ann Lee on behalf of the ABC Group", ["Ann||Lee", "[ABC Group]"]),
        ("Barclay Morrison, III, Ann Lee, Jr.", ["Barclay||Morrison|III", "Ann||Lee|Jr."]),
        ("李明、王芳；张伟", ["[李明]", "[王芳]", "[张伟]"]),
        ("李明，王芳", ["[李明]", "[王芳]"]),
        ("Lee, Ann; van der Berg, Jan; Berg, Jan van den", ["Ann||Lee", "Jan|van der|Berg", "Jan van den||Berg"]),
        ("Ann Lee; Bo Chu", ["Ann||Lee", "Bo||Chu"]),
        ("Ann Lee, Bo Chu; Cy Dee", ["Ann||Lee", "Bo||Chu", "Cy||Dee"]),
        ("Ann Lee, MD; Bo Chu, PhD", ["Ann||Lee", "Bo||Chu"]),
        ("Smith, J., Doe, A. B.", ["J.||Smith", "A. B.||Doe"]),
        ("Ming. Chuan., Wang, Yi. Tang., Lin,", ["Ming. Chuan.||Wang", "Yi. Tang.||Lin"]),
        # a list that shortens every given name has full words in family names alone
        ("A. Torres, M. Cid Montoya", ["A.||Torres", "M.||Cid Montoya"]),
        ("Ann Torres, F. Scott Fitzgerald", ["Ann||Torres", "F. Scott||Fitzgerald"]),
    ],
)
def test_lists(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        ("Ann Lee, et al.", ["Ann||Lee", "[others]"], "names-truncated"),
        ("Ann Lee et al", ["Ann||Lee", "[others]"], "names-truncated"),
        ("王明等", ["[王明]", "[others]"], "names-truncated"),
        ("Ann Lee, M.D., Bo Chu", ["Ann||Lee", "Bo||Chu"], "names-titles"),
        ("Ann Lee*", ["Ann||Lee"], "names-junk"),
        ("Ann Lee1", ["Ann||Lee"], "names-junk"),
        ("Ann Lee, 12", ["Ann||Lee"], "names-junk"),
        ("Ann Lee ann@example.org", ["Ann||Lee"], "names-junk"),
        ("Michal Kosinskihttps://www.example.org/me/account", ["Michal||Kosinski"], "names-junk"),
        ("Jr., Ann Lee", ["Ann||Lee"], "names-junk"),
        ("Groumpos Peter P", ["Peter P||Groumpos"], "names-reordered"),
        ("Emir Rodríguez Monegal", ["Emir||Rodríguez Monegal"], "names-doubt"),
        ("Kim, Kyoung-eun", ["Kyoung-eun||Kim"], "names-reordered"),
        ("OECD, WHO", ["[OECD]", "[WHO]"], None),
        ("Smith, JA", ["J. A.||Smith"], "names-reordered"),
        ("Smith, John, Doe, Jane", ["John||Smith", "Jane||Doe"], "names-reordered"),
    ],
)
def test_remarks(text: str, expected: list[str], code: str | None) -> None:
    assert shown(text) == expected
    assert codes(text) == ([code] if code else [])


def test_display_names_may_hold_commas() -> None:
    names, _ = parse_display_names(
        [
            "Smith, John",
            "Smith, Jr., John",
            "Robert Haralson, III",
            "Ming. Chuan., Wang",
            "García Márquez, Gabriel",
            "Ann Lee, PhD",
            "Barnes and Noble, Inc.",
            "Kyriacos, Κυριάκος, Athanasiou, Αθανασίου",
            "",
        ]
    )
    assert [show(name) for name in names] == [
        "John||Smith",
        "John||Smith|Jr.",
        "Robert||Haralson|III",
        "Ming. Chuan.||Wang",
        "Gabriel||García Márquez",
        "Ann||Lee",
        "[Barnes and Noble, Inc.]",
        "[Kyriacos, Κυριάκος, Athanasiou, Αθανασίου]",
    ]


def test_many_authors() -> None:
    assert len(parse_list(", ".join(["Ann B. Lee"] * 5000))[0]) == 5000


@pytest.mark.parametrize(
    "unit", ["a", "Ann Lee, ", "de ", "A.", "1,", "Lee, Ann; ", " and ", "www.", "(1,", "a1", "F. Bo Chu, "]
)
def test_long_text_takes_linear_time(unit: str) -> None:
    assert is_linear(lambda size: parse_list(unit * (size // len(unit))), 10_000)


_WORDS = """Ann Lee J. B.-C. van der Van El von 't O' Jr. III PhD Dr. and & et al. , ; 李明 Group of the 12 * - . García
Иван -Uk Md. M.D. Inc. JA LI Smith1 K y Neto for on behalf https://x.org a@b.org Ming. Prof (ed.)"""
WORDS = st.sampled_from(_WORDS.split())


@given(st.one_of(st.text(), st.lists(WORDS, max_size=14).map(" ".join)))
def test_any_text_is_read(text: str) -> None:
    names, remarks = parse_list(text)
    more, said = parse_display_names([text])
    for name in (*names, *more):
        assert bool(name.family) != bool(name.literal)
        assert str(name) == str(name).strip() != ""
    for remark in (*remarks, *said):
        assert remark.code in CODES
        assert remark.field == "author"
        assert len(remark.message) <= 120


@given(st.lists(WORDS, max_size=10).map(" ".join))
def test_no_letter_is_lost_without_a_remark(text: str) -> None:
    names, remarks = parse_list(text)
    if not remarks:  # an "and" between names goes as a comma does
        kept = [letter for letter in "".join(map(str, names)) if letter.isalnum() and letter not in "and"]
        assert sorted(kept) == sorted(letter for letter in text if letter.isalnum() and letter not in "and")


@pytest.mark.parametrize("first", ["Y. Li", "J.-P. Xu", "A. B. Wu", "Anna B. Smith", "João Smith"])
@pytest.mark.parametrize("second", ["X. Ma", "M.A. Ma", "Y. Of", "Prof M. Li", "Ann Jr", "Dan van Berg"])
def test_a_list_of_usual_names_is_read_as_each_of_them(first: str, second: str) -> None:
    for text in (f"{first}, {first}", f"{first}, {second}", f"{second}, {first}"):
        # A double comma keeps the list from being taken at one look.
        assert parse_list(text) == parse_list(text.replace(", ", ",, "))
