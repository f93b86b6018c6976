//! Agreements and joint documents: titles in 《》, names of the lexicon, and noun phrases with parties or a date.

use bangjiao_document::{
    Act, Detail, EntityId, Field, Form, Kind, Link, Mention, RuleId, Span, TreatyDetail, TreatyType,
};

use bangjiao_lexicon::Lexicon;

use crate::context::{Context, Proposals, Strength, Tagger};
use crate::scan::Entry;

/// Tags treaties.
pub(crate) struct TreatyTagger {
    quoted: RuleId,
    lexicon: RuleId,
    parties: RuleId,
    about: RuleId,
    /// Words that make the state before them an actor.
    stop: Vec<String>,
    /// Head nouns that are also verbs.
    verbs: Vec<String>,
}

impl TreatyTagger {
    /// Reads the word lists of `treaties.toml`.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rule = |id| RuleId::new(id).expect("the id is well formed");
        let texts = |key| {
            let rules = lexicon.rules("treaties").iter();
            rules
                .filter(|rule| rule.id.as_str() == "treaty-parties")
                .flat_map(|rule| rule.texts(key))
                .collect()
        };
        TreatyTagger {
            quoted: rule("treaty-quoted"),
            lexicon: rule("treaty-lexicon"),
            parties: rule("treaty-parties"),
            about: rule("treaty-about"),
            stop: texts("stop"),
            verbs: texts("verbs"),
        }
    }
}

/// Between the parties and the head noun stand at most so many bytes (ten Han characters) without 关于…的.
const LONGEST_SUBJECT: usize = 30;
/// A mention begins at most so many bytes before its head noun, and in the same sentence.
const REACH: u32 = 600;
/// A subject introduced by 关于 is at most so long.
const LONGEST_ABOUT: usize = 120;

/// What stands between two parties of one agreement.
const JOINS: [&str; 11] = ["", "、", "和", "同", "与", "及", "以及", "政府和", "政府与", "政府同", "政府、"];

const CLAUSE_ENDS: [char; 15] =
    ['!', '?', '，', '。', '；', '：', '！', '？', '《', '》', '“', '”', '\n', '（', '）'];

/// A head noun in the text.
struct Noun {
    span: Span,
    treaty_type: TreatyType,
}

/// A state or date that may open a treaty's description.
struct Piece<'p> {
    span: Span,
    entities: Vec<&'p EntityId>,
}

impl Tagger for TreatyTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let nouns = nouns(context);
        if nouns.is_empty() {
            return;
        }
        let mut states: Vec<Piece<'_>> = proposals
            .of(Kind::Country)
            .filter(|mention| mention.form != Some(Form::Anaphor))
            .map(|mention| Piece {
                span: mention.span,
                entities: mention.links.iter().map(|link| &link.entity).collect(),
            })
            .collect();
        states.sort_by_key(|piece| piece.span.start);
        let mut dates: Vec<(Span, Option<&String>)> = proposals
            .of(Kind::Date)
            .map(|mention| {
                let value = match &mention.detail {
                    Detail::Date(date) => date.value.as_ref(),
                    _ => None,
                };
                (mention.span, value)
            })
            .collect();
        dates.sort_by_key(|(span, _)| span.start);
        let mentions: Vec<Mention> = nouns
            .iter()
            .filter_map(|noun| {
                let (span, rule, form) = self.span(context, noun, &states, &dates)?;
                Some(mention(context, noun, span, rule, form, &states, &dates))
            })
            .collect();
        for mention in mentions {
            proposals.push(Strength::Certain, mention);
        }
    }
}

