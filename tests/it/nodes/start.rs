//! Nodes that start.

use crate::harness::site::{two_configs, two_nodes};

#[test]
fn nodes_that_start_at_once_fill_an_empty_database_once() {
    let [a, b] = two_nodes("nodes_start");
    assert_eq!(a.operations, b.operations);
    assert_eq!(
        a.operator.credential(),
        b.operator.credential(),
        "the token that was kept is the one that was made"
    );
    for node in [a, b] {
        let accounts = node.operator.get("/v1/accounts/accounts?type=Operations&limit=0").expect(200);
        assert_eq!(accounts["$meta"]["pagination"]["total"], 1);
        let people = node.operator.get("/v1/accounts/users?limit=0").expect(200);
        assert_eq!(people["$meta"]["pagination"]["total"], 1);
        let records = node.operator.get("/v1/audit/records?limit=0").expect(200);
        assert_eq!(records["$meta"]["pagination"]["total"], 1, "one bootstrap");
    }
}

#[test]
fn a_node_with_another_master_key_does_not_start() {
    let [first, mut other] = two_configs("nodes_key");
    other.keys.master_file = first.keys.master_file.with_file_name("other.key");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let running = identity_server::start(first).await.unwrap();
        // It is not even made: the database has a key, and this node was not given it.
        let refused = identity_server::start(other.clone()).await.err().unwrap().to_string();
        assert!(refused.starts_with("keys.master_file"), "{refused}");
        let [mut elsewhere, _] = two_configs("nodes_other_key");
        elsewhere.keys.master_file = other.keys.master_file.clone();
        identity_server::start(elsewhere).await.unwrap().stop().await;
        let refused = identity_server::start(other).await.err().unwrap().to_string();
        assert!(refused.ends_with("is not the key of this database"), "{refused}");
        running.stop().await;
    });
}
