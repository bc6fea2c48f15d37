//! Randomness: one ChaCha20 generator, seeded by the operating system.

use std::sync::{Mutex, PoisonError};

use identity_core::port::Entropy;
use rand::rngs::{ChaCha20Rng, SysRng};
use rand::{Rng as _, SeedableRng as _};

/// The operating system gave no randomness; nothing secret may be made.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random seed: {0}")]
pub struct EntropyUnavailable(String);

/// Random numbers fit for secrets and for identifiers.
///
/// The operating system is asked once, for a seed of 256 bits, where its refusal can still be answered by not
/// starting. After that nothing can fail, so [`Entropy::next`] never has to choose between a weak number and an
/// abort. A draw costs an uncontended lock and, every 32nd time, four blocks of ChaCha20; asking the operating
/// system each time would cost a system call.
///
/// The generator's state is never written anywhere. A snapshot of a running process must not be resumed twice: both
/// would draw the same numbers.
pub struct OsEntropy {
    generator: Mutex<ChaCha20Rng>,
}

impl OsEntropy {
    /// Takes a seed from the operating system.
    ///
    /// # Errors
    /// [`EntropyUnavailable`] when it gives none.
    pub fn new() -> Result<Self, EntropyUnavailable> {
        let generator =
            ChaCha20Rng::try_from_rng(&mut SysRng).map_err(|error| EntropyUnavailable(error.to_string()))?;
        Ok(Self { generator: Mutex::new(generator) })
    }
}

impl Entropy for OsEntropy {
    fn next(&self) -> u64 {
        // Nothing panics under the lock; were it poisoned all the same, the generator would still be whole.
        self.generator.lock().unwrap_or_else(PoisonError::into_inner).next_u64()
    }
}

/// Fills an array, eight bytes a draw.
pub(crate) fn bytes<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut out = [0; N];
    for chunk in out.chunks_mut(8) {
        for (byte, random) in chunk.iter_mut().zip(entropy.next().to_le_bytes()) {
            *byte = random;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn draws_and_generators_differ() {
        let (one, other) = (OsEntropy::new().unwrap(), OsEntropy::new().unwrap());
        let draws: HashSet<u64> = (0..1000).flat_map(|_| [one.next(), other.next()]).collect();
        assert_eq!(draws.len(), 2000);
    }

    #[test]
    fn every_bit_takes_both_values() {
        let entropy = OsEntropy::new().unwrap();
        let draws: Vec<u64> = (0..200).map(|_| entropy.next()).collect();
        assert_eq!(draws.iter().fold(0, |all, draw| all | draw), u64::MAX);
        assert_eq!(draws.iter().fold(u64::MAX, |all, draw| all & draw), 0);
    }

    #[test]
    fn arrays_are_filled_to_the_end() {
        struct Ones;
        impl Entropy for Ones {
            fn next(&self) -> u64 {
                u64::MAX
            }
        }
        assert_eq!(bytes::<13>(&Ones), [0xff; 13]);
        assert_eq!(bytes::<32>(&Ones), [0xff; 32]);
    }
}
