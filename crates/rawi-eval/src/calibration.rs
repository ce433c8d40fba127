//! Whether a confidence of 0.8 means that four of five such claims are right.

const BINS: usize = 10;

/// Claims of about the same confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Number of claims.
    pub claims: usize,
    /// How many of them match the gold.
    pub right: usize,
    /// Sum of their confidences.
    confidence: f64,
}

impl Bin {
    /// Mean confidence; `None` for an empty bin.
    pub fn mean(&self) -> Option<f64> {
        (self.claims > 0).then(|| self.confidence / self.claims as f64)
    }

    /// Share that is right; `None` for an empty bin.
    pub fn share(&self) -> Option<f64> {
        (self.claims > 0).then(|| self.right as f64 / self.claims as f64)
    }
}

/// Ten bins of confidence, from 0.0 to 1.0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Calibration {
    /// Bin `n` holds confidences from `n / 10`; the last also holds 1.
    pub bins: [Bin; BINS],
}

impl Calibration {
    pub(crate) fn add(&mut self, confidence: f64, right: bool) {
        let confidence = confidence.clamp(0.0, 1.0);
        // A hundredth of a hundredth keeps 0.3, which times ten may be 2.99…, in its bin.
        let index = (confidence * BINS as f64 + 1e-4) as usize;
        let bin = &mut self.bins[index.min(BINS - 1)];
        bin.claims += 1;
        bin.right += usize::from(right);
        bin.confidence += confidence;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (bin, more) in self.bins.iter_mut().zip(&other.bins) {
            bin.claims += more.claims;
            bin.right += more.right;
            bin.confidence += more.confidence;
        }
    }

    /// Expected calibration error: how far, on average over the claims, confidence and share right are apart. `None` without claims.
    pub fn error(&self) -> Option<f64> {
        let claims: usize = self.bins.iter().map(|bin| bin.claims).sum();
        let apart: f64 = self.bins.iter().map(|bin| (bin.confidence - bin.right as f64).abs()).sum();
        (claims > 0).then(|| apart / claims as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_weighs_bins_by_their_claims() {
        let mut calibration = Calibration::default();
        assert_eq!(calibration.error(), None);
        for right in [true, true, true, false] {
            calibration.add(0.75, right);
        }
        assert_eq!(calibration.error(), Some(0.0));
        calibration.add(0.3, true);
        calibration.add(1.0, false);
        assert!((calibration.error().unwrap() - 1.7 / 6.0).abs() < 1e-12);
        assert_eq!((calibration.bins[3].claims, calibration.bins[7].claims, calibration.bins[9].claims), (1, 4, 1));
        assert_eq!(calibration.bins[7].share(), Some(0.75));
        assert_eq!(calibration.bins[0].mean(), None);
    }
}
