/** The unit in which memory is looked at, in bytes. */
const pageBytes = 4_096;

/** Static data at the low end of the gap may be zero and in use all the same; this much of it is kept too. */
const paddingBytes = 262_144;

/** Puts a WebAssembly memory back to what it was. */
export interface MemorySnapshot {
  restore(): void;
}

/** Memory whose content is nothing to remember, in bytes from the start. */
export interface StackRoom {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the room of the stack, a long run of zeros between static data and heap. Whoever asks does so before any foreign
 * code has run: afterwards the longest run of zeros may be an array of that code.
 */
export function findStackRoom(memory: { readonly buffer: ArrayBuffer }): StackRoom {
  const { start, end } = longestGap(pagesInUse(new Uint8Array(memory.buffer)));
  return { start: Math.min(end * pageBytes, start * pageBytes + paddingBytes), end: end * pageBytes };
}

/**
 * Remembers a memory while nothing runs in it. The stack is left out, since nothing on it is alive between two runs. So is
 * whatever lies above what was ever used: an allocator does not count on finding it empty.
 */
export function takeSnapshot(memory: { readonly buffer: ArrayBuffer }, stack: StackRoom): MemorySnapshot {
  const bytes = new Uint8Array(memory.buffer);
  const low = bytes.slice(0, stack.start);
  const high = bytes.slice(stack.end, (pagesInUse(bytes).lastIndexOf(true) + 1) * pageBytes);
  return {
    restore() {
      // A run may have grown the memory, which gives it another buffer.
      const now = new Uint8Array(memory.buffer);
      now.set(low);
      now.set(high, stack.end);
    },
  };
}

function pagesInUse(bytes: Uint8Array): readonly boolean[] {
  const words = new BigUint64Array(bytes.buffer);
  const wordsInPage = pageBytes / 8;
  return Array.from({ length: words.length / wordsInPage }, (_, page) =>
    words.subarray(page * wordsInPage, (page + 1) * wordsInPage).some((word) => word !== 0n),
  );
}

interface Gap {
  readonly start: number;
  readonly end: number;
}

/** The longest run of unused pages below the last one in use. */
function longestGap(used: readonly boolean[]): Gap {
  let longest: Gap = { start: 0, end: 0 };
  let start = 0;
  for (const [page, isUsed] of used.entries()) {
    if (!isUsed) continue;
    if (page - start > longest.end - longest.start) longest = { start, end: page };
    start = page + 1;
  }
  return longest;
}
