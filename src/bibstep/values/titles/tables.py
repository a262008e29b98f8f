"""What titles are made of: elements of HTML, JATS and MathML, abbreviations, acronyms, names and function words."""

from __future__ import annotations

from collections.abc import Mapping


def _words(table: str) -> frozenset[str]:
    """The words of a table, separated by white space."""
    return frozenset(table.split())


# Elements -------------------------------------------------------------------------------------------------------------
# Sources: WHATWG HTML (text-level and grouping elements), NISO JATS 1.3 (elements of article-title and abstract),
# Elsevier's and Springer's own names as they occur in Crossref deposits, MathML 3.

#: Element -> the style it means.
STYLE: Mapping[str, str] = {
    **dict.fromkeys(("i", "em", "italic", "it", "ital", "emph", "cite", "var", "dfn"), "italic"),
    **dict.fromkeys(("b", "strong", "bold"), "bold"),
    **dict.fromkeys(("sub", "inf", "inferior", "subscript"), "sub"),
    **dict.fromkeys(("sup", "superior", "superscript"), "sup"),
    **dict.fromkeys(("sc", "scp", "smallcaps", "small-caps", "smcap"), "smallcaps"),
}
#: Elements whose attributes say the style.
STYLED_BY_ATTRIBUTE = frozenset(("span", "emph", "hi", "styled-content", "font"))
#: What attributes say, in the order in which it is looked for.
ATTRIBUTE_STYLES = (
    ("nocase", "nocase"),
    ("small", "smallcaps"),
    ("ital", "italic"),
    ("bold", "bold"),
    ("supers", "sup"),
    ("subs", "sub"),
)
#: Elements that stand apart from the text round them: a space takes the place of their tags.
BLOCKS = _words(
    """p br div sec section title h1 h2 h3 h4 h5 h6 li ul ol dl dt dd list list-item def-list def-item def term label
    break tr td th table thead tbody blockquote disp-quote abstract trans-abstract subtitle trans-title hr
    article-title caption"""
)
#: Elements without a meaning that a reference could carry: dropped in silence, their text kept.
NEUTRAL = _words(
    """span font a xref ext-link uri email named-content styled-content inline-formula disp-formula tex-math
    alternatives formula inline-math small big abbr acronym ins mark wbr nobr bdi bdo fn target milestone-start
    milestone-end institution roman sans-serif serif hi chem-struct disp-formula-group body html math mrow mi mn mo
    mtext ms mspace mstyle mpadded mphantom menclose merror maction mfrac msqrt mroot msub msup msubsup munder mover
    munderover mmultiscripts mprescripts none mfenced mtable mtr mtd mlabeledtr semantics annotation annotation-xml"""
)
#: Elements that mean something which no format of ours can say: dropped with a remark, their text kept.
MEANINGFUL: Mapping[str, str] = {
    **dict.fromkeys(("u", "underline"), "underline"),
    **dict.fromkeys(("s", "strike", "del", "strikethrough"), "strike-through"),
    **dict.fromkeys(("overline", "overlined"), "overline"),
    **dict.fromkeys(("tt", "code", "monospace", "kbd", "samp", "pre", "preformat"), "monospace"),
    **dict.fromkeys(("img", "image", "graphic", "inline-graphic", "inline-media", "private-char"), "image"),
    **dict.fromkeys(("ruby", "rb", "rt", "rp"), "ruby"),
}
KNOWN = frozenset(STYLE) | BLOCKS | NEUTRAL | frozenset(MEANINGFUL)
#: Elements that have no end tag.
VOID = _words("br hr img image graphic inline-graphic wbr mspace mprescripts none break milestone-start milestone-end")
#: Elements that hold one formula, at times in two notations.
FORMULAS = frozenset(("inline-formula", "disp-formula", "alternatives", "formula", "inline-math"))

#: The symbols of the chemical elements.
ELEMENTS = _words(
    """H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb
    Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg
    Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm D Ln"""
)

