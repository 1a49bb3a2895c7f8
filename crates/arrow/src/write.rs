//! Answers as a record batch.

use std::sync::Arc;

use almoner_engine::{
    columns::{RowsAnswered, Standing, entries},
    model::{Kind, RuleSet},
};
use arrow_array::{ArrayRef, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use crate::{BatchError, names::Names, pennies::Pennies, schema::answer_schema};

/// Answers to rows that follow each other, a column each.
pub(crate) struct Answers {
    schema: SchemaRef,
    rows: usize,
    outcomes: Names,
    /// The totals of a pricing.
    totals: Option<Pennies>,
    /// What few rows have, with the number of each row.
    missing: Vec<(usize, Vec<Box<str>>)>,
    problems: Vec<(usize, Box<str>)>,
    reasons: Reasons,
}

/// What each line comes to, or how each criterion stands.
enum Reasons {
    None,
    Lines(Vec<Pennies>),
    Criteria(Vec<Names>),
}

impl Answers {
    /// No answer yet, with room for this many.
    pub(crate) fn new(set: &RuleSet, reasons: bool, room: usize) -> Answers {
        let is_pricing = set.kind() == Kind::Pricing;
        let entries = || entries(set).into_iter();
        Answers {
            schema: Arc::new(answer_schema(set, reasons)),
            rows: 0,
            outcomes: Names::new(room),
            totals: is_pricing.then(|| Pennies::new(room)),
            missing: Vec::new(),
            problems: Vec::new(),
            reasons: match (reasons, is_pricing) {
                (false, _) => Reasons::None,
                (true, true) => Reasons::Lines(entries().map(|_| Pennies::new(room)).collect()),
                (true, false) => Reasons::Criteria(entries().map(|_| Names::new(room)).collect()),
            },
        }
    }

    /// Adds the answers to the next rows.
    pub(crate) fn add(&mut self, answered: RowsAnswered) -> Result<(), BatchError> {
        let rows = answered.len();
        self.outcomes.add(&answered.outcomes, |it| it.name())?;
        if let Some(totals) = &mut self.totals {
            totals.add(&answered.totals);
        }
        match &mut self.reasons {
            Reasons::None => {}
            Reasons::Lines(lines) => {
                let own = lines.iter_mut().zip(&answered.lines);
                own.for_each(|(own, amounts)| own.add(amounts));
            }
            Reasons::Criteria(criteria) => {
                for (own, standings) in criteria.iter_mut().zip(&answered.criteria) {
                    own.add(standings, Standing::name)?;
                }
            }
        }
        self.sparse(answered.missing, answered.problems);
        self.rows += rows;
        Ok(())
    }

    fn sparse(&mut self, missing: Vec<(usize, Vec<Box<str>>)>, problems: Vec<(usize, Box<str>)>) {
        let first = self.rows;
        let missing = missing.into_iter();
        self.missing
            .extend(missing.map(|(row, it)| (first + row, it)));
        let problems = problems.into_iter();
        self.problems
            .extend(problems.map(|(row, it)| (first + row, it)));
    }

    /// Adds answers to rows that come later.
    pub(crate) fn append(&mut self, later: Answers) -> Result<(), BatchError> {
        self.outcomes.append(later.outcomes)?;
        if let (Some(totals), Some(later)) = (&mut self.totals, later.totals) {
            totals.append(later);
        }
        match (&mut self.reasons, later.reasons) {
            (Reasons::Lines(lines), Reasons::Lines(later)) => {
                let own = lines.iter_mut().zip(later);
                own.for_each(|(own, later)| own.append(later));
            }
            (Reasons::Criteria(criteria), Reasons::Criteria(later)) => {
                for (own, later) in criteria.iter_mut().zip(later) {
                    own.append(later)?;
                }
            }
            _ => {}
        }
        self.sparse(later.missing, later.problems);
        self.rows += later.rows;
        Ok(())
    }

    /// The answers, after a column of references if there is one.
    pub(crate) fn finish(self, reference: Option<ArrayRef>) -> Result<RecordBatch, BatchError> {
        let mut columns = vec![self.outcomes.finish()?];
        if let Some(totals) = self.totals {
            let (low, high) = totals.finish()?;
            columns.extend([low, high]);
        }
        columns.push(missing(self.rows, self.missing)?);
        columns.push(Arc::new(problems(self.rows, &self.problems)));
        let mut fields = self.schema.fields().to_vec();
        let reasons: Option<Vec<ArrayRef>> = match self.reasons {
            Reasons::None => None,
            Reasons::Lines(lines) => {
                let lines = lines.into_iter().map(|it| Ok(it.finish()?.0));
                Some(lines.collect::<Result<_, BatchError>>()?)
            }
            Reasons::Criteria(criteria) => {
                let criteria = criteria.into_iter().map(Names::finish);
                Some(criteria.collect::<Result<_, BatchError>>()?)
            }
        };
        if let (Some(reasons), Some(field)) = (reasons, fields.last()) {
            let DataType::Struct(fields) = field.data_type() else {
                return Err(BatchError::Arrow("reasons are structures".to_owned()));
            };
            let fields = fields.clone();
            let reasons = StructArray::try_new_with_length(fields, reasons, None, self.rows);
            columns.push(Arc::new(reasons.map_err(refused)?));
        }
        if let Some(reference) = reference {
            let field = Field::new("ref", reference.data_type().clone(), true);
            fields.insert(0, Arc::new(field));
            columns.insert(0, reference);
        }
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(refused)
    }
}

/// The batch with one more column of texts.
pub(crate) fn with_texts(
    batch: &RecordBatch,
    name: &str,
    texts: impl Iterator<Item = Option<String>>,
) -> Result<RecordBatch, BatchError> {
    let schema = batch.schema();
    let fields = schema.fields().iter().map(|it| it.as_ref().clone());
    let fields = fields.chain([Field::new(name, DataType::Utf8, true)]);
    let schema = Schema::new(fields.collect::<Vec<Field>>());
    let texts: ArrayRef = Arc::new(texts.collect::<StringArray>());
    let columns = batch.columns().iter().cloned().chain([texts]).collect();
    RecordBatch::try_new(Arc::new(schema), columns).map_err(refused)
}

pub(crate) fn refused(error: ArrowError) -> BatchError {
    BatchError::Arrow(error.to_string())
}

/// The facts that rows lack: a list for every row, mostly of none.
fn missing(rows: usize, missing: Vec<(usize, Vec<Box<str>>)>) -> Result<ArrayRef, BatchError> {
    let offsets = match missing.is_empty() {
        true => OffsetBuffer::new_zeroed(rows),
        false => {
            let mut lengths = vec![0; rows];
            for (row, names) in &missing {
                if let Some(length) = lengths.get_mut(*row) {
                    *length = names.len();
                }
            }
            OffsetBuffer::from_lengths(lengths)
        }
    };
    let names = missing.into_iter().flat_map(|(_, names)| names);
    let names: StringArray = names.map(Some).collect();
    let field = Arc::new(Field::new_list_field(DataType::Utf8, true));
    let list = ListArray::try_new(field, offsets, Arc::new(names), None);
    Ok(Arc::new(list.map_err(refused)?))
}

fn problems(rows: usize, problems: &[(usize, Box<str>)]) -> StringArray {
    if problems.is_empty() {
        return StringArray::new_null(rows);
    }
    let mut next = problems.iter().peekable();
    let problem = |row| {
        let own = next.next_if(|(at, _)| *at == row);
        own.map(|(_, problem)| &**problem)
    };
    (0..rows).map(problem).collect()
}
