//! States and territories by name, by one character, and as a side.

use bangjiao_document::{Form, Kind, Mention, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Usage};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::{Entry, Hit};
use crate::tag::readings::{Evidence, Need, Reading, read};

/// Tags names (中国, 美利坚合众国), sides (中方) and abbreviations in context (中|哈, 访|美).
pub(crate) struct CountryTagger {
    /// Rule of each kind of alias row: `country-short`, `country-formal`, …
    rules: FxHashMap<String, RuleId>,
    side: RuleId,
    abbreviations: Vec<AbbreviationRule>,
    /// Characters with which a word that stands before a letter ends; the first test of a single letter.
    before: FxHashSet<char>,
    /// Characters with which a word that stands after a letter begins.
    after: FxHashSet<char>,
}

/// A rule of `abbreviations.toml`.
struct AbbreviationRule {
    id: RuleId,
    /// Words of which one stands before the letter; empty: no matter.
    before: Vec<String>,
    /// Words of which one stands after the letter; empty: no matter.
    after: Vec<String>,
    /// Last characters of `before` and first characters of `after`: a look at two characters spares comparing words.
    ends_before: FxHashSet<char>,
    starts_after: FxHashSet<char>,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Two letters and more without anything between: 中美.
    Run,
    /// One letter beside a word: 访美, 美总统.
    Single,
    /// Letters with 、 between: 日、德、法等国.
    List,
}

impl CountryTagger {
    /// Reads the rules of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut rules = FxHashMap::default();
        for alias in lexicon.country_aliases() {
            if !rules.contains_key(&alias.kind)
                && let Ok(id) = RuleId::new(&format!("country-{}", alias.kind))
            {
                rules.insert(alias.kind.clone(), id);
            }
        }
        let abbreviations: Vec<AbbreviationRule> = lexicon
            .rules("abbreviations")
            .iter()
            .filter_map(|rule| {
                let shape = match rule.text("shape")? {
                    "run" => Shape::Run,
                    "single" => Shape::Single,
                    "list" => Shape::List,
                    _ => return None,
                };
                let (before, after) = (rule.texts("before"), rule.texts("after"));
                Some(AbbreviationRule {
                    id: rule.id.clone(),
                    ends_before: before.iter().filter_map(|word| word.chars().next_back()).collect(),
                    starts_after: after.iter().filter_map(|word| word.chars().next()).collect(),
                    before,
                    after,
                    shape,
                })
            })
            .collect();
        let singles = || abbreviations.iter().filter(|rule| rule.shape == Shape::Single);
        let before = singles().flat_map(|rule| &rule.ends_before).copied().collect();
        let after = singles().flat_map(|rule| &rule.starts_after).copied().collect();
        let side = RuleId::new("country-side").expect("the id is well formed");
        CountryTagger { rules, side, abbreviations, before, after }
    }
}

impl Tagger for CountryTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let mut evidence = Evidence::default();
        let suppressed = suppressed(context);
        // 日 in 1月3日 is no Japan.
        let mut covered: Vec<Span> = proposals.of(Kind::Date).map(|mention| mention.span).collect();
        let mut sides: Vec<(Span, Vec<u32>)> = Vec::new();
        self.names(context, proposals, &suppressed, &mut evidence, &mut covered, &mut sides);
        context.words.fix(proposals.of(Kind::Country).map(|mention| mention.span));
        for (span, rows) in sides {
            self.side(context, proposals, &evidence, span, &rows);
        }
        covered.extend(suppressed);
        covered.sort_unstable();
        self.letters(context, proposals, &evidence, &covered);
    }
}

impl CountryTagger {
    /// Leftmost-longest over the names that no blocker suppresses.
    fn names(
        &self,
        context: &Context<'_>,
        proposals: &mut Proposals,
        suppressed: &[Span],
        evidence: &mut Evidence,
        covered: &mut Vec<Span>,
        sides: &mut Vec<(Span, Vec<u32>)>,
    ) {
        let aliases = context.lexicon.country_aliases();
        let mut reached = 0;
        let mut at = 0;
        let mut rows: Vec<u32> = Vec::new();
        while let Some(hit) = context.hits.get(at) {
            if hit.span.start < reached
                || !matches!(hit.entry, Entry::Country(_) | Entry::Place(_) | Entry::Person(_))
            {
                at += 1;
                continue;
            }
            let group = &context.hits[at..];
            let group = &group[..group.iter().take_while(|other| other.span == hit.span).count()];
            at += group.len();
            if suppressed.binary_search(&hit.span).is_ok() {
                continue;
            }
            if !group.iter().any(|hit| matches!(hit.entry, Entry::Country(_))) {
                if hides(context, hit.span) {
                    // 朝鲜半岛, 阿拉伯海, 马里奥: a longer name of another kind that merely contains the state's.
                    reached = hit.span.end;
                    covered.push(hit.span);
                }
                continue;
            }
            rows.clear();
            rows.extend(group.iter().filter_map(|hit| match hit.entry {
                Entry::Country(row) => Some(row),
                _ => None,
            }));
            let Some(&first) = rows.first() else { continue };
            if aliases[first as usize].form == Form::Side {
                sides.push((hit.span, rows.clone()));
                continue;
            }
            let Some(reading) = read(context, &rows, evidence, hit.span.start, Need::Row) else { continue };
            reached = hit.span.end;
            covered.push(hit.span);
            let alias = &aliases[reading.row as usize];
            evidence.note(&alias.entity, hit.span.start);
            if let Some(rule) = self.rules.get(&alias.kind) {
                push(context, proposals, hit.span, Form::Name, rule, &reading, Strength::Lexicon);
            }
        }
    }

