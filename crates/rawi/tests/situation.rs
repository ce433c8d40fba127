//! What the commands on the situation promise: statuses, messages, formats, nothing half-written.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

fn rawi(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rawi"))
        .args(args)
        .env("RAWI_LEDGER", "no-such-folder/rawi.db")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let _ = child.stdin.take().expect("standard input is piped").write_all(input.as_bytes());
    child.wait_with_output().expect("the binary ends")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("standard output is UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("standard error is UTF-8")
}

#[track_caller]
fn fails(output: &Output, status: i32, words: &[&str]) {
    assert_eq!(output.status.code(), Some(status), "{}", err(output));
    for word in words {
        assert!(err(output).contains(word), "'{word}' is not in the message: {}", err(output));
    }
}

/// One control claim per day: Hama changes hands on the fifth.
fn claims() -> String {
    let line = |day: u32, outlet: u32| {
        let actor = if day < 5 { "old" } else { "new" };
        format!(
            r#"{{"id":"c{day}-{outlet}","reported":"2024-12-{day:02}T0{outlet}:00:00Z","kind":"control","roles":{{"actor":[{{"id":"actor:{actor}","name":"قوات"}}],"place":[{{"id":"place:hama","name":"Hama","lat":35.1,"lon":36.7,"within":"place:hama-gov"}}]}},"chain":[{{"type":"outlet","id":"outlet:{outlet}"}}],"cue":{{"text":"السيطرة","start":3,"end":10}}}}"#
        )
    };
    (1..10).flat_map(|d| (1..4).map(move |o| line(d, o) + "\n")).collect()
}

#[test]
fn without_claims_every_command_says_what_to_do() {
    let calls: [&[&str]; 6] = [&["situation"], &["history", "x"], &["why", "x"], &["disputes"], &["changes", "--since", "2024-12-01"], &["sources"]];
    for args in calls {
        fails(&rawi(args, ""), 2, &["--claims FILE", "rawi read --format jsonl"]);
    }
}

#[test]
fn what_is_wrong_is_named() {
    fails(&rawi(&["situation", "--claims", "no-such.jsonl"], ""), 2, &["no-such.jsonl"]);
    fails(&rawi(&["situation", "--claims", "-"], "\n"), 2, &["standard input", "no claim records"]);
    fails(&rawi(&["situation", "--claims", "-", "--at", "soon"], &claims()), 2, &["--at", "'soon'", "2024-12-08"]);
    fails(&rawi(&["situation", "--claims", "-", "--place", "atlantis"], &claims()), 2, &["'atlantis'", "Hama"]);
    fails(&rawi(&["situation", "--claims", "-", "--within", "atlantis"], &claims()), 2, &["--within", "'atlantis'"]);
    fails(&rawi(&["simulate", "--seeds", "x"], ""), 2, &["--seeds", "200-219"]);
    fails(&rawi(&["simulate", "--regime", "x"], ""), 2, &["campaign", "collusion"]);
}

#[test]
fn parties_of_a_side_count_as_one() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("sides.csv");
    fs::write(&file, "actor:old,actor:new\n").unwrap();
    let output = rawi(&["history", "Hama", "--claims", "-", "--format", "jsonl", "--sides", file.to_str().unwrap()], &claims());
    assert!(output.status.success() && !out(&output).contains("actor:old"), "{}", out(&output));
    fs::write(&file, "actor:old\n").unwrap();
    fails(&rawi(&["situation", "--claims", "-", "--sides", file.to_str().unwrap()], &claims()), 2, &["--sides", "line 1", "PARTY,SIDE"]);
}

#[test]
fn a_bad_line_is_told_and_the_rest_goes_on() {
    let output = rawi(&["situation", "--claims", "-", "--format", "jsonl"], &format!("{{\"kind\":\n{}", claims()));
    fails(&output, 1, &["standard input: line 1, column", "1 lines could not be read"]);
    assert_eq!(out(&output).lines().count(), 1);
}

#[test]
fn the_two_times_are_asked_separately() {
    let record = |args: &[&str]| -> Value {
        let output = rawi(&[&["situation", "--claims", "-", "--format", "jsonl"], args].concat(), &claims());
        serde_json::from_str(out(&output).trim()).unwrap_or_else(|e| panic!("{e}: {} {}", out(&output), err(&output)))
    };
    let now = record(&[]);
    assert_eq!(now["value"]["id"], "actor:new");
    assert_eq!(now["at"], "2024-12-09T03:00:00Z");
    assert_eq!(now["place"]["name"], "Hama");
    assert_eq!(now["chains"]["for"], 3);
    assert!(now["since"]["edtf"].as_str().unwrap().contains("2024-12-0"));
    assert_eq!(record(&["--at", "2024-12-03"])["value"]["id"], "actor:old");
    assert_eq!(record(&["--at", "2024-12-09", "--known", "2024-12-04"])["value"]["id"], "actor:old");
}