impl TreatyTagger {
    /// Where the mention with this head noun begins and ends, by which rule.
    fn span(
        &self,
        context: &Context<'_>,
        noun: &Noun,
        states: &[Piece<'_>],
        dates: &[(Span, Option<&String>)],
    ) -> Option<(Span, &RuleId, Form)> {
        let text = context.text();
        let floor = floor(context, noun.span);
        let before = context.between(floor, noun.span.start);
        let opened = before.rfind('《').map(|at| floor + narrow(at + '《'.len_utf8()));
        let closed = before.rfind('》').map(|at| floor + narrow(at));
        let is_open = opened.filter(|&opened| closed.is_none_or(|closed| closed < opened));
        let rest = &text[noun.span.end as usize..];
        if rest.starts_with('》') {
            // 《条约》 alone names nothing.
            let inside = is_open.filter(|&inside| inside < noun.span.start)?;
            return Some((Span::new(inside, noun.span.end), &self.quoted, Form::Title));
        }
        let next = rest.find(CLAUSE_ENDS).map(|at| &rest[at..]);
        if is_open.is_some() && next.is_some_and(|next| next.starts_with('》')) {
            return None;
        }
        if !context.words.is_border(noun.span.end) {
            return None;
        }
        let clause = floor
            + narrow(
                before
                    .rfind(CLAUSE_ENDS)
                    .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8)),
            );
        let known = context
            .hits_from(clause)
            .iter()
            .take_while(|hit| hit.span.start < noun.span.end)
            .filter(|hit| matches!(hit.entry, Entry::Treaty(_)) && hit.span.end == noun.span.end)
            .map(|hit| hit.span)
            .max_by_key(|span| span.len());
        let mut start =
            known.filter(|span| span.len() > noun.span.len()).map(|span| (span.start, &self.lexicon));
        if let Some(parties) = self.described(context, clause, noun, states) {
            let longer = start.as_ref().is_none_or(|(known, _)| parties.0 < *known);
            if longer {
                start = Some(parties);
            }
        }
        let (start, rule) = start?;
        let start = with_date(context, start, clause, dates);
        let form = if known.is_some() { Form::Title } else { Form::Description };
        Some((Span::new(start, noun.span.end), rule, form))
    }

    /// The beginning of a description: its parties, or 关于 where it has a subject only.
    fn described<'s>(
        &'s self,
        context: &Context<'_>,
        clause: u32,
        noun: &Noun,
        states: &[Piece<'_>],
    ) -> Option<(u32, &'s RuleId)> {
        let from = states.partition_point(|piece| piece.span.start < clause);
        let inside: Vec<&Piece<'_>> =
            states[from..].iter().take_while(|piece| piece.span.end <= noun.span.start).collect();
        let about = context.between(clause, noun.span.start).rfind("关于").map(|at| clause + narrow(at));
        let subject_fits = |from: u32| {
            let subject = context.between(from, noun.span.start);
            if let Some(topic) = subject.strip_prefix("关于") {
                return topic.len() <= LONGEST_ABOUT && topic.ends_with('的');
            }
            let bare = ["政府", "两国", "政府", "间", "之间"]
                .iter()
                .fold(subject, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
            if bare.starts_with("关于") {
                return bare.ends_with('的') && bare.len() <= LONGEST_ABOUT;
            }
            let verb = bare.is_empty() && self.verbs.iter().any(|verb| verb == noun.span.of(context.text()));
            bare.len() <= LONGEST_SUBJECT
                && !verb
                && !bare.contains(['的', '、', '了', '和'])
                && !self.stop.iter().any(|word| bare.contains(word.as_str()))
        };
        // The last state before the subject; those before it are joined as long as only 、和同与 stand between.
        let last = match about {
            Some(about) => {
                inside.iter().rposition(|piece| piece.span.end <= about && about - piece.span.end <= 12)
            }
            None => inside.len().checked_sub(1),
        };
        if let Some(last) = last.filter(|&last| subject_fits(inside[last].span.end)) {
            let mut first = last;
            while let Some(previous) = first.checked_sub(1) {
                if !JOINS.contains(&context.between(inside[previous].span.end, inside[first].span.start)) {
                    break;
                }
                first = previous;
            }
            return Some((inside[first].span.start, &self.parties));
        }
        about.filter(|&about| subject_fits(about)).map(|about| (about, &self.about))
    }
}

/// How far back a mention with this head noun may begin.
fn floor(context: &Context<'_>, noun: Span) -> u32 {
    let sentence = context.layout.sentences.get(context.layout.sentence_at(noun.start));
    let start = sentence.map_or(noun.start, |sentence| sentence.span.start.min(noun.start));
    let mut floor = start.max(noun.start.saturating_sub(REACH));
    while !context.text().is_char_boundary(floor as usize) {
        floor += 1;
    }
    floor
}

