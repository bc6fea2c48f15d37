//! The own sessions (A3 to A5, S-R46).

use super::stage::{PASSWORD, stage};

#[actix_web::test]
async fn people_see_and_end_their_sessions() {
    let stage = stage().await;
    let (here, there, third) = (stage.browser(), stage.browser(), stage.browser());
    for browser in [&here, &there, &third] {
        browser.sign_in("kari@example.com", PASSWORD).await.to();
    }
    let shown = here.get("/sessions").await;
    shown.says("This browser").says("Last used").says("Unknown device");
    let ids: Vec<&str> = shown.text.split(r#"name="end" value=""#).skip(1).collect();
    assert_eq!(ids.len(), 4, "three, and all the others");
    let id = ids[1].split('"').next().unwrap();
    let ended = here.submit("/sessions", &shown.guard(), &[("end", id)]).await;
    assert_eq!(ended.to(), "/sessions?notice=session-ended");
    here.get(ended.to()).await.says("The session is ended.");
    assert_eq!([there.is_in().await, third.is_in().await].iter().filter(|is_in| **is_in).count(), 1);
    let ended = here.submit("/sessions", &shown.guard(), &[("end", "others")]).await;
    assert_eq!(ended.to(), "/sessions?notice=others-ended");
    assert!(here.is_in().await && !there.is_in().await && !third.is_in().await);
    let own = ids[0].split('"').next().unwrap();
    let ended = here.submit("/sessions", &shown.guard(), &[("end", own)]).await;
    assert_eq!(ended.to(), "/sign-in?notice=signed-out");
    assert!(here.session().is_none());
}

#[actix_web::test]
async fn s_r46_nobody_ends_somebody_elses_session() {
    let stage = stage().await;
    let code = stage.invite(stage.account, "mara@example.com");
    let mara = stage.browser();
    let fields = [("code", code.as_str()), ("password", PASSWORD), ("again", PASSWORD), ("terms", "yes")];
    mara.fill(&format!("/accept-invite?code={code}"), &fields).await.to();
    let shown = mara.get("/sessions").await;
    let id = shown.text.split(r#"name="end" value=""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let kari = stage.browser();
    kari.sign_in("kari@example.com", PASSWORD).await.to();
    for id in [id.as_str(), "SES-1", ""] {
        let shown = kari.fill("/sessions", &[("end", id)]).await;
        assert!(shown.to().starts_with("/sessions"));
    }
    assert!(mara.is_in().await);
}

#[actix_web::test]
async fn who_is_not_signed_in_is_sent_to_sign_in_and_back() {
    let stage = stage().await;
    let browser = stage.browser();
    assert_eq!(browser.get("/sessions").await.to(), "/sign-in?return=/sessions");
    let guard = browser.get("/sign-in").await.guard();
    let shown = browser.submit("/sessions", &guard, &[("end", "others")]).await;
    assert_eq!(shown.to(), "/sign-in?return=/sessions");
}
