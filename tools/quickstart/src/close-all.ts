/** Closes one started part. */
export type Closer = () => Promise<void>;

/** Closes parts in reverse order; one that fails does not keep the others open. */
export async function closeAll(closers: Closer[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers.splice(0).reverse()) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