#: Headings that say no more than that an abstract is one.
ABSTRACT_HEADINGS = _words(
    """abstract summary zusammenfassung kurzfassung abstrakt resumen resumo résumé resume sommaire riassunto sommario
    samenvatting sammanfattning sammendrag resumé tiivistelmä streszczenie souhrn súhrn összefoglaló rezumat sažetak
    povzetek santrauka kopsavilkum kokkuvõte özet öz abstrak resum laburpena περίληψη аннотация реферат резюме
    анотація сажетак תקציר ملخص 摘要 内容摘要 內容摘要 要旨 要約 抄録 초록 요약"""
)

# Words ----------------------------------------------------------------------------------------------------------------

#: Words whose full stop belongs to them.
ABBREVIATIONS = _words(
    """al etc vs cf viz ca approx no nos vol vols pp ch chap sec fig figs eq eqs ref refs ed eds rev repr trans transl
    comp jr sr dr mr mrs ms prof st ste mt ft rev hon gen col sgt capt lt inc ltd co corp cie bros gmbh llc plc assoc
    dept univ inst sp spp ssp subsp var nov gen comb syn auct aff ser cv fam ord nom nud emend sensu jan feb mar apr
    jun jul aug sept sep oct nov dec resp incl excl ibid cit loc bzw usw hrsg bd nr abb tab anm aufl ver vers avg ph
    phd"""
)

#: Capitals that are an acronym whatever stands round them (no common word is spelt like one of them).
ACRONYMS = _words(
    """DNA RNA MRNA MIRNA SIRNA CDNA TRNA RRNA HIV COVID SARS MERS EBV HPV HBV HCV CMV HSV ATP ADP AMP GTP GDP NADH
    NADPH EGFR VEGF EGF FGF TNF IFN IGF BMP WNT MAPK ERK AKT MTOR JAK NF GABA NMDA AMPA LSD MDMA THC PTSD ADHD OCD
    COPD IBD IBS GERD ICU EEG ECG EKG EMG MEG FMRI MRI NMR CT PCR QPCR ELISA HPLC TLC LC GC XRD XPS SEM AFM STM EPR
    ESR FTIR UV IR OLED LCD CCD CMOS MOSFET VLSI FPGA ASIC CPU GPU ROM USB IOT GPS GIS GNSS GSM LTE UMTS MIMO OFDM
    CDMA TCP IP UDP HTTP HTML XML JSON SQL RDF API UML PDF URL WWW SVM CNN RNN LSTM BERT GPT LLM NLP AI ML PCA ICA
    PDE ODE FEM CFD DFT QCD QED SUSY CERN LHC NASA NOAA USA USSR UK EU UNESCO UNICEF NATO OECD WTO IMF GNP FDI NGO
    NGOS EEC EEA UAE DDR GDR BRICS ASEAN OPEC FDA EPA CIA FBI KGB NSA IBM BBC UCLA IEEE ACM ISO BMI LDL HDL CHD CVD
    CNS PNS TBI ASD IQ SME SMES CEO CSR HRM ICT PHD MBA TV FM DC AC LGBT LGBTQ II III IV VI VII VIII IX XI XII XIII
    XIV XV XVI XVII XVIII XIX XX XXI XXII BSE CJD TSE TB MRSA BRCA MHC HLA TCR BCR NK IGG IGE IGA IGM LPS PBMC MSC
    MSCS ESC IPSC IPSCS"""
)

#: Words without a vowel that are no acronyms.
VOWELLESS = _words(
    """BY MY WHY FLY DRY TRY SKY SHY CRY PRY SPY SLY SPRY THY GYM MYTH HYMN LYNX TRYST CRYPT PSYCH RHYTHM VS MR MRS DR
    ST JR SR PH MT FT NTH CF PP LTD TH ND RD SHH PSST BRR"""
)

