//! Keys and seals as text: `ed25519:` and small hexadecimal digits. Each has one
//! way to be written.

const PREFIX: &str = "ed25519:";

/// Bytes as text.
pub(super) fn write(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{PREFIX}{digits}")
}

/// The bytes of a text; none if it is not this many bytes, or written otherwise.
pub(super) fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.strip_prefix(PREFIX)?.as_bytes();
    let mut bytes = [0u8; N];
    if digits.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        let [high, low] = pair else { return None };
        *byte = digit(*high)? * 16 + digit(*low)?;
    }
    Some(bytes)
}

fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_one_text() {
        let text = write(&[0, 0xaf, 0x19]);
        assert_eq!(text, "ed25519:00af19");
        assert_eq!(read(&text), Some([0, 0xaf, 0x19]));
        for other in [
            "ed25519:00AF19",
            "ed25519:00af1",
            "ed25519:00af1900",
            "00af19",
        ] {
            assert_eq!(read::<3>(other), None, "{other}");
        }
    }
}
