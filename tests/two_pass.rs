//! `--two-pass`: names that are certain in several articles are known in all of them.

#[expect(dead_code, reason = "other tests read tables")]
mod program;

use program::Workplace;
use serde_json::Value;

/// Articles as JSON lines.
fn lines(bodies: &[&str]) -> String {
    let line = |(number, body): (usize, &&str)| {
        serde_json::json!({ "id": number.to_string(), "date": "1998-01-05", "body": body }).to_string() + "\n"
    };
    bodies.iter().enumerate().map(line).collect()
}

/// The persons of the last article, as `name rule`.
fn persons(bodies: &[&str], options: &[&str]) -> Vec<String> {
    let workplace = Workplace::new();
    workplace.write("articles.jsonl", lines(bodies));
    let arguments = [&["annotate", "articles.jsonl", "--quiet"], options].concat();
    let printed = workplace.succeed(&arguments).stdout;
    let last: Value = serde_json::from_str(printed.lines().last().expect("there are articles"))
        .expect("an article is JSON");
    let mentions = last["mentions"].as_array().expect("it has mentions").iter();
    let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
    let persons = mentions.filter(|mention| mention["kind"] == "person");
    persons.map(|mention| text(&mention["text"]) + " " + &text(&mention["rule"])).collect()
}

/// The persons that two passes find in the last article and a single one does not.
fn gained(bodies: &[&str]) -> Vec<String> {
    let once = persons(bodies, &[]);
    let twice = persons(bodies, &["--two-pass"]);
    twice.into_iter().filter(|person| !once.contains(person)).collect()
}

#[test]
fn a_name_that_two_articles_make_certain_is_known_in_a_third() {
    let (one, other) = ("国务委员咸辉对记者说，工作很重要。", "昨天国务委员咸辉说，收成很好。");
    let weak = "参加会见的有咸辉等人。";
    assert_eq!(gained(&[one, other, weak]), ["咸辉 person-corpus"]);
    assert!(gained(&[one, weak]).is_empty(), "one article is not enough");
    let (one, other) = ("卡塔尔首相巴希姆说，会谈很有成效。", "卡塔尔首相巴希姆对记者说，穷人很多。");
    assert_eq!(gained(&[one, other, "市场上巴希姆画像很多。"]), ["巴希姆 person-corpus"]);
}

#[test]
fn a_reprint_is_no_second_article() {
    let report = "昨天国务委员咸辉说，收成很好。会议昨天在首都的人民大会堂举行，\
                  会上通过了新的年度预算，决定了明年的工作，并且选出了新的领导机构，会议今天闭幕。";
    assert!(gained(&[report, report, "参加会见的有咸辉等人。"]).is_empty());
}

#[test]
fn a_lexicon_name_does_not_cut_a_shared_one_short() {
    let (one, other) =
        ("以色列国防部长伊扎克·莫迪凯3日说，撤军要有条件。", "以色列国防部长伊扎克·莫迪凯到演习场。");
    let bodies = [one, other, "内阁根据国防部长莫迪凯的方案表决。"];
    assert_eq!(persons(&bodies, &["--two-pass"]), ["莫迪凯 person-title-chinese"]);
}

#[test]
fn a_word_is_no_name_where_two_articles_have_it_as_one() {
    let (one, other) = ("本报记者卓越报道：今年的收成很好。", "本报记者卓越报道：工厂今年扭亏为盈。");
    let words =
        ["在各个环节上追求卓越，把工作做好。", "这是一位卓越的科学家。", "艺术嬗变的过程和卓越的艺术成就。"];
    assert!(gained(&[&[one, other], &words[..]].concat()).is_empty());
}

#[test]
fn a_place_stays_one() {
    let (one, other) = ("昨天，记者王延安说，收成很好。", "昨天，记者王延安说，工厂扭亏为盈。");
    assert!(gained(&[one, other, "他们从国王延安宫出发。"]).is_empty());
}

#[test]
fn what_can_be_read_only_once_is_refused() {
    let workplace = Workplace::new();
    for command in [&["run", "-", "-o", "out", "--two-pass"][..], &["annotate", "-", "--two-pass"]] {
        let outcome = workplace.run_with_input(command, lines(&["中国和法国。"]).as_bytes());
        assert_eq!(outcome.code, Some(2));
        assert_eq!(
            outcome.stderr,
            "bangjiao: - can be read only once, and --two-pass reads its inputs several times; \
             save it to a file and name that\n"
        );
    }
    assert!(!workplace.path("out").exists());
}

#[test]
fn a_shard_is_refused() {
    let workplace = Workplace::new();
    workplace.write("articles.jsonl", lines(&["中国和法国。"]));
    let outcome = workplace.run(&["run", "articles.jsonl", "-o", "out", "--two-pass", "--shard", "1/2"]);
    assert_eq!(outcome.code, Some(2));
    assert_eq!(
        outcome.stderr,
        "bangjiao: --two-pass shares names among all articles, and a shard has only its own; \
         leave out --shard or --two-pass\n"
    );
    assert!(!workplace.path("out").exists());
}

#[test]
fn threads_do_not_change_the_bytes() {
    let workplace = Workplace::new();
    // Several batches: each article is on its own thread sooner or later.
    let body = |number: usize| {
        let padding = "会议昨天在首都举行，通过了新的年度预算。".repeat(60);
        match number % 3 {
            0 => format!("以色列外交部长戴维·卡茨曼{number}日宣布辞职。{padding}"),
            1 => format!("{number}人参加。卡茨曼的辞职使预算案难以通过。{padding}"),
            _ => format!("本报记者赵春林报道：{number}家工厂扭亏为盈。{padding}"),
        }
    };
    let bodies: Vec<String> = (0..900).map(body).collect();
    workplace.write("articles.jsonl", lines(&bodies.iter().map(String::as_str).collect::<Vec<_>>()));
    let run = |threads: &str| {
        workplace.succeed(&[
            "run",
            "articles.jsonl",
            "-o",
            threads,
            "--two-pass",
            "-j",
            threads,
            "--quiet",
            "--no-report",
        ]);
        workplace.files(threads)
    };
    let one = run("1");
    assert!(one == run("2") && one == run("7"));
    let manifest = workplace.manifest("1");
    assert_eq!(manifest["options"]["two_pass"], true);
    assert_eq!(manifest["counts"]["corpus_names"], 3);
    let methods = String::from_utf8(one["methods.md"].clone()).expect("it is UTF-8");
    assert!(methods.contains("in a second pass: yes (3 names, rule `person-corpus`)"), "{methods}");
}
