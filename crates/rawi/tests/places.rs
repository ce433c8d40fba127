//! `rawi places import` on small invented gazetteers.

use std::fs;
use std::path::Path;
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

fn file(dir: &TempDir, name: &str, text: &str) -> String {
    let path = dir.path().join(name);
    fs::write(&path, text).expect("a temporary file can be written");
    path.to_str().expect("temporary paths are UTF-8").to_owned()
}

fn line(number: u32, ar: &str, class: &str, units: &str) -> String {
    format!("{number}\tName\tName\tName,{ar}\t35.2\t37.1\t{class}\tSY\t\t{units}\t\t\t0\t\t0\tAsia/Damascus\t2020-01-01\n")
}

const WOF: &str = "wof_id,placetype,name_ar,name_en,lat,lon,region,county,variants_ar,geonames_id\n\
    9,region,محافظة حماة,Hama,35.1,37.2,Hama,,,1\n\
    10,locality,تل الغزلان,Tell,35.2,37.1,Hama,,قرية الغزلان البيض,3\n\
    11,locality,تل الظباء,Tell,35.3,37.4,Hama,,,\n";

fn imported(into: &Path) -> String {
    fs::read_to_string(into.join("places/sy-import.csv")).expect("the import is there")
}

#[test]
fn gazetteers_become_places_that_reports_are_read_with() {
    let dir = TempDir::new().unwrap();
    let dump = file(&dir, "SY.txt", &(line(1, "محافظة حماة", "A\tADM1", "05\t") + &line(3, "تل الغزلان", "P\tPPL", "05\t") + &line(4, "نبع", "H\tSPNG", "05\t")));
    let table = file(&dir, "whosonfirst-sy.csv", WOF);
    let into = dir.path().join("mine");
    let folder = into.to_str().unwrap();
    let output = rawi(&["places", "import", &dump, &table, "--into", folder]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(out(&output).contains("2 places; 2 more are in the lexicon already, 1 are doubles"), "{}", out(&output));
    assert!(out(&output).contains("left out: 1 of a class that is not used"), "{}", out(&output));
    let first = imported(&into);
    assert_eq!(
        first,
        "id,type,within,lat,lon,ar,en,variants,source\n\
         place:gn/3,village,place:sy/hama-gov,35.2000,37.1000,تل الغزلان,Name,قرية الغزلان البيض,geonames\n\
         place:wof/11,village,place:sy/hama-gov,35.3000,37.4000,تل الظباء,Tell,,whosonfirst\n"
    );
    rawi(&["places", "import", &dump, &table, "--into", folder]);
    assert_eq!(imported(&into), first, "importing again gives the same");
    let report = file(&dir, "report.txt", "سيطرت قوات النظام على قرية تل الغزلان في ريف حماة.\n");
    let read = rawi(&["read", "--format", "jsonl", "--lexicon", folder, &report]);
    assert!(out(&read).contains("place:gn/3"), "{}{}", out(&read), err(&read));
}

#[test]
fn bad_rows_and_files_are_told_and_the_rest_goes_on() {
    let dir = TempDir::new().unwrap();
    let dump = file(&dir, "SY.txt", &(line(3, "تل الغزلان", "P\tPPL", "05\t") + "1\t2\n" + &line(5, "تل الظباء", "P\tPPL", "05\t").replace("35.2", "north")));
    let notes = file(&dir, "notes.txt", "no gazetteer\n");
    let into = dir.path().join("mine");
    let output = rawi(&["places", "import", &notes, &dump, "--into", into.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    for words in ["SY.txt:2: 2 columns instead of 19", "SY.txt:3: latitude", "notes.txt: neither", "2 rows and 1 files"] {
        assert!(err(&output).contains(words), "'{words}' is not in {}", err(&output));
    }
    assert!(imported(&into).contains("place:gn/3"));
    assert_eq!(rawi(&["places", "import", &notes, "--into", into.to_str().unwrap()]).status.code(), Some(2));
}

#[test]
fn the_country_of_a_table_is_asked_for() {
    let dir = TempDir::new().unwrap();
    let table = file(&dir, "table.csv", WOF);
    let into = dir.path().join("mine");
    let output = rawi(&["places", "import", &table, "--into", into.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("--country"), "{}", err(&output));
    assert!(rawi(&["places", "import", &table, "--country", "SY", "--into", into.to_str().unwrap()]).status.success());
    assert!(imported(&into).contains("place:wof/11,village,place:sy/hama-gov"));
}
