//! A mail server for tests: it answers one connection on a real socket and tells what it was told.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::JoinHandle;

/// Commands that get another answer than the usual one, by what they start with; the greeting is the empty command.
pub(super) type Answers = &'static [(&'static str, &'static str)];

pub(super) struct Sink {
    pub(super) address: SocketAddr,
    serving: JoinHandle<Vec<String>>,
}

impl Sink {
    /// Starts to wait for one connection.
    pub(super) fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let serving = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            serve(stream, answers)
        });
        Self { address, serving }
    }

    /// All lines that came, once the client has hung up.
    pub(super) fn lines(self) -> Vec<String> {
        self.serving.join().unwrap()
    }
}

fn serve(mut stream: TcpStream, answers: Answers) -> Vec<String> {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut lines = Vec::new();
    let mut in_data = false;
    let mut command = String::new();
    loop {
        if !in_data || command == "." {
            in_data = command == "DATA";
            let answer = answer_to(&command, answers);
            if stream.write_all(answer.as_bytes()).is_err() {
                return lines;
            }
        }
        let mut line = Vec::new();
        // A client that hangs up in the middle, and one that speaks TLS, end the conversation.
        if !matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
            return lines;
        }
        command = String::from_utf8_lossy(&line).trim_end().to_owned();
        lines.push(command.clone());
    }
}

fn answer_to(command: &str, answers: Answers) -> String {
    let special = answers.iter().find(|(start, _)| match *start {
        "" => command.is_empty(),
        start => command.starts_with(start),
    });
    let usual = match command {
        "" => "220 sink ESMTP",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 fine",
    };
    format!("{}\r\n", special.map_or(usual, |(_, answer)| answer))
}
