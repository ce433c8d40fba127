//! Both languages are whole.

use std::collections::BTreeSet;

use rawi_server::{LANGUAGES, Lang};

fn keys(lang: Lang) -> BTreeSet<String> {
    let text = LANGUAGES.iter().find(|l| l.0 == lang).map(|l| l.1).unwrap();
    let keys: Vec<String> = text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(|l| Some(l.split_once('=')?.0.trim().to_owned())).collect();
    let set: BTreeSet<String> = keys.iter().cloned().collect();
    assert_eq!(set.len(), keys.len(), "a key stands twice in {lang:?}");
    set
}

#[test]
fn every_key_is_in_both_languages() {
    let (en, ar) = (keys(Lang::En), keys(Lang::Ar));
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).filter(|k| !k.starts_with("month-levant-")).cloned().collect::<Vec<_>>();
    assert_eq!((only(&en, &ar), only(&ar, &en)), (vec![], vec![]));
}

/// The text of every file of the crate, without the words themselves.
fn sources() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    std::fs::read_dir(folder).unwrap().map(|e| std::fs::read_to_string(e.unwrap().path()).unwrap()).collect()
}

#[test]
fn every_key_that_code_names_has_words_and_no_words_are_left_over() {
    let code = sources();
    let known = keys(Lang::En);
    let literal = code.split("w.t(\"").skip(1).chain(code.split("words.t(\"").skip(1)).chain(code.split(".with(\"").skip(1)).chain(code.split(".n(\"").skip(1));
    let missing: BTreeSet<&str> = literal.filter_map(|rest| rest.split_once('"')).map(|(key, _)| key).filter(|k| !known.contains(*k)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let families = [
        "month-", "weekday-", "status-", "fluent-", "kind-", "class-", "link-", "value-", "fact-", "aspect-", "state-", "harm-", "extent-", "role-", "via-", "field-", "facet-",
        "file-", "source-", "sure-", "method-",
    ];
    let unused: Vec<&String> = known.iter().filter(|k| !code.contains(&format!("\"{}\"", k.trim_end_matches("-hint"))) && !families.iter().any(|f| k.starts_with(f))).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn every_kind_and_class_of_place_has_a_name() {
    let known = keys(Lang::En);
    let lexicon = concat!(env!("CARGO_MANIFEST_DIR"), "/../../lexicon");
    for kind in std::fs::read_dir(format!("{lexicon}/kinds")).unwrap() {
        let key = format!("kind-{}", kind.unwrap().path().file_stem().unwrap().to_string_lossy());
        assert!(known.contains(&key), "{key}");
    }
    for file in std::fs::read_dir(format!("{lexicon}/places")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for class in text.lines().skip(1).filter_map(|l| l.split(',').nth(1)) {
            assert!(known.contains(&format!("class-{class}")), "class-{class}");
        }
    }
}
