//! The Arrow types of facts and answers.

use almoner_engine::{
    base::types::Type,
    columns::entries,
    model::{Fact, Home, Kind, RuleSet, Version},
};
use arrow_schema::{DataType, Field, Fields, Schema, TimeUnit};

/// The digits of an amount, and how many of them are pennies.
pub(crate) const MONEY: DataType = DataType::Decimal128(18, 2);

/// The columns that a rule set's batches can have: `ref`, `on`, and a column for
/// each fact, as the newest version that has it declares it. Any may be left out.
#[must_use]
pub fn schema(set: &RuleSet) -> Schema {
    let mut fields = vec![
        Field::new("ref", DataType::Utf8, true),
        Field::new("on", DataType::Date32, true),
    ];
    let of_case = |fact: &&Fact| !matches!(fact.home, Home::Record(..));
    for version in set.versions.iter().rev() {
        for fact in version.facts.iter().filter(of_case) {
            if !fields.iter().any(|it| *it.name() == *fact.id) {
                fields.push(Field::new(&*fact.id, data_type(version, fact), true));
            }
        }
    }
    Schema::new(fields)
}

fn data_type(version: &Version, fact: &Fact) -> DataType {
    let text = || DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    match &fact.ty {
        Type::YesNo => DataType::Boolean,
        Type::Whole | Type::Days | Type::Months => DataType::Int64,
        Type::Money | Type::MoneyPer(_) => MONEY,
        Type::Number | Type::Percent => DataType::Decimal128(18, 6),
        Type::Date => DataType::Date32,
        Type::Time => DataType::Time32(TimeUnit::Second),
        Type::Choice(_) => text(),
        Type::Choices(_) => DataType::new_list(DataType::Utf8, true),
        Type::Text => DataType::Utf8,
        Type::List => {
            let list = version.list_named(&fact.id).into_iter();
            let fields: Fields = list
                .flat_map(|list| version.fields(list))
                .map(|(_, fact)| Field::new(&*fact.id, data_type(version, fact), true))
                .collect();
            DataType::new_list(DataType::Struct(fields), true)
        }
    }
}

/// The columns of the answers: `outcome` (null where there is no answer), the
/// facts that are `missing`, the `problem` of a row that has no answer. Of a
/// pricing also `total_min` and `total_max`, in pounds, the same unless a price is
/// a range. With reasons, what each line comes to, or how each criterion stands.
#[must_use]
pub fn answer_schema(set: &RuleSet, reasons: bool) -> Schema {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let mut fields = vec![text("outcome")];
    if set.kind() == Kind::Pricing {
        fields.push(Field::new("total_min", MONEY, true));
        fields.push(Field::new("total_max", MONEY, true));
    }
    fields.push(Field::new(
        "missing",
        DataType::new_list(DataType::Utf8, true),
        true,
    ));
    fields.push(text("problem"));
    if reasons {
        fields.push(reason_field(set));
    }
    Schema::new(fields)
}

/// A structure with an entry for each line or criterion of any version.
pub(crate) fn reason_field(set: &RuleSet) -> Field {
    let (name, ty) = match set.kind() {
        Kind::Pricing => ("lines", MONEY),
        Kind::Eligibility => ("criteria", DataType::Utf8),
    };
    let fields: Fields = entries(set)
        .iter()
        .map(|id| Field::new(&**id, ty.clone(), true))
        .collect();
    Field::new(name, DataType::Struct(fields), true)
}
