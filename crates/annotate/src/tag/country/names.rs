//! Names and sides: leftmost-longest over the surfaces that no blocker suppresses.

use bangjiao_document::{Form, RuleId, Span};
use bangjiao_lexicon::{Lexicon, Usage};
use rustc_hash::FxHashMap;

use crate::context::{Context, Strength};
use crate::scan::{Entry, Hit};

use super::Article;
use super::reading::Reading;
use super::runs::Placed;

/// Rules of names.
pub(super) struct NameRules {
    /// Rule of each row of `country_aliases`: `country-short`, `country-formal`, …
    of_row: Vec<Option<RuleId>>,
    side: RuleId,
    /// Words after a capital that acts as its state: 宣布, 当局.
    acts: Vec<String>,
    /// What makes a state of a name that needs evidence.
    by_context: Option<ByContext>,
}

/// The words beside which a name means a state though the article does not name it otherwise: 中非|总统.
struct ByContext {
    id: RuleId,
    before: Vec<String>,
    after: Vec<String>,
    /// What stands behind a name in an enumeration of states.
    listed: Vec<String>,
    /// What stands behind two letters that are two states: 白俄|两国.
    pairs: Vec<String>,
}

impl NameRules {
    /// One rule for each kind of row.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut by_kind: FxHashMap<&str, Option<RuleId>> = FxHashMap::default();
        let of_row = lexicon
            .country_aliases()
            .iter()
            .map(|alias| {
                by_kind
                    .entry(&alias.kind)
                    .or_insert_with(|| RuleId::new(&format!("country-{}", alias.kind)).ok())
                    .clone()
            })
            .collect();
        let rule = |id: &str| lexicon.rules("metonyms").iter().find(|rule| rule.id.as_str() == id);
        let by_context = rule("country-context").map(|rule| ByContext {
            id: rule.id.clone(),
            before: rule.texts("before"),
            after: rule.texts("after"),
            listed: rule.texts("listed"),
            pairs: rule.texts("pairs"),
        });
        NameRules {
            of_row,
            side: RuleId::new("country-side").expect("the id is well formed"),
            acts: rule("country-metonym").map(|rule| rule.texts("after")).unwrap_or_default(),
            by_context,
        }
    }
}

/// What makes a people of a state's name.
const PEOPLE: char = '族';

/// A stretch in which no letter stands for a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cover {
    /// Where it stands.
    pub span: Span,
    /// A name that a blocker suppresses (美国 in 美国务卿) leaves its first letter free for a word that reaches beyond it.
    pub is_blocked_name: bool,
}

impl Cover {
    /// No letter in it is free.
    pub fn whole(span: Span) -> Self {
        Cover { span, is_blocked_name: false }
    }
}

/// What the names leave to the other forms.
pub(super) struct Covered {
    /// Where no letter is free, sorted.
    pub covers: Vec<Cover>,
    /// Sides, each with its rows.
    pub sides: Vec<(Span, Vec<u32>)>,
}

