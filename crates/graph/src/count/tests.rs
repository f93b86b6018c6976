use bangjiao_document::{ArticleId, Document, Form, Kind, Zone};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::Counts;
use crate::scene::{Scene, sample};
use crate::{CountOptions, EdgeCount, Inclusion, Nested, Window};

fn line(edge: &EdgeCount) -> String {
    let EdgeCount { source, target, n, n_named, n_source, n_target, n_windows, n_articles, .. } = edge;
    let dyadic = edge.n_dyadic.map_or("-".to_owned(), |n| n.to_string());
    let dates =
        [edge.first_date, edge.last_date].map(|date| date.map_or("-".to_owned(), |date| date.to_string()));
    format!(
        "{} {source} {target}: n {n}, named {n_named}, dyadic {dyadic}, of {n_source} {n_target} {n_windows}, \
         articles {n_articles}, {}, {}\n",
        edge.window,
        dates.join(" "),
        edge.evidence.join(" "),
    )
}

fn check(options: &CountOptions, keep: impl Fn(&EdgeCount) -> bool, expected: Expect) {
    let counts = sample::counts(options);
    expected.assert_eq(&counts.iter_edges().filter(keep).map(|edge| line(&edge)).collect::<String>());
}

fn between(edge: &EdgeCount, source: &str, target: &str) -> bool {
    edge.source.as_str() == source && edge.target.as_str() == target
}

