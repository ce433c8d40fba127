//! From what a page function gives to an answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, RETRY_AFTER, SET_COOKIE, VARY};
use axum::http::{HeaderValue, Response, StatusCode};
use maud::Markup;
use serde_json::json;

use crate::ask::{Ask, Format};
use crate::layout;
use crate::problem::Problem;

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

/// Runs a page function beside the threads that serve, with a limit to how many run and how long one waits.
pub async fn answer(ask: Ask, page: Page) -> Response<Body> {
    if ask.too_long {
        return refused(&ask, &Problem::bad("problem-long", ""));
    }
    let patience = Duration::from_secs(ask.app.config.limits.patience.max(1));
    match tokio::time::timeout(patience, worked(ask.clone(), page)).await {
        Ok(Ok(reply)) => accepted(&ask, reply),
        Ok(Err(problem)) => refused(&ask, &problem),
        Err(_) => refused(&ask, &Problem::busy()),
    }
}

async fn worked(ask: Ask, page: Page) -> Result<Reply, Problem> {
    let app = Arc::clone(&ask.app);
    let _permit = app.gate.acquire().await.map_err(|_| Problem::busy())?;
    let done = tokio::task::spawn_blocking(move || page(&ask)).await;
    done.unwrap_or_else(|error| {
        tracing::error!(%error, "a page failed");
        Err(Problem::broken())
    })
}

fn accepted(ask: &Ask, reply: Reply) -> Response<Body> {
    match reply {
        Reply::Page(markup) => page(ask, StatusCode::OK, markup),
        Reply::Data(kind, text) => data(StatusCode::OK, kind, text),
        Reply::Elsewhere(address) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::SEE_OTHER;
            response.headers_mut().insert(LOCATION, HeaderValue::from_str(&address).unwrap_or(HeaderValue::from_static("/")));
            response
        }
    }
}

/// The page or, for programs, the JSON of a problem.
pub fn refused(ask: &Ask, problem: &Problem) -> Response<Body> {
    let for_programs = ask.format != Format::Html || ["/api/", "/ogc"].iter().any(|p| ask.path.starts_with(p));
    let mut response = if for_programs {
        let (title, detail) = (problem.message(ask.words), problem.hint(ask.words));
        let body = json!({"type": "about:blank", "status": problem.status.as_u16(), "title": title, "detail": detail});
        data(problem.status, "application/problem+json", format!("{body}\n"))
    } else {
        page(ask, problem.status, layout::problem(ask, problem))
    };
    if problem.status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

fn page(ask: &Ask, status: StatusCode, markup: Markup) -> Response<Body> {
    let mut response = data(status, "text/html; charset=utf-8", markup.into_string());
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    if ask.remember {
        let cookie = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", ask.words.lang.code());
        response.headers_mut().extend(HeaderValue::from_str(&cookie).map(|c| (SET_COOKIE, c)));
    }
    response
}

fn data(status: StatusCode, kind: &'static str, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if kind.starts_with("text/csv") {
        response.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"rawi.csv\""));
    }
    response
}
