//! Answers as a record batch.

use std::sync::Arc;

use almoner_engine::{
    columns::{Amounts, Bits, RowsAnswered, Standing},
    model::{Kind, RuleSet},
};
use arrow_array::{ArrayRef, Decimal128Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder, Buffer, NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};

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
    let rows = parts.iter().map(RowsAnswered::len).sum();
    let outcomes = parts.iter().flat_map(|part| &part.outcomes);
    let outcomes = outcomes.map(|outcome| outcome.map(|outcome| outcome.name()));
    let mut columns = vec![names(rows, outcomes)?];
    if set.kind() == Kind::Pricing {
        let totals: Vec<&Amounts> = parts.iter().map(|part| &part.totals).collect();
        let low = amounts(&totals, false)?;
        // One column is both, unless a price is a range.
        let high = match totals.iter().all(|it| it.ranges().is_empty()) {
            true => low.clone(),
            false => amounts(&totals, true)?,
        };
        columns.extend([low, high]);
    }
    columns.push(missing(parts)?);
    columns.push(Arc::new(problems(parts)));
    if reasons {
        columns.push(reasons_of(set, parts)?);
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

fn refused(error: ArrowError) -> BatchError {
    BatchError::Arrow(error.to_string())
}

/// Short texts of which few differ: written into one buffer of about the right size.
fn names(
    rows: usize,
    names: impl Iterator<Item = Option<&'static str>>,
) -> Result<ArrayRef, BatchError> {
    let mut offsets = Vec::with_capacity(rows + 1);
    let mut text: Vec<u8> = Vec::with_capacity(rows * 8);
    let mut given = BooleanBufferBuilder::new(rows);
    offsets.push(0);
    for name in names {
        given.append(name.is_some());
        text.extend_from_slice(name.unwrap_or_default().as_bytes());
        let end = i32::try_from(text.len());
        offsets.push(end.map_err(|_| BatchError::Arrow("too many rows at once".to_owned()))?);
    }
    let nulls = NullBuffer::new(given.finish());
    let offsets = OffsetBuffer::new(offsets.into());
    let array = StringArray::try_new(offsets, Buffer::from_vec(text), Some(nulls));
    Ok(Arc::new(array.map_err(refused)?))
}

fn amounts(parts: &[&Amounts], is_high: bool) -> Result<ArrayRef, BatchError> {
    let rows = parts.iter().map(|part| part.low().len()).sum();
    let mut pennies: Vec<i128> = Vec::with_capacity(rows);
    let mut given = BooleanBufferBuilder::new(rows);
    for part in parts {
        let first = pennies.len();
        pennies.extend(part.low().iter().map(|it| i128::from(*it)));
        for (row, high) in part.ranges().iter().filter(|_| is_high) {
            if let Some(own) = pennies.get_mut(first + row) {
                *own = i128::from(*high);
            }
        }
        given.append_buffer(&bits(part.given()));
    }
    let DataType::Decimal128(precision, scale) = MONEY else {
        return Err(BatchError::Arrow("amounts are decimals".to_owned()));
    };
    let nulls = NullBuffer::new(given.finish());
    let amounts = Decimal128Array::try_new(pennies.into(), Some(nulls)).map_err(refused)?;
    let amounts = amounts.with_precision_and_scale(precision, scale);
    Ok(Arc::new(amounts.map_err(refused)?))
}

fn bits(bits: &Bits) -> BooleanBuffer {
    BooleanBuffer::new(Buffer::from_vec(bits.words().to_vec()), 0, bits.len())
}

/// What few rows have, for every row.
fn each<T>(rows: usize, sparse: &[(usize, T)]) -> impl Iterator<Item = Option<&T>> + Clone {
    let mut next = sparse.iter().peekable();
    (0..rows).map(move |row| next.next_if(|(at, _)| *at == row).map(|(_, it)| it))
}

fn missing(parts: &[RowsAnswered]) -> Result<ArrayRef, BatchError> {
    let names = parts.iter().flat_map(|part| &part.missing);
    let names: StringArray = names
        .flat_map(|(_, names)| names)
        .map(|name| Some(&**name))
        .collect();
    let counts = parts
        .iter()
        .flat_map(|part| each(part.len(), &part.missing));
    let offsets = OffsetBuffer::from_lengths(counts.map(|names| names.map_or(0, Vec::len)));
    let field = Arc::new(Field::new_list_field(DataType::Utf8, true));
    let list = ListArray::try_new(field, offsets, Arc::new(names), None);
    Ok(Arc::new(list.map_err(refused)?))
}

fn problems(parts: &[RowsAnswered]) -> StringArray {
    let rows = parts.iter().map(RowsAnswered::len).sum();
    if parts.iter().all(|part| part.problems.is_empty()) {
        return StringArray::new_null(rows);
    }
    let problems = parts
        .iter()
        .flat_map(|part| each(part.len(), &part.problems));
    problems.map(|problem| problem.map(|it| &**it)).collect()
}

/// What each line comes to (the lower end of a range), or how each criterion
/// stands.
fn reasons_of(set: &RuleSet, parts: &[RowsAnswered]) -> Result<ArrayRef, BatchError> {
    let field = reason_field(set);
    let DataType::Struct(fields) = field.data_type() else {
        return Err(BatchError::Arrow("reasons are structures".to_owned()));
    };
    let fields: Fields = fields.clone();
    let rows = parts.iter().map(RowsAnswered::len).sum();
    let mut columns: Vec<ArrayRef> = Vec::new();
    for entry in 0..fields.len() {
        columns.push(match set.kind() {
            Kind::Pricing => {
                let lines: Vec<&Amounts> = parts
                    .iter()
                    .filter_map(|part| part.lines.get(entry))
                    .collect();
                amounts(&lines, false)?
            }
            Kind::Eligibility => {
                let parts = parts.iter().filter_map(|part| part.criteria.get(entry));
                names(rows, parts.flatten().map(|it| it.map(Standing::name)))?
            }
        });
    }
    let structure = StructArray::try_new_with_length(fields, columns, None, rows);
    Ok(Arc::new(structure.map_err(refused)?))
}
