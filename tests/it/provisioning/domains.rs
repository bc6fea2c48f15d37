//! Domains (C1–C6).

use super::refused_as;
use crate::harness::Tenant;

#[test]
fn p_r2_a_foreign_domain_is_like_one_that_does_not_exist() {
    let (own, foreign) = (Tenant::new("domains_own"), Tenant::new("domains_foreign"));
    let read = |tenant: &Tenant, id: &str| tenant.admin.get(&format!("/v2/domain/{id}"));
    assert_eq!(read(&own, &own.id).expect(200)["id"], own.id);
    for id in [foreign.id.as_str(), "ACC-9191-9191", "no such", "%FF"] {
        refused_as(&read(&own, &id.replace(' ', "%20")), 404);
    }
    refused_as(&own.member.get(&format!("/v2/domain/{}", own.id)), 403);
    refused_as(&own.admin.anonymous().get(&format!("/v2/domain/{}", own.id)), 401);
}
