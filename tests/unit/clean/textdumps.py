"""Pages dumped as text, written for these tests: in each the menu above, the article, and what stands below it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TextDump:
    """`text` is what a scraper sends; the other fields are what must be found in it."""

    language: str
    title: str
    above: list[str]
    body: list[str]
    below: list[str]
    related: list[str] = field(default_factory=list)
    day: str | None = None
    authors: list[str] = field(default_factory=list)
    section: str | None = None
    removed: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        return "\n\n".join([*self.above, *self.body, *self.below])


DUMPS = [
    TextDump(
        "en",
        "Harbour town votes to keep its last ferry",
        ["Home", "News", "Sport", "Log in", "Harbour town votes to keep its last ferry | The Tidal Post", "Region", "Harbour town votes to keep its last ferry", "By Ada Marlow", "12 March 2026"],
        [
            "The council of Port Ellery decided on Thursday evening to pay for the ferry across the sound for another ten years, after a debate that lasted five hours.",
            "Without the boat, the mayor said, pupils from the island would have to spend three hours a day on a bus that runs around the whole bay.",
            "The shipping company had wanted to end the service in the autumn because fuel had become too dear and two of its captains were retiring.",
            "A new vessel with electric engines is to be ordered this summer. It will cost eleven million and carry forty cars.",
        ],
        ["Island school gets a second teacher after all", "Storm tears roof off the old fish market", "Why the sound is warmer than it has ever been", "© 2026 The Tidal Post"],
        ["Island school gets a second teacher after all", "Storm tears roof off the old fish market", "Why the sound is warmer than it has ever been"],
        "2026-03-12",
        ["Ada Marlow"],
        "Region",
        {"menu", "byline", "copyright", "related_posts"},
    ),
    TextDump(
        "de",
        "Stadtwerke bauen Wärmespeicher am alten Gaswerk",
        ["Startseite", "Politik", "Wirtschaft", "Sport", "Anmelden", "Wirtschaft", "Stadtwerke bauen Wärmespeicher am alten Gaswerk", "Von Jana Sommerfeld", "12. März 2026"],
        [
            "Die Stadtwerke haben am Donnerstag mit dem Bau eines großen Wärmespeichers begonnen, der vom nächsten Winter an zwölftausend Wohnungen versorgen soll.",
            "Der Speicher fasst nach Angaben des Unternehmens dreißig Millionen Liter Wasser und wird aus der Abwärme der benachbarten Gießerei gespeist.",
            "Kritik kam von den Anwohnern, die während der Bauzeit mit mehr Lastwagen rechnen und eine Sperrung der Uferstraße befürchten.",
            "Die Kosten von vierzig Millionen Euro trägt zur Hälfte der Bund, den Rest wollen die Stadtwerke in fünfzehn Jahren erwirtschaften.",
        ],
        ["Verwandte Beiträge", "Gießerei sucht dreißig neue Mitarbeiter", "Warum Fernwärme in diesem Jahr teurer wird", "Wir verwenden Cookies, um unsere Website für Sie zu verbessern. Akzeptieren"],
        ["Gießerei sucht dreißig neue Mitarbeiter", "Warum Fernwärme in diesem Jahr teurer wird"],
        "2026-03-12",
        ["Jana Sommerfeld"],
        None,
        {"menu", "cookie_notice", "related_posts"},
    ),
    TextDump(
        "fr",
        "La ville rachète les halles pour en faire un marché",
        ["Accueil", "À la une", "Culture", "Connexion", "La ville rachète les halles pour en faire un marché", "Par Lucie Morel", "12 mars 2026"],
        [
            "Le conseil municipal a voté jeudi soir l'achat des anciennes halles, fermées depuis six ans, pour un montant de quatre millions d'euros.",
            "Les travaux doivent commencer à l'automne et durer dix-huit mois, a précisé l'adjointe chargée de l'urbanisme devant les élus.",
            "Une trentaine de producteurs de la vallée ont déjà demandé un emplacement, et une cuisine partagée sera ouverte aux associations.",
        ],
        ["À lire aussi", "Le pont du moulin rouvre enfin aux piétons", "Les maraîchers inquiets du manque d'eau", "Abonnez-vous à notre infolettre"],
        ["Le pont du moulin rouvre enfin aux piétons", "Les maraîchers inquiets du manque d'eau"],
        "2026-03-12",
        ["Lucie Morel"],
        None,
        {"newsletter", "related_posts"},
    ),
    TextDump(
        "es",
        "El puerto abre de noche para descargar la fruta",
        ["Inicio", "Buscar", "Economía", "El puerto abre de noche para descargar la fruta", "12 de marzo de 2026"],
        [
            "El puerto trabajará también de noche durante la campaña de la fruta, según anunció el jueves la autoridad portuaria tras reunirse con los estibadores.",
            "La medida permitirá descargar cada semana doce barcos más y evitará que los camiones esperen hasta nueve horas en la entrada.",
            "Los vecinos del barrio de pescadores han pedido que se limite el ruido y que se instalen pantallas en el muelle norte.",
        ],
        ["Te puede interesar", "Los estibadores firman un acuerdo por cuatro años", "La cosecha de naranjas será la mayor en una década"],
        ["Los estibadores firman un acuerdo por cuatro años", "La cosecha de naranjas será la mayor en una década"],
        "2026-03-12",
    ),
    TextDump(
        "it",
        "Riapre dopo dieci anni la funivia del Monte Alto",
        ["Home", "Cronaca", "Sport", "Riapre dopo dieci anni la funivia del Monte Alto", "di Paolo Ferri"],
        [
            "La funivia del Monte Alto tornerà a girare da sabato, dieci anni dopo l'incidente che ne aveva imposto la chiusura e dopo una lunga causa.",
            "Le nuove cabine portano quaranta persone ciascuna e, secondo la società che le gestisce, consumano un terzo in meno di quelle vecchie.",
            "Il sindaco ha ricordato che il paese vive di turismo e che gli alberghi hanno già raccolto prenotazioni fino alla fine di agosto.",
        ],
        ["Leggi anche", "Neve tardiva: riaprono gli impianti in quota", "Il rifugio cerca un gestore per l'estate"],
        ["Neve tardiva: riaprono gli impianti in quota", "Il rifugio cerca un gestore per l'estate"],
        None,
        ["Paolo Ferri"],
    ),
    TextDump(
        "nl",
        "Dorp koopt zelf de laatste winkel in de straat",
        ["Home", "Zoeken", "Nieuws", "Dorp koopt zelf de laatste winkel in de straat", "Door Sanne de Wit", "12 maart 2026"],
        [
            "Bewoners van het dorp hebben samen genoeg geld opgehaald om de laatste winkel te kopen, zo maakte de dorpsraad donderdagavond bekend.",
            "Ruim vierhonderd gezinnen legden elk een klein bedrag in en kiezen uit hun midden een bestuur dat de winkel zal leiden.",
            "De vorige eigenaar ging vorig jaar met pensioen en kon geen opvolger vinden, hoewel de winkel nog altijd winst maakte.",
        ],
        ["Lees ook", "Bus naar het ziekenhuis rijdt weer elk uur", "School in buurdorp dreigt te sluiten"],
        ["Bus naar het ziekenhuis rijdt weer elk uur", "School in buurdorp dreigt te sluiten"],
        "2026-03-12",
        ["Sanne de Wit"],
    ),
    TextDump(
        "ru",
        "В городе открыли мост, который строили девять лет",
        ["Главная", "Новости", "Спорт", "В городе открыли мост, который строили девять лет", "12 марта 2026"],
        [
            "В четверг в городе открыли новый мост через реку, строительство которого заняло девять лет и обошлось бюджету почти в два раза дороже.",
            "По словам главного инженера, по мосту смогут проезжать сорок тысяч машин в день, а для пешеходов сделали отдельные дорожки.",
            "Старую переправу закроют на ремонт уже в мае, и жители левого берега просят сохранить хотя бы один маршрут автобуса.",
        ],
        ["Читайте также", "Набережную обещают достроить к осени", "Почему подорожал проезд в автобусах"],
        ["Набережную обещают достроить к осени", "Почему подорожал проезд в автобусах"],
        "2026-03-12",
    ),
    TextDump(
        "ar",
        "المدينة تفتتح مكتبة جديدة على ضفة النهر",
        ["الرئيسية", "أخبار", "رياضة", "المدينة تفتتح مكتبة جديدة على ضفة النهر"],
        [
            "افتتحت المدينة يوم الخميس مكتبة عامة جديدة على ضفة النهر بعد أربع سنوات من العمل، وتضم المكتبة أكثر من مئتي ألف كتاب.",
            "وقالت مديرة المكتبة إن قاعات القراءة ستبقى مفتوحة حتى منتصف الليل خلال فترة الامتحانات، وإن الدخول إليها مجاني للجميع.",
            "ويأمل سكان الحي أن تعيد المكتبة الحياة إلى الشارع القديم الذي أغلقت فيه معظم المتاجر خلال السنوات الماضية.",
        ],
        ["اقرأ أيضًا", "المتحف البحري يعرض سفينة غارقة منذ قرون", "خط حافلات جديد يربط الجامعة بوسط المدينة"],
        ["المتحف البحري يعرض سفينة غارقة منذ قرون", "خط حافلات جديد يربط الجامعة بوسط المدينة"],
    ),
    TextDump(
        "he",
        "העירייה פותחת את בריכת השחייה הישנה לציבור",
        ["ראשי", "חדשות", "ספורט", "העירייה פותחת את בריכת השחייה הישנה לציבור"],
        [
            "העירייה הודיעה ביום חמישי כי בריכת השחייה הישנה תיפתח מחדש לציבור בתחילת הקיץ, לאחר שיפוץ שנמשך יותר משלוש שנים.",
            "לדברי מנהלת הפרויקט, המים יחוממו באמצעות אנרגיית השמש, והכניסה לתושבי השכונה תהיה ללא תשלום בכל ימי השבוע.",
            "התושבים, שנאבקו במשך שנים נגד הריסת המבנה, אמרו כי הם שמחים שהמקום שבו למדו לשחות יישאר פתוח גם לילדיהם.",
        ],
        ["קראו גם", "הספרייה העירונית תישאר פתוחה גם בלילה", "רחוב השוק ייסגר לתנועת מכוניות בסופי שבוע"],
        ["הספרייה העירונית תישאר פתוחה גם בלילה", "רחוב השוק ייסגר לתנועת מכוניות בסופי שבוע"],
    ),
    TextDump(
        "ja",
        "港町のフェリー、今後十年間の運航継続が決まる",
        ["ホーム", "ニュース", "スポーツ", "港町のフェリー、今後十年間の運航継続が決まる", "2026年3月12日"],
        [
            "町議会は木曜日の夜、島と本土を結ぶフェリーの運航費を今後十年間負担することを決めた。五時間に及ぶ議論の末の採決だった。",
            "町長は、船がなくなれば島の生徒たちは湾を回るバスで毎日三時間かけて通学しなければならなくなると説明した。",
            "運航会社は燃料費の高騰と船長の退職を理由に、秋にも航路を廃止する方針を示していた。来年の夏には新しい電気船が導入される。",
        ],
        ["関連記事", "島の小学校に二人目の教員が着任へ", "台風で古い魚市場の屋根が飛ばされる"],
        ["島の小学校に二人目の教員が着任へ", "台風で古い魚市場の屋根が飛ばされる"],
        "2026-03-12",
    ),
    TextDump(
        "zh",
        "老城区最后一座水塔将改建为社区图书馆",
        ["首页", "新闻", "体育", "登录", "老城区最后一座水塔将改建为社区图书馆", "2026年3月12日"],
        [
            "市政府星期四宣布，老城区最后一座水塔将改建为社区图书馆，工程预计明年春天完工，总投资约三千万元。",
            "负责设计的建筑师表示，水塔的外墙和铁制楼梯都会保留下来，内部将分为六层，顶层是可以看到整条河的阅览室。",
            "附近的居民多年来一直反对拆除水塔。他们说，孩子们放学以后终于有了一个可以安静读书的地方。",
        ],
        ["相关阅读", "河边步道下个月全线开放，居民可步行到车站", "老街商铺租金连续第三年下降"],
        ["河边步道下个月全线开放，居民可步行到车站", "老街商铺租金连续第三年下降"],
        "2026-03-12",
    ),
    TextDump(
        "th",
        "เทศบาลเปิดตลาดริมน้ำแห่งใหม่หลังปิดปรับปรุงสามปี",
        ["หน้าแรก", "ข่าว", "กีฬา", "เทศบาลเปิดตลาดริมน้ำแห่งใหม่หลังปิดปรับปรุงสามปี"],
        [
            "เทศบาลเมืองเปิดตลาดริมน้ำแห่งใหม่เมื่อวันพฤหัสบดีที่ผ่านมา หลังจากปิดปรับปรุงมานานกว่าสามปี โดยมีพ่อค้าแม่ค้ากว่าสองร้อยรายกลับมาเปิดร้านอีกครั้ง และมีนักท่องเที่ยวเดินทางมาตั้งแต่เช้า",
            "นายกเทศมนตรีกล่าวว่าตลาดแห่งนี้จะช่วยให้ชาวบ้านมีรายได้เพิ่มขึ้นและลดขยะพลาสติกในแม่น้ำ เพราะร้านค้าทุกร้านต้องใช้ภาชนะที่นำกลับมาใช้ใหม่ได้ ตามข้อตกลงที่ทำไว้กับเทศบาลเมื่อปีก่อน",
            "ชาวบ้านในพื้นที่บอกว่าดีใจที่ได้ตลาดกลับคืนมา แต่ยังกังวลเรื่องที่จอดรถซึ่งมีไม่เพียงพอในวันหยุด และขอให้เทศบาลจัดรถโดยสารจากสถานีรถไฟมายังตลาดในช่วงสุดสัปดาห์",
        ],
        ["ข่าวที่เกี่ยวข้อง", "รถไฟสายเหนือเพิ่มขบวนในช่วงวันหยุดยาว", "ชาวนาเรียกร้องให้รัฐช่วยเรื่องน้ำแล้ง"],
        ["รถไฟสายเหนือเพิ่มขบวนในช่วงวันหยุดยาว", "ชาวนาเรียกร้องให้รัฐช่วยเรื่องน้ำแล้ง"],
    ),
    TextDump(
        "hi",
        "शहर में नौ साल बाद खुला नदी पर बना नया पुल",
        ["होम", "समाचार", "खेल", "शहर में नौ साल बाद खुला नदी पर बना नया पुल"],
        [
            "शहर में नदी पर बना नया पुल गुरुवार को आम लोगों के लिए खोल दिया गया, जिसके निर्माण में नौ साल का समय लगा और लागत दोगुनी हो गई।",
            "मुख्य अभियंता के अनुसार इस पुल से हर दिन चालीस हजार गाड़ियां गुजर सकेंगी और पैदल चलने वालों के लिए अलग रास्ता बनाया गया है।",
            "पुराने पुल को मई में मरम्मत के लिए बंद कर दिया जाएगा, इसलिए दूसरे किनारे के निवासियों ने बस सेवा जारी रखने की मांग की है।",
        ],
        ["यह भी पढ़ें", "नदी किनारे का रास्ता सर्दियों तक बनकर तैयार होगा", "बस का किराया बढ़ने से यात्री परेशान"],
        ["नदी किनारे का रास्ता सर्दियों तक बनकर तैयार होगा", "बस का किराया बढ़ने से यात्री परेशान"],
    ),
]  # fmt: skip
