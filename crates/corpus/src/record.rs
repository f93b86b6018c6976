use bangjiao_document::{Article, Problem};

/// One record: every record of the input is the one or the other.
///
/// ```
/// use bangjiao_corpus::{Corpus, ReadOptions, Record};
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("a.jsonl"), "{\"title\":\"两国建交\"}\n两国建交\n")?;
/// let mut corpus = Corpus::open(&[folder.path().into()], ReadOptions::default())?;
/// let records = corpus.next_batch().unwrap().parse().records;
/// assert!(matches!(&records[0], Record::Article(article) if article.record == 1));
/// assert!(matches!(&records[1], Record::Lost(problem) if problem.line == Some(2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// An article, which carries the problems that were mended.
    Article(Box<Article>),
    /// A record that is no article, and why.
    Lost(Problem),
}
