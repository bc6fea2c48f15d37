//! Requests drawn at random from a fixed seed: routes that exist, put together wrongly.

use super::refused;
use crate::harness::raw::{exchange, head};
use crate::harness::{Answer, Tenant};

const REQUESTS: usize = 3_000;

/// `SplitMix64`: the same requests in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end as u64).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get"];
const KINDS: [&str; 5] =
    ["application/json", "application/json; charset=utf-8", "text/plain", "multipart/form-data", ""];
const WORDS: [&str; 32] = [
    "name",
    "id",
    "account.id",
    "status",
    "audit.created.at",
    "email",
    "eq",
    "in",
    "like",
    "not",
    "and",
    "any",
    "(",
    ")",
    ",",
    "&",
    ";",
    "=",
    "'",
    "\"",
    "*",
    "%27",
    "%",
    "null()",
    "select=",
    "order=",
    "limit=",
    "offset=",
    "-",
    ".",
    "Active",
    "render()",
];
const VALUES: [&str; 18] = [
    "null",
    "true",
    "7",
    "-1",
    "1e400",
    "\"\"",
    "\"x\"",
    "\"ACC-1111-1111\"",
    "\"\u{1F41F}\"",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "[]",
    "{}",
    "[{\"id\":\"UGR-1111-1111\"}]",
    "{\"id\":7}",
    "{\"id\":null}",
    "[null]",
    "\"2999-01-01\"",
];
const MEMBERS: [&str; 20] = [
    "name",
    "type",
    "account",
    "groups",
    "modules",
    "user",
    "email",
    "password",
    "invitationCode",
    "invitation",
    "status",
    "parent",
    "address",
    "holder",
    "expiresAt",
    "graceSeconds",
    "id",
    "data",
    "node",
    "settings",
];

fn target(dice: &mut Dice, ids: &[&str]) -> String {
    let routes = identity_actix::routes();
    let pattern = routes[dice.below(routes.len())].pattern;
    let segments = pattern.split('/').map(|segment| {
        if dice.chance(40) {
            return dice.pick(&["", "..", "%2e", "x", "%00", "accounts"]).to_owned();
        }
        if segment.starts_with('{') { dice.pick(ids).to_owned() } else { segment.to_owned() }
    });
    let path = segments.collect::<Vec<_>>().join("/");
    let mut target = format!("{}{path}", dice.pick(&["/v1", "/v1", "/public/v1"]));
    if dice.chance(2) {
        target.push('?');
        for _ in 0..dice.below(14) {
            target += dice.pick(&WORDS);
        }
    }
    target
}

fn body(dice: &mut Dice) -> Vec<u8> {
    let members = (0..dice.below(5)).map(|_| {
        let value = match dice.below(4) {
            0 => format!("{{\"{}\":{}}}", dice.pick(&MEMBERS), dice.pick(&VALUES)),
            _ => dice.pick(&VALUES).to_owned(),
        };
        format!("\"{}\":{value}", dice.pick(&MEMBERS))
    });
    let mut body = format!("{{{}}}", members.collect::<Vec<_>>().join(",")).into_bytes();
    if dice.chance(6) {
        let at = dice.below(body.len());
        body[at] = dice.roll().to_le_bytes()[0];
    }
    if dice.chance(12) {
        body.truncate(dice.below(body.len()));
    }
    body
}

#[test]
fn thousands_of_random_requests_are_all_answered_and_none_is_our_failure() {
    let tenant = Tenant::new("hostile_random");
    let person = tenant.join("quokka");
    let group = tenant.group("Random", &[]);
    let token = tenant.token("Random", &["MOD-8352"]).id;
    let ids = [
        tenant.id.as_str(),
        &person.user,
        &person.membership,
        &group,
        &token,
        "MOD-8352",
        "ACC-1111-1111",
        "USR-0000-0000",
        "x",
        "%27",
    ];
    let good = format!("Bearer {}", tenant.admin.credential());
    let mut dice = Dice(2_026);
    let mut statuses = std::collections::BTreeMap::<u16, usize>::new();
    for n in 0..REQUESTS {
        let target = target(&mut dice, &ids);
        let method = dice.pick(&METHODS);
        let body = if dice.chance(3) { Vec::new() } else { body(&mut dice) };
        let length = body.len().to_string();
        let mut headers = vec![("content-length", length.as_str()), ("content-type", dice.pick(&KINDS))];
        match dice.below(12) {
            0 => {}
            1 => headers.push((
                "authorization",
                dice.pick(&["", "Bearer x", "Basic x", "Bearer idt:TKN-1111-1111:x"]),
            )),
            _ => headers.push(("authorization", good.as_str())),
        }
        let mut request = head(method, &target, &headers);
        request.extend(&body);
        let Some(answer) = exchange(tenant.admin.address(), &request) else {
            panic!("request {n} was not answered: {target}")
        };
        check(&answer, &target);
        *statuses.entry(answer.status).or_default() += 1;
    }
    for status in [200, 400, 401, 404, 405] {
        assert!(statuses.contains_key(&status), "the control: {statuses:?}");
    }
    tenant.operator.get(&tenant.path()).expect(200);
}

fn check(answer: &Answer, target: &str) {
    assert!(answer.status < 500, "{answer:?}");
    let is_platform = !target.contains("/v1/auth");
    if answer.status >= 400 && is_platform && answer.header("content-type").is_some() {
        refused(answer);
    }
}