#[test]
fn maps_and_tables_can_be_read_by_others() {
    let geo: Value = serde_json::from_slice(&rawi(&["situation", "--claims", "-", "--format", "geojson", "--within", "hama-gov"], &claims()).stdout).unwrap();
    assert_eq!(geo["features"][0]["geometry"]["coordinates"][0], 36.7);
    let csv = rawi(&["situation", "--claims", "-", "--format", "csv"], &claims());
    assert!(out(&csv).starts_with("fluent,subject,name,at,") && out(&csv).contains("\r\ncontrol,place:hama,Hama,"));
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("m.svg");
    assert!(rawi(&["situation", "--claims", "-", "--svg", file.to_str().unwrap()], &claims()).status.success());
    assert!(fs::read_to_string(&file).unwrap().ends_with("</svg>\n"));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn why_sums_and_history_changes_hands() {
    let why: Value = serde_json::from_slice(&rawi(&["why", "hama", "--claims", "-", "--at", "2024-12-06", "--format", "jsonl"], &claims()).stdout).unwrap();
    let sum: f64 = why["lines"].as_array().unwrap().iter().map(|l| l["delta"].as_f64().unwrap()).sum();
    assert!((sum - why["log_odds"].as_f64().unwrap()).abs() < 1e-9);
    let history = rawi(&["history", "Hama", "--claims", "-", "--format", "jsonl"], &claims());
    assert!(out(&history).contains("actor:old") && out(&history).contains("actor:new"));
    let changes = rawi(&["changes", "--since", "2024-12-03", "--claims", "-"], &claims());
    assert!(out(&changes).contains("Hama") && out(&changes).contains("→"));
}

#[test]
fn what_read_prints_is_taken() {
    let read = rawi(&["read", "--published", "2024-12-05", "--format", "jsonl"], "أعلنت إدارة العمليات العسكرية، الخميس، السيطرة على مدينة حماة بالكامل.\n");
    let output = rawi(&["situation", "--claims", "-", "--format", "jsonl"], out(&read));
    assert!(output.status.success() && out(&output).contains("\"place:sy/hama\""), "{} {}", out(&output), err(&output));
}

/// The same claims, with what makes trouble in a mail: an address that runs, names with marks that turn the line, and markup.
fn hostile() -> String {
    let name = r#""name":"Hama\u202e<script>alert(1)</script>""#;
    claims().replace(r#""name":"Hama""#, name).replace(r#""kind""#, r#""url":"javascript:alert(1)","kind""#)
}

#[test]
fn a_digest_tells_what_is_new_in_both_languages_with_its_words() {
    let args = |lang| ["digest", "--claims", "-", "--since", "2024-12-04", "--until", "2024-12-07", "--lang", lang, "--format", "html"];
    for lang in ["ar", "en"] {
        let output = rawi(&args(lang), &claims());
        let html = out(&output);
        assert!(output.status.success(), "{}", err(&output));
        assert_eq!(html, out(&rawi(&args(lang), &claims())), "the same bytes");
        for words in ["قوات", "السيطرة", "<svg", "<bdi>3–10</bdi>"] {
            assert!(html.contains(words), "{lang}: no {words} in {html}");
        }
        for block in ["<body", "<div", "<h1", "<h2", "<p", "<ul", "<li"] {
            html.match_indices(block).map(|(i, _)| &html[i..]).filter(|t| t[block.len()..].starts_with([' ', '>'])).for_each(|t| {
                assert!(t[..t.find('>').unwrap()].contains(" dir=\""), "a block without direction: {}", &t[..60.min(t.len())]);
            });
        }
        assert_eq!(html.matches("<bdi").count(), html.matches("</bdi>").count());
        assert!(!html.contains(['\u{2066}', '\u{2068}', '\u{2069}']));
    }
}

#[test]
fn a_digest_of_hostile_names_is_harmless() {
    let output = rawi(&["digest", "--claims", "-", "--since", "2024-12-04", "--until", "2024-12-07", "--format", "html", "--lang", "ar"], &hostile());
    assert!(output.status.success(), "{}", err(&output));
    for bad in ["<script", "javascript:", "\u{202e}"] {
        assert!(!out(&output).contains(bad), "{bad}");
    }
}

#[test]
fn a_digest_says_when_nothing_changed_and_filters() {
    let digest = |more: &[&str]| rawi(&[&["digest", "--claims", "-", "--since", "2024-12-04", "--until", "2024-12-07"], more].concat(), &claims());
    assert!(out(&digest(&[])).contains("held by"), "{}", out(&digest(&[])));
    assert!(out(&digest(&["--within", "place:hama"])).contains("held by"));
    for other in [["--place", "Homs"], ["--actor", "nobody"], ["--kind", "siege"], ["--source", "outlet:9"]] {
        assert!(out(&digest(&other)).contains("Nothing changed"), "{other:?}");
    }
    assert!(out(&rawi(&["digest", "--claims", "-", "--since", "2024-12-08", "--until", "2024-12-09"], &claims())).contains("Nothing changed"));
    fails(&digest(&["--kind", "peace"]), 2, &["--kind peace", "airstrike"]);
    fails(&digest(&["--zone", "Mars"]), 2, &["--zone", "Mars"]);
    fails(&digest(&["--known", "2024-12-07"]), 2, &["--until"]);
    fails(&rawi(&["digest", "--claims", "-", "--since", "2024-12-07", "--until", "2024-12-01"], &claims()), 2, &["--until", "before"]);
}

/// A report that comes late, on an instant that was told already: who was told must hear of it.
#[test]
fn a_digest_tells_what_came_late() {
    let late: String = claims().lines().filter(|l| !l.contains(r#""id":"c5"#) && !l.contains(r#""id":"c6"#)).map(|l| format!("{l}\n")).collect::<String>()
        + &claims()
            .lines()
            .filter(|l| l.contains(r#""id":"c5"#))
            .map(|l| l.replace("2024-12-05T", "2024-12-06T").replace(r#""kind""#, r#""time":{"edtf":"2024-12-04"},"kind""#) + "\n")
            .collect::<String>();
    let output = rawi(&["digest", "--claims", "-", "--since", "2024-12-05", "--until", "2024-12-06"], &late);
    assert!(!out(&output).contains("Nothing changed"), "{}", out(&output));
}
