//! Answers as a record batch.

use std::sync::Arc;

use almoner_engine::{
    columns::{RowAnswer, RowsAnswered, Standing},
    model::{Kind, RuleSet},
};
use arrow_array::{ArrayRef, Decimal128Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields, Schema};

use crate::{
    BatchError, Reference,
    schema::{MONEY, answer_schema, reason_field},
};

/// The answers of all parts, one after the other.
pub(crate) fn batch(
    set: &RuleSet,
    parts: &[RowsAnswered],
    reference: Reference,
    reasons: bool,
) -> Result<RecordBatch, BatchError> {
    let rows = || parts.iter().flat_map(|part| &part.rows);
    let mut columns: Vec<ArrayRef> = Vec::new();
    let outcomes = rows().map(|row| row.outcome.map(|outcome| outcome.name()));
    columns.push(Arc::new(outcomes.collect::<StringArray>()));
    if set.kind() == Kind::Pricing {
        columns.push(amounts(rows().map(|row| Some(row.total?.0)))?);
        columns.push(amounts(rows().map(|row| Some(row.total?.1)))?);
    }
    columns.push(missing(rows().map(|row| &row.missing))?);
    let problems = rows().map(|row| row.problem.as_deref());
    columns.push(Arc::new(problems.collect::<StringArray>()));
    if reasons {
        columns.push(reasons_of(set, rows)?);
    }
    let schema = answer_schema(set, reasons);
    let mut fields: Vec<Field> = schema
        .fields()
        .iter()
        .map(|it| it.as_ref().clone())
        .collect();
    if let Some(reference) = reference {
        fields.insert(0, Field::new("ref", reference.data_type().clone(), true));
        columns.insert(0, reference);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(refused)
}

fn refused(error: arrow_schema::ArrowError) -> BatchError {
    BatchError::Arrow(error.to_string())
}

fn amounts(pennies: impl Iterator<Item = Option<i64>>) -> Result<ArrayRef, BatchError> {
    let amounts: Decimal128Array = pennies.map(|it| it.map(i128::from)).collect();
    let DataType::Decimal128(precision, scale) = MONEY else {
        return Ok(Arc::new(amounts));
    };
    let amounts = amounts.with_precision_and_scale(precision, scale);
    Ok(Arc::new(amounts.map_err(refused)?))
}

fn missing<'a>(
    rows: impl Iterator<Item = &'a Vec<Box<str>>> + Clone,
) -> Result<ArrayRef, BatchError> {
    let names: StringArray = rows.clone().flatten().map(|name| Some(&**name)).collect();
    let offsets = OffsetBuffer::from_lengths(rows.map(Vec::len));
    let field = Arc::new(Field::new_list_field(DataType::Utf8, true));
    let list = ListArray::try_new(field, offsets, Arc::new(names), None);
    Ok(Arc::new(list.map_err(refused)?))
}

/// What each line comes to (the lower end of a range), or how each criterion
/// stands.
fn reasons_of<'a, R: Iterator<Item = &'a RowAnswer>>(
    set: &RuleSet,
    rows: impl Fn() -> R,
) -> Result<ArrayRef, BatchError> {
    let field = reason_field(set);
    let DataType::Struct(fields) = field.data_type() else {
        return Err(BatchError::Arrow("reasons are structures".to_owned()));
    };
    let fields: Fields = fields.clone();
    let mut columns: Vec<ArrayRef> = Vec::new();
    for entry in 0..fields.len() {
        columns.push(match set.kind() {
            Kind::Pricing => {
                let line = |row: &RowAnswer| Some((*row.lines.get(entry)?)?.0);
                amounts(rows().map(line))?
            }
            Kind::Eligibility => {
                let standing = |row: &RowAnswer| *row.criteria.get(entry)?;
                let names = rows().map(|row| standing(row).map(Standing::name));
                Arc::new(names.collect::<StringArray>())
            }
        });
    }
    let structure = StructArray::try_new_with_length(fields, columns, None, rows().count());
    Ok(Arc::new(structure.map_err(refused)?))
}
