//! A small document through every format and back, and the schema against what is written.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, also in what its tests share")]

use bangjiao_document::{
    Act, Anchor, Article, ArticleId, CharOffsets, DateClass, DateDetail, Detail, Document, EntityId,
    EntityInfo, Field, Form, Granularity, Keyword, Kind, Link, Mention, NamedDetail, Office,
    OfficialDocument, Paragraph, PersonDetail, Problem, PublicationDate, RuleId, Sentence, Severity,
    Signature, Span, Token, TreatyDetail, TreatyType, Zone,
};
use bangjiao_table::{
    AgreementMentionRows, AgreementRow, ArticleEntityRow, ArticleRows, ColumnKind, CountryCodeRow,
    CoverageRow, DocumentRows, DyadYearRow, EdgeByPeriodRow, EdgeChangeRow, EdgeRow, EdgeRows,
    EntityPeriodRow, EntityRow, Error, FileRow, Format, KeywordRows, MentionRows, NodeRow, OfficeRow,
    Resource, SentenceRows, TABLES, Table, TableWriter, TokenRows, agreement_parties_frame, agreements_frame,
    article_entities_frame, country_codes_frame, coverage_frame, datapackage, dyad_year_frame,
    edges_by_period_frame, edges_change_frame, entities_frame, entity_period_frame, files_frame, nodes_frame,
    offices_frame, problems_frame, table,
};
use expect_test::expect;
use jiff::civil::date;
use polars::prelude::*;
use polars_parquet::write::schema_to_metadata_key;

const BODY: &str = "    新华社温得和克7月5日电 外交部长钱其琛今日会见纳米比亚总统，两国签署协定。";

/// Where `part` stands in `text` for the first time.
fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::from_usize(start, start + part.len())
}

fn document() -> Document {
    let mut article =
        Article::new(ArticleId::new("19960706-02-002").unwrap(), "archive".into(), "1996/07/a.TXT".into(), 1);
    article.date = PublicationDate::parse("19960706");
    article.page = Some(2);
    article.item = Some(2);
    article.title = Some("钱其琛\"访问\"纳米比亚".to_owned());
    article.body = Some(BODY.to_owned());
    article.authors = vec!["王大成".to_owned(), "李小明".to_owned()];
    article.keywords = vec![
        Keyword { group: "subject".to_owned(), term: "纳米比亚".to_owned() },
        Keyword { group: "RW".to_owned(), term: "钱其琛".to_owned() },
    ];
    article.extra.insert("XX/未知".to_owned(), "值".to_owned());
    let mut document = Document::new(article);
    let text = document.text().to_owned();
    let title = document.field_span(Field::Title).unwrap();
    let dateline = span(&text, "新华社温得和克7月5日电");
    let sentence = Span::new(span(&text, "外交部长").start, text.len() as u32);
    let paragraphs = vec![
        Paragraph { span: title, field: Field::Title },
        Paragraph { span: Span::new(dateline.start, sentence.end), field: Field::Body },
    ];
    let sentences = vec![
        Sentence { span: title, paragraph: 0, field: Field::Title, zone: Zone::Text },
        Sentence { span: dateline, paragraph: 1, field: Field::Body, zone: Zone::Dateline },
        Sentence { span: sentence, paragraph: 1, field: Field::Body, zone: Zone::Text },
    ];
    let tokens = vec![
        Token { span: span(&text, "外交部长"), sentence: 2, pos: "n" },
        Token { span: Span::new(sentence.start + 12, sentence.start + 21), sentence: 2, pos: "nr" },
    ];
    document.annotate(paragraphs, sentences, tokens, mentions(&text, sentence)).unwrap();
    document
}

