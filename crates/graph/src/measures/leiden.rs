use std::collections::BTreeMap;

use super::{Adjacency, Random};

/// The communities of a graph.
///
/// ```
/// use bangjiao_graph::measures::{Adjacency, communities};
/// // Two triangles with one edge between them.
/// let edges = [(0, 1, 5), (0, 2, 5), (1, 2, 5), (2, 3, 1), (3, 4, 5), (3, 5, 5), (4, 5, 5)];
/// let found = communities(&Adjacency::new(6, &edges), 10, 1);
/// assert_eq!(found.of_node, [1, 1, 1, 2, 2, 2]);
/// assert_eq!(found.stability, [1.0; 6]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The community of every node, from 1: the one with most nodes first, then the one with the smallest node.
    pub of_node: Vec<i64>,
    /// How far the other seeds agree on a node, 0.0..=1.0: the Jaccard index of its community with that of the same node
    /// under another seed, averaged over the other seeds; 1 with one seed.
    pub stability: Vec<f64>,
    /// Number of communities.
    pub n_communities: usize,
    /// Modularity.
    pub modularity: f64,
    /// The seed whose partition this is.
    pub seed: u64,
}

/// Finds communities of large modularity by weight, by Leiden's algorithm, once for each of the seeds 1 to `n_seeds`, and
/// keeps the partition with the largest modularity (of equal ones that of the smallest seed).
///
/// A seed is the order in which nodes are visited. Gains are integers, so that no rounding decides; refinement joins a
/// node with the best community instead of drawing one. The seeds are shared among `threads`, which changes nothing.
///
/// # Complexity
/// O(m) a pass for each seed; some tens of passes.
///
/// # Source
/// Traag, Waltman and van Eck 2019, From Louvain to Leiden: guaranteeing well-connected communities.
pub fn communities(graph: &Adjacency, n_seeds: u64, threads: usize) -> Communities {
    let n_seeds = n_seeds.max(1);
    let base = Level::of(graph);
    let mut found: Vec<(i128, Vec<u32>)> = Vec::new();
    let seeds: Vec<u64> = (1..=n_seeds).collect();
    for round in seeds.chunks(threads.max(1)) {
        let Some((&first, others)) = round.split_first() else { continue };
        std::thread::scope(|scope| {
            let threads: Vec<_> = others
                .iter()
                .map(|&seed| {
                    scope.spawn({
                        let base = &base;
                        move || partition(base, seed)
                    })
                })
                .collect();
            found.push(partition(&base, first));
            for thread in threads {
                found.push(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
        });
    }
    let best = (0..found.len()).rev().max_by_key(|&at| found[at].0).unwrap_or(0);
    let labels: Vec<Vec<u32>> = found.into_iter().map(|(_, labels)| by_size(labels)).collect();
    let own = &labels[best];
    let others = || labels.iter().enumerate().filter(|(at, _)| *at != best).map(|(_, labels)| labels);
    let mut stability = vec![0.0; own.len()];
    for other in others() {
        for (sum, index) in stability.iter_mut().zip(agreement(own, other)) {
            *sum += index;
        }
    }
    let n_others = others().count();
    stability.iter_mut().for_each(|sum| *sum = if n_others == 0 { 1.0 } else { *sum / n_others as f64 });
    Communities {
        modularity: modularity(graph, own),
        n_communities: own.iter().max().map_or(0, |most| *most as usize + 1),
        of_node: own.iter().map(|&label| i64::from(label) + 1).collect(),
        stability,
        seed: seeds[best],
    }
}

/// Modularity of a partition, by weight: Σ over communities of (weight inside / total) - (strength / 2 · total)².
///
/// # Source
/// Newman 2004, Analysis of weighted networks.
pub fn modularity(graph: &Adjacency, of_node: &[u32]) -> f64 {
    let double = 2.0 * graph.total_weight() as f64;
    let mut inside: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    for (node, &label) in of_node.iter().enumerate() {
        let (twice_inside, strength) = inside.entry(label).or_default();
        *strength += graph.strength(node);
        let own = graph.edges_of(node).filter(|(other, _)| of_node[*other] == label);
        *twice_inside += own.map(|(_, weight)| weight).sum::<i64>();
    }
    let share = |(twice_inside, strength): (i64, i64)| {
        twice_inside as f64 / double - (strength as f64 / double).powi(2)
    };
    inside.into_values().map(share).sum()
}

/// For every node, the Jaccard index of its communities in two partitions.
fn agreement(one: &[u32], other: &[u32]) -> Vec<f64> {
    let sizes = |labels: &[u32]| {
        let mut sizes = vec![0_u32; labels.len()];
        labels.iter().for_each(|label| sizes[*label as usize] += 1);
        sizes
    };
    let (sizes_one, sizes_other) = (sizes(one), sizes(other));
    let mut common: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    one.iter().zip(other).for_each(|(&a, &b)| *common.entry((a, b)).or_default() += 1);
    let index = |(&a, &b): (&u32, &u32)| {
        let both = common[&(a, b)];
        f64::from(both) / f64::from(sizes_one[a as usize] + sizes_other[b as usize] - both)
    };
    one.iter().zip(other).map(index).collect()
}

/// Numbers communities from 0, by size, then by smallest node.
fn by_size(labels: Vec<u32>) -> Vec<u32> {
    let mut groups = vec![(0_usize, usize::MAX); labels.len()];
    for (node, &label) in labels.iter().enumerate() {
        let (size, smallest) = &mut groups[label as usize];
        (*size, *smallest) = (*size + 1, node.min(*smallest));
    }
    let mut order: Vec<usize> = (0..groups.len()).filter(|&label| groups[label].0 > 0).collect();
    order.sort_unstable_by_key(|&label| (std::cmp::Reverse(groups[label].0), groups[label].1));
    let mut numbers = vec![0; labels.len()];
    (0..).zip(order).for_each(|(number, label)| numbers[label] = number);
    labels.into_iter().map(|label| numbers[label as usize]).collect()
}

/// A graph whose nodes are groups of nodes; edges inside a group are left out, but count in its strength.
struct Level {
    starts: Vec<usize>,
    edges: Vec<(u32, i64)>,
    strengths: Vec<i64>,
    /// Twice the weight of all edges, those inside groups too.
    double: i64,
}

impl Level {
    fn of(graph: &Adjacency) -> Self {
        let mut starts = vec![0];
        let mut edges = Vec::with_capacity(2 * graph.n_edges());
        for node in 0..graph.n_nodes() {
            edges.extend(graph.edges_of(node).map(|(other, weight)| (number(other), weight)));
            starts.push(edges.len());
        }
        let strengths = (0..graph.n_nodes()).map(|node| graph.strength(node)).collect();
        Level { starts, edges, strengths, double: 2 * graph.total_weight() }
    }

    fn n_nodes(&self) -> usize {
        self.strengths.len()
    }

    fn edges_of(&self, node: usize) -> &[(u32, i64)] {
        &self.edges[self.starts[node]..self.starts[node + 1]]
    }

    /// What joining a group of nodes of a total strength adds to modularity, times half the square of twice the weight
    /// of all edges.
    fn gain(&self, strength: i64, to_group: i64, group_strength: i64) -> i128 {
        i128::from(self.double) * i128::from(to_group) - i128::from(strength) * i128::from(group_strength)
    }

    /// The graph whose nodes are the groups of this one, which are numbered from 0.
    fn grouped(&self, groups: &[u32], n_groups: usize) -> Self {
        let mut strengths = vec![0; n_groups];
        // Nodes sorted by group, by counting.
        let mut next = vec![0; n_groups + 1];
        groups.iter().for_each(|&group| next[group as usize + 1] += 1);
        for group in 0..n_groups {
            next[group + 1] += next[group];
        }
        let mut members = vec![0; groups.len()];
        for (node, &group) in groups.iter().enumerate() {
            members[next[group as usize]] = node;
            next[group as usize] += 1;
        }
        let (mut starts, mut edges) = (vec![0], Vec::new());
        let mut near = Near::new(n_groups);
        for same in members.chunk_by(|&a, &b| groups[a] == groups[b]) {
            let group = groups[same[0]];
            near.clear();
            for &node in same {
                strengths[group as usize] += self.strengths[node];
                for &(other, weight) in self.edges_of(node) {
                    near.add(groups[other as usize], weight);
                }
            }
            near.met.sort_unstable();
            let outside = near.met.iter().filter(|other| **other != group);
            edges.extend(outside.map(|&other| (other, near.weights[other as usize])));
            starts.push(edges.len());
        }
        Level { starts, edges, strengths, double: self.double }
    }
}

fn number(node: usize) -> u32 {
    u32::try_from(node).expect("nodes are numbered in 32 bits")
}

/// So many times the algorithm is run, each time from its own result, while that helps.
const MOST_REPEATS: usize = 2;

/// The partition that one seed leads to, with its quality: larger is better, comparable between seeds.
fn partition(base: &Level, seed: u64) -> (i128, Vec<u32>) {
    let mut random = Random::new(seed);
    let mut labels: Vec<u32> = (0..number(base.n_nodes())).collect();
    let mut quality = quality_of(base, &labels);
    for _ in 0..MOST_REPEATS {
        let next = improved(base, labels.clone(), &mut random);
        let reached = quality_of(base, &next);
        if reached <= quality {
            break;
        }
        (labels, quality) = (next, reached);
    }
    (quality, labels)
}

fn quality_of(level: &Level, labels: &[u32]) -> i128 {
    let mut strengths = vec![0_i64; labels.len()];
    let mut inside = 0_i64;
    for (node, &label) in labels.iter().enumerate() {
        strengths[label as usize] += level.strengths[node];
        let own = level.edges_of(node).iter().filter(|(other, _)| labels[*other as usize] == label);
        inside += own.map(|(_, weight)| weight).sum::<i64>();
    }
    let squares: i128 = strengths.iter().map(|&strength| i128::from(strength).pow(2)).sum();
    i128::from(level.double) * i128::from(inside) - squares
}

/// One run of the algorithm from a partition.
fn improved(base: &Level, labels: Vec<u32>, random: &mut Random) -> Vec<u32> {
    // Of every node of `base`, its node in the level at hand.
    let mut place: Vec<u32> = (0..number(base.n_nodes())).collect();
    let mut level: Option<Level> = None;
    let mut labels = labels;
    loop {
        let at_hand = level.as_ref().unwrap_or(base);
        move_nodes(at_hand, &mut labels, random);
        let n_communities = labels.iter().collect::<std::collections::BTreeSet<_>>().len();
        if n_communities == at_hand.n_nodes() {
            return place.iter().map(|&node| labels[node as usize]).collect();
        }
        let (groups, n_groups) = refined(at_hand, &labels, random);
        if n_groups == at_hand.n_nodes() {
            // Refinement joined nothing, so that the next level would be this one.
            return place.iter().map(|&node| labels[node as usize]).collect();
        }
        let mut of_groups = vec![0; n_groups];
        groups.iter().zip(&labels).for_each(|(&group, &label)| of_groups[group as usize] = label);
        // Labels stay below the number of nodes.
        let mut numbers = vec![u32::MAX; at_hand.n_nodes()];
        let mut next = 0;
        for label in &mut of_groups {
            let known = &mut numbers[*label as usize];
            if *known == u32::MAX {
                *known = next;
                next += 1;
            }
            *label = *known;
        }
        place.iter_mut().for_each(|node| *node = groups[*node as usize]);
        level = Some(at_hand.grouped(&groups, n_groups));
        labels = of_groups;
    }
}

/// Weights from a node to communities, in the order in which they were met.
struct Near {
    weights: Vec<i64>,
    met: Vec<u32>,
}

impl Near {
    fn new(n_labels: usize) -> Self {
        Near { weights: vec![0; n_labels], met: Vec::new() }
    }

    fn clear(&mut self) {
        self.met.drain(..).for_each(|label| self.weights[label as usize] = 0);
    }

    fn add(&mut self, label: u32, weight: i64) {
        if self.weights[label as usize] == 0 {
            self.met.push(label);
        }
        self.weights[label as usize] += weight;
    }
}

/// Moves nodes to the community that gains most until none wants to move; the labels stay below the number of nodes.
fn move_nodes(level: &Level, labels: &mut [u32], random: &mut Random) {
    let n_nodes = level.n_nodes();
    let mut strengths = vec![0_i64; n_nodes];
    let mut sizes = vec![0_u32; n_nodes];
    for (node, &label) in labels.iter().enumerate() {
        strengths[label as usize] += level.strengths[node];
        sizes[label as usize] += 1;
    }
    let mut unused: Vec<u32> =
        (0..number(n_nodes)).rev().filter(|&label| sizes[label as usize] == 0).collect();
    let mut order: Vec<u32> = (0..number(n_nodes)).collect();
    random.shuffle(&mut order);
    let mut queue: std::collections::VecDeque<u32> = order.into();
    let mut waiting = vec![true; n_nodes];
    let mut near = Near::new(n_nodes);
    while let Some(node) = queue.pop_front() {
        let at = node as usize;
        waiting[at] = false;
        let (own, strength) = (labels[at], level.strengths[at]);
        near.clear();
        for &(other, weight) in level.edges_of(at) {
            near.add(labels[other as usize], weight);
        }
        strengths[own as usize] -= strength;
        sizes[own as usize] -= 1;
        let gain = |label: u32| level.gain(strength, near.weights[label as usize], strengths[label as usize]);
        let (mut best, mut most) = (own, gain(own));
        for &label in &near.met {
            let gain = gain(label);
            if gain > most {
                (best, most) = (label, gain);
            }
        }
        if most < 0
            && let Some(label) = unused.last()
        {
            best = *label;
        }
        if best != own {
            if sizes[best as usize] == 0 {
                unused.pop();
            }
            if sizes[own as usize] == 0 {
                unused.push(own);
            }
            labels[at] = best;
            for &(other, _) in level.edges_of(at) {
                let other_at = other as usize;
                if labels[other_at] != best && !std::mem::replace(&mut waiting[other_at], true) {
                    queue.push_back(other);
                }
            }
        }
        strengths[best as usize] += strength;
        sizes[best as usize] += 1;
    }
}

/// Splits communities into well connected groups, numbered from 0 by their first node.
fn refined(level: &Level, labels: &[u32], random: &mut Random) -> (Vec<u32>, usize) {
    let n_nodes = level.n_nodes();
    let mut community_strengths = vec![0_i64; n_nodes];
    labels
        .iter()
        .enumerate()
        .for_each(|(node, &label)| community_strengths[label as usize] += level.strengths[node]);
    // Every node is a group at first; `outward` is a group's weight to the rest of its community.
    let mut groups: Vec<u32> = (0..number(n_nodes)).collect();
    let mut strengths = level.strengths.clone();
    let mut sizes = vec![1_u32; n_nodes];
    let own_weight = |node: usize| {
        let own = level.edges_of(node).iter().filter(|(other, _)| labels[*other as usize] == labels[node]);
        own.map(|(_, weight)| weight).sum::<i64>()
    };
    let mut outward: Vec<i64> = (0..n_nodes).map(own_weight).collect();
    let mut order: Vec<u32> = (0..number(n_nodes)).collect();
    random.shuffle(&mut order);
    let mut near = Near::new(n_nodes);
    for node in order {
        let at = node as usize;
        let (label, strength) = (labels[at], level.strengths[at]);
        let well_connected = |weight: i64, strength: i64| {
            level.gain(strength, weight, community_strengths[label as usize] - strength) >= 0
        };
        if sizes[groups[at] as usize] > 1 || !well_connected(outward[groups[at] as usize], strength) {
            continue;
        }
        near.clear();
        for &(other, weight) in level.edges_of(at) {
            if labels[other as usize] == label {
                near.add(groups[other as usize], weight);
            }
        }
        let (mut best, mut most) = (groups[at], 0);
        for &group in &near.met {
            let (weight, group_strength) = (near.weights[group as usize], strengths[group as usize]);
            let gain = level.gain(strength, weight, group_strength);
            if gain > most && well_connected(outward[group as usize], group_strength) {
                (best, most) = (group, gain);
            }
        }
        if best != groups[at] {
            let own = groups[at] as usize;
            outward[best as usize] += outward[own] - 2 * near.weights[best as usize];
            strengths[best as usize] += strength;
            sizes[best as usize] += 1;
            (strengths[own], sizes[own], outward[own]) = (0, 0, 0);
            groups[at] = best;
        }
    }
    let mut numbers = vec![u32::MAX; n_nodes];
    let mut n_groups = 0;
    for group in &mut groups {
        let known = &mut numbers[*group as usize];
        if *known == u32::MAX {
            *known = n_groups;
            n_groups += 1;
        }
        *group = *known;
    }
    (groups, n_groups as usize)
}

#[cfg(test)]
mod tests {
    use super::{communities, modularity};
    use crate::measures::{Adjacency, Random};

    /// Groups of ten nodes, dense inside and sparse between.
    fn planted(n_groups: u32) -> Adjacency {
        let n_nodes = 10 * n_groups;
        let mut random = Random::new(3);
        let mut edges = Vec::new();
        for one in 0..n_nodes {
            for other in one + 1..n_nodes {
                let chance = if one / 10 == other / 10 { 80 } else { 2 };
                if random.below(100) < chance {
                    edges.push((one, other, 1 + random.below(5) as i64));
                }
            }
        }
        Adjacency::new(n_nodes as usize, &edges)
    }

    #[test]
    fn planted_groups_are_found() {
        let found = communities(&planted(8), 5, 1);
        assert_eq!(found.n_communities, 8);
        for group in found.of_node.chunks(10) {
            assert!(group.iter().all(|label| *label == group[0]), "{:?}", found.of_node);
        }
        assert!(found.stability.iter().all(|index| *index > 0.9));
    }

    #[test]
    fn any_number_of_threads_finds_the_same() {
        let graph = planted(12);
        assert_eq!(communities(&graph, 7, 1), communities(&graph, 7, 2));
        assert_eq!(communities(&graph, 7, 1), communities(&graph, 7, 7));
    }

    #[test]
    fn communities_are_connected_and_better_than_one_or_all() {
        let graph = planted(20);
        let found = communities(&graph, 3, 1);
        assert!(found.modularity > modularity(&graph, &vec![0; graph.n_nodes()]));
        let labels: Vec<u32> = found.of_node.iter().map(|label| *label as u32).collect();
        assert!((modularity(&graph, &labels) - found.modularity).abs() < 1e-12);
        for label in 1..=found.n_communities as i64 {
            let members: Vec<usize> =
                (0..graph.n_nodes()).filter(|node| found.of_node[*node] == label).collect();
            let mut met = vec![members[0]];
            let mut at = 0;
            while let Some(&node) = met.get(at) {
                at += 1;
                for (other, _) in graph.edges_of(node) {
                    if found.of_node[other] == label && !met.contains(&other) {
                        met.push(other);
                    }
                }
            }
            assert_eq!(met.len(), members.len());
        }
    }
}
