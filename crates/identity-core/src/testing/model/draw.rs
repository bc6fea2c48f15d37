//! Arguments: mostly of what is there, sometimes of what is somebody else's, gone, or nothing at all.

use std::collections::BTreeMap;

use super::action::Found;
use super::actor::Who;
use super::dice::Dice;
use super::known::Known;
use crate::account::{Account, AccountState};
use crate::id::{
    AccountId, BuyerId, DeviceId, GroupId, Id, MembershipId, ModuleId, SessionId, TokenId, UserId,
};
use crate::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT};
use crate::secret::Secret;
use crate::testing::fakes::{FakeCodes, fake_digest};
use crate::testing::{BILLING, PASSWORD, REPORTS};
use crate::timestamp::Timestamp;
use crate::value::Member;

/// Names of accounts, groups and the rest; few, so that many are the same.
const NAMES: [&str; 8] = [
    "Harbour Lane Foods",
    "harbour lane foods",
    "Porto Trading",
    "\u{c4}rger & S\u{f6}hne",
    "O'Neil",
    "Stra\u{df}e 7",
    "50%_off",
    "\u{65e5}\u{672c}\u{8a9e}",
];

/// What the names in domains are made of.
const SLUGS: [&str; 6] = ["acme", "branch", "msp", "north-1", "south", "Acme"];

/// What a command is drawn from.
pub(super) struct Draw<'a> {
    pub dice: &'a Dice,
    pub known: &'a Known,
    pub who: Who,
    pub now: Timestamp,
}

/// A member that was sent.
pub(super) fn sent(text: impl ToString) -> Member<String> {
    Member::Value(text.to_string())
}

/// The code that an app shows at that moment.
pub(super) fn otp(secret: &Secret, now: Timestamp) -> String {
    FakeCodes::shown(secret, u64::try_from(now.millis() / 30_000).unwrap())
}