#[test]
fn windows_of_a_pair() {
    check(
        &CountOptions::default(),
        |edge| between(edge, "CHN", "KAZ"),
        expect![[r#"
        sentence CHN KAZ: n 4, named 3, dyadic 3, of 4 4 8, articles 2, 1996-07-05 1996-07-06, 19960705-01-001:0 19960706-02-002:0 19960706-02-002:4
        paragraph CHN KAZ: n 4, named 3, dyadic 3, of 4 4 6, articles 2, 1996-07-05 1996-07-06, 19960705-01-001:p0 19960706-02-002:p0 19960706-02-002:p2
        article CHN KAZ: n 2, named 2, dyadic 1, of 2 2 3, articles 2, 1996-07-05 1996-07-06, 19960705-01-001 19960706-02-002
    "#]],
    );
}

#[test]
fn all_sentence_edges() {
    check(
        &CountOptions::default(),
        |edge| edge.window == Window::Sentence,
        expect![[r#"
        sentence CHN KAZ: n 4, named 3, dyadic 3, of 4 4 8, articles 2, 1996-07-05 1996-07-06, 19960705-01-001:0 19960706-02-002:0 19960706-02-002:4
        sentence CHN RUS: n 1, named 1, dyadic 0, of 4 1 8, articles 1, 1996-07-06 1996-07-06, 19960706-02-002:4
        sentence CHN T-chn-kaz-1996: n 1, named 1, dyadic -, of 4 1 8, articles 1, 1996-07-06 1996-07-06, 19960706-02-002:0
        sentence CHN person:王大成<记者>: n 1, named 1, dyadic -, of 4 1 8, articles 1, 1996-07-05 1996-07-05, 19960705-01-001:0
        sentence DEU FRA: n 1, named 1, dyadic 1, of 1 1 8, articles 1, - -, x1:1
        sentence KAZ RUS: n 1, named 1, dyadic 0, of 4 1 8, articles 1, 1996-07-06 1996-07-06, 19960706-02-002:4
        sentence KAZ T-chn-kaz-1996: n 1, named 1, dyadic -, of 4 1 8, articles 1, 1996-07-06 1996-07-06, 19960706-02-002:0
        sentence KAZ person:王大成<记者>: n 1, named 1, dyadic -, of 4 1 8, articles 1, 1996-07-05 1996-07-05, 19960705-01-001:0
        sentence P-jiang-zemin P-nazarbayev-nursultan: n 1, named 1, dyadic -, of 1 1 8, articles 1, 1996-07-06 1996-07-06, 19960706-02-002:2
    "#]],
    );
}

#[test]
fn unlinked_entities_meet_in_sentences_only() {
    let unlinked = |edge: &EdgeCount| !edge.source.is_linked() || !edge.target.is_linked();
    check(
        &CountOptions::default(),
        unlinked,
        expect![[r#"
        sentence CHN person:王大成<记者>: n 1, named 1, dyadic -, of 4 1 8, articles 1, 1996-07-05 1996-07-05, 19960705-01-001:0
        sentence KAZ person:王大成<记者>: n 1, named 1, dyadic -, of 4 1 8, articles 1, 1996-07-05 1996-07-05, 19960705-01-001:0
    "#]],
    );
}

#[test]
fn zones_and_kinds_are_chosen() {
    let zones = vec![Zone::Text, Zone::Dateline];
    let agency = |edge: &EdgeCount| edge.window == Window::Article && edge.source.as_str() == "O-xinhua";
    check(
        &CountOptions { zones, n_evidence: 1, ..CountOptions::default() },
        agency,
        expect![[r#"
        article O-xinhua P-jiang-zemin: n 1, named 1, dyadic -, of 1 1 3, articles 1, 1996-07-06 1996-07-06, 19960706-02-002
        article O-xinhua P-nazarbayev-nursultan: n 1, named 1, dyadic -, of 1 1 3, articles 1, 1996-07-06 1996-07-06, 19960706-02-002
        article O-xinhua RUS: n 1, named 1, dyadic -, of 1 1 3, articles 1, 1996-07-06 1996-07-06, 19960706-02-002
        article O-xinhua T-chn-kaz-1996: n 1, named 1, dyadic -, of 1 1 3, articles 1, 1996-07-06 1996-07-06, 19960706-02-002
    "#]],
    );
    check(
        &CountOptions { kinds: vec![Kind::Person], ..CountOptions::default() },
        |_| true,
        expect![[r#"
        sentence P-jiang-zemin P-nazarbayev-nursultan: n 1, named 1, dyadic -, of 1 1 8, articles 1, 1996-07-06 1996-07-06, 19960706-02-002:2
        paragraph P-jiang-zemin P-nazarbayev-nursultan: n 1, named 1, dyadic -, of 1 1 6, articles 1, 1996-07-06 1996-07-06, 19960706-02-002:p1
        article P-jiang-zemin P-nazarbayev-nursultan: n 1, named 1, dyadic -, of 1 1 3, articles 1, 1996-07-06 1996-07-06, 19960706-02-002
    "#]],
    );
}

#[test]
fn a_state_outside_its_life_can_be_dropped() {
    let undated = |edge: &EdgeCount| edge.window == Window::Article && edge.first_date.is_none();
    check(
        &CountOptions::default(),
        undated,
        expect![[r#"
        article DEU FRA: n 1, named 1, dyadic 0, of 1 1 3, articles 1, - -, x1
        article DEU SUN: n 1, named 1, dyadic 0, of 1 1 3, articles 1, - -, x1
        article FRA SUN: n 1, named 1, dyadic 0, of 1 1 3, articles 1, - -, x1
    "#]],
    );
    let options = CountOptions { historical: Inclusion::Drop, n_evidence: 0, ..CountOptions::default() };
    check(
        &options,
        undated,
        expect![[r#"
        article DEU FRA: n 1, named 1, dyadic 1, of 1 1 3, articles 1, - -, 
    "#]],
    );
}

#[test]
fn nested_mentions_and_treaty_anaphors_can_be_dropped() {
    let document = Scene::new("a", None)
        .sentence(0, Zone::Text, "中国批准该协定和中法公约。")
        .mention("中国", Kind::Country, Form::Name, &["CHN"])
        .mention("该协定", Kind::Treaty, Form::Anaphor, &["T-chn-ita-1980"])
        .mention("法", Kind::Country, Form::Abbreviation, &["FRA"])
        .adjust(|mention| mention.within = Some(Kind::Treaty))
        .document();
    let n_edges = |options: CountOptions| {
        let mut counts = Counts::default();
        counts.add(&document, &options);
        counts.iter_edges().filter(|edge| edge.window == Window::Sentence).count()
    };
    assert_eq!(n_edges(CountOptions::default()), 3);
    assert_eq!(n_edges(CountOptions { nested: Nested::Out, ..CountOptions::default() }), 1);
    assert_eq!(n_edges(CountOptions { treaty_anaphors: Inclusion::Drop, ..CountOptions::default() }), 1);
}

/// The sentence edges of a document under options: source, target, n, n_source, n_target, n_dyadic.
fn lines_of(document: &Document, options: &CountOptions) -> String {
    let mut counts = Counts::default();
    counts.add(document, options);
    let edges = counts.iter_edges().map(|edge| {
        let dyadic = edge.n_dyadic.map_or("-".to_owned(), |n| n.to_string());
        let EdgeCount { source, target, window, n, n_source, n_target, .. } = &edge;
        let evidence = edge.evidence.join(" ");
        format!("{window} {source} {target} {n} of {n_source} {n_target}, dyadic {dyadic}, {evidence}\n")
    });
    edges.collect()
}

#[test]
fn nested_mentions_can_be_left_out_of_names_of_organizations_alone() {
    let document = Scene::new("a", None)
        .sentence(0, Zone::Text, "中国人民解放军抗击美国，中法公约失效。")
        .mention("中国人民解放军", Kind::Organization, Form::Name, &["O-pla"])
        .mention("中国", Kind::Country, Form::Name, &["CHN"])
        .adjust(|mention| mention.within = Some(Kind::Organization))
        .mention("美国", Kind::Country, Form::Name, &["USA"])
        .mention("法", Kind::Country, Form::Abbreviation, &["FRA"])
        .adjust(|mention| mention.within = Some(Kind::Treaty))
        .document();
    let pairs = |nested| {
        let windows = vec![Window::Sentence];
        let kinds = vec![Kind::Country];
        lines_of(&document, &CountOptions { nested, windows, kinds, ..CountOptions::default() })
    };
    expect![[r#"
        sentence CHN FRA 1 of 1 1, dyadic 0, a:0
        sentence CHN USA 1 of 1 1, dyadic 0, a:0
        sentence FRA USA 1 of 1 1, dyadic 0, a:0
    "#]]
    .assert_eq(&pairs(Nested::Count));
    expect![[r#"
        sentence FRA USA 1 of 1 1, dyadic 1, a:0
    "#]]
    .assert_eq(&pairs(Nested::OrganizationOut));
    assert_eq!(pairs(Nested::Out), "");
}

/// Six sentences, one of them a dateline.
fn column() -> Document {
    Scene::new("a", None)
        .sentence(0, Zone::Dateline, "新华社莫斯科电")
        .sentence(0, Zone::Text, "法国总统来访。")
        .mention("法国", Kind::Country, Form::Name, &["FRA"])
        .sentence(0, Zone::Text, "德国、意大利、中国欢迎。")
        .mention("德国", Kind::Country, Form::Name, &["DEU"])
        .mention("意大利", Kind::Country, Form::Name, &["ITA"])
        .mention("中国", Kind::Country, Form::Name, &["CHN"])
        .adjust(|mention| mention.rule = bangjiao_document::RuleId::new("doubtful").expect("a proper id"))
        .sentence(1, Zone::Credit, "（摄影：王大成）")
        .mention("王大成", Kind::Person, Form::Full, &["person:王大成"])
        .sentence(1, Zone::Text, "天气晴朗。")
        .sentence(2, Zone::Text, "德国人离去，王大成说。")
        .mention("德国", Kind::Country, Form::Name, &["DEU"])
        .mention("王大成", Kind::Person, Form::Full, &["person:王大成"])
        .document()
}

#[test]
fn a_near_window_reaches_over_counted_sentences() {
    let windows = vec![Window::near(1).expect("1 is a reach")];
    let exclude_rules = vec![bangjiao_document::RuleId::new("doubtful").expect("a proper id")];
    let options = CountOptions { windows, exclude_rules, ..CountOptions::default() };
    // Middles are the sentences 1, 2, 4 and 5; FRA stands in two windows, DEU of sentence 2 in three.
    expect![[r#"
        near:1 DEU FRA 2 of 4 2, dyadic 0, a:1 a:2
        near:1 DEU ITA 3 of 4 3, dyadic 1, a:1 a:2 a:4
        near:1 FRA ITA 2 of 2 3, dyadic 0, a:1 a:2
    "#]]
    .assert_eq(&lines_of(&column(), &options));
    let mut counts = Counts::default();
    counts.add(&column(), &options);
    assert_eq!(counts.iter_edges().next().map(|edge| edge.n_windows), Some(4));
    // What reaches over everything pairs what an article pairs, in each of its windows.
    let all = vec![Window::near(9).expect("9 is a reach"), Window::Article];
    let mut counts = Counts::default();
    counts.add(&column(), &CountOptions { windows: all, ..CountOptions::default() });
    let pairs = |window| {
        let edges = counts.iter_edges().filter(move |edge| edge.window == window);
        edges.map(|edge| (edge.source, edge.target)).collect::<Vec<_>>()
    };
    assert_eq!(pairs(Window::Article), pairs(Window::near(9).expect("9 is a reach")));
    assert!(counts.iter_edges().all(|edge| edge.n == if edge.window == Window::Article { 1 } else { 4 }));
}

#[test]
fn entities_and_rules_can_be_left_out() {
    let id = |id| bangjiao_document::EntityId::new(id).expect("a proper id");
    let windows = || vec![Window::Sentence];
    let without =
        CountOptions { windows: windows(), without: vec![id("CHN"), id("ITA")], ..CountOptions::default() };
    expect![[r#"
        sentence DEU person:王大成 1 of 2 1, dyadic -, a:5
    "#]]
    .assert_eq(&lines_of(&column(), &without));
    let rule = bangjiao_document::RuleId::new("doubtful").expect("a proper id");
    let by_rule = CountOptions { windows: windows(), exclude_rules: vec![rule], ..CountOptions::default() };
    expect![[r#"
        sentence DEU ITA 1 of 2 1, dyadic 1, a:2
        sentence DEU person:王大成 1 of 2 1, dyadic -, a:5
    "#]]
    .assert_eq(&lines_of(&column(), &by_rule));
    let mut counts = Counts::default();
    counts.add(&column(), &by_rule);
    counts.merge(counts.clone());
    assert_eq!(counts.n_excluded(), [2]);
    // Mentions are counted all the same: the table `entities` sums to `mentions`.
    let mut counts = Counts::default();
    counts.add(&column(), &without);
    let china = counts.entities().into_iter().find(|entity| entity.entity.as_str() == "CHN");
    assert_eq!(china.map(|entity| entity.n_mentions), Some(1));
}

#[test]
fn edges_can_be_those_between_chosen_kinds() {
    let counts = sample::counts(&CountOptions::default());
    let pairs = [(Kind::Country, Kind::Treaty), (Kind::Person, Kind::Person)];
    let edges = counts.iter_edges().between(&pairs).filter(|edge| edge.window == Window::Sentence);
    let ends: Vec<String> = edges.map(|edge| format!("{} {}", edge.source, edge.target)).collect();
    assert_eq!(ends, ["CHN T-chn-kaz-1996", "KAZ T-chn-kaz-1996", "P-jiang-zemin P-nazarbayev-nursultan"]);
    assert_eq!(counts.iter_edges().between(&[]).len(), counts.iter_edges().len());
}

#[test]
fn long_lists_of_states_add_to_windows_but_to_no_pair() {
    let options = CountOptions { max_entities: Some(2), ..CountOptions::default() };
    expect![[r#"
        sentence DEU person:王大成 1 of 2 1, dyadic -, a:5
    "#]]
    .assert_eq(&lines_of(&column(), &options));
}

#[test]
fn rows_of_tables_lead_to_the_same_counts() {
    let options = CountOptions {
        windows: vec![
            Window::Sentence,
            Window::near(2).expect("2 is a reach"),
            Window::Paragraph,
            Window::Article,
        ],
        ..CountOptions::default()
    };
    let mut from_rows = Counts::default();
    for document in sample::documents() {
        let sentences = document.sentences().iter();
        let places: Vec<_> = sentences.map(crate::SentencePlace::from).collect();
        // The rows of an article may come in any order.
        let mut occurrences: Vec<_> = crate::occurrence::occurrences(&document).collect();
        occurrences.reverse();
        from_rows.add_article(
            &document.article().into(),
            places.into_iter(),
            occurrences.into_iter(),
            &options,
        );
    }
    assert_eq!(everything(&from_rows), everything(&sample::counts(&options)));
}

#[test]
fn entities_and_totals() {
    let counts = sample::counts(&CountOptions::default());
    let rows: String = counts
        .entities()
        .iter()
        .map(|row| {
            let numbers = [row.n_mentions, row.n_named, row.n_articles];
            format!("{} {} {numbers:?} {:?} {:?}\n", row.entity, row.kind, row.first_date, row.last_date)
        })
        .collect();
    expect![[r#"
        CHN country [4, 3, 2] Some(1996-07-05) Some(1996-07-06)
        DEU country [1, 1, 1] None None
        FRA country [1, 1, 1] None None
        KAZ country [4, 3, 2] Some(1996-07-05) Some(1996-07-06)
        L-almaty place [1, 1, 1] Some(1996-07-05) Some(1996-07-05)
        O-xinhua organization [0, 0, 0] None None
        P-jiang-zemin person [1, 1, 1] Some(1996-07-06) Some(1996-07-06)
        P-nazarbayev-nursultan person [1, 1, 1] Some(1996-07-06) Some(1996-07-06)
        RUS country [1, 1, 1] Some(1996-07-06) Some(1996-07-06)
        SUN country [1, 1, 1] None None
        T-chn-kaz-1996 treaty [1, 1, 1] Some(1996-07-06) Some(1996-07-06)
        person:王大成<记者> person [1, 1, 1] Some(1996-07-05) Some(1996-07-05)
    "#]]
    .assert_eq(&rows);
    expect![[r#"
        Totals {
            n_articles: 3,
            n_undated: 1,
            n_sentence_windows: 8,
            n_paragraph_windows: 6,
            n_article_windows: 3,
        }
    "#]]
    .assert_debug_eq(&counts.totals());
}

const SURFACES: [(&str, Kind, &str); 6] = [
    ("中", Kind::Country, "CHN"),
    ("哈", Kind::Country, "KAZ"),
    ("俄", Kind::Country, "RUS"),
    ("江", Kind::Person, "P-jiang-zemin"),
    ("王", Kind::Person, "person:王"),
    ("社", Kind::Organization, "O-xinhua"),
];

/// Day of February 1996, and sentences: step of the paragraph, whether of zone text, surfaces that may be anaphors.
type Outline = (Option<u8>, Vec<(u32, bool, Vec<(usize, bool)>)>);

/// Articles of a few sentences.
fn documents() -> impl Strategy<Value = Vec<Document>> {
    let mention = (0..SURFACES.len(), any::<bool>());
    let sentence = (0u32..2, any::<bool>(), prop::collection::vec(mention, 0..5));
    let article = (prop::option::of(1u8..29), prop::collection::vec(sentence, 0..6));
    prop::collection::vec(article, 1..8).prop_map(|articles| {
        let build = |(number, (day, sentences)): (usize, Outline)| {
            let date = day.map(|day| format!("1996-02-{day:02}"));
            let mut scene = Scene::new(&format!("a{}", 97 * number % 10), date.as_deref());
            let mut paragraph = 0;
            for (step, text, mentions) in sentences {
                paragraph += step;
                let zone = if text { Zone::Text } else { Zone::Credit };
                let mut words: String = mentions.iter().map(|&(at, _)| SURFACES[at].0).collect();
                words.push('。');
                scene = scene.sentence(paragraph, zone, &words);
                for (at, named) in mentions {
                    let (surface, kind, id) = SURFACES[at];
                    let form = if named { Form::Name } else { Form::Anaphor };
                    scene = scene.mention(surface, kind, form, &[id]);
                }
            }
            scene.document()
        };
        articles.into_iter().enumerate().map(build).collect()
    })
}

fn counted<'a>(documents: impl IntoIterator<Item = &'a Document>) -> Counts {
    let mut counts = Counts::default();
    documents.into_iter().for_each(|document| counts.add(document, &CountOptions::default()));
    counts
}

fn everything(counts: &Counts) -> String {
    format!("{:#?}{:#?}{:#?}", counts.entities(), counts.edges(), counts.totals())
}

proptest! {
    #[test]
    fn merged_parts_are_the_whole(
        mut documents in documents(), reprints in any::<[bool; 8]>(), parts in prop::collection::vec(0usize..3, 8),
    ) {
        let original = ArticleId::new("original").expect("a proper id");
        let marked = documents.iter_mut().zip(reprints).filter(|(_, reprint)| *reprint);
        marked.for_each(|(document, _)| document.set_duplicate_of(original.clone()));
        let whole = everything(&counted(&documents));
        let part = |number| {
            counted(documents.iter().zip(&parts).filter(|(_, part)| **part == number).map(|(document, _)| document))
        };
        let [a, b, c] = [part(0), part(1), part(2)];
        let merged = |order: [&Counts; 3]| {
            let mut counts = Counts::default();
            order.into_iter().for_each(|part| counts.merge(part.clone()));
            everything(&counts)
        };
        prop_assert_eq!(&merged([&a, &b, &c]), &whole);
        prop_assert_eq!(&merged([&c, &a, &b]), &whole);
        let mut right = b.clone();
        right.merge(c.clone());
        let mut left = a.clone();
        left.merge(right);
        prop_assert_eq!(&everything(&left), &whole);
        prop_assert_eq!(&everything(&counted(documents.iter().rev())), &whole);
    }

    #[test]
    fn counts_are_bounded_by_one_another(documents in documents()) {
        let counts = counted(&documents);
        let edges = counts.edges();
        for edge in &edges {
            prop_assert!(edge.n >= 1 && edge.n_named <= edge.n && edge.n_articles <= edge.n);
            prop_assert!(edge.n_dyadic.is_none_or(|n_dyadic| n_dyadic <= edge.n));
            prop_assert!(edge.n <= edge.n_source.min(edge.n_target));
            prop_assert!(edge.n_source + edge.n_target - edge.n <= edge.n_windows);
            prop_assert!(edge.source < edge.target);
            prop_assert_eq!(edge.evidence.len() as i64, edge.n.min(3));
        }
        prop_assert!(edges.is_sorted_by_key(|edge| (edge.window, edge.source.clone(), edge.target.clone())));
        prop_assert!(counts.entities().is_sorted_by_key(|entity| entity.entity.clone()));
    }
}
