//! References of issued answers.

/// The characters of a reference: none that is read aloud or typed as another
/// (Crockford's base 32).
const CHARACTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A random reference, such as `7K3M-9QXD-2F4T`: 60 bits. None where the system has
/// no random numbers.
pub(super) fn random() -> Option<String> {
    let mut bytes = [0u8; 12];
    getrandom::fill(&mut bytes).ok()?;
    let mut reference = String::with_capacity(14);
    for (number, byte) in bytes.into_iter().enumerate() {
        if number > 0 && number % 4 == 0 {
            reference.push('-');
        }
        let character = CHARACTERS.get(usize::from(byte % 32));
        reference.push(char::from(*character?));
    }
    Some(reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_three_groups_of_four_and_differ() {
        let all: Vec<String> = (0..100).map(|_| random().unwrap()).collect();
        for reference in &all {
            let groups: Vec<usize> = reference.split('-').map(str::len).collect();
            assert_eq!(groups, [4, 4, 4], "{reference}");
        }
        let different: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
