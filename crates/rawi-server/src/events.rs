//! `/events`: open pages learn that there are new claims, and decide themselves whether to look.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use crate::app::App;

/// Seconds between signs of life.
const ALIVE: u64 = 20;

/// One reader, counted while it listens.
struct Listener(Arc<App>);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.metrics.listeners.fetch_sub(1, Relaxed);
    }
}

/// A stream of events named `claims`; each has the number of claims there are.
pub async fn events(State(app): State<Arc<App>>) -> Response<Body> {
    if app.metrics.listeners.fetch_add(1, Relaxed) >= app.config.limits.listeners {
        app.metrics.listeners.fetch_sub(1, Relaxed);
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let (news, closing) = (app.news.subscribe(), app.closing.subscribe());
    let listener = Listener(app);
    Sse::new(stream(listener, news, closing)).keep_alive(KeepAlive::new().interval(Duration::from_secs(ALIVE))).into_response()
}

/// Ends when the server closes.
fn stream(listener: Listener, news: watch::Receiver<usize>, closing: watch::Receiver<bool>) -> impl Stream<Item = Result<Event, Infallible>> {
    let told = WatchStream::new(news).map(Some);
    let ended = WatchStream::new(closing).filter(|closed| *closed).map(|_| None);
    told.merge(ended).map_while(move |claims| {
        let _ = &listener;
        claims.map(|n| Ok(Event::default().event("claims").data(n.to_string())))
    })
}
