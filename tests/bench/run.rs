//! The run: data, server, ceilings, and the figures in turns.

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use identity_tests::{Connection, Failure, Home, Process, format_request};
use serde_json::json;
use tokio::runtime::Builder;

use crate::ceiling;
use crate::commits::Commits;
use crate::load::{Load, Source, Throughput};
use crate::plan::Plan;
use crate::report::{Figure, Report};
use crate::seed::{self, Seeded};

/// Shares no divisor with a number of rows that is a power of ten: requests visit every row before one again.
const STRIDE: u64 = 7_919;
const CHECK: &str = "/v1/auth/check";
/// Every token is verified once before the figures are taken, as in a server that has run for a while.
const WARM_UP: Duration = Duration::from_secs(3);

/// Takes all figures and reports them.
pub fn run(plan: &Plan) -> Result<(), Failure> {
    let home = Home::new()?;
    println!("{plan:?}");
    let started = Instant::now();
    let seeded = seed::fill(&home.path("identity.db"), plan)?;
    println!("seeded in {:.1} s", started.elapsed().as_secs_f64());
    // The first start makes the Operations account; the second is one on an existing database.
    home.start()?.kill()?;
    let operations = home.operations_token()?;
    let started = Instant::now();
    let server = home.start()?;
    let requests = Requests::new(&seeded, &operations);
    let body_bytes = first_answer(server.address(), &requests.users)?;
    let start_ms = started.elapsed().as_secs_f64() * 1000.0;
    let idle_mib = server.resident_mib();
    let own = std::env::current_exe()?;
    let bare = Process::start(Command::new(own).arg(ceiling::ARGUMENT).arg(body_bytes.to_string()))?;
    let mut report = Report::start(home.folder())?;
    report.add(Figure::one("T7 start to first 200", "ms", start_ms, 100.0));
    report.add(Figure::one("T7 resident idle", "MiB", idle_mib.unwrap_or(f64::NAN), 25.0));
    reads(plan, &server, &bare, &requests, &mut report)?;
    drop(bare);
    creates(plan, &home, &server, &requests, &mut report)?;
    report.finish()
}

fn reads(
    plan: &Plan,
    server: &Process,
    bare: &Process,
    requests: &Requests,
    report: &mut Report,
) -> Result<(), Failure> {
    let load = |at: &Process, span: Duration, source: &Source| {
        Load { address: at.address(), span, status: 200, source: Arc::clone(source) }.run()
    };
    for source in [&requests.checks, &requests.users] {
        load(bare, plan.span, source)?;
        load(server, WARM_UP.max(plan.span), source)?;
    }
    let mut taken: [Vec<Throughput>; 4] = Default::default();
    let mut loaded_mib = f64::NAN;
    for _ in 0..plan.rounds {
        let [bare_check, check, bare_user, user] = &mut taken;
        bare_check.push(load(bare, plan.span, &requests.checks)?);
        check.push(load(server, plan.span, &requests.checks)?);
        bare_user.push(load(bare, plan.span, &requests.users)?);
        user.push(load(server, plan.span, &requests.users)?);
        loaded_mib = server.resident_mib().map_or(loaded_mib, |mib| mib.max(loaded_mib));
    }
    let [bare_check, check, bare_user, user] = &taken;
    report.add(Figure::load("C0 bare server, empty body", bare_check));
    report.add(Figure::load("T1 check an API token", check).under(bare_check, 0.80));
    report.add(Figure::load("C0 bare server, body of T2", bare_user));
    report.add(Figure::load("T2 read a user", user).under(bare_user, 0.50));
    report.add(Figure::one("T7 resident under T2", "MiB", loaded_mib, 60.0));
    Ok(())
}

fn creates(
    plan: &Plan,
    home: &Home,
    server: &Process,
    requests: &Requests,
    report: &mut Report,
) -> Result<(), Failure> {
    let mut commits = Commits::open(&home.path("ceiling.db"))?;
    let (mut alone, mut created) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let per_second = commits.per_second(plan.span)?;
        alone.push(Throughput { per_second, p99_us: 0 });
        let source = Arc::clone(&requests.invites);
        created.push(Load { address: server.address(), span: plan.span, status: 201, source }.run()?);
    }
    report.add(Figure::load("S0 durable commits, one at a time", &alone));
    report.add(Figure::load("T4 durable creates, 64 writers", &created).under(&alone, 5.0));
    Ok(())
}

/// Asks until there is an answer, and returns the length of its body.
fn first_answer(address: SocketAddr, source: &Source) -> Result<usize, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut request = Vec::new();
    source(0, &mut request);
    runtime.block_on(async {
        let mut connection = Connection::open(address).await?;
        let answer = connection.exchange(&request).await?;
        if answer.status == 200 {
            return Ok(answer.body.len());
        }
        Err(Failure::new(format!("the first answer was {}", answer.status)))
    })
}

struct Requests {
    checks: Source,
    users: Source,
    invites: Source,
}

impl Requests {
    fn new(seeded: &Seeded, operations: &str) -> Self {
        let checks = seeded.tokens.iter().map(|token| format_request("POST", CHECK, Some(token), None));
        let user =
            |id: &String| format_request("GET", &format!("/v1/accounts/users/{id}"), Some(operations), None);
        Self {
            checks: spread(checks.collect()),
            users: spread(seeded.users.iter().map(user).collect()),
            invites: invites(seeded.accounts.clone(), operations.to_owned()),
        }
    }
}

/// Finished requests, visited all over the place.
fn spread(requests: Vec<Vec<u8>>) -> Source {
    Arc::new(move |number, request| {
        let at = number.wrapping_mul(STRIDE).checked_rem(requests.len() as u64).unwrap_or_default();
        if let Some(finished) = usize::try_from(at).ok().and_then(|at| requests.get(at)) {
            request.extend_from_slice(finished);
        }
    })
}

/// Invitations of somebody new each time, over all accounts.
fn invites(accounts: Vec<(String, String)>, operations: String) -> Source {
    let next = AtomicU64::new(0);
    Arc::new(move |_, request| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let at = usize::try_from(number).unwrap_or_default() % accounts.len().max(1);
        let Some((account, group)) = accounts.get(at) else { return };
        let user =
            json!({"email": format!("new{number}@bench.example"), "firstName": "New", "lastName": "Member"});
        let body = json!({"user": user, "groups": [{"id": group}]});
        let path = format!("/v1/accounts/accounts/{account}/users");
        request.extend(format_request("POST", &path, Some(&operations), Some(&body)));
    })
}
