//! Very many people: a tenth as many more memberships as users, an account to every hundred, two groups and two tokens
//! to an account, an audit record to every second user. The same for every run of a seed.

use data_encoding::BASE64;
use identity_tests::Failure;
use sha2::{Digest as _, Sha256};

/// Keys begin above those that a bootstrap draws.
const FIRST: u64 = 100_000_000;
const FIRST_MEMBERSHIP: u64 = 1_000_000_000_000;
const FIRST_RECORD: u64 = 9_000_000_000_000_000;
const FIRST_SEQUENCE: u64 = 1001;
const BORN: u64 = 1_790_000_000_000;
/// The module Access Management, which every catalogue has.
const MODULE: u64 = 1756;
const HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$G9YA+j/JMJVBPwDKa7j7Og$YKV5vQ3LiApIy92P8/ZgTBDNuIvPdbRxKJz4zVJfPU0";

const FIRST_NAMES: [&str; 8] = ["Ada", "Bohumil", "Chloé", "Dávid", "Eun-ji", "Fatima", "Götz", "Hana"];
const LAST_NAMES: [&str; 8] = ["Novák", "O'Brien", "Müller", "Rossi", "Kim", "Šimek", "Ødegaard", "Ivanova"];

/// People and what belongs to them.
#[derive(Debug, Clone, Copy)]
pub struct People {
    users: u64,
    seed: u64,
}

/// What is done with the members of a row.
type Put<'p> = dyn FnMut(String) -> Result<(), Failure> + 'p;

impl People {
    pub fn new(users: u64, seed: u64) -> Self {
        Self { users, seed }
    }

    fn accounts(&self) -> u64 {
        self.users.div_ceil(100)
    }

    /// How many records each account has.
    fn records_each(&self) -> u64 {
        self.users / 2 / self.accounts()
    }

    fn memberships(&self) -> u64 {
        self.users + self.users / 10
    }

    /// How many rows of a table there are.
    pub fn rows(&self, table: &str) -> u64 {
        match table {
            "accounts" => self.accounts(),
            "users" => self.users,
            "groups" | "group_modules" | "api_tokens" | "api_token_modules" => 2 * self.accounts(),
            "memberships" | "membership_groups" => self.memberships(),
            "audit_records" | "audit_viewers" => self.records_each() * self.accounts(),
            _ => 0,
        }
    }

