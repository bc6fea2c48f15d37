//! A gate on the way to the database: open, shut, or silent.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

const CHUNK_BYTES: usize = 16 * 1024;

/// What a gate does with what comes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Lets everything through.
    Open,
    /// Cuts every connection, old and new.
    Shut,
    /// Keeps every connection and lets nothing through.
    Silent,
}

/// A port that leads to a socket of the database.
pub struct Gate {
    address: SocketAddr,
    mode: watch::Sender<Mode>,
}

impl Gate {
    /// An open gate before that socket.
    ///
    /// # Errors
    /// Those of the operating system.
    pub async fn before(socket: PathBuf) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (mode, seen) = watch::channel(Mode::Open);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(bridge(stream, socket.clone(), seen.clone()));
            }
        });
        Ok(Self { address, mode })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on.
    pub fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }
}

/// Carries one connection until an end closes it or the gate is shut. Whatever ends it, both ends notice.
async fn bridge(mut client: TcpStream, socket: PathBuf, mut mode: watch::Receiver<Mode>) {
    let (to, from) = (mode.clone(), mode.clone());
    let carried = async {
        client.set_nodelay(true)?;
        let mut server = UnixStream::connect(socket).await?;
        let (mut client_reads, mut client_writes) = client.split();
        let (mut server_reads, mut server_writes) = server.split();
        tokio::select! {
            ended = pump(&mut client_reads, &mut server_writes, to) => ended,
            ended = pump(&mut server_reads, &mut client_writes, from) => ended,
        }
    };
    tokio::select! {
        _ = mode.wait_for(|mode| *mode == Mode::Shut) => {}
        // The connection is over; there is nobody to tell why.
        _ = carried => {}
    }
}

async fn pump(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    mut mode: watch::Receiver<Mode>,
) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = from.read(&mut chunk).await?;
        if mode.wait_for(|mode| *mode == Mode::Open).await.is_err() || read == 0 {
            return Ok(());
        }
        to.write_all(chunk.get(..read).unwrap_or_default()).await?;
    }
}