impl Draw<'_> {
    /// One of the rows that fit, rarely another one, and very rarely none that there is.
    fn row<I: Id, V>(&self, rows: &BTreeMap<I, V>, fits: impl Fn(&V) -> bool) -> I {
        let fitting: Vec<I> = rows.iter().filter(|(_, row)| fits(row)).map(|(id, _)| *id).collect();
        let all = || self.dice.one_of(rows.keys().copied().collect());
        let drawn = match self.dice.below(40) {
            0 => None,
            1..4 => all(),
            _ => self.dice.one_of(fitting).or_else(all),
        };
        drawn.unwrap_or_else(|| I::from_number(self.dice.below(9) + 1))
    }

    /// Where the actor is, if anywhere, and sometimes another account.
    fn is_here(&self, account: AccountId) -> bool {
        self.who.account.is_none_or(|here| here == account)
    }

    /// An account, mostly one with people in it.
    pub(super) fn account(&self) -> AccountId {
        if self.dice.one_in(6) {
            return self.any_account();
        }
        self.row(&self.known.accounts, |account| self.is_here(account.id))
    }

    /// An account, wherever the actor is.
    pub(super) fn any_account(&self) -> AccountId {
        self.row(&self.known.accounts, |_| true)
    }

    /// An account of which somebody is a member.
    pub(super) fn inhabited(&self) -> AccountId {
        let member = self.row(&self.known.memberships, |_| true);
        self.known.memberships.get(&member).map_or_else(|| self.account(), |member| member.account)
    }

    /// A person, mostly a member of the account that the actor is in.
    pub(super) fn user(&self) -> UserId {
        let known = self.known;
        self.row(&known.users, |user| {
            known.memberships.values().any(|member| member.user == user.id && self.is_here(member.account))
        })
    }

    /// The person who acts.
    pub(super) fn own_user(&self) -> UserId {
        self.who.user.filter(|_| !self.dice.one_in(12)).unwrap_or_else(|| self.user())
    }

    /// A membership, mostly in the account that the actor is in.
    pub(super) fn membership(&self) -> MembershipId {
        self.row(&self.known.memberships, |member| self.is_here(member.account))
    }

    /// A membership of the account.
    pub(super) fn member_of(&self, account: AccountId) -> MembershipId {
        self.row(&self.known.memberships, |member| member.account == account)
    }

    /// A group of the account.
    pub(super) fn group_of(&self, account: AccountId) -> GroupId {
        self.row(&self.known.groups, |group| group.account == account)
    }

    /// A group, mostly in the account that the actor is in.
    pub(super) fn group(&self) -> GroupId {
        self.row(&self.known.groups, |group| self.is_here(group.account))
    }

    /// Some groups of the account.
    pub(super) fn groups_of(&self, account: AccountId) -> Member<Vec<String>> {
        Member::Value((0..=self.dice.below(2)).map(|_| self.group_of(account).to_string()).collect())
    }

    /// A token, mostly of the account that the actor is in.
    pub(super) fn token(&self) -> TokenId {
        self.row(&self.known.tokens, |token| {
            self.is_here(token.account) && token.id != super::actor::OPERATOR
        })
    }

    /// A token of the account.
    pub(super) fn token_of(&self, account: AccountId) -> TokenId {
        self.row(&self.known.tokens, |token| token.account == account && token.id != super::actor::OPERATOR)
    }

    /// A buyer, mostly of the account that the actor is in.
    pub(super) fn buyer(&self) -> BuyerId {
        self.row(&self.known.buyers, |buyer| buyer.account.is_none_or(|account| self.is_here(account)))
    }

    /// A device of the account.
    pub(super) fn device_of(&self, account: AccountId) -> DeviceId {
        self.row(&self.known.devices, |device| device.account == account)
    }

    /// A session, mostly one of the person who acts.
    pub(super) fn session(&self) -> SessionId {
        self.row(&self.known.sessions, |session| self.who.user.is_none_or(|user| session.user == user))
    }

    /// Some modules.
    pub(super) fn modules(&self) -> Member<Vec<String>> {
        let all = [BILLING, BILLING, REPORTS, ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT, ModuleId::new(7)];
        let one = || self.dice.pick(all.get(..if self.dice.one_in(6) { 6 } else { 4 }).unwrap());
        Member::Value((0..self.dice.below(3)).map(|_| one().to_string()).collect())
    }

    /// A name, or very rarely none.
    pub(super) fn name(&self) -> Member<String> {
        if self.dice.one_in(20) { Member::Null } else { sent(self.dice.pick(&NAMES)) }
    }

    /// A name, or in half of all cases nothing.
    pub(super) fn maybe_name(&self) -> Member<String> {
        if self.dice.flip() { self.name() } else { Member::Absent }
    }

    /// A name that tokens can have.
    pub(super) fn token_name(&self) -> Member<String> {
        sent(self.dice.pick(&["Till", "till 2", "Back office", "O'Neil", "<none>"]))
    }

    /// A name of a domain, of one that is there or of a new one.
    pub(super) fn domain(&self, account: AccountId) -> String {
        let slug = |id: AccountId| Some(self.known.accounts.get(&id)?.slug.as_ref()?.to_string());
        let parent = self.known.accounts.get(&account).and_then(|account| account.parent).and_then(slug);
        match (self.dice.below(8), slug(account), parent) {
            (0, ..) => self.dice.pick(&SLUGS).to_owned(),
            (1..4, Some(slug), None) => slug,
            (1..5, Some(slug), Some(parent)) => format!("{slug}@{parent}"),
            _ => account.to_string(),
        }
    }

    /// A name for a new domain.
    pub(super) fn new_domain(&self) -> String {
        let slug = format!("{}{}", self.dice.pick(&SLUGS), self.dice.below(4));
        let above = self.known.accounts.get(&self.account()).and_then(|account| account.slug.clone());
        match above.filter(|_| self.dice.one_in(3)) {
            Some(above) => format!("{slug}@{above}"),
            None => slug,
        }
    }

    /// An address: of somebody who is there, of somebody new, or none at all.
    pub(super) fn email(&self) -> String {
        let user = self.row(&self.known.users, |_| true);
        let known = self.known.users.get(&user).map(|user| user.email.to_string());
        match self.dice.below(20) {
            0 => "nobody at all".into(),
            1..8 => known.unwrap_or_default(),
            8 => known.unwrap_or_default().to_uppercase(),
            _ => format!("person{}@example.com", self.dice.below(30)),
        }
    }

    /// The address of somebody in the account.
    pub(super) fn email_in(&self, account: AccountId) -> String {
        let member = self.member_of(account);
        let user = self.known.memberships.get(&member).and_then(|member| self.known.users.get(&member.user));
        user.map_or_else(|| self.email(), |user| user.email.to_string())
    }

    /// A password, mostly the one that everybody has.
    pub(super) fn password(&self) -> Secret {
        let other = ["another river under stones", "short", "wrong"];
        let text = if self.dice.one_in(6) { self.dice.pick(&other) } else { PASSWORD };
        Secret::new(text.into())
    }

    /// A PIN, mostly the one that everybody has.
    pub(super) fn pin(&self) -> Secret {
        let text = if self.dice.one_in(5) { self.dice.pick(&["482916", "1234", "x"]) } else { "5839" };
        Secret::new(text.into())
    }

    /// A code that members sign in with at devices.
    pub(super) fn user_code(&self) -> String {
        self.dice.pick(&["1001", "1002", "1002", "1003"]).into()
    }

    /// A moment around now, as clients write it.
    pub(super) fn moment(&self) -> Member<String> {
        let days = self.dice.pick(&[-1_i64, 1, 30, 400]);
        sent(Timestamp::from_millis(self.now.millis() + days * 86_400_000))
    }

    /// Something that was learnt, or something that was not.
    pub(super) fn found(&self, wanted: impl Fn(&Found) -> Option<&String>) -> Option<String> {
        let all: Vec<String> = self.known.found.iter().filter_map(wanted).cloned().collect();
        if self.dice.one_in(15) { Some("nothing that was told".into()) } else { self.dice.one_of(all) }
    }

    /// A code of an invitation, mostly one of the person who acts.
    pub(super) fn invitation_code(&self) -> Option<String> {
        let is_own = |code: &String| {
            let membership = self.invited_by(code).and_then(|id| self.known.memberships.get(&id));
            membership.is_some_and(|membership| Some(membership.user) == self.who.user)
        };
        let code =
            |found: &Found| if let Found::Invitation(code) = found { Some(code.clone()) } else { None };
        let own = self.known.found.iter().filter_map(code).filter(is_own).collect();
        let any = || self.found(|found| if let Found::Invitation(code) = found { Some(code) } else { None });
        self.dice.one_of(own).or_else(any)
    }

    /// A code of an invitation that nobody has answered, or any.
    pub(super) fn open_code(&self) -> Option<String> {
        let code =
            |found: &Found| if let Found::Invitation(code) = found { Some(code.clone()) } else { None };
        let is_open = |code: &String| self.invited_by(code).is_some();
        let open = self.known.found.iter().filter_map(code).filter(is_open).collect();
        self.dice.one_of(open).filter(|_| !self.dice.one_in(5)).or_else(|| self.invitation_code())
    }

    /// The membership that the code of an invitation is for.
    pub(super) fn invited_by(&self, code: &str) -> Option<MembershipId> {
        let digest = fake_digest(code);
        let mut all = self.known.memberships.values();
        all.find(|m| m.invitation.as_ref().is_some_and(|i| i.code == digest)).map(|m| m.id)
    }

    /// The code that a person's app shows now, if there is one.
    pub(super) fn otp(&self, user: UserId) -> Option<String> {
        let secret = self.known.found.iter().rev().find_map(|found| match found {
            Found::Factor(of, secret) if *of == user => Some(secret.clone()),
            _ => None,
        });
        Some(otp(&Secret::new(secret?), self.now))
    }

    /// A code of the second factor of the person who acts, or somebody's.
    pub(super) fn own_otp(&self) -> Option<String> {
        let own = self.who.user.and_then(|user| self.otp(user));
        own.or_else(|| self.known.users.keys().find_map(|user| self.otp(*user)))
    }

    /// An account of the person who acts.
    pub(super) fn own_account(&self) -> AccountId {
        let own = self.known.memberships.values().filter(|member| Some(member.user) == self.who.user);
        let own = self.dice.one_of(own.map(|member| member.account).collect());
        own.filter(|_| !self.dice.one_in(8)).unwrap_or_else(|| self.inhabited())
    }

    /// One of the rows that are in the right state, if there are any; sometimes another one.
    pub(super) fn ripe<I: Id, V>(
        &self,
        rows: &BTreeMap<I, V>,
        is_ripe: impl Fn(&V) -> bool,
        other: impl FnOnce() -> I,
    ) -> I {
        let ripe = rows.iter().filter(|(_, row)| is_ripe(row)).map(|(id, _)| *id).collect();
        self.dice.one_of(ripe).filter(|_| !self.dice.one_in(4)).unwrap_or_else(other)
    }

    /// An account that has one above it, if there is one.
    pub(super) fn child(&self) -> AccountId {
        self.row(&self.known.accounts, |account| account.parent.is_some())
    }

    /// The same, disabled, if there is one.
    pub(super) fn disabled_child(&self) -> AccountId {
        let is_ripe = |account: &Account| {
            account.parent.is_some() && matches!(account.state, AccountState::Disabled { .. })
        };
        self.ripe(&self.known.accounts, is_ripe, || self.child())
    }

    /// An account in the reach of a key: its own, or one below it.
    pub(super) fn domain_account(&self) -> AccountId {
        if self.dice.one_in(5) { self.child() } else { self.account() }
    }

    /// A name of a role of the account, or one that it may not have.
    pub(super) fn role(&self, account: AccountId) -> String {
        let all = ["ADMIN", "NO_PRIVILEGES", "OWNER", "no such role"];
        let there = self.known.groups.get(&self.group_of(account)).map(|group| group.name.to_string());
        there.filter(|_| self.dice.flip()).unwrap_or_else(|| self.dice.pick(&all).into())
    }
}
