//! Every address in both languages: status, type, headers, direction, and HTML without a fault.

use crate::fixture::{Answer, EVIL, Server};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use rawi_server::{Config, Mode};

const PAGES: [&str; 13] = [
    "/",
    "/claims",
    "/reports",
    "/disputes",
    "/places",
    "/sources",
    "/about/method",
    "/places/sy/hama",
    "/actors/sy-opposition",
    "/reports/rep_evil",
    "/claims?kind=control&q=%D8%AD%D9%85%D8%A7%D8%A9&from=2024-12-01&to=2024-12-08&area=sy",
    "/?at=2024-12-05&known=2024-12-05&area=sy",
    "/?area=all",
];

fn config() -> Config {
    Config { mode: Mode::Closed, ..Config::default() }
}

fn parsed(answer: &Answer, address: &str) -> RcDom {
    let dom = html5ever::parse_document(RcDom::default(), Default::default()).one(answer.text.as_str());
    assert!(dom.errors.borrow().is_empty(), "{address}: {:?}", dom.errors.borrow());
    dom
}

/// Calls for every element with its name and attributes.
fn walk(node: &Handle, each: &mut impl FnMut(&str, Vec<(String, String)>)) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        each(&name.local, attrs.borrow().iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect());
    }
    node.children.borrow().iter().for_each(|child| walk(child, each));
}

/// No script but ours, no handler, no style in an attribute, no address of another scheme, no identifier twice.
fn is_clean(dom: &RcDom, address: &str) {
    let mut ids = std::collections::HashSet::new();
    walk(&dom.document, &mut |name, attrs| {
        let value = |key: &str| attrs.iter().find(|a| a.0 == key).map(|a| a.1.as_str());
        assert!(name != "script" || value("src").is_some_and(|s| s.starts_with("/assets/")), "{address}: a script");
        assert!(!["iframe", "object", "style", "base"].contains(&name), "{address}: {name}");
        for (key, text) in &attrs {
            assert!(!key.starts_with("on") && key != "style", "{address}: {key}");
            let leads = ["href", "src", "action"].contains(&key.as_str());
            assert!(!leads || text.starts_with('/') || text.starts_with('#') || text.starts_with("http"), "{address}: {text}");
        }
        if let Some(id) = value("id") {
            assert!(ids.insert(id.to_owned()), "{address}: id {id} twice");
        }
    });
}

#[tokio::test]
async fn every_page_in_both_languages() {
    let server = Server::new(config());
    for page in PAGES {
        for (lang, dir) in [("en", "ltr"), ("ar", "rtl")] {
            let address = format!("{page}{}lang={lang}", if page.contains('?') { '&' } else { '?' });
            let answer = server.get(&address).await;
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/html; charset=utf-8"), "{address}");
            assert!(answer.header("content-security-policy").starts_with("default-src 'none'; script-src 'self';"), "{address}");
            assert!(answer.header("content-security-policy").ends_with("frame-ancestors 'none'"), "{address}");
            assert_eq!((answer.header("x-content-type-options"), answer.header("x-request-id").is_empty()), ("nosniff", false));
            assert!(answer.text.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "{address}");
            is_clean(&parsed(&answer, &address), &address);
        }
    }
}