fn mentions(text: &str, sentence: Span) -> Vec<Mention> {
    let rule = |id| RuleId::new(id).unwrap();
    let entity = |id| EntityId::new(id).unwrap();
    let country = |id, code| Link { cow: Some(code), gw: Some(code), ..Link::plain(entity(id)) };
    let anaphor = Mention {
        form: Some(Form::Anaphor),
        links: vec![country("CHN", 710), country("NAM", 565)],
        ..Mention::new(span(text, "两国"), Kind::Country, rule("anaphor-parties"))
    };
    let person = Mention {
        form: Some(Form::Full),
        links: vec![Link::plain(entity("P-qian-qichen"))],
        candidates: vec![entity("person:钱其琛"), entity("P-qian-1")],
        detail: Detail::Person(PersonDetail {
            role: Some("外交部长".to_owned()),
            office: Some(Office::ForeignMinister),
            country: Some(entity("CHN")),
        }),
        ..Mention::new(
            Span::new(sentence.start + 12, sentence.start + 21),
            Kind::Person,
            rule("person-lexicon"),
        )
    };
    let named = Mention {
        form: Some(Form::Name),
        links: vec![country("NAM", 565)],
        ..Mention::new(span(text, "纳米比亚"), Kind::Country, rule("country-alias"))
    };
    let place = Mention {
        links: vec![Link::plain(entity("L-windhoek"))],
        detail: Detail::Named(NamedDetail { country: Some(entity("NAM")) }),
        ..Mention::new(span(text, "温得和克"), Kind::Place, rule("place-lexicon"))
    };
    let day = DateDetail {
        value: Some("1996-07-05".to_owned()),
        first: Some(date(1996, 7, 5)),
        last: Some(date(1996, 7, 5)),
        granularity: Some(Granularity::Day),
        anchor: Anchor::Publication,
        class: DateClass::Date,
    };
    let day = Mention {
        detail: Detail::Date(day),
        ..Mention::new(span(text, "7月5日"), Kind::Date, rule("date-day"))
    };
    vec![anaphor, person, named, place, day]
}

/// An article that is itself a joint statement, with the mention in its title.
fn statement() -> Document {
    let id = |id| EntityId::new(id).unwrap();
    let mut article = Article::new(ArticleId::new("b").unwrap(), "archive".into(), "b.TXT".into(), 1);
    article.title = Some("中纳联合声明".to_owned());
    let mut document = Document::new(article);
    let parties = vec![id("CHN"), id("NAM")];
    let detail = TreatyDetail {
        treaty_type: TreatyType::JointStatement,
        parties: parties.clone(),
        signed: None,
        place: None,
        act: Act::Cited,
        members: Vec::new(),
    };
    let mention = Mention {
        form: Some(Form::Title),
        links: vec![Link::plain(id("T-1"))],
        detail: Detail::Treaty(detail),
        ..Mention::new(Span::new(0, 18), Kind::Treaty, RuleId::new("treaty-parties").unwrap())
    };
    document.annotate(Vec::new(), Vec::new(), Vec::new(), vec![mention]).unwrap();
    document.set_official(Some(OfficialDocument {
        agreement: Some(id("T-1")),
        treaty_type: TreatyType::JointStatement,
        title: "中纳联合声明".to_owned(),
        parties,
        date: Some("1996-07-05".to_owned()),
        place: None,
        languages: vec!["中文".to_owned(), "英文".to_owned()],
        in_force: None,
        signatures: vec![Signature {
            person: Some(id("P-qian-qichen")),
            name: "钱其琛".to_owned(),
            role: Some("外交部长".to_owned()),
            office: Some(Office::ForeignMinister),
            country: Some(id("CHN")),
        }],
    }));
    document
}

