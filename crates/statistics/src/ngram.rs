//! Sequences of neighbouring features.

/// Hands each sequence of `n` features, joined by `_`, to `emit`; none goes over a place that is left out.
///
/// ```
/// use bangjiao_statistics::for_each_ngram;
/// let sentence = [Some("中"), Some("哈"), Some("关系"), None, Some("发展")];
/// let mut found = Vec::new();
/// for_each_ngram(&sentence, 2, |ngram| found.push(ngram.to_owned()));
/// assert_eq!(found, ["中_哈", "哈_关系"]);
/// ```
pub fn for_each_ngram(sentence: &[Option<&str>], n: usize, mut emit: impl FnMut(&str)) {
    let mut joined = String::new();
    for places in sentence.windows(n.max(1)) {
        if places.iter().any(Option::is_none) {
            continue;
        }
        joined.clear();
        for feature in places.iter().flatten() {
            if !joined.is_empty() {
                joined.push('_');
            }
            joined.push_str(feature);
        }
        emit(&joined);
    }
}
