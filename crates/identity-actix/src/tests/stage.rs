//! An application with a few rows in it, and a client.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderValue};
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, web};
use identity_core::account::{Account, AccountKind};
use identity_core::api_token::{ApiToken, TokenDigests};
use identity_core::auth::Epochs;
use identity_core::id::{AccountId, GroupId, ModuleId, TokenId, UserId};
use identity_core::module::Module;
use identity_core::port::{PasswordHasher, Store, TokenMinter as _};
use identity_core::service::{Identity, Ports, Settings};
use identity_core::testing::MemoryStore;
use identity_core::testing::fakes::{
    FakeAuthenticator, FakeCodes, FakeDigester, FakeHasher, FakeMinter, FakeSealer, FakeSigner, FixedClock,
    MemorySecurityLog, SeededEntropy,
};
use identity_core::testing::fixture::{
    Rows, account, buyer, default_group, group, invited, membership, module, parsed, token, user,
};
use identity_core::user::{Standing, User};
use serde_json::Value;

use crate::{Api, HttpSettings, configure};

/// What a request was answered with.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The problem's type, without what all types start with.
    pub fn problem(&self) -> &str {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        self.body["type"].as_str().unwrap().strip_prefix("/problems/").unwrap()
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    Nobody,
    /// O+
    Operator,
    /// A+ of the client.
    Admin,
    /// A− of the client.
    Member,
    /// A+ of the vendor.
    Foreign,
}

const ACCESS: ModuleId = ModuleId::new(1756);
const MANAGEMENT: ModuleId = ModuleId::new(9042);
const BILLING: ModuleId = ModuleId::new(8352);

/// The tokens of the askers, by identifier.
pub fn value_of(asker: Asker) -> Option<String> {
    let id = match asker {
        Asker::Nobody => return None,
        Asker::Operator => 1,
        Asker::Admin => 2,
        Asker::Member => 3,
        Asker::Foreign => 4,
    };
    Some(mint(id).0)
}

fn mint(id: u64) -> (String, TokenDigests) {
    let minter = FakeMinter::new(Arc::new(SeededEntropy::new(id)));
    let token = minter.token(TokenId::new(id));
    (token.value.expose().to_owned(), TokenDigests { current: token.digest, previous: None })
}

fn minted(id: u64, account: u64, modules: &[ModuleId]) -> ApiToken {
    let modules = modules.iter().copied().collect();
    ApiToken { digests: mint(id).1, modules, ..token(id, AccountId::new(account)) }
}

fn named(id: ModuleId, code: &str) -> Module {
    Module { code: parsed(code), ..module(identity_core::id::Id::number(id)) }
}

/// Operations is 1, a client 10, a vendor 20. Person 1 administers the client, 2 is invited there, 3 is the
/// vendor's; group 10 is the client's default group, 11 another one of it. Buyers 10
/// and 11 are the client's, 12 is nobody's.
fn rows() -> Rows {
    let (client, vendor) = (AccountId::new(10), AccountId::new(20));
    let kind = |n, kind| Account { kind, ..account(n) };
    let new = |n| User {
        activated_at: None,
        standing: Standing::Invited { until: identity_core::testing::fixture::at(3600) },
        ..user(n)
    };
    let default = GroupId::new(10);
    Rows {
        modules: vec![
            named(ACCESS, "access-management"),
            named(MANAGEMENT, "account-management"),
            named(BILLING, "billing"),
        ],
        accounts: vec![
            kind(1, AccountKind::Operations),
            Account { is_token_retrievable: true, ..account(10) },
            kind(20, AccountKind::Vendor),
        ],
        users: vec![User { current_account: Some(client), ..user(1) }, new(2), user(3)],
        groups: vec![
            default_group(1, AccountId::new(1), [ACCESS, MANAGEMENT, BILLING]),
            default_group(10, client, [ACCESS, BILLING]),
            identity_core::group::Group { modules: [BILLING].into(), ..group(11, client) },
            default_group(20, vendor, [ACCESS, BILLING]),
        ],
        memberships: vec![
            membership(1, client, UserId::new(1), [default]),
            invited(membership(2, client, UserId::new(2), [default]), 3600),
            membership(3, vendor, UserId::new(3), [GroupId::new(20)]),
        ],
        tokens: vec![
            minted(1, 1, &[ACCESS, MANAGEMENT, BILLING]),
            minted(2, 10, &[ACCESS, BILLING]),
            minted(3, 10, &[BILLING]),
            minted(4, 20, &[ACCESS, BILLING]),
        ],
        buyers: vec![buyer(10, Some(client)), buyer(11, Some(client)), buyer(12, None)],
        devices: Vec::new(),
        records: Vec::new(),
    }
}

