//! That an answer was issued, in words.

use crate::{
    answer::json::Issued,
    base::date::{self, Date, LongDate},
};

/// What is said of an issued answer, a sentence each: its reference, who issued it
/// and when, until when it is valid, and whom to ask. `today` says whether it still
/// is; none on paper.
#[must_use]
pub fn issued(issued: &Issued, today: Option<Date>) -> Vec<String> {
    let day = |text: &str| match date::parse(text) {
        Some(day) => LongDate(day).to_string(),
        None => text.to_owned(),
    };
    let desk = issued.desk.as_ref();
    let desk = desk.map_or_else(String::new, |desk| format!(", {desk}"));
    let mut says = vec![
        format!("Reference: {}", issued.reference),
        format!("Issued on {} by {}{desk}.", day(&issued.on), issued.council),
    ];
    if let Some(until) = &issued.valid_until {
        let has_ended = today
            .zip(date::parse(until))
            .is_some_and(|(now, end)| now > end);
        says.push(match has_ended {
            true => format!("It was valid until {}.", day(until)),
            false => format!("Valid until {}.", day(until)),
        });
    }
    says.extend(issued.contact.clone());
    says
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validity_that_has_ended_is_said_so() {
        let quote = Issued {
            reference: "7K3M-9QXD-2F4T".to_owned(),
            on: "2018-05-01".to_owned(),
            council: "Anytown Council".to_owned(),
            desk: Some("front desk".to_owned()),
            valid_until: Some("2018-05-29".to_owned()),
            contact: Some("Ask the music service.".to_owned()),
            key: String::new(),
            seal: String::new(),
        };
        let on = |day: &str| issued(&quote, date::parse(day));
        let all = [
            "Reference: 7K3M-9QXD-2F4T",
            "Issued on 1 May 2018 by Anytown Council, front desk.",
            "Valid until 29 May 2018.",
            "Ask the music service.",
        ];
        assert_eq!(on("2018-05-29"), all);
        assert_eq!(on("2018-05-30")[2], "It was valid until 29 May 2018.");
    }
}
