use identity_core::account::AccountKind;
use identity_core::id::{AccountId, MembershipId, SessionId, UserId};
use identity_core::session::{AccessClaims, ChannelName};
use identity_core::timestamp::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::OsEntropy;

fn signer() -> EdSigner {
    EdSigner::new(Arc::new(OsEntropy::new().unwrap()))
}

/// The key of RFC 8037 A.1 and A.2.
fn example_key() -> KeyPair {
    let x = decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
    let public = PublicKey(x.try_into().unwrap());
    let private = Secret::new("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A".into());
    KeyPair { id: thumbprint(&public), public, private }
}

fn auth() -> Claims {
    Claims {
        issuer: "https://id.example.com".into(),
        audience: "https://id.example.com".into(),
        user: UserId::new(25_107_730),
        session: SessionId::new(771_104_209_935),
        issued_at: Timestamp::from_millis(1_735_888_320_000),
        expires_at: Timestamp::from_millis(1_735_889_220_000),
        id: "9b0c".into(),
        access: None,
    }
}

fn access() -> Claims {
    let access = AccessClaims {
        account: AccountId::new(38_059_921),
        account_kind: AccountKind::Client,
        membership: MembershipId::new(482_100_347_719),
        modules: vec!["new-marketplace".into()],
        channel: ChannelName::Device,
    };
    Claims { audience: "accounts-api".into(), access: Some(access), ..auth() }
}

/// A token with this header and payload whose signature is right.
fn forge(key: &KeyPair, header: &str, payload: &str) -> String {
    sign(key, header, payload).unwrap()
}

fn header_of(token: &str) -> Value {
    serde_json::from_slice(&decode(Parts::of(token).unwrap().header).unwrap()).unwrap()
}

fn payload_of(token: &str) -> Value {
    serde_json::from_slice(&decode(Parts::of(token).unwrap().payload).unwrap()).unwrap()
}

#[test]
fn the_examples_of_rfc_8037_are_met() {
    let key = example_key();
    assert_eq!(key.id, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "A.3");
    let signed = forge(&key, r#"{"alg":"EdDSA"}"#, "Example of Ed25519 signing");
    assert_eq!(
        signed,
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
         hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        "A.4"
    );
    assert_eq!(signer().read(&signed, &key.public), None, "it says neither key nor type");
}

#[test]
fn what_is_signed_is_read_under_its_own_key_alone() {
    let signer = signer();
    let (key, other) = (signer.generate(), signer.generate());
    assert!(key.id != other.id && key.id.len() == 43);
    for claims in [auth(), access()] {
        let token = signer.sign(&key, &claims).unwrap();
        assert_eq!(signer.key_id(token.expose()), Some(key.id.clone()));
        assert_eq!(signer.read(token.expose(), &key.public), Some(claims));
        assert_eq!(signer.read(token.expose(), &other.public), None);
    }
    let mixed = KeyPair { private: other.private, ..key.clone() };
    assert!(signer.sign(&mixed, &auth()).is_err());
    let no_key = KeyPair { private: Secret::new("secret!".into()), ..key };
    let why = signer.sign(&no_key, &auth()).err().unwrap().to_string();
    assert!(!why.contains("secret!"), "{why}");
}

#[test]
fn header_and_claims_are_those_of_the_contract() {
    let key = example_key();
    let token = signer().sign(&key, &access()).unwrap();
    assert_eq!(header_of(token.expose()), json!({"alg": "EdDSA", "kid": key.id, "typ": "at+jwt"}));
    assert_eq!(
        payload_of(token.expose()),
        json!({"iss": "https://id.example.com", "sub": "USR-2510-7730", "aud": "accounts-api",
            "iat": 1_735_888_320, "exp": 1_735_889_220, "jti": "9b0c", "sid": "SES-7711-0420-9935",
            "account": {"id": "ACC-3805-9921", "type": "Client"}, "membership": "AUSR-4821-0034-7719",
            "modules": {"new-marketplace": ["read", "edit"]}, "channel": "device"})
    );
    let token = signer().sign(&key, &auth()).unwrap();
    assert_eq!(header_of(token.expose()), json!({"alg": "EdDSA", "kid": key.id, "typ": "auth+jwt"}));
    assert_eq!(
        payload_of(token.expose()),
        json!({"iss": "https://id.example.com", "sub": "USR-2510-7730", "aud": "https://id.example.com",
            "iat": 1_735_888_320, "exp": 1_735_889_220, "jti": "9b0c", "sid": "SES-7711-0420-9935"})
    );
}

#[test]
fn every_other_character_and_every_cut_is_refused() {
    let (signer, key) = (signer(), example_key());
    let token = signer.sign(&key, &auth()).unwrap();
    let token = token.expose();
    for place in 0..token.len() {
        let mut altered = token.as_bytes().to_vec();
        altered[place] = if altered[place] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        assert_eq!(signer.read(&altered, &key.public), None, "{altered}");
        assert_eq!(signer.read(&token[..place], &key.public), None);
        assert_eq!(signer.read(&token[place + 1..], &key.public), None);
    }
}

/// The header of an auth token under the example's key, with these changes; `null` takes a member away.
fn header_with(changes: &Value) -> String {
    let mut header = json!({"alg": "EdDSA", "kid": example_key().id, "typ": "auth+jwt"});
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            header.as_object_mut().unwrap().remove(name);
        } else {
            header[name] = value.clone();
        }
    }
    header.to_string()
}