/// Frames of the tables by period and by day.
fn panels(china: &EntityId, namibia: &EntityId) -> [DataFrame; 5] {
    let in_period = EntityPeriodRow {
        entity_id: namibia,
        kind: Kind::Country,
        period: "1996".to_owned(),
        n_mentions: 2,
        n_named: 1,
        n_sentences: 2,
        n_articles: 1,
        n_title_articles: 1,
        n_articles_total: 1,
        n_sentences_total: 2,
        n_characters_total: 60,
        n_issue_days: 1,
        alive: None,
    };
    let edge = EdgeByPeriodRow {
        source: china,
        target: namibia,
        window: "sentence",
        period: [date(1996, 1, 1), date(1997, 1, 1)],
        n: 1,
        n_named: 0,
        n_dyadic: None,
        n_articles: 1,
        n_source: 1,
        n_target: 2,
        n_windows: 2,
    };
    let change = EdgeChangeRow {
        source: china,
        target: namibia,
        window: "sentence",
        periods: [date(1995, 1, 1), date(1996, 1, 1), date(1997, 1, 1)],
        n: [0, 1],
        n_windows: [10, 2],
        log_ratio: 3.5,
        llr: 3.75,
        p: 0.0625,
        q: 0.125,
    };
    let dyad = DyadYearRow {
        ccodes: [565, 710],
        year: 1996,
        iso3: [namibia, china],
        n_articles: 1,
        n_sentences: 1,
        n_named: 0,
        n_dyadic: 1,
        n_articles_each: [1, 1],
        n_articles_with_country: 1,
        n_agreements_signed: 1,
        n_agreements_cited: 0,
        n_articles_total: 1,
        n_sentences_total: 2,
    };
    let day = CoverageRow {
        source: "archive",
        date: date(1996, 7, 6),
        n_articles: 1,
        n_pages: 1,
        n_characters: 60,
        n_without_body: 0,
        n_problems: 1,
        n_with_country: 1,
        expected: None,
    };
    [
        entity_period_frame(&[in_period]),
        edges_by_period_frame(&[edge]),
        edges_change_frame(&[change]),
        dyad_year_frame(&[dyad]),
        coverage_frame(&[day]),
    ]
}

