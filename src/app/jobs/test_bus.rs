//! A message bus of a test's own, with services on it that the test plays.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "only tests are compiled with it")]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread::Builder,
};

use zbus::{
    Message,
    blocking::{Connection, MessageIterator, connection},
    message::Type,
};

/// A running bus; it ends with the value.
pub struct TestBus {
    daemon: Child,
    address: String,
}

impl TestBus {
    /// Starts one; says so and gives `None` where no bus is installed.
    pub fn start() -> Option<Self> {
        let arguments = ["--session", "--nofork", "--nopidfile", "--print-address=1"];
        let daemon = Command::new("dbus-daemon").args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut daemon) = daemon else {
            println!("SKIPPED: no dbus-daemon here");
            return None;
        };
        let mut address = String::new();
        BufReader::new(daemon.stdout.take()?).read_line(&mut address).unwrap();
        Some(Self { daemon, address: address.trim().to_owned() })
    }

    /// A connection of its own.
    pub fn connect(&self) -> Connection {
        connection::Builder::address(self.address.as_str()).unwrap().build().unwrap()
    }

    /// Answers calls to `name` with `answer`, whose values come out of the receiver.
    pub fn serve<T: Send + 'static>(
        &self,
        name: &'static str,
        answer: impl Fn(&Connection, &Message) -> T + Send + 'static,
    ) -> Receiver<T> {
        let (sender, receiver) = channel();
        let connection =
            connection::Builder::address(self.address.as_str()).unwrap().name(name).unwrap().build().unwrap();
        let calls = MessageIterator::from(connection.clone());
        let serve = move || {
            for call in calls.flatten().filter(|message| message.message_type() == Type::MethodCall) {
                if sender.send(answer(&connection, &call)).is_err() {
                    return;
                }
            }
        };
        Builder::new().name("test-service".into()).spawn(serve).unwrap();
        receiver
    }
}

impl Drop for TestBus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
