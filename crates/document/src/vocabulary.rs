//! The closed word lists of the tables: one enum a list, each value with the word that stands in the data.

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$value_doc])* $value,)+ }

        impl $name {
            /// Every value, in the order of the data dictionary.
            pub const ALL: &'static [$name] = &[$($name::$value,)+];

            /// The word that stands in tables and files.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$value => $word,)+ }
            }

            /// The value that a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$value),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// The kind of a mention.
    ///
    /// ```
    /// use bangjiao_document::Kind;
    /// assert_eq!(Kind::from_word("treaty"), Some(Kind::Treaty));
    /// ```
    Kind {
        /// A state or territory: 中国, 中|哈, 双方.
        Country = "country",
        /// A person by name: 江泽民.
        Person = "person",
        /// An agreement or joint document: 中哈建交联合公报.
        Treaty = "treaty",
        /// A calendar expression: 1992年1月3日.
        Date = "date",
        /// A place that is no state: 阿拉木图.
        Place = "place",
        /// A body, party, agency or company: 新华社.
        Organization = "organization",
    }
}

vocabulary! {
    /// How a mention stands for its entity.
    Form {
        /// A state by a full, short or older name.
        Name = "name",
        /// A state by one character: 中, 哈.
        Abbreviation = "abbreviation",
        /// A state as a side: 中方.
        Side = "side",
        /// A reference back: 双方, 两国, 该协定.
        Anaphor = "anaphor",
        /// A person by the full name.
        Full = "full",
        /// A person by part of the name: 江主席.
        Short = "short",
        /// A treaty by its title.
        Title = "title",
        /// A treaty by a noun phrase.
        Description = "description",
    }
}

vocabulary! {
    /// The part of an article in which something stands.
    Field {
        /// 引题.
        Kicker = "kicker",
        /// 标题.
        Title = "title",
        /// 副题.
        Subtitle = "subtitle",
        /// 正文.
        Body = "body",
    }
}

vocabulary! {
    /// What kind of text a sentence is.
    Zone {
        /// Running text.
        Text = "text",
        /// 新华社莫斯科7月16日电.
        Dateline = "dateline",
        /// 本报驻泰国记者…报道.
        Byline = "byline",
        /// （新华社…电）, （…摄）.
        Credit = "credit",
        /// The signing block of a document.
        Signature = "signature",
        /// The title again as first lines of the body.
        RepeatedTitle = "repeated_title",
    }
}

vocabulary! {
    /// The office of a person, from the title beside the name.
    Office {
        /// 总统, 国家主席, 国王.
        HeadOfState = "head_of_state",
        /// 总理, 首相.
        HeadOfGovernment = "head_of_government",
        /// 外长, 国务卿, 外相.
        ForeignMinister = "foreign_minister",
        /// Any other minister.
        Minister = "minister",
        /// 大使, 公使, 代办.
        Ambassador = "ambassador",
        /// 司令, 参谋长.
        Military = "military",
        /// 总书记, 党主席.
        Party = "party",
        /// 议长, 委员长.
        Legislature = "legislature",
        /// Any other office, also deputies, former and honorary ones.
        Other = "other",
    }
}

vocabulary! {
    /// The unit of a date expression.
    Granularity {
        /// One day.
        Day = "day",
        /// 上旬, 中旬, 下旬.
        TenDays = "ten_days",
        /// A week.
        Week = "week",
        /// A month.
        Month = "month",
        /// A quarter of a year.
        Quarter = "quarter",
        /// A season.
        Season = "season",
        /// Half a year.
        Half = "half",
        /// A year.
        Year = "year",
        /// Ten years.
        Decade = "decade",
        /// A hundred years.
        Century = "century",
        /// From one day or unit to another.
        Range = "range",
    }
}

vocabulary! {
    /// The date against which a date expression was resolved.
    Anchor {
        /// None: the expression is complete.
        None = "none",
        /// The article's day of publication.
        Publication = "publication",
        /// The day in the article's dateline.
        Dateline = "dateline",
        /// A date earlier in the text.
        Text = "text",
    }
}

vocabulary! {
    /// What sort of date expression a mention is.
    DateClass {
        /// A calendar date.
        Date = "date",
        /// 近日, 日前: no value.
        Vague = "vague",
        /// A festival.
        Festival = "festival",
        /// A named period or an event called by its date.
        Period = "period",
    }
}

vocabulary! {
    /// What kind of agreement or document a treaty is.
    TreatyType {
        /// 条约.
        Treaty = "treaty",
        /// 协定, 协议.
        Agreement = "agreement",
        /// 公约.
        Convention = "convention",
        /// 议定书.
        Protocol = "protocol",
        /// 联合声明.
        JointStatement = "joint_statement",
        /// 公报.
        Communique = "communique",
        /// 宣言.
        Declaration = "declaration",
        /// 换文.
        ExchangeOfNotes = "exchange_of_notes",
        /// 备忘录.
        Memorandum = "memorandum",
        /// 宪章.
        Charter = "charter",
        /// 声明.
        Statement = "statement",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// What the text says was done with an agreement.
    Act {
        /// 签署, 签订.
        Signed = "signed",
        /// 批准.
        Ratified = "ratified",
        /// 加入.
        Acceded = "acceded",
        /// 生效.
        InForce = "in_force",
        /// 重申, 恪守.
        Reaffirmed = "reaffirmed",
        /// 延长.
        Extended = "extended",
        /// 中止.
        Suspended = "suspended",
        /// 废除, 退出.
        Ended = "ended",
        /// 违反.
        Violated = "violated",
        /// 建议, 缔结（将来）.
        Proposed = "proposed",
        /// 谈判.
        Negotiated = "negotiated",
        /// Named only.
        Cited = "cited",
    }
}