/// A frame of every table, in the order of [`TABLES`].
fn frames() -> Vec<(&'static Table, DataFrame)> {
    let document = document();
    let offsets = CharOffsets::new(document.text());
    let (mut articles, mut sentences) = (ArticleRows::new(), SentenceRows::new());
    let (mut tokens, mut mentions, mut keywords) = (TokenRows::new(), MentionRows::new(), KeywordRows::new());
    articles.push(&document, &offsets);
    sentences.push(&document, &offsets);
    tokens.push(&document, &offsets);
    mentions.push(&document, &offsets);
    let namibia = EntityId::new("NAM").unwrap();
    let china = EntityId::new("CHN").unwrap();
    keywords
        .push(&document, |keyword| (keyword.term == "纳米比亚").then(|| (Kind::Country, namibia.clone())));
    let info = EntityInfo {
        name_en: Some("Namibia".to_owned()),
        cow: Some(565),
        country: None,
        ..EntityInfo::unlinked(namibia.clone(), Kind::Country)
    };
    let first_date = Some(date(1996, 7, 6));
    let entity = EntityRow {
        info: &info,
        n_mentions: 2,
        n_named: 1,
        n_articles: 1,
        first_date,
        last_date: first_date,
    };
    let article_id = &document.article().id;
    let in_article = ArticleEntityRow {
        article_id,
        date: first_date,
        entity_id: &namibia,
        kind: Kind::Country,
        n_mentions: 2,
        n_named: 1,
        n_sentences: 2,
        in_title: true,
        first_sentence: 0,
    };
    let evidence = ["19960706-02-002:2".to_owned(), "19960706-02-002:0".to_owned()];
    let edge = EdgeRow {
        source: &china,
        target: &namibia,
        kind_source: Kind::Country,
        kind_target: Kind::Country,
        window: "sentence",
        n: 1,
        n_named: 0,
        n_dyadic: Some(1),
        n_source: 1,
        n_target: 2,
        n_windows: 2,
        n_articles: 1,
        first_date,
        last_date: first_date,
        evidence: &evidence,
        pmi: Some(0.0),
        npmi: None,
        llr: Some(0.125),
        jaccard: Some(0.5),
        dice: Some(2.0 / 3.0),
        chi2: None,
        cosine: Some(0.75),
        association_strength: Some(0.5),
        target_given_source: Some(1.0),
        source_given_target: Some(0.5),
        disparity: Some(0.25),
        noise_corrected: Some(-1.5),
    };
    let mut edges = EdgeRows::with_capacity(1);
    edges.push(&[edge]);
    let node = NodeRow {
        entity_id: &namibia,
        kind: Kind::Country,
        name_zh: "纳米比亚",
        name_en: None,
        n_mentions: 3,
        n_articles: 2,
        degree: 1,
        strength: 2,
        component: 1,
        core: 1,
        clustering: 0.0,
        betweenness: 0.25,
        closeness: 1.0,
        eigenvector: None,
        pagerank: 0.5,
        community: 1,
        community_stability: 1.0,
    };
    let code = CountryCodeRow {
        entity_id: &namibia,
        system: "iso2",
        code: "NA",
        from: Some(date(1990, 3, 21)),
        to: None,
    };
    let file = FileRow {
        source_file: "1996/07/a.TXT",
        input: "archive",
        format: Some("tagged"),
        encoding: None,
        n_bytes: 512,
        n_records: 1,
        n_articles: 1,
        n_lost: 0,
        n_replaced: 0,
    };
    let problem = Problem {
        source_file: "1996/07/a.TXT".into(),
        record: Some(1),
        line: None,
        severity: Severity::Note,
        code: "unknown_code",
        message: "the field 〖XX/未知〗 is not known; it was put into extra".to_owned(),
        kept: None,
    };
    let statement = statement();
    let (mut agreement_mentions, mut documents) = (AgreementMentionRows::new(), DocumentRows::new());
    agreement_mentions.push(&statement, &CharOffsets::new(statement.text()));
    documents.push(&statement);
    let (documents, signatories) = documents.finish();
    let agreement_id = EntityId::new("T-1").unwrap();
    let signed = date(1996, 7, 5);
    let agreement = AgreementRow {
        agreement_id: &agreement_id,
        title_zh: "中纳联合声明",
        title_en: None,
        treaty_type: "joint_statement",
        signed: Some("1996-07-05"),
        days: Some((signed, signed)),
        parties: vec![(&china, Some(710)), (&namibia, None)],
        multilateral: false,
        n_mentions: 1,
        n_articles: 1,
        cited: None,
        in_lexicon: false,
        external_id: None,
    };
    let agreements = [agreement];
    let office = OfficeRow {
        person_id: &agreement_id,
        person: "江泽民",
        role: Some("国家主席"),
        office: Office::HeadOfState,
        country_id: Some(&china),
        days: Some((signed, signed)),
        n_mentions: 1,
    };
    let [entity_period, edges_by_period, edges_change, dyad_year, coverage] = panels(&china, &namibia);
    let frames = vec![
        articles.finish(),
        sentences.finish(),
        tokens.finish(),
        mentions.finish(),
        entities_frame(&[entity]),
        article_entities_frame(&[in_article]),
        entity_period,
        agreement_mentions.finish(),
        agreements_frame(&agreements),
        agreement_parties_frame(&agreements),
        documents,
        signatories,
        offices_frame(&[office]),
        nodes_frame(&[node]),
        edges.finish(),
        edges_by_period,
        edges_change,
        dyad_year,
        keywords.finish(),
        coverage,
        country_codes_frame(&[code]),
        files_frame(&[file]),
        problems_frame([&problem]),
    ];
    assert_eq!(frames.len(), TABLES.len());
    TABLES.iter().zip(frames).collect()
}

fn written(table: &'static Table, format: Format, frame: &DataFrame) -> Vec<u8> {
    let mut writer = TableWriter::new(table, format, Vec::new()).unwrap();
    writer.write(frame).unwrap();
    writer.finish().unwrap()
}

fn read(table: &Table, format: Format, bytes: Vec<u8>) -> DataFrame {
    let input = std::io::Cursor::new(bytes);
    match format {
        Format::Parquet => ParquetReader::new(input).finish().unwrap(),
        Format::Ipc => IpcReader::new(input).finish().unwrap(),
        Format::Jsonl => JsonReader::new(input)
            .with_json_format(JsonFormat::JsonLines)
            .with_schema(table.schema().into())
            .finish()
            .unwrap(),
        Format::Csv => {
            let text = |column: &bangjiao_table::Column| (column.name.into(), DataType::String);
            let schema = Schema::from_iter(table.columns.iter().map(text));
            CsvReadOptions::default()
                .with_schema(Some(schema.into()))
                .into_reader_with_file_handle(input)
                .finish()
                .unwrap()
        }
    }
}