/// A request with a credential.
pub fn request(asker: Asker, method: Method, path: &str) -> TestRequest {
    let request = TestRequest::default().method(method).uri(path);
    match value_of(asker) {
        Some(value) => request.insert_header(("authorization", format!("Bearer {value}"))),
        None => request,
    }
}

type Answering = Pin<Box<dyn Future<Output = ServiceResponse>>>;

/// The application.
pub struct Stage {
    app: Box<dyn Fn(TestRequest) -> Answering>,
    pub store: Arc<MemoryStore>,
    pub clock: Arc<FixedClock>,
}

/// A running application.
pub async fn stage() -> Stage {
    stage_with(Arc::new(FakeHasher::default())).await
}

/// The API over rows of its own, hashing like this.
pub async fn api_with(
    hasher: Arc<dyn PasswordHasher>,
) -> (web::Data<Api>, Arc<MemoryStore>, Arc<FixedClock>) {
    let epochs = Arc::new(Epochs::default());
    let store = Arc::new(MemoryStore::new(Arc::clone(&epochs)));
    let dynamic: Arc<dyn Store> = Arc::clone(&store) as Arc<dyn Store>;
    dynamic.write(|tx| rows().insert(tx)).await.unwrap();
    let clock = Arc::new(FixedClock::default());
    let ports = Ports {
        store: dynamic,
        epochs,
        clock: Arc::clone(&clock) as _,
        entropy: Arc::new(SeededEntropy::new(99)),
        minter: Arc::new(FakeMinter::new(Arc::new(SeededEntropy::new(98)))),
        sealer: Arc::new(FakeSealer),
        digester: Arc::new(FakeDigester),
        otp: Arc::new(FakeCodes::default()),
        authenticator: Arc::new(FakeAuthenticator),
        hasher,
        security: Arc::new(MemorySecurityLog::default()),
        signer: Arc::new(FakeSigner::default()),
    };
    let identity = Arc::new(Identity::new(ports, Settings::default()).await.unwrap());
    let settings =
        HttpSettings { trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()], ..HttpSettings::default() };
    (web::Data::new(Api::new(identity, settings)), store, clock)
}

/// A running application that hashes like this.
pub async fn stage_with(hasher: Arc<dyn PasswordHasher>) -> Stage {
    let (api, store, clock) = api_with(hasher).await;
    let app = Rc::new(init_service(App::new().app_data(api).configure(configure)).await);
    let answer = move |request: TestRequest| -> Answering {
        let app = Rc::clone(&app);
        Box::pin(async move { app.call(request.to_request()).await.unwrap() })
    };
    Stage { app: Box::new(answer), store, clock }
}

impl Stage {
    /// Sends what was built.
    pub async fn send(&self, request: TestRequest) -> Reply {
        let response = (self.app)(request).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        assert_eq!(headers.get("x-request-id").map(HeaderValue::len), Some(32), "every answer has an id");
        let bytes = actix_web::body::to_bytes(response.into_body()).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Reply { status, headers, body, bytes: bytes.to_vec() }
    }

    pub async fn get(&self, asker: Asker, path: &str) -> Reply {
        self.send(request(asker, Method::GET, path)).await
    }

    pub async fn delete(&self, asker: Asker, path: &str) -> Reply {
        self.send(request(asker, Method::DELETE, path)).await
    }

    /// A verb without a body.
    pub async fn verb(&self, asker: Asker, path: &str) -> Reply {
        self.send(request(asker, Method::POST, path)).await
    }

    pub async fn post(&self, asker: Asker, path: &str, body: &Value) -> Reply {
        self.json(asker, Method::POST, path, body.to_string()).await
    }

    pub async fn put(&self, asker: Asker, path: &str, body: &Value) -> Reply {
        self.json(asker, Method::PUT, path, body.to_string()).await
    }

    pub async fn json(&self, asker: Asker, method: Method, path: &str, body: String) -> Reply {
        let request = request(asker, method, path).insert_header(("content-type", "application/json"));
        self.send(request.set_payload(body)).await
    }
}
