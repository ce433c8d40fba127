//! What any store must do, told once, and what the one in a file promises besides.

mod server;

use std::path::Path;

use rawi_ledger::{
    About, Draft, Kind, LedgerError, PostgresStore, Query, ReviewError, Seal, SqliteStore, State, Store, Verdict, append, export, gold, import, is_known, judged, review_draft,
    verify,
};
use serde_json::{Value, json};
use tempfile::TempDir;

const AT: &str = "2024-12-09T10:00:00Z";

fn draft(stream: &str, kind: Kind, body: Value) -> Draft {
    Draft::new(stream, kind, &body).expect("a value serialises")
}

fn report(n: usize) -> Draft {
    let text = format!("سيطرت الفصائل على مدينة حماة، الخبر رقم {n}.\nوانسحبت قواتها من القرية.");
    draft(&format!("rep_{n}"), Kind::Report, json!({"text": text, "published": "2024-12-08", "url": format!("https://a.example/{n}")}))
}

fn reading(n: usize, ids: &[&str]) -> Draft {
    let claims: Vec<Value> = ids
        .iter()
        .map(|id| json!({"id": id, "report": format!("rep_{n}"), "kind": "control", "reported": "2024-12-08", "chain": [{"type": "outlet", "id": "outlet:a"}]}))
        .collect();
    draft(&format!("rep_{n}"), Kind::Reading, json!({"lexicon": "lex_1", "reader": "1", "claims": claims}))
}

fn ids(store: &impl Store, known: Option<i64>) -> Vec<String> {
    let mut out = Vec::new();
    store
        .claims(known, |record| out.push(serde_json::from_str::<Value>(record).expect("a record is JSON")["id"].as_str().unwrap_or_default().to_owned()))
        .expect("claims can be read");
    out
}

fn found(store: &impl Store, words: &str) -> Vec<(String, String)> {
    let hits = store.search(&Query::parse(words).expect("there are words"), 10).expect("one can search");
    hits.into_iter().map(|h| (h.report, h.sentence)).collect()
}

/// The story: recording, reading again, retracting, searching, leaving and coming back.
fn story<S: Store>(mut store: S, mut other: S) {
    let empty = verify(&mut store, None).expect("nothing is in order");
    assert_eq!((empty.seal, empty.streams), (Seal::default(), 0));

    append(&mut store, vec![draft("lexicon", Kind::Lexicon, json!({"id": "lex_1"})), report(1), reading(1, &["a", "b"]), report(2), reading(2, &["c"])], AT)
        .expect("entries are recorded");
    let noted = store.seal().expect("there is a seal");
    assert_eq!((noted.entries, ids(&store, None)), (5, vec!["a".into(), "b".into(), "c".into()]));
    assert!(is_known(&store, "rep_1", "سيطرت الفصائل على مدينة حماة، الخبر رقم 1.\nوانسحبت قواتها من القرية.").expect("known"));
    assert!(matches!(is_known(&store, "rep_1", "another"), Err(LedgerError::Conflict { .. })));
    assert!(!is_known(&store, "rep_9", "another").expect("unknown"));

    // A new reading takes the place of the old one, which stays in the stream.
    append(&mut store, vec![reading(1, &["a", "d"])], AT).expect("a reading is recorded");
    assert_eq!(ids(&store, None), ["c", "a", "d"]);
    assert_eq!(store.stream("rep_1").expect("there is a stream").iter().map(|e| e.kind).collect::<Vec<_>>(), [Kind::Report, Kind::Reading, Kind::Reading]);

    // What was known before it was reported is nothing; a retraction counts from when it was made.
    assert_eq!(ids(&store, Some(1_733_500_000)), [""; 0]);
    append(
        &mut store,
        vec![draft("rep_1", Kind::Retraction, json!({"claim": "d", "at": "2024-12-09T08:00:00Z"})), draft("rep_2", Kind::Retraction, json!({"at": "2024-12-09"}))],
        AT,
    )
    .expect("retractions are recorded");
    assert_eq!((ids(&store, None), ids(&store, Some(1_733_616_100))), (vec!["a".to_owned()], vec!["c".into(), "a".into(), "d".into()]));

    assert_eq!(found(&store, "حمص"), []);
    assert_eq!(found(&store, "بالقرية"), [("rep_1".into(), "وانسحبت قواتها من القرية.".into())]);
    assert_eq!(found(&store, "فصائل \"مدينة حماة\"").len(), 1);
    assert_eq!(found(&store, "\"حماة مدينة\""), []);

    reviews(&mut store);
    refusals(&mut store);
    journey(&mut store, &mut other, noted);
}

