//! Addresses, and what surrounds every answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HeaderName, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get};

use crate::app::App;
use crate::ask::{Ask, Format};
use crate::problem::Problem;
use crate::reply::{self, Page};
use crate::{api, claims_page, disputes_page, embed, events, layout, method_page, ogc, place_page, report_page, situation_page, sources_page};

/// What a page may load and do. `/embed` may stand in other pages, nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors ";

/// Headers of every answer.
const HEADERS: [(&str, &str); 4] = [
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-site"),
];

/// What pages of other sites may read.
const OPEN: [&str; 4] = ["/api/", "/ogc", "/embed/", "/map.svg"];

/// Pages by address, each also with the extensions of formats.
const PAGES: [(&str, Page); 14] = [
    ("/", situation_page::page),
    ("/situation", situation_page::page),
    ("/claims", claims_page::page),
    ("/claims/{id}", claims_page::one),
    ("/reports", report_page::all),
    ("/reports/{id}", report_page::one),
    ("/disputes", disputes_page::page),
    ("/places", place_page::all),
    ("/places/{*id}", place_page::place),
    ("/actors/{*id}", place_page::actor),
    ("/sources", sources_page::page),
    ("/about/method", method_page::page),
    ("/embed/map", embed::page),
    ("/map.svg", embed::svg),
];

fn at(page: Page) -> MethodRouter<Arc<App>> {
    get(move |ask: Ask| reply::answer(ask, page))
}

/// Everything the server answers.
pub fn router(app: &Arc<App>) -> Router {
    let pages = PAGES.into_iter().fold(Router::new(), |router, (address, page)| router.route(address, at(page)));
    let api = api::ROUTES.into_iter().fold(pages, |router, r| router.route(&format!("{}{}", api::BASE, r.path), at(r.page)));
    let inner = ogc::ROUTES
        .into_iter()
        .fold(api, |router, (address, page)| router.route(address, at(page)))
        .route("/events", get(events::events))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/metrics", get(metrics))
        .route("/assets/{version}/{name}", get(asset))
        .fallback(async |ask: Ask| reply::refused(&ask, &Problem::missing("problem-page", &ask.path)))
        .method_not_allowed_fallback(async |ask: Ask| reply::refused(&ask, &Problem { status: StatusCode::METHOD_NOT_ALLOWED, ..Problem::missing("problem-method", "") }))
        .with_state(Arc::clone(app));
    // The format is cut off the path before an address is looked for.
    let inner = Router::new().fallback_service(tower_layer(inner));
    inner.layer(middleware::from_fn_with_state(Arc::clone(app), around))
}

fn tower_layer(inner: Router) -> impl tower_service::Service<Request, Response = Response<Body>, Error = std::convert::Infallible, Future: Send> + Clone + Send + Sync + 'static {
    tower_layer::Layer::layer(&middleware::map_request(cut_format), inner)
}

async fn cut_format(mut request: Request) -> Request {
    let path = request.uri().path();
    let (rest, format) = if ["/assets/", "/api/", "/ogc"].iter().any(|p| path.starts_with(p)) { (path, Format::Html) } else { Format::split(path) };
    if format != Format::Html {
        let query = request.uri().query().map(|q| format!("?{q}")).unwrap_or_default();
        if let Ok(uri) = format!("{rest}{query}").parse() {
            *request.uri_mut() = uri;
        }
    }
    request.extensions_mut().insert(format);
    request
}

static REQUESTS: AtomicU64 = AtomicU64::new(1);

/// Headers, counts and one line in the log around every answer.
async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response<Body> {
    let begun = Instant::now();
    let id = request_id(request.headers());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = next.run(request).await;
    let took = begun.elapsed();
    let status = response.status().as_u16();
    app.metrics.answered(status, took);
    tracing::info!(request = %id, %method, %path, status, micros = took.as_micros() as u64, "answered");
    let headers = response.headers_mut();
    let policy = match path.as_str() {
        // A drawing carries its styles in itself.
        "/map.svg" => "default-src 'none'; style-src 'unsafe-inline'".to_owned(),
        _ => format!("{POLICY}{}", if path.starts_with("/embed/") { "*" } else { "'none'" }),
    };
    headers.extend(
        [("content-security-policy", policy.as_str()), ("x-request-id", &id)].into_iter().filter_map(|(n, v)| Some((HeaderName::from_static(n), HeaderValue::from_str(v).ok()?))),
    );
    headers.extend(HEADERS.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))));
    if OPEN.iter().any(|p| path.starts_with(p)) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The identifier that a proxy gave, else a number.
fn request_id(headers: &HeaderMap) -> String {
    let given = headers.get("x-request-id").and_then(|v| v.to_str().ok());
    let fits = |id: &&str| (1..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    given.filter(fits).map_or_else(|| format!("r{}", REQUESTS.fetch_add(1, Relaxed)), str::to_owned)
}

async fn metrics(State(app): State<Arc<App>>) -> impl IntoResponse {
    let snapshot = app.snapshot();
    let text = app.metrics.text(snapshot.entries, snapshot.lines.len(), snapshot.reports.len());
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response<Body> {
    let Some((_, kind, text)) = layout::ASSETS.into_iter().find(|a| a.0 == name) else { return StatusCode::NOT_FOUND.into_response() };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], text).into_response()
}
