//! Connections from other machines: a port, and certificates that prove whose it is.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::port;
use crate::server::{Server, StartError, as_user, done};

/// A key that is quick to make, without a password.
const KEY: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];

impl Server {
    /// Lets the server listen on a free port of 127.0.0.1 as well, and starts it again; answers the port.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn listen(&mut self) -> Result<u16, StartError> {
        self.port = port::free().ok_or_else(|| StartError::Failed("a port", "none is free".into()))?;
        self.configure(&format!("listen_addresses = '127.0.0.1'\nport = {}\n", self.port))?;
        self.restart()?;
        Ok(self.port)
    }

    /// Gives the server a certificate for `name` and starts it again; answers the file with the root that signed it.
    ///
    /// # Errors
    /// [`StartError`]; the certificates are made by the program `openssl`.
    pub fn certify(&mut self, name: &str) -> Result<PathBuf, StartError> {
        let folder = self.folder.path();
        let root = self.root("root")?;
        let (key, certificate) = (folder.join("server.key"), folder.join("server.crt"));
        let mut request = self.request(name, &key, &certificate);
        request.arg("-CA").arg(&root).arg("-CAkey").arg(folder.join("root.key"));
        request.args(["-addext", &format!("subjectAltName=DNS:{name}")]);
        done("openssl", &mut request)?;
        let lines = format!(
            "ssl = on\nssl_key_file = '{}'\nssl_cert_file = '{}'\n",
            key.display(),
            certificate.display()
        );
        self.configure(&lines)?;
        self.restart()?;
        Ok(root)
    }

    /// Makes a root of that name, which has signed nothing yet; answers its file.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn root(&self, name: &str) -> Result<PathBuf, StartError> {
        let file = |ending: &str| self.folder.path().join(format!("{name}.{ending}"));
        let certificate = file("crt");
        done("openssl", &mut self.request(name, &file("key"), &certificate))?;
        Ok(certificate)
    }

    /// As the server's user, who alone may read the key.
    fn request(&self, name: &str, key: &Path, certificate: &Path) -> Command {
        let mut command = Command::new("openssl");
        command.args(["req", "-x509"]).args(KEY).args(["-subj", &format!("/CN={name}")]);
        command.arg("-keyout").arg(key).arg("-out").arg(certificate);
        as_user(&mut command, self.is_root);
        command
    }
}
