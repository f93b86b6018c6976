use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::error::Error;

/// How the number of things drawn is shared among strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Allocation {
    /// As many of each stratum, or all where it has fewer: the best for comparing strata.
    #[default]
    Equal,
    /// By the size of the strata, at least one of each: the best for the whole.
    Proportional,
}

/// How large a stratum is and how many were drawn of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumSize {
    /// The parts of its name are joined by a stroke: `1990s/name`.
    pub name: String,
    /// Things in it.
    pub n_population: usize,
    /// Things drawn.
    pub n_drawn: usize,
}

/// Something that was drawn.
pub(super) struct Drawn<T> {
    pub stratum: String,
    /// How many things of its stratum it stands for.
    pub weight: f64,
    pub id: String,
    pub thing: T,
}

/// Keeps of each stratum what has the smallest random numbers.
pub(super) struct Strata<T> {
    n: usize,
    seed: u64,
    pools: BTreeMap<String, Pool<T>>,
}

struct Pool<T> {
    n_population: usize,
    smallest: BTreeMap<(u64, String), T>,
}

impl<T> Strata<T> {
    /// Will draw up to `n` things.
    pub fn new(n: usize, seed: u64) -> Self {
        Strata { n, seed, pools: BTreeMap::new() }
    }

    /// Adds a thing to its stratum.
    pub fn offer(&mut self, stratum: &str, id: &str, thing: T) {
        if !self.pools.contains_key(stratum) {
            self.pools.insert(stratum.to_owned(), Pool { n_population: 0, smallest: BTreeMap::new() });
        }
        let Some(pool) = self.pools.get_mut(stratum) else { return };
        pool.n_population += 1;
        let number = number(self.seed, id);
        let is_full = pool.smallest.len() >= self.n;
        if is_full && pool.smallest.last_key_value().is_none_or(|((largest, _), _)| number > *largest) {
            return;
        }
        pool.smallest.insert((number, id.to_owned()), thing);
        if is_full {
            pool.smallest.pop_last();
        }
    }

    /// What is drawn, by number, so that a reader who stops early has read a random part.
    pub fn draw(self, allocation: Allocation) -> Result<super::Outcome<T>, Error> {
        let sizes: Vec<usize> = self.pools.values().map(|pool| pool.n_population).collect();
        if sizes.is_empty() {
            return Err(Error::NothingToDraw);
        }
        if self.n < sizes.len() {
            return Err(Error::TooManyStrata { n: self.n, n_strata: sizes.len() });
        }
        let shares = match allocation {
            Allocation::Equal => equal(&sizes, self.n),
            Allocation::Proportional => proportional(&sizes, self.n),
        };
        let (mut drawn, mut strata) = (BTreeMap::new(), Vec::new());
        for ((name, pool), n_drawn) in self.pools.into_iter().zip(shares) {
            let n_population = pool.n_population;
            #[expect(clippy::cast_precision_loss, reason = "counts of mentions are far below 2^53")]
            let weight = n_population as f64 / n_drawn as f64;
            for ((number, id), thing) in pool.smallest.into_iter().take(n_drawn) {
                let one = Drawn { stratum: name.clone(), weight, id: id.clone(), thing };
                drawn.insert((number, id), one);
            }
            strata.push(StratumSize { name, n_population, n_drawn });
        }
        Ok((drawn.into_values().collect(), strata))
    }
}

/// The number of a thing: the first 8 bytes of the SHA-256 of `SEED:ID`, big-endian.
fn number(seed: u64, id: &str) -> u64 {
    let digest = Sha256::new().chain_update(seed.to_string()).chain_update(":").chain_update(id).finalize();
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// As many of each, the smaller strata whole; what cannot be shared evenly goes to the larger ones.
fn equal(sizes: &[usize], n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&at| (sizes[at], at));
    let mut shares = vec![0; sizes.len()];
    let mut left = n;
    for (done, &at) in order.iter().enumerate() {
        shares[at] = sizes[at].min(left / (sizes.len() - done));
        left -= shares[at];
    }
    shares
}

/// By size, the largest remainders rounded up; a stratum that would get none gets one of the largest share.
fn proportional(sizes: &[usize], n: usize) -> Vec<usize> {
    let total: usize = sizes.iter().sum();
    let n = n.min(total);
    // Wide, since two numbers of mentions are multiplied.
    let product = |size: usize| size as u128 * n as u128;
    let whole = |size: usize| usize::try_from(product(size) / total as u128).unwrap_or(size);
    let mut shares: Vec<usize> = sizes.iter().map(|&size| whole(size)).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(product(sizes[at]) % total as u128), at));
    let missing = n - shares.iter().sum::<usize>();
    order.iter().take(missing).for_each(|&at| shares[at] += 1);
    while let Some(empty) = shares.iter().position(|&share| share == 0) {
        if let Some(largest) = shares.iter_mut().max() {
            *largest -= 1;
        }
        shares[empty] = 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Allocation, Strata, equal, number, proportional};

    #[test]
    fn numbers_are_those_of_sha256() {
        // printf '1:a' | sha256sum | head -c 16
        assert_eq!(format!("{:016x}", number(1, "a")), "4162fddd39a3e422");
    }

    #[test]
    fn shares_are_equal_or_by_size() {
        assert_eq!(equal(&[100, 3, 50], 40), [19, 3, 18]);
        assert_eq!(equal(&[2, 3], 40), [2, 3]);
        assert_eq!(proportional(&[900, 99, 1], 101), [90, 10, 1]);
        assert_eq!(proportional(&[2, 3], 40), [2, 3]);
    }

    proptest! {
        #[test]
        fn every_stratum_is_drawn_from_and_weights_add_up_to_it(
            sizes in prop::collection::vec(1_usize..60, 1..8),
            n in 8_usize..100,
            by_size in any::<bool>(),
        ) {
            let mut strata = Strata::new(n, 7);
            for (name, size) in sizes.iter().enumerate() {
                (0..*size).for_each(|at| strata.offer(&name.to_string(), &format!("{name}-{at}"), ()));
            }
            let allocation = if by_size { Allocation::Proportional } else { Allocation::Equal };
            let (drawn, strata) = strata.draw(allocation).expect("there are fewer strata than are drawn");
            prop_assert_eq!(drawn.len(), n.min(sizes.iter().sum()));
            for stratum in strata {
                prop_assert!(stratum.n_drawn >= 1);
                let weights = drawn.iter().filter(|one| one.stratum == stratum.name).map(|one| one.weight);
                prop_assert!((weights.sum::<f64>() - stratum.n_population as f64).abs() < 1e-9);
            }
        }

        #[test]
        fn a_larger_sample_contains_the_smaller_one(n in 1_usize..30, more in 0_usize..30) {
            let draw = |n| {
                let mut strata = Strata::new(n, 1);
                (0..60).for_each(|at| strata.offer("all", &at.to_string(), ()));
                let (drawn, _) = strata.draw(Allocation::Equal).expect("there is one stratum");
                drawn.into_iter().map(|one| one.id).collect::<Vec<String>>()
            };
            prop_assert!(draw(n + more).starts_with(&draw(n)));
        }
    }
}
