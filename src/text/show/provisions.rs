//! What the source says, and which entries of the rules have it.

use super::{
    entry::{Of, section},
    sheet::Sheet,
};
use almoner_engine::{
    check::model::{Provision, ProvisionStatus},
    present::value_words::{cited, in_paper, listed, sentence},
};

/// What the source says: what the rules have of it, then what they leave out.
pub(super) fn below(page: &mut Sheet, of: Of<'_>) {
    let provisions = &of.version.provisions;
    let (gaps, kept): (Vec<&Provision>, Vec<&Provision>) = provisions
        .iter()
        .partition(|it| it.why_not_encoded().is_some());
    if !kept.is_empty() {
        section(page, "What the source says, and where these rules have it");
    }
    for it in kept {
        provision(page, of, it);
    }
    if !gaps.is_empty() {
        section(page, "What the source says, and these rules do not check");
    }
    for it in gaps {
        provision(page, of, it);
    }
}

fn provision(page: &mut Sheet, of: Of<'_>, provision: &Provision) {
    let cite = in_paper(of.version, &provision.cite);
    page.hanging(0, "- ", &cited(provision.says.to_string(), Some(cite)));
    let (opening, words) = match &provision.status {
        ProvisionStatus::Encoded(by) => ("in ", listed(by, "and")),
        ProvisionStatus::Read(by) => ("by the reading in ", listed(by, "and")),
        ProvisionStatus::Referred(by) => ("left to a person in ", listed(by, "and")),
        ProvisionStatus::NotEncoded(why) => ("", sentence(why)),
    };
    page.hanging(4, opening, &words);
    if let Some(when) = provision.when {
        page.hanging(4, "only when ", when.name(of.version));
    }
}