#[test]
fn frames_have_the_columns_of_their_tables() {
    for (table, frame) in frames() {
        assert_eq!(**frame.schema(), table.schema(), "{}", table.name);
        assert!(frame.height() > 0, "{}", table.name);
    }
}

#[test]
fn what_is_written_is_read_back() {
    for (table, frame) in frames() {
        for format in [Format::Parquet, Format::Ipc, Format::Jsonl] {
            let back = read(table, format, written(table, format, &frame));
            assert!(back.equals_missing(&frame), "{} as {}:\n{back}\n{frame}", table.name, format.as_str());
        }
    }
}

#[test]
fn empty_tables_keep_their_columns() {
    for table in TABLES {
        for format in [Format::Parquet, Format::Ipc, Format::Csv] {
            let bytes = TableWriter::new(table, format, Vec::new()).unwrap().finish().unwrap();
            let back = read(table, format, bytes);
            assert_eq!(back.height(), 0);
            let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
            assert_eq!(back.get_column_names(), names, "{} as {}", table.name, format.as_str());
            if format != Format::Csv {
                assert_eq!(**back.schema(), table.schema());
            }
        }
        assert!(TableWriter::new(table, Format::Jsonl, Vec::new()).unwrap().finish().unwrap().is_empty());
    }
}

#[test]
fn the_same_frames_give_the_same_bytes() {
    for (table, frame) in frames() {
        for &format in Format::ALL {
            let twice = || {
                let mut writer = TableWriter::new(table, format, Vec::new()).unwrap();
                writer.write(&frame).unwrap();
                writer.write(&frame).unwrap();
                assert_eq!(writer.n_rows(), 2 * frame.height() as u64);
                writer.finish().unwrap()
            };
            assert_eq!(twice(), twice());
        }
    }
}

fn csv(name: &str) -> String {
    let (table, frame) = frames().into_iter().find(|(table, _)| table.name == name).unwrap();
    String::from_utf8(written(table, Format::Csv, &frame)).unwrap()
}