#[test]
fn headers_are_judged_strictly_though_the_signature_is_right() {
    let (signer, key) = (signer(), example_key());
    let payload = payload::write(&auth()).unwrap();
    let read = |header: &str| signer.read(&forge(&key, header, &payload), &key.public);
    let stranger = json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"});
    for ignored in
        [json!({}), json!({"jwk": stranger}), json!({"jku": "https://x.example"}), json!({"x5u": 1})]
    {
        assert_eq!(read(&header_with(&ignored)), Some(auth()), "{ignored}");
    }
    for refused in [
        json!({"alg": "none"}),
        json!({"alg": "None"}),
        json!({"alg": "HS256"}),
        json!({"alg": "ES256"}),
        json!({"alg": "Ed25519"}),
        json!({"alg": null}),
        json!({"alg": ["EdDSA"]}),
        json!({"typ": "JWT"}),
        json!({"typ": "AUTH+JWT"}),
        json!({"typ": "application/auth+jwt"}),
        json!({"typ": "at+jwt"}),
        json!({"typ": null}),
        json!({"kid": null}),
        json!({"kid": "k".repeat(65)}),
        json!({"crit": ["exp"]}),
        json!({"crit": []}),
    ] {
        assert_eq!(read(&header_with(&refused)), None, "{refused}");
    }
    for text in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"alg":"EdDSA","kid":"k","typ":"auth+jwt","crit":null}"#,
        r#"{"alg":"none","alg":"EdDSA","kid":"k","typ":"auth+jwt"}"#,
        r#"{"alg":"EdDSA","kid":"k","typ":"auth+jwt"} x"#,
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn no_signature_is_no_signature() {
    let (signer, key) = (signer(), example_key());
    let token = forge(&key, &header_with(&json!({})), &payload::write(&auth()).unwrap());
    let parts = Parts::of(&token).unwrap();
    let zeros = URL_SAFE_NO_PAD.encode([0; 64]);
    for signature in ["", "AA", &zeros, &format!("{}=", parts.signature), &format!("{}.", parts.signature)] {
        assert_eq!(signer.read(&format!("{}.{signature}", parts.signed), &key.public), None, "{signature}");
    }
    for text in [parts.signed, "", ".", "..", "...", &format!("{token}.{}", parts.signature)] {
        assert_eq!(signer.read(text, &key.public), None, "{text}");
    }
    let hmac = hmac_with(&key.public.0, &header_with(&json!({"alg": "HS256"})));
    assert_eq!(signer.read(&hmac, &key.public), None, "the public half is no shared secret");
}

/// A token whose HS256 signature takes the public half for a shared secret.
fn hmac_with(secret: &[u8], header: &str) -> String {
    use hmac::{Hmac, KeyInit as _, Mac as _};
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let signed = format!("{}.{}", encode(header), encode(&payload::write(&auth()).unwrap()));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[test]
fn s_r1_claims_belong_to_their_type() {
    let (signer, key) = (signer(), example_key());
    let whole = serde_json::from_str::<Value>(&payload::write(&access()).unwrap()).unwrap();
    let header = |typ: &str| header_with(&json!({"typ": typ}));
    let read = |typ: &str, payload: &Value| {
        signer.read(&forge(&key, &header(typ), &payload.to_string()), &key.public)
    };
    assert_eq!(read("at+jwt", &whole), Some(access()));
    assert_eq!(read("auth+jwt", &whole), None);
    let bare = serde_json::from_str::<Value>(&payload::write(&auth()).unwrap()).unwrap();
    assert_eq!(read("auth+jwt", &bare), Some(auth()));
    assert_eq!(read("at+jwt", &bare), None);
    for member in whole.as_object().unwrap().keys() {
        let mut lacking = whole.clone();
        lacking.as_object_mut().unwrap().remove(member);
        assert_eq!(read("at+jwt", &lacking), None, "{member}");
        assert_eq!(read("auth+jwt", &lacking), None, "{member}");
    }
    for (member, value) in [
        ("sub", json!("TKN-2510-7730")),
        ("sid", json!("SES-7711")),
        ("exp", json!("1735889220")),
        ("exp", json!(1_735_889_220.5)),
        ("exp", json!(i64::MAX)),
        ("iat", json!(-1)),
        ("aud", json!(["accounts-api"])),
        ("channel", json!("tv")),
        ("account", json!({"id": "ACC-3805-9921", "type": "Partner"})),
        ("account", json!("ACC-3805-9921")),
        ("modules", json!(["new-marketplace"])),
    ] {
        let mut wrong = whole.clone();
        wrong[member] = value;
        assert_eq!(read("at+jwt", &wrong), None, "{member}");
    }
    let twice = bare.to_string().replacen('{', r#"{"sub":"USR-0000-0001","#, 1);
    assert_eq!(signer.read(&forge(&key, &header("auth+jwt"), &twice), &key.public), None);
}

#[test]
fn long_texts_are_neither_made_nor_looked_at() {
    let (signer, key) = (signer(), example_key());
    let with = |chars| Claims { id: "x".repeat(chars), ..auth() };
    let spare = TOKEN_BYTES_MAX - signer.sign(&key, &with(0)).unwrap().expose().len();
    let longest = with(spare / 4 * 3);
    let token = signer.sign(&key, &longest).unwrap();
    assert_eq!(signer.read(token.expose(), &key.public), Some(longest));
    let longer = with(spare / 4 * 3 + 3);
    assert!(signer.sign(&key, &longer).is_err());
    let forged = forge(&key, &header_with(&json!({})), &payload::write(&longer).unwrap());
    assert_eq!((signer.read(&forged, &key.public), signer.key_id(&forged)), (None, None));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text: String) {
        proptest::prop_assert_eq!(signer().read(&text, &example_key().public), None);
        proptest::prop_assert_eq!(signer().key_id(&text), None);
    }
}
