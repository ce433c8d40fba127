//! The API and OGC API – Features.

use std::collections::BTreeSet;

use rawi_server::{Config, Mode};
use serde_json::Value;

use crate::fixture::Server;

fn server() -> Server {
    Server::new(Config { mode: Mode::Closed, ..Config::default() })
}

#[tokio::test]
async fn every_address_of_the_api_answers_and_is_described() {
    let server = server();
    let (report, index) = (server.report("الرستن").await, server.get("/api/v1").await.json());
    let document = server.get("/api/v1/openapi.json").await.json();
    let described: BTreeSet<&String> = document["paths"].as_object().unwrap().keys().collect();
    for address in index["addresses"].as_array().unwrap() {
        let path = address["path"].as_str().unwrap();
        assert!(described.contains(&path.to_owned()), "{path}");
        let id = if path.contains("/claims/") {
            "clm_evil"
        } else if path.contains("/reports/") {
            &report
        } else {
            "sy/hama"
        };
        let answer = server.get(&path.replace("{id}", id)).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json; charset=utf-8"), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.json().is_object(), "{path}");
    }
    for reference in references(&document) {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(o) => o.iter().flat_map(|(k, v)| if k == "$ref" { vec![v.as_str().unwrap().to_owned()] } else { references(v) }).collect(),
        Value::Array(a) => a.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn the_api_gives_what_the_ledger_has() {
    let server = server();
    let lines = server.get("/claims.jsonl").await.text;
    let mut found = Vec::new();
    let mut next = Some("/api/v1/claims".to_owned());
    while let Some(address) = next {
        let page = server.get(&address).await.json();
        assert_eq!(page["total"].as_u64().unwrap() as usize, lines.lines().count());
        found.extend(page["claims"].as_array().unwrap().iter().map(|c| c.to_string()));
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(found, lines.lines().map(str::to_owned).collect::<Vec<_>>(), "records byte for byte");
    let place = server.get("/api/v1/places/sy/hama?at=2024-12-06").await.json();
    let why = &place["fluents"][0]["why"];
    let sum: f64 = why["lines"].as_array().unwrap().iter().map(|l| l["delta"].as_f64().unwrap()).sum();
    assert!((sum - why["log_odds"].as_f64().unwrap()).abs() < 1e-6);
    let missing = server.get("/api/v1/claims/clm_none").await;
    assert_eq!((missing.status.as_u16(), missing.header("content-type"), missing.json()["status"].as_u64()), (404, "application/problem+json", Some(404)));
}

#[tokio::test]
async fn ogc_collections_can_be_walked_from_the_landing_page() {
    let server = server();
    let landing = server.get("/ogc").await.json();
    let local = |link: &Value| link["href"].as_str().unwrap().trim_start_matches("http://localhost").to_owned();
    let links = |v: &Value, rel: &str| v["links"].as_array().unwrap().iter().filter(|l| l["rel"] == rel).map(local).collect::<Vec<_>>();
    for rel in ["self", "service-desc", "conformance", "data"] {
        assert_eq!(server.get(&links(&landing, rel)[0]).await.status, 200, "{rel}");
    }
    let collections = server.get(&links(&landing, "data")[0]).await.json();
    for collection in collections["collections"].as_array().unwrap() {
        let id = collection["id"].as_str().unwrap();
        let mut next = Some(format!("{}?limit=50", links(collection, "items")[0]));
        let (mut ids, mut matched) = (BTreeSet::new(), 0);
        while let Some(address) = next {
            let answer = server.get(&address).await;
            assert_eq!(answer.header("content-type"), "application/geo+json", "{address}");
            let page = answer.json();
            matched = page["numberMatched"].as_u64().unwrap();
            let features = page["features"].as_array().unwrap();
            assert_eq!(page["numberReturned"].as_u64().unwrap() as usize, features.len());
            ids.extend(features.iter().map(|f| f["id"].as_str().unwrap().to_owned()));
            next = links(&page, "next").pop();
        }
        assert_eq!(ids.len() as u64, matched, "{id}: every feature once");
        let one = ids.iter().find(|i| i.starts_with("place:sy/h") || i.starts_with("clm_")).unwrap();
        let feature = server.get(&format!("/ogc/collections/{id}/items/{one}")).await;
        assert_eq!((feature.status.as_u16(), feature.json()["id"].as_str()), (200, Some(one.as_str())));
    }
}

#[tokio::test]
async fn ogc_boxes_and_times_choose() {
    let server = server();
    let count = async |query: &str| server.get(&format!("/ogc/collections/claims/items?limit=10000&{query}")).await.json()["numberMatched"].as_u64().unwrap();
    let all = count("").await;
    let syria = count("bbox=35.5,32,42.5,37.5").await;
    let sudan = count("bbox=22,8,38,23").await;
    assert!(syria > 10 && sudan > 3 && syria + sudan <= all, "{syria} {sudan} {all}");
    let before = count("datetime=../2024-12-03").await;
    let after = count("datetime=2024-12-04/..").await;
    assert!(before > 3 && after > 3);
    assert_eq!(before + after, all);
    for bad in ["bbox=1,2,3", "bbox=a,b,c,d", "bbox=1,9,2,3", "bbox=nan,0,1,1", "datetime=soon", "datetime=2024-12-09/2024-12-01", "limit=0", "limit=x", "limit=-1", "offset=-5"] {
        let answer = server.get(&format!("/ogc/collections/claims/items?{bad}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (400, "application/problem+json"), "{bad}");
    }
    assert_eq!(server.get("/ogc/collections/none/items").await.status, 404);
    assert_eq!(server.get("/ogc/collections/claims/items/none").await.status, 404);
}

#[tokio::test]
async fn other_sites_may_show_the_map_and_nothing_else() {
    let server = server();
    let map = server.get("/embed/map?area=sy&at=2024-12-06").await;
    assert!(map.header("content-security-policy").ends_with("frame-ancestors *") && map.text.contains("<svg"));
    assert!(server.get("/").await.header("content-security-policy").ends_with("frame-ancestors 'none'"));
    let svg = server.get("/map.svg?area=sy&at=2024-12-06").await;
    assert_eq!((svg.header("content-type"), svg.header("content-security-policy")), ("image/svg+xml", "default-src 'none'; style-src 'unsafe-inline'"));
    assert!(svg.text.starts_with("<svg ") && !svg.text.contains("href="));
}