#[test]
fn csv_is_what_the_data_dictionary_says() {
    expect![[r#"
        entity_id,system,code,from,to
        NAM,iso2,"NA",1990-03-21,
    "#]]
    .assert_eq(&csv("country_codes"));
    expect![[r#"
        source,target,kind_source,kind_target,window,n,n_named,n_dyadic,n_source,n_target,n_windows,n_articles,first_date,last_date,evidence,pmi,npmi,llr,chi2,jaccard,dice,cosine,association_strength,target_given_source,source_given_target,disparity,noise_corrected
        CHN,NAM,country,country,sentence,1,0,1,1,2,2,1,1996-07-06,1996-07-06,19960706-02-002:2|19960706-02-002:0,0,,0.125,,0.5,0.6666666666666666,0.75,0.5,1,0.5,0.25,-1.5
    "#]]
    .assert_eq(&csv("edges"));
    expect![[r#"
        mention_id,article_id,date,field,zone,paragraph,sentence,start,end,start_byte,end_byte,text,kind,form,entity_id,n_entities,value,rule,nested,within,historical,repaired,cow,gw,candidates,role,office,country_id,date_first,date_last,granularity,anchor,class
        19960706-02-002:7-11:country:NAM,19960706-02-002,1996-07-06,title,text,0,0,7,11,17,29,纳米比亚,country,name,NAM,1,,country-alias,0,,0,0,565,565,,,,,,,,,
        19960706-02-002:19-23:place:L-windhoek,19960706-02-002,1996-07-06,body,dateline,1,1,19,23,43,55,温得和克,place,,L-windhoek,1,,place-lexicon,0,,0,0,,,,,,NAM,,,,,
        19960706-02-002:23-27:date:1996-07-05,19960706-02-002,1996-07-06,body,dateline,1,1,23,27,55,63,7月5日,date,,,0,1996-07-05,date-day,0,,0,0,,,,,,,1996-07-05,1996-07-05,day,publication,date
        19960706-02-002:33-36:person:P-qian-qichen,19960706-02-002,1996-07-06,body,text,1,2,33,36,79,88,钱其琛,person,full,P-qian-qichen,1,,person-lexicon,0,,0,0,,,person:钱其琛|P-qian-1,外交部长,foreign_minister,CHN,,,,,
        19960706-02-002:47-49:country:CHN,19960706-02-002,1996-07-06,body,text,1,2,47,49,121,127,两国,country,anaphor,CHN,2,,anaphor-parties,0,,0,0,710,710,,,,,,,,,
        19960706-02-002:47-49:country:NAM,19960706-02-002,1996-07-06,body,text,1,2,47,49,121,127,两国,country,anaphor,NAM,2,,anaphor-parties,0,,0,0,565,565,,,,,,,,,
    "#]].assert_eq(&csv("mentions"));
    expect![[r#"
        article_id,source,date,date_precision,year,month,weekday,issue,page,page_name,item,column,class,genre,authors,kicker,title,subtitle,text,body_start,n_characters,n_sentences,n_paragraphs,has_body,duplicate_of,source_file,record,sha256,n_problems,extra
        19960706-02-002,archive,1996-07-06,day,1996,7,6,,2,,2,,,,王大成|李小明,,"钱其琛""访问""纳米比亚",,"钱其琛""访问""纳米比亚
            新华社温得和克7月5日电 外交部长钱其琛今日会见纳米比亚总统，两国签署协定。",12,54,3,2,1,,1996/07/a.TXT,1,305b6f055897e994ff3bd56c6be0e926c40aa008d7cdd91fbae8965b1f40f805,0,"{""XX/未知"":""值""}"
    "#]].assert_eq(&csv("articles"));
    expect![[r#"
        article_id,sentence,token,start,end,start_byte,end_byte,text,pos
        19960706-02-002,2,0,29,33,67,79,外交部长,n
        19960706-02-002,2,1,33,36,79,88,钱其琛,nr
    "#]]
    .assert_eq(&csv("tokens"));
}

#[test]
fn jsonl_is_utf8_without_escapes() {
    let (table, frame) = frames().into_iter().find(|(table, _)| table.name == "keywords").unwrap();
    let json = String::from_utf8(written(table, Format::Jsonl, &frame)).unwrap();
    expect![[r#"
        {"article_id":"19960706-02-002","position":0,"group":"subject","term":"纳米比亚","kind":"country","entity_id":"NAM"}
        {"article_id":"19960706-02-002","position":1,"group":"RW","term":"钱其琛","kind":null,"entity_id":null}
    "#]].assert_eq(&json);
}

#[test]
fn parquet_and_arrow_declare_no_string_views() {
    for (table, frame) in frames() {
        let bytes = written(table, Format::Parquet, &frame);
        let metadata = ParquetReader::new(std::io::Cursor::new(bytes)).get_metadata().unwrap().clone();
        let key_values = metadata.key_value_metadata().as_ref().unwrap();
        let [schema] = key_values.as_slice() else { panic!("only the Arrow schema is stored") };
        assert_eq!(schema.key, "ARROW:schema");
        let arrow = written(table, Format::Ipc, &frame);
        let arrow =
            polars_arrow::io::ipc::read::read_file_metadata(&mut std::io::Cursor::new(arrow)).unwrap().schema;
        assert_eq!(schema.value, schema_to_metadata_key(&arrow).value, "{}", table.name);
        for field in arrow.iter_values() {
            assert!(!format!("{:?}", field.dtype).contains("View"), "{}.{}", table.name, field.name);
        }
    }
}

#[test]
fn row_groups_are_bounded() {
    let (table, frame) = frames().into_iter().find(|(table, _)| table.name == "sentences").unwrap();
    let groups = |frame: &DataFrame, n: usize| {
        let mut writer = TableWriter::new(table, Format::Parquet, Vec::new()).unwrap();
        (0..n).for_each(|_| writer.write(frame).unwrap());
        let bytes = writer.finish().unwrap();
        let metadata = ParquetReader::new(std::io::Cursor::new(bytes)).get_metadata().unwrap().clone();
        metadata.row_groups.iter().map(|group| group.num_rows()).collect::<Vec<_>>()
    };
    let of_rows = |n_rows: usize| {
        let mut joined = frame.clone();
        while joined.height() < n_rows {
            joined.vstack_mut(&frame).unwrap();
        }
        joined.slice(0, n_rows)
    };
    assert_eq!(groups(&of_rows(3_000), 24), [66_000, 6_000]);
    // Many small frames are not held until they fill a group.
    assert_eq!(groups(&of_rows(3), 500), [1_026, 474]);

    let long = of_rows(70_000);
    let metadata = ParquetReader::new(std::io::Cursor::new(written(table, Format::Parquet, &long)))
        .get_metadata()
        .unwrap()
        .clone();
    assert_eq!(metadata.row_groups[0].num_rows(), 65_536);
    assert_eq!(metadata.num_rows, long.height());
}

#[test]
fn frames_that_do_not_fit_are_refused() {
    let all = frames();
    let mut writer = TableWriter::new(table("mentions").unwrap(), Format::Csv, Vec::new()).unwrap();
    assert!(matches!(writer.write(&all[0].1), Err(Error::Columns { table: "mentions", .. })));
    let (keywords, frame) = all.iter().find(|(table, _)| table.name == "keywords").unwrap();
    let mut holes = frame.clone();
    holes.with_column(Column::full_null("term".into(), frame.height(), &DataType::String)).unwrap();
    let mut writer = TableWriter::new(keywords, Format::Csv, Vec::new()).unwrap();
    let error = writer.write(&holes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the column term of the table keywords must not be empty, found 2 empty cells"
    );
}

#[test]
fn the_schema_keeps_its_promises() {
    for table in TABLES {
        for column in table.columns {
            assert!(column.name.len() <= 32, "Stata takes 32 characters");
            assert!(column.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            assert!(column.description.ends_with('.'), "{}.{}", table.name, column.name);
            assert!(!(column.nullable && column.kind == ColumnKind::TextList), "a list is empty, not null");
        }
        let has = |table: &Table, name: &&str| table.columns.iter().any(|column| column.name == *name);
        for name in table.primary_key {
            assert!(table.columns.iter().any(|column| column.name == *name && !column.nullable));
        }
        for key in table.foreign_keys {
            let other = bangjiao_table::table(key.table).unwrap();
            assert!(key.columns.iter().all(|name| has(table, name)));
            assert_eq!(key.references, other.primary_key);
        }
    }
}

#[test]
fn the_data_package_describes_the_frames() {
    for &format in Format::ALL {
        let resources: Vec<_> = TABLES
            .iter()
            .map(|table| Resource { table, n_rows: 1, n_bytes: 2, sha256: Some("0".repeat(64)) })
            .collect();
        let package = datapackage(&resources, format);
        for ((table, frame), resource) in frames().iter().zip(package["resources"].as_array().unwrap()) {
            assert_eq!(resource["path"], format!("{}.{}", table.name, format.extension()));
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let names: Vec<_> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
            assert_eq!(frame.get_column_names(), names);
            for (field, kind) in fields.iter().zip(frame.dtypes()) {
                let expected = match kind {
                    DataType::Int64 => "integer",
                    DataType::Float64 => "number",
                    DataType::Boolean => "boolean",
                    DataType::Date => "date",
                    DataType::List(_) if format != Format::Csv => "array",
                    _ => "string",
                };
                assert_eq!(field["type"], expected);
            }
        }
    }
}

#[test]
fn keys_into_tables_that_were_not_written_are_left_out() {
    let resource = |name| Resource { table: table(name).unwrap(), n_rows: 0, n_bytes: 0, sha256: None };
    let package = datapackage(&[resource("mentions"), resource("articles")], Format::Parquet);
    let keys = package["resources"][0]["schema"]["foreignKeys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0]["reference"]["resource"], "articles");
    assert_eq!(package["resources"][1]["schema"]["foreignKeys"][0]["reference"]["resource"], "");
}
