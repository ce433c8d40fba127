//! `rawi lexicon` and folders laid over the lexicon that ships.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn rawi(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rawi")).args(args).output().expect("the binary ends")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("standard output is UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("standard error is UTF-8")
}

fn write(root: &Path, name: &str, text: &str) -> String {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("the file is in a folder")).expect("a temporary folder can be made");
    fs::write(&path, text).expect("a temporary file can be written");
    path.to_str().expect("temporary paths are UTF-8").to_owned()
}

fn text(dir: &TempDir) -> &str {
    dir.path().to_str().expect("temporary paths are UTF-8")
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

const PLACES: &str = "id,type,within,lat,lon,ar,en,variants,source\nplace:sy/own-town,town,place:sy/hama-gov,35.1,36.7,تل الغزلان البيض,Own Town,,survey\n";

#[test]
fn the_shipped_lexicon_is_sound_but_for_its_known_failures() {
    let (lexicon, known) = (repository().join("lexicon"), repository().join("crates/rawi-reader/tests/known_failures.txt"));
    let output = rawi(&["lexicon", "check", lexicon.to_str().unwrap(), "--known", known.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    assert!(out(&output).contains("nothing wrong"));
}

#[test]
fn every_mistake_of_a_folder_is_told() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), "places/own.csv", &format!("{PLACES}place:sy/other,hamlet,place:sy/nowhere,35,36,اسم,Other,,survey\n"));
    write(dir.path(), "actors/own.toml", "[[actor]]\nid = \"actor:x\"\nnonsense = 1\n");
    let output = rawi(&["lexicon", "check", text(&dir)]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let lines: Vec<&str> = out(&output).lines().collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    for (line, start) in lines.iter().zip(["actors/own.toml:3:1: ", "places/own.csv:3:16: 'hamlet'", "places/own.csv:3:23: 'place:sy/other' lies in"]) {
        assert!(line.starts_with(start), "{line} is not {start}");
    }
    assert!(err(&output).contains("3 mistakes"), "{}", err(&output));
}

#[test]
fn a_class_test_that_does_not_hold_is_a_mistake() {
    let dir = TempDir::new().unwrap();
    let class = "kind = \"clash\"\n[members]\ntanazaa = \"تطاعن\"\n[[frame]]\nsyntax = \"V actor\"\n[[test]]\ntext = \"تطاعن الجيش\"\nclaims = \"clash place=homs\"\n[[test]]\ntext = \"نام الطفل\"\nclaims = \"\"\n";
    write(dir.path(), "ar/frames/own.toml", class);
    let output = rawi(&["lexicon", "check", text(&dir)]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(out(&output).starts_with("ar/frames/own.toml:7:9: the test does not hold: expected clash place=homs, read "), "{}", out(&output));
    assert_eq!(out(&output).lines().count(), 1, "tests that fail in the shipped lexicon are not the folder's: {}", out(&output));
}

#[test]
fn a_folder_without_a_whole_lexicon_is_laid_over_the_shipped_one() {
    let dir = TempDir::new().unwrap();
    let report = write(dir.path(), "report.txt", "سيطرت قوات النظام على بلدة تل الغزلان البيض في ريف حماة.\n");
    let over = TempDir::new().unwrap();
    write(over.path(), "places/own.csv", PLACES);
    let with = rawi(&["read", "--format", "jsonl", "--lexicon", text(&over), &report]);
    assert!(out(&with).contains("place:sy/own-town") && out(&with).contains("actor:sy-government-forces"), "{}{}", out(&with), err(&with));
    assert!(!out(&rawi(&["read", "--format", "jsonl", &report])).contains("place:sy/own-town"));
    assert!(rawi(&["lexicon", "check", text(&over)]).status.success());
}

#[test]
fn suggestions_are_counted_over_reports_and_show_an_example() {
    let dir = TempDir::new().unwrap();
    let name = "قصفت قوات النظام الزغزوغة.\n";
    write(dir.path(), "a.txt", name);
    write(dir.path(), "b.txt", &format!("{name}\nقصفت قوات النظام البعبوعة.\n"));
    write(dir.path(), "c.txt", &format!("مقدمة قصيرة.\n{name}"));
    let output = rawi(&["lexicon", "suggest", "--format", "jsonl", text(&dir)]);
    let lines: Vec<serde_json::Value> = out(&output).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert!(lines.len() >= 2, "{}{}", out(&output), err(&output));
    assert_eq!((lines[0]["note"].as_str(), lines[0]["count"].as_u64(), lines[0]["reports"].as_u64()), (Some("unknown-name"), Some(3), Some(3)), "{}", lines[0]);
    assert!(lines[0]["words"].as_str().is_some_and(|w| w.contains("زغزوغة")), "{}", lines[0]);
    assert!(lines[0]["example"]["input"].as_str().is_some_and(|i| i.ends_with("a.txt")));
    assert!(lines[0]["example"]["sentence"].as_str().is_some_and(|s| s.contains("زغزوغة")));
    let pretty = rawi(&["lexicon", "suggest", "--limit", "1", text(&dir)]);
    assert!(out(&pretty).contains("زغزوغة") && !out(&pretty).contains("بعبوعة"), "{}", out(&pretty));
    assert_eq!(rawi(&["lexicon", "suggest", "no-such-file"]).status.code(), Some(2));
}
