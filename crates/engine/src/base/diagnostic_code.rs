//! Every kind of diagnostic the checker can make, with its name and its meaning.

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The book cannot be used until it is put right.
    Error,
    /// The book can be used; someone should look.
    Warning,
}

macro_rules! codes {
    ($($severity:ident $variant:ident $name:literal $means:literal)*) => {
        /// A kind of diagnostic. Its name is stable: scripts and reviews may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $means] $variant,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The name printed in square brackets.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// What it means, in a sentence or two.
            #[must_use]
            pub fn means(self) -> &'static str {
                match self { $(Code::$variant => $means,)* }
            }

            /// Whether it stops the book from being used.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    Error Unreadable "unreadable" "A file or folder is not there, may not be read, is too large, or is a link that leads out of the book."
    Error NotText "not-text" "The file is not UTF-8 text, or has control characters in it."
    Error CurlyQuotes "curly-quotes" "A word processor has turned straight quotation marks into curly ones."
    Error Syntax "syntax" "The file's brackets, commas or quotation marks do not fit together, so it cannot be read further."
    Error Shape "shape" "An entry has a field it cannot have, lacks one it must have, or holds the wrong kind of thing."
    Error Misplaced "misplaced" "A file's folder or name does not agree with the rule set, the first day in force or the year written in it."
    Error BadName "bad-name" "A name is not made of small letters, digits and underscores (hyphens for rule sets, dots between the parts of a charge)."
    Error BadDate "bad-date" "A date is not written as year-month-day, or does not exist."
    Error DuplicateName "duplicate-name" "Two things of one kind, or two that a formula could confuse, have the same name."
    Error UnknownName "unknown-name" "A formula, wording or entry names something that does not exist."
    Error AmbiguousName "ambiguous-name" "A name in a formula could mean either of two records."
    Error WithItself "with-itself" "A formula compares something with itself, or subtracts or divides it by itself."
    Error Circular "circular" "A value depends on itself, or a version is based on itself."
    Error TooMany "too-many" "More facts, options or records than one rule set can hold."
    Error FormulaSyntax "formula-syntax" "A formula cannot be read."
    Error TypeMismatch "type-mismatch" "A formula puts together things that do not go together, such as money and a date."
    Error UnitMismatch "unit-mismatch" "A formula compares or adds spans or amounts in different units, such as days and months, or pounds a week and a month."
    Error MixedDays "mixed-days" "A criterion or value about a day of its own reads something of the day asked about."
    Error BackwardsRange "backwards-range" "A range starts above its end."
    Error CellCount "cell-count" "A table row has more or fewer cells than the table has columns."
    Error BadCell "bad-cell" "A table cell does not say which values it stands for."
    Error TableGap "table-gap" "Some case falls between a table's rows, so that the table has no answer for it."
    Error TableOverlap "table-overlap" "Some case is met by two rows of a table."
    Error VersionOverlap "version-overlap" "Two versions or tariffs are in force on the same day, known from the same day."
    Error VersionGap "version-gap" "Between two versions or tariffs there are days on which none is in force."
    Error UnknownCharge "unknown-charge" "A rule, a tariff or a variation names a charge that the catalogue of charges, or the tariff it varies, does not have."
    Error OutsideYear "outside-year" "A variation begins on a day on which no tariff of its year, as known when it was decided, is in force."
    Error NotAuthorised "not-authorised" "A variation is decided by others, or on another ground, than the book says may vary prices."
    Error NoReason "no-reason" "A variation does not say why, or by what authority, prices change within the year."
    Error NoPrice "no-price" "A rule uses a charge that has no price on some day on which the rule is in force."
    Error BadPrice "bad-price" "A price is neither an amount, a range, a variable rate, ended nor printed words."
    Error PriceDecimals "price-decimals" "A price has more than two decimals."
    Error UnknownVatCode "unknown-vat-code" "A charge has a VAT letter that its tariff does not explain."
    Error BadFigure "bad-figure" "A figure of a budget is not written as finance prints it, `(7,165)` for income."
    Error NoCitation "no-citation" "A criterion, line or reduction does not say which paragraph it comes from."
    Error NoRounding "no-rounding" "A pricing rule set divides or takes percentages without saying how amounts are rounded."
    Error BadSchedule "bad-schedule" "A schedule does not say from when or how often its days return, or has an interval that leads nowhere."
    Error BadValidity "bad-validity" "How long a quote is valid is not a number of days, weeks, months or years."
    Error BadProvision "bad-provision" "A provision of the source names no entry that encodes it, or one without the reading or referral that it says there is, does not say why no entry has it, or bears on cases by what is no yes or no of the case."
    Error BadCase "bad-case" "A case gives facts its rule set does not have, or expects what it cannot answer."
    Warning UnusedFact "unused-fact" "Nothing reads this fact."
    Warning UnstatedChange "unstated-change" "A fact of a screening does not say whether it can change, so no advice names it."
    Warning UnusedCharge "unused-charge" "No rule set reads this charge, or it can never be chosen."
    Warning TypedPrice "typed-price" "The words of a rule hold the price of a charge that it reads, typed: they stay as they are when the price changes."
    Warning UnusedValue "unused-value" "Nothing reads this value or table."
    Warning OutsideCalendar "outside-calendar" "A formula can ask a calendar about a day that it does not cover."
    Warning OutsideTable "outside-table" "A formula can look up a value that no row of the table or parameter covers."
    Warning NeverHolds "never-holds" "No case whatever can meet this criterion."
    Warning NeverFails "never-fails" "Every case whatever meets this criterion."
    Warning SumDiffers "sum-differs" "A budget's printed total is not the sum of its streams."
    Warning ReductionsReachEverything "reductions-reach-everything" "Reductions of one line, each a percentage of its gross price, can take everything off together."
    Warning NoReview "no-review" "The letters do not say who decides, how to ask for a review or how to reach those who decide."
    Warning NoCases "no-cases" "A rule set has no cases to test it."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_distinct_names() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
