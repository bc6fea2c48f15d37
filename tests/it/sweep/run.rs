//! Asking, and judging the answers.

use serde_json::Value;

use super::cases::Case;
use super::stage::Stage;
use super::world::{Ids, Kind, World};
use crate::harness::{Answer, Client};

/// A sweep through the cases.
pub struct Sweep<'a> {
    world: &'a World,
    canaries: Vec<&'a str>,
    /// Questions asked so far.
    pub asked: usize,
}

impl<'a> Sweep<'a> {
    pub fn new(world: &'a World) -> Self {
        Self { world, canaries: world.canaries(), asked: 0 }
    }

    /// The administrator and the member of the asking account.
    fn insiders(&self) -> [&'a Client; 2] {
        [&self.world.home.admin, &self.world.home.member]
    }

    fn is_operator(&self, client: &Client) -> bool {
        client.credential() == self.world.home.operator.credential()
    }

    fn setting(&self, case: &Case, is_operator: bool) -> Ids {
        (case.setting)(&Stage { tenant: &self.world.home, ids: &self.world.own, is_operator })
    }

    fn ask(&mut self, client: &Client, base: &str, case: &Case, in_path: &Ids, in_body: &Ids) -> Answer {
        let body = (case.body)(in_body);
        let path = case.at(base, in_path);
        let answer = client.call(case.method, &path, (body != Value::Null).then_some(&body));
        self.judge(client, &answer);
        answer
    }

    /// A success for anybody but the operator holds nothing of the other account.
    fn judge(&mut self, client: &Client, answer: &Answer) {
        self.asked += 1;
        assert!(answer.status < 500, "{answer:?}");
        if answer.status < 300 && !self.is_operator(client) {
            let leak = self.canaries.iter().find(|canary| answer.text.contains(**canary));
            assert_eq!(leak, None, "{answer:?}");
        }
    }

    /// The same request about an object of one's own account is answered as the matrix says.
    pub fn controls(&mut self, base: &str, case: &Case) {
        let world = self.world;
        for (client, expected) in
            [&world.home.operator, &world.home.admin, &world.home.member].into_iter().zip(case.own)
        {
            let ids = self.setting(case, self.is_operator(client));
            let answer = self.ask(client, base, case, &ids, &ids);
            assert_eq!(answer.status, expected, "{answer:?}");
        }
    }

    /// Without a credential, or with a wrong one, every object is answered alike.
    pub fn strangers(&mut self, base: &str, case: &Case) {
        let world = self.world;
        let mut first: Option<(u16, Value)> = None;
        for client in world.strangers() {
            for ids in [&world.own, &world.foreign, &world.random, &world.deleted] {
                let answer = self.ask(&client, base, case, ids, ids);
                let likeness = answer.likeness();
                assert_eq!(likeness.0, 401, "{answer:?}");
                assert_eq!(&likeness, first.get_or_insert_with(|| likeness.clone()), "{answer:?}");
            }
        }
    }

    /// An identifier of the other account, in the path or in the body, is answered like one of nothing.
    pub fn identifiers(&mut self, base: &str, case: &Case) {
        let own = self.setting(case, false);
        for client in self.insiders() {
            for kinds in choices(case.path) {
                self.compare(client, base, case, &kinds, |from| (own.with(&kinds, from), own.clone()));
            }
            for kinds in choices(case.named) {
                self.compare(client, base, case, &kinds, |from| (own.clone(), own.with(&kinds, from)));
            }
        }
    }

    fn compare(
        &mut self,
        client: &Client,
        base: &str,
        case: &Case,
        kinds: &[Kind],
        request: impl Fn(&Ids) -> (Ids, Ids),
    ) {
        let world = self.world;
        let mut answered = |from: &Ids| {
            let (in_path, in_body) = request(from);
            self.ask(client, base, case, &in_path, &in_body)
        };
        let random = answered(&world.random);
        let foreign = answered(&world.foreign);
        assert!((400..500).contains(&foreign.status), "{foreign:?}");
        assert_eq!(foreign.likeness(), random.likeness(), "{kinds:?}\n{foreign:?}\n{random:?}");
        let deleted = answered(&world.deleted);
        assert_eq!(deleted.likeness(), random.likeness(), "{kinds:?}\n{deleted:?}\n{random:?}");
    }

    /// A filter that names an object of the other account matches what one that names nothing matches: nothing.
    pub fn filters(&mut self, base: &str, case: &Case) {
        let world = self.world;
        let path = case.at(base, &world.own);
        for (filter, kind) in case.filters {
            let with = |ids: &Ids| filter.replace("{}", ids.get(*kind));
            let [own, foreign, random] = [&world.own, &world.foreign, &world.random].map(with);
            for client in self.insiders() {
                let mut list = |query: &str| {
                    let answer = client.get(&format!("{path}?select=*&{query}"));
                    self.judge(client, &answer);
                    answer.expect(200)
                };
                assert_eq!(list(&foreign), list(&random), "{path} {foreign}");
                assert_eq!(list(&format!("{own};{foreign}")), list(&own), "{path} {foreign}");
                assert_eq!(
                    list(&format!("not({foreign})")),
                    list(&format!("not({random})")),
                    "{path} {foreign}"
                );
                list(&format!("or({foreign},not({own}))"));
            }
            let all = world.home.operator.get(&format!("{path}?limit=0&{own}")).expect(200);
            assert_ne!(
                all["$meta"]["pagination"]["total"], 0,
                "{path} {own} finds nothing even for the operator"
            );
        }
    }
}

/// Each kind by itself, and all of them.
fn choices(kinds: &[Kind]) -> Vec<Vec<Kind>> {
    let mut choices: Vec<_> = kinds.iter().map(|kind| vec![*kind]).collect();
    if kinds.len() > 1 {
        choices.push(kinds.to_vec());
    }
    choices
}
