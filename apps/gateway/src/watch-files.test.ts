import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@smart-router/dev-services';
import { watchFiles, type WatchPace } from './watch-files.js';

const never = 3_600_000;
let folder = '';
let close = (): void => undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smart-router-watch-'));
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

function watched(pace: WatchPace) {
  let told = 0;
  const files = watchFiles(() => (told += 1), pace);
  close = () => files.close();
  const file = join(folder, 'a.yaml');
  files.use([file]);
  return { write: (name = 'a.yaml') => writeFileSync(join(folder, name), String(told)), told: () => told };
}

it('tells of a change once things are quiet, and of the next one too', async () => {
  const { write, told } = watched({ settleMs: 20, longestMs: never });
  write();
  await waitFor(() => told() > 0);
  const before = told();
  write();
  await waitFor(() => told() > before);
});

it('tells of a file that is never left alone, again and again', async () => {
  const { write, told } = watched({ settleMs: never, longestMs: 20 });
  await waitFor(() => {
    write();
    return told() >= 2;
  });
});

it('says nothing of other files of the folder', async () => {
  const { write, told } = watched({ settleMs: 20, longestMs: 20 });
  write('b.yaml');
  let otherTold = false;
  const other = watchFiles(() => (otherTold = true), { settleMs: 20, longestMs: 20 });
  other.use([join(folder, 'b.yaml')]);
  await waitFor(() => {
    write('b.yaml');
    return otherTold;
  });
  other.close();
  expect(told()).toBe(0);
});