/// A date directly before, with 签署的 between or nothing, belongs to the mention.
fn with_date(context: &Context<'_>, start: u32, clause: u32, dates: &[(Span, Option<&String>)]) -> u32 {
    let next = dates.partition_point(|(span, _)| span.end <= start);
    let Some((date, _)) =
        next.checked_sub(1).map(|last| &dates[last]).filter(|(span, _)| span.start >= clause)
    else {
        return start;
    };
    match context.between(date.end, start) {
        "" | "的" | "签署的" | "签订的" | "缔结的" | "签字的" | "发表的" | "达成的" | "通过的" => {
            date.start
        }
        _ => start,
    }
}

fn mention(
    context: &Context<'_>,
    noun: &Noun,
    span: Span,
    rule: &RuleId,
    form: Form,
    states: &[Piece<'_>],
    dates: &[(Span, Option<&String>)],
) -> Mention {
    let from = states.partition_point(|piece| piece.span.start < span.start);
    let mut parties: Vec<EntityId> = states[from..]
        .iter()
        .take_while(|piece| piece.span.start < span.end)
        .filter(|piece| span.contains(piece.span))
        .flat_map(|piece| piece.entities.iter().map(|entity| (*entity).clone()))
        .collect();
    parties.sort();
    parties.dedup();
    let in_title = context
        .layout
        .sentences
        .get(context.layout.sentence_at(span.start))
        .is_some_and(|sentence| sentence.field == Field::Title);
    let from = dates.partition_point(|(date, _)| date.start < span.start);
    let signed = dates
        .get(from)
        .filter(|(date, _)| span.contains(*date))
        .and_then(|(_, value)| value.cloned())
        .filter(|_| !in_title);
    let agreement = agreement(context, span, signed.as_deref());
    let entity =
        agreement.clone().unwrap_or_else(|| EntityId::unlinked(Kind::Treaty, span.of(context.text())));
    Mention {
        form: Some(form),
        links: vec![Link::plain(entity)],
        detail: Detail::Treaty(TreatyDetail {
            treaty_type: noun.treaty_type,
            parties,
            signed,
            place: None,
            act: Act::Cited,
            agreement,
        }),
        ..Mention::new(span, Kind::Treaty, rule.clone())
    }
}

/// The lexicon's agreement whose name ends the mention; of several with one name the one signed on that day.
fn agreement(context: &Context<'_>, span: Span, signed: Option<&str>) -> Option<EntityId> {
    let rows = context.lexicon.treaties();
    let inside = context.hits_from(span.start).iter().take_while(|hit| hit.span.start < span.end);
    let named: Vec<_> = inside
        .filter_map(|hit| match hit.entry {
            Entry::Treaty(row) if hit.span.end == span.end => Some((hit.span.len(), &rows[row as usize])),
            _ => None,
        })
        .collect();
    let longest = named.iter().map(|(length, _)| *length).max()?;
    let day = context.day.map(|day| day.to_string());
    let mut fitting =
        named.iter().filter(|(length, _)| *length == longest).map(|(_, row)| row).filter(|row| {
            match (signed, row.signed.as_deref()) {
                (Some(said), Some(known)) => said.starts_with(known) || known.starts_with(said),
                // What is signed after the article appeared is not what it names.
                (None, Some(known)) => day.as_deref().is_none_or(|day| known <= day),
                (_, None) => true,
            }
        });
    let only = fitting.next()?;
    fitting.next().is_none().then(|| only.id.clone())
}

/// The head nouns of the text, the longest at each end.
fn nouns(context: &Context<'_>) -> Vec<Noun> {
    let rows = context.lexicon.document_nouns();
    let mut nouns: Vec<Noun> = Vec::new();
    for hit in context.hits {
        let Entry::DocumentNoun(row) = hit.entry else { continue };
        if nouns.last().is_some_and(|last| last.span.end >= hit.span.end) {
            continue;
        }
        nouns.push(Noun { span: hit.span, treaty_type: rows[row as usize].treaty_type });
    }
    nouns
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