    /// A number that looks random and is the same for every run.
    fn dice(&self, row: u64) -> u64 {
        let mut mixed = (row ^ self.seed.rotate_left(32)).wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    fn name(&self, row: u64, names: &[&'static str; 8]) -> &'static str {
        names.get(usize::try_from(self.dice(row) % 8).unwrap_or_default()).copied().unwrap_or_default()
    }

    fn digest(&self, row: u64) -> String {
        BASE64.encode(&Sha256::digest(self.dice(row).to_be_bytes()))
    }

    /// Gives the rows of a table in the order of their keys, as the members of their lines.
    pub fn each(&self, table: &str, put: &mut Put<'_>) -> Result<(), Failure> {
        match table {
            "audit_viewers" => self.each_viewer(put),
            _ => (0..self.rows(table)).try_for_each(|n| put(self.row(table, n))),
        }
    }

    fn row(&self, table: &str, n: u64) -> String {
        match table {
            "accounts" => self.account(n),
            "users" => self.user(n),
            "groups" => Self::group(n),
            "group_modules" => format!("\"group_id\":{},\"module_id\":{MODULE}", FIRST + n),
            "memberships" => self.membership(n),
            "membership_groups" => {
                let (_, account) = self.pair(n);
                // Each account's first group is that of its administrators.
                let group = FIRST + 2 * (account - FIRST) + u64::from(!n.is_multiple_of(10));
                format!("\"membership_id\":{},\"group_id\":{group}", FIRST_MEMBERSHIP + n)
            }
            "api_tokens" => self.token(n),
            "api_token_modules" => format!("\"token_id\":{},\"module_id\":{MODULE}", FIRST + n),
            _ => self.record(n),
        }
    }

    fn account(&self, n: u64) -> String {
        format!(
            "\"id\":{id},\"revision\":1,\"kind\":\"Client\",\"status\":\"Active\",\
             \"name\":\"Company {n}\",\"slug\":\"company-{n}\",\"external_id\":\"{external:x}\",\
             \"is_token_retrievable\":false,\"created_at\":{at}",
            id = FIRST + n,
            external = self.dice(n),
            at = BORN + n,
        )
    }

    fn user(&self, n: u64) -> String {
        let (first, last) = (self.name(n, &FIRST_NAMES), self.name(!n, &LAST_NAMES));
        format!(
            "\"id\":{id},\"revision\":1,\"email\":\"person-{mail:x}@example.com\",\"is_email_verified\":true,\
             \"first_name\":\"{first}\",\"last_name\":\"{last}\",\"password\":\"{HASH}\",\"life\":\"Live\",\
             \"standing\":\"Active\",\"activated_at\":{at},\"created_at\":{at}",
            id = FIRST + n,
            mail = self.dice(n),
            at = BORN + n,
        )
    }

    fn group(n: u64) -> String {
        let (kind, name) =
            if n.is_multiple_of(2) { ("Administrators", "Administrators") } else { ("Custom", "Everybody") };
        format!(
            "\"id\":{},\"revision\":1,\"account_id\":{},\"kind\":\"{kind}\",\"name\":\"{name}\",\
             \"is_buyer_limited\":false,\"created_at\":{}",
            FIRST + n,
            FIRST + n / 2,
            BORN + n,
        )
    }

    /// Whose membership it is, and of what account: everybody's first one, then every tenth one's second.
    fn pair(&self, n: u64) -> (u64, u64) {
        let accounts = self.accounts();
        if n < self.users {
            (FIRST + n, FIRST + n % accounts)
        } else {
            let user = (n - self.users) * 10;
            (FIRST + user, FIRST + (user % accounts + accounts / 2) % accounts)
        }
    }

    fn membership(&self, n: u64) -> String {
        let (user, account) = self.pair(n);
        format!(
            "\"id\":{},\"revision\":1,\"user_id\":{user},\"account_id\":{account},\"kind\":\"Full\",\
             \"state\":\"Active\",\"resend_count\":0,\"given_first_name\":\"{}\",\"given_last_name\":\"{}\",\
             \"is_owner\":false,\"is_favorite\":false,\"created_at\":{at},\"joined_at\":{at},\"is_expiry_noted\":false",
            FIRST_MEMBERSHIP + n,
            self.name(user - FIRST, &FIRST_NAMES),
            self.name(!(user - FIRST), &LAST_NAMES),
            at = BORN + n,
        )
    }

    fn token(&self, n: u64) -> String {
        format!(
            "\"id\":{},\"revision\":1,\"account_id\":{},\"state\":\"Active\",\"name\":\"Token {n}\",\
             \"digest\":\"{}\",\"is_retrievable\":false,\"created_at\":{},\"kind\":\"api\",\"tail\":\"abcde\",\
             \"scopes\":\"\",\"audience\":\"\"",
            FIRST + n,
            FIRST + n / 2,
            self.digest(n),
            BORN + n,
        )
    }

    /// Record `n` is about the account whose turn it is.
    fn record(&self, n: u64) -> String {
        let account = FIRST + n % self.accounts();
        format!(
            "\"sequence\":{},\"id\":{},\"event\":\"platform.accounts.account.updated\",\"at\":{},\
             \"object_kind\":\"Account\",\"object_id\":\"ACC-{:04}-{:04}-{:04}\",\"object_name\":\"Company\",\
             \"object_revision\":1,\"related\":\"[]\",\"actor_name\":\"System\",\"ip\":\"192.0.2.1\"",
            FIRST_SEQUENCE + n,
            FIRST_RECORD + n,
            BORN + n,
            account / 100_000_000,
            account / 10_000 % 10_000,
            account % 10_000,
        )
    }

    /// The accounts' records, account by account.
    fn each_viewer(&self, put: &mut Put<'_>) -> Result<(), Failure> {
        for account in 0..self.accounts() {
            for turn in 0..self.records_each() {
                let n = turn * self.accounts() + account;
                let (account, at, record) = (FIRST + account, BORN + n, FIRST_RECORD + n);
                put(format!("\"account_id\":{account},\"at\":{at},\"record_id\":{record}"))?;
            }
        }
        Ok(())
    }
}
