//! How much work a password hash is, and between which bounds.

use argon2::Params;

/// Why no hasher could be started.
#[derive(Debug, thiserror::Error)]
pub enum HasherError {
    /// Weaker than the OWASP minimum.
    #[error("argon2id needs at least m=19456 KiB, t=2 and p=1")]
    BelowFloor,
    /// More than one hash may cost.
    #[error("argon2id takes at most m=1048576 KiB, m*t=8388608 KiB, p=64 and at least m=8*p")]
    AboveCeiling,
    /// Nobody would hash.
    #[error("at least one hashing thread is needed")]
    NoThread,
    /// The operating system refused a thread.
    #[error("a hashing thread did not start: {0}")]
    Spawn(#[from] std::io::Error),
}

/// Parameters of argon2id. The default is the minimum that OWASP recommends, and nothing below it is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashingParameters {
    /// Work memory of one hash, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes; they are computed one after the other.
    pub lanes: u32,
}

impl Default for HashingParameters {
    fn default() -> Self {
        Self { memory_kib: 19_456, iterations: 2, lanes: 1 }
    }
}

impl HashingParameters {
    /// The parameters in argon2's own form.
    ///
    /// # Errors
    /// [`HasherError::BelowFloor`] and [`HasherError::AboveCeiling`].
    pub(super) fn check(self) -> Result<Params, HasherError> {
        let floor = Self::default();
        let is_strong = self.memory_kib >= floor.memory_kib
            && self.iterations >= floor.iterations
            && self.lanes >= floor.lanes;
        if !is_strong {
            return Err(HasherError::BelowFloor);
        }
        Params::new(self.memory_kib, self.iterations, self.lanes, None)
            .ok()
            .filter(is_affordable)
            .ok_or(HasherError::AboveCeiling)
    }
}

/// Whether one hash stays within 1 GiB and a few seconds; stored hashes are held to it too, because a damaged or
/// imported one must not take a thread or the memory of the machine away.
pub(super) fn is_affordable(params: &Params) -> bool {
    const MEMORY_KIB_MAX: u32 = 1_048_576;
    const LANES_MAX: u32 = 64;
    let work = u64::from(params.m_cost()) * u64::from(params.t_cost());
    params.m_cost() <= MEMORY_KIB_MAX && work <= 8 * u64::from(MEMORY_KIB_MAX) && params.p_cost() <= LANES_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(memory_kib: u32, iterations: u32, lanes: u32) -> Result<Params, HasherError> {
        HashingParameters { memory_kib, iterations, lanes }.check()
    }

    #[test]
    fn the_floor_holds_for_each_parameter() {
        assert!(HashingParameters::default().check().is_ok());
        for (m, t, p) in [(19_455, 2, 1), (19_456, 1, 1), (19_456, 2, 0), (47_104, 1, 1)] {
            assert!(matches!(check(m, t, p), Err(HasherError::BelowFloor)), "{m} {t} {p}");
        }
    }

    #[test]
    fn the_ceiling_holds_for_each_parameter() {
        assert!(check(1_048_576, 8, 64).is_ok());
        for (m, t, p) in [
            (1_048_577, 2, 1),
            (1_048_576, 9, 1),
            (19_456, u32::MAX, 1),
            (19_456, 2, 65),
            (19_456, 2, u32::MAX),
        ] {
            assert!(matches!(check(m, t, p), Err(HasherError::AboveCeiling)), "{m} {t} {p}");
        }
    }
}
