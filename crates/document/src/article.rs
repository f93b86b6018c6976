use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{ArticleId, Problem, PublicationDate};

/// A term of the newspaper's own index (GJ/关键).
///
/// ```
/// let keyword = bangjiao_document::Keyword { group: "RW".into(), term: "毛泽东".into() };
/// assert_eq!(keyword.group, "RW");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyword {
    /// `subject`, or the code before the colon (`RW` for people).
    pub group: String,
    /// The term.
    pub term: String,
}

/// What a reader found: one article, its fields as printed, before any annotation.
///
/// Strings are without surrounding white space, except `body`, which is untrimmed; absent fields are `None` or empty.
///
/// ```
/// use bangjiao_document::{Article, ArticleId};
/// let mut article = Article::new(ArticleId::new("19960706-02-002")?, "archive".into(), "a.TXT".into(), 1);
/// article.title = Some("联合声明".to_owned());
/// assert!(article.body.is_none());
/// # Ok::<(), bangjiao_document::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Unique within a run.
    pub id: ArticleId,
    /// Name of the newspaper or collection.
    pub source: Arc<str>,
    /// Day of publication.
    pub date: Option<PublicationDate>,
    /// Issue number (ZQ/总期).
    pub issue: Option<i64>,
    /// Page (BH/版号).
    pub page: Option<i64>,
    /// Name of the page (BM/版名).
    pub page_name: Option<String>,
    /// Item on the page (TH/条号).
    pub item: Option<i64>,
    /// Column (LM/栏目).
    pub column: Option<String>,
    /// Library class (FL/分类).
    pub class: Option<String>,
    /// Genre (TC/体裁).
    pub genre: Option<String>,
    /// Authors (ZZ/作者) in order.
    pub authors: Vec<String>,
    /// Index terms (GJ/关键) in order.
    pub keywords: Vec<Keyword>,
    /// 引题.
    pub kicker: Option<String>,
    /// 标题.
    pub title: Option<String>,
    /// 副题.
    pub subtitle: Option<String>,
    /// 正文, untrimmed; line ends are `\n`, layout tags are removed.
    pub body: Option<String>,
    /// The file, relative to the INPUT argument; entries of archives after `!`.
    pub source_file: Arc<str>,
    /// Number of the record in its file, from 1.
    pub record: u64,
    /// Unknown codes and columns.
    pub extra: BTreeMap<String, String>,
    /// What was wrong with this record.
    pub problems: Vec<Problem>,
    /// The earlier article of which this one is a reprint.
    pub duplicate_of: Option<ArticleId>,
}

impl Article {
    /// An article with nothing but its id and its place in the input.
    pub fn new(id: ArticleId, source: Arc<str>, source_file: Arc<str>, record: u64) -> Self {
        Article {
            id,
            source,
            date: None,
            issue: None,
            page: None,
            page_name: None,
            item: None,
            column: None,
            class: None,
            genre: None,
            authors: Vec::new(),
            keywords: Vec::new(),
            kicker: None,
            title: None,
            subtitle: None,
            body: None,
            source_file,
            record,
            extra: BTreeMap::new(),
            problems: Vec::new(),
            duplicate_of: None,
        }
    }
}
