//! The order in which things can be checked that need each other.

/// Each thing after those that it needs, and the circles among them.
pub(super) struct DependencyOrder {
    /// The positions, in an order in which what is needed comes first.
    pub(super) order: Vec<usize>,
    /// The positions of each circle, in the order in which they need each other.
    pub(super) circles: Vec<Vec<usize>>,
}

/// Orders things by what each needs.
pub(super) fn dependency_order(needs: &[Vec<usize>]) -> DependencyOrder {
    let mut walk = Walk {
        needs,
        state: vec![State::New; needs.len()],
        path: Vec::new(),
        found: DependencyOrder {
            order: Vec::new(),
            circles: Vec::new(),
        },
    };
    (0..needs.len()).for_each(|index| walk.visit(index));
    walk.found
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// A walk along what things need.
struct Walk<'n> {
    needs: &'n [Vec<usize>],
    state: Vec<State>,
    path: Vec<usize>,
    found: DependencyOrder,
}

impl Walk<'_> {
    fn visit(&mut self, index: usize) {
        match self.state.get(index) {
            Some(State::New) => {}
            Some(State::Open) => {
                let start = self.path.iter().position(|it| *it == index).unwrap_or(0);
                let circle = self.path.iter().skip(start).copied().collect();
                self.found.circles.push(circle);
                return;
            }
            Some(State::Done) | None => return,
        }
        self.mark(index, State::Open);
        self.path.push(index);
        for needed in self.needs.get(index).into_iter().flatten() {
            self.visit(*needed);
        }
        self.path.pop();
        self.mark(index, State::Done);
        self.found.order.push(index);
    }

    fn mark(&mut self, index: usize, state: State) {
        if let Some(slot) = self.state.get_mut(index) {
            *slot = state;
        }
    }
}