impl Article<'_, '_> {
    /// Finds names; those that need evidence are read when all others are known.
    pub(super) fn names(&mut self, dates: Vec<Cover>) -> Covered {
        let context = self.context;
        let aliases = context.lexicon.country_aliases();
        let suppressed = suppressed(context);
        let mut covers = dates;
        let mut sides: Vec<(Span, Vec<u32>)> = Vec::new();
        let mut doubtful: Vec<(Span, Vec<u32>)> = Vec::new();
        let mut contested: Vec<(usize, Vec<u32>)> = Vec::new();
        let mut rows: Vec<u32> = Vec::new();
        let (mut reached, mut at) = (0, 0);
        while let Some(hit) = context.hits.get(at) {
            if hit.span.start < reached || !is_name(hit) {
                at += 1;
                continue;
            }
            let span = hit.span;
            let group = &context.hits[at..];
            let group = &group[..group.iter().take_while(|other| other.span == span).count()];
            at += group.len();
            if suppressed.binary_search(&span).is_ok() {
                continue;
            }
            rows.clear();
            rows.extend(group.iter().filter_map(|hit| match hit.entry {
                Entry::Country(row) => Some(row),
                _ => None,
            }));
            let Some(&first) = rows.first() else {
                if is_long_place(context, hit) {
                    // 斯|德|哥尔摩
                    covers.push(Cover::whole(span));
                }
                if hides(context, hit) {
                    // 朝鲜半岛, 阿拉伯海, 马里奥: a longer name of another kind that merely contains the state's.
                    reached = span.end;
                    covers.push(Cover::whole(span));
                }
                continue;
            };
            let alias = &aliases[first as usize];
            if alias.form == Form::Side {
                sides.push((span, rows.clone()));
                continue;
            }
            if is_part_of_person(context, span) {
                continue;
            }
            // 土耳其|族人
            if alias.form == Form::Name && context.after(span.end) == Some(PEOPLE) {
                reached = span.end;
                covers.push(Cover::whole(span));
                continue;
            }
            if alias.is_metonym() && !self.acts(span) {
                // The capital is a place here.
                continue;
            }
            if rows.iter().any(|&row| aliases[row as usize].usage == Usage::Word) && !self.is_word(span) {
                // Nor are its characters letters: 埃西德.
                covers.push(Cover::whole(span));
                continue;
            }
            let Some(reading) = self.read_name(&rows) else {
                if rows.iter().any(|&row| aliases[row as usize].usage == Usage::Context) {
                    doubtful.push((span, rows.clone()));
                }
                continue;
            };
            reached = span.end;
            covers.push(Cover::whole(span));
            let may_be_another = |row: &u32| {
                let alias = &aliases[*row as usize];
                alias.usage == Usage::Context && self.is_valid(alias.window)
            };
            if rows.len() > 1 && rows.iter().any(may_be_another) {
                // 刚果: another state may be meant, if the article names that one otherwise.
                contested.push((self.found.len(), rows.clone()));
            } else {
                self.evidence.note(&self.tagger.letters, reading.state, span.start);
            }
            self.push_name(span, reading);
        }
        for (number, rows) in contested {
            let Some(found) = self.found.get(number) else { continue };
            let span = found.span;
            if let Some(reading) = self.read_by_evidence(&rows, span.start) {
                let found = &mut self.found[number];
                (found.state, found.candidates) = (reading.state, reading.candidates);
            }
        }
        self.doubtful(&doubtful, &mut covers);
        covers.extend(suppressed.iter().map(|&span| Cover { span, is_blocked_name: span.len() > LETTER }));
        covers.sort_unstable();
        Covered { covers, sides }
    }

    /// Whether a name is cut off from its surroundings: not 天南地北|越跑越远, nor a part of 埃|西德.
    fn is_word(&self, span: Span) -> bool {
        let words = &self.context.words;
        words.is_border(span.start)
            && words.is_border(span.end)
            && !self.is_of_name(span.end)
            && !span.start.checked_sub(LETTER).is_some_and(|start| self.is_of_name(start))
    }

    /// Whether the word that begins at an offset is a single character of transliterated names.
    pub(super) fn is_of_name(&self, start: u32) -> bool {
        let words = &self.context.words;
        self.context.after(start).is_some_and(|next| self.tagger.rules.of_names.contains(next))
            && words.word_at(start) == Some(Span::new(start, start + LETTER))
            && !words.is_function_word(start)
    }

    fn push_name(&mut self, span: Span, reading: Reading) {
        let row = reading.row as usize;
        // Of a body inside (国民党|当局) or a place (华盛顿) the longer or the asked-for name is the mention.
        let strength = match self.context.lexicon.country_aliases()[row].kind.as_str() {
            "regime" | "formal" | "variant" | "metonym" => Strength::Certain,
            _ => Strength::Lexicon,
        };
        if let Some(rule) = &self.tagger.names.of_row[row] {
            self.push(span, Form::Name, strength, rule, reading);
        }
    }

    /// Whether a word follows that makes a capital its government: 华盛顿|宣布.
    fn acts(&self, capital: Span) -> bool {
        let rest = &self.context.text()[capital.end as usize..];
        self.tagger.names.acts.iter().any(|word| rest.starts_with(word.as_str()))
    }

    /// What a name means by the words beside it, and the rule that says so: 中非|总统, 驻|中非.
    fn read_by_context(&self, span: Span, rows: &[u32]) -> Option<(RuleId, Reading)> {
        let rule = self.tagger.names.by_context.as_ref()?;
        let text = self.context.text();
        let (lead, rest) = (&text[..span.start as usize], &text[span.end as usize..]);
        let is_beside = rule.before.iter().any(|word| lead.ends_with(word.as_str()))
            || rule.after.iter().any(|word| rest.starts_with(word.as_str()))
            || rule.listed.iter().any(|word| rest.starts_with(word.as_str())) && self.is_listed(span);
        let aliases = self.context.lexicon.country_aliases();
        let row = rows.iter().find(|row| self.is_valid(aliases[**row as usize].window))?;
        is_beside.then(|| (rule.id.clone(), self.reading(*row, &[])))
    }

