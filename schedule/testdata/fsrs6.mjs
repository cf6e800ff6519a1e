// Prints the reference vectors of fsrs6.json. In an empty directory:
//
//   npm install ts-fsrs@5.4.2
//   cp …/schedule/testdata/fsrs6.mjs .
//   node fsrs6.mjs > …/schedule/testdata/fsrs6.json
import { createEmptyCard, FSRSVersion, fsrs, get_fuzz_range } from "ts-fsrs";

const model = fsrs();
const ratings = [1, 2, 3, 4];

// Whole review histories through the scheduler, from a new card. A history is a
// list of [days since the last answer, rating]; first some that were chosen, then
// some from a fixed generator of numbers.
const histories = [
  ...ratings.map((r) => [0, 1, 3, 10, 30, 100, 365].map((days) => [days, r])),
  ...ratings.map((r) => [0, 0, 0, 0, 0].map((days) => [days, r])),
  [[0, 3], [2, 3], [8, 3], [30, 1], [0, 3], [1, 3], [4, 2], [9, 4], [60, 1], [0, 1], [0, 1]],
  [[0, 1], [0, 3], [0, 3], [1, 1], [0, 2], [3, 4], [3650, 3], [36500, 3], [36500, 4]],
];
let seed = 20261121;
const pick = (from) => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return from[Math.floor((seed / 2147483648) * from.length)];
};
for (let i = 0; i < 100; i++) {
  const days = [0, 0, 0, 1, 1, 2, 3, 5, 8, 13, 30, 60, 90, 365, 1000];
  histories.push(Array.from({ length: 12 }, () => [pick(days), pick([1, 2, 3, 3, 3, 4])]));
}
const sequences = histories.map((history) => {
  let now = Date.UTC(2026, 0, 1, 9);
  let card = createEmptyCard(new Date(now));
  return history.map(([days, rating]) => {
    now += days * 86400000;
    card = model.next(card, new Date(now), rating).card;
    return [days, rating, card.stability, card.difficulty];
  });
});

// Single steps from states all over the range.
const grid = [];
for (const stability of [0.001, 0.01, 0.212, 1, 2.3065, 10, 87.6, 1000, 36500])
  for (const difficulty of [1, 2.5, 5, 7.5, 10])
    for (const days of [0, 1, 7, 30, 365, 3650])
      for (const rating of ratings) {
        const next = model.next_state({ stability, difficulty }, days, rating);
        grid.push([stability, difficulty, days, rating, next.stability, next.difficulty]);
      }

const retrievability = [];
const intervals = [];
for (const stability of [0.001, 0.212, 1, 2.3065, 8.2956, 33.3, 365, 4711, 36500]) {
  for (const days of [0, 1, 2, 10, 100, 1000, 36500])
    retrievability.push([stability, days, model.forgetting_curve(days, stability)]);
  for (const retention of [0.7, 0.8, 0.85, 0.9, 0.95, 0.99, 1])
    intervals.push([stability, retention, fsrs({ request_retention: retention }).next_interval(stability, 0)]);
}

// Intervals with a longest one, and with fuzz. The number that the generator gives
// for a seed is read from what it makes of a very wide range.
const chanceOf = (seed) => {
  const wide = fsrs({ enable_fuzz: true, maximum_interval: 4e12 });
  wide.seed = seed;
  const { min_ivl, max_ivl } = get_fuzz_range(2e12, 0, 4e12);
  return (wide.apply_fuzz(2e12, 0) - min_ivl) / (max_ivl - min_ivl + 1);
};
const bounded = [];
const spreads = [];
const fuzzed = [];
for (const longest of [1, 2, 7, 30, 365, 36500])
  for (const stability of [0.5, 2.3065, 2.6, 8.2956, 33.3, 365, 36500])
    for (const retention of [0.8, 0.9, 0.97]) {
      const plain = fsrs({ request_retention: retention, maximum_interval: longest });
      bounded.push([stability, retention, longest, plain.next_interval(stability, 0)]);
      for (const elapsed of [0, 3, 40]) {
        const interval = plain.next_interval(stability, elapsed);
        const range = get_fuzz_range(interval, elapsed, longest);
        spreads.push([interval, elapsed, longest, range.min_ivl, range.max_ivl]);
        const model = fsrs({ request_retention: retention, maximum_interval: longest, enable_fuzz: true });
        const seed = `${stability} ${retention} ${elapsed}`;
        model.seed = seed;
        fuzzed.push([stability, retention, longest, elapsed, chanceOf(seed), model.next_interval(stability, elapsed)]);
      }
    }

const row = (rows) => rows.map((r) => "    " + JSON.stringify(r)).join(",\n");
console.log(`{
  "by": ${JSON.stringify("ts-fsrs " + FSRSVersion)},
  "command": "npm install ts-fsrs@5.4.2 && node fsrs6.mjs",
  "weights": ${JSON.stringify(model.parameters.w)},
  "sequences": [\n${row(sequences)}\n  ],
  "grid": [\n${row(grid)}\n  ],
  "retrievability": [\n${row(retrievability)}\n  ],
  "intervals": [\n${row(intervals)}\n  ],
  "bounded": [\n${row(bounded)}\n  ],
  "spreads": [\n${row(spreads)}\n  ],
  "fuzzed": [\n${row(fuzzed)}\n  ]
}`);
