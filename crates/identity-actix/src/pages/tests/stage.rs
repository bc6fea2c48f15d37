//! A service with some people in it, and browsers that keep cookies.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, web};
use identity_core::account::AccountVerb;
use identity_core::actor::Principal;
use identity_core::audit::Origin;
use identity_core::id::{AccountId, UserId};
use identity_core::outbox::{Notice, reset_seal_context};
use identity_core::port::{Reading, SecretSealer as _, Transaction};
use identity_core::secret::Secret;
use identity_core::service::{Call, Identity};
use identity_core::state::Repeat;
use identity_core::testing::World;
use identity_core::testing::contract::block_on;
use identity_core::testing::fakes::{FakeHasher, FakeSealer, FixedClock};
use identity_core::{Error, account, membership};

use crate::{Api, HttpSettings, configure, configure_pages};

/// What everybody here signs in with.
pub use identity_core::testing::PASSWORD;

type Answering = Pin<Box<dyn Future<Output = ServiceResponse>>>;

/// The application. Kari is a member of `Harbour Lane Foods`; everybody else is made by a test.
pub struct Stage {
    app: Box<dyn Fn(TestRequest) -> Answering>,
    pub identity: Arc<Identity>,
    pub operator: Arc<Principal>,
    pub clock: Arc<FixedClock>,
    pub hasher: Arc<FakeHasher>,
    pub account: AccountId,
    pub kari: UserId,
}

pub async fn stage() -> Stage {
    let world = World::new();
    let account = world.client("Harbour Lane Foods").id;
    let kari = world.join(account, "kari@example.com", &[world.default_group(account).id]).1.id;
    let World { identity, operator, clock, hasher, .. } = world;
    let identity = Arc::new(identity);
    let api = web::Data::new(Api::new(Arc::clone(&identity), HttpSettings::default()));
    let app = App::new().app_data(api).configure(configure_pages).configure(configure);
    let app = Rc::new(init_service(app).await);
    let app = Box::new(move |request: TestRequest| -> Answering {
        let app = Rc::clone(&app);
        Box::pin(async move { app.call(request.to_request()).await.unwrap() })
    });
    Stage { app, identity, operator, clock, hasher, account, kari }
}

impl Stage {
    pub fn browser(&self) -> Browser<'_> {
        Browser { stage: self, cookies: RefCell::default(), language: "en" }
    }

    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> T {
        block_on(self.identity.write(&self.operator, Origin::default(), work)).unwrap()
    }

    pub fn read<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> T {
        block_on(self.identity.read(&self.operator, Reading::Scan, work)).unwrap()
    }

    /// How many audit records there are: nothing changes without one.
    pub fn records(&self) -> usize {
        let everything = identity_core::list::Query::everything(&identity_core::audit::FIELDS);
        self.read(move |tx, call| identity_core::audit::list(tx, call, &everything)).items.len()
    }

    /// A new client account.
    pub fn account(&self, name: &str) -> AccountId {
        let input = account::AccountInput {
            name: identity_core::value::Member::Value(name.into()),
            kind: identity_core::value::Member::Value("Client".into()),
            ..account::AccountInput::default()
        };
        self.write(move |tx, call| account::create(tx, call, Ok(&input))).id
    }

    pub fn disable(&self, id: AccountId) {
        self.write(move |tx, call| {
            let input = account::AccountInput::default();
            account::steer(tx, call, id, AccountVerb::Disable, Ok(&input), Repeat::Refuse)
        });
    }

    /// The code of a new invitation into an account.
    pub fn invite(&self, account: AccountId, email: &str) -> String {
        let group = self.read(move |tx, _| Ok(tx.groups().default_of(account)?)).unwrap().id;
        let input = World::invitation(email, &[group]);
        let minted = self.write(move |tx, call| membership::invite(tx, call, Some(account), Ok(&input)));
        minted.code.unwrap().code.expose().to_owned()
    }

    /// The codes that wait in the mail of a person, oldest first.
    pub fn reset_codes(&self, user: UserId) -> Vec<String> {
        block_on(self.identity.answer_resets()).unwrap();
        let waiting = self.read(|tx, call| Ok(tx.outbox().due(call.now, 100)?));
        let sealed = waiting.into_iter().filter_map(|entry| match entry.notice {
            Notice::PasswordReset { user: whose, sealed_code } if whose == user => Some(sealed_code),
            _ => None,
        });
        let open = |code: Vec<u8>| FakeSealer.open(&reset_seal_context(user), &code).unwrap();
        sealed.map(|code| open(code).expose().to_owned()).collect()
    }
}

