//! Reproducible chance: the same seed tells the same stories.

/// SplitMix64 (Steele, Lea, Flood 2014). Good enough for invented content, and for nothing secret.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice of their own for the `n`th thing, so that more cases do not change the earlier ones.
    #[must_use]
    pub fn of(seed: u64, n: u64) -> Self {
        let mut dice = Self(seed ^ n.wrapping_mul(0xd134_2543_de82_ef95));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.saturating_sub(low).unsigned_abs().saturating_add(1);
        low.saturating_add(i64::try_from(self.next() % span).unwrap_or(0))
    }

    /// True in so many of a hundred throws.
    pub fn percent(&mut self, chance: i64) -> bool {
        self.between(1, 100) <= chance
    }

    /// One of several. The slice must not be empty.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.index(from.len())]
    }

    /// An index below `len`; 0 for an empty length.
    pub fn index(&mut self, len: usize) -> usize {
        let len = len.max(1) as u64;
        usize::try_from(self.next() % len).unwrap_or(0)
    }

    /// All of several in chance order.
    pub fn shuffled<T: Clone>(&mut self, from: &[T]) -> Vec<T> {
        let mut all = from.to_vec();
        for last in (1..all.len()).rev() {
            let other = self.index(last + 1);
            all.swap(last, other);
        }
        all
    }
}

/// Cards without repetition.
#[derive(Debug, Clone)]
pub struct Deck<'a> {
    cards: Vec<&'a str>,
    drawn: usize,
}

impl<'a> Deck<'a> {
    /// A shuffled deck.
    pub fn new(dice: &mut Dice, cards: &[&'a str]) -> Self {
        Self { cards: dice.shuffled(cards), drawn: 0 }
    }

    /// The next card; none when all were drawn.
    pub fn draw(&mut self) -> Option<&'a str> {
        let card = self.cards.get(self.drawn).copied();
        self.drawn += 1;
        card
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First outputs of SplitMix64 for the seed 1234567, from the reference implementation by Vigna.
    #[test]
    fn dice_are_splitmix64() {
        let mut dice = Dice::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| dice.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn a_deck_repeats_nothing_and_ends() {
        let mut deck = Deck::new(&mut Dice::new(7), &["a", "b", "c", "d"]);
        let mut drawn: Vec<&str> = (0..4).filter_map(|_| deck.draw()).collect();
        drawn.sort_unstable();
        assert_eq!(drawn, ["a", "b", "c", "d"]);
        assert_eq!(deck.draw(), None);
    }

    #[test]
    fn numbers_stay_between_their_bounds() {
        let mut dice = Dice::new(3);
        assert!((0..1000).map(|_| dice.between(-2, 5)).all(|n| (-2..=5).contains(&n)));
    }
}
