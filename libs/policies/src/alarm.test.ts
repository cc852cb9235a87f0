import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { startAlarm } from './alarm.js';

/** Keeps the process busy. */
function blockUntil(atMs: number): void {
  while (performance.now() < atMs);
}

describe('an alarm', () => {
  it('rings once when the time is over', async () => {
    let times = 0;
    await new Promise<void>((rung) => {
      startAlarm(5, () => {
        times += 1;
        rung();
      });
    });
    await new Promise((later) => setTimeout(later, 10));
    expect(times).toBe(1);
  });

  it('rings no more once it was stopped, though its time was over by then', async () => {
    let times = 0;
    const alarm = startAlarm(5, () => (times += 1));
    // A timer that is due with it, and before its last look.
    await new Promise<void>((done) => {
      setTimeout(() => (alarm.stop(), done()), 5);
      blockUntil(performance.now() + 10);
    });
    await new Promise((later) => setTimeout(later, 10));
    expect(times).toBe(0);
  });

  it('comes after what was said while the process was busy', async () => {
    const said = new Int32Array(new SharedArrayBuffer(4));
    const other = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       parentPort.on('message', () => {
         parentPort.postMessage('answer');
         Atomics.store(workerData, 0, 1);
         Atomics.notify(workerData, 0);
       });`,
      { eval: true, workerData: said },
    );
    await once(other, 'online');
    const story: string[] = [];
    await new Promise<void>((done) => {
      startAlarm(20, () => {
        story.push('alarm');
        done();
      });
      other.on('message', (word: string) => story.push(word));
      other.postMessage('question');
      Atomics.wait(said, 0, 0);
      blockUntil(performance.now() + 30);
    });
    await other.terminate();
    expect(story).toEqual(['answer', 'alarm']);
  });
});