    /// Whether a name of two characters is the letters of two states there: 白俄|两国.
    fn is_pair_of_letters(&self, span: Span) -> bool {
        let rest = &self.context.text()[span.end as usize..];
        let mut behind = self.tagger.names.by_context.iter().flat_map(|rule| &rule.pairs);
        let placed = |start: u32| {
            let letter = self.tagger.letters.number(self.context.after(start)?)?;
            Some(Placed { span: Span::new(start, start + LETTER), letter, beyond: 0 })
        };
        span.len() == 2 * LETTER
            && behind.any(|word| rest.starts_with(word.as_str()))
            && placed(span.start).zip(placed(span.start + LETTER)).is_some_and(|(first, second)| {
                self.tagger.rules.pairs.find(&[first, second], 0, self.context.day).is_some()
            })
    }

    /// Whether a mark of an enumeration joins a name to that of a state: 乍得、|中非、刚果.
    fn is_listed(&self, span: Span) -> bool {
        let before = || self.name_before((span.start - LETTER) as usize).is_some();
        let behind = || self.name_at((span.end + LETTER) as usize).is_some();
        // 维吾尔、|哈萨克、朝鲜: on neither side a people's.
        match (self.context.before(span.start) == Some('、'), self.context.after(span.end) == Some('、')) {
            (true, true) => before() && behind(),
            (true, false) => before(),
            (false, true) => behind(),
            (false, false) => false,
        }
    }

    /// 中非, 波斯, 合众国: names only where the article names the state otherwise, or beside words that only a state has.
    fn doubtful(&mut self, names: &[(Span, Vec<u32>)], covers: &mut Vec<Cover>) {
        if names.is_empty() {
            return;
        }
        covers.sort_unstable();
        let n_sure = covers.len();
        let mut reached = 0;
        for (span, rows) in names {
            let next = covers[..n_sure].partition_point(|cover| cover.span.end <= span.start);
            let taken = covers[next..n_sure].first().is_some_and(|cover| cover.span.overlaps(*span));
            if taken || span.start < reached || self.is_pair_of_letters(*span) {
                continue;
            }
            let named = self.read_by_evidence(rows, span.start).map(|reading| (None, reading));
            let by_context =
                || self.read_by_context(*span, rows).map(|(rule, reading)| (Some(rule), reading));
            let Some((rule, reading)) = named.or_else(by_context) else { continue };
            // 白俄|总统: the word behind it ends it, though the dictionary has 俄总统.
            let stands = match rule {
                Some(_) => self.context.words.is_border(span.start),
                None => self.is_word(*span),
            };
            if !stands {
                continue;
            }
            reached = span.end;
            covers.push(Cover::whole(*span));
            match rule {
                Some(rule) => self.push(*span, Form::Name, Strength::Lexicon, &rule, reading),
                None => self.push_name(*span, reading),
            }
        }
        // Mentions stand in the order of the text.
        self.found.sort_by_key(|found| found.span);
    }

    /// 中方, 哈方: a letter and 方 that stand as a word of their own.
    pub(super) fn sides(&mut self, sides: &[(Span, Vec<u32>)]) {
        for (span, rows) in sides {
            let reading = self.read_by_evidence(rows, span.start).or_else(|| self.read_side_by_hint(rows));
            let Some(reading) = reading else { continue };
            let words = &self.context.words;
            let ends = words.is_border(span.end) || self.is_toward_name(span.end);
            if (words.is_border(span.start) || self.is_loose(span.start)) && ends {
                let rule = &self.tagger.names.side;
                // 印尼方 begins with a name, which is not meant.
                let strength = if span.len() > 2 * LETTER { Strength::Certain } else { Strength::Context };
                self.push(*span, Form::Side, strength, rule, reading);
            }
        }
    }
}

