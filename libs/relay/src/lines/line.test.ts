import { waitFor } from '@smart-router/dev-services';
import { Line, type Heard, type Left, type Refusal } from './line.js';

const noRoom: Refusal = { retryAfterMs: undefined, bucket: 'provider.concurrent' };
const bounds = { maxDepth: 10_000, maxWaitMs: 60_000 };

/** A line in front of a counter with so much room. */
function counter(room = 0) {
  const state = { room, asked: [] as string[], empty: 0, refusal: noRoom };
  const line = new Line({ now: () => Date.now(), closesAtMs: Infinity, onEmpty: () => (state.empty += 1) });
  const ask = async (id: string): Promise<Heard> => {
    state.asked.push(id);
    await Promise.resolve();
    if (state.room === 0) return { kind: 'refused', ...state.refusal };
    state.room -= 1;
    return { kind: 'served' };
  };
  const enter = (
    id: string,
    parts: Partial<Parameters<Line['enter']>[0]['place']> = {},
    heard = noRoom,
  ): Promise<Left> => {
    const place = { id, flow: id.split('.')[0] ?? id, weight: 1, cost: 1, deadlineMs: Date.now() + 60_000, ...parts };
    return line.enter({ place, ask: () => ask(id) }, bounds, heard);
  };
  const give = (places: number): void => {
    state.room += places;
    line.wake();
  };
  return { line, state, enter, give };
}

describe('a line', () => {
  it('asks for one at a time, in fair order, and serves as many as there is room for', async () => {
    const { line, state, enter, give } = counter();
    const served: string[] = [];
    for (const id of ['a.1', 'a.2', 'a.3', 'b.1']) void enter(id).then(() => served.push(id));
    give(3);
    await waitFor(() => served.length === 3);
    expect(served).toEqual(['a.1', 'b.1', 'a.2']);
    expect(line.depth).toBe(1);
    give(1);
    await waitFor(() => served.length === 4);
    expect(state.empty).toBe(1);
  });

  it('asks again by itself where nobody knows when there will be room', async () => {
    const { state, enter } = counter();
    const waits = enter('a.1');
    state.room = 1;
    expect((await waits).kind).toBe('served');
  });

  it('does not lose room that is given back while it asks', async () => {
    const { state, enter, give } = counter();
    state.refusal = { ...noRoom, retryAfterMs: undefined };
    const waits = enter('a.1');
    give(0);
    give(1);
    expect((await waits).kind).toBe('served');
    expect(state.asked.length).toBeLessThanOrEqual(2);
  });

  it('lets go at once of who leaves, and asks for the next', async () => {
    const { line, enter, give } = counter();
    const [first, second] = [enter('a.1'), enter('a.2')];
    line.leave('a.1');
    expect((await first).kind).toBe('gone');
    give(1);
    expect((await second).kind).toBe('served');
  });

  it('lets nobody wait beyond its deadline, and says when to come back', async () => {
    const { enter } = counter();
    const late = await enter('a.1', { deadlineMs: Date.now() + 30 });
    expect(late).toEqual({ kind: 'late', bucket: 'provider.concurrent', retryAfterMs: bounds.maxWaitMs });
  });

  it('tells at once who cannot be served in time, so that it holds up nobody', async () => {
    const { state, enter } = counter();
    const left = await enter(
      'a.1',
      { deadlineMs: Date.now() + 1000 },
      { retryAfterMs: 5000, bucket: 'model.input_tokens_per_sec' },
    );
    expect(left).toMatchObject({ kind: 'late', bucket: 'model.input_tokens_per_sec' });
    expect(left.retryAfterMs).toBeGreaterThan(4000);
    expect(left.retryAfterMs).toBeLessThanOrEqual(5000);
    expect(state.asked).toEqual([]);
  });

  it('sends who finds it full to come back after those who wait, each with its cost', async () => {
    const { line, enter } = counter();
    const known = { retryAfterMs: 2000, bucket: 'provider.request_start_per_sec' };
    void enter('a.1', {}, known);
    void enter('b.1', { cost: 3 }, known);
    const place = { id: 'c.1', flow: 'c', weight: 1, cost: 4, deadlineMs: Date.now() + 60_000 };
    const full = await line.enter(
      { place, ask: () => Promise.reject(new Error('asked')) },
      { ...bounds, maxDepth: 2 },
      undefined,
    );
    expect(full).toMatchObject({ kind: 'full', bucket: known.bucket });
    expect(full.retryAfterMs).toBeGreaterThan(7000);
    expect(full.retryAfterMs).toBeLessThanOrEqual(9000);
    line.closeBy(Date.now());
  });

  it('breaks for nobody but who asked when a question fails', async () => {
    const { line, enter, give } = counter();
    const place = { id: 'a.1', flow: 'a', weight: 1, cost: 1, deadlineMs: Date.now() + 60_000 };
    const broken = line.enter({ place, ask: () => Promise.reject(new Error('a bug')) }, bounds, undefined);
    const next = enter('b.1');
    await expect(broken).rejects.toThrow('a bug');
    give(1);
    expect((await next).kind).toBe('served');
  });

  it('keeps nobody when it closes', async () => {
    const { line, enter } = counter();
    const waits = ['a.1', 'a.2', 'b.1'].map((id) => enter(id));
    line.closeBy(Date.now());
    expect((await Promise.all(waits)).map(({ kind }) => kind)).toEqual(['late', 'late', 'late']);
  });

  it('needs one timer, and one question at a time, for thousands', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const { line, state, enter, give } = counter();
    const before = timers();
    const waits = Array.from({ length: 5000 }, (_, index) => enter(`${index % 50}.${index}`));
    expect(line.depth).toBe(5000);
    expect(timers() - before).toBeLessThanOrEqual(1);
    expect(state.asked.length).toBeLessThanOrEqual(1);
    give(5000);
    expect(new Set((await Promise.all(waits)).map(({ kind }) => kind))).toEqual(new Set(['served']));
    expect(state.empty).toBe(1);
  });
});
