import type { Standing } from './sum-up.js';
import { events } from './world.js';

const size = { width: 900, height: 420, left: 56, right: 220, top: 52, bottom: 36 };
const hours = 168;

/** Told apart by people who see few colours, on white and on black. */
const colours = ['#d55e00', '#0072b2', '#009e73', '#cc79a7', '#999933', '#56b4e9', '#888888'];

/** Running regret by hour as an SVG; words and axes take the colour of the page they stand on. */
export function drawPlot(standings: readonly Standing[]): string {
  const lines = standings.filter(({ kind }) => kind !== 'fixed');
  const all = lines.flatMap(({ regretByHour }) => regretByHour);
  const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)];
  const x = (hour: number): number => size.left + (hour / hours) * (size.width - size.left - size.right);
  const y = (usd: number): number =>
    size.height - size.bottom - ((usd - least) / (most - least)) * (size.height - size.top - size.bottom);
  const parts = [
    `<text x="4" y="${size.top - 12}">USD</text>`,
    ...grid(least, most).map(
      (usd) =>
        `<path class="grid" d="M${x(0)} ${round(y(usd))}H${x(hours)}"/>` +
        `<text x="${size.left - 8}" y="${round(y(usd) + 4)}" text-anchor="end">${usd}</text>`,
    ),
    ...Array.from(
      { length: 7 },
      (_, day) =>
        `<text x="${round(x(24 * day + 12))}" y="${size.height - 12}" text-anchor="middle">day ${day + 1}</text>`,
    ),
    ...events.map(
      ({ hour, words }, index) =>
        `<path class="event" d="M${round(x(hour))} ${size.top - 8}V${size.height - size.bottom}"/>` +
        `<text x="${round(x(hour) + 3)}" y="${index % 2 === 0 ? 16 : 32}">${words}</text>`,
    ),
    ...lines.map(({ regretByHour }, index) => {
      const points = [0, ...regretByHour].map((usd, hour) => `${round(x(hour))} ${round(y(usd))}`);
      return `<path fill="none" stroke="${colours[index % colours.length]}" stroke-width="2" d="M${points.join('L')}"/>`;
    }),
    ...labels(lines, y).map(
      ({ name, at, index }) =>
        `<text x="${x(hours) + 6}" y="${round(at + 4)}" style="fill:${colours[index % colours.length]}">${name}</text>`,
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Running regret in USD against the best fixed choice, by hour of the week">
<style>text{font:12px sans-serif;fill:#333}.grid{stroke:#8885}.event{stroke:#888;stroke-dasharray:3 3}@media(prefers-color-scheme:dark){text{fill:#ccc}}</style>
${parts.join('\n')}
</svg>
`;
}

/** Round amounts between the least and the most. */
function grid(least: number, most: number): readonly number[] {
  const rough = (most - least) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  const first = Math.ceil(least / step);
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, index) => (first + index) * step);
}

/** Names at the ends of their lines, moved down where they would cover each other. */
function labels(
  lines: readonly Standing[],
  y: (usd: number) => number,
): readonly { readonly name: string; readonly at: number; readonly index: number }[] {
  let lowest = -Infinity;
  return lines
    .map(({ name, regretByHour }, index) => ({ name, index, at: y(regretByHour.at(-1) ?? 0) }))
    .sort((one, other) => one.at - other.at)
    .map(({ name, index, at }) => {
      lowest = Math.max(at, lowest + 14);
      return { name, index, at: lowest };
    });
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
