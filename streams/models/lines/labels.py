"""What sites print over and between articles, in many languages: whole lines, folded, without the colon or arrow at their end."""

RELATED = """
related · related posts · related articles · related stories · related news · related content · related topics · related coverage
related reading · related links · related videos · read more · read also · read next · also read · see also · more stories · more news
more like this · more to read · more to explore · recommended · recommended for you · recommended reading · recommended stories
recommended articles · recommended videos · what to read next · most read · most popular · most viewed · trending · trending now
latest news · latest posts · latest stories · latest articles · recent posts · recent articles · popular posts · popular stories
don't miss · don’t miss · up next · editor's picks · editors' picks · editor’s picks · top stories · similar articles · similar posts
further reading · keep reading · more coverage · in case you missed it · from our partners · around the web · suggested reading
verwandte beiträge · verwandte artikel · verwandte themen · verwandte nachrichten · ähnliche beiträge · ähnliche artikel
ähnliche themen · ähnliche nachrichten · mehr zum thema · mehr dazu · auch interessant · meistgelesen · meistgelesene artikel
meist gelesen · passend dazu · passend zum thema · zum thema · lesetipps · weiterlesen · empfohlene artikel · empfehlungen
empfehlungen der redaktion · neueste beiträge · neueste artikel · neueste nachrichten · letzte beiträge · aktuelle meldungen
aktuelle nachrichten · aktuelle beiträge · beliebte beiträge · beliebte artikel · weitere artikel · weitere beiträge
weitere themen · weitere meldungen · weitere nachrichten · weiterführende links · lesen sie auch · lesen sie mehr · lesen sie weiter
à lire aussi · à lire également · à lire ensuite · à lire · lire aussi · lire également · lire la suite · à découvrir · à voir aussi
à découvrir aussi · articles similaires · articles liés · articles connexes · articles associés · articles recommandés
article similaire · article lié · sur le même sujet · sur le même thème · voir aussi · les plus lus · les plus lues
dans la même rubrique · dans la même catégorie · en lien avec cet article · pour aller plus loin · derniers articles
nos derniers articles · contenus associés · recommandé pour vous
te puede interesar · le puede interesar · también te puede interesar · también le puede interesar · te podría interesar
quizás te interese · quizá te interese · lea también · lea además · lea más · lee también · lee además · lee más · leer más
artículos relacionados · noticias relacionadas · entradas relacionadas · notas relacionadas · temas relacionados
contenidos relacionados · contenido relacionado · relacionado · relacionados · relacionadas · más noticias · lo más leído
lo más visto · más leídas · más leído · ver también · vea también · te recomendamos · no te pierdas · recomendados · últimas noticias
leggi anche · leggi di più · articoli correlati · articoli simili · articoli consigliati · notizie correlate · vedi anche
per approfondire · potrebbe interessarti · potrebbe interessarti anche · potrebbero interessarti · ti potrebbe interessare
ti potrebbe interessare anche · ti potrebbero interessare · i più letti · più letti · correlati · da non perdere · ultime notizie
leia também · leia mais · leia ainda · veja também · veja mais · artigos relacionados · notícias relacionadas · matérias relacionadas
posts relacionados · conteúdo relacionado · mais lidas · mais lidos · mais notícias · saiba mais · últimas notícias · recomendadas
pode gostar · você pode gostar · pode interessar · relacionadas
lees ook · lees meer · lees verder · gerelateerd · gerelateerde berichten · gerelateerde artikelen · gerelateerd nieuws
verwante artikelen · zie ook · ook interessant · meest gelezen · aanbevolen · aanbevolen voor jou · meer nieuws · bekijk ook
les også · les mer · relaterte saker · relaterte artikler · relatert · mest lest · läs också · läs mer · läs även · läs vidare
relaterade artiklar · relaterat · mest läst · mest lästa · læs også · læs mere · relaterede artikler · relaterede nyheder · mest læste
lue myös · lue lisää · aiheesta lisää · aiheesta muualla · luetuimmat · katso myös · lesa einnig · tengdar fréttir
czytaj także · czytaj też · czytaj również · czytaj więcej · przeczytaj także · przeczytaj też · przeczytaj również
powiązane artykuły · powiązane wpisy · powiązane · podobne artykuły · podobne wpisy · zobacz także · zobacz też · zobacz również
polecane · polecamy · warto przeczytać · sprawdź też · sprawdź także · może cię zainteresować · najczęściej czytane
więcej na ten temat
související články · související témata · související · čtěte také · čtěte dále · čtěte více · přečtěte si také · přečtěte si
mohlo by vás zajímat · doporučujeme · nejčtenější · súvisiace články · súvisiace správy · čítajte aj · čítajte tiež
prečítajte si aj · mohlo by vás zaujímať · najčítanejšie
kapcsolódó cikkek · kapcsolódó hírek · kapcsolódó anyagok · olvassa el ezt is · olvasta már · ajánlott cikkek · legolvasottabb
citește și · citeşte şi · citește mai mult · citește mai departe · articole similare · articole asemănătoare · articole recomandate
vezi și · vezi şi · știri similare · recomandări · pe aceeași temă
вижте също · вижте още · прочетете още · прочетете също · свързани статии · свързани новини · още по темата · подобни статии
pročitajte i · pročitajte još · pročitajte također · povezani članci · povezane vijesti · povezane vesti · povezane teme
slični članci · vezane vijesti · vezane vesti · preberite tudi · preberite še · sorodni članki · прочитајте и · прочитајте још
повезане вести · lexo edhe · lexo gjithashtu · artikuj të ngjashëm
читайте также · читайте ещё · читайте еще · читайте по теме · похожие статьи · похожие записи · похожие новости
похожие материалы · по теме · материалы по теме · новости по теме · ещё по теме · еще по теме · смотрите также · рекомендуем
другие новости · связанные новости · связанные статьи · связанные материалы · самое читаемое · популярное · вам может быть интересно
читайте також · читайте ще · схожі новини · схожі статті · схожі записи · схожі матеріали · за темою · більше за темою
дивіться також · пов'язані новини · пов’язані новини · пов'язані статті · пов’язані статті · рекомендуємо · вас може зацікавити
чытайце таксама · глядзіце таксама · loe ka · loe lisaks · seotud lood · seotud artiklid · lasi arī · lasiet arī · saistītie raksti
skaitykite taip pat · taip pat skaitykite · susiję straipsniai
σχετικά άρθρα · σχετικά νέα · σχετικά θέματα · διαβάστε επίσης · διαβάστε ακόμη · διαβάστε ακόμα · διαβάστε περισσότερα
δείτε επίσης · δείτε ακόμη · μπορεί να σας ενδιαφέρει
ilgili haberler · ilgili yazılar · ilgili içerikler · ilgili konular · ilginizi çekebilir · bunlar da ilginizi çekebilir
benzer haberler · benzer yazılar · diğer haberler · çok okunanlar · önerilenler · oxşar xəbərlər
articles relacionats · notícies relacionades · llegeix també · llegiu també · et pot interessar
اقرأ أيضا · اقرأ أيضاً · اقرأ أيضًا · اقرا ايضا · إقرأ أيضا · إقرأ أيضاً · إقرأ أيضًا · اقرأ المزيد · مقالات ذات صلة · مواضيع ذات صلة
أخبار ذات صلة · ذات صلة · مواضيع متعلقة · مقالات مشابهة · قد يعجبك أيضا · قد يعجبك أيضًا · شاهد أيضا · شاهد أيضاً · شاهد أيضًا
الأكثر قراءة · مطالب مرتبط · اخبار مرتبط · خبرهای مرتبط · بیشتر بخوانید · همچنین بخوانید · مرتبط · متعلقہ خبریں · یہ بھی پڑھیں
مزید پڑھیں · כתבות קשורות · כתבות נוספות · קראו גם · עוד בנושא · מאמרים קשורים · אולי יעניין אותך
संबंधित लेख · संबंधित खबरें · संबंधित ख़बरें · संबंधित समाचार · यह भी पढ़ें · ये भी पढ़ें · इसे भी पढ़ें · और पढ़ें · हेही वाचा
संबंधित बातम्या · আরও পড়ুন · আরো পড়ুন · সম্পর্কিত খবর · தொடர்புடைய செய்திகள் · மேலும் படிக்க · ఇవి కూడా చదవండి
సంబంధిత వార్తలు · આ પણ વાંચો · ਇਹ ਵੀ ਪੜ੍ਹੋ
ข่าวที่เกี่ยวข้อง · บทความที่เกี่ยวข้อง · เรื่องที่เกี่ยวข้อง · อ่านเพิ่มเติม · tin liên quan · bài viết liên quan · tin tức liên quan
xem thêm · đọc thêm · có thể bạn quan tâm · baca juga · baca selengkapnya · artikel terkait · berita terkait · berita lainnya
artikel lainnya · berita berkaitan · rekomendasi untuk anda · soma pia · soma zaidi
関連記事 · 関連ニュース · 関連リンク · 関連 · あわせて読みたい · 合わせて読みたい · おすすめ記事 · おすすめの記事 · 人気記事 · こちらもおすすめ
相关阅读 · 相关文章 · 相关新闻 · 相关报道 · 相关推荐 · 相關閱讀 · 相關文章 · 相關新聞 · 相關報導 · 延伸阅读 · 延伸閱讀 · 推荐阅读 · 推薦閱讀
更多新闻 · 更多文章 · 猜你喜欢 · 热门文章 · 热门新闻 · 관련기사 · 관련 기사 · 관련뉴스 · 관련 뉴스 · 추천기사 · 추천 기사 · 추천뉴스 · 추천 뉴스
인기기사 · 인기 기사 · 많이 본 기사 · 많이 본 뉴스
"""

