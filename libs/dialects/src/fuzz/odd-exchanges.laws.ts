import { curatedFixtures } from '../matrix/curated-fixtures.laws.js';
import { recordedExchanges } from '../matrix/outside-data.laws.js';
import { fuzzRound, type Finding } from './fuzz-round.laws.js';
import { openRandom } from './random.laws.js';

/** Every exchange there is made odd once, with what went wrong; a seed makes the same ones again. */
export function fuzzAll(seed: number): { readonly count: number; readonly findings: readonly Finding[] } {
  const random = openRandom(seed);
  const exchanges = [...curatedFixtures(), ...recordedExchanges()];
  return { count: exchanges.length, findings: exchanges.flatMap((exchange) => fuzzRound(exchange, random) ?? []) };
}
