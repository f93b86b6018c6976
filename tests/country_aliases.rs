//! Every row of the alias lexicon has its sentence: read in its window, and not read as its state outside it.

use bangjiao::document::{Article, ArticleId, EntityId, Form, Kind, PublicationDate};
use bangjiao::lexicon::{CountryAlias, Usage};
use bangjiao::{Annotator, Eras, Lexicon, RunOptions, build_annotator, check_rule_examples};
use jiff::civil::{Date, date};

/// What a sentence is found to say of the surface of a row.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// No mention at its place.
    Nothing,
    /// The state, and whether it is marked as outside its life.
    State(EntityId, bool),
}

/// A sentence that uses a surface as its form asks for, and where the surface stands in it.
struct Sentence {
    text: String,
    at: usize,
}

impl Sentence {
    /// `witness` is the state's name, for rows that need one in the article.
    fn new(alias: &CountryAlias, witness: Option<&str>) -> Self {
        let (before, after) = match alias.form {
            Form::Name => ("代表们今天提到", "的情况。"),
            Form::Side => ("会谈中，", "表示完全同意。"),
            _ => ("驻", "大使今天到任。"),
        };
        let head = witness.map(|name| format!("{name}代表团今天到达。\n")).unwrap_or_default();
        let at = head.len() + before.len();
        Sentence { text: format!("{head}{before}{}{after}", alias.printed), at }
    }

    fn read(&self, annotator: &Annotator, alias: &CountryAlias, day: Option<Date>) -> Found {
        let mut article = Article::new(
            ArticleId::new("row").expect("the id is well formed"),
            "rows".into(),
            "rows".into(),
            1,
        );
        article.date = day.and_then(|day| PublicationDate::parse(&day.to_string()));
        article.body = Some(self.text.clone());
        let document = annotator.annotate(article);
        let range = self.at..self.at + alias.printed.len();
        let found = document
            .mentions()
            .iter()
            .find(|mention| mention.kind == Kind::Country && mention.span.range() == range);
        match found.and_then(|mention| mention.links.first()) {
            Some(link) => Found::State(link.entity.clone(), link.historical),
            None => Found::Nothing,
        }
    }
}

/// A name of the state that needs no evidence and holds on the day and at both ends of the row's window.
fn witness<'l>(lexicon: &'l Lexicon, alias: &CountryAlias, days: &[Option<Date>]) -> Option<&'l str> {
    let sure = lexicon.country_aliases().iter().filter(|other| {
        other.entity == alias.entity
            && other.form == Form::Name
            && other.usage == Usage::On
            && other.surface != alias.surface
            && !other.surface.contains(&alias.surface)
            && days.iter().all(|day| other.window.contains(*day))
            && lexicon
                .country_aliases()
                .iter()
                .all(|rival| rival.surface != other.surface || rival.entity == other.entity)
    });
    // The longest one is the least likely to be a part of something else.
    sure.max_by_key(|other| other.surface.len()).map(|other| other.printed.as_str())
}

/// A day inside the window.
fn inside(alias: &CountryAlias) -> Date {
    let today = date(1996, 7, 6);
    match (alias.window.from, alias.window.to) {
        (Some(from), _) if from > today => from,
        (_, Some(to)) if to < today => to,
        _ => today,
    }
}

/// Rows that are off are not read.
fn is_readable(alias: &CountryAlias) -> bool {
    alias.usage != Usage::Off
}

#[test]
fn every_row_is_read_in_its_window() {
    let annotator = build_annotator(&RunOptions::default()).unwrap();
    let lexicon = annotator.lexicon();
    let mut failures = Vec::new();
    let mut n_rows = 0;
    for alias in lexicon.country_aliases().iter().filter(|alias| is_readable(alias)) {
        let day = Some(inside(alias));
        let named = witness(lexicon, alias, &[day]);
        if alias.usage == Usage::Context && named.is_none() {
            continue;
        }
        n_rows += 1;
        let found = Sentence::new(alias, named).read(&annotator, alias, day);
        let is_right = matches!(&found, Found::State(state, _) if *state == alias.entity);
        if !is_right {
            failures.push(format!("{} {} {:?}: {found:?}", alias.entity, alias.printed, day));
        }
    }
    assert!(n_rows > 1_100, "{n_rows} rows have a sentence");
    assert!(failures.is_empty(), "{} of {n_rows}\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_day_outside_its_window_a_row_is_not_read_as_its_state() {
    let annotator = build_annotator(&RunOptions::default()).unwrap();
    let lexicon = annotator.lexicon();
    let mut failures = Vec::new();
    let mut n_bounds = 0;
    for alias in lexicon.country_aliases().iter().filter(|alias| is_readable(alias)) {
        let others = |day: Date| {
            let claim = |other: &&CountryAlias| {
                other.surface == alias.surface
                    && other.usage != Usage::Off
                    && other.window.contains(Some(day))
            };
            lexicon.country_aliases().iter().filter(claim).map(|other| &other.entity).collect::<Vec<_>>()
        };
        if let Some(day) = alias.window.from.and_then(|from| from.yesterday().ok()) {
            n_bounds += 1;
            let found = Sentence::new(alias, None).read(&annotator, alias, Some(day));
            if let Found::State(state, _) = &found
                && !others(day).contains(&state)
            {
                failures.push(format!("before {day}: {} {}: {found:?}", alias.entity, alias.printed));
            }
        }
        if let Some(day) = alias.window.to.and_then(|to| to.tomorrow().ok()) {
            n_bounds += 1;
            let named = witness(lexicon, alias, &[Some(day)]);
            let heirs = others(day);
            let sentence = Sentence::new(alias, named.filter(|_| heirs.is_empty()));
            let found = sentence.read(&annotator, alias, Some(day));
            let is_right = match &found {
                Found::State(state, historical) if heirs.is_empty() => {
                    let lives = lexicon.alive(state, day) != Some(false);
                    *state == alias.entity && *historical != lives
                }
                Found::State(state, _) => heirs.contains(&state),
                Found::Nothing => alias.form != Form::Name || alias.usage == Usage::Context,
            };
            if !is_right {
                failures.push(format!("after {day}: {} {}: {found:?}", alias.entity, alias.printed));
            }
        }
    }
    assert!(n_bounds > 200, "{n_bounds} bounds have a sentence");
    assert!(failures.is_empty(), "{} of {n_bounds}\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn capitals_that_act_are_states_where_the_policy_asks_for_it() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("policy.toml"), "metonyms = true\n").expect("it can be written");
    let lexicons = vec![folder.path().to_owned()];
    // The rules of eras have examples too.
    let options = RunOptions { lexicons, eras: Eras::Tag, ..RunOptions::default() };
    let (asked, plain) =
        (build_annotator(&options).unwrap(), build_annotator(&RunOptions::default()).unwrap());
    let problems: Vec<String> = check_rule_examples(&asked).iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{problems:?}");
    let kinds = |annotator: &Annotator| {
        let mut article = Article::new(ArticleId::new("a").unwrap(), "s".into(), "a.txt".into(), 1);
        article.body = Some("华盛顿宣布了这项计划。他住在华盛顿。".to_owned());
        let document = annotator.annotate(article);
        document.mentions().iter().map(|mention| mention.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&asked), [Kind::Country, Kind::Place]);
    assert_eq!(kinds(&plain), [Kind::Place, Kind::Place]);
}
