//! Agreements and joint documents: titles in 《》, names of the lexicon, and noun phrases with parties or a date.
//!
//! A head noun (条约, 联合声明) begins the search. Where its noun phrase begins, and whether it is one, is decided in
//! `span`, no farther back than `reach` says; `parties`, `signing` and `act` read what the text says of it, `same` lets all mentions of one document in an
//! article share it, and `agreement` looks for the document in the lexicon.

mod act;
mod agreement;
mod anaphor;
mod found;
mod grammar;
mod modifier;
mod parties;
mod pieces;
mod reach;
mod repair;
mod same;
mod signing;
mod span;
mod surfaces;

use bangjiao_document::{
    Act, Detail, EntityId, Form, Kind, Link, Mention, RuleId, Span, TreatyDetail, TreatyType,
};
use bangjiao_lexicon::Lexicon;

use crate::context::{Context, Proposals, Strength, Tagger};
use grammar::Grammar;
use pieces::Pieces;
use repair::Repairs;
use surfaces::{Noun, Surfaces};

pub(crate) use agreement::{by_facts, made_id, normalised};
pub use repair::Repair;

/// Tags treaties.
pub(crate) struct TreatyTagger {
    grammar: Grammar,
    repairs: Option<Repairs>,
}

impl TreatyTagger {
    /// Reads the word lists of the rules and, unless misprints stay as they are, the names to compare with.
    pub fn new(lexicon: &Lexicon, repair: Repair) -> Self {
        TreatyTagger {
            grammar: Grammar::new(lexicon),
            repairs: (repair == Repair::Read).then(|| Repairs::new(lexicon)),
        }
    }
}

/// An article has so many different bynames of agreements at most.
const MOST_BYNAMES: usize = 8;

/// An article that names more documents is a list.
const MOST_DOCUMENTS: usize = 100;

/// A mention while its attributes are looked for.
struct Draft {
    span: Span,
    rule: RuleId,
    form: Form,
    treaty_type: TreatyType,
    /// Rows of the lexicon that bear the name.
    rows: Vec<u32>,
    /// The states that the name names.
    own: Vec<EntityId>,
    /// The states of each agreement, where the title names several: 中日、中韩渔业协定.
    groups: Vec<Vec<EntityId>>,
    /// The states that the text says made it.
    said: Vec<EntityId>,
    /// Where its subject begins: after the parties.
    subject: u32,
    /// Whether 签署的 stands before it: it was signed before.
    attributive: bool,
    /// Whether its name opens with a date, which tells it from others of the name.
    dated: bool,
    signed: Option<String>,
    place: Option<String>,
    act: Act,
    repaired: bool,
}

impl Draft {
    /// A name of which nothing but its type is known yet.
    fn new(span: Span, rule: &RuleId, form: Form, treaty_type: TreatyType) -> Self {
        Draft {
            span,
            rule: rule.clone(),
            form,
            treaty_type,
            rows: Vec::new(),
            own: Vec::new(),
            groups: Vec::new(),
            said: Vec::new(),
            subject: span.start,
            attributive: false,
            dated: false,
            signed: None,
            place: None,
            act: Act::Cited,
            repaired: false,
        }
    }

    fn parties(&self) -> &[EntityId] {
        if self.own.is_empty() { &self.said } else { &self.own }
    }
}

