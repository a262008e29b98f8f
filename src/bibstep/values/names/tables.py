"""The tables that authors' names are read by: particles, suffixes, degrees, words of institutions, Iberian names.

All words are in lower case, without a final full stop unless new_remarks otherwise.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that stand between given and family name and are written small. Sources: CSL 1.0.2, "Names" (the particles it
#: names); the prefixes listed by language in ISBD/RDA appendix F and in the Chicago Manual of Style, "Names with
#: particles".
PARTICLES = _words(
    "van de der den het 't ’t ‘t 's ’s ten ter te op von vom zu zum zur und auf aus dem am an im in ob du des d' d’ "
    "la le les l' l’ di del della delle dello dei degli dal dalla da do dos das e y i af av til los las al el as bin "
    "ibn ben bint binti binte abu ul ud ur vander vanden v. st. st san santa"
)
#: Those of PARTICLES that only join others ("von und zu", "Ortega y Gasset") or stand inside a family name.
JOINERS = _words("und e y i")
#: The same where they are written with a capital: they then begin the family name (Van Gelder, El Hage, San Román),
#: unless they are the first word of the whole name. "Das", "An", "In", "Am" are names in their own right, so not here.
CAPITAL_PARTICLES = _words(
    "van vande vanden vander vom von de der den dei del della delle dello degli di da do dos du des dal dalla la le "
    "los las lo el al ul ad as abu abd abdel abdul abou aboul abo ben bin ibn bint binti binte aït ait ter ten te zu "
    "zur zum st st. san santa santo são saint sainte mac mc o' o’ d' d’ fitz ould ouled ap haj ó ní nic uí"
)
#: Particles that can stand twice in one name, where the last one begins the family name ("El Sayed El Khouly").
REPEATED_PARTICLES = _words("da do dos das el al")
#: Particles with a capital that may also be a Chinese, Korean or Vietnamese given name's syllable, so that they count
#: only where the name does not look East Asian.
WEAK_CAPITALS = _words("van da de di do du le la lo ben bin san ten den mac")
#: Common Vietnamese family names (about nine of ten people have one of them), the sign that "Van" is a middle name.
VIETNAMESE = _words(
    "nguyen nguyễn tran trần le lê pham phạm hoang hoàng huynh huỳnh phan vu vũ vo võ dang đặng bui bùi do đỗ ho hồ "
    "ngo ngô duong dương ly lý truong trương dinh đinh doan đoàn trinh trịnh"
)
#: Arabic and Hebrew words that begin a family name of two words ("son of", "father of", "family of", "servant of").
SEMITIC_PARTICLES = _words("ابن بن أبو ابو آل عبد بنت בן בר בת אבו אל")

#: Generational suffixes, as CSL and BibTeX have them ("Jr" part).
SUFFIXES = _words("jr jnr sr snr ii iii iv 2nd 3rd 4th")
#: Portuguese words for "junior", "son", "grandson", "nephew", which belong to the family
#: name (ABNT NBR 6023, on personal authors).
KINSHIP = _words("júnior junior filho neto netto sobrinho filha neta")

#: Degrees and memberships written after a name, dots left out.
DEGREES = _words(
    "phd md dphil dsc scd edd psyd pharmd dds dmd dvm vmd mbbs mbchb mbbch msc bsc mph mba mpa mha llm llb jd esq "
    "frcp frcs frcpc frcsc frs facs facp facc faha fesc fccp fracp frcpath mrcp mrcs rn bsn msn dnp crna aprn mphil "
    "drph mscn mpharm rph meng beng mtech btech cpa pe dba habil drmed dipling mdphd mdmph drnat faan fagd facog fcps "
    "pharmb bpharm bds mds dnb dch od dpt otr dnsc drphil drrernat mpt mpp lcsw ded"
)
#: Those that are degrees in mixed case too ("Phd"); others so written are names ("A. B. Meng").
MIXED_DEGREES = _words("phd msc bsc esq habil dphil mphil dsc psyd pharmd drmed dring drphil drrernat")
#: Those that are degrees only where they stand between commas: elsewhere they are initials, or a name.
WEAK_DEGREES = _words("ma ba ms bs do pa np ra ao am cbe obe mbe dc pt ed edm mfa mps mm")
#: Forms of address and posts written before a name, dots left out. "Md" (Muhammad) and "Fr" are not among them.
TITLES = _words(
    "dr prof professor doctor lecturer mr mrs ms miss sir dame rev reverend hon dra profa dott dottssa ing dipl univ "
    "priv doz pd assoc assist docent mag univprof assocprof asstprof associate assistant adj adjunct emeritus "
    "lieutenant colonel capt captain major gen general sgt lt col msgr drs privdoz habil drmed dring drhabil dozent"
)
#: Those that are a given name or an initial's worth of one without a full stop.
WEAK_TITLES = _words("gen col hon mag major general dipl univ ing lt pd doz priv captain adj associate assistant dame")

#: Shortened words before or after a name that are no given name, unlike "Ming." or "Md.".
NOT_GIVEN = TITLES | SUFFIXES | _words("st md inc ltd etc al eds hrsg")

#: What stands for the authors that are not named, of two words with a hyphen between them.
ET_AL = _words("et-al et-al. et.al et.al. et-alii et-alia and-others others u.a. 等 等人 等. 他 ほか 외")
#: What stands for an author where none is known, in lower case and without brackets and full stops at either end.
PLACEHOLDERS = frozenset(
    (
        *("no authors listed", "no author listed", "no authors", "no author", "author unknown", "unknown author"),
        *("authors unknown", "unknown authors", "unknown", "anonymous", "anonymous author", "anon", "null", "none"),
        *("nan", "n/a", "undefined", "not available", "not specified", "not given", "no name", "nomen nescio", "n.n"),
        *("s.n", "sine nomine", "author not listed", "authors not listed", "no author given", "no authors given"),
        *("anonymus", "anonyme", "anonym", "anónimo", "anonimo", "anônimo", "autor desconocido", "auteur inconnu"),
        *("verfasser unbekannt", "unbekannt", "ohne autor", "sin autor", "sans auteur", "sem autor", "аноним"),
        *(
            "автор неизвестен",
            "без автора",
            "佚名",
            "无",
            "無",
            "无名氏",
            "無名氏",
            "匿名",
            "不详",
            "不詳",
            "未知",
            "未知作者",
        ),
        *("作者不详", "作者不詳", "作者未知", "无作者", "著者不明", "作者不明"),
        *("저자미상", "미상", "작자미상", "مجهول"),
    )
)
#: What a person does in a work, as it stands in brackets after a name ("Carl Dorn (Translator)").
ROLES = _words(
    "editor editors ed eds translator translators trans transl author authors compiler comp illustrator ill "
    "photographer director producer chair moderator presenter supervisor advisor contributor contributors reviewer "
    "inventor coordinator coord org orgs dir hrsg hg herausgeber übersetzer verfasser éditeur traducteur traductor "
    "coordinador editeur organizador orgs introduction foreword afterword preface lead guest corresponding first "
    "senior main and managing series volume chief in 译 編 编 著 主编 主編 訳"
)

#: Legal forms that follow an institution's name after a comma.
LEGAL_FORMS = _words("inc ltd llc llp plc gmbh corp co lp sa ag bv nv pty limited incorporated")

#: Words that occur in the names of bodies and not in those of people, in the languages of the literature.
INSTITUTION = _words(
    "university universities universität universitaet universidad universidade università université universiteit "
    "universitet universitat universiti univerzita uniwersytet politechnika politecnico polytechnic polytechnique "
    "institute institutes institution institut instituto istituto instytut department departments departamento "
    "dipartimento département faculty facultad faculdade faculté fakultät ministry ministries ministère ministerio "
    "ministério ministerium society societies association associations asociación associação associazione verein "
    "gesellschaft société sociedad sociedade group groups groupe grupo gruppo team teams équipe consortium consortia "
    "committee subcommittee comité comitê council councils consejo conselho conseil collaboration collaborations "
    "collaborative collaborators network networks investigators initiative initiatives foundation fundación fundação "
    "fondation stiftung fondazione organization organisation organizations organisations organización agency agencies "
    "agencia agência agence center centers centre centres centro zentrum board office bureau academy academies "
    "academia académie akademie accademia college colleges collège hospital hospitals clinic clinics laboratory "
    "laboratories laboratoire laboratorio labs corporation company companies federation federal union unions "
    "commission comisión comissão kommission program programme programs programmes project projects study studies "
    "trial trials taskforce workgroup authority authorities service services library libraries museum publishing "
    "publishers publications redacción redaktion redazione rédaction editorial editors editor anonymous inc ltd llc "
    "gmbh corp registry alliance cooperative co-operative researchers government parliament congress senate assembly "
    "republic bundesamt bundesministerium division directorate secretariat secretaría delegation embassy contributors "
    "members participants workshop conference symposium panel forum volunteers developers community centrum research "
    "technologies technology technical sciences science systems national international european administration survey "
    "surveys partnership unit reviewer inventor unknown authors journal magazine newspaper revue revista rivista "
    "zeitschrift annales archives collection collections catalog catalogue industries holdings enterprises consulting "
    "consultants solutions banque banco banca ville mairie amis médecins ordre syndicat confédération compagnie "
    "éditions presses théâtre musée museo observatoire observatory observatorio réseau rede collectif collective "
    "coalition statistics plc pty ambassade bibliothek bibliothèque biblioteca editora verlag verband stadt gemeinde "
    "landkreis ltda sarl gazette cercle ligue fonds fondo école escuela scuola schule hochschule amt ministerstvo "
    "tribunal parlement chambre commune collectivité fédération federación federação cámara câmara junta ayuntamiento "
    "generalitat gobierno gouvernement regierung governo bundesrat bundestag bundesanstalt landesamt "
    "forschungszentrum"
)
#: Those of them that are family names too: of a person where an initial stands before them ("Jane M. Center").
ALSO_FAMILIES = _words("center centre office college board union service study trial unit major")
#: Words that make a body's name only beside another sign (a small function word, or three words and more).
WEAK_INSTITUTION = _words(
    "press bank school media force trust fund house studio states nations health world news club nation staff court "
    "gardens nursery works sons brothers bros rights task co campaign investigation human women youth children "
    "families friends editors authors church churches books times daily"
)
#: Words in the plural that make a body's name beside whatever word.
PLURALS = _words("editors authors members collaborators investigators contributors participants volunteers researchers")
#: Last words of the names of firms and collections, which keep what an "and" joins in them from being two people.
BODY_ENDINGS = LEGAL_FORMS | INSTITUTION | _words("co company sons brothers bros daughters associates partners limited")
#: Words for the people who did a work together, whose names are often joined to a person's by "and".
GROUPS = PLURALS | _words("group groups consortium collaboration committee team network trialists taskforce")
#: Small words that people's names do not have.
FUNCTION_WORDS = _words(
    "of the for on and to by with without against at für et et-des und & sur pour para per och og w sans contre aux "
    "fürs gegen ohne sobre entre"
)
#: Those of them that are function words with a capital too.
CAPITAL_FUNCTIONS = _words("of for with without against and")
#: First words of nations' and international bodies' names.
BODY_OPENINGS = _words("united world american african asian british canadian behalf for the")
#: Shortened names of states and unions, which begin the name of a body.
SHORT_NATIONS = _words("u.s. u.k. u.n. e.u.")
#: A word without which no name is a body's, in lower case.
BODY_SIGNS = (
    INSTITUTION
    | WEAK_INSTITUTION
    | PLURALS
    | FUNCTION_WORDS
    | CAPITAL_FUNCTIONS
    | BODY_OPENINGS
    | SHORT_NATIONS
    | LEGAL_FORMS
    | frozenset([f"{form}." for form in LEGAL_FORMS])
    | {"in"}
)

#: Given names that are devotions take a particle and yet no part of the family ("María del Carmen Ruiz").
DEVOTIONS = _words(
    "carmen pilar mar rosario lourdes fátima fatima ángeles angeles jesús jesus luz concepción conceição conceicao "
    "dolores mercedes graças gracas consuelo socorro valle rocío prado milagros nieves soledad assis lurdes dores "
    "guadalupe montserrat aparecida cruz ríos refugio"
)

#: Given names that such a devotion follows.
MARIAN = _words("maría maria ma ma. mª ana rosa luz juana josé jose juan teresa francisco francisca antonio inmaculada")

#: Family names usual in Spain and Spanish America. Source: among the most frequent in the lists that Spain's INE and
#: the civil registers of Mexico, Colombia, Chile and Argentina publish; those in -ez are known by their ending.
SPANISH_FAMILIES = _words(
    "garcía garcia ruiz díaz diaz moreno muñoz munoz alonso romero navarro torres ramos gil serrano blanco molina "
    "morales ortega delgado castro ortiz rubio marín marin sanz iglesias medina garrido cortés cortes castillo lozano "
    "guerrero cano prieto cruz gallego vidal león leon herrera márquez peña pena cabrera flores campos vega fuentes "
    "carrasco reyes caballero nieto aguilar pascual herrero santana lorenzo hidalgo montero ibáñez ferrer arias "
    "vargas benítez crespo santiago vicente durán duran parra soto mora pastor rojas jurado contreras guzmán guzman "
    "mendoza salazar rivera luna aguilera valencia salas paredes ríos rios acosta espinoza espinosa sandoval miranda "
    "ochoa cárdenas cardenas escobar rosales orozco osorio ospina montoya restrepo mejía mejia zapata quintana "
    "quintero rincón naranjo bravo figueroa valdés valdes vera tapia sepúlveda araya cortez pizarro maldonado "
    "villalobos villanueva villar zamora zúñiga avila ávila ayala barrera bernal calderón calderon cabello camacho "
    "carrillo cervantes corral corrales correa escudero esteban estrada gallardo galindo gallegos giraldo ibarra jara "
    "lara linares llorente macías macias manzano mejías merino mesa mota palacios pardo peralta pineda ponce redondo "
    "roldán roman román sáenz saenz salgado segura serra solís sierra sosa toledo trujillo uribe urrutia valenzuela "
    "valle vallejo vara varela velasco vergara vila villa villegas yañez zavala aranda arroyo barrios becerra bermejo "
    "burgos cuesta domingo expósito franco galán galan gracia izquierdo luque marcos mateo miguel moya murillo otero "
    "padilla plaza polo portillo quiroga rey rico robles rueda sancho simón soler soriano tejada tomás valero aguirre "
    "echeverría goñi etxeberria mendizabal monegal aguado anaya bautista bermudez bustamante cáceres caceres celis "
    "cisneros cordero espino fajardo fonseca lagos leiva leyva loaiza londoño lugo nava novoa olivares olmos oviedo "
    "pacheco palma pinto posada puentes quesada quiñones reina riquelme rocha rosas rosero saavedra salcedo "
    "santamaría santamaria sarmiento tello trejo urbina valderrama vivas zambrano cabral basaistegui"
)
#: Given names usual in Spanish that are not family names as well. Source: as for SPANISH_FAMILIES.
SPANISH_GIVEN = _words(
    "maría maria josé jose juan luis carlos manuel antonio jesús jesus francisco javier pedro pablo alejandro miguel "
    "rafael fernando jorge alberto alfonso enrique ramón ramon andrés andres eduardo sergio roberto ricardo mario "
    "álvaro alvaro diego daniel david raúl raul rubén ruben óscar oscar víctor victor julio julián julian jaime "
    "joaquín joaquin ángel angel guillermo gustavo hugo héctor hector ignacio iván gonzalo germán german gerardo "
    "felipe félix felix emilio ernesto esteban agustín agustin adrián adrian arturo césar cesar cristina carmen ana "
    "isabel laura marta lucía lucia elena pilar teresa rosa beatriz patricia silvia mercedes dolores rocío rocio "
    "sonia raquel susana mónica monica alicia andrea claudia carolina catalina gabriela paula sara sofía sofia "
    "valentina verónica veronica ximena yolanda noemí noemi nuria inés ines irene julia alejandra alba amparo ángela "
    "angela antonia camila celia consuelo diana emir esperanza eugenia eva fabiola fernanda gloria graciela guadalupe "
    "irma juana leonor lidia lilia liliana lorena lourdes luisa luz magdalena manuela marcela margarita mariana "
    "marina marisol martha matilde mireia montserrat natalia nora norma olga paola rebeca rosario sandra soledad "
    "trinidad virginia viviana xavier marco mauricio marcos martín maximiliano nicolás nicolas octavio omar orlando "
    "pascual rodolfo rodrigo rogelio salvador santiago sebastián sebastian tomás tomas vicente leonardo leandro "
    "leopoldo lorenzo lucas fabián federico fidel alfredo armando augusto benito benjamín bernardo camilo claudio "
    "cristian cristóbal edgar edison edwin efraín elías fabio hernán hernando homero horacio humberto isidro ismael "
    "jairo jhon joel jonathan marcelo mateo samuel simón noé iker jordi joan josep jaume núria gisella yaneth wilson "
    "freddy julieta victoria yesenia juliana lina emiliano vanessa "
    "asunción asuncion constantino fausto inmaculada"
)
#: Portuguese and Brazilian marks: the last family name alone is the one to sort by (the same), so these speak against a
#: compound family name. Source: among the most frequent in Brazil's census of names (IBGE) and in Portugal.
PORTUGUESE = _words(
    "joão joao fátima fernandes rodrigues gonçalves goncalves lopes gomes nunes alves soares pires marques mendes "
    "martins oliveira souza sousa pereira ferreira costa carvalho ribeiro almeida lima barbosa rocha araújo araujo "
    "cardoso melo teixeira moreira moraes morais vieira machado freitas batista campos pinto azevedo barros cunha "
    "monteiro correia moura coelho reis magalhães fonseca bezerra antunes borges henrique henriques luiz paulo tiago "
    "thiago fabiana fabrício maurício vinícius vinicius márcio marcio flávio flavio cláudio sérgio antônio antónio "
    "lemos duarte luís luiza letícia aparecida gileno mônica"
)

#: Family names of two or three letters that are often written in capitals after a given name ("Sun Jung KIM"), so are
#: not initials. Source: the most frequent in China, Korea and Vietnam, in their usual Latin spellings.
SHORT_FAMILIES = _words(
    "li lee kim wu xu hu ma he yu lu le ho ha hà vo võ bui do đỗ ngo ly oh ko koh kwon kang choi cho jo ju jung han "
    "shin yoo yun ahn an bae son roh noh seo suh shi su tan tang wei xie xue yan yao yin you zou zhu ye pan pei qi "
    "qin qiu ren cao cai cui chu dai deng din ding du duan fan fu gao ge gu guo hao hou hua ji jia jin kai kan lai "
    "lan lau liu lim lin lo loh luo mao mei mo mok na nam ng nie ong ou pak peng pu shao sim sun sze tai teo tian "
    "ting to tsai tse wan yam yap yip yeo zeng zha mai cha chi hsu"
)
#: The same of India and Turkey.
SHORT_FAMILIES_WEST = _words("ali rao das roy sen pal dey bal nag koç ay öz ak")
#: Others of three letters or four that are no initials where they stand in capitals after a given name ("Ken ONO").
SHORT_FAMILIES_MORE = _words(
    "fox cox ray day may doe roe poe fry hay kay low orr rex sax vos bos dix rix lux ito ono abe ota oda aoi doi ide "
    "rea gay guy lea lax fay ely ivy hix nix knox pye rae tye wax ash bax cho"
)
#: East Asian family names at a name's beginning or end that make WEAK_CAPITALS doubtful.
EAST_ASIAN = SHORT_FAMILIES | _words("wang zhang chen yang huang zhao zhou park zheng feng dong liang jiang zhong song")

#: The most common family names of Korea in Latin letters. Source: Statistics Korea, census of 2015, in their usual
#: spellings; the first are never a given name's syllable.
KOREAN_FIRST = _words("kim lee park choi kwon hwang ahn baek paik heo noh kwak")
KOREAN_FAMILIES = KOREAN_FIRST | _words(
    "jung jeong chung kang cho jang yoon yun lim han oh seo shin kwon hwang ahn song yoo ryu hong jeon ko moon yang "
    "son bae baek paik heo hur nam sim shim noh roh kwak sung cha joo woo koo chang rhee yim choe pak bang byun chae "
    "chun eom gong ham hyun jin kook min na pyo ra suh suk um yeo yi yim you cheong choo huh yeoh uh"
)

#: First halves of Hebrew and Arabic family names with a hyphen, which no Korean given name has.
HEBREW = _words("ben bar bat bin el al abu")

#: The most common given names of the literature's authors that are not usual as family names. Source: among the most
#: frequent of the United States (SSA), England, Germany, France, Italy, Poland, Russia, Turkey, India, Iran and Japan.
GIVEN = SPANISH_GIVEN - SPANISH_FAMILIES | _words(
    "aaron abigail adam agnes ahmed ahmet ai aidan akira alan albert alex alexander alexandra alexei alexey ali alice "
    "alison amanda amir amit amy anastasia andrea andreas andrei andrej andrew andrey angela anil anita anjali ann "
    "anna anne annette anthony antoine anton aoi arash arthur arun ashley ashok audrey ayşe barbara beate benjamin "
    "bernard bernd bert betty betül bill birgit bob brenda brian brock bruce bryan burak carl carla carlo carol "
    "caroline catherine cecilia cem chad charles charlotte chiara chloe chris christian christina christine christoph "
    "christopher claire clara claude claus colin cynthia daisuke dan daniela daniele david deborah deepak dennis "
    "derek diane dieter dimitri dinesh dirk divya dmitri dmitry dominik don donald donna dorothy doug douglas dwight "
    "edgar edward edwin eleanor elena elif elizabeth ella ellen emi emily emma emre eric erica erik erika ernst esra "
    "eugene eva evelyn fabian fatma fiona florian frances francesca francesco francois frank franz françois fred "
    "frederick friedrich gabriele gail ganesh gareth gary gavin geeta geoffrey georg gerald gerd gerhard gianluca "
    "gina giorgio giovanni girish giulia giuseppe gloria grace graham greg gregory guido gökhan gül günter günther "
    "hakan hamid hanako hannah hans harald harish harold harry hartmut haruki haruto hassan hatice heath heather "
    "heidi heike heinrich heinz helen helena helmut henri henrik henry herbert hermann hiroshi holger horst hossein "
    "hubert hüseyin ian ibrahim igor ilya ingrid irina isabella ivan jack jacqueline jacques jake jakob jakub jan "
    "jane janet janice jasmine jason jean jeanne jeff jeffrey jennifer jens jeremy jerry jessica jill jim jiro joan "
    "joanna joanne jochen johan johann johannes john johnny jon jonas jonathan josef joseph joshua joyce juan judith "
    "judy julia julie justin jürgen karen karim karin karl karsten katharina katherine kathleen kathryn katie kavita "
    "kazuo keiko keith kemal ken kenji kenneth kenta kerstin kevin khalid kiran klaus konrad kristen kristin kristina "
    "kurt kyle lakshmi lamar larry lars laura lauren laurent leon leonard leslie linda lisa lorenzo lothar louise "
    "luca lucas lucy ludwig luigi lukas lutz lydia lynn magdalena mahesh mahmoud makoto manfred manoj marc marcel "
    "marco margaret maria marie mariko mario marion mark markus martina mary masahiro massimo matteo matthew matthias "
    "max megan mehdi mehmet melanie melissa merve michael michail michel michelle mike mikhail mohamed mohammad "
    "mohammed molly monica monika muhammad mukesh murat mustafa nadia nancy naoko natalia natalie nathan naveen neha "
    "neil nicholas nicola nicolas nicole nigel nikolai nikolaus nina nisha nora norbert norman oleg olga oliver "
    "olivia olivier omar oscar otto paige pamela pankaj paolo pascal patricia patrick paul paula pavel peggy peter "
    "petra phil philip philipp philippe phillip pierre piotr pooja pradeep praveen priya priyanka rachel rahul rainer "
    "rajesh rakesh ralf ralph ramesh ravi raymond rebecca reinhard rekha ren renate renee rené reza riccardo richard "
    "rita ritu rob robert roberta robin roger roland rolf ronald rosa rosemary rudolf ruth ryan ryo sabine saeed "
    "sakura sally sam samantha samuel sandeep sandra sanjay sara sarah satish satoshi scott sebastian selin sergei "
    "sergey serkan sharon sheila shinji shirley shota shweta sibel silvia simon simone sofia sophia sophie sota "
    "srinivas stefan stefania stefano stephan stephanie stephen steve steven stuart sue sunil sunita suresh susan "
    "susanne suzanne sven svetlana swati sylvia takeshi tamara tanja tanya taro tatiana ted teresa terry theodore "
    "theresa thierry tiffany tim timothy tina tobias todd tolga tom tomasz tomoko tony tracy tuğba ulrich ulrike "
    "ursula ute uwe valentina vanessa venkat veronica victor victoria vijay vikas viktor vincent vinod virginia vivek "
    "vivian vladimir volkan walter wayne wei wendy werner wilfred wilhelm will william wolfgang xiaoming yoko yui "
    "yuki yumi yusuf yves yvonne zeynep özlem"
)

#: The most common family names of Japan of two characters or more. Source: as counted by Meiji Yasuda Life, 2018.
JAPANESE_FAMILIES = _words(
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 "
    "清水 山崎 池田 橋本 阿部 石川 前田 藤田 小川 後藤 岡田 長谷川 村上 近藤 石井 坂本 遠藤 青木 "
    "藤井 西村 福田 太田 三浦 岡本 松田 中川 中野 原田 小野 田村 竹内 金子 和田 中山 石田 上田 森田"
)

#: The most common family names of China (simplified and traditional) and Korea in their own scripts: about nine of ten
#: people there have one of them. They tell which half of a name with a space in it is the family's.
CJK_FAMILIES = (
    frozenset(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
        "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤赖康施洪"
        "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭蔣葉蘇呂盧鍾鐘譚陸範韋賈鄒閻龍賀顧龔萬錢嚴湯賴"
        "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구"
    )
    | JAPANESE_FAMILIES
    | _words("欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 端木 남궁 황보 제갈 선우")
)
