"""What sources call the types of works, and the names and DOIs by which preprint servers are known."""

from __future__ import annotations

#: CSL type -> what sources call it, each name in lower-case letters alone ("Book Section" is ``booksection``).
#: Sources: Semantic Scholar (publicationTypes), Crossref (types), Zotero (item types), DataCite (resourceTypeGeneral),
#: PubMed (publication types) and CSL 1.0.2 itself.
_NAMES = {
    "thesis": "thesis dissertation phdthesis mastersthesis doctoralthesis academicdissertation",
    "patent": "patent",
    "standard": "standard technicalstandard guidelinestandard",
    "chapter": "booksection bookchapter chapter bookpart booktrack incollection inbook referenceentry"
    " encyclopediaarticle dictionaryentry entry entryencyclopedia entrydictionary",
    "paper-conference": "conference conferencepaper proceedingsarticle paperconference inproceedings"
    " conferenceproceedings conferenceproceeding proceedings conferenceabstract conferencearticle poster",
    "book": "book books monograph editedbook referencebook bookset bookseries collection textbook ebook",
    "review": "peerreview refereereport",
    "article": "preprint postedcontent workingpaper discussionpaper",
    "article-journal": "journalarticle articlejournal article researcharticle originalarticle dataarticle datapaper"
    " newspaperitem reviewarticle journal",
    "article-newspaper": "newspaperarticle articlenewspaper",
    "article-magazine": "magazinearticle articlemagazine",
    "report": "report technicalreport techreport reportseries reportcomponent governmentdocument whitepaper",
    "dataset": "dataset data database",
    "software": "software computerprogram code computationalnotebook",
    "webpage": "webpage website web onlineresource internet",
    "post-weblog": "blogpost postweblog blog",
    "post": "forumpost post",
    "manuscript": "manuscript unpublished",
    "speech": "presentation speech lecture talk",
    "map": "map",
    "motion_picture": "film videorecording video audiovisual motionpicture",
    "document": "document other misc",
}
#: What a source calls a work -> its CSL type. The order of the types above is their rank: of several, the first counts.
TYPES = {name: csl for csl, names in _NAMES.items() for name in names.split()}
RANKS = {csl: rank for rank, csl in enumerate(_NAMES)}

_KIND_NAMES = (
    "review systematicreview metaanalysis scopingreview editorial letter letters lettersandcomments comment"
    " commentary correspondence erratum publishederratum correction corrigendum retraction retractedpublication"
    " retractionofpublication expressionofconcern news study casereport casereports casestudy clinicaltrial"
    " clinicaltrialprotocol clinicaltrialphasei clinicaltrialphaseii clinicaltrialphaseiii clinicaltrialphaseiv"
    " controlledclinicaltrial randomizedcontrolledtrial pragmaticclinicaltrial multicenterstudy comparativestudy"
    " evaluationstudy evaluationstudies validationstudy validationstudies observationalstudy twinstudy"
    " researchsupport researchletter shortcommunication briefreport rapidcommunication englishabstract abstract"
    " historicalarticle biography portrait interview introductoryjournalarticle guideline practiceguideline"
    " consensusdevelopmentconference congress overall lecturenote address festschrift bookreview"
    " perspective opinion viewpoint protocol method methods videoaudiomedia webcast personalnarrative"
    " patienteducationhandout autobiography bibliography directory legalcase interactivetutorial"
    " nihextramural nihintramural nonusgovt usgovtphs usgovtnonphs"
)
#: Kinds of articles, wherever they appeared: they say nothing of the type that the container does not say better.
KINDS = frozenset(_KIND_NAMES.split())

_SERVER_NAMES = (
    "arxiv|arxiv.org|corr|computing research repository|arxiv preprint|arxiv e-prints|arxiv (cornell university)"
    "|biorxiv|biorxiv : the preprint server for biology|medrxiv|medrxiv : the preprint server for health sciences"
    "|chemrxiv|ssrn|ssrn electronic journal|social science research network|research square|researchsquare"
    "|preprints|preprints.org|psyarxiv|socarxiv|osf preprints|eartharxiv|engrxiv|techrxiv|authorea"
    "|authorea preprints|edarxiv|lawarxiv|metaarxiv|sportrxiv|agrirxiv|africarxiv|ecoevorxiv|hal|zenodo preprints"
    "|apsa preprints|scielo preprints|essoar|ess open archive|vixra|peerj preprints|jmir preprints|chinaxiv"
    "|f1000research preprints|nature precedings|qeios preprints|cryptology eprint archive"
    "|iacr cryptol. eprint arch."
)
#: Names of preprint servers as containers (or as publishers in the container's place), in lower case.
PREPRINT_SERVERS = frozenset(_SERVER_NAMES.split("|"))

#: DOIs of preprint servers as a pattern; bioRxiv's prefix is also its publisher's, so there the number's form counts.
PREPRINT_DOI = (
    r"10\.48550/arxiv\."  # arXiv
    r"|10\.(?:1101|64898)/(?:[12]\d{3}\.\d\d\.\d\d\.)?\d{6,8}(?:v\d+)?$"  # bioRxiv, medRxiv
    r"|10\.26434/chemrxiv|10\.21203/rs\.|10\.20944/preprints|10\.2139/ssrn\."
    r"|10\.31234/osf|10\.31235/osf|10\.31219/osf|10\.31222/osf|10\.35542/osf|10\.32942/"  # OSF's, EcoEvoRxiv
    r"|10\.36227/techrxiv|10\.22541/(?:au|essoar)\.|10\.1002/essoar\.|10\.31223/|10\.31224/"
    r"|10\.33774/|10\.14293/s2199-1006|10\.7287/peerj\.preprints|10\.2196/preprints|10\.1590/scielopreprints"
    r"|10\.12074/|10\.5194/egusphere-"
)
