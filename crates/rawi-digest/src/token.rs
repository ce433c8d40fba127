//! Signed words for links: whoever holds one may do one thing to one subscription.

use std::fmt::Write;

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Confirming the address.
    Confirm,
    /// Seeing and changing the subscription.
    Manage,
    /// Ending it.
    Unsubscribe,
}

impl Purpose {
    /// The word that begins a token.
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Manage => "manage",
            Self::Unsubscribe => "unsubscribe",
        }
    }
}

/// The word is no token, or not for this. It does not tell which: nothing is to be learned by trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this link is not valid; take the one from the last mail")]
pub struct TokenError;

/// The secret that tokens are signed with.
#[derive(Clone)]
pub struct Key(pub [u8; 32]);

/// Bytes of a signature that are kept.
const LENGTH: usize = 20;

impl Key {
    /// The token for a subscription: purpose, its identifier, and the signature over both.
    pub fn token(&self, purpose: Purpose, subscription: &str) -> String {
        let mut out = format!("{}.{subscription}.", purpose.code());
        for byte in self.mac(purpose, subscription).finalize().into_bytes().iter().take(LENGTH) {
            let _ = write!(out, "{byte:02x}");
        }
        out
    }

    /// The subscription that a token speaks of.
    ///
    /// # Errors
    /// When it was not signed with this key for this purpose.
    pub fn subscription<'t>(&self, purpose: Purpose, token: &'t str) -> Result<&'t str, TokenError> {
        let (rest, signature) = token.trim().rsplit_once('.').ok_or(TokenError)?;
        let id = rest.strip_prefix(purpose.code()).and_then(|r| r.strip_prefix('.')).ok_or(TokenError)?;
        let bytes = unhex(signature).filter(|b| b.len() == LENGTH).ok_or(TokenError)?;
        self.mac(purpose, id).verify_truncated_left(&bytes).map_err(|_| TokenError)?;
        Ok(id)
    }

    fn mac(&self, purpose: Purpose, subscription: &str) -> Hmac<Sha256> {
        // A key of any length is taken.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).unwrap_or_else(|_| unreachable!());
        mac.update(purpose.code().as_bytes());
        mac.update(b".");
        mac.update(subscription.as_bytes());
        mac
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| d.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_allows_one_thing_to_one_subscription() {
        let key = Key([7; 32]);
        let token = key.token(Purpose::Unsubscribe, "sub_1");
        assert_eq!(key.subscription(Purpose::Unsubscribe, &token), Ok("sub_1"));
        assert_eq!(key.subscription(Purpose::Manage, &token), Err(TokenError));
        assert_eq!(Key([8; 32]).subscription(Purpose::Unsubscribe, &token), Err(TokenError));
        for bad in
            [token.replace("sub_1", "sub_2"), token[..token.len() - 2].to_owned(), token.replace('.', ""), String::new(), "unsubscribe.sub_1.".into(), "unsubscribe.sub_1.é".into()]
        {
            assert_eq!(key.subscription(Purpose::Unsubscribe, &bad), Err(TokenError), "{bad}");
        }
    }
}