ADVERTISEMENT = """
advertisement · advertisements · ad · ads · advertising · sponsored · sponsored content · promoted · story continues below
article continues below · advertisement - continue reading below · article continues below advertisement
story continues below advertisement · article continues after advertisement · skip advertisement · scroll to continue
anzeige · anzeigen · werbung · gesponsert · weiter nach der anzeige · publicité · la suite après cette publicité · publicidad
pubblicità · publicidade · continua após a publicidade · continua depois da publicidade · advertentie · reclame · reklama · reklamy
реклама · реклама на сайте · reklam · annons · annonse · annonce · mainos · hirdetés · publicitate · διαφήμιση · оглас · oglas
広告 · スポンサーリンク · 广告 · 廣告 · 광고 · إعلان · إعلانات · تبلیغات · آگهی · פרסומת · विज्ञापन · বিজ্ঞাপন · விளம்பரம் · iklan · quảng cáo · โฆษณา
"""

SHARE = """
share · share this · share this article · share this story · share this post · share article · tweet · pin it · email · e-mail · print
copy link · link copied · facebook · twitter · x · whatsapp · telegram · linkedin · reddit · pinterest · messenger · viber · vk
follow us · teilen · artikel teilen · drucken · merken · link kopieren · partager · partager l'article · partager cet article · imprimer
copier le lien · compartir · compártelo · comparte · imprimir · copiar enlace · condividi · stampa · compartilhar · compartilhe
partilhar · delen · deel · deel dit artikel · afdrukken · dela · del · del på facebook · tulosta · jaa · udostępnij · podziel się
drukuj · sdílet · zdieľať · megosztás · distribuie · trimite · поделиться · скопировать ссылку · ссылка скопирована · поширити
поділитися · друк · сподели · podijeli · podeli · подели · deli · κοινοποίηση · μοιραστείτε · paylaş · yazdır · شارك · مشاركة
شارك المقال · طباعة · اشتراک گذاری · שתפו · שיתוף · शेयर करें · साझा करें · শেয়ার করুন · แชร์ · chia sẻ · bagikan · シェア · シェアする · ツイート
ポスト · 分享 · 分享到 · 转发 · 공유 · 공유하기 · 인쇄
"""


def folded(line: str) -> str:
    """A line as the labels here are written."""
    return line.strip(" \t\xa0:：»›>…·-–—|!؟?▸►→↓#*").casefold()


def _labels(listed: str) -> frozenset[str]:
    return frozenset(folded(label) for line in listed.splitlines() for label in line.split(" · ") if label.strip())


RELATED_LABELS, ADVERTISEMENTS, SHARES = _labels(RELATED), _labels(ADVERTISEMENT), _labels(SHARE)
