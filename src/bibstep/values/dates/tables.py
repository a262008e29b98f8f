"""The words that dates are written with: months, seasons, quarters, and what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping

#: The twelve months with their abbreviations, in lower case without full stops, in the languages that libraries have:
#: English, German, French, Spanish, Italian, Portuguese, Dutch, Catalan, Romanian, Swedish, Danish, Norwegian, Finnish,
#: Polish, Czech, Hungarian, Turkish, Indonesian, Greek, Russian, Ukrainian (Unicode CLDR 46, gregorian calendar).
_MONTH_NAMES = (
    "jan january januar jänner janvier janv enero ene gennaio gen janeiro januari gener ianuarie tammikuu tammikuuta "
    "styczeń stycznia leden ledna január ocak ιανουάριος ιανουαρίου январь января янв січень січня",
    "feb february februar feber février fevrier févr fév fevr febrero febbraio fevereiro fev februari febrer februarie "
    "helmikuu helmikuuta luty lutego únor února február şubat φεβρουάριος φεβρουαρίου февраль февраля фев лютий лютого",
    "mar march märz maerz mär mrz mars marzo março marco maart mrt març martie marts maaliskuu maaliskuuta marzec "
    "marca březen března március mart maret μάρτιος μαρτίου март марта мар березень березня",
    "apr april avril avr abril abr aprile aprilie huhtikuu huhtikuuta kwiecień kwietnia duben dubna április nisan "
    "απρίλιος απριλίου апрель апреля апр квітень квітня",
    "may mai mayo maggio mag maio mei maig maj toukokuu toukokuuta maja květen května május mayıs μάιος μαΐου май мая "
    "травень травня",
    "jun june juni juin junio giugno giu junho juny iunie kesäkuu kesäkuuta czerwiec czerwca červen června június "
    "haziran ιούνιος ιουνίου июнь июня июн червень червня",
    "jul july juli juillet juil julio luglio lug julho juliol iulie heinäkuu heinäkuuta lipiec lipca červenec července "
    "július temmuz ιούλιος ιουλίου июль июля июл липень липня",
    "aug august août aout aoû agosto ago augustus agost augusti elokuu elokuuta sierpień sierpnia srpen srpna "
    "augusztus ağustos agustus αύγουστος αυγούστου август августа авг серпень серпня",
    "sep sept september septembre septiembre settembre set setembro setembre septembrie syyskuu syyskuuta wrzesień "
    "września září szeptember eylül σεπτέμβριος σεπτεμβρίου сентябрь сентября сен сент вересень вересня",
    "oct october oktober okt octobre octubre ottobre ott outubro out octombrie lokakuu lokakuuta październik "
    "października říjen října október ekim οκτώβριος οκτωβρίου октябрь октября окт жовтень жовтня",
    "nov november novembre noviembre novembro noiembrie marraskuu marraskuuta listopad listopada listopadu kasım "
    "νοέμβριος νοεμβρίου ноябрь ноября ноя нояб листопад листопада",
    "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro desembre decembrie joulukuu "
    "joulukuuta grudzień grudnia prosinec prosince desember aralık δεκέμβριος δεκεμβρίου декабрь декабря дек грудень "
    "грудня",
)
#: A month's name or abbreviation in lower case -> its number.
MONTHS: Mapping[str, int] = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
#: The English abbreviations, each at its month's number; BibTeX's macros have these names.
MONTH_ABBREVIATIONS = ("", *[names[:3] for names in _MONTH_NAMES])

#: CSL's four seasons, in the languages in which journals print them.
_SEASON_NAMES = (
    "spring spr frühling frühjahr fruehjahr printemps primavera lente voorjaar vår forår wiosna весна",
    "summer sum sommer été ete verano estate verão verao estiu zomer sommar lato лето",
    "autumn fall fal aut herbst automne otoño otono autunno outono tardor herfst höst efterår jesień осень",
    "winter win hiver invierno inverno hivern vinter zima зима",
)
#: A season's name in lower case -> CSL's number of it.
SEASONS: Mapping[str, int] = {name: number for number, names in enumerate(_SEASON_NAMES, 1) for name in names.split()}
#: The English names, each at its season's number.
SEASON_NAMES = ("", "Spring", "Summer", "Autumn", "Winter")

#: What sources write where there is no date, in lower case: empty values, and words that say so. Styles write words of
#: their own ("n.d.") where there is no date.
NOTHING = frozenset(
    """null none nan nil n.d. n.d nd s.d. s.d s.a. s.a s.f. s.f o.j. o.j o. j. n/a na - -- — – undefined
    undated""".split()
) | {"", "o. j.", "n. d.", "s. d.", "no date", "ohne jahr", "sin fecha", "sans date"}
#: What sources write where there is a date that they do not know, in lower case.
UNKNOWN = frozenset("0 ? ?? ??? ???? unknown unbekannt inconnue desconocida xxxx".split()) | {
    "date unknown",
    "unknown date",
    "year unknown",
    "unknown year",
}
#: Words, and one sign, that make a date uncertain.
CIRCA = frozenset(
    """c ca circa approx approximately about around probably prob um vers environ env hacia verso около ок
    ~ ≈ ? %""".split()
)
#: Words and dashes that join the two ends of a range; "and" does it between neighbours, a hyphen joins parts of one
#: date, too.
TO = frozenset("to until till through thru bis à au al hasta a até do – — -- ---".split())
AND = frozenset("and und et y e i en og och & + / , ;".split())
#: Words beside a date that take nothing from it: articles and prepositions, ordinal endings, days of the week, zones.
FILLERS = frozenset(
    """de del of the den der le la am di d st nd rd th er o º gmt utc z on in year anno jahr published publ date dated
    available online first print printed epub issued copyright cop © tháng г р рік
    mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday""".split()
)