/// Kind, identifier and cue of a claim whose words stand in the first report.
fn claim(id: &str, kind: &str, start: usize, end: usize) -> Value {
    json!({"id": id, "kind": kind, "reported": "2024-12-08", "roles": {"place": [{"id": "place:a"}]}, "factuality": "CT+", "confidence": 0.8,
           "chain": [{"type": "outlet", "id": "outlet:a"}], "cue": {"text": "x", "start": start, "end": end}})
}

fn read_again(store: &mut impl Store, claims: Vec<Value>) {
    append(store, vec![draft("rep_8", Kind::Reading, json!({"lexicon": "lex_1", "reader": "1", "claims": claims}))], AT).expect("a reading is recorded");
}

fn says(store: &mut impl Store, about: About, verdict: Verdict, fix: Value) -> Result<(), ReviewError> {
    let stream = store.stream("rep_8").expect("there is a stream");
    let draft = review_draft(&stream, &about, verdict, "an analyst", fix.as_object().cloned().unwrap_or_default(), None)?;
    append(store, vec![draft], AT).expect("a review is recorded");
    Ok(())
}

fn states(store: &impl Store) -> Vec<(Verdict, State)> {
    judged(&store.stream("rep_8").expect("there is a stream")).reviews.iter().map(|r| (r.review.verdict, r.state)).collect()
}

fn records(store: &impl Store) -> Vec<Value> {
    let mut out = Vec::new();
    store.claims(None, |record| out.push(serde_json::from_str(record).expect("a record is JSON"))).expect("claims can be read");
    out
}

/// Verdicts take effect at once, and find their claim in another reading of the same text.
fn reviews(store: &mut impl Store) {
    let others = ids(store, None);
    let of_eight = |store: &_| ids(store, None).into_iter().filter(|id| !others.contains(id)).collect::<Vec<_>>();
    append(store, vec![report(8)], AT).expect("a report is recorded");
    read_again(store, vec![claim("p", "control", 0, 5), claim("q", "withdraw", 6, 13), claim("r", "strike", 14, 17)]);
    let about = |id: &str| About::Claim(id.to_owned());
    says(store, about("p"), Verdict::Wrong, json!({})).expect("wrong");
    says(store, about("q"), Verdict::Fix, json!({"factuality": "CT-", "roles": {"place": [{"id": "place:b"}], "to": null}})).expect("a fix");
    says(store, About::Words("مدينة".into()), Verdict::Missing, json!({"kind": "siege"})).expect("missing");
    says(store, about("r"), Verdict::Accept, json!({})).expect("accepted");
    let now = of_eight(store);
    assert_eq!((now.len(), &now[..2]), (3, &["q".to_owned(), "r".to_owned()][..]));
    let fixed = records(store).into_iter().find(|r| r["id"] == "q").expect("the fixed claim");
    assert_eq!((&fixed["factuality"], &fixed["roles"]["place"][0]["id"], &fixed["confidence"]), (&json!("CT-"), &json!("place:b"), &json!(1.0)));
    assert_eq!(store.reviewed().expect("reports"), ["rep_8"]);
    assert_eq!((store.reports_of("p").expect("reports"), store.reports_of("q").expect("reports")), (vec!["rep_8".to_owned()], vec!["rep_8".to_owned()]));

    // Another reader names them otherwise, and no longer reads the strike.
    read_again(store, vec![claim("p2", "control", 0, 5), claim("q2", "withdraw", 6, 13), claim("s", "clash", 18, 20)]);
    let again = of_eight(store);
    assert_eq!((again.len(), &again[..2]), (3, &["q2".to_owned(), "s".to_owned()][..]));
    assert!(records(store).iter().any(|r| r["id"] == "q2" && r["factuality"] == "CT-"), "the fix went along");
    assert_eq!(states(store), [(Verdict::Wrong, State::Counts), (Verdict::Fix, State::Counts), (Verdict::Missing, State::Counts), (Verdict::Accept, State::Orphan)]);

    // A later verdict on the same claim takes the place of the earlier one; the wrong one is found though it no longer counts.
    says(store, about("p2"), Verdict::Accept, json!({})).expect("accepted after all");
    assert_eq!((of_eight(store).len(), states(store)[0].1), (4, State::Superseded));
    let stream = store.stream("rep_8").expect("there is a stream");
    let (text, gold) = gold(&stream).expect("it was reviewed");
    let optional: Vec<bool> = gold["claims"].as_array().expect("claims").iter().map(|c| c["optional"] == true).collect();
    assert_eq!((text.is_empty(), optional), (false, vec![false, false, true, false]));
    bad_reviews(store);
}

