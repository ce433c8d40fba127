//! Publishing with care, news of a growing ledger, and what operators look at.

use std::time::Duration;

use crate::fixture::{Server, sample};
use rawi_ledger::Draft;
use rawi_server::{Config, Mode};

fn with(mode: Mode, hold: Duration) -> Server {
    Server::new(Config { mode, hold, ..Config::default() })
}

#[tokio::test]
async fn a_public_server_holds_claims_back_and_a_closed_one_does_not() {
    // From now back to the middle of 6 December 2024, whenever this test runs.
    let middle = "2024-12-06T12:00:00Z".parse::<jiff::Timestamp>().unwrap();
    let hold = Duration::from_secs((jiff::Timestamp::now().as_second() - middle.as_second()) as u64);
    let (public, closed) = (with(Mode::Public, hold), with(Mode::Closed, hold));
    let id = closed.report("الرستن").await;
    assert_eq!(closed.get(&format!("/reports/{id}")).await.status, 200);
    assert_eq!(public.get(&format!("/reports/{id}")).await.status, 404, "published on 6 December, which ends later");
    let later = |text: &str| text.contains("\"reported\":\"2024-12-06\"") || text.contains("\"reported\":\"2025");
    for list in ["/claims.jsonl", "/reports.jsonl", "/claims.jsonl?known=2026-01-01", "/places/sy/hama.jsonl"] {
        assert!(!later(&public.get(list).await.text), "{list}");
    }
    assert!(later(&closed.get("/claims.jsonl").await.text) && later(&closed.get("/reports.jsonl").await.text));
    assert!(public.get("/about/method").await.text.contains("public server"));
    assert!(closed.get("/about/method").await.text.contains("closed mode"));
}

#[tokio::test]
async fn as_known_then_leaves_out_what_came_later() {
    let server = with(Mode::Closed, Duration::ZERO);
    let then = server.get("/claims.jsonl?known=2024-12-04").await.text;
    let now = server.get("/claims.jsonl").await.text;
    assert!(then.lines().count() > 5 && then.lines().count() < now.lines().count());
    assert!(!then.contains("\"reported\":\"2024-12-05\""));
    assert!(server.get("/?known=2024-12-04&lang=en").await.text.contains("You see what was known on"));
}

#[tokio::test]
async fn pages_learn_of_a_ledger_that_grows() {
    let server = with(Mode::Closed, Duration::ZERO);
    server.app.tell();
    let mut news = server.app.news.subscribe();
    let before = *news.borrow_and_update();
    assert!(!server.app.refresh().unwrap());
    server.record(sample("sy13").into_iter().collect::<Vec<Draft>>());
    assert!(server.app.refresh().unwrap());
    server.app.tell();
    assert!(news.has_changed().unwrap() && *news.borrow_and_update() > before);
    assert!(server.get("/claims.jsonl").await.text.contains("\"reported\":\"2024-12-08\""));
}

#[tokio::test]
async fn operators_see_health_and_counts() {
    let server = with(Mode::Closed, Duration::ZERO);
    assert_eq!(server.get("/healthz").await.text, "ok\n");
    server.get("/").await;
    server.get("/none").await;
    let metrics = server.get("/metrics").await.text;
    for line in ["rawi_requests_total{status=\"2xx\"} 2", "rawi_requests_total{status=\"4xx\"} 1", "rawi_reports 7", "rawi_request_seconds_count 3"] {
        assert!(metrics.lines().any(|l| l == line), "{line}\n{metrics}");
    }
}
