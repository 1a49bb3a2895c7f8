//! An earlier draft of a year, read from the workbook that was made of it, to say what
//! changed since.

use super::{
    compare::{self, Filter},
    import::{self, Diagnostic, Head, Options},
    report::Report,
    tariff_file,
    tariff_ref::TariffRef,
};
use almoner_engine::{base::source_text::SourceSet, book::Book, check::model::Contents};

/// An earlier draft.
#[derive(Debug)]
pub struct EarlierDraft {
    /// A book of this tariff alone.
    book: Book,
}

impl EarlierDraft {
    /// Reads the table that was saved of a year.
    ///
    /// # Errors
    /// Why it cannot be read, in sentences.
    pub fn read(
        bytes: &[u8],
        year: TariffRef<'_>,
        sources: &SourceSet,
    ) -> Result<EarlierDraft, Vec<String>> {
        let name = &*year.tariff.year;
        let read = import::read(bytes, &Options::default());
        let mut schedule = read.map_err(|it| vec![format!("{}: {}", it.says, it.help)])?;
        let letters = |_: &str| Some(year.tariff.vat_codes.clone());
        schedule.explain(letters);
        if !schedule.is_whole() {
            let errors = schedule.diagnostics.iter().filter(|it| it.is_error());
            return Err(errors.map(in_words).collect());
        }
        if !schedule.years().iter().any(|it| it == name) {
            return Err(vec![format!("it has no prices of {name}")]);
        }
        let head = Head {
            from: "an earlier draft".to_owned(),
            on: year.tariff.known,
            proposed_to: year.tariff.decision.by.to_string(),
            source: year.tariff.source.to_string(),
        };
        let mut files = schedule
            .files(year.book, sources, letters, &head)
            .into_iter();
        let catalogue = files.next().map(|it| it.text).unwrap_or_default();
        let own = tariff_file::path_of(name);
        let tariff = files.find(|it| it.path == own).map(|it| it.text);
        let book = tariff.and_then(|text| tariff_file::opened(&text, name, &catalogue));
        let book = book.ok_or_else(|| vec!["its charges make no tariff".to_owned()])?;
        Ok(EarlierDraft { book })
    }

    /// What changed from it to the year as the book has it.
    #[must_use]
    pub fn changes_to(&self, year: TariffRef<'_>) -> Option<Report> {
        let book: &Contents = self.book.contents();
        let tariff = book.tariffs.first()?;
        let changed = Filter {
            is_changed: true,
            ..Filter::default()
        };
        let earlier = TariffRef { book, tariff };
        let mut report = compare::report(earlier, year, None, &changed);
        report.title = format!("What changed in {} since your file", year.tariff.year);
        report.notes.clear();
        report.fingerprints.clear();
        for table in &mut report.tables {
            table.title.clone_from(&report.title);
            for column in &mut table.columns {
                match column.id {
                    "old" => "In your file".clone_into(&mut column.heading),
                    "new" => "Now".clone_into(&mut column.heading),
                    _ => {}
                }
            }
        }
        Some(report)
    }
}

/// `Fees, row 12: …`, without codes or options.
fn in_words(it: &Diagnostic) -> String {
    match &it.at {
        Some(at) => format!("{at}: {}", it.says),
        None => it.says.clone(),
    }
}
