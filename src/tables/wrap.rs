//! Words over lines of a fixed width.

/// The fewest letters of a word that is broken at the end of a line.
const MIN_BROKEN: usize = 3;

/// Words over lines of at most `width` letters; only a word that is longer than
/// a line is broken.
#[must_use]
pub fn wrap(words: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    if length(words) <= width {
        return vec![words.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        let mut rest = word.to_owned();
        while length(&rest) > width {
            let used = lines.last().map_or(width, |line| length(line) + 1);
            let room = width.saturating_sub(used);
            let is_broken_here = room >= MIN_BROKEN;
            let cut = if is_broken_here { room } else { width };
            let start: String = rest.chars().take(cut).collect();
            rest = rest.chars().skip(cut).collect();
            match lines.last_mut() {
                Some(line) if is_broken_here => {
                    line.push(' ');
                    line.push_str(&start);
                }
                _ => lines.push(start),
            }
        }
        match lines.last_mut() {
            Some(line) if length(line) + 1 + length(&rest) <= width => {
                line.push(' ');
                line.push_str(&rest);
            }
            _ => lines.push(rest),
        }
    }
    lines
}

/// How many letters words have.
#[must_use]
pub fn length(words: &str) -> usize {
    words.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_where_they_fit_on_a_line() {
        assert_eq!(wrap("how many days", 8), ["how many", "days"]);
        assert_eq!(wrap("a play_scheme_day", 9), ["a play_sc", "heme_day"]);
        assert_eq!(
            wrap("children play_scheme_day", 10),
            ["children", "play_schem", "e_day"]
        );
        assert_eq!(wrap("", 5), [""]);
    }
}
