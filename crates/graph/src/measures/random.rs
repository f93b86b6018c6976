/// Numbers that look random and are the same everywhere for the same seed: SplitMix64.
///
/// # Source
/// Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators.
///
/// ```
/// use bangjiao_graph::measures::Random;
/// let mut order = [0, 1, 2, 3, 4];
/// Random::new(1).shuffle(&mut order);
/// let mut again = [0, 1, 2, 3, 4];
/// Random::new(1).shuffle(&mut again);
/// assert_eq!(order, again);
/// ```
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end` - 1; the bias is below 2⁻³² for fewer than 2³² numbers.
    pub fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.next_u64()) * end as u128;
        usize::try_from(wide >> 64).expect("it is below a usize")
    }

    /// Puts things into another order, every order as likely as the others (Fisher and Yates).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_first_numbers_are_those_of_the_reference() {
        // From the C code at <https://prng.di.unimi.it/splitmix64.c> with x = 1234567.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(random.next_u64(), 3_203_168_211_198_807_973);
    }
}
