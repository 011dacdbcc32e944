//! A virtual display with a free number that Xvfb itself chooses: a fixed number collides with another run.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Lives as long as the value; dropping it ends the server we started.
pub struct Display {
    server: Child,
    /// Such as ":7".
    pub name: String,
}

impl Display {
    /// Starts a display of `size` such as "1440x900".
    pub fn start(size: &str) -> Result<Self, String> {
        let screen = format!("{size}x24");
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("Xvfb could not be started: {error}."))?;
        let mut number = String::new();
        if let Some(out) = server.stdout.take() {
            let _ = BufReader::new(out).read_line(&mut number);
        }
        let mut display = Self { server, name: format!(":{}", number.trim()) };
        if number.trim().is_empty() {
            display.stop();
            return Err("Xvfb ended before it named its display.".into());
        }
        Ok(display)
    }

    fn stop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.stop();
    }
}