#: Proper names that are no common words as well: what a title in capitals is given back of its capitals.
NAMES = _words(
    """africa america americas antarctica asia europe oceania australasia eurasia arctic antarctic atlantic pacific
    mediterranean baltic caribbean sahara amazon amazonia himalaya himalayas alps andes balkans
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bangladesh belarus belgium
    benin
    bolivia bosnia botswana brazil britain bulgaria burma cambodia cameroon canada chile china colombia congo
    croatia
    cuba cyprus czechoslovakia denmark ecuador egypt england eritrea estonia ethiopia fiji finland france gabon
    gambia
    germany ghana greece greenland guatemala guyana haiti honduras hungary iceland india indonesia iran iraq ireland
    israel italy jamaica japan kazakhstan kenya korea kosovo kuwait laos latvia lebanon liberia libya lithuania
    luxembourg macedonia madagascar malawi malaysia mali malta mauritius mexico moldova mongolia montenegro morocco
    mozambique myanmar namibia nepal netherlands nicaragua nigeria norway oman pakistan palestine panama paraguay
    peru
    philippines poland portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia
    somalia
    spain sudan sweden switzerland syria taiwan tanzania thailand tibet togo tunisia uganda ukraine uruguay
    uzbekistan
    venezuela vietnam wales yemen yugoslavia zambia zimbabwe california texas florida alaska hawaii virginia ohio
    michigan pennsylvania massachusetts connecticut carolina arizona colorado louisiana quebec ontario bavaria
    london paris berlin vienna rome moscow tokyo beijing shanghai delhi mumbai cairo istanbul athens jerusalem
    amsterdam
    brussels copenhagen stockholm oslo helsinki dublin edinburgh madrid barcelona lisbon budapest prague warsaw
    chicago
    boston philadelphia sydney melbourne toronto montreal oxford cambridge
    african american asian european australian austrian belgian brazilian british bulgarian canadian chilean chinese
    colombian croatian cuban danish dutch egyptian english ethiopian finnish french german ghanaian greek hungarian
    indian indonesian iranian iraqi irish israeli italian japanese kenyan korean latin lebanese malaysian mexican
    mongolian moroccan nepalese nigerian norwegian pakistani palestinian persian peruvian polish portuguese romanian
    russian scottish serbian slovak slovenian spanish swedish swiss syrian taiwanese thai tibetan tunisian turkish
    ukrainian vietnamese welsh arab arabic hebrew sanskrit yiddish roman byzantine ottoman soviet victorian
    elizabethan
    christian christianity catholic protestant jewish judaism muslim islam islamic buddhist buddhism hindu hinduism
    january february april june july september october november december monday tuesday wednesday thursday friday
    saturday sunday christmas easter
    bayes bayesian gauss gaussian markov euler newton newtonian einstein darwin darwinian freud freudian kant
    kantian
    hegel hegelian marx marxist marxism aristotle aristotelian plato platonic descartes cartesian fourier laplace
    hilbert banach riemann riemannian lagrange lagrangian hamilton hamiltonian schrödinger dirac fermi boltzmann
    maxwell poisson brownian euclid euclidean lie turing shakespeare goethe dante homer nietzsche heidegger
    wittgenstein
    alzheimer alzheimer's parkinson parkinson's huntington hodgkin crohn crohn's facebook google twitter wikipedia
    kubernetes"""
) - {"polish", "lie", "homer"}

#: English function words, which a title in title case leaves small and which say nothing of a title's case.
FUNCTION_WORDS = _words(
    """a an the and or nor but yet so if as at by for from in into of off on onto out over per than that to up upon via
    vs with within without between among amongst during through towards toward under after before about above across
    against along around behind below beneath beside besides beyond despite down except inside like near outside past
    since throughout till until versus is are be its it their our this these those which who whose when where how de
    la le les des du et en un une el los las y e o da do das dos di del della il lo van von der den het een und"""
)
#: Function words of German (and of its kin that write nouns with a capital): one of the first, or two of the second.
GERMAN_SURE = _words("und für zur zum über eine einer eines beim vom durch zwischen nicht sich unter")
GERMAN_LIKELY = _words("der die das des dem den von mit auf aus bei als ein im am nach bis oder wie")
#: A word after which a single A is no article.
BEFORE_LETTER = _words(
    """vitamin vitamins hepatitis type types group groups class influenza part appendix streptococcus factor factors
    protein lipid cyclosporin cyclosporine haemophilia hemophilia phase site domain chain immunoglobulin kinase
    peptide toxin neurotoxin grade plan level section schedule"""
)

