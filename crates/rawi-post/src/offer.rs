//! What goes into the queue: questions, and digests that are due.

use rawi_digest::{Page, Subscription, Zone};
use rawi_situation::instant::Instant;

use crate::config::Mail;
use crate::queue::Outgoing;
use crate::register::Wish;
use crate::{PostError, Register, letter};

/// Seconds between two questions to one address: asking for somebody else floods nobody.
const PAUSE: i64 = 3600;

/// Writes a wish down and asks its address to confirm. To somebody who confirmed already nothing is sent; the answer is the same, so that nobody learns who subscribes.
///
/// # Errors
/// When the wish is wrong or cannot be written down.
pub fn opt_in(register: &mut Register, mail: &Mail, wish: &Wish, now: Instant) -> Result<Subscription, PostError> {
    let subscription = register.ask(wish, now)?;
    if subscription.confirmed.is_none() {
        let message = letter::question(mail, register.key(), &subscription, now)?;
        let hour = Instant(now.0.div_euclid(PAUSE) * PAUSE);
        register.put(&Outgoing { subscription: &subscription.id, confirms: true, since: hour, until: hour, message }, now)?;
    }
    Ok(subscription)
}

/// Puts the digests into the queue that are due; tells how many. `compose` makes the page of a subscription for a stretch of time, or nothing when there is nothing to tell.
///
/// # Errors
/// What `compose` fails with, or when the queue cannot be written.
pub fn queue_due<E: From<PostError>>(
    register: &mut Register,
    mail: &Mail,
    now: Instant,
    mut compose: impl FnMut(&Subscription, Instant, Instant) -> Result<Option<Page>, E>,
) -> Result<usize, E> {
    let mut count = 0;
    for subscription in register.all()?.iter().filter(|s| s.confirmed.is_some()) {
        let zone: Zone = subscription.zone.parse().map_err(PostError::from)?;
        let Some(until) = subscription.rhythm.due(&zone, register.queued(&subscription.id)?, now) else { continue };
        let Some(page) = compose(subscription, subscription.told, until)? else { continue };
        let page = if subscription.unsure { page.again() } else { page };
        let message = letter::digest(mail, register.key(), subscription, page, until, now)?;
        count += usize::from(register.put(&Outgoing { subscription: &subscription.id, confirms: false, since: subscription.told, until, message }, now)?);
    }
    Ok(count)
}