impl Tagger for TreatyTagger {
    fn propose(&self, context: &Context<'_>, proposals: &mut Proposals) {
        let surfaces = Surfaces::of(context);
        let qualified: Vec<&Noun> =
            surfaces.nouns.iter().filter(|noun| span::is_qualified(context, &self.grammar, noun)).collect();
        if qualified.is_empty() && surfaces.names.is_empty() {
            return;
        }
        let pieces = Pieces::of(proposals);
        let mut drafts: Vec<Draft> = Vec::new();
        let mut left: Vec<&Noun> = Vec::new();
        for noun in qualified {
            match self.draft(context, noun, &surfaces, &pieces) {
                Some(draft) => drafts.push(draft),
                None => left.push(noun),
            }
        }
        let again = self.bynames_again(context, &left, &drafts);
        drafts.extend(again);
        let bare = self.joint_again(context, &left, &drafts);
        drafts.extend(bare);
        drafts.extend(span::nounless(context, &surfaces, &self.grammar, &pieces));
        drafts.sort_by_key(|draft| (draft.span.start, draft.span.end));
        let acts = act::acts(context, &self.grammar, &drafts);
        for (draft, act) in drafts.iter_mut().zip(acts) {
            draft.act = act;
        }
        for draft in &mut drafts {
            parties::said(context, &self.grammar, &pieces, draft);
            signing::read(context, &self.grammar, &pieces, draft);
        }
        // …协定和…条约今天签字: the day behind a list is that of all of it.
        for at in (1..drafts.len()).rev() {
            let is_signed = |draft: &Draft| draft.act == Act::Signed;
            if is_signed(&drafts[at - 1])
                && is_signed(&drafts[at])
                && drafts[at - 1].signed.is_none()
                && act::goes_on(context, &drafts[at - 1], &drafts[at])
            {
                drafts[at - 1].signed = drafts[at].signed.clone();
            }
        }
        // 今天签署了《…条约》，并发表了《…联合声明》: on the same day.
        for at in 1..drafts.len() {
            let is_signed = |draft: &Draft| draft.act == Act::Signed;
            if is_signed(&drafts[at - 1])
                && is_signed(&drafts[at])
                && drafts[at].signed.is_none()
                && act::adds(context, &drafts[at - 1], &drafts[at])
            {
                drafts[at].signed = drafts[at - 1].signed.clone();
            }
        }
        // 中苏…条约、关于…的协定签字: the parties before a list are those of all of it.
        for at in 1..drafts.len() {
            let (first, next) = (&drafts[at - 1], &drafts[at]);
            let lacks = next.parties().is_empty() && next.rows.is_empty();
            if lacks
                && first.act == Act::Signed
                && next.act == Act::Signed
                && first.parties().len() > 1
                && act::goes_on(context, first, next)
                && next.span.of(context.text()).starts_with("关于")
            {
                drafts[at].said = drafts[at - 1].parties().to_vec();
            }
        }
        apposed(context, &mut drafts);
        same::share(context, &mut drafts);
        let anaphors = anaphor::read(context, &self.grammar, &surfaces, &drafts);
        for draft in &drafts {
            let mention = mention(context, draft);
            proposals.push(Strength::Certain, mention);
        }
        for (span, treaty_type, antecedent) in anaphors {
            let mention = mention(context, &drafts[antecedent]);
            let Detail::Treaty(detail) = mention.detail else { continue };
            let act = act::of_span(context, &self.grammar, span);
            proposals.push(
                Strength::Context,
                Mention {
                    form: Some(Form::Anaphor),
                    links: mention.links,
                    detail: Detail::Treaty(TreatyDetail { treaty_type, act, ..detail }),
                    ..Mention::new(span, Kind::Treaty, self.grammar.rules.anaphor.clone())
                },
            );
        }
    }
}

impl TreatyTagger {
    /// Nouns left over that repeat a byname of the article, in sentences that name no state: “脱欧”协议.
    fn bynames_again(&self, context: &Context<'_>, left: &[&Noun], drafts: &[Draft]) -> Vec<Draft> {
        let mut bynames: Vec<&Draft> = Vec::new();
        for draft in drafts.iter().filter(|draft| draft.rule == self.grammar.rules.byname) {
            let name = draft.span.of(context.text());
            let is_new = bynames.iter().all(|known| known.span.of(context.text()) != name);
            if name.starts_with('“') && is_new && bynames.len() < MOST_BYNAMES {
                bynames.push(draft);
            }
        }
        let mut again = Vec::new();
        for noun in left {
            let before = &context.text()[..noun.span.end as usize];
            let known = bynames.iter().find(|known| before.ends_with(known.span.of(context.text())));
            let Some(known) = known else { continue };
            let span = Span::new(noun.span.end - known.span.len(), noun.span.end);
            again.push(Draft {
                rows: known.rows.clone(),
                said: known.said.clone(),
                ..Draft::new(span, &known.rule, known.form, noun.treaty_type)
            });
        }
        again
    }

    /// 联合声明 alone, where the article's headline speaks of one and the text names only one before: 在联合声明上签字.
    fn joint_again(&self, context: &Context<'_>, left: &[&Noun], drafts: &[Draft]) -> Vec<Draft> {
        let title = context.document.article().title.as_deref().unwrap_or_default();
        let mut again = Vec::new();
        if drafts.len() > MOST_DOCUMENTS {
            return again;
        }
        for noun in left {
            let name = noun.span.of(context.text());
            let floor = reach::floor(context, noun.span.start);
            let head = context.between(floor, noun.span.start);
            let rest = &context.text()[noun.span.end as usize..];
            if !self.grammar.joint.contains(name)
                || !title.contains(name)
                || self.grammar.determiners.ending(head).is_some()
                || self.grammar.joint_again.beginning(rest).is_none()
                || !context.words.is_border(noun.span.start)
            {
                continue;
            }
            let mut before = drafts.iter().filter(|draft| {
                draft.treaty_type == noun.treaty_type && draft.span.end <= noun.span.start && !draft.dated
            });
            let Some(known) = before.next().filter(|draft| draft.parties().len() > 1) else { continue };
            if before.any(|other| other.parties() != known.parties()) {
                continue;
            }
            again.push(Draft {
                said: known.parties().to_vec(),
                ..Draft::new(noun.span, &self.grammar.rules.object, Form::Description, noun.treaty_type)
            });
        }
        again
    }