#: Genera that titles name most, and the second words of the names of their best-known species.
GENERA = _words(
    """acinetobacter aedes agaricus agrobacterium anopheles apis arabidopsis aspergillus avena bacillus bacteroides
    bifidobacterium bombyx bordetella borrelia bos botrytis brassica brucella caenorhabditis campylobacter candida canis
    cannabis capsicum carassius chlamydia chlamydomonas chlorella citrus clostridioides clostridium coffea
    corynebacterium coxiella cryptococcus cryptosporidium cucumis cyprinus danio daphnia dictyostelium drosophila
    enterobacter enterococcus equus escherichia eucalyptus felis ficus francisella fusarium gadus gallus ginkgo glycine
    gossypium haemophilus helianthus helicobacter homo hordeum klebsiella lactobacillus lactococcus legionella
    leishmania leptospira listeria macaca magnaporthe malus medicago mus mycobacterium mycoplasma neisseria neurospora
    nicotiana oncorhynchus oryza ovis oryctolagus pan panax penicillium phaseolus phytophthora picea pichia pinus pisum
    plasmodium pneumocystis populus porphyromonas prunus pseudomonas quercus rattus rhizobium rickettsia saccharomyces
    salmo salmonella schistosoma schizosaccharomyces serratia shewanella shigella sinorhizobium solanum sorghum
    staphylococcus streptococcus streptomyces sus synechococcus synechocystis tetrahymena toxoplasma treponema
    tribolium trichoderma trichomonas triticum trypanosoma vibrio vitis wolbachia xanthomonas xenopus yersinia zea"""
)
EPITHETS = _words(
    """aegypti aeruginosa africana albicans americana anthracis arabica atlanticus aureus baumannii bovis brucei
    burgdorferi carpio cerevisiae cereus coli crassa cruzi difficile domestica domesticus elegans enterica faecalis
    falciparum flavus fumigatus gambiae gondii gonorrhoeae griseus hirsutum hominis infantum influenzae japonica
    japonicus jejuni laevis lupus lycopersicum mays melanogaster mellifera meningitidis monocytogenes mori mulatta
    musculus neoformans niger nigra norvegicus officinalis oleracea paniscus parasitica perfringens pestis plantarum
    pneumoniae pombe pylori pyogenes rerio reinhardtii rubra salar sapiens sativa sativum sativus scrofa sinensis
    subtilis tabacum taurus thaliana tropicalis trachomatis tuberculosis tuberosum tumefaciens typhi typhimurium
    vinifera viridis vivax vulgaris"""
)

#: Names of several words, some of which are common words alone, as a pattern.
PHRASES = (
    "New (?:York(?: City)?|Zealand|Jersey|Delhi|Orleans|Mexico|England|Guinea|Caledonia|Hampshire|Haven|Brunswick"
    "|South Wales|Testament)|United (?:States|Kingdom|Nations|Arab Emirates)"
    "|(?:South|North|East|West|Central) (?:Africa|America|Asia|Europe|Korea|Dakota|Carolina|Sudan|Virginia|Bengal)"
    "|Hong Kong|Sri Lanka|Costa Rica|Puerto Rico|El Salvador|Saudi Arabia|Los Angeles|San Francisco"
    "|Great (?:Britain|Lakes|Plains|Barrier Reef|Depression|War)|Middle (?:East|Ages)|Far East|Near East|Cold War"
    "|(?:First |Second )?World War|European Union|Soviet Union|Old Testament|Persian Gulf|Gulf of Mexico"
    "|(?:Black|Red|Dead|North|Baltic|Caspian|Yellow|South China|Mediterranean) Sea|Silk Road|Ivory Coast|Gold Coast"
    "|Cape Town|Salt Lake City|Rocky Mountains|Rio Grande|Milky Way|Big Bang|Czech Republic|Latin America|Burkina Faso"
    "|Holy (?:Land|See|Roman Empire)|Sierra Leone|Papua New Guinea|Isle of Man|White House|Wall Street"
)