    /// 中方, 哈方: a letter and 方 that stand as a word of their own.
    fn side(
        &self,
        context: &Context<'_>,
        proposals: &mut Proposals,
        evidence: &Evidence,
        span: Span,
        rows: &[u32],
    ) {
        if !(context.words.is_border(span.start) && context.words.is_border(span.end)) {
            return;
        }
        if let Some(reading) = read(context, rows, evidence, span.start, Need::Evidence) {
            push(context, proposals, span, Form::Side, &self.side, &reading, Strength::Context);
        }
    }

    /// Single characters that stand for states, outside the names.
    fn letters(
        &self,
        context: &Context<'_>,
        proposals: &mut Proposals,
        evidence: &Evidence,
        covered: &[Span],
    ) {
        let mut hits = context.hits.iter().filter(|hit| matches!(hit.entry, Entry::Letter(_))).peekable();
        let mut next_cover = 0;
        while let Some(first) = hits.next() {
            // The characters that follow directly, each with all rows that claim it.
            let start = first.span.start;
            let mut end = first.span.end;
            let mut letters = 1;
            let mut last = first.span;
            let run = std::iter::once(first).chain(std::iter::from_fn(|| {
                hits.next_if(|hit| hit.span == last || hit.span.start == end).inspect(|hit| {
                    if hit.span != last {
                        last = hit.span;
                        letters += 1;
                        end = hit.span.end;
                    }
                })
            }));
            let run: Vec<&Hit> = run.collect();
            let span = Span::new(start, end);
            if letters == 1 && !self.is_near(context, span) {
                continue;
            }
            while covered.get(next_cover).is_some_and(|cover| cover.end <= start) {
                next_cover += 1;
            }
            let covers = &covered[next_cover..];
            let free = |letter: Span| {
                !covers
                    .iter()
                    .take_while(|cover| cover.start < letter.end)
                    .any(|cover| cover.overlaps(letter))
            };
            let mut free_run: Vec<(Span, Vec<u32>)> = Vec::new();
            for hit in run {
                let Entry::Letter(row) = hit.entry else { continue };
                match free_run.last_mut() {
                    Some((span, rows)) if *span == hit.span => rows.push(row),
                    _ if !free(hit.span) => {}
                    Some((span, _)) if span.end != hit.span.start => {
                        self.run(context, proposals, evidence, &free_run);
                        free_run = vec![(hit.span, vec![row])];
                    }
                    _ => free_run.push((hit.span, vec![row])),
                }
            }
            self.run(context, proposals, evidence, &free_run);
        }
    }

    /// Whether one of the rules' words or an enumeration mark may stand beside a letter.
    fn is_near(&self, context: &Context<'_>, letter: Span) -> bool {
        let (before, after) = (context.before(letter.start), context.after(letter.end));
        before.is_some_and(|c| c == '、' || self.before.contains(&c))
            || after.is_some_and(|c| c == '、' || self.after.contains(&c))
    }

    fn run(
        &self,
        context: &Context<'_>,
        proposals: &mut Proposals,
        evidence: &Evidence,
        run: &[(Span, Vec<u32>)],
    ) {
        let (Some((first, _)), Some((last, _))) = (run.first(), run.last()) else { return };
        let span = Span::new(first.start, last.end);
        if run.len() == 1 && !self.is_near(context, span) {
            return;
        }
        // Which states are meant is cheaper to ask than whether the letters are words.
        let readings: Option<Vec<Reading>> = run
            .iter()
            .map(|(span, rows)| read(context, rows, evidence, span.start, Need::Evidence))
            .collect();
        let Some(readings) = readings else { return };
        let aliases = context.lexicon.country_aliases();
        let entity = |reading: &Reading| &aliases[reading.row as usize].entity;
        let repeated = |(number, reading): (usize, &Reading)| {
            readings[..number].iter().any(|other| entity(other) == entity(reading))
        };
        if readings.iter().enumerate().any(repeated) {
            return;
        }
        for rule in &self.abbreviations {
            let fits = match rule.shape {
                Shape::Run => run.len() >= 2 && self.is_run(context, rule, span),
                Shape::Single => run.len() == 1 && is_single(context, rule, span),
                Shape::List => run.len() == 1 && is_list(context, rule, span),
            };
            if !fits {
                continue;
            }
            for ((span, _), reading) in run.iter().zip(&readings) {
                push(context, proposals, *span, Form::Abbreviation, &rule.id, reading, Strength::Context);
            }
            return;
        }
    }

