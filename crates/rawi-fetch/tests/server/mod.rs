//! A web server in the test: it answers what the test says, and keeps what was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// An answer, byte by byte as it goes over the line.
pub enum Answer {
    /// At once.
    Bytes(Vec<u8>),
    /// A byte at a time, for ever.
    #[allow(dead_code, reason = "not every test needs a slow server")]
    Drip(Vec<u8>),
}

/// A request: its path and its headers in lower case.
pub struct Request {
    pub path: String,
    pub headers: String,
}

/// The server; it ends with the test.
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Listens on a free port of an address such as `127.0.0.1:0`.
    pub fn start(address: &str, answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, log) = (answer.clone(), log.clone());
                std::thread::spawn(move || serve(stream, &*answer, &log));
            }
        });
        Self { address, asked }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Paths that were asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        self.asked.lock().expect("no test panics here").iter().map(|r| r.path.clone()).collect()
    }

    /// Headers of the last request.
    #[allow(dead_code, reason = "not every test looks at headers")]
    pub fn last_headers(&self) -> String {
        self.asked.lock().expect("no test panics here").last().map(|r| r.headers.clone()).unwrap_or_default()
    }
}

fn serve(mut stream: TcpStream, answer: &impl Fn(&Request) -> Answer, log: &Mutex<Vec<Request>>) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).map(|line| line.to_lowercase()).collect();
    let request = Request { path: first.split(' ').nth(1).unwrap_or_default().to_owned(), headers: headers.join("\n") };
    let answer = answer(&request);
    log.lock().expect("no test panics here").push(request);
    // Who went away does not want the rest.
    let _ = match answer {
        Answer::Bytes(bytes) => stream.write_all(&bytes),
        Answer::Drip(bytes) => bytes.iter().cycle().try_for_each(|byte| {
            std::thread::sleep(Duration::from_millis(20));
            stream.write_all(&[*byte])
        }),
    };
}

/// An answer with a status line, more headers and a body.
pub fn reply(status: &str, headers: &str, body: &[u8]) -> Answer {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    Answer::Bytes([head.as_bytes(), body].concat())
}
