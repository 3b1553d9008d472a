//! The figures of conversations that a screen shows: asked for when somebody looks, or ahead of that where it takes long.

use crate::ops::metrics::mine::Figures;
use crate::tui::ask::{Ask, Reply, Whose};
use crate::tui::message::Effect;
use crate::tui::screens::Context;

/// Figures, and where the asking for them stands.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// What came last.
    pub figures: Option<Figures>,
    /// Grows with every asking.
    generation: u64,
    /// They were asked for, for this period.
    asked: bool,
    /// They are on their way although nobody has looked yet.
    ahead: bool,
}

impl Measured {
    /// Asks for the figures of so many weeks, unless they are on their way since before anybody looked.
    pub fn ask(&mut self, whose: Whose, weeks: u32, cx: &mut Context<'_>) {
        if !self.ahead {
            let ask = self.wish(whose, weeks);
            cx.effects.push(Effect::Ask(ask));
        }
    }

    /// Asks for them, once for a period, while nobody waits for them.
    pub fn ask_ahead(&mut self, whose: Whose, weeks: u32, cx: &mut Context<'_>) {
        if !self.asked {
            let ask = self.wish(whose, weeks);
            self.ahead = true;
            cx.effects.push(Effect::AskAhead(ask));
        }
    }

    fn wish(&mut self, whose: Whose, weeks: u32) -> Ask {
        self.generation += 1;
        self.asked = true;
        Ask::Metrics { weeks, whose, generation: self.generation }
    }

    /// Another period is wanted: what is on its way is not.
    pub fn turn(&mut self) {
        (self.asked, self.ahead) = (false, false);
    }

    /// Takes in an answer of the worker.
    pub fn reply(&mut self, reply: &Reply, of: Whose) {
        match reply {
            Reply::Metrics { generation, whose, figures }
                if *whose == of && *generation == self.generation =>
            {
                (self.figures, self.ahead) = (Some((**figures).clone()), false);
            }
            Reply::Failed { ask, .. } if matches!(**ask, Ask::Metrics { whose, .. } if whose == of) => {
                self.ahead = false;
            }
            // What is on its way is of the store as it was.
            Reply::Changed | Reply::Imported { .. } => self.ahead = false,
            _ => {}
        }
    }
}