impl Article<'_, '_> {
    /// 美方|向乌克兰, 朝方|向延坪岛: jieba makes 方向 of it.
    fn is_toward_name(&self, end: u32) -> bool {
        let Some(rest) = self.context.text()[end as usize..].strip_prefix('向') else { return false };
        let next = Span::from_usize(0, self.context.text().len() - rest.len()).end;
        let hits = self.context.hits_from(next).iter().take_while(|hit| hit.span.start == next);
        hits.into_iter().any(|hit| is_name(hit) && hit.span.len() > LETTER)
    }
}

/// Bytes of one letter; all are Han characters of the Basic Multilingual Plane.
pub(super) const LETTER: u32 = 3;

fn is_name(hit: &Hit) -> bool {
    matches!(hit.entry, Entry::Country(_) | Entry::Place(_) | Entry::Person(_))
}

/// The spans that blockers forbid, sorted: the blocked surface inside the blocker, wherever it stands there.
///
/// A blocker may forbid another one: 美元首, in which 元首 begins, forbids 美元.
fn suppressed(context: &Context<'_>) -> Vec<Span> {
    let rows = context.lexicon.country_blockers();
    let mut spans: Vec<(Span, Span)> = Vec::new();
    for hit in context.hits {
        let Entry::Blocker(row) = hit.entry else { continue };
        let blocker = &rows[row as usize];
        for blocked in &blocker.blocks {
            for (start, _) in blocker.surface.match_indices(blocked.as_str()) {
                let span = Span::from_usize(start, start + blocked.len()).shifted(hit.span.start);
                spans.push((span, hit.span));
            }
        }
    }
    spans.sort_unstable();
    let is_forbidden = |by: Span| {
        let at = spans.partition_point(|(span, _)| *span < by);
        spans.get(at).is_some_and(|(span, _)| *span == by)
    };
    spans.iter().filter(|(_, by)| !is_forbidden(*by)).map(|(span, _)| *span).collect()
}

/// Whether a point joins the name to a person's: 彼特·加纳维奇, 约旦·贝尔福特; in 美国·加州, 中国·巴基斯坦论坛 and 2019·
/// 泰国之夜 it does not.
fn is_part_of_person(context: &Context<'_>, span: Span) -> bool {
    let goes_on = || context.after(span.end).is_some_and(char::is_alphanumeric);
    let joins = || {
        let other = context.text()[..span.start as usize].strip_suffix('·');
        other.is_some_and(|other| !other.ends_with(|last: char| last == '国' || last.is_ascii_digit()))
    };
    !span.of(context.text()).ends_with('国') && (context.after(span.end) == Some('·') || joins() && goes_on())
}

/// A place of so many bytes (four Han characters) is transliterated, and no letter in it a state's.
const LONG_PLACE: u32 = 12;

/// Whether a hit is a long name of a place that is not named after a state, as regions, buildings and lines are (俄远东地区).
fn is_long_place(context: &Context<'_>, hit: &Hit) -> bool {
    let Entry::Place(row) = hit.entry else { return false };
    hit.span.len() >= LONG_PLACE
        && matches!(
            context.lexicon.places()[row as usize].kind.as_str(),
            "city" | "province" | "island" | "mountain"
        )
}

/// Whether a place or person of the lexicon contains a state's name without being built on it, as a region or building of it
/// (中国大陆, 俄罗斯远东地区) is.
fn hides(context: &Context<'_>, hit: &Hit) -> bool {
    let (lexicon, span) = (context.lexicon, hit.span);
    let of_state = match hit.entry {
        Entry::Place(row) => {
            let place = &lexicon.places()[row as usize];
            place.country.as_ref().filter(|_| matches!(place.kind.as_str(), "region" | "building"))
        }
        _ => None,
    };
    let mut inside = context.hits_from(span.start).iter().take_while(|hit| hit.span.start < span.end);
    let is_other = |row: u32| Some(&lexicon.country_aliases()[row as usize].entity) != of_state;
    inside.any(|hit| matches!(hit.entry, Entry::Country(row) if span.contains(hit.span) && is_other(row)))
        && !is_sea_of_state(context, span)
}

/// 日本|海上自卫队: what looks like a sea is a state and a word that begins with 海.
pub(crate) fn is_sea_of_state(context: &Context<'_>, span: Span) -> bool {
    let mut shorter = context.hits_from(span.start).iter().take_while(|hit| hit.span.start == span.start);
    span.of(context.text()).ends_with('海')
        && shorter.any(|hit| matches!(hit.entry, Entry::Country(_)) && hit.span.end + LETTER == span.end)
        && !context.words.is_border(span.end)
}
