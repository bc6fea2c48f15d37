use proptest::prelude::*;

use super::*;
use crate::OsEntropy;

/// The example of platform.md §3.6.
const EXAMPLE: &str = "idt:TKN-4134-7330:Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7yEe2uCJJ2";

fn minter() -> Minter {
    Minter::new(Arc::new(OsEntropy::new().unwrap()))
}

#[test]
fn the_example_of_the_contract_is_read() {
    let presented = minter().read_token(EXAMPLE).unwrap();
    assert_eq!(presented.id, TokenId::new(41_347_330));
    let head: [u8; 8] = *presented.digest.0.first_chunk().unwrap();
    assert_eq!(head, [0x2c, 0xf1, 0xb9, 0xf8, 0xfa, 0x3c, 0xb3, 0xe6], "SHA-256 of the whole text");
}

#[test]
fn what_is_minted_is_read_and_no_two_are_alike() {
    let minter = minter();
    let widest = TokenId::new(9_999_999_999_999_999);
    for id in [TokenId::new(1), TokenId::new(41_347_330), TokenId::new(100_000_000), widest] {
        let made = minter.token(id);
        let digest = made.digest;
        assert_eq!(minter.read_token(made.value.expose()), Some(PresentedToken { id, digest }));
        assert!(!digest.matches(&minter.token(id).digest));
    }
    assert_eq!(minter.token(widest).value.expose().len(), TOKEN_CHARS_MAX);
}

#[test]
fn another_form_is_no_token() {
    let minter = minter();
    let valid_for = |id: &str| {
        let covered = format!("{id}:Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7yEe");
        let digits = String::from_utf8(checksum(covered.as_bytes()).to_vec()).unwrap();
        format!("idt:{covered}{digits}")
    };
    assert_eq!(valid_for("TKN-4134-7330"), EXAMPLE);
    for bad in [
        String::new(),
        "idt:".into(),
        "idt::".into(),
        "idt:TKN-4134-7330:".into(),
        format!(" {EXAMPLE}"),
        format!("{EXAMPLE} "),
        format!("{EXAMPLE}0"),
        format!("{EXAMPLE}\0"),
        EXAMPLE.to_lowercase(),
        EXAMPLE.to_uppercase(),
        EXAMPLE.replace("idt:", "IDT:"),
        EXAMPLE.replace("idt:", "idt:idt:"),
        EXAMPLE.replace("idt:", ""),
        EXAMPLE.replace(":Ky", "::Ky"),
        format!("idt:{}", "x".repeat(1_000_000)),
        valid_for("TKN-0000-0000"),
        valid_for("TKN-0000-4134-7330"),
        valid_for("TKN-41347330"),
        valid_for("TKN-4134"),
        valid_for("tkn-4134-7330"),
        valid_for("ACC-4134-7330"),
        valid_for("TKN-4134-733\u{664}"),
        valid_for("TKN-1111-1111-1111-1111-1111"),
        valid_for(""),
    ] {
        assert_eq!(minter.read_token(&bad), None, "{bad:.80}");
    }
}

#[test]
fn a_checksum_that_is_right_does_not_excuse_other_characters() {
    for secret in ["Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7yE-", "Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7yé"] {
        let covered = format!("TKN-4134-7330:{secret}");
        let digits = String::from_utf8(checksum(covered.as_bytes()).to_vec()).unwrap();
        assert_eq!(minter().read_token(&format!("idt:{covered}{digits}")), None, "{secret}");
    }
}

#[test]
fn every_cut_of_a_token_is_refused() {
    let minter = minter();
    for end in 0..EXAMPLE.len() {
        assert_eq!(minter.read_token(&EXAMPLE[..end]), None, "{end}");
        assert_eq!(minter.read_token(&EXAMPLE[end + 1..]), None, "{end}");
        let without = format!("{}{}", &EXAMPLE[..end], &EXAMPLE[end + 1..]);
        assert_eq!(minter.read_token(&without), None, "{without}");
    }
}

#[test]
fn every_ascii_character_in_every_place_is_refused() {
    let minter = minter();
    for place in 0..EXAMPLE.len() {
        for other in (0..128_u8).filter(|byte| *byte != EXAMPLE.as_bytes()[place]) {
            let mut bytes = EXAMPLE.as_bytes().to_vec();
            bytes[place] = other;
            let mutated = String::from_utf8(bytes).unwrap();
            assert_eq!(minter.read_token(&mutated), None, "{mutated}");
        }
    }
}

proptest! {
    #[test]
    fn one_other_character_makes_it_no_token(id in 1..10_000_000_000_000_000_u64, place: prop::sample::Index, other: char) {
        let minter = minter();
        let made = minter.token(TokenId::new(id));
        let mut characters: Vec<char> = made.value.expose().chars().collect();
        let place = place.index(characters.len());
        prop_assume!(characters[place] != other);
        characters[place] = other;
        let mutated: String = characters.into_iter().collect();
        prop_assert_eq!(minter.read_token(&mutated), None);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text: String) {
        prop_assert_eq!(minter().read_token(&text), None);
        prop_assert_eq!(minter().read_code(CodeKind::Invitation, &text), None);
    }
}

#[test]
fn codes_have_one_form() {
    let minter = minter();
    let made = minter.code(CodeKind::Invitation);
    let code = made.value.expose();
    assert_eq!(code.len(), CODE_CHARS);
    assert_eq!(minter.read_code(CodeKind::Invitation, code), Some(made.digest));
    assert!(!made.digest.matches(&minter.code(CodeKind::Invitation).digest));

    let secret = minter.code(CodeKind::Hmac);
    let text = secret.value.expose();
    assert_eq!(minter.read_code(CodeKind::Hmac, text), Some(secret.digest));
    assert_eq!((text.get(..4), text.len()), (Some("hms_"), 4 + CODE_CHARS));
    assert_eq!(minter.read_code(CodeKind::Invitation, text), None);

    let zeros = "A".repeat(CODE_CHARS);
    assert!(minter.read_code(CodeKind::Invitation, &zeros).is_some());
    for bad in [
        String::new(),
        zeros[1..].into(),
        format!("{zeros}A"),
        format!("{zeros}="),
        format!("{}=", &zeros[1..]),
        format!("{}+", &zeros[1..]),
        format!("{}/", &zeros[1..]),
        // The last character carries two bits that no byte has.
        format!("{}B", &zeros[1..]),
        format!("{}é", &zeros[2..]),
        "A".repeat(1_000_000),
    ] {
        assert_eq!(minter.read_code(CodeKind::Invitation, &bad), None, "{bad:.80}");
    }
}
