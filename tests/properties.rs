//! What holds for any text: nothing panics, and spans, sentences and tokens fit together.

use std::sync::OnceLock;

use bangjiao::document::{Article, ArticleId, Document, PublicationDate};
use bangjiao::{Annotator, RunOptions, Tokens, build_annotator};
use proptest::prelude::*;

/// Pieces that rules look at, so that random texts hit them at odd places.
const PIECES: [&str; 72] = [
    "中",
    "美",
    "国",
    "苏",
    "日",
    "年",
    "月",
    "我",
    "华",
    "哈",
    "方",
    "和",
    "的",
    "在",
    "至",
    "第",
    "两",
    "〇",
    "一",
    "十",
    "九",
    "世纪",
    "年代",
    "1",
    "9",
    "96",
    "1992",
    "１９９７",
    "年底",
    "去年",
    "今天",
    "本月",
    "上旬",
    "星期五",
    "春节",
    "近日",
    "中国",
    "美国",
    "苏联",
    "哈萨克斯坦",
    "发展中国家",
    "内蒙古",
    "刚果",
    "双方",
    "两国",
    "“双方”",
    "我国",
    "江泽民",
    "李",
    "纳扎尔巴耶夫",
    "·",
    "总统",
    "外交部长",
    "驻华大使",
    "同志",
    "联合声明",
    "条约",
    "关于",
    "签署",
    "《",
    "》",
    "（",
    "）",
    "新华社北京",
    "电",
    "本报记者",
    "北京",
    "人民大会堂",
    "联合国",
    "外交部",
    "亞",
    "蘇聯",
];
/// Marks, white space and characters of every width.
const MARKS: [&str; 24] = [
    "。", "，", "、", "；", "：", "！", "？", "”", "’", "…", "—", "\n", "\n\n", "　　", " ", "\t",
    "\u{feff}", "a", "Nixon", "𠮷", "é", "\u{fffd}", "👍🏽", "\u{0}",
];

fn annotator() -> &'static Annotator {
    static ANNOTATOR: OnceLock<Annotator> = OnceLock::new();
    ANNOTATOR.get_or_init(|| {
        let options = RunOptions { tokens: Tokens::Keep, ..RunOptions::default() };
        build_annotator(&options).expect("the built-in lexicons are right")
    })
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        2 => proptest::sample::select(MARKS.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn date() -> impl Strategy<Value = Option<PublicationDate>> {
    let dates = ["1949-10-01", "1955-04-24", "1972-02-29", "1998-01-01", "1998-03", "2021"];
    proptest::option::of(proptest::sample::select(dates.to_vec()))
        .prop_map(|date| date.and_then(PublicationDate::parse))
}

fn article(title: &str, body: &str, date: Option<PublicationDate>) -> Article {
    let id = ArticleId::new("a").expect("it is well formed");
    let mut article = Article::new(id, "properties".into(), "a.txt".into(), 1);
    article.title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
    article.body = Some(body.to_owned());
    article.date = date;
    article
}

fn annotate(title: &str, body: &str, date: Option<PublicationDate>) -> Document {
    annotator().annotate(article(title, body, date))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn annotation_fits_its_text(title in text(), body in text(), date in date()) {
        let document = annotate(&title, &body, date);
        let text = document.text();
        prop_assert!(text.ends_with(&body), "the body is not rewritten");

        let paragraphs = document.paragraphs();
        prop_assert!(paragraphs.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        let sentences = document.sentences();
        prop_assert!(sentences.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        for sentence in sentences {
            let inside = sentence.span.of(text);
            prop_assert!(!inside.is_empty() && inside.trim() == inside, "{inside:?} is trimmed");
            let paragraph = paragraphs.get(sentence.paragraph as usize);
            prop_assert!(paragraph.is_some_and(|paragraph| paragraph.span.contains(sentence.span)));
        }
        let in_sentences: usize = sentences.iter().map(|sentence| solid(sentence.span.of(text))).sum();
        prop_assert_eq!(in_sentences, solid(text), "every character that is no white space stands in a sentence");

        let mentions = document.mentions();
        for mention in mentions {
            prop_assert!(!mention.span.is_empty() && text.get(mention.span.range()).is_some());
            let sentence = sentences[document.sentence_at(mention.span.start)];
            prop_assert!(sentence.span.contains(mention.span), "{:?} crosses a sentence", mention.span.of(text));
            prop_assert!(mention.links.is_sorted_by(|a, b| a.entity < b.entity));
        }
        let key = |at: usize| (mentions[at].span.start, std::cmp::Reverse(mentions[at].span.end), mentions[at].kind);
        prop_assert!((1..mentions.len()).all(|at| key(at - 1) <= key(at)), "sorted by start, longer first, kind");
        for (at, mention) in mentions.iter().enumerate() {
            for other in &mentions[at + 1..] {
                let apart = !mention.span.overlaps(other.span);
                prop_assert!(apart || mention.kind != other.kind, "{mention:?} and {other:?} overlap");
                let nested = mention.span.contains(other.span) || other.span.contains(mention.span);
                prop_assert!(apart || nested, "{mention:?} and {other:?} cross");
            }
        }
    }

    #[test]
    fn tokens_tile_the_text(body in text(), date in date()) {
        let document = annotate("", &body, date);
        let (text, tokens) = (document.text(), document.tokens());
        prop_assert!(tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        let in_tokens: usize = tokens.iter().map(|token| solid(token.span.of(text))).sum();
        prop_assert_eq!(in_tokens, solid(text), "every character that is no white space stands in a token");
        for token in tokens {
            prop_assert!(document.sentences()[token.sentence as usize].span.contains(token.span));
            let outermost = document.mentions().iter().filter(|mention| !mention.nested());
            for border in outermost.flat_map(|mention| [mention.span.start, mention.span.end]) {
                prop_assert!(border <= token.span.start || token.span.end <= border, "a token crosses a name");
            }
        }
    }

    #[test]
    fn annotation_is_a_function(title in text(), body in text(), date in date()) {
        let (first, second) = (annotate(&title, &body, date), annotate(&title, &body, date));
        prop_assert_eq!(first.mentions(), second.mentions());
        prop_assert_eq!(first.sentences(), second.sentences());
        prop_assert_eq!(first.tokens(), second.tokens());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn articles_together_are_read_as_each_alone(texts in proptest::collection::vec((text(), text(), date()), 0..70)) {
        let articles: Vec<Article> = texts.iter().map(|(title, body, date)| article(title, body, *date)).collect();
        let together = annotator().annotate_all(articles.clone());
        let alone: Vec<Document> = articles.into_iter().map(|one| annotator().annotate(one)).collect();
        prop_assert_eq!(together.len(), alone.len());
        for (together, alone) in together.iter().zip(&alone) {
            prop_assert_eq!(together.text(), alone.text());
            prop_assert_eq!(together.mentions(), alone.mentions());
            prop_assert_eq!(together.sentences(), alone.sentences());
            prop_assert_eq!(together.tokens(), alone.tokens());
        }
    }
}

/// Number of characters that are no white space.
fn solid(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).count()
}
