//! What the binary promises: exit statuses, messages, formats, offsets, the same bytes for the same input.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const SAMPLE: &str = "أعلنت إدارة العمليات العسكرية، الخميس، السيطرة على مدينة حماة بالكامل.\nونفت وزارة الدفاع السورية انسحاب قواتها من المدينة.\n";

const CSV_HEADER: &str = "id,report,reported,sentence,kind,actor,target,place,from,to,count_min,count_max,harm,extent,aspect,factuality,time,chain,cue,confidence";

fn rawi(args: &[&str]) -> Output {
    rawi_with(args, b"")
}

fn rawi_with(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rawi"))
        .args(args)
        .env_remove("NO_COLOR")
        .env("TERM", "xterm-256color")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // A program that stops over its arguments does not read its input.
    let _ = child.stdin.take().expect("standard input is piped").write_all(input);
    child.wait_with_output().expect("the binary ends")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("standard output is UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("standard error is UTF-8")
}

/// Asserts the exit status and every one of `words` on standard error, and that nothing panicked.
#[track_caller]
fn fails(output: &Output, status: i32, words: &[&str]) {
    assert_eq!(output.status.code(), Some(status), "{}", err(output));
    assert!(!err(output).contains("panicked"), "{}", err(output));
    for word in words {
        assert!(err(output).contains(word), "'{word}' is not in the message: {}", err(output));
    }
}

fn path(dir: &TempDir, name: &str, bytes: &[u8]) -> String {
    let path = dir.path().join(name);
    fs::write(&path, bytes).expect("a temporary file can be written");
    path.to_str().expect("temporary paths are UTF-8").to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a temporary folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

fn records(output: &Output) -> Vec<Value> {
    out(output).lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

#[test]
fn a_missing_file_is_exit_2() {
    fails(&rawi(&["read", "no-such-report.txt"]), 2, &["no-such-report.txt", "nothing could be read"]);
}

#[test]
fn an_empty_file_is_exit_2() {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in [("empty.txt", ""), ("blank.txt", " \n\t\n")] {
        let file = path(&dir, name, bytes.as_bytes());
        let output = rawi(&["read", &file]);
        fails(&output, 2, &[name, "empty"]);
        assert_eq!(out(&output), "");
    }
}

#[test]
fn empty_standard_input_is_exit_2() {
    fails(&rawi(&["read"]), 2, &["empty"]);
}

#[test]
fn other_charsets_are_read_and_what_is_no_text_is_exit_2() {
    let dir = TempDir::new().unwrap();
    // "The army took control of the city of Homs." in windows-1256.
    let file = path(&dir, "windows.txt", b"\xd3\xed\xd8\xd1 \xc7\xe1\xcc\xed\xd4 \xda\xe1\xec \xe3\xcf\xed\xe4\xc9 \xcd\xe3\xd5.");
    let output = rawi(&["read", "--format", "csv", &file]);
    assert!(out(&output).contains(",control,") && out(&output).contains("Homs"), "{}", out(&output));
    let file = path(&dir, "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    fails(&rawi(&["read", &file]), 2, &["picture.txt", "neither text nor a format that is known"]);
}

const PAGE: &str = "<html><head><title>x</title><meta property=\"article:published_time\" content=\"2024-12-07T21:30:00+03:00\"></head><body><nav>الرئيسية</nav><h1>الجيش يعلن السيطرة على مدينة حمص</h1><article><p>أعلن الجيش السيطرة على مدينة حمص بعد معارك عنيفة استمرت يومين كاملين.</p><p>وقال ناشطون إن الأهالي نزحوا نحو القرى المجاورة خوفا من القصف.</p></article></body></html>";

#[test]
fn a_page_becomes_a_report_and_reads_the_same_through_its_record() {
    let dir = TempDir::new().unwrap();
    let page = path(&dir, "page.html", PAGE.as_bytes());
    let record = rawi(&["ingest", "--format", "jsonl", &page]);
    assert_eq!(record.status.code(), Some(0), "{}", err(&record));
    assert!(out(&record).contains("\"place\":\"body/article/p\""), "{}", out(&record));
    let direct = rawi(&["read", "--format", "jsonl", &page]);
    let again = rawi_with(&["read", "--format", "jsonl", "-"], &record.stdout);
    assert!(out(&direct).contains("place:sy/homs") && out(&direct).contains("\"reported_basis\":\"page\""), "{}", out(&direct));
    assert_eq!(out(&direct), out(&again));
}

#[test]
fn accounts_have_a_line_per_outcome_and_rejects_a_reason() {
    let dir = TempDir::new().unwrap();
    path(&dir, "a.html", PAGE.as_bytes());
    path(&dir, "b.html", b"<html><body><nav>x</nav></body></html>");
    path(&dir, "c.html", "<div>".repeat(5_000).as_bytes());
    path(&dir, "d.txt", "The army said it took control of the town after two days of heavy fighting.".as_bytes());
    let elsewhere = TempDir::new().unwrap();
    let rejects = elsewhere.path().join("rejects.jsonl");
    let output = rawi(&["ingest", "--format", "jsonl", "--rejects", rejects.to_str().unwrap(), dir.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    for line in ["1 read", "1 other language", "1 no text", "1 malformed"] {
        assert!(err(&output).contains(line), "{}", err(&output));
    }
    let rejects = std::fs::read_to_string(rejects).unwrap();
    assert!(rejects.contains("b.html") && rejects.contains("nested more than") && rejects.lines().count() == 2, "{rejects}");
    assert_eq!(out(&output).lines().count(), 2);
}

#[test]
fn annotations_in_a_folder_are_no_reports_and_indented_json_is_one() {
    let dir = TempDir::new().unwrap();
    path(&dir, "a.txt", "سيطر الجيش على مدينة حمص.".as_bytes());
    path(&dir, "a.json", b"{\n  \"claims\": []\n}\n");
    path(&dir, "b.json", "{\n  \"text\": \"سيطر الجيش على مدينة حماة.\"\n}\n".as_bytes());
    let output = rawi(&["read", "--format", "jsonl", dir.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(records(&output).len(), 2);
    let annotation = dir.path().join("a.json");
    fails(&rawi(&["read", annotation.to_str().unwrap()]), 2, &["a.json: not a report: missing field `text`"]);
}

#[test]
fn similar_shows_runs_side_by_side_and_their_origin() {
    let copied = "أعلن الجيش السيطرة على مدينة حمص بعد معارك عنيفة استمرت يومين كاملين وأسفرت عن سقوط قتلى وجرحى من الطرفين وفق مصادر طبية في المدينة";
    let lines = format!(
        "{{\"text\":\"{copied}. وقال ناشطون إن الأهالي نزحوا.\",\"outlet\":\"a.example\",\"published\":\"2024-12-08T10:00:00Z\"}}\n{{\"text\":\"في خبر آخر تماما. {copied}.\",\"outlet\":\"b.example\",\"published\":\"2024-12-08T09:00:00Z\"}}\n"
    );
    let pretty = rawi_with(&["similar", "-"], lines.as_bytes());
    assert!(out(&pretty).contains("run of 24 words") && out(&pretty).contains("the second is the origin (earlier)"), "{}", out(&pretty));
    let record = rawi_with(&["similar", "--format", "jsonl", "-"], lines.as_bytes());
    let record: serde_json::Value = serde_json::from_str(out(&record)).unwrap();
    assert_eq!((record["runs"][0]["a"]["start"].as_u64(), record["runs"][0]["quotation"].as_bool()), (Some(0), Some(false)));
    assert_eq!(record["origin"]["because"], "earlier");
    assert!(out(&rawi_with(&["similar", "-"], SAMPLE.as_bytes())).contains("nothing shared"));
    fails(&rawi(&["similar"]), 2, &["REPORT"]);
}

#[test]
fn fields_of_jsonl_can_be_named() {
    let line = "{\"body\":\"سيطر الجيش على مدينة حمص.\"}";
    let output = rawi_with(&["read", "--format", "csv", "--field", "text=body", "-"], line.as_bytes());
    assert!(out(&output).contains(",control,"), "{}", err(&output));
    fails(&rawi_with(&["read", "--field", "body", "-"], line.as_bytes()), 2, &["--field", "'body' names no field"]);
}

#[test]
fn a_bad_date_is_exit_2() {
    for date in ["yesterday", "2024-13-01", "08/12/2024", ""] {
        fails(&rawi_with(&["read", "--published", date], SAMPLE.as_bytes()), 2, &[&format!("'{date}' is not a date")]);
    }
}

#[test]
fn wrong_usage_is_exit_2() {
    fails(&rawi(&["read", "--format", "xml"]), 2, &["xml", "jsonl"]);
    fails(&rawi(&["read", "--nonsense"]), 2, &["--nonsense"]);
    fails(&rawi(&["raed"]), 2, &["raed"]);
}

#[test]
fn help_and_version_are_exit_0() {
    assert!(out(&rawi(&["--version"])).starts_with("rawi "));
    let help = rawi(&["read", "--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(out(&help).contains("--published"));
}

#[test]
fn an_unknown_key_in_a_lexicon_is_told_with_file_and_line() {
    let dir = TempDir::new().unwrap();
    copy(&root().join("lexicon"), dir.path());
    let folder = dir.path().to_str().unwrap();
    let sound = rawi_with(&["read", "--lexicon", folder, "--format", "jsonl"], SAMPLE.as_bytes());
    assert_eq!(sound.status.code(), Some(0), "{}", err(&sound));
    assert_eq!(sound.stdout, rawi_with(&["read", "--format", "jsonl"], SAMPLE.as_bytes()).stdout, "a copy of the lexicon reads the same");

    let class = dir.path().join("ar/frames/withdraw.toml");
    let text = fs::read_to_string(&class).unwrap();
    fs::write(&class, format!("nonsense = 1\n{text}")).unwrap();
    fails(&rawi_with(&["read", "--lexicon", folder], SAMPLE.as_bytes()), 2, &["ar/frames/withdraw.toml:1:", "nonsense"]);

    let lines = text.lines().count();
    fs::write(&class, format!("{text}\nnonsense = 1\n")).unwrap();
    fails(&rawi_with(&["read", "--lexicon", folder], SAMPLE.as_bytes()), 2, &[&format!("ar/frames/withdraw.toml:{}:", lines + 2), "nonsense"]);
}

#[test]
fn a_lexicon_folder_that_is_missing_or_empty_is_exit_2() {
    let dir = TempDir::new().unwrap();
    fails(&rawi_with(&["read", "--lexicon", "no-such-folder"], SAMPLE.as_bytes()), 2, &["no-such-folder"]);
    fails(&rawi_with(&["read", "--lexicon", dir.path().to_str().unwrap()], SAMPLE.as_bytes()), 2, &["missing"]);
}

#[test]
fn a_bad_line_in_a_batch_is_told_and_the_rest_is_read() {
    let dir = TempDir::new().unwrap();
    let good = |text: &str| serde_json::json!({ "text": text, "published": "2024-12-05" }).to_string();
    let batch = format!("{}\n{{\"text\": 7}}\n\n{}\n", good("سيطرت الفصائل على مدينة حماة."), good("قصفت طائرات روسية مدينة إدلب."));
    let file = path(&dir, "batch.jsonl", batch.as_bytes());
    let output = rawi(&["read", "--format", "jsonl", &file]);
    fails(&output, 1, &["batch.jsonl:2:", "1 of 3"]);
    assert!(!err(&output).contains("batch.jsonl:4:"), "{}", err(&output));
    let mut reports: Vec<String> = records(&output).iter().map(|r| r["report"].as_str().unwrap().to_owned()).collect();
    reports.dedup();
    assert_eq!(reports.len(), 2, "both good reports are printed, in their order: {}", out(&output));
}

#[test]
fn a_bad_file_among_good_ones_is_exit_1() {
    let dir = TempDir::new().unwrap();
    let good = path(&dir, "good.txt", SAMPLE.as_bytes());
    let output = rawi(&["read", "--format", "jsonl", "no-such-report.txt", &good]);
    fails(&output, 1, &["no-such-report.txt"]);
    assert!(!records(&output).is_empty());
}

#[test]
fn offsets_in_records_are_code_points() {
    let text = format!("😀 CNN é:\n{SAMPLE}");
    let output = rawi_with(&["read", "--format", "jsonl", "--published", "2024-12-05"], text.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let records = records(&output);
    assert!(records.len() >= 2, "{}", out(&output));
    let points: Vec<char> = text.chars().collect();
    let mut compared = 0;
    records.iter().for_each(|record| compare(record, &points, &mut compared));
    assert!(compared >= 2 * records.len(), "only {compared} spans carry their words");
}

/// Every object with offsets slices to its words; the span of a sentence holds no words and only has to lie in the text.
fn compare(value: &Value, points: &[char], compared: &mut usize) {
    match value {
        Value::Object(map) => {
            if let (Some(start), Some(end)) = (map.get("start"), map.get("end")) {
                let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
                assert!(start < end && end <= points.len(), "{value}");
                if let Some(text) = map.get("text") {
                    assert_eq!(points[start..end].iter().collect::<String>(), text.as_str().unwrap());
                    *compared += 1;
                }
            }
            map.values().for_each(|v| compare(v, points, compared));
        }
        Value::Array(list) => list.iter().for_each(|v| compare(v, points, compared)),
        _ => {}
    }
}

#[test]
fn records_carry_what_every_claim_has() {
    for record in records(&rawi_with(&["read", "--format", "jsonl", "--published", "2024-12-05", "--outlet", "7al.net"], SAMPLE.as_bytes())) {
        for key in ["id", "report", "reported", "kind", "roles", "aspect", "factuality", "chain", "sentence", "cue", "rule", "confidence"] {
            assert!(record.get(key).is_some(), "no {key} in {record}");
        }
        assert_eq!(record["reported"], "2024-12-05");
        assert_eq!(record["reported_basis"], "given");
        assert_eq!(record["chain"][0]["id"], "outlet:7al.net");
    }
}

#[test]
fn no_colour_where_no_terminal_is() {
    for format in ["pretty", "jsonl", "csv"] {
        let output = rawi_with(&["read", "--format", format], SAMPLE.as_bytes());
        assert!(!output.stdout.is_empty());
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{format}");
    }
    assert!(!rawi(&["read", "no-such-report.txt"]).stderr.contains(&0x1b));
}

#[test]
fn csv_opens_with_its_header_and_every_row_is_as_wide() {
    let output = rawi_with(&["read", "--format", "csv", "--published", "2024-12-05"], SAMPLE.as_bytes());
    let text = out(&output);
    assert_eq!(text.split("\r\n").next(), Some(CSV_HEADER));
    let rows = rows(text);
    assert!(rows.len() >= 3, "{text}");
    assert!(rows.iter().all(|row| row.len() == CSV_HEADER.split(',').count()), "{text}");
    let kinds: Vec<&str> = rows[1..].iter().map(|row| row[4].as_str()).collect();
    assert!(kinds.contains(&"control"), "{kinds:?}");
}

/// RFC 4180.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {
                chars.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "the last row is not closed");
    rows
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let corpus = root().join("corpus");
    for format in ["pretty", "jsonl", "csv"] {
        let args = ["read", "--format", format, "--published", "2024-12-05", corpus.to_str().unwrap()];
        let first = rawi(&args);
        assert_eq!(first.status.code(), Some(0), "{}", err(&first));
        assert_eq!(first.stdout, rawi(&args).stdout, "{format}");
    }
}

#[test]
fn a_file_and_standard_input_read_the_same() {
    let dir = TempDir::new().unwrap();
    let file = path(&dir, "report.txt", SAMPLE.as_bytes());
    let by_file = rawi(&["read", "--format", "jsonl", &file]);
    let by_input = rawi_with(&["read", "--format", "jsonl", "-"], SAMPLE.as_bytes());
    assert!(!by_file.stdout.is_empty());
    assert_eq!(by_file.stdout, by_input.stdout);
}

#[test]
fn many_lines_keep_their_order_and_a_bad_one_is_told_with_its_number() {
    // More lines than are read in one go.
    let mut input = String::new();
    for n in 0..600 {
        input += &format!("{{\"text\": \"سيطر الجيش على مدينة حماة.\", \"outlet\": \"o{n:03}\"}}\n");
        input += if n == 299 { "nonsense\n" } else { "" };
    }
    let output = rawi_with(&["read", "--format", "jsonl"], input.as_bytes());
    fails(&output, 1, &["-:301: not a report", "1 of 601 reports"]);
    let outlets: Vec<String> = records(&output).iter().map(|r| r["chain"][0]["name"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(outlets, (0..600).map(|n| format!("o{n:03}")).collect::<Vec<_>>());
}
