import type { VNode } from 'preact';

/** A bar that fills a share of its cell. */
export function CellBar({ share }: { readonly share: number }): VNode {
  const width = Math.max(0, Math.min(1, share)) * 100;
  return (
    <svg class="cell-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width={width.toFixed(2)} height="1" />
    </svg>
  );
}
