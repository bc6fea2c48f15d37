//! The nginx configuration of docs/GATEWAYS.md in front of a service, run by a real nginx.
//!
//! Needs Debian's package `nginx`.

#[cfg(test)]
mod proxy;

#[cfg(test)]
mod tests {
    use identity_tests::{Api, Home, Process, Reply, ready};
    use serde_json::{Value, json};

    use super::proxy::{Proxy, upstream};

    const BILLING: &str = "MOD-8352";
    const REPORTING: &str = "MOD-8353";

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

    async fn ask(proxy: &Proxy, bearer: Option<&str>) -> Reply {
        let answer = Api::new(proxy.address(), bearer).call("GET", "/report", None).await;
        answer.map_err(|failure| failure.to_string()).unwrap()
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

        let let_through = ask(&proxy, Some(&covered)).await;
        assert_eq!(let_through.status, 200, "{}", let_through.head);
        let seen = &let_through.body;
        assert_eq!((&seen["kind"], &seen["subject"]), (&json!("api"), &json!(id)));
        assert_eq!((&seen["account"], &seen["modules"]), (&json!(account), &json!("billing")));

        assert_eq!(ask(&proxy, Some(&other)).await.status, 403, "the module is not covered");
        assert_eq!(ask(&proxy, None).await.status, 401);
        assert_eq!(ask(&proxy, Some("idt:TKN-1111-1111:nonsense")).await.status, 401);

        let path = format!("/v1/accounts/api-tokens/{id}/disable");
        operator.expect(200, "POST", &path, None).await.map_err(|failure| failure.to_string()).unwrap();
        assert_eq!(ask(&proxy, Some(&covered)).await.status, 401, "at once");
        drop(process);
        assert_eq!(ask(&proxy, Some(&other)).await.status, 500, "nobody is let through unasked");
    }
}
