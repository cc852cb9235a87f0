import type { Rng } from '@smart-router/core';

/**
 * All in an order drawn by chance: the first in proportion to the weights, the next in the same way among the rest, and so
 * on, with one number of chance a place. Weights are above 0.
 */
export function drawOrder<One extends { readonly weight: number }>(all: readonly One[], rng: Rng): readonly One[] {
  const tree = sumTreeOf(all.map(({ weight }) => weight));
  const order: One[] = [];
  for (let place = 0; place < all.length; place += 1) {
    const one = all[takeAt(tree, rng() * (tree[1] ?? 0))];
    if (one !== undefined) order.push(one);
  }
  return order;
}

/**
 * Sums of weights as a binary tree, so that a draw looks at one path and not at all weights: 1 is the root, 2 n and 2 n + 1
 * are the children of n, and the weights are the second half.
 */
type SumTree = Float64Array;

function sumTreeOf(weights: readonly number[]): SumTree {
  let leaves = 1;
  while (leaves < weights.length) leaves *= 2;
  const tree = new Float64Array(2 * leaves);
  tree.set(weights, leaves);
  for (let node = leaves - 1; node > 0; node -= 1) sumUp(tree, node);
  return tree;
}

/** Takes out the weight at whose part of the sum the number lies: the index it had. */
function takeAt(tree: SumTree, number: number): number {
  const leaves = tree.length / 2;
  let left = number;
  let node = 1;
  while (node < leaves) {
    node *= 2;
    const lower = tree[node] ?? 0;
    // Rounding may lead to the end of a sum, but never to a weight that is taken.
    if (left < lower || tree[node + 1] === 0) continue;
    left -= lower;
    node += 1;
  }
  tree[node] = 0;
  for (let above = node >> 1; above > 0; above >>= 1) sumUp(tree, above);
  return node - leaves;
}

/** Sums are made anew, not subtracted from: who is the last has the whole sum, exactly. */
function sumUp(tree: SumTree, node: number): void {
  tree[node] = (tree[2 * node] ?? 0) + (tree[2 * node + 1] ?? 0);
}
