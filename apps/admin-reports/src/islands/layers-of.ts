import type { ChartData } from '../pages/chart-data.js';

/**
 * The heights to draw: of lines their values, of stacked bars the sums up to each layer, the highest first, since each is
 * drawn over the one before.
 */
export function layersOf({ shape, times, series }: ChartData): (number | null)[][] {
  if (shape === 'lines') return series.map(({ values }) => [...values]);
  const below = times.map(() => 0);
  const sums = series.map(({ values }) =>
    values.map((value, index) => {
      const sum = (below[index] ?? 0) + (value ?? 0);
      below[index] = sum;
      return sum;
    }),
  );
  return sums.reverse();
}