fn bad_reviews(store: &mut impl Store) {
    let before = store.seal().expect("there is a seal");
    let cases = [
        (About::Claim("zz".into()), Verdict::Accept, json!({}), "zz: no present reading"),
        (About::Claim("q2".into()), Verdict::Fix, json!({}), "nothing is put right"),
        (About::Claim("q2".into()), Verdict::Wrong, json!({"kind": "siege"}), "by a fix"),
        (About::Words("الرقة".into()), Verdict::Missing, json!({"kind": "siege"}), "does not stand in the text"),
        (About::Words("ا".into()), Verdict::Missing, json!({"kind": "siege"}), "times; give more"),
        (About::Words("مدينة".into()), Verdict::Missing, json!({"aspect": "planned"}), "at least its kind"),
        (About::Span(3, 9_000), Verdict::Comment, json!({}), "does not stand"),
        (About::Span(9, 3), Verdict::Comment, json!({}), "does not stand"),
        (About::Span(0, 4), Verdict::Accept, json!({}), "is about a claim"),
        (About::Span(0, 4), Verdict::Comment, json!({}), "without words says nothing"),
    ];
    for (about, verdict, fix, words) in cases {
        let told = says(store, about, verdict, fix).expect_err(words).to_string();
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(store.seal().expect("there is a seal"), before);
    // What is no review is kept, and changes nothing.
    append(store, vec![draft("rep_8", Kind::Review, json!({"verdict": "maybe"}))], AT).expect("an entry is recorded");
}

/// What does not fit is refused whole.
fn refusals(store: &mut impl Store) {
    let before = store.seal().expect("there is a seal");
    for bad in [vec![report(3), report(1)], vec![reading(4, &["x"])], vec![report(5), draft("lexicon", Kind::Reading, json!({}))], vec![draft("rep_6", Kind::Report, json!([1]))]] {
        assert!(matches!(append(store, bad, AT), Err(LedgerError::Conflict { .. })));
    }
    assert_eq!((store.seal().expect("there is a seal"), store.head("rep_3").expect("no head")), (before, None));
}

/// Rebuilding, compacting, exporting and importing change nothing.
fn journey<S: Store>(store: &mut S, other: &mut S, noted: Seal) {
    let seal = verify(store, Some(noted)).expect("all is in order").seal;
    let before = (ids(store, None), found(store, "مدينة"));
    store.rebuild().expect("projections can be made again");
    store.compact().expect("a ledger can be compacted");
    assert_eq!(verify(store, Some(seal)).expect("all is in order").seal, seal);
    assert_eq!((ids(store, None), found(store, "مدينة")), before);
    let wrong = Seal { entries: 2, ..noted };
    assert!(matches!(verify(store, Some(wrong)), Err(LedgerError::Seal { recorded: 2, .. })));

    let mut lines = Vec::new();
    export(store, &mut lines).expect("a ledger can be exported");
    let done = import(other, lines.as_slice()).expect("an export can be imported");
    assert_eq!((done.new, done.known, other.seal().expect("there is a seal")), (seal.entries, 0, seal));
    assert_eq!((ids(other, None), found(other, "مدينة")), before);
    assert_eq!(import(other, lines.as_slice()).expect("again").known, seal.entries);
    let mut again = Vec::new();
    export(other, &mut again).expect("a ledger can be exported");
    assert_eq!(again, lines);
    verify(other, Some(noted)).expect("the copy is in order");
}

fn file(dir: &TempDir, name: &str) -> std::path::PathBuf {
    dir.path().join(name)
}

#[test]
fn sqlite_does_what_a_store_must() {
    let dir = TempDir::new().expect("a folder can be made");
    let open = |name| SqliteStore::write(&file(&dir, name)).expect("a ledger can be begun");
    story(open("a/b/one.db"), open("other.db"));
}

#[test]
fn postgres_does_what_a_store_must() {
    let server = server::Server::start();
    let (one, other) = (server.database("one"), server.database("other"));
    assert!(matches!(PostgresStore::read(&one), Err(LedgerError::Missing(_))));
    let store = PostgresStore::write(&one).expect("a ledger can be begun");
    let told = PostgresStore::write(&one).err().expect("there is one writer").to_string();
    assert!(told.contains("process") && told.contains("wait until it has ended") && !told.contains("secret"), "{told}");
    PostgresStore::read(&one).expect("one can read meanwhile");
    story(store, PostgresStore::write(&other).expect("a ledger can be begun"));
    PostgresStore::change(&one).expect("the next writer comes in");
}

/// The same meddling as with a file, behind the ledger's back.
#[test]
fn meddling_with_a_database_is_named() {
    let server = server::Server::start();
    for (n, (sql, words)) in [
        ("UPDATE entry SET body = replace(body, '2024-12-08', '2024-12-07') WHERE seq = 3", "entry 3 (rep_2 #0): its hash does not fit"),
        ("DELETE FROM entry WHERE seq = 2", "entry 3 (rep_2 #0): position 2 is missing"),
        ("DELETE FROM entry WHERE seq = 6", "5 entries are there, 6 were recorded"),
        ("UPDATE claim SET kind = 'strike' WHERE id = 'a'", "projection 'claim'"),
        ("DELETE FROM stems", "projection 'stems'"),
        ("UPDATE report SET retracted = 0", "projection 'report'"),
    ]
    .into_iter()
    .enumerate()
    {
        let url = server.database(&format!("meddled{n}"));
        let mut store = PostgresStore::write(&url).expect("a ledger can be begun");
        for n in 1..=3 {
            append(&mut store, vec![report(n), reading(n, &["a"])], AT).expect("entries are recorded");
        }
        let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("the server answers");
        if sql.contains("entry") {
            let refused = client.batch_execute(sql).expect_err("entries stay").as_db_error().map(|e| e.message().to_owned());
            assert!(refused.is_some_and(|m| m.contains("never changed")), "{sql}");
        }
        client.batch_execute(&format!("DROP TRIGGER entry_stays ON entry; {sql}")).expect("the database can be changed");
        let told = verify(&mut store, None).expect_err(sql).to_string();
        assert!(told.contains(words), "{sql}: {told}");
        if words.starts_with("projection") {
            store.rebuild().expect("projections can be made again");
            verify(&mut store, None).expect("then all is in order");
        }
    }
}

#[test]
fn a_second_writer_is_told_and_readers_go_on() {
    let dir = TempDir::new().expect("a folder can be made");
    let path = file(&dir, "rawi.db");
    assert!(matches!(SqliteStore::read(&path), Err(LedgerError::Missing(_))));
    assert!(matches!(SqliteStore::change(&path), Err(LedgerError::Missing(_))));
    let mut first = SqliteStore::write(&path).expect("a ledger can be begun");
    append(&mut first, vec![report(1), reading(1, &["a"])], AT).expect("entries are recorded");
    let refused = SqliteStore::write(&path).expect_err("there is one writer").to_string();
    assert!(refused.contains(&format!("process {}", std::process::id())) && refused.contains("wait until it has ended"), "{refused}");
    assert_eq!(ids(&SqliteStore::read(&path).expect("one can read meanwhile"), None), ["a"]);
    drop(first);
    SqliteStore::write(&path).expect("the next writer comes in");
}

#[test]
fn other_files_are_left_alone() {
    let dir = TempDir::new().expect("a folder can be made");
    let (text, database) = (file(&dir, "text"), file(&dir, "other.db"));
    std::fs::write(&text, "no database, but longer than the head of one. ".repeat(40)).expect("a file can be written");
    rusqlite::Connection::open(&database).and_then(|c| c.execute_batch("CREATE TABLE t (x)")).expect("a database can be made");
    let before = std::fs::read(&text).expect("it can be read");
    assert!(SqliteStore::write(&text).expect_err("it is no database").to_string().contains("text"));
    assert!(SqliteStore::write(&database).expect_err("it is no ledger").to_string().contains("no ledger of rawi"));
    assert_eq!(std::fs::read(&text).expect("it can be read"), before);
}

/// Changes the file behind the ledger's back.
fn meddle(path: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(path).expect("the file opens");
    connection
        .execute_batch("DROP TRIGGER IF EXISTS entry_stays; DROP TRIGGER IF EXISTS entry_remains;")
        .and_then(|()| connection.execute_batch(sql))
        .expect("the file can be changed");
}

/// An export ends before the first bad entry, with the same words; another ledger takes in what stands before.
fn saves_what_is_good(store: &SqliteStore, words: &str) {
    let Some(bad) = words.strip_prefix("entry ").and_then(|rest| rest.split(' ').next()?.parse::<u64>().ok()) else { return };
    let mut lines = Vec::new();
    let told = export(store, &mut lines).expect_err(words).to_string();
    assert!(told.contains(words), "{told}");
    let dir = TempDir::new().expect("a folder can be made");
    let mut other = SqliteStore::write(&file(&dir, "other.db")).expect("a ledger can be begun");
    assert!(import(&mut other, lines.as_slice()).expect_err("it is cut off").to_string().contains("cut off"));
    // Where entries are missing, what stands before the gap is good.
    let good = if words.contains("is missing") { bad - 2 } else { bad - 1 };
    assert_eq!(verify(&mut other, None).expect("what is good is in order").seal.entries, good, "{words}");
}

#[test]
fn meddling_is_named() {
    let cases = [
        ("UPDATE entry SET body = replace(body, '2024-12-08', '2024-12-07') WHERE seq = 3", "entry 3 (rep_2 #0): its hash does not fit"),
        ("UPDATE entry SET body = 'x' WHERE seq = 2", "entry 2 (rep_1 #1): its content is no JSON"),
        ("DELETE FROM entry WHERE seq = 2", "entry 3 (rep_2 #0): position 2 is missing"),
        ("DELETE FROM entry WHERE seq = 6", "5 entries are there, 6 were recorded"),
        ("UPDATE entry SET previous = zeroblob(32) WHERE seq = 4", "entry 4 (rep_2 #1): it does not carry the hash"),
        ("UPDATE entry SET at = '2020-01-01T00:00:00Z' WHERE seq = 1", "entry 1 (rep_1 #0): its hash does not fit"),
        ("UPDATE claim SET kind = 'strike' WHERE id = 'a'", "projection 'claim'"),
        ("DELETE FROM sentence WHERE start = 0", "projection 'sentence'"),
        ("INSERT INTO stems (rowid, words) VALUES (99, 'x')", "projection 'stems'"),
        ("UPDATE report SET retracted = 0", "projection 'report'"),
    ];
    for (sql, words) in cases {
        let dir = TempDir::new().expect("a folder can be made");
        let path = file(&dir, "rawi.db");
        let mut store = SqliteStore::write(&path).expect("a ledger can be begun");
        for n in 1..=3 {
            append(&mut store, vec![report(n), reading(n, &["a"])], AT).expect("entries are recorded");
        }
        drop(store);
        meddle(&path, sql);
        let mut store = SqliteStore::write(&path).expect("it still opens");
        let told = verify(&mut store, None).expect_err(sql).to_string();
        assert!(told.contains(words), "{sql}: {told}");
        saves_what_is_good(&store, words);
        if words.starts_with("projection") {
            store.rebuild().expect("projections can be made again");
            verify(&mut store, None).expect("then all is in order");
        }
    }
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let dir = TempDir::new().expect("a folder can be made");
    let mut store = SqliteStore::write(&file(&dir, "rawi.db")).expect("a ledger can be begun");
    store.limit(60).expect("the size can be limited");
    let mut recorded = 0;
    let told = loop {
        match append(&mut store, vec![report(recorded), reading(recorded, &["a"])], AT) {
            Ok(_) => recorded += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(told, LedgerError::Full(_)) && told.to_string().contains("make room"), "{told}");
    assert_eq!(store.seal().expect("there is a seal").entries, 2 * recorded as u64);
    store.limit(100_000).expect("there is room again");
    append(&mut store, vec![report(recorded), reading(recorded, &["a"])], AT).expect("it goes on");
    verify(&mut store, None).expect("all is in order");
}

#[test]
fn damaged_exports_are_named_by_line_and_what_stands_before_is_kept() {
    let dir = TempDir::new().expect("a folder can be made");
    let mut store = SqliteStore::write(&file(&dir, "rawi.db")).expect("a ledger can be begun");
    append(&mut store, (1..=3).flat_map(|n| [report(n), reading(n, &["a"])]).collect(), AT).expect("entries are recorded");
    let mut lines = Vec::new();
    export(&store, &mut lines).expect("a ledger can be exported");
    let text = String::from_utf8(lines).expect("an export is UTF-8");
    let line = |n: usize| text.lines().nth(n - 1).expect("there is such a line");
    let cases: [(String, &str, u64); 6] = [
        (text.replacen("الخبر رقم 2", "الخبر رقم 7", 1), "line 3: entry 3 (rep_2 #0): its hash does not fit", 2),
        (text.replacen(&format!("{}\n", line(2)), "", 1), "line 6: the seal does not fit", 5),
        (text[..text.len() - line(7).len() - 1].to_owned(), "line 7: the export was cut off", 6),
        (text[..text.len() - line(7).len() - 20].to_owned(), "line 6: no entry", 5),
        (format!("{}\n{text}", line(2)), "line 1: entry 1 (rep_1 #1): number 0", 0),
        (format!("{text}{}\n", line(1)), "line 8: nothing may follow", 6),
    ];
    for (n, (damaged, words, kept)) in cases.into_iter().enumerate() {
        let mut other = SqliteStore::write(&file(&dir, &format!("other{n}.db"))).expect("a ledger can be begun");
        let told = import(&mut other, damaged.as_bytes()).expect_err(words).to_string();
        assert!(told.contains(words), "{words}: {told}");
        assert_eq!(verify(&mut other, None).expect("what was kept is in order").seal.entries, kept, "{words}");
    }
}

#[test]
fn two_ledgers_that_went_different_ways_are_not_mixed() {
    let dir = TempDir::new().expect("a folder can be made");
    let mut one = SqliteStore::write(&file(&dir, "one.db")).expect("a ledger can be begun");
    let mut two = SqliteStore::write(&file(&dir, "two.db")).expect("a ledger can be begun");
    append(&mut one, vec![report(1), reading(1, &["a"])], AT).expect("entries are recorded");
    append(&mut two, vec![report(1), reading(1, &["b"])], AT).expect("entries are recorded");
    let mut lines = Vec::new();
    export(&one, &mut lines).expect("a ledger can be exported");
    let told = import(&mut two, lines.as_slice()).expect_err("they differ").to_string();
    assert!(told.contains("line 2: rep_1 #1 is another entry"), "{told}");
    assert_eq!(ids(&two, None), ["b"]);
}
