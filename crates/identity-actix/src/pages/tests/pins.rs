//! The own PIN in one account (U6, S-R15, S-R30).

use super::stage::{PASSWORD, stage};

#[actix_web::test]
async fn s_r15_a_member_sets_a_pin_and_weak_ones_are_refused_in_words() {
    let stage = stage().await;
    let browser = stage.browser();
    browser.sign_in("kari@example.com", PASSWORD).await.to();
    let page = format!("/pin?account={}", stage.account);
    browser.get("/").await.says(&page);
    let account = stage.account.to_string();
    for (pin, again, said) in [
        ("1234", "1234", "too easy to guess"),
        ("12", "12", "Four to six digits"),
        ("", "", "Four to six digits"),
        ("4071", "4072", "not the same"),
    ] {
        let fields = [("account", account.as_str()), ("pin", pin), ("again", again)];
        let shown = browser.fill(&page, &fields).await;
        assert_eq!(shown.status, 400, "{pin}");
        shown.says(said).says("Harbour Lane Foods");
    }
    let fields = [("account", account.as_str()), ("pin", "4071"), ("again", "4071")];
    assert_eq!(browser.fill(&page, &fields).await.to(), "/?notice=pin-set");
    let (id, user) = (stage.account, stage.kari);
    let stored = stage.read(move |tx, _| {
        let membership = tx.memberships().find_pair(id, user)?.unwrap();
        Ok(tx.pins().find(membership.id)?)
    });
    let stored = stored.unwrap();
    assert!(stored.is_own_by_web && stored.temporary_until.is_none());
}

#[actix_web::test]
async fn s_r3_s_r30_nobody_sets_a_pin_where_they_are_no_member() {
    let stage = stage().await;
    let other = stage.account("Fjord Books");
    let browser = stage.browser();
    let page = format!("/pin?account={other}");
    assert_eq!(browser.get(&page).await.to(), format!("/sign-in?return={page}"));
    browser.sign_in("kari@example.com", PASSWORD).await.to();
    assert_eq!(browser.get(&page).await.to(), "/");
    assert_eq!(browser.get("/pin?account=x").await.to(), "/");
    let guard = browser.get("/").await.guard();
    let before = stage.records();
    let account = other.to_string();
    let fields = [("account", account.as_str()), ("pin", "4071"), ("again", "4071")];
    assert_eq!(browser.submit("/pin", &guard, &fields).await.to(), "/");
    assert_eq!(stage.records(), before);
}