/// What came.
#[derive(Debug)]
pub struct Shown {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Shown {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where a redirect leads.
    #[track_caller]
    pub fn to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text);
        self.header("location")
    }

    pub fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").map(|line| line.to_str().unwrap()).collect()
    }

    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.text.contains(text), "{text}: {} {}", self.status, self.text);
        self
    }

    /// The value that the form of the page is bound by.
    #[track_caller]
    pub fn guard(&self) -> String {
        let (_, rest) = self.text.split_once(r#"name="csrf" value=""#).expect("a form");
        rest.split('"').next().unwrap().to_owned()
    }
}

/// A browser that keeps cookies and says where a form comes from.
pub struct Browser<'s> {
    stage: &'s Stage,
    pub cookies: RefCell<BTreeMap<String, String>>,
    pub language: &'static str,
}

impl Browser<'_> {
    fn request(&self, method: Method, path: &str) -> TestRequest {
        let cookies = self.cookies.borrow();
        let line: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = TestRequest::default().method(method).uri(path);
        let request = request.insert_header(("accept-language", self.language));
        request.insert_header(("cookie", line.join("; ")))
    }

    /// Sends a request, keeps the cookies, and checks what every answer has.
    pub async fn send(&self, request: TestRequest) -> Shown {
        let response = (self.stage.app)(request).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = actix_web::body::to_bytes(response.into_body()).await.unwrap();
        let shown = Shown { status, headers, text: String::from_utf8(bytes.to_vec()).unwrap() };
        assert_eq!(shown.header("x-request-id").len(), 32);
        assert_eq!(shown.header("cache-control"), "no-store");
        for line in shown.cookies() {
            let (pair, attributes) = line.split_once("; ").unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let is_end = attributes.contains("Max-Age=0");
            assert!(attributes.ends_with("Path=/; Secure; HttpOnly; SameSite=Lax"), "{line}");
            let mut cookies = self.cookies.borrow_mut();
            if is_end {
                cookies.remove(name)
            } else {
                cookies.insert(name.into(), value.into())
            };
        }
        shown
    }

    pub async fn get(&self, path: &str) -> Shown {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends a form as a browser does, from the page of that path.
    pub async fn submit(&self, path: &str, guard: &str, fields: &[(&str, &str)]) -> Shown {
        self.send(self.form(path, guard, fields).insert_header(("sec-fetch-site", "same-origin"))).await
    }

    /// A form of which nothing is known but its fields.
    pub fn form(&self, path: &str, guard: &str, fields: &[(&str, &str)]) -> TestRequest {
        let fields: BTreeMap<&str, &str> = fields.iter().copied().chain([("csrf", guard)]).collect();
        self.request(Method::POST, path).set_form(fields)
    }

    /// Opens a page and sends its form.
    pub async fn fill(&self, page: &str, fields: &[(&str, &str)]) -> Shown {
        let shown = self.get(page).await;
        let path = page.split('?').next().unwrap();
        self.submit(path, &shown.guard(), fields).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Shown {
        self.fill("/sign-in", &[("email", email), ("password", password)]).await
    }

    /// Whether somebody is signed in.
    pub async fn is_in(&self) -> bool {
        self.get("/").await.status == 200
    }

    /// The session's cookie.
    pub fn session(&self) -> Option<Secret> {
        self.cookies.borrow().get("__Host-identity").cloned().map(Secret::new)
    }
}