#[tokio::test]
async fn nothing_hostile_is_anything_but_text() {
    let server = Server::new(config());
    for page in ["/", "/claims", "/reports", "/reports/rep_evil", "/places", "/sources", "/places/sy/%22%3E%3Cscript%3E", "/actors/evil%22%3E%3Cscript%3E", "/disputes?area=all"] {
        let answer = server.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert!(!answer.text.contains("<script>alert") && !answer.text.contains("<img") && !answer.text.contains("javascript:"), "{page}");
        is_clean(&parsed(&answer, page), page);
    }
    for query in ["q", "kind", "place", "actor", "origin", "at", "known", "area", "page", "from", "report", "lang", "nonsense"] {
        for value in [EVIL, "\u{0}", "%", "'--", "x' OR 1=1", "\" OR *", "\u{fffd}"] {
            let address = format!("/claims?{query}={}", percent(value));
            let answer = server.get(&address).await;
            assert!([200, 400, 404].contains(&answer.status.as_u16()), "{address}: {}", answer.status);
            assert!(!answer.text.contains("<script>alert"), "{address}");
            is_clean(&parsed(&answer, &address), &address);
        }
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

#[tokio::test]
async fn problems_say_what_to_do() {
    let server = Server::new(config());
    let long = format!("/claims?q={}", "x".repeat(3000));
    for (address, status, words) in [
        ("/?at=yesterday", 400, "such as 2024-12-08"),
        ("/?at=..%2F..", 400, "such as 2024-12-08"),
        ("/?known=2024-13-45", 400, "such as 2024-12-08"),
        ("/?area=zz", 404, "Choose one of the countries"),
        ("/places/zz/nowhere", 404, "Look for it among the places"),
        ("/actors/nobody", 404, "among the claims"),
        ("/reports/rep_000000000000", 404, "among the reports"),
        ("/claims/clm_none", 404, "among the claims"),
        ("/claims?page=9999", 400, "first page"),
        ("/claims?page=-1", 400, "first page"),
        ("/disputes.geojson", 404, "in this format"),
        ("/nothing/here", 404, "begin with the situation"),
        (long.as_str(), 400, "up to 2,000 bytes"),
    ] {
        let answer = server.get(address).await;
        let text = answer.text.replace("\\u0022", "\"");
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert!(text.contains(words), "{address}: {text}");
        assert!(!answer.header("content-security-policy").is_empty(), "{address}");
    }
    let post = server.ask(axum::http::Request::post("/claims").body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(post.status.as_u16(), 405);
    let arabic = server.get("/?at=yesterday&lang=ar").await;
    assert!(arabic.text.contains("اكتب at=") && arabic.text.contains("dir=\"rtl\""));
}

#[tokio::test]
async fn the_language_is_asked_for_remembered_or_accepted() {
    let server = Server::new(config());
    let asked = server.get("/?lang=ar").await;
    assert!(asked.header("set-cookie").starts_with("lang=ar;") && asked.header("set-cookie").contains("SameSite=Lax"));
    let by = |name: &'static str, value: &'static str| axum::http::Request::get("/").header(name, value).body(axum::body::Body::empty()).unwrap();
    for (name, value, lang) in
        [("cookie", "x=1; lang=ar", "ar"), ("accept-language", "fr, ar-SY;q=0.8", "ar"), ("accept-language", "fr", "en"), ("cookie", "lang=\"><script>", "en")]
    {
        let answer = server.ask(by(name, value)).await;
        assert!(answer.text.contains(&format!("<html lang=\"{lang}\"")), "{name}: {value}");
    }
}

#[tokio::test]
async fn every_list_is_also_a_file_and_a_feed() {
    let server = Server::new(config());
    let types = [("jsonl", "application/jsonl"), ("csv", "text/csv"), ("geojson", "application/geo+json"), ("atom", "application/atom+xml"), ("json", "application/feed+json")];
    for list in ["/situation", "/claims", "/places/sy/hama", "/actors/sy-opposition", "/places", "/reports", "/disputes", "/sources", "/reports/rep_evil"] {
        for (ext, kind) in types {
            let address = format!("{list}.{ext}?lang=en");
            let answer = server.get(&address).await;
            if ext == "geojson" && ["/reports", "/disputes", "/sources"].contains(&list) {
                assert_eq!((answer.status.as_u16(), answer.header("content-type")), (404, "application/problem+json"), "{address}");
                continue;
            }
            assert_eq!(answer.status.as_u16(), 200, "{address}: {}", answer.text);
            assert!(answer.header("content-type").starts_with(kind), "{address}");
            is_read(ext, &answer, &address);
        }
    }
}

/// Each format is read by a reader of that format.
fn is_read(ext: &str, answer: &Answer, address: &str) {
    match ext {
        "jsonl" => answer.text.lines().for_each(|l| drop(serde_json::from_str::<serde_json::Value>(l).unwrap_or_else(|e| panic!("{address}: {e}: {l}")))),
        "csv" => {
            let columns = answer.text.lines().next().unwrap().split(',').count();
            assert!(columns > 3, "{address}");
        }
        "geojson" => assert_eq!(answer.json()["type"], "FeatureCollection", "{address}"),
        "json" => assert!(answer.json()["version"].as_str().unwrap().starts_with("https://jsonfeed.org/"), "{address}"),
        _ => {
            assert!(answer.text.starts_with("<?xml") && answer.text.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\""), "{address}");
            assert!(!answer.text.contains("<script"), "{address}");
        }
    }
}

#[tokio::test]
async fn figures_lead_to_sentences() {
    let server = Server::new(config());
    let place = server.get("/places/sy/hama?at=2024-12-06").await.text;
    let link = place.split("class=\"quote\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a quote leads to its report");
    let (report, claim) = link.split_once('#').unwrap();
    let text = server.get(report).await.text;
    assert!(text.contains(&format!("id=\"{claim}\"")) && text.contains(&format!("href=\"#{claim}\"")), "{link}");
    assert!(text.contains("lang=\"ar\" dir=\"rtl\""));
    let by_itself = server.get(&format!("/claims/{claim}")).await;
    assert_eq!((by_itself.status.as_u16(), by_itself.header("location")), (303, format!("{}#{claim}", report.split('?').next().unwrap()).as_str()));
}

#[tokio::test]
async fn facets_count_what_choosing_them_gives() {
    let server = Server::new(config());
    let all = server.get("/claims.jsonl").await.text;
    let count = |kind: &str| all.lines().filter(|l| l.contains(&format!("\"kind\":\"{kind}\""))).count();
    let chosen = server.get("/claims.jsonl?kind=control").await.text;
    assert!(count("control") > 3);
    assert_eq!(chosen.lines().count(), count("control"));
    let page = server.get("/claims?kind=control").await.text;
    let withdrawals = page.split("<bdi>withdrawal</bdi></a> <span class=\"count\">").nth(1).and_then(|r| r.split('<').next()).unwrap();
    assert_eq!(withdrawals.parse::<usize>().unwrap(), count("withdraw"));
}
