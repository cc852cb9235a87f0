/** A duration to be read: `850 ms`, `1.24 s`, `2 min 05 s`, `3 h 20 min`. */
export function shownDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(durationMs < 9_995 ? 2 : 1)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 2880) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
  return `${Math.round(minutes / 1440)} days`;
}

/** How long after the beginning: `+12 ms`, `+60.04 s`. */
export function shownOffset(offsetMs: number): string {
  return offsetMs < 1000 ? `+${Math.max(0, Math.round(offsetMs))} ms` : `+${(offsetMs / 1000).toFixed(2)} s`;
}

/** A time in UTC: `2026-11-21 18:43:09`. */
export function shownTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** The beginning of a step of a chart: `11-21 18:00`, `2026-11-21`, `2026-11`. */
export function shownBucket(time: number, step: 'hour' | 'day' | 'month'): string {
  const text = new Date(time).toISOString();
  if (step === 'hour') return text.slice(5, 16).replace('T', ' ');
  return text.slice(0, step === 'day' ? 10 : 7);
}

/** A range in UTC to the minute: `2026-11-20 18:00 – 2026-11-21 18:44 UTC`. */
export function shownRange({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${shownTime(from).slice(0, 16)} – ${shownTime(to).slice(0, 16)} UTC`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
