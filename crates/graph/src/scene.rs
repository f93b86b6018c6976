//! Small annotated documents for tests, written as the text and its mentions.

use bangjiao_document::{
    Article, ArticleId, Document, EntityId, Field, Form, Kind, Link, Mention, Paragraph, PublicationDate,
    RuleId, Sentence, Span, Zone,
};

pub(crate) struct Scene {
    article: Article,
    text: String,
    sentences: Vec<Sentence>,
    mentions: Vec<Mention>,
}

impl Scene {
    pub(crate) fn new(id: &str, date: Option<&str>) -> Self {
        let id = ArticleId::new(id).expect("tests use proper ids");
        let mut article = Article::new(id, "test".into(), "test.txt".into(), 1);
        article.date = date.and_then(PublicationDate::parse);
        Scene { article, text: String::new(), sentences: Vec::new(), mentions: Vec::new() }
    }

    /// The title, paragraph 0; only before every sentence.
    pub(crate) fn title(mut self, text: &str) -> Self {
        self.article.title = Some(text.to_owned());
        self.text.push_str(text);
        let span = Span::from_usize(0, text.len());
        self.sentences.push(Sentence { span, paragraph: 0, field: Field::Title, zone: Zone::Text });
        self.text.push('\n');
        self
    }

    pub(crate) fn sentence(mut self, paragraph: u32, zone: Zone, text: &str) -> Self {
        let span = Span::from_usize(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        self.sentences.push(Sentence { span, paragraph, field: Field::Body, zone });
        self
    }

    /// The last occurrence of `surface` in the sentence added last.
    pub(crate) fn mention(mut self, surface: &str, kind: Kind, form: Form, entities: &[&str]) -> Self {
        let start = self.text.rfind(surface).expect("tests mention what is there");
        let span = Span::from_usize(start, start + surface.len());
        let links = entities.iter().map(|id| Link::plain(EntityId::new(id).expect("tests use proper ids")));
        let rule = RuleId::new("test").expect("a proper id");
        let links = links.collect();
        self.mentions.push(Mention { form: Some(form), links, ..Mention::new(span, kind, rule) });
        self
    }

    /// Changes the mention added last.
    pub(crate) fn adjust(mut self, change: impl FnOnce(&mut Mention)) -> Self {
        change(self.mentions.last_mut().expect("adjust follows mention"));
        self
    }

    pub(crate) fn document(mut self) -> Document {
        let title = self.article.title.as_ref().map_or(0, |title| title.len() + 1);
        self.article.body = Some(self.text[title..].to_owned());
        let mut document = Document::new(self.article);
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        let mut last = None;
        for sentence in &self.sentences {
            match paragraphs.last_mut() {
                Some(paragraph) if last == Some(sentence.paragraph) => paragraph.span.end = sentence.span.end,
                _ => paragraphs.push(Paragraph { span: sentence.span, field: sentence.field }),
            }
            last = Some(sentence.paragraph);
        }
        document
            .annotate(paragraphs, self.sentences, Vec::new(), self.mentions)
            .expect("spans lie on the text");
        document
    }
}

/// Three articles that the tests of counts, networks and files share.
pub(crate) mod sample {
    use std::sync::LazyLock;

    use bangjiao_document::{Document, EntityId, EntityInfo, Form, Kind, Zone};

    use super::Scene;
    use crate::{CountOptions, Counts, Network, NetworkOptions};

    pub(crate) fn documents() -> Vec<Document> {
        let statement = Scene::new("19960706-02-002", Some("1996-07-06"))
            .title("中哈联合声明")
            .mention("中哈联合声明", Kind::Treaty, Form::Title, &["T-chn-kaz-1996"])
            .mention("中", Kind::Country, Form::Abbreviation, &["CHN"])
            .mention("哈", Kind::Country, Form::Abbreviation, &["KAZ"])
            .sentence(1, Zone::Dateline, "新华社阿拉木图7月5日电")
            .mention("新华社", Kind::Organization, Form::Name, &["O-xinhua"])
            .sentence(1, Zone::Text, "江泽民会见纳扎尔巴耶夫。")
            .mention("江泽民", Kind::Person, Form::Full, &["P-jiang-zemin"])
            .mention("纳扎尔巴耶夫", Kind::Person, Form::Full, &["P-nazarbayev-nursultan"])
            .sentence(1, Zone::Text, "双方满意。")
            .mention("双方", Kind::Country, Form::Anaphor, &["CHN", "KAZ"])
            .sentence(2, Zone::Text, "中国、哈萨克斯坦、俄罗斯友好，中国感谢。")
            .mention("中国", Kind::Country, Form::Name, &["CHN"])
            .mention("哈萨克斯坦", Kind::Country, Form::Name, &["KAZ"])
            .mention("俄罗斯", Kind::Country, Form::Name, &["RUS"]);
        let visit = Scene::new("19960705-01-001", Some("1996-07-05"))
            .sentence(0, Zone::Text, "哈萨克斯坦欢迎中国客人王大成<记者>。")
            .mention("哈萨克斯坦", Kind::Country, Form::Name, &["KAZ"])
            .mention("中国", Kind::Country, Form::Name, &["CHN"])
            .mention("王大成<记者>", Kind::Person, Form::Full, &["person:王大成<记者>"])
            .sentence(0, Zone::Text, "阿拉木图是大城市。")
            .mention("阿拉木图", Kind::Place, Form::Name, &["L-almaty"]);
        let undated = Scene::new("x1", None)
            .sentence(0, Zone::Text, "纪念苏联诗人。")
            .mention("苏联", Kind::Country, Form::Name, &["SUN"])
            .adjust(|mention| mention.links[0].historical = true)
            .sentence(1, Zone::Text, "法国和德国、意大利签字，法国先签，德国后签。")
            .mention("法国", Kind::Country, Form::Name, &["FRA"])
            .mention("德国", Kind::Country, Form::Name, &["DEU"]);
        [statement, visit, undated].map(Scene::document).into()
    }

    pub(crate) fn counts(options: &CountOptions) -> Counts {
        let mut counts = Counts::default();
        documents().iter().for_each(|document| counts.add(document, options));
        counts
    }

    /// Every sentence edge of the sample.
    pub(crate) fn network() -> Network<'static> {
        static COUNTS: LazyLock<Counts> = LazyLock::new(|| counts(&CountOptions::default()));
        let counts = &*COUNTS;
        let options = NetworkOptions { min_weight: 1, ..NetworkOptions::default() };
        Network::from_counts(&counts.entities(), counts.iter_edges(), &options, info)
    }

    pub(crate) fn info(id: &EntityId, kind: Kind) -> EntityInfo {
        let (name_zh, name_en) = match id.as_str() {
            "CHN" => ("中国", Some("China & \"others\"")),
            "KAZ" => ("哈萨克\u{b}斯坦", Some("Kazakhstan")),
            _ => return EntityInfo::unlinked(id.clone(), kind),
        };
        let name_en = name_en.map(str::to_owned);
        EntityInfo { name_zh: name_zh.to_owned(), name_en, ..EntityInfo::unlinked(id.clone(), kind) }
    }
}
