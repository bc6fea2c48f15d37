//! The nginx configuration of docs/GATEWAYS.md in front of a service, run by a real nginx.
//!
//! Needs Debian's package `nginx`.

#[cfg(test)]
mod proxy;

#[cfg(test)]
mod tests {
    use identity_tests::{Api, Home, Process, ready};
    use serde_json::{Value, json};

    use super::proxy::{Proxy, upstream};

    const BILLING: &str = "MOD-8352";
    const REPORTING: &str = "MOD-3615";

    async fn make(operator: &mut Api, path: &str, body: Value) -> Value {
        let made = operator.expect(201, "POST", path, Some(&body)).await;
        made.map_err(|failure| failure.to_string()).unwrap()
    }

    async fn token(operator: &mut Api, account: &str, module: &str) -> (String, String) {
        let body = json!({"name": "Behind a proxy", "account": {"id": account}, "modules": [{"id": module}]});
        let made = make(operator, "/v1/accounts/api-tokens", body).await;
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        (text("id"), text("token"))
    }

    /// Status, and what the service says of its caller if it was asked.
    async fn ask(proxy: &Proxy, bearer: Option<&str>) -> (u16, Value) {
        let (url, bearer) = (format!("http://{}/report", proxy.address()), bearer.map(str::to_owned));
        let asking = tokio::task::spawn_blocking(move || {
            let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build();
            let mut request = config.new_agent().get(url);
            if let Some(bearer) = bearer {
                request = request.header("authorization", format!("Bearer {bearer}"));
            }
            let mut answer = request.header("x-identity-subject", "USR-1111-1111").call().unwrap();
            let text = answer.body_mut().read_to_string().unwrap();
            (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
        });
        asking.await.unwrap()
    }

    async fn server() -> (Home, Process) {
        let home = Home::new().map_err(|failure| failure.to_string()).unwrap();
        let process = home.start().map_err(|failure| failure.to_string()).unwrap();
        ready(process.address()).await.map_err(|failure| failure.to_string()).unwrap();
        (home, process)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nginx_asks_before_it_lets_anybody_through() {
        let (home, process) = server().await;
        let operations = home.operations_token().map_err(|failure| failure.to_string()).unwrap();
        let mut operator = Api::new(process.address(), Some(&operations));
        let account =
            make(&mut operator, "/v1/accounts/accounts", json!({"name": "Own", "type": "Client"})).await;
        let account = account["id"].as_str().unwrap().to_owned();
        let (id, covered) = token(&mut operator, &account, BILLING).await;
        let (_, other) = token(&mut operator, &account, REPORTING).await;
        let proxy = Proxy::start(process.address(), upstream());

        let (status, seen) = ask(&proxy, Some(&covered)).await;
        assert_eq!(status, 200);
        assert_eq!(
            (&seen["kind"], &seen["subject"]),
            (&json!("api"), &json!(id)),
            "not what the client said"
        );
        assert_eq!((&seen["account"], &seen["modules"]), (&json!(account), &json!("billing")));

        assert_eq!(ask(&proxy, Some(&other)).await.0, 403, "the module is not covered");
        assert_eq!(ask(&proxy, None).await.0, 401);
        assert_eq!(ask(&proxy, Some("idt:TKN-1111-1111:nonsense")).await.0, 401);

        let path = format!("/v1/accounts/api-tokens/{id}/disable");
        operator.expect(200, "POST", &path, None).await.map_err(|failure| failure.to_string()).unwrap();
        assert_eq!(ask(&proxy, Some(&covered)).await.0, 401, "at once");
        drop(process);
        assert_eq!(ask(&proxy, Some(&other)).await.0, 500, "nobody is let through unasked");
    }
}
