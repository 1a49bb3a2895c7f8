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

/// A walk along what things need. It keeps its own path, since a chain can be longer than
/// the stack.
struct Walk<'n> {
    needs: &'n [Vec<usize>],
    state: Vec<State>,
    /// From the first to the present one, each with how many of its needs were visited.
    path: Vec<(usize, usize)>,
    found: DependencyOrder,
}

impl Walk<'_> {
    fn visit(&mut self, first: usize) {
        self.enter(first);
        while let Some((index, visited)) = self.path.last_mut() {
            let index = *index;
            let needed = self.needs.get(index).and_then(|it| it.get(*visited));
            *visited += 1;
            match needed {
                Some(needed) => self.enter(*needed),
                None => {
                    self.path.pop();
                    self.mark(index, State::Done);
                    self.found.order.push(index);
                }
            }
        }
    }

    fn enter(&mut self, index: usize) {
        match self.state.get(index) {
            Some(State::New) => {
                self.mark(index, State::Open);
                self.path.push((index, 0));
            }
            Some(State::Open) => {
                let path = self.path.iter().map(|(index, _)| *index);
                let circle = path.skip_while(|it| *it != index).collect();
                self.found.circles.push(circle);
            }
            Some(State::Done) | None => {}
        }
    }

    fn mark(&mut self, index: usize, state: State) {
        if let Some(slot) = self.state.get_mut(index) {
            *slot = state;
        }
    }
}
