//! What a run begins with: lexicon, annotator and inputs, as options ask for them.

use std::path::PathBuf;
use std::sync::Arc;

use bangjiao_annotate::{AnnotateOptions, Annotator};
use bangjiao_corpus::Corpus;
use bangjiao_lexicon::Lexicon;

use crate::error::Error;
use crate::open_table::open_table;
use crate::options::RunOptions;

/// Loads the lexicons that options ask for.
///
/// # Errors
/// [`Error::LexiconFolder`] and [`Error::Lexicon`].
pub fn load_lexicon(folders: &[PathBuf]) -> Result<Lexicon, Error> {
    if let Some(path) = folders.iter().find(|path| !path.is_dir()) {
        return Err(Error::LexiconFolder { path: path.clone() });
    }
    let (lexicon, problems) =
        if folders.is_empty() { Lexicon::embedded() } else { Lexicon::with_overrides(folders) };
    let problems: Vec<_> = problems.into_iter().filter(|problem| problem.is_error()).collect();
    if problems.is_empty() { Ok(lexicon) } else { Err(Error::Lexicon { problems }) }
}

/// Builds the annotator that options ask for.
///
/// # Errors
/// [`Error::LexiconFolder`], [`Error::Lexicon`], [`Error::UnknownHome`].
pub fn build_annotator(options: &RunOptions) -> Result<Annotator, Error> {
    let lexicon = load_lexicon(&options.lexicons)?;
    let home = options.home.resolve(&lexicon);
    if let Some(home) = home.as_ref().filter(|home| lexicon.state(home).is_none()) {
        return Err(Error::UnknownHome { id: home.to_string() });
    }
    let annotate =
        AnnotateOptions { home, tokens: options.tokens, eras: options.eras, repair: options.repair };
    Ok(Annotator::new(Arc::new(lexicon), annotate))
}

/// Opens the inputs that options describe.
///
/// # Errors
/// [`Error::Corpus`] where an input cannot be read at all.
pub fn open_corpus(inputs: &[PathBuf], options: &RunOptions) -> Result<Corpus, Error> {
    Ok(Corpus::open(inputs, options.read.clone())?.with_tables(open_table()))
}