    /// The mention with this head noun, if there is one.
    fn draft(
        &self,
        context: &Context<'_>,
        noun: &Noun,
        surfaces: &Surfaces,
        pieces: &Pieces<'_>,
    ) -> Option<Draft> {
        let repaired = |place: &found::Place| {
            let repairs = self.repairs.as_ref()?;
            repairs.read(context, noun, place, pieces)
        };
        let found = span::find(context, &self.grammar, noun, surfaces, pieces, &repaired)?;
        let (own, groups, subject) = parties::own(context, &self.grammar, pieces, noun, found.span);
        let rows = agreement::rows(context, &found, &own, pieces);
        let letters = if own.is_empty() {
            parties::abbreviated(context, &self.grammar, &found, &rows)
        } else {
            Vec::new()
        };
        let (own, subject) = if letters.is_empty() {
            (own, subject)
        } else {
            let name = found.known.as_ref().map_or(subject, |(name, _)| name.start);
            (letters, name + 2 * narrow('中'.len_utf8()))
        };
        // 2016年与欧盟达成的难民协议 names the other party only.
        let adds = own.iter().all(|state| found.parties.contains(state));
        let own = if adds && !own.is_empty() { found.parties.clone() } else { own };
        let form = if found.is_title || !rows.is_empty() { Form::Title } else { Form::Description };
        Some(Draft {
            span: found.span,
            rule: found.rule.clone(),
            form,
            treaty_type: noun.treaty_type,
            repaired: found.repaired && !rows.is_empty(),
            rows,
            own,
            groups,
            said: found.parties,
            subject,
            attributive: context.before(context_start(context, found.span.start)) == Some('的'),
            dated: pieces.date_beginning(found.span.start).is_some(),
            signed: None,
            place: None,
            act: Act::Cited,
        })
    }
}

/// 第二个国家条约，即《统一条约》: what the text says of the one it says of the other.
fn apposed(context: &Context<'_>, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let (known, other) = drafts.split_at_mut(at);
        let (Some(known), other) = (known.last_mut(), &mut other[0]) else { continue };
        let gap =
            (known.span.end <= other.span.start).then(|| context.between(known.span.end, other.span.start));
        let is_same = gap.is_some_and(|gap| {
            let gap = gap.trim_start_matches(['》', '”', '，']).trim_end_matches(['《', '“']);
            matches!(gap, "即" | "也就是" | "亦即")
        });
        if !is_same {
            continue;
        }
        if other.parties().is_empty() {
            other.said = known.parties().to_vec();
        }
        if other.signed.is_none() {
            other.signed = known.signed.clone();
        }
    }
}

/// The draft as a mention: its entities are the lexicon's agreements, one made from what the text says, or its surface.
fn mention(context: &Context<'_>, draft: &Draft) -> Mention {
    let linked = agreement::identify(context, draft);
    let surface = || EntityId::unlinked(Kind::Treaty, draft.span.of(context.text()));
    let mut members = Vec::new();
    let entities = if !linked.is_empty() {
        linked
    } else if draft.groups.len() > 1 {
        let name = surface();
        let numbered = draft.groups.iter().enumerate().map(|(at, parties)| {
            let made =
                made_id(draft.treaty_type, parties, draft.signed.as_deref(), || subject(context, draft));
            let entity = made.unwrap_or_else(|| agreement::numbered(&name, at));
            (entity, parties.clone())
        });
        members = numbered.collect();
        members.iter().map(|(entity, _)| entity.clone()).collect()
    } else {
        let made =
            made_id(draft.treaty_type, draft.parties(), draft.signed.as_deref(), || subject(context, draft));
        vec![made.unwrap_or_else(surface)]
    };
    Mention {
        form: Some(draft.form),
        links: entities.into_iter().map(Link::plain).collect(),
        repaired: draft.repaired,
        detail: Detail::Treaty(TreatyDetail {
            treaty_type: draft.treaty_type,
            parties: draft.parties().to_vec(),
            signed: draft.signed.clone(),
            place: draft.place.clone(),
            act: draft.act,
            members,
        }),
        ..Mention::new(draft.span, Kind::Treaty, draft.rule.clone())
    }
}

/// What the agreement is about, as its name says.
fn subject(context: &Context<'_>, draft: &Draft) -> String {
    normalised(context.between(draft.subject, draft.span.end))
}

/// Where a name begins, its opening mark included.
fn context_start(context: &Context<'_>, start: u32) -> u32 {
    match context.before(start) {
        Some(mark @ ('《' | '“')) => start - narrow(mark.len_utf8()),
        _ => start,
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
