//! The picture of whoever has none: derived from the identifier alone (platform.md §1.5).

use std::fmt::Write as _;

/// FNV-1a, 64 bits: pictures and their tags have to be the same on every node, and need be no more than that.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Five by five squares, mirrored, in a colour of their own.
pub(super) fn draw(id: &str) -> String {
    // The low bits of the sum hardly differ between neighbouring identifiers; multiplied out, the high ones do.
    let seed = hash(id).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let hue = (seed >> 48) % 360;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 5 5\" shape-rendering=\"crispEdges\"><rect width=\"5\" height=\"5\" fill=\"#f0f0f0\"/><g fill=\"hsl({hue},55%,45%)\">"
    );
    for cell in 0..15_u32 {
        if seed >> (16 + cell) & 1 == 1 {
            let (x, y) = (cell % 3, cell / 3);
            for x in if x == 2 { vec![2] } else { vec![x, 4 - x] } {
                // Writing to a string cannot fail.
                let _ = write!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\"/>");
            }
        }
    }
    svg.push_str("</g></svg>");
    svg
}

/// What tells a picture from others.
pub(super) fn tag(svg: &str) -> String {
    format!("{:016x}", hash(svg))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_identifier_has_the_same_picture_and_others_have_others() {
        assert_eq!(draw("USR-0000-0001"), draw("USR-0000-0001"));
        let pictures: BTreeSet<String> = (1..=200).map(|n| draw(&format!("USR-0000-{n:04}"))).collect();
        assert!(pictures.len() > 190, "{}", pictures.len());
    }
}
