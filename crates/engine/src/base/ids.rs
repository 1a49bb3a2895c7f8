//! Numbers of things, each kind a type of its own, and the vectors that they
//! number.
//!
//! Only the engine makes an id, and only for an element that is there: looking
//! one up in the vector it numbers cannot miss.

use std::{
    fmt,
    marker::PhantomData,
    ops::{Index, IndexMut},
};

/// The number of an element in a vector of its kind.
pub trait Id: Copy {
    /// The position of the element.
    fn index(self) -> usize;

    /// The id of the element at a position. Only the engine can name a
    /// [`sealed::Key`], so that only the engine makes ids.
    #[doc(hidden)]
    fn at(index: usize, key: sealed::Key) -> Self;
}

mod sealed {
    /// What is needed to make an id.
    #[derive(Clone, Copy, Debug)]
    pub struct Key;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u16);

        impl $name {
            /// The id of the element at a position. Positions beyond those that
            /// `check` allows have the last one.
            #[must_use]
            pub(crate) fn new(index: usize) -> $name {
                $name(u16::try_from(index).unwrap_or(u16::MAX))
            }

            /// The number, from 0.
            #[must_use]
            pub const fn number(self) -> u16 {
                self.0
            }
        }

        impl Id for $name {
            fn index(self) -> usize {
                usize::from(self.0)
            }

            fn at(index: usize, _: sealed::Key) -> $name {
                $name::new(index)
            }
        }

        impl From<$name> for usize {
            fn from(id: $name) -> usize {
                id.index()
            }
        }
    )*};
}

ids! {
    /// A fact of a version.
    FactId
    /// A list of records among the facts of a version.
    ListId
    /// A named value of a version.
    ValueId
    /// A criterion of a version.
    CriterionId
    /// A line of a version.
    LineId
    /// A way to price a line, among those of the line.
    OptionId
    /// A reduction, among those of its line.
    ReductionId
    /// A total of a version other than the quote's own.
    TotalId
    /// A limit on what lines of a version come to together.
    LimitId
    /// A schedule of a version.
    ScheduleId
    /// A rule of priority of a version.
    PriorityId
    /// A letter of a version.
    LetterId
    /// A decision table of a version.
    TableId
    /// A set of packages of a version.
    PackagesId
    /// A kind of package, among those of its set.
    OfferId
    /// A formula of a version.
    FormulaId
    /// Why something does not apply: a wording of a version.
    ReasonId
    /// A text among the facts of a question.
    TextId
    /// A charge of the book's catalogue.
    ChargeId
    /// A dated rate of the book.
    ParameterId
    /// A calendar of the book.
    CalendarId
    /// A tariff of the book.
    TariffId
    /// A rule set of the book.
    RuleSetId
    /// A version, among those of its rule set.
    VersionId
}

/// A record of a list among the facts of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordId {
    /// The list.
    pub list: ListId,
    /// The number of the record in it, from 0.
    pub number: u16,
}

impl RecordId {
    /// The record of that number, where something is for each of a list.
    #[must_use]
    pub fn of(list: Option<ListId>, number: Option<u16>) -> Option<RecordId> {
        let (list, number) = list.zip(number)?;
        Some(RecordId { list, number })
    }
}

/// A vector whose elements are found by their ids. It is no slice, so that an
/// element cannot be taken by a position that may be another vector's.
pub struct IdVec<I, T> {
    elements: Vec<T>,
    id: PhantomData<fn() -> I>,
}

impl<I, T> IdVec<I, T> {
    /// Without elements.
    pub(crate) const fn new() -> IdVec<I, T> {
        IdVec {
            elements: Vec::new(),
            id: PhantomData,
        }
    }

    /// Numbers elements in the order in which they come.
    pub(crate) fn numbered(elements: impl IntoIterator<Item = T>) -> IdVec<I, T> {
        IdVec {
            elements: elements.into_iter().collect(),
            id: PhantomData,
        }
    }

    /// Adds elements at the end.
    pub(crate) fn extend(&mut self, elements: impl IntoIterator<Item = T>) {
        self.elements.extend(elements);
    }

    /// The elements by position.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.elements
    }

    /// All elements, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.elements.iter()
    }

    /// All elements, in order, to be changed.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.elements.iter_mut()
    }

    /// How many elements there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there is no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The first element.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.elements.first()
    }

    /// The last element.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.elements.last()
    }

    /// Something for each element, found by the same ids.
    #[must_use]
    pub fn map<U>(&self, to: impl FnMut(&T) -> U) -> IdVec<I, U> {
        IdVec::numbered(self.elements.iter().map(to))
    }
}

impl<I: Id, T> IdVec<I, T> {
    /// Adds an element and gives its id.
    pub(crate) fn push(&mut self, element: T) -> I {
        let id = self.next_id();
        self.elements.push(element);
        id
    }

    /// The id that the next element will have.
    pub(crate) fn next_id(&self) -> I {
        I::at(self.elements.len(), sealed::Key)
    }

    /// The element with this id. For vectors that `check` has not finished,
    /// where an element in error may have been left out.
    pub(crate) fn find(&self, id: I) -> Option<&T> {
        self.elements.get(id.index())
    }

    /// The ids of all elements, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.elements.len()).map(|index| I::at(index, sealed::Key))
    }

    /// All elements with their ids, in order.
    pub fn iter_ids(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator + Clone {
        let elements = self.elements.iter().enumerate();
        elements.map(|(index, element)| (I::at(index, sealed::Key), element))
    }

    /// All elements with their ids, in order, to be changed.
    pub(crate) fn iter_ids_mut(&mut self) -> impl Iterator<Item = (I, &mut T)> {
        let elements = self.elements.iter_mut().enumerate();
        elements.map(|(index, element)| (I::at(index, sealed::Key), element))
    }

    /// The id of the first element that meets a test.
    pub fn id_where(&self, mut test: impl FnMut(&T) -> bool) -> Option<I> {
        let found = self.iter_ids().find(|(_, element)| test(element));
        found.map(|(id, _)| id)
    }
}

impl<I: Id, T> Index<I> for IdVec<I, T> {
    type Output = T;

    #[expect(
        clippy::indexing_slicing,
        reason = "an id is made only for an element of the version or book it numbers"
    )]
    fn index(&self, id: I) -> &T {
        &self.elements[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for IdVec<I, T> {
    #[expect(
        clippy::indexing_slicing,
        reason = "an id is made only for an element of the version or book it numbers"
    )]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.elements[id.index()]
    }
}

impl<'v, I, T> IntoIterator for &'v IdVec<I, T> {
    type Item = &'v T;
    type IntoIter = std::slice::Iter<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.iter()
    }
}

impl<'v, I, T> IntoIterator for &'v mut IdVec<I, T> {
    type Item = &'v mut T;
    type IntoIter = std::slice::IterMut<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.iter_mut()
    }
}

impl<I, T> Default for IdVec<I, T> {
    fn default() -> IdVec<I, T> {
        IdVec::new()
    }
}

impl<I, T: Clone> Clone for IdVec<I, T> {
    fn clone(&self) -> IdVec<I, T> {
        IdVec::numbered(self.elements.iter().cloned())
    }
}

impl<I, T: PartialEq> PartialEq for IdVec<I, T> {
    fn eq(&self, other: &IdVec<I, T>) -> bool {
        self.elements == other.elements
    }
}

impl<I, T: fmt::Debug> fmt::Debug for IdVec<I, T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.elements.fmt(to)
    }
}