    /// A run begins a word and ends one, or the word goes on with one of the rule's words (中美|关系).
    fn is_run(&self, context: &Context<'_>, rule: &AbbreviationRule, span: Span) -> bool {
        let Some(word) = context.words.word_at(span.start) else { return false };
        if word.start != span.start {
            return false;
        }
        if context.words.is_border(span.end) {
            // The dictionary's own words are no runs if it calls them verbs or adverbs (中意, 中立).
            return word != span
                || matches!(
                    context.words.part_of_speech(word),
                    "x" | "n" | "ns" | "nz" | "nr" | "nrt" | "j" | "nt"
                );
        }
        let rest = context.between(span.end, word.end);
        !rest.is_empty() && rule.after.iter().any(|after| rest.starts_with(after.as_str()))
    }
}

/// A letter that is a word, or with the word beside it one word, next to one of the rule's words.
fn is_single(context: &Context<'_>, rule: &AbbreviationRule, span: Span) -> bool {
    let near = |characters: &FxHashSet<char>, character: Option<char>| {
        characters.is_empty() || character.is_some_and(|character| characters.contains(&character))
    };
    if !near(&rule.ends_before, context.before(span.start))
        || !near(&rule.starts_after, context.after(span.end))
    {
        return false;
    }
    let text = context.text();
    let before = rule.before.iter().find(|word| text[..span.start as usize].ends_with(word.as_str()));
    let after = rule.after.iter().find(|word| text[span.end as usize..].starts_with(word.as_str()));
    let before_fits = rule.before.is_empty() || before.is_some();
    let after_fits = rule.after.is_empty() || after.is_some();
    if !before_fits || !after_fits {
        return false;
    }
    let length = |word: Option<&String>| word.map_or(0, |word| u32::try_from(word.len()).unwrap_or(0));
    let whole = Span::new(span.start - length(before), span.end + length(after));
    context.words.is_border(whole.start)
        && context.words.is_border(whole.end)
        && (context.words.is_border(span.start) || whole.start < span.start)
}

/// Items of an enumeration that are looked at.
const LONGEST_LIST: usize = 40;

/// A letter that is a word in an enumeration that ends with one of the rule's words.
fn is_list(context: &Context<'_>, rule: &AbbreviationRule, span: Span) -> bool {
    if !(context.words.is_border(span.start) && context.words.is_border(span.end)) {
        return false;
    }
    let letter = |at: usize| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        context
            .hits_from(at)
            .iter()
            .take_while(|hit| hit.span.start == at)
            .any(|hit| matches!(hit.entry, Entry::Letter(_)))
    };
    let text = context.text();
    // Enumerations of states are short; a walk without an end would make long ones quadratic.
    let mut items = 1;
    let mut from = span.start as usize;
    while let Some(rest) = text[..from].strip_suffix('、').filter(|_| items < LONGEST_LIST) {
        let Some(character) = rest.chars().next_back() else { break };
        let start = rest.len() - character.len_utf8();
        if !letter(start) {
            break;
        }
        items += 1;
        from = start;
    }
    let mut to = span.end as usize;
    while let Some(rest) = text[to..].strip_prefix(['、', '和']).filter(|_| items < LONGEST_LIST) {
        let Some(character) = rest.chars().next() else { break };
        let start = text.len() - rest.len();
        if !letter(start) {
            break;
        }
        items += 1;
        to = start + character.len_utf8();
    }
    let closed = rule.after.iter().any(|word| text[to..].starts_with(word.as_str()));
    items >= 2 && closed
}

/// The spans that blockers forbid, sorted: the blocked surface inside the blocker, wherever it stands there.
fn suppressed(context: &Context<'_>) -> Vec<Span> {
    let blockers = context.lexicon.country_blockers();
    let mut spans = Vec::new();
    for hit in context.hits {
        let Entry::Blocker(row) = hit.entry else { continue };
        let blocker = &blockers[row as usize];
        for blocked in &blocker.blocks {
            for (start, _) in blocker.surface.match_indices(blocked.as_str()) {
                spans.push(Span::from_usize(start, start + blocked.len()).shifted(hit.span.start));
            }
        }
    }
    spans.sort_unstable();
    spans
}

/// Whether a place or person of the lexicon contains a state's name without being built on it.
fn hides(context: &Context<'_>, span: Span) -> bool {
    context
        .hits_from(span.start)
        .iter()
        .take_while(|hit| hit.span.start < span.end)
        .any(|hit| matches!(hit.entry, Entry::Country(_)) && span.contains(hit.span))
}

fn push(
    context: &Context<'_>,
    proposals: &mut Proposals,
    span: Span,
    form: Form,
    rule: &RuleId,
    reading: &Reading,
    strength: Strength,
) {
    let alias = &context.lexicon.country_aliases()[reading.row as usize];
    debug_assert!(alias.usage != Usage::Off, "rows that are off are not scanned for");
    proposals.push(
        strength,
        Mention {
            form: Some(form),
            links: vec![context.state_link(&alias.entity)],
            candidates: reading.candidates.clone(),
            ..Mention::new(span, Kind::Country, rule.clone())
        },
    );
}
