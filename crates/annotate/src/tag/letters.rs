//! Names in Latin letters in a bracket behind a name: 菲尔·斯佩克特（Phil Spector）, 国际能源署（IEA）.

use bangjiao_document::{Kind, Mention, RuleId, Span};

use crate::context::{Context, Proposals, Strength};

/// The name in Latin letters in the bracket that begins where a span ends, if nothing but a remark follows it.
pub(crate) fn behind(text: &str, span: Span) -> Option<Span> {
    let rest = text.get(span.end as usize..)?;
    let inside = rest.strip_prefix('（').or_else(|| rest.strip_prefix('('))?;
    let length = inside.find(|c: char| !(is_latin(c) || matches!(c, ' ' | '.' | '-' | '\'')))?;
    let letters = inside[..length].trim_end();
    let closes = inside[length..].starts_with(['）', ')', '，', ',', '、', '；']);
    let start = span.end + narrow(rest.len() - inside.len());
    let is_name = letters.starts_with(char::is_uppercase) && letters.chars().nth(1).is_some();
    (is_name && closes).then(|| Span::new(start, start + narrow(letters.len())))
}

/// Proposes for each mention of a kind the name in letters behind it.
pub(crate) fn propose(context: &Context<'_>, kind: Kind, rule: &RuleId, proposals: &mut Proposals) {
    let found: Vec<Mention> = proposals
        .of(kind)
        .filter(|mention| matches!(context.after(mention.span.end), Some('（' | '(')))
        .filter_map(|mention| {
            let span = behind(context.text(), mention.span)?;
            Some(Mention { span, rule: rule.clone(), ..mention.clone() })
        })
        .collect();
    for mention in found {
        proposals.push(Strength::Context, mention);
    }
}

/// Whether a character is a letter of the Latin alphabet, with accents or without.
pub(crate) fn is_latin(character: char) -> bool {
    /// The first character behind the Latin letters with accents.
    const BEHIND_LATIN: u32 = 0x0250;
    character.is_alphabetic() && u32::from(character) < BEHIND_LATIN
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
