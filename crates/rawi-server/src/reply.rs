//! From what a page function gives to an answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, RETRY_AFTER, SET_COOKIE, VARY};
use axum::http::{HeaderValue, Response, StatusCode};
use maud::Markup;
use serde_json::json;

use crate::ask::{Ask, Format};
use crate::layout;
use crate::problem::Problem;

/// Content type of pages.
const HTML: &str = "text/html; charset=utf-8";
/// Bytes of an answer from which on it is not kept.
const LARGE: usize = 512 << 10;

/// What a page function gives.
pub enum Reply {
    /// A page.
    Page(Markup),
    /// Something else, with its content type.
    Data(&'static str, String),
    /// Another address.
    Elsewhere(String),
}

/// Every page and list is one of these.
pub type Page = fn(&Ask) -> Result<Reply, Problem>;

/// An answer that may be given again.
pub struct Done {
    kind: &'static str,
    body: Bytes,
    /// Where to go instead.
    elsewhere: Option<String>,
}

impl From<Reply> for Done {
    fn from(reply: Reply) -> Self {
        match reply {
            Reply::Page(markup) => Self { kind: HTML, body: markup.into_string().into(), elsewhere: None },
            Reply::Data(kind, text) => Self { kind, body: text.into(), elsewhere: None },
            Reply::Elsewhere(address) => Self { kind: HTML, body: Bytes::new(), elsewhere: Some(address) },
        }
    }
}

/// Runs a page function beside the threads that serve, with a limit to how many run and how long one waits.
pub async fn answer(ask: Ask, page: Page) -> Response<Body> {
    if ask.too_long {
        return refused(&ask, &Problem::bad("problem-long", ""));
    }
    let patience = Duration::from_secs(ask.app.config.limits.patience.max(1));
    match tokio::time::timeout(patience, worked(ask.clone(), page)).await {
        Ok(done) => match done.as_ref() {
            Ok(done) => accepted(&ask, done),
            Err(problem) => refused(&ask, problem),
        },
        Err(_) => refused(&ask, &Problem::busy()),
    }
}

async fn worked(ask: Ask, page: Page) -> Arc<Result<Done, Problem>> {
    let app = Arc::clone(&ask.app);
    let Ok(_permit) = app.gate.acquire().await else { return Arc::new(Err(Problem::busy())) };
    let done = tokio::task::spawn_blocking(move || remembered(&ask, page)).await;
    done.unwrap_or_else(|error| {
        tracing::error!(%error, "a page failed");
        Arc::new(Err(Problem::broken()))
    })
}

/// The same address of the same ledger has the same answer, once for all who ask. Large ones, and failures of our own, are not kept.
fn remembered(ask: &Ask, page: Page) -> Arc<Result<Done, Problem>> {
    let view = match ask.view() {
        Ok(view) => view,
        Err(problem) => return Arc::new(Err(problem)),
    };
    let key = (view.basis(), ask.words, ask.format, ask.whole());
    let done = ask.app.answers.get(key.clone(), || page(ask).map(Done::from));
    let is_kept = match done.as_ref() {
        Ok(done) => done.body.len() <= LARGE,
        Err(problem) => problem.status.is_client_error(),
    };
    if !is_kept {
        ask.app.answers.forget(&key);
    }
    done
}

fn accepted(ask: &Ask, done: &Done) -> Response<Body> {
    if let Some(address) = &done.elsewhere {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SEE_OTHER;
        response.headers_mut().insert(LOCATION, HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/")));
        return response;
    }
    if done.kind == HTML { page(ask, StatusCode::OK, done.body.clone()) } else { data(StatusCode::OK, done.kind, done.body.clone()) }
}

/// The page or, for programs, the JSON of a problem.
pub fn refused(ask: &Ask, problem: &Problem) -> Response<Body> {
    let for_programs = ask.format != Format::Html || ["/api/", "/ogc"].iter().any(|p| ask.path.starts_with(p));
    let mut response = if for_programs {
        let (title, detail) = (problem.message(ask.words), problem.hint(ask.words));
        let body = json!({"type": "about:blank", "status": problem.status.as_u16(), "title": title, "detail": detail});
        data(problem.status, "application/problem+json", format!("{body}\n").into())
    } else {
        page(ask, problem.status, layout::problem(ask, problem).into_string().into())
    };
    if problem.status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

fn page(ask: &Ask, status: StatusCode, body: Bytes) -> Response<Body> {
    let mut response = data(status, HTML, body);
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    if ask.remember {
        let cookie = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", ask.words.lang.code());
        response.headers_mut().extend(HeaderValue::from_str(&cookie).map(|c| (SET_COOKIE, c)));
    }
    response
}

fn data(status: StatusCode, kind: &'static str, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if kind.starts_with("text/csv") {
        response.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"rawi.csv\""));
    }
    response
}
