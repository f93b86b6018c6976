use crate::{EntityId, Office, TreatyType};

/// What an article says that is itself an agreement or joint document.
///
/// ```
/// use bangjiao_document::{OfficialDocument, TreatyType};
/// let document = OfficialDocument {
///     agreement: None,
///     treaty_type: TreatyType::JointStatement,
///     title: "中华人民共和国和哈萨克斯坦共和国联合声明".to_owned(),
///     parties: Vec::new(),
///     date: Some("1996-07-05".to_owned()),
///     place: Some("阿拉木图".to_owned()),
///     languages: Vec::new(),
///     in_force: None,
///     signatures: Vec::new(),
/// };
/// assert_eq!(document.treaty_type.as_str(), "joint_statement");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialDocument {
    /// The agreement that it is.
    pub agreement: Option<EntityId>,
    /// What kind of document it is.
    pub treaty_type: TreatyType,
    /// Its title.
    pub title: String,
    /// The parties, sorted by id.
    pub parties: Vec<EntityId>,
    /// Day of signing, EDTF.
    pub date: Option<String>,
    /// Place of signing as it is written.
    pub place: Option<String>,
    /// Languages of the texts, as they are named.
    pub languages: Vec<String>,
    /// When it comes into force: a day (EDTF), or the words that say so.
    pub in_force: Option<String>,
    /// Who signed it, in order of the text.
    pub signatures: Vec<Signature>,
}

/// A name under a document.
///
/// ```
/// use bangjiao_document::{Office, Signature};
/// let signature = Signature {
///     person: None,
///     name: "江泽民".to_owned(),
///     role: Some("主席".to_owned()),
///     office: Some(Office::HeadOfState),
///     country: None,
/// };
/// assert_eq!(signature.office, Some(Office::HeadOfState));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The person.
    pub person: Option<EntityId>,
    /// The name as it is written.
    pub name: String,
    /// The title as it is written.
    pub role: Option<String>,
    /// The class of the title.
    pub office: Option<Office>,
    /// The state for which it was signed.
    pub country: Option<EntityId>,
}
