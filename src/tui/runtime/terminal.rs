//! Taking the terminal and giving it back exactly as found, and putting frames on it.
//!
//! What was taken is kept in statics, because the panic hook has to give it back too, and twice must be as good as
//! once. Frames are gathered in memory and sent in one write, inside a synchronized update.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::queue;
use ratatui::crossterm::style::{Attribute, SetAttribute, force_color_output};
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode, size,
};
use ratatui::layout::{Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::App;

static ENTERED: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Gives the terminal back, if it is taken. May be called at any time, from the panic hook too. Errors are of no
/// use: a terminal that has gone away needs no restoring.
pub(super) fn leave() {
    if !ENTERED.swap(false, SeqCst) {
        return;
    }
    // First the line settings, which never blocks, then what is written, which may.
    let _ = disable_raw_mode();
    let _ = mouse(false);
    let mut bytes = Vec::new();
    // The update may have been cut short by a panic: a terminal that still waits for its end would show nothing.
    let _ = queue!(
        bytes,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        SetAttribute(Attribute::Reset),
        LeaveAlternateScreen,
        Show
    );
    let _ = send(&bytes);
}

/// Gives only the line settings back, which never blocks: for a terminal that takes no more output.
#[cfg(unix)]
pub(super) fn leave_line_settings() {
    let _ = disable_raw_mode();
}

/// The terminal while the app has it. Dropping it gives the terminal back.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Gathered>>,
    gathered: Gathered,
    size: Size,
    mouse: bool,
}

/// What a frame came to.
pub(super) struct Drawn {
    /// Bytes sent.
    pub(super) bytes: usize,
    /// Cells that the sweep had to mend.
    pub(super) mended: usize,
}

impl Screen {
    /// Takes the terminal.
    pub(super) fn enter(mouse: bool) -> io::Result<Screen> {
        // The theme decides about colour. Left to itself, crossterm would answer NO_COLOR by sending resets in the
        // place of colours, and with them take away reverse video, the cursor's only mark.
        force_color_output(true);
        let gathered = Gathered::default();
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::ZERO) };
        let terminal = Terminal::with_options(CrosstermBackend::new(gathered.clone()), options)?;
        let mut screen = Screen { terminal, gathered, size: Size::ZERO, mouse };
        screen.again()?;
        Ok(screen)
    }

    /// Takes the terminal again, after a stop or an editor. All is drawn anew.
    pub(super) fn again(&mut self) -> io::Result<()> {
        leave();
        // Before anything is taken, so that a failure half way gives everything back.
        ENTERED.store(true, SeqCst);
        enable_raw_mode()?;
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, Hide, EnableBracketedPaste)?;
        send(&bytes)?;
        if self.mouse {
            mouse(true)?;
        }
        self.size = Size::ZERO;
        Ok(())
    }

    /// Whether the app has the terminal now.
    pub(super) fn taken(&self) -> bool {
        ENTERED.load(SeqCst)
    }

    /// Takes the mouse, or gives it back.
    pub(super) fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        if self.taken() { mouse(on) } else { Ok(()) }
    }

    /// Looks at the size of the terminal; tells it where it is new. The frame has this size until the next call, so
    /// that what the app was told and what it draws on never differ.
    pub(super) fn measure(&mut self) -> io::Result<Option<Size>> {
        let now = Size::from(size()?);
        if now == self.size {
            return Ok(None);
        }
        self.size = now;
        self.repaint()?;
        Ok(Some(now))
    }

    /// Has the next frame drawn from nothing.
    pub(super) fn repaint(&mut self) -> io::Result<()> {
        // Not `clear`, which asks the terminal for its cursor.
        self.terminal.resize(Rect::from((ratatui::layout::Position::ORIGIN, self.size)))
    }

    /// Draws one frame.
    pub(super) fn draw(&mut self, app: &impl App) -> io::Result<Drawn> {
        let mut mended = 0;
        // What a repaint has gathered goes inside the update as well: no flicker.
        let cleared = std::mem::take(&mut *self.gathered.0.borrow_mut());
        queue!(self.gathered, BeginSynchronizedUpdate)?;
        self.gathered.write_all(&cleared)?;
        self.terminal.draw(|frame| {
            mended = app.draw(frame);
        })?;
        queue!(self.gathered, EndSynchronizedUpdate)?;
        let frame = std::mem::take(&mut *self.gathered.0.borrow_mut());
        send(&frame)?;
        Ok(Drawn { bytes: frame.len(), mended })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Sends bytes to the terminal at once.
pub(super) fn send(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Presses, releases and the wheel, in the form that knows wide screens; motion is of no use and would wake the app
/// all the time.
#[cfg(not(windows))]
fn mouse(on: bool) -> io::Result<()> {
    if MOUSE.swap(on, SeqCst) == on {
        return Ok(());
    }
    send(if on { b"\x1b[?1000h\x1b[?1006h" } else { b"\x1b[?1006l\x1b[?1000l" })
}

/// The Windows console has a switch of its own.
#[cfg(windows)]
fn mouse(on: bool) -> io::Result<()> {
    use ratatui::crossterm::event::{DisableMouseCapture, EnableMouseCapture};
    use ratatui::crossterm::execute;
    if MOUSE.swap(on, SeqCst) == on {
        return Ok(());
    }
    if on { execute!(io::stdout(), EnableMouseCapture) } else { execute!(io::stdout(), DisableMouseCapture) }
}

/// Gathers what the backend writes. Its flush is deliberately empty: the backend flushes several times a frame.
#[derive(Clone, Default)]
struct Gathered(Rc<RefCell<Vec<u8>>>);

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
