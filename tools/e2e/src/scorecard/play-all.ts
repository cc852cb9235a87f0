import { patienceMs, type Played } from './played.js';
import { playCell } from './play-cell.js';
import type { Cell, Manner } from './scenario.js';
import { sitOut } from './sit-out.js';
import type { World } from './world.js';

/** So many cells are played at once: most of them wait most of the time. */
const atOnce = 64;

/** Cells that keep both processes busy are played a few at once. */
const heavy: readonly Manner[] = ['reads-bytes', 'reads-slowly'];
const heavyAtOnce = 3;

/** Plays all cells; one that hangs is missing from the answer. */
export async function playAll(world: World, cells: readonly Cell[]): Promise<ReadonlyMap<Cell, Played>> {
  const played = new Map<Cell, Played>();
  const keep = async (cell: Cell, story: Promise<Played>): Promise<void> => {
    const end = await inTime(story.catch(brokenPlay));
    if (end !== undefined) played.set(cell, end);
  };
  const play = (cell: Cell): Promise<void> => keep(cell, playCell(world, cell));
  const [outages, others] = split(cells, ({ scenario }) => scenario.manner === 'sits-out');
  const [large, small] = split(others, ({ scenario }) => heavy.includes(scenario.manner));
  const lasting = outages.map((cell) => ({ cell, ...sitOut(world, cell) }));
  const outagesEnd = Promise.all(lasting.map((outage) => keep(outage.cell, outage.played)));
  // Twenty requests in a row have to come faster than a circuit forgets, so nothing else is asked meanwhile.
  await Promise.all(lasting.map(({ twenty }) => twenty));
  await inTurns(small, atOnce, play);
  // Large answers keep the event loops busy, which would pass for slow providers elsewhere.
  await inTurns(large, heavyAtOnce, play);
  await outagesEnd;
  return played;
}

function split(cells: readonly Cell[], belongs: (cell: Cell) => boolean): readonly [readonly Cell[], readonly Cell[]] {
  return [cells.filter(belongs), cells.filter((cell) => !belongs(cell))];
}

/** What goes wrong in a play is a finding like any other. */
const brokenPlay = (error: unknown): Played => ({
  ...{ verdicts: [], requests: 1, elapsedMs: 0 },
  problems: [`a play that broke: ${error instanceof Error ? error.message : String(error)}`],
});

/** Resolves with nothing when a story has no end. */
function inTime(story: Promise<Played>): Promise<Played | undefined> {
  const hang = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs, undefined).unref());
  return Promise.race([story, hang]);
}

async function inTurns(cells: readonly Cell[], lanes: number, play: (cell: Cell) => Promise<void>): Promise<void> {
  const left = [...cells];
  const lane = async (): Promise<void> => {
    for (let cell = left.shift(); cell !== undefined; cell = left.shift()) await play(cell);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
