//! A PostgreSQL server of its own for a test, on the loopback. One that is not installed fails the test: what is not tried is not known to work.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Whom the server runs as when the test runs as root, which PostgreSQL refuses.
const NOBODY: u32 = 65_534;

/// A server that is stopped and removed in the end.
pub struct Server {
    dir: TempDir,
    port: u16,
}

impl Server {
    /// Sets a new server up and starts it.
    pub fn start() -> Self {
        let dir = TempDir::new().expect("a folder can be made");
        if is_root(dir.path()) {
            chown(dir.path(), Some(NOBODY), Some(NOBODY)).expect("the folder can be given away");
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("there is a free port").port();
        let server = Self { dir, port };
        server.run("initdb", &["-D", &server.data(), "-U", "rawi", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        server.go_on();
        server
    }

    /// Starts the server again.
    pub fn go_on(&self) {
        let folder = self.dir.path().display();
        let options = format!("-p {} -h 127.0.0.1 -k {folder}", self.port);
        self.run("pg_ctl", &["-D", &self.data(), "-w", "-s", "-l", &format!("{folder}/log"), "-o", &options, "start"]);
    }

    /// Stops the server as a crash would.
    pub fn crash(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-s", "-m", "immediate", "stop"]);
    }

    /// The address of a new, empty database.
    pub fn database(&self, name: &str) -> String {
        self.run("createdb", &["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "rawi", name]);
        format!("postgres://rawi:secret@127.0.0.1:{}/{name}", self.port)
    }

    fn data(&self) -> String {
        self.dir.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, args: &[&str]) {
        let mut command = Command::new(found(program));
        command.args(args).current_dir("/").stdout(Stdio::null()).stderr(Stdio::null());
        if is_root(Path::new("/proc/self")) {
            command.uid(NOBODY).gid(NOBODY);
        }
        let status = command.status().unwrap_or_else(|e| panic!("{program} cannot be run ({e}); install PostgreSQL, for instance with: apt-get install postgresql"));
        assert!(status.success(), "{program} {args:?}: {status}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.crash()));
    }
}

fn is_root(owned: &Path) -> bool {
    std::fs::metadata(owned).is_ok_and(|m| m.uid() == 0)
}

/// A program of PostgreSQL: distributions keep them out of the path.
fn found(program: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin"));
    let folders = std::env::var_os("PATH").map(|p| std::env::split_paths(&p).collect::<Vec<_>>()).unwrap_or_default();
    folders.into_iter().chain(versions).map(|f| f.join(program)).find(|p| p.is_file()).unwrap_or_else(|| program.into())
}
