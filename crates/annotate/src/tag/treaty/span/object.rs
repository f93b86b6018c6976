//! Names that are the object of a verb, or joint documents of which the article speaks.

use bangjiao_document::{Act, Field, TreatyType, Zone};
use bangjiao_lexicon::NounStrength;

use super::{BARE, Search};
use crate::numerals;
use crate::tag::treaty::found::Found;
use crate::tag::treaty::modifier::Doubt;
use crate::tag::treaty::reach::LONGEST_QUOTATION;
use crate::tag::treaty::{narrow, parties};

/// The first sentence of a text is one of so many: titles, datelines and bylines stand before it.
const FURNITURE: usize = 8;

impl<'g> Search<'_, '_, 'g, '_> {
    /// The object of a verb of signing: 两国签订了和平友好条约.
    pub(super) fn object(&self, clause: u32) -> Option<Found<'g>> {
        let before = self.context.between(clause, self.noun.span.start);
        let is_word = |at: usize, verb: &str| {
            // 签 is a verb by itself, and a part of 签证.
            verb.len() > '签'.len_utf8()
                || self.context.words.is_border(clause + narrow(at))
                    && self.context.words.is_border(clause + narrow(at + verb.len()))
        };
        let verbs = self.grammar.before.of(before).filter(|(.., act)| *act == Act::Signed);
        let (at, verb, _) = verbs.filter(|(at, verb, _)| is_word(*at, verb)).last()?;
        let rest = self.context.text().get(self.noun.span.end as usize..).unwrap_or("");
        let verb_start = clause + narrow(at);
        let is_behind_state = self
            .pieces
            .states_within(clause, verb_start)
            .last()
            .is_some_and(|last| last.span.end == verb_start);
        let leads =
            !is_behind_state && before[..at].ends_with(['就', '为', '以', '待', '若', '如', '可', '即']);
        let was_done = before[at + verb.len()..].starts_with(['了', '过']);
        let wished = !was_done && self.grammar.wishes.stand_in(&before[..at]);
        if leads || wished || self.grammar.pending.beginning(rest).is_some() {
            return None;
        }
        let mut start = at + verb.len();
        for particle in ["了", "过"] {
            start += before[start..].strip_prefix(particle).map_or(0, |_| particle.len());
        }
        let counted = before[start..].trim_start_matches(|c: char| numerals::is_numeral(c) || c == '多');
        let is_counted =
            counted.len() < before.len() - start && counted.starts_with(['项', '个', '份', '余']);
        let one = self.grammar.one.beginning(&before[start..]);
        // 合作协议 may be one or many, 合作谅解备忘录 is one.
        let makes_many = |word: &&str| *word != "合作" || self.noun.treaty_type == TreatyType::Agreement;
        let many = self.grammar.many.beginning(&before[start..]).filter(makes_many);
        if many.is_some() || is_counted && one.is_none() {
            return None;
        }
        start += one.map_or(0, str::len);
        // 一项|新的|核裁军条约
        start += one.and(before[start..].strip_prefix("新的")).map_or(0, |_| "新的".len());
        let start = self.behind_listed(clause + narrow(start));
        if self
            .grammar
            .many
            .beginning(self.context.between(start, self.noun.span.start))
            .filter(makes_many)
            .is_some()
        {
            return None;
        }
        let verb = clause + narrow(at);
        let noun = self.noun.span.of(self.context.text());
        if start == self.noun.span.start {
            let names_itself = self.noun.strength != NounStrength::Weak
                && noun.chars().count() > BARE
                && !self.grammar.joint.contains(noun);
            if !names_itself && !self.is_subject_of_article(noun) {
                return None;
            }
        } else if self.noun.strength == NounStrength::Weak && !self.is_plan()
            || !self.fits(start, Doubt::Verbs) && !self.is_about_deed(start)
        {
            return None;
        }
        let (grammar, pieces) = (self.grammar, self.pieces);
        let (parties, rule) = match parties::signing(self.context, grammar, pieces, clause, verb) {
            Some(parties) => (parties, &grammar.rules.object),
            None => {
                let parties = parties::of_persons(self.context, grammar, pieces, clause, verb)?;
                (parties, &grammar.rules.persons)
            }
        };
        Some(Found { parties, ..self.found(start, rule) })
    }

    /// Whether what stands before a noun that names itself says what was agreed: 共同推进“一带一路”建设的|谅解备忘录.
    pub(super) fn is_about_deed(&self, start: u32) -> bool {
        let deed = self.context.between(start, self.noun.span.start);
        let Some(of) = deed.rfind('的').filter(|&of| of > 0) else { return false };
        let noun = self.noun.span.of(self.context.text());
        noun.chars().count() > BARE
            && !self.grammar.joint.contains(noun)
            && deed.len() <= LONGEST_QUOTATION
            && !deed[..of].contains(['的', '，', '。', '、', '》'])
            && !self.grammar.signing.stand_in(&deed[..of])
            && self.fits(start + narrow(of + '的'.len_utf8()), Doubt::Verbs)
    }

    /// Whether the noun is that of what carries out an agreement: 文化合作执行计划.
    pub(super) fn is_plan(&self) -> bool {
        self.noun.treaty_type == TreatyType::Agreement && self.noun.span.of(self.context.text()) == "执行计划"
    }

    /// Where the last item of an enumeration begins: 签订友好条约、|贸易协定.
    pub(super) fn behind_listed(&self, start: u32) -> u32 {
        let nouns = &self.surfaces.nouns;
        let next = nouns.partition_point(|noun| noun.span.end < self.noun.span.start);
        let last = nouns[..next].last().filter(|last| last.span.start >= start);
        let Some(last) = last else { return start };
        let gap = self.context.between(last.span.end, self.noun.span.start);
        let gap = gap.strip_prefix('》').unwrap_or(gap);
        let item =
            ["、", "和", "与", "及", "以及"].iter().filter_map(|join| gap.strip_prefix(join)).next_back();
        item.map_or(start, |item| self.noun.span.start - narrow(item.len()))
    }

    /// 周恩来总理和尼赫鲁总理联合声明: persons who speak for states make a joint document.
    pub(super) fn of_speakers(&self, clause: u32) -> Option<Found<'g>> {
        let noun = self.noun.span.of(self.context.text());
        if !self.grammar.joint.contains(noun) {
            return None;
        }
        let persons = self.pieces.persons_within(clause, self.noun.span.start);
        let (first, last) = (persons.first()?, persons.last()?);
        if self.grammar.stop.stand_in(self.context.between(last.span.end, self.noun.span.start)) {
            return None;
        }
        let (grammar, pieces) = (self.grammar, self.pieces);
        let parties = parties::of_persons(self.context, grammar, pieces, clause, self.noun.span.start)?;
        Some(Found { parties, ..self.found(first.span.start, &grammar.rules.persons) })
    }

    /// Whether the article is about a joint document of this noun: its title or its first sentence speaks of it.
    pub(super) fn is_subject_of_article(&self, noun: &str) -> bool {
        let joint = self.grammar.joint.contains(noun);
        let title = self.context.document.article().title.as_deref().unwrap_or_default();
        joint && (title.contains(noun) || self.stands_in_lead())
    }

    /// Whether the noun stands in the first sentence of the body, behind datelines and bylines.
    pub(super) fn stands_in_lead(&self) -> bool {
        let at = self.context.layout.sentence_at(self.noun.span.start);
        let Some(sentences) = self.context.layout.sentences.get(..=at) else { return false };
        let mut text = sentences
            .iter()
            .rev()
            .take(FURNITURE)
            .take_while(|sentence| sentence.field == Field::Body)
            .filter(|sentence| sentence.zone == Zone::Text);
        at < FURNITURE && text.next().is_some() && text.next().is_none()
    }
}
